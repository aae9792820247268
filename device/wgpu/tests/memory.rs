//! What lowered compute shaders do with memory, on whatever Vulkan adapter there is. A machine without an adapter skips
//! these, loudly.

#[path = "common/dispatch.rs"]
mod dispatch;

use dispatch::{Bound, Gpu, Run};
use tgsi::lower::key::{ComponentKind, ComputeKey, FetchFormat, FetchLayout, ImageKey, StorageKey};

/// A shader of 64 invocations a workgroup, with two buffers, shared memory and a few numbers.
fn text(body: &str) -> String {
    format!(
        "COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH 64\nPROPERTY CS_FIXED_BLOCK_HEIGHT 1\nPROPERTY CS_FIXED_BLOCK_DEPTH 1\n\
        DCL SV[0], THREAD_ID\nDCL SV[1], BLOCK_ID\nDCL SV[2], GRID_SIZE\nDCL BUFFER[0]\nDCL BUFFER[1]\nDCL MEMORY[0], SHARED\n\
        DCL CONST[0]\nDCL TEMP[0..9]\nDCL ADDR[0]\nIMM[0] UINT32 {{0, 1, 2, 4}}\nIMM[1] UINT32 {{8, 32, 64, 4294967295}}\n\
        {body}END\n"
    )
}

fn run(buffers: Vec<Bound>) -> Run {
    Run {
        buffers,
        key: ComputeKey {
            shared_bytes: 256,
            ..ComputeKey::default()
        },
        constants: vec![[6, 0, 0, 0]],
        groups: [1, 1, 1],
        ..Run::default()
    }
}

#[test]
fn nothing_outside_of_a_buffer_is_read_or_written() {
    let Some(gpu) = Gpu::open() else { return };
    // Invocation i copies words from 4 i on, a vector at once; the bound part has ten words.
    let body = "SHL TEMP[0].x, SV[0].xxxx, IMM[0].zzzz\nLOAD TEMP[1], BUFFER[0], TEMP[0].xxxx\n\
        SHL TEMP[2].x, SV[0].xxxx, IMM[0].wwww\nSTORE BUFFER[1], TEMP[2].xxxx, TEMP[1]\n\
        STORE BUFFER[0].yw, TEMP[0].xxxx, IMM[1].wwww\n\
        ATOMUADD TEMP[3].x, BUFFER[0], IMM[1].wwww, IMM[0].yyyy\n\
        ATOMUADD TEMP[3].x, BUFFER[0], IMM[1].zzzz, IMM[0].yyyy\n";
    let source = Bound::part(vec![7; 20], 5, 10);
    let (buffers, _) = gpu.run(&text(body), &run(vec![source, Bound::whole(vec![9; 256])]));
    let changed: Vec<bool> = buffers[0].iter().map(|word| *word != 7).collect();
    let expected: Vec<bool> = (0..20).map(|word| (6..15).contains(&word)).collect();
    assert_eq!(changed, expected);
    for (place, word) in buffers[1].iter().enumerate() {
        let from = place / 4 + place % 4;
        assert_eq!(*word == 0, from >= 10, "word {place} is {word}");
    }
}

#[test]
fn atomics_give_what_was_there() {
    let Some(gpu) = Gpu::open() else { return };
    let one = |opcode: &str, before: u32, operand: u32| {
        let body = format!(
            "IMM[2] UINT32 {{{operand}, 0, 0, 0}}\nUIF SV[0].xxxx\nELSE\n\
            {opcode} TEMP[0].x, BUFFER[0], IMM[0].wwww, IMM[2].xxxx\nSTORE BUFFER[0].x, IMM[1].xxxx, TEMP[0].xxxx\n\
            STORE MEMORY[0].x, IMM[0].wwww, TEMP[0].xxxx\n{opcode} TEMP[1].x, MEMORY[0], IMM[0].wwww, IMM[2].xxxx\n\
            LOAD TEMP[2].x, MEMORY[0], IMM[0].wwww\nSTORE BUFFER[0].x, IMM[0].xxxx, TEMP[2].xxxx\nENDIF\n"
        );
        let (buffers, _) = gpu.run(
            &text(&body),
            &run(vec![Bound::whole(vec![0, before, 0]), Bound::whole(vec![0])]),
        );
        let [shared, after, old] = buffers[0][..] else {
            panic!("three words")
        };
        assert_eq!((shared, old), (after, before), "{opcode}");
        after
    };
    let minus = |value: i32| value.cast_unsigned();
    let f = f32::to_bits;
    assert_eq!(one("ATOMUADD", 5, minus(-7)), minus(-2));
    assert_eq!(one("ATOMXCHG", 5, 6), 6);
    assert_eq!(one("ATOMAND", 0b1100, 0b1010), 0b1000);
    assert_eq!(one("ATOMOR", 0b1100, 0b1010), 0b1110);
    assert_eq!(one("ATOMXOR", 0b1100, 0b1010), 0b0110);
    assert_eq!(one("ATOMUMIN", minus(-1), 3), 3);
    assert_eq!(one("ATOMUMAX", minus(-1), 3), minus(-1));
    assert_eq!(one("ATOMIMIN", minus(-1), 3), minus(-1));
    assert_eq!(one("ATOMIMAX", minus(-1), 3), 3);
    assert_eq!(one("ATOMFADD", f(1.5), f(2.25)), f(3.75));
    assert_eq!(one("ATOMINC_WRAP", 7, 7), 0);
    assert_eq!(one("ATOMINC_WRAP", 6, 7), 7);
    assert_eq!(one("ATOMDEC_WRAP", 0, 7), 7);
    assert_eq!(one("ATOMDEC_WRAP", 6, 7), 5);
}

#[test]
fn atomics_of_many_invocations_are_whole() {
    let Some(gpu) = Gpu::open() else { return };
    let body = "UADD TEMP[0].x, SV[0].xxxx, IMM[0].yyyy\nATOMUADD TEMP[1].x, BUFFER[0], IMM[0].xxxx, TEMP[0].xxxx\n\
        U2F TEMP[2].x, TEMP[0].xxxx\nATOMFADD TEMP[1].x, BUFFER[0], IMM[0].wwww, TEMP[2].xxxx\n\
        ATOMIMAX TEMP[1].x, BUFFER[0], IMM[1].xxxx, TEMP[0].xxxx\n\
        LOAD TEMP[3].x, BUFFER[1], IMM[0].xxxx\nUADD TEMP[4].x, TEMP[3].xxxx, IMM[0].yyyy\n\
        ATOMCAS TEMP[1].x, BUFFER[1], IMM[0].xxxx, IMM[0].xxxx, IMM[0].zzzz\n";
    let mut run = run(vec![Bound::whole(vec![0, 0, 1 << 31]), Bound::whole(vec![0])]);
    run.groups = [4, 2, 1];
    let (buffers, _) = gpu.run(&text(body), &run);
    let sum = 8 * (64 * 65 / 2);
    assert_eq!(buffers[0], [sum, (sum as f32).to_bits(), 64]);
    assert_eq!(buffers[1], [2]);
}

#[test]
fn barriers_in_loops_order_shared_memory() {
    let Some(gpu) = Gpu::open() else { return };
    // A sum over the workgroup in six steps, each with half as many invocations; the loop counts in a register.
    let body = "SHL TEMP[0].x, SV[0].xxxx, IMM[0].zzzz\nSTORE MEMORY[0].x, TEMP[0].xxxx, SV[0].xxxx\nBARRIER\n\
        MOV TEMP[1].x, IMM[1].yyyy\nMOV TEMP[7].x, IMM[0].xxxx\nBGNLOOP\nUSGE TEMP[2].x, TEMP[7].xxxx, CONST[0].xxxx\n\
        UIF TEMP[2].xxxx\nBRK\nENDIF\n\
        USLT TEMP[3].x, SV[0].xxxx, TEMP[1].xxxx\nUIF TEMP[3].xxxx\nSHL TEMP[4].x, TEMP[1].xxxx, IMM[0].zzzz\n\
        UADD TEMP[4].x, TEMP[4].xxxx, TEMP[0].xxxx\nLOAD TEMP[5].x, MEMORY[0], TEMP[4].xxxx\n\
        LOAD TEMP[6].x, MEMORY[0], TEMP[0].xxxx\nUADD TEMP[6].x, TEMP[6].xxxx, TEMP[5].xxxx\n\
        STORE MEMORY[0].x, TEMP[0].xxxx, TEMP[6].xxxx\nENDIF\nMEMBAR IMM[1].xxxx\nBARRIER\n\
        USHR TEMP[1].x, TEMP[1].xxxx, IMM[0].yyyy\nUADD TEMP[7].x, TEMP[7].xxxx, IMM[0].yyyy\nENDLOOP\n\
        LOAD TEMP[8].x, MEMORY[0], IMM[0].xxxx\nUMAD TEMP[9].x, SV[1].xxxx, IMM[1].zzzz, SV[0].xxxx\n\
        SHL TEMP[9].x, TEMP[9].xxxx, IMM[0].zzzz\nUADD TEMP[8].x, TEMP[8].xxxx, SV[1].xxxx\n\
        UADD TEMP[8].x, TEMP[8].xxxx, SV[2].xxxx\nSTORE BUFFER[0].x, TEMP[9].xxxx, TEMP[8].xxxx\n";
    let mut run = run(vec![Bound::whole(vec![0; 192]), Bound::whole(vec![0])]);
    run.groups = [3, 1, 1];
    let (buffers, _) = gpu.run(&text(body), &run);
    for (place, word) in buffers[0].iter().enumerate() {
        assert_eq!(*word as usize, 63 * 64 / 2 + place / 64 + 3, "word {place}");
    }
}

#[test]
fn a_barrier_that_some_would_not_reach_harms_nobody() {
    let Some(gpu) = Gpu::open() else { return };
    let done = "SHL TEMP[9].x, SV[0].xxxx, IMM[0].zzzz\nSTORE BUFFER[0].x, TEMP[9].xxxx, IMM[0].yyyy\n";
    for body in [
        "UIF SV[0].xxxx\nBARRIER\nENDIF\n",
        "USLT TEMP[0].x, SV[0].xxxx, IMM[1].yyyy\nUIF TEMP[0].xxxx\nBARRIER\nELSE\nBARRIER\nBARRIER\nENDIF\n",
        "MOV TEMP[0].x, IMM[0].xxxx\nBGNLOOP\nUSGE TEMP[1].x, TEMP[0].xxxx, SV[0].xxxx\nUIF TEMP[1].xxxx\nBRK\nENDIF\nBARRIER\n\
            UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy\nENDLOOP\n",
        "USLT TEMP[0].x, IMM[1].yyyy, SV[0].xxxx\nUIF TEMP[0].xxxx\nRET\nENDIF\nBARRIER\n",
        "BGNLOOP\nBARRIER\nENDLOOP\n",
        // One invocation spends all of its iterations before the others count to a barrier.
        "UIF SV[0].xxxx\nELSE\nBGNLOOP\nBGNLOOP\nENDLOOP\nENDLOOP\nENDIF\nMOV TEMP[0].x, IMM[0].xxxx\nBGNLOOP\n\
            USGE TEMP[1].x, TEMP[0].xxxx, CONST[0].xxxx\nUIF TEMP[1].xxxx\nBRK\nENDIF\nBARRIER\n\
            UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy\nENDLOOP\n",
    ] {
        let run = run(vec![Bound::whole(vec![0; 64]), Bound::whole(vec![0])]);
        let (buffers, _) = gpu.run(&text(&format!("{body}{done}")), &run);
        assert!(
            buffers[0].iter().all(|word| *word == 1),
            "{body}: {:?}",
            buffers[0]
        );
    }
}

#[test]
fn buffers_chosen_at_run_time_and_sizes() {
    let Some(gpu) = Gpu::open() else { return };
    let body = "AND TEMP[0].x, SV[0].xxxx, IMM[0].yyyy\nUARL ADDR[0].x, TEMP[0].xxxx\n\
        ATOMUADD TEMP[1].x, BUFFER[ADDR[0].x], IMM[0].xxxx, IMM[0].yyyy\nRESQ TEMP[2].x, BUFFER[1]\n\
        UARL ADDR[0].x, IMM[1].xxxx\nSTORE BUFFER[ADDR[0].x].x, IMM[0].wwww, TEMP[2].xxxx\n";
    let mut odd = Bound::whole(vec![0; 4]);
    odd.header[0][2] = 13;
    let (buffers, _) = gpu.run(&text(body), &run(vec![Bound::whole(vec![0; 2]), odd]));
    // An index beyond the last is the last.
    assert_eq!(buffers, [vec![32, 0], vec![32, 13, 0, 0]]);
}

fn formats() -> Vec<FetchFormat> {
    let kinds = [
        ComponentKind::Float,
        ComponentKind::Unorm,
        ComponentKind::Snorm,
        ComponentKind::Uint,
        ComponentKind::Sint,
    ];
    let mut layouts = vec![FetchLayout::Packed1010102, FetchLayout::Packed111110];
    for bits in [8, 16, 32] {
        layouts.extend([1, 2, 4].map(|channels| FetchLayout::Array { bits, channels }));
    }
    let formats = kinds.iter().flat_map(|kind| {
        let format = |layout: &FetchLayout| FetchFormat {
            kind: *kind,
            layout: *layout,
            bgra: false,
        };
        layouts.iter().map(format).collect::<Vec<_>>()
    });
    let bgra = FetchFormat {
        kind: ComponentKind::Unorm,
        layout: FetchLayout::Array { bits: 8, channels: 4 },
        bgra: true,
    };
    formats.chain([bgra]).filter(|format| format.is_image()).collect()
}

fn bytes(format: FetchFormat) -> u32 {
    match format.layout {
        FetchLayout::Array { bits, channels } => u32::from(bits) / 8 * u32::from(channels),
        _ => 4,
    }
}

/// An image of 4 × 3 texels in words, with a row that is longer than it needs.
fn image(format: FetchFormat, words: Vec<u32>) -> Bound {
    let size = bytes(format);
    Bound {
        words,
        header: vec![[4, 3, 1, 0], [size.max(4), 5 * size, 100 * size, 0]],
    }
}

#[test]
fn texels_that_are_loaded_and_stored_have_the_same_bits() {
    let Some(gpu) = Gpu::open() else { return };
    let formats = formats();
    assert_eq!(formats.len(), 40, "those of GLSL's qualifiers, and one");
    let body = "COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH 8\nPROPERTY CS_FIXED_BLOCK_HEIGHT 8\nPROPERTY CS_FIXED_BLOCK_DEPTH 1\n\
        DCL SV[0], THREAD_ID\nDCL IMAGE[0], 2D, PIPE_FORMAT_NONE\nDCL IMAGE[1], 2D, PIPE_FORMAT_NONE, WR\nDCL TEMP[0..1]\n\
        IMM[0] INT32 {-1, 0, 0, 0}\nUADD TEMP[1].xy, SV[0].xyyy, IMM[0].xxxx\nLOAD TEMP[0], IMAGE[0], TEMP[1], 2D\n\
        STORE IMAGE[1], TEMP[1], TEMP[0], 2D\nEND\n";
    for format in formats {
        let size = bytes(format) as usize;
        // Bits that are numbers in every format: no NaN, and not the second name of -1.
        let texels: Vec<u8> = (0..20 * size + 8)
            .map(|place| (place * 37 % 0x3b) as u8)
            .collect();
        let words: Vec<u32> = texels
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes(b.try_into().unwrap()))
            .collect();
        let key = StorageKey {
            images: vec![Some(ImageKey::Words { format }); 2],
            ..StorageKey::default()
        };
        let run = Run {
            images: vec![
                image(format, words.clone()),
                image(format, vec![u32::MAX; words.len()]),
            ],
            key: ComputeKey {
                storage: key,
                ..ComputeKey::default()
            },
            groups: [1, 1, 1],
            ..Run::default()
        };
        let (_, images) = gpu.run(body, &run);
        let written: Vec<u8> = images[1].iter().flat_map(|word| word.to_le_bytes()).collect();
        let first = size.max(4);
        for (place, byte) in written.iter().enumerate() {
            let texel = place.wrapping_sub(first) / size;
            let inside = place >= first && texel < 15 && texel % 5 < 4;
            let expected = if inside { texels[place] } else { 0xff };
            assert_eq!(*byte, expected, "byte {place} of {format:?}");
        }
    }
}

/// A texture of 4 × 3 × 6 texels, or layers.
fn texture(
    gpu: &Gpu,
    dimension: wgpu::TextureDimension,
    view: wgpu::TextureViewDimension,
    height: u32,
) -> wgpu::TextureView {
    let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
        label: None,
        size: wgpu::Extent3d {
            width: 4,
            height,
            depth_or_array_layers: if view == wgpu::TextureViewDimension::D2 {
                1
            } else {
                6
            },
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension,
        format: wgpu::TextureFormat::R32Uint,
        usage: wgpu::TextureUsages::STORAGE_BINDING,
        view_formats: &[],
    });
    texture.create_view(&wgpu::TextureViewDescriptor {
        dimension: Some(view),
        ..Default::default()
    })
}

#[test]
fn texels_outside_of_an_image_are_zero_and_stay_so() {
    let Some(gpu) = Gpu::open() else { return };
    use wgpu::{TextureDimension as T, TextureViewDimension as V};
    let size = [4, 3, 6];
    // Target, what is bound, its height, the axes that the target has in order, what RESQ gives.
    let cases = [
        ("1D", T::D2, V::D2, 1, vec![0], [4, 0, 0], false),
        ("2D", T::D2, V::D2, 3, vec![0, 1], [4, 3, 0], false),
        ("RECT", T::D2, V::D2, 3, vec![0, 1], [4, 3, 0], false),
        ("1D_ARRAY", T::D2, V::D2Array, 1, vec![0, 2], [4, 6, 0], false),
        ("2D_ARRAY", T::D2, V::D2Array, 3, vec![0, 1, 2], [4, 3, 6], false),
        ("CUBE", T::D2, V::D2Array, 3, vec![0, 1, 2], [4, 3, 0], false),
        ("CUBEARRAY", T::D2, V::D2Array, 3, vec![0, 1, 2], [4, 3, 1], false),
        ("3D", T::D3, V::D3, 3, vec![0, 1, 2], [4, 3, 6], false),
        ("2D", T::D3, V::D3, 3, vec![0, 1], [4, 3, 0], true),
    ];
    for (target, dimension, view, height, axes, sizes, slice) in cases {
        // Invocations stand at -2 … 5 on each axis; each writes a number of its own, and reads what is there then.
        let body = format!(
            "COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH 8\nPROPERTY CS_FIXED_BLOCK_HEIGHT 8\nPROPERTY CS_FIXED_BLOCK_DEPTH 8\n\
            DCL SV[0], THREAD_ID\nDCL IMAGE[0], {target}, PIPE_FORMAT_R32_UINT, WR\nDCL BUFFER[0]\nDCL TEMP[0..3]\n\
            IMM[0] INT32 {{-2, 8, 64, 4}}\nIMM[1] UINT32 {{2048, 0, 1, 0}}\n\
            UMAD TEMP[1].x, SV[0].yyyy, IMM[0].yyyy, SV[0].xxxx\nUMAD TEMP[1].x, SV[0].zzzz, IMM[0].zzzz, TEMP[1].xxxx\n\
            UADD TEMP[0].xyz, SV[0].xyzz, IMM[0].xxxx\nUADD TEMP[3].x, TEMP[1].xxxx, IMM[1].zzzz\n\
            STORE IMAGE[0], TEMP[0], TEMP[3].xxxx, {target}, PIPE_FORMAT_R32_UINT\n\
            LOAD TEMP[2], IMAGE[0], TEMP[0], {target}, PIPE_FORMAT_R32_UINT\nUMUL TEMP[1].x, TEMP[1].xxxx, IMM[0].wwww\n\
            STORE BUFFER[0].x, TEMP[1].xxxx, TEMP[2].xxxx\nRESQ TEMP[2].xyz, IMAGE[0], {target}, PIPE_FORMAT_R32_UINT\n\
            STORE BUFFER[0].xyz, IMM[1].xxxx, TEMP[2].xyzz\nEND\n"
        );
        let format = FetchFormat {
            kind: ComponentKind::Uint,
            layout: FetchLayout::Array {
                bits: 32,
                channels: 1,
            },
            bgra: false,
        };
        let mut run = Run {
            buffers: vec![Bound::whole(vec![u32::MAX; 515])],
            textures: vec![([1, 0, 0, 0], texture(&gpu, dimension, view, height))],
            groups: [1, 1, 1],
            ..Run::default()
        };
        run.key.storage.images = vec![Some(ImageKey::Texture { format, slice })];
        let (buffers, _) = gpu.run(&body.replace("xyz, SV[0].xyzz", swizzles(&axes)), &run);
        for (place, found) in buffers[0][..512].iter().enumerate() {
            let thread = [place % 8, place / 8 % 8, place / 64];
            let inside = axes
                .iter()
                .all(|axis| (2..2 + size[*axis]).contains(&thread[*axis]));
            // Axes that the target lacks: of the invocations that share a texel, one wrote last.
            let shares = |other: usize| {
                let there = [other % 8, other / 8 % 8, other / 64];
                axes.iter().all(|axis| there[*axis] == thread[*axis])
            };
            let fits = if inside {
                found.checked_sub(1).is_some_and(|other| shares(other as usize))
            } else {
                *found == 0
            };
            assert!(fits, "{target} {view:?} at {thread:?}: {found}");
        }
        assert_eq!(buffers[0][512..], sizes, "{target} {view:?}");
    }
}

/// The axes of an invocation as they stand in coordinates.
fn swizzles(axes: &[usize]) -> &'static str {
    match axes {
        [0, 2] => "xyz, SV[0].xzzz",
        _ => "xyz, SV[0].xyzz",
    }
}
