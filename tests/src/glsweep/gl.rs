//! OpenGL ES 3.1's functions, found by name at run time and called with slices.
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
        attach_shader "glAttachShader" (program: u32, shader: u32);
        begin_query "glBeginQuery" (target: u32, id: u32);
        begin_transform_feedback "glBeginTransformFeedback" (mode: u32);
        bind_buffer "glBindBuffer" (target: u32, id: u32);
        bind_buffer_base "glBindBufferBase" (target: u32, index: u32, id: u32);
        bind_buffer_range "glBindBufferRange" (target: u32, index: u32, id: u32, at: isize, size: isize);
        bind_program_pipeline "glBindProgramPipeline" (id: u32);
        program_parameteri "glProgramParameteri" (program: u32, name: u32, value: i32);
        program_uniform1f "glProgramUniform1f" (program: u32, at: i32, x: f32);
        use_program_stages "glUseProgramStages" (pipeline: u32, stages: u32, program: u32);
        bind_framebuffer "glBindFramebuffer" (target: u32, id: u32);
        bind_image_texture "glBindImageTexture" (unit: u32, texture: u32, level: i32, layered: u8, layer: i32, access: u32, format: u32);
        bind_renderbuffer "glBindRenderbuffer" (target: u32, id: u32);
        bind_sampler "glBindSampler" (unit: u32, id: u32);
        bind_texture "glBindTexture" (target: u32, id: u32);
        bind_transform_feedback "glBindTransformFeedback" (target: u32, id: u32);
        bind_vertex_array "glBindVertexArray" (id: u32);
        bind_vertex_buffer "glBindVertexBuffer" (binding: u32, id: u32, at: isize, stride: i32);
        blend_color "glBlendColor" (r: f32, g: f32, b: f32, a: f32);
        blend_equation_separate "glBlendEquationSeparate" (rgb: u32, alpha: u32);
        blend_equation_separatei "glBlendEquationSeparateiOES" (buffer: u32, rgb: u32, alpha: u32);
        blend_func_separate "glBlendFuncSeparate" (src: u32, dst: u32, src_alpha: u32, dst_alpha: u32);
        blend_func_separatei "glBlendFuncSeparateiOES" (buffer: u32, src: u32, dst: u32, src_alpha: u32, dst_alpha: u32);
        blit_framebuffer "glBlitFramebuffer" (x0: i32, y0: i32, x1: i32, y1: i32, u0: i32, v0: i32, u1: i32, v1: i32, mask: u32, filter: u32);
        check_framebuffer_status "glCheckFramebufferStatus" (target: u32) -> u32;
        clear "glClear" (mask: u32);
        clear_bufferfi "glClearBufferfi" (buffer: u32, index: i32, depth: f32, stencil: i32);
        clear_bufferfv "glClearBufferfv" (buffer: u32, index: i32, value: &[f32; 4]);
        clear_bufferiv "glClearBufferiv" (buffer: u32, index: i32, value: &[i32; 4]);
        clear_bufferuiv "glClearBufferuiv" (buffer: u32, index: i32, value: &[u32; 4]);
        clear_color "glClearColor" (r: f32, g: f32, b: f32, a: f32);
        clear_depthf "glClearDepthf" (depth: f32);
        clear_stencil "glClearStencil" (value: i32);
        color_mask "glColorMask" (r: u8, g: u8, b: u8, a: u8);
        color_maski "glColorMaskiOES" (buffer: u32, r: u8, g: u8, b: u8, a: u8);
        compile_shader "glCompileShader" (shader: u32);
        copy_buffer_sub_data "glCopyBufferSubData" (from: u32, to: u32, source: isize, destination: isize, size: isize);
        copy_tex_image_2d "glCopyTexImage2D" (target: u32, level: i32, internal: u32, x: i32, y: i32, w: i32, h: i32, border: i32);
        copy_tex_sub_image_2d "glCopyTexSubImage2D" (target: u32, level: i32, dx: i32, dy: i32, x: i32, y: i32, w: i32, h: i32);
        copy_tex_sub_image_3d "glCopyTexSubImage3D" (target: u32, level: i32, dx: i32, dy: i32, dz: i32, x: i32, y: i32, w: i32, h: i32);
        create_program "glCreateProgram" () -> u32;
        create_shader "glCreateShader" (kind: u32) -> u32;
        cull_face "glCullFace" (face: u32);
        depth_func "glDepthFunc" (func: u32);
        depth_mask "glDepthMask" (on: u8);
        depth_rangef "glDepthRangef" (near: f32, far: f32);
        disable "glDisable" (cap: u32);
        disable_vertex_attrib_array "glDisableVertexAttribArray" (index: u32);
        dispatch_compute "glDispatchCompute" (x: u32, y: u32, z: u32);
        dispatch_compute_indirect "glDispatchComputeIndirect" (at: isize);
        draw_arrays "glDrawArrays" (mode: u32, first: i32, count: i32);
        draw_arrays_indirect "glDrawArraysIndirect" (mode: u32, at: Offset);
        draw_arrays_instanced "glDrawArraysInstanced" (mode: u32, first: i32, count: i32, instances: i32);
        draw_elements "glDrawElements" (mode: u32, count: i32, kind: u32, at: Offset);
        draw_elements_indirect "glDrawElementsIndirect" (mode: u32, kind: u32, at: Offset);
        draw_elements_instanced "glDrawElementsInstanced" (mode: u32, count: i32, kind: u32, at: Offset, instances: i32);
        draw_range_elements "glDrawRangeElements" (mode: u32, start: u32, end: u32, count: i32, kind: u32, at: Offset);
        enable "glEnable" (cap: u32);
        enable_vertex_attrib_array "glEnableVertexAttribArray" (index: u32);
        end_query "glEndQuery" (target: u32);
        end_transform_feedback "glEndTransformFeedback" ();
        finish "glFinish" ();
        flush "glFlush" ();
        flush_mapped_buffer_range "glFlushMappedBufferRange" (target: u32, at: isize, size: isize);
        framebuffer_parameteri "glFramebufferParameteri" (target: u32, name: u32, value: i32);
        framebuffer_renderbuffer "glFramebufferRenderbuffer" (target: u32, attachment: u32, kind: u32, id: u32);
        framebuffer_texture_2d "glFramebufferTexture2D" (target: u32, attachment: u32, kind: u32, id: u32, level: i32);
        framebuffer_texture_layer "glFramebufferTextureLayer" (target: u32, attachment: u32, id: u32, level: i32, layer: i32);
        front_face "glFrontFace" (mode: u32);
        generate_mipmap "glGenerateMipmap" (target: u32);
        get_error "glGetError" () -> u32;
        get_uniform_location "glGetUniformLocation" (program: u32, name: &CStr) -> i32;
        line_width "glLineWidth" (width: f32);
        link_program "glLinkProgram" (program: u32);
        memory_barrier "glMemoryBarrier" (bits: u32);
        pause_transform_feedback "glPauseTransformFeedback" ();
        pixel_storei "glPixelStorei" (name: u32, value: i32);
        polygon_offset "glPolygonOffset" (factor: f32, units: f32);
        read_buffer "glReadBuffer" (buffer: u32);
        renderbuffer_storage "glRenderbufferStorage" (target: u32, format: u32, w: i32, h: i32);
        renderbuffer_storage_multisample "glRenderbufferStorageMultisample" (target: u32, samples: i32, format: u32, w: i32, h: i32);
        resume_transform_feedback "glResumeTransformFeedback" ();
        sample_coverage "glSampleCoverage" (value: f32, invert: u8);
        sample_maski "glSampleMaski" (word: u32, mask: u32);
        sampler_parameterf "glSamplerParameterf" (id: u32, name: u32, value: f32);
        sampler_parameterfv "glSamplerParameterfv" (id: u32, name: u32, value: &[f32; 4]);
        sampler_parameteri "glSamplerParameteri" (id: u32, name: u32, value: i32);
        scissor "glScissor" (x: i32, y: i32, w: i32, h: i32);
        stencil_func_separate "glStencilFuncSeparate" (face: u32, func: u32, reference: i32, mask: u32);
        stencil_mask_separate "glStencilMaskSeparate" (face: u32, mask: u32);
        stencil_op_separate "glStencilOpSeparate" (face: u32, fail: u32, zfail: u32, pass: u32);
        tex_parameterf "glTexParameterf" (target: u32, name: u32, value: f32);
        tex_parameter_i_iv "glTexParameterIivEXT" (target: u32, name: u32, value: &[i32; 4]);
        tex_parameter_i_uiv "glTexParameterIuivEXT" (target: u32, name: u32, value: &[u32; 4]);
        tex_parameterfv "glTexParameterfv" (target: u32, name: u32, value: &[f32; 4]);
        tex_parameteri "glTexParameteri" (target: u32, name: u32, value: i32);
        tex_storage_2d "glTexStorage2D" (target: u32, levels: i32, format: u32, w: i32, h: i32);
        tex_storage_2d_multisample "glTexStorage2DMultisample" (target: u32, samples: i32, format: u32, w: i32, h: i32, fixed: u8);
        tex_storage_3d "glTexStorage3D" (target: u32, levels: i32, format: u32, w: i32, h: i32, d: i32);
        tex_storage_3d_multisample "glTexStorage3DMultisampleOES" (target: u32, samples: i32, format: u32, w: i32, h: i32, d: i32, fixed: u8);
        uniform1f "glUniform1f" (at: i32, x: f32);
        uniform1i "glUniform1i" (at: i32, x: i32);
        uniform1ui "glUniform1ui" (at: i32, x: u32);
        uniform2f "glUniform2f" (at: i32, x: f32, y: f32);
        uniform2i "glUniform2i" (at: i32, x: i32, y: i32);
        uniform3i "glUniform3i" (at: i32, x: i32, y: i32, z: i32);
        uniform4f "glUniform4f" (at: i32, x: f32, y: f32, z: f32, w: f32);
        uniform4i "glUniform4i" (at: i32, x: i32, y: i32, z: i32, w: i32);
        use_program "glUseProgram" (program: u32);
        vertex_attrib4f "glVertexAttrib4f" (index: u32, x: f32, y: f32, z: f32, w: f32);
        vertex_attrib_binding "glVertexAttribBinding" (index: u32, binding: u32);
        vertex_attrib_divisor "glVertexAttribDivisor" (index: u32, divisor: u32);
        vertex_attrib_format "glVertexAttribFormat" (index: u32, size: i32, kind: u32, normalized: u8, at: u32);
        vertex_attrib_i4i "glVertexAttribI4i" (index: u32, x: i32, y: i32, z: i32, w: i32);
        vertex_attrib_i4ui "glVertexAttribI4ui" (index: u32, x: u32, y: u32, z: u32, w: u32);
        vertex_attrib_i_format "glVertexAttribIFormat" (index: u32, size: i32, kind: u32, at: u32);
        vertex_attrib_i_pointer "glVertexAttribIPointer" (index: u32, size: i32, kind: u32, stride: i32, at: Offset);
        vertex_attrib_pointer "glVertexAttribPointer" (index: u32, size: i32, kind: u32, normalized: u8, stride: i32, at: Offset);
        vertex_binding_divisor "glVertexBindingDivisor" (binding: u32, divisor: u32);
        viewport "glViewport" (x: i32, y: i32, w: i32, h: i32);
    }
    memory {
        raw_buffer_data "glBufferData" (u32, isize, *const c_void, u32);
        raw_buffer_sub_data "glBufferSubData" (u32, isize, isize, *const c_void);
        raw_delete_buffers "glDeleteBuffers" (i32, *const u32);
        raw_delete_renderbuffers "glDeleteRenderbuffers" (i32, *const u32);
        raw_delete_queries "glDeleteQueries" (i32, *const u32);
        raw_delete_vertex_arrays "glDeleteVertexArrays" (i32, *const u32);
        raw_compressed_tex_sub_image_2d "glCompressedTexSubImage2D" (u32, i32, i32, i32, i32, i32, u32, i32, *const c_void);
        raw_compressed_tex_sub_image_3d "glCompressedTexSubImage3D" (u32, i32, i32, i32, i32, i32, i32, i32, u32, i32, *const c_void);
        raw_delete_textures "glDeleteTextures" (i32, *const u32);
        raw_delete_framebuffers "glDeleteFramebuffers" (i32, *const u32);
        raw_draw_buffers "glDrawBuffers" (i32, *const u32);
        raw_gen_buffers "glGenBuffers" (i32, *mut u32);
        raw_gen_framebuffers "glGenFramebuffers" (i32, *mut u32);
        raw_gen_program_pipelines "glGenProgramPipelines" (i32, *mut u32);
        raw_gen_queries "glGenQueries" (i32, *mut u32);
        raw_gen_renderbuffers "glGenRenderbuffers" (i32, *mut u32);
        raw_gen_samplers "glGenSamplers" (i32, *mut u32);
        raw_gen_textures "glGenTextures" (i32, *mut u32);
        raw_gen_transform_feedbacks "glGenTransformFeedbacks" (i32, *mut u32);
        raw_gen_vertex_arrays "glGenVertexArrays" (i32, *mut u32);
        raw_get_floatv "glGetFloatv" (u32, *mut f32);
        raw_get_integerv "glGetIntegerv" (u32, *mut i32);
        raw_get_multisamplefv "glGetMultisamplefv" (u32, u32, *mut f32);
        raw_get_program_info_log "glGetProgramInfoLog" (u32, i32, *mut i32, *mut c_char);
        raw_get_programiv "glGetProgramiv" (u32, u32, *mut i32);
        raw_get_query_object "glGetQueryObjectuiv" (u32, u32, *mut u32);
        raw_get_shader_info_log "glGetShaderInfoLog" (u32, i32, *mut i32, *mut c_char);
        raw_get_shaderiv "glGetShaderiv" (u32, u32, *mut i32);
        raw_get_string "glGetString" (u32) -> *const c_char;
        raw_invalidate_framebuffer "glInvalidateFramebuffer" (u32, i32, *const u32);
        raw_map_buffer_range "glMapBufferRange" (u32, isize, isize, u32) -> *mut c_void;
        raw_read_pixels "glReadPixels" (i32, i32, i32, i32, u32, u32, *mut c_void);
        raw_shader_source "glShaderSource" (u32, i32, *const *const c_char, *const i32);
        raw_tex_image_2d "glTexImage2D" (u32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
        raw_tex_image_3d "glTexImage3D" (u32, i32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
        raw_tex_sub_image_2d "glTexSubImage2D" (u32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
        raw_tex_sub_image_3d "glTexSubImage3D" (u32, i32, i32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
        raw_transform_feedback_varyings "glTransformFeedbackVaryings" (u32, i32, *const *const c_char, u32);
        raw_uniform_matrix3 "glUniformMatrix3fv" (i32, i32, u8, *const f32);
        raw_unmap_buffer "glUnmapBuffer" (u32) -> u8;
    }
}

/// The bytes of a pixel in memory.
pub(crate) fn pixel_bytes(Layout(format, kind): Layout) -> usize {
    let components = match format {
        RED | RED_INTEGER | ALPHA | LUMINANCE | DEPTH_COMPONENT | STENCIL_INDEX => 1,
        RG | RG_INTEGER | LUMINANCE_ALPHA => 2,
        RGB | RGB_INTEGER => 3,
        RGBA | RGBA_INTEGER | BGRA => 4,
        DEPTH_STENCIL => 1,
        _ => panic!("the table of pixel formats lacks {format:#x}"),
    };
    match kind {
        UNSIGNED_BYTE | BYTE => components,
        UNSIGNED_SHORT | SHORT | HALF_FLOAT => 2 * components,
        UNSIGNED_INT | INT | FLOAT => 4 * components,
        HALF_FLOAT_OES => 2 * components,
        UNSIGNED_SHORT_5_6_5 | UNSIGNED_SHORT_4_4_4_4 | UNSIGNED_SHORT_5_5_5_1 => 2,
        UNSIGNED_INT_2_10_10_10_REV
        | UNSIGNED_INT_24_8
        | UNSIGNED_INT_10F_11F_11F_REV
        | UNSIGNED_INT_5_9_9_9_REV => 4,
        FLOAT_32_UNSIGNED_INT_24_8_REV => 8,
        _ => panic!("the table of pixel types lacks {kind:#x}"),
    }
}

/// The layout of pixels in memory: format and type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout(pub(crate) u32, pub(crate) u32);

/// Where pixels are: in the program's memory, or in the buffer that is bound, from an offset on.
#[derive(Clone, Copy)]
pub(crate) enum Pixels<'a> {
    Memory(&'a [u8]),
    Buffer(usize),
}

impl Pixels<'_> {
    /// The pointer that GL gets, for pixels that lie side by side.
    fn pointer(self, layout: Layout, size: [i32; 3]) -> *const c_void {
        match self {
            Pixels::Memory(bytes) => {
                let pixels: usize = size
                    .iter()
                    .map(|side| usize::try_from(*side).expect("a size"))
                    .product();
                assert!(
                    bytes.len() >= pixels * pixel_bytes(layout),
                    "{} bytes for {size:?} pixels",
                    bytes.len()
                );
                bytes.as_ptr().cast()
            }
            Pixels::Buffer(at) => at as *const c_void,
        }
    }
}

macro_rules! generators {
    ($($name:ident $raw:ident;)*) => { $(
        #[doc = "One new name."]
        pub(crate) fn $name(&self) -> u32 {
            let mut id = 0;
            // SAFETY: one name is written to one number.
            unsafe { (self.$raw)(1, &mut id) };
            id
        }
    )* };
}

macro_rules! deleters {
    ($($name:ident $raw:ident;)*) => { $(
        #[doc = "Deletes what has this name."]
        pub(crate) fn $name(&self, id: u32) {
            // SAFETY: one name is read from one number.
            unsafe { (self.$raw)(1, &id) }
        }
    )* };
}

impl Gl {
    generators! {
        gen_buffer raw_gen_buffers;
        gen_framebuffer raw_gen_framebuffers;
        gen_program_pipeline raw_gen_program_pipelines;
        gen_query raw_gen_queries;
        gen_renderbuffer raw_gen_renderbuffers;
        gen_sampler raw_gen_samplers;
        gen_texture raw_gen_textures;
        gen_transform_feedback raw_gen_transform_feedbacks;
        gen_vertex_array raw_gen_vertex_arrays;
    }

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

    /// The least and the greatest of something.
    pub(crate) fn range(&self, name: u32) -> [f32; 2] {
        let mut values = [0.0; 16];
        // SAFETY: no state that is asked for has more numbers.
        unsafe { (self.raw_get_floatv)(name, values.as_mut_ptr()) };
        [values[0], values[1]]
    }

    /// One number of the context's. Of a state with more numbers than one GL would write more: room is for 16.
    pub(crate) fn integer(&self, name: u32) -> i32 {
        let mut values = [0; 16];
        // SAFETY: no state that is asked for has more numbers.
        unsafe { (self.raw_get_integerv)(name, values.as_mut_ptr()) };
        values[0]
    }

    /// Where a sample lies in the pixel.
    pub(crate) fn sample_position(&self, sample: u32) -> [f32; 2] {
        let mut place = [0.0; 2];
        // SAFETY: two numbers are written.
        unsafe { (self.raw_get_multisamplefv)(SAMPLE_POSITION, sample, place.as_mut_ptr()) };
        place
    }

    deleters! {
        delete_buffer raw_delete_buffers;
        delete_framebuffer raw_delete_framebuffers;
        delete_query raw_delete_queries;
        delete_renderbuffer raw_delete_renderbuffers;
        delete_texture raw_delete_textures;
        delete_vertex_array raw_delete_vertex_arrays;
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

    /// Maps a range of the bound buffer, lets `change` see it, and unmaps it. False if GL refuses.
    pub(crate) fn mapped(
        &self,
        target: u32,
        at: usize,
        size: usize,
        access: u32,
        change: impl FnOnce(&mut [u8]),
    ) -> bool {
        // SAFETY: GL returns null or so many bytes, which stay mapped until they are unmapped below.
        unsafe {
            let memory = (self.raw_map_buffer_range)(target, at as isize, size as isize, access);
            if memory.is_null() {
                return false;
            }
            change(std::slice::from_raw_parts_mut(memory.cast(), size));
            (self.raw_unmap_buffer)(target) != 0
        }
    }

    /// The outputs of fragment shaders.
    pub(crate) fn draw_buffers(&self, buffers: &[u32]) {
        // SAFETY: GL reads as many as there are.
        unsafe { (self.raw_draw_buffers)(buffers.len() as i32, buffers.as_ptr()) }
    }

    /// The content of these attachments is not needed any more.
    pub(crate) fn invalidate_framebuffer(&self, target: u32, attachments: &[u32]) {
        // SAFETY: GL reads as many as there are.
        unsafe { (self.raw_invalidate_framebuffer)(target, attachments.len() as i32, attachments.as_ptr()) }
    }

    /// Waits for a query's result.
    pub(crate) fn query_result(&self, id: u32) -> u32 {
        let mut result = 0;
        // SAFETY: one number is written.
        unsafe { (self.raw_get_query_object)(id, QUERY_RESULT, &mut result) };
        result
    }

    /// `glTexImage2D`. Rows in memory are not padded.
    pub(crate) fn tex_image_2d(
        &self,
        target: u32,
        level: i32,
        internal: u32,
        size: [i32; 2],
        layout: Layout,
        pixels: Pixels<'_>,
    ) {
        let data = pixels.pointer(layout, [size[0], size[1], 1]);
        let Layout(format, kind) = layout;
        // SAFETY: GL reads the pixels that were counted, or checks the range against its buffer.
        unsafe {
            (self.raw_tex_image_2d)(
                target,
                level,
                internal as i32,
                size[0],
                size[1],
                0,
                format,
                kind,
                data,
            )
        }
    }

    /// `glTexImage3D`, likewise.
    pub(crate) fn tex_image_3d(
        &self,
        target: u32,
        level: i32,
        internal: u32,
        size: [i32; 3],
        layout: Layout,
        pixels: Pixels<'_>,
    ) {
        let data = pixels.pointer(layout, size);
        let Layout(format, kind) = layout;
        // SAFETY: as above.
        unsafe {
            (self.raw_tex_image_3d)(
                target,
                level,
                internal as i32,
                size[0],
                size[1],
                size[2],
                0,
                format,
                kind,
                data,
            )
        }
    }

    /// `glTexSubImage2D`. Rows in memory are not padded: the context was set up with an alignment of 1.
    pub(crate) fn tex_sub_image_2d(
        &self,
        target: u32,
        level: i32,
        at: [i32; 2],
        size: [i32; 2],
        layout: Layout,
        pixels: Pixels<'_>,
    ) {
        let data = pixels.pointer(layout, [size[0], size[1], 1]);
        let Layout(format, kind) = layout;
        // SAFETY: GL reads the pixels that were counted, or checks the range against its buffer.
        unsafe {
            (self.raw_tex_sub_image_2d)(target, level, at[0], at[1], size[0], size[1], format, kind, data)
        }
    }

    /// `glTexSubImage3D`, likewise.
    pub(crate) fn tex_sub_image_3d(
        &self,
        target: u32,
        level: i32,
        at: [i32; 3],
        size: [i32; 3],
        layout: Layout,
        pixels: Pixels<'_>,
    ) {
        let data = pixels.pointer(layout, size);
        let Layout(format, kind) = layout;
        // SAFETY: GL reads the pixels that were counted, or checks the range against its buffer.
        unsafe {
            (self.raw_tex_sub_image_3d)(
                target, level, at[0], at[1], at[2], size[0], size[1], size[2], format, kind, data,
            )
        }
    }

    /// `glCompressedTexSubImage2D`.
    pub(crate) fn compressed_tex_sub_image_2d(
        &self,
        target: u32,
        level: i32,
        at: [i32; 2],
        size: [i32; 2],
        format: u32,
        blocks: &[u8],
    ) {
        // SAFETY: GL reads as many bytes as there are, and refuses another number than the size takes.
        unsafe {
            (self.raw_compressed_tex_sub_image_2d)(
                target,
                level,
                at[0],
                at[1],
                size[0],
                size[1],
                format,
                blocks.len() as i32,
                blocks.as_ptr().cast(),
            )
        }
    }

    /// `glCompressedTexSubImage3D`.
    pub(crate) fn compressed_tex_sub_image_3d(
        &self,
        target: u32,
        level: i32,
        at: [i32; 3],
        size: [i32; 3],
        format: u32,
        blocks: &[u8],
    ) {
        // SAFETY: as above.
        unsafe {
            (self.raw_compressed_tex_sub_image_3d)(
                target,
                level,
                at[0],
                at[1],
                at[2],
                size[0],
                size[1],
                size[2],
                format,
                blocks.len() as i32,
                blocks.as_ptr().cast(),
            )
        }
    }

    /// `glReadPixels`.
    pub(crate) fn read_pixels(&self, at: [i32; 2], size: [i32; 2], layout: Layout) -> Vec<u8> {
        let mut bytes = vec![0; (size[0] * size[1]) as usize * pixel_bytes(layout)];
        let Layout(format, kind) = layout;
        // SAFETY: GL writes the pixels that were counted: rows are not padded.
        unsafe {
            (self.raw_read_pixels)(
                at[0],
                at[1],
                size[0],
                size[1],
                format,
                kind,
                bytes.as_mut_ptr().cast(),
            )
        };
        bytes
    }

    /// `glReadPixels` into the buffer that is bound, from `offset` on.
    pub(crate) fn read_pixels_to(
        &self,
        at: [i32; 2],
        size: [i32; 2],
        Layout(format, kind): Layout,
        offset: usize,
    ) {
        assert_ne!(self.integer(PIXEL_PACK_BUFFER_BINDING), 0, "no buffer is bound");
        // SAFETY: GL checks the range against its buffer.
        unsafe {
            (self.raw_read_pixels)(
                at[0],
                at[1],
                size[0],
                size[1],
                format,
                kind,
                offset as *mut c_void,
            )
        }
    }

    /// A uniform's place; -1 when the program has none of this name, which GL ignores.
    pub(crate) fn uniform(&self, program: u32, name: &str) -> i32 {
        let name = CString::new(name).expect("names have no zeros");
        self.get_uniform_location(program, &name)
    }

    /// `glUniformMatrix3fv` of one matrix, column by column.
    pub(crate) fn uniform_matrix3(&self, at: i32, columns: [f32; 9]) {
        // SAFETY: GL reads nine numbers.
        unsafe { (self.raw_uniform_matrix3)(at, 1, 0, columns.as_ptr()) }
    }

    /// Compiles one stage.
    fn shader(&self, kind: u32, source: &str) -> Result<u32, String> {
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
            return Err(format!("a shader does not compile: {log}\n{source}"));
        }
        Ok(shader)
    }

    /// Links a program of one stage, for pipelines.
    ///
    /// # Errors
    /// The compiler's or the linker's words.
    pub(crate) fn link_separable(&self, kind: u32, source: &str) -> Result<u32, String> {
        let program = self.create_program();
        self.program_parameteri(program, PROGRAM_SEPARABLE, 1);
        self.attach_shader(program, self.shader(kind, source)?);
        self.linked(program)
    }

    /// Links a program of these stages; `captured` are its outputs for transform feedback.
    ///
    /// # Errors
    /// The compiler's or the linker's words.
    pub(crate) fn link(&self, stages: &[(u32, &str)], captured: &[&str], mode: u32) -> Result<u32, String> {
        let program = self.create_program();
        for (kind, source) in stages {
            self.attach_shader(program, self.shader(*kind, source)?);
        }
        if !captured.is_empty() {
            let names: Vec<CString> = captured
                .iter()
                .map(|name| CString::new(*name).expect("names have no zeros"))
                .collect();
            let pointers: Vec<*const c_char> = names.iter().map(|name| name.as_ptr()).collect();
            // SAFETY: as many names as are counted, each with a zero at its end.
            unsafe {
                (self.raw_transform_feedback_varyings)(
                    program,
                    pointers.len() as i32,
                    pointers.as_ptr(),
                    mode,
                )
            }
        }
        self.linked(program)
    }

    fn linked(&self, program: u32) -> Result<u32, String> {
        self.link_program(program);
        let mut ok = 0;
        // SAFETY: one number is written.
        unsafe { (self.raw_get_programiv)(program, LINK_STATUS, &mut ok) };
        if ok == 0 {
            // SAFETY: the signature is that of `glGetProgramInfoLog`.
            let log = read_log(|room, length, text| unsafe {
                (self.raw_get_program_info_log)(program, room, length, text)
            });
            return Err(format!("a program does not link: {log}"));
        }
        Ok(program)
    }
}

fn read_log(ask: impl Fn(i32, *mut i32, *mut c_char)) -> String {
    let mut text = vec![0_u8; 4096];
    let mut length = 0;
    ask(text.len() as i32, &mut length, text.as_mut_ptr().cast());
    text.truncate(length.max(0) as usize);
    String::from_utf8_lossy(&text).into_owned()
}
