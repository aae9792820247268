//! Transfers inside the stream, which save guests a round trip for each.

use wire::virgl as w;

use super::{Error, Host, host, resource::Resources};
use crate::{
    gpu::Box3,
    ids::ResourceId,
    transfer::{Backings, BadBacking, Transfer},
};

pub(super) fn area(area: &w::Box3) -> Box3 {
    Box3 {
        x: area.x.get(),
        y: area.y.get(),
        z: area.z.get(),
        width: area.w.get(),
        height: area.h.get(),
        depth: area.d.get(),
    }
}

fn transfer(header: &w::TransferHeader, offset_bytes: u32) -> Transfer {
    Transfer {
        level: header.level.get(),
        area: area(&header.area),
        offset_bytes: offset_bytes.into(),
        stride_bytes: header.stride.get(),
        layer_stride_bytes: header.layer_stride.get(),
    }
}

/// TRANSFER3D: between a resource and its own memory.
pub(super) fn transfer3d(
    host: &mut Host<'_>,
    resources: &Resources,
    command: &w::Transfer3d,
) -> Result<(), Error> {
    let resource = resources.any(command.transfer.res_handle.get())?;
    let transfer = transfer(&command.transfer, command.data_offset.get());
    match command.direction.get() {
        w::TRANSFER_TO_HOST => host
            .upload(resource, &transfer, resource.id)
            .map(|_| ())
            .map_err(|error| explain(resource.id, error)),
        w::TRANSFER_FROM_HOST => host.download(resource, &transfer, resource.id),
        direction => Err(Error::out_of_range("direction of a transfer", direction)),
    }
}

/// COPY_TRANSFER3D: between a resource and the memory of another one.
pub(super) fn copy_transfer3d(
    host: &mut Host<'_>,
    resources: &Resources,
    command: &w::CopyTransfer3d,
) -> Result<(), Error> {
    let resource = resources.on_gpu(command.transfer.res_handle.get())?;
    let staging = resources.any(command.src_res_handle.get())?.id;
    let transfer = transfer(&command.transfer, command.src_res_offset.get());
    if w::copy_transfer::FLAGS_READ_FROM_HOST.get(command.flags.get()) != 0 {
        host.download(resource, &transfer, staging)
    } else {
        host.upload(resource, &transfer, staging)
            .map(|_| ())
            .map_err(|error| explain(resource.id, error))
    }
}

/// RESOURCE_INLINE_WRITE: from the stream itself.
pub(super) fn inline_write(
    host: &mut Host<'_>,
    resources: &Resources,
    header: &w::TransferHeader,
    data: &[u8],
) -> Result<(), Error> {
    let resource = resources.on_gpu(header.res_handle.get())?;
    let transfer = transfer(header, 0);
    host::upload(
        host.gpu,
        &Inline(data),
        host.scratch,
        resource,
        &transfer,
        resource.id,
    )
    .map(|_| ())
    .map_err(|error| explain(resource.id, error))
}

fn explain(resource: ResourceId, error: crate::transfer::TransferError) -> Error {
    Error::Transfer { resource, error }
}

/// Bytes of the stream in the place of a resource's memory.
struct Inline<'a>(&'a [u8]);

impl Backings for Inline<'_> {
    fn len_bytes(&self, _: ResourceId) -> Option<u64> {
        Some(self.0.len() as u64)
    }

    fn read(&self, _: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking> {
        let start = usize::try_from(offset).map_err(|_| BadBacking)?;
        let bytes = self.0.get(start..).and_then(|bytes| bytes.get(..dst.len()));
        dst.copy_from_slice(bytes.ok_or(BadBacking)?);
        Ok(())
    }

    fn write(&self, _: ResourceId, _: u64, _: &[u8]) -> Result<(), BadBacking> {
        Err(BadBacking)
    }
}
