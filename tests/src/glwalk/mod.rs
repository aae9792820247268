//! A walk through OpenGL 1.0 to 2.1 in small pictures: what it is made of.
//!
//! Each scene draws with a context of its own into a frame buffer of [`SIDE`] × [`SIDE`] pixels, so that none depends
//! on another. The picture that is written has the colours on the left and the alpha channel, in grey, on the right.

pub(crate) mod bench;
pub(crate) mod draw;
pub(crate) mod enums;
pub(crate) mod gl;
pub(crate) mod scenes;

use enums::*;
use gl::{Gl, Layout};

/// Width and height of what a scene draws.
pub(crate) const SIDE: i32 = 128;

/// Something to draw.
pub(crate) struct Scene {
    /// What it is about, with dashes.
    pub(crate) name: &'static str,
    /// The extensions that it needs beyond OpenGL 2.1.
    pub(crate) needs: &'static [&'static str],
    /// Draws it.
    pub(crate) draw: fn(&Gl),
}

impl Scene {
    /// The first extension that it needs and that the driver lacks.
    pub(crate) fn lacks(&self, gl: &Gl) -> Option<&'static str> {
        let has = gl.text(EXTENSIONS);
        self.needs
            .iter()
            .copied()
            .find(|name| !has.split(' ').any(|one| one == *name))
    }
}

/// Makes the frame buffer that scenes draw into and brings the context into the state that they expect: cleared to
/// a dark grey, no alignment of rows.
pub(crate) fn prepare(gl: &Gl) -> Result<(), String> {
    gl.bind_framebuffer(FRAMEBUFFER, gl.gen_framebuffer());
    for (format, attachment) in [
        (RGBA8, COLOR_ATTACHMENT0),
        (DEPTH24_STENCIL8, DEPTH_STENCIL_ATTACHMENT),
    ] {
        let id = gl.gen_renderbuffer();
        gl.bind_renderbuffer(RENDERBUFFER, id);
        gl.renderbuffer_storage(RENDERBUFFER, format, SIDE, SIDE);
        gl.framebuffer_renderbuffer(FRAMEBUFFER, attachment, RENDERBUFFER, id);
    }
    let status = gl.check_framebuffer_status(FRAMEBUFFER);
    if status != FRAMEBUFFER_COMPLETE {
        return Err(format!("the frame buffer is incomplete ({status:#x})"));
    }
    gl.pixel_storei(PACK_ALIGNMENT, 1);
    gl.pixel_storei(UNPACK_ALIGNMENT, 1);
    gl.viewport(0, 0, SIDE, SIDE);
    gl.clear_color(0.2, 0.2, 0.2, 1.0);
    gl.clear(COLOR_BUFFER_BIT | DEPTH_BUFFER_BIT | STENCIL_BUFFER_BIT);
    Ok(())
}

/// What has been drawn: RGBA bytes, top row first.
///
/// # Errors
/// When GL has counted an error: scenes make none.
pub(crate) fn picture(gl: &Gl) -> Result<Vec<u8>, String> {
    let bytes = gl.read_pixels([0, 0], [SIDE, SIDE], Layout::RGBA8);
    match gl.get_error() {
        NO_ERROR => (),
        error => return Err(format!("GL error {error:#x}")),
    }
    let row_bytes = SIDE as usize * 4;
    Ok(bytes.chunks_exact(row_bytes).rev().flatten().copied().collect())
}
