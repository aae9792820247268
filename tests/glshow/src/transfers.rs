//! Texels that go to a texture and come back, often enough that a host finds it worth its while to use the memory where
//! it is. They must be the same.

use crate::gl::Gl;

/// A megabyte of texels.
const SIDE: i32 = 512;
const ROUNDS: u32 = 24;

/// Returns how many bytes went each way.
///
/// # Errors
/// If other texels come back than went.
pub(crate) fn run(gl: &Gl) -> Result<usize, String> {
    let mut texels = vec![0_u8; (SIDE * SIDE * 4) as usize];
    let (mut texture, mut framebuffer) = (0, 0);
    let (texture_2d, rgba, bytes, target) = (0x0DE1, 0x1908, 0x1401, 0x8D40);
    // SAFETY: the numbers are two variables; the image has no texels yet.
    unsafe {
        (gl.gen_textures)(1, &mut texture);
        (gl.bind_texture)(texture_2d, texture);
        let none = std::ptr::null();
        (gl.tex_image_2d)(texture_2d, 0, rgba as i32, SIDE, SIDE, 0, rgba, bytes, none);
        (gl.gen_framebuffers)(1, &mut framebuffer);
        (gl.bind_framebuffer)(target, framebuffer);
        (gl.framebuffer_texture_2d)(target, 0x8CE0, texture_2d, texture, 0);
    }
    let mut seen = vec![0_u8; texels.len()];
    for round in 0..ROUNDS {
        fill(&mut texels, round);
        seen.fill(0);
        // SAFETY: both slices have as many texels as the calls say.
        let error = unsafe {
            (gl.tex_sub_image_2d)(
                texture_2d,
                0,
                0,
                0,
                SIDE,
                SIDE,
                rgba,
                bytes,
                texels.as_ptr().cast(),
            );
            (gl.read_pixels)(0, 0, SIDE, SIDE, rgba, bytes, seen.as_mut_ptr().cast());
            (gl.get_error)()
        };
        if error != 0 || seen != texels {
            return Err(format!(
                "transfer {round} brings other texels (GL error {error:#x})"
            ));
        }
    }
    // SAFETY: only numbers, and a variable's.
    unsafe {
        (gl.bind_framebuffer)(target, 0);
        (gl.delete_framebuffers)(1, &framebuffer);
        (gl.delete_textures)(1, &texture);
    }
    Ok(texels.len() * ROUNDS as usize)
}

/// Other texels each round.
fn fill(texels: &mut [u8], round: u32) {
    for (index, word) in texels.chunks_exact_mut(4).enumerate() {
        let value = (index as u32 ^ round << 24).wrapping_mul(0x9e37_79b1);
        word.copy_from_slice(&value.to_le_bytes());
    }
}
