//! A mode on a screen: a frame in memory, a resource that it is behind of, and the scanout that shows it.
//!
//! Invariant: a frame's memory is given back only when the device has forgotten it, by UNREF or by a reset.

use crate::blt::{Caller, Rect, Request};
use crate::edid::Edid;
use crate::error::Error;
use crate::gpu::{Gpu, ResourceId};
use crate::mode::{Modes, Size};
use crate::platform::{Buffer, Platform};

/// What a scanout shows.
struct Surface<B> {
    resource: ResourceId,
    size: Size,
    frame: B,
}

/// A screen with its device.
pub struct Screen<P: Platform> {
    // First, so that the device is reset before the frame's memory goes.
    gpu: Gpu<P>,
    scanout: u32,
    surface: Option<Surface<P::Buffer>>,
}

/// What is known of a screen when it is opened.
pub struct Opened<P: Platform> {
    /// The screen; nothing is shown yet.
    pub screen: Screen<P>,
    /// Its modes.
    pub modes: Modes,
    /// Its EDID, empty if it has none.
    pub edid: Edid,
}

impl<P: Platform> Screen<P> {
    /// Takes a device into use and asks it for its first display.
    ///
    /// # Errors
    /// Those of [`Gpu`].
    pub fn open(platform: P) -> Result<Opened<P>, Error> {
        let mut gpu = Gpu::new(platform)?;
        let display = gpu.display()?;
        let edid = gpu.edid(display.scanout)?;
        Ok(Opened {
            modes: Modes::new(display.size, &edid),
            edid,
            screen: Self {
                gpu,
                scanout: display.scanout,
                surface: None,
            },
        })
    }

    /// The machine that the device is in.
    pub fn platform(&self) -> &P {
        self.gpu.platform()
    }

    /// Shows a black frame of that size. If that fails the old one stays.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`], and those of [`Gpu`].
    pub fn set_mode(&mut self, size: Size) -> Result<(), Error> {
        if !size.is_sane() {
            return Err(Error::InvalidParameter);
        }
        // Two numbers by turns: only one of them is in use.
        let old = self.surface.as_ref().map(|surface| surface.resource);
        let resource = ResourceId(if old == Some(ResourceId(1)) { 2 } else { 1 });
        let frame = self.gpu.platform().allocate(size.frame_bytes() as usize)?;
        let surface = Surface {
            resource,
            size,
            frame,
        };
        if let Err(error) = self.show(&surface) {
            self.undo(surface, old);
            return Err(error);
        }
        let gone = self.surface.replace(surface);
        gone.map_or(Ok(()), |gone| self.forget(gone))
    }

    fn show(&mut self, surface: &Surface<P::Buffer>) -> Result<(), Error> {
        let (resource, size) = (surface.resource, surface.size);
        self.gpu.create(resource, size)?;
        self.gpu.attach(resource, &surface.frame, size.frame_bytes())?;
        self.gpu.transfer(resource, size.rect(), 0)?;
        self.gpu.show(self.scanout, resource, size)?;
        self.gpu.flush(resource, size.rect())
    }

    /// Takes back a surface that could not be shown, and shows the old one again: the scanout may have changed.
    fn undo(&mut self, surface: Surface<P::Buffer>, old: Option<ResourceId>) {
        if let (Some(old), Some(shown)) = (old, &self.surface) {
            let size = shown.size;
            let _ = self.gpu.show(self.scanout, old, size);
        }
        // The error that led here is the one to report.
        let _ = self.forget(surface);
    }

    /// Gives back a frame once the device has forgotten it. If the device does not say so, the memory is lost until the
    /// firmware ends.
    fn forget(&mut self, surface: Surface<P::Buffer>) -> Result<(), Error> {
        match self.gpu.unref(surface.resource) {
            // The device has no such resource: CREATE has failed.
            Ok(()) | Err(Error::Refused { .. }) => Ok(()),
            Err(error) => {
                core::mem::forget(surface.frame);
                Err(error)
            }
        }
    }

    /// The mode's size, if one is set.
    pub fn size(&self) -> Option<Size> {
        self.surface.as_ref().map(|surface| surface.size)
    }

    /// Carries out a `Blt()` and shows what changed. `caller` gives the buffer of as many bytes as it is told.
    ///
    /// # Errors
    /// [`Error::NotReady`], [`Error::InvalidParameter`], and those of [`Gpu`].
    pub fn blt<'a>(
        &mut self,
        request: Request,
        caller: impl FnOnce(usize) -> Result<Caller<'a>, Error>,
    ) -> Result<(), Error> {
        let surface = self.surface.as_mut().ok_or(Error::NotReady)?;
        let checked = request.check(surface.size)?;
        let caller = caller(checked.buffer_bytes())?;
        checked.run(surface.frame.bytes(), caller)?;
        match checked.damage() {
            Some(damage) => self.present(damage),
            None => Ok(()),
        }
    }

    /// Tells the device what changed: exactly that.
    fn present(&mut self, damage: Rect) -> Result<(), Error> {
        let surface = self.surface.as_ref().ok_or(Error::NotReady)?;
        let (resource, offset) = (surface.resource, damage.offset_bytes(surface.size.width));
        self.gpu.transfer(resource, damage, offset)?;
        self.gpu.flush(resource, damage)
    }

    /// Stops the device without giving anything back: the firmware ends, and its memory goes to the operating system.
    pub fn abandon(&self) {
        self.gpu.abandon();
    }
}
