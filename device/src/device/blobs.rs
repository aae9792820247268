//! Blob resources: how they are made and mapped.

use std::collections::VecDeque;

use wire::virtio_gpu::{
    BLOB_MEM_GUEST, BLOB_MEM_HOST3D, BLOB_MEM_HOST3D_GUEST, BlobFlags, CtrlHdr, CtrlType, Features,
    MAP_CACHE_CACHED,
};

use super::{Device, Token, requests::Outcome};
use crate::{
    blob::{CreateBlob, HostVisible, PAGE_BYTES, SharedBytes},
    command::Payload,
    error::Error,
    gpu::HostGpu,
    ids::{ContextId, ResourceId},
    limits,
    memory::GuestMemory,
    resource::Content,
};

/// What the front end is to do with the host-visible region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapRequest {
    /// [`Device::host_bytes`] are to be there.
    Map {
        /// The waiting request.
        token: Token,
        /// Whose bytes. It may be gone by now.
        resource: ResourceId,
        /// Where in the region.
        offset_bytes: u64,
        /// All of them.
        len_bytes: u64,
    },
    /// What is there is to go.
    Unmap {
        /// The waiting request, if the guest asked for it.
        token: Option<Token>,
        /// Where in the region.
        offset_bytes: u64,
        /// How much.
        len_bytes: u64,
    },
}

/// What a command asks the front end for: to map that resource's bytes, or to unmap what is there.
pub(super) struct Ask {
    map: Option<ResourceId>,
    offset_bytes: u64,
    len_bytes: u64,
}

/// What was asked for, and what waits for an answer.
#[derive(Debug, Default)]
pub(super) struct Maps {
    requests: VecDeque<MapRequest>,
    /// With the resource that is to be mapped.
    pending: Vec<(Token, CtrlHdr, Option<ResourceId>)>,
}

impl Maps {
    pub(super) fn pending(&self) -> usize {
        self.pending.len()
    }

    fn check_room(&self) -> Result<(), Error> {
        // A front end that does not answer is asked for no more, and what it was to be asked stays.
        if self.pending.len().max(self.requests.len()) < limits::MAX_PENDING_MAPS {
            Ok(())
        } else {
            Err(Error::NobodyMaps)
        }
    }

    fn unmap(&mut self, offset_bytes: u64, len_bytes: u64) {
        self.requests.push_back(MapRequest::Unmap {
            token: None,
            offset_bytes,
            len_bytes,
        });
    }
}

impl<G: HostGpu> Device<G> {
    /// Of the region that blobs of the host are mapped into; 0 if there is none.
    pub fn host_visible_bytes(&self) -> u64 {
        self.config.host_visible.map_or(0, |region| region.size_bytes)
    }

    /// The bytes of a blob of the host, to be mapped.
    pub fn host_bytes(&self, resource: ResourceId) -> Option<&std::sync::Arc<dyn SharedBytes>> {
        match &self.resources.get(resource).ok()?.content {
            Content::Blob(blob) => blob.host_bytes(),
            Content::Image(_) | Content::Rendered(_) => None,
        }
    }

    pub(super) fn create_blob(
        &mut self,
        context: ContextId,
        id: ResourceId,
        create: &CreateBlob<'_>,
        memory: &dyn GuestMemory,
    ) -> Result<Payload, Error> {
        self.require(Features::RESOURCE_BLOB, CtrlType::ResourceCreateBlob)?;
        let has_entries = !create.entries.is_empty();
        match (create.mem, create.blob_id) {
            _ if create.size_bytes == 0 => return Err(bad(create)),
            (BLOB_MEM_GUEST, _) => {
                self.resources.add_blob(id, create.size_bytes, None)?;
                self.attach_or_undo(id, create, memory)?;
            }
            (BLOB_MEM_HOST3D, 0) if !has_entries => self.create_host_blob(id, create)?,
            (BLOB_MEM_HOST3D, 1..) if !has_entries => {
                let name = self.create_promised(context, id, create)?;
                self.forget_promised(context, name);
            }
            (BLOB_MEM_HOST3D_GUEST, 1..) => {
                let name = self.create_promised(context, id, create)?;
                self.attach_or_undo(id, create, memory)?;
                self.forget_promised(context, name);
            }
            _ => return Err(bad(create)),
        }
        Ok(Payload::NoData)
    }

    /// Attaches the entries that came with a blob, which have to have all of it.
    fn attach_or_undo(
        &mut self,
        id: ResourceId,
        create: &CreateBlob<'_>,
        memory: &dyn GuestMemory,
    ) -> Result<(), Error> {
        let attached = self.resources.attach(id, create.entries, memory).and_then(|()| {
            let have = self
                .resources
                .get(id)?
                .backing
                .as_ref()
                .map_or(0, |all| all.len_bytes());
            if have < create.size_bytes {
                let need = create.size_bytes;
                return Err(Error::BackingTooShort { need, have });
            }
            Ok(())
        });
        if attached.is_err() {
            // Nobody has seen it, so nothing else knows of it.
            let _ = self.resources.destroy(id);
            if let Some(render) = &mut self.render {
                render.destroy_resource(id);
            }
        }
        attached
    }

    /// Plain memory of the host: no context knows of it.
    fn create_host_blob(&mut self, id: ResourceId, create: &CreateBlob<'_>) -> Result<(), Error> {
        let region: HostVisible = self.config.host_visible.ok_or(Error::Unsupported {
            command: CtrlType::ResourceCreateBlob,
        })?;
        if !create.size_bytes.is_multiple_of(PAGE_BYTES) {
            return Err(bad(create));
        }
        let mappable = create.flags.contains(BlobFlags::USE_MAPPABLE);
        self.resources
            .add_blob(id, create.size_bytes, Some((&region, mappable)))
    }

    /// A resource that a context's stream has described (PIPE_RESOURCE_CREATE), under the name that it returns.
    fn create_promised(
        &mut self,
        context: ContextId,
        id: ResourceId,
        create: &CreateBlob<'_>,
    ) -> Result<u32, Error> {
        let (render, resources) = self.render(CtrlType::ResourceCreateBlob)?;
        render.check_context(context)?;
        resources.check_free(id)?;
        let blob_id = u32::try_from(create.blob_id).map_err(|_| bad(create))?;
        let renderer = render.renderer_mut();
        let promised = renderer.promised(context, blob_id).ok_or_else(|| bad(create))?;
        let rendered = render.create_resource(id, &promised)?;
        resources.add_rendered(id, rendered)?;
        Ok(blob_id)
    }

    fn forget_promised(&mut self, context: ContextId, blob_id: u32) {
        if let Some(render) = &mut self.render {
            render.renderer_mut().forget_promised(context, blob_id);
        }
    }

    pub(super) fn map_blob(&mut self, id: ResourceId, offset_bytes: u64) -> Result<Outcome, Error> {
        self.require(Features::RESOURCE_BLOB, CtrlType::ResourceMapBlob)?;
        let region_bytes = self.host_visible_bytes();
        let Content::Blob(blob) = &self.resources.get(id)?.content else {
            return Err(Error::CannotMap(id));
        };
        if !blob.is_mappable() || blob.mapped_at().is_some() {
            return Err(Error::CannotMap(id));
        }
        let len_bytes = blob.size_bytes;
        let fits = |end: u64| end <= region_bytes && offset_bytes.is_multiple_of(PAGE_BYTES);
        let end = offset_bytes.checked_add(len_bytes).filter(|end| fits(*end));
        let is_free = |end: u64| {
            let mut mapped = self.resources.mapped();
            mapped.all(|(start, len)| end <= start || start + len <= offset_bytes)
        };
        if !end.is_some_and(is_free) {
            return Err(Error::BadMapping {
                offset_bytes,
                len_bytes,
            });
        }
        self.maps.check_room()?;
        self.set_mapped_at(id, Some(offset_bytes));
        Ok(Outcome::AskToMap(Ask {
            map: Some(id),
            offset_bytes,
            len_bytes,
        }))
    }

    pub(super) fn unmap_blob(&mut self, id: ResourceId) -> Result<Outcome, Error> {
        self.require(Features::RESOURCE_BLOB, CtrlType::ResourceUnmapBlob)?;
        let Content::Blob(blob) = &self.resources.get(id)?.content else {
            return Err(Error::NotMapped(id));
        };
        let offset_bytes = blob.mapped_at().ok_or(Error::NotMapped(id))?;
        let len_bytes = blob.size_bytes;
        self.maps.check_room()?;
        self.set_mapped_at(id, None);
        Ok(Outcome::AskToMap(Ask {
            map: None,
            offset_bytes,
            len_bytes,
        }))
    }

    pub(super) fn ask_to_map(&mut self, token: Token, header: CtrlHdr, ask: Ask) {
        let Ask {
            map,
            offset_bytes,
            len_bytes,
        } = ask;
        self.maps.pending.push((token, header, map));
        self.maps.requests.push_back(match map {
            Some(resource) => MapRequest::Map {
                token,
                resource,
                offset_bytes,
                len_bytes,
            },
            None => MapRequest::Unmap {
                token: Some(token),
                offset_bytes,
                len_bytes,
            },
        });
    }

    /// What the front end is to map or unmap next, in order; each that has a token is to be answered with
    /// [`Device::answer_map`].
    pub fn next_map_request(&mut self) -> Option<MapRequest> {
        self.maps.requests.pop_front()
    }

    /// Whether a request waits for [`Device::answer_map`].
    pub fn is_mapping(&self) -> bool {
        !self.maps.pending.is_empty()
    }

    /// It is done, or not. A token that does not wait is ignored.
    pub fn answer_map(&mut self, token: Token, done: bool) {
        let mut pending = self.maps.pending.iter();
        let Some(index) = pending.position(|(waiting, ..)| *waiting == token) else {
            return;
        };
        let (token, header, map) = self.maps.pending.remove(index);
        let payload = match (map, done) {
            (Some(_), true) => Payload::MapInfo(MAP_CACHE_CACHED),
            (None, true) => Payload::NoData,
            (map, false) => {
                // It may be there all the same, if the answer is only late.
                map.into_iter()
                    .for_each(|resource| self.unmap_forgotten(resource));
                let error = Error::NobodyMaps;
                self.faults.note(error);
                Payload::Error(error.response())
            }
        };
        self.complete(token, &header, payload);
    }

    /// Nothing that is asked for is done any more.
    pub fn refuse_all_maps(&mut self) {
        for (token, ..) in self.maps.pending.clone() {
            self.answer_map(token, false);
        }
    }

    /// A resource goes, or is not mapped after all: what the guest did not unmap is.
    pub(super) fn unmap_forgotten(&mut self, id: ResourceId) {
        if let Ok(resource) = self.resources.get(id)
            && let Content::Blob(blob) = &resource.content
            && let Some(offset_bytes) = blob.mapped_at()
        {
            self.maps.unmap(offset_bytes, blob.size_bytes);
            self.set_mapped_at(id, None);
        }
    }

    /// Likewise all of them, and nobody waits for anything.
    pub(super) fn unmap_all(&mut self) {
        self.maps.pending.clear();
        for (offset_bytes, len_bytes) in self.resources.mapped() {
            self.maps.unmap(offset_bytes, len_bytes);
        }
    }

    fn set_mapped_at(&mut self, id: ResourceId, place: Option<u64>) {
        if let Ok(resource) = self.resources.get_mut(id)
            && let Content::Blob(blob) = &mut resource.content
        {
            blob.set_mapped_at(place);
        }
    }
}

fn bad(create: &CreateBlob<'_>) -> Error {
    Error::BadBlob {
        mem: create.mem,
        blob_id: create.blob_id,
        size_bytes: create.size_bytes,
        entries: create.entries.len(),
    }
}
