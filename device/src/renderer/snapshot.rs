//! A renderer as plain data, and back.

use std::sync::Arc;

use super::Renderer;
use crate::{
    gpu::{HostGpu, Target},
    ids::{ContextId, ResourceId},
    limits,
    snapshot::{Error, ResourceData, Snapshot, UploadData},
    transfer::{Layout, TransferError},
    virgl::{self, Context, CreateResource, Numbers, Restore, Save},
};

impl<G: HostGpu> Renderer<G> {
    /// What the guest can see, but for the bytes of resources. It is the same for the same state, whatever the host
    /// GPU, and saving changes nothing.
    ///
    /// # Errors
    /// [`Error::NotSettled`] while something is under way, so that a query's result may not be known: wait for a
    /// [`Renderer::fence`].
    pub fn save(&mut self) -> Result<Snapshot, Error> {
        if !self.is_settled() || self.unflushed || self.flushed > self.retired {
            return Err(Error::NotSettled);
        }
        let mut resources: Vec<_> = self.resources.values().collect();
        resources.sort_by_key(|resource| resource.handle);
        let mut contexts: Vec<_> = self.contexts.iter().collect();
        contexts.sort_by_key(|(id, _)| **id);
        let mut save = Save {
            gpu: &mut self.gpu,
            numbers: Numbers::new(resources.iter().map(|resource| resource.handle)),
        };
        let uploads = self.uploads.all().into_iter().map(|upload| UploadData {
            resource: upload.resource.get(),
            transfer: upload.transfer,
        });
        Ok(Snapshot {
            resources: resources
                .iter()
                .map(|resource| ResourceData {
                    id: resource.id.get(),
                    create: CreateResource::of(&resource.desc),
                })
                .collect(),
            contexts: contexts
                .into_iter()
                .map(|(id, context)| context.save(*id, &mut save))
                .collect(),
            uploads: uploads.collect(),
        })
    }

    /// The renderer that was saved, over a GPU that was asked for nothing yet. Its resources are zeroes, it may use
    /// `max_hostmem_bytes` for them, and it begins to count anew.
    ///
    /// # Errors
    /// If no guest can have brought such a state about within our limits, or the GPU has no room for it.
    pub fn restore(snapshot: Snapshot, gpu: G, max_hostmem_bytes: u64) -> Result<Self, Error> {
        let mut renderer = Self::new(gpu, max_hostmem_bytes);
        let mut handles = Vec::new();
        for ResourceData { id, create } in snapshot.resources {
            let resource = renderer.restore_resource(id, &create);
            handles.push(resource.map_err(|error| Error::Resource { id, error })?);
        }
        for upload in snapshot.uploads {
            let id = upload.resource;
            let restored = renderer.restore_upload(upload);
            restored.map_err(|error| Error::Upload { id, error })?;
        }
        let mut restore = Restore::new(
            &mut renderer.gpu,
            &mut renderer.budget,
            &renderer.resources,
            &handles,
        );
        for data in snapshot.contexts {
            let id = ContextId(data.id);
            let wrong = |error| Error::Context { context: id.0, error };
            if renderer.contexts.len() >= limits::MAX_CONTEXTS {
                return Err(wrong(virgl::Error::TooMany("contexts")));
            }
            let context = Context::restore(data, &mut restore)?;
            if renderer.contexts.insert(id, context).is_some() {
                return Err(wrong(virgl::Error::out_of_range("context", id.0)));
            }
        }
        renderer.next_handle = restore.last_handle() + 1;
        Ok(renderer)
    }

    fn restore_resource(
        &mut self,
        id: u32,
        create: &CreateResource,
    ) -> Result<Arc<virgl::Resource>, virgl::Error> {
        let id = ResourceId::new(id).ok_or(virgl::Error::NoResource(id))?;
        self.create_resource(id, create)?;
        self.resource_or_error(id)
    }

    fn restore_upload(&mut self, data: UploadData) -> Result<(), TransferError> {
        let resource = ResourceId::new(data.resource).and_then(|id| self.resources.get(&id));
        let textures = resource.filter(|resource| resource.desc.target != Target::Buffer);
        let texture = textures.ok_or(TransferError::NoBacking)?;
        Layout::new(&texture.desc, &data.transfer)?;
        self.uploads.note(texture, &data.transfer);
        Ok(())
    }
}
