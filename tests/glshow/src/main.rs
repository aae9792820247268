//! An OpenGL program for guests: it shows a picture that stands still, on a display of the kernel's, and says who
//! draws it. What other programs draw moves, and such pictures cannot be compared. Before that it computes, and compares
//! with what the processor computes; `glshow compute` does nothing else, and needs no display.
//!
//! It uses the libraries that it finds where it runs, and was linked with none of them.

mod compute;
mod gl;
mod kms;
mod scene;
mod surfaceless;
mod transfers;

use std::ffi::CStr;
use std::process::ExitCode;
use std::time::Duration;

use gl::{Compute, Gl, Lookup};

/// `GL_RENDERER` and `GL_VERSION`.
const GL_RENDERER: u32 = 0x1F01;
const GL_VERSION: u32 = 0x1F02;

fn main() -> ExitCode {
    let result = match std::env::args().nth(1).as_deref() {
        None => show(),
        Some("compute") => surfaceless::with_context(|lookup| {
            let gl = Gl::load(lookup)?;
            say_who(&gl, "Gles")?;
            compute(&gl, lookup)
        }),
        Some(other) => Err(format!("{other:?} is not `compute`")),
    };
    match result {
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
        let gl = window.with_functions(Gl::load)?;
        say_who(&gl, &format!("{api:?}"))?;
    }
    // The context of OpenGL ES is the current one now.
    let gl = window.with_functions(Gl::load)?;
    println!("glshow: transferred {} bytes both ways", transfers::run(&gl)?);
    window.with_functions(|lookup| compute(&gl, lookup))?;
    let (width, height) = window.size();
    scene::draw(&gl, width, height)?;
    window.present()?;
    println!("glshow: shown {width}x{height}");
    loop {
        std::thread::sleep(Duration::from_secs(1000));
    }
}

/// Says who draws with an API, and as which version.
fn say_who(gl: &Gl, api: &str) -> Result<(), String> {
    println!("glshow: {api} version {}", describe(gl, GL_VERSION)?);
    println!("glshow: {api} renderer {}", describe(gl, GL_RENDERER)?);
    Ok(())
}

/// Computes, if this version can.
fn compute(gl: &Gl, lookup: Lookup<'_>) -> Result<(), String> {
    let version = describe(gl, GL_VERSION)?;
    let can = version
        .strip_prefix("OpenGL ES 3.")
        .is_some_and(|rest| !rest.starts_with('0'));
    if can {
        println!("glshow: computed {}", compute::run(gl, &Compute::load(lookup)?)?);
    } else {
        println!("glshow: computed nothing: {version} has no compute shaders");
    }
    Ok(())
}

/// A string of the current context.
fn describe(gl: &Gl, name: u32) -> Result<String, String> {
    // SAFETY: a context is current; the string is static and ends with zero, or is null on an error.
    let text = unsafe {
        let text = (gl.get_string)(name);
        (!text.is_null()).then(|| CStr::from_ptr(text))
    };
    let text = text.ok_or_else(|| format!("GL has no string {name:#x}"))?;
    Ok(text.to_string_lossy().into_owned())
}
