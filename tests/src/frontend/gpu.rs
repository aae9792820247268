//! Requests of the GPU as bytes. Arguments are plain numbers, since tests want wrong ones too.

use wire::virtio_gpu::{
    BlobFlags, CtrlHdr, CtrlType, CtxCreate, CursorPos, GetCapset, GetCapsetInfo, GetEdid, MemEntry, Rect,
    ResourceAttachBacking, ResourceCreate2d, ResourceCreateBlob, ResourceFlush, ResourceId, ResourceMapBlob,
    SetScanout, SetScanoutBlob, TransferToHost2d, UpdateCursor,
};
use zerocopy::{FromZeros, Immutable, IntoBytes};

/// The format that Linux uses for its console.
pub const BGRX: u32 = 2;
/// `VIRTIO_GPU_FORMAT_B8G8R8A8_UNORM`.
pub const BGRA: u32 = 1;

/// A rectangle.
pub fn rect(x: u32, y: u32, width: u32, height: u32) -> Rect {
    Rect {
        x: x.into(),
        y: y.into(),
        width: width.into(),
        height: height.into(),
    }
}

/// A header with no fence.
pub fn header(code: u32) -> CtrlHdr {
    CtrlHdr {
        type_: code.into(),
        flags: 0.into(),
        fence_id: 0.into(),
        ctx_id: 0.into(),
        ring_idx: 0,
        padding: [0; 3],
    }
}

/// A header and what follows it.
pub fn message(code: CtrlType, body: &(impl IntoBytes + Immutable)) -> Vec<u8> {
    let mut bytes = header(code as u32).as_bytes().to_vec();
    bytes.extend_from_slice(body.as_bytes());
    bytes
}

/// GET_DISPLAY_INFO.
pub fn get_display_info() -> Vec<u8> {
    header(CtrlType::GetDisplayInfo as u32).as_bytes().to_vec()
}

/// GET_EDID.
pub fn get_edid(scanout: u32) -> Vec<u8> {
    message(
        CtrlType::GetEdid,
        &GetEdid {
            scanout: scanout.into(),
            padding: 0.into(),
        },
    )
}

/// RESOURCE_CREATE_2D.
pub fn create_2d(resource: u32, format: u32, width: u32, height: u32) -> Vec<u8> {
    let body = ResourceCreate2d {
        resource_id: resource.into(),
        format: format.into(),
        width: width.into(),
        height: height.into(),
    };
    message(CtrlType::ResourceCreate2d, &body)
}

fn by_id(code: CtrlType, resource: u32) -> Vec<u8> {
    message(
        code,
        &ResourceId {
            resource_id: resource.into(),
            padding: 0.into(),
        },
    )
}

/// RESOURCE_UNREF.
pub fn unref(resource: u32) -> Vec<u8> {
    by_id(CtrlType::ResourceUnref, resource)
}

/// RESOURCE_DETACH_BACKING.
pub fn detach(resource: u32) -> Vec<u8> {
    by_id(CtrlType::ResourceDetachBacking, resource)
}

/// RESOURCE_ASSIGN_UUID.
pub fn assign_uuid(resource: u32) -> Vec<u8> {
    by_id(CtrlType::ResourceAssignUuid, resource)
}

/// RESOURCE_ATTACH_BACKING of these ranges.
pub fn attach(resource: u32, entries: &[(u64, u32)]) -> Vec<u8> {
    attach_claiming(resource, entries.len() as u32, entries)
}

/// RESOURCE_ATTACH_BACKING that claims any number of entries.
pub fn attach_claiming(resource: u32, claimed: u32, entries: &[(u64, u32)]) -> Vec<u8> {
    let body = ResourceAttachBacking {
        resource_id: resource.into(),
        nr_entries: claimed.into(),
    };
    let mut bytes = message(CtrlType::ResourceAttachBacking, &body);
    append_entries(&mut bytes, entries);
    bytes
}

fn append_entries(bytes: &mut Vec<u8>, entries: &[(u64, u32)]) {
    for &(addr, length) in entries {
        let entry = MemEntry {
            addr: addr.into(),
            length: length.into(),
            padding: 0.into(),
        };
        bytes.extend_from_slice(entry.as_bytes());
    }
}

/// RESOURCE_CREATE_BLOB, which the driver may map.
pub fn create_blob(resource: u32, mem: u32, blob_id: u64, size: u64, entries: &[(u64, u32)]) -> Vec<u8> {
    let body = ResourceCreateBlob {
        resource_id: resource.into(),
        blob_mem: mem.into(),
        blob_flags: BlobFlags::USE_MAPPABLE.bits().into(),
        nr_entries: (entries.len() as u32).into(),
        blob_id: blob_id.into(),
        size: size.into(),
    };
    let mut bytes = message(CtrlType::ResourceCreateBlob, &body);
    append_entries(&mut bytes, entries);
    bytes
}

/// SET_SCANOUT_BLOB of a picture in B8G8R8X8.
pub fn set_scanout_blob(
    scanout: u32,
    resource: u32,
    r: Rect,
    size: (u32, u32),
    stride: u32,
    offset: u32,
) -> Vec<u8> {
    let mut body = SetScanoutBlob::new_zeroed();
    body.r = r;
    body.scanout_id.set(scanout);
    body.resource_id.set(resource);
    body.width.set(size.0);
    body.height.set(size.1);
    body.format.set(BGRX);
    body.strides[0].set(stride);
    body.offsets[0].set(offset);
    message(CtrlType::SetScanoutBlob, &body)
}

/// RESOURCE_MAP_BLOB.
pub fn map_blob(resource: u32, offset: u64) -> Vec<u8> {
    let body = ResourceMapBlob {
        resource_id: resource.into(),
        padding: 0.into(),
        offset: offset.into(),
    };
    message(CtrlType::ResourceMapBlob, &body)
}

/// RESOURCE_UNMAP_BLOB.
pub fn unmap_blob(resource: u32) -> Vec<u8> {
    by_id(CtrlType::ResourceUnmapBlob, resource)
}

/// CTX_CREATE.
pub fn create_context(context: u32, context_init: u32) -> Vec<u8> {
    let mut body = CtxCreate::new_zeroed();
    body.context_init.set(context_init);
    let mut bytes = message(CtrlType::CtxCreate, &body);
    bytes[16..20].copy_from_slice(&context.to_le_bytes());
    bytes
}

/// SET_SCANOUT.
pub fn set_scanout(scanout: u32, resource: u32, r: Rect) -> Vec<u8> {
    message(
        CtrlType::SetScanout,
        &SetScanout {
            r,
            scanout_id: scanout.into(),
            resource_id: resource.into(),
        },
    )
}

/// RESOURCE_FLUSH.
pub fn flush(resource: u32, r: Rect) -> Vec<u8> {
    message(
        CtrlType::ResourceFlush,
        &ResourceFlush {
            r,
            resource_id: resource.into(),
            padding: 0.into(),
        },
    )
}

/// TRANSFER_TO_HOST_2D.
pub fn transfer(resource: u32, r: Rect, offset: u64) -> Vec<u8> {
    let body = TransferToHost2d {
        r,
        offset: offset.into(),
        resource_id: resource.into(),
        padding: 0.into(),
    };
    message(CtrlType::TransferToHost2d, &body)
}

/// GET_CAPSET_INFO.
pub fn get_capset_info(index: u32) -> Vec<u8> {
    let body = GetCapsetInfo {
        capset_index: index.into(),
        padding: 0.into(),
    };
    message(CtrlType::GetCapsetInfo, &body)
}

/// GET_CAPSET.
pub fn get_capset(id: u32, version: u32) -> Vec<u8> {
    message(
        CtrlType::GetCapset,
        &GetCapset {
            capset_id: id.into(),
            capset_version: version.into(),
        },
    )
}

/// UPDATE_CURSOR.
pub fn update_cursor(scanout: u32, resource: u32, place: (u32, u32), hot: (u32, u32)) -> Vec<u8> {
    cursor(CtrlType::UpdateCursor, scanout, resource, place, hot)
}

/// MOVE_CURSOR; Linux repeats the resource of the cursor shown.
pub fn move_cursor(scanout: u32, resource: u32, place: (u32, u32)) -> Vec<u8> {
    cursor(CtrlType::MoveCursor, scanout, resource, place, (0, 0))
}

fn cursor(code: CtrlType, scanout: u32, resource: u32, place: (u32, u32), hot: (u32, u32)) -> Vec<u8> {
    let body = UpdateCursor {
        pos: CursorPos {
            scanout_id: scanout.into(),
            x: place.0.into(),
            y: place.1.into(),
            padding: 0.into(),
        },
        resource_id: resource.into(),
        hot_x: hot.0.into(),
        hot_y: hot.1.into(),
        padding: 0.into(),
    };
    message(code, &body)
}

/// The same request with a fence.
pub fn fenced(mut request: Vec<u8>, fence: u64, context: u32) -> Vec<u8> {
    request[4] |= 1;
    request[8..16].copy_from_slice(&fence.to_le_bytes());
    request[16..20].copy_from_slice(&context.to_le_bytes());
    request
}

/// One good request of every 2D control command, with a resource that may not exist.
pub fn samples_2d(resource: u32) -> Vec<(CtrlType, Vec<u8>)> {
    let whole = rect(0, 0, 8, 8);
    vec![
        (CtrlType::GetDisplayInfo, get_display_info()),
        (CtrlType::ResourceCreate2d, create_2d(resource, BGRX, 8, 8)),
        (CtrlType::ResourceUnref, unref(resource)),
        (CtrlType::SetScanout, set_scanout(0, resource, whole)),
        (CtrlType::ResourceFlush, flush(resource, whole)),
        (CtrlType::TransferToHost2d, transfer(resource, whole, 0)),
        (
            CtrlType::ResourceAttachBacking,
            attach(resource, &[(0x1000, 256)]),
        ),
        (CtrlType::ResourceDetachBacking, detach(resource)),
    ]
}
