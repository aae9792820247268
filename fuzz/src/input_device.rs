//! The input device: queues in hostile guest memory and a configuration space, while people type and point.
//!
//! Besides writing anything anywhere, the input can post buffers and lamps as a correct driver does ([`Driver`]). As long as
//! nobody tampers, each is used exactly once, with a whole event or nothing in it, and no event is lost or comes twice: in
//! the end the driver knows what is down. The configuration space is as the specification says, whatever is selected.

use std::{collections::BTreeSet, sync::Arc};

use vhost_backend::{
    input::{
        device::{Bell, InputDevice, TYPED_EVENT},
        hub::{Hand, Hub},
    },
    ring::Ring,
};
use vhost_user_backend::{VhostUserBackend, VringT};
use vm_memory::{GuestAddress, GuestMemoryAtomic, GuestMemoryMmap};
use vmm_sys_util::epoll::EventSet;
use wire::virtio_input::{self as input, Config, EVENT_QUEUE, Event, STATUS_QUEUE};
use zerocopy::{FromBytes, IntoBytes};

use crate::{
    driver::{self, Driver, GuestRam, Layout},
    input::Input,
    wild::{self, FAR, Ram, address},
};

const EVENT_BYTES: usize = size_of::<Event>();
const CONFIG_BYTES: u32 = size_of::<Config>() as u32;
/// People who type.
const HANDS: usize = 3;
/// The device may give way before it has done everything.
const WAKES_MAX: usize = 1000;

struct Guest {
    hub: Arc<Hub>,
    device: InputDevice,
    ram: Ram,
    rings: Vec<Ring>,
    drivers: [Driver; 2],
    hands: [Hand; HANDS],
    /// What the driver was told is down.
    down: BTreeSet<u16>,
}

/// Reads what people and a guest do.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mut guest = Guest::new(input.u8());
    while !input.is_empty() {
        guest.step(&mut input);
    }
    guest.finish();
}

impl Guest {
    fn new(setup: u8) -> Self {
        let regions = [
            (GuestAddress(0), driver::MEMORY_BYTES as usize),
            (GuestAddress(FAR.0), FAR.1),
        ];
        let memory = GuestMemoryMmap::from_ranges(&regions).expect("regions that do not overlap");
        let ram = GuestMemoryAtomic::new(memory);
        let hub = Arc::new(Hub::default());
        let bell = Arc::new(Bell::new().expect("there are file descriptors left"));
        let device = InputDevice::new(Arc::clone(&hub), bell, ram.clone());
        device.acked_features(device.features());
        let drivers = [Driver::new(EVENT_QUEUE), Driver::new(STATUS_QUEUE)];
        let rings = drivers
            .iter()
            .map(|driver| driver.ring(&ram, setup & 1 != 0))
            .collect();
        Self {
            hub,
            device,
            ram: Ram(ram),
            rings,
            drivers,
            hands: Default::default(),
            down: BTreeSet::new(),
        }
    }

    fn step(&mut self, input: &mut Input<'_>) {
        let (kind, argument) = (input.u8() % 12, input.u8());
        let queue = u16::from(argument & 1);
        match kind {
            0 | 1 => self.post_buffers(argument, input),
            2 => self.post_status(argument, input),
            3..=5 => self.type_or_point(argument, input),
            6 => self.run(),
            7 => self.configure(argument, input),
            8 => self.write_descriptor(queue, input),
            9 => self.make_available(queue, input),
            10 => {
                let addr = address(argument, input);
                self.tamper();
                let len = input.u8();
                self.ram.write(addr, input.bytes(len.into()));
            }
            _ => self.reconfigure(queue, input),
        }
    }

    /// Offers buffers for events, some of which have too little room, or more than is needed.
    fn post_buffers(&mut self, argument: u8, input: &mut Input<'_>) {
        let layout = Layout {
            readable: 0,
            room: if argument & 0x80 == 0 {
                EVENT_BYTES as u16
            } else {
                u16::from(input.u8() & 31)
            },
            writable: argument >> 5,
        };
        for _ in 0..=argument & 31 {
            self.drivers[0].post(&self.ram, &[], layout);
        }
    }

    fn post_status(&mut self, argument: u8, input: &mut Input<'_>) {
        let lamp = Event {
            type_: input::EV_LED.into(),
            code: u16::from(argument >> 4).into(),
            value: u32::from(argument & 1).into(),
        };
        let said = match argument & 2 {
            0 => lamp.as_bytes().to_vec(),
            _ => input.bytes(usize::from(argument >> 2)).to_vec(),
        };
        let layout = Layout {
            readable: argument >> 2,
            room: 0,
            writable: 0,
        };
        self.drivers[1].post(&self.ram, &said, layout);
    }

    fn type_or_point(&mut self, argument: u8, input: &mut Input<'_>) {
        let hand = &mut self.hands[usize::from(argument & 15) % HANDS];
        match argument >> 4 {
            0..=9 => {
                let (is_down, scan_code) = (argument & 0x10 != 0, input.u8());
                let scan_code = (scan_code & 0x80 == 0).then(|| scan_code.into());
                self.hub.key(hand, is_down, input.u16().into(), scan_code);
            }
            10..=14 => {
                let place = (input.u16().into(), input.u16().into());
                self.hub
                    .pointer(hand, input.u8(), place, (input.u16().into(), input.u8().into()));
            }
            _ => {
                self.hub.let_go(hand);
            }
        }
    }

    /// The device's thread does what there is to do, and the driver takes what came.
    fn run(&mut self) {
        for _ in 0..WAKES_MAX {
            self.device
                .handle_event(TYPED_EVENT as u16, EventSet::IN, &self.rings, 0)
                .expect("an error would end the device");
            for event in self.drivers[0].take(&self.ram) {
                self.take_event(&event.written, event.rest_bytes);
            }
            for status in self.drivers[1].take(&self.ram) {
                assert!(
                    status.written.is_empty(),
                    "something is written to a driver's lamp"
                );
            }
            let [events, lamps] = &self.drivers;
            let event_is_due = events.is_honest() && events.waits() && self.hub.has_events();
            let lamp_is_due = lamps.is_honest() && lamps.waits();
            if !event_is_due && !lamp_is_due {
                return;
            }
        }
        panic!("an event waits although there are buffers, or what the driver says is not heard");
    }

    fn take_event(&mut self, written: &[u8], rest_bytes: usize) {
        if written.is_empty() {
            assert!(rest_bytes < EVENT_BYTES, "there was room for an event");
            return;
        }
        let event = Event::read_from_bytes(written).expect("an event is whole");
        let (kind, code, value) = (event.type_.get(), event.code.get(), event.value.get());
        match kind {
            input::EV_SYN => assert_eq!((code, value), (0, 0)),
            _ => assert!(
                self.has_code(kind, code),
                "event {kind}, {code} was not announced"
            ),
        }
        match (kind, value) {
            (input::EV_KEY, 0) => assert!(self.down.remove(&code), "key {code} is let go twice"),
            (input::EV_KEY, 1) => assert!(self.down.insert(code), "key {code} is pressed twice"),
            (input::EV_KEY, _) => panic!("value {value} of key {code}"),
            (input::EV_ABS, _) => assert!(value <= 32767),
            _ => {}
        }
    }

    /// Whether the configuration space names that event.
    fn has_code(&self, kind: u16, code: u16) -> bool {
        let config = vhost_backend::input::config::config(input::CFG_EV_BITS, kind as u8);
        let byte = usize::from(code / 8);
        byte < config.size.into() && config.data[byte] >> (code % 8) & 1 != 0
    }

    /// The front end reads and writes the configuration space.
    fn configure(&mut self, argument: u8, input: &mut Input<'_>) {
        let (offset, select) = (u32::from(input.u8()), input.array::<2>());
        if argument & 1 == 0 {
            let bytes = input.bytes(usize::from(argument >> 1));
            self.device.set_config(offset, bytes).expect("writes do no harm");
            return;
        }
        self.device.set_config(0, &select).expect("writes do no harm");
        let whole = self.device.get_config(0, CONFIG_BYTES);
        let config = Config::read_from_bytes(&whole).expect("as many bytes as were asked for");
        assert_eq!([config.select, config.subsel], select);
        let used = usize::from(config.size);
        assert!(used <= config.data.len());
        assert!(
            config.data[used..]
                .iter()
                .chain(&config.reserved)
                .all(|byte| *byte == 0)
        );
        let size = u32::from(argument);
        let part = self.device.get_config(offset, size);
        let wanted: Vec<u8> = (offset..offset + size)
            .map(|at| whole.get(at as usize).copied().unwrap_or(0))
            .collect();
        assert_eq!(part, wanted, "{size} bytes at {offset}");
    }

    fn write_descriptor(&mut self, queue: u16, input: &mut Input<'_>) {
        self.tamper();
        wild::write_descriptor(&self.drivers[usize::from(queue)], &self.ram, input);
    }

    fn make_available(&mut self, queue: u16, input: &mut Input<'_>) {
        self.tamper();
        wild::make_available(&self.drivers[usize::from(queue)], &self.ram, input);
    }

    /// The front end changes a ring or the memory, or the driver is another one.
    fn reconfigure(&mut self, queue: u16, input: &mut Input<'_>) {
        self.tamper();
        let (what, value) = (input.u8(), input.u16());
        let ring = &self.rings[usize::from(queue)];
        match what % 8 {
            0 => ring.set_queue_size(value),
            1 => ring.set_queue_next_avail(value),
            2 => ring.set_queue_ready(value & 1 != 0),
            3 => ring.set_enabled(value & 1 != 0),
            4 => {
                // The crate refuses what it cannot use.
                let _ = ring.set_queue_info(value.into(), u64::from(value) << 4, u64::from(value) << 8);
            }
            5 => self.device.reset_device(),
            6 => self.device.acked_features(value.into()),
            _ => {
                let region = (
                    GuestAddress(u64::from(value) << 8),
                    0x1000 * (1 + usize::from(what >> 4)),
                );
                let memory = GuestMemoryMmap::from_ranges(&[region]).expect("memory for one region");
                self.ram.0.lock().expect("nobody panicked").replace(memory);
            }
        }
    }

    fn tamper(&mut self) {
        self.drivers.iter_mut().for_each(Driver::tamper);
    }

    /// Everybody lets go: with enough buffers, the driver hears of it.
    fn finish(mut self) {
        for hand in &mut self.hands {
            self.hub.let_go(hand);
        }
        let layout = Layout {
            readable: 0,
            room: EVENT_BYTES as u16,
            writable: 0,
        };
        for _ in 0..WAKES_MAX {
            self.run();
            if !self.drivers[0].is_honest() {
                return;
            }
            if !self.hub.has_events() {
                assert!(self.down.is_empty(), "{:?} stay down", self.down);
                return;
            }
            for _ in 0..driver::ENTRIES {
                self.drivers[0].post(&self.ram, &[], layout);
            }
        }
        panic!("events come without end");
    }
}

/// Sessions to start from.
pub(crate) fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let [buffers, status, run, config] = [0, 2, 6, 7].map(|kind| move |argument: u8| vec![kind, argument]);
    let key = |down: bool, scan_code: u8, keysym: u16| {
        let [low, high] = keysym.to_le_bytes();
        vec![3, u8::from(down) << 4, scan_code, low, high]
    };
    let click = |buttons: u8| {
        let mut click = vec![3, 0xa0, 100, 0, 50, 0, buttons];
        click.extend([128, 2, 240]);
        click
    };
    let session = |settings: u8, steps: &[Vec<u8>]| [&[settings][..], &steps.concat()].concat();
    let typed = [
        key(true, 0x1e, 0),
        key(false, 0x1e, 0),
        key(true, 0x80, 0x41),
        key(false, 0x80, 0x41),
    ]
    .concat();
    vec![
        (
            "types",
            session(0, &[buffers(15), typed.clone(), run(0), typed.clone(), run(0)]),
        ),
        (
            "types_before_buffers",
            session(
                1,
                &[typed.clone(), run(0), buffers(2), run(0), buffers(31), run(0)],
            ),
        ),
        (
            "points",
            session(1, &[buffers(31), click(1), click(0), click(8), click(0), run(0)]),
        ),
        (
            "lamps",
            session(
                0,
                &[
                    status(0x11),
                    run(0),
                    status(0x2a),
                    vec![1; 10],
                    buffers(15),
                    typed.clone(),
                    run(0),
                ],
            ),
        ),
        (
            "short_buffers",
            session(
                0,
                &[vec![0, 0x83, 5], typed.clone(), run(0), vec![0, 0xe3, 12], run(0)],
            ),
        ),
        (
            "configuration",
            session(
                0,
                &[
                    [config(0x11), vec![0, 0x11, 1]].concat(),
                    [config(0xff), vec![130, 0x12, 0]].concat(),
                ],
            ),
        ),
        (
            "broken_ring",
            session(
                0,
                &[
                    typed.clone(),
                    vec![8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0],
                    vec![9, 0, 0, 0, 0, 1, 0],
                    run(0),
                ],
            ),
        ),
        (
            "another_driver",
            session(
                1,
                &[buffers(3), typed.clone(), vec![11, 0, 6, 0, 0], typed, run(0)],
            ),
        ),
    ]
}
