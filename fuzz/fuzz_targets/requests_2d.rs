//! libFuzzer's way into [`vhost_wgpu_fuzz::requests_2d`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| vhost_wgpu_fuzz::requests_2d::check(data));
