//! The rows: what is prepared once, and what one round does and times.

use std::time::{Duration, Instant};

use vhost_wgpu_tests::{
    ensure,
    frontend::{
        Machine, Personality, Result, Setup, Target, gpu,
        machine::{CONTROL, CURSOR},
        oracle::Random,
        virtqueue::Buffer,
    },
};

/// How long the display may take to receive what a round sent.
const ARRIVAL: Duration = Duration::from_secs(20);

/// One row of the table.
pub(crate) struct Row {
    /// Its name.
    pub(crate) name: &'static str,
    /// What one unit of work is.
    pub(crate) unit: &'static str,
    /// Starts a back end and makes everything ready.
    pub(crate) prepare: fn(&Target) -> Result<Bench>,
}

/// Every row.
pub(crate) const ROWS: &[Row] = &[
    Row {
        name: "full frame 1920×1080",
        unit: "frame",
        prepare: |target| frames(target, 1920, 1080, 10),
    },
    Row {
        name: "full frame 3840×2160",
        unit: "frame",
        prepare: |target| frames(target, 3840, 2160, 4),
    },
    Row {
        name: "64×64 damage, one by one",
        unit: "update",
        prepare: |target| damage(target, Work::DamageSingly),
    },
    Row {
        name: "64×64 damage, pipelined",
        unit: "update",
        prepare: |target| damage(target, Work::DamagePipelined),
    },
    Row {
        name: "cursor moves",
        unit: "move",
        prepare: |target| plain(target, Work::CursorMoves, 1000),
    },
    Row {
        name: "create, attach, unref 256×256",
        unit: "round",
        prepare: |target| plain(target, Work::Churn, 300),
    },
    Row {
        name: "request round trip",
        unit: "request",
        prepare: |target| plain(target, Work::RoundTrip, 1000),
    },
    Row {
        name: "requests, 16 in flight",
        unit: "request",
        prepare: |target| plain(target, Work::Pipelined, 1600),
    },
];

enum Work {
    /// Transfer and flush of the whole scanout, until the display has it.
    Frames,
    /// Transfer and flush of 64 × 64 pixels, until the display has them.
    DamageSingly,
    /// The same, with as many requests in flight as the queue takes; until the display has the last.
    DamagePipelined,
    /// MOVE_CURSOR in batches, until the last place arrived.
    CursorMoves,
    /// RESOURCE_CREATE_2D, ATTACH_BACKING, UNREF.
    Churn,
    /// RESOURCE_FLUSH of a resource that no scanout shows.
    RoundTrip,
    /// The same, sixteen at a time.
    Pipelined,
}

/// A prepared row on one back end.
pub(crate) struct Bench {
    machine: Machine,
    work: Work,
    size: (u32, u32),
    units: u32,
    random: Random,
    slots: Vec<Slot>,
    units_done: u64,
    copied_before: Option<u64>,
}

/// Guest memory of one request in flight.
#[derive(Clone, Copy)]
struct Slot {
    request: u64,
    reply: u64,
}

fn prepare(target: &Target, work: Work, size: (u32, u32), units: u32) -> Result<Bench> {
    let mut setup = Setup::new(Personality::Qemu);
    setup.modes = vec![size];
    let machine = setup.start(target)?;
    let mut slots = Vec::new();
    for _ in 0..16 {
        let request = machine.memory.alloc(256, 64)?;
        slots.push(Slot {
            request,
            reply: request + 128,
        });
    }
    let random = Random::new(7);
    Ok(Bench {
        machine,
        work,
        size,
        units,
        random,
        slots,
        units_done: 0,
        copied_before: None,
    })
}

/// Resource 1 of that size, full of noise, on scanout 0; the first frame has arrived.
fn show(bench: &mut Bench) -> Result<()> {
    let (width, height) = bench.size;
    let m = &mut bench.machine;
    let backing = m.resource(1, gpu::BGRX, width, height)?;
    let noise = bench.random.bytes((width * height * 4) as usize);
    m.memory.write(backing, &noise);
    m.ok(&gpu::set_scanout(0, 1, gpu::rect(0, 0, width, height)))?;
    m.eyes()?.state().discard_pixels = true;
    m.present(1, width, gpu::rect(0, 0, width, height))?;
    m.eyes()?.wait(ARRIVAL, "the first frame", |state| {
        (state.updates > 0).then_some(())
    })?;
    std::thread::sleep(Duration::from_millis(50));
    bench.copied_before = copied(&bench.machine);
    Ok(())
}

/// The back end's own count of bytes copied, if it has a control socket.
fn copied(machine: &Machine) -> Option<u64> {
    let mut control = machine.control().ok()?;
    control.status().ok()?["counters"]["bytes_copied"].as_u64()
}

fn frames(target: &Target, width: u32, height: u32, units: u32) -> Result<Bench> {
    let mut bench = prepare(target, Work::Frames, (width, height), units)?;
    show(&mut bench)?;
    Ok(bench)
}

fn damage(target: &Target, work: Work) -> Result<Bench> {
    let mut bench = prepare(target, work, (1920, 1080), 200)?;
    show(&mut bench)?;
    Ok(bench)
}

fn plain(target: &Target, work: Work, units: u32) -> Result<Bench> {
    let mut bench = prepare(target, work, (64, 64), units)?;
    bench.machine.resource(1, 1, 64, 64)?;
    bench.machine.cursor(&gpu::update_cursor(0, 1, (0, 0), (0, 0)))?;
    Ok(bench)
}

impl Bench {
    /// Does one round; returns microseconds a unit.
    pub(crate) fn round(&mut self) -> Result<f64> {
        let start = Instant::now();
        match self.work {
            Work::Frames => self.frames()?,
            Work::DamageSingly => self.damage_singly()?,
            Work::DamagePipelined => self.damage_pipelined()?,
            Work::CursorMoves => self.cursor_moves()?,
            Work::Churn => self.churn()?,
            Work::RoundTrip => self.round_trips()?,
            Work::Pipelined => self.pipelined()?,
        }
        self.units_done += u64::from(self.units);
        Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(self.units))
    }

    /// Bytes copied for each unit so far, as the back end counts them.
    pub(crate) fn copied_per_unit(&self) -> Result<Option<f64>> {
        let (Some(before), Some(after)) = (self.copied_before, copied(&self.machine)) else {
            return Ok(None);
        };
        ensure!(self.units_done > 0, "nothing was measured");
        Ok(Some((after - before) as f64 / self.units_done as f64))
    }

    /// Bytes that the display has received.
    fn received(&self) -> Result<u64> {
        Ok(self.machine.eyes()?.state().bytes)
    }

    /// Waits until the display has received that many bytes.
    fn wait_received(&self, wanted: u64) -> Result<()> {
        self.machine.eyes()?.wait(ARRIVAL, "the frame", |state| {
            (state.bytes >= wanted).then_some(())
        })
    }

    fn frames(&mut self) -> Result<()> {
        let (width, height) = self.size;
        let whole = gpu::rect(0, 0, width, height);
        for _ in 0..self.units {
            let wanted = self.received()? + u64::from(width) * u64::from(height) * 4 + 32;
            self.machine.present(1, width, whole)?;
            self.wait_received(wanted)?;
        }
        Ok(())
    }

    fn place(&mut self) -> (u32, u32) {
        (
            self.random.below(self.size.0 - 63),
            self.random.below(self.size.1 - 63),
        )
    }

    fn damage_singly(&mut self) -> Result<()> {
        for _ in 0..self.units {
            let (x, y) = self.place();
            let wanted = self.received()? + 64 * 64 * 4 + 32;
            self.machine.present(1, self.size.0, gpu::rect(x, y, 64, 64))?;
            self.wait_received(wanted)?;
        }
        Ok(())
    }

    /// Offers the requests, sixteen at a time, each batch as soon as the one before is used.
    fn batches(&mut self, queue: usize, requests: &[Vec<u8>], reply_len: u32) -> Result<()> {
        for batch in requests.chunks(
            self.slots
                .len()
                .min(usize::from(self.machine.setup.queue_sizes[queue]) / 2),
        ) {
            for (request, slot) in batch.iter().zip(&self.slots) {
                self.machine.memory.write(slot.request, request);
                let readable = [Buffer {
                    addr: slot.request,
                    len: request.len() as u32,
                }];
                let writable = [Buffer {
                    addr: slot.reply,
                    len: reply_len,
                }];
                let writable = if reply_len == 0 { &[][..] } else { &writable[..] };
                self.machine.queues[queue].add(&readable, writable, false)?;
            }
            self.machine.queues[queue].notify()?;
            for _ in batch {
                self.machine.wait_used(queue)?;
            }
        }
        Ok(())
    }

    fn damage_pipelined(&mut self) -> Result<()> {
        let mut requests = Vec::new();
        for _ in 1..self.units {
            let (x, y) = self.place();
            let r = gpu::rect(x, y, 64, 64);
            let offset = (u64::from(y) * u64::from(self.size.0) + u64::from(x)) * 4;
            requests.extend([gpu::transfer(1, r, offset), gpu::flush(1, r)]);
        }
        // The last one is told by its place: a corner that no other reaches.
        let (x, y) = (self.size.0 - 1, self.size.1 - 1);
        let corner = gpu::rect(x, y, 1, 1);
        let offset = (u64::from(y) * u64::from(self.size.0) + u64::from(x)) * 4;
        requests.extend([gpu::transfer(1, corner, offset), gpu::flush(1, corner)]);
        self.machine.eyes()?.take_events();
        self.batches(CONTROL, &requests, 24)?;
        let (right, bottom) = self.size;
        let reaches = |event: &vhost_wgpu_tests::frontend::DisplayEvent| match *event {
            vhost_wgpu_tests::frontend::DisplayEvent::Update {
                x, y, width, height, ..
            } => x + width == right && y + height == bottom,
            _ => false,
        };
        self.machine
            .eyes()?
            .wait_event("the last damage", reaches)
            .map(drop)
    }

    fn cursor_moves(&mut self) -> Result<()> {
        let last = (self.random.below(1 << 20), self.units);
        let requests: Vec<_> = (1..=self.units)
            .map(|step| gpu::move_cursor(0, 1, (last.0, step)))
            .collect();
        self.batches(CURSOR, &requests, 0)?;
        self.machine.eyes()?.wait(ARRIVAL, "the cursor", |state| {
            (state.cursor == Some(last)).then_some(())
        })
    }

    fn churn(&mut self) -> Result<()> {
        let mut requests = Vec::new();
        for index in 0..self.units {
            let id = 100 + index;
            requests.push(gpu::create_2d(id, gpu::BGRX, 256, 256));
            requests.push(gpu::attach(id, &[(0x1000, 4096); 4]));
            requests.push(gpu::unref(id));
        }
        self.batches(CONTROL, &requests, 24)
    }

    fn round_trips(&mut self) -> Result<()> {
        let request = gpu::flush(1, gpu::rect(0, 0, 64, 64));
        for _ in 0..self.units {
            self.batches(CONTROL, std::slice::from_ref(&request), 24)?;
        }
        Ok(())
    }

    fn pipelined(&mut self) -> Result<()> {
        let requests = vec![gpu::flush(1, gpu::rect(0, 0, 64, 64)); self.units as usize];
        self.batches(CONTROL, &requests, 24)
    }
}
