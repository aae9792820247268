//! libFuzzer's way into [`vhost_wgpu_fuzz::input_device`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| vhost_wgpu_fuzz::input_device::check(data));
