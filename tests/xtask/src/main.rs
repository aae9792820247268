//! Project tooling, run as `cargo xtask TASK`.
//!
//! Everything is a task of this one program, so that a machine with Rust and a C linker can do all of it: what
//! else a task needs is in [`deps`] and is installed or named by the task itself.

mod apt;
mod cargo;
mod clients;
mod demo;
mod deps;
mod dist;
mod firmware;
mod fuzz;
mod guest;
mod guest_test;
mod newer_qemu;
mod packages;
mod paths;
mod process;
mod test;
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
    /// Install and download what the tasks need, so that they later work without a network.
    Deps {
        /// Only list what comes from the distribution, and whether it is there.
        #[arg(long)]
        list: bool,
    },
    /// Boot a guest on our daemon and show its screen.
    Demo(demo::Arguments),
    /// Run every check: what a change must pass.
    Test {
        /// Only these steps; may be repeated.
        #[arg(long, value_name = "STEP")]
        only: Vec<String>,
        /// Leave out what takes minutes.
        #[arg(long)]
        fast: bool,
    },
    /// Run the conformance suite on our daemon or on another vhost-user GPU.
    Conformance {
        /// The vhost-user GPU program; ours when not given.
        #[arg(long)]
        backend: Option<PathBuf>,
        /// QEMU's contrib back end.
        #[arg(long, conflicts_with = "backend")]
        peer: bool,
        /// Further options of the suite, after `--`.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Measure our daemon beside others.
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
    /// Run stock OpenGL programs on a vtest server: the quick gate.
    Vtest(clients::vtest::Arguments),
    /// Compare still pictures of a vtest server with llvmpipe's.
    Pictures(clients::pictures::Arguments),
    /// Compare the numbers that come out of a vtest server's OpenGL ES 3.1 with llvmpipe's.
    Sweeps(clients::sweeps::Arguments),
    /// Run programs that people use on a vtest server, and compare what they show with llvmpipe.
    Programs(clients::programs::Arguments),
    /// Run piglit on a vtest server and compare with what the peer passes.
    Piglit(clients::piglit::Arguments),
    /// Fuzz the code that reads what a guest or a peer sends.
    Fuzz(fuzz::Args),
    /// Build the Debian package, the man pages and the completions, under target/dist.
    Dist,
    /// Build the UEFI driver and its option ROM.
    Firmware,
    /// Boot real guests on a back end and compare their pictures with QEMU's own device.
    GuestTest {
        /// The vhost-user GPU program; ours when not given.
        #[arg(long)]
        backend: Option<PathBuf>,
        /// QEMU's contrib back end.
        #[arg(long, conflicts_with = "backend")]
        peer: bool,
        /// Only the tests whose name contains this.
        #[arg(long)]
        filter: Option<String>,
        /// Not the tests of every change, but programs of a desktop: GTK 4, Qt Quick, Chromium and games. Downloads 400 MB.
        #[arg(long, conflicts_with_all = ["backend", "peer"])]
        programs: bool,
    },
}

/// What to measure.
#[derive(Subcommand)]
enum Bench {
    /// 2D, beside QEMU's contrib back end.
    #[command(name = "2d")]
    TwoD {
        /// Further options of the benchmark, after `--`.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// What a VNC client costs, beside QEMU's own VNC server.
    Vnc {
        /// Further options of the benchmark, after `--`.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// 3D by vtest, beside virgl_test_server and plain llvmpipe.
    #[command(name = "3d")]
    ThreeD(clients::bench::Arguments),
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
        Task::Deps { list } => get_everything(list),
        Task::Demo(arguments) => demo::run(&arguments),
        Task::Test { only, fast } => test::run(&only, fast),
        Task::Conformance {
            backend,
            peer,
            arguments,
        } => {
            let backend = if peer { Some(toolbox::peer()?) } else { backend };
            cargo::conformance(backend.as_deref(), &arguments)
        }
        Task::Bench { what } => match what {
            Bench::TwoD { arguments } => cargo::bench_2d(&arguments),
            Bench::Vnc { arguments } => cargo::bench_vnc(&arguments),
            Bench::ThreeD(arguments) => clients::bench::run(&arguments),
        },
        Task::Vtest(arguments) => clients::vtest::run(&arguments),
        Task::Pictures(arguments) => clients::pictures::run(&arguments),
        Task::Sweeps(arguments) => clients::sweeps::run(&arguments),
        Task::Programs(arguments) => clients::programs::run(&arguments),
        Task::Piglit(arguments) => clients::piglit::run(&arguments),
        Task::Dist => dist::run(),
        Task::Fuzz(args) => fuzz::run(&args),
        Task::Firmware => firmware::task(),
        Task::GuestTest {
            programs: true,
            filter,
            ..
        } => guest_test::desktop::run(filter),
        Task::GuestTest {
            backend,
            peer,
            filter,
            programs: false,
        } => {
            let backend = if peer { Some(toolbox::peer()?) } else { backend };
            guest_test::run(backend.as_deref(), filter, guest_test::Which::All)
        }
    }
}

fn get_everything(list_only: bool) -> Result<()> {
    deps::task(list_only)?;
    if !list_only {
        println!("QEMU:         {}", toolbox::qemu()?.get_program().display());
        println!("its back end: {}", toolbox::peer()?.display());
        match newer_qemu::version() {
            Ok(version) => println!("newer QEMU:   {version}"),
            // Nothing but some guest tests needs it, and they say so too.
            Err(error) => println!("newer QEMU:   none: {error:#}"),
        }
        println!(
            "guest kernel: {}",
            guest::qemu::Image::prepare()?.kernel_version()
        );
        println!("guest's Mesa: {}", guest::root::Root::fetch()?.mesa_version());
        println!("UEFI driver:  {}", firmware::build()?.efi.display());
    }
    Ok(())
}
