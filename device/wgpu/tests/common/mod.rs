//! What these tests share: whatever Vulkan adapter there is, a guest on it, and bytes to give it.
#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]

use std::time::Duration;

use device::{
    gpu::{Box3, GpuError},
    ids::ResourceId,
    renderer::Renderer,
    transfer::{Backings, Transfer},
    virgl::CreateResource,
};
use wgpu_renderer::{Host, Options, Wgpu};

/// How long a GPU may take.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// A device of the first adapter; without one a test does nothing, loudly.
pub fn gpu() -> Option<Wgpu> {
    Some(Wgpu::new(&host()?).expect("the adapter opens"))
}

/// The first adapter, likewise.
pub fn host() -> Option<Host> {
    let _ = env_logger::builder().is_test(true).try_init();
    let opened = Host::open(&Options::default());
    opened.inspect_err(|error| eprintln!("SKIPPED: {error}")).ok()
}

/// Bytes that look random.
pub fn noise(seed: u32, len: usize) -> Vec<u8> {
    let mut x = seed;
    (0..len)
        .map(|_| {
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
            x as u8
        })
        .collect()
}

/// A part of the first level and layer that lies at the beginning of its memory, with rows as long as the level's.
pub fn transfer(x: u32, y: u32, width: u32, height: u32) -> Transfer {
    Transfer {
        level: 0,
        area: Box3 {
            x,
            y,
            width,
            height,
            depth: 1,
            ..Box3::default()
        },
        offset_bytes: 0,
        stride_bytes: 0,
        layer_stride_bytes: 0,
    }
}

/// A renderer on a GPU, and the memory behind its resources.
pub struct Guest<M> {
    pub renderer: Renderer<Wgpu>,
    pub memory: M,
}

impl<M: Backings + Default> Guest<M> {
    /// A guest that has nothing yet; `None` without an adapter.
    pub fn empty() -> Option<Self> {
        Some(Self::on(gpu()?))
    }

    /// The same on a device.
    pub fn on(gpu: Wgpu) -> Self {
        Self {
            renderer: Renderer::new(gpu, 64 << 20),
            memory: M::default(),
        }
    }

    /// A resource of one level and layer, without memory.
    pub fn create_resource(&mut self, id: ResourceId, target: u32, format: u32, bind: u32, size: (u32, u32)) {
        let create = CreateResource {
            target,
            format,
            bind,
            width: size.0,
            height: size.1,
            depth: 1,
            array_size: 1,
            ..CreateResource::default()
        };
        self.renderer.create_resource(id, &create).unwrap();
    }

    pub fn up(&mut self, id: ResourceId, transfer: &Transfer) {
        self.renderer
            .transfer_to_host(id, transfer, &self.memory)
            .unwrap();
    }

    /// It has arrived after the next [`Guest::finish`].
    pub fn down(&mut self, id: ResourceId, transfer: &Transfer) {
        self.renderer
            .transfer_from_host(id, transfer, &self.memory)
            .unwrap();
    }

    pub fn wait(&mut self) -> Result<(), GpuError> {
        let fence = self.renderer.fence();
        let result = self.renderer.wait(fence, DEADLINE, &self.memory);
        assert_eq!(
            self.renderer.poll(&self.memory),
            fence,
            "it is retired in any case"
        );
        result
    }

    /// The same where nothing is to go wrong.
    pub fn finish(&mut self) {
        self.wait().expect("the GPU answers");
    }

    pub fn assert_no_faults(&self) {
        let (renderer, gpu) = self.renderer.counters();
        assert_eq!((gpu.validation_errors, gpu.unsupported), (0, 0));
        assert_eq!((renderer.contexts_lost, renderer.unsupported), (0, 0));
        assert!(!self.renderer.is_lost());
    }
}
