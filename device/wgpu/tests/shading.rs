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

#[test]
fn a_uniform_buffer_has_what_is_bound_and_no_more() {
    let Some(mut guest) = guest() else { return };
    let values: Vec<f32> = (0..256).map(|value| value as f32).collect();
    guest.put(
        3,
        BUFFER,
        Format::R8_UNORM,
        CONSTANT_BUFFER,
        (1024, 1),
        floats(&values),
    );
    guest.submit(&fragment(Stream::new(), SUM).draw(3));
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
    let declare = (1..=12)
        .map(|n| format!("DCL CONST[{n}][0]\n"))
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
        .shader(111, 0, &vertex)
        .shader(112, 1, &fragment)
        .command(Ccmd::BindShader, &[111, 0])
        .command(Ccmd::BindShader, &[112, 1]);
    for number in 1..=12 {
        stream = stream
            .command(Ccmd::SetUniformBuffer, &[0, number, number * 256, 16, 3])
            .command(Ccmd::SetUniformBuffer, &[1, number, 256, 16, 3]);
    }
    guest.submit(&stream.draw(3));
    assert_eq!(guest.color(), [78.0 + 12.0; 4]);
}
