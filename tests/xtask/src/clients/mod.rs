//! Stock OpenGL clients of the distribution, whose drawing a vtest server does.
//!
//! The clients' Mesa has a driver, `virpipe`, that sends over a socket what a guest's driver sends over virtio-gpu. So
//! everything above the virtio layer is tested by unmodified programs, without a guest. Owns: which Mesa, which
//! server, and the private place in which both run. What the tests ask of them is in the modules of each task.

pub(crate) mod bench;
pub(crate) mod checks;
mod cpu;
mod expected;
pub(crate) mod glwalk;
mod mesa;
pub(crate) mod pictures;
pub(crate) mod piglit;
pub(crate) mod programs;
mod screen;
mod server;
pub(crate) mod similarity;
mod stage;
pub(crate) mod sweeps;
pub(crate) mod vtest;

use anyhow::Result;

use crate::deps::{self, Purpose};
use mesa::{Mesa, Which};
use server::Program;
use stage::Stage;

/// Who draws, and with which Mesa.
#[derive(clap::Args, Clone)]
pub(crate) struct Choice {
    /// The vtest server: `ours`, `peer` (virgl_test_server), `none` (no server: llvmpipe draws in the client), or the
    /// path of one.
    #[arg(long, default_value = "ours")]
    server: String,
    /// The Mesa of clients and servers: the machine's own, or the newer one of the distribution's backports, unpacked
    /// under the target directory.
    #[arg(long, value_enum, default_value_t = Which::System)]
    mesa: Which,
}

impl Choice {
    /// Our server and the machine's own Mesa, as `cargo xtask test` runs them.
    pub(crate) fn ours() -> Self {
        Self {
            server: "ours".to_owned(),
            mesa: Which::System,
        }
    }

    /// Gets what the choice needs onto the machine, and opens a stage whose logs go to the results named `name`.
    fn prepare(&self, name: &str, purposes: &[Purpose]) -> Result<(Stage, Program)> {
        deps::ensure(purposes)?;
        deps::ensure(&[Purpose::Clients])?;
        let mesa = Mesa::get(self.mesa)?;
        let program = Program::choose(&self.server)?;
        let stage = Stage::open(mesa, &crate::paths::results(name)?)?;
        Ok((stage, program))
    }
}

/// Whether our daemon, as built last, has a vtest server to test.
pub(crate) fn server_exists() -> Result<()> {
    Program::ours(&crate::paths::release_program("vhost-wgpu")?).map(drop)
}
