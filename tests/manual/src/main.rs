//! Writes the man pages and the shells' completions of `vhost-wgpu` from its command line's definition.
//!
//! `cargo xtask dist` runs it. It is a program of its own so that neither the daemon nor the tasks are built with
//! what only this needs.

mod page;

use std::{fs, io, path::PathBuf};

use clap::{CommandFactory, Parser};
use clap_complete::Shell;
use vhost_backend::args::Cli;

/// Write man pages to DIR/man and completions to DIR/completions.
#[derive(Parser)]
struct Arguments {
    /// Where to; it is made.
    dir: PathBuf,
    /// The pages' date.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: String,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let man = arguments.dir.join("man");
    fs::create_dir_all(&man)?;
    for page in page::all(&arguments.date)? {
        fs::write(man.join(page.file_name), page.roff)?;
    }
    let completions = arguments.dir.join("completions");
    fs::create_dir_all(&completions)?;
    let mut command = Cli::command();
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut command, "vhost-wgpu", &completions)?;
    }
    Ok(())
}
