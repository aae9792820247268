//! The host GPU of the virgl renderer, on [`wgpu`].
//!
//! [`Wgpu`] is a [`device::gpu::HostGpu`]: it owns nothing that a guest could not make again, only what has been
//! derived from guest-visible state and is remembered because deriving it costs.
//!
//! | where | what |
//! |---|---|
//! | [`adapter`], `open`, `allocator` | finding an adapter, opening a device, and what it can do; memory for those on the CPU |
//! | `gpu`, `recreate` | a device, its loss, and going on with another |
//! | [`format`] | one table: a protocol format as a texture format, a swizzle and a conversion |
//! | `resource`, `transfer` | buffers with a shadow, textures, and bytes in and out of them |
//! | `written` | buffers that the GPU writes |
//! | `decoded` | compressed textures that the host does not take as they are |
//! | `import`, `zero_copy` | bytes in and out of textures where the guest's memory is |
//! | `batch`, `list`, `merge` | what goes into one submission, as data until then, where draws become one; tickets |
//! | `later`, `ahead` | shaders and pipelines that other threads make, and which to make when a program is linked |
//! | `stream` | memory of one batch: constants, rewritten indices, buffers that change between its draws |
//! | `shader`, `pipeline`, `texture_set`, `texture_view`, `sampler` | caches, each keyed by what its entries depend on |
//! | `raster` | what wgpu does not say of a pipeline: OpenGL's lines, and who provokes |
//! | `forget` | a bound on all that is derived |
//! | `pass`, `stand_in` | the render pass that draws go into, merged as long as its targets stay; targets of unequal size |
//! | `draw`, `vertex`, `index`, `indirect` | from state to a draw call |
//! | `streamout` | transform feedback, by compute passes |
//! | `compute` | grids of compute shaders |
//! | `storage`, `image` | storage buffers and images of draws and grids |
//! | `meta` | draws of our own: blits, depth uploads and readbacks |
//! | `query` | occlusion queries over passes and batches |
//!
//! Invariants: nothing here trusts that an adapter accepts what the guest asked for; what it does not accept is
//! counted as unsupported before it reaches `wgpu`. An error that `wgpu` reports is a bug here: it is counted
//! and logged once.
#![deny(unsafe_code)]

pub mod adapter;
mod ahead;
mod allocator;
mod batch;
mod compute;
mod decoded;
mod draw;
mod fill;
mod forget;
pub mod format;
mod gpu;
mod image;
mod import;
mod index;
mod indirect;
mod later;
mod list;
mod merge;
mod meta;
mod open;
mod pass;
mod pipeline;
mod progress;
mod query;
mod raster;
mod recreate;
mod renderer;
mod resource;
mod restless;
mod sampler;
mod shader;
mod stand_in;
mod storage;
mod stream;
mod streamout;
mod texture_buffer;
mod texture_set;
mod texture_view;
mod transfer;
mod uniform;
mod vertex;
mod written;
mod zero_copy;

pub use adapter::{Host, OpenError, Options};
pub use batch::Waiting;
pub use renderer::Wgpu;
