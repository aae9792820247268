//! Request bytes to [`Command`], bounded and typed; [`Reply`] to response bytes.
//!
//! This is where a guest's bytes are looked at for the first time and the last: what leaves here is typed, and no
//! count in it exceeds [`limits`](crate::limits). Whether ids and sizes make sense is for the device to say.

use wire::virtio_gpu::{
    self as gpu, BlobFlags, CtrlFlags, CtrlHdr, CtrlType, DisplayOne, EDID_BYTES_MAX, MAX_SCANOUTS, MemEntry,
};
use zerocopy::{FromBytes, FromZeros, Immutable, IntoBytes, KnownLayout, little_endian::U32};

use crate::{
    blob::{CreateBlob, Plane},
    edid::Edid,
    error::Error,
    geometry::{Rect, Size},
    gpu::Box3,
    ids::{ContextId, ResourceId},
    limits,
    transfer::Transfer,
    virgl::CreateResource,
};

/// Which queue a request came on (virtio 1.3 §5.7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Everything but cursor commands.
    Control,
    /// UPDATE_CURSOR and MOVE_CURSOR.
    Cursor,
}

/// A request, typed; ids are not looked up yet. Field names are the specification's.
#[derive(Clone, Copy, Debug)]
#[allow(
    missing_docs,
    reason = "virtio 1.3 §5.7.6.8 describes each field under the same name"
)]
pub enum Command<'a> {
    GetDisplayInfo,
    GetEdid {
        scanout: u32,
    },
    ResourceCreate2d {
        resource: ResourceId,
        format: u32,
        width: u32,
        height: u32,
    },
    ResourceCreateBlob {
        context: ContextId,
        resource: ResourceId,
        create: CreateBlob<'a>,
    },
    ResourceUnref {
        resource: ResourceId,
    },
    SetScanoutBlob {
        rect: Rect,
        scanout: u32,
        resource: Option<ResourceId>,
        format: u32,
        plane: Plane,
    },
    ResourceMapBlob {
        resource: ResourceId,
        offset: u64,
    },
    ResourceUnmapBlob {
        resource: ResourceId,
    },
    SetScanout {
        rect: Rect,
        scanout: u32,
        resource: Option<ResourceId>,
    },
    ResourceFlush {
        rect: Rect,
        resource: ResourceId,
    },
    TransferToHost2d {
        rect: Rect,
        offset: u64,
        resource: ResourceId,
    },
    ResourceAttachBacking {
        resource: ResourceId,
        entries: &'a [MemEntry],
    },
    ResourceDetachBacking {
        resource: ResourceId,
    },
    ResourceAssignUuid {
        resource: ResourceId,
    },
    GetCapsetInfo {
        index: u32,
    },
    GetCapset {
        id: u32,
        version: u32,
    },
    CtxCreate {
        context: ContextId,
        context_init: u32,
        name: DebugName,
    },
    CtxDestroy {
        context: ContextId,
    },
    CtxAttachResource {
        context: ContextId,
        resource: ResourceId,
    },
    CtxDetachResource {
        context: ContextId,
        resource: ResourceId,
    },
    ResourceCreate3d {
        resource: ResourceId,
        create: CreateResource,
    },
    TransferToHost3d {
        context: ContextId,
        resource: ResourceId,
        transfer: Transfer,
    },
    TransferFromHost3d {
        context: ContextId,
        resource: ResourceId,
        transfer: Transfer,
    },
    Submit3d {
        context: ContextId,
        stream: &'a [U32],
    },
    UpdateCursor {
        pos: CursorPos,
        resource: Option<ResourceId>,
        hot_x: u32,
        hot_y: u32,
    },
    MoveCursor {
        pos: CursorPos,
    },
}

/// What a driver calls a context, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DebugName {
    bytes: [u8; 64],
    len: usize,
}

impl DebugName {
    /// As text.
    pub fn text(&self) -> String {
        let bytes = self.bytes.get(..self.len).unwrap_or(&self.bytes);
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        String::from_utf8_lossy(&bytes[..end]).into_owned()
    }
}

/// Where a cursor is: `virtio_gpu_cursor_pos`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorPos {
    /// Which scanout, unchecked.
    pub scanout: u32,
    /// In pixels; a driver may send a negative number in two's complement.
    pub x: u32,
    /// In pixels; a driver may send a negative number in two's complement.
    pub y: u32,
}

impl From<gpu::CursorPos> for CursorPos {
    fn from(pos: gpu::CursorPos) -> Self {
        Self {
            scanout: pos.scanout_id.get(),
            x: pos.x.get(),
            y: pos.y.get(),
        }
    }
}

/// The header of a request.
///
/// # Errors
/// [`Error::NoHeader`] if the request is shorter than one.
pub fn header(request: &[u8]) -> Result<CtrlHdr, Error> {
    match CtrlHdr::read_from_prefix(request) {
        Ok((header, _)) => Ok(header),
        Err(_) => Err(Error::NoHeader { len: request.len() }),
    }
}

impl<'a> Command<'a> {
    /// The command in `request`, which came on `queue` and begins with `header`.
    ///
    /// # Errors
    /// For whatever is wrong with the bytes alone: unknown command, wrong queue, too short, an id of 0, too many
    /// entries.
    pub fn parse(header: &CtrlHdr, request: &'a [u8], queue: Queue) -> Result<Self, Error> {
        let code = header.type_.get();
        let command = CtrlType::from_u32(code).ok_or(Error::UnknownCommand(code))?;
        let body = Body { command, request };
        let context = ContextId(header.ctx_id.get());
        let is_cursor = matches!(command, CtrlType::UpdateCursor | CtrlType::MoveCursor);
        if is_cursor != (queue == Queue::Cursor) {
            return Err(Error::WrongQueue { command, queue });
        }
        Ok(match command {
            CtrlType::GetDisplayInfo => Self::GetDisplayInfo,
            CtrlType::GetEdid => Self::GetEdid {
                scanout: body.read::<gpu::GetEdid>()?.scanout.get(),
            },
            CtrlType::ResourceCreate2d => body.resource_create_2d()?,
            CtrlType::ResourceUnref => Self::ResourceUnref {
                resource: body.resource_id()?,
            },
            CtrlType::SetScanout => body.set_scanout()?,
            CtrlType::ResourceFlush => body.resource_flush()?,
            CtrlType::TransferToHost2d => body.transfer_to_host_2d()?,
            CtrlType::ResourceAttachBacking => body.resource_attach_backing()?,
            CtrlType::ResourceDetachBacking => Self::ResourceDetachBacking {
                resource: body.resource_id()?,
            },
            CtrlType::ResourceAssignUuid => Self::ResourceAssignUuid {
                resource: body.resource_id()?,
            },
            CtrlType::GetCapsetInfo => Self::GetCapsetInfo {
                index: body.read::<gpu::GetCapsetInfo>()?.capset_index.get(),
            },
            CtrlType::GetCapset => Self::GetCapset {
                id: body.read::<gpu::GetCapset>()?.capset_id.get(),
                version: body.read::<gpu::GetCapset>()?.capset_version.get(),
            },
            CtrlType::CtxCreate => body.ctx_create(context)?,
            CtrlType::CtxDestroy => Self::CtxDestroy { context },
            CtrlType::CtxAttachResource => Self::CtxAttachResource {
                context,
                resource: id(body.read::<gpu::CtxResource>()?.resource_id.get())?,
            },
            CtrlType::CtxDetachResource => Self::CtxDetachResource {
                context,
                resource: id(body.read::<gpu::CtxResource>()?.resource_id.get())?,
            },
            CtrlType::ResourceCreate3d => body.resource_create_3d()?,
            CtrlType::TransferToHost3d => {
                let (resource, transfer) = body.transfer_3d()?;
                Self::TransferToHost3d {
                    context,
                    resource,
                    transfer,
                }
            }
            CtrlType::TransferFromHost3d => {
                let (resource, transfer) = body.transfer_3d()?;
                Self::TransferFromHost3d {
                    context,
                    resource,
                    transfer,
                }
            }
            CtrlType::Submit3d => body.submit_3d(context)?,
            CtrlType::UpdateCursor => body.update_cursor()?,
            // MOVE_CURSOR shares UPDATE_CURSOR's layout, of which only the position counts.
            CtrlType::MoveCursor => Self::MoveCursor {
                pos: body.read::<gpu::CursorPos>()?.into(),
            },
            CtrlType::ResourceCreateBlob => body.resource_create_blob(context)?,
            CtrlType::SetScanoutBlob => body.set_scanout_blob()?,
            CtrlType::ResourceMapBlob => {
                let body: gpu::ResourceMapBlob = body.read()?;
                Self::ResourceMapBlob {
                    resource: id(body.resource_id.get())?,
                    offset: body.offset.get(),
                }
            }
            CtrlType::ResourceUnmapBlob => Self::ResourceUnmapBlob {
                resource: body.resource_id()?,
            },
            CtrlType::RespOkNodata
            | CtrlType::RespOkDisplayInfo
            | CtrlType::RespOkCapsetInfo
            | CtrlType::RespOkCapset
            | CtrlType::RespOkEdid
            | CtrlType::RespOkResourceUuid
            | CtrlType::RespOkMapInfo
            | CtrlType::RespErrUnspec
            | CtrlType::RespErrOutOfMemory
            | CtrlType::RespErrInvalidScanoutId
            | CtrlType::RespErrInvalidResourceId
            | CtrlType::RespErrInvalidContextId
            | CtrlType::RespErrInvalidParameter => return Err(Error::UnknownCommand(code)),
        })
    }
}

/// What follows a request's header.
struct Body<'a> {
    command: CtrlType,
    request: &'a [u8],
}

impl<'a> Body<'a> {
    fn bytes(&self) -> &'a [u8] {
        self.request.get(size_of::<CtrlHdr>()..).unwrap_or_default()
    }

    fn too_short(&self, need: u64) -> Error {
        let need = need + size_of::<CtrlHdr>() as u64;
        Error::TooShort {
            command: self.command,
            need,
            have: self.request.len(),
        }
    }

    fn read<T: FromBytes + KnownLayout + Immutable>(&self) -> Result<T, Error> {
        T::read_from_prefix(self.bytes())
            .map(|(value, _)| value)
            .map_err(|_| self.too_short(size_of::<T>() as u64))
    }

    fn resource_id(&self) -> Result<ResourceId, Error> {
        id(self.read::<gpu::ResourceId>()?.resource_id.get())
    }

    fn resource_create_2d(&self) -> Result<Command<'a>, Error> {
        let body: gpu::ResourceCreate2d = self.read()?;
        Ok(Command::ResourceCreate2d {
            resource: id(body.resource_id.get())?,
            format: body.format.get(),
            width: body.width.get(),
            height: body.height.get(),
        })
    }

    fn set_scanout(&self) -> Result<Command<'a>, Error> {
        let body: gpu::SetScanout = self.read()?;
        Ok(Command::SetScanout {
            rect: body.r.into(),
            scanout: body.scanout_id.get(),
            resource: ResourceId::new(body.resource_id.get()),
        })
    }

    fn resource_flush(&self) -> Result<Command<'a>, Error> {
        let body: gpu::ResourceFlush = self.read()?;
        Ok(Command::ResourceFlush {
            rect: body.r.into(),
            resource: id(body.resource_id.get())?,
        })
    }

    fn transfer_to_host_2d(&self) -> Result<Command<'a>, Error> {
        let body: gpu::TransferToHost2d = self.read()?;
        Ok(Command::TransferToHost2d {
            rect: body.r.into(),
            offset: body.offset.get(),
            resource: id(body.resource_id.get())?,
        })
    }

    fn resource_attach_backing(&self) -> Result<Command<'a>, Error> {
        let body: gpu::ResourceAttachBacking = self.read()?;
        let resource = id(body.resource_id.get())?;
        let entries = self.entries(size_of_val(&body), body.nr_entries.get())?;
        Ok(Command::ResourceAttachBacking { resource, entries })
    }

    /// The `count` entries that follow `after` bytes of the body.
    fn entries(&self, after: usize, count: u32) -> Result<&'a [MemEntry], Error> {
        if count > limits::MAX_BACKING_ENTRIES {
            return Err(Error::TooManyEntries(count));
        }
        let bytes = self.bytes().get(after..).unwrap_or_default();
        let (entries, _) = <[MemEntry]>::ref_from_prefix_with_elems(bytes, count as usize).map_err(|_| {
            let entries = u64::from(count) * size_of::<MemEntry>() as u64;
            self.too_short(after as u64 + entries)
        })?;
        Ok(entries)
    }

    fn resource_create_blob(&self, context: ContextId) -> Result<Command<'a>, Error> {
        let body: gpu::ResourceCreateBlob = self.read()?;
        Ok(Command::ResourceCreateBlob {
            context,
            resource: id(body.resource_id.get())?,
            create: CreateBlob {
                mem: body.blob_mem.get(),
                flags: BlobFlags::from_bits_retain(body.blob_flags.get()),
                blob_id: body.blob_id.get(),
                size_bytes: body.size.get(),
                entries: self.entries(size_of_val(&body), body.nr_entries.get())?,
            },
        })
    }

    fn set_scanout_blob(&self) -> Result<Command<'a>, Error> {
        let body: gpu::SetScanoutBlob = self.read()?;
        Ok(Command::SetScanoutBlob {
            rect: body.r.into(),
            scanout: body.scanout_id.get(),
            resource: ResourceId::new(body.resource_id.get()),
            format: body.format.get(),
            plane: Plane {
                size: Size::new(body.width.get(), body.height.get()),
                offset_bytes: body.offsets[0].get().into(),
                stride_bytes: body.strides[0].get(),
            },
        })
    }

    fn ctx_create(&self, context: ContextId) -> Result<Command<'a>, Error> {
        let body: gpu::CtxCreate = self.read()?;
        Ok(Command::CtxCreate {
            context,
            context_init: body.context_init.get(),
            name: DebugName {
                bytes: body.debug_name,
                len: body.nlen.get() as usize,
            },
        })
    }

    fn resource_create_3d(&self) -> Result<Command<'a>, Error> {
        let body: gpu::ResourceCreate3d = self.read()?;
        Ok(Command::ResourceCreate3d {
            resource: id(body.resource_id.get())?,
            create: CreateResource {
                target: body.target.get(),
                format: body.format.get(),
                bind: body.bind.get(),
                width: body.width.get(),
                height: body.height.get(),
                depth: body.depth.get(),
                array_size: body.array_size.get(),
                last_level: body.last_level.get(),
                nr_samples: body.nr_samples.get(),
                flags: body.flags.get(),
            },
        })
    }

    fn transfer_3d(&self) -> Result<(ResourceId, Transfer), Error> {
        let body: gpu::TransferHost3d = self.read()?;
        let transfer = Transfer {
            level: body.level.get(),
            area: Box3 {
                x: body.box_.x.get(),
                y: body.box_.y.get(),
                z: body.box_.z.get(),
                width: body.box_.w.get(),
                height: body.box_.h.get(),
                depth: body.box_.d.get(),
            },
            offset_bytes: body.offset.get(),
            stride_bytes: body.stride.get(),
            layer_stride_bytes: body.layer_stride.get(),
        };
        Ok((id(body.resource_id.get())?, transfer))
    }

    fn submit_3d(&self, context: ContextId) -> Result<Command<'a>, Error> {
        let size = self.read::<gpu::CmdSubmit>()?.size.get();
        if !size.is_multiple_of(4) {
            return Err(Error::BadSubmitSize(size));
        }
        let bytes = self
            .bytes()
            .get(size_of::<gpu::CmdSubmit>()..)
            .unwrap_or_default();
        let (stream, _) = <[U32]>::ref_from_prefix_with_elems(bytes, size as usize / 4)
            .map_err(|_| self.too_short(size_of::<gpu::CmdSubmit>() as u64 + u64::from(size)))?;
        Ok(Command::Submit3d { context, stream })
    }

    fn update_cursor(&self) -> Result<Command<'a>, Error> {
        let body: gpu::UpdateCursor = self.read()?;
        Ok(Command::UpdateCursor {
            pos: body.pos.into(),
            resource: ResourceId::new(body.resource_id.get()),
            hot_x: body.hot_x.get(),
            hot_y: body.hot_y.get(),
        })
    }
}

fn id(value: u32) -> Result<ResourceId, Error> {
    ResourceId::new(value).ok_or(Error::ResourceIdZero)
}

/// What a request is answered with, beside the fence that its header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Success without data.
    NoData,
    /// GET_DISPLAY_INFO: one entry a scanout.
    DisplayInfo(Box<[DisplayOne; MAX_SCANOUTS]>),
    /// GET_EDID.
    Edid(Box<Edid>),
    /// RESOURCE_ASSIGN_UUID.
    Uuid([u8; 16]),
    /// GET_CAPSET_INFO: id, version, bytes.
    CapsetInfo(u32, u32, u32),
    /// GET_CAPSET.
    Capset(Box<[u8]>),
    /// RESOURCE_MAP_BLOB: how the mapping is cached.
    MapInfo(u32),
    /// Failure: one of the `RespErr…` codes.
    Error(CtrlType),
}

/// A response: a header that repeats the request's fence, and the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    header: CtrlHdr,
    payload: Payload,
}

impl Reply {
    /// The reply to the request that began with `request`.
    ///
    /// The fence, its context and its timeline are repeated whatever the outcome (virtio 1.3 §5.7.6.7): a driver
    /// that waits for a fence would otherwise wait for ever after an error.
    pub fn new(request: &CtrlHdr, payload: Payload) -> Self {
        let mut header = CtrlHdr::new_zeroed();
        header.type_.set(payload.code() as u32);
        let flags = CtrlFlags::from_bits_truncate(request.flags.get());
        if flags.contains(CtrlFlags::FENCE) {
            header.flags.set(flags.bits());
            header.fence_id = request.fence_id;
            header.ctx_id = request.ctx_id;
            if flags.contains(CtrlFlags::INFO_RING_IDX) {
                header.ring_idx = request.ring_idx;
            }
        }
        Self { header, payload }
    }

    /// The reply to a request that had no header.
    pub fn to_nothing(error: CtrlType) -> Self {
        Self::new(&CtrlHdr::new_zeroed(), Payload::Error(error))
    }

    /// The same reply with another payload, for a buffer that is too small for this one.
    pub fn with_error(&self, error: CtrlType) -> Self {
        let mut header = self.header;
        header.type_.set(error as u32);
        Self {
            header,
            payload: Payload::Error(error),
        }
    }

    /// The response code.
    pub fn code(&self) -> CtrlType {
        self.payload.code()
    }

    /// Appends the response to `out`: 24 to some 1400 bytes, all of them defined.
    pub fn write_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.header.as_bytes());
        match &self.payload {
            Payload::NoData | Payload::Error(_) => {}
            Payload::DisplayInfo(pmodes) => out.extend_from_slice(pmodes.as_bytes()),
            Payload::Edid(edid) => {
                let bytes = edid.as_bytes();
                out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
                out.extend_from_slice(&[0; 4]);
                out.extend_from_slice(bytes);
                out.resize(out.len() + EDID_BYTES_MAX.saturating_sub(bytes.len()), 0);
            }
            Payload::Uuid(uuid) => out.extend_from_slice(uuid),
            Payload::CapsetInfo(id, version, bytes) => {
                for word in [*id, *version, *bytes, 0] {
                    out.extend_from_slice(&word.to_le_bytes());
                }
            }
            Payload::Capset(bytes) => out.extend_from_slice(bytes),
            Payload::MapInfo(info) => {
                out.extend_from_slice(&info.to_le_bytes());
                out.extend_from_slice(&[0; 4]);
            }
        }
    }
}

impl Payload {
    fn code(&self) -> CtrlType {
        match self {
            Self::NoData => CtrlType::RespOkNodata,
            Self::DisplayInfo(_) => CtrlType::RespOkDisplayInfo,
            Self::Edid(_) => CtrlType::RespOkEdid,
            Self::Uuid(_) => CtrlType::RespOkResourceUuid,
            Self::CapsetInfo(..) => CtrlType::RespOkCapsetInfo,
            Self::Capset(_) => CtrlType::RespOkCapset,
            Self::MapInfo(_) => CtrlType::RespOkMapInfo,
            Self::Error(code) => *code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::virtio_gpu::{RespDisplayInfo, RespEdid};

    fn request(command: CtrlType, body: &[u8]) -> Vec<u8> {
        let mut header = CtrlHdr::new_zeroed();
        header.type_.set(command as u32);
        [header.as_bytes(), body].concat()
    }

    fn parse(bytes: &[u8], queue: Queue) -> Result<Command<'_>, Error> {
        Command::parse(&header(bytes)?, bytes, queue)
    }

    #[test]
    fn every_cut_of_every_command_is_an_error_or_complete() {
        for command in CtrlType::ALL {
            let whole = request(*command, &[1; 64]);
            for length in 0..whole.len() {
                for queue in [Queue::Control, Queue::Cursor] {
                    let _ = parse(&whole[..length], queue);
                }
            }
        }
    }

    #[test]
    fn entries_past_the_request_are_refused() {
        let mut body = gpu::ResourceAttachBacking::new_zeroed();
        body.resource_id.set(1);
        body.nr_entries.set(2);
        let mut bytes = request(CtrlType::ResourceAttachBacking, body.as_bytes());
        bytes.extend_from_slice(&[0; 31]);
        assert!(matches!(
            parse(&bytes, Queue::Control),
            Err(Error::TooShort {
                need: 64,
                have: 63,
                ..
            })
        ));
        bytes.push(0);
        assert!(matches!(
            parse(&bytes, Queue::Control),
            Ok(Command::ResourceAttachBacking { entries: [_, _], .. })
        ));
    }

    #[test]
    fn counts_beyond_the_limit_are_refused_before_the_length_is() {
        let mut body = gpu::ResourceAttachBacking::new_zeroed();
        body.resource_id.set(1);
        body.nr_entries.set(u32::MAX);
        let bytes = request(CtrlType::ResourceAttachBacking, body.as_bytes());
        assert!(matches!(
            parse(&bytes, Queue::Control),
            Err(Error::TooManyEntries(u32::MAX))
        ));
    }

    #[test]
    fn cursor_commands_belong_on_their_own_queue() {
        let bytes = request(CtrlType::MoveCursor, &[0; 32]);
        assert!(matches!(
            parse(&bytes, Queue::Control),
            Err(Error::WrongQueue { .. })
        ));
        assert!(parse(&bytes, Queue::Cursor).is_ok());
        let bytes = request(CtrlType::GetDisplayInfo, &[]);
        assert!(matches!(
            parse(&bytes, Queue::Cursor),
            Err(Error::WrongQueue { .. })
        ));
    }

    #[test]
    fn replies_have_the_size_of_their_structure() {
        let zero = CtrlHdr::new_zeroed();
        let sizes = [
            (Payload::NoData, 24),
            (Payload::Error(CtrlType::RespErrUnspec), 24),
            (
                Payload::DisplayInfo(Box::new(FromZeros::new_zeroed())),
                size_of::<RespDisplayInfo>(),
            ),
            (
                Payload::Edid(Box::new(crate::edid::edid(crate::Mode::new(640, 480), 1))),
                size_of::<RespEdid>(),
            ),
            (Payload::Uuid([7; 16]), 40),
            (Payload::MapInfo(1), size_of::<gpu::RespMapInfo>()),
        ];
        for (payload, size) in sizes {
            let mut out = Vec::new();
            Reply::new(&zero, payload).write_to(&mut out);
            assert_eq!(out.len(), size);
        }
    }

    #[test]
    fn a_fence_and_its_timeline_are_repeated_only_if_asked_for() {
        let mut asked = CtrlHdr::new_zeroed();
        asked.fence_id.set(0x1122_3344_5566_7788);
        asked.ctx_id.set(9);
        asked.ring_idx = 3;
        assert_eq!(Reply::new(&asked, Payload::NoData).header.fence_id.get(), 0);

        asked.flags.set(CtrlFlags::FENCE.bits() | 0x8000_0000);
        let reply = Reply::new(&asked, Payload::Error(CtrlType::RespErrUnspec)).header;
        assert_eq!(
            (reply.fence_id, reply.ctx_id, reply.ring_idx),
            (asked.fence_id, asked.ctx_id, 0)
        );
        assert_eq!(
            reply.flags.get(),
            CtrlFlags::FENCE.bits(),
            "unknown flags are not repeated"
        );

        asked
            .flags
            .set((CtrlFlags::FENCE | CtrlFlags::INFO_RING_IDX).bits());
        let reply = Reply::new(&asked, Payload::NoData).header;
        assert_eq!((reply.ring_idx, reply.flags.get()), (3, 3));
    }
}
