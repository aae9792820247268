//! Draws many small pictures with OpenGL 1.0 to 2.1, or measures what draws cost: a client for vtest servers.
//!
//! It links no GL: the machine's EGL is loaded at run time, and the environment chooses the driver, as for any client.

#[path = "../egl.rs"]
mod egl;
#[path = "../functions.rs"]
mod functions;
#[path = "../glwalk/mod.rs"]
mod glwalk;

use std::collections::hash_map::DefaultHasher;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;

use egl::{Api, Display};
use glwalk::enums::{RENDERER, VERSION};
use glwalk::gl::Gl;
use glwalk::{SIDE, Scene, bench, scenes};

/// Draws scenes with OpenGL.
#[derive(Parser)]
struct Options {
    /// Print the names of the scenes.
    #[arg(long)]
    list: bool,
    /// Only this scene; may be repeated.
    #[arg(long, value_name = "NAME")]
    scene: Vec<String>,
    /// Write each picture to this directory, as NAME.png: colours on the left, alpha on the right.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Draw each scene again and again for so long, and fail when a picture differs from the first.
    #[arg(long, value_name = "SECONDS")]
    repeat: Option<u64>,
    /// Print what a draw costs, in nanoseconds, for each kind of change before it.
    #[arg(long)]
    bench: bool,
    /// Print how long a new program takes to its first picture, in nanoseconds.
    #[arg(long)]
    first_frame: bool,
    /// Print how long 1920×1080 pixels take to a texture, and back, in nanoseconds.
    #[arg(long)]
    transfers: bool,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("glwalk: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    if options.list {
        scenes::all().for_each(|scene| println!("{}", scene.name));
        return Ok(());
    }
    let display = Display::open(Api::Compatibility)?;
    introduce(&display)?;
    if options.bench || options.first_frame || options.transfers {
        let context = display.context(None, Gl::load)?;
        glwalk::prepare(&context.gl)?;
        if options.bench {
            bench::draws(&context.gl);
        }
        if options.first_frame {
            bench::first_frames(&context.gl);
        }
        if options.transfers {
            bench::transfers(&context.gl);
        }
        return Ok(());
    }
    let chosen = chosen(&options.scene)?;
    let mut failed = 0;
    for scene in chosen {
        // The line is complete before the work begins, so that a crash has a name.
        println!("begin {}", scene.name);
        if let Some(lacking) = scene.lacks(&display.context(None, Gl::load)?.gl) {
            println!("skipped {}: the driver lacks {lacking}", scene.name);
            continue;
        }
        let drawn = match options.repeat {
            Some(seconds) => repeat(&display, scene, Duration::from_secs(seconds)),
            None => draw(&display, scene),
        };
        match drawn.and_then(|pixels| save(options.out.as_deref(), scene, &pixels)) {
            Ok(()) => println!("end {}", scene.name),
            Err(error) => {
                println!("failed {}: {error}", scene.name);
                failed += 1;
            }
        }
        // A pipe or file would keep the line otherwise.
        std::io::stdout().flush().map_err(|error| error.to_string())?;
    }
    if failed > 0 {
        Err(format!("{failed} scenes failed"))
    } else {
        Ok(())
    }
}

/// Says who draws, in the words of the field's own programs.
fn introduce(display: &Display) -> Result<(), String> {
    let context = display.context(None, Gl::load)?;
    println!("OpenGL renderer string: {}", context.gl.text(RENDERER));
    println!("OpenGL version string: {}", context.gl.text(VERSION));
    Ok(())
}

fn chosen(names: &[String]) -> Result<Vec<&'static Scene>, String> {
    if names.is_empty() {
        return Ok(scenes::all().collect());
    }
    names
        .iter()
        .map(|name| {
            let found = scenes::all().find(|scene| scene.name == name);
            found.ok_or_else(|| format!("there is no scene {name}"))
        })
        .collect()
}

/// Draws a scene in a context of its own.
fn draw(display: &Display, scene: &Scene) -> Result<Vec<u8>, String> {
    let context = display.context(None, Gl::load)?;
    glwalk::prepare(&context.gl)?;
    (scene.draw)(&context.gl);
    glwalk::picture(&context.gl)
}

fn repeat(display: &Display, scene: &Scene, time: Duration) -> Result<Vec<u8>, String> {
    let began = Instant::now();
    let first = draw(display, scene)?;
    let mut count = 1;
    while began.elapsed() < time {
        count += 1;
        if draw(display, scene)? != first {
            return Err(format!("picture {count} differs from the first"));
        }
    }
    let mut hasher = DefaultHasher::new();
    first.hash(&mut hasher);
    println!(
        "{}: {count} equal pictures, hash {:016x}",
        scene.name,
        hasher.finish()
    );
    Ok(first)
}

fn save(dir: Option<&Path>, scene: &Scene, pixels: &[u8]) -> Result<(), String> {
    let Some(dir) = dir else {
        return Ok(());
    };
    let row_bytes = SIDE as usize * 4;
    let beside: Vec<u8> = pixels
        .chunks_exact(row_bytes)
        .flat_map(|row| {
            let colours = row
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
            let alphas = row.chunks_exact(4).flat_map(|pixel| [pixel[3]; 3]);
            colours.chain(alphas)
        })
        .collect();
    let file = dir.join(scene.name).with_extension("png");
    write_png(&file, &beside).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

fn write_png(file: &Path, rgb: &[u8]) -> Result<(), png::EncodingError> {
    let side = SIDE as u32;
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(file)?), side * 2, side);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(rgb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_scenes_are_unique_file_names() {
        let names: Vec<_> = scenes::all().map(|scene| scene.name).collect();
        for (index, name) in names.iter().enumerate() {
            assert!(
                name.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            );
            assert!(!names[..index].contains(name), "{name} twice");
        }
    }
}
