//! `cargo xtask guest-test`: real guests with stock drivers on a back end, compared with the same guests on
//! QEMU's own `virtio-gpu-pci`.
//!
//! Pictures are left under `target/guest-test` as `CASE-WHERE.png`, and `CASE-difference.png` when they
//! differ.

mod cases;
pub(crate) mod desktop;
mod firmware;
mod generic;
mod service;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use libtest_mimic::{Arguments, Trial};

use crate::deps::{self, Purpose};
use crate::firmware::Built;
use crate::guest::backend::Program;
use crate::guest::picture::Picture;
use crate::guest::qemu::Image;
use crate::guest::root::Root;
use crate::{cargo, newer_qemu, paths};

/// What every case needs.
pub(crate) struct Setup {
    image: Image,
    root: Root,
    program: Program,
    driver: Built,
    results: PathBuf,
}

/// What a test needs of the back end that not every one has.
#[derive(Clone, Copy)]
enum Need {
    Nothing,
    /// A control socket of our daemon's kind.
    Control,
    /// A VNC server and an input device.
    Vnc,
    /// One service for many machines.
    Service,
    /// All of our daemon's ways, on the generic device of a newer QEMU.
    Generic,
}

/// Which of the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    All,
    /// Those of the devices that QEMU knows to be GPUs.
    QemusGpu,
    /// Those of the generic device of a newer QEMU.
    Generic,
}

impl Which {
    fn has(self, case: &Case) -> bool {
        let is_generic = matches!(case.needs, Need::Generic);
        match self {
            Self::All => true,
            Self::QemusGpu => !is_generic,
            Self::Generic => is_generic,
        }
    }
}

/// One test: its name, what it needs, and what it does.
struct Case {
    name: &'static str,
    needs: Need,
    run: fn(&Setup) -> Result<()>,
}

const CASES: &[Case] = &[
    Case {
        name: "console_text_equals_reference",
        needs: Need::Nothing,
        run: cases::console,
    },
    Case {
        name: "smpte_bars_equal_reference",
        needs: Need::Nothing,
        run: cases::bars,
    },
    Case {
        name: "moving_cursor_is_seen",
        needs: Need::Control,
        run: cases::cursor,
    },
    Case {
        name: "console_comes_back_after_reset",
        needs: Need::Nothing,
        run: cases::reset,
    },
    Case {
        name: "opengl_picture_is_like_reference",
        needs: Need::Nothing,
        run: cases::opengl,
    },
    Case {
        name: "command_is_typed_over_vnc",
        needs: Need::Vnc,
        run: cases::vnc,
    },
    Case {
        name: "console_equals_reference_beside_seven_machines",
        needs: Need::Service,
        run: service::console,
    },
    Case {
        name: "opengl_picture_is_like_reference_beside_seven_machines",
        needs: Need::Service,
        run: service::opengl,
    },
    Case {
        name: "firmware_setup_equals_reference",
        needs: Need::Nothing,
        run: firmware::their_driver,
    },
    Case {
        name: "firmware_setup_by_our_driver_equals_reference",
        needs: Need::Nothing,
        run: firmware::our_driver,
    },
    Case {
        name: "firmware_shell_names_our_driver",
        needs: Need::Nothing,
        run: firmware::shell,
    },
    Case {
        name: "firmware_hands_over_to_linux",
        needs: Need::Nothing,
        run: firmware::linux,
    },
    Case {
        name: "generic_console_in_a_blob_equals_reference",
        needs: Need::Generic,
        run: generic::console,
    },
    Case {
        name: "generic_blobs_hold_what_the_guest_writes",
        needs: Need::Generic,
        run: generic::blobs,
    },
    Case {
        name: "generic_opengl_picture_is_like_reference",
        needs: Need::Generic,
        run: generic::opengl,
    },
    Case {
        name: "generic_guest_follows_the_size_of_a_vnc_client",
        needs: Need::Generic,
        run: generic::resize,
    },
];

/// Runs the cases of a kind whose name contains `filter`; an error when one fails.
pub(crate) fn run(backend: Option<&Path>, filter: Option<String>, which: Which) -> Result<()> {
    deps::ensure(&[Purpose::Guest, Purpose::Firmware, Purpose::Vnc])?;
    let program = match backend {
        Some(path) => Program::new(path)?,
        None => Program::new(&cargo::build_daemon()?)?,
    };
    let results = paths::results("guest-test")?;
    println!("guest tests: pictures and logs are in {}", results.display());
    let setup = Arc::new(Setup {
        image: Image::prepare()?,
        root: Root::fetch().context("cannot make the guest's root file system")?,
        program,
        driver: crate::firmware::build()?,
        results,
    });
    let newer = match which {
        Which::QemusGpu => None,
        Which::All | Which::Generic => Some(newer_qemu::version()),
    };
    if let Some(Err(error)) = &newer {
        println!("SKIPPED: the cases of a newer QEMU's generic device: {error:#}");
    }
    let has_newer = newer.is_some_and(|newer| newer.is_ok());
    let cases = CASES.iter().filter(|case| which.has(case));
    let trials = cases.map(|case| trial(case, &setup, has_newer)).collect();
    // A case runs two machines at once already, and emulation takes a core for each.
    let arguments = Arguments {
        filter,
        test_threads: Some(1),
        ..Arguments::default()
    };
    let conclusion = libtest_mimic::run(&arguments, trials);
    ensure!(
        !conclusion.has_failed(),
        "{} of the guest tests failed",
        conclusion.num_failed
    );
    Ok(())
}

fn trial(case: &'static Case, setup: &Arc<Setup>, has_newer_qemu: bool) -> Trial {
    let program = &setup.program;
    let ignored = match case.needs {
        Need::Nothing => false,
        Need::Control => !program.controllable(),
        Need::Vnc => !program.has_vnc(),
        Need::Service => !program.has_service(),
        Need::Generic => !(has_newer_qemu && program.controllable() && program.has_vnc()),
    };
    let setup = Arc::clone(setup);
    let test = move || (case.run)(&setup).map_err(|error| format!("{error:#}").into());
    Trial::test(case.name, test).with_ignored_flag(ignored)
}

impl Setup {
    fn save(&self, case: &str, place: &str, picture: &Picture) -> Result<()> {
        picture.write_png(&self.results.join(format!("{case}-{place}.png")))
    }

    /// Fails when the pictures differ in any pixel, and leaves a picture of the difference.
    fn require_equal(&self, case: &str, what: &str, reference: &Picture, picture: &Picture) -> Result<()> {
        let file = self.results.join(format!("{case}-difference.png"));
        let _ = std::fs::remove_file(&file);
        let difference = reference.difference(picture).with_context(|| what.to_owned())?;
        let Some((x, y, width, height)) = difference.bounds() else {
            return Ok(());
        };
        difference.picture().write_png(&file)?;
        let (count, place) = (difference.count(), file.display());
        anyhow::bail!("{what}: {count} pixels differ within {width}x{height} at {x},{y}: {place}")
    }
}
