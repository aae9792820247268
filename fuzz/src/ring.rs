//! Virtqueues in hostile guest memory, on the daemon's engine: descriptors, rings and requests that do not fit.
//!
//! Besides writing anything anywhere, the input can post requests as a correct driver does ([`Driver`]). As long as
//! nobody tampers, each of those must be used exactly once, with a whole reply and nothing written behind it.

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
};

use device::Config;
use vhost_backend::{engine::Engine, ring::Ring};
use vhost_user_backend::VringT;
use vm_memory::{GuestAddress, GuestMemoryAtomic, GuestMemoryMmap};
use wire::virtio_gpu::Features;

use crate::{
    driver::{self, Driver, GuestRam, Layout},
    input::Input,
    session::{self, Step},
    wild::{self, FAR, Ram, address},
};

/// Bounds the loop that waits for a device that may give way after each batch.
const WAKES_MAX: usize = 1000;

fn memory(regions: &[(u64, usize)]) -> GuestMemoryMmap {
    let regions: Vec<_> = regions
        .iter()
        .map(|(addr, len)| (GuestAddress(*addr), *len))
        .collect();
    GuestMemoryMmap::from_ranges(&regions).expect("regions that do not overlap, and memory for them")
}

struct Guest {
    engine: Engine,
    ram: Ram,
    rings: Vec<Ring>,
    drivers: [Driver; 2],
    /// The front end's end of the display socket.
    display: Option<UnixStream>,
}

/// Reads what a guest does.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mut guest = Guest::new(input.u8());
    let mut number = 0;
    while !input.is_empty() {
        guest.step(&mut input, number);
        number += 1;
    }
    guest.finish();
}

impl Guest {
    fn new(setup: u8) -> Self {
        let ram = GuestMemoryAtomic::new(memory(&[(0, driver::MEMORY_BYTES as usize), FAR]));
        let config = Config {
            max_hostmem_bytes: 1 << 20,
            ..Config::default()
        };
        let mut engine =
            Engine::new(config, None, ram.clone(), Vec::new()).expect("there are file descriptors left");
        let features = engine.features();
        engine.set_acked_features(features);
        let drivers = [Driver::new(0), Driver::new(1)];
        let rings = drivers
            .iter()
            .map(|driver| driver.ring(&ram, setup & 1 != 0))
            .collect();
        Self {
            engine,
            ram: Ram(ram),
            rings,
            drivers,
            display: None,
        }
    }

    fn step(&mut self, input: &mut Input<'_>, number: u64) {
        let (kind, argument) = (input.u8() % 14, input.u8());
        let queue = u16::from(argument & 1);
        match kind {
            0..=3 => self.post(queue, input, number),
            4 | 5 => self.run(queue),
            6 => self.write_descriptor(queue, input),
            7 => self.make_available(queue, input),
            8 => {
                let (addr, len) = (address(argument, input), input.u8());
                self.tamper();
                self.ram.write(addr, input.bytes(len.into()));
            }
            9 => self.engine.wake(&self.rings),
            10 => self.engine.stop_queue(queue.into()),
            11 => self.attach_display(argument),
            12 => self.reconfigure(queue, input),
            _ => self.happen(argument, input),
        }
    }

    fn post(&mut self, queue: u16, input: &mut Input<'_>, number: u64) {
        let layout = Layout {
            readable: input.u8(),
            room: input.u16() % 2048,
            writable: input.u8(),
        };
        if let Some(Step::Request { bytes, .. }) = session::next(input, number) {
            self.drivers[usize::from(queue)].post(&self.ram, &bytes, layout);
        }
    }

    /// Runs a queue as far as it goes, and reaps.
    fn run(&mut self, queue: u16) {
        self.engine.run_queue(queue, &self.rings);
        let driver = &mut self.drivers[usize::from(queue)];
        driver.reap(&self.ram);
        // With nobody to ask, every request is answered, if not within one batch.
        for _ in 0..WAKES_MAX {
            if self.display.is_some() || !driver.is_honest() || !driver.waits() {
                return;
            }
            self.engine.wake(&self.rings);
            driver.reap(&self.ram);
        }
        panic!("a request was not answered");
    }

    fn write_descriptor(&mut self, queue: u16, input: &mut Input<'_>) {
        self.tamper();
        wild::write_descriptor(&self.drivers[usize::from(queue)], &self.ram, input);
    }

    fn make_available(&mut self, queue: u16, input: &mut Input<'_>) {
        self.tamper();
        wild::make_available(&self.drivers[usize::from(queue)], &self.ram, input);
    }

    /// The front end hands over a display socket, or takes it away, or says something there.
    fn attach_display(&mut self, argument: u8) {
        match (argument % 4, &mut self.display) {
            (0, _) => {
                let (ours, theirs) = UnixStream::pair().expect("there are file descriptors left");
                ours.set_nonblocking(true).expect("a socket can be non-blocking");
                self.engine
                    .attach_display(theirs)
                    .expect("a socket can be non-blocking");
                self.display = Some(ours);
            }
            (1, display) => *display = None,
            (2, Some(display)) => {
                // A full socket is the display's problem, not ours.
                let _ = display.write(&[argument; 12]);
            }
            (_, Some(display)) => {
                let _ = display.read(&mut [0; 4096]);
            }
            (_, None) => {}
        }
        self.engine.wake(&self.rings);
    }

    /// The front end changes a ring or the memory.
    fn reconfigure(&mut self, queue: u16, input: &mut Input<'_>) {
        self.tamper();
        let (what, value) = (input.u8(), input.u16());
        let ring = &self.rings[usize::from(queue)];
        match what % 6 {
            0 => ring.set_queue_size(value),
            1 => ring.set_queue_next_avail(value),
            2 => ring.set_queue_ready(value & 1 != 0),
            3 => ring.set_enabled(value & 1 != 0),
            4 => {
                // The crate refuses what it cannot use.
                let _ = ring.set_queue_info(value.into(), u64::from(value) << 4, u64::from(value) << 8);
            }
            _ => {
                let regions = [(u64::from(value) << 8, 0x1000 * (1 + usize::from(what >> 4)))];
                self.ram
                    .0
                    .lock()
                    .expect("nobody panicked")
                    .replace(memory(&regions));
            }
        }
    }

    fn happen(&mut self, argument: u8, input: &mut Input<'_>) {
        match argument % 4 {
            0 => {
                self.engine.reset();
                self.tamper();
            }
            1 => self
                .engine
                .set_acked_features(Features::from_bits_truncate(input.u8().into())),
            2 => self
                .engine
                .write_config_space(input.u8().into(), &input.array::<4>()),
            _ => {
                // As long as there is a display of the front end's, ours do not count.
                let _ = self.engine.set_display(u32::from(input.u8()), None);
            }
        }
    }

    fn tamper(&mut self) {
        self.drivers.iter_mut().for_each(Driver::tamper);
    }

    /// The front end goes away: now everything is answered.
    fn finish(mut self) {
        if self.display.take().is_some() {
            self.engine.wake(&self.rings);
        }
        for queue in [0, 1] {
            self.run(queue);
        }
        for driver in &self.drivers {
            assert!(!driver.is_honest() || !driver.waits());
        }
        assert!(self.engine.device().hostmem_bytes() <= 1 << 20);
        self.engine.reset();
        assert_eq!(self.engine.device().hostmem_bytes(), 0);
    }
}
