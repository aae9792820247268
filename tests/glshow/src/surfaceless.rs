//! A context of OpenGL ES that has nothing to draw on.

use khronos_egl as egl;

use crate::gl::Lookup;

/// `EGL_PLATFORM_SURFACELESS_MESA`.
const PLATFORM_SURFACELESS: egl::Enum = 0x31DD;

/// Makes one, and does something while it is current.
pub(crate) fn with_context(then: impl FnOnce(Lookup<'_>) -> Result<(), String>) -> Result<(), String> {
    // SAFETY: loading the machine's EGL runs its initialisers, as linking it would.
    let egl = unsafe { egl::DynamicInstance::<egl::EGL1_5>::load_required() };
    let egl = egl.map_err(|error| format!("no EGL 1.5: {error}"))?;
    // SAFETY: the platform takes no display of its own, and the attributes end at once.
    let display =
        unsafe { egl.get_platform_display(PLATFORM_SURFACELESS, egl::DEFAULT_DISPLAY, &[egl::ATTRIB_NONE]) };
    let display = display.map_err(|error| format!("no display: {error}"))?;
    let problem = |error| format!("no context: {error}");
    egl.initialize(display).map_err(problem)?;
    egl.bind_api(egl::OPENGL_ES_API).map_err(problem)?;
    let wanted = [
        egl::SURFACE_TYPE,
        egl::PBUFFER_BIT,
        egl::RENDERABLE_TYPE,
        egl::OPENGL_ES2_BIT,
        egl::NONE,
    ];
    let config = egl
        .choose_first_config(display, &wanted)
        .map_err(problem)?
        .ok_or("no configuration")?;
    let attributes = [egl::CONTEXT_CLIENT_VERSION, 2, egl::NONE];
    let context = egl
        .create_context(display, config, None, &attributes)
        .map_err(problem)?;
    egl.make_current(display, None, None, Some(context))
        .map_err(problem)?;
    then(&|name| egl.get_proc_address(name))
}
