//! Goes through the corners of OpenGL ES 3.1 and writes down what comes out: a client for vtest servers, whose words
//! are compared with those of another driver.
//!
//! It links no GL: the machine's EGL is loaded at run time, and the environment chooses the driver, as for any client.

#[path = "../egl.rs"]
mod egl;
#[path = "../functions.rs"]
mod functions;
#[path = "../glsweep/mod.rs"]
mod glsweep;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use egl::{Api, Display, Window};
use glsweep::enums::{NO_ERROR, RENDERER, VERSION};
use glsweep::gl::Gl;
use glsweep::record::{self, Record};
use glsweep::{Sweep, sweeps};

/// Sweeps through OpenGL ES 3.1.
#[derive(Parser)]
struct Options {
    /// Print the names of the sweeps.
    #[arg(long)]
    list: bool,
    /// Only the sweeps whose name contains this.
    #[arg(long, value_name = "WORD", default_value = "")]
    filter: String,
    /// Write what comes out to this file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Compare two such files, the reference first, instead of drawing.
    #[arg(long, num_args = 2, value_names = ["REFERENCE", "FILE"])]
    compare: Option<Vec<PathBuf>>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("glsweep: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    let wanted = || sweeps::all().filter(|(_, sweep)| sweep.name.contains(&options.filter));
    if options.list {
        wanted().for_each(|(_, sweep)| println!("{}", sweep.name));
        return Ok(());
    }
    if let Some(files) = &options.compare {
        return compare(files);
    }
    let display = Display::open(Api::Es31)?;
    let context = display.context(None, Gl::load)?;
    println!("OpenGL renderer string: {}", context.gl.text(RENDERER));
    println!("OpenGL version string: {}", context.gl.text(VERSION));
    drop(context);
    let mut record = Record::default();
    for (window, sweep) in wanted() {
        // The line is complete before the work begins, so that a crash has a name.
        println!("begin {}", sweep.name);
        std::io::stdout().flush().map_err(|error| error.to_string())?;
        go(&display, window, sweep, &mut record)?;
        println!("end {}", sweep.name);
    }
    if let Some(file) = &options.out {
        fs::write(file, record.into_text()).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

/// One sweep in a context of its own.
fn go(display: &Display, window: Option<Window>, sweep: &Sweep, record: &mut Record) -> Result<(), String> {
    let context = display.context(window, Gl::load)?;
    glsweep::draw::prepare(&context.gl);
    record.begin(sweep.name);
    if let Err(why) = (sweep.run)(&context.gl, record) {
        record.fault("ended early", &why);
    }
    match context.gl.get_error() {
        NO_ERROR => {}
        error => record.fault("at its end", &format!("GL error {error:#x}")),
    }
    Ok(())
}

/// Prints the lines that differ.
fn compare(files: &[PathBuf]) -> Result<(), String> {
    let mut texts = Vec::new();
    for file in files {
        texts.push(fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?);
    }
    let found = record::differences(&texts[0], &texts[1]);
    found.iter().for_each(|line| println!("{line}"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sweeps_are_unique() {
        let names: Vec<_> = sweeps::all().map(|(_, sweep)| sweep.name).collect();
        for (index, name) in names.iter().enumerate() {
            assert!(!names[..index].contains(name), "{name} twice");
        }
    }
}
