//! libFuzzer's way into [`vhost_wgpu_fuzz::virgl_wgpu`].
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| vhost_wgpu_fuzz::virgl_wgpu::check(data));
