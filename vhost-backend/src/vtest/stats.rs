//! What all clients did together, for `--stats`.

use std::{
    fs,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use device::{gpu::Counters, renderer::RendererCounters};
use serde::Serialize;

/// Sums over clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Clients that came.
    pub clients: u64,
    /// Clients that were turned out for what they sent.
    pub clients_refused: u64,
    /// Clients that a bug of ours ended.
    pub panics: u64,
    /// Streams of commands.
    pub streams: u64,
    /// Draws that reached the GPU.
    pub draws: u64,
    /// Render passes.
    pub passes: u64,
    /// Submissions to the GPU.
    pub submits: u64,
    /// Pipelines made.
    pub pipelines: u64,
    /// Bytes from clients to the GPU.
    pub upload_bytes: u64,
    /// Bytes from the GPU to clients.
    pub readback_bytes: u64,
    /// Bytes of both that the GPU copied itself, where the client's memory is.
    pub imported_bytes: u64,
    /// Draws that became instances of others.
    pub merged_draws: u64,
    /// What was left out because we cannot do it.
    pub unsupported: u64,
    /// Errors that wgpu found in what we asked of it.
    pub wgpu_validation_errors: u64,
    /// Contexts that an invalid command ended.
    pub contexts_lost: u64,
    /// Times that a client's GPU was lost and everything made again on another device.
    pub device_recreations: u64,
}

/// The sums, shared by all clients' threads.
#[derive(Debug, Default)]
pub struct Stats(Mutex<Totals>);

impl Stats {
    /// What was counted so far, of clients that have ended.
    pub fn totals(&self) -> Totals {
        *self.lock()
    }

    pub(super) fn came(&self) {
        self.lock().clients += 1;
    }

    pub(super) fn panicked(&self) {
        self.lock().panics += 1;
    }

    pub(super) fn refused(&self) {
        self.lock().clients_refused += 1;
    }

    pub(super) fn add(&self, (renderer, gpu): (RendererCounters, Counters)) {
        let mut totals = self.lock();
        totals.streams += renderer.streams;
        totals.draws += gpu.draws;
        totals.passes += gpu.passes;
        totals.submits += gpu.submits;
        totals.pipelines += gpu.pipelines;
        totals.upload_bytes += gpu.upload_bytes;
        totals.readback_bytes += gpu.readback_bytes;
        totals.imported_bytes += gpu.imported_bytes;
        totals.merged_draws += gpu.merged_draws;
        totals.unsupported += renderer.unsupported + gpu.unsupported;
        totals.wgpu_validation_errors += gpu.validation_errors;
        totals.contexts_lost += renderer.contexts_lost;
        totals.device_recreations += renderer.device_recreations;
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), String> {
        let text = serde_json::to_string_pretty(&self.totals()).expect("numbers can be written as JSON");
        fs::write(path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Nobody panics while holding it; if so, the numbers are still numbers.
    fn lock(&self) -> MutexGuard<'_, Totals> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
