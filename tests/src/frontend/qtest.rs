//! QEMU without a guest: its processor halts at once, `-qtest` lets us reach the machine's buses, and we play the driver of
//! a virtio GPU on them. So a device of QEMU's own does the same work as any vhost-user GPU, and nothing else costs time.
//!
//! Read from QEMU's `system/qtest.c` (the protocol) and virtio 1.3 §4.1 (the PCI transport). The accelerator of that name is
//! left out of Debian's QEMU.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::{fd::AsRawFd, unix::net::UnixListener, unix::net::UnixStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use super::{
    backend::scratch_directory,
    error::Result,
    memory::{GuestMemory, MemoryLayout},
    personality::ring,
    virtqueue::Queue,
};
use crate::{ensure, ensure_eq, fail};

/// Guest memory that lies in the file as it lies in the machine.
pub const MEMORY: MemoryLayout = MemoryLayout {
    regions: &[(0, 0xa_0000), (0xa_0000, 0x6_0000), (0x10_0000, 255 << 20)],
    one_file: true,
};
const MEMORY_BYTES: u64 = 256 << 20;
/// How long QEMU may take to start, and for an answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(10);

/// Where the GPU is put: device 2 of the first bus, as PCI's configuration mechanism 1 addresses it.
const PCI_DEVICE: u32 = 0x8000_0000 | 2 << 11;
const PCI_ADDRESS_PORT: u32 = 0xcf8;
const PCI_DATA_PORT: u32 = 0xcfc;
/// Where its memory is put: in the hole below 4 GiB.
const BAR_ADDRESS: u64 = 0xe000_0000;
/// The firmware: `cli`, `hlt`, and a jump back to that, where a processor begins, 16 bytes before the end.
const ROM_BYTES: usize = 64 << 10;
const HALT: [u8; 4] = [0xfa, 0xf4, 0xeb, 0xfd];
/// Types of virtio's structures in that memory (virtio 1.3 §4.1.4).
const COMMON: usize = 1;
const NOTIFY: usize = 2;

/// QEMU, with our end of its qtest socket.
struct Qtest {
    child: Child,
    directory: PathBuf,
    socket: BufReader<UnixStream>,
}

/// A virtio GPU on QEMU's PCI bus, with a driver of ours on its control queue.
pub struct QemuGpu {
    qtest: Qtest,
    /// Guest memory.
    pub memory: Arc<GuestMemory>,
    /// The control queue.
    pub control: Queue,
    notify_address: u64,
}

impl QemuGpu {
    /// Starts QEMU with `device`, as its `-device` takes it, and further arguments, in which `{dir}` is the directory of
    /// its sockets; then brings the device up.
    ///
    /// # Errors
    /// If QEMU does not start, or the device is not one.
    pub fn start(program: &Path, device: &str, arguments: &[String]) -> Result<Self> {
        let memory = Arc::new(GuestMemory::new(MEMORY)?);
        let mut gpu = Self {
            qtest: Qtest::start(program, device, arguments, &memory)?,
            control: Queue::new(&memory, 64, false)?,
            memory,
            notify_address: 0,
        };
        gpu.bring_up()?;
        Ok(gpu)
    }

    /// The directory of its sockets.
    pub fn directory(&self) -> &Path {
        &self.qtest.directory
    }

    /// QEMU's process.
    pub fn id(&self) -> u32 {
        self.qtest.child.id()
    }

    /// Kicks the control queue.
    ///
    /// # Errors
    /// If QEMU is gone.
    pub fn notify(&mut self) -> Result<()> {
        self.qtest.write(self.notify_address, 2, 0)
    }

    /// The steps of virtio 1.3 §3.1.1, with the control queue alone.
    fn bring_up(&mut self) -> Result<()> {
        let (common, notify, multiplier) = self.qtest.place()?;
        let qtest = &mut self.qtest;
        const STATUS: u64 = 20;
        qtest.write(common + STATUS, 1, 0)?;
        qtest.write(common + STATUS, 1, 3)?;
        // Only what has to be: VIRTIO_F_VERSION_1, in the upper half of the features.
        for (half, bits) in [(0, 0), (1, ring::VERSION_1 >> 32)] {
            qtest.write(common + 8, 4, half)?;
            qtest.write(common + 12, 4, bits)?;
        }
        qtest.write(common + STATUS, 1, 11)?;
        ensure_eq!(
            qtest.ask(&format!("readb {:#x}", common + STATUS))?,
            11,
            "status of the device"
        );
        qtest.write(common + 22, 2, 0)?;
        qtest.write(common + 24, 2, self.control.size.into())?;
        let rings = [self.control.desc, self.control.avail, self.control.used];
        for (at, address) in [32, 40, 48].into_iter().zip(rings) {
            qtest.write(common + at, 4, address & 0xffff_ffff)?;
            qtest.write(common + at + 4, 4, address >> 32)?;
        }
        let offset = qtest.ask(&format!("readw {:#x}", common + 30))?;
        self.notify_address = notify + offset * multiplier;
        qtest.write(common + 28, 2, 1)?;
        qtest.write(common + STATUS, 1, 15)
    }
}

impl Qtest {
    fn start(program: &Path, device: &str, arguments: &[String], memory: &GuestMemory) -> Result<Self> {
        let directory = scratch_directory()?;
        let listener = UnixListener::bind(directory.join("qtest.sock"))?;
        let file = memory.regions()[0].fd().as_raw_fd();
        let file = format!("/proc/{}/fd/{file}", std::process::id());
        let backend = format!("memory-backend-file,id=mem,size={MEMORY_BYTES},share=on,mem-path={file}");
        let rom = directory.join("halt.rom");
        fs::write(&rom, rom_bytes())?;
        let mut command = Command::new(program);
        command.args([
            "-accel",
            "tcg",
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
        ]);
        command.args([
            "-machine",
            "q35,memory-backend=mem",
            "-m",
            "256M",
            "-object",
            &backend,
        ]);
        // Threads have names.
        command.args(["-name", "qtest,debug-threads=on", "-qtest-log", "none", "-qtest"]);
        command.arg(format!("unix:{}", directory.join("qtest.sock").display()));
        command.arg("-bios").arg(rom);
        let in_directory = |text: &str| text.replace("{dir}", &directory.display().to_string());
        command.args(arguments.iter().map(|argument| in_directory(argument)));
        command.args(["-device", &format!("{},addr=02.0", in_directory(device))]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let socket = match accept(&listener, &mut child) {
            Ok(socket) => socket,
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(error);
            }
        };
        Ok(Self {
            child,
            directory,
            socket: BufReader::new(socket),
        })
    }

    /// Says a line; the answer's number, if it has one.
    fn ask(&mut self, line: &str) -> Result<u64> {
        self.socket.get_mut().write_all(format!("{line}\n").as_bytes())?;
        let mut answer = String::new();
        self.socket.read_line(&mut answer)?;
        let Some(value) = answer.trim().strip_prefix("OK") else {
            fail!("QEMU answers {answer:?} to {line:?}")
        };
        let digits = value.trim().trim_start_matches("0x");
        match u64::from_str_radix(digits, 16) {
            Ok(value) => Ok(value),
            Err(_) if digits.is_empty() => Ok(0),
            Err(_) => fail!("QEMU answers {answer:?} to {line:?}"),
        }
    }

    fn write(&mut self, address: u64, bytes: u32, value: u64) -> Result<()> {
        let width = match bytes {
            1 => 'b',
            2 => 'w',
            _ => 'l',
        };
        self.ask(&format!("write{width} {address:#x} {value:#x}"))
            .map(drop)
    }

    fn read_config(&mut self, offset: u32) -> Result<u32> {
        self.ask(&format!(
            "outl {PCI_ADDRESS_PORT:#x} {:#x}",
            PCI_DEVICE | (offset & !3)
        ))?;
        Ok(self.ask(&format!("inl {PCI_DATA_PORT:#x}"))? as u32)
    }

    fn write_config(&mut self, offset: u32, value: u32) -> Result<()> {
        self.ask(&format!("outl {PCI_ADDRESS_PORT:#x} {:#x}", PCI_DEVICE | offset))?;
        self.ask(&format!("outl {PCI_DATA_PORT:#x} {value:#x}")).map(drop)
    }

    /// Gives the device's memory a place. Returns where its common structure and its notifications are, and how far the
    /// latter are apart.
    fn place(&mut self) -> Result<(u64, u64, u64)> {
        let id = self.read_config(0)?;
        ensure_eq!(id, 0x1050_1af4, "the GPU's PCI identifiers");
        let mut places = [None; 3];
        let mut multiplier = 0;
        let mut at = self.read_config(0x34)? & 0xfc;
        while at != 0 {
            let head = self.read_config(at)?;
            let kind = (head >> 24) as usize;
            // Vendor-specific: one of virtio's.
            if head & 0xff == 9 && kind < places.len() {
                places[kind] = Some((self.read_config(at + 4)? & 0xff, self.read_config(at + 8)?));
                if kind == NOTIFY {
                    multiplier = u64::from(self.read_config(at + 16)?);
                }
            }
            at = head >> 8 & 0xfc;
        }
        let (Some((bar, common)), Some((other, notify))) = (places[COMMON], places[NOTIFY]) else {
            fail!("the GPU has no virtio structures")
        };
        ensure!(
            bar == other && bar < 6,
            "the GPU's structures lie in BARs {bar} and {other}"
        );
        let register = 0x10 + bar * 4;
        let is_64_bit = self.read_config(register)? & 4 != 0;
        self.write_config(register, BAR_ADDRESS as u32)?;
        if is_64_bit {
            self.write_config(register + 4, 0)?;
        }
        // Memory and bus mastering on.
        let command = self.read_config(4)?;
        self.write_config(4, command & 0xffff | 6)?;
        let at = |offset: u32| BAR_ADDRESS + u64::from(offset);
        Ok((at(common), at(notify), multiplier))
    }
}

impl Drop for Qtest {
    fn drop(&mut self) {
        // Both fail only if it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

fn rom_bytes() -> Vec<u8> {
    let mut rom = vec![0; ROM_BYTES];
    rom[ROM_BYTES - 16..][..HALT.len()].copy_from_slice(&HALT);
    rom
}

/// QEMU's connection, unless it ends before.
fn accept(listener: &UnixListener, child: &mut Child) -> Result<UnixStream> {
    listener.set_nonblocking(true)?;
    let end = std::time::Instant::now() + ANSWER_DEADLINE;
    loop {
        match listener.accept() {
            Ok((socket, _)) => {
                socket.set_nonblocking(false)?;
                socket.set_read_timeout(Some(ANSWER_DEADLINE))?;
                return Ok(socket);
            }
            Err(error) if std::time::Instant::now() > end => fail!("QEMU does not start: {error}"),
            Err(_) => {}
        }
        if let Some(status) = child.try_wait()? {
            fail!("QEMU ended ({status})");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
