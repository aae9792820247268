//! The commands of virtio-gpu that a driver of one 2D screen sends, and the replies that it takes (virtio 1.3 §5.7.6).

use core::mem::size_of;

use wire::virtio_gpu::{
    self as wire_gpu, CtrlHdr, CtrlType, EDID_BYTES_MAX, Features, Format, MemEntry, RespDisplayInfo,
    RespEdid,
};
use zerocopy::{FromBytes, FromZeros, Immutable, IntoBytes, Unaligned};

use crate::blt::Rect;
use crate::edid::Edid;
use crate::error::Error;
use crate::mode::Size;
use crate::platform::{Buffer, Platform};
use crate::virtio::{Device, Queue};

/// The frame's format: that of `EFI_GRAPHICS_OUTPUT_BLT_PIXEL`, which is blue, green, red, reserved.
const FORMAT: Format = Format::B8G8R8X8Unorm;

/// A resource that the driver has made. Its numbers are ours to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceId(pub u32);

/// The screen that the driver uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Display {
    /// Which scanout.
    pub scanout: u32,
    /// The size that the device prefers, if it has said one.
    pub size: Option<Size>,
}

/// A GPU that answers.
pub struct Gpu<P: Platform> {
    // First, so that the device is reset before its memory goes.
    device: Resetting<P>,
    control: Queue<P::Buffer>,
    has_edid: bool,
}

/// A device that is reset when it is dropped: it then knows no address any more.
struct Resetting<P: Platform>(Device<P>);

impl<P: Platform> Drop for Resetting<P> {
    fn drop(&mut self) {
        let _ = self.0.reset();
    }
}

impl<P: Platform> Gpu<P> {
    /// Takes a device into use.
    ///
    /// # Errors
    /// Those of [`Device`]; the device is reset then.
    pub fn new(platform: P) -> Result<Self, Error> {
        let device = Resetting(Device::new(platform)?);
        let features = device.0.negotiate(Features::EDID.bits())?;
        let control = device.0.queue(wire_gpu::CONTROL_QUEUE)?;
        device.0.go()?;
        Ok(Self {
            device,
            control,
            has_edid: features & Features::EDID.bits() != 0,
        })
    }

    /// The machine that the device is in.
    pub fn platform(&self) -> &P {
        self.device.0.platform()
    }

    /// Stops the device, without a wait and without giving anything back: the operating system takes over.
    pub fn abandon(&self) {
        self.device.0.abandon();
    }

    /// The first display that is plugged in, or scanout 0 if none is.
    ///
    /// # Errors
    /// Those of [`Device::exchange`], and [`Error::Refused`].
    pub fn display(&mut self) -> Result<Display, Error> {
        let mut info = RespDisplayInfo::new_zeroed();
        self.ask(
            CtrlType::GetDisplayInfo,
            &[],
            CtrlType::RespOkDisplayInfo,
            &mut info,
        )?;
        let plugged = info.pmodes.iter().position(|one| one.enabled.get() != 0);
        let scanout = plugged.unwrap_or(0);
        let rect = info.pmodes[scanout].r;
        let size = Size {
            width: rect.width.get(),
            height: rect.height.get(),
        };
        Ok(Display {
            scanout: scanout as u32,
            size: plugged.map(|_| size).filter(|size| size.is_sane()),
        })
    }

    /// A scanout's EDID; empty if the device cannot say it.
    ///
    /// # Errors
    /// Those of [`Device::exchange`]. That a device refuses the command is none: not every screen has an EDID.
    pub fn edid(&mut self, scanout: u32) -> Result<Edid, Error> {
        if !self.has_edid {
            return Ok(Edid::default());
        }
        let request = wire_gpu::GetEdid {
            scanout: scanout.into(),
            padding: 0.into(),
        };
        let mut reply = RespEdid::new_zeroed();
        match self.ask(
            CtrlType::GetEdid,
            request.as_bytes(),
            CtrlType::RespOkEdid,
            &mut reply,
        ) {
            Ok(()) => Ok(Edid::new(
                &reply.edid,
                (reply.size.get() as usize).min(EDID_BYTES_MAX),
            )),
            Err(Error::Refused { .. }) => Ok(Edid::default()),
            Err(error) => Err(error),
        }
    }

    /// Makes a resource that has the frame's format.
    ///
    /// # Errors
    /// Those of [`Device::exchange`], and [`Error::Refused`].
    pub fn create(&mut self, resource: ResourceId, size: Size) -> Result<(), Error> {
        let request = wire_gpu::ResourceCreate2d {
            resource_id: resource.0.into(),
            format: (FORMAT as u32).into(),
            width: size.width.into(),
            height: size.height.into(),
        };
        self.tell(CtrlType::ResourceCreate2d, request.as_bytes())
    }

    /// Puts a frame behind a resource.
    ///
    /// # Errors
    /// Those of [`Device::exchange`], and [`Error::Refused`].
    pub fn attach(&mut self, resource: ResourceId, frame: &P::Buffer, bytes: u32) -> Result<(), Error> {
        let mut request = [0; size_of::<wire_gpu::ResourceAttachBacking>() + size_of::<MemEntry>()];
        let (head, entry) = request.split_at_mut(size_of::<wire_gpu::ResourceAttachBacking>());
        let attach = wire_gpu::ResourceAttachBacking {
            resource_id: resource.0.into(),
            nr_entries: 1.into(),
        };
        head.copy_from_slice(attach.as_bytes());
        let memory = MemEntry {
            addr: frame.device_address().into(),
            length: bytes.into(),
            padding: 0.into(),
        };
        entry.copy_from_slice(memory.as_bytes());
        self.tell(CtrlType::ResourceAttachBacking, &request)
    }

    /// Shows all of a resource on a scanout.
    ///
    /// # Errors
    /// Those of [`Device::exchange`], and [`Error::Refused`].
    pub fn show(&mut self, scanout: u32, resource: ResourceId, size: Size) -> Result<(), Error> {
        let request = wire_gpu::SetScanout {
            r: wire_rect(size.rect()),
            scanout_id: scanout.into(),
            resource_id: resource.0.into(),
        };
        self.tell(CtrlType::SetScanout, request.as_bytes())
    }

    /// Has the device copy a rectangle of the frame. `offset` is where its first pixel lies there, in bytes.
    ///
    /// # Errors
    /// Those of [`Device::exchange`], and [`Error::Refused`].
    pub fn transfer(&mut self, resource: ResourceId, rect: Rect, offset: u64) -> Result<(), Error> {
        let request = wire_gpu::TransferToHost2d {
            r: wire_rect(rect),
            offset: offset.into(),
            resource_id: resource.0.into(),
            padding: 0.into(),
        };
        self.tell(CtrlType::TransferToHost2d, request.as_bytes())
    }

    /// Has the device show a rectangle of the resource.
    ///
    /// # Errors
    /// Those of [`Device::exchange`], and [`Error::Refused`].
    pub fn flush(&mut self, resource: ResourceId, rect: Rect) -> Result<(), Error> {
        let request = wire_gpu::ResourceFlush {
            r: wire_rect(rect),
            resource_id: resource.0.into(),
            padding: 0.into(),
        };
        self.tell(CtrlType::ResourceFlush, request.as_bytes())
    }

    /// Destroys a resource; the device then leaves its memory alone.
    ///
    /// # Errors
    /// Those of [`Device::exchange`], and [`Error::Refused`].
    pub fn unref(&mut self, resource: ResourceId) -> Result<(), Error> {
        let request = wire_gpu::ResourceId {
            resource_id: resource.0.into(),
            padding: 0.into(),
        };
        self.tell(CtrlType::ResourceUnref, request.as_bytes())
    }

    /// A command that is answered with success or not.
    fn tell(&mut self, command: CtrlType, body: &[u8]) -> Result<(), Error> {
        let mut reply = CtrlHdr::new_zeroed();
        self.ask(command, body, CtrlType::RespOkNodata, &mut reply)
    }

    /// A command that is answered with a whole structure of type `expected`, which begins with a header.
    fn ask<R: IntoBytes + FromBytes + Immutable + Unaligned>(
        &mut self,
        command: CtrlType,
        body: &[u8],
        expected: CtrlType,
        reply: &mut R,
    ) -> Result<(), Error> {
        const HEADER: usize = size_of::<CtrlHdr>();
        let mut request = [0; crate::virtio::REQUEST_BYTES];
        let end = HEADER + body.len();
        let room = request.get_mut(HEADER..end).ok_or(Error::InvalidParameter)?;
        room.copy_from_slice(body);
        request[..4].copy_from_slice(&(command as u32).to_le_bytes());
        let written = self
            .device
            .0
            .exchange(&mut self.control, &request[..end], reply.as_mut_bytes())?;
        let Ok((header, _)) = CtrlHdr::read_from_prefix(reply.as_bytes()) else {
            return Err(Error::InvalidParameter);
        };
        if written < HEADER {
            return Err(Error::Broken("a reply is no reply"));
        }
        if header.type_.get() != expected as u32 {
            return Err(Error::Refused {
                command: command as u32,
                response: header.type_.get(),
            });
        }
        if written < size_of::<R>() {
            return Err(Error::Broken("a reply is cut short"));
        }
        Ok(())
    }
}

fn wire_rect(rect: Rect) -> wire_gpu::Rect {
    wire_gpu::Rect {
        x: rect.x.into(),
        y: rect.y.into(),
        width: rect.width.into(),
        height: rect.height.into(),
    }
}
