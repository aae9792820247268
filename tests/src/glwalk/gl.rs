//! OpenGL's functions, with the compatibility profile's: found by name at run time, called with slices.
//!
//! Invariant: no function here lets GL read or write beyond what it was given. Functions that only take numbers are
//! safe as they stand; those that take memory check its size first.
#![allow(
    clippy::too_many_arguments,
    reason = "OpenGL's functions have as many as they have"
)]

use std::ffi::{CStr, CString, c_char, c_void};

use super::enums::*;
use crate::functions::{Offset, functions};

functions! {
    numbers {
        active_texture "glActiveTexture" (unit: u32);
        alpha_func "glAlphaFunc" (func: u32, value: f32);
        attach_shader "glAttachShader" (program: u32, shader: u32);
        begin "glBegin" (mode: u32);
        begin_query "glBeginQuery" (target: u32, id: u32);
        bind_attrib_location "glBindAttribLocation" (program: u32, index: u32, name: &CStr);
        bind_buffer "glBindBuffer" (target: u32, id: u32);
        bind_framebuffer "glBindFramebuffer" (target: u32, id: u32);
        bind_renderbuffer "glBindRenderbuffer" (target: u32, id: u32);
        bind_texture "glBindTexture" (target: u32, id: u32);
        blend_color "glBlendColor" (r: f32, g: f32, b: f32, a: f32);
        blend_equation "glBlendEquation" (mode: u32);
        blend_equation_separate "glBlendEquationSeparate" (rgb: u32, alpha: u32);
        blend_func "glBlendFunc" (src: u32, dst: u32);
        blend_func_separate "glBlendFuncSeparate" (src: u32, dst: u32, src_alpha: u32, dst_alpha: u32);
        blit_framebuffer "glBlitFramebuffer" (x0: i32, y0: i32, x1: i32, y1: i32, u0: i32, v0: i32, u1: i32, v1: i32, mask: u32, filter: u32);
        call_list "glCallList" (list: u32);
        check_framebuffer_status "glCheckFramebufferStatus" (target: u32) -> u32;
        clear "glClear" (mask: u32);
        clear_color "glClearColor" (r: f32, g: f32, b: f32, a: f32);
        clear_depth "glClearDepth" (depth: f64);
        clear_stencil "glClearStencil" (value: i32);
        clip_plane "glClipPlane" (plane: u32, equation: &[f64; 4]);
        color4f "glColor4f" (r: f32, g: f32, b: f32, a: f32);
        color_mask "glColorMask" (r: u8, g: u8, b: u8, a: u8);
        color_material "glColorMaterial" (face: u32, mode: u32);
        compile_shader "glCompileShader" (shader: u32);
        copy_pixels "glCopyPixels" (x: i32, y: i32, w: i32, h: i32, kind: u32);
        copy_tex_image_2d "glCopyTexImage2D" (target: u32, level: i32, internal: u32, x: i32, y: i32, w: i32, h: i32, border: i32);
        copy_tex_sub_image_2d "glCopyTexSubImage2D" (target: u32, level: i32, dx: i32, dy: i32, x: i32, y: i32, w: i32, h: i32);
        create_program "glCreateProgram" () -> u32;
        create_shader "glCreateShader" (kind: u32) -> u32;
        cull_face "glCullFace" (face: u32);
        depth_func "glDepthFunc" (func: u32);
        depth_mask "glDepthMask" (on: u8);
        depth_range "glDepthRange" (near: f64, far: f64);
        disable "glDisable" (cap: u32);
        draw_arrays "glDrawArrays" (mode: u32, first: i32, count: i32);
        draw_arrays_instanced "glDrawArraysInstanced" (mode: u32, first: i32, count: i32, instances: i32);
        draw_buffer "glDrawBuffer" (buffer: u32);
        draw_elements "glDrawElements" (mode: u32, count: i32, kind: u32, at: Offset);
        enable "glEnable" (cap: u32);
        enable_client_state "glEnableClientState" (array: u32);
        enable_vertex_attrib_array "glEnableVertexAttribArray" (index: u32);
        end "glEnd" ();
        end_list "glEndList" ();
        end_query "glEndQuery" (target: u32);
        finish "glFinish" ();
        fogf "glFogf" (name: u32, value: f32);
        fogi "glFogi" (name: u32, value: i32);
        fogfv "glFogfv" (name: u32, value: &[f32; 4]);
        framebuffer_renderbuffer "glFramebufferRenderbuffer" (target: u32, attachment: u32, kind: u32, id: u32);
        framebuffer_texture_2d "glFramebufferTexture2D" (target: u32, attachment: u32, kind: u32, id: u32, level: i32);
        front_face "glFrontFace" (mode: u32);
        frustum "glFrustum" (l: f64, r: f64, b: f64, t: f64, n: f64, f: f64);
        gen_lists "glGenLists" (range: i32) -> u32;
        generate_mipmap "glGenerateMipmap" (target: u32);
        get_error "glGetError" () -> u32;
        get_uniform_location "glGetUniformLocation" (program: u32, name: &CStr) -> i32;
        lightfv "glLightfv" (light: u32, name: u32, value: &[f32; 4]);
        lightf "glLightf" (light: u32, name: u32, value: f32);
        light_modeli "glLightModeli" (name: u32, value: i32);
        light_modelfv "glLightModelfv" (name: u32, value: &[f32; 4]);
        line_stipple "glLineStipple" (factor: i32, pattern: u16);
        line_width "glLineWidth" (width: f32);
        link_program "glLinkProgram" (program: u32);
        load_identity "glLoadIdentity" ();
        load_matrixf "glLoadMatrixf" (matrix: &[f32; 16]);
        logic_op "glLogicOp" (op: u32);
        materialfv "glMaterialfv" (face: u32, name: u32, value: &[f32; 4]);
        materialf "glMaterialf" (face: u32, name: u32, value: f32);
        matrix_mode "glMatrixMode" (mode: u32);
        multi_tex_coord2f "glMultiTexCoord2f" (unit: u32, s: f32, t: f32);
        new_list "glNewList" (list: u32, mode: u32);
        normal3f "glNormal3f" (x: f32, y: f32, z: f32);
        pixel_storei "glPixelStorei" (name: u32, value: i32);
        pixel_transferf "glPixelTransferf" (name: u32, value: f32);
        pixel_zoom "glPixelZoom" (x: f32, y: f32);
        point_parameterf "glPointParameterf" (name: u32, value: f32);
        point_parameteri "glPointParameteri" (name: u32, value: i32);
        point_parameterfv "glPointParameterfv" (name: u32, value: &[f32; 4]);
        point_size "glPointSize" (size: f32);
        polygon_mode "glPolygonMode" (face: u32, mode: u32);
        polygon_offset "glPolygonOffset" (factor: f32, units: f32);
        pop_matrix "glPopMatrix" ();
        provoking_vertex "glProvokingVertex" (convention: u32);
        push_matrix "glPushMatrix" ();
        raster_pos2f "glRasterPos2f" (x: f32, y: f32);
        read_buffer "glReadBuffer" (buffer: u32);
        renderbuffer_storage "glRenderbufferStorage" (target: u32, format: u32, w: i32, h: i32);
        renderbuffer_storage_multisample "glRenderbufferStorageMultisample" (target: u32, samples: i32, format: u32, w: i32, h: i32);
        rotatef "glRotatef" (angle: f32, x: f32, y: f32, z: f32);
        scalef "glScalef" (x: f32, y: f32, z: f32);
        scissor "glScissor" (x: i32, y: i32, w: i32, h: i32);
        secondary_color3f "glSecondaryColor3f" (r: f32, g: f32, b: f32);
        shade_model "glShadeModel" (mode: u32);
        stencil_func "glStencilFunc" (func: u32, reference: i32, mask: u32);
        stencil_func_separate "glStencilFuncSeparate" (face: u32, func: u32, reference: i32, mask: u32);
        stencil_mask "glStencilMask" (mask: u32);
        stencil_op "glStencilOp" (fail: u32, zfail: u32, pass: u32);
        stencil_op_separate "glStencilOpSeparate" (face: u32, fail: u32, zfail: u32, pass: u32);
        tex_coord2f "glTexCoord2f" (s: f32, t: f32);
        tex_coord3f "glTexCoord3f" (s: f32, t: f32, r: f32);
        tex_coord4f "glTexCoord4f" (s: f32, t: f32, r: f32, q: f32);
        tex_envf "glTexEnvf" (target: u32, name: u32, value: f32);
        tex_envi "glTexEnvi" (target: u32, name: u32, value: i32);
        tex_envfv "glTexEnvfv" (target: u32, name: u32, value: &[f32; 4]);
        tex_geni "glTexGeni" (coordinate: u32, name: u32, value: i32);
        tex_genfv "glTexGenfv" (coordinate: u32, name: u32, value: &[f32; 4]);
        tex_parameterf "glTexParameterf" (target: u32, name: u32, value: f32);
        tex_parameteri "glTexParameteri" (target: u32, name: u32, value: i32);
        tex_parameterfv "glTexParameterfv" (target: u32, name: u32, value: &[f32; 4]);
        translatef "glTranslatef" (x: f32, y: f32, z: f32);
        uniform1f "glUniform1f" (at: i32, x: f32);
        uniform1i "glUniform1i" (at: i32, x: i32);
        uniform4f "glUniform4f" (at: i32, x: f32, y: f32, z: f32, w: f32);
        use_program "glUseProgram" (program: u32);
        vertex2f "glVertex2f" (x: f32, y: f32);
        vertex3f "glVertex3f" (x: f32, y: f32, z: f32);
        vertex4f "glVertex4f" (x: f32, y: f32, z: f32, w: f32);
        vertex_attrib4f "glVertexAttrib4f" (index: u32, x: f32, y: f32, z: f32, w: f32);
        vertex_attrib_divisor "glVertexAttribDivisor" (index: u32, divisor: u32);
        vertex_attrib_pointer "glVertexAttribPointer" (index: u32, size: i32, kind: u32, normalized: u8, stride: i32, at: Offset);
        vertex_pointer "glVertexPointer" (size: i32, kind: u32, stride: i32, at: Offset);
        color_pointer "glColorPointer" (size: i32, kind: u32, stride: i32, at: Offset);
        viewport "glViewport" (x: i32, y: i32, w: i32, h: i32);
    }
    memory {
        raw_bitmap "glBitmap" (i32, i32, f32, f32, f32, f32, *const u8);
        raw_buffer_data "glBufferData" (u32, isize, *const c_void, u32);
        raw_buffer_sub_data "glBufferSubData" (u32, isize, isize, *const c_void);
        raw_delete_buffers "glDeleteBuffers" (i32, *const u32);
        raw_draw_buffers "glDrawBuffers" (i32, *const u32);
        raw_draw_pixels "glDrawPixels" (i32, i32, u32, u32, *const c_void);
        raw_gen_buffers "glGenBuffers" (i32, *mut u32);
        raw_gen_framebuffers "glGenFramebuffers" (i32, *mut u32);
        raw_gen_queries "glGenQueries" (i32, *mut u32);
        raw_gen_renderbuffers "glGenRenderbuffers" (i32, *mut u32);
        raw_gen_textures "glGenTextures" (i32, *mut u32);
        raw_get_program_info_log "glGetProgramInfoLog" (u32, i32, *mut i32, *mut c_char);
        raw_get_programiv "glGetProgramiv" (u32, u32, *mut i32);
        raw_get_query_object "glGetQueryObjectuiv" (u32, u32, *mut u32);
        raw_get_shader_info_log "glGetShaderInfoLog" (u32, i32, *mut i32, *mut c_char);
        raw_get_shaderiv "glGetShaderiv" (u32, u32, *mut i32);
        raw_get_string "glGetString" (u32) -> *const c_char;
        raw_polygon_stipple "glPolygonStipple" (*const u8);
        raw_read_pixels "glReadPixels" (i32, i32, i32, i32, u32, u32, *mut c_void);
        raw_shader_source "glShaderSource" (u32, i32, *const *const c_char, *const i32);
        raw_tex_image_1d "glTexImage1D" (u32, i32, i32, i32, i32, u32, u32, *const c_void);
        raw_tex_image_2d "glTexImage2D" (u32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
        raw_tex_image_3d "glTexImage3D" (u32, i32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
        raw_tex_sub_image_2d "glTexSubImage2D" (u32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
        raw_get_tex_image "glGetTexImage" (u32, i32, u32, u32, *mut c_void);
        raw_uniform_4fv "glUniform4fv" (i32, i32, *const f32);
        raw_uniform_matrix4 "glUniformMatrix4fv" (i32, i32, u8, *const f32);
    }
}

/// The bytes of a pixel in memory.
fn pixel_bytes(format: u32, kind: u32) -> usize {
    let components = match format {
        RED | ALPHA | LUMINANCE | INTENSITY | DEPTH_COMPONENT | STENCIL_INDEX => 1,
        RG | LUMINANCE_ALPHA => 2,
        RGB | BGR => 3,
        RGBA | BGRA | DEPTH_STENCIL => 4,
        _ => panic!("the table of pixel formats lacks {format:#x}"),
    };
    match kind {
        UNSIGNED_BYTE | BYTE => components,
        UNSIGNED_SHORT | SHORT | HALF_FLOAT => 2 * components,
        UNSIGNED_INT | INT | FLOAT => 4 * components,
        UNSIGNED_SHORT_5_6_5
        | UNSIGNED_SHORT_4_4_4_4
        | UNSIGNED_SHORT_5_5_5_1
        | UNSIGNED_SHORT_1_5_5_5_REV => 2,
        UNSIGNED_INT_8_8_8_8 | UNSIGNED_INT_8_8_8_8_REV | UNSIGNED_INT_2_10_10_10_REV | UNSIGNED_INT_24_8 => {
            4
        }
        _ => panic!("the table of pixel types lacks {kind:#x}"),
    }
}

/// The layout of pixels in memory: format and type.
#[derive(Clone, Copy)]
pub(crate) struct Layout(pub(crate) u32, pub(crate) u32);

impl Layout {
    /// Four bytes, red first.
    pub(crate) const RGBA8: Self = Self(RGBA, UNSIGNED_BYTE);

    fn check(self, size: [i32; 3], bytes: usize) {
        // Rows are not padded: the context was set up with an alignment of 1.
        let pixels: usize = size
            .iter()
            .map(|side| usize::try_from(*side).expect("a size"))
            .product();
        assert!(
            bytes >= pixels * pixel_bytes(self.0, self.1),
            "{bytes} bytes for {size:?} pixels"
        );
    }
}

/// The pointer that GL gets: none asks for memory without content.
fn pixels_or_null(layout: Layout, size: [i32; 3], pixels: Option<&[u8]>) -> *const c_void {
    pixels.map_or(std::ptr::null(), |pixels| {
        layout.check(size, pixels.len());
        pixels.as_ptr().cast()
    })
}

impl Gl {
    /// What a text such as `RENDERER` says.
    pub(crate) fn text(&self, name: u32) -> String {
        // SAFETY: a number in; the text that comes out is null or ends with a 0 and lives as long as the context.
        let text = unsafe { (self.raw_get_string)(name) };
        if text.is_null() {
            return String::new();
        }
        // SAFETY: as above, and it is not null.
        unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
    }

    /// One new texture.
    pub(crate) fn gen_texture(&self) -> u32 {
        // SAFETY: one name is written to one number.
        self.generate(|id| unsafe { (self.raw_gen_textures)(1, id) })
    }

    /// One new buffer.
    pub(crate) fn gen_buffer(&self) -> u32 {
        // SAFETY: as in `gen_texture`.
        self.generate(|id| unsafe { (self.raw_gen_buffers)(1, id) })
    }

    /// One new frame buffer.
    pub(crate) fn gen_framebuffer(&self) -> u32 {
        // SAFETY: as in `gen_texture`.
        self.generate(|id| unsafe { (self.raw_gen_framebuffers)(1, id) })
    }

    /// One new render buffer.
    pub(crate) fn gen_renderbuffer(&self) -> u32 {
        // SAFETY: as in `gen_texture`.
        self.generate(|id| unsafe { (self.raw_gen_renderbuffers)(1, id) })
    }

    /// One new query.
    pub(crate) fn gen_query(&self) -> u32 {
        // SAFETY: as in `gen_texture`.
        self.generate(|id| unsafe { (self.raw_gen_queries)(1, id) })
    }

    fn generate(&self, ask: impl Fn(*mut u32)) -> u32 {
        let mut id = 0;
        ask(&mut id);
        id
    }

    /// Deletes one buffer.
    pub(crate) fn delete_buffer(&self, id: u32) {
        // SAFETY: one name is read from one number.
        unsafe { (self.raw_delete_buffers)(1, &id) }
    }

    /// Gives the bound buffer its content.
    pub(crate) fn buffer_data(&self, target: u32, bytes: &[u8], usage: u32) {
        // SAFETY: GL copies as many bytes as there are.
        unsafe { (self.raw_buffer_data)(target, bytes.len() as isize, bytes.as_ptr().cast(), usage) }
    }

    /// Replaces a part of the bound buffer's content.
    pub(crate) fn buffer_sub_data(&self, target: u32, at: usize, bytes: &[u8]) {
        // SAFETY: GL copies as many bytes as there are, and checks the range against the buffer.
        unsafe {
            (self.raw_buffer_sub_data)(target, at as isize, bytes.len() as isize, bytes.as_ptr().cast())
        }
    }

    /// The outputs of fragment shaders.
    pub(crate) fn draw_buffers(&self, buffers: &[u32]) {
        // SAFETY: GL reads as many as there are.
        unsafe { (self.raw_draw_buffers)(buffers.len() as i32, buffers.as_ptr()) }
    }

    /// Waits for a query's result.
    pub(crate) fn query_result(&self, id: u32) -> u32 {
        let mut result = 0;
        // SAFETY: one number is written.
        unsafe { (self.raw_get_query_object)(id, QUERY_RESULT, &mut result) };
        result
    }

    /// `glTexImage1D` without border.
    pub(crate) fn tex_image_1d(
        &self,
        target: u32,
        level: i32,
        internal: u32,
        width: i32,
        layout: Layout,
        pixels: Option<&[u8]>,
    ) {
        let data = pixels_or_null(layout, [width, 1, 1], pixels);
        // SAFETY: GL reads the pixels that were counted, or none.
        unsafe { (self.raw_tex_image_1d)(target, level, internal as i32, width, 0, layout.0, layout.1, data) }
    }

    /// `glTexImage2D` without border.
    pub(crate) fn tex_image_2d(
        &self,
        target: u32,
        level: i32,
        internal: u32,
        size: [i32; 2],
        layout: Layout,
        pixels: Option<&[u8]>,
    ) {
        let data = pixels_or_null(layout, [size[0], size[1], 1], pixels);
        // SAFETY: GL reads the pixels that were counted, or none.
        unsafe {
            (self.raw_tex_image_2d)(
                target,
                level,
                internal as i32,
                size[0],
                size[1],
                0,
                layout.0,
                layout.1,
                data,
            )
        }
    }

    /// `glTexImage3D` without border.
    pub(crate) fn tex_image_3d(
        &self,
        target: u32,
        level: i32,
        internal: u32,
        size: [i32; 3],
        layout: Layout,
        pixels: Option<&[u8]>,
    ) {
        let data = pixels_or_null(layout, size, pixels);
        // SAFETY: GL reads the pixels that were counted, or none.
        unsafe {
            (self.raw_tex_image_3d)(
                target,
                level,
                internal as i32,
                size[0],
                size[1],
                size[2],
                0,
                layout.0,
                layout.1,
                data,
            )
        }
    }

    /// `glTexSubImage2D`.
    pub(crate) fn tex_sub_image_2d(
        &self,
        target: u32,
        level: i32,
        at: [i32; 2],
        size: [i32; 2],
        layout: Layout,
        pixels: &[u8],
    ) {
        layout.check([size[0], size[1], 1], pixels.len());
        let data = pixels.as_ptr().cast();
        // SAFETY: GL reads the pixels that were counted.
        unsafe {
            (self.raw_tex_sub_image_2d)(
                target, level, at[0], at[1], size[0], size[1], layout.0, layout.1, data,
            )
        }
    }

    /// `glGetTexImage` of a level that is known to have this size.
    pub(crate) fn get_tex_image(&self, target: u32, level: i32, size: [i32; 2], layout: Layout) -> Vec<u8> {
        let mut bytes = vec![0; (size[0] * size[1]) as usize * pixel_bytes(layout.0, layout.1)];
        layout.check([size[0], size[1], 1], bytes.len());
        // SAFETY: the level has this size, so GL writes what was counted.
        unsafe { (self.raw_get_tex_image)(target, level, layout.0, layout.1, bytes.as_mut_ptr().cast()) };
        bytes
    }

    /// `glReadPixels`.
    pub(crate) fn read_pixels(&self, at: [i32; 2], size: [i32; 2], layout: Layout) -> Vec<u8> {
        let mut bytes = vec![0; (size[0] * size[1]) as usize * pixel_bytes(layout.0, layout.1)];
        self.read_pixels_into(at, size, layout, &mut bytes);
        bytes
    }

    /// The same, to memory that is already there.
    pub(crate) fn read_pixels_into(&self, at: [i32; 2], size: [i32; 2], layout: Layout, bytes: &mut [u8]) {
        layout.check([size[0], size[1], 1], bytes.len());
        // SAFETY: GL writes the pixels that were counted.
        unsafe {
            (self.raw_read_pixels)(
                at[0],
                at[1],
                size[0],
                size[1],
                layout.0,
                layout.1,
                bytes.as_mut_ptr().cast(),
            )
        };
    }

    /// `glDrawPixels`.
    pub(crate) fn draw_pixels(&self, size: [i32; 2], layout: Layout, pixels: &[u8]) {
        layout.check([size[0], size[1], 1], pixels.len());
        // SAFETY: GL reads the pixels that were counted.
        unsafe { (self.raw_draw_pixels)(size[0], size[1], layout.0, layout.1, pixels.as_ptr().cast()) }
    }

    /// `glBitmap`; a row is a whole number of bytes.
    pub(crate) fn bitmap(&self, size: [i32; 2], step: [f32; 2], bits: &[u8]) {
        assert!(
            bits.len() >= ((size[0] + 7) / 8 * size[1]) as usize,
            "too few bits"
        );
        // SAFETY: GL reads the rows that were counted.
        unsafe { (self.raw_bitmap)(size[0], size[1], 0.0, 0.0, step[0], step[1], bits.as_ptr()) }
    }

    /// `glPolygonStipple`.
    pub(crate) fn polygon_stipple(&self, bits: &[u8; 128]) {
        // SAFETY: a pattern has 32 × 32 bits.
        unsafe { (self.raw_polygon_stipple)(bits.as_ptr()) }
    }

    /// An array of vectors.
    pub(crate) fn uniform4fv(&self, at: i32, values: &[[f32; 4]]) {
        // SAFETY: GL reads as many as there are.
        unsafe { (self.raw_uniform_4fv)(at, values.len() as i32, values.as_ptr().cast()) }
    }

    /// One matrix, column by column.
    pub(crate) fn uniform_matrix4(&self, at: i32, matrix: &[f32; 16]) {
        // SAFETY: GL reads one matrix.
        unsafe { (self.raw_uniform_matrix4)(at, 1, 0, matrix.as_ptr()) }
    }

    /// A uniform's place; -1 when the program has none of this name, which GL ignores.
    pub(crate) fn uniform(&self, program: u32, name: &str) -> i32 {
        let name = CString::new(name).expect("names have no zeros");
        self.get_uniform_location(program, &name)
    }

    /// Compiles one stage.
    ///
    /// # Panics
    /// With the compiler's words when it does not compile: the scenes' shaders are right.
    fn shader(&self, kind: u32, source: &str) -> u32 {
        let shader = self.create_shader(kind);
        let (text, length) = (source.as_ptr().cast::<c_char>(), source.len() as i32);
        let mut ok = 0;
        // SAFETY: one text with its length, read before the call returns.
        unsafe { (self.raw_shader_source)(shader, 1, &text, &length) };
        self.compile_shader(shader);
        // SAFETY: one number is written.
        unsafe { (self.raw_get_shaderiv)(shader, COMPILE_STATUS, &mut ok) };
        if ok == 0 {
            // SAFETY: the signature is that of `glGetShaderInfoLog`.
            let log = read_log(|room, length, text| unsafe {
                (self.raw_get_shader_info_log)(shader, room, length, text)
            });
            panic!("a shader does not compile: {log}\n{source}");
        }
        shader
    }

    /// Links a program of two stages, with its attributes at the places of `attributes`.
    ///
    /// # Panics
    /// With the linker's words when it does not link.
    pub(crate) fn program(&self, vertex: &str, fragment: &str, attributes: &[&str]) -> u32 {
        let program = self.create_program();
        self.attach_shader(program, self.shader(VERTEX_SHADER, vertex));
        self.attach_shader(program, self.shader(FRAGMENT_SHADER, fragment));
        for (index, name) in attributes.iter().enumerate() {
            let name = CString::new(*name).expect("names have no zeros");
            self.bind_attrib_location(program, index as u32, &name);
        }
        self.link_program(program);
        let mut ok = 0;
        // SAFETY: one number is written.
        unsafe { (self.raw_get_programiv)(program, LINK_STATUS, &mut ok) };
        if ok == 0 {
            // SAFETY: the signature is that of `glGetProgramInfoLog`.
            let log = read_log(|room, length, text| unsafe {
                (self.raw_get_program_info_log)(program, room, length, text)
            });
            panic!("a program does not link: {log}\n{vertex}\n{fragment}");
        }
        program
    }
}

fn read_log(ask: impl Fn(i32, *mut i32, *mut c_char)) -> String {
    let mut text = vec![0_u8; 4096];
    let mut length = 0;
    ask(text.len() as i32, &mut length, text.as_mut_ptr().cast());
    text.truncate(length.max(0) as usize);
    String::from_utf8_lossy(&text).into_owned()
}
