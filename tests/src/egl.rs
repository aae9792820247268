//! A GL context without a window system: EGL's surfaceless platform.

use khronos_egl as egl;

use crate::functions::Lookup;

/// `EGL_PLATFORM_SURFACELESS_MESA`.
const SURFACELESS: egl::Enum = 0x31DD;

type Egl = egl::DynamicInstance<egl::EGL1_5>;

/// The machine's EGL and its display without surfaces.
pub(crate) struct Display {
    egl: Egl,
    display: egl::Display,
    api: Api,
}

/// A context, current for this thread until it is dropped.
pub(crate) struct Context<'a, G> {
    display: &'a Display,
    context: egl::Context,
    /// Its functions.
    pub(crate) gl: G,
}

/// Which API's contexts a display makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "each program uses one of them")]
pub(crate) enum Api {
    /// OpenGL's compatibility profile, of the newest version that is compatible with the first.
    Compatibility,
    /// OpenGL ES of at least 3.1.
    Es31,
}

impl Display {
    /// Opens it.
    ///
    /// # Errors
    /// Says what the machine's EGL lacks.
    pub(crate) fn open(api: Api) -> Result<Self, String> {
        // SAFETY: loading the machine's EGL runs its initialisers, as linking it would.
        let egl = unsafe { Egl::load_required() }.map_err(|error| format!("no EGL 1.5: {error}"))?;
        let native = std::ptr::null_mut();
        // SAFETY: this platform has only the null display, and the list of attributes ends at once.
        let display = unsafe { egl.get_platform_display(SURFACELESS, native, &[egl::ATTRIB_NONE]) };
        let display = display.map_err(|error| format!("no surfaceless display: {error}"))?;
        egl.initialize(display)
            .map_err(|error| format!("EGL does not start: {error}"))?;
        let bound = match api {
            Api::Compatibility => egl::OPENGL_API,
            Api::Es31 => egl::OPENGL_ES_API,
        };
        egl.bind_api(bound)
            .map_err(|error| format!("no {api:?}: {error}"))?;
        Ok(Self { egl, display, api })
    }

    /// Makes a context current and looks its functions up with `load`.
    ///
    /// # Errors
    /// Says what fails.
    pub(crate) fn context<G>(
        &self,
        load: impl FnOnce(Lookup<'_>) -> Result<G, String>,
    ) -> Result<Context<'_, G>, String> {
        let (renderable, version): (_, &[egl::Int]) = match self.api {
            Api::Compatibility => (egl::OPENGL_BIT, &[egl::NONE]),
            Api::Es31 => (
                egl::OPENGL_ES3_BIT,
                &[
                    egl::CONTEXT_MAJOR_VERSION,
                    3,
                    egl::CONTEXT_MINOR_VERSION,
                    1,
                    egl::NONE,
                ],
            ),
        };
        let attributes = [
            egl::RENDERABLE_TYPE,
            renderable,
            egl::SURFACE_TYPE,
            egl::PBUFFER_BIT,
            egl::NONE,
        ];
        let config = self.egl.choose_first_config(self.display, &attributes);
        let config = config
            .map_err(|error| format!("no configuration: {error}"))?
            .ok_or("no configuration")?;
        let context = self.egl.create_context(self.display, config, None, version);
        let context = context.map_err(|error| format!("no context: {error}"))?;
        self.egl
            .make_current(self.display, None, None, Some(context))
            .map_err(|error| format!("the context cannot be used: {error}"))?;
        let gl = load(&|name| self.egl.get_proc_address(name))?;
        Ok(Context {
            display: self,
            context,
            gl,
        })
    }
}

impl<G> Drop for Context<'_, G> {
    fn drop(&mut self) {
        let Display { egl, display, .. } = self.display;
        // What cannot be undone ends with the process, which is soon.
        let _ = egl.make_current(*display, None, None, None);
        let _ = egl.destroy_context(*display, self.context);
    }
}
