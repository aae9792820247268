//! A display of the kernel's (KMS), and EGL on it by way of GBM.

use std::ffi::c_void;
use std::fs::{File, OpenOptions};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::path::Path;

use drm::buffer::{Buffer, DrmFourcc, Handle};
use drm::control::{Device as _, Mode, ModeTypeFlags, connector, crtc};
use khronos_egl as egl;
use libloading::Library;

use crate::gl::Lookup;

/// `EGL_PLATFORM_GBM_KHR`.
const PLATFORM_GBM: egl::Enum = 0x31D7;
/// `GBM_BO_USE_SCANOUT | GBM_BO_USE_RENDERING`.
const USES: u32 = 1 | 4;
type Egl = egl::DynamicInstance<egl::EGL1_5>;

/// Which API draws.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Api {
    /// OpenGL, whichever version there is without asking.
    Gl,
    /// OpenGL ES 2 or newer.
    Gles,
}

/// The first GPU.
pub(crate) struct Card(File);

impl AsFd for Card {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}
impl drm::Device for Card {}
impl drm::control::Device for Card {}

impl Card {
    /// Opens it.
    pub(crate) fn open() -> Result<Self, String> {
        let path = Path::new("/dev/dri/card0");
        let file = OpenOptions::new().read(true).write(true).open(path);
        file.map(Self)
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The connected output, a controller for it, and the mode that it prefers.
    fn output(&self) -> Result<(connector::Handle, crtc::Handle, Mode), String> {
        let problem = |error| format!("KMS: {error}");
        let resources = self.resource_handles().map_err(problem)?;
        for handle in resources.connectors() {
            let connector = self.get_connector(*handle, true).map_err(problem)?;
            let modes = connector.modes();
            let preferred = modes
                .iter()
                .find(|mode| mode.mode_type().contains(ModeTypeFlags::PREFERRED));
            if let (connector::State::Connected, Some(mode), Some(crtc)) = (
                connector.state(),
                preferred.or(modes.first()),
                resources.crtcs().first(),
            ) {
                return Ok((*handle, *crtc, *mode));
            }
        }
        Err("no output is connected".to_owned())
    }
}

/// What we call of GBM. The symbols live as long as the library, which is never unloaded.
struct Gbm {
    create_device: unsafe extern "C" fn(i32) -> *mut c_void,
    surface_create: unsafe extern "C" fn(*mut c_void, u32, u32, u32, u32) -> *mut c_void,
    lock_front_buffer: unsafe extern "C" fn(*mut c_void) -> *mut c_void,
    bo_stride: unsafe extern "C" fn(*mut c_void) -> u32,
    bo_handle: unsafe extern "C" fn(*mut c_void) -> u64,
}

impl Gbm {
    fn load() -> Result<Self, String> {
        let problem = |error| format!("GBM: {error}");
        // SAFETY: the machine's GBM runs its initialisers, as linking it would.
        let library = unsafe { Library::new("libgbm.so.1") }.map_err(problem)?;
        let library: &'static Library = Box::leak(Box::new(library));
        // SAFETY: the types of the fields are the C prototypes of gbm.h.
        unsafe {
            Ok(Self {
                create_device: *library.get(b"gbm_create_device\0").map_err(problem)?,
                surface_create: *library.get(b"gbm_surface_create\0").map_err(problem)?,
                lock_front_buffer: *library.get(b"gbm_surface_lock_front_buffer\0").map_err(problem)?,
                bo_stride: *library.get(b"gbm_bo_get_stride\0").map_err(problem)?,
                bo_handle: *library.get(b"gbm_bo_get_handle\0").map_err(problem)?,
            })
        }
    }
}

/// A buffer of GBM's as KMS wants to know it.
struct Front {
    size: (u32, u32),
    stride: u32,
    handle: Handle,
}

impl Buffer for Front {
    fn size(&self) -> (u32, u32) {
        self.size
    }
    fn format(&self) -> DrmFourcc {
        DrmFourcc::Xrgb8888
    }
    fn pitch(&self) -> u32 {
        self.stride
    }
    fn handle(&self) -> Handle {
        self.handle
    }
}

/// All of a display, to draw on.
pub(crate) struct Window<'a> {
    card: &'a Card,
    output: (connector::Handle, crtc::Handle, Mode),
    gbm: Gbm,
    gbm_surface: *mut c_void,
    egl: Egl,
    display: egl::Display,
    surface: Option<egl::Surface>,
}

impl<'a> Window<'a> {
    /// Prepares the first connected output.
    pub(crate) fn open(card: &'a Card) -> Result<Self, String> {
        let output = card.output()?;
        let (width, height) = size_of(&output.2);
        let gbm = Gbm::load()?;
        // SAFETY: the descriptor is that of a GPU, and outlives the device: `card` is borrowed.
        let device = unsafe { (gbm.create_device)(card.0.as_raw_fd()) };
        if device.is_null() {
            return Err("GBM takes no such GPU".to_owned());
        }
        // SAFETY: the device was just made.
        let gbm_surface =
            unsafe { (gbm.surface_create)(device, width, height, DrmFourcc::Xrgb8888 as u32, USES) };
        if gbm_surface.is_null() {
            return Err("GBM makes no surface".to_owned());
        }
        // SAFETY: loading the machine's EGL runs its initialisers, as linking it would.
        let egl = unsafe { Egl::load_required() }.map_err(|error| format!("no EGL 1.5: {error}"))?;
        // SAFETY: the device is one of GBM, as the platform demands, and the attributes end at once.
        let display = unsafe { egl.get_platform_display(PLATFORM_GBM, device, &[egl::ATTRIB_NONE]) };
        let display = display.map_err(|error| format!("no display: {error}"))?;
        egl.initialize(display)
            .map_err(|error| format!("EGL does not start: {error}"))?;
        Ok(Self {
            card,
            output,
            gbm,
            gbm_surface,
            egl,
            display,
            surface: None,
        })
    }

    /// Width and height in pixels.
    pub(crate) fn size(&self) -> (u32, u32) {
        size_of(&self.output.2)
    }

    /// Draws with this API from now on.
    pub(crate) fn choose(&mut self, api: Api) -> Result<(), String> {
        let (bind, renderable, attributes) = match api {
            Api::Gl => (egl::OPENGL_API, egl::OPENGL_BIT, [egl::NONE; 3]),
            Api::Gles => (
                egl::OPENGL_ES_API,
                egl::OPENGL_ES2_BIT,
                [egl::CONTEXT_CLIENT_VERSION, 2, egl::NONE],
            ),
        };
        self.egl
            .bind_api(bind)
            .map_err(|error| format!("no {api:?}: {error}"))?;
        let config = self.config(renderable)?;
        let context = self.egl.create_context(self.display, config, None, &attributes);
        let context = context.map_err(|error| format!("no context of {api:?}: {error}"))?;
        let surface = match self.surface {
            Some(surface) => surface,
            None => {
                // SAFETY: the surface is one of GBM, as the display's platform demands.
                let surface = unsafe {
                    self.egl.create_platform_window_surface(
                        self.display,
                        config,
                        self.gbm_surface,
                        &[egl::ATTRIB_NONE],
                    )
                };
                surface.map_err(|error| format!("no surface: {error}"))?
            }
        };
        self.surface = Some(surface);
        self.egl
            .make_current(self.display, Some(surface), Some(surface), Some(context))
            .map_err(|error| format!("the context of {api:?} cannot be used: {error}"))
    }

    /// A configuration of the display's own format: that is its visual, and the list is in order of preference.
    fn config(&self, renderable: egl::Int) -> Result<egl::Config, String> {
        let wanted = [
            egl::SURFACE_TYPE,
            egl::WINDOW_BIT,
            egl::RENDERABLE_TYPE,
            renderable,
            egl::DEPTH_SIZE,
            16,
            egl::NONE,
        ];
        let problem = |error| format!("no configuration: {error}");
        let mut configs = Vec::with_capacity(200);
        self.egl
            .choose_config(self.display, &wanted, &mut configs)
            .map_err(problem)?;
        let is_ours = |config: &egl::Config| {
            let visual = |name| self.egl.get_config_attrib(self.display, *config, name).ok();
            visual(egl::NATIVE_VISUAL_ID) == Some(DrmFourcc::Xrgb8888 as i32)
                && visual(egl::SAMPLES) == Some(0)
        };
        let found = configs.into_iter().find(is_ours);
        found.ok_or_else(|| "no configuration of the display's format".to_owned())
    }

    /// Finds functions of the current context.
    pub(crate) fn with_functions<T>(&self, then: impl FnOnce(Lookup<'_>) -> T) -> T {
        then(&|name| self.egl.get_proc_address(name))
    }

    /// Shows what has been drawn.
    pub(crate) fn present(&mut self) -> Result<(), String> {
        let surface = self.surface.ok_or("nothing has been drawn")?;
        self.egl
            .swap_buffers(self.display, surface)
            .map_err(|error| format!("the picture is not finished: {error}"))?;
        // SAFETY: a picture was just finished on this surface, and none is locked.
        let bo = unsafe { (self.gbm.lock_front_buffer)(self.gbm_surface) };
        if bo.is_null() {
            return Err("GBM gives no front buffer".to_owned());
        }
        // SAFETY: the buffer is locked and so stays valid.
        let (stride, handle) = unsafe { ((self.gbm.bo_stride)(bo), (self.gbm.bo_handle)(bo)) };
        // The union's first member is a handle of 32 bits, and we run on little-endian machines.
        let handle = drm::control::from_u32(handle as u32).ok_or("a front buffer without a handle")?;
        let front = Front {
            size: self.size(),
            stride,
            handle,
        };
        let problem = |error| format!("KMS: {error}");
        let framebuffer = self.card.add_framebuffer(&front, 24, 32).map_err(problem)?;
        let (connector, crtc, mode) = self.output;
        self.card
            .set_crtc(crtc, Some(framebuffer), (0, 0), &[connector], Some(mode))
            .map_err(problem)
    }
}

fn size_of(mode: &Mode) -> (u32, u32) {
    let (width, height) = mode.size();
    (width.into(), height.into())
}
