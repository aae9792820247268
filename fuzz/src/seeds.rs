//! Seeds written by hand: short sessions that reach each command, so that the fuzzer starts from what is valid.

use device::Queue;
use wire::virtio_gpu::{CtrlFlags, CtrlHdr, CtrlType};
use zerocopy::{FromZeros, IntoBytes};

use crate::session::{self, Step};

/// The seeds of a target: file name and contents.
pub fn of(target: &str) -> Vec<(String, Vec<u8>)> {
    let seeds = match target {
        "edid" => edids(),
        "wire" => requests(),
        "requests_2d" => sessions(),
        "ring" => rings(),
        "display_socket" => displays(),
        "vhost_user" => front_ends(),
        _ => Vec::new(),
    };
    seeds
        .into_iter()
        .map(|(name, bytes)| (name.to_string(), bytes))
        .collect()
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
