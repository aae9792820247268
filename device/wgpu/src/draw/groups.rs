//! Bind groups of the stream's chunks, and of buffers.

use rustc_hash::FxHashMap;

use super::blocks::BlocksKey;
use crate::pipeline::Way;
use crate::resource::BindingId;

/// What is bound in a group of buffers: offset and length of each.
pub(super) type BuffersIds = Vec<(BindingId, u64, u64)>;

/// Bind groups of the stream's chunks, and layouts of buffer groups.
#[derive(Default)]
pub(crate) struct Groups {
    pub(super) constants: FxHashMap<BlocksKey, (u64, wgpu::BindGroup)>,
    pub(super) constants_layouts: FxHashMap<Way, wgpu::BindGroupLayout>,
    /// Of chunks that hold the blocks of merged draws.
    pub(super) slots: FxHashMap<(usize, Way), wgpu::BindGroup>,
    pub(super) buffer_layouts: FxHashMap<Vec<u32>, u64>,
    pub(super) buffer_layout_list: Vec<wgpu::BindGroupLayout>,
    /// Groups of buffers of this batch, by layout and what is in them.
    pub(super) buffers: FxHashMap<(u64, BuffersIds), (u64, wgpu::BindGroup)>,
    pub(super) next: u64,
}

impl Groups {
    /// How many layouts of buffer groups there are.
    pub(crate) fn len(&self) -> usize {
        self.buffer_layout_list.len()
    }

    /// Numbers of layouts are given again, those of groups are not.
    pub(crate) fn forget(&mut self) {
        self.constants.clear();
        self.slots.clear();
        self.buffers.clear();
        self.buffer_layouts.clear();
        self.buffer_layout_list.clear();
    }

    /// A number for a group or a buffer of one draw.
    pub(crate) fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}
