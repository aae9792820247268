//! A guest's sessions ([`crate::virgl`]) on `wgpu`, which says itself when it was asked for what is invalid.
//!
//! It wants a software adapter: hardware's drivers are not what is tested, and a fuzzer may hang it. Without one the
//! target says so and does nothing.

use std::sync::OnceLock;

use device::gpu::HostGpu;
use wgpu_renderer::{Host, Options, Wgpu};

use crate::{input::Input, virgl::Session};

/// Texels and draws that a software adapter manages in a second.
const WORK_MAX: u64 = 4 << 20;

/// Reads a session.
pub fn check(data: &[u8]) {
    let Some(host) = host() else { return };
    let gpu = Wgpu::new(host).expect("the adapter was opened before");
    Session::new(gpu, true, WORK_MAX).run(Input::new(data), |gpu, _| {
        let said = gpu.first_fault().unwrap_or("nothing");
        let errors = gpu.counters().validation_errors;
        assert_eq!(errors, 0, "wgpu was asked for what is invalid, and said: {said}");
        assert!(!gpu.is_lost(), "the host GPU is lost, and said: {said}");
    });
}

/// Mesa's software adapter, if there is one.
fn host() -> Option<&'static Host> {
    static HOST: OnceLock<Option<Host>> = OnceLock::new();
    HOST.get_or_init(|| {
        let adapter = Some("llvmpipe".to_owned());
        Host::open(&Options {
            adapter,
            ..Options::default()
        })
        .inspect_err(|error| eprintln!("virgl_wgpu: NOTHING IS CHECKED: {error}"))
        .ok()
    })
    .as_ref()
}
