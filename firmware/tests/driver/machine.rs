//! A machine in plain memory: a PCI function with the registers of a modern virtio device, memory for DMA, and behind
//! them the device model of this project. [`Fault`] makes it break the rules.

use std::cell::RefCell;
use std::mem::{offset_of, size_of};
use std::ptr::NonNull;
use std::rc::Rc;

use device::gpu::record::Recorder;
use device::{BadAddress, Config, Device, DisplayUpdate, GuestMemory, Mode, Queue, ScanoutId, Token};
use firmware::error::Error;
use firmware::platform::{Buffer, Platform, Width};
use wire::virtio_gpu::{CtrlHdr, CtrlType, Features};
use wire::virtio_pci::{CFG_COMMON, CFG_NOTIFY, Cap, CommonCfg, NotifyCap, Status, TransportFeatures};
use wire::virtqueue::{DESC_F_NEXT, DESC_F_WRITE, Desc, RingHeader, UsedElem};
use zerocopy::{FromBytes, FromZeros, IntoBytes};

/// The BAR with the structures, and where they are in it.
pub(crate) const BAR: u8 = 4;
pub(crate) const COMMON: u32 = 0x1000;
pub(crate) const NOTIFY: u32 = 0x3000;
const NOTIFY_BYTES: u32 = 0x1000;
const MULTIPLIER: u32 = 4;
/// The first address that the device sees: beyond 32 bits, and no pointer.
const DMA_BASE: u64 = 0x12_0000_0000;

/// How the device breaks the rules. Each is for the command of that type, or for all if there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// The command is never answered.
    Silent(CtrlType),
    /// It is answered with this code.
    Answer(CtrlType, CtrlType),
    /// So many bytes are said to be written.
    Written(CtrlType, u32),
    /// Another chain is given back.
    Chain(CtrlType, u32),
    /// The used ring goes ahead by so many.
    Steps(CtrlType, u16),
    /// The reply's bytes after the header are all this.
    Payload(CtrlType, u8),
}

impl Fault {
    fn command(self) -> Option<CtrlType> {
        match self {
            Self::None => None,
            Self::Silent(command)
            | Self::Answer(command, _)
            | Self::Written(command, _)
            | Self::Chain(command, _)
            | Self::Steps(command, _)
            | Self::Payload(command, _) => Some(command),
        }
    }
}

/// Everything about the machine that a test may look at or change.
pub(crate) struct State {
    pub(crate) config: [u8; 256],
    pub(crate) common: CommonCfg,
    pub(crate) offered: u64,
    pub(crate) accepted: u64,
    pub(crate) queue_max: u16,
    /// Whether the device stays as it is when it is reset.
    pub(crate) ignores_reset: bool,
    /// Whether it takes the features that the driver accepts.
    pub(crate) takes_features: bool,
    pub(crate) fault: Fault,
    pub(crate) device: Device<Recorder>,
    /// The commands that came, in order.
    pub(crate) commands: Vec<CtrlType>,
    /// What of the first screen was shown since it was last looked at.
    pub(crate) damage: Vec<device::Rect>,
    pub(crate) pauses: u32,
    /// The most memory that there is, in bytes.
    pub(crate) memory_limit: usize,
    regions: Vec<Region>,
    next_address: u64,
    available: u16,
}

struct Region {
    address: u64,
    memory: NonNull<u8>,
    len: usize,
}

/// A handle to the machine.
#[derive(Clone)]
pub(crate) struct Machine(pub(crate) Rc<RefCell<State>>);

impl Machine {
    /// A machine whose one screen prefers that mode.
    pub(crate) fn new(width: u32, height: u32) -> Self {
        Self::with_displays(vec![Some(Mode::new(width, height))])
    }

    pub(crate) fn with_displays(displays: Vec<Option<Mode>>) -> Self {
        let device = Device::new(Config {
            displays,
            ..Config::default()
        });
        let mut state = State {
            config: [0; 256],
            common: CommonCfg::new_zeroed(),
            offered: TransportFeatures::all().bits() | device.features().bits() | 1 << 28,
            accepted: 0,
            queue_max: 64,
            ignores_reset: false,
            takes_features: true,
            fault: Fault::None,
            device,
            commands: Vec::new(),
            damage: Vec::new(),
            pauses: 0,
            memory_limit: usize::MAX,
            regions: Vec::new(),
            next_address: DMA_BASE,
            available: 0,
        };
        state.config[0x06] = 1 << 4;
        state.config[0x34] = 0x84;
        let cap = |cfg_type, next, len, offset: u32, length: u32| Cap {
            cap_vndr: 9,
            cap_next: next,
            cap_len: len,
            cfg_type,
            bar: BAR,
            id: 0,
            padding: [0; 2],
            offset: offset.into(),
            length: length.into(),
        };
        let notify = NotifyCap {
            cap: cap(CFG_NOTIFY, 0x40, 20, NOTIFY, NOTIFY_BYTES),
            notify_off_multiplier: MULTIPLIER.into(),
        };
        // The list goes back and forth, and has a capability that is none of virtio.
        state.config[0x84..][..20].copy_from_slice(notify.as_bytes());
        state.config[0x40..][..4].copy_from_slice(&[0x11, 0x50, 0, 0]);
        let common = cap(CFG_COMMON, 0, 16, COMMON, size_of::<CommonCfg>() as u32);
        state.config[0x50..][..16].copy_from_slice(common.as_bytes());
        Self(Rc::new(RefCell::new(state)))
    }

    pub(crate) fn state(&self) -> std::cell::RefMut<'_, State> {
        self.0.borrow_mut()
    }

    /// What the screen shows: its size, and blue, green, red, unused of each pixel.
    pub(crate) fn picture(&self) -> Option<(u32, u32, Vec<u8>)> {
        let state = self.state();
        let (image, rect) = state.device.picture(ScanoutId::new(0).unwrap())?.image()?;
        let mut bytes = Vec::new();
        image.append_bgrx(&rect, &mut bytes);
        Some((rect.width, rect.height, bytes))
    }

    /// How many pieces of memory the driver has.
    pub(crate) fn regions(&self) -> usize {
        self.state().regions.len()
    }
}

impl Platform for Machine {
    type Buffer = Memory;

    fn read_config(&self, offset: u8, width: Width) -> Result<u32, Error> {
        let mut bytes = [0; 4];
        let (start, count) = (usize::from(offset), width.bytes() as usize);
        assert!(
            start.is_multiple_of(count),
            "an unaligned read of configuration space"
        );
        bytes[..count].copy_from_slice(&self.state().config[start..start + count]);
        Ok(u32::from_le_bytes(bytes))
    }

    fn read(&self, bar: u8, offset: u64, width: Width) -> Result<u32, Error> {
        let mut state = self.state();
        let field = common_field(bar, offset, width)?;
        state.update();
        let mut bytes = [0; 4];
        let count = width.bytes() as usize;
        bytes[..count].copy_from_slice(&state.common.as_bytes()[field..field + count]);
        Ok(u32::from_le_bytes(bytes))
    }

    fn write(&self, bar: u8, offset: u64, width: Width, value: u32) -> Result<(), Error> {
        if bar == BAR && offset == u64::from(NOTIFY) + u64::from(MULTIPLIER * 3) {
            assert_eq!((width, value), (Width::W16, 0));
            self.state().run();
            return Ok(());
        }
        let field = common_field(bar, offset, width)?;
        self.state().written(field, width.bytes() as usize, value);
        Ok(())
    }

    fn allocate(&self, bytes: usize) -> Result<Memory, Error> {
        let mut state = self.state();
        let len = bytes.next_multiple_of(4096);
        if len > state.memory_limit {
            return Err(Error::OutOfMemory);
        }
        state.memory_limit -= len;
        let slice = Box::leak(vec![0_u8; len].into_boxed_slice());
        let memory = NonNull::from(slice).cast();
        let address = state.next_address;
        state.next_address += len as u64 + 4096;
        state.regions.push(Region { address, memory, len });
        drop(state);
        Ok(Memory {
            machine: self.clone(),
            address,
            memory,
            len,
        })
    }

    fn pause(&self) {
        self.state().pauses += 1;
    }
}

/// Where in the common structure a register is; every access must have the width of its field (§4.1.3.1).
fn common_field(bar: u8, offset: u64, width: Width) -> Result<usize, Error> {
    let field = offset
        .checked_sub(COMMON.into())
        .filter(|field| field + width.bytes() <= size_of::<CommonCfg>() as u64);
    let field = field.filter(|_| bar == BAR).ok_or(Error::Access)? as usize;
    let natural = match field {
        0..16 | 32..56 => Width::W32,
        20 | 21 => Width::W8,
        _ => Width::W16,
    };
    assert_eq!(width, natural, "access to byte {field}");
    Ok(field)
}

impl State {
    /// Sets the fields that depend on others.
    fn update(&mut self) {
        let select = self.common.device_feature_select.get();
        let bits = if select < 2 {
            (self.offered >> (32 * select)) as u32
        } else {
            0
        };
        self.common.device_feature.set(bits);
        self.common.num_queues.set(2);
        self.common.queue_notify_off.set(3);
        if self.common.queue_size.get() == 0 {
            self.common.queue_size.set(self.queue_max);
        }
    }

    fn written(&mut self, field: usize, count: usize, value: u32) {
        let old = Status::from_bits_retain(self.common.device_status);
        self.common.as_mut_bytes()[field..field + count].copy_from_slice(&value.to_le_bytes()[..count]);
        let select = self.common.driver_feature_select.get();
        if field == offset_of!(CommonCfg, driver_feature) {
            self.accepted |= u64::from(value) << (32 * select);
        }
        if field == offset_of!(CommonCfg, device_status) {
            self.status_written(old);
        }
    }

    fn status_written(&mut self, old: Status) {
        let status = Status::from_bits_retain(self.common.device_status);
        if status.is_empty() {
            if self.ignores_reset {
                self.common.device_status = Status::DRIVER_OK.bits();
                return;
            }
            self.common = CommonCfg::new_zeroed();
            self.accepted = 0;
            self.available = 0;
            self.device.reset();
            return;
        }
        assert!(status.contains(old), "a status bit is taken back");
        if status.contains(Status::FEATURES_OK) && !old.contains(Status::FEATURES_OK) {
            assert_eq!(self.accepted & !self.offered, 0, "a feature that was not offered");
            if !self.takes_features {
                self.common.device_status = (status - Status::FEATURES_OK).bits();
            }
            self.device
                .set_acked_features(Features::from_bits_truncate(self.accepted));
        }
    }

    /// The driver has notified the control queue.
    fn run(&mut self) {
        assert_eq!(self.common.queue_enable.get(), 1);
        assert_eq!(self.common.device_status, 0x0f);
        let size = self.common.queue_size.get();
        let (desc, avail) = (self.common.queue_desc.get(), self.common.queue_driver.get());
        assert!(size.is_power_of_two() && size <= self.queue_max);
        assert!(desc.is_multiple_of(16) && avail.is_multiple_of(2));
        let memory = Dma(&self.regions);
        let header: RingHeader = memory.get(avail);
        assert_eq!(header.flags.get(), 1, "no interrupts");
        while self.available != header.idx.get() {
            let slot = u64::from(self.available % size);
            let head: zerocopy::little_endian::U16 = Dma(&self.regions).get(avail + 4 + slot * 2);
            self.available = self.available.wrapping_add(1);
            self.chain(head.get());
        }
    }

    /// Carries out one chain: a readable descriptor and a writable one.
    fn chain(&mut self, head: u16) {
        let memory = Dma(&self.regions);
        let desc = |index: u16| memory.get::<Desc>(self.common.queue_desc.get() + u64::from(index) * 16);
        let request_desc = desc(head);
        let reply_desc = desc(request_desc.next.get());
        assert_eq!(
            (request_desc.flags.get(), reply_desc.flags.get()),
            (DESC_F_NEXT, DESC_F_WRITE)
        );
        let mut request = vec![0; request_desc.len.get() as usize];
        memory.read(request_desc.addr.get(), &mut request).unwrap();
        let command = CtrlHdr::read_from_prefix(&request).unwrap().0.type_.get();
        let command = CtrlType::from_u32(command).unwrap();
        self.commands.push(command);

        let token = Token(self.commands.len() as u64);
        self.device
            .execute(Queue::Control, token, &request, &Dma(&self.regions));
        let completion = self.device.next_completion().unwrap();
        let mut reply = Vec::new();
        completion.reply.write_to(&mut reply);
        while let Some(update) = self.device.next_update() {
            if let DisplayUpdate::Damage { rect, .. } = update {
                self.damage.push(rect);
            }
        }
        let fault = if self.fault.command() == Some(command) {
            self.fault
        } else {
            Fault::None
        };
        self.finish(head, &reply_desc, reply, fault);
    }

    fn finish(&self, head: u16, reply_desc: &Desc, mut reply: Vec<u8>, fault: Fault) {
        let room = reply_desc.len.get() as usize;
        reply.truncate(room);
        let (mut element, mut steps) = (
            UsedElem {
                id: u32::from(head).into(),
                len: (reply.len() as u32).into(),
            },
            1,
        );
        match fault {
            Fault::None => {}
            Fault::Silent(_) => return,
            Fault::Answer(_, code) => reply[..4].copy_from_slice(&(code as u32).to_le_bytes()),
            Fault::Written(_, bytes) => element.len = bytes.into(),
            Fault::Chain(_, id) => element.id = id.into(),
            Fault::Steps(_, count) => steps = count,
            Fault::Payload(_, byte) => reply[24..].fill(byte),
        }
        let memory = Dma(&self.regions);
        memory.write(reply_desc.addr.get(), &reply).unwrap();
        let used = self.common.queue_device.get();
        let mut header: RingHeader = memory.get(used);
        let slot = u64::from(header.idx.get() % self.common.queue_size.get());
        memory.write(used + 4 + slot * 8, element.as_bytes()).unwrap();
        header.idx = header.idx.get().wrapping_add(steps).into();
        memory.write(used, header.as_bytes()).unwrap();
    }
}

/// Memory as the device reaches it.
struct Dma<'a>(&'a [Region]);

impl Dma<'_> {
    fn get<T: FromBytes + IntoBytes>(&self, address: u64) -> T {
        let mut value = T::new_zeroed();
        self.read(address, value.as_mut_bytes()).unwrap();
        value
    }

    fn place(&self, addr: u64, len: u64) -> Result<NonNull<u8>, BadAddress> {
        for region in self.0 {
            let offset = addr.checked_sub(region.address);
            if let Some(offset) = offset.filter(|offset| offset + len <= region.len as u64) {
                // SAFETY: within the region.
                return Ok(unsafe { region.memory.add(offset as usize) });
            }
        }
        Err(BadAddress { addr, len })
    }
}

impl GuestMemory for Dma<'_> {
    fn read(&self, addr: u64, dst: &mut [u8]) -> Result<(), BadAddress> {
        let place = self.place(addr, dst.len() as u64)?;
        // SAFETY: `place` has checked that all of it is there; no slice of it is held while the device runs.
        unsafe { place.copy_to_nonoverlapping(NonNull::from(&mut *dst).cast(), dst.len()) };
        Ok(())
    }

    fn write(&self, addr: u64, src: &[u8]) -> Result<(), BadAddress> {
        let place = self.place(addr, src.len() as u64)?;
        // SAFETY: as above.
        unsafe { place.copy_from_nonoverlapping(NonNull::from(src).cast(), src.len()) };
        Ok(())
    }

    fn is_mapped(&self, addr: u64, len: u64) -> bool {
        self.place(addr, len).is_ok()
    }
}

/// Memory as the driver has it.
pub(crate) struct Memory {
    machine: Machine,
    address: u64,
    memory: NonNull<u8>,
    len: usize,
}

impl Memory {
    /// Copies through the device's address, so that both see the same.
    fn dma<T>(&self, work: impl FnOnce(&Dma<'_>) -> T) -> T {
        work(&Dma(&self.machine.state().regions))
    }
}

impl Buffer for Memory {
    fn device_address(&self) -> u64 {
        self.address
    }

    fn read(&self, offset: usize, into: &mut [u8]) {
        assert!(offset + into.len() <= self.len);
        self.dma(|dma| dma.read(self.address + offset as u64, into))
            .unwrap();
    }

    fn write(&mut self, offset: usize, from: &[u8]) {
        assert!(offset + from.len() <= self.len);
        self.dma(|dma| dma.write(self.address + offset as u64, from))
            .unwrap();
    }

    fn load16(&self, offset: usize) -> u16 {
        assert!(offset.is_multiple_of(2));
        let mut bytes = [0; 2];
        self.read(offset, &mut bytes);
        u16::from_le_bytes(bytes)
    }

    fn store16(&mut self, offset: usize, value: u16) {
        assert!(offset.is_multiple_of(2));
        self.write(offset, &value.to_le_bytes());
    }

    fn bytes(&mut self) -> &mut [u8] {
        // SAFETY: the memory is this buffer's alone, and the device runs only when the driver notifies it.
        unsafe { std::slice::from_raw_parts_mut(self.memory.as_ptr(), self.len) }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let mut state = self.machine.state();
        state.regions.retain(|region| region.address != self.address);
        state.memory_limit = state.memory_limit.saturating_add(self.len);
        // SAFETY: it was leaked of such a box, and nobody has it any more.
        drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(self.memory.as_ptr(), self.len)) });
    }
}
