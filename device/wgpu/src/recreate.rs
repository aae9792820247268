//! Going on with another device when one is lost. What is derived from guest-visible state is forgotten, and made
//! again when it is needed; kept are buffers' bytes, what textures are, tickets, and queries.

use device::gpu::GpuError;

use crate::gpu::Gpu;
use crate::renderer::Wgpu;

impl Wgpu {
    /// [`HostGpu::recreate`](device::gpu::HostGpu::recreate).
    pub(crate) fn replace_device(&mut self) -> Result<(), GpuError> {
        self.gpu.give_up();
        if self.graveyard.is_full() {
            log::error!("too many lost devices are still at work");
            return Err(GpuError::Lost);
        }
        let gpu = Gpu::open(&self.host, &self.faults).map_err(|error| {
            log::error!("{error}");
            GpuError::Lost
        })?;
        let mut next = Self::on(self.host.clone(), gpu, self.faults.clone());
        next.generation = self.generation + 1;
        next.graveyard = self.graveyard.clone();
        next.counters = self.counters;
        next.bounds = self.bounds;
        next.batch = self.batch.on_another_device();
        next.reads = self.reads.none_comes();
        next.queries = std::mem::replace(&mut self.queries, crate::query::Queries::new());
        next.queries.lose_device();
        next.resources = std::mem::take(&mut self.resources);
        for handle in next.resources.recreate(&next.gpu.device) {
            next.unsupported(&format!("resource {} on another device", handle.0));
        }
        next.told_unsupported = std::mem::take(&mut self.told_unsupported);
        std::mem::replace(self, next).end();
        Ok(())
    }

    /// In the place of a submission to a lost device, so that nothing piles up if there is no other.
    pub(crate) fn drop_batch(&mut self) {
        self.pass = None;
        self.batch.drop_list();
        self.stream.upload(&self.gpu.queue);
        self.forget_stream();
        self.stand_ins.forget();
        self.storages.forget();
        self.reads = self.reads.none_comes();
        self.queries.lose_device();
    }

    /// Lets go of everything of a lost device.
    fn end(self) {
        let Self { gpu, graveyard, .. } = self;
        graveyard.bury(gpu);
    }

    /// Loses the device, for tests.
    #[doc(hidden)]
    pub fn lose_device(&mut self) {
        self.gpu.device.destroy();
        self.gpu.give_up();
    }
}
