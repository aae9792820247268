//! A guest's sessions ([`crate::virgl`]) on a host GPU that records.

use device::gpu::record::Recorder;

use crate::{input::Input, virgl::Session};

/// Texels that the recorder copies in some milliseconds.
const WORK_MAX: u64 = 16 << 20;

/// Reads a session, whose first byte says too whether the GPU's work completes only when it is waited for.
pub fn check(data: &[u8]) {
    let mut recorder = Recorder::silent();
    if data.first().is_some_and(|setup| setup & 2 != 0) {
        recorder.hold();
    }
    Session::new(recorder, false, WORK_MAX).run(Input::new(data), |recorder| {
        assert_eq!(recorder.alive(), (0, 0), "resources and reads are left");
    });
}
