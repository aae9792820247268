//! Buffers that the GPU writes. Elsewhere a buffer's shadow is its truth; of these, the GPU's copy is ahead of it in a
//! range. Draws use the GPU's copy as ever. What the process needs of the range is brought back first.

use std::ops::Range;
use std::time::Duration;

use device::gpu::{Draw, Handle, Region, State};
use tgsi::Stage;
use wgpu::BufferUsages;

use crate::gpu;
use crate::renderer::Wgpu;
use crate::uniform;

/// How long the GPU may take for bytes that cannot be waited for elsewhere.
const DEADLINE: Duration = Duration::from_secs(10);

/// A range widened to the words that the host copies.
pub(crate) fn whole_words(range: &Range<usize>) -> Range<u64> {
    (range.start as u64 & !3)..(range.end as u64).next_multiple_of(4)
}

fn is_whole_words(range: &Range<usize>) -> bool {
    range.start.is_multiple_of(4) && range.end.is_multiple_of(4)
}

impl Wgpu {
    /// The buffer's copy on the GPU, for the batch to write a range of it. Outside of passes.
    pub(crate) fn for_writing(&mut self, handle: Handle, range: Range<usize>) -> Option<wgpu::Buffer> {
        if self.resources.buffer(handle)?.is_late(self.batch.serial) {
            self.submit();
        }
        let serial = self.batch.serial;
        let buffer = self.resources.buffer(handle)?;
        Some(buffer.write_on_gpu(range, &self.gpu, serial).clone())
    }

    /// Before the batch uses all of some buffers at once: none of them has to be uploaded after the batch used it.
    pub(crate) fn submit_if_late(&mut self, mut buffers: impl Iterator<Item = Handle>) {
        let serial = self.batch.serial;
        let is_late = buffers.any(|handle| {
            let buffer = self.resources.buffer_ref(handle);
            buffer.is_some_and(|buffer| buffer.is_late(serial))
        });
        if is_late {
            self.submit();
        }
    }

    /// Writes bytes of the process.
    pub(crate) fn write_bytes(&mut self, handle: Handle, offset: usize, bytes: &[u8]) {
        let Some(buffer) = self.resources.buffer(handle) else {
            return;
        };
        let room = buffer.len().saturating_sub(offset);
        let bytes = &bytes[..bytes.len().min(room)];
        let range = offset..offset + bytes.len();
        let written = buffer.written();
        if written.is_empty() {
            buffer.write(offset, bytes);
            return;
        }
        if range.start <= written.start && written.end <= range.end {
            buffer.forget_written();
            buffer.write(offset, bytes);
            return;
        }
        if !is_whole_words(&range) || self.gpu.is_lost() {
            self.settle(handle);
            if let Some(buffer) = self.resources.buffer(handle) {
                buffer.write(offset, bytes);
            }
            return;
        }
        // The rest of what the GPU wrote stays where it is: these bytes go there too, after it.
        if buffer.is_used(self.batch.serial) {
            self.submit();
        }
        if let Some(buffer) = self.resources.buffer(handle)
            && buffer.write_through(offset, bytes, &self.gpu.queue)
        {
            self.note_written(bytes.len());
        }
    }

    /// Brings what the GPU wrote to the shadow, and waits for it. After a failure the device counts as lost.
    pub(crate) fn settle(&mut self, handle: Handle) -> Option<()> {
        let buffer = self.resources.buffer_ref(handle)?;
        if buffer.written().is_empty() {
            return Some(());
        }
        if buffer.is_used(self.batch.serial) {
            self.submit();
        }
        let bytes = self.fetch_written(handle);
        if bytes.is_none() && !self.gpu.is_lost() {
            log::error!("the host GPU did not give back what it wrote");
            self.gpu.give_up();
        }
        let buffer = self.resources.buffer(handle)?;
        buffer.settle(bytes.as_deref().unwrap_or_default());
        bytes.map(|_| ())
    }

    /// The whole words of what the GPU wrote.
    fn fetch_written(&mut self, handle: Handle) -> Option<Vec<u8>> {
        if self.gpu.is_lost() {
            return None;
        }
        let buffer = self.resources.buffer_ref(handle)?;
        let range = whole_words(&buffer.written());
        let host = buffer.on_gpu()?.clone();
        let len = range.end - range.start;
        let device = &self.gpu.device;
        let staging = device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: len,
            usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_buffer_to_buffer(&host, range.start, &staging, 0, len);
        let index = self.gpu.queue.submit([encoder.finish()]);
        staging.map_async(wgpu::MapMode::Read, .., |_| {});
        let wait = wgpu::PollType::Wait {
            submission_index: Some(index),
            timeout: Some(DEADLINE),
        };
        gpu::poll(device, wait).ok()?;
        let bytes = staging.get_mapped_range(..).ok()?.to_vec();
        Some(bytes)
    }

    /// What a draw takes from shadows is there.
    pub(crate) fn settle_sources(&mut self, state: &State, draw: &Draw) {
        let indices = state.index_buffer.iter().filter(|_| draw.indexed);
        let indices = indices.map(|index| index.resource);
        let limits = &self.gpu.limits;
        let uniforms = [Stage::Vertex, Stage::Fragment].map(|stage| uniform::copied(state, stage, limits));
        let handles = indices.chain(uniforms.into_iter().flatten()).collect();
        self.settle_all(handles);
    }

    /// Brings what the GPU wrote of some buffers to their shadows.
    pub(crate) fn settle_all(&mut self, handles: Vec<Handle>) {
        for handle in handles {
            self.settle(handle);
        }
    }

    /// A copy between buffers; `at` is where it goes.
    pub(crate) fn copy_bytes(&mut self, source: &Region, destination: Handle, at: u32) {
        let (start, at) = (source.area.x as usize, at as usize);
        let range = start..start + source.area.width as usize;
        let Some(buffer) = self.resources.buffer_ref(source.resource) else {
            return;
        };
        let written = buffer.written();
        let touches = range.start < written.end && written.start < range.end;
        let whole = is_whole_words(&range) && at.is_multiple_of(4);
        if touches && whole && source.resource != destination {
            self.copy_on_gpu(source.resource, range, destination, at);
            return;
        }
        if touches && self.settle(source.resource).is_none() {
            return;
        }
        let Some(buffer) = self.resources.buffer_ref(source.resource) else {
            return;
        };
        let Some(bytes) = buffer.bytes().get(range) else {
            return;
        };
        let bytes = bytes.to_vec();
        self.write_bytes(destination, at, &bytes);
    }

    fn copy_on_gpu(
        &mut self,
        source: Handle,
        range: Range<usize>,
        destination: Handle,
        at: usize,
    ) -> Option<()> {
        self.end_pass();
        let to = self.for_writing(destination, at..at + range.len())?;
        let serial = self.batch.serial;
        let buffer = self.resources.buffer(source)?;
        buffer.use_in(serial);
        let from = buffer.on_gpu()?.clone();
        let (start, at, len) = (range.start as u64, at as u64, range.len() as u64);
        self.batch.list.then(move |encoder| {
            encoder.copy_buffer_to_buffer(&from, start, &to, at, len);
        });
        Some(())
    }
}
