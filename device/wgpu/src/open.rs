//! A device opened by hand, with what Vulkan has and wgpu does not ask for: memory of the process
//! ([`import`](crate::import)) and OpenGL's rules of rasterization ([`raster`](crate::raster)).
#![allow(unsafe_code, reason = "wgpu opens no device with more than it knows")]

use std::ffi::{CStr, c_void};
use std::{ptr, slice};

use ash::ext::{external_memory_host, line_rasterization, provoking_vertex};
use ash::vk;
use wgpu::hal::{self, vulkan};

use crate::raster::{self, Extensions, RasterRules};

type Vulkan = hal::api::Vulkan;

/// The family of the only queue, as wgpu chooses it.
const FAMILY: u32 = 0;

/// What an adapter has that wgpu does not know.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extras {
    /// It can import memory of the process.
    pub(crate) imports: bool,
    has: Extensions,
    pub(crate) raster: RasterRules,
}

impl Extras {
    /// Nothing, if the adapter is none of Vulkan 1.1: what the extensions build on is part of it.
    pub(crate) fn of(adapter: &wgpu::Adapter) -> Self {
        // SAFETY: the adapter's handles are only looked at, and nothing of it is destroyed.
        unsafe { adapter.as_hal::<Vulkan>() }
            .and_then(|adapter| Self::of_hal(&adapter))
            .unwrap_or_default()
    }

    fn of_hal(adapter: &vulkan::Adapter) -> Option<Self> {
        let properties = adapter.physical_device_capabilities().properties();
        if properties.api_version < vk::API_VERSION_1_1 {
            return None;
        }
        let instance = adapter.shared_instance().raw_instance();
        let device = adapter.raw_physical_device();
        // SAFETY: the physical device is one of this instance, and both live as long as `adapter`.
        let extensions = unsafe { instance.enumerate_device_extension_properties(device) }.ok()?;
        let has = |name: &CStr| {
            extensions
                .iter()
                .any(|known| known.extension_name_as_c_str() == Ok(name))
        };
        let imports = has(external_memory_host::NAME);
        let has = Extensions {
            lines: has(line_rasterization::NAME),
            provoking: has(provoking_vertex::NAME),
        };
        Some(Self {
            imports,
            has,
            // SAFETY: as above, and the extensions were looked for.
            raster: unsafe { RasterRules::of(instance, device, has) },
        })
    }

    /// Opens a device with all of it; `None` if the adapter does not open it.
    pub(crate) fn open(
        &self,
        adapter: &wgpu::Adapter,
        descriptor: &wgpu::DeviceDescriptor<'_>,
    ) -> Option<(wgpu::Device, wgpu::Queue)> {
        // SAFETY: nothing of the adapter is destroyed.
        let hal = unsafe { adapter.as_hal::<Vulkan>() }?;
        let open = self.open_hal(&hal, descriptor)?;
        // SAFETY: this adapter has just opened it, with these features.
        unsafe { adapter.create_device_from_hal(open, descriptor) }
            .inspect_err(|error| log::debug!("{error}"))
            .ok()
    }

    /// What [`vulkan::Adapter::open_with_callback`] does, which neither asks for features of the core nor for a table
    /// of functions.
    fn open_hal(
        &self,
        adapter: &vulkan::Adapter,
        descriptor: &wgpu::DeviceDescriptor<'_>,
    ) -> Option<hal::OpenDevice<Vulkan>> {
        let mut extensions = adapter.required_device_extensions(descriptor.required_features);
        let mut wanted = |name: &'static CStr, has: bool| {
            if has && !extensions.contains(&name) {
                extensions.push(name);
            }
        };
        wanted(external_memory_host::NAME, self.imports);
        wanted(line_rasterization::NAME, self.has.lines);
        wanted(provoking_vertex::NAME, self.has.provoking);
        let names: Vec<_> = extensions.iter().map(|name| name.as_ptr()).collect();
        let mut features = adapter.physical_device_features(&extensions, descriptor.required_features);
        let queue = vk::DeviceQueueCreateInfo::default()
            .queue_family_index(FAMILY)
            .queue_priorities(&[1.0]);
        let mut more = self.raster.features();
        let mut info = features.add_to_device_create(
            vk::DeviceCreateInfo::default()
                .queue_create_infos(slice::from_ref(&queue))
                .enabled_extension_names(&names),
        );
        if self.has.lines {
            info = info.push_next(&mut more.lines);
        }
        if self.has.provoking {
            info = info.push_next(&mut more.provoking);
        }
        // SAFETY: wgpu's features are there, or null, as long as `features`.
        let core = unsafe { info.p_enabled_features.as_ref() };
        let core = core.copied().unwrap_or_default().wide_lines(more.wide_lines);
        info.p_enabled_features = &raw const core;
        let instance = adapter.shared_instance().raw_instance();
        // SAFETY: the physical device is one of this instance and has what is asked for; the structures are valid for the call.
        let device = unsafe { instance.create_device(adapter.raw_physical_device(), &info, None) }
            .inspect_err(|error| log::debug!("{error}"))
            .ok()?;
        let (device, drop) = with_rules(instance, &device);
        // SAFETY: the device is new, of this adapter, with these extensions and features and a queue of this family; `drop`
        // destroys it.
        unsafe {
            adapter.device_from_raw(
                device,
                Some(drop),
                &extensions,
                descriptor.required_features,
                &descriptor.required_limits,
                &descriptor.memory_hints,
                FAMILY,
                0,
            )
        }
        .inspect_err(|error| log::debug!("{error}"))
        .ok()
    }
}

/// The device's functions with that of [`raster`] among them, and what destroys the device.
fn with_rules(instance: &ash::Instance, device: &ash::Device) -> (ash::Device, hal::DropCallback) {
    let handle = device.handle();
    raster::remember(handle, device.fp_v1_0().create_graphics_pipelines);
    let find = instance.fp_v1_0().get_device_proc_addr;
    let load = |name: &CStr| -> *const c_void {
        if name == c"vkCreateGraphicsPipelines" {
            let ours: vk::PFN_vkCreateGraphicsPipelines = raster::create_graphics_pipelines;
            return ours as *const c_void;
        }
        // SAFETY: the device is there, and the name ends with a 0.
        let found = unsafe { find(handle, name.as_ptr()) };
        found.map_or(ptr::null(), |function| function as *const c_void)
    };
    // SAFETY: what is found by a name is that function, and ours has the type and the meaning of the one it replaces.
    let ours = unsafe { ash::Device::load_with(load, handle) };
    let own = device.clone();
    let drop = move || {
        raster::forget(handle);
        // SAFETY: wgpu is done with the device and all that is of it, and does not destroy it.
        unsafe { own.destroy_device(None) };
    };
    (ours, Box::new(drop))
}
