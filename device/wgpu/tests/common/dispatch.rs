//! Compute shaders in TGSI, lowered and run on whatever Vulkan adapter there is.
#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]

use tgsi::lower::key::{ComputeKey, IMAGES, STORAGE, StorageHeader, StorageKey};
use wgpu::util::{BufferInitDescriptor, DeviceExt};
use wgpu::{BufferUsages, Features};

/// A device of its own.
pub struct Gpu {
    pub device: wgpu::Device,
    queue: wgpu::Queue,
}

/// A buffer that is bound: its words, and what the header says of it.
pub struct Bound {
    pub words: Vec<u32>,
    pub header: Vec<[u32; 4]>,
}

impl Bound {
    /// All of a buffer.
    pub fn whole(words: Vec<u32>) -> Self {
        let len = words.len() as u32;
        Self {
            words,
            header: vec![[0, len, 4 * len, 0]],
        }
    }

    /// `len` words from `first` on.
    pub fn part(words: Vec<u32>, first: u32, len: u32) -> Self {
        Self {
            words,
            header: vec![[first, len, 4 * len, 0]],
        }
    }
}

/// What a shader is run with.
#[derive(Default)]
pub struct Run {
    pub buffers: Vec<Bound>,
    pub images: Vec<Bound>,
    /// What the header says of images in textures, by number, and the textures.
    pub textures: Vec<([u32; 4], wgpu::TextureView)>,
    pub key: ComputeKey,
    pub constants: Vec<[u32; 4]>,
    pub groups: [u32; 3],
}

impl Gpu {
    /// Nothing where there is no adapter.
    pub fn open() -> Option<Self> {
        let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
        descriptor.backends = wgpu::Backends::VULKAN;
        let instance = wgpu::Instance::new(descriptor);
        let mut adapters =
            pollster::block_on(instance.enumerate_adapters(wgpu::Backends::VULKAN)).into_iter();
        let Some(adapter) = adapters.next() else {
            eprintln!("SKIPPED: no Vulkan adapter");
            return None;
        };
        let wanted = Features::TEXTURE_FORMAT_16BIT_NORM | Features::TEXTURE_ADAPTER_SPECIFIC_FORMAT_FEATURES;
        let descriptor = wgpu::DeviceDescriptor {
            required_features: adapter.features() & wanted,
            required_limits: adapter.limits(),
            ..Default::default()
        };
        let (device, queue) = pollster::block_on(adapter.request_device(&descriptor)).expect("a device");
        Some(Self { device, queue })
    }

    /// What buffers and images hold after a run.
    pub fn run(&self, text: &str, run: &Run) -> (Vec<Vec<u32>>, Vec<Vec<u32>>) {
        let shader = tgsi::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let key = ComputeKey {
            storage: StorageKey {
                buffers: (1 << run.buffers.len()) - 1,
                read_write: true,
                ..run.key.storage.clone()
            },
            ..run.key.clone()
        };
        let module = tgsi::lower::compute(&shader, &key).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let pipeline = self.pipeline(module);
        let block = self.buffer(&block(&key.header().storage, run), BufferUsages::UNIFORM);
        let create =
            |bound: &Bound| self.buffer(&bound.words, BufferUsages::STORAGE | BufferUsages::COPY_SRC);
        let buffers: Vec<_> = run.buffers.iter().map(create).collect();
        let images: Vec<_> = run.images.iter().map(create).collect();
        let uses = &shader.info.memory;
        let buffer_used = |(n, _): &(u32, _)| uses.buffers.get(*n as usize).is_some_and(Option::is_some);
        let image_used = |(n, _): &(u32, _)| uses.images.get(*n as usize).is_some_and(Option::is_some);
        let used = (0u32..).zip(&buffers).filter(buffer_used);
        let used_images = (0u32..).zip(&images).filter(image_used);
        let memory = used.chain(used_images.map(|(number, image)| (IMAGES + number, image)));
        let memory = memory.map(|(binding, buffer)| (binding, buffer.as_entire_binding()));
        let textures = (IMAGES..).zip(&run.textures);
        let textures =
            textures.map(|(binding, (_, view))| (binding, wgpu::BindingResource::TextureView(view)));
        let entries = memory.chain(textures);
        let entries = entries.map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource });
        let blocks = wgpu::BindGroupEntry {
            binding: 0,
            resource: block.as_entire_binding(),
        };
        self.dispatch(&pipeline, &[blocks], &entries.collect::<Vec<_>>(), run.groups);
        let read = |buffers: &[wgpu::Buffer]| buffers.iter().map(|buffer| self.read(buffer)).collect();
        (read(&buffers), read(&images))
    }

    fn pipeline(&self, module: naga::Module) -> wgpu::ComputePipeline {
        let source = wgpu::ShaderSource::Naga(std::borrow::Cow::Owned(module));
        let descriptor = wgpu::ShaderModuleDescriptor { label: None, source };
        let module = self.device.create_shader_module(descriptor);
        self.device
            .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: None,
                layout: None,
                module: &module,
                entry_point: Some("main"),
                compilation_options: Default::default(),
                cache: None,
            })
    }

    fn dispatch(
        &self,
        pipeline: &wgpu::ComputePipeline,
        blocks: &[wgpu::BindGroupEntry<'_>],
        memory: &[wgpu::BindGroupEntry<'_>],
        [x, y, z]: [u32; 3],
    ) {
        let mut encoder = self.device.create_command_encoder(&Default::default());
        let mut pass = encoder.begin_compute_pass(&Default::default());
        pass.set_pipeline(pipeline);
        for index in 0..=STORAGE {
            let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &pipeline.get_bind_group_layout(index),
                entries: match index {
                    0 => blocks,
                    STORAGE => memory,
                    _ => &[],
                },
            });
            pass.set_bind_group(index, &group, &[]);
        }
        pass.dispatch_workgroups(x, y, z);
        drop(pass);
        self.queue.submit([encoder.finish()]);
    }

    fn buffer(&self, words: &[u32], usage: BufferUsages) -> wgpu::Buffer {
        let contents: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.device.create_buffer_init(&BufferInitDescriptor {
            label: None,
            contents: &contents,
            usage,
        })
    }

    fn read(&self, buffer: &wgpu::Buffer) -> Vec<u32> {
        let staging = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: buffer.size(),
            usage: BufferUsages::MAP_READ | BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let mut encoder = self.device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(buffer, 0, &staging, 0, buffer.size());
        self.queue.submit([encoder.finish()]);
        staging
            .slice(..)
            .map_async(wgpu::MapMode::Read, |result| result.expect("mapped"));
        self.device
            .poll(wgpu::PollType::wait_indefinitely())
            .expect("the work ends");
        let bytes = staging.slice(..).get_mapped_range().expect("mapped");
        let words = bytes.chunks_exact(4);
        words
            .map(|word| u32::from_le_bytes(word.try_into().expect("four bytes")))
            .collect()
    }
}

/// The header and the constants.
fn block(header: &StorageHeader, run: &Run) -> Vec<u32> {
    let mut block = Vec::new();
    let mut put = |place: u32, words: [u32; 4]| {
        let place = place as usize;
        block.resize(block.len().max(place + 1), [0; 4]);
        block[place] = words;
    };
    let in_words = header.images.iter().filter(|_| run.textures.is_empty());
    let images = in_words.map(|place| (place, &run.images));
    let bound = header
        .buffers
        .iter()
        .map(|place| (place, &run.buffers))
        .chain(images);
    for ((number, first), bound) in bound {
        for (place, words) in (*first..).zip(&bound[usize::from(*number)].header) {
            put(place, *words);
        }
    }
    for ((_, place), (words, _)) in header.images.iter().zip(&run.textures) {
        put(*place, *words);
    }
    block.extend(&run.constants);
    block.resize(block.len().max(1), [0; 4]);
    block.concat()
}
