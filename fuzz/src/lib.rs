//! What is fuzzed: one module a target, each with a `check` that takes any bytes and panics if something is wrong.
//!
//! The programs in `fuzz_targets/` only hand libFuzzer's bytes to these functions. So the same checks run without
//! libFuzzer too: the tests below put every committed seed through its target, on any toolchain.
#![forbid(unsafe_code)]

pub mod blobs;
pub mod display_socket;
pub mod driver;
pub mod edid;
pub mod input;
pub mod input_device;
pub mod memory;
pub mod model;
pub mod requests_2d;
pub mod rfb;
pub mod ring;
pub mod seam;
pub mod seeds;
pub mod session;
pub mod tgsi_lower;
pub mod tgsi_parse;
pub mod vhost_user;
pub mod virgl;
pub mod virgl_stream;
pub mod virgl_wgpu;
pub mod vtest;
mod wild;
pub mod wire;

/// A target: its name, as in `fuzz_targets/`, `seeds/` and `corpus/`, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 14] = [
    ("blobs", blobs::check),
    ("display_socket", display_socket::check),
    ("edid", edid::check),
    ("input", input_device::check),
    ("requests_2d", requests_2d::check),
    ("rfb", rfb::check),
    ("ring", ring::check),
    ("tgsi_lower", tgsi_lower::check),
    ("tgsi_parse", tgsi_parse::check),
    ("vhost_user", vhost_user::check),
    ("virgl_stream", virgl_stream::check),
    ("virgl_wgpu", virgl_wgpu::check),
    ("vtest", vtest::check),
    ("wire", wire::check),
];

/// Makes a write to a socket that nobody reads an error, as the runtime of every Rust program does. libFuzzer's own
/// `main` leaves that out, and the signal would end the process.
pub fn survive_broken_pipes() {
    let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    signal_hook::flag::register(signal_hook::consts::SIGPIPE, flag).expect("SIGPIPE can be handled");
}

/// What each open file descriptor is.
pub(crate) fn open_fds() -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir("/proc/self/fd").expect("/proc is mounted");
    entries
        .filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        path::Path,
        sync::{Mutex, MutexGuard, PoisonError},
    };

    use super::*;

    /// One test at a time: a target counts the file descriptors of the whole process.
    fn alone() -> MutexGuard<'static, ()> {
        static ALONE: Mutex<()> = Mutex::new(());
        ALONE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn committed() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds"))
    }

    #[test]
    fn every_committed_seed_passes_its_target() {
        let _alone = alone();
        for (name, check) in TARGETS {
            let seeds =
                fs::read_dir(committed().join(name)).unwrap_or_else(|error| panic!("seeds/{name}: {error}"));
            let mut count = 0;
            for seed in seeds {
                check(&fs::read(seed.unwrap().path()).unwrap());
                count += 1;
            }
            assert!(count > 0, "{name} has no seeds");
        }
    }

    #[test]
    fn any_cut_of_a_seed_passes_its_target() {
        let _alone = alone();
        // A host GPU is opened for each input of `virgl_wgpu`, and `virgl_stream` reads the same.
        for (name, check) in TARGETS.into_iter().filter(|(name, _)| *name != "virgl_wgpu") {
            for (_, seed) in seeds::of(name).into_iter().filter(|(_, seed)| seed.len() < 2000) {
                // Shaders and streams are long, and end the same way wherever a line or a command is cut.
                for length in (0..seed.len()).step_by(seed.len().div_ceil(400)) {
                    check(&seed[..length]);
                }
            }
        }
    }

    /// The seeds written by hand are made by [`seeds`]; `UPDATE_SEEDS=1` writes them anew.
    #[test]
    fn the_committed_seeds_are_those_that_the_code_makes() {
        let _alone = alone();
        for (target, _) in TARGETS {
            for (name, bytes) in seeds::of(target) {
                let path = committed().join(target).join(name);
                if std::env::var_os("UPDATE_SEEDS").is_some() {
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(&path, &bytes).unwrap();
                }
                let found = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                assert!(
                    found == bytes,
                    "{} is out of date: run with UPDATE_SEEDS=1",
                    path.display()
                );
            }
        }
    }
}
