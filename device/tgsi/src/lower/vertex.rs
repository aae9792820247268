//! What stands before and behind a vertex shader.

use super::builder::{Builder, Component, Kind, Value};
use super::constant::{Bindings, Constants};
use super::key::{
    self, Attribute, ComponentKind, Interpolation, PointSize, Varying, VaryingSemantic, VertexKey,
};
use super::memory::Storage;
use super::plan::{self, Interface};
use super::register::Registers;
use super::texture::Textures;
use super::{LowerError, Lowering, StageState, streamout};
use crate::Shader;
use crate::limits;
use crate::scan::Semantic;
use naga::{
    BinaryOperator as Op, Binding, BuiltIn, Expression, FunctionArgument, FunctionResult, Handle,
    MathFunction as Fun, Sampling, ShaderStage, Statement, StructMember, Type, TypeInner,
};

/// What only a vertex shader has.
pub(super) struct VertexState<'a> {
    pub(super) key: &'a VertexKey,
    pub(super) header: key::VertexHeader,
    /// Nothing for transform feedback.
    result: Option<Handle<Type>>,
    /// Of transform feedback.
    place: Option<streamout::Place>,
    /// Of [`key::Constants::Slot`]: the index of the fragment block.
    fragment_base: Option<Value>,
    pub(super) vertex_index: Option<Value>,
    pub(super) instance_index: Option<Value>,
    /// Pulled vertex buffers that are declared.
    pub(super) buffers: Vec<(u8, Handle<Expression>)>,
}

/// What instructions need to know of inputs and outputs.
struct Kinds<'a> {
    shader: &'a Shader,
    key: &'a VertexKey,
}

impl Interface for Kinds<'_> {
    fn input_is_integer(&self, register: u32) -> bool {
        match self.key.attributes.get(register as usize) {
            Some(Attribute::NativeUint | Attribute::NativeSint) => true,
            Some(Attribute::Pulled { format, .. }) => {
                matches!(format.kind, ComponentKind::Uint | ComponentKind::Sint)
            }
            Some(Attribute::NativeFloat | Attribute::Absent) | None => false,
        }
    }

    fn output_is_integer(&self, register: u32) -> bool {
        // What is captured are bits.
        let captured = self.key.streamout.as_ref().is_some_and(|streamout| {
            let mut outputs = streamout.outputs.iter();
            outputs.any(|output| u32::from(output.register) == register)
        });
        if captured {
            return true;
        }
        let flat = |varying: &Varying| varying.interpolation == Interpolation::Flat;
        self.key
            .varyings
            .iter()
            .any(|varying| flat(varying) && output_of(self.shader, varying.semantic) == Some(register))
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

/// The register of the output with this meaning.
fn find_output(shader: &Shader, semantic: Semantic, index: u32) -> Option<u32> {
    let output = shader
        .info
        .outputs
        .iter()
        .find(|output| output.semantic == (semantic, index));
    output.map(|output| output.register)
}

/// The register of the output that a varying is.
fn output_of(shader: &Shader, varying: VaryingSemantic) -> Option<u32> {
    let (semantic, index) = match varying {
        VaryingSemantic::Color(index) => (Semantic::Color, index),
        VaryingSemantic::BackColor(index) => (Semantic::BackColor, index),
        VaryingSemantic::Fog => (Semantic::Fog, 0),
        VaryingSemantic::Generic(index) => (Semantic::Generic, index),
        VaryingSemantic::Texcoord(index) => (Semantic::Texcoord, index),
        VaryingSemantic::ClipDistance(index) => (Semantic::ClipDistance, index),
        VaryingSemantic::PointSize => return None,
        VaryingSemantic::Other(number) => {
            let output = shader
                .info
                .outputs
                .iter()
                .find(|output| output.semantic.0 as u8 == number);
            return output.map(|output| output.register);
        }
    };
    find_output(shader, semantic, u32::from(index))
}

/// The binding of a varying; both stages must say the same.
pub(super) fn varying_binding(location: u32, varying: &Varying) -> Binding {
    let sampling = match (varying.sample, varying.centroid) {
        (true, _) => Sampling::Sample,
        (false, true) => Sampling::Centroid,
        (false, false) => Sampling::Center,
    };
    let (interpolation, sampling) = match varying.interpolation {
        Interpolation::Flat => (naga::Interpolation::Flat, None),
        Interpolation::Linear => (naga::Interpolation::Linear, Some(sampling)),
        Interpolation::Perspective => (naga::Interpolation::Perspective, Some(sampling)),
    };
    let interpolation = Some(interpolation);
    Binding::Location {
        location,
        interpolation,
        sampling,
        blend_src: None,
        per_primitive: false,
    }
}

/// The kind of scalar that a varying crosses as.
pub(super) fn varying_kind(varying: &Varying) -> Kind {
    if varying.interpolation == Interpolation::Flat {
        Kind::Uint
    } else {
        Kind::Float
    }
}

/// The binding of the slot's fragment block, behind all varyings.
pub(super) fn crossing_binding(varyings: usize, element: u8) -> Binding {
    Binding::Location {
        location: varyings as u32 + u32::from(element),
        interpolation: Some(naga::Interpolation::Flat),
        sampling: None,
        blend_src: None,
        per_primitive: false,
    }
}

/// A struct of outputs. Its members stand at multiples of 16 bytes, which suits every type in it.
pub(super) fn output_struct(b: &mut Builder, members: Vec<(String, Handle<Type>, Binding)>) -> Handle<Type> {
    let mut span = 0;
    let members = members.into_iter().map(|(name, ty, binding)| {
        let offset = span;
        // An array of eight distances is the largest member.
        span += 32;
        StructMember {
            name: Some(name),
            ty,
            binding: Some(binding),
            offset,
        }
    });
    let members = members.collect();
    b.type_of(TypeInner::Struct {
        members,
        span: span.max(16),
    })
}

/// Adds an argument of the entry point.
pub(super) fn argument(b: &mut Builder, name: String, kind: Kind, width: u8, binding: Binding) -> Value {
    let ty = b.vector_type(kind, width);
    let index = b.function.arguments.len() as u32;
    b.function.arguments.push(FunctionArgument {
        name: Some(name),
        ty,
        binding: Some(binding),
    });
    b.value(kind, width, Expression::FunctionArgument(index))
}

/// A vector's own components.
pub(super) fn components(value: Value) -> [Component; 4] {
    [0, 1, 2, 3].map(|lane| value.component(lane))
}

/// Whether so many varyings can cross, with the fragment block.
pub(super) fn check_varyings(count: usize, constants: key::Constants) -> Result<(), LowerError> {
    if count + usize::from(constants.crossing()) > limits::VARYINGS {
        return Err(LowerError::Limit {
            what: "varyings",
            limit: limits::VARYINGS,
        });
    }
    Ok(())
}

/// Lowers a vertex shader.
pub(super) fn lower(shader: &Shader, key: &VertexKey) -> Result<naga::Module, LowerError> {
    check_varyings(key.varyings.len(), key.constants)?;
    if key.streamout.is_some() && key.constants != key::Constants::Uniform {
        return Err(LowerError::Unsupported(
            "constants that cross in a compute shader",
        ));
    }
    if shader.program.properties.window_space_position {
        return Err(LowerError::Unsupported("a position in window space"));
    }
    let plan = plan::plan(shader, &Kinds { shader, key });
    let mut b = Builder::new();
    let header = key.header();
    let bindings = Bindings {
        crosses: false,
        block: 0,
        buffers: 0,
        packs: key.packs,
    };
    let constants = Constants::new(&mut b, shader, key.constants, header.len, &bindings)?;
    let textures = Textures::new(&mut b, shader, &key.samplers, key::VERTEX_TEXTURES);
    let storage = Storage::new(&mut b, shader, &key.storage, &header.storage, 0, 0);
    let registers = Registers::new(&mut b, shader, &plan)?;
    let result = match key.streamout {
        Some(_) => None,
        None => Some(result_type(&mut b, key)),
    };
    let sampler_headers = header.samplers.clone();
    let state = VertexState {
        key,
        header,
        result,
        place: None,
        fragment_base: None,
        vertex_index: None,
        instance_index: None,
        buffers: Vec::new(),
    };
    let stage = StageState::Vertex(state);
    let mut lowering = Lowering::new(shader, b, stage, constants, textures, storage, registers);
    lowering.sampler_headers = sampler_headers;
    lowering.declare_flow();
    lowering.vertex_inputs(key)?;
    lowering.body()?;
    let stage = match key.streamout {
        Some(_) => ShaderStage::Compute,
        None => ShaderStage::Vertex,
    };
    Ok(lowering.entry_point(stage, result))
}

fn result_type(b: &mut Builder, key: &VertexKey) -> Handle<Type> {
    let vector = b.vector_type(Kind::Float, 4);
    let bits = b.vector_type(Kind::Uint, 4);
    // Passes that draw the same geometry with other state must get the same depth (OpenGL 2.1, appendix A).
    let position = Binding::BuiltIn(BuiltIn::Position { invariant: true });
    let mut members = vec![("position".to_owned(), vector, position)];
    for (location, varying) in (0u32..).zip(&key.varyings) {
        let ty = if varying_kind(varying) == Kind::Uint {
            bits
        } else {
            vector
        };
        members.push((
            format!("varying{location}"),
            ty,
            varying_binding(location, varying),
        ));
    }
    for place in 0..key.constants.crossing() {
        members.push((
            format!("block{place}"),
            bits,
            crossing_binding(key.varyings.len(), place),
        ));
    }
    let float = b.vector_type(Kind::Float, 1);
    if key.point_size != PointSize::None {
        members.push((
            "point_size".to_owned(),
            float,
            Binding::BuiltIn(BuiltIn::PointSize),
        ));
    }
    if key.clip_planes != 0 {
        let distances = b.array_type(float, Some(key.clip_planes.count_ones()), 4);
        members.push((
            "clip_distances".to_owned(),
            distances,
            Binding::BuiltIn(BuiltIn::ClipDistances),
        ));
    }
    output_struct(b, members)
}

impl Lowering<'_> {
    /// Wraps the function up.
    pub(super) fn entry_point(mut self, stage: ShaderStage, result: Option<Handle<Type>>) -> naga::Module {
        let body = self.b.close();
        let mut function = self.b.function;
        function.name = Some("main".into());
        function.body = body;
        function.result = result.map(|ty| FunctionResult { ty, binding: None });
        let force_early = stage == ShaderStage::Fragment && self.shader.program.properties.early_depth;
        self.b.module.entry_points.push(naga::EntryPoint {
            name: "main".into(),
            stage,
            early_depth_test: force_early.then_some(naga::EarlyDepthTest::Force),
            workgroup_size: match (stage, &self.stage) {
                (ShaderStage::Compute, StageState::Compute) => self.shader.info.workgroup_size,
                (ShaderStage::Compute, _) => [key::STREAMOUT_WORKGROUP, 1, 1],
                _ => [0; 3],
            },
            workgroup_size_overrides: None,
            function,
            mesh_info: None,
            task_payload: None,
            incoming_ray_payload: None,
        });
        self.b.module
    }

    /// The built-in values that the stage reads.
    fn vertex_builtins(&mut self, key: &VertexKey) -> (Option<Value>, Option<Value>) {
        let layout = &self.shader.layout;
        let read = |register: u32| {
            layout
                .inputs
                .iter()
                .any(|input| input.register == register && input.read)
        };
        let pulled = |(register, attribute): (u32, &Attribute)| {
            let per_instance = match attribute {
                Attribute::Pulled { per_instance, .. } => Some(*per_instance),
                Attribute::Absent
                | Attribute::NativeFloat
                | Attribute::NativeUint
                | Attribute::NativeSint => None,
            };
            per_instance.filter(|_| read(register))
        };
        let mut pulls = (0u32..)
            .zip(&key.attributes)
            .filter_map(pulled)
            .collect::<Vec<_>>();
        pulls.dedup();
        let values = layout.system_values.iter().flatten();
        let uses = |semantic: Semantic| values.clone().any(|value| *value == semantic);
        let slot = key.constants.is_slot();
        let vertex = pulls.contains(&false) || uses(Semantic::VertexId) || uses(Semantic::VertexIdNoBase);
        let instance = slot || pulls.contains(&true) || uses(Semantic::InstanceId);
        let mut builtin = |wanted: bool, name: &str, builtin| {
            wanted.then(|| argument(&mut self.b, name.into(), Kind::Uint, 1, Binding::BuiltIn(builtin)))
        };
        let vertex_index = builtin(vertex, "vertex_index", BuiltIn::VertexIndex);
        let instance_index = builtin(instance, "instance_index", BuiltIn::InstanceIndex);
        if let (true, Some(slot)) = (slot, instance_index) {
            let element = self.constants.slot(&mut self.b, slot);
            let base = self.b.scalar(element.component(0));
            let fragment = self.b.scalar(element.component(1));
            self.constants.set_base(base);
            if let StageState::Vertex(state) = &mut self.stage {
                state.fragment_base = Some(fragment);
            }
        }
        // With slots, the instance index is the slot's number and there is one instance, the first.
        let instance_index = if slot {
            Some(self.b.uint(0))
        } else {
            instance_index
        };
        (vertex_index, instance_index)
    }

    fn vertex_inputs(&mut self, key: &VertexKey) -> Result<(), LowerError> {
        let (vertex_index, instance_index) = match (&key.streamout, key.header().streamout) {
            (Some(streamout), Some(header)) => {
                let invocation = self.invocation(streamout, header);
                if let StageState::Vertex(state) = &mut self.stage {
                    state.place = Some(invocation.place);
                }
                (Some(invocation.vertex_index), Some(invocation.instance_index))
            }
            _ => self.vertex_builtins(key),
        };
        let layout = &self.shader.layout;
        if let StageState::Vertex(state) = &mut self.stage {
            state.vertex_index = vertex_index;
            state.instance_index = instance_index;
        }
        self.system_values = self.vertex_system_values(vertex_index, instance_index)?;
        let count = layout.inputs.last().map_or(0, |input| input.register + 1);
        self.inputs = vec![None; count as usize];
        for input in layout.inputs.iter().filter(|input| input.read) {
            let attribute = key
                .attributes
                .get(input.register as usize)
                .copied()
                .unwrap_or(Attribute::Absent);
            let value = self.attribute(input.register, attribute)?;
            if let Some(place) = self.inputs.get_mut(input.register as usize) {
                *place = Some(value);
            }
        }
        self.fill_input_arrays();
        Ok(())
    }

    fn vertex_system_values(
        &mut self,
        vertex_index: Option<Value>,
        instance_index: Option<Value>,
    ) -> Result<Vec<Option<[Component; 4]>>, LowerError> {
        let mut values = Vec::new();
        for semantic in &self.shader.layout.system_values {
            let value = match semantic {
                None => None,
                Some(Semantic::VertexId | Semantic::VertexIdNoBase) => vertex_index,
                Some(Semantic::InstanceId) => instance_index,
                // The renderer folds the base into offsets, and draws one by one.
                Some(Semantic::BaseVertex | Semantic::BaseInstance | Semantic::DrawId) => {
                    Some(self.b.uint(0))
                }
                Some(_) => return Err(LowerError::Unsupported("this system value in a vertex shader")),
            };
            values.push(value.map(|value| [value.component(0); 4]));
        }
        Ok(values)
    }

    fn attribute(&mut self, register: u32, attribute: Attribute) -> Result<[Component; 4], LowerError> {
        let pulls_all = matches!(&self.stage, StageState::Vertex(state) if state.key.streamout.is_some());
        let kind = match attribute {
            Attribute::Absent => {
                let (zero, one) = (self.b.float(0.0).component(0), self.b.float(1.0).component(0));
                return Ok([zero, zero, zero, one]);
            }
            Attribute::NativeFloat | Attribute::NativeUint | Attribute::NativeSint if pulls_all => {
                return Err(LowerError::Unsupported(
                    "vertices that a compute shader does not pull",
                ));
            }
            Attribute::NativeFloat => Kind::Float,
            Attribute::NativeUint => Kind::Uint,
            Attribute::NativeSint => Kind::Sint,
            Attribute::Pulled {
                buffer,
                format,
                per_instance,
            } => {
                return self.pull(register, buffer, format, per_instance);
            }
        };
        let binding = Binding::Location {
            location: register,
            interpolation: None,
            sampling: None,
            blend_src: None,
            per_primitive: false,
        };
        Ok(components(argument(
            &mut self.b,
            format!("in{register}"),
            kind,
            4,
            binding,
        )))
    }

    /// Hands the outputs on.
    pub(super) fn finish_vertex(&mut self) -> Result<(), LowerError> {
        let StageState::Vertex(state) = &self.stage else {
            return Err(LowerError::Unsupported("the end of a vertex shader elsewhere"));
        };
        let (key, planes, base) = (state.key, state.header.planes, state.fragment_base);
        if let (Some(streamout), Some(place)) = (&key.streamout, state.place) {
            self.capture(streamout, place)?;
            self.b.push(Statement::Return { value: None });
            return Ok(());
        }
        let Some(result) = state.result else {
            return Err(LowerError::Unsupported("a vertex stage without a result"));
        };
        let mut outputs = vec![self.position().handle];
        for varying in &key.varyings {
            let kind = varying_kind(varying);
            let value = match output_of(self.shader, varying.semantic) {
                Some(register) => self.output(register, kind),
                None if varying.semantic == VaryingSemantic::PointSize => {
                    let size = self.point_size(key.point_size);
                    let size = self.b.convert(size, kind);
                    self.b.splat(size, 4)
                }
                None => {
                    let zero = self.b.literal(kind, 0);
                    self.b.splat(zero, 4)
                }
            };
            outputs.push(value.handle);
        }
        if let (key::Constants::Shared, Some(base)) = (key.constants, base) {
            outputs.push(self.b.splat(base, 4).handle);
        }
        for element in key.constants.elements() {
            let value = match base {
                Some(base) => self.constants.shared_element(&mut self.b, base, element),
                None => self.constants.handed(&mut self.b, element),
            };
            outputs.push(value.handle);
        }
        if key.point_size != PointSize::None {
            let mut size = self.point_size(key.point_size);
            if key
                .varyings
                .iter()
                .any(|varying| varying.semantic == VaryingSemantic::PointSize)
            {
                // Half a pixel on each side for the edge.
                let edge = self.b.float(1.0);
                size = self.b.binary(Op::Add, size, edge);
            }
            outputs.push(size.handle);
        }
        if key.clip_planes != 0 {
            outputs.push(self.clip_distances(key.clip_planes, planes.unwrap_or(0)));
        }
        let value = self.b.expression(Expression::Compose {
            ty: result,
            components: outputs,
        });
        self.b.push(Statement::Return { value: Some(value) });
        Ok(())
    }

    /// The position as the shader wrote it.
    fn raw_position(&mut self) -> [Component; 4] {
        match find_output(self.shader, Semantic::Position, 0) {
            Some(register) => self.output_components(register),
            None => [self.b.float(0.0).component(0); 4],
        }
    }

    /// From GL's clip space to that of the host: `(x, y × ys, z × zs + w × zw, w)`.
    fn position(&mut self) -> Value {
        let raw = self.raw_position();
        let factors = self.header(0, Kind::Float);
        let [x, y, z, w] = raw.map(|component| self.b.gather(&[component], Kind::Float));
        let [ys, zs, zw] = [0, 1, 2].map(|lane| self.b.scalar(factors.component(lane)));
        let y = self.b.binary(Op::Multiply, y, ys);
        let z = self.b.binary(Op::Multiply, z, zs);
        let shift = self.b.binary(Op::Multiply, w, zw);
        let z = self.b.binary(Op::Add, z, shift);
        self.b
            .gather(&[x, y, z, w].map(|value| value.component(0)), Kind::Float)
    }

    fn point_size(&mut self, source: PointSize) -> Value {
        let register = find_output(self.shader, Semantic::PointSize, 0);
        match (source, register) {
            (PointSize::Shader, Some(register)) => {
                let size = self.output_lane(register, 0, Kind::Float);
                let bounds = self.header(1, Kind::Float);
                let [least, most] = [0, 1].map(|lane| self.b.scalar(bounds.component(lane)));
                self.b.math(Fun::Clamp, &[size, least, most])
            }
            (PointSize::Shader | PointSize::Fixed | PointSize::None, _) => {
                let factors = self.header(0, Kind::Float);
                self.b.scalar(factors.component(3))
            }
        }
    }

    fn clip_distances(&mut self, enabled: u8, planes: u32) -> Handle<Expression> {
        let vertex = match find_output(self.shader, Semantic::ClipVertex, 0) {
            Some(register) => self.output(register, Kind::Float),
            None => {
                let raw = self.raw_position();
                self.b.gather(&raw, Kind::Float)
            }
        };
        let mut distances = Vec::new();
        for plane in (0..8).filter(|plane| enabled >> plane & 1 != 0) {
            let own = find_output(self.shader, Semantic::ClipDistance, plane / 4);
            let distance = match own {
                Some(register) => self.output_lane(register, (plane % 4) as usize, Kind::Float),
                None => {
                    let equation = self.header(planes.saturating_add(plane), Kind::Float);
                    self.b
                        .math_raw(Fun::Dot, &[equation.handle, vertex.handle], Kind::Float, 1)
                }
            };
            distances.push(distance.handle);
        }
        let float = self.b.vector_type(Kind::Float, 1);
        let ty = self.b.array_type(float, Some(enabled.count_ones()), 4);
        self.b.expression(Expression::Compose {
            ty,
            components: distances,
        })
    }
}
