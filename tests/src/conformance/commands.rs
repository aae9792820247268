//! Every 2D command: its success, its errors, its truncations, and commands that were not negotiated.

use wire::virtio_gpu::{CtrlType, Features, Format};

use super::{Case, Env};
use crate::{
    ensure, ensure_eq,
    frontend::{Machine, Reply, Result, gpu},
};

pub(super) const CASES: &[Case] = &[
    Case::all("commands::every_2d_command_succeeds", every_2d_command_succeeds),
    Case::all("commands::create_in_every_format", create_in_every_format),
    Case::all("commands::create_in_unknown_format_is_refused", unknown_formats),
    Case::all("commands::create_id_0_is_refused", create_id_0),
    Case::all(
        "commands::create_duplicate_id_is_refused_and_harmless",
        create_duplicate,
    ),
    Case::all("commands::create_of_size_0_is_refused", create_empty),
    Case::all("commands::create_of_huge_size_is_refused", create_huge),
    Case::all("commands::unknown_resource_in_every_command", unknown_resource),
    Case::all("commands::resource_0_in_every_command", resource_zero),
    Case::all("commands::unknown_opcodes_are_errors", unknown_opcodes),
    Case::all("commands::truncated_at_every_byte", truncated),
    Case::all("commands::trailing_bytes_are_ignored", trailing_bytes),
    Case::all(
        "commands::commands_of_3d_without_the_feature_are_errors",
        three_d_without_feature,
    ),
    Case::all(
        "commands::blob_commands_without_the_feature_are_errors",
        blob_without_feature,
    ),
    Case::all(
        "commands::cursor_commands_on_the_control_queue_are_harmless",
        cursor_on_control,
    ),
    Case::all(
        "commands::control_commands_on_the_cursor_queue_are_harmless",
        control_on_cursor,
    ),
    Case::all("commands::assign_uuid_follows_its_feature", assign_uuid),
    Case::all("commands::ids_at_the_limits_work", extreme_ids),
    Case::all("commands::flush_of_an_unbound_resource_succeeds", flush_unbound),
    Case::all(
        "commands::flush_and_set_scanout_rectangles_outside_are_refused",
        bad_rectangles,
    ),
];

fn every_2d_command_succeeds(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.resource(1, gpu::BGRX, 16, 16)?;
    m.memory.fill(backing, 16 * 16 * 4, 0x5a);
    let whole = gpu::rect(0, 0, 16, 16);
    m.ok(&gpu::set_scanout(0, 1, whole))?;
    m.ok(&gpu::transfer(1, whole, 0))?;
    m.ok(&gpu::flush(1, whole))?;
    m.ok(&gpu::set_scanout(0, 0, gpu::rect(0, 0, 0, 0)))?;
    m.ok(&gpu::detach(1))?;
    m.ok(&gpu::unref(1))?;
    m.finish()
}

fn create_in_every_format(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for (id, format) in (1..).zip(Format::ALL) {
        m.ok(&gpu::create_2d(id, *format as u32, 33, 17))
            .map_err(|error| error.context(&format!("{format:?}")))?;
    }
    m.finish()
}

fn unknown_formats(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let wrong = (0..200)
        .chain([256, 1 << 16, 0x8000_0001, u32::MAX])
        .filter(|f| Format::from_u32(*f).is_none());
    for format in wrong {
        let what = format!("format {format}");
        m.error(
            &gpu::create_2d(1, format, 8, 8),
            CtrlType::RespErrInvalidParameter,
            &what,
        )?;
    }
    // A refused creation leaves the id free.
    m.ok(&gpu::create_2d(1, gpu::BGRX, 8, 8))?;
    m.finish()
}

fn create_id_0(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.error(
        &gpu::create_2d(0, gpu::BGRX, 8, 8),
        CtrlType::RespErrInvalidResourceId,
        "id 0",
    )?;
    m.finish()
}

fn create_duplicate(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let backing = m.resource(5, gpu::BGRX, 8, 8)?;
    m.memory.fill(backing, 256, 0x11);
    m.error(
        &gpu::create_2d(5, gpu::BGRX, 64, 64),
        CtrlType::RespErrInvalidResourceId,
        "duplicate",
    )?;
    // The first one is as it was: eight pixels wide, with its backing.
    m.ok(&gpu::transfer(5, gpu::rect(0, 0, 8, 8), 0))?;
    m.any_error(&gpu::transfer(5, gpu::rect(0, 0, 9, 8), 0), "one pixel too wide")?;
    m.finish()
}

fn create_empty(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for (width, height) in [(0, 0), (0, 8), (8, 0)] {
        m.any_error(
            &gpu::create_2d(1, gpu::BGRX, width, height),
            &format!("{width}×{height}"),
        )?;
    }
    m.finish()
}

fn create_huge(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    // Products that wrap in 32 bits (to 0, to little) and in 64 bits, and edges of signed arithmetic.
    let sizes = [
        (0x1_0000, 0x1_0000),
        (0x8000, 0x2_0000),
        (0x4000_0000, 1),
        (0x4000_0001, 1),
        (1, u32::MAX),
        (u32::MAX, 1),
        (u32::MAX, u32::MAX),
        (0x7fff_ffff, 2),
        (0x8000_0000, 0x8000_0000),
        (0x1_0001, 0x1_0001),
    ];
    for (width, height) in sizes {
        m.any_error(
            &gpu::create_2d(1, gpu::BGRX, width, height),
            &format!("{width}×{height}"),
        )?;
    }
    m.finish()
}

fn unknown_resource(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let named = |code: &CtrlType| !matches!(code, CtrlType::GetDisplayInfo | CtrlType::ResourceCreate2d);
    for id in [1, 77, 0x7fff_ffff, 0x8000_0000, u32::MAX] {
        for (code, request) in gpu::samples_2d(id).into_iter().filter(|(code, _)| named(code)) {
            m.error(
                &request,
                CtrlType::RespErrInvalidResourceId,
                &format!("{code:?} of unknown {id}"),
            )?;
        }
    }
    m.finish()
}

fn resource_zero(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.error(&gpu::unref(0), CtrlType::RespErrInvalidResourceId, "0")?;
    m.error(
        &gpu::flush(0, gpu::rect(0, 0, 1, 1)),
        CtrlType::RespErrInvalidResourceId,
        "0",
    )?;
    m.error(
        &gpu::transfer(0, gpu::rect(0, 0, 1, 1), 0),
        CtrlType::RespErrInvalidResourceId,
        "0",
    )?;
    m.error(
        &gpu::attach(0, &[(0x1000, 64)]),
        CtrlType::RespErrInvalidResourceId,
        "0",
    )?;
    m.error(&gpu::detach(0), CtrlType::RespErrInvalidResourceId, "0")?;
    // In SET_SCANOUT 0 means 'none', also on a scanout that is off already.
    m.ok(&gpu::set_scanout(0, 0, gpu::rect(0, 0, 0, 0)))?;
    m.ok(&gpu::set_scanout(0, 0, gpu::rect(7, 7, u32::MAX, u32::MAX)))?;
    m.finish()
}

fn unknown_opcodes(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let defined = |code: u32| CtrlType::from_u32(code).is_some_and(|known| (known as u32) < 0x1100);
    let edges = [
        0,
        1,
        0xff,
        0x1ff,
        0x2ff,
        0x302,
        0x3ff,
        0x1100,
        0x1101,
        0x1200,
        0x1205,
        0x7fff_ffff,
        u32::MAX,
    ];
    let codes = (0x0f0..0x120)
        .chain(0x1f8..0x218)
        .chain(0x2f8..0x310)
        .chain(edges);
    for code in codes.filter(|code| !defined(*code)) {
        let mut request = gpu::create_2d(1, gpu::BGRX, 8, 8);
        request[..4].copy_from_slice(&code.to_le_bytes());
        m.error(&request, CtrlType::RespErrUnspec, &format!("opcode {code:#x}"))?;
    }
    m.finish()
}

fn truncated(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, gpu::BGRX, 8, 8)?;
    for (code, request) in gpu::samples_2d(1) {
        // What stands at the cut is a good request for a resource that exists: only the length is wrong.
        for length in 1..request.len() {
            let reply = m.request(&request[..length], 24);
            let reply = reply.map_err(|error| error.context(&format!("{code:?} cut to {length} bytes")))?;
            ensure!(
                reply.code()?.is_error(),
                "{code:?} cut to {length} bytes got {:?}",
                reply.code()?
            );
        }
    }
    m.ok(&gpu::unref(1))?;
    m.finish()
}

fn trailing_bytes(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let mut request = gpu::create_2d(1, gpu::BGRX, 8, 8);
    request.extend_from_slice(&[0xff; 4000]);
    m.ok(&request)?;
    let mut request = gpu::unref(1);
    request.extend_from_slice(&[0xff; 1]);
    m.ok(&request)?;
    m.finish()
}

/// Sends the codes with bodies of all zeros and all ones.
fn refused_whatever_follows(m: &mut Machine, codes: &[CtrlType]) -> Result<()> {
    for code in codes {
        for filler in [0u8, 1, 0xff] {
            let mut request = gpu::message(*code, &[0u8; 0]);
            request.resize(24 + 96, filler);
            let reply = m.request(&request, 64)?;
            let got = reply.code()?;
            ensure!(got.is_error(), "{code:?} without its feature got {got:?}");
        }
        // The header alone must do no harm either.
        m.any_error(&gpu::message(*code, &[0u8; 0]), "header alone")?;
    }
    Ok(())
}

fn three_d_without_feature(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let codes = [
        CtrlType::CtxCreate,
        CtrlType::CtxDestroy,
        CtrlType::CtxAttachResource,
        CtrlType::CtxDetachResource,
        CtrlType::ResourceCreate3d,
        CtrlType::TransferToHost3d,
        CtrlType::TransferFromHost3d,
        CtrlType::Submit3d,
    ];
    refused_whatever_follows(&mut m, &codes)?;
    m.finish()
}

fn blob_without_feature(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    let codes = [
        CtrlType::ResourceCreateBlob,
        CtrlType::SetScanoutBlob,
        CtrlType::ResourceMapBlob,
        CtrlType::ResourceUnmapBlob,
    ];
    refused_whatever_follows(&mut m, &codes)?;
    m.finish()
}

fn cursor_on_control(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, 1, 64, 64)?;
    // The specification names no answer; any complete one is good.
    m.code(&gpu::update_cursor(0, 1, (1, 1), (0, 0)))?;
    m.code(&gpu::move_cursor(0, 1, (2, 2)))?;
    m.finish()
}

fn control_on_cursor(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for (_, request) in gpu::samples_2d(1) {
        m.cursor(&request)?;
    }
    // None of them took effect.
    m.ok(&gpu::create_2d(1, gpu::BGRX, 8, 8))?;
    m.finish()
}

fn assign_uuid(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.ok(&gpu::create_2d(1, gpu::BGRX, 8, 8))?;
    m.ok(&gpu::create_2d(2, gpu::BGRX, 8, 8))?;
    let ask = |m: &mut Machine, id| -> Result<Reply> { m.request(&gpu::assign_uuid(id), 40) };
    if m.features & Features::RESOURCE_UUID.bits() == 0 {
        ensure!(
            ask(&mut m, 1)?.code()?.is_error(),
            "RESOURCE_ASSIGN_UUID works without its feature"
        );
        return m.finish();
    }
    let first = ask(&mut m, 1)?;
    ensure_eq!(first.code()?, CtrlType::RespOkResourceUuid, "reply");
    ensure!(
        first.buffer[24..40] != ask(&mut m, 2)?.buffer[24..40],
        "two resources share a UUID"
    );
    ensure!(
        ask(&mut m, 3)?.code()?.is_error(),
        "an unknown resource got a UUID"
    );
    m.finish()
}

fn extreme_ids(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    for id in [1, 0x7fff_ffff, 0x8000_0000, u32::MAX - 1, u32::MAX] {
        m.ok(&gpu::create_2d(id, gpu::BGRX, 8, 8))?;
    }
    for id in [u32::MAX, 0x8000_0000, 1, u32::MAX - 1, 0x7fff_ffff] {
        m.ok(&gpu::unref(id))?;
    }
    m.finish()
}

fn flush_unbound(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, gpu::BGRX, 8, 8)?;
    m.ok(&gpu::flush(1, gpu::rect(0, 0, 8, 8)))?;
    m.finish()
}

/// Rectangles that leave a resource of 64 × 48, some of them only if sums are not allowed to wrap.
pub(super) const BAD_RECTANGLES: [(u32, u32, u32, u32); 14] = [
    (0, 0, 65, 48),
    (0, 0, 64, 49),
    (1, 0, 64, 48),
    (0, 1, 64, 48),
    (64, 0, 1, 1),
    (0, 48, 1, 1),
    (65, 0, 1, 1),
    (u32::MAX, 0, 1, 1),
    (u32::MAX, 0, 2, 1),
    (0, u32::MAX, 1, 2),
    (1, 0, u32::MAX, 1),
    (0, 1, 1, u32::MAX),
    (0x8000_0000, 0, 0x8000_0000, 1),
    (u32::MAX, u32::MAX, u32::MAX, u32::MAX),
];

fn bad_rectangles(env: &Env) -> Result<()> {
    let mut m = env.start()?;
    m.resource(1, gpu::BGRX, 64, 48)?;
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, 64, 48)))?;
    for (x, y, width, height) in BAD_RECTANGLES {
        let r = gpu::rect(x, y, width, height);
        let what = format!("({x}, {y}) {width}×{height}");
        m.error(&gpu::flush(1, r), CtrlType::RespErrInvalidParameter, &what)?;
        m.error(
            &gpu::set_scanout(0, 1, r),
            CtrlType::RespErrInvalidParameter,
            &what,
        )?;
        m.any_error(&gpu::transfer(1, r, 0), &what)?;
    }
    m.finish()
}
