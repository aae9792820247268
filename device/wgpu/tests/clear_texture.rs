//! Parts of textures that are cleared to a texel, on whatever Vulkan adapter there is. A machine without an adapter skips
//! these, loudly.

mod common;

use device::gpu::{
    Bind, Blit, BlitSide, Box3, BytesLayout, Format, FormatSet, Handle, HostGpu, Region, ResourceDesc,
    SignedBox, Target,
};
use wgpu_renderer::Wgpu;

use common::{DEADLINE, gpu, noise};

const TEXTURE: Handle = Handle(1);
const RESOLVED: Handle = Handle(2);
/// Of textures that are larger than what is written and not drawn.
const WIDTH: u32 = 80;
const HEIGHT: u32 = 72;

fn desc(target: Target, format: Format) -> ResourceDesc {
    ResourceDesc {
        target,
        format,
        bind: Bind::SAMPLER_VIEW | Bind::RENDER_TARGET,
        width: WIDTH,
        height: HEIGHT,
        depth: 1,
        array_size: 1,
        levels: 1,
        samples: 0,
        y_0_top: false,
    }
}

fn region(resource: Handle, level: u32, [x, y, z]: [u32; 3], [width, height, depth]: [u32; 3]) -> Region {
    let area = Box3 {
        x,
        y,
        z,
        width,
        height,
        depth,
    };
    Region {
        resource,
        level,
        area,
    }
}

fn whole(desc: &ResourceDesc, level: u32) -> Region {
    let (width, height, depth) = desc.level_size(level);
    region(TEXTURE, level, [0; 3], [width, height, depth])
}

/// Bytes of a region of plain texels, tight.
fn layout(region: &Region, texel_bytes: u32) -> BytesLayout {
    let row_bytes = region.area.width * texel_bytes;
    BytesLayout {
        row_bytes,
        layer_bytes: row_bytes * region.area.height,
    }
}

fn len(region: &Region, texel_bytes: u32) -> usize {
    (layout(region, texel_bytes).layer_bytes * region.area.depth) as usize
}

fn read(gpu: &mut Wgpu, region: &Region, texel_bytes: u32) -> Vec<u8> {
    let id = gpu.read(region);
    let ticket = gpu.flush();
    gpu.wait(ticket, DEADLINE).expect("the GPU answers");
    let row_bytes = layout(region, texel_bytes).row_bytes as usize;
    let mut bytes = Vec::new();
    let taken = gpu.take_read(id, &mut |rows| match rows.stride_bytes {
        // They are tight.
        0 => bytes.extend_from_slice(rows.bytes),
        stride => {
            let rows = rows.bytes.chunks(stride);
            rows.for_each(|row| bytes.extend(&row[..row_bytes]));
        }
    });
    assert!(taken, "the read has completed");
    bytes
}

/// What a level holds after a box of it is cleared.
fn cleared(before: &[u8], level: &Region, cleared: &Region, texel: &[u8]) -> Vec<u8> {
    let mut bytes = before.to_vec();
    let (size, area) = (level.area, cleared.area);
    for z in area.z..area.z + area.depth {
        for y in area.y..area.y + area.height {
            for x in area.x..area.x + area.width {
                let at = ((z * size.height + y) * size.width + x) as usize * texel.len();
                bytes[at..at + texel.len()].copy_from_slice(texel);
            }
        }
    }
    bytes
}

/// A texel that means the same number before and after: no NaN, and none of two words for -1.
fn texel_of(format: Format) -> [u8; 16] {
    let name = format.name().unwrap_or_default();
    let halves = |half: u16| std::array::from_fn(|at| half.to_le_bytes()[at % 2]);
    let words = |word: u32| std::array::from_fn(|at| word.to_le_bytes()[at % 4]);
    match name {
        _ if name.contains("32") && name.ends_with("FLOAT") => words(0x3e80_0000),
        _ if name.contains("16") && name.ends_with("FLOAT") => halves(0x3555),
        _ => std::array::from_fn(|at| [0x12, 0x34, 0x56, 0x78][at % 4]),
    }
}

/// Whether texels are the same but for what a format's bits of no meaning are, and for one step of what is rounded.
fn alike(format: Format, got: &[u8], expected: &[u8]) -> bool {
    let name = format.name().unwrap_or_default();
    let word = |bytes: &[u8]| u32::from_le_bytes(bytes[..4].try_into().unwrap());
    match name {
        "Z24_UNORM_S8_UINT" | "Z24X8_UNORM" => {
            let stencil = |bytes: &[u8]| if name.contains("S8") { bytes[3] } else { 0 };
            let depth = |bytes: &[u8]| word(bytes) & 0xff_ffff;
            stencil(got) == stencil(expected) && depth(got).abs_diff(depth(expected)) <= 1
        }
        _ if name.ends_with("SRGB") => got
            .iter()
            .zip(expected)
            .all(|(got, expected)| got.abs_diff(*expected) <= 1),
        _ => got == expected,
    }
}

#[test]
fn a_box_of_every_format_is_cleared_and_nothing_beside_it() {
    let Some(mut gpu) = gpu() else { return };
    let capabilities = gpu.capabilities().clone();
    let mut drawn = 0;
    for &format in Format::ALL {
        let has = |formats: &FormatSet| formats.contains(format);
        let Some(block) = format
            .block()
            .filter(|block| block.width == 1 && block.height == 1)
        else {
            continue;
        };
        let name = format.name().unwrap_or_default();
        // Bits that mean nothing come back as what the host makes of them.
        if !(has(&capabilities.render) || has(&capabilities.depth_stencil)) || name.contains('X') {
            continue;
        }
        let desc = desc(Target::Texture2D, format);
        gpu.create_resource(TEXTURE, &desc).unwrap();
        let level = whole(&desc, 0);
        let texel = &texel_of(format)[..block.bytes as usize];
        let other: Vec<u8> = texel.iter().map(|byte| byte ^ 1).collect();
        let before = other.repeat((WIDTH * HEIGHT) as usize);
        gpu.write(&level, &before, layout(&level, block.bytes));
        let before = read(&mut gpu, &level, block.bytes);
        // One that is drawn, and one that is written.
        for area in [
            region(TEXTURE, 0, [3, 1, 0], [75, 70, 1]),
            region(TEXTURE, 0, [7, 5, 0], [9, 4, 1]),
        ] {
            gpu.write(&level, &before, layout(&level, block.bytes));
            gpu.clear_texture(&area, &texel_of(format));
            let expected = cleared(&before, &level, &area, texel);
            let got = read(&mut gpu, &level, block.bytes);
            let texels = got.chunks(texel.len()).zip(expected.chunks(texel.len()));
            for (at, (got, expected)) in texels.enumerate() {
                assert!(
                    alike(format, got, expected),
                    "{name} {area:?}: texel {at} is {got:x?}, not {expected:x?}"
                );
            }
        }
        drawn += 1;
        gpu.destroy_resource(TEXTURE);
    }
    assert!(drawn > 20, "{drawn} formats");
    assert_eq!(
        (gpu.counters().validation_errors, gpu.counters().unsupported),
        (0, 0)
    );
}

#[test]
fn boxes_reach_through_layers_slices_and_levels() {
    let Some(mut gpu) = gpu() else { return };
    let format = Format::R8G8B8A8_UNORM;
    let texel: [u8; 16] = std::array::from_fn(|at| at as u8 * 7 + 3);
    let array = ResourceDesc {
        array_size: 5,
        levels: 2,
        ..desc(Target::Texture2DArray, format)
    };
    let volume = ResourceDesc {
        depth: 9,
        levels: 2,
        ..desc(Target::Texture3D, format)
    };
    let cube = ResourceDesc {
        width: 72,
        array_size: 6,
        levels: 2,
        ..desc(Target::Cube, format)
    };
    for desc in [array, volume, cube] {
        gpu.create_resource(TEXTURE, &desc).unwrap();
        for level in [0, 1] {
            let whole = whole(&desc, level);
            let before = noise(99 + level, len(&whole, 4));
            for size in [[30, 34, 3], [2, 3, 2]] {
                gpu.write(&whole, &before, layout(&whole, 4));
                let area = region(TEXTURE, level, [1, 2, 1], size);
                gpu.clear_texture(&area, &texel);
                let expected = cleared(&before, &whole, &area, &texel[..4]);
                let got = read(&mut gpu, &whole, 4);
                assert!(got == expected, "{:?} level {level} {size:?}", desc.target);
            }
        }
        gpu.destroy_resource(TEXTURE);
    }
    assert_eq!(
        (gpu.counters().validation_errors, gpu.counters().unsupported),
        (0, 0)
    );
}

#[test]
fn every_sample_is_cleared() {
    let Some(mut gpu) = gpu() else { return };
    if gpu.capabilities().sample_counts & 4 == 0 {
        eprintln!("SKIPPED: no samples");
        return;
    }
    let format = Format::R8G8B8A8_UNORM;
    let samples = ResourceDesc {
        samples: 4,
        ..desc(Target::Texture2D, format)
    };
    gpu.create_resource(TEXTURE, &samples).unwrap();
    gpu.create_resource(RESOLVED, &desc(Target::Texture2D, format))
        .unwrap();
    let level = whole(&samples, 0);
    let (first, second) = ([10_u8, 20, 30, 40], [200_u8, 150, 100, 50]);
    let texel = |texel: [u8; 4]| std::array::from_fn(|at| texel[at % 4]);
    gpu.clear_texture(&level, &texel(first));
    // A single texel, too.
    let part = region(TEXTURE, 0, [4, 6, 0], [1, 1, 1]);
    gpu.clear_texture(&part, &texel(second));
    let side = |resource| BlitSide {
        resource,
        level: 0,
        format,
        area: SignedBox {
            x: 0,
            y: 0,
            z: 0,
            width: WIDTH as i32,
            height: HEIGHT as i32,
            depth: 1,
        },
    };
    gpu.blit(&Blit {
        source: side(TEXTURE),
        destination: side(RESOLVED),
        mask: 0xf,
        linear: false,
        scissor: None,
    });
    let resolved = Region {
        resource: RESOLVED,
        ..level
    };
    let before = first.repeat((WIDTH * HEIGHT) as usize);
    assert!(read(&mut gpu, &resolved, 4) == cleared(&before, &level, &part, &second));
    assert_eq!(
        (gpu.counters().validation_errors, gpu.counters().unsupported),
        (0, 0)
    );
}
