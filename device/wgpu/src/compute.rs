//! Grids of compute shaders.

use device::gpu::{Grid, Groups, State};

use crate::renderer::Wgpu;

impl Wgpu {
    /// [`HostGpu::launch_grid`](device::gpu::HostGpu::launch_grid).
    pub(crate) fn launch(&mut self, _state: &State, grid: &Grid) {
        let groups = match grid.groups {
            Groups::Direct(groups) => Some(groups),
            Groups::Indirect {
                resource,
                offset_bytes,
            } => self.indirect_groups(grid, resource, offset_bytes),
        };
        if groups.is_some() {
            self.unsupported("compute shaders");
        }
    }
}
