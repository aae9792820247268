//! What makes the device one with 3D: the renderer, what waits for it, and pictures that it draws.
//!
//! Everything here is in the order of the renderer's one timeline: a reply whose request has a fence, and a picture
//! for a scanout, are due once their ticket has retired ([`Render::poll`]). Nothing here waits.

use std::collections::{BTreeSet, HashMap, VecDeque};

use wire::virtio_gpu::{CAPSET_VIRGL, CAPSET_VIRGL2, Format};
use zerocopy::{IntoBytes, little_endian::U32};

use crate::{
    capset,
    command::{DebugName, Payload},
    device::Completion,
    error::Error,
    geometry::{Rect, Size},
    gpu::{Box3, HostGpu, ReadId, Rows, Target, Ticket},
    ids::{ContextId, ResourceId, ScanoutId},
    image::Image,
    limits,
    memory::GuestMemory,
    renderer::Renderer,
    resource::{Content, Copy3d, Rendered, ResourceTable, View},
    transfer::{Backings, BadBacking, Layout, Transfer},
    virgl::{self, CreateResource},
};

/// Capsets by index: number and version.
const CAPSETS: [(u32, u32); 2] = [
    (CAPSET_VIRGL, capset::CAPS_V1_VERSION),
    (CAPSET_VIRGL2, capset::CAPS_V2_VERSION),
];

/// `PIPE_TEXTURE_2D`.
const TEXTURE_2D: u32 = 2;
/// `VIRGL_BIND_RENDER_TARGET | VIRGL_BIND_SAMPLER_VIEW`.
const COPY_BIND: u32 = 1 << 1 | 1 << 3;

/// See the module.
#[derive(Debug)]
pub(crate) struct Render<G> {
    renderer: Renderer<G>,
    retired: Ticket,
    /// Replies that wait for their fence; tickets do not fall from front to back.
    fenced: VecDeque<(Ticket, Completion)>,
    /// Pictures under way, likewise.
    pictures: VecDeque<(Ticket, Read)>,
    /// 2D resources that contexts may use by their copies.
    copies: HashMap<ContextId, BTreeSet<ResourceId>>,
    /// How often the copies were lost with the GPU.
    recreations: u64,
    words: Vec<u32>,
    bytes: Vec<u8>,
}

/// A picture under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    pub(crate) id: ReadId,
    /// Where it goes.
    pub(crate) place: Place,
}

/// Where a picture goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Into a scanout's front picture.
    Front {
        scanout: ScanoutId,
        /// In the scanout's pixels.
        rect: Rect,
        /// Which front picture: it may be another one by then.
        generation: u64,
    },
    /// A cursor's image.
    Cursor {
        scanout: ScanoutId,
        size: Size,
        format: Format,
        /// Which cursor.
        generation: u64,
    },
}

/// What is under way and alive, for status and tests.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct RenderStatus {
    /// The host's adapter.
    pub adapter: String,
    /// Contexts alive.
    pub contexts: usize,
    /// Resources that the renderer has, copies of 2D resources among them.
    pub resources: usize,
    /// Objects of contexts.
    pub objects: usize,
    /// Replies that wait for the GPU.
    pub fenced: usize,
    /// Pictures that wait for the GPU.
    pub pictures: usize,
    /// Bytes that the renderer's resources are charged with.
    pub hostmem_bytes: u64,
    /// What the renderer did.
    pub renderer: crate::renderer::RendererCounters,
    /// What its GPU did.
    pub gpu: crate::gpu::Counters,
    /// Whether the GPU is gone.
    pub lost: bool,
}

/// No memory behind any resource.
struct Nowhere;

impl Backings for Nowhere {
    fn len_bytes(&self, _resource: ResourceId) -> Option<u64> {
        None
    }

    fn read(&self, _resource: ResourceId, _offset: u64, _dst: &mut [u8]) -> Result<(), BadBacking> {
        Err(BadBacking)
    }

    fn write(&self, _resource: ResourceId, _offset: u64, _src: &[u8]) -> Result<(), BadBacking> {
        Err(BadBacking)
    }
}

impl<G: HostGpu> Render<G> {
    pub(crate) fn new(renderer: Renderer<G>) -> Self {
        Self {
            renderer,
            retired: Ticket(0),
            fenced: VecDeque::new(),
            pictures: VecDeque::new(),
            copies: HashMap::new(),
            recreations: 0,
            words: Vec::new(),
            bytes: Vec::new(),
        }
    }

    pub(crate) fn renderer(&self) -> &Renderer<G> {
        &self.renderer
    }

    pub(crate) fn renderer_mut(&mut self) -> &mut Renderer<G> {
        &mut self.renderer
    }

    pub(crate) fn capset_count() -> u32 {
        CAPSETS.len() as u32
    }

    pub(crate) fn capset_info(&self, index: u32) -> Result<Payload, Error> {
        let known = usize::try_from(index).ok().and_then(|index| CAPSETS.get(index));
        let (id, version) = *known.ok_or(Error::NoCapset(index))?;
        let bytes = self.capset(id, version)?.len();
        Ok(Payload::CapsetInfo(id, version, bytes as u32))
    }

    /// The capset's bytes: always all of them, whichever version is asked for.
    pub(crate) fn capset(&self, id: u32, version: u32) -> Result<Box<[u8]>, Error> {
        let host = self.renderer.capabilities();
        let known = CAPSETS.iter().find(|(known, _)| *known == id);
        let (_, newest) = known.ok_or(Error::NoCapset(id))?;
        if version > *newest {
            return Err(Error::NoCapsetVersion { id, version });
        }
        Ok(match id {
            CAPSET_VIRGL => capset::caps_v1(host).as_bytes().into(),
            _ => capset::caps_v2(host).as_bytes().into(),
        })
    }

    pub(crate) fn create_context(&mut self, id: ContextId, name: &DebugName) -> Result<(), Error> {
        // 0 names no context in a header.
        if id.0 == 0 || self.renderer.has_context(id) {
            return Err(Error::ContextExists(id));
        }
        Ok(self.renderer.create_context(id, &name.text())?)
    }

    pub(crate) fn destroy_context(&mut self, id: ContextId, memory: &dyn Backings) -> Result<(), Error> {
        self.check_context(id)?;
        self.copies.remove(&id);
        Ok(self.renderer.destroy_context(id, memory)?)
    }

    /// # Errors
    /// [`Error::NoContext`].
    pub(crate) fn check_context(&self, id: ContextId) -> Result<(), Error> {
        if self.renderer.has_context(id) {
            Ok(())
        } else {
            Err(Error::NoContext(id))
        }
    }

    /// Lets a context use a resource. Of a 2D resource it gets a copy: Linux attaches every resource that a process
    /// opens, and hardly any of them is ever used by a context.
    pub(crate) fn attach(
        &mut self,
        context: ContextId,
        id: ResourceId,
        resources: &mut ResourceTable,
    ) -> Result<(), Error> {
        self.check_context(context)?;
        let resource = resources.get_mut(id)?;
        if let Content::Blob(_) = resource.content {
            // Linux attaches all that a process opens; contexts have no use for bytes without a type.
            return Ok(());
        }
        if let Content::Image(image) = &resource.content {
            if resource.copy.is_none() {
                let create = CreateResource {
                    target: TEXTURE_2D,
                    format: image.format() as u32,
                    bind: COPY_BIND,
                    width: image.size().width,
                    height: image.size().height,
                    depth: 1,
                    array_size: 1,
                    ..CreateResource::default()
                };
                match self.renderer.create_resource(id, &create) {
                    Ok(()) => {}
                    // Nobody can draw with such a format, but nobody has to.
                    Err(error) if error.is_unsupported() => return Ok(()),
                    Err(error) => return Err(error.into()),
                }
                let stale = Some(Rect::whole(image.size()));
                resource.copy = Some(Copy3d { stale });
            }
            self.copies.entry(context).or_default().insert(id);
        }
        Ok(self.renderer.attach(context, id)?)
    }

    pub(crate) fn detach(&mut self, context: ContextId, id: ResourceId) -> Result<(), Error> {
        self.check_context(context)?;
        if let Some(copies) = self.copies.get_mut(&context) {
            copies.remove(&id);
        }
        Ok(self.renderer.detach(context, id)?)
    }

    /// Makes a 3D resource. Returns what the device has to know of it.
    pub(crate) fn create_resource(
        &mut self,
        id: ResourceId,
        create: &CreateResource,
    ) -> Result<Rendered, Error> {
        self.renderer.create_resource(id, create)?;
        let desc = self.renderer.resource(id).expect("just made");
        let flat = desc.target == Target::Texture2D && desc.samples <= 1;
        let can_show = flat && !self.renderer.is_memory_only(id);
        Ok(Rendered {
            size: Size::new(desc.width, desc.height),
            format: Format::from_u32(create.format).filter(|_| can_show),
        })
    }

    /// The resource is gone: its 3D content, or the copy of its 2D content.
    pub(crate) fn destroy_resource(&mut self, id: ResourceId) {
        for copies in self.copies.values_mut() {
            copies.remove(&id);
        }
        // A 2D resource that no context was ever given has none.
        let _ = self.renderer.destroy_resource(id);
    }

    pub(crate) fn submit(
        &mut self,
        context: ContextId,
        stream: &[U32],
        is_fenced: bool,
        resources: &mut ResourceTable,
        memory: &dyn GuestMemory,
    ) -> Result<(), Error> {
        self.check_context(context)?;
        self.renderer.heal(&View::new(resources, memory));
        self.renew_lost_copies(resources);
        self.update_copies(context, resources);
        self.words.clear();
        self.words.extend(stream.iter().map(|word| word.get()));
        let view = View::new(resources, memory).lent(is_fenced);
        Ok(self.renderer.submit(context, &self.words, &view)?)
    }

    /// If the GPU was lost, all copies of 2D resources are to be made anew.
    fn renew_lost_copies(&mut self, resources: &mut ResourceTable) {
        let recreations = self.renderer.counters().0.device_recreations;
        if recreations == self.recreations {
            return;
        }
        self.recreations = recreations;
        for resource in resources.iter_mut() {
            if let (Content::Image(image), Some(copy)) = (&resource.content, &mut resource.copy) {
                copy.stale = Some(Rect::whole(image.size()));
            }
        }
    }

    /// Brings what changed in 2D resources to their copies that a context may use.
    fn update_copies(&mut self, context: ContextId, resources: &mut ResourceTable) {
        for id in self.copies.get(&context).into_iter().flatten() {
            let Ok(resource) = resources.get_mut(*id) else {
                continue;
            };
            let Some(rect) = resource.copy.as_mut().and_then(|copy| copy.stale.take()) else {
                continue;
            };
            let Content::Image(image) = &resource.content else {
                continue;
            };
            self.bytes.clear();
            image.append_raw(&rect, &mut self.bytes);
            if let Err(error) = self.renderer.write(*id, &box_of(&rect), &self.bytes) {
                log::debug!("the copy of resource {id}: {error}");
            }
        }
    }

    /// Begins to read part of a 3D resource.
    pub(crate) fn read(&mut self, id: ResourceId, rect: &Rect, place: Place) -> Result<(), Error> {
        let read = self.renderer.read(id, &box_of(rect))?;
        let ticket = self.renderer.fence();
        self.pictures.push_back((ticket, Read { id: read, place }));
        Ok(())
    }

    /// Keeps a reply back until everything that was asked for so far is done; gives it back if that is so already.
    pub(crate) fn hold(&mut self, completion: Completion) -> Option<Completion> {
        let ticket = self.renderer.fence();
        // What needs no submission, as a read of a buffer that we have a copy of, comes with the next poll.
        let is_done = ticket <= self.retired && self.renderer.is_settled() && self.fenced.is_empty();
        if is_done || self.fenced.len() >= limits::MAX_FENCED {
            return Some(completion);
        }
        self.fenced.push_back((ticket, completion));
        None
    }

    /// Whether a reply should wait for the GPU, fence or not, because so much is under way.
    pub(crate) fn is_behind(&self) -> bool {
        self.renderer.is_behind()
    }

    /// Brings what is done to the guest's memory. Afterwards [`Render::next_reply`] and [`Render::next_picture`] give
    /// what is due.
    pub(crate) fn poll(&mut self, memory: &dyn Backings) {
        self.retired = self.renderer.poll(memory);
    }

    pub(crate) fn next_reply(&mut self) -> Option<Completion> {
        let (ticket, _) = self.fenced.front()?;
        if *ticket > self.retired {
            return None;
        }
        self.fenced.pop_front().map(|(_, completion)| completion)
    }

    /// A picture that is there: to be taken from the renderer.
    pub(crate) fn next_picture(&mut self) -> Option<Read> {
        let (ticket, read) = *self.pictures.front()?;
        if ticket > self.retired {
            return None;
        }
        self.pictures.pop_front();
        Some(read)
    }

    /// Whether anything waits for the GPU.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.fenced.is_empty() || !self.pictures.is_empty()
    }

    /// Destroys everything and forgets the replies. Pictures under way stay, since the GPU keeps them until they are
    /// taken; the scanouts no longer want them.
    pub(crate) fn reset(&mut self) {
        self.fenced.clear();
        self.copies.clear();
        self.renderer.clear(&Nowhere);
    }

    pub(crate) fn status(&self) -> RenderStatus {
        let (contexts, resources, objects, hostmem_bytes, _) = self.renderer.alive();
        let (renderer, gpu) = self.renderer.counters();
        RenderStatus {
            adapter: self.renderer.capabilities().name.clone(),
            contexts,
            resources,
            objects,
            fenced: self.fenced.len(),
            pictures: self.pictures.len(),
            hostmem_bytes,
            renderer,
            gpu,
            lost: self.renderer.is_lost(),
        }
    }
}

/// Copies between the memory behind a 2D resource and its pixels as the 3D commands say it. Linux sends these for any
/// resource.
pub(crate) fn transfer_image(
    id: ResourceId,
    transfer: &Transfer,
    to_host: bool,
    resources: &mut ResourceTable,
    memory: &dyn GuestMemory,
) -> Result<u64, Error> {
    let resource = resources.get(id)?;
    let Content::Image(image) = &resource.content else {
        return Ok(0);
    };
    let explain = |error| virgl::Error::Transfer { resource: id, error };
    let create = CreateResource {
        target: TEXTURE_2D,
        format: image.format() as u32,
        width: image.size().width,
        height: image.size().height,
        ..CreateResource::default()
    };
    let layout = Layout::new(&create.desc()?, transfer).map_err(explain)?;
    let Box3 {
        x, y, width, height, ..
    } = transfer.area;
    let rect = Rect::new(x, y, width, height);
    let mut bytes = Vec::new();
    if !to_host {
        image.append_raw(&rect, &mut bytes);
        let view = View::new(resources, memory);
        let rows = Rows {
            bytes: &bytes,
            stride_bytes: 0,
        };
        layout.scatter(&view, id, rows).map_err(explain)?;
        return Ok(bytes.len() as u64);
    }
    let view = View::new(resources, memory);
    layout.gather(&view, id, &mut bytes).map_err(explain)?;
    if layout.is_empty() {
        return Ok(0);
    }
    resources.get_mut(id)?.write_pixels(&rect, &bytes)
}

/// The picture of a cursor from a texture's bytes.
pub(crate) fn cursor_image(format: Format, size: Size, rows: Rows<'_>) -> Option<Image> {
    // It is small, and nobody's account: the cursor itself holds a copy of it for as long.
    let mut memory = crate::memory::HostMemory::new(u64::MAX);
    let mut image = Image::new(format, size, &mut memory).ok()?;
    image.put_raw(&Rect::whole(size), rows).ok()?;
    Some(image)
}

fn box_of(rect: &Rect) -> Box3 {
    Box3 {
        x: rect.x,
        y: rect.y,
        z: 0,
        width: rect.width,
        height: rect.height,
        depth: 1,
    }
}
