//! Project tooling, run as `cargo xtask TASK`.
//!
//! Everything is a task of this one program, so that a machine with Rust and a C linker can do all of it: what
//! else a task needs is in [`deps`] and is installed or named by the task itself.

mod apt;
mod deps;
mod guest;
mod guest_test;
mod packages;
mod paths;
mod process;
mod toolbox;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Project tooling of vhost-wgpu.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// List what the tasks need from the distribution, and install what lacks.
    Deps {
        /// Only list.
        #[arg(long)]
        list: bool,
    },
    /// Boot real guests on a back end and compare their pictures with QEMU's own device.
    GuestTest {
        /// The vhost-user GPU program; ours when not given.
        #[arg(long)]
        backend: Option<PathBuf>,
        /// Only the tests whose name contains this.
        #[arg(long)]
        filter: Option<String>,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    process::catch_signals()?;
    match task {
        Task::Deps { list } => deps::task(list),
        Task::GuestTest { backend, filter } => guest_test::run(backend.as_deref(), filter),
    }
}
