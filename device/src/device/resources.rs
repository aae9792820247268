//! Resources and the guest's memory behind them: 2D transfers, UUIDs, and what is to be done when either goes.

use wire::virtio_gpu::{self as gpu, Features};

use super::{Device, requests::Outcome};
use crate::{
    command::Payload,
    error::Error,
    geometry::Rect,
    gpu::{Box3, HostGpu},
    ids::{ResourceId, ScanoutId},
    memory::GuestMemory,
    resource::{Content, View},
    transfer::{Mapping, Transfer},
};

impl<G: HostGpu> Device<G> {
    pub(super) fn resource_unref(&mut self, resource: ResourceId) -> Result<Outcome, Error> {
        self.unmap_forgotten(resource);
        let mapping = self.resources.destroy(resource)?;
        if let Some(render) = &mut self.render {
            render.destroy_resource(resource);
        }
        for index in 0..self.scanouts.len() {
            if self.scanouts[index]
                .shown
                .is_some_and(|shown| shown.resource == resource)
            {
                self.show(
                    ScanoutId::new(index as u32).expect("a device has at most 16 scanouts"),
                    None,
                );
            }
        }
        Ok(self.take_back(resource, mapping))
    }

    /// A resource has no memory any more, of which a mapping may have been made. The guest does what it likes with the
    /// memory once it sees the reply, so that waits for the GPU if that may still write to it.
    pub(super) fn take_back(&mut self, resource: ResourceId, mapping: Option<Mapping>) -> Outcome {
        let Some(mapping) = mapping else {
            return Outcome::Done(Payload::NoData);
        };
        self.forget_mapping(resource, &mapping);
        if self.is_using_memory() {
            Outcome::DoneAfterGpu
        } else {
            Outcome::Done(Payload::NoData)
        }
    }

    pub(super) fn transfer_to_host_2d(
        &mut self,
        rect: Rect,
        offset: u64,
        id: ResourceId,
        memory: &dyn GuestMemory,
    ) -> Result<(), Error> {
        let resource = self.resources.get_mut(id)?;
        match resource.content {
            Content::Image(_) => {
                self.counters.bytes_copied += resource.transfer_to_host(id, &rect, offset, memory)?;
                return Ok(());
            }
            // Its bytes are where both sides see them already. Linux asks all the same, for cursors.
            Content::Blob(_) => return Ok(()),
            Content::Rendered(_) => {}
        }
        let transfer = Transfer {
            level: 0,
            area: Box3 {
                x: rect.x,
                y: rect.y,
                z: 0,
                width: rect.width,
                height: rect.height,
                depth: 1,
            },
            offset_bytes: offset,
            stride_bytes: 0,
            layer_stride_bytes: 0,
        };
        let (render, resources) = self.render(gpu::CtrlType::TransferToHost2d)?;
        let view = View::new(resources, memory);
        Ok(render.renderer_mut().transfer_to_host(id, &transfer, &view)?)
    }

    pub(super) fn assign_uuid(&mut self, resource: ResourceId) -> Result<Payload, Error> {
        self.require(Features::RESOURCE_UUID, gpu::CtrlType::ResourceAssignUuid)?;
        let target = self.resources.get_mut(resource)?;
        let uuid = *target.uuid.get_or_insert_with(|| {
            self.uuids_given += 1;
            make_uuid(self.config.uuid_seed, self.uuids_given)
        });
        Ok(Payload::Uuid(uuid))
    }
}

/// A version-4 UUID (RFC 9562 §5.4) that no other device with another seed is likely to give.
fn make_uuid(seed: u64, number: u64) -> [u8; 16] {
    // splitmix64, a published mixer; uniqueness is needed, not secrecy.
    let mix = |value: u64| {
        let mut z = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut uuid = [0; 16];
    uuid[..8].copy_from_slice(&mix(seed.wrapping_add(number)).to_be_bytes());
    uuid[8..].copy_from_slice(&mix(mix(seed) ^ number).to_be_bytes());
    uuid[6] = (uuid[6] & 0x0f) | 0x40;
    uuid[8] = (uuid[8] & 0x3f) | 0x80;
    uuid
}
