//! What is measured: a VNC server and the virtual GPU whose screen it shows, and a client that looks on.

use std::{
    fs,
    io::{self, BufReader, Read, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use vhost_wgpu_tests::{
    ensure, fail,
    frontend::{
        Backend, GuestMemory, Machine, Personality, Queue, Result, Setup, Target, gpu,
        machine::CONTROL,
        oracle::{Picture, Random},
        qtest::{MEMORY, QemuGpu},
        virtqueue::Buffer,
    },
    vnc::{Client, client::Socket},
};

use crate::scenes::{HEIGHT, PATCH, Scene, WIDTH, bytes, film};

/// How long a frame may take to be seen.
const SEEN_DEADLINE: Duration = Duration::from_secs(10);
/// The pause between two frames, unless the one before has not been seen yet.
const FRAME_TIME: Duration = Duration::from_micros(33_333);
/// Requests of one frame at most.
const REQUESTS: usize = 3;
/// `VIRTIO_GPU_RESP_OK_NODATA`.
const OK_NODATA: u32 = 0x1100;
/// rfbproto, 'Compression Level Pseudo-encoding': that of level 0, the others follow.
const COMPRESSION_LEVEL: i32 = -256;

/// Whose server it is, and where the guest's GPU is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Ours, under a hypervisor that does not show the screen itself.
    Ours,
    /// QEMU's own, with its own virtio GPU.
    Qemu,
    /// Ours, under QEMU, which is sent the screen too, and shows it nowhere.
    Both,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Ours, Self::Qemu, Self::Both];

    /// Its name in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Qemu => "QEMU",
            Self::Both => "ours under QEMU",
        }
    }
}

/// The virtual GPU, from the driver's side.
enum Guest {
    Machine(Box<Machine>),
    Qemu(Box<QemuGpu>),
}

/// A server and its guest.
pub(crate) struct Subject {
    guest: Guest,
    // Dropped after the guest, that is, after QEMU.
    backend: Option<Backend>,
    vnc: PathBuf,
    /// Of each request in flight: its guest memory.
    slots: Vec<u64>,
    scene: Scene,
    pictures: Vec<Picture>,
    backings: Vec<u64>,
    random: Random,
}

/// What some frames cost.
pub(crate) struct Sample {
    pub(crate) frames: u32,
    pub(crate) time: Duration,
    /// CPU time of each of the processes.
    pub(crate) cpu: Vec<Duration>,
    /// Of that, what the threads of VNC took, of which QEMU has one for what it encodes.
    pub(crate) vnc_cpu: Duration,
    /// Of each frame, from when the driver's last request was done to when the client had read and decoded the update.
    pub(crate) delays: Vec<Duration>,
    pub(crate) bytes: u64,
}

impl Subject {
    /// Starts it, with a guest that has drawn its pictures.
    pub(crate) fn start(kind: Kind, scene: Scene, target: &Target, qemu: &Path) -> Result<Self> {
        let serve = "--vnc={dir}/vnc.sock".to_owned();
        let (guest, backend) = match kind {
            Kind::Ours => {
                let mut setup = Setup::new(Personality::CloudHypervisor);
                setup.memory = MEMORY;
                setup.arguments.push(serve);
                (Guest::Machine(Box::new(setup.start(target)?)), None)
            }
            Kind::Qemu => {
                let arguments = ["-vnc", "unix:{dir}/vnc.sock"].map(String::from);
                let device = format!("virtio-gpu-pci,xres={WIDTH},yres={HEIGHT}");
                (
                    Guest::Qemu(Box::new(QemuGpu::start(qemu, &device, &arguments)?)),
                    None,
                )
            }
            Kind::Both => {
                let backend = target.spawn(&[serve])?;
                let socket = backend.directory().join("vhost.sock");
                let chardev = format!("socket,id=gpu,path={}", socket.display());
                let device = format!("vhost-user-gpu-pci,chardev=gpu,xres={WIDTH},yres={HEIGHT}");
                let gpu = QemuGpu::start(qemu, &device, &["-chardev".to_owned(), chardev])?;
                (Guest::Qemu(Box::new(gpu)), Some(backend))
            }
        };
        let directory = match (&guest, &backend) {
            (_, Some(backend)) => backend.directory(),
            (Guest::Machine(machine), None) => machine.backend.directory(),
            (Guest::Qemu(qemu), None) => qemu.directory(),
        };
        let mut subject = Self {
            vnc: directory.join("vnc.sock"),
            guest,
            backend,
            slots: Vec::new(),
            scene,
            pictures: scene.pictures(),
            backings: Vec::new(),
            random: Random::new(5),
        };
        subject.draw()?;
        Ok(subject)
    }

    /// The processes that are measured: our daemon first, then QEMU.
    fn processes(&self) -> Result<Vec<u32>> {
        Ok(match (&self.guest, &self.backend) {
            (Guest::Machine(machine), _) => vec![machine.backend.id()?],
            (Guest::Qemu(qemu), None) => vec![qemu.id()],
            (Guest::Qemu(qemu), Some(backend)) => vec![backend.id()?, qemu.id()],
        })
    }

    fn memory(&self) -> Arc<GuestMemory> {
        match &self.guest {
            Guest::Machine(machine) => Arc::clone(&machine.memory),
            Guest::Qemu(qemu) => Arc::clone(&qemu.memory),
        }
    }

    fn queue(&mut self) -> &mut Queue {
        match &mut self.guest {
            Guest::Machine(machine) => &mut machine.queues[CONTROL],
            Guest::Qemu(qemu) => &mut qemu.control,
        }
    }

    /// Makes a resource of each picture, and shows the first.
    fn draw(&mut self) -> Result<()> {
        let memory = self.memory();
        for _ in 0..REQUESTS {
            self.slots.push(memory.alloc(256, 64)?);
        }
        for (id, picture) in (1u32..).zip(self.pictures.clone()) {
            let bytes = bytes(&picture);
            let backing = memory.alloc(bytes.len(), 4096)?;
            memory.write(backing, &bytes);
            self.backings.push(backing);
            self.batch(&[
                gpu::create_2d(id, gpu::BGRX, WIDTH, HEIGHT),
                gpu::attach(id, &[(backing, bytes.len() as u32)]),
            ])?;
        }
        self.flip(0)
    }

    /// What Linux's driver does when it is to show another buffer: three requests, and one kick.
    fn flip(&mut self, picture: usize) -> Result<()> {
        let whole = gpu::rect(0, 0, WIDTH, HEIGHT);
        let id = picture as u32 + 1;
        self.batch(&[
            gpu::transfer(id, whole, 0),
            gpu::set_scanout(0, id, whole),
            gpu::flush(id, whole),
        ])
    }

    /// Offers requests at once, kicks, and waits until all are done, which they have to be well.
    fn batch(&mut self, requests: &[Vec<u8>]) -> Result<()> {
        let memory = self.memory();
        let slots = self.slots.clone();
        let reply = |slot: &u64| slot + 128;
        for (request, slot) in requests.iter().zip(&slots) {
            memory.write(*slot, request);
            let readable = [Buffer {
                addr: *slot,
                len: request.len() as u32,
            }];
            let writable = [Buffer {
                addr: reply(slot),
                len: 24,
            }];
            self.queue().add(&readable, &writable, false)?;
        }
        match &mut self.guest {
            Guest::Machine(machine) => machine.queues[CONTROL].notify()?,
            Guest::Qemu(qemu) => qemu.notify()?,
        }
        let end = Instant::now() + SEEN_DEADLINE;
        for _ in requests {
            while self.queue().pop_used().is_none() {
                ensure!(Instant::now() < end, "a request is not answered");
                thread::sleep(Duration::from_micros(50));
            }
        }
        for (request, slot) in requests.iter().zip(&slots) {
            let code = memory.load_u32(reply(slot));
            ensure!(code == OK_NODATA, "{:02x?} is answered {code:#x}", &request[..2]);
        }
        Ok(())
    }

    /// Draws the next frame; `picture` becomes what there is to be seen.
    fn next_frame(&mut self, number: u32, picture: &mut Picture) -> Result<()> {
        if self.scene != Scene::Patch {
            let index = number as usize % self.pictures.len();
            picture.clone_from(&self.pictures[index]);
            return self.flip(index);
        }
        let (x, y) = (
            self.random.below(WIDTH - PATCH),
            self.random.below(HEIGHT - PATCH),
        );
        let patch = film(PATCH, PATCH, number);
        let memory = self.memory();
        let rows = (y..).zip(patch.pixels.chunks_exact(PATCH as usize));
        for (y, row) in rows {
            let at = (y * WIDTH + x) as usize;
            picture.pixels[at..at + row.len()].copy_from_slice(row);
            let bytes: Vec<u8> = row.iter().flat_map(|pixel| pixel.to_le_bytes()).collect();
            memory.write(self.backings[0] + at as u64 * 4, &bytes);
        }
        let offset = u64::from(y * WIDTH + x) * 4;
        let damage = gpu::rect(x, y, PATCH, PATCH);
        self.batch(&[gpu::transfer(1, damage, offset), gpu::flush(1, damage)])
    }

    /// Shows frames for that long to a client that asks for that encoding, each as soon as the one before was seen whole, but
    /// at most thirty a second.
    pub(crate) fn measure(&mut self, encoding: i32, level: u8, time: Duration) -> Result<Sample> {
        let (mut client, received) = connect(&self.vnc)?;
        client.set_encodings(&[encoding, COMPRESSION_LEVEL + i32::from(level)])?;
        let mut picture = self.pictures[0].clone();
        if self.scene == Scene::Patch {
            // What earlier clients have seen is still there.
            let bytes = self.memory().read(self.backings[0], picture.pixels.len() * 4);
            let pixels = bytes.as_chunks::<4>().0.iter();
            picture.pixels = pixels.map(|bytes| u32::from_le_bytes(*bytes)).collect();
        } else {
            self.flip(0)?;
        }
        client.request(false)?;
        wait_seen(&mut client, &picture)?;
        client.request(true)?;
        // What is left of the first frame is over.
        thread::sleep(FRAME_TIME * 3);
        let processes = self.processes()?;
        let (before, bytes_before) = (Cpu::of(&processes)?, received.load(Ordering::Relaxed));
        let start = Instant::now();
        let (mut delays, mut due) = (Vec::new(), start);
        while start.elapsed() < time {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            due = due.max(Instant::now()) + FRAME_TIME;
            self.next_frame(delays.len() as u32 + 1, &mut picture)?;
            let shown = Instant::now();
            delays.push(wait_seen(&mut client, &picture)? - shown);
            client.request(true)?;
        }
        // The last frame has its time too.
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let after = Cpu::of(&processes)?;
        let pairs = after.processes.iter().zip(&before.processes);
        Ok(Sample {
            frames: delays.len() as u32,
            time: start.elapsed(),
            cpu: pairs.map(|(after, before)| *after - *before).collect(),
            vnc_cpu: after.vnc.saturating_sub(before.vnc),
            delays,
            bytes: received.load(Ordering::Relaxed) - bytes_before,
        })
    }
}

/// Reads updates, and asks for more, until the client sees exactly that. Returns when the last of them was read.
fn wait_seen(client: &mut Client, picture: &Picture) -> Result<Instant> {
    let end = Instant::now() + SEEN_DEADLINE;
    loop {
        client.update()?;
        let seen = Instant::now();
        if client.picture.pixels == picture.pixels {
            return Ok(seen);
        }
        ensure!(Instant::now() < end, "a frame is not seen as it is");
        client.request(true)?;
    }
}

/// A socket that is read in large pieces, and what was read of it.
struct Counted {
    reader: BufReader<UnixStream>,
    received: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(bytes)?;
        self.received.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.reader.get_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.reader.get_mut().flush()
    }
}

impl Socket for Counted {
    fn set_timeout(&self, time: Duration) -> Result<()> {
        Ok(self.reader.get_ref().set_read_timeout(Some(time))?)
    }
}

fn connect(path: &Path) -> Result<(Client, Arc<AtomicU64>)> {
    let received = Arc::new(AtomicU64::new(0));
    let end = Instant::now() + SEEN_DEADLINE;
    let stream = loop {
        match UnixStream::connect(path) {
            Ok(stream) => break stream,
            Err(error) if Instant::now() > end => fail!("{}: {error}", path.display()),
            Err(_) => thread::sleep(Duration::from_millis(5)),
        }
    };
    let socket = Counted {
        reader: BufReader::with_capacity(256 << 10, stream),
        received: Arc::clone(&received),
    };
    Ok((Client::over(Box::new(socket))?, received))
}

/// What some processes have used until now.
struct Cpu {
    /// Each of them.
    processes: Vec<Duration>,
    /// Those of their threads whose names begin with `vnc`.
    vnc: Duration,
}

impl Cpu {
    /// To the nanosecond (`schedstat`, Linux's `sched-stats.rst`). Of threads that have ended, none: those that count stay.
    fn of(processes: &[u32]) -> Result<Self> {
        let mut cpu = Self {
            processes: Vec::new(),
            vnc: Duration::ZERO,
        };
        for id in processes {
            let mut all = Duration::ZERO;
            for thread in fs::read_dir(format!("/proc/{id}/task"))? {
                let thread = thread?.path();
                // One that has just ended has no files.
                let read = |name: &str| fs::read_to_string(thread.join(name)).unwrap_or_default();
                let (name, text) = (read("comm"), read("schedstat"));
                let first = text.split_whitespace().next().unwrap_or_default();
                let time = Duration::from_nanos(first.parse().unwrap_or(0));
                all += time;
                if name.starts_with("vnc") {
                    cpu.vnc += time;
                }
            }
            ensure!(all > Duration::ZERO, "the kernel keeps no CPU times of threads");
            cpu.processes.push(all);
        }
        Ok(cpu)
    }
}
