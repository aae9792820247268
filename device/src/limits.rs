//! Everything a guest can make us allocate or loop over is bounded here, each bound with its reason.

use std::time::Duration;

use wire::virtio_gpu::{CmdSubmit, CtrlHdr, MemEntry, ResourceAttachBacking};

/// Host memory for resources if the configuration does not say otherwise: two 8K scanouts, double-buffered.
pub const DEFAULT_HOSTMEM_BYTES: u64 = 544 << 20;

/// The widest and highest resource, in pixels. What GPUs of today can hold as a texture, and twice the 8K that a
/// display can have.
pub const MAX_DIMENSION: u32 = 16384;

/// Resources alive at once. Each costs about 200 bytes beside its pixels, which `max_hostmem` does not count; stock
/// guests use a few dozen.
pub const MAX_RESOURCES: usize = 16384;

/// Blobs of the host alive at once. Each is a file of the process, and one more where the front end counts what is mapped as
/// guest memory and sends it back, as QEMU does; 1024 is what processes may have open by default.
pub const MAX_HOST_BLOBS: usize = 256;

/// Ranges in one resource's backing. A resource of 256 MiB (an 8K frame and more) whose pages are all scattered.
pub const MAX_BACKING_ENTRIES: u32 = 65536;

/// Ranges in the backings of all resources together: 24 bytes each, so 24 MiB.
pub const MAX_BACKING_ENTRIES_TOTAL: usize = 1 << 20;

/// The longest request that is read from a queue. The longest that can be valid is a SUBMIT_3D.
pub const MAX_REQUEST_BYTES: usize =
    size_of::<CtrlHdr>() + size_of::<CmdSubmit>() + MAX_SUBMIT_DWORDS * size_of::<u32>();

/// An ATTACH_BACKING of the most entries fits too.
const _: () = assert!(
    size_of::<CtrlHdr>()
        + size_of::<ResourceAttachBacking>()
        + MAX_BACKING_ENTRIES as usize * size_of::<MemEntry>()
        <= MAX_REQUEST_BYTES
);

/// Display queries that wait for a front end's answer; one more is answered with the device's own data. The driver
/// asks once for each display event.
pub const MAX_PENDING_QUERIES: usize = 64;

/// Requests to map or unmap that the front end has not answered, or was not yet asked; more are refused. Linux sends one
/// for each blob of the host that it makes, without waiting, as many as its queue takes: 256 entries under QEMU and crosvm.
pub const MAX_PENDING_MAPS: usize = 1024;

/// Side of the largest cursor image that is looked at, in pixels. Drivers use 64; larger resources are cropped.
pub const MAX_CURSOR_SIZE: u32 = 256;

/// Host memory for 3D resources and their copies if the configuration does not say otherwise. Textures of a desktop
/// and a game; a guest with less gets GL_OUT_OF_MEMORY.
pub const DEFAULT_HOSTMEM_3D_BYTES: u64 = 4 << 30;

/// Rendering contexts alive at once: one for each process that renders, of which a desktop has dozens.
pub const MAX_CONTEXTS: usize = 1024;

/// Sub-contexts of a context: one for each GL context of a process. Each costs about 16 KiB.
pub const MAX_SUB_CONTEXTS: usize = 256;

/// Resources alive at once with 3D: games have tens of thousands of buffers. Each may be a mapping of the process,
/// of which Linux allows 65530.
pub const MAX_RESOURCES_3D: usize = 49152;

/// Resources that a context's stream has described, for a blob to be made of each, and that are not made yet. Mesa makes
/// each at once.
pub const MAX_PROMISED_RESOURCES: usize = 256;

/// Objects (states, views, shaders, queries) of all contexts together; each costs a few hundred bytes.
pub const MAX_OBJECTS: usize = 1 << 18;

/// The longest shader text. Mesa can send 64 MiB; real shaders have some 100 KiB.
pub const MAX_SHADER_BYTES: usize = 4 << 20;

/// Shader text of all contexts together, complete or not: a parsed shader is several times as large.
pub const MAX_SHADER_BYTES_TOTAL: u64 = 64 << 20;

/// Memory of the constants (`CONST[0]`) that are set in all contexts of a guest. A few hundred contexts of real programs
/// have some megabytes.
pub const MAX_CONSTANT_BYTES_TOTAL: u64 = 64 << 20;

/// The longest buffer resource.
pub const MAX_BUFFER_BYTES: u32 = 1 << 30;

/// Samples of a resource.
pub const MAX_SAMPLES: u32 = 16;

/// Vertices × instances of a draw: far beyond what one draw of a real program has, and a second of a slow GPU.
pub const MAX_DRAW_VERTICES: u64 = 1 << 28;

/// Groups of a compute grid in each direction: what every host runs, and the least that GL asks for.
pub const MAX_GRID_GROUPS: u32 = 65535;

/// Invocations of a group: the least that GL's compute shaders ask for.
pub const MAX_GROUP_INVOCATIONS: u32 = 1024;

/// Invocations of a grid, as [`MAX_DRAW_VERTICES`] bounds draws.
pub const MAX_GRID_INVOCATIONS: u64 = 1 << 28;

/// Memory that a compute shader's group shares: as much as GL asks for.
pub const MAX_SHARED_BYTES: u32 = 32 << 10;

/// Draws that one command takes from a buffer. Each costs as much as a command of its own, of which a stream of the most
/// words has fewer than [`MAX_SUBMIT_DWORDS`] / 13. Guests are told to send one at a time.
pub const MAX_INDIRECT_DRAWS: u32 = 1024;

/// How long the host GPU may take until a query has the result that a draw depends on. A GPU that takes longer counts
/// as lost, as it does elsewhere.
pub const CONDITION_DEADLINE: Duration = Duration::from_secs(10);

/// Words of one submission. Mesa's have at most 64 Ki; one more is refused before it is read.
pub const MAX_SUBMIT_DWORDS: usize = 1 << 20;

/// Times that a lost host GPU is replaced before it has shown that it works again ([`GPU_WORKS_AFTER`]). A driver's
/// reset or an update needs one; a guest whose work kills each device would have us make devices and upload its
/// textures for ever. After that the GPU stays lost, and the guest sees nothing drawn.
pub const MAX_RECREATIONS_IN_A_ROW: u32 = 4;

/// Submissions that a new device must complete before it counts as working: a quarter of a minute of frames.
pub const GPU_WORKS_AFTER: u64 = 1024;

/// Readbacks and query results that wait for the GPU; one more loses the context. Mesa waits after each readback.
pub const MAX_PENDING: usize = 1 << 16;

/// Requests whose fence waits for the GPU: as many as the largest queue has, so that a well-behaved guest never
/// comes to the limit. One more is answered at once.
pub const MAX_FENCED: usize = 32768;

/// Streams of commands that are recorded before they go to the GPU, fence or not: a guest that never waits would fill
/// our memory with what it said.
pub const MAX_UNFLUSHED_STREAMS: u32 = 8;

/// Bytes of destroyed resources and of uploads that what is recorded keeps alive before it goes to the GPU, fence or
/// not.
pub const MAX_UNFLUSHED_BYTES: u64 = 64 << 20;

/// Submissions that are under way while we go on to record: with one more, the guest waits for the first. Enough for
/// the GPU never to wait for us; each may hold [`MAX_UNFLUSHED_BYTES`].
pub const MAX_SUBMISSIONS_AHEAD: u64 = 8;

/// Pieces of one mapping of a resource's scattered pages ([`GuestMemory::stitch`](crate::GuestMemory::stitch)): 16 MiB
/// whose every page lies elsewhere. To map more takes longer than to copy once.
pub const MAX_STITCHED_RUNS: usize = 4096;

/// Pieces of all such mappings together, those that the GPU has yet to let go among them. Linux allows a process 65530
/// mappings, and everything else that we and the driver map has to find room.
pub const MAX_STITCHED_RUNS_TOTAL: usize = 16384;

/// Bytes of all such mappings together: as much as all resources may have by default, and 8 MiB of page tables.
pub const MAX_STITCHED_BYTES_TOTAL: u64 = 4 << 30;

/// Bytes of a snapshot's section that has all 3D state but the bytes of resources: [`MAX_SHADER_BYTES_TOTAL`] and as much
/// again. A desktop's has some MiB. What is decoded takes up to some fifty times as much memory, in a snapshot that is
/// made for that.
pub const MAX_SNAPSHOT_STATE_BYTES: u64 = 128 << 20;
