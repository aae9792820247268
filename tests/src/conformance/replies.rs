//! Replies: every byte defined, `used.len` honest, fences echoed, capsets and EDID well formed.

use wire::virtio_gpu::{CtrlType, Features, RespDisplayInfo, RespEdid};

use super::{Case, Env};
use crate::{
    ensure, ensure_eq,
    frontend::{
        Machine, Reply, Result, gpu,
        machine::CONTROL,
        reply::{POISON, Shape},
    },
    skip,
};

pub(super) const CASES: &[Case] = &[
    Case::all(
        "replies::uninitialised_bytes_never_reach_the_guest",
        poisoned_buffers,
    ),
    Case::all("replies::used_len_is_what_was_written", used_len),
    Case::all("replies::fence_flag_and_id_are_echoed", fences),
    Case::all("replies::fence_is_not_invented", no_fence),
    Case::all("replies::fence_is_echoed_on_errors", fence_on_error),
    Case::all("replies::context_id_of_a_fence_is_echoed", fence_context),
    Case::all("replies::unknown_header_flags_do_no_harm", odd_flags),
    Case::all("replies::short_reply_buffers_are_not_overrun", short_buffers),
    Case::all("replies::no_writable_buffer_is_survived", no_writable),
    Case::all("replies::scattered_reply_buffers_are_filled_in_order", scattered),
    Case::all(
        "replies::display_info_has_408_bytes_and_names_a_display",
        display_info,
    ),
    Case::all("replies::edid_is_valid", edid),
    Case::all("replies::edid_of_bad_scanouts_is_refused", edid_scanouts),
    Case::all("replies::capset_matrix_without_capsets", capsets),
];

/// Sends every command and hands each reply to the check.
fn every_reply(m: &mut Machine, mut check: impl FnMut(CtrlType, &Reply) -> Result<()>) -> Result<()> {
    for resource in [1, 99] {
        for (code, request) in gpu::samples_2d(resource) {
            let reply = m.request(&request, 1100)?;
            check(code, &reply)?;
        }
        for (code, request) in [
            (CtrlType::GetCapsetInfo, gpu::get_capset_info(0)),
            (CtrlType::GetCapset, gpu::get_capset(1, 1)),
        ] {
            let reply = m.request(&request, 1100)?;
            check(code, &reply)?;
        }
    }
    Ok(())
}

fn poisoned_buffers(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    every_reply(&mut m, |code, reply| {
        let header = reply.header()?;
        ensure_eq!(header.flags.get(), 0, "flags of the reply to {code:?}");
        ensure_eq!(header.fence_id.get(), 0, "fence of the reply to {code:?}");
        ensure_eq!(header.ctx_id.get(), 0, "context of the reply to {code:?}");
        ensure_eq!(
            (header.ring_idx, header.padding),
            (0, [0; 3]),
            "end of the header of the reply to {code:?}"
        );
        let known = match reply.code()? {
            CtrlType::RespOkDisplayInfo => 408,
            CtrlType::RespOkEdid => 1056,
            _ => 24,
        };
        ensure_eq!(reply.used_len, known, "bytes of the reply to {code:?}");
        let defined = &reply.buffer[..reply.used_len as usize];
        let run = defined.windows(4).any(|window| window == [POISON; 4]);
        ensure!(!run, "the reply to {code:?} claims bytes that were never written");
        Ok(())
    })?;
    m.finish()
}

fn used_len(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    every_reply(&mut m, |code, reply| {
        let rest = &reply.buffer[reply.used_len as usize..];
        let beyond = rest.iter().filter(|byte| **byte != POISON).count();
        ensure_eq!(
            beyond,
            0,
            "bytes written beyond used.len in the reply to {code:?}"
        );
        ensure!(
            reply.used_len >= 24,
            "the reply to {code:?} has {} bytes",
            reply.used_len
        );
        Ok(())
    })?;
    m.finish()
}

fn fences(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for (index, (code, request)) in gpu::samples_2d(1).into_iter().enumerate() {
        let fence = 0x0123_4567_89ab_cdef ^ (index as u64) << 56;
        let header = m.request(&gpu::fenced(request, fence, 0), 1056)?.header()?;
        ensure_eq!(header.flags.get() & 1, 1, "fence flag in the reply to {code:?}");
        ensure_eq!(header.fence_id.get(), fence, "fence of the reply to {code:?}");
    }
    m.finish()
}

fn no_fence(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    // A fence_id without the flag is not a fence.
    let mut request = gpu::create_2d(1, gpu::BGRX, 8, 8);
    request[8..16].copy_from_slice(&77u64.to_le_bytes());
    let header = m.request(&request, 24)?.header()?;
    ensure_eq!(header.flags.get() & 1, 0, "fence flag");
    // And one request's fence does not stick to the next reply.
    m.request(&gpu::fenced(gpu::flush(1, gpu::rect(0, 0, 8, 8)), 5, 0), 24)?;
    let header = m.request(&gpu::unref(1), 24)?.header()?;
    ensure_eq!(
        (header.flags.get(), header.fence_id.get()),
        (0, 0),
        "flags and fence"
    );
    m.finish()
}

fn fence_on_error(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for request in [
        gpu::unref(9),
        gpu::create_2d(0, 1, 1, 1),
        gpu::message(CtrlType::Submit3d, &[0u8; 8]),
    ] {
        let reply = m.request(&gpu::fenced(request, u64::MAX, 0), 24)?;
        ensure!(reply.code()?.is_error(), "no error");
        let header = reply.header()?;
        ensure_eq!(
            (header.flags.get() & 1, header.fence_id.get()),
            (1, u64::MAX),
            "fence of an error"
        );
    }
    m.finish()
}

fn fence_context(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let header = m
        .request(&gpu::fenced(gpu::create_2d(1, 1, 8, 8), 3, 0x55), 24)?
        .header()?;
    ensure_eq!(header.ctx_id.get(), 0x55, "context");
    m.finish()
}

fn odd_flags(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for flags in [2u32, 3, 4, 0x8000_0000, u32::MAX] {
        let mut request = gpu::flush(1, gpu::rect(0, 0, 1, 1));
        request[4..8].copy_from_slice(&flags.to_le_bytes());
        request[20] = 0xff;
        let reply = m.request(&request, 24)?;
        ensure!(reply.code()?.is_error(), "an unknown resource was flushed");
    }
    m.finish()
}

fn short_buffers(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for length in (0..=32).chain([100, 407]) {
        let reply = m.request(&gpu::get_display_info(), length)?;
        ensure!(
            reply.used_len as usize <= length,
            "{} bytes in {length}",
            reply.used_len
        );
    }
    for length in 0..24 {
        let reply = m.request(&gpu::unref(1), length)?;
        ensure!(
            reply.used_len as usize <= length,
            "{} bytes in {length}",
            reply.used_len
        );
    }
    m.finish()
}

fn no_writable(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let reply = m.request(&gpu::create_2d(1, gpu::BGRX, 8, 8), 0)?;
    ensure_eq!(reply.used_len, 0, "used.len");
    m.finish()
}

fn scattered(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let wanted = m.request(&gpu::get_display_info(), 408)?;
    for pieces in [vec![1; 24], vec![24], vec![23, 1, 1, 7, 100], vec![3; 40]] {
        let indirect = m.uses_indirect();
        let shape = Shape {
            writable: pieces.clone(),
            indirect,
            ..Shape::default()
        };
        let reply = m.exchange(CONTROL, &gpu::get_display_info(), 408, &shape)?;
        ensure_eq!(reply.used_len, wanted.used_len, "used.len with pieces {pieces:?}");
        ensure!(
            reply.buffer == wanted.buffer,
            "the reply differs with pieces {pieces:?}"
        );
    }
    m.finish()
}

fn display_info(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let info: RespDisplayInfo = m.request(&gpu::get_display_info(), 1000)?.read()?;
    ensure_eq!(info.hdr.type_.get(), CtrlType::RespOkDisplayInfo as u32, "code");
    let enabled: Vec<_> = info
        .pmodes
        .iter()
        .filter(|mode| mode.enabled.get() != 0)
        .collect();
    ensure!(!enabled.is_empty(), "no display is enabled");
    for mode in enabled {
        ensure!(
            mode.r.width.get() > 0 && mode.r.height.get() > 0,
            "an enabled display has no size"
        );
        ensure_eq!(mode.enabled.get(), 1, "enabled");
        ensure_eq!(mode.flags.get(), 0, "flags");
    }
    if m.display.is_some() {
        let first = info.pmodes[0];
        ensure_eq!(
            (first.r.width.get(), first.r.height.get()),
            (1024, 768),
            "the display's own mode"
        );
    }
    m.finish()
}

fn edid(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let reply = m.request(&gpu::get_edid(0), 1056)?;
    // Windows' driver asks without having accepted the feature: an EDID is right then, and so is an error.
    if m.features & Features::EDID.bits() == 0 && reply.code()?.is_error() {
        return m.finish();
    }
    let reply: RespEdid = reply.read()?;
    ensure_eq!(reply.hdr.type_.get(), CtrlType::RespOkEdid as u32, "code");
    let size = reply.size.get() as usize;
    ensure!(
        (128..=1024).contains(&size) && size.is_multiple_of(128),
        "the EDID has {size} bytes"
    );
    ensure_eq!(
        reply.edid[..8],
        [0, 255, 255, 255, 255, 255, 255, 0],
        "the EDID's head"
    );
    ensure_eq!(
        size,
        128 * (1 + usize::from(reply.edid[126])),
        "bytes against the count of extensions"
    );
    for (index, block) in reply.edid[..size].chunks(128).enumerate() {
        let sum = block.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
        ensure_eq!(sum, 0, "checksum of EDID block {index}");
    }
    ensure!(
        reply.edid[size..].iter().all(|byte| *byte == 0),
        "the EDID's tail is not zero"
    );
    m.finish()
}

fn edid_scanouts(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    if m.features & Features::EDID.bits() == 0 {
        skip!("EDID was not negotiated");
    }
    // This display has one scanout.
    for scanout in [1, 2, 15, 16, 17, 0x7fff_ffff, u32::MAX] {
        let code = m.request(&gpu::get_edid(scanout), 1056)?.code()?;
        // Index 1 to 15 may exist in the device without a display on it.
        ensure!(
            code.is_error() || scanout < 16,
            "GET_EDID of scanout {scanout} got {code:?}"
        );
    }
    m.finish()
}

fn capsets(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let config = m.get_config(0, 16, 0)?;
    let count = u32::from_le_bytes([config[12], config[13], config[14], config[15]]);
    if count != 0 {
        skip!("the back end has {count} capsets");
    }
    for index in [0, 1, 2, 0x8000_0000, u32::MAX] {
        m.any_error(&gpu::get_capset_info(index), &format!("index {index} of none"))?;
        for version in [0, 1, u32::MAX] {
            m.any_error(
                &gpu::get_capset(index, version),
                &format!("id {index} version {version} of none"),
            )?;
        }
    }
    m.finish()
}
