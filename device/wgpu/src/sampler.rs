//! Samplers, by what they do.

use device::gpu::{Compare, MipFilter, Sampler, Wrap};
use rustc_hash::FxHashMap;
use wgpu::{AddressMode, FilterMode, MipmapFilterMode, SamplerBorderColor};

/// The largest level that a sampler without mipmaps reaches: enough to tell magnification from minification,
/// too little to choose another level.
const NO_MIPMAPS_LOD: f32 = 0.25;

/// More levels than any texture has.
const LARGEST_LOD: f32 = 32.0;

/// What a host sampler depends on.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct SamplerKey {
    address: [AddressMode; 3],
    mag: FilterMode,
    min: FilterMode,
    mip: MipmapFilterMode,
    lod: [u32; 2],
    compare: Option<Compare>,
    anisotropy: u16,
    border: Option<SamplerBorderColor>,
}

/// Every sampler of a device.
#[derive(Default)]
pub(crate) struct Samplers {
    table: FxHashMap<SamplerKey, (u64, wgpu::Sampler)>,
}

/// The levels that a sampler reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Levels {
    /// The view has but one, so that the level of detail only tells magnification from minification.
    One,
    /// Those that the state allows.
    Bounded,
    /// All: the shader names one.
    All,
}

/// How a sampler is to be made.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// Whether it compares.
    pub(crate) compare: bool,
    /// Whether it may filter.
    pub(crate) filter: bool,
    /// Whether what is read is filtered, by the sampler or by the shader, which then takes texels of the border.
    pub(crate) linear: bool,
    /// What levels there are.
    pub(crate) levels: Levels,
    /// The border that it has, where it clamps to one.
    pub(crate) border: SamplerBorderColor,
}

impl Samplers {
    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    /// Numbers are given again.
    pub(crate) fn forget(&mut self) {
        self.table.clear();
    }

    /// The sampler and its number.
    pub(crate) fn get(
        &mut self,
        device: &wgpu::Device,
        state: &Sampler,
        wanted: Wanted,
    ) -> (u64, wgpu::Sampler) {
        let key = key(device, state, wanted);
        let next = self.table.len() as u64;
        let (number, sampler) = self
            .table
            .entry(key)
            .or_insert_with(|| (next, create(device, &key)));
        (*number, sampler.clone())
    }
}

/// The host's compare function.
pub(crate) fn compare(compare: Compare) -> wgpu::CompareFunction {
    match compare {
        Compare::Never => wgpu::CompareFunction::Never,
        Compare::Less => wgpu::CompareFunction::Less,
        Compare::Equal => wgpu::CompareFunction::Equal,
        Compare::LessEqual => wgpu::CompareFunction::LessEqual,
        Compare::Greater => wgpu::CompareFunction::Greater,
        Compare::NotEqual => wgpu::CompareFunction::NotEqual,
        Compare::GreaterEqual => wgpu::CompareFunction::GreaterEqual,
        Compare::Always => wgpu::CompareFunction::Always,
    }
}

/// Whether an axis reaches the border, so that its colour matters.
pub(crate) fn reaches_border(wrap: Wrap, linear: bool) -> bool {
    match wrap {
        Wrap::ClampToBorder | Wrap::MirrorClampToBorder => true,
        // Halfway into the border, which only a linear filter sees.
        Wrap::Clamp | Wrap::MirrorClamp => linear,
        Wrap::Repeat | Wrap::ClampToEdge | Wrap::MirrorRepeat | Wrap::MirrorClampToEdge => false,
    }
}

fn key(device: &wgpu::Device, state: &Sampler, wanted: Wanted) -> SamplerKey {
    let has_border = device
        .features()
        .contains(wgpu::Features::ADDRESS_MODE_CLAMP_TO_BORDER);
    let mut border = None;
    let address = state.wrap.map(|wrap| {
        if reaches_border(wrap, wanted.linear) && has_border {
            border = Some(wanted.border);
            return AddressMode::ClampToBorder;
        }
        match wrap {
            Wrap::Repeat => AddressMode::Repeat,
            Wrap::MirrorRepeat => AddressMode::MirrorRepeat,
            Wrap::Clamp
            | Wrap::ClampToEdge
            | Wrap::ClampToBorder
            | Wrap::MirrorClamp
            | Wrap::MirrorClampToEdge
            | Wrap::MirrorClampToBorder => AddressMode::ClampToEdge,
        }
    });
    let filter = |linear: bool| {
        if linear && wanted.filter {
            FilterMode::Linear
        } else {
            FilterMode::Nearest
        }
    };
    let (mip, lod) = if wanted.levels == Levels::All {
        (MipmapFilterMode::Nearest, [0.0, LARGEST_LOD])
    } else if state.mip_filter == MipFilter::None || wanted.levels == Levels::One {
        (
            MipmapFilterMode::Nearest,
            magnification_range(state, wanted.filter),
        )
    } else {
        match state.mip_filter {
            MipFilter::Linear if wanted.filter => (MipmapFilterMode::Linear, lod_range(state)),
            MipFilter::Linear | MipFilter::Nearest | MipFilter::None => {
                (MipmapFilterMode::Nearest, lod_range(state))
            }
        }
    };
    let all_linear = state.min_linear && state.mag_linear && mip == MipmapFilterMode::Linear && wanted.filter;
    SamplerKey {
        address,
        mag: filter(state.mag_linear),
        min: filter(state.min_linear),
        mip,
        lod: lod.map(f32::to_bits),
        compare: if wanted.compare { state.compare } else { None },
        anisotropy: if all_linear {
            u16::from(state.max_anisotropy).clamp(1, 16)
        } else {
            1
        },
        border,
    }
}

/// Levels of detail that tell magnification from minification, where there is but one level. The bounds of the state may
/// leave one of the two.
fn magnification_range(state: &Sampler, filter: bool) -> [f32; 2] {
    // Where both filters are the same, nothing depends on the level of detail, and hosts that know it to be
    // constant do not compute it.
    if state.min_linear == state.mag_linear || !filter {
        return [0.0; 2];
    }
    lod_range(state).map(|bound| if bound > 0.0 { NO_MIPMAPS_LOD } else { 0.0 })
}

/// The smallest and the largest level of detail.
pub(crate) fn lod_range(state: &Sampler) -> [f32; 2] {
    let clean = |lod: f32| {
        if lod.is_nan() {
            0.0
        } else {
            lod.clamp(0.0, LARGEST_LOD)
        }
    };
    let min = clean(state.min_lod);
    [min, clean(state.max_lod).max(min)]
}

fn create(device: &wgpu::Device, key: &SamplerKey) -> wgpu::Sampler {
    device.create_sampler(&wgpu::SamplerDescriptor {
        label: None,
        address_mode_u: key.address[0],
        address_mode_v: key.address[1],
        address_mode_w: key.address[2],
        mag_filter: key.mag,
        min_filter: key.min,
        mipmap_filter: key.mip,
        lod_min_clamp: f32::from_bits(key.lod[0]),
        lod_max_clamp: f32::from_bits(key.lod[1]),
        compare: key.compare.map(compare),
        anisotropy_clamp: key.anisotropy,
        border_color: key.border,
    })
}
