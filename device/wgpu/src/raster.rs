//! OpenGL's rules of rasterization that wgpu has no words for: lines, thin ones with one pixel a column or row, wide, stippled
//! and smooth ones, the last vertex as the one that provokes, and parts of a unit of depth bias.
//!
//! wgpu's lines are one pixel wide and have no rule: drivers draw them as rectangles, which have two pixels here and there
//! where OpenGL wants one. Vulkan has the rules (`VK_EXT_line_rasterization`, `wideLines`, `VK_EXT_provoking_vertex`), as
//! state of pipelines. So a device that [`open`](crate::open) opened has a function of ours in the place of
//! `vkCreateGraphicsPipelines`, and [`with_style`] tells it what wgpu cannot.
#![allow(unsafe_code, reason = "wgpu does not pass such state on")]

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::{PoisonError, RwLock};
use std::{mem, slice};

use ash::vk;
use device::gpu::Rasterizer;
use wgpu::{PolygonMode, PrimitiveState, PrimitiveTopology};

/// What the host has of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RasterRules {
    /// A pipeline's last vertices can provoke.
    pub(crate) last_provokes: bool,
    bresenham: bool,
    smooth: bool,
    /// Stipples of lines with several samples, of thin ones by OpenGL's rule, and of smooth ones.
    rectangular_stipple: bool,
    bresenham_stipple: bool,
    smooth_stipple: bool,
    /// Widths other than 1, in pixels: the least and the greatest.
    widths: Option<[f32; 2]>,
}

/// What a pipeline has of them; by default what the host does by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct RasterStyle {
    pub(crate) last_provokes: bool,
    lines: Option<LineStyle>,
    /// The bits of a depth bias's constant that is no whole number.
    bias: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct LineStyle {
    mode: vk::LineRasterizationModeKHR,
    /// In eighths of a pixel.
    width: u16,
    stipple: Option<Stipple>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Stipple {
    /// Pixels of each bit, from 1 to 256.
    factor: u16,
    pattern: u16,
}

/// Eighths of a pixel.
const ONE: u16 = 8;
/// No pipeline has wider lines; what OpenGL drivers have at most.
const WIDEST: f32 = 255.0;

/// The extensions that an adapter may have.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extensions {
    pub(crate) lines: bool,
    pub(crate) provoking: bool,
}

/// Features to open a device with.
pub(crate) struct DeviceFeatures {
    pub(crate) lines: vk::PhysicalDeviceLineRasterizationFeaturesKHR<'static>,
    pub(crate) provoking: vk::PhysicalDeviceProvokingVertexFeaturesEXT<'static>,
    pub(crate) wide_lines: bool,
}

impl RasterRules {
    /// What an adapter has.
    ///
    /// # Safety
    /// The device must be one of the instance, which knows Vulkan 1.1, and have the extensions.
    pub(crate) unsafe fn of(instance: &ash::Instance, device: vk::PhysicalDevice, has: Extensions) -> Self {
        let mut lines = vk::PhysicalDeviceLineRasterizationFeaturesKHR::default();
        let mut provoking = vk::PhysicalDeviceProvokingVertexFeaturesEXT::default();
        let mut of_provoking = vk::PhysicalDeviceProvokingVertexPropertiesEXT::default();
        let mut features = vk::PhysicalDeviceFeatures2::default();
        let mut properties = vk::PhysicalDeviceProperties2::default();
        if has.lines {
            features = features.push_next(&mut lines);
        }
        if has.provoking {
            features = features.push_next(&mut provoking);
            properties = properties.push_next(&mut of_provoking);
        }
        // SAFETY: as above; the chains are valid for the calls.
        unsafe {
            instance.get_physical_device_features2(device, &mut features);
            instance.get_physical_device_properties2(device, &mut properties);
        }
        let [least, greatest] = properties.properties.limits.line_width_range;
        let is_wide = features.features.wide_lines == vk::TRUE && greatest > 1.0;
        Self {
            // The pipelines of a pass differ.
            last_provokes: provoking.provoking_vertex_last == vk::TRUE
                && of_provoking.provoking_vertex_mode_per_pipeline == vk::TRUE,
            bresenham: lines.bresenham_lines == vk::TRUE,
            smooth: lines.smooth_lines == vk::TRUE,
            rectangular_stipple: lines.stippled_rectangular_lines == vk::TRUE
                && lines.rectangular_lines == vk::TRUE,
            bresenham_stipple: lines.stippled_bresenham_lines == vk::TRUE,
            smooth_stipple: lines.stippled_smooth_lines == vk::TRUE,
            widths: is_wide.then_some([least.max(1.0 / f32::from(ONE)), greatest.min(WIDEST)]),
        }
    }

    /// What a device has to be opened with.
    pub(crate) fn features(&self) -> DeviceFeatures {
        DeviceFeatures {
            lines: vk::PhysicalDeviceLineRasterizationFeaturesKHR::default()
                .bresenham_lines(self.bresenham)
                .smooth_lines(self.smooth)
                .rectangular_lines(self.rectangular_stipple)
                .stippled_rectangular_lines(self.rectangular_stipple)
                .stippled_bresenham_lines(self.bresenham_stipple)
                .stippled_smooth_lines(self.smooth_stipple),
            provoking: vk::PhysicalDeviceProvokingVertexFeaturesEXT::default()
                .provoking_vertex_last(self.last_provokes),
            wide_lines: self.widths.is_some(),
        }
    }

    /// The widths of lines, in pixels: the least and the greatest, of plain ones and of smooth ones.
    pub(crate) fn line_widths(&self) -> [[f32; 2]; 2] {
        let [least, greatest] = self.widths.unwrap_or([1.0; 2]);
        let smooth = if self.smooth { [least, greatest] } else { [1.0; 2] };
        [[1.0, greatest], smooth]
    }

    /// What a pipeline has for its lines.
    pub(crate) fn style(
        &self,
        rasterizer: &Rasterizer,
        primitive: &PrimitiveState,
        samples: u32,
    ) -> RasterStyle {
        RasterStyle {
            lines: self.line_style(rasterizer, primitive, samples),
            ..RasterStyle::default()
        }
    }

    /// How a pipeline draws its lines; `None` if it draws none, or as the host does by itself.
    fn line_style(
        &self,
        rasterizer: &Rasterizer,
        primitive: &PrimitiveState,
        samples: u32,
    ) -> Option<LineStyle> {
        let draws_lines = match primitive.topology {
            PrimitiveTopology::LineList | PrimitiveTopology::LineStrip => true,
            PrimitiveTopology::TriangleList | PrimitiveTopology::TriangleStrip => {
                primitive.polygon_mode == PolygonMode::Line
            }
            PrimitiveTopology::PointList => false,
        };
        if !draws_lines {
            return None;
        }
        // With several samples lines are rectangles, smooth or not.
        let (mode, can_stipple) = if samples > 1 {
            let mode = if self.rectangular_stipple && rasterizer.line_stipple {
                vk::LineRasterizationModeKHR::RECTANGULAR
            } else {
                vk::LineRasterizationModeKHR::DEFAULT
            };
            (mode, self.rectangular_stipple)
        } else if rasterizer.line_smooth && self.smooth {
            (
                vk::LineRasterizationModeKHR::RECTANGULAR_SMOOTH,
                self.smooth_stipple,
            )
        } else if self.bresenham {
            (vk::LineRasterizationModeKHR::BRESENHAM, self.bresenham_stipple)
        } else {
            (vk::LineRasterizationModeKHR::DEFAULT, false)
        };
        let style = LineStyle {
            mode,
            width: self.width(
                rasterizer.line_width,
                mode == vk::LineRasterizationModeKHR::BRESENHAM,
            ),
            stipple: (rasterizer.line_stipple && can_stipple).then_some(Stipple {
                factor: u16::from(rasterizer.line_stipple_factor) + 1,
                pattern: rasterizer.line_stipple_pattern,
            }),
        };
        let is_hosts = style.mode == vk::LineRasterizationModeKHR::DEFAULT && style.width == ONE;
        (!is_hosts).then_some(style)
    }

    /// A width in eighths of a pixel. Lines that are not smooth are as wide as the nearest whole number (OpenGL 4.6, 14.5.2).
    fn width(&self, pixels: f32, whole: bool) -> u16 {
        let (Some([least, greatest]), true) = (self.widths, pixels.is_finite()) else {
            return ONE;
        };
        let pixels = if whole { pixels.round().max(1.0) } else { pixels };
        (pixels.clamp(least, greatest) * f32::from(ONE)) as u16
    }
}

thread_local! {
    /// What the pipelines have that this thread makes.
    static STYLE: Cell<RasterStyle> = const { Cell::new(RasterStyle { last_provokes: false, lines: None, bias: None }) };
}

/// Runs `make`, whose pipelines have that.
pub(crate) fn with_style<R>(style: RasterStyle, make: impl FnOnce() -> R) -> R {
    /// Also if `make` panics, which whoever makes pipelines survives.
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            STYLE.set(RasterStyle::default());
        }
    }
    let _reset = Reset;
    STYLE.set(style);
    make()
}

/// The devices that have our function, with the one in whose place it is.
static DEVICES: RwLock<Vec<(vk::Device, vk::PFN_vkCreateGraphicsPipelines)>> = RwLock::new(Vec::new());

/// Remembers a device's own function; [`forget`] is to follow.
pub(crate) fn remember(device: vk::Device, create: vk::PFN_vkCreateGraphicsPipelines) {
    let mut devices = DEVICES.write().unwrap_or_else(PoisonError::into_inner);
    devices.push((device, create));
}

/// A device that is about to be destroyed.
pub(crate) fn forget(device: vk::Device) {
    let mut devices = DEVICES.write().unwrap_or_else(PoisonError::into_inner);
    devices.retain(|(known, _)| *known != device);
}

/// `vkCreateGraphicsPipelines`, with what [`with_style`] asks for.
///
/// # Safety
/// That of the function; styles are made of what the device has.
pub(crate) unsafe extern "system" fn create_graphics_pipelines(
    device: vk::Device,
    cache: vk::PipelineCache,
    count: u32,
    infos: *const vk::GraphicsPipelineCreateInfo<'_>,
    allocator: *const vk::AllocationCallbacks<'_>,
    pipelines: *mut vk::Pipeline,
) -> vk::Result {
    let known = DEVICES.read().unwrap_or_else(PoisonError::into_inner);
    let own = known
        .iter()
        .find(|(known, _)| *known == device)
        .map(|(_, create)| *create);
    drop(known);
    let Some(create) = own else {
        return vk::Result::ERROR_INITIALIZATION_FAILED;
    };
    let style = STYLE.get();
    if style == RasterStyle::default() {
        // SAFETY: the arguments are the caller's, who means this function.
        return unsafe { create(device, cache, count, infos, allocator, pipelines) };
    }
    // SAFETY: the caller says that there are so many.
    let mut infos = unsafe { slice::from_raw_parts(infos, count as usize) }.to_vec();
    let mut states: Vec<_> = infos.iter().map(|_| style.states()).collect();
    for (info, states) in infos.iter_mut().zip(&mut states) {
        // SAFETY: it is null or valid for the call.
        if let Some(asked) = unsafe { info.p_rasterization_state.as_ref() } {
            info.p_rasterization_state = states.chain(asked, style);
        }
    }
    // SAFETY: as the caller's, but for the state of rasterization, whose structures last for the call and which asks for what the
    // device has.
    unsafe { create(device, cache, count, infos.as_ptr(), allocator, pipelines) }
}

/// A pipeline's state of rasterization with what belongs to it.
struct States {
    raster: vk::PipelineRasterizationStateCreateInfo<'static>,
    lines: vk::PipelineRasterizationLineStateCreateInfoKHR<'static>,
    provoking: vk::PipelineRasterizationProvokingVertexStateCreateInfoEXT<'static>,
}

impl RasterStyle {
    /// The same with that constant of the depth bias, in place of a whole one.
    pub(crate) fn biased(self, constant: Option<f32>) -> Self {
        let bias = constant.map(f32::to_bits);
        Self { bias, ..self }
    }

    /// The same with or without the last vertex as the one that provokes, which only some hosts have.
    pub(crate) fn provoking(self, last_provokes: bool) -> Self {
        Self {
            last_provokes,
            ..self
        }
    }

    fn states(self) -> States {
        let stipple = self.lines.and_then(|lines| lines.stipple);
        let Stipple { factor, pattern } = stipple.unwrap_or(Stipple {
            factor: 1,
            pattern: u16::MAX,
        });
        let mode = self.lines.map(|lines| lines.mode).unwrap_or_default();
        States {
            raster: vk::PipelineRasterizationStateCreateInfo::default(),
            lines: vk::PipelineRasterizationLineStateCreateInfoKHR::default()
                .line_rasterization_mode(mode)
                .stippled_line_enable(stipple.is_some())
                .line_stipple_factor(factor.into())
                .line_stipple_pattern(pattern),
            provoking: vk::PipelineRasterizationProvokingVertexStateCreateInfoEXT::default()
                .provoking_vertex_mode(vk::ProvokingVertexModeEXT::LAST_VERTEX),
        }
    }
}

impl States {
    /// What is asked for, and the style. The pointer is good as long as `self` stays where it is, and what `asked` points to.
    fn chain(
        &mut self,
        asked: &vk::PipelineRasterizationStateCreateInfo<'_>,
        style: RasterStyle,
    ) -> *const vk::PipelineRasterizationStateCreateInfo<'static> {
        // What its own pointers point to is the caller's, and lasts as long.
        self.raster = vk::PipelineRasterizationStateCreateInfo {
            _marker: PhantomData,
            ..*asked
        };
        if let Some(lines) = style.lines {
            self.raster.line_width = f32::from(lines.width) / f32::from(ONE);
            if lines.mode != vk::LineRasterizationModeKHR::DEFAULT {
                self.lines.p_next = mem::replace(&mut self.raster.p_next, (&raw const self.lines).cast());
            }
        }
        if let Some(bias) = style.bias {
            self.raster.depth_bias_constant_factor = f32::from_bits(bias);
        }
        if style.last_provokes {
            self.provoking.p_next = mem::replace(&mut self.raster.p_next, (&raw const self.provoking).cast());
        }
        &raw const self.raster
    }
}
