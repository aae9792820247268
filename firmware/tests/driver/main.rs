//! The driver on this project's own device model, and on devices that break the rules.

mod machine;

use device::Mode;
use firmware::blt::{Caller, Operation, Request};
use firmware::error::Error;
use firmware::mode::Size;
use firmware::screen::{Opened, Screen};
use machine::{Fault, Machine};
use proptest::prelude::*;
use wire::virtio_gpu::{CtrlType, Features};
use wire::virtio_pci::{Status, TransportFeatures};

const GREY: [u8; 4] = [0x98, 0x98, 0x98, 0];

fn open(machine: &Machine) -> Opened<Machine> {
    Screen::open(machine.clone()).unwrap()
}

fn fill(x: usize, y: usize, width: usize, height: usize) -> Request {
    Request {
        operation: Operation::VideoFill,
        source: (0, 0),
        destination: (x, y),
        width,
        height,
        delta: 0,
    }
}

fn source<'a>(pixel: &'a [u8]) -> impl FnOnce(usize) -> Result<Caller<'a>, Error> {
    move |bytes| Ok(Caller::Source(&pixel[..bytes]))
}

#[test]
fn what_is_drawn_is_what_the_device_shows() {
    let machine = Machine::new(640, 480);
    let mut opened = open(&machine);
    assert_eq!(opened.modes.as_slice()[0], Size::new(640, 480));
    assert_eq!(opened.edid.preferred(), Some(Size::new(640, 480)));
    opened.screen.set_mode(Size::new(640, 480)).unwrap();
    let (width, height, mut expected) = machine.picture().unwrap();
    assert_eq!((width, height), (640, 480));
    assert!(expected.iter().all(|byte| *byte == 0));

    opened.screen.blt(fill(3, 5, 7, 11), source(&GREY)).unwrap();
    for (x, y) in (5..16).flat_map(|y| (3..10).map(move |x| (x, y))) {
        expected[(y * 640 + x) * 4..][..4].copy_from_slice(&GREY);
    }
    let shown = machine.picture().unwrap().2;
    let colours = |bytes: &[u8]| -> Vec<[u8; 3]> { bytes.chunks(4).map(|p| [p[0], p[1], p[2]]).collect() };
    assert_eq!(colours(&shown), colours(&expected));

    let mut back = vec![0; 7 * 11 * 4];
    let read = Request {
        operation: Operation::VideoToBltBuffer,
        source: (3, 5),
        destination: (0, 0),
        ..fill(0, 0, 7, 11)
    };
    opened
        .screen
        .blt(read, |bytes| Ok(Caller::Destination(&mut back[..bytes])))
        .unwrap();
    assert_eq!(colours(&back), vec![[0x98; 3]; 77]);
}

#[test]
fn the_device_is_told_of_what_changed_and_of_nothing_else() {
    let machine = Machine::new(320, 200);
    let mut screen = open(&machine).screen;
    screen.set_mode(Size::new(320, 200)).unwrap();
    machine.state().damage.clear();
    machine.state().commands.clear();
    screen.blt(fill(10, 20, 30, 40), source(&GREY)).unwrap();
    let copy = Request {
        operation: Operation::VideoToVideo,
        source: (10, 20),
        destination: (100, 150),
        ..fill(0, 0, 30, 40)
    };
    screen.blt(copy, |_| Ok(Caller::None)).unwrap();
    let rects = [
        device::Rect::new(10, 20, 30, 40),
        device::Rect::new(100, 150, 30, 40),
    ];
    assert_eq!(machine.state().damage, rects);
    use CtrlType::{ResourceFlush, TransferToHost2d};
    let commands = [TransferToHost2d, ResourceFlush, TransferToHost2d, ResourceFlush];
    assert_eq!(machine.state().commands, commands);
    // Reading tells the device nothing, and neither does what is refused.
    let mut room = [0; 4];
    let read = Request {
        operation: Operation::VideoToBltBuffer,
        ..fill(0, 0, 1, 1)
    };
    screen
        .blt(read, |bytes| Ok(Caller::Destination(&mut room[..bytes])))
        .unwrap();
    let outside = screen.blt(fill(319, 0, 2, 1), source(&GREY));
    assert_eq!(outside, Err(Error::InvalidParameter));
    assert_eq!(machine.state().commands.len(), 4);
}

#[test]
fn modes_come_and_go_without_a_trace() {
    let machine = Machine::new(800, 600);
    let mut opened = open(&machine);
    let sizes = opened.modes.as_slice().to_vec();
    for size in sizes.iter().chain(&sizes) {
        opened.screen.set_mode(*size).unwrap();
        let (width, height, _) = machine.picture().unwrap();
        assert_eq!(Size::new(width, height), *size);
        // The queue and one frame.
        assert_eq!(machine.regions(), 2);
        assert_eq!(machine.state().device.objects().resources, 1);
    }
    drop(opened);
    assert_eq!(machine.regions(), 0);
    assert_eq!(machine.state().common.device_status, 0);
    assert_eq!(machine.state().device.objects().resources, 0);
}

#[test]
fn a_mode_without_memory_leaves_the_old_one() {
    let machine = Machine::new(1920, 1080);
    let mut screen = open(&machine).screen;
    screen.set_mode(Size::new(640, 480)).unwrap();
    screen.blt(fill(0, 0, 640, 480), source(&GREY)).unwrap();
    let before = machine.picture();
    machine.state().memory_limit = 1 << 20;
    assert_eq!(screen.set_mode(Size::new(1920, 1080)), Err(Error::OutOfMemory));
    assert_eq!(
        (screen.size(), machine.picture()),
        (Some(Size::new(640, 480)), before)
    );
    screen.blt(fill(0, 0, 1, 1), source(&GREY)).unwrap();
}

#[test]
fn a_mode_that_the_device_refuses_leaves_the_old_one() {
    use CtrlType::{
        ResourceAttachBacking, ResourceCreate2d, RespErrOutOfMemory, SetScanout, TransferToHost2d,
    };
    for command in [
        ResourceCreate2d,
        ResourceAttachBacking,
        SetScanout,
        TransferToHost2d,
    ] {
        let machine = Machine::new(800, 600);
        let mut screen = open(&machine).screen;
        screen.set_mode(Size::new(640, 480)).unwrap();
        screen.blt(fill(0, 0, 640, 480), source(&GREY)).unwrap();
        let before = machine.picture();
        machine.state().fault = Fault::Answer(command, RespErrOutOfMemory);
        let refused = screen.set_mode(Size::new(800, 600));
        assert!(
            matches!(refused, Err(Error::Refused { .. })),
            "{command:?}: {refused:?}"
        );
        machine.state().fault = Fault::None;
        assert_eq!(screen.size(), Some(Size::new(640, 480)));
        screen.blt(fill(0, 0, 1, 1), source(&GREY)).unwrap();
        assert_eq!(machine.regions(), 2, "{command:?}");
        if command != SetScanout {
            assert_eq!(machine.picture(), before, "{command:?}");
        }
    }
}

#[test]
fn features_are_what_is_wanted_of_what_is_offered() {
    let both = TransportFeatures::all().bits();
    for (offered, accepted) in [
        (both | 0xffff, both | Features::EDID.bits()),
        (
            TransportFeatures::VERSION_1.bits(),
            TransportFeatures::VERSION_1.bits(),
        ),
    ] {
        let machine = Machine::new(800, 600);
        machine.state().offered = offered;
        let opened = open(&machine);
        assert_eq!(machine.state().accepted, accepted);
        let has_edid = accepted & Features::EDID.bits() != 0;
        assert_eq!(opened.edid.preferred().is_some(), has_edid);
        assert_eq!(opened.modes.as_slice()[0], Size::new(800, 600));
    }
}

#[test]
fn devices_that_lack_something_are_refused_and_left_reset() {
    let refuse = |change: fn(&mut machine::State)| {
        let machine = Machine::new(800, 600);
        change(&mut machine.state());
        let error = Screen::open(machine.clone()).err().unwrap();
        assert_eq!(machine.state().common.device_status, 0);
        assert_eq!(machine.regions(), 0);
        error
    };
    let unsupported = |error| assert!(matches!(error, Error::Unsupported(_)), "{error:?}");
    unsupported(refuse(|state| state.offered = Features::EDID.bits()));
    unsupported(refuse(|state| state.takes_features = false));
    unsupported(refuse(|state| state.queue_max = 1));
    unsupported(refuse(|state| state.config[0x06] = 0));
    unsupported(refuse(|state| state.config[0x34] = 0));
    // Only the place to notify is left.
    unsupported(refuse(|state| state.config[0x84 + 1] = 0));
    // The structure is too short, or in no BAR.
    unsupported(refuse(|state| state.config[0x50 + 12] = 55));
    unsupported(refuse(|state| state.config[0x50 + 4] = 6));
    let broken = |error| assert!(matches!(error, Error::Broken(_)), "{error:?}");
    broken(refuse(|state| state.queue_max = 48));
    broken(refuse(|state| state.config[0x50 + 1] = 0x84));
    // Queues are notified beyond the structure.
    broken(refuse(|state| state.config[0x84 + 16..0x84 + 20].fill(0xff)));
    assert_eq!(refuse(|state| state.config[0x50 + 4] = 5), Error::Access);
    assert_eq!(refuse(|state| state.memory_limit = 0), Error::OutOfMemory);
}

#[test]
fn a_reset_without_end_is_given_up() {
    let machine = Machine::new(800, 600);
    machine.state().ignores_reset = true;
    assert_eq!(Screen::open(machine.clone()).err(), Some(Error::Silent));
    assert!(machine.state().pauses <= 200_000);
}

#[test]
fn a_silent_device_is_given_up_once_and_for_all() {
    let machine = Machine::new(800, 600);
    let mut screen = open(&machine).screen;
    screen.set_mode(Size::new(800, 600)).unwrap();
    machine.state().fault = Fault::Silent(CtrlType::ResourceFlush);
    assert_eq!(screen.blt(fill(0, 0, 1, 1), source(&GREY)), Err(Error::Silent));
    let patience = machine.state().pauses;
    assert!((100_000..500_000).contains(&patience), "{patience} pauses");
    // It would answer again, but nobody knows to what.
    machine.state().fault = Fault::None;
    assert_eq!(screen.blt(fill(0, 0, 1, 1), source(&GREY)), Err(Error::Silent));
    assert_eq!(machine.state().pauses, patience);
    drop(screen);
    assert_eq!(machine.regions(), 0);
}

#[test]
fn replies_that_cannot_be_are_faults() {
    let flush = CtrlType::ResourceFlush;
    for fault in [
        Fault::Written(flush, 25),
        Fault::Written(flush, u32::MAX),
        Fault::Written(flush, 23),
        Fault::Written(flush, 0),
        Fault::Chain(flush, 1),
        Fault::Chain(flush, u32::MAX),
        Fault::Steps(flush, 2),
        Fault::Steps(flush, u16::MAX),
    ] {
        let machine = Machine::new(800, 600);
        let mut screen = open(&machine).screen;
        screen.set_mode(Size::new(800, 600)).unwrap();
        machine.state().fault = fault;
        let result = screen.blt(fill(0, 0, 1, 1), source(&GREY));
        assert!(matches!(result, Err(Error::Broken(_))), "{fault:?}: {result:?}");
    }
}

#[test]
fn wild_display_information_is_harmless() {
    for fault in [
        Fault::Payload(CtrlType::GetDisplayInfo, 0xff),
        Fault::Payload(CtrlType::GetDisplayInfo, 0),
        Fault::Payload(CtrlType::GetEdid, 0xff),
        Fault::Answer(CtrlType::GetEdid, CtrlType::RespErrUnspec),
    ] {
        let machine = Machine::new(1024, 768);
        machine.state().fault = fault;
        let opened = open(&machine);
        assert!(opened.modes.as_slice().iter().all(|size| size.is_sane()));
        let mut screen = opened.screen;
        assert!(screen.set_mode(opened.modes.as_slice()[0]).is_ok(), "{fault:?}");
    }
    for (command, bytes) in [(CtrlType::GetDisplayInfo, 407), (CtrlType::GetEdid, 1055)] {
        let machine = Machine::new(1024, 768);
        machine.state().fault = Fault::Written(command, bytes);
        assert_eq!(
            Screen::open(machine).err(),
            Some(Error::Broken("a reply is cut short"))
        );
    }
}

#[test]
fn the_first_display_that_is_plugged_in_is_used() {
    let displays = vec![None, Some(Mode::new(1280, 1024)), Some(Mode::new(800, 600))];
    let machine = Machine::with_displays(displays);
    let opened = open(&machine);
    assert_eq!(opened.modes.as_slice()[0], Size::new(1280, 1024));
}

#[test]
fn leaving_takes_a_single_write() {
    let machine = Machine::new(640, 480);
    let mut screen = open(&machine).screen;
    screen.set_mode(Size::new(640, 480)).unwrap();
    let pauses = machine.state().pauses;
    screen.abandon();
    assert_eq!(machine.state().common.device_status, Status::empty().bits());
    assert!(machine.picture().is_none());
    assert_eq!(machine.state().pauses, pauses);
    std::mem::forget(screen);
}

#[test]
fn nothing_can_be_drawn_before_a_mode_is_set() {
    let machine = Machine::new(640, 480);
    let mut screen = open(&machine).screen;
    assert_eq!(screen.blt(fill(0, 0, 1, 1), source(&GREY)), Err(Error::NotReady));
    assert_eq!(screen.set_mode(Size::new(0, 1)), Err(Error::InvalidParameter));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is in configuration space: the driver finds its structures or says what is wrong, and always ends.
    #[test]
    fn no_configuration_space_does_harm(bytes in proptest::collection::vec(any::<u8>(), 192), head: u8) {
        let machine = Machine::new(640, 480);
        machine.state().config[64..].copy_from_slice(&bytes);
        machine.state().config[0x34] = head;
        let _ = Screen::open(machine);
    }

    /// The screen always shows the driver's own frame.
    #[test]
    fn the_picture_follows_any_fills_and_copies(steps in proptest::collection::vec(
        (any::<bool>(), 0..64_usize, 0..48_usize, 0..64_usize, 0..48_usize, 1..64_usize, 1..48_usize, any::<[u8; 3]>()), 1..12,
    )) {
        let machine = Machine::new(64, 48);
        let mut screen = open(&machine).screen;
        screen.set_mode(Size::new(64, 48)).unwrap();
        for (is_copy, sx, sy, dx, dy, width, height, [b, g, r]) in steps {
            let pixel = [b, g, r, 0];
            let mut request = fill(dx, dy, width, height);
            if is_copy {
                request.operation = Operation::VideoToVideo;
                request.source = (sx, sy);
                let _ = screen.blt(request, |_| Ok(Caller::None));
            } else {
                let _ = screen.blt(request, source(&pixel));
            }
        }
        let mut frame = vec![0; 64 * 48 * 4];
        let all = Request { operation: Operation::VideoToBltBuffer, ..fill(0, 0, 64, 48) };
        screen.blt(all, |bytes| Ok(Caller::Destination(&mut frame[..bytes]))).unwrap();
        let (_, _, mut shown) = machine.picture().unwrap();
        shown.chunks_mut(4).for_each(|pixel| pixel[3] = 0);
        assert!(frame == shown);
    }
}
