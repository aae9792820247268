//! Random shaders and keys: what is lowered is valid, whatever the text and the key; what is not text of a shader
//! is an error.

mod common;

use proptest::prelude::*;
use std::fmt::Write as _;
use tgsi::Stage;
use tgsi::lower::key::{
    Attribute, CompareEmulation, CompareFunction, ComponentKind, ComputeKey, ConstantFactor, Constants,
    FetchFormat, FetchLayout, FragmentKey, ImageKey, IntegerSampling, Interpolation, LinearFilters, LogicOp,
    MipEmulation, Multisample, PointSize, Range, SamplerKey, StorageKey, Streamout, StreamoutOutput, Swizzle,
    Target, TexelKind, TexelWrap, Varying, VaryingSemantic, VertexKey, WrapEmulation,
};
use tgsi::opcode::{Class, Opcode};

/// Decisions, taken from a list of random numbers.
struct Dice<'a> {
    numbers: std::iter::Cycle<std::slice::Iter<'a, u32>>,
    thrown: u32,
}

impl<'a> Dice<'a> {
    fn new(numbers: &'a [u32]) -> Self {
        Self {
            numbers: numbers.iter().cycle(),
            thrown: 0,
        }
    }

    fn below(&mut self, end: u32) -> u32 {
        // The list repeats; what is made of it should not.
        self.thrown = self.thrown.wrapping_mul(0x9e37_79b9).wrapping_add(1);
        let number = self.numbers.next().copied().unwrap_or(0) ^ self.thrown;
        ((u64::from(number.wrapping_mul(0x85eb_ca6b)) * u64::from(end)) >> 32) as u32
    }

    fn one_in(&mut self, odds: u32) -> bool {
        self.below(odds) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u32) as usize]
    }
}

const TARGETS: [&str; 17] = [
    "1D",
    "2D",
    "3D",
    "CUBE",
    "RECT",
    "SHADOW1D",
    "SHADOW2D",
    "SHADOWRECT",
    "1D_ARRAY",
    "2D_ARRAY",
    "SHADOW1D_ARRAY",
    "SHADOW2D_ARRAY",
    "SHADOWCUBE",
    "2D_MSAA",
    "CUBEARRAY",
    "SHADOWCUBEARRAY",
    "BUFFER",
];

const IMAGE_TARGETS: [&str; 9] = [
    "1D",
    "2D",
    "3D",
    "CUBE",
    "RECT",
    "1D_ARRAY",
    "2D_ARRAY",
    "CUBEARRAY",
    "BUFFER",
];

struct Text<'a> {
    dice: Dice<'a>,
    stage: Stage,
    targets: Vec<&'static str>,
    images: Vec<&'static str>,
    text: String,
}

impl Text<'_> {
    fn is_fragment(&self) -> bool {
        self.stage == Stage::Fragment
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn fragment_head(&mut self) {
        self.line("FRAG");
        if self.dice.one_in(3) {
            self.line("PROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1\nPROPERTY FS_COORD_PIXEL_CENTER INTEGER");
        }
        self.line("DCL IN[0], POSITION, LINEAR\nDCL IN[1].x, FACE, CONSTANT\nDCL IN[2], COLOR, COLOR");
        let (how, place) = (
            self.dice.of(&["PERSPECTIVE", "CONSTANT", "LINEAR"]),
            self.dice.of(&["", ", CENTROID", ", SAMPLE"]),
        );
        self.line(&format!(
            "DCL IN[3..5], ARRAY(1), GENERIC[0], {how}{place}\nDCL IN[6], PCOORD, PERSPECTIVE"
        ));
        self.line("DCL OUT[0], COLOR\nDCL OUT[1], COLOR[1]");
        if self.dice.one_in(3) {
            self.line("DCL OUT[2].z, POSITION");
        } else {
            self.line("DCL OUT[2].x, SAMPLEMASK");
        }
        self.line("DCL SV[0], SAMPLEID\nDCL SV[1], PRIM_ID");
    }

    fn vertex_head(&mut self) {
        self.line("VERT\nDCL IN[0]\nDCL IN[1]\nDCL IN[2]\nDCL IN[3..5], ARRAY(1)\nDCL IN[6]");
        self.line("DCL OUT[0], POSITION\nDCL OUT[1], GENERIC[0]\nDCL OUT[2], COLOR\nDCL OUT[3].x, PSIZE");
        self.line("DCL OUT[4], CLIPDIST\nDCL OUT[5..6], ARRAY(2), GENERIC[1]");
        self.line("DCL SV[0], VERTEXID\nDCL SV[1], INSTANCEID");
    }

    fn compute_head(&mut self) {
        self.line("COMP\nPROPERTY CS_FIXED_BLOCK_WIDTH 8\nPROPERTY CS_FIXED_BLOCK_HEIGHT 4");
        self.line("DCL MEMORY[0], SHARED");
        let value = self.dice.of(&["BLOCK_ID", "GRID_SIZE", "BLOCK_SIZE"]);
        self.line(&format!("DCL SV[0], THREAD_ID\nDCL SV[1], {value}"));
    }

    fn head(&mut self) {
        match self.stage {
            Stage::Fragment => self.fragment_head(),
            Stage::Compute => self.compute_head(),
            _ => self.vertex_head(),
        }
        for index in 0..4 {
            let target = match self.images.last() {
                Some(before) if self.dice.one_in(2) => *before,
                _ => self.dice.of(&IMAGE_TARGETS),
            };
            self.images.push(target);
            let format = self.dice.of(&[
                "R32_UINT",
                "R8_UNORM",
                "R16G16_SNORM",
                "R11G11B10_FLOAT",
                "NONE",
                "ASTC_4x4",
            ]);
            self.line(&format!("DCL IMAGE[{index}], {target}, PIPE_FORMAT_{format}, WR"));
        }
        self.line("DCL BUFFER[0..2]\nDCL BUFFER[4]");
        // The longer arrays are kept in parts.
        let last = self.dice.of(&[11, 11, 107]);
        self.line(&format!(
            "DCL CONST[0..7]\nDCL CONST[1][0..3]\nDCL TEMP[0..7]\nDCL TEMP[8..{last}], ARRAY(1), LOCAL\nDCL ADDR[0]"
        ));
        for index in 0..8 {
            let target = match self.targets.last() {
                Some(before) if self.dice.one_in(3) => *before,
                _ => self.dice.of(&TARGETS),
            };
            self.targets.push(target);
            self.line(&format!("DCL SAMP[{index}]\nDCL SVIEW[{index}], {target}, FLOAT"));
        }
        self.line("IMM[0] FLT32 {0x3f800000, 0x00000000, 0x7fc00000, 0xbf000000}");
        self.line("IMM[1] UINT32 {0, 1, 4294967295, 31}\nIMM[2] INT32 {-9, 3, 40, 2}");
    }

    fn register(&mut self) -> String {
        let index = match self.dice.below(12) {
            0 => {
                return format!(
                    "CONST[ADDR[0].{}+{}]",
                    self.dice.of(&["x", "w"]),
                    self.dice.below(9)
                );
            }
            1 => return format!("CONST[1][ADDR[0].x-{}]", self.dice.below(9)),
            2 => return format!("TEMP[ADDR[0].y+{}](1)", self.dice.below(12)),
            3 if self.stage != Stage::Compute => return "IN[ADDR[0].x](1)".to_owned(),
            4 => return format!("CONST[1][{}]", self.dice.below(4)),
            _ => self.dice.below(99),
        };
        match self.dice.below(8) {
            0 => format!("CONST[{}]", index % 8),
            1 if self.stage != Stage::Compute => format!("IN[{}]", index % 7),
            2 => format!("IMM[{}]", index % 3),
            3 => format!("SV[{}]", index % 2),
            4 if self.stage != Stage::Compute => format!("OUT[{}]", index % 3),
            _ => format!("TEMP[{}]", index % 12),
        }
    }

    fn source(&mut self) -> String {
        let register = self.register();
        let swizzle: String = (0..4).map(|_| self.dice.of(&['x', 'y', 'z', 'w'])).collect();
        let operand = if self.dice.one_in(8) {
            format!("|{register}.{swizzle}|")
        } else {
            format!("{register}.{swizzle}")
        };
        if self.dice.one_in(6) {
            format!("-{operand}")
        } else {
            operand
        }
    }

    fn destination(&mut self) -> String {
        let outputs = if self.is_fragment() { 3 } else { 7 };
        let register = match self.dice.below(12) {
            0 => format!("TEMP[ADDR[0].x+{}](1)", self.dice.below(12)),
            1 if self.stage == Stage::Vertex => "OUT[ADDR[0].x+5](2)".to_owned(),
            2 | 3 if self.stage != Stage::Compute => format!("OUT[{}]", self.dice.below(outputs)),
            _ => format!("TEMP[{}]", self.dice.below(12)),
        };
        let mask = self.dice.below(16);
        let letters: String = "xyzw"
            .chars()
            .enumerate()
            .filter(|(i, _)| mask >> i & 1 != 0)
            .map(|(_, c)| c)
            .collect();
        if letters.is_empty() {
            register
        } else {
            format!("{register}.{letters}")
        }
    }

    fn texture(&mut self, opcode: Opcode) {
        let sampler = self.dice.below(8);
        let target = self.targets[sampler as usize];
        let mut line = format!(
            "{}{} {}",
            opcode.name(),
            self.dice.of(&["", "_SAT"]),
            self.destination()
        );
        for index in 1..opcode.info().sources {
            let source = if opcode == Opcode::TG4 && index == 2 {
                "IMM[1].yyyy".into()
            } else {
                self.source()
            };
            write!(line, ", {source}").expect("strings take all");
        }
        if self.dice.one_in(5) {
            write!(line, ", SAMP[ADDR[0].x+{sampler}], {target}").expect("strings take all");
        } else {
            write!(line, ", SAMP[{sampler}], {target}").expect("strings take all");
        }
        if self.dice.one_in(4) {
            line.push_str(self.dice.of(&[", IMM[2].xyy", ", TEMP[0].xyz"]));
        }
        self.line(&line);
    }

    /// A buffer, an image or shared memory, and what follows the operands.
    fn memory(&mut self) -> (String, String) {
        let index = self.dice.below(4);
        let chosen = self.dice.one_in(5);
        match self.dice.below(3) {
            0 if chosen => (format!("BUFFER[ADDR[0].x+{}]", index % 3), String::new()),
            0 => (format!("BUFFER[{}]", [0, 1, 2, 4][index as usize]), String::new()),
            1 if self.stage == Stage::Compute => ("MEMORY[0]".to_owned(), String::new()),
            _ => {
                let place = if chosen { "ADDR[0].x+" } else { "" };
                let target = self.images[index as usize];
                let how = self.dice.of(&["", ", COHERENT", ", VOLATILE"]);
                (
                    format!("IMAGE[{place}{index}]"),
                    format!("{how}, {target}, PIPE_FORMAT_R32_UINT"),
                )
            }
        }
    }

    fn access(&mut self, opcode: Opcode) {
        let (memory, mut rest) = self.memory();
        let mut operands = Vec::new();
        if opcode == Opcode::STORE {
            operands.push(memory + self.dice.of(&["", ".x", ".yw", ".xyz"]));
        } else {
            operands.push(self.destination());
            operands.push(memory);
        }
        while operands.len() < 1 + opcode.info().sources {
            operands.push(self.source());
        }
        rest.insert_str(0, &operands.join(", "));
        self.line(&format!("{} {rest}", opcode.name()));
    }

    fn instruction(&mut self) {
        let opcode = self.dice.of(Opcode::ALL);
        let info = opcode.info();
        match info.class {
            Class::Alu if opcode != Opcode::UARL => {
                let suffix = self.dice.of(&["", "", "_SAT", "_PRECISE", "_SAT_PRECISE"]);
                let mut line = format!("{}{suffix} {}", opcode.name(), self.destination());
                for _ in 0..info.sources {
                    let source = self.source();
                    write!(line, ", {source}").expect("strings take all");
                }
                self.line(&line);
            }
            Class::Texture => self.texture(opcode),
            Class::Memory if opcode == Opcode::BARRIER || opcode == Opcode::MEMBAR => {
                let barriers = match self.stage {
                    Stage::Compute => ["BARRIER", "MEMBAR IMM[1].xxxx"],
                    _ => ["NOP", "MEMBAR IMM[1].yyyy"],
                };
                let barrier = self.dice.of(&barriers);
                self.line(barrier);
            }
            Class::Memory if !matches!(opcode, Opcode::FBFETCH | Opcode::IMG2HND | Opcode::SAMP2HND) => {
                self.access(opcode);
            }
            Class::Discard if self.is_fragment() && opcode == Opcode::KILL_IF => {
                let source = self.source();
                self.line(&format!("KILL_IF {source}"));
            }
            Class::Discard if self.is_fragment() && self.dice.one_in(8) => self.line(opcode.name()),
            _ => {
                let source = self.source();
                let lane = self.dice.of(&["x", "y", "z", "w", ""]);
                let place = if lane.is_empty() {
                    String::new()
                } else {
                    format!(".{lane}")
                };
                let opcode = self.dice.of(&["ARL", "ARR", "UARL"]);
                self.line(&format!("{opcode} ADDR[0]{place}, {source}"));
            }
        }
    }

    fn block(&mut self, depth: u32, in_loop: bool) {
        for _ in 0..self.dice.below(7) {
            match self.dice.below(10) {
                0 if depth < 4 => {
                    let source = self.source();
                    let opcode = self.dice.of(&["IF", "UIF"]);
                    self.line(&format!("{opcode} {source} :0"));
                    self.block(depth + 1, in_loop);
                    if self.dice.one_in(2) {
                        self.line("ELSE :0");
                        self.block(depth + 1, in_loop);
                    }
                    self.line("ENDIF");
                }
                1 if depth < 4 => {
                    self.line("BGNLOOP :0");
                    self.block(depth + 1, true);
                    self.line("ENDLOOP :0");
                }
                2 if in_loop && self.dice.one_in(2) => self.line("BRK"),
                2 if in_loop => self.line("CONT"),
                3 if self.dice.one_in(6) => self.line("RET"),
                4 if self.stage == Stage::Compute && self.dice.one_in(2) => self.line("BARRIER"),
                5 => {
                    let opcodes = [
                        Opcode::LOAD,
                        Opcode::STORE,
                        Opcode::ATOMCAS,
                        Opcode::ATOMIMAX,
                        Opcode::RESQ,
                    ];
                    let opcode = self.dice.of(&opcodes);
                    self.access(opcode);
                }
                _ => self.instruction(),
            }
        }
    }
}

fn comparison(dice: &mut Dice<'_>) -> CompareEmulation {
    let functions = [
        CompareFunction::LessEqual,
        CompareFunction::NotEqual,
        CompareFunction::Never,
        CompareFunction::Always,
    ];
    CompareEmulation {
        function: dice.one_in(4).then(|| dice.of(&functions)),
        clamp: dice.one_in(2),
        min_linear: dice.one_in(2),
        mag_linear: dice.one_in(2),
        mip: mip(dice),
    }
}

fn mip(dice: &mut Dice<'_>) -> MipEmulation {
    dice.of(&[MipEmulation::None, MipEmulation::Nearest, MipEmulation::Linear])
}

fn sampler_key(dice: &mut Dice<'_>) -> SamplerKey {
    let wraps = [
        WrapEmulation::None,
        WrapEmulation::Clamp,
        WrapEmulation::MirrorClamp,
    ];
    let texel_wraps = [
        TexelWrap::Repeat,
        TexelWrap::MirrorRepeat,
        TexelWrap::ClampToEdge,
        TexelWrap::ClampToBorder,
        TexelWrap::MirrorClampToEdge,
        TexelWrap::MirrorClampToBorder,
    ];
    let swizzles = [
        Swizzle::X,
        Swizzle::Y,
        Swizzle::Z,
        Swizzle::W,
        Swizzle::Zero,
        Swizzle::One,
    ];
    SamplerKey {
        texel: dice.of(&[
            TexelKind::Float,
            TexelKind::UnfilterableFloat,
            TexelKind::Depth,
            TexelKind::Depth,
            TexelKind::Sint,
            TexelKind::Uint,
        ]),
        compare: dice.one_in(2),
        comparison: dice.one_in(2).then(|| comparison(dice)),
        swizzle: [(); 4].map(|()| dice.of(&swizzles)),
        wrap: [(); 3].map(|()| dice.of(&wraps)),
        asked: dice.one_in(2).then(|| mip(dice)),
        seams: dice.one_in(2),
        lod_bias: dice.one_in(3),
        border: if dice.one_in(3) { dice.below(8) as u8 } else { 0 },
        linear: LinearFilters {
            min: dice.one_in(2),
            mag: dice.one_in(2),
        },
        stacked: dice.one_in(4),
        integer: IntegerSampling {
            wrap: [(); 3].map(|()| dice.of(&texel_wraps)),
            mipmaps: dice.one_in(2),
        },
        buffer: dice.one_in(2).then(|| fetch_format(dice)),
    }
}

fn fetch_format(dice: &mut Dice<'_>) -> FetchFormat {
    let kinds = [
        ComponentKind::Float,
        ComponentKind::Unorm,
        ComponentKind::Snorm,
        ComponentKind::Uscaled,
        ComponentKind::Sscaled,
        ComponentKind::Uint,
        ComponentKind::Sint,
        ComponentKind::Fixed,
    ];
    FetchFormat {
        kind: dice.of(&kinds),
        layout: match dice.below(6) {
            0 => FetchLayout::Packed1010102,
            1 => FetchLayout::Packed111110,
            2 => FetchLayout::Words,
            _ => FetchLayout::Array {
                bits: dice.of(&[8, 16, 32, 64]),
                channels: dice.below(4) as u8 + 1,
            },
        },
        bgra: dice.one_in(3),
    }
}

const CONSTANTS: [Constants; 4] = [
    Constants::Uniform,
    Constants::Handed { elements: 0x5b },
    Constants::Slot { crossing: 24 },
    Constants::Shared,
];

fn attribute(dice: &mut Dice<'_>) -> Attribute {
    match dice.below(6) {
        0 => Attribute::Absent,
        1 => Attribute::NativeUint,
        2 => Attribute::NativeSint,
        3 => Attribute::NativeFloat,
        _ => Attribute::Pulled {
            buffer: dice.below(16) as u8,
            format: fetch_format(dice),
            per_instance: dice.one_in(3),
        },
    }
}

fn streamout(dice: &mut Dice<'_>) -> Streamout {
    let output = |dice: &mut Dice<'_>| StreamoutOutput {
        register: dice.below(12) as u8,
        start_component: dice.below(4) as u8,
        components: dice.below(5) as u8,
        buffer: dice.below(4) as u8,
        offset_dwords: dice.below(16) as u16,
    };
    Streamout {
        outputs: (0..dice.below(5)).map(|_| output(dice)).collect(),
        stride_dwords: [4, 8, 0, 16],
        indexed: dice.one_in(2),
    }
}

fn storage_key(dice: &mut Dice<'_>) -> StorageKey {
    let kinds = [
        ComponentKind::Float,
        ComponentKind::Unorm,
        ComponentKind::Snorm,
        ComponentKind::Uint,
        ComponentKind::Sint,
        ComponentKind::Uscaled,
    ];
    let format = |dice: &mut Dice<'_>| FetchFormat {
        kind: dice.of(&kinds),
        layout: match dice.below(8) {
            0 => FetchLayout::Packed1010102,
            1 => FetchLayout::Packed111110,
            _ => FetchLayout::Array {
                bits: dice.of(&[8, 16, 32, 32, 64]),
                channels: dice.of(&[1, 1, 2, 3, 4]),
            },
        },
        bgra: dice.one_in(8),
    };
    let image = |dice: &mut Dice<'_>| {
        let format = format(dice);
        match dice.below(5) {
            0 => None,
            1 | 2 => Some(ImageKey::Words { format }),
            _ => Some(ImageKey::Texture {
                format,
                slice: dice.one_in(3),
            }),
        }
    };
    StorageKey {
        buffers: dice.below(32),
        images: (0..dice.below(6)).map(|_| image(dice)).collect(),
        read_write: dice.one_in(2),
        coherent: dice.one_in(2),
    }
}

fn compute_key(dice: &mut Dice<'_>) -> ComputeKey {
    ComputeKey {
        samplers: (0..dice.below(9)).map(|_| sampler_key(dice)).collect(),
        storage: storage_key(dice),
        shared_bytes: dice.of(&[0, 4, 1023, 32 << 10]),
    }
}

fn vertex_key(dice: &mut Dice<'_>) -> VertexKey {
    let semantics = [
        VaryingSemantic::Generic(0),
        VaryingSemantic::Color(0),
        VaryingSemantic::BackColor(0),
        VaryingSemantic::Generic(2),
        VaryingSemantic::Fog,
    ];
    let mut varyings = Vec::new();
    for semantic in semantics {
        let interpolation = dice.of(&[
            Interpolation::Flat,
            Interpolation::Linear,
            Interpolation::Perspective,
        ]);
        varyings.push(Varying {
            semantic,
            interpolation,
            centroid: dice.one_in(3),
            sample: dice.one_in(3),
        });
    }
    VertexKey {
        constants: dice.of(&CONSTANTS),
        packs: dice.one_in(2),
        attributes: (0..dice.below(9)).map(|_| attribute(dice)).collect(),
        varyings,
        clip_planes: if dice.one_in(2) { dice.below(256) as u8 } else { 0 },
        point_size: dice.of(&[PointSize::None, PointSize::Shader, PointSize::Fixed]),
        samplers: (0..dice.below(9)).map(|_| sampler_key(dice)).collect(),
        streamout: dice.one_in(3).then(|| streamout(dice)),
        storage: storage_key(dice),
    }
}

fn constant_factor(dice: &mut Dice<'_>) -> ConstantFactor {
    ConstantFactor {
        inverted: dice.one_in(2),
        range: dice.of(&[Range::Unorm, Range::Snorm, Range::Float]),
    }
}

fn fragment_key(dice: &mut Dice<'_>) -> FragmentKey {
    let targets = [
        Target::None,
        Target::Float,
        Target::AlphaInRed,
        Target::Sint,
        Target::Uint,
    ];
    let tests = [
        CompareFunction::Always,
        CompareFunction::Never,
        CompareFunction::Less,
        CompareFunction::NotEqual,
        CompareFunction::GreaterEqual,
    ];
    FragmentKey {
        smooth_points: dice.one_in(4),
        polygon_stipple: dice.one_in(4),
        logic_op: dice
            .one_in(4)
            .then(|| dice.of(&[LogicOp::Xor, LogicOp::Nor, LogicOp::OrReverse, LogicOp::Set])),
        constants: dice.of(&CONSTANTS),
        packs: dice.one_in(2),
        flat_shade: dice.one_in(2),
        two_side: dice.one_in(2),
        alpha_test: dice.of(&tests),
        sprite_coordinates: dice.below(4),
        sprite_lower_left: dice.one_in(2),
        targets: (0..dice.below(5)).map(|_| dice.of(&targets)).collect(),
        dual_source: dice.one_in(4),
        without_depth: dice.one_in(4),
        alpha_to_one: dice.one_in(4),
        constant_factors: (0..dice.below(3))
            .map(|_| dice.one_in(2).then(|| constant_factor(dice)))
            .collect(),
        multisample: Multisample {
            per_sample: dice.one_in(4),
            alpha_to_coverage: dice.one_in(4),
            several: dice.one_in(2),
            destination: dice.one_in(4),
        },
        points: dice.one_in(2),
        samplers: (0..dice.below(9)).map(|_| sampler_key(dice)).collect(),
        storage: storage_key(dice),
    }
}

/// A random shader; true if it could be lowered.
fn try_shader(numbers: &[u32]) -> bool {
    let mut dice = Dice::new(numbers);
    let stage = dice.of(&[Stage::Vertex, Stage::Fragment, Stage::Fragment, Stage::Compute]);
    let mut text = Text {
        dice,
        stage,
        targets: Vec::new(),
        images: Vec::new(),
        text: String::new(),
    };
    text.head();
    text.block(0, false);
    text.block(0, false);
    text.line("END");
    let Text { mut dice, text, .. } = text;
    let shader = match tgsi::parse(&text) {
        Ok(shader) => shader,
        Err(error) => panic!("{error}\n{text}"),
    };
    let module = match stage {
        Stage::Fragment => {
            let key = fragment_key(&mut dice);
            let varyings = shader.varyings(&key);
            assert!(varyings.len() <= tgsi::limits::VARYINGS);
            tgsi::lower::fragment(&shader, &key)
        }
        Stage::Compute => tgsi::lower::compute(&shader, &compute_key(&mut dice)),
        _ => tgsi::lower::vertex(&shader, &vertex_key(&mut dice)),
    };
    match module {
        Ok(module) => {
            common::check(&text, &module);
            true
        }
        Err(_) => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_lowered_is_valid(numbers in prop::collection::vec(any::<u32>(), 64..512)) {
        try_shader(&numbers);
    }

    #[test]
    fn no_text_makes_the_parser_panic(
        base in prop::sample::select(vec![
            "FRAG\nDCL IN[0], COLOR, COLOR\nDCL OUT[0], COLOR\nDCL SAMP[0]\nIMM[0] FLT32 {0.5, 1, 2, 3}\n",
            "VERT\nDCL IN[0]\nDCL OUT[0], POSITION\nDCL TEMP[0..3], ARRAY(1), LOCAL\nMOV OUT[0], -|IN[0].xyzw|\nEND",
        ]),
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[A-Z0-9\\[\\]{}.,:|+ \n\u{e9}-]{0,6}"), 0..8),
    ) {
        let mut text = base.to_owned();
        for (place, insert) in edits {
            let places: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
            let at = places.get(place.index(places.len().max(1))).copied().unwrap_or(0);
            text.insert_str(at, &insert);
        }
        if let Ok(shader) = tgsi::parse(&text) {
            let _ = tgsi::lower::vertex(&shader, &VertexKey::default());
            let _ = tgsi::lower::fragment(&shader, &FragmentKey::default());
        }
    }
}

/// The generator is worth something only if much of what it makes can be lowered.
#[test]
fn many_random_shaders_can_be_lowered() {
    let lowered = (0..200u32).filter(|seed| {
        let numbers: Vec<u32> = (0..128u32)
            .map(|i| (seed * 977 + i).wrapping_mul(0x9e37_79b9) ^ i << 7)
            .collect();
        try_shader(&numbers)
    });
    let lowered = lowered.count();
    assert!(lowered > 60, "{lowered} of 200");
}
