//! How much a shader may ask for, and why no more.
//!
//! A guest writes the text. Each bound keeps the cost of reading and lowering it linear in what the guest
//! sent, or keeps the result within what every host pipeline accepts.

/// Bytes of text. A virgl command buffer holds at most 256 KiB and long shaders are sent in pieces; Mesa's
/// largest seen is some 300 KiB. The text is kept for snapshots, so it must not become a store of guest data.
pub const TEXT_BYTES: usize = 1 << 20;

/// Instructions. The shortest takes four bytes, and a module of this size still compiles in seconds.
pub const INSTRUCTIONS: usize = 1 << 16;

/// Registers of one file, inputs and outputs excepted: an array variable of this size is 64 KiB of a thread's
/// private memory, past which hosts fail to compile instead of refusing.
pub const REGISTERS: u32 = 4096;

/// Vectors of `TEMP` in arrays that are indexed at run time. They live in every invocation's private memory,
/// where lavapipe keeps them for 8 invocations on the stack of a thread.
pub const ARRAY_REGISTERS: u32 = 4096;

/// Components of all such arrays, 16 KiB. lavapipe's compiler takes a time that grows with their square: with arrays
/// in parts as below, 10 s for a fragment shader with 1024 of them, and 35 s with 2048.
pub const ARRAY_COMPONENTS: u32 = 4096;

/// Components of an array that stay in one variable. GLSL programs index few arrays that are larger.
pub const ARRAY_WHOLE_COMPONENTS: u32 = 256;

/// Components of each part of a larger array: fewer make reads and writes longer, which look through all parts, and
/// more make variables longer to compile.
pub const ARRAY_PART_COMPONENTS: u32 = 64;

/// Parts that all operands with computed indices are looked for in: each is a load and a choice, or a branch.
pub const ARRAY_LOOKUPS: usize = 1 << 15;

/// Input or output registers: gallium's `PIPE_MAX_SHADER_INPUTS` (80).
pub const INTERFACE_REGISTERS: u32 = 80;

/// Immediates, each a vector of four words.
pub const IMMEDIATES: usize = 4096;

/// Buffers of constants: gallium's `PIPE_MAX_CONSTANT_BUFFERS` (32).
pub const CONSTANT_BUFFERS: u32 = 32;

/// Vectors of one buffer of constants: 64 KiB, the largest uniform binding that hosts offer.
pub const CONSTANTS: u32 = 4096;

/// Samplers: gallium's `PIPE_MAX_SAMPLERS` (32).
pub const SAMPLERS: u32 = 32;

/// Views of textures: gallium's `PIPE_MAX_SHADER_SAMPLER_VIEWS` (128).
pub const SAMPLER_VIEWS: u32 = 128;

/// Declared arrays. Operands look theirs up in a list; Mesa declares one for each variable of array type.
pub const ARRAYS: usize = 256;

/// Nesting of `IF` and `BGNLOOP`. naga's validator and its back ends recurse into blocks, so this bounds
/// their stack. Mesa's own state tracker gives up at 32 levels.
pub const NESTING: usize = 64;

/// Varyings that a fragment shader reads. Vulkan promises 64 components of input and desktop hardware has
/// 128, of which two vectors are kept, one of them for `POSITION`. The fragment block of `Constants::Slot` counts, too.
pub const VARYINGS: usize = 30;

/// Returns from the middle of a vertex or fragment shader: each repeats the code that hands the outputs on.
pub const EARLY_RETURNS: usize = 16;

/// Accesses that become much code: comparisons that the shader does itself, texels of integers, of texture buffers and
/// of images, and each sampler, buffer or image that one chosen at run time may be. They are some two hundred expressions each, which a text of short instructions must not multiply.
pub const LONG_READS: usize = 2048;

/// Accesses to memory: a word that is loaded and a texel of a storage texture count one, and what takes more of lavapipe's
/// compiler counts more, see [`MEMORY_BRANCH`] and [`MEMORY_LOOP`]. Its time grows with the square of their number: 2 s for
/// a compute shader that loads 2048 words, 25 s for one that has 512 stores of vectors, 16 s for 256 atomics that are loops.
pub const MEMORY_ACCESSES: u32 = 2048;

/// What a store or atomic counts, and a texel of an image that is kept in words.
pub const MEMORY_BRANCH: u32 = 4;

/// What an atomic counts that hosts lack, and a branch around a barrier that the first invocation decides.
pub const MEMORY_LOOP: u32 = 8;

/// Iterations that one entry of a loop may make. Nothing can stop a shader that runs on lavapipe, and on
/// hardware the whole device is lost with it. Loops of GLSL programs count in hundreds.
pub const LOOP_ITERATIONS: u32 = 1 << 16;

/// Iterations of all loops of one invocation together, so that nesting does not multiply the bound.
pub const TOTAL_ITERATIONS: u32 = 1 << 20;

/// Storage buffers: gallium's `PIPE_MAX_SHADER_BUFFERS` (32).
pub const STORAGE_BUFFERS: u32 = 32;

/// Images: hosts have fewer, gallium's `PIPE_MAX_SHADER_IMAGES` is 64 for bindless ones.
pub const IMAGES: u32 = 32;

/// Invocations of a workgroup: what hosts of desktops have and GL 4.3 asks for.
pub const WORKGROUP_INVOCATIONS: u32 = 1024;

/// Invocations of a workgroup in its third direction; GL asks for 64.
pub const WORKGROUP_DEPTH: u32 = 64;

/// Bytes that a workgroup shares: GL 4.3 asks for 32 KiB. Hosts clear them for each workgroup.
pub const SHARED_BYTES: u32 = 32 << 10;
