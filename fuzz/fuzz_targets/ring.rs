//! libFuzzer's way into [`vhost_wgpu_fuzz::ring`].
#![no_main]

libfuzzer_sys::fuzz_target!(init: vhost_wgpu_fuzz::survive_broken_pipes(), |data: &[u8]| vhost_wgpu_fuzz::ring::check(data));
