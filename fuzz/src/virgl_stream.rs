//! A guest's sessions ([`crate::virgl`]) on a host GPU that records.

use device::{
    gpu::{Counters, record::Recorder},
    renderer::RendererCounters,
};

use crate::{input::Input, virgl::Session};

/// Texels that the recorder copies in some milliseconds.
const WORK_MAX: u64 = 16 << 20;

/// Reads a session, whose first byte says too whether the GPU's work completes only when it is waited for.
pub fn check(data: &[u8]) {
    run(data);
}

fn run(data: &[u8]) -> (RendererCounters, Counters) {
    let mut recorder = Recorder::silent();
    if data.first().is_some_and(|setup| setup & 2 != 0) {
        recorder.hold();
    }
    Session::new(recorder, false, WORK_MAX).run(Input::new(data), |recorder, lost| {
        let (resources, reads) = recorder.alive();
        assert_eq!(resources, 0);
        assert!(lost || reads == 0, "{reads} reads are left");
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// Otherwise the fuzzer starts from sessions that end before anything happens.
    #[test]
    fn what_real_programs_said_is_drawn() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/virgl_stream");
        let mut count = 0;
        for seed in fs::read_dir(folder).unwrap() {
            let path = seed.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.starts_with("recorded_") && !["prepared", "streams"].contains(&name.as_str()) {
                continue;
            }
            let (renderer, gpu) = run(&fs::read(path).unwrap());
            assert_eq!(renderer.contexts_lost, 0, "{name}");
            assert!(gpu.draws > 0, "{name}");
            count += 1;
        }
        assert!(count > 2);
    }
}
