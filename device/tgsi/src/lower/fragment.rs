//! What stands before and behind a fragment shader.

use super::builder::{Builder, Component, Kind, Value};
use super::constant::{Bindings, Constants};
use super::key::{
    self, CompareFunction, ConstantFactor, FragmentKey, Interpolation, Target, Varying, VaryingSemantic,
};
use super::memory::Storage;
use super::plan::{self, Interface};
use super::register::Registers;
use super::sample::shades_samples;
use super::texture::Textures;
use super::vertex::{
    argument, check_varyings, components, crossing_binding, output_struct, varying_binding, varying_kind,
};
use super::{LowerError, Lowering, StageState, raster};
use crate::Shader;
use crate::ast::{Interpolate, Location};
use crate::scan::{InputDeclaration, Semantic};
use naga::{
    BinaryOperator as Op, Binding, Block, BuiltIn, Expression, Handle, MathFunction as Fun, ShaderStage,
    Statement, Type,
};

/// What only a fragment shader has.
pub(super) struct FragmentState<'a> {
    pub(super) key: &'a FragmentKey,
    outputs: Vec<Out>,
    result: Option<Handle<Type>>,
    /// Window coordinates, where a fixed function of ours asks for them.
    position: Option<Value>,
    /// How much of the pixel a smooth point covers.
    pub(super) coverage: Option<Value>,
    /// The copy of target 0, where it is read.
    destination: Option<Handle<naga::Expression>>,
    /// The sample, where each is shaded.
    pub(super) sample: Option<Value>,
    /// The samples that are covered, where varyings are taken at one of them.
    pub(super) mask: Option<Value>,
}

/// A member of the result.
#[derive(Clone, Copy)]
enum Out {
    /// A colour: of which output register, for what target.
    Color {
        register: Option<u32>,
        target: Target,
        /// What red, green and blue are multiplied by.
        factor: Option<ConstantFactor>,
    },
    Depth {
        register: u32,
    },
    /// What the shader wrote, if anything, and what comes of alpha.
    SampleMask {
        register: Option<u32>,
    },
}

struct Kinds<'a> {
    shader: &'a Shader,
    key: &'a FragmentKey,
}

impl Interface for Kinds<'_> {
    fn input_is_integer(&self, register: u32) -> bool {
        let input = self
            .shader
            .layout
            .inputs
            .iter()
            .find(|input| input.register == register);
        input.is_some_and(|input| {
            input.interpolate == Some(Interpolate::Constant)
                && !matches!(input.semantic, Some((Semantic::Face | Semantic::Position, _)))
        })
    }

    fn output_is_integer(&self, register: u32) -> bool {
        let output = self
            .shader
            .info
            .outputs
            .iter()
            .find(|output| output.register == register);
        output.is_some_and(|output| match output.semantic {
            (Semantic::Color, index) => {
                let target = self.key.targets.get(index as usize).copied().unwrap_or_default();
                let broadcast = self.shader.info.color0_writes_all;
                matches!(target, Target::Sint | Target::Uint)
                    || broadcast
                        && self
                            .key
                            .targets
                            .iter()
                            .any(|t| matches!(t, Target::Sint | Target::Uint))
            }
            (Semantic::SampleMask | Semantic::Stencil, _) => true,
            _ => false,
        })
    }

    fn texel_is_integer(&self, sampler: u32) -> bool {
        let key = self
            .key
            .samplers
            .get(sampler as usize)
            .copied()
            .unwrap_or_default();
        matches!(key.texel, key::TexelKind::Sint | key::TexelKind::Uint)
    }
}

/// The varying that an input is, if it crosses from the vertex stage.
fn varying_of(shader: &Shader, input: &InputDeclaration, key: &FragmentKey) -> Option<Varying> {
    let (semantic, index) = input.semantic?;
    let small = index.min(255) as u8;
    let replaced = index < 32 && key.sprite_coordinates >> index & 1 != 0;
    let semantic = match semantic {
        Semantic::Color => VaryingSemantic::Color(small),
        Semantic::BackColor => VaryingSemantic::BackColor(small),
        Semantic::Fog => VaryingSemantic::Fog,
        Semantic::Generic | Semantic::Texcoord if replaced => return None,
        Semantic::Generic => VaryingSemantic::Generic(small),
        Semantic::Texcoord => VaryingSemantic::Texcoord(small),
        Semantic::ClipDistance => VaryingSemantic::ClipDistance(small),
        Semantic::Face | Semantic::Position | Semantic::PointCoord | Semantic::PrimitiveId => return None,
        other => VaryingSemantic::Other(other as u8),
    };
    let color = matches!(
        semantic,
        VaryingSemantic::Color(_) | VaryingSemantic::BackColor(_)
    );
    let interpolation = match input.interpolate {
        Some(Interpolate::Constant) => Interpolation::Flat,
        Some(Interpolate::Linear) => Interpolation::Linear,
        Some(Interpolate::Perspective) => Interpolation::Perspective,
        Some(Interpolate::Color) | None if color && key.flat_shade => Interpolation::Flat,
        Some(Interpolate::Color) | None => Interpolation::Perspective,
    };
    let smooth = interpolation != Interpolation::Flat;
    let samples = shades_samples(shader, key);
    Some(Varying {
        semantic,
        interpolation,
        centroid: smooth && input.location == Location::Centroid && !samples,
        sample: smooth && (input.location == Location::Sample || samples),
    })
}

fn add(varyings: &mut Vec<Varying>, varying: Varying) {
    if !varyings.iter().any(|known| known.semantic == varying.semantic) {
        varyings.push(varying);
    }
}

/// All varyings, without the bound on their number.
pub(super) fn varyings(shader: &Shader, key: &FragmentKey) -> Vec<Varying> {
    let mut varyings = Vec::new();
    for input in shader.layout.inputs.iter().filter(|input| input.read) {
        let Some(varying) = varying_of(shader, input, key) else {
            continue;
        };
        add(&mut varyings, varying);
        if let (true, VaryingSemantic::Color(index)) = (key.two_side, varying.semantic) {
            add(
                &mut varyings,
                Varying {
                    semantic: VaryingSemantic::BackColor(index),
                    ..varying
                },
            );
        }
    }
    if key.smooth_points {
        varyings.push(Varying {
            semantic: VaryingSemantic::PointSize,
            interpolation: Interpolation::Flat,
            centroid: false,
            sample: false,
        });
    }
    varyings
}

/// Lowers a fragment shader.
pub(super) fn lower(shader: &Shader, key: &FragmentKey) -> Result<naga::Module, LowerError> {
    let varyings = varyings(shader, key);
    check_varyings(varyings.len(), key.constants)?;
    let block_len = shader.info.constants.first().copied().flatten().unwrap_or(0);
    let block_len = key.header().len.saturating_add(block_len);
    if let key::Constants::Slot { crossing } = key.constants
        && block_len > u32::from(crossing)
    {
        return Err(LowerError::Unsupported("a block that does not cross as a whole"));
    }
    if key.targets.len() > 8 {
        return Err(LowerError::Limit {
            what: "render targets",
            limit: 8,
        });
    }
    let plan = plan::plan(shader, &Kinds { shader, key });
    let mut b = Builder::new();
    let header = key.header();
    let bindings = Bindings {
        crosses: true,
        block: key::FRAGMENT_BLOCK,
        buffers: key::FRAGMENT_UNIFORMS,
        packs: key.packs,
    };
    let constants = Constants::new(&mut b, shader, key.constants, header.len, &bindings)?;
    let textures = Textures::new(&mut b, shader, &key.samplers, key::FRAGMENT_TEXTURES);
    let storage = Storage::new(
        &mut b,
        shader,
        &key.storage,
        &header.storage,
        key::FRAGMENT_STORAGE,
        0,
    );
    let registers = Registers::new(&mut b, shader, &plan)?;
    let (outputs, result) = result_type(&mut b, shader, key);
    let destination = key
        .logic_op
        .map(|_| raster::declare_destination(&mut b, key.multisample.destination));
    let stage = StageState::Fragment(FragmentState {
        key,
        outputs,
        result,
        position: None,
        coverage: None,
        destination,
        sample: None,
        mask: None,
    });
    let mut lowering = Lowering::new(shader, b, stage, constants, textures, storage, registers);
    lowering.sampler_headers = header.samplers;
    lowering.declare_flow();
    lowering.fragment_inputs(key, &varyings)?;
    lowering.body()?;
    Ok(lowering.entry_point(ShaderStage::Fragment, result))
}

fn color_binding(location: u32, blend_src: Option<u32>) -> Binding {
    Binding::Location {
        location,
        interpolation: None,
        sampling: None,
        blend_src,
        per_primitive: false,
    }
}

fn result_type(b: &mut Builder, shader: &Shader, key: &FragmentKey) -> (Vec<Out>, Option<Handle<Type>>) {
    let find = |semantic, index| {
        let output = shader
            .info
            .outputs
            .iter()
            .find(|output| output.semantic == (semantic, index));
        output.map(|output| output.register)
    };
    let mut outputs = Vec::new();
    let mut members = Vec::new();
    let mut color = |index: u32, target: Target, binding: Binding, name: String, outputs: &mut Vec<Out>| {
        let kind = target_kind(target);
        let written = if shader.info.color0_writes_all && !key.dual_source {
            0
        } else {
            index
        };
        outputs.push(Out::Color {
            register: find(Semantic::Color, written),
            target,
            factor: key.constant_factors.get(index as usize).copied().flatten(),
        });
        (name, b.vector_type(kind, 4), binding)
    };
    if key.dual_source {
        let target = match key.targets.first() {
            // Blending has two sources for numbers that can be blended only.
            Some(Target::AlphaInRed) => Target::AlphaInRed,
            Some(_) | None => Target::Float,
        };
        for source in [0, 1] {
            let binding = color_binding(0, Some(source));
            members.push(color(
                source,
                target,
                binding,
                format!("source{source}"),
                &mut outputs,
            ));
        }
    } else {
        for (index, target) in (0u32..).zip(&key.targets) {
            if *target != Target::None {
                let binding = color_binding(index, None);
                members.push(color(
                    index,
                    *target,
                    binding,
                    format!("color{index}"),
                    &mut outputs,
                ));
            }
        }
    }
    // With early tests the depth that a shader writes is ignored (GL 4.3, 15.2.4).
    let keeps_depth = !shader.info.early_depth && !key.without_depth;
    if let Some(register) = find(Semantic::Position, 0).filter(|_| keeps_depth) {
        outputs.push(Out::Depth { register });
        let ty = b.vector_type(Kind::Float, 1);
        members.push(("depth".to_owned(), ty, Binding::BuiltIn(BuiltIn::FragDepth)));
    }
    // Where pixels have no samples, what is said of them is ignored (GL 4.0, 3.9.2).
    let register = find(Semantic::SampleMask, 0).filter(|_| key.multisample.several);
    if register.is_some() || key.multisample.alpha_to_coverage {
        outputs.push(Out::SampleMask { register });
        let ty = b.vector_type(Kind::Uint, 1);
        members.push((
            "sample_mask".to_owned(),
            ty,
            Binding::BuiltIn(BuiltIn::SampleMask),
        ));
    }
    if members.is_empty() {
        return (outputs, None);
    }
    let result = output_struct(b, members);
    (outputs, Some(result))
}

fn target_kind(target: Target) -> Kind {
    match target {
        Target::None | Target::Float | Target::AlphaInRed => Kind::Float,
        Target::Sint => Kind::Sint,
        Target::Uint => Kind::Uint,
    }
}

/// The built-in values that were asked for, each an argument once.
#[derive(Default)]
pub(super) struct BuiltIns {
    position: Option<Value>,
    front: Option<Value>,
    point: Option<Value>,
    primitive: Option<Value>,
    pub(super) sample: Option<Value>,
    pub(super) mask: Option<Value>,
}

impl Lowering<'_> {
    fn fragment_inputs(&mut self, key: &FragmentKey, varyings: &[Varying]) -> Result<(), LowerError> {
        let mut builtins = BuiltIns::default();
        let mut arguments = Vec::new();
        for (location, varying) in (0u32..).zip(varyings) {
            let binding = varying_binding(location, varying);
            let kind = varying_kind(varying);
            arguments.push(argument(
                &mut self.b,
                format!("varying{location}"),
                kind,
                4,
                binding,
            ));
        }
        let crossed = (0..key.constants.crossing()).map(|place| {
            let binding = crossing_binding(varyings.len(), place);
            argument(&mut self.b, format!("block{place}"), Kind::Uint, 4, binding)
        });
        let crossed = crossed.collect::<Vec<_>>();
        match (key.constants, crossed.first()) {
            (key::Constants::Shared, Some(first)) => {
                let base = self.b.scalar(first.component(0));
                self.constants.set_base(base);
            }
            _ => {
                let elements = key.constants.elements().zip(crossed).collect();
                self.constants
                    .set_crossed(&mut self.b, key.constants.is_slot(), elements);
            }
        }
        let layout = &self.shader.layout;
        let count = layout.inputs.last().map_or(0, |input| input.register + 1);
        self.inputs = vec![None; count as usize];
        for input in layout.inputs.iter().filter(|input| input.read) {
            let value = match varying_of(self.shader, input, key) {
                Some(varying) => {
                    let find = |semantic| {
                        let place = varyings.iter().position(|known| known.semantic == semantic);
                        place.and_then(|place| arguments.get(place)).copied()
                    };
                    let front = find(varying.semantic);
                    let back = match varying.semantic {
                        VaryingSemantic::Color(index) if key.two_side => {
                            find(VaryingSemantic::BackColor(index))
                        }
                        _ => None,
                    };
                    self.sided(&mut builtins, front, back)
                }
                None => match input.semantic {
                    Some((semantic, _)) => Some(self.fragment_value(&mut builtins, key, semantic)?),
                    None => None,
                },
            };
            if let Some(place) = self.inputs.get_mut(input.register as usize) {
                *place = value;
            }
        }
        for semantic in &layout.system_values {
            let value = match semantic {
                Some(semantic) => Some(self.fragment_value(&mut builtins, key, *semantic)?),
                None => None,
            };
            self.system_values.push(value);
        }
        self.round_point(&mut builtins, key, varyings, &arguments);
        if key.polygon_stipple || key.logic_op.is_some() {
            let position = self.window_position(&mut builtins);
            if let StageState::Fragment(state) = &mut self.stage {
                state.position = Some(position);
            }
        }
        let reads_samples = key.logic_op.is_some() && key.multisample.destination;
        let several = key.multisample.several;
        if several && self.shader.interpolates() {
            let mask = self.covered_samples(&mut builtins);
            if let StageState::Fragment(state) = &mut self.stage {
                state.mask = Some(mask);
            }
        }
        if reads_samples || shades_samples(self.shader, key) {
            let sample = self.sample_index(&mut builtins);
            if let StageState::Fragment(state) = &mut self.stage {
                state.sample = Some(sample);
            }
        }
        self.fill_input_arrays();
        if self.stipples_before()
            && let Some((pattern, position)) = key.header().stipple.zip(builtins.position)
        {
            let outside = self.polygon_stipple(pattern, position);
            self.discard_where(outside);
        }
        Ok(())
    }

    /// Finds how much of the pixel a smooth point covers, whose size is among the varyings.
    fn round_point(
        &mut self,
        builtins: &mut BuiltIns,
        key: &FragmentKey,
        varyings: &[Varying],
        arguments: &[Value],
    ) {
        let mut all = varyings.iter().zip(arguments);
        let size = all.find(|(varying, _)| varying.semantic == VaryingSemantic::PointSize);
        let Some((_, size)) = size else { return };
        let size = self.b.convert(*size, Kind::Float);
        let size = self.b.scalar(size.component(0));
        let place = self.point_coordinate(builtins, key);
        let coverage = self.covered_by_point(place, size);
        if let StageState::Fragment(state) = &mut self.stage {
            state.coverage = Some(coverage);
        }
    }

    /// That it is there makes each sample be shaded.
    pub(super) fn sample_index(&mut self, builtins: &mut BuiltIns) -> Value {
        let b = &mut self.b;
        let binding = Binding::BuiltIn(BuiltIn::SampleIndex);
        *builtins
            .sample
            .get_or_insert_with(|| argument(b, "sample_index".into(), Kind::Uint, 1, binding))
    }

    /// The colour of the side that is seen.
    fn sided(
        &mut self,
        builtins: &mut BuiltIns,
        front: Option<Value>,
        back: Option<Value>,
    ) -> Option<[Component; 4]> {
        let front = front?;
        let Some(back) = back else {
            return Some(components(front));
        };
        let back = self.b.convert(back, front.kind);
        let is_front = self.front_facing(builtins);
        Some(components(self.b.select(is_front, front, back)))
    }

    fn front_facing(&mut self, builtins: &mut BuiltIns) -> Value {
        let b = &mut self.b;
        *builtins.front.get_or_insert_with(|| {
            argument(
                b,
                "front_facing".into(),
                Kind::Bool,
                1,
                Binding::BuiltIn(BuiltIn::FrontFacing),
            )
        })
    }

    /// A value that the rasterizer makes.
    fn fragment_value(
        &mut self,
        builtins: &mut BuiltIns,
        key: &FragmentKey,
        semantic: Semantic,
    ) -> Result<[Component; 4], LowerError> {
        let (zero, one) = (self.b.float(0.0), self.b.float(1.0));
        let none = self.b.uint(0);
        Ok(match semantic {
            Semantic::Position => self.fragment_position(builtins),
            Semantic::Face => {
                let front = self.front_facing(builtins);
                let minus_one = self.b.float(-1.0);
                let face = self.b.select(front, one, minus_one);
                [face, zero, zero, one].map(|value| value.component(0))
            }
            Semantic::PointCoord | Semantic::Generic | Semantic::Texcoord => {
                let [x, y] = self.point_coordinate(builtins, key);
                [x, y, zero, one].map(|value| value.component(0))
            }
            Semantic::PrimitiveId => {
                let b = &mut self.b;
                let binding = Binding::BuiltIn(BuiltIn::PrimitiveIndex);
                let value = *builtins
                    .primitive
                    .get_or_insert_with(|| argument(b, "primitive_index".into(), Kind::Uint, 1, binding));
                [value.component(0); 4]
            }
            Semantic::SampleId => {
                let value = self.sample_index(builtins);
                [value.component(0); 4]
            }
            Semantic::SamplePosition => {
                let sample = key.multisample.several.then(|| self.sample_index(builtins));
                let [x, y] = self.sample_place(sample);
                [x, y, zero, one].map(|value| value.component(0))
            }
            Semantic::SampleMask => {
                let value = self.shaded_samples(builtins, key);
                [value.component(0); 4]
            }
            // One that only helps its neighbours covers no sample.
            Semantic::HelperInvocation => {
                let mask = self.covered_samples(builtins);
                let helps = self.b.compare(Op::Equal, mask, none);
                [self.b.convert(helps, Kind::Uint).component(0); 4]
            }
            Semantic::Layer | Semantic::ViewportIndex => [none.component(0); 4],
            _ => return Err(LowerError::Unsupported("this system value in a fragment shader")),
        })
    }

    fn window_position(&mut self, builtins: &mut BuiltIns) -> Value {
        let b = &mut self.b;
        *builtins.position.get_or_insert_with(|| {
            let binding = Binding::BuiltIn(BuiltIn::Position { invariant: false });
            argument(b, "position".into(), Kind::Float, 4, binding)
        })
    }

    /// Window coordinates, and 1/w: SPIR-V's `FragCoord` is GL's.
    fn fragment_position(&mut self, builtins: &mut BuiltIns) -> [Component; 4] {
        let position = self.window_position(builtins);
        let mut vector = components(position);
        if self.shader.program.properties.integer_centers {
            let half = self.b.float(0.5);
            for component in vector.iter_mut().take(2) {
                let scalar = self.b.scalar(*component);
                *component = self.b.binary(Op::Subtract, scalar, half).component(0);
            }
        }
        vector
    }

    fn point_coordinate(&mut self, builtins: &mut BuiltIns, key: &FragmentKey) -> [Value; 2] {
        if !key.points && key.sprite_coordinates == 0 {
            let zero = self.b.float(0.0);
            return [zero, zero];
        }
        let b = &mut self.b;
        let point = *builtins.point.get_or_insert_with(|| {
            argument(
                b,
                "point_coord".into(),
                Kind::Float,
                2,
                Binding::BuiltIn(BuiltIn::PointCoord),
            )
        });
        let [x, mut y] = [0, 1].map(|lane| self.b.scalar(point.component(lane)));
        if key.sprite_lower_left {
            let one = self.b.float(1.0);
            y = self.b.binary(Op::Subtract, one, y);
        }
        [x, y]
    }

    /// Tests, discards, and hands the outputs on.
    pub(super) fn finish_fragment(&mut self) -> Result<(), LowerError> {
        let StageState::Fragment(state) = &self.stage else {
            return Err(LowerError::Unsupported("the end of a fragment shader elsewhere"));
        };
        let (key, result, outputs) = (state.key, state.result, state.outputs.clone());
        let (position, destination) = (state.position, state.destination);
        let sample = state.sample.filter(|_| key.multisample.destination);
        if !self.stipples_before()
            && let Some((pattern, position)) = key.header().stipple.zip(position)
        {
            let outside = self.polygon_stipple(pattern, position);
            self.when(outside, Statement::Kill);
        }
        self.leave_uncovered();
        self.alpha_test(key);
        let logic_op = key.logic_op.zip(destination).zip(position);
        let mut is_first = true;
        let mut members = Vec::new();
        for output in outputs {
            members.push(match output {
                Out::Color {
                    register,
                    target,
                    factor,
                } => {
                    let mut color = self.color(register, target, key.alpha_to_one);
                    if let Some(factor) = factor.filter(|_| color.kind == Kind::Float) {
                        color = self.multiplied(color, factor);
                    }
                    match logic_op {
                        Some(((op, destination), position)) if is_first && color.kind == Kind::Float => {
                            is_first = false;
                            self.logic_op(op, color, (destination, sample), position).handle
                        }
                        _ => color.handle,
                    }
                }
                Out::Depth { register } => {
                    let depth = self.output_lane(register, 2, Kind::Float);
                    self.b.math(Fun::Saturate, &[depth]).handle
                }
                Out::SampleMask { register } => self.sample_mask(key, register).handle,
            });
        }
        let value = result.map(|ty| {
            self.b.expression(Expression::Compose {
                ty,
                components: members,
            })
        });
        self.b.push(Statement::Return { value });
        Ok(())
    }

    /// Whether fragments are discarded by the pattern before the text, and not after it: so that they do not write memory.
    pub(super) fn stipples_before(&self) -> bool {
        match &self.stage {
            StageState::Fragment(state) => state.key.polygon_stipple && self.shader.info.memory.writes,
            StageState::Vertex(_) | StageState::Compute => false,
        }
    }

    fn color(&mut self, register: Option<u32>, target: Target, alpha_to_one: bool) -> Value {
        let kind = target_kind(target);
        let Some(register) = register else {
            let zero = self.b.literal(kind, 0);
            return self.b.splat(zero, 4);
        };
        let mut lanes = self.output_components(register);
        let float = kind == Kind::Float;
        if float && self.coverage().is_some() {
            lanes[3] = self.covered_alpha(register).component(0);
        }
        if alpha_to_one && float {
            lanes[3] = self.b.float(1.0).component(0);
        }
        if target == Target::AlphaInRed {
            // Alpha stays where it is too: blend factors refer to it.
            lanes = [lanes[3]; 4];
        }
        self.b.gather(&lanes, kind)
    }

    /// A colour whose red, green and blue are multiplied by the header's constant.
    fn multiplied(&mut self, color: Value, factor: ConstantFactor) -> Value {
        let header = self.header(0, Kind::Float);
        let b = &mut self.b;
        let constant = [1, 2, 3].map(|lane| header.component(lane));
        let mut constant = b.gather(&constant, Kind::Float);
        let mut source = color;
        let one = b.float(1.0);
        match factor.range {
            key::Range::Unorm => {
                [constant, source] = [constant, source].map(|value| b.math(Fun::Saturate, &[value]))
            }
            key::Range::Snorm => {
                let minus_one = b.float(-1.0);
                [constant, source] = [constant, source].map(|value| {
                    let bounds = [minus_one, one].map(|bound| b.splat(bound, value.width));
                    b.math(Fun::Clamp, &[value, bounds[0], bounds[1]])
                });
            }
            key::Range::Float => {}
        }
        if factor.inverted {
            let one = b.splat(one, 3);
            constant = b.binary(Op::Subtract, one, constant);
        }
        let lanes = [0, 1, 2].map(|lane| source.component(lane));
        let product = b.gather(&lanes, Kind::Float);
        let product = b.binary(Op::Multiply, product, constant);
        let alpha = source.component(3);
        let lanes = [0, 1, 2].map(|lane| product.component(lane));
        b.gather(&[lanes[0], lanes[1], lanes[2], alpha], Kind::Float)
    }

    /// Discards what does not pass; a NaN passes only what every value passes, and `NotEqual`.
    fn alpha_test(&mut self, key: &FragmentKey) {
        let op = match key.alpha_test {
            CompareFunction::Always => return,
            CompareFunction::NotEqual => None,
            CompareFunction::Never => {
                let yes = self.b.literal(Kind::Bool, 1);
                self.when(yes, Statement::Kill);
                return;
            }
            CompareFunction::Less => Some(Op::Less),
            CompareFunction::Equal => Some(Op::Equal),
            CompareFunction::LessEqual => Some(Op::LessEqual),
            CompareFunction::Greater => Some(Op::Greater),
            CompareFunction::GreaterEqual => Some(Op::GreaterEqual),
        };
        if matches!(key.targets.first(), Some(Target::Sint | Target::Uint)) {
            return;
        }
        let output = self
            .shader
            .info
            .outputs
            .iter()
            .find(|output| output.semantic == (Semantic::Color, 0));
        let Some(register) = output.map(|output| output.register) else {
            return;
        };
        let alpha = self.covered_alpha(register);
        let reference = self.header(0, Kind::Float);
        let reference = self.b.scalar(reference.component(0));
        let passes = match op {
            Some(op) => self.b.compare(op, alpha, reference),
            None => self.b.differs(alpha, reference),
        };
        self.b.open();
        self.b.push(Statement::Kill);
        let reject = self.b.close();
        self.b.push(Statement::If {
            condition: passes.handle,
            accept: Block::new(),
            reject,
        });
    }
}
