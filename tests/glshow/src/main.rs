//! An OpenGL program for guests: it shows a picture that stands still, on a display of the kernel's, and says who
//! draws it. What other programs draw moves, and such pictures cannot be compared.
//!
//! It uses the libraries that it finds where it runs, and was linked with none of them.

mod kms;
mod scene;
mod transfers;

use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    match show() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("glshow: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Draws, shows, and waits to be killed.
fn show() -> Result<(), String> {
    let card = kms::Card::open()?;
    let mut window = kms::Window::open(&card)?;
    for api in [kms::Api::Gl, kms::Api::Gles] {
        window.choose(api)?;
        println!("glshow: {api:?} version {}", window.describe("version")?);
        println!("glshow: {api:?} renderer {}", window.describe("renderer")?);
    }
    // The context of OpenGL ES is the current one now.
    let gl = window.functions()?;
    println!("glshow: transferred {} bytes both ways", transfers::run(&gl)?);
    let (width, height) = window.size();
    scene::draw(&gl, width, height)?;
    window.present()?;
    println!("glshow: shown {width}x{height}");
    loop {
        std::thread::sleep(Duration::from_secs(1000));
    }
}
