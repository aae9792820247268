//! One table: a format of the protocol as a texture format of the host, with what must be done to a texel on its
//! way between the two.

use device::gpu::{Format, Swizzle};
use tgsi::lower::key::{Range, Target};
use wgpu::TextureFormat;

/// What a format's texels are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Class {
    Float,
    Sint,
    Uint,
    Depth,
    Stencil,
    DepthStencil,
}

/// What is done to a block's bytes between guest and host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// Nothing.
    None,
    /// The four bytes of a texel are reversed.
    Reverse4,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostFormat {
    /// The host's format.
    pub texture: TextureFormat,
    /// The format's component i is the host texel's component `swizzle[i]`.
    pub swizzle: [Swizzle; 4],
    /// What its texels are.
    pub class: Class,
    /// What is done to bytes.
    pub conversion: Conversion,
    /// As a render target; `None` if it cannot be one.
    pub target: Option<Target>,
    /// Whether it has an alpha component that can be written.
    pub has_alpha: bool,
}

/// Every component where it is.
pub(crate) const XYZW: [Swizzle; 4] = [Swizzle::X, Swizzle::Y, Swizzle::Z, Swizzle::W];
const XYZ1: [Swizzle; 4] = [Swizzle::X, Swizzle::Y, Swizzle::Z, Swizzle::One];
pub(crate) const XXX1: [Swizzle; 4] = [Swizzle::X, Swizzle::X, Swizzle::X, Swizzle::One];
pub(crate) const XXXX: [Swizzle; 4] = [Swizzle::X, Swizzle::X, Swizzle::X, Swizzle::X];
pub(crate) const XXXY: [Swizzle; 4] = [Swizzle::X, Swizzle::X, Swizzle::X, Swizzle::Y];
pub(crate) const A_X: [Swizzle; 4] = [Swizzle::Zero, Swizzle::Zero, Swizzle::Zero, Swizzle::X];

/// The host's format for a protocol format, whether or not an adapter has it; `None` for what we do not do, so
/// that the guest converts.
pub fn host_format(format: Format) -> Option<HostFormat> {
    use TextureFormat as T;
    let row = |texture: T, swizzle, class, conversion, target| {
        Some(HostFormat {
            texture,
            swizzle,
            class,
            conversion,
            target,
            has_alpha: swizzle == XYZW || swizzle == A_X,
        })
    };
    let float = |texture| row(texture, XYZW, Class::Float, Conversion::None, Some(Target::Float));
    // Has components that the guest must not see change: rendered with a write mask.
    let opaque = |texture| row(texture, XYZ1, Class::Float, Conversion::None, Some(Target::Float));
    let reversed = |texture, swizzle| {
        row(
            texture,
            swizzle,
            Class::Float,
            Conversion::Reverse4,
            Some(Target::Float),
        )
    };
    let sampled = |texture, swizzle| row(texture, swizzle, Class::Float, Conversion::None, None);
    // Drawn to as the red that they are read as.
    let luminance = |texture| row(texture, XXX1, Class::Float, Conversion::None, Some(Target::Float));
    let alpha = |texture| {
        row(
            texture,
            A_X,
            Class::Float,
            Conversion::None,
            Some(Target::AlphaInRed),
        )
    };
    let sint = |texture| row(texture, XYZW, Class::Sint, Conversion::None, Some(Target::Sint));
    let uint = |texture| row(texture, XYZW, Class::Uint, Conversion::None, Some(Target::Uint));
    let depth = |texture, class| row(texture, XXX1, class, Conversion::None, None);
    match format {
        Format::B8G8R8A8_UNORM => float(T::Bgra8Unorm),
        Format::B8G8R8X8_UNORM => opaque(T::Bgra8Unorm),
        Format::R8G8B8A8_UNORM => float(T::Rgba8Unorm),
        Format::R8G8B8X8_UNORM => opaque(T::Rgba8Unorm),
        Format::A8R8G8B8_UNORM => reversed(T::Bgra8Unorm, XYZW),
        Format::X8R8G8B8_UNORM => reversed(T::Bgra8Unorm, XYZ1),
        Format::A8B8G8R8_UNORM => reversed(T::Rgba8Unorm, XYZW),
        Format::X8B8G8R8_UNORM => reversed(T::Rgba8Unorm, XYZ1),
        Format::B8G8R8A8_SRGB => float(T::Bgra8UnormSrgb),
        Format::B8G8R8X8_SRGB => opaque(T::Bgra8UnormSrgb),
        Format::R8G8B8A8_SRGB => float(T::Rgba8UnormSrgb),
        Format::R8G8B8X8_SRGB => opaque(T::Rgba8UnormSrgb),
        Format::R8_UNORM => float(T::R8Unorm),
        Format::R8G8_UNORM => float(T::Rg8Unorm),
        Format::R16_UNORM => float(T::R16Unorm),
        Format::R16G16_UNORM => float(T::Rg16Unorm),
        Format::R16G16B16A16_UNORM => float(T::Rgba16Unorm),
        Format::R16G16B16X16_UNORM => opaque(T::Rgba16Unorm),
        Format::R8_SNORM => float(T::R8Snorm),
        Format::R8G8_SNORM => float(T::Rg8Snorm),
        Format::R8G8B8A8_SNORM => float(T::Rgba8Snorm),
        Format::R8G8B8X8_SNORM => opaque(T::Rgba8Snorm),
        Format::R16_SNORM => float(T::R16Snorm),
        Format::R16G16_SNORM => float(T::Rg16Snorm),
        Format::R16G16B16A16_SNORM => float(T::Rgba16Snorm),
        Format::R16G16B16X16_SNORM => opaque(T::Rgba16Snorm),
        Format::R16_FLOAT => float(T::R16Float),
        Format::R16G16_FLOAT => float(T::Rg16Float),
        Format::R16G16B16A16_FLOAT => float(T::Rgba16Float),
        Format::R16G16B16X16_FLOAT => opaque(T::Rgba16Float),
        Format::R32_FLOAT => float(T::R32Float),
        Format::R32G32_FLOAT => float(T::Rg32Float),
        Format::R32G32B32A32_FLOAT => float(T::Rgba32Float),
        Format::R32G32B32X32_FLOAT => opaque(T::Rgba32Float),
        Format::R10G10B10A2_UNORM => float(T::Rgb10a2Unorm),
        Format::R10G10B10X2_UNORM => opaque(T::Rgb10a2Unorm),
        Format::R11G11B10_FLOAT => float(T::Rg11b10Ufloat),
        Format::R9G9B9E5_FLOAT => sampled(T::Rgb9e5Ufloat, XYZ1),
        Format::L8_UNORM => luminance(T::R8Unorm),
        Format::I8_UNORM => sampled(T::R8Unorm, XXXX),
        Format::L8A8_UNORM => sampled(T::Rg8Unorm, XXXY),
        Format::A8_UNORM => alpha(T::R8Unorm),
        Format::L16_UNORM => luminance(T::R16Unorm),
        Format::I16_UNORM => sampled(T::R16Unorm, XXXX),
        Format::L16A16_UNORM => sampled(T::Rg16Unorm, XXXY),
        Format::A16_UNORM => alpha(T::R16Unorm),
        Format::L8_SNORM => luminance(T::R8Snorm),
        Format::I8_SNORM => sampled(T::R8Snorm, XXXX),
        Format::L8A8_SNORM => sampled(T::Rg8Snorm, XXXY),
        Format::A8_SNORM => alpha(T::R8Snorm),
        Format::L16_SNORM => luminance(T::R16Snorm),
        Format::I16_SNORM => sampled(T::R16Snorm, XXXX),
        Format::L16A16_SNORM => sampled(T::Rg16Snorm, XXXY),
        Format::A16_SNORM => alpha(T::R16Snorm),
        Format::L16_FLOAT => luminance(T::R16Float),
        Format::I16_FLOAT => sampled(T::R16Float, XXXX),
        Format::L16A16_FLOAT => sampled(T::Rg16Float, XXXY),
        Format::A16_FLOAT => alpha(T::R16Float),
        Format::L32_FLOAT => luminance(T::R32Float),
        Format::I32_FLOAT => sampled(T::R32Float, XXXX),
        Format::L32A32_FLOAT => sampled(T::Rg32Float, XXXY),
        Format::A32_FLOAT => alpha(T::R32Float),
        Format::DXT1_RGB => sampled(T::Bc1RgbaUnorm, XYZ1),
        Format::DXT1_RGBA => sampled(T::Bc1RgbaUnorm, XYZW),
        Format::DXT3_RGBA => sampled(T::Bc2RgbaUnorm, XYZW),
        Format::DXT5_RGBA => sampled(T::Bc3RgbaUnorm, XYZW),
        Format::DXT1_SRGB => sampled(T::Bc1RgbaUnormSrgb, XYZ1),
        Format::DXT1_SRGBA => sampled(T::Bc1RgbaUnormSrgb, XYZW),
        Format::DXT3_SRGBA => sampled(T::Bc2RgbaUnormSrgb, XYZW),
        Format::DXT5_SRGBA => sampled(T::Bc3RgbaUnormSrgb, XYZW),
        Format::RGTC1_UNORM => sampled(T::Bc4RUnorm, XYZW),
        Format::RGTC1_SNORM => sampled(T::Bc4RSnorm, XYZW),
        Format::RGTC2_UNORM => sampled(T::Bc5RgUnorm, XYZW),
        Format::RGTC2_SNORM => sampled(T::Bc5RgSnorm, XYZW),
        Format::LATC1_UNORM => sampled(T::Bc4RUnorm, XXX1),
        Format::LATC1_SNORM => sampled(T::Bc4RSnorm, XXX1),
        Format::LATC2_UNORM => sampled(T::Bc5RgUnorm, XXXY),
        Format::LATC2_SNORM => sampled(T::Bc5RgSnorm, XXXY),
        Format::BPTC_RGBA_UNORM => sampled(T::Bc7RgbaUnorm, XYZW),
        Format::BPTC_SRGBA => sampled(T::Bc7RgbaUnormSrgb, XYZW),
        Format::BPTC_RGB_FLOAT => sampled(T::Bc6hRgbFloat, XYZ1),
        Format::BPTC_RGB_UFLOAT => sampled(T::Bc6hRgbUfloat, XYZ1),
        Format::R8_UINT => uint(T::R8Uint),
        Format::R8G8_UINT => uint(T::Rg8Uint),
        Format::R8G8B8A8_UINT => uint(T::Rgba8Uint),
        Format::R16_UINT => uint(T::R16Uint),
        Format::R16G16_UINT => uint(T::Rg16Uint),
        Format::R16G16B16A16_UINT => uint(T::Rgba16Uint),
        Format::R32_UINT => uint(T::R32Uint),
        Format::R32G32_UINT => uint(T::Rg32Uint),
        Format::R32G32B32A32_UINT => uint(T::Rgba32Uint),
        Format::R10G10B10A2_UINT => uint(T::Rgb10a2Uint),
        Format::R8_SINT => sint(T::R8Sint),
        Format::R8G8_SINT => sint(T::Rg8Sint),
        Format::R8G8B8A8_SINT => sint(T::Rgba8Sint),
        Format::R16_SINT => sint(T::R16Sint),
        Format::R16G16_SINT => sint(T::Rg16Sint),
        Format::R16G16B16A16_SINT => sint(T::Rgba16Sint),
        Format::R32_SINT => sint(T::R32Sint),
        Format::R32G32_SINT => sint(T::Rg32Sint),
        Format::R32G32B32A32_SINT => sint(T::Rgba32Sint),
        Format::Z16_UNORM => depth(T::Depth16Unorm, Class::Depth),
        Format::Z24X8_UNORM => depth(T::Depth24Plus, Class::Depth),
        Format::Z24_UNORM_S8_UINT => depth(T::Depth24PlusStencil8, Class::DepthStencil),
        Format::Z32_FLOAT => depth(T::Depth32Float, Class::Depth),
        Format::Z32_FLOAT_S8X24_UINT => depth(T::Depth32FloatStencil8, Class::DepthStencil),
        Format::S8_UINT => depth(T::Stencil8, Class::Stencil),
        Format::X24S8_UINT => depth(T::Depth24PlusStencil8, Class::Stencil),
        Format::X32_S8X24_UINT => depth(T::Depth32FloatStencil8, Class::Stencil),
        _ => None,
    }
}

/// The format with the other meaning of the same bits, between which views may choose.
pub fn srgb_twin(format: TextureFormat) -> Option<TextureFormat> {
    let twin = if format.is_srgb() {
        format.remove_srgb_suffix()
    } else {
        format.add_srgb_suffix()
    };
    (twin != format).then_some(twin)
}

/// The numbers that a target of a format with components that are no integers holds.
pub(crate) fn range(format: TextureFormat) -> Range {
    use TextureFormat as T;
    match format {
        T::R16Float
        | T::Rg16Float
        | T::Rgba16Float
        | T::R32Float
        | T::Rg32Float
        | T::Rgba32Float
        | T::Rg11b10Ufloat => Range::Float,
        T::R8Snorm | T::Rg8Snorm | T::Rgba8Snorm | T::R16Snorm | T::Rg16Snorm | T::Rgba16Snorm => {
            Range::Snorm
        }
        _ => Range::Unorm,
    }
}

/// Whether the format keeps colours: what blits and clears with a quad can write.
pub fn is_color(class: Class) -> bool {
    matches!(class, Class::Float | Class::Sint | Class::Uint)
}

/// A view's swizzle after a format's.
pub fn compose(view: [Swizzle; 4], format: [Swizzle; 4]) -> [Swizzle; 4] {
    view.map(|component| match component {
        Swizzle::X => format[0],
        Swizzle::Y => format[1],
        Swizzle::Z => format[2],
        Swizzle::W => format[3],
        Swizzle::Zero | Swizzle::One => component,
    })
}

/// Converts bytes of whole texels in place; both directions are the same.
pub fn convert(conversion: Conversion, bytes: &mut [u8]) {
    match conversion {
        Conversion::None => {}
        Conversion::Reverse4 => bytes.chunks_exact_mut(4).for_each(|texel| texel.reverse()),
    }
}

/// A colour of the protocol as the host's texture holds it, so that reading it back through the swizzle gives
/// the colour again. Components stay bits of the format's class.
pub fn to_host_color(swizzle: [Swizzle; 4], color: [u32; 4]) -> [u32; 4] {
    let mut host = color;
    for (place, component) in [Swizzle::X, Swizzle::Y, Swizzle::Z, Swizzle::W]
        .into_iter()
        .enumerate()
    {
        if let Some(from) = swizzle.iter().position(|&source| source == component) {
            host[place] = color[from];
        }
    }
    host
}

/// A border's colour as texels of the format could have it: floats, or integers where the format is of such. OpenGL clamps
/// it (OpenGL ES 3.2, 8.14.2).
pub fn clamped_color(format: Option<Format>, color: [u32; 4]) -> [u32; 4] {
    let Some(format) = format else { return color };
    let Some(name) = format.name() else { return color };
    let is_compressed = format.block().is_some_and(|block| block.width > 1);
    let floats = |least: f32, most: f32| color.map(|word| f32::from_bits(word).clamp(least, most).to_bits());
    let kind = name
        .split('_')
        .find(|word| matches!(*word, "UNORM" | "SNORM" | "SRGB" | "UINT" | "SINT" | "FLOAT"));
    match kind {
        Some("UNORM" | "SRGB") => floats(0.0, 1.0),
        Some("SNORM") => floats(-1.0, 1.0),
        Some("UINT") => clamped_integers(name, color, |word, bits| word.min(u32::MAX >> (32 - bits))),
        Some("SINT") => clamped_integers(name, color, |word, bits| {
            let most = i32::MAX >> (32 - bits);
            (word as i32).clamp(-most - 1, most) as u32
        }),
        // Their floats have no sign.
        Some("FLOAT") if name.starts_with("R11G11B10") || name.starts_with("R9G9B9E5") => {
            floats(0.0, f32::MAX)
        }
        None if is_compressed => floats(0.0, 1.0),
        _ => color,
    }
}

/// The components as `clamp` has them with their number of bits, from 1 to 32, where the name says how many there are.
fn clamped_integers(name: &str, color: [u32; 4], clamp: impl Fn(u32, u32) -> u32) -> [u32; 4] {
    let bits_of = |letter: char| -> Option<u32> {
        let after = &name[name.find(letter)? + 1..];
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        after[..digits]
            .parse()
            .ok()
            .filter(|bits| (1..=32).contains(bits))
    };
    let mut clamped = color;
    for (word, letters) in clamped.iter_mut().zip(["RLIS", "GLI", "BLI", "AI"]) {
        if let Some(bits) = letters.chars().find_map(bits_of) {
            *word = clamp(*word, bits);
        }
    }
    clamped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_borders_are_what_texels_can_be() {
        let floats = |format, color: [f32; 4]| {
            clamped_color(Some(format), color.map(f32::to_bits)).map(f32::from_bits)
        };
        let color = [-7.0, 0.25, 1.5, 1.0];
        for format in [
            Format::R8G8B8A8_UNORM,
            Format::R8G8B8A8_SRGB,
            Format::Z24_UNORM_S8_UINT,
            Format::DXT1_RGB,
        ] {
            assert_eq!(floats(format, color), [0.0, 0.25, 1.0, 1.0], "{format}");
        }
        assert_eq!(floats(Format::R8G8B8A8_SNORM, color), [-1.0, 0.25, 1.0, 1.0]);
        for format in [Format::R16G16B16A16_FLOAT, Format::Z32_FLOAT_S8X24_UINT] {
            assert_eq!(floats(format, color), color, "{format}");
        }
        let color = [70_000, 300, u32::MAX, 9];
        let integers = |format| clamped_color(Some(format), color);
        assert_eq!(integers(Format::R8G8B8A8_UINT), [255, 255, 255, 9]);
        assert_eq!(integers(Format::R16G16B16A16_UINT), [65_535, 300, 65_535, 9]);
        assert_eq!(integers(Format::R10G10B10A2_UINT), [1023, 300, 1023, 3]);
        assert_eq!(integers(Format::R32G32B32A32_UINT), color);
        assert_eq!(integers(Format::R8G8B8A8_SINT), [127, 127, u32::MAX, 9]);
        assert_eq!(integers(Format::R32G32B32A32_SINT), color);
    }

    #[test]
    fn block_sizes_agree_with_the_protocols() {
        for &format in Format::ALL {
            let Some(host) = host_format(format) else { continue };
            if !is_color(host.class) {
                continue;
            }
            let block = format.block().expect("what has a host format has blocks");
            assert_eq!(
                (block.width, block.height),
                host.texture.block_dimensions(),
                "{format}"
            );
            assert_eq!(Some(block.bytes), host.texture.block_copy_size(None), "{format}");
        }
    }

    #[test]
    fn alpha_in_red_takes_the_alpha_of_a_color() {
        assert_eq!(to_host_color(A_X, [1, 2, 3, 4])[0], 4);
        assert_eq!(to_host_color(XYZW, [1, 2, 3, 4]), [1, 2, 3, 4]);
        assert_eq!(to_host_color(XXXY, [1, 2, 3, 4])[..2], [1, 4]);
    }
}
