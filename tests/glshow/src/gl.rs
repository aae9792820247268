//! The functions of OpenGL ES that we call.

use std::ffi::{CStr, CString, c_char, c_void};

/// Looks a function up by its name.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<extern "system" fn()>;

/// A function's prototype, called by its name in GL.
macro_rules! functions {
    ($(#[$doc:meta])* $name_of_all:ident; $( $field:ident $name:literal ($($ty:ty),*) $(-> $ret:ty)? ; )*) => {
        $(#[$doc])*
        pub(crate) struct $name_of_all { $( pub(crate) $field: unsafe extern "C" fn($($ty),*) $(-> $ret)?, )* }

        impl $name_of_all {
            /// Looks them up.
            pub(crate) fn load(lookup: Lookup<'_>) -> Result<Self, String> {
                let find = |name: &str| lookup(name).ok_or(format!("there is no {name}"));
                Ok(Self {
                    // SAFETY: the field's type is the C prototype of the function of this name.
                    $( $field: unsafe { std::mem::transmute::<extern "system" fn(), unsafe extern "C" fn($($ty),*) $(-> $ret)?>(find($name)?) }, )*
                })
            }
        }
    };
}

functions! {
    /// Those of OpenGL ES 2.
    Gl;
    attach_shader "glAttachShader" (u32, u32);
    bind_attrib_location "glBindAttribLocation" (u32, u32, *const c_char);
    bind_buffer "glBindBuffer" (u32, u32);
    bind_framebuffer "glBindFramebuffer" (u32, u32);
    bind_texture "glBindTexture" (u32, u32);
    blend_func "glBlendFunc" (u32, u32);
    buffer_data "glBufferData" (u32, isize, *const c_void, u32);
    clear "glClear" (u32);
    clear_color "glClearColor" (f32, f32, f32, f32);
    compile_shader "glCompileShader" (u32);
    create_program "glCreateProgram" () -> u32;
    create_shader "glCreateShader" (u32) -> u32;
    delete_buffers "glDeleteBuffers" (i32, *const u32);
    delete_framebuffers "glDeleteFramebuffers" (i32, *const u32);
    delete_textures "glDeleteTextures" (i32, *const u32);
    depth_mask "glDepthMask" (u8);
    disable "glDisable" (u32);
    draw_arrays "glDrawArrays" (u32, i32, i32);
    enable "glEnable" (u32);
    enable_vertex_attrib_array "glEnableVertexAttribArray" (u32);
    finish "glFinish" ();
    framebuffer_texture_2d "glFramebufferTexture2D" (u32, u32, u32, u32, i32);
    gen_buffers "glGenBuffers" (i32, *mut u32);
    gen_framebuffers "glGenFramebuffers" (i32, *mut u32);
    gen_textures "glGenTextures" (i32, *mut u32);
    generate_mipmap "glGenerateMipmap" (u32);
    get_error "glGetError" () -> u32;
    get_programiv "glGetProgramiv" (u32, u32, *mut i32);
    get_string "glGetString" (u32) -> *const c_char;
    get_uniform_location "glGetUniformLocation" (u32, *const c_char) -> i32;
    link_program "glLinkProgram" (u32);
    read_pixels "glReadPixels" (i32, i32, i32, i32, u32, u32, *mut c_void);
    shader_source "glShaderSource" (u32, i32, *const *const c_char, *const i32);
    tex_image_2d "glTexImage2D" (u32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
    tex_parameteri "glTexParameteri" (u32, u32, i32);
    tex_sub_image_2d "glTexSubImage2D" (u32, i32, i32, i32, i32, i32, u32, u32, *const c_void);
    uniform4f "glUniform4f" (i32, f32, f32, f32, f32);
    use_program "glUseProgram" (u32);
    vertex_attrib_pointer "glVertexAttribPointer" (u32, i32, u32, u8, i32, *const c_void);
    viewport "glViewport" (i32, i32, i32, i32);
}

impl Gl {
    /// A program of shaders, by their kinds, whose first attributes have those names.
    ///
    /// # Errors
    /// If it cannot be linked.
    pub(crate) fn program(&self, shaders: &[(u32, &str)], attributes: &[&CStr]) -> Result<u32, String> {
        // SAFETY: strings end with zero and live until the calls return; the status is one number.
        unsafe {
            let program = (self.create_program)();
            for (kind, text) in shaders {
                let shader = (self.create_shader)(*kind);
                let text = CString::new(*text).expect("no shader of ours holds a zero");
                (self.shader_source)(shader, 1, &text.as_ptr(), std::ptr::null());
                (self.compile_shader)(shader);
                (self.attach_shader)(program, shader);
            }
            for (index, name) in (0..).zip(attributes) {
                (self.bind_attrib_location)(program, index, name.as_ptr());
            }
            (self.link_program)(program);
            let mut linked = 0;
            (self.get_programiv)(program, 0x8B82, &mut linked);
            match linked {
                0 => Err("a program cannot be linked".to_owned()),
                _ => Ok(program),
            }
        }
    }
}

functions! {
    /// Those that compute, of OpenGL ES 3.1.
    Compute;
    bind_buffer_base "glBindBufferBase" (u32, u32, u32);
    bind_buffer_range "glBindBufferRange" (u32, u32, u32, isize, isize);
    dispatch_compute "glDispatchCompute" (u32, u32, u32);
    dispatch_compute_indirect "glDispatchComputeIndirect" (isize);
    map_buffer_range "glMapBufferRange" (u32, isize, isize, u32) -> *const c_void;
    memory_barrier "glMemoryBarrier" (u32);
    uniform4ui "glUniform4ui" (i32, u32, u32, u32, u32);
    unmap_buffer "glUnmapBuffer" (u32) -> u8;
}
