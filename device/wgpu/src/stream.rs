//! Memory of one batch that the GPU reads: constants of draws, rewritten indices, uniforms of our own draws.
//!
//! It is written in the process's memory and copied once, just before the batch is submitted. As the queue
//! orders that copy after earlier submissions, the same buffers serve every batch.
//!
//! Behind the allocations, each chunk has room for a table of where blocks of constants lie in it, by which the instances
//! of merged draws find theirs.

use crate::resource::{Binding, BindingId};

/// Bytes of a chunk; more than any one allocation.
const CHUNK_BYTES: usize = 1 << 20;
/// Bytes of an element of a table, and of a block.
const ELEMENT_BYTES: usize = 16;
/// Elements of a chunk's table: as many as there are draws that may share the blocks that it has room for.
const TABLE_LEN: usize = 4 * CHUNK_BYTES / 256;
/// Chunks that are kept from batch to batch.
const KEPT_CHUNKS: usize = 8;

/// Where an allocation lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    /// The chunk's number in this batch.
    pub(crate) chunk: usize,
    /// Bytes from the chunk's start.
    pub(crate) offset: u32,
}

struct Chunk {
    host: wgpu::Buffer,
    bytes: Vec<u8>,
    table: Vec<[u32; 4]>,
}

/// The memory.
pub(crate) struct Stream {
    chunks: Vec<Chunk>,
    /// Chunks in use; the last of them is being filled.
    used: usize,
    alignment: usize,
}

impl Stream {
    pub(crate) fn new(device: &wgpu::Device) -> Self {
        let limits = device.limits();
        let alignment = limits
            .min_uniform_buffer_offset_alignment
            .max(limits.min_storage_buffer_offset_alignment);
        Self {
            chunks: Vec::new(),
            used: 0,
            alignment: alignment.max(16) as usize,
        }
    }

    /// Space for `len` bytes, at most [`CHUNK_BYTES`], filled with zeroes, aligned for uniforms. `None` if it is
    /// more than that.
    pub(crate) fn allocate(&mut self, device: &wgpu::Device, len: usize) -> Option<(Place, &mut [u8])> {
        if len > CHUNK_BYTES {
            return None;
        }
        let fits = |chunk: &Chunk| chunk.bytes.len().next_multiple_of(self.alignment) + len <= CHUNK_BYTES;
        if self.used == 0 || !fits(&self.chunks[self.used - 1]) {
            if self.used == self.chunks.len() {
                self.chunks.push(Chunk::new(device));
            }
            self.used += 1;
        }
        let index = self.used - 1;
        let chunk = &mut self.chunks[index];
        let start = chunk.bytes.len().next_multiple_of(self.alignment);
        chunk.bytes.resize(start + len, 0);
        Some((
            Place {
                chunk: index,
                offset: start as u32,
            },
            &mut chunk.bytes[start..],
        ))
    }

    /// Gives the last allocation back if its bytes are those at `known`, an earlier one of the same length in the same
    /// chunk. Returns where the bytes are.
    pub(crate) fn keep_once(&mut self, last: Place, len: usize, known: Option<Place>) -> Place {
        let same = known.filter(|known| {
            let bytes = self.bytes(*known, len);
            known.chunk == last.chunk && bytes.is_some() && bytes == self.bytes(last, len)
        });
        let Some(known) = same else { return last };
        self.chunks[last.chunk].bytes.truncate(last.offset as usize);
        known
    }

    /// Adds blocks of draws, by pairs, to the table of the chunk that they lie in. Returns the number of the first, as the
    /// index of its element in the chunk, and how many fit: those before the first that lies in another chunk.
    pub(crate) fn tabulate(&mut self, draws: &[[Place; 2]]) -> Option<(u32, usize)> {
        let chunk = draws.first()?[0].chunk;
        let table = &mut self.chunks.get_mut(chunk)?.table;
        let first = (CHUNK_BYTES / ELEMENT_BYTES + table.len()) as u32;
        let here = draws
            .iter()
            .take(TABLE_LEN - table.len())
            .take_while(|places| places.iter().all(|place| place.chunk == chunk));
        let before = table.len();
        table.extend(here.map(|places| {
            let [vertex, fragment] = places.map(|place| place.offset / ELEMENT_BYTES as u32);
            [vertex, fragment, 0, 0]
        }));
        let count = table.len() - before;
        (count > 0).then_some((first, count))
    }

    /// Bytes that a batch has in it.
    pub(crate) fn len_bytes(&self) -> u64 {
        (self.used * CHUNK_BYTES) as u64
    }

    /// What was written there.
    pub(crate) fn bytes(&self, place: Place, len: usize) -> Option<&[u8]> {
        let start = place.offset as usize;
        self.chunks.get(place.chunk)?.bytes.get(start..start + len)
    }

    /// The buffer of a chunk.
    pub(crate) fn buffer(&self, chunk: usize) -> &wgpu::Buffer {
        &self.chunks[chunk].host
    }

    /// An allocation as a buffer that begins there.
    pub(crate) fn binding(&self, place: Place) -> Binding {
        let chunk = &self.chunks[place.chunk];
        Binding {
            buffer: chunk.host.clone(),
            offset: u64::from(place.offset),
            len: CHUNK_BYTES as u64 - u64::from(place.offset),
            id: BindingId::Stream(place),
        }
    }

    /// Copies what was written, before the batch that reads it is submitted, and begins anew.
    pub(crate) fn upload(&mut self, queue: &wgpu::Queue) {
        for chunk in &mut self.chunks[..self.used] {
            let len = chunk.bytes.len().next_multiple_of(4);
            chunk.bytes.resize(len, 0);
            if len > 0 {
                queue.write_buffer(&chunk.host, 0, &chunk.bytes);
            }
            chunk.bytes.clear();
            if !chunk.table.is_empty() {
                let table: &[u8] = bytemuck::cast_slice(&chunk.table);
                queue.write_buffer(&chunk.host, CHUNK_BYTES as u64, table);
            }
            chunk.table.clear();
        }
        self.used = 0;
        self.chunks.truncate(KEPT_CHUNKS);
    }

    /// How many chunks survive [`Stream::upload`]: who remembers things by chunk number may keep these.
    pub(crate) const fn kept() -> usize {
        KEPT_CHUNKS
    }
}

impl Chunk {
    fn new(device: &wgpu::Device) -> Self {
        let host = device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: (CHUNK_BYTES + TABLE_LEN * ELEMENT_BYTES) as u64,
            usage: wgpu::BufferUsages::UNIFORM
                | wgpu::BufferUsages::STORAGE
                | wgpu::BufferUsages::VERTEX
                | wgpu::BufferUsages::INDEX
                | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        Self {
            host,
            bytes: Vec::with_capacity(CHUNK_BYTES),
            table: Vec::new(),
        }
    }
}
