//! A GL context without a window system: EGL's surfaceless platform.

use khronos_egl as egl;

use super::gl::Gl;

/// `EGL_PLATFORM_SURFACELESS_MESA`.
const SURFACELESS: egl::Enum = 0x31DD;

type Egl = egl::DynamicInstance<egl::EGL1_5>;

/// The machine's EGL and its display without surfaces.
pub(crate) struct Display {
    egl: Egl,
    display: egl::Display,
}

/// A context, current for this thread until it is dropped.
pub(crate) struct Context<'a> {
    display: &'a Display,
    context: egl::Context,
    /// Its functions.
    pub(crate) gl: Gl,
}

impl Display {
    /// Opens it.
    ///
    /// # Errors
    /// Says what the machine's EGL lacks.
    pub(crate) fn open() -> Result<Self, String> {
        // SAFETY: loading the machine's EGL runs its initialisers, as linking it would.
        let egl = unsafe { Egl::load_required() }.map_err(|error| format!("no EGL 1.5: {error}"))?;
        let native = std::ptr::null_mut();
        // SAFETY: this platform has only the null display, and the list of attributes ends at once.
        let display = unsafe { egl.get_platform_display(SURFACELESS, native, &[egl::ATTRIB_NONE]) };
        let display = display.map_err(|error| format!("no surfaceless display: {error}"))?;
        egl.initialize(display)
            .map_err(|error| format!("EGL does not start: {error}"))?;
        egl.bind_api(egl::OPENGL_API)
            .map_err(|error| format!("no OpenGL: {error}"))?;
        Ok(Self { egl, display })
    }

    /// Makes a context of the compatibility profile current.
    ///
    /// # Errors
    /// Says what fails.
    pub(crate) fn context(&self) -> Result<Context<'_>, String> {
        let attributes = [
            egl::RENDERABLE_TYPE,
            egl::OPENGL_BIT,
            egl::SURFACE_TYPE,
            egl::PBUFFER_BIT,
            egl::NONE,
        ];
        let config = self.egl.choose_first_config(self.display, &attributes);
        let config = config
            .map_err(|error| format!("no configuration: {error}"))?
            .ok_or("no configuration")?;
        // Without a version, EGL gives the newest one that is compatible with the first.
        let context = self.egl.create_context(self.display, config, None, &[egl::NONE]);
        let context = context.map_err(|error| format!("no context: {error}"))?;
        self.egl
            .make_current(self.display, None, None, Some(context))
            .map_err(|error| format!("the context cannot be used: {error}"))?;
        let gl = Gl::load(|name| self.egl.get_proc_address(name))?;
        Ok(Context {
            display: self,
            context,
            gl,
        })
    }
}

impl Drop for Context<'_> {
    fn drop(&mut self) {
        let Display { egl, display } = self.display;
        // What cannot be undone ends with the process, which is soon.
        let _ = egl.make_current(*display, None, None, None);
        let _ = egl.destroy_context(*display, self.context);
    }
}
