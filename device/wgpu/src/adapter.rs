//! Finding an adapter, opening a device, and what the adapter can do.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use device::gpu::{Capabilities, ComputeLimits, Format, FormatSet, MAX_VERTEX_BUFFERS};
use wgpu::{Features, TextureUsages};

use crate::allocator;
use crate::format::{self, Class};
use crate::import::Importer;
use crate::later::Makers;
use crate::open::Extras;
use crate::raster::RasterRules;
use crate::vertex;

/// What the user asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Part of the adapter's name, without regard to case; the first adapter where `None`.
    pub adapter: Option<String>,
    /// PCI address of the adapter, as in `0000:01:00.0`; any where `None`.
    pub pci_address: Option<String>,
}

impl Options {
    fn fit(&self, info: &wgpu::AdapterInfo) -> bool {
        let named = |name: &String| info.name.to_lowercase().contains(&name.to_lowercase());
        let lies = |address: &String| info.device_pci_bus_id.eq_ignore_ascii_case(address);
        self.adapter.as_ref().is_none_or(named) && self.pci_address.as_ref().is_none_or(lies)
    }
}

/// What comes after 'no Vulkan adapter'.
impl fmt::Display for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.adapter {
            write!(f, " named {name:?}")?;
        }
        match &self.pci_address {
            Some(address) => write!(f, " at the PCI address {address}"),
            None => Ok(()),
        }
    }
}

/// Why no adapter could be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no Vulkan adapter, or none that was asked for.
    #[error("no Vulkan adapter{wanted}; there are: {}", list(.found))]
    NoAdapter {
        /// What was asked for.
        wanted: Options,
        /// The names of those that are there.
        found: Vec<String>,
    },
    /// The adapter lacks something that no guest can do without.
    #[error("the adapter {adapter:?} cannot be used: {why}")]
    Unusable {
        /// Its name.
        adapter: String,
        /// What it lacks or what the driver said.
        why: String,
    },
}

/// Storage buffers of a stage that are left to texture buffers.
const TEXTURE_BUFFERS: u32 = 8;

/// What the adapter has for compute shaders; nothing if that is less than GLES asks for.
fn compute(limits: &wgpu::Limits, features: Features) -> Option<ComputeLimits> {
    let buffers = limits.max_storage_buffers_per_shader_stage;
    // Images are buffers here.
    let of_stage = |buffers: u32| {
        let images = (buffers / 2).min(8);
        (((buffers - images) & !1).min(16), images)
    };
    let (storage_buffers, images) = of_stage(buffers.saturating_sub(TEXTURE_BUFFERS));
    let (vertex_storage_buffers, vertex_images) = if features.contains(Features::VERTEX_WRITABLE_STORAGE) {
        of_stage(buffers.saturating_sub(MAX_VERTEX_BUFFERS as u32))
    } else {
        (0, 0)
    };
    let group_size = [
        limits.max_compute_workgroup_size_x,
        limits.max_compute_workgroup_size_y,
        // What shaders are lowered for.
        limits
            .max_compute_workgroup_size_z
            .min(tgsi::limits::WORKGROUP_DEPTH),
    ];
    let is_enough = limits.max_bind_groups > tgsi::lower::key::STORAGE
        && storage_buffers >= 8
        && images >= 4
        && limits.max_compute_invocations_per_workgroup >= 128
        && limits.max_compute_workgroup_storage_size >= 16 << 10;
    is_enough.then_some(ComputeLimits {
        storage_buffers,
        vertex_storage_buffers,
        images,
        vertex_images,
        group_invocations: limits.max_compute_invocations_per_workgroup,
        group_size,
        groups: limits.max_compute_workgroups_per_dimension,
        shared_bytes: limits.max_compute_workgroup_storage_size,
    })
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

/// Samples of what has several: the only count that the host's API promises. A guest that asks for fewer gets as many.
pub(crate) const SAMPLES: u32 = 4;

/// Features that are used where the adapter has them.
const WANTED: Features = Features::DUAL_SOURCE_BLENDING
    .union(Features::CLIP_DISTANCES)
    .union(Features::DEPTH_CLIP_CONTROL)
    .union(Features::POLYGON_MODE_LINE)
    .union(Features::POLYGON_MODE_POINT)
    .union(Features::ADDRESS_MODE_CLAMP_TO_BORDER)
    .union(Features::TEXTURE_FORMAT_16BIT_NORM)
    .union(Features::TEXTURE_ADAPTER_SPECIFIC_FORMAT_FEATURES)
    .union(Features::FLOAT32_FILTERABLE)
    .union(Features::FLOAT32_BLENDABLE)
    .union(Features::RG11B10UFLOAT_RENDERABLE)
    .union(Features::TEXTURE_COMPRESSION_BC)
    .union(Features::DEPTH32FLOAT_STENCIL8)
    .union(Features::PRIMITIVE_INDEX)
    .union(Features::SHADER_EARLY_DEPTH_TEST)
    .union(Features::MULTISAMPLE_ARRAY)
    .union(Features::INDIRECT_FIRST_INSTANCE)
    .union(Features::VERTEX_WRITABLE_STORAGE)
    .union(Features::MEMORY_DECORATION_COHERENT)
    .union(Features::TIMESTAMP_QUERY)
    .union(Features::TIMESTAMP_QUERY_INSIDE_ENCODERS)
    .union(Features::TIMESTAMP_QUERY_INSIDE_PASSES);

/// A device that was opened.
pub(crate) struct Opened {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    /// If the guest's memory can be used where it is.
    pub(crate) importer: Option<Importer>,
    /// What it has of OpenGL's rules.
    pub(crate) raster: RasterRules,
}

/// An adapter, from which any number of devices can be opened: one for each guest, so that none sees another's
/// memory and none is stopped by another's faults.
#[derive(Clone)]
pub struct Host {
    adapter: Arc<wgpu::Adapter>,
    options: Options,
    /// Whether a device was opened from the adapter.
    is_used: Arc<AtomicBool>,
    /// Asked once: it takes a question for each format.
    capabilities: Arc<OnceLock<Capabilities>>,
    extras: Arc<OnceLock<Extras>>,
    /// Whether memory can be imported; tried once.
    imports: Arc<OnceLock<bool>>,
    makers: Makers,
}

impl Host {
    /// Finds the adapter.
    ///
    /// # Errors
    /// If there is none that fits the options, or it lacks what every guest needs.
    pub fn open(options: &Options) -> Result<Self, OpenError> {
        let host = Self {
            adapter: Arc::new(Self::find(options)?),
            options: options.clone(),
            is_used: Arc::default(),
            capabilities: Arc::default(),
            extras: Arc::default(),
            imports: Arc::default(),
            makers: Makers::new(),
        };
        host.check()?;
        if host.is_on_cpu() {
            allocator::keep_freed_memory();
        }
        Ok(host)
    }

    /// The adapter, in an instance of its own.
    fn find(options: &Options) -> Result<wgpu::Adapter, OpenError> {
        let mut descriptor = wgpu::InstanceDescriptor::new_without_display_handle();
        descriptor.backends = wgpu::Backends::VULKAN;
        descriptor.flags = wgpu::InstanceFlags::empty();
        let instance = wgpu::Instance::new(descriptor);
        let adapters = pollster::block_on(instance.enumerate_adapters(wgpu::Backends::VULKAN));
        let found = adapters.iter().map(|adapter| adapter.get_info().name).collect();
        let chosen = adapters
            .into_iter()
            .find(|adapter| options.fit(&adapter.get_info()));
        chosen.ok_or_else(|| OpenError::NoAdapter {
            wanted: options.clone(),
            found,
        })
    }

    /// The adapter for one more device. Mesa's lavapipe, to know whether a texture is in use, looks through what all devices
    /// of its instance draw while they draw it, and crashes sooner or later (`llvmpipe_flush_resource`, seen with 22.3.6):
    /// so each device of a driver that draws on the CPU has an instance of its own.
    fn adapter_of_device(&self) -> Result<Arc<wgpu::Adapter>, OpenError> {
        if self.is_on_cpu() && self.is_used.swap(true, Ordering::Relaxed) {
            return Ok(Arc::new(Self::find(&self.options)?));
        }
        Ok(Arc::clone(&self.adapter))
    }

    fn check(&self) -> Result<(), OpenError> {
        let missing = match self.adapter.limits().max_bind_groups {
            0..4 => Some("it has fewer than four bind groups"),
            _ => None,
        };
        match missing {
            Some(why) => Err(OpenError::Unusable {
                adapter: self.name(),
                why: why.to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// The adapter's name.
    pub fn name(&self) -> String {
        self.adapter.get_info().name
    }

    /// Whether it computes on the CPU.
    pub(crate) fn is_on_cpu(&self) -> bool {
        self.adapter.get_info().device_type == wgpu::DeviceType::Cpu
    }

    /// The threads that make shaders and pipelines of all guests.
    pub(crate) fn makers(&self) -> Makers {
        self.makers.clone()
    }

    /// What it has that wgpu does not know.
    pub(crate) fn extras(&self) -> Extras {
        *self.extras.get_or_init(|| Extras::of(&self.adapter))
    }

    /// Opens a device of its own, with what wgpu does not know if that works.
    pub(crate) fn device(&self) -> Result<Opened, OpenError> {
        let descriptor = wgpu::DeviceDescriptor {
            required_features: self.adapter.features() & WANTED,
            required_limits: self.adapter.limits(),
            ..Default::default()
        };
        let adapter = self.adapter_of_device()?;
        if let Some((device, queue)) = self.extras().open(&adapter, &descriptor) {
            return Ok(Opened {
                importer: self.importer(&device, &queue),
                raster: self.extras().raster,
                device,
                queue,
            });
        }
        let (device, queue) =
            pollster::block_on(adapter.request_device(&descriptor)).map_err(|error| OpenError::Unusable {
                adapter: self.name(),
                why: error.to_string(),
            })?;
        Ok(Opened {
            device,
            queue,
            importer: None,
            raster: RasterRules::default(),
        })
    }

    /// What imports memory; the first one shows whether that works here.
    fn importer(&self, device: &wgpu::Device, queue: &wgpu::Queue) -> Option<Importer> {
        if self.imports.get() == Some(&false) {
            return None;
        }
        let importer = Importer::new(device);
        let works = self.imports.get_or_init(|| {
            let works = importer
                .as_ref()
                .is_some_and(|importer| importer.works(device, queue));
            let what = if works {
                "uses guests' memory where it is"
            } else {
                "copies guests' memory"
            };
            log::info!("{} {what}", self.name());
            works
        });
        importer.filter(|_| *works)
    }

    /// What it can do, as far as the renderer uses it.
    pub fn capabilities(&self) -> Capabilities {
        self.capabilities.get_or_init(|| self.ask()).clone()
    }

    fn ask(&self) -> Capabilities {
        let limits = self.adapter.limits();
        let features = self.adapter.features();
        let [line_widths, smooth_line_widths] = self.extras().raster.line_widths();
        let mut capabilities = Capabilities {
            name: self.name(),
            max_texture_2d: limits.max_texture_dimension_2d,
            max_texture_3d: limits.max_texture_dimension_3d,
            max_texture_cube: limits.max_texture_dimension_2d,
            max_array_layers: limits.max_texture_array_layers,
            max_render_targets: limits.max_color_attachments.min(8),
            max_samplers: limits
                .max_samplers_per_shader_stage
                .min(limits.max_sampled_textures_per_shader_stage)
                .min(16),
            max_uniform_buffers: limits.max_uniform_buffers_per_shader_stage,
            max_vertex_attributes: limits.max_vertex_attributes.min(16),
            max_point_size: 255.0,
            line_widths,
            smooth_line_widths,
            clip_distances: features.contains(Features::CLIP_DISTANCES),
            depth_clip_control: features.contains(Features::DEPTH_CLIP_CONTROL),
            dual_source: features.contains(Features::DUAL_SOURCE_BLENDING),
            precise_occlusion: self.is_on_cpu(),
            polygon_modes: features.contains(Features::POLYGON_MODE_LINE | Features::POLYGON_MODE_POINT),
            compute: compute(&limits, features),
            uniform_alignment: limits.min_uniform_buffer_offset_alignment,
            sample_shading: self
                .adapter
                .get_downlevel_capabilities()
                .flags
                .contains(wgpu::DownlevelFlags::MULTISAMPLED_SHADING),
            video_memory_bytes: 0,
            ..Capabilities::default()
        };
        capabilities.texture_buffers = limits.max_storage_buffers_per_shader_stage
            >= capabilities.max_samplers + MAX_VERTEX_BUFFERS as u32;
        for &format in Format::ALL {
            self.add_format(format, &mut capabilities);
            if vertex::can_fetch(format) {
                capabilities.vertex.insert(format);
            }
        }
        let every = [Format::B8G8R8A8_UNORM, Format::Z24_UNORM_S8_UINT];
        let all = every
            .iter()
            .all(|format| capabilities.multisample.contains(*format));
        // Blits between multisampled textures are shaded sample by sample, and guests make arrays of them.
        if all && capabilities.sample_shading && features.contains(Features::MULTISAMPLE_ARRAY) {
            capabilities.sample_counts = SAMPLES;
        } else {
            capabilities.multisample = FormatSet::default();
        }
        capabilities
    }

    fn add_format(&self, format: Format, capabilities: &mut Capabilities) {
        let Some(host) = format::host_format(format) else {
            return;
        };
        if !self.adapter.features().contains(host.texture.required_features()) {
            return;
        }
        let features = self.adapter.get_texture_format_features(host.texture);
        let usages = features.allowed_usages;
        if !usages.contains(TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_DST) {
            return;
        }
        let renderable = usages.contains(TextureUsages::RENDER_ATTACHMENT);
        let multisample = features.flags.sample_count_supported(SAMPLES);
        match host.class {
            Class::Depth | Class::Stencil | Class::DepthStencil if renderable => {
                capabilities.depth_stencil.insert(format);
                capabilities.sampler.insert(format);
                if multisample {
                    capabilities.multisample.insert(format);
                }
            }
            Class::Depth | Class::Stencil | Class::DepthStencil => {}
            Class::Float | Class::Sint | Class::Uint => {
                capabilities.sampler.insert(format);
                let blends = host.class != Class::Float
                    || features
                        .flags
                        .contains(wgpu::TextureFormatFeatureFlags::BLENDABLE);
                if renderable && blends && host.target.is_some() {
                    capabilities.render.insert(format);
                    if multisample {
                        capabilities.multisample.insert(format);
                    }
                }
            }
        }
    }
}
