//! Draws and grids whose sizes a buffer says. They are read here and checked as those of other draws are: the host's own
//! indirect commands would have the GPU work for as long as a guest likes. A buffer that the GPU wrote is waited for.

use device::gpu::{Dirty, Draw, Grid, Handle, Indirect, State};

use crate::renderer::Wgpu;

impl Wgpu {
    /// Draws each of the draws that arguments say, which together are within the limits of one.
    pub(crate) fn draw_indirect(&mut self, state: &mut State, draw: &Draw, indirect: &Indirect) {
        let Some(draws) = self.indirect_draws(draw, indirect) else {
            return;
        };
        let vertices = draws
            .iter()
            .map(|draw| u64::from(draw.count) * u64::from(draw.instances));
        if vertices.sum::<u64>() > device::limits::MAX_DRAW_VERTICES {
            self.unsupported("indirect draws of that many vertices");
            return;
        }
        let indices = state.index_buffer;
        for draw in draws {
            if let Some((buffer, bound)) = state.index_buffer.as_mut().zip(indices)
                && draw.indexed
            {
                let first = draw.start.checked_mul(u32::from(bound.index_bytes));
                let offset = first.and_then(|first| first.checked_add(bound.offset_bytes));
                // Indices that far are in no buffer.
                let Some(offset_bytes) = offset else { continue };
                buffer.offset_bytes = offset_bytes;
                state.dirty |= Dirty::INDEX_BUFFER;
            }
            self.draw_state(state, &draw);
        }
        if state.index_buffer != indices {
            state.index_buffer = indices;
            state.dirty |= Dirty::INDEX_BUFFER;
        }
    }

    /// The draws that there are.
    fn indirect_draws(&mut self, draw: &Draw, indirect: &Indirect) -> Option<Vec<Draw>> {
        let count = match indirect.counter {
            None => indirect.count,
            Some((buffer, offset)) => {
                let word = self.settled_bytes(buffer, offset.into(), 4)?.try_into().ok()?;
                u32::from_le_bytes(word).min(indirect.count)
            }
        };
        let len = Draw::argument_bytes(draw.indexed) as usize;
        let mut draws = Vec::new();
        for number in 0..u64::from(count) {
            let start = u64::from(indirect.offset_bytes) + number * u64::from(indirect.stride_bytes);
            let bytes = self.settled_bytes(indirect.resource, start, len)?;
            draws.extend(draw.with_arguments(bytes));
        }
        Some(draws)
    }

    /// The groups of an indirect grid.
    pub(crate) fn indirect_groups(&mut self, grid: &Grid, buffer: Handle, offset: u32) -> Option<[u32; 3]> {
        let bytes = self.settled_bytes(buffer, offset.into(), Grid::ARGUMENT_BYTES as usize)?;
        grid.with_arguments(bytes)
    }

    /// Bytes of a buffer, which the GPU may have written.
    fn settled_bytes(&mut self, buffer: Handle, start: u64, len: usize) -> Option<&[u8]> {
        self.settle(buffer)?;
        let start = usize::try_from(start).ok()?;
        let bytes = self.resources.buffer_ref(buffer)?.bytes();
        bytes.get(start..start.checked_add(len)?)
    }
}
