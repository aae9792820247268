//! What shaders read besides vertices and constants, on whatever Vulkan adapter there is: one triangle over a target
//! shows it. A machine without an adapter skips these, loudly.

#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::Duration;

use device::{
    gpu::{Box3, Format},
    renderer::Renderer,
    transfer::Transfer,
    virgl::CreateResource,
};
use support::{CONTEXT, Memory, Stream, VERTEX, resource};
use wgpu_renderer::{Host, Options, Wgpu};
use wire::virgl::{Ccmd, ObjectType};

const DEADLINE: Duration = Duration::from_secs(30);
/// Of the target, resource 1, whose texels are four floats.
const SIDE: u32 = 4;

/// `PIPE_BUFFER`.
const BUFFER: u32 = 0;
const TEXTURE_2D: u32 = 2;
/// `VIRGL_BIND_RENDER_TARGET`.
const RENDER_TARGET: u32 = 2;
/// `VIRGL_BIND_CONSTANT_BUFFER`.
const CONSTANT_BUFFER: u32 = 1 << 6;

/// A guest with a target (resource 1), vertices of a triangle over all of it (2), and all state but shaders.
struct Guest {
    renderer: Renderer<Wgpu>,
    memory: Memory,
}

fn guest() -> Option<Guest> {
    let _ = env_logger::builder().is_test(true).try_init();
    let host = match Host::open(&Options::default()) {
        Ok(host) => host,
        Err(error) => {
            eprintln!("SKIPPED: {error}");
            return None;
        }
    };
    let gpu = Wgpu::new(&host).expect("the adapter opens");
    let mut guest = Guest {
        renderer: Renderer::new(gpu, 64 << 20),
        memory: Memory::default(),
    };
    guest.renderer.create_context(CONTEXT, "test").unwrap();
    guest.create(
        1,
        TEXTURE_2D,
        Format::R32G32B32A32_FLOAT,
        RENDER_TARGET,
        (SIDE, SIDE),
    );
    let vertices = [
        [-1.0f32, -1.0, 0.0, 1.0],
        [3.0, -1.0, 0.0, 1.0],
        [-1.0, 3.0, 0.0, 1.0],
    ];
    let bytes = vertices.iter().flatten().flat_map(|value| value.to_le_bytes());
    guest.put(2, BUFFER, Format::R8_UNORM, 1 << 4, (48, 1), bytes.collect());
    let f = f32::to_bits;
    let half = SIDE as f32 / 2.0;
    let float4 = u32::from(Format::R32G32B32A32_FLOAT.0);
    let stream = Stream::new()
        .create(ObjectType::Surface, 10, &[1, float4, 0, 0])
        .command(Ccmd::SetFramebufferState, &[1, 0, 10])
        .plain_states()
        .create(ObjectType::VertexElements, 120, &[0, 0, 0, float4])
        .bind(ObjectType::VertexElements, 120)
        .command(Ccmd::SetVertexBuffers, &[16, 0, 2])
        .command(
            Ccmd::SetViewportState,
            &[0, f(half), f(half), f(0.5), f(half), f(half), f(0.5)],
        );
    guest.submit(&stream);
    Some(guest)
}

impl Guest {
    fn create(&mut self, id: u32, target: u32, format: Format, bind: u32, (width, height): (u32, u32)) {
        let create = CreateResource {
            target,
            format: u32::from(format.0),
            bind,
            width,
            height,
            depth: 1,
            array_size: 1,
            ..CreateResource::default()
        };
        self.renderer.create_resource(resource(id), &create).unwrap();
        self.renderer.attach(CONTEXT, resource(id)).unwrap();
    }

    /// Makes a resource that holds these bytes.
    fn put(&mut self, id: u32, target: u32, format: Format, bind: u32, size: (u32, u32), bytes: Vec<u8>) {
        self.create(id, target, format, bind, size);
        self.fill(id, size, bytes);
    }

    /// Writes all of a resource.
    fn fill(&mut self, id: u32, size: (u32, u32), bytes: Vec<u8>) {
        self.memory.put(id, bytes);
        self.renderer
            .transfer_to_host(resource(id), &whole(size), &self.memory)
            .unwrap();
    }

    fn submit(&mut self, stream: &Stream) {
        self.renderer.submit(CONTEXT, &stream.0, &self.memory).unwrap();
    }

    /// The texels of the target, row after row; the first row is the lowest of what GL drew.
    fn target(&mut self) -> Vec<[f32; 4]> {
        self.memory.put(1, vec![0; (SIDE * SIDE * 16) as usize]);
        self.renderer
            .transfer_from_host(resource(1), &whole((SIDE, SIDE)), &self.memory)
            .unwrap();
        let fence = self.renderer.fence();
        self.renderer.wait(fence, DEADLINE, &self.memory).unwrap();
        assert_eq!(self.renderer.poll(&self.memory), fence);
        let (renderer, gpu) = self.renderer.counters();
        assert_eq!((gpu.validation_errors, gpu.unsupported), (0, 0));
        assert_eq!((renderer.contexts_lost, renderer.unsupported), (0, 0));
        let bytes = self.memory.get(1);
        let words = bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|word| f32::from_le_bytes(*word));
        let words: Vec<_> = words.collect();
        words.as_chunks::<4>().0.to_vec()
    }

    /// The texel that all of the target has.
    fn color(&mut self) -> [f32; 4] {
        let all = self.target();
        assert!(all.iter().all(|texel| *texel == all[0]), "{all:?}");
        all[0]
    }
}

fn whole((width, height): (u32, u32)) -> Transfer {
    Transfer {
        level: 0,
        area: Box3 {
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

fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Binds a plain vertex shader and this one.
fn fragment(stream: Stream, text: &str) -> Stream {
    stream
        .shader(111, 0, VERTEX)
        .shader(112, 1, text)
        .command(Ccmd::BindShader, &[111, 0])
        .command(Ccmd::BindShader, &[112, 1])
}

/// Binds part of resource 3 as `CONST[1]` of a stage.
fn uniform(stream: Stream, stage: u32, offset: u32, length: u32) -> Stream {
    stream.command(Ccmd::SetUniformBuffer, &[stage, 1, offset, length, 3])
}

/// Adds the elements of a uniform buffer.
const SUM: &str = "FRAG
DCL OUT[0], COLOR
DCL CONST[1][0..1]
DCL TEMP[0]
  0: MOV TEMP[0], CONST[1][0]
  1: ADD OUT[0], TEMP[0], CONST[1][1]
  2: END
";

/// Binds others all the time, from when on they are packed.
fn rebind_all_the_time(guest: &mut Guest) {
    let draws = (0..300).fold(Stream::new(), |stream, index| {
        uniform(stream, 1, 16 * (index % 2), 32).draw(3)
    });
    guest.submit(&draws.command(Ccmd::SetUniformBuffer, &[1, 1, 0, 0, 0]));
}

#[test]
fn a_uniform_buffer_has_what_is_bound_and_no_more() {
    for packed in [false, true] {
        let Some(mut guest) = guest() else { return };
        has_what_is_bound(&mut guest, packed);
    }
}

fn has_what_is_bound(guest: &mut Guest, packed: bool) {
    let values: Vec<f32> = (0..256).map(|value| value as f32).collect();
    guest.put(
        3,
        BUFFER,
        Format::R8_UNORM,
        CONSTANT_BUFFER,
        (1024, 1),
        floats(&values),
    );
    guest.submit(&fragment(Stream::new(), SUM));
    if packed {
        rebind_all_the_time(guest);
    }
    guest.submit(&Stream::new().draw(3));
    assert_eq!(guest.color(), [0.0; 4], "nothing is bound");
    guest.submit(&uniform(Stream::new(), 1, 0, 1024).draw(3));
    assert_eq!(guest.color(), [4.0, 6.0, 8.0, 10.0]);
    guest.submit(&uniform(Stream::new(), 1, 256, 32).draw(3));
    assert_eq!(guest.color(), [132.0, 134.0, 136.0, 138.0]);
    guest.submit(&uniform(Stream::new(), 1, 16, 32).draw(3));
    assert_eq!(guest.color(), [12.0, 14.0, 16.0, 18.0], "no host aligns so");
    guest.submit(&uniform(Stream::new(), 1, 0, 20).draw(3));
    assert_eq!(guest.color(), [4.0, 1.0, 2.0, 3.0], "it is too short");
    guest.submit(&uniform(Stream::new(), 1, 1016, 4096).draw(3));
    assert_eq!(guest.color(), [254.0, 255.0, 0.0, 0.0], "the buffer ends");
    // It changes between two draws of a batch.
    guest.submit(&uniform(Stream::new(), 1, 0, 1024).draw(3));
    guest.fill(3, (1024, 1), floats(&[1.0; 256]));
    guest.submit(&Stream::new().draw(3));
    assert_eq!(guest.color(), [2.0; 4]);
}

#[test]
fn both_stages_have_twelve_uniform_buffers() {
    let Some(mut guest) = guest() else { return };
    let values: Vec<f32> = (0..1024).map(|value| (value / 64) as f32).collect();
    guest.put(
        3,
        BUFFER,
        Format::R8_UNORM,
        CONSTANT_BUFFER,
        (4096, 1),
        floats(&values),
    );
    assert_eq!(sum_of_twelve(&mut guest, 1), [78.0 + 12.0; 4]);
    rebind_all_the_time(&mut guest);
    // Few elements are packed now; of so many, each is bound by itself.
    for last in [2, 15] {
        assert_eq!(sum_of_twelve(&mut guest, last), [78.0 + 12.0; 4], "{last}");
    }
}

/// Uniform buffers of elements 0 to `last` in both stages, of which the first are added.
fn sum_of_twelve(guest: &mut Guest, last: u32) -> [f32; 4] {
    let declare = (1..=12)
        .map(|n| format!("DCL CONST[{n}][0..{last}]\n"))
        .collect::<String>();
    let add = (1..=12)
        .map(|n| format!("ADD TEMP[0], TEMP[0], CONST[{n}][0]\n"))
        .collect::<String>();
    let vertex = format!(
        "VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\nDCL TEMP[0]\nIMM[0] FLT32 {{0, 0, 0, 0}}\n{declare}\
         MOV OUT[0], IN[0]\nMOV TEMP[0], IMM[0]\n{add}MOV OUT[1], TEMP[0]\nEND\n"
    );
    let fragment = format!(
        "FRAG\nDCL IN[0], GENERIC[0], CONSTANT\nDCL OUT[0], COLOR\nDCL TEMP[0]\n{declare}\
         MOV TEMP[0], IN[0]\n{add}MOV OUT[0], TEMP[0]\nEND\n"
    );
    let mut stream = Stream::new()
        .shader(500 + last, 0, &vertex)
        .shader(600 + last, 1, &fragment)
        .command(Ccmd::BindShader, &[500 + last, 0])
        .command(Ccmd::BindShader, &[600 + last, 1]);
    for number in 1..=12 {
        stream = stream
            .command(Ccmd::SetUniformBuffer, &[0, number, number * 256, 256, 3])
            .command(Ccmd::SetUniformBuffer, &[1, number, 256, 256, 3]);
    }
    guest.submit(&stream.draw(3));
    guest.color()
}

/// The viewport on one half of the target.
fn half(stream: Stream, right: bool) -> Stream {
    let f = f32::to_bits;
    let (half, quarter) = (SIDE as f32 / 2.0, SIDE as f32 / 4.0);
    let x = if right { half + quarter } else { quarter };
    stream.command(
        Ccmd::SetViewportState,
        &[0, f(quarter), f(half), f(0.5), f(x), f(half), f(0.5)],
    )
}

/// A view without a swizzle of elements or, of textures, of layers and levels.
fn view(stream: Stream, handle: u32, id: u32, format: Format, first: u32, last: u32) -> Stream {
    stream
        .create(
            ObjectType::SamplerView,
            handle,
            &[id, u32::from(format.0), first, last, 0o3210],
        )
        .command(Ccmd::SetSamplerViews, &[1, 0, handle])
}

/// Reads a texel of a texture buffer and adds its length to the alpha.
fn texel(index: u32, kind: &str) -> String {
    let convert = match kind {
        "SINT" => "I2F",
        "UINT" => "U2F",
        _ => "MOV",
    };
    format!(
        "FRAG\nDCL OUT[0], COLOR\nDCL SAMP[0]\nDCL SVIEW[0], BUFFER, {kind}\nDCL TEMP[0..1]\nIMM[0] UINT32 {{{index}, 0, 0, 0}}\n\
         TXF TEMP[0], IMM[0].xxxx, SAMP[0], BUFFER\nTXQ TEMP[1].x, IMM[0].yyyy, SAMP[0], BUFFER\n\
         {convert} TEMP[0], TEMP[0]\nU2F TEMP[1].x, TEMP[1].xxxx\nMOV OUT[0].xyz, TEMP[0]\n\
         ADD OUT[0].w, TEMP[0].wwww, TEMP[1].xxxx\nEND\n"
    )
}

#[test]
fn texture_buffers_are_decoded_by_the_shader() {
    let Some(mut guest) = guest() else { return };
    let bytes: Vec<u8> = (0..64).collect();
    guest.put(3, BUFFER, Format::R8_UNORM, 8, (64, 1), bytes);
    guest.submit(&fragment(Stream::new(), &texel(0, "FLOAT")).draw(3));
    assert_eq!(guest.color(), [0.0; 4], "nothing is bound");
    let cases = [
        (Format::R8_UINT, "UINT", 5, [5.0, 0.0, 0.0, 1.0]),
        (Format::R16_SINT, "SINT", 3, [1798.0, 0.0, 0.0, 1.0]),
        (Format::R8G8B8A8_UINT, "UINT", 2, [8.0, 9.0, 10.0, 11.0]),
        (Format::L8A8_UINT, "UINT", 4, [8.0, 8.0, 8.0, 9.0]),
        (Format::A8_UINT, "UINT", 7, [0.0, 0.0, 0.0, 7.0]),
    ];
    for (handle, (format, kind, index, [r, g, b, a])) in (200..).zip(cases) {
        let last = 64 / format.block().unwrap().bytes - 1;
        let stream = view(Stream::new(), handle, 3, format, 0, last);
        guest.submit(&fragment(stream, &texel(index, kind)).draw(3));
        assert_eq!(guest.color(), [r, g, b, a + last as f32 + 1.0], "{format}");
    }
    let values = floats(&(0..16).map(|value| value as f32).collect::<Vec<_>>());
    guest.fill(3, (64, 1), values);
    let stream = view(Stream::new(), 300, 3, Format::R32G32B32_FLOAT, 1, 3);
    guest.submit(&fragment(stream, &texel(1, "FLOAT")).draw(3));
    assert_eq!(guest.color(), [6.0, 7.0, 8.0, 1.0 + 3.0], "a range of three");
    guest.submit(&fragment(Stream::new(), &texel(3, "FLOAT")).draw(3));
    assert_eq!(guest.color(), [0.0, 0.0, 0.0, 3.0], "beyond the range");
}

#[test]
fn each_draw_of_a_batch_reads_the_bytes_that_its_buffers_had() {
    let Some(mut guest) = guest() else { return };
    guest.put(
        3,
        BUFFER,
        Format::R8_UNORM,
        CONSTANT_BUFFER,
        (64, 1),
        floats(&[1.0; 16]),
    );
    guest.put(4, BUFFER, Format::R8_UNORM, 8, (64, 1), floats(&[2.0; 16]));
    let text = "FRAG\nDCL OUT[0], COLOR\nDCL CONST[1][0]\nDCL SAMP[0]\nDCL SVIEW[0], BUFFER, FLOAT\nDCL TEMP[0]\n\
        IMM[0] UINT32 {0, 0, 0, 0}\nTXF TEMP[0], IMM[0].xxxx, SAMP[0], BUFFER\nMOV OUT[0].xy, CONST[1][0]\n\
        MOV OUT[0].zw, TEMP[0].xxxx\nEND\n";
    let stream = view(fragment(Stream::new(), text), 200, 4, Format::R32_FLOAT, 0, 15);
    guest.submit(&half(uniform(stream, 1, 0, 64), false).draw(3));
    guest.fill(3, (64, 1), floats(&[3.0; 16]));
    guest.fill(4, (64, 1), floats(&[4.0; 16]));
    guest.submit(&half(Stream::new(), true).draw(3));
    let row = [[1.0, 1.0, 2.0, 2.0], [3.0, 3.0, 4.0, 4.0]];
    let row = [row[0], row[0], row[1], row[1]];
    assert_eq!(guest.target(), row.repeat(SIDE as usize));
}

#[test]
fn integers_are_read_by_the_modes_of_the_sampler() {
    let Some(mut guest) = guest() else { return };
    let texels: Vec<u8> = [10i32, 20, 30, -40]
        .iter()
        .flat_map(|t| t.to_le_bytes())
        .collect();
    guest.put(4, TEXTURE_2D, Format::R32_SINT, 8, (2, 2), texels);
    let at = |s: f32, t: f32| {
        let [s, t] = [s, t].map(f32::to_bits);
        format!(
            "FRAG\nDCL OUT[0], COLOR\nDCL SAMP[0]\nDCL SVIEW[0], 2D, SINT\nDCL TEMP[0]\n\
             IMM[0] UINT32 {{{s}, {t}, 0, 0}}\nTEX TEMP[0], IMM[0], SAMP[0], 2D\nI2F OUT[0], TEMP[0]\nEND\n"
        )
    };
    // Wrap of s in bits 0 to 2, of t in bits 3 to 5; the border is (-7, 8, 9, 10).
    let border = [-7i32, 8, 9, 10].map(i32::cast_unsigned);
    let sampler = |stream: Stream, handle: u32, wraps: u32| {
        stream
            .create(
                ObjectType::SamplerState,
                handle,
                &[&[wraps, 0, 0, 0], &border[..]].concat(),
            )
            .command(Ccmd::BindSamplerStates, &[1, 0, handle])
    };
    let (repeat, edge, to_border, mirror) = (0, 2, 3, 4);
    let texel = |value: f32| [value, 0.0, 0.0, 1.0];
    let outside = [-7.0, 8.0, 9.0, 10.0];
    let cases = [
        (repeat, 0.25, 0.25, texel(10.0)),
        (repeat, 0.75, 0.75, texel(-40.0)),
        (repeat, -0.25, 5.25, texel(20.0)),
        (mirror, 1.25, -0.75, texel(-40.0)),
        (mirror, 1.75, -1.25, texel(30.0)),
        (edge, 9.0, -9.0, texel(20.0)),
        (to_border, 0.25, 0.75, texel(30.0)),
        (to_border, 1.25, 0.75, outside),
    ];
    guest.submit(&view(Stream::new(), 200, 4, Format::R32_SINT, 0, 0));
    for (handle, (wrap, s, t, expected)) in (300..).zip(cases) {
        let stream = sampler(Stream::new(), handle, wrap | wrap << 3);
        guest.submit(&fragment(stream, &at(s, t)).draw(3));
        assert_eq!(guest.color(), expected, "wrap {wrap} at {s}, {t}");
    }
}

/// Colours that are halves, and a depth.
const COLOR_AND_DEPTH: &str = "FRAG
DCL OUT[0], COLOR
DCL OUT[1], POSITION
IMM[0] FLT32 {    0.5000,     1.0000,     2.0000,     0.2500}
  0: MOV OUT[0], IMM[0]
  1: MOV OUT[1].z, IMM[0].wwww
  2: END
";

#[test]
fn a_depth_that_goes_nowhere_leaves_the_colour() {
    let Some(mut guest) = guest() else { return };
    guest.submit(&fragment(Stream::new(), COLOR_AND_DEPTH).draw(3));
    assert_eq!(guest.color(), [0.5, 1.0, 2.0, 0.25]);
}

#[test]
fn a_blend_takes_the_constant_s_colour_and_its_alpha() {
    let Some(mut guest) = guest() else { return };
    // Colours: source times CONST_COLOR and destination times INV_CONST_ALPHA; alpha: source.
    let mut blend = vec![0; 10];
    blend[2] = 1 | 7 << 4 | 0x18 << 9 | 1 << 17 | 0x11 << 22 | 0xf << 27;
    let constant =
        |stream: Stream, color: [f32; 4]| stream.command(Ccmd::SetBlendColor, &color.map(f32::to_bits));
    let stream = fragment(Stream::new(), COLOR_AND_DEPTH)
        .draw(3)
        .create(ObjectType::Blend, 130, &blend)
        .bind(ObjectType::Blend, 130);
    guest.submit(&constant(stream, [0.25, 0.5, 0.75, 0.125]).draw(3));
    assert_eq!(guest.color(), [0.5625, 1.375, 3.25, 0.25]);
    // Nothing else changes.
    guest.submit(&constant(Stream::new(), [1.0, 1.0, 1.0, 0.0]).draw(3));
    assert_eq!(guest.color(), [1.0625, 2.375, 5.25, 0.25]);
}
