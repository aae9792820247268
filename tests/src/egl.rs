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

/// A surface that is drawn to as to a window, of eight bits in each of RGBA, 24 of depth and eight of stencil.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Width and height.
    pub(crate) size: [i32; 2],
    /// Samples of a pixel; 0 if it has no more than one.
    pub(crate) samples: i32,
}

/// A context, current for this thread until it is dropped.
pub(crate) struct Context<'a, G> {
    display: &'a Display,
    context: egl::Context,
    window: Option<egl::Surface>,
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

    /// Makes a context current, with a window if it is to have one, and looks its functions up with `load`.
    ///
    /// # Errors
    /// Says what fails.
    pub(crate) fn context<G>(
        &self,
        window: Option<Window>,
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
        let config = self.config(renderable, window)?;
        let context = self.egl.create_context(self.display, config, None, version);
        let context = context.map_err(|error| format!("no context: {error}"))?;
        let window = window
            .map(|Window { size, .. }| {
                let attributes = [egl::WIDTH, size[0], egl::HEIGHT, size[1], egl::NONE];
                self.egl.create_pbuffer_surface(self.display, config, &attributes)
            })
            .transpose()
            .map_err(|error| format!("no window: {error}"))?;
        self.egl
            .make_current(self.display, window, window, Some(context))
            .map_err(|error| format!("the context cannot be used: {error}"))?;
        let gl = load(&|name| self.egl.get_proc_address(name))?;
        Ok(Context {
            display: self,
            context,
            window,
            gl,
        })
    }

    /// A configuration for contexts with such a window.
    fn config(&self, renderable: egl::Int, window: Option<Window>) -> Result<egl::Config, String> {
        let samples = window.map_or(0, |window| window.samples);
        let planes = [
            (egl::RED_SIZE, 8),
            (egl::GREEN_SIZE, 8),
            (egl::BLUE_SIZE, 8),
            (egl::ALPHA_SIZE, 8),
            (egl::DEPTH_SIZE, 24),
            (egl::STENCIL_SIZE, 8),
            (egl::SAMPLES, samples),
        ];
        let mut attributes = vec![
            egl::RENDERABLE_TYPE,
            renderable,
            egl::SURFACE_TYPE,
            egl::PBUFFER_BIT,
        ];
        if window.is_some() {
            attributes.extend(planes.iter().flat_map(|(name, bits)| [*name, *bits]));
        }
        attributes.push(egl::NONE);
        let mut configs = Vec::with_capacity(256);
        self.egl
            .choose_config(self.display, &attributes, &mut configs)
            .map_err(|error| format!("no configuration: {error}"))?;
        // At least as many bits were asked for; of windows nothing else will do than just as many.
        let is = |config: &egl::Config, (name, bits): (egl::Int, egl::Int)| {
            self.egl.get_config_attrib(self.display, *config, name) == Ok(bits)
        };
        configs
            .into_iter()
            .find(|config| window.is_none() || planes.iter().all(|plane| is(config, *plane)))
            .ok_or_else(|| "no configuration".to_owned())
    }
}

impl<G> Drop for Context<'_, G> {
    fn drop(&mut self) {
        let Display { egl, display, .. } = self.display;
        // What cannot be undone ends with the process, which is soon.
        let _ = egl.make_current(*display, None, None, None);
        let _ = egl.destroy_context(*display, self.context);
        if let Some(window) = self.window {
            let _ = egl.destroy_surface(*display, window);
        }
    }
}
