//! What the device should do, said again in the plainest way: which requests succeed, and what is alive afterwards.
//!
//! Written from virtio 1.3 §5.7.6 and the device's limits, not from its code. It knows no pixels, only where they
//! come from.

use std::collections::BTreeMap;

use device::{GuestMemory, Queue, Rect, limits};
use wire::virtio_gpu::{self as gpu, CtrlHdr, CtrlType, Features, Format};
use zerocopy::{FromBytes, Immutable, KnownLayout};

use crate::memory::Memory;

/// A resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Ranges of guest memory: address and bytes.
    pub backing: Option<Vec<(u64, u32)>>,
}

impl Resource {
    fn bytes(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height) * 4
    }

    /// The address of byte `offset` of the backing.
    pub fn address(&self, offset: u64) -> Option<u64> {
        let mut start = 0;
        for (addr, len) in self.backing.as_ref()? {
            if offset < start + u64::from(*len) {
                return Some(addr + (offset - start));
            }
            start += u64::from(*len);
        }
        None
    }

    fn backing_bytes(&self) -> Option<u64> {
        Some(
            self.backing
                .as_ref()?
                .iter()
                .map(|(_, len)| u64::from(*len))
                .sum(),
        )
    }
}

/// The state that the driver has made.
#[derive(Clone, Debug)]
pub struct Model {
    /// By id.
    pub resources: BTreeMap<u32, Resource>,
    /// What each scanout shows.
    pub shown: Vec<Option<(u32, Rect)>>,
    /// Whether each scanout has a cursor.
    pub cursors: Vec<bool>,
    /// Whether each scanout has a display.
    pub displays: Vec<bool>,
    /// What the driver accepted.
    pub acked: Features,
    limit_bytes: u64,
}

/// A request taken apart.
struct Request<'a> {
    command: CtrlType,
    body: &'a [u8],
}

impl<'a> Request<'a> {
    fn new(bytes: &'a [u8], queue: Queue) -> Option<Self> {
        let (header, body) = CtrlHdr::read_from_prefix(bytes).ok()?;
        let command = CtrlType::from_u32(header.type_.get())?;
        let is_cursor = matches!(command, CtrlType::UpdateCursor | CtrlType::MoveCursor);
        (is_cursor == (queue == Queue::Cursor)).then_some(Self { command, body })
    }

    fn read<T: FromBytes + KnownLayout + Immutable>(&self) -> Option<T> {
        T::read_from_prefix(self.body).ok().map(|(value, _)| value)
    }

    /// The ranges of an ATTACH_BACKING that have any bytes.
    fn ranges(&self) -> Option<(u32, Vec<(u64, u32)>)> {
        let count = self.read::<gpu::ResourceAttachBacking>()?.nr_entries.get();
        let rest = &self.body[size_of::<gpu::ResourceAttachBacking>()..];
        if count > limits::MAX_BACKING_ENTRIES || rest.len() / size_of::<gpu::MemEntry>() < count as usize {
            return None;
        }
        let entries = rest.chunks_exact(size_of::<gpu::MemEntry>()).take(count as usize);
        let entries =
            entries.map(|bytes| gpu::MemEntry::read_from_bytes(bytes).expect("a chunk is an entry"));
        let ranges = entries
            .map(|entry| (entry.addr.get(), entry.length.get()))
            .filter(|(_, len)| *len > 0);
        Some((count, ranges.collect()))
    }
}

impl Model {
    /// A device after power-on.
    pub fn new(displays: Vec<bool>, limit_bytes: u64) -> Self {
        let scanouts = displays.len();
        Self {
            resources: BTreeMap::new(),
            shown: vec![None; scanouts],
            cursors: vec![false; scanouts],
            displays,
            acked: Features::empty(),
            limit_bytes,
        }
    }

    /// Host memory that the resources use.
    pub fn hostmem_bytes(&self) -> u64 {
        self.resources.values().map(Resource::bytes).sum()
    }

    /// Forgets all but the displays.
    pub fn reset(&mut self) {
        *self = Self::new(std::mem::take(&mut self.displays), self.limit_bytes);
    }

    /// Whether the request should succeed, or `None` if it asks the front end.
    pub fn should_succeed(
        &self,
        bytes: &[u8],
        queue: Queue,
        memory: &Memory,
        front_end: bool,
    ) -> Option<bool> {
        let Some(request) = Request::new(bytes, queue) else {
            return Some(false);
        };
        match request.command {
            CtrlType::GetDisplayInfo if front_end => None,
            CtrlType::GetEdid => {
                let scanout = request
                    .read::<gpu::GetEdid>()
                    .map(|body| body.scanout.get() as usize);
                let has_scanout = scanout.is_some_and(|scanout| scanout < self.shown.len());
                let has_display = || scanout.is_some_and(|scanout| self.displays[scanout]);
                if has_scanout && front_end {
                    None
                } else {
                    Some(has_scanout && has_display())
                }
            }
            _ => Some(self.allows(&request, memory).is_some()),
        }
    }

    /// `Some` if a command that changes something may do so.
    fn allows(&self, request: &Request<'_>, memory: &Memory) -> Option<()> {
        let yes = |condition: bool| condition.then_some(());
        match request.command {
            CtrlType::GetDisplayInfo => Some(()),
            CtrlType::ResourceCreate2d => {
                let body: gpu::ResourceCreate2d = request.read()?;
                let (id, width, height) = (body.resource_id.get(), body.width.get(), body.height.get());
                let sides = 1..=limits::MAX_DIMENSION;
                yes(id != 0 && !self.resources.contains_key(&id))?;
                yes(Format::from_u32(body.format.get()).is_some())?;
                yes(sides.contains(&width) && sides.contains(&height))?;
                yes(self.resources.len() < limits::MAX_RESOURCES)?;
                let bytes = u64::from(width) * u64::from(height) * 4;
                yes(self.hostmem_bytes() + bytes <= self.limit_bytes)
            }
            CtrlType::ResourceUnref => self
                .resource(request.read::<gpu::ResourceId>()?.resource_id.get())
                .map(drop),
            CtrlType::SetScanout => self.allows_set_scanout(&request.read()?),
            CtrlType::ResourceFlush => {
                let body: gpu::ResourceFlush = request.read()?;
                let resource = self.resource(body.resource_id.get())?;
                yes(fits(&body.r, resource))
            }
            CtrlType::TransferToHost2d => self.allows_transfer(&request.read()?, memory),
            CtrlType::ResourceAttachBacking => {
                let id = request.read::<gpu::ResourceAttachBacking>()?.resource_id.get();
                let (count, ranges) = request.ranges()?;
                let attached = self
                    .resources
                    .values()
                    .flat_map(|resource| &resource.backing)
                    .map(Vec::len);
                yes(self.resource(id)?.backing.is_none())?;
                yes(attached.sum::<usize>() + count as usize <= limits::MAX_BACKING_ENTRIES_TOTAL)?;
                yes(ranges
                    .iter()
                    .all(|(addr, len)| memory.is_mapped(*addr, (*len).into())))
            }
            CtrlType::ResourceDetachBacking => {
                let id = request.read::<gpu::ResourceId>()?.resource_id.get();
                yes(self.resource(id)?.backing.is_some())
            }
            CtrlType::ResourceAssignUuid => {
                let id = request.read::<gpu::ResourceId>()?.resource_id.get();
                yes(self.acked.contains(Features::RESOURCE_UUID) && self.resource(id).is_some())
            }
            CtrlType::UpdateCursor => {
                let body: gpu::UpdateCursor = request.read()?;
                let id = body.resource_id.get();
                yes(self.has_scanout(body.pos.scanout_id.get()) && (id == 0 || self.resource(id).is_some()))
            }
            CtrlType::MoveCursor => yes(self.has_scanout(request.read::<gpu::CursorPos>()?.scanout_id.get())),
            _ => None,
        }
    }

    fn allows_set_scanout(&self, body: &gpu::SetScanout) -> Option<()> {
        if !self.has_scanout(body.scanout_id.get()) {
            return None;
        }
        if body.resource_id.get() == 0 {
            return Some(());
        }
        let resource = self.resource(body.resource_id.get())?;
        (fits(&body.r, resource) && body.r.width.get() > 0 && body.r.height.get() > 0).then_some(())
    }

    fn allows_transfer(&self, body: &gpu::TransferToHost2d, memory: &Memory) -> Option<()> {
        let resource = self.resource(body.resource_id.get())?;
        let have = resource.backing_bytes()?;
        let (width, height) = (u64::from(body.r.width.get()), u64::from(body.r.height.get()));
        if !fits(&body.r, resource) {
            return None;
        }
        if width == 0 || height == 0 {
            return Some(());
        }
        let stride = u64::from(resource.width) * 4;
        let end = body.offset.get().checked_add((height - 1) * stride + width * 4)?;
        // Ranges were mapped when they were attached; some may be gone now. Which of them this transfer touches is
        // not worth repeating here, so all must still be there for the model to vouch for it.
        let ranges = resource.backing.as_ref()?;
        let mapped = ranges
            .iter()
            .all(|(addr, len)| memory.is_mapped(*addr, (*len).into()));
        (end <= have && mapped).then_some(())
    }

    /// Whether guest memory behind the resource of a transfer went away, so that nobody can tell how it ends.
    pub fn is_doubtful(&self, bytes: &[u8], queue: Queue, memory: &Memory) -> bool {
        let Some(request) = Request::new(bytes, queue).filter(|it| it.command == CtrlType::TransferToHost2d)
        else {
            return false;
        };
        let body = request.read::<gpu::TransferToHost2d>();
        let resource = body.and_then(|body| self.resource(body.resource_id.get()));
        let ranges = resource.and_then(|resource| resource.backing.as_ref());
        ranges.is_some_and(|ranges| {
            !ranges
                .iter()
                .all(|(addr, len)| memory.is_mapped(*addr, (*len).into()))
        })
    }

    /// Makes the changes of a request that succeeded.
    pub fn apply(&mut self, bytes: &[u8], queue: Queue) -> Option<()> {
        let request = Request::new(bytes, queue)?;
        match request.command {
            CtrlType::ResourceCreate2d => {
                let body: gpu::ResourceCreate2d = request.read()?;
                let resource = Resource {
                    width: body.width.get(),
                    height: body.height.get(),
                    backing: None,
                };
                self.resources.insert(body.resource_id.get(), resource);
            }
            CtrlType::ResourceUnref => {
                let id = request.read::<gpu::ResourceId>()?.resource_id.get();
                self.resources.remove(&id);
                for shown in self
                    .shown
                    .iter_mut()
                    .filter(|shown| shown.is_some_and(|(shown, _)| shown == id))
                {
                    *shown = None;
                }
            }
            CtrlType::SetScanout => {
                let body: gpu::SetScanout = request.read()?;
                let id = body.resource_id.get();
                self.shown[body.scanout_id.get() as usize] = (id != 0).then_some((id, body.r.into()));
            }
            CtrlType::ResourceAttachBacking => {
                let id = request.read::<gpu::ResourceAttachBacking>()?.resource_id.get();
                self.resources.get_mut(&id)?.backing = Some(request.ranges()?.1);
            }
            CtrlType::ResourceDetachBacking => {
                let id = request.read::<gpu::ResourceId>()?.resource_id.get();
                self.resources.get_mut(&id)?.backing = None;
            }
            CtrlType::UpdateCursor => {
                let body: gpu::UpdateCursor = request.read()?;
                self.cursors[body.pos.scanout_id.get() as usize] = body.resource_id.get() != 0;
            }
            _ => {}
        }
        Some(())
    }

    /// The transfer in a request, if it is one.
    pub fn transfer(&self, bytes: &[u8], queue: Queue) -> Option<gpu::TransferToHost2d> {
        let request = Request::new(bytes, queue).filter(|it| it.command == CtrlType::TransferToHost2d)?;
        request.read()
    }

    fn resource(&self, id: u32) -> Option<&Resource> {
        self.resources.get(&id)
    }

    fn has_scanout(&self, scanout: u32) -> bool {
        (scanout as usize) < self.shown.len()
    }
}

fn fits(rect: &gpu::Rect, resource: &Resource) -> bool {
    let end = |start: u32, length: u32| u64::from(start) + u64::from(length);
    end(rect.x.get(), rect.width.get()) <= resource.width.into()
        && end(rect.y.get(), rect.height.get()) <= resource.height.into()
}
