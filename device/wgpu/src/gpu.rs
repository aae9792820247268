//! A device and its queue, how we learn that it is lost, and where lost ones go.

use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use crate::adapter::{Host, OpenError, Opened};
use crate::import::Importer;
use crate::raster::RasterRules;

/// Lost devices that may still be at work, each with the memory and the threads of what it hangs on; one more is
/// not replaced. A software adapter can neither be stopped nor be waited for.
const MOST_BURIED: usize = 4;

/// A device and its queue.
pub(crate) struct Gpu {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) features: wgpu::Features,
    pub(crate) limits: wgpu::Limits,
    /// Whether it computes on the CPU.
    pub(crate) on_cpu: bool,
    /// What it has of OpenGL's rules.
    pub(crate) raster: RasterRules,
    /// If the guest's memory can be used where it is.
    pub(crate) importer: Option<Importer>,
    lost: Arc<AtomicBool>,
}

/// What any of a guest's devices reported that should not have happened.
#[derive(Clone, Default)]
pub(crate) struct Faults(Arc<Reports>);

#[derive(Default)]
struct Reports {
    validation_errors: AtomicU64,
    /// What the first report said: the others often come of it.
    first: OnceLock<String>,
}

impl Faults {
    pub(crate) fn validation_errors(&self) -> u64 {
        self.0.validation_errors.load(Ordering::Relaxed)
    }

    pub(crate) fn first(&self) -> Option<&str> {
        self.0.first.get().map(String::as_str)
    }

    fn report_error(&self, error: &wgpu::Error) {
        if self.0.validation_errors.fetch_add(1, Ordering::Relaxed) == 0 {
            log::error!("wgpu: {error}");
        } else {
            log::debug!("wgpu: {error}");
        }
        self.0.first.get_or_init(|| error.to_string());
    }

    fn report_loss(&self, message: &str) {
        log::error!("the host GPU is lost: {message}");
        self.0
            .first
            .get_or_init(|| format!("the host GPU is lost: {message}"));
    }
}

impl Gpu {
    /// Opens a device on the host's adapter.
    pub(crate) fn open(host: &Host, faults: &Faults) -> Result<Self, OpenError> {
        let Opened {
            device,
            queue,
            importer,
            raster,
        } = host.device()?;
        let lost = Arc::new(AtomicBool::new(false));
        let (errors, is_lost) = (faults.clone(), Arc::clone(&lost));
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            // What was made of a device that is gone is not valid, and no fault of ours.
            if !is_lost.load(Ordering::Acquire) {
                errors.report_error(&error);
            }
        }));
        let (losses, report) = (faults.clone(), Arc::clone(&lost));
        device.set_device_lost_callback(move |reason, message| {
            if reason != wgpu::DeviceLostReason::Destroyed {
                losses.report_loss(&message);
                report.store(true, Ordering::Release);
            }
        });
        Ok(Self {
            features: device.features(),
            limits: device.limits(),
            on_cpu: host.is_on_cpu(),
            raster,
            device,
            queue,
            importer,
            lost,
        })
    }

    pub(crate) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Acquire)
    }

    /// It counts as lost from now on.
    pub(crate) fn give_up(&self) {
        self.lost.store(true, Ordering::Release);
    }
}

/// [`wgpu::Device::poll`], which panics if the driver says that the device is lost, after the callback that tells us.
pub(crate) fn poll(device: &wgpu::Device, how: wgpu::PollType) -> Result<wgpu::PollStatus, wgpu::PollError> {
    // Nothing of ours is touched meanwhile, and wgpu panics when it has let go of its locks.
    catch_unwind(AssertUnwindSafe(|| device.poll(how))).unwrap_or(Err(wgpu::PollError::Timeout))
}

/// Lost devices that are not gone yet.
#[derive(Clone, Default)]
pub(crate) struct Graveyard(Arc<AtomicUsize>);

impl Graveyard {
    pub(crate) fn is_full(&self) -> bool {
        self.0.load(Ordering::Acquire) >= MOST_BURIED
    }

    /// Lets a device go. That waits until its queue is idle, which may never be: on a thread of its own.
    pub(crate) fn bury(&self, gpu: Gpu) {
        let count = Arc::clone(&self.0);
        count.fetch_add(1, Ordering::AcqRel);
        // If there is no thread, the device is never let go.
        let gpu = ManuallyDrop::new(gpu);
        let spawned = thread::Builder::new().name("lost gpu".into()).spawn(move || {
            drop(ManuallyDrop::into_inner(gpu));
            count.fetch_sub(1, Ordering::AcqRel);
        });
        if let Err(error) = spawned {
            log::error!("no thread for a lost device: {error}");
        }
    }
}
