//! The input device that a back end has beside its GPU, from the driver's side, with a VNC client that types.

use std::collections::HashMap;

use wire::virtio_input::{self as input, Config, Event};
use zerocopy::{FromBytes, IntoBytes};

use super::{Backend, Machine, Result, Setup, Target, virtqueue::Buffer};
use crate::{ensure_eq, vnc::Client};

/// Bytes of an event.
pub const EVENT_BYTES: usize = size_of::<Event>();
/// Bytes of the configuration space.
pub const CONFIG_BYTES: u32 = size_of::<Config>() as u32;
/// Index of the queue of events.
pub const EVENTS: usize = input::EVENT_QUEUE as usize;
/// Index of the queue of what the driver says.
pub const STATUS: usize = input::STATUS_QUEUE as usize;

/// An event: kind, code, value.
pub type Typed = (u16, u16, u32);

/// The end of what belongs together.
pub const REPORT: Typed = (input::EV_SYN, input::SYN_REPORT, 0);

/// The device and its driver.
pub struct Keyboard {
    /// The vhost-user connection, its memory and its queues.
    pub machine: Machine,
    /// Who types.
    pub client: Client,
    /// The process.
    pub backend: Backend,
    /// Where buffers for events are, by the heads of their chains.
    buffers: HashMap<u16, u64>,
}

impl Keyboard {
    /// Starts a back end, and a driver of its input device.
    ///
    /// # Errors
    /// If the back end does not start, or refuses.
    pub fn start(target: &Target, mut setup: Setup) -> Result<Self> {
        setup.display = false;
        let options = ["--vnc={dir}/vnc.sock", "--input-socket={dir}/input.sock"];
        let backend = target.spawn(&options.map(String::from))?;
        let place = |name: &str| backend.directory().join(name);
        let device = target.served_at(&place("input.sock"), &place("control.sock"));
        let machine = setup.start(&device)?;
        let client = Client::connect(&place("vnc.sock"))?;
        Ok(Self {
            machine,
            client,
            backend,
            buffers: HashMap::new(),
        })
    }

    /// Another front end of the same device, that has said nothing yet.
    ///
    /// # Errors
    /// If nobody listens.
    pub fn another(&self, target: &Target) -> Result<Machine> {
        let place = |name: &str| self.backend.directory().join(name);
        let device = target.served_at(&place("input.sock"), &place("control.sock"));
        self.machine.setup.prepare(&device)
    }

    /// Offers buffers of one event each.
    ///
    /// # Errors
    /// If the queue is full.
    pub fn offer(&mut self, count: usize) -> Result<()> {
        for _ in 0..count {
            let addr = self.machine.memory.alloc(EVENT_BYTES, 64)?;
            let buffer = Buffer {
                addr,
                len: EVENT_BYTES as u32,
            };
            let head = self.machine.queues[EVENTS].add(&[], &[buffer], false)?;
            self.buffers.insert(head, addr);
        }
        self.machine.queues[EVENTS].notify()
    }

    /// Waits for the next event.
    ///
    /// # Errors
    /// If none comes, or not as an event does.
    pub fn next_event(&mut self) -> Result<Typed> {
        let used = self.machine.wait_used(EVENTS)?;
        ensure_eq!(used.len as usize, EVENT_BYTES, "bytes of an event");
        let Some(addr) = self.buffers.remove(&(used.head as u16)) else {
            crate::fail!("head {} was not offered", used.head)
        };
        let bytes = self.machine.memory.read(addr, EVENT_BYTES);
        self.machine.memory.free(addr, EVENT_BYTES);
        Ok(typed(&bytes))
    }

    /// Waits for just these events.
    ///
    /// # Errors
    /// If others come.
    pub fn expect(&mut self, wanted: &[Typed], what: &str) -> Result<()> {
        let mut events = Vec::new();
        for _ in wanted {
            events.push(
                self.next_event()
                    .map_err(|error| error.context(&format!("{what}, after {events:?}")))?,
            );
        }
        ensure_eq!(events, wanted, "{what}");
        Ok(())
    }

    /// Says something on the status queue, and waits until it is heard.
    ///
    /// # Errors
    /// If it is not, or something is written.
    pub fn say(&mut self, bytes: &[u8]) -> Result<()> {
        let addr = self.machine.memory.alloc(bytes.len(), 64)?;
        self.machine.memory.write(addr, bytes);
        let buffer = Buffer {
            addr,
            len: bytes.len() as u32,
        };
        self.machine.queues[STATUS].add(&[buffer], &[], false)?;
        self.machine.queues[STATUS].notify()?;
        let used = self.machine.wait_used(STATUS)?;
        ensure_eq!(used.len, 0, "bytes written on the status queue");
        self.machine.memory.free(addr, bytes.len());
        Ok(())
    }

    /// Lights or puts out a lamp.
    ///
    /// # Errors
    /// If nobody hears of it.
    pub fn lamp(&mut self, lamp: u16, is_lit: bool) -> Result<()> {
        let event = Event {
            type_: input::EV_LED.into(),
            code: lamp.into(),
            value: u32::from(is_lit).into(),
        };
        self.say(event.as_bytes())
    }

    /// A key is pressed and let go.
    ///
    /// # Errors
    /// If the VNC connection is gone.
    pub fn tap(&mut self, keysym: u32) -> Result<()> {
        self.client.key(true, keysym)?;
        self.client.key(false, keysym)
    }

    /// Waits until everything that was typed has come to the device.
    ///
    /// # Errors
    /// If the VNC connection is gone.
    pub fn all_typed(&mut self) -> Result<()> {
        self.client.request(false)?;
        self.client.update().map(drop)
    }

    /// What the configuration space says of a selection.
    ///
    /// # Errors
    /// If it is not as long as it has to be.
    pub fn config(&self, select: u8, subsel: u8) -> Result<Config> {
        self.machine.set_config(0, &[select, subsel], 0)?;
        let bytes = self.machine.get_config(0, CONFIG_BYTES, 0)?;
        match Config::read_from_bytes(&bytes) {
            Ok(config) => Ok(config),
            Err(_) => crate::fail!("a configuration space of {} bytes", bytes.len()),
        }
    }

    /// Resets the device, and brings it up anew.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn reset(&mut self) -> Result<()> {
        self.machine.reset()?;
        self.settle()
    }

    /// A letter that is typed arrives, and nothing before it.
    ///
    /// # Errors
    /// If it does not.
    pub fn still_works(&mut self) -> Result<()> {
        self.offer(4)?;
        self.tap('a'.into())?;
        self.expect(&[(1, 30, 1), REPORT, (1, 30, 0), REPORT], "a letter")
            .map_err(|error| error.context("afterwards"))
    }

    /// After messages that nobody acknowledges: they were taken, and nothing that was offered before counts.
    ///
    /// # Errors
    /// If the connection is gone.
    pub fn settle(&mut self) -> Result<()> {
        self.buffers.clear();
        self.machine.get_config(0, 4, 0).map(drop)
    }
}

/// The event in these bytes.
pub fn typed(bytes: &[u8]) -> Typed {
    match Event::read_from_bytes(bytes) {
        Ok(event) => (event.type_.get(), event.code.get(), event.value.get()),
        Err(_) => (u16::MAX, u16::MAX, u32::MAX),
    }
}
