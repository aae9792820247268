//! The kernel's displays (KMS).

use std::fs::{File, OpenOptions};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;

use drm::buffer::{Buffer, DrmFourcc, Handle};
use drm::control::{Device as _, Mode, ModeTypeFlags, connector, crtc, framebuffer};

/// The first GPU.
pub(crate) struct Card(File);

impl AsFd for Card {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
impl drm::Device for Card {}
impl drm::control::Device for Card {}

/// A connected output, with a controller of its own.
pub(crate) struct Output {
    connector: connector::Handle,
    crtc: crtc::Handle,
    mode: Mode,
}

impl Output {
    /// Of the mode that it prefers, in pixels.
    pub(crate) fn size(&self) -> (u32, u32) {
        let (width, height) = self.mode.size();
        (width.into(), height.into())
    }
}

/// Pixels of four bytes as KMS wants to know them.
pub(crate) struct Pixels {
    pub(crate) size: (u32, u32),
    pub(crate) handle: Handle,
}

impl Buffer for Pixels {
    fn size(&self) -> (u32, u32) {
        self.size
    }
    fn format(&self) -> DrmFourcc {
        DrmFourcc::Xrgb8888
    }
    fn pitch(&self) -> u32 {
        self.size.0 * 4
    }
    fn handle(&self) -> Handle {
        self.handle
    }
}

impl Card {
    /// Opens it.
    pub(crate) fn open() -> Result<Self, String> {
        let path = Path::new("/dev/dri/card0");
        let file = OpenOptions::new().read(true).write(true).open(path);
        file.map(Self)
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    /// What is connected, in order.
    pub(crate) fn outputs(&self) -> Result<Vec<Output>, String> {
        let problem = |error| format!("KMS: {error}");
        let resources = self.resource_handles().map_err(problem)?;
        let mut outputs = Vec::new();
        // This driver's controllers stand in the order of its connectors.
        for (connector, crtc) in resources.connectors().iter().zip(resources.crtcs()) {
            let info = self.get_connector(*connector, true).map_err(problem)?;
            let preferred = |mode: &&Mode| mode.mode_type().contains(ModeTypeFlags::PREFERRED);
            let mode = info.modes().iter().find(preferred);
            if let (connector::State::Connected, Some(mode)) = (info.state(), mode) {
                outputs.push(Output {
                    connector: *connector,
                    crtc: *crtc,
                    mode: *mode,
                });
            }
        }
        Ok(outputs)
    }

    /// Shows all of `buffer`, which has the output's size.
    pub(crate) fn show(&self, output: &Output, buffer: &impl Buffer) -> Result<framebuffer::Handle, String> {
        let framebuffer = self
            .add_framebuffer(buffer, 24, 32)
            .map_err(|error| format!("it cannot be shown: {error}"))?;
        self.set_crtc(
            output.crtc,
            Some(framebuffer),
            (0, 0),
            &[output.connector],
            Some(output.mode),
        )
        .map_err(|error| format!("it is not shown: {error}"))?;
        Ok(framebuffer)
    }
}
