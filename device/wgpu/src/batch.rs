//! What goes into one submission, tickets of submissions, and what waits for one.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use device::gpu::{GpuError, Ticket};

use crate::gpu;
use crate::list::List;
use crate::progress::Progress;
use crate::renderer::Wgpu;

/// Bytes of one kind that a batch keeps in memory until it is submitted. A guest can ask for many with few words.
pub(crate) const MOST_BYTES: u64 = 64 << 20;
/// How long a submission may take before the next one that has so many.
const DEADLINE: Duration = Duration::from_secs(60);

/// The batch that is being recorded.
pub(crate) struct Batch {
    /// The ticket it will have.
    pub(crate) serial: u64,
    /// Bytes of transfers that it does where the guest's memory is.
    pub(crate) imported_bytes: u64,
    /// What it does.
    pub(crate) list: List,
    /// Bytes of ours that the queue keeps, which only a submission takes from it.
    pub(crate) written_bytes: u64,
    /// How far the driver has come, as it reports.
    progress: Arc<Progress>,
    /// Submissions that may not be done yet, in order.
    under_way: VecDeque<(u64, wgpu::SubmissionIndex)>,
}

/// Waits for the oldest submission that is not done, on any thread, while the [`Wgpu`] goes on.
pub struct Waiting {
    device: wgpu::Device,
    index: wgpu::SubmissionIndex,
    generation: u64,
}

impl Waiting {
    /// Waits. Returns whether it is done; if not, the deadline has passed or the device is gone.
    pub fn wait(self, deadline: Duration) -> bool {
        let wait = wgpu::PollType::Wait {
            submission_index: Some(self.index),
            timeout: Some(deadline),
        };
        gpu::poll(&self.device, wait).is_ok()
    }

    /// Which device it waits for: [`Wgpu::generation`] of then.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

impl Batch {
    pub(crate) fn new() -> Self {
        Self::after(0, Duration::ZERO)
    }

    /// The first batch of a device, after others whose work is done or lost, and took so long.
    fn after(serial: u64, busy: Duration) -> Self {
        Self {
            serial: serial + 1,
            imported_bytes: 0,
            list: List::default(),
            written_bytes: 0,
            progress: Arc::new(Progress::after(serial, busy)),
            under_way: VecDeque::new(),
        }
    }

    /// What was recorded is left undone.
    pub(crate) fn drop_list(&mut self) {
        self.list = List::default();
        self.written_bytes = 0;
    }

    /// What goes on with another device: tickets grow, and those so far are done.
    pub(crate) fn on_another_device(&self) -> Self {
        Self::after(self.serial - 1, self.busy())
    }

    pub(crate) fn completed(&self) -> Ticket {
        Ticket(self.progress.done())
    }

    /// Time in which something was under way.
    pub(crate) fn busy(&self) -> Duration {
        self.progress.busy()
    }
}

impl Wgpu {
    /// Submits what is recorded, and what was written. Returns the ticket of the last submission.
    pub(crate) fn submit(&mut self) -> Ticket {
        if self.gpu.is_lost() {
            self.drop_batch();
            return Ticket(self.batch.serial - 1);
        }
        self.end_pass();
        self.resolve_queries();
        let written_bytes = std::mem::take(&mut self.batch.written_bytes);
        self.resources.uploaded_bytes = 0;
        let mut list = std::mem::take(&mut self.batch.list);
        if list.is_empty() && written_bytes == 0 {
            return Ticket(self.batch.serial - 1);
        }
        self.merge_draws(&mut list);
        self.stream.upload(&self.gpu.queue);
        let mut encoder = self
            .gpu
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let left_out = list.encode(&mut encoder, &self.makers);
        if left_out > 0 {
            self.unsupported("a shader or its pipeline");
        }
        let serial = self.batch.serial;
        self.batch.progress.submitted(serial);
        let index = self.gpu.queue.submit([encoder.finish()]);
        let completed = self.batch.completed().0;
        self.batch.under_way.retain(|(serial, _)| *serial > completed);
        self.batch.under_way.push_back((serial, index));
        let progress = Arc::clone(&self.batch.progress);
        self.gpu
            .queue
            .on_submitted_work_done(move || progress.completed(serial));
        self.batch.serial += 1;
        self.batch.imported_bytes = 0;
        self.counters.submits += 1;
        self.forget_stream();
        self.stand_ins.forget();
        self.storages.forget();
        self.map_reads();
        self.map_queries();
        Ticket(serial)
    }

    /// Notes that the queue keeps bytes of ours.
    pub(crate) fn note_written(&mut self, bytes: usize) {
        self.batch.written_bytes += bytes as u64;
        if self.batch.written_bytes >= MOST_BYTES {
            self.submit_and_keep_up();
        }
    }

    /// Submits, and waits for what was submitted before: its memory is free then.
    pub(crate) fn submit_and_keep_up(&mut self) {
        let Ticket(last) = self.submit();
        let before = Ticket(last.saturating_sub(1));
        if self.wait_for(before, DEADLINE).is_err() {
            self.gpu.give_up();
        }
    }

    /// A way to wait for the oldest submission that is not done, if there is one.
    pub fn waiting(&self) -> Option<Waiting> {
        let completed = self.batch.completed().0;
        let mut under_way = self.batch.under_way.iter();
        let (_, index) = under_way.find(|(serial, _)| *serial > completed)?;
        Some(Waiting {
            device: self.gpu.device.clone(),
            index: index.clone(),
            generation: self.generation,
        })
    }

    /// How many devices were lost before this one.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Lets the driver report, without waiting.
    pub(crate) fn poll(&mut self) {
        if let Err(error) = gpu::poll(&self.gpu.device, wgpu::PollType::Poll) {
            log::debug!("poll: {error}");
        }
    }

    /// Waits until the ticket's work is done.
    pub(crate) fn wait_for(&mut self, ticket: Ticket, deadline: Duration) -> Result<(), GpuError> {
        if self.batch.completed() >= ticket {
            self.poll();
            return Ok(());
        }
        let mut under_way = self.batch.under_way.iter();
        let submission = under_way.find(|(serial, _)| *serial >= ticket.0);
        let wait = wgpu::PollType::Wait {
            submission_index: submission.map(|(_, index)| index.clone()),
            timeout: Some(deadline),
        };
        match gpu::poll(&self.gpu.device, wait) {
            Ok(_) if self.gpu.is_lost() => Err(GpuError::Lost),
            Ok(_) if self.batch.completed() >= ticket => Ok(()),
            Ok(status) => {
                log::error!("the host GPU reports {status:?}, but the work is not done");
                Err(GpuError::Lost)
            }
            Err(error) => {
                log::error!("the host GPU did not finish in {deadline:?}: {error}");
                Err(GpuError::Lost)
            }
        }
    }
}
