//! Bytes in and out of resources on whatever Vulkan adapter there is: what is written comes back, what a clear, a
//! copy or a blit makes of it is what the protocol says. A machine without an adapter skips these, loudly.

mod common;

use std::cell::RefCell;
use std::collections::HashMap;

use device::gpu::{
    Bind, Blit, BlitSide, Box3, BytesLayout, Clear, ClearBuffers, Format, Framebuffer, GpuError, Handle,
    HostGpu, Keyed, Region, ResourceDesc, SignedBox, State, Surface, Target,
};
use wgpu_renderer::Wgpu;

use common::{DEADLINE, gpu};

thread_local! {
    /// What each resource of a test was created as.
    static FORMATS: RefCell<HashMap<Handle, Format>> = RefCell::default();
}

fn create(gpu: &mut Wgpu, handle: Handle, desc: &ResourceDesc) -> Result<(), GpuError> {
    FORMATS.with_borrow_mut(|formats| formats.insert(handle, desc.format));
    gpu.create_resource(handle, desc)
}

fn texture(format: Format, width: u32, height: u32) -> ResourceDesc {
    ResourceDesc {
        target: Target::Texture2D,
        format,
        bind: Bind::RENDER_TARGET | Bind::SAMPLER_VIEW,
        width,
        height,
        depth: 1,
        array_size: 1,
        levels: 1,
        samples: 0,
        y_0_top: false,
    }
}

fn all(desc: &ResourceDesc, handle: Handle, level: u32) -> Region {
    let (width, height, depth) = desc.level_size(level);
    Region {
        resource: handle,
        level,
        area: Box3 {
            width,
            height,
            depth,
            ..Box3::default()
        },
    }
}

fn tight(region: &Region, format: Format) -> BytesLayout {
    let block = format.block().unwrap();
    let row_bytes = region.area.width.div_ceil(block.width) * block.bytes;
    BytesLayout {
        row_bytes,
        layer_bytes: row_bytes * region.area.height.div_ceil(block.height),
    }
}

fn read(gpu: &mut Wgpu, region: &Region) -> Vec<u8> {
    let id = gpu.read(region);
    let ticket = gpu.flush();
    gpu.wait(ticket, DEADLINE).expect("the GPU answers");
    let format = FORMATS.with_borrow(|formats| formats.get(&region.resource).copied().unwrap_or_default());
    // Buffers have no format and no rows.
    let row_bytes = format
        .block()
        .map_or(0, |_| tight(region, format).row_bytes as usize);
    let mut bytes = Vec::new();
    let taken = gpu.take_read(id, &mut |rows| match rows.stride_bytes {
        0 => bytes = rows.bytes.to_vec(),
        stride => rows
            .bytes
            .chunks(stride)
            .for_each(|row| bytes.extend(&row[..row_bytes])),
    });
    assert!(taken, "the read has completed");
    bytes
}

fn noise(len: usize) -> Vec<u8> {
    common::noise(0x2545_f491, len)
}

/// Compares without printing a screenful. A depth of 24 bits passes through a shader, which some adapters round
/// by a unit each time; a blit of what was written passes twice.
#[track_caller]
fn assert_texels(format: Format, got: &[u8], expected: &[u8], what: &str) {
    assert_eq!(got.len(), expected.len(), "{format} {what}");
    let close = |got: &[u8], expected: &[u8]| match format {
        Format::Z24_UNORM_S8_UINT | Format::Z24X8_UNORM => {
            let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().unwrap());
            let (got, expected) = (word(got), word(expected));
            got >> 24 == expected >> 24 && (got & 0xff_ffff).abs_diff(expected & 0xff_ffff) <= 2
        }
        _ => got == expected,
    };
    for (index, (got, expected)) in got.chunks(4).zip(expected.chunks(4)).enumerate() {
        assert!(
            close(got, expected),
            "{format} {what}: byte {}: {got:x?}, expected {expected:x?}",
            index * 4
        );
    }
}

fn assert_no_faults(gpu: &Wgpu) {
    assert_eq!(gpu.counters().validation_errors, 0);
    assert_eq!(gpu.counters().unsupported, 0);
}

#[test]
fn what_is_written_comes_back_in_every_format() {
    let Some(mut gpu) = gpu() else { return };
    let capabilities = gpu.capabilities().clone();
    let mut handle = 0;
    for &format in Format::ALL {
        if !capabilities.sampler.contains(format) {
            continue;
        }
        handle += 1;
        let desc = texture(format, 20, 12);
        create(&mut gpu, Handle(handle), &desc).unwrap_or_else(|error| panic!("{format}: {error}"));
        let region = all(&desc, Handle(handle), 0);
        let layout = tight(&region, format);
        let mut bytes = noise(layout.layer_bytes as usize);
        match format {
            // Not every bit pattern is a number.
            Format::Z32_FLOAT => {
                bytes = (0..240).flat_map(|i| (i as f32 / 240.0).to_le_bytes()).collect();
            }
            Format::Z32_FLOAT_S8X24_UINT => {
                bytes = (0..240u32)
                    .flat_map(|i| {
                        (u64::from((i as f32 / 240.0).to_bits()) | u64::from(i) << 32).to_le_bytes()
                    })
                    .collect();
            }
            Format::Z24X8_UNORM => bytes.chunks_exact_mut(4).for_each(|texel| texel[3] = 0),
            _ => {}
        }
        // What only a stencil aspect names has no bytes of its own.
        if matches!(format, Format::X24S8_UINT | Format::X32_S8X24_UINT) {
            continue;
        }
        gpu.write(&region, &bytes, layout);
        assert_texels(format, &read(&mut gpu, &region), &bytes, "whole");
        gpu.destroy_resource(Handle(handle));
    }
    assert_no_faults(&gpu);
}

#[test]
fn a_box_is_written_into_its_place() {
    let Some(mut gpu) = gpu() else { return };
    for format in [Format::R8G8B8A8_UNORM, Format::Z24_UNORM_S8_UINT] {
        let handle = Handle(u64::from(format.0));
        let desc = texture(format, 16, 16);
        create(&mut gpu, handle, &desc).unwrap();
        let whole = all(&desc, handle, 0);
        let mut expected = noise(16 * 16 * 4);
        gpu.write(&whole, &expected, tight(&whole, format));
        let part = Region {
            area: Box3 {
                x: 3,
                y: 5,
                z: 0,
                width: 7,
                height: 4,
                depth: 1,
            },
            ..whole
        };
        let bytes = noise(1000);
        // Rows are further apart than they are long.
        gpu.write(
            &part,
            &bytes,
            BytesLayout {
                row_bytes: 61,
                layer_bytes: 61 * 4,
            },
        );
        for row in 0..4 {
            let at = ((row + 5) * 16 + 3) * 4;
            expected[at..at + 28].copy_from_slice(&bytes[row * 61..row * 61 + 28]);
        }
        assert_texels(format, &read(&mut gpu, &whole), &expected, "whole");
        assert_texels(format, &read(&mut gpu, &part)[..28], &bytes[..28], "part");
    }
    assert_no_faults(&gpu);
}

fn surface(handle: Handle, desc: &ResourceDesc, level: u32, layer: u32) -> Surface {
    let (width, height, _) = desc.level_size(level);
    Surface {
        resource: handle,
        format: desc.format,
        level,
        first_layer: layer,
        last_layer: layer,
        samples: 0,
        size: (width, height),
    }
}

#[test]
fn clears_reach_colour_depth_and_stencil() {
    let Some(mut gpu) = gpu() else { return };
    let (color, depth) = (Handle(1), Handle(2));
    let color_desc = texture(Format::B8G8R8A8_UNORM, 8, 8);
    let depth_desc = texture(Format::Z24_UNORM_S8_UINT, 8, 8);
    create(&mut gpu, color, &color_desc).unwrap();
    create(&mut gpu, depth, &depth_desc).unwrap();
    let mut state = State {
        framebuffer: Framebuffer {
            colors: vec![Some(Keyed::shared(surface(color, &color_desc, 0, 0)))],
            depth_stencil: Some(Keyed::shared(surface(depth, &depth_desc, 0, 0))),
            ..Framebuffer::default()
        },
        ..State::default()
    };
    let mut clear = Clear {
        buffers: ClearBuffers::COLOR0 | ClearBuffers::DEPTH | ClearBuffers::STENCIL,
        color: [1.0f32, 0.5, 0.0, 0.25].map(f32::to_bits),
        depth: 1.0,
        stencil: 0xa5,
    };
    gpu.clear(&mut state, &clear);
    assert_eq!(
        read(&mut gpu, &all(&color_desc, color, 0))[..4],
        [0, 128, 255, 64]
    );
    assert_eq!(
        read(&mut gpu, &all(&depth_desc, depth, 0))[..4],
        [0xff, 0xff, 0xff, 0xa5]
    );
    clear.buffers = ClearBuffers::STENCIL;
    clear.stencil = 0x3c;
    gpu.clear(&mut state, &clear);
    clear.depth = 0.0;
    let target = surface(depth, &depth_desc, 0, 0);
    clear.buffers = ClearBuffers::DEPTH;
    gpu.clear_surface(&target, &clear, (0, 0, 4, 8));
    let bytes = read(&mut gpu, &all(&depth_desc, depth, 0));
    assert_eq!(bytes[..4], [0, 0, 0, 0x3c]);
    assert_eq!(bytes[16..20], [0xff, 0xff, 0xff, 0x3c]);
    assert_no_faults(&gpu);
}

fn side(handle: Handle, format: Format, x: i32, y: i32, width: i32, height: i32) -> BlitSide {
    BlitSide {
        resource: handle,
        level: 0,
        format,
        area: SignedBox {
            x,
            y,
            z: 0,
            width,
            height,
            depth: 1,
        },
    }
}

#[test]
fn blits_scale_mirror_and_convert() {
    let Some(mut gpu) = gpu() else { return };
    let (from, to) = (Handle(1), Handle(2));
    let from_desc = texture(Format::R8G8B8A8_UNORM, 4, 4);
    let to_desc = texture(Format::B8G8R8A8_UNORM, 8, 8);
    create(&mut gpu, from, &from_desc).unwrap();
    create(&mut gpu, to, &to_desc).unwrap();
    let source = noise(64);
    let region = all(&from_desc, from, 0);
    gpu.write(&region, &source, tight(&region, from_desc.format));
    gpu.blit(&Blit {
        source: side(from, from_desc.format, 0, 4, 4, -4),
        destination: side(to, to_desc.format, 0, 0, 8, 8),
        mask: 0xf,
        linear: false,
        scissor: None,
    });
    let result = read(&mut gpu, &all(&to_desc, to, 0));
    for y in 0..8 {
        for x in 0..8 {
            let texel = &source[((3 - y / 2) * 4 + x / 2) * 4..][..4];
            let pixel = &result[(y * 8 + x) * 4..][..4];
            assert_eq!(pixel, [texel[2], texel[1], texel[0], texel[3]], "{x}, {y}");
        }
    }
    assert_no_faults(&gpu);
}

#[test]
fn depth_and_stencil_are_blitted_and_copied() {
    let Some(mut gpu) = gpu() else { return };
    let (from, to) = (Handle(1), Handle(2));
    let desc = texture(Format::Z24_UNORM_S8_UINT, 8, 8);
    create(&mut gpu, from, &desc).unwrap();
    create(&mut gpu, to, &desc).unwrap();
    let bytes = noise(256);
    let region = all(&desc, from, 0);
    gpu.write(&region, &bytes, tight(&region, desc.format));
    gpu.blit(&Blit {
        source: side(from, desc.format, 0, 0, 8, 8),
        destination: side(to, desc.format, 0, 0, 8, 8),
        mask: 0x30,
        linear: false,
        scissor: None,
    });
    assert_texels(desc.format, &read(&mut gpu, &all(&desc, to, 0)), &bytes, "blit");
    let part = Region {
        area: Box3 {
            x: 0,
            y: 0,
            z: 0,
            width: 4,
            height: 1,
            depth: 1,
        },
        ..region
    };
    gpu.copy_region(&part, to, 0, (4, 7, 0));
    assert_texels(
        desc.format,
        &read(&mut gpu, &all(&desc, to, 0))[240..],
        &bytes[..16],
        "copy",
    );
    assert_no_faults(&gpu);
}

#[test]
fn copies_inside_a_texture_and_between_formats_keep_bits() {
    let Some(mut gpu) = gpu() else { return };
    let (from, to) = (Handle(1), Handle(2));
    let from_desc = texture(Format::R8G8B8A8_UNORM, 8, 8);
    let to_desc = texture(Format::R32_FLOAT, 8, 8);
    create(&mut gpu, from, &from_desc).unwrap();
    create(&mut gpu, to, &to_desc).unwrap();
    let bytes = noise(256);
    let region = all(&from_desc, from, 0);
    gpu.write(&region, &bytes, tight(&region, from_desc.format));
    gpu.copy_region(&region, to, 0, (0, 0, 0));
    assert_texels(
        to_desc.format,
        &read(&mut gpu, &all(&to_desc, to, 0)),
        &bytes,
        "copy",
    );
    let top = Region {
        area: Box3 {
            height: 2,
            ..region.area
        },
        ..region
    };
    gpu.copy_region(&top, from, 0, (0, 4, 0));
    assert_eq!(read(&mut gpu, &region)[128..192], bytes[..64]);
    assert_no_faults(&gpu);
}

#[test]
fn three_dimensions_arrays_and_levels_keep_apart() {
    let Some(mut gpu) = gpu() else { return };
    for (number, target, depth, array_size) in [
        (1, Target::Texture3D, 4, 1),
        (2, Target::Texture2DArray, 1, 4),
        (3, Target::Cube, 1, 6),
        (4, Target::Texture1DArray, 1, 4),
    ] {
        let height = if target == Target::Texture1DArray { 1 } else { 8 };
        let desc = ResourceDesc {
            target,
            depth,
            array_size,
            levels: 3,
            height,
            ..texture(Format::R8G8B8A8_UNORM, 8, 8)
        };
        let handle = Handle(number);
        create(&mut gpu, handle, &desc).unwrap();
        let mut written = Vec::new();
        for level in 0..3 {
            let region = all(&desc, handle, level);
            let layout = tight(&region, desc.format);
            let mut bytes = noise((layout.layer_bytes * region.area.depth) as usize);
            bytes
                .iter_mut()
                .for_each(|byte| *byte = byte.wrapping_add(level as u8));
            gpu.write(&region, &bytes, layout);
            written.push((region, bytes));
        }
        for (region, bytes) in written {
            assert_texels(
                Format::R8G8B8A8_UNORM,
                &read(&mut gpu, &region),
                &bytes,
                &format!("{target:?} level {}", region.level),
            );
        }
    }
    assert_no_faults(&gpu);
}

#[test]
fn buffers_keep_bytes_at_any_offset() {
    let Some(mut gpu) = gpu() else { return };
    let desc = ResourceDesc {
        target: Target::Buffer,
        width: 1003,
        height: 1,
        depth: 1,
        array_size: 1,
        levels: 1,
        ..ResourceDesc::default()
    };
    create(&mut gpu, Handle(1), &desc).unwrap();
    create(&mut gpu, Handle(2), &desc).unwrap();
    let region = |handle, x, width| Region {
        resource: Handle(handle),
        level: 0,
        area: Box3 {
            x,
            width,
            height: 1,
            depth: 1,
            ..Box3::default()
        },
    };
    let bytes = noise(1003);
    gpu.write(
        &region(1, 0, 1003),
        &bytes,
        BytesLayout {
            row_bytes: 1003,
            layer_bytes: 1003,
        },
    );
    gpu.copy_region(&region(1, 1, 77), Handle(2), 0, (926, 0, 0));
    assert_eq!(read(&mut gpu, &region(2, 926, 77)), bytes[1..78]);
    assert_eq!(read(&mut gpu, &region(2, 900, 26)), [0; 26]);
    assert_no_faults(&gpu);
}

/// Formats whose texels the host may hold in blocks.
const COMPRESSED: [Format; 20] = [
    Format::DXT1_RGB,
    Format::DXT1_RGBA,
    Format::DXT3_RGBA,
    Format::DXT5_RGBA,
    Format::DXT1_SRGB,
    Format::DXT1_SRGBA,
    Format::DXT3_SRGBA,
    Format::DXT5_SRGBA,
    Format::RGTC1_UNORM,
    Format::RGTC1_SNORM,
    Format::RGTC2_UNORM,
    Format::RGTC2_SNORM,
    Format::LATC1_UNORM,
    Format::LATC1_SNORM,
    Format::LATC2_UNORM,
    Format::LATC2_SNORM,
    Format::BPTC_RGBA_UNORM,
    Format::BPTC_SRGBA,
    Format::BPTC_RGB_FLOAT,
    Format::BPTC_RGB_UFLOAT,
];

/// The texels of a compressed texture's corner, as floats.
fn texels(gpu: &mut Wgpu, from: Handle, format: Format, width: u32, height: u32) -> Vec<f32> {
    let to = Handle(1000);
    let desc = texture(Format::R32G32B32A32_FLOAT, width, height);
    create(gpu, to, &desc).unwrap();
    gpu.blit(&Blit {
        source: side(from, format, 0, 0, width as i32, height as i32),
        destination: side(to, desc.format, 0, 0, width as i32, height as i32),
        mask: 0xf,
        linear: false,
        scissor: None,
    });
    let bytes = read(gpu, &all(&desc, to, 0));
    gpu.destroy_resource(to);
    bytes
        .chunks_exact(4)
        .map(|word| f32::from_le_bytes(word.try_into().unwrap()))
        .collect()
}

#[test]
fn compressed_textures_of_cut_blocks_hold_the_same_texels() {
    let Some(mut gpu) = gpu() else { return };
    let capabilities = gpu.capabilities().clone();
    for format in COMPRESSED {
        if !capabilities.sampler.contains(format) {
            eprintln!("SKIPPED: the adapter has no {format}");
            continue;
        }
        let (whole, cut) = (Handle(1), Handle(2));
        let whole_desc = texture(format, 16, 12);
        let cut_desc = texture(format, 13, 10);
        create(&mut gpu, whole, &whole_desc).unwrap();
        create(&mut gpu, cut, &cut_desc).unwrap();
        let (from, to) = (all(&whole_desc, whole, 0), all(&cut_desc, cut, 0));
        let layout = tight(&from, format);
        assert_eq!(layout, tight(&to, format));
        let mut bytes = noise(layout.layer_bytes as usize);
        if matches!(format, Format::BPTC_RGB_FLOAT | Format::BPTC_RGB_UFLOAT) {
            // Mode 11, two plain ends: one that every decoder has, and no infinity.
            for block in bytes.chunks_exact_mut(16) {
                block[0] = 0x03;
            }
        }
        gpu.write(&from, &bytes, layout);
        gpu.write(&to, &bytes, layout);
        let expected = texels(&mut gpu, whole, format, 13, 10);
        for (index, (got, expected)) in texels(&mut gpu, cut, format, 13, 10)
            .into_iter()
            .zip(expected)
            .enumerate()
        {
            // Hosts may round what lies between a block's ends.
            let close = (got - expected).abs() <= 0.012 * expected.abs().max(1.0);
            assert!(close, "{format} component {index}: {got}, not {expected}");
        }
        assert_texels(format, &read(&mut gpu, &to), &bytes, "read");
        gpu.destroy_resource(whole);
        gpu.destroy_resource(cut);
    }
    assert_no_faults(&gpu);
}

#[test]
fn blocks_are_copied_out_of_and_between_textures_of_cut_blocks() {
    let Some(mut gpu) = gpu() else { return };
    let format = Format::DXT5_RGBA;
    if !gpu.capabilities().sampler.contains(format) {
        eprintln!("SKIPPED: the adapter has no {format}");
        return;
    }
    let (cut, other, whole) = (Handle(1), Handle(2), Handle(3));
    let cut_desc = ResourceDesc {
        levels: 3,
        ..texture(format, 13, 10)
    };
    let whole_desc = texture(format, 16, 12);
    for (handle, desc) in [(cut, &cut_desc), (other, &cut_desc), (whole, &whole_desc)] {
        create(&mut gpu, handle, desc).unwrap();
    }
    let mut levels = Vec::new();
    for level in 0..3 {
        let region = all(&cut_desc, cut, level);
        let layout = tight(&region, format);
        let mut bytes = noise(layout.layer_bytes as usize);
        bytes[0] = level as u8;
        gpu.write(&region, &bytes, layout);
        gpu.copy_region(&region, other, level, (0, 0, 0));
        levels.push(bytes);
    }
    for (level, bytes) in (0..).zip(&levels) {
        let what = format!("level {level}");
        assert_texels(
            format,
            &read(&mut gpu, &all(&cut_desc, other, level)),
            bytes,
            &what,
        );
    }
    // The last column of blocks, of one texel, into a texture that has all four.
    let column = Region {
        area: Box3 {
            x: 12,
            width: 1,
            height: 8,
            depth: 1,
            ..Box3::default()
        },
        ..all(&cut_desc, cut, 0)
    };
    gpu.copy_region(&column, whole, 0, (4, 4, 0));
    let copied = read(&mut gpu, &all(&whole_desc, whole, 0));
    assert_eq!(copied[64 + 16..][..16], levels[0][48..64]);
    assert_eq!(copied[128 + 16..][..16], levels[0][112..128]);
    assert_no_faults(&gpu);
    // The host's own blocks are not there to be copied.
    gpu.copy_region(&all(&cut_desc, cut, 2), whole, 0, (0, 0, 0));
    gpu.copy_region(&column, whole, 0, (0, 0, 0));
    gpu.copy_region(&all(&whole_desc, whole, 0), cut, 0, (0, 0, 0));
    assert_eq!(gpu.counters().unsupported, 1);
    assert_eq!(gpu.counters().validation_errors, 0);
    assert_texels(
        format,
        &read(&mut gpu, &all(&cut_desc, cut, 0)),
        &levels[0],
        "after",
    );
}

#[test]
fn compressed_textures_of_three_dimensions_are_decoded() {
    let Some(mut gpu) = gpu() else { return };
    let format = Format::RGTC1_UNORM;
    if !gpu.capabilities().sampler.contains(format) {
        eprintln!("SKIPPED: the adapter has no {format}");
        return;
    }
    let desc = ResourceDesc {
        target: Target::Texture3D,
        depth: 3,
        ..texture(format, 8, 8)
    };
    create(&mut gpu, Handle(1), &desc).unwrap();
    let region = all(&desc, Handle(1), 0);
    let bytes = noise(3 * 4 * 8);
    gpu.write(&region, &bytes, tight(&region, format));
    assert_texels(format, &read(&mut gpu, &region), &bytes, "read");
    assert_no_faults(&gpu);
}

#[test]
fn a_linear_blit_of_depth_filters() {
    let Some(mut gpu) = gpu() else { return };
    let (from, to) = (Handle(1), Handle(2));
    let from_desc = texture(Format::Z32_FLOAT, 4, 2);
    let to_desc = texture(Format::Z32_FLOAT, 2, 4);
    create(&mut gpu, from, &from_desc).unwrap();
    create(&mut gpu, to, &to_desc).unwrap();
    let depths: [f32; 8] = [0.0, 0.25, 0.5, 1.0, 0.5, 0.25, 0.0, 0.0];
    let region = all(&from_desc, from, 0);
    let bytes: Vec<u8> = depths.iter().flat_map(|depth| depth.to_le_bytes()).collect();
    gpu.write(&region, &bytes, tight(&region, from_desc.format));
    gpu.blit(&Blit {
        source: side(from, from_desc.format, 0, 0, 4, 2),
        destination: side(to, to_desc.format, 0, 0, 2, 4),
        mask: 0x10,
        linear: true,
        scissor: None,
    });
    let result: Vec<f32> = read(&mut gpu, &all(&to_desc, to, 0))
        .chunks_exact(4)
        .map(|word| f32::from_le_bytes(word.try_into().unwrap()))
        .collect();
    // Columns are the means of two; rows are 1, ¾ and ¼, ¼ and ¾, 1: beyond the edge, the edge goes on.
    let (left, right) = ([0.125, 0.375], [0.75, 0.0]);
    for (row, weight) in [0.0f32, 0.25, 0.75, 1.0].into_iter().enumerate() {
        for (column, [top, bottom]) in [left, right].into_iter().enumerate() {
            let expected = top + (bottom - top) * weight;
            let got = result[row * 2 + column];
            assert!(
                (got - expected).abs() < 1e-5,
                "{column}, {row}: {got}, not {expected}"
            );
        }
    }
    assert_no_faults(&gpu);
}

#[test]
fn targets_of_different_sizes_are_drawn_to_where_they_overlap() {
    let Some(mut gpu) = gpu() else { return };
    let (color, depth) = (Handle(1), Handle(2));
    let color_desc = texture(Format::R8G8B8A8_UNORM, 16, 9);
    let depth_desc = texture(Format::Z32_FLOAT_S8X24_UINT, 8, 12);
    create(&mut gpu, color, &color_desc).unwrap();
    create(&mut gpu, depth, &depth_desc).unwrap();
    let (color_region, depth_region) = (all(&color_desc, color, 0), all(&depth_desc, depth, 0));
    let mut colors = noise(16 * 9 * 4);
    // Of 32 bits, which no adapter rounds.
    let mut depths: Vec<u8> = (0..96u32)
        .flat_map(|i| (u64::from((i as f32 / 96.0).to_bits()) | u64::from(i) << 32).to_le_bytes())
        .collect();
    gpu.write(&color_region, &colors, tight(&color_region, color_desc.format));
    gpu.write(&depth_region, &depths, tight(&depth_region, depth_desc.format));
    let mut state = State {
        framebuffer: Framebuffer {
            colors: vec![Some(Keyed::shared(surface(color, &color_desc, 0, 0)))],
            depth_stencil: Some(Keyed::shared(surface(depth, &depth_desc, 0, 0))),
            ..Framebuffer::default()
        },
        ..State::default()
    };
    let mut clear = Clear {
        buffers: ClearBuffers::COLOR0,
        color: [1.0f32, 0.0, 1.0, 1.0].map(f32::to_bits),
        depth: 0.0,
        stencil: 0,
    };
    gpu.clear(&mut state, &clear);
    for row in 0..9 {
        colors[row * 64..row * 64 + 32].copy_from_slice(&[255, 0, 255, 255].repeat(8));
    }
    assert_texels(
        color_desc.format,
        &read(&mut gpu, &color_region),
        &colors,
        "colour",
    );
    assert_texels(depth_desc.format, &read(&mut gpu, &depth_region), &depths, "kept");
    // The stencil stays.
    clear.buffers = ClearBuffers::DEPTH;
    gpu.clear(&mut state, &clear);
    for texel in depths[..8 * 9 * 8].chunks_exact_mut(8) {
        texel[..4].fill(0);
    }
    assert_texels(
        depth_desc.format,
        &read(&mut gpu, &depth_region),
        &depths,
        "depth",
    );
    assert_texels(
        color_desc.format,
        &read(&mut gpu, &color_region),
        &colors,
        "colour kept",
    );
    assert_no_faults(&gpu);
}
