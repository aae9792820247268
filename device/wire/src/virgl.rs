//! The virgl command stream: `virgl_protocol.h` and `virgl_hw.h` of Mesa 25.0.7.
//!
//! A stream is a sequence of commands, each a [`Header`] word and as many words as it says. The structures here
//! are what follows the header; a command whose length varies has a fixed beginning here and its elements apart.
#![allow(
    missing_docs,
    reason = "most names are the protocol's, which says what they mean"
)]

use bitflags::bitflags;
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
    little_endian::{F32, I32, U32, U64},
};

/// The first word of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header(pub u32);

impl Header {
    /// The header of a command with `len_dwords` words after it.
    pub const fn new(command: Ccmd, object: u8, len_dwords: u16) -> Self {
        Self(command as u32 | (object as u32) << 8 | (len_dwords as u32) << 16)
    }

    /// Which command, a [`Ccmd`].
    pub const fn command(self) -> u8 {
        self.0 as u8
    }

    /// Which kind of object, an [`ObjectType`], for commands about objects.
    pub const fn object(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// Words after this one.
    pub const fn len_dwords(self) -> usize {
        (self.0 >> 16) as usize
    }
}

/// Declares an enumeration of numbers that follow each other from 0.
macro_rules! numbers {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($variant = $value,)* }

        impl $name {
            /// All of them, by number.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The one of that number.
            pub const fn from_u8(value: u8) -> Option<Self> {
                match value { $($value => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

numbers! {
    /// `enum virgl_context_cmd`.
    Ccmd {
        Nop = 0,
        CreateObject = 1,
        BindObject = 2,
        DestroyObject = 3,
        SetViewportState = 4,
        SetFramebufferState = 5,
        SetVertexBuffers = 6,
        Clear = 7,
        DrawVbo = 8,
        ResourceInlineWrite = 9,
        SetSamplerViews = 10,
        SetIndexBuffer = 11,
        SetConstantBuffer = 12,
        SetStencilRef = 13,
        SetBlendColor = 14,
        SetScissorState = 15,
        Blit = 16,
        ResourceCopyRegion = 17,
        BindSamplerStates = 18,
        BeginQuery = 19,
        EndQuery = 20,
        GetQueryResult = 21,
        SetPolygonStipple = 22,
        SetClipState = 23,
        SetSampleMask = 24,
        SetStreamoutTargets = 25,
        SetRenderCondition = 26,
        SetUniformBuffer = 27,
        SetSubCtx = 28,
        CreateSubCtx = 29,
        DestroySubCtx = 30,
        BindShader = 31,
        SetTessState = 32,
        SetMinSamples = 33,
        SetShaderBuffers = 34,
        SetShaderImages = 35,
        MemoryBarrier = 36,
        LaunchGrid = 37,
        SetFramebufferStateNoAttach = 38,
        TextureBarrier = 39,
        SetAtomicBuffers = 40,
        SetDebugFlags = 41,
        GetQueryResultQbo = 42,
        Transfer3d = 43,
        EndTransfers = 44,
        CopyTransfer3d = 45,
        SetTweaks = 46,
        ClearTexture = 47,
        PipeResourceCreate = 48,
        PipeResourceSetType = 49,
        GetMemoryInfo = 50,
        EmitStringMarker = 51,
        LinkShader = 52,
        CreateVideoCodec = 53,
        DestroyVideoCodec = 54,
        CreateVideoBuffer = 55,
        DestroyVideoBuffer = 56,
        BeginFrame = 57,
        DecodeMacroblock = 58,
        DecodeBitstream = 59,
        EncodeBitstream = 60,
        EndFrame = 61,
        ClearSurface = 62,
    }
}

numbers! {
    /// `enum virgl_object_type`.
    ObjectType {
        Null = 0,
        Blend = 1,
        Rasterizer = 2,
        Dsa = 3,
        Shader = 4,
        VertexElements = 5,
        SamplerView = 6,
        SamplerState = 7,
        Surface = 8,
        Query = 9,
        StreamoutTarget = 10,
        MsaaSurface = 11,
    }
}

/// Bits of a word that hold one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits {
    /// Lowest bit.
    pub shift: u32,
    /// How many.
    pub width: u32,
}

impl Bits {
    /// The value in `word`.
    pub const fn get(self, word: u32) -> u32 {
        word >> self.shift & self.mask()
    }

    /// A word with `value` in these bits, cut to fit.
    pub const fn put(self, value: u32) -> u32 {
        (value & self.mask()) << self.shift
    }

    const fn mask(self) -> u32 {
        match self.width {
            32.. => u32::MAX,
            width => (1 << width) - 1,
        }
    }
}

/// Declares where values lie in a word.
macro_rules! fields {
    ($($name:ident = $shift:literal, $width:literal;)*) => {
        $(
            pub const $name: $crate::virgl::Bits = $crate::virgl::Bits { shift: $shift, width: $width };
        )*
    };
}

/// Words of [`Blend`].
pub mod blend {
    fields! {
        S0_INDEPENDENT_BLEND_ENABLE = 0, 1;
        S0_LOGICOP_ENABLE = 1, 1;
        S0_DITHER = 2, 1;
        S0_ALPHA_TO_COVERAGE = 3, 1;
        S0_ALPHA_TO_ONE = 4, 1;
        S1_LOGICOP_FUNC = 0, 4;
        S2_RT_BLEND_ENABLE = 0, 1;
        S2_RT_RGB_FUNC = 1, 3;
        S2_RT_RGB_SRC_FACTOR = 4, 5;
        S2_RT_RGB_DST_FACTOR = 9, 5;
        S2_RT_ALPHA_FUNC = 14, 3;
        S2_RT_ALPHA_SRC_FACTOR = 17, 5;
        S2_RT_ALPHA_DST_FACTOR = 22, 5;
        S2_RT_COLORMASK = 27, 4;
    }
}

/// Words of [`Dsa`].
pub mod dsa {
    fields! {
        S0_DEPTH_ENABLE = 0, 1;
        S0_DEPTH_WRITEMASK = 1, 1;
        S0_DEPTH_FUNC = 2, 3;
        S0_ALPHA_ENABLED = 8, 1;
        S0_ALPHA_FUNC = 9, 3;
        S1_STENCIL_ENABLED = 0, 1;
        S1_STENCIL_FUNC = 1, 3;
        S1_STENCIL_FAIL_OP = 4, 3;
        S1_STENCIL_ZPASS_OP = 7, 3;
        S1_STENCIL_ZFAIL_OP = 10, 3;
        S1_STENCIL_VALUEMASK = 13, 8;
        S1_STENCIL_WRITEMASK = 21, 8;
    }
}

/// Words of [`Rasterizer`].
pub mod rasterizer {
    fields! {
        S0_FLATSHADE = 0, 1;
        S0_DEPTH_CLIP = 1, 1;
        S0_CLIP_HALFZ = 2, 1;
        S0_RASTERIZER_DISCARD = 3, 1;
        S0_FLATSHADE_FIRST = 4, 1;
        S0_LIGHT_TWOSIDE = 5, 1;
        S0_SPRITE_COORD_MODE = 6, 1;
        S0_POINT_QUAD_RASTERIZATION = 7, 1;
        S0_CULL_FACE = 8, 2;
        S0_FILL_FRONT = 10, 2;
        S0_FILL_BACK = 12, 2;
        S0_SCISSOR = 14, 1;
        S0_FRONT_CCW = 15, 1;
        S0_CLAMP_VERTEX_COLOR = 16, 1;
        S0_CLAMP_FRAGMENT_COLOR = 17, 1;
        S0_OFFSET_LINE = 18, 1;
        S0_OFFSET_POINT = 19, 1;
        S0_OFFSET_TRI = 20, 1;
        S0_POLY_SMOOTH = 21, 1;
        S0_POLY_STIPPLE_ENABLE = 22, 1;
        S0_POINT_SMOOTH = 23, 1;
        S0_POINT_SIZE_PER_VERTEX = 24, 1;
        S0_MULTISAMPLE = 25, 1;
        S0_LINE_SMOOTH = 26, 1;
        S0_LINE_STIPPLE_ENABLE = 27, 1;
        S0_LINE_LAST_PIXEL = 28, 1;
        S0_HALF_PIXEL_CENTER = 29, 1;
        S0_BOTTOM_EDGE_RULE = 30, 1;
        S0_FORCE_PERSAMPLE_INTERP = 31, 1;
        S3_LINE_STIPPLE_PATTERN = 0, 16;
        S3_LINE_STIPPLE_FACTOR = 16, 8;
        S3_CLIP_PLANE_ENABLE = 24, 8;
    }
}

/// Words of [`SamplerState`].
pub mod sampler {
    fields! {
        S0_WRAP_S = 0, 3;
        S0_WRAP_T = 3, 3;
        S0_WRAP_R = 6, 3;
        S0_MIN_IMG_FILTER = 9, 1;
        S0_MIN_MIP_FILTER = 11, 2;
        S0_MAG_IMG_FILTER = 13, 1;
        S0_COMPARE_MODE = 15, 1;
        S0_COMPARE_FUNC = 16, 3;
        S0_SEAMLESS_CUBE_MAP = 19, 1;
        S0_MAX_ANISOTROPY = 20, 5;
    }
}

/// Words of [`SamplerView`].
pub mod sampler_view {
    fields! {
        FORMAT = 0, 24;
        TARGET = 24, 8;
        FIRST_LAYER = 0, 16;
        LAST_LAYER = 16, 16;
        FIRST_LEVEL = 0, 8;
        LAST_LEVEL = 8, 8;
        SWIZZLE_R = 0, 3;
        SWIZZLE_G = 3, 3;
        SWIZZLE_B = 6, 3;
        SWIZZLE_A = 9, 3;
    }
}

/// Words of [`Surface`].
pub mod surface {
    fields! {
        FIRST_LAYER = 0, 16;
        LAST_LAYER = 16, 16;
    }
}

/// Words of a shader's creation.
pub mod shader {
    fields! {
        OFFSET_VAL = 0, 31;
        OFFSET_CONT = 31, 1;
        SO_OUTPUT_REGISTER_INDEX = 0, 8;
        SO_OUTPUT_START_COMPONENT = 8, 2;
        SO_OUTPUT_NUM_COMPONENTS = 10, 3;
        SO_OUTPUT_BUFFER = 13, 3;
        SO_OUTPUT_DST_OFFSET = 16, 16;
        SO_OUTPUT_STREAM = 0, 2;
    }
}

/// Words of [`Blit`].
pub mod blit {
    fields! {
        S0_MASK = 0, 8;
        S0_FILTER = 8, 2;
        S0_SCISSOR_ENABLE = 10, 1;
        S0_RENDER_CONDITION_ENABLE = 11, 1;
        S0_ALPHA_BLEND = 12, 1;
    }
}

/// Words of [`ClearSurface`].
pub mod clear_surface {
    fields! {
        S0_RENDER_CONDITION = 0, 1;
        S0_BUFFERS = 1, 3;
    }
}

/// Words of [`Query`].
pub mod query {
    fields! {
        TYPE = 0, 16;
        INDEX = 16, 16;
    }
}

/// Words of [`CopyTransfer3d`].
pub mod copy_transfer {
    fields! {
        FLAGS_SYNCHRONIZED = 0, 1;
        FLAGS_READ_FROM_HOST = 1, 1;
    }
}

/// Two 16-bit halves of a word.
pub mod halves {
    fields! {
        LOW = 0, 16;
        HIGH = 16, 16;
    }
}

/// Declares structures of 32-bit words, with their length.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident, $dwords:literal { $($field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(
                Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
            )]
            #[repr(C)]
            pub struct $name { $(pub $field: $type,)* }
            const _: () = assert!(size_of::<$name>() == 4 * $dwords);

            impl $name {
                /// Its length in words.
                pub const DWORDS: usize = $dwords;
            }
        )*
    };
}

words! {
    /// `VIRGL_OBJ_BLEND_*` after the handle.
    Blend, 10 { s0: U32, s1: U32, s2: [U32; 8], }
    /// `VIRGL_OBJ_DSA_*` after the handle.
    Dsa, 4 { s0: U32, stencil: [U32; 2], alpha_ref: F32, }
    /// `VIRGL_OBJ_RS_*` after the handle.
    Rasterizer, 8 {
        s0: U32, point_size: F32, sprite_coord_enable: U32, s3: U32, line_width: F32, offset_units: F32,
        offset_scale: F32, offset_clamp: F32,
    }
    /// `VIRGL_OBJ_SHADER_*` after the handle, as far as every shader has it. Then come, if `so_num_outputs` is not
    /// 0 and the shader is not for compute, [`StreamoutLayout`] and as many [`StreamoutOutput`]; then text.
    ShaderHeader, 4 { stage: U32, offset: U32, num_tokens: U32, so_num_outputs: U32, }
    /// `VIRGL_OBJ_SHADER_SO_STRIDE`.
    StreamoutLayout, 4 { stride: [U32; 4], }
    /// `VIRGL_OBJ_SHADER_SO_OUTPUT0` and `…_SO`.
    StreamoutOutput, 2 { output: U32, stream: U32, }
    /// One of `VIRGL_OBJ_VERTEX_ELEMENTS_V0_*`.
    VertexElement, 4 { src_offset: U32, instance_divisor: U32, vertex_buffer_index: U32, src_format: U32, }
    /// `VIRGL_OBJ_SAMPLER_VIEW_*` after the handle: layers and levels of a texture, elements of a buffer.
    SamplerView, 5 {
        res_handle: U32, format: U32, layers_or_first_element: U32, levels_or_last_element: U32, swizzle: U32,
    }
    /// `VIRGL_OBJ_SAMPLER_STATE_*` after the handle.
    SamplerState, 8 { s0: U32, lod_bias: F32, min_lod: F32, max_lod: F32, border_color: [U32; 4], }
    /// `VIRGL_OBJ_SURFACE_*` after the handle.
    Surface, 4 { res_handle: U32, format: U32, level: U32, layers: U32, }
    /// `VIRGL_OBJ_MSAA_SURFACE_*` after the handle.
    MsaaSurface, 5 { surface: Surface, sample_count: U32, }
    /// `VIRGL_OBJ_QUERY_*` after the handle.
    Query, 3 { type_index: U32, offset: U32, res_handle: U32, }
    /// `VIRGL_OBJ_STREAMOUT_*` after the handle.
    StreamoutTarget, 3 { res_handle: U32, buffer_offset: U32, buffer_size: U32, }
    /// One viewport of `VIRGL_SET_VIEWPORT_STATE_*`, which begins with a start slot.
    Viewport, 6 { scale: [F32; 3], translate: [F32; 3], }
    /// `VIRGL_SET_FRAMEBUFFER_STATE_*`; then come the handles of `nr_cbufs` surfaces.
    FramebufferState, 2 { nr_cbufs: U32, zsurf_handle: U32, }
    /// `VIRGL_SET_FRAMEBUFFER_STATE_NO_ATTACH_*`.
    FramebufferNoAttach, 2 { width_height: U32, layers_samples: U32, }
    /// One of `VIRGL_SET_VERTEX_BUFFER_*`.
    VertexBuffer, 3 { stride: U32, offset: U32, res_handle: U32, }
    /// `VIRGL_OBJ_CLEAR_*`.
    Clear, 8 { buffers: U32, color: [U32; 4], depth: [U32; 2], stencil: U32, }
    /// `VIRGL_CLEAR_SURFACE_*`. For depth and stencil, the colour holds a double and a word.
    ClearSurface, 10 {
        s0: U32, surface_handle: U32, color: [U32; 4], x: U32, y: U32, width: U32, height: U32,
    }
    /// `VIRGL_CLEAR_TEXTURE_*`.
    ClearTexture, 12 { res_handle: U32, level: U32, area: Box3, texel: [U32; 4], }
    /// `VIRGL_DRAW_VBO_*`.
    DrawVbo, 12 {
        start: U32, count: U32, mode: U32, indexed: U32, instance_count: U32, index_bias: I32,
        start_instance: U32, primitive_restart: U32, restart_index: U32, min_index: U32, max_index: U32,
        count_from_so: U32,
    }
    /// What a draw of patches, or with a draw id, has after [`DrawVbo`].
    DrawVboTess, 2 { vertices_per_patch: U32, drawid: U32, }
    /// What an indirect draw has after [`DrawVboTess`].
    DrawVboIndirect, 6 {
        handle: U32, offset: U32, stride: U32, draw_count: U32, draw_count_offset: U32, draw_count_handle: U32,
    }
    /// A box, as every transfer and copy has it.
    Box3, 6 { x: U32, y: U32, z: U32, w: U32, h: U32, d: U32, }
    /// A box whose extent may be negative.
    SignedBox, 6 { x: I32, y: I32, z: I32, w: I32, h: I32, d: I32, }
    /// `VIRGL_RESOURCE_IW_*`, with which all transfers begin.
    TransferHeader, 11 {
        res_handle: U32, level: U32, usage: U32, stride: U32, layer_stride: U32, area: Box3,
    }
    /// `VIRGL_TRANSFER3D_*`.
    Transfer3d, 13 { transfer: TransferHeader, data_offset: U32, direction: U32, }
    /// `VIRGL_COPY_TRANSFER3D_*`.
    CopyTransfer3d, 14 { transfer: TransferHeader, src_res_handle: U32, src_res_offset: U32, flags: U32, }
    /// `VIRGL_SET_SAMPLER_VIEWS_*` and `VIRGL_BIND_SAMPLER_STATES_*`; then come handles.
    StageSlots, 2 { stage: U32, start_slot: U32, }
    /// `VIRGL_SET_CONSTANT_BUFFER_*`; then come constants.
    ConstantBuffer, 2 { stage: U32, index: U32, }
    /// `VIRGL_SET_UNIFORM_BUFFER_*`.
    UniformBuffer, 5 { stage: U32, index: U32, offset: U32, length: U32, res_handle: U32, }
    /// `VIRGL_SET_INDEX_BUFFER_*` after the handle, if that is not 0.
    IndexBuffer, 2 { index_size: U32, offset: U32, }
    /// One scissor of `VIRGL_SET_SCISSOR_*`, which begins with a start slot.
    Scissor, 2 { min_x_min_y: U32, max_x_max_y: U32, }
    /// `VIRGL_CMD_BLIT_*`.
    Blit, 21 { s0: U32, scissor: Scissor, dst: BlitSide, src: BlitSide, }
    /// One side of a [`Blit`].
    BlitSide, 9 { res_handle: U32, level: U32, format: U32, area: SignedBox, }
    /// `VIRGL_CMD_RCR_*`.
    CopyRegion, 13 {
        dst_res_handle: U32, dst_level: U32, dst_x: U32, dst_y: U32, dst_z: U32, src_res_handle: U32,
        src_level: U32, src_box: Box3,
    }
    /// `VIRGL_QUERY_RESULT_*`.
    QueryResult, 2 { handle: U32, wait: U32, }
    /// `VIRGL_QUERY_RESULT_QBO_*`.
    QueryResultQbo, 6 { handle: U32, qbo_handle: U32, wait: U32, result_type: U32, offset: U32, index: U32, }
    /// `VIRGL_SET_CLIP_STATE_*`.
    ClipState, 32 { planes: [[F32; 4]; 8], }
    /// `VIRGL_RENDER_CONDITION_*`.
    RenderCondition, 3 { handle: U32, condition: U32, mode: U32, }
    /// `VIRGL_BIND_SHADER_*`.
    BindShader, 2 { handle: U32, stage: U32, }
    /// `VIRGL_LINK_SHADER_*`, by stage.
    LinkShader, 6 { handles: [U32; 6], }
    /// `VIRGL_LAUNCH_GRID_*`.
    LaunchGrid, 8 { block: [U32; 3], grid: [U32; 3], indirect_handle: U32, indirect_offset: U32, }
    /// `VIRGL_CCMD_PIPE_RESOURCE_CREATE`.
    PipeResourceCreate, 11 {
        target: U32, format: U32, bind: U32, width: U32, height: U32, depth: U32, array_size: U32, last_level: U32,
        nr_samples: U32, flags: U32, blob_id: U32,
    }
    /// `struct virgl_host_query_state`, in the memory of a query's resource.
    HostQueryState, 4 { query_state: U32, result_size: U32, result: U64, }
    /// `struct virgl_memory_info`, in kilobytes.
    MemoryInfo, 6 {
        total_device_memory: U32, avail_device_memory: U32, total_staging_memory: U32,
        avail_staging_memory: U32, device_memory_evicted: U32, nr_device_memory_evictions: U32,
    }
}

/// [`HostQueryState::query_state`]: the result is there.
pub const QUERY_STATE_DONE: u32 = 1;
/// [`HostQueryState::query_state`]: the guest waits for the result.
pub const QUERY_STATE_WAIT_HOST: u32 = 2;

/// [`Transfer3d::direction`]: from guest memory to the resource.
pub const TRANSFER_TO_HOST: u32 = 1;
/// [`Transfer3d::direction`]: from the resource to guest memory.
pub const TRANSFER_FROM_HOST: u32 = 2;

/// Words of `SET_POLYGON_STIPPLE`.
pub const POLYGON_STIPPLE_DWORDS: usize = 32;
/// Words of `SET_TESS_STATE`.
pub const TESS_STATE_DWORDS: usize = 6;
/// Words of an element of `SET_SHADER_BUFFERS` and `SET_ATOMIC_BUFFERS`.
pub const BUFFER_ELEMENT_DWORDS: usize = 3;
/// Words of an element of `SET_SHADER_IMAGES`.
pub const IMAGE_ELEMENT_DWORDS: usize = 5;
/// `PIPE_QUERY_*` as the protocol numbers them, which is not how gallium does today.
pub mod query_type {
    pub const OCCLUSION_COUNTER: u32 = 0;
    pub const OCCLUSION_PREDICATE: u32 = 1;
    pub const TIMESTAMP: u32 = 2;
    pub const TIMESTAMP_DISJOINT: u32 = 3;
    pub const TIME_ELAPSED: u32 = 4;
    pub const PRIMITIVES_GENERATED: u32 = 5;
    pub const PRIMITIVES_EMITTED: u32 = 6;
    pub const SO_STATISTICS: u32 = 7;
    pub const SO_OVERFLOW_PREDICATE: u32 = 8;
    pub const GPU_FINISHED: u32 = 9;
    pub const PIPELINE_STATISTICS: u32 = 10;
    pub const OCCLUSION_PREDICATE_CONSERVATIVE: u32 = 11;
    pub const SO_OVERFLOW_ANY_PREDICATE: u32 = 12;
}

/// `VIRGL_RESOURCE_Y_0_TOP`, a flag of a resource.
pub const RESOURCE_FLAG_Y_0_TOP: u32 = 1;

/// The id of [`CapsV1`] among capsets (virtio 1.3 §5.7.6.8, GET_CAPSET_INFO).
pub const CAPSET_VIRGL: u32 = 1;
/// The id of [`CapsV2`].
pub const CAPSET_VIRGL2: u32 = 2;

bitflags! {
    /// `struct virgl_caps_bool_set1`.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct BoolSet1: u32 {
        const INDEP_BLEND_ENABLE = 1;
        const INDEP_BLEND_FUNC = 1 << 1;
        const CUBE_MAP_ARRAY = 1 << 2;
        const SHADER_STENCIL_EXPORT = 1 << 3;
        const CONDITIONAL_RENDER = 1 << 4;
        const START_INSTANCE = 1 << 5;
        const PRIMITIVE_RESTART = 1 << 6;
        const BLEND_EQ_SEP = 1 << 7;
        const INSTANCEID = 1 << 8;
        const VERTEX_ELEMENT_INSTANCE_DIVISOR = 1 << 9;
        const SEAMLESS_CUBE_MAP = 1 << 10;
        const OCCLUSION_QUERY = 1 << 11;
        const TIMER_QUERY = 1 << 12;
        const STREAMOUT_PAUSE_RESUME = 1 << 13;
        const TEXTURE_MULTISAMPLE = 1 << 14;
        const FRAGMENT_COORD_CONVENTIONS = 1 << 15;
        const DEPTH_CLIP_DISABLE = 1 << 16;
        const SEAMLESS_CUBE_MAP_PER_TEXTURE = 1 << 17;
        const UBO = 1 << 18;
        const COLOR_CLAMPING = 1 << 19;
        const POLY_STIPPLE = 1 << 20;
        const MIRROR_CLAMP = 1 << 21;
        const TEXTURE_QUERY_LOD = 1 << 22;
        const HAS_FP64 = 1 << 23;
        const HAS_TESSELLATION_SHADERS = 1 << 24;
        const HAS_INDIRECT_DRAW = 1 << 25;
        const HAS_SAMPLE_SHADING = 1 << 26;
        const HAS_CULL = 1 << 27;
        const CONDITIONAL_RENDER_INVERTED = 1 << 28;
        const DERIVATIVE_CONTROL = 1 << 29;
        const POLYGON_OFFSET_CLAMP = 1 << 30;
        const TRANSFORM_FEEDBACK_OVERFLOW_QUERY = 1 << 31;
    }
}

bitflags! {
    /// `VIRGL_CAP_*`, in [`CapsV2::capability_bits`].
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Cap: u32 {
        const TGSI_INVARIANT = 1;
        const TEXTURE_VIEW = 1 << 1;
        const SET_MIN_SAMPLES = 1 << 2;
        const COPY_IMAGE = 1 << 3;
        const TGSI_PRECISE = 1 << 4;
        const TXQS = 1 << 5;
        const MEMORY_BARRIER = 1 << 6;
        const COMPUTE_SHADER = 1 << 7;
        const FB_NO_ATTACH = 1 << 8;
        const ROBUST_BUFFER_ACCESS = 1 << 9;
        const TGSI_FBFETCH = 1 << 10;
        const SHADER_CLOCK = 1 << 11;
        const TEXTURE_BARRIER = 1 << 12;
        const TGSI_COMPONENTS = 1 << 13;
        const GUEST_MAY_INIT_LOG = 1 << 14;
        const SRGB_WRITE_CONTROL = 1 << 15;
        const QBO = 1 << 16;
        const TRANSFER = 1 << 17;
        const FBO_MIXED_COLOR_FORMATS = 1 << 18;
        const HOST_IS_GLES = 1 << 19;
        const BIND_COMMAND_ARGS = 1 << 20;
        const MULTI_DRAW_INDIRECT = 1 << 21;
        const INDIRECT_PARAMS = 1 << 22;
        const TRANSFORM_FEEDBACK3 = 1 << 23;
        const ASTC_3D = 1 << 24;
        const INDIRECT_INPUT_ADDR = 1 << 25;
        const COPY_TRANSFER = 1 << 26;
        const CLIP_HALFZ = 1 << 27;
        const APP_TWEAK_SUPPORT = 1 << 28;
        const BGRA_SRGB_IS_EMULATED = 1 << 29;
        const CLEAR_TEXTURE = 1 << 30;
        const ARB_BUFFER_STORAGE = 1 << 31;
    }
}

bitflags! {
    /// `VIRGL_CAP_V2_*`, in [`CapsV2::capability_bits_v2`].
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct CapV2: u32 {
        const BLEND_EQUATION = 1;
        const UNTYPED_RESOURCE = 1 << 1;
        const VIDEO_MEMORY = 1 << 2;
        const MEMINFO = 1 << 3;
        const STRING_MARKER = 1 << 4;
        const DIFFERENT_GPU = 1 << 5;
        const IMPLICIT_MSAA = 1 << 6;
        const COPY_TRANSFER_BOTH_DIRECTIONS = 1 << 7;
        const SCANOUT_USES_GBM = 1 << 8;
        const SSO = 1 << 9;
        const TEXTURE_SHADOW_LOD = 1 << 10;
        const VS_VERTEX_LAYER = 1 << 11;
        const VS_VIEWPORT_INDEX = 1 << 12;
        const PIPELINE_STATISTICS_QUERY = 1 << 13;
        const DRAW_PARAMETERS = 1 << 14;
        const GROUP_VOTE = 1 << 15;
        const MIRROR_CLAMP_TO_EDGE = 1 << 16;
        const MIRROR_CLAMP = 1 << 17;
    }
}

/// `struct virgl_supported_format_mask`.
pub type FormatMask = [U32; 16];

words! {
    /// `struct virgl_caps_v1`.
    CapsV1, 77 {
        max_version: U32, sampler: FormatMask, render: FormatMask, depthstencil: FormatMask,
        vertexbuffer: FormatMask, bset: U32, glsl_level: U32, max_texture_array_layers: U32,
        max_streamout_buffers: U32, max_dual_source_render_targets: U32, max_render_targets: U32,
        max_samples: U32, prim_mask: U32, max_tbo_size: U32, max_uniform_blocks: U32, max_viewports: U32,
        max_texture_gather_components: U32,
    }
    /// `struct virgl_video_caps`, which we leave zero.
    VideoCaps, 4 { words: [U32; 4], }
    /// `struct virgl_caps_v2`.
    CapsV2, 352 {
        v1: CapsV1, min_aliased_point_size: F32, max_aliased_point_size: F32, min_smooth_point_size: F32,
        max_smooth_point_size: F32, min_aliased_line_width: F32, max_aliased_line_width: F32,
        min_smooth_line_width: F32, max_smooth_line_width: F32, max_texture_lod_bias: F32,
        max_geom_output_vertices: U32, max_geom_total_output_components: U32, max_vertex_outputs: U32,
        max_vertex_attribs: U32, max_shader_patch_varyings: U32, min_texel_offset: I32, max_texel_offset: I32,
        min_texture_gather_offset: I32, max_texture_gather_offset: I32, texture_buffer_offset_alignment: U32,
        uniform_buffer_offset_alignment: U32, shader_buffer_offset_alignment: U32, capability_bits: U32,
        sample_locations: [U32; 8], max_vertex_attrib_stride: U32, max_shader_buffer_frag_compute: U32,
        max_shader_buffer_other_stages: U32, max_shader_image_frag_compute: U32,
        max_shader_image_other_stages: U32, max_image_samples: U32, max_compute_work_group_invocations: U32,
        max_compute_shared_memory_size: U32, max_compute_grid_size: [U32; 3], max_compute_block_size: [U32; 3],
        max_texture_2d_size: U32, max_texture_3d_size: U32, max_texture_cube_size: U32,
        max_combined_shader_buffers: U32, max_atomic_counters: [U32; 6], max_atomic_counter_buffers: [U32; 6],
        max_combined_atomic_counters: U32, max_combined_atomic_counter_buffers: U32,
        host_feature_check_version: U32, supported_readback_formats: FormatMask, scanout: FormatMask,
        capability_bits_v2: U32, max_video_memory: U32, renderer: [u8; 64], max_anisotropy: F32,
        max_texture_samplers: U32, supported_multisample_formats: FormatMask, max_const_buffer_size: [U32; 6],
        num_video_caps: U32, video_caps: [VideoCaps; 32], max_uniform_block_size: U32, max_tcs_outputs: U32,
        max_tes_outputs: U32, max_shader_storage_blocks: [U32; 6],
    }
}
// Two places far apart, as a C compiler lays out `virgl_hw.h`.
const _: () = assert!(core::mem::offset_of!(CapsV2, capability_bits) == 392);
const _: () = assert!(core::mem::offset_of!(CapsV2, renderer) == 696);
