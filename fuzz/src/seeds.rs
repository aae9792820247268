//! Seeds written by hand: short sessions that reach each command, so that the fuzzer starts from what is valid.

use device::{Queue, gpu::Box3, transfer::Transfer};
use wire::{
    virgl::{Ccmd, ObjectType},
    virtio_gpu::{CtrlFlags, CtrlHdr, CtrlType},
    vtest::Vcmd,
};
use zerocopy::{FromZeros, IntoBytes};

use crate::{
    blobs, input_device,
    session::{self, Step},
    virgl,
};

/// The seeds of a target: file name and contents.
pub fn of(target: &str) -> Vec<(String, Vec<u8>)> {
    let seeds = match target {
        "blobs" => blobs::seeds(),
        "edid" => edids(),
        "input" => input_device::seeds(),
        "rfb" => vnc_clients(),
        "wire" => requests(),
        "requests_2d" => sessions(),
        "ring" => rings(),
        "display_socket" => displays(),
        "vhost_user" => front_ends(),
        "tgsi_parse" => texts(),
        "tgsi_lower" => variants(),
        // They read the same sessions: the folder of one is a link to the other's.
        "virgl_stream" | "virgl_wgpu" => renderings(),
        "vtest" => clients(),
        _ => Vec::new(),
    };
    seeds
        .into_iter()
        .map(|(name, bytes)| (name.to_string(), bytes))
        .collect()
}

/// What VNC clients say, behind a byte of settings.
fn vnc_clients() -> Vec<(&'static str, Vec<u8>)> {
    let client = |settings: u8, parts: &[&[u8]]| [&[settings][..], &parts.concat()].concat();
    let into: &[u8] = b"RFB 003.008\n\x01\x01";
    let encodings: &[u8] = &[
        2, 0, 0, 6, 0, 0, 0, 16, 0, 0, 0, 7, 0xff, 0xff, 0xff, 0x11, 0xff, 0xff, 0xff, 0x21, 0xff, 0xff,
        0xfe, 0xcc, 0xff, 0xff, 0xfe, 0xfe,
    ];
    let everything: &[u8] = &[3, 0, 0, 0, 0, 0, 2, 128, 1, 224];
    let r5g6b5: &[u8] = &[0, 0, 0, 0, 16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0];
    let colour_map: &[u8] = &[0, 0, 0, 0, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let letter: &[u8] = &[4, 1, 0, 0, 0, 0, 0, 65, 4, 0, 0, 0, 0, 0, 0, 65];
    let place: &[u8] = &[
        255, 0, 0, 1, 0, 0, 0, 113, 0, 0, 0, 0x10, 255, 0, 0, 0, 0, 0, 0, 113, 0, 0, 0, 0x10,
    ];
    let click: &[u8] = &[5, 1, 0, 100, 0, 100, 5, 8, 2, 127, 1, 223];
    let text: &[u8] = &[6, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5];
    let size: &[u8] = &[
        251, 0, 4, 0, 3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 3, 0, 0, 0, 0, 0,
    ];
    vec![
        ("looks", client(4, &[into, encodings, everything, everything])),
        (
            "formats",
            client(8, &[into, r5g6b5, everything, colour_map, everything]),
        ),
        ("types", client(12, &[into, letter, place, click, text])),
        ("resizes", client(16, &[into, encodings, size, everything])),
        ("old_version", client(0, &[b"RFB 003.003\n\x01", everything])),
        ("password", client(1, &[b"RFB 003.008\n\x02", &[7; 16]])),
        (
            "browser",
            client(
                2,
                &[
                    b"GET /websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
                    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                    // The same conversation in two masked messages, a ping between them, and the end.
                    &[0x82, 0x8c, 0, 0, 0, 0],
                    b"RFB 003.008\n",
                    &[0x89, 0x80, 1, 2, 3, 4, 0x82, 0x8c, 0, 0, 0, 0, 1, 1],
                    everything,
                    &[0x88, 0x80, 0, 0, 0, 0],
                ],
            ),
        ),
        ("page", client(2, &[b"GET / HTTP/1.1\r\nHost: localhost:5800\r\n\r\n"])),
        ("no_version", client(0, &[b"GET / HTTP/1.1\r\n\r\n"])),
    ]
}

fn edids() -> Vec<(&'static str, Vec<u8>)> {
    let edid = |words: [u32; 4]| words.as_bytes().to_vec();
    vec![
        ("full_hd", edid([1920, 1080, 60_000, 0])),
        ("odd", edid([1023, 767, 59_940, 1])),
        ("ultra_hd_120", edid([3840, 2160, 120_000, 2])),
        ("eight_k", edid([7680, 4320, 60_000, 3])),
        ("tiny", edid([64, 64, 24_000, u32::MAX])),
    ]
}

/// A request of `command` with a body of 32-bit words.
fn request(command: CtrlType, body: &[u32]) -> Vec<u8> {
    let mut header = CtrlHdr::new_zeroed();
    header.type_.set(command as u32);
    header.flags.set(CtrlFlags::FENCE.bits());
    [header.as_bytes(), body.as_bytes()].concat()
}

const XRGB: u32 = 2;

/// One valid request of each command, on the resource, scanout and cursor of number 1, 0 and 1.
fn requests() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("get_display_info", request(CtrlType::GetDisplayInfo, &[])),
        ("get_edid", request(CtrlType::GetEdid, &[0, 0])),
        (
            "resource_create_2d",
            request(CtrlType::ResourceCreate2d, &[1, XRGB, 16, 8]),
        ),
        (
            "resource_attach_backing",
            request(
                CtrlType::ResourceAttachBacking,
                &[1, 2, 4096, 0, 256, 0, 16384, 0, 256, 0],
            ),
        ),
        ("set_scanout", request(CtrlType::SetScanout, &[0, 0, 16, 8, 0, 1])),
        (
            "transfer_to_host_2d",
            request(CtrlType::TransferToHost2d, &[0, 0, 16, 8, 0, 0, 1, 0]),
        ),
        (
            "resource_flush",
            request(CtrlType::ResourceFlush, &[0, 0, 16, 8, 1, 0]),
        ),
        (
            "resource_assign_uuid",
            request(CtrlType::ResourceAssignUuid, &[1, 0]),
        ),
        ("get_capset_info", request(CtrlType::GetCapsetInfo, &[0, 0])),
        ("get_capset", request(CtrlType::GetCapset, &[1, 1])),
        (
            "update_cursor",
            request(CtrlType::UpdateCursor, &[0, 5, 6, 0, 1, 1, 2, 0]),
        ),
        (
            "move_cursor",
            request(CtrlType::MoveCursor, &[0, 7, 8, 0, 0, 0, 0, 0]),
        ),
        (
            "resource_detach_backing",
            request(CtrlType::ResourceDetachBacking, &[1, 0]),
        ),
        ("resource_unref", request(CtrlType::ResourceUnref, &[1, 0])),
    ]
}

fn to_step(bytes: Vec<u8>) -> Step {
    let cursor = [CtrlType::UpdateCursor, CtrlType::MoveCursor].map(|command| command as u32);
    let code = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    Step::Request {
        queue: if cursor.contains(&code) {
            Queue::Cursor
        } else {
            Queue::Control
        },
        bytes,
    }
}

/// A session's bytes: `setup`, then the steps.
pub fn session(setup: u8, steps: impl IntoIterator<Item = Step>) -> Vec<u8> {
    let mut bytes = vec![setup];
    for step in steps {
        session::record(&step, &mut bytes);
    }
    bytes
}

/// Host memory of 1 MiB and four scanouts.
const SETUP: u8 = 1 | 3 << 2;

fn sessions() -> Vec<(&'static str, Vec<u8>)> {
    let all: Vec<Step> = requests().into_iter().map(|(_, bytes)| to_step(bytes)).collect();
    let step = |command, body: &[u32]| to_step(request(command, body));
    let create = |id| step(CtrlType::ResourceCreate2d, &[id, XRGB, 16, 8]);
    let show = |scanout, id| step(CtrlType::SetScanout, &[0, 0, 16, 8, scanout, id]);
    let move_in = |id| step(CtrlType::TransferToHost2d, &[2, 1, 3, 4, 0, 0, id, 0]);
    let attach = |id, addr| step(CtrlType::ResourceAttachBacking, &[id, 1, addr, 0, 512, 0]);

    let two_frames = [
        create(1),
        attach(1, 0x1_0000),
        show(0, 1),
        create(2),
        attach(2, 0x2_0000),
        show(0, 2),
    ];
    let hole = [
        create(1),
        attach(1, 0x1_0000),
        Step::Hole { first: 1, pages: 1 },
        show(0, 1),
        move_in(1),
    ];
    let front_end = [
        Step::FrontEndDisplays(true),
        step(CtrlType::GetDisplayInfo, &[]),
        step(CtrlType::GetEdid, &[1, 0]),
        Step::Answer { index: 0, kind: 1 },
        Step::Answer { index: 0, kind: 2 },
        step(CtrlType::GetEdid, &[0, 0]),
        Step::FrontEndDisplays(false),
    ];
    let displays = [
        Step::SetDisplay {
            scanout: 1,
            width: 1366,
            height: 768,
        },
        step(CtrlType::GetDisplayInfo, &[]),
        step(CtrlType::GetEdid, &[1, 0]),
        Step::WriteConfig { offset: 4, value: 1 },
        Step::SetDisplay {
            scanout: 0,
            width: 0,
            height: 0,
        },
        step(CtrlType::GetEdid, &[0, 0]),
    ];
    vec![
        ("every_command", session(SETUP, all.clone())),
        (
            "reset_in_between",
            session(SETUP, all.clone().into_iter().chain([Step::Reset]).chain(all)),
        ),
        (
            "two_frames",
            session(SETUP, two_frames.into_iter().chain([move_in(1), move_in(2)])),
        ),
        ("memory_goes_away", session(SETUP, hole)),
        ("front_end_displays", session(SETUP, front_end)),
        ("displays", session(SETUP, displays)),
        (
            "no_features",
            session(SETUP, [Step::AckFeatures(0), step(CtrlType::GetEdid, &[0, 0])]),
        ),
        (
            "out_of_memory",
            session(
                0,
                [step(CtrlType::ResourceCreate2d, &[1, XRGB, 128, 128]), create(2)],
            ),
        ),
        (
            "one_mirrored_on_all",
            session(
                SETUP,
                [create(1), show(0, 1), show(1, 1), show(2, 1), show(3, 1)]
                    .into_iter()
                    .chain([step(CtrlType::ResourceUnref, &[1, 0])]),
            ),
        ),
    ]
}

/// A step of the `ring` and `vhost_user` targets that posts a request: kind and queue, layout, record.
fn post(kind: u8, step: &Step) -> Vec<u8> {
    let cursor = matches!(
        step,
        Step::Request {
            queue: Queue::Cursor,
            ..
        }
    );
    // Two descriptors for the request, two for a reply of up to 1056 bytes.
    let mut bytes = vec![kind, u8::from(cursor), 1, 0x20, 0x04, 1];
    session::record(step, &mut bytes);
    bytes
}

fn rings() -> Vec<(&'static str, Vec<u8>)> {
    const RUN: [u8; 4] = [4, 0, 4, 1];
    let all: Vec<Step> = requests().into_iter().map(|(_, bytes)| to_step(bytes)).collect();
    let posted: Vec<u8> = all.iter().flat_map(|step| post(0, step)).collect();
    let one_by_one: Vec<u8> = all
        .iter()
        .flat_map(|step| [post(0, step), RUN.to_vec()].concat())
        .collect();
    let query = post(0, &to_step(request(CtrlType::GetDisplayInfo, &[])));
    let unanswered = [&[11, 0], &query[..], &RUN, &[11, 1]].concat();
    let stopped = [&[11, 0], &query[..], &RUN, &[10, 0, 10, 1], &RUN].concat();
    // A descriptor that is its own successor, made available.
    let looped = [
        &[6, 0, 0, 0, 0, 0x50, 16, 0, 0, 0, 1, 0][..],
        &[7, 0, 0, 0, 0, 1, 0],
        &RUN,
    ]
    .concat();
    // An indirect table of four entries at 0x5000, of which the first is indirect itself.
    let indirect = [
        &[6, 0, 0, 0, 0, 0x50, 64, 0, 0, 0, 4, 0][..],
        &[7, 0, 0, 0, 0, 1, 0],
        &RUN,
    ]
    .concat();
    let with = |setup: u8, steps: &[u8]| [&[setup], steps].concat();
    vec![
        (
            "every_command_in_one_batch",
            with(0, &[&posted[..], &RUN].concat()),
        ),
        ("every_command_by_itself", with(1, &one_by_one)),
        ("display_goes_away", with(0, &unanswered)),
        ("stopped_while_waiting", with(1, &stopped)),
        ("loop", with(0, &looped)),
        ("indirect", with(0, &indirect)),
        (
            "small_memory",
            with(0, &[&posted[..], &[12, 0, 5, 0, 0], &RUN].concat()),
        ),
    ]
}

fn displays() -> Vec<(&'static str, Vec<u8>)> {
    const READ_ALL: [u8; 3] = [6, 0xff, 0xff];
    let guest = |step: &Step| {
        let mut bytes = vec![0];
        session::record(step, &mut bytes);
        bytes
    };
    let all: Vec<Step> = requests().into_iter().map(|(_, bytes)| to_step(bytes)).collect();
    let each: Vec<u8> = all
        .iter()
        .flat_map(|step| [&guest(step)[..], &[9], &READ_ALL].concat())
        .collect();
    let batch: Vec<u8> = all.iter().flat_map(guest).chain([9]).chain(READ_ALL).collect();
    let query = |command, body: &[u32]| guest(&to_step(request(command, body)));
    let answered = [
        &[9][..],
        &READ_ALL,
        // Features with EDID, then a display of 640 × 480, then an EDID of 128 bytes.
        &[5, 1, 7],
        &query(CtrlType::GetDisplayInfo, &[]),
        &query(CtrlType::GetEdid, &[0, 0]),
        &[9],
        &READ_ALL,
        &[5, 1, 0x80, 2, 0xe0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        &[
            5, 128, 0, 0, 255, 255, 255, 255, 255, 255, 0, 1, 2, 3, 4, 5, 6, 7, 8,
        ],
        &[7],
    ];
    let unasked = [
        &[9][..],
        &READ_ALL,
        &[4, 12, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 7],
    ]
    .concat();
    let with = |setup: u8, steps: &[u8]| [&[setup], steps].concat();
    vec![
        ("every_command", with(0, &each)),
        ("every_command_in_a_small_socket", with(1, &batch)),
        ("queries_answered", with(0, &answered.concat())),
        (
            "queries_unanswered",
            with(0, &[&query(CtrlType::GetDisplayInfo, &[])[..], &[8]].concat()),
        ),
        ("not_what_was_asked", with(0, &unasked)),
    ]
}

fn front_ends() -> Vec<(&'static str, Vec<u8>)> {
    const START: [u8; 2] = [0, 1];
    let all: Vec<u8> = requests()
        .into_iter()
        .flat_map(|(_, bytes)| post(1, &to_step(bytes)))
        .collect();
    let query = post(1, &to_step(request(CtrlType::GetDisplayInfo, &[])));
    vec![
        ("start", START.to_vec()),
        ("every_command", [&START[..], &all].concat()),
        (
            "config_space",
            [&START[..], &[10, 0, 0, 16], &[0; 16], &[10, 1, 4, 4, 1, 0, 0, 0]].concat(),
        ),
        (
            "display_goes_away",
            [&START[..], &[8, 0], &query, &[9, 2, 9, 0]].concat(),
        ),
        ("channel", [&START[..], &[8, 1], &all].concat()),
        (
            "stop_and_go_on",
            [&START[..], &all, &[11, 0, 11, 2, 0, 0], &query].concat(),
        ),
        (
            "memory_changes",
            [
                &START[..],
                &[6, 16, 0, 1, 0, 1, 0],
                &query,
                &[6, 24, 0, 1, 0, 1, 0],
                &query,
            ]
            .concat(),
        ),
        // Ended the process by SIGBUS, before the relay compared regions with their files.
        (
            "memory_beyond_its_file",
            [&START[..], &[6, 0x20, 0, 0, 0xff, 0xff, 0], &query].concat(),
        ),
        (
            "improper",
            [
                &START[..],
                &[4, 3, 33, 0, 0],
                &[4, 1, 12, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff],
            ]
            .concat(),
        ),
        ("fragment", [&START[..], &[7, 5, 1, 0, 0, 0, 1]].concat()),
    ]
}

/// Shaders with something of everything that `tgsi` knows, written for its own tests.
fn texts() -> Vec<(&'static str, Vec<u8>)> {
    macro_rules! texts {
        ($($name:literal),*) => {
            vec![$(($name, include_bytes!(concat!("../../device/tgsi/tests/in/", $name, ".tgsi")).to_vec())),*]
        };
    }
    texts![
        "corner_fetch",
        "corner_grammar",
        "corner_integer",
        "corner_sampling",
        "corner_switch",
        "corner_undeclared",
        "piglit_fp_fog_01_frag",
        "piglit_fp_kil_01_frag",
        "piglit_sr_12_01_vert",
        "piglit_sr_16_01_frag",
        "piglit_texrect_many_01_frag",
        "piglit_two_sided_lighting_02_vert",
        "simple_fragment",
        "simple_vertex"
    ]
}

/// The same with a key: one of zeroes, which is plain, and one that has something of everything.
fn variants() -> Vec<(&'static str, Vec<u8>)> {
    let key: Vec<u8> = (0..120_u8).map(|i| i.wrapping_mul(37) ^ 0x4c).collect();
    let with = |(index, (name, text)): (usize, (&'static str, Vec<u8>))| {
        let key = if index.is_multiple_of(2) { &key[..] } else { &[] };
        (name, [&text[..], &[0], key].concat())
    };
    texts().into_iter().enumerate().map(with).collect()
}

/// What comes after [`virgl::prepared`], which the first byte of a session asks for.
fn renderings() -> Vec<(&'static str, Vec<u8>)> {
    use virgl::Step;
    let session = |setup: u8, steps: &[Step<'_>]| {
        let mut bytes = vec![setup];
        for step in steps {
            virgl::record(step, &mut bytes);
        }
        bytes
    };
    let command = |command: Ccmd, words: &[u32]| Step::Command {
        command: command as u8,
        object: 0,
        words: words.to_vec(),
    };
    let whole = |width, height| Transfer {
        level: 0,
        area: Box3 {
            width,
            height,
            depth: 1,
            ..Box3::default()
        },
        offset_bytes: 0,
        stride_bytes: 0,
        layer_stride_bytes: 0,
    };
    let fill = Step::Fill {
        id: 3,
        offset: 3,
        bytes: b"some texels of a texture",
    };
    let moves = [
        fill,
        Step::Upload(3, whole(8, 8)),
        Step::Download(1, whole(16, 16)),
        Step::Wait,
    ];
    let one = 1_f32.to_bits();
    let streams = [
        command(Ccmd::Clear, &[7, one, 0, one, one, 0, 0x3ff0_0000, 5]),
        command(Ccmd::BeginQuery, &[7]),
        command(Ccmd::DrawVbo, &[0, 6, 5, 0, 2, 0, 0, 0, 0, 0, u32::MAX, 0]),
        command(Ccmd::DrawVbo, &[0, 6, 4, 1, 1, 0, 0, 1, 0xffff, 0, u32::MAX, 0]),
        command(Ccmd::EndQuery, &[7]),
        command(Ccmd::GetQueryResult, &[7, 1]),
        command(Ccmd::ResourceCopyRegion, &[1, 0, 2, 2, 0, 3, 0, 1, 1, 0, 4, 4, 1]),
        command(
            Ccmd::Blit,
            &[
                0x2f,
                0,
                0,
                1,
                0,
                1,
                0,
                0,
                0,
                16,
                16,
                1,
                3,
                0,
                1,
                8,
                0,
                0,
                u32::MAX - 7,
                8,
                1,
            ],
        ),
        command(
            Ccmd::ResourceInlineWrite,
            &[3, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 0xff00_ff00, 0x00ff_00ff],
        ),
        command(
            Ccmd::ClearTexture,
            &[3, 0, 0, 0, 0, 4, 4, 1, 0x8080_8080, 0, 0, 0],
        ),
        command(Ccmd::ClearSurface, &[0x8, 20, one, 0, 0, one, 2, 2, 5, 5]),
        command(Ccmd::Transfer3d, &[3, 0, 0, 0, 0, 0, 0, 0, 8, 8, 1, 0, 1]),
        command(Ccmd::CopyTransfer3d, &[3, 0, 0, 0, 0, 0, 0, 0, 4, 1, 1, 2, 0, 0]),
        command(Ccmd::SetConstantBuffer, &[0, 0, one, one, one, one]),
        command(Ccmd::SetUniformBuffer, &[1, 1, 0, 64, 2]),
        command(Ccmd::SetScissorState, &[0, 0x0002_0002, 0x0008_0008]),
        command(Ccmd::SetBlendColor, &[one, 0, 0, one]),
        command(Ccmd::CreateSubCtx, &[1]),
        command(Ccmd::SetSubCtx, &[0]),
        command(Ccmd::DestroySubCtx, &[1]),
        Step::Submit(1),
        Step::Fence,
        Step::Poll,
    ];
    // Wide, with a pattern, and then smooth: those of a strip with a restart, and a loop.
    let lines = [0x2800_00c2, 0x2c00_00c2]
        .into_iter()
        .zip(30..)
        .flat_map(|(flags, handle)| {
            let words = [handle, flags, one, 0, 0x0001_0f0f, 5_f32.to_bits(), 0, 0, 0];
            let create = Step::Command {
                command: Ccmd::CreateObject as u8,
                object: ObjectType::Rasterizer as u8,
                words: words.to_vec(),
            };
            let bind = Step::Command {
                command: Ccmd::BindObject as u8,
                object: ObjectType::Rasterizer as u8,
                words: vec![handle],
            };
            [
                create,
                bind,
                command(Ccmd::DrawVbo, &[0, 7, 3, 1, 2, 0, 0, 1, 0xffff, 0, u32::MAX, 0]),
                command(Ccmd::DrawVbo, &[0, 5, 2, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 0]),
                Step::Submit(1),
            ]
        });
    let lines: Vec<_> = lines.collect();
    let mut every_command: Vec<Step<'_>> = Vec::new();
    for code in Ccmd::ALL {
        every_command.push(command(*code, &[1; 12]));
        every_command.push(Step::Submit(1));
        every_command.push(Step::DestroyContext(1));
        every_command.push(Step::CreateContext(1));
    }
    let destroyed_while_bound = [Step::Destroy(1), Step::Destroy(2), Step::Destroy(3)]
        .into_iter()
        .chain([
            command(Ccmd::DrawVbo, &[0, 3, 4, 0, 1, 0, 0, 0, 0, 0, u32::MAX, 0]),
            Step::Submit(1),
        ])
        .collect::<Vec<_>>();
    let lost = [
        command(Ccmd::SetVertexBuffers, &[20, 0, 99]),
        Step::Submit(1),
        Step::CreateContext(2),
        Step::Attach(2, 1),
        Step::Submit(1),
        Step::Lose,
        Step::Wait,
    ];
    // Found by `virgl_stream`: the GPU kept the bytes.
    let cleared_while_reading = [Step::Download(1, whole(16, 16)), Step::Clear];
    let refused = [Step::Refuse, Step::Clear];
    vec![
        ("prepared", session(0, &virgl::prepared())),
        ("moves", session(1, &moves)),
        ("streams", session(3, &streams)),
        ("lines", session(3, &lines)),
        ("every_command", session(0, &every_command)),
        ("destroyed_while_bound", session(1, &destroyed_while_bound)),
        ("lost", session(1, &lost)),
        ("cleared_while_reading", session(3, &cleared_while_reading)),
        (
            "refused",
            session(
                0,
                &refused.into_iter().chain(virgl::prepared()).collect::<Vec<_>>(),
            ),
        ),
    ]
}

/// Clients of the vtest server, which say every message of the protocol.
fn clients() -> Vec<(&'static str, Vec<u8>)> {
    let message = |command: Vcmd, words: &[u32]| {
        [&[words.len() as u32, command as u32], words]
            .concat()
            .as_bytes()
            .to_vec()
    };
    // Its length counts bytes.
    let hello = [[8, Vcmd::CreateRenderer as u32].as_bytes(), b"program\0"].concat();
    let version = message(Vcmd::ProtocolVersion, &[2]);
    let bytes = [&[4][..], &[0; 9]].concat();
    let old = [
        message(Vcmd::GetCaps, &[]),
        hello.clone(),
        message(Vcmd::ResourceCreate, &[1, 2, 1, 2, 4, 4, 1, 1, 0, 0]),
        message(Vcmd::ResourceCreate, &[2, 0, 64, 1 << 17, 16, 1, 1, 1, 0, 0]),
        message(Vcmd::TransferPut, &[1, 0, 16, 64, 0, 0, 0, 2, 1, 1, 8, 7, 7]),
        message(Vcmd::TransferGet, &[1, 0, 16, 64, 0, 0, 0, 4, 4, 1, 64]),
        message(Vcmd::TransferPut, &[2, 0, 0, 0, 0, 0, 0, 4, 1, 1, 4, 7]),
        message(Vcmd::TransferGet, &[2, 0, 0, 0, 0, 0, 0, 16, 1, 1, 16]),
        message(Vcmd::ResourceUnref, &[1]),
    ];
    let new = [
        message(Vcmd::PingProtocolVersion, &[]),
        message(Vcmd::ResourceBusyWait, &[0, 0]),
        version,
        hello.clone(),
        message(Vcmd::GetCaps2, &[]),
        message(Vcmd::ResourceCreate2, &[1, 2, 1, 2, 4, 4, 1, 1, 0, 0, 64]),
        message(Vcmd::ResourceCreate2, &[2, 0, 64, 1 << 4, 16, 1, 1, 1, 0, 0, 0]),
        message(
            Vcmd::TransferPut2,
            &[&[1, 0, 0, 0, 0, 4, 4, 1, 0][..], &[0]].concat(),
        ),
        message(
            Vcmd::TransferGet2,
            &[&[1, 0, 0, 0, 0, 4, 4, 1, 0][..], &[0]].concat(),
        ),
        message(
            Vcmd::SubmitCmd,
            &[
                5 << 16 | 8 << 8 | 1,
                20,
                1,
                1,
                0,
                0,
                3 << 16 | 5,
                1,
                0,
                20,
                8 << 16 | 7,
                4,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
            ],
        ),
        message(Vcmd::ResourceBusyWait, &[1, 1]),
        message(Vcmd::ResourceUnref, &[1]),
    ];
    vec![
        ("protocol_0", old.concat()),
        ("protocol_2", new.concat()),
        (
            "unknown_command",
            [hello, message(Vcmd::SubmitCmd, &[]), bytes].concat(),
        ),
    ]
}
