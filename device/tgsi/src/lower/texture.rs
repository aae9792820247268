//! Texture instructions: what they say, and the bindings that they use. Each gives four components of a result,
//! which are written in one place.

mod border;
mod buffer;
mod compare;
mod integer;
mod level;
mod sample;
mod select;

use super::alu::places;
use super::builder::{Builder, Kind, Value};
use super::constant::bound;
use super::key::{CompareEmulation, SamplerKey, Swizzle, TexelKind};
use super::memory::Lanes;
use super::{LowerError, Lowering};
use crate::Shader;
use crate::ast::{File, Instruction, Source, Target};
use crate::limits;
use crate::opcode::Opcode;
use crate::scan::{Dimension, is_multisampled, target_of};
use naga::{
    AddressSpace, BinaryOperator as Op, Expression, Handle, ImageClass, ImageDimension, ImageQuery,
    ScalarKind, SwizzleComponent, TypeInner,
};

/// A texture and its sampler.
#[derive(Clone, Copy)]
struct Binding {
    image: Handle<Expression>,
    sampler: Handle<Expression>,
    target: Target,
    key: SamplerKey,
    /// Whether what is read are results of comparisons.
    compares: bool,
    /// Whether it is a cube map whose faces are layers.
    layered: bool,
    /// The number of the sampler.
    index: u32,
}

impl Binding {
    fn is_depth(&self) -> bool {
        self.key.texel == TexelKind::Depth
    }

    /// The kind of a texel's components.
    fn kind(&self) -> Kind {
        match self.key.texel {
            TexelKind::Float | TexelKind::UnfilterableFloat | TexelKind::Depth => Kind::Float,
            TexelKind::Sint => Kind::Sint,
            TexelKind::Uint => Kind::Uint,
        }
    }

    /// Whether the host's sampler compares.
    fn compares_by_sampler(&self) -> bool {
        self.compares && self.key.comparison.is_none()
    }

    /// How depths are filtered, where the shader does it.
    fn filter_of_depths(&self) -> Option<CompareEmulation> {
        let comparison = self.key.comparison.filter(|_| self.is_depth());
        comparison.filter(|comparison| self.compares == comparison.function.is_some())
    }

    fn is_integer(&self) -> bool {
        is_integer(self.key.texel)
    }

    fn is_cube(&self) -> bool {
        matches!(self.target.dimension, Dimension::Cube | Dimension::CubeArray)
    }

    fn is_arrayed(&self) -> bool {
        is_arrayed(self.target.dimension)
    }

    /// The width of a texel: depth images have one component.
    fn texel_width(&self) -> u8 {
        if self.is_depth() { 1 } else { 4 }
    }
}

fn is_integer(texel: TexelKind) -> bool {
    matches!(texel, TexelKind::Sint | TexelKind::Uint)
}

fn is_arrayed(dimension: Dimension) -> bool {
    matches!(
        dimension,
        Dimension::D1Array | Dimension::D2Array | Dimension::CubeArray
    )
}

/// Coordinates that an instruction has, without the layer.
fn coordinate_count(dimension: Dimension) -> u8 {
    match dimension {
        Dimension::Buffer | Dimension::D1 | Dimension::D1Array => 1,
        Dimension::D2
        | Dimension::Rect
        | Dimension::D2Array
        | Dimension::D2Multisample
        | Dimension::D2ArrayMultisample => 2,
        Dimension::D3 | Dimension::Cube | Dimension::CubeArray => 3,
    }
}

fn image_dimension(dimension: Dimension) -> Option<ImageDimension> {
    Some(match dimension {
        // One row of a 2D image: hosts do little with 1D images.
        Dimension::D1 | Dimension::D1Array => ImageDimension::D2,
        Dimension::D2
        | Dimension::Rect
        | Dimension::D2Array
        | Dimension::D2Multisample
        | Dimension::D2ArrayMultisample => ImageDimension::D2,
        Dimension::D3 => ImageDimension::D3,
        Dimension::Cube | Dimension::CubeArray => ImageDimension::Cube,
        Dimension::Buffer => return None,
    })
}

/// The bindings of all samplers that a shader uses.
pub(super) struct Textures {
    bindings: Vec<Option<Binding>>,
    /// Texture buffers have no samplers.
    buffers: Vec<Option<buffer::Texels>>,
}

impl Textures {
    pub(super) fn new(b: &mut Builder, shader: &Shader, keys: &[SamplerKey], group: u32) -> Self {
        let mut bindings = Vec::new();
        let mut buffers = Vec::new();
        for index in 0..shader.info.samplers.len() as u32 {
            let key = keys.get(index as usize).copied().unwrap_or_default();
            let target = target_of(&shader.info, index);
            let is_buffer = target.is_some_and(|target| target.dimension == Dimension::Buffer);
            buffers.push(is_buffer.then(|| buffer::Texels::declare(b, group, index, key)));
            let used = shader.info.samplers.get(index as usize).copied().flatten();
            let loads = used.is_some_and(|used| !used.only_gathers);
            bindings.push(target.and_then(|target| declare(b, group, index, target, key, loads)));
        }
        Self { bindings, buffers }
    }
}

/// `loads` is whether texels are read otherwise than by gathering them.
fn declare(
    b: &mut Builder,
    group: u32,
    index: u32,
    target: Target,
    key: SamplerKey,
    loads: bool,
) -> Option<Binding> {
    let layered =
        loads && is_integer(key.texel) && image_dimension(target.dimension) == Some(ImageDimension::Cube);
    let dim = if layered {
        ImageDimension::D2
    } else {
        image_dimension(target.dimension)?
    };
    let multi = is_multisampled(target.dimension);
    let class = match key.texel {
        TexelKind::Float | TexelKind::UnfilterableFloat => ImageClass::Sampled {
            kind: ScalarKind::Float,
            multi,
        },
        TexelKind::Depth if dim == ImageDimension::D3 => ImageClass::Sampled {
            kind: ScalarKind::Float,
            multi,
        },
        TexelKind::Depth => ImageClass::Depth { multi },
        TexelKind::Sint => ImageClass::Sampled {
            kind: ScalarKind::Sint,
            multi,
        },
        TexelKind::Uint => ImageClass::Sampled {
            kind: ScalarKind::Uint,
            multi,
        },
    };
    // There is no 3D depth texture to bind.
    let texel = match class {
        ImageClass::Sampled { .. } if key.texel == TexelKind::Depth => TexelKind::Float,
        _ => key.texel,
    };
    let key = SamplerKey { texel, ..key };
    let compares = target.shadow && key.compare && key.texel == TexelKind::Depth;
    let arrayed = is_arrayed(target.dimension) || layered;
    let ty = b.type_of(TypeInner::Image { dim, arrayed, class });
    let image = bound(
        b,
        format!("texture{index}"),
        AddressSpace::Handle,
        group,
        2 * index,
        ty,
    );
    let ty = b.type_of(TypeInner::Sampler {
        comparison: compares && key.comparison.is_none(),
    });
    let sampler = bound(
        b,
        format!("sampler{index}"),
        AddressSpace::Handle,
        group,
        2 * index + 1,
        ty,
    );
    Some(Binding {
        image,
        sampler,
        target,
        key,
        compares,
        layered,
        index,
    })
}

impl Lowering<'_> {
    /// Translates a texture instruction.
    pub(super) fn texture(&mut self, instruction: &Instruction) -> Result<(), LowerError> {
        let error = LowerError::Unsupported("a texture instruction without its sampler");
        let subscript = instruction.sources.last().ok_or(error)?.register.subscript;
        let lanes = match subscript.indirect {
            Some(indirect) => self.selected(instruction, subscript.index, indirect)?,
            None => {
                let index = u32::try_from(subscript.index);
                self.lanes(
                    instruction,
                    index.map_err(|_| LowerError::Unsupported("a negative index"))?,
                )?
            }
        };
        self.write_lanes(instruction, lanes)
    }

    /// The result of an instruction with sampler `index`.
    fn lanes(&mut self, instruction: &Instruction, index: u32) -> Result<Lanes, LowerError> {
        if let Some(texels) = self.textures.buffers.get(index as usize).copied().flatten() {
            return self.buffer_lanes(instruction, &texels);
        }
        let binding = self.textures.bindings.get(index as usize).copied().flatten();
        let binding = binding.ok_or(LowerError::Unsupported("this texture target"))?;
        match instruction.opcode {
            Opcode::TXQ => self.query(instruction, &binding),
            Opcode::TXQS => Ok(self.query_samples(&binding)),
            Opcode::LODQ => self.query_level(instruction, &binding),
            Opcode::TXF | Opcode::TXF_LZ => self.fetch_texel(instruction, &binding),
            Opcode::TG4 => self.gather_texels(instruction, &binding),
            _ => self.sample(instruction, &binding),
        }
    }

    /// Counts an access that becomes much code, which the text must not multiply without end.
    pub(super) fn spend_read(&mut self) -> Result<(), LowerError> {
        self.long_reads += 1;
        if self.long_reads > limits::LONG_READS {
            let limit = limits::LONG_READS;
            return Err(LowerError::Limit {
                what: "accesses that take much code",
                limit,
            });
        }
        Ok(())
    }

    /// Source `index` of a texture instruction, which has it.
    fn operand(
        &mut self,
        instruction: &Instruction,
        index: usize,
        places: &[u8],
        kind: Kind,
    ) -> Result<Value, LowerError> {
        match instruction.sources.get(index) {
            Some(source) if source.register.file != File::Sampler => self.source(source, places, kind),
            Some(_) | None => Err(LowerError::Unsupported(
                "a texture instruction without its operands",
            )),
        }
    }

    /// The size of a level: 2 or 3 components.
    fn image_size(&mut self, binding: &Binding, level: Option<Value>) -> Value {
        let level = level.filter(|_| !is_multisampled(binding.target.dimension));
        let width = if binding.target.dimension == Dimension::D3 {
            3
        } else {
            2
        };
        // Where levels differ from one invocation to its neighbour, lavapipe has the size of one of them for all.
        let further = level.filter(|level| !self.b.is_literal(*level));
        let asked = if further.is_some() {
            Some(self.b.uint(0))
        } else {
            level
        };
        let query = ImageQuery::Size {
            level: asked.map(|level| level.handle),
        };
        let size = self.b.value(
            Kind::Uint,
            width,
            Expression::ImageQuery {
                image: binding.image,
                query,
            },
        );
        if let Some(level) = further {
            return self.size_further(size, level);
        }
        let Some(layers) = self.stacked_layers(binding) else {
            return size;
        };
        let height = self.b.scalar(size.component(1));
        let height = self.b.binary(Op::Divide, height, layers);
        self.b
            .gather(&[size.component(0), height.component(0)], Kind::Uint)
    }

    /// The size of a level, of that of the first.
    fn size_further(&mut self, size: Value, level: Value) -> Value {
        let level = self.b.convert(level, Kind::Uint);
        let (one, most) = (self.b.uint(1), self.b.uint(31));
        let level = self.b.math(naga::MathFunction::Min, &[level, most]);
        let size = self.b.binary(Op::ShiftRight, size, level);
        self.b.math(naga::MathFunction::Max, &[size, one])
    }

    /// How many layers of a multisampled array stand one below the other in the bound texture.
    fn stacked_layers(&mut self, binding: &Binding) -> Option<Value> {
        if binding.target.dimension != Dimension::D2ArrayMultisample {
            return None;
        }
        let one = self.b.uint(1);
        if !binding.key.stacked {
            return Some(one);
        }
        let header = self.sampler_words(binding, 0);
        let layers = self.b.scalar(header.component(3));
        Some(self.b.math(naga::MathFunction::Max, &[layers, one]))
    }

    /// Coordinates in a layer as coordinates in the bound texture, where the layers stand one below the other.
    fn in_layer(&mut self, binding: &Binding, coordinates: Value, layer: Value, layers: Value) -> Value {
        let size = self.image_size(binding, None);
        let height = self.b.scalar(size.component(1));
        let height = self.b.convert(height, Kind::Sint);
        let layers = self.b.convert(layers, Kind::Sint);
        let (zero, one) = (self.b.sint(0), self.b.sint(1));
        let last = self.b.binary(Op::Subtract, layers, one);
        let layer = self.b.math(naga::MathFunction::Clamp, &[layer, zero, last]);
        let above = self.b.binary(Op::Multiply, layer, height);
        let y = self.b.scalar(coordinates.component(1));
        let y = self.b.binary(Op::Add, y, above);
        self.b
            .gather(&[coordinates.component(0), y.component(0)], Kind::Sint)
    }

    /// The size of the base level as floats, for as many axes as there are coordinates.
    fn float_size(&mut self, binding: &Binding) -> Value {
        let zero = self.b.uint(0);
        let size = self.image_size(binding, Some(zero));
        let count = coordinate_count(binding.target.dimension).min(size.width);
        let axes: Vec<_> = (0..count).map(|lane| size.component(lane)).collect();
        let size = self.b.gather(&axes, Kind::Uint);
        self.b.cast(size, Kind::Float)
    }

    /// The components of a texel after the view's swizzle.
    fn swizzled(&mut self, binding: &Binding, texel: Value) -> Lanes {
        let kind = binding.kind();
        let zero = self.b.literal(kind, 0).component(0);
        let one = if kind == Kind::Float {
            self.b.float(1.0)
        } else {
            self.b.literal(kind, 1)
        }
        .component(0);
        let lane = |lane: u8| match (texel.width, binding.compares, lane) {
            // The result of a comparison is in all components, a depth in all but the last.
            (1, false, 3) => one,
            _ => texel.component(lane),
        };
        binding.key.swizzle.map(|swizzle| match swizzle {
            Swizzle::X => lane(0),
            Swizzle::Y => lane(1),
            Swizzle::Z => lane(2),
            Swizzle::W => lane(3),
            Swizzle::Zero => zero,
            Swizzle::One => one,
        })
    }

    fn write_lanes(&mut self, instruction: &Instruction, all: Lanes) -> Result<(), LowerError> {
        let Some(destination) = instruction.destination else {
            return Ok(());
        };
        if !instruction.saturate {
            return self.write(&destination, all);
        }
        let lanes = places(destination.mask);
        let chosen: Vec<_> = lanes
            .iter()
            .filter_map(|lane| all.get(*lane as usize).copied())
            .collect();
        let value = self.b.gather(&chosen, Kind::Float);
        self.write_value(instruction, &destination, value, false)
    }

    /// `TXQ`: width, height, depth or layers, levels.
    fn query(&mut self, instruction: &Instruction, binding: &Binding) -> Result<Lanes, LowerError> {
        let level = self.operand(instruction, 0, &[0], Kind::Uint)?;
        let size = self.image_size(binding, Some(level));
        let zero = self.b.uint(0).component(0);
        let mut all = [zero; 4];
        let count = match binding.target.dimension {
            Dimension::Cube | Dimension::CubeArray => 2,
            other => coordinate_count(other),
        };
        for (lane, place) in (0..count).zip(&mut all) {
            *place = size.component(lane);
        }
        let written = instruction.destination.map_or(0, |destination| destination.mask);
        if binding.is_arrayed() {
            let query = Expression::ImageQuery {
                image: binding.image,
                query: ImageQuery::NumLayers,
            };
            let mut layers = self.b.value(Kind::Uint, 1, query);
            if binding.layered {
                let six = self.b.uint(6);
                layers = self.b.binary(Op::Divide, layers, six);
            }
            let layers = layers.component(0);
            let place = if binding.target.dimension == Dimension::D1Array {
                1
            } else {
                2
            };
            if let Some(component) = all.get_mut(place) {
                *component = layers;
            }
        }
        if let Some(layers) = self.stacked_layers(binding) {
            all[2] = layers.component(0);
        }
        if written & 0b1000 != 0 && !is_multisampled(binding.target.dimension) {
            let query = Expression::ImageQuery {
                image: binding.image,
                query: ImageQuery::NumLevels,
            };
            all[3] = self.b.value(Kind::Uint, 1, query).component(0);
        }
        Ok(all)
    }

    fn query_samples(&mut self, binding: &Binding) -> Lanes {
        let samples = if is_multisampled(binding.target.dimension) {
            let query = Expression::ImageQuery {
                image: binding.image,
                query: ImageQuery::NumSamples,
            };
            self.b.value(Kind::Uint, 1, query)
        } else {
            self.b.uint(1)
        };
        [samples.component(0); 4]
    }

    /// Offsets that stand in an immediate, bounded to what every host takes.
    fn constant_offset(&self, source: &Source) -> Option<[i32; 3]> {
        if source.register.file != File::Immediate {
            return None;
        }
        let index = source.register.subscript.direct()?;
        let bits = self.shader.program.immediates.get(index as usize)?;
        let [x, y, z, _] = source.swizzle;
        let lane = |lane: u8| {
            bits.get(lane as usize)
                .map_or(0, |bits| bits.cast_signed().clamp(-8, 7))
        };
        Some([lane(x), lane(y), lane(z)])
    }

    /// `TXF`: one texel by its integer coordinates.
    fn fetch_texel(&mut self, instruction: &Instruction, binding: &Binding) -> Result<Lanes, LowerError> {
        let dimension = binding.target.dimension;
        if binding.is_cube() {
            return Err(LowerError::Unsupported("a texel of a cube map"));
        }
        let count = coordinate_count(dimension);
        let lanes: Vec<u8> = (0..count).collect();
        let mut coordinates = self.operand(instruction, 0, &lanes, Kind::Sint)?;
        if let Some(offset) = instruction.offsets.first() {
            let offset = match self.constant_offset(offset) {
                Some(offset) => {
                    let lanes = offset.map(|offset| self.b.sint(offset).component(0));
                    let lanes: Vec<_> = lanes.into_iter().take(usize::from(count)).collect();
                    self.b.gather(&lanes, Kind::Sint)
                }
                None => self.source(offset, &lanes, Kind::Sint)?,
            };
            coordinates = self.b.binary(Op::Add, coordinates, offset);
        }
        if count == 1 {
            let zero = self.b.sint(0);
            coordinates = self
                .b
                .gather(&[coordinates.component(0), zero.component(0)], Kind::Sint);
        }
        if let Some(layers) = self.stacked_layers(binding) {
            let layer = self.operand(instruction, 0, &[2], Kind::Sint)?;
            coordinates = self.in_layer(binding, coordinates, layer, layers);
        }
        let array_index = match dimension {
            Dimension::D1Array => Some(self.operand(instruction, 0, &[1], Kind::Sint)?),
            Dimension::D2Array => Some(self.operand(instruction, 0, &[2], Kind::Sint)?),
            _ => None,
        };
        let multi = is_multisampled(dimension);
        let base = dimension == Dimension::Rect || instruction.opcode == Opcode::TXF_LZ;
        let last = if base && !multi {
            self.b.sint(0)
        } else {
            self.operand(instruction, 0, &[3], Kind::Sint)?
        };
        let expression = Expression::ImageLoad {
            image: binding.image,
            coordinate: coordinates.handle,
            array_index: array_index.map(|index| index.handle),
            sample: multi.then_some(last.handle),
            level: (!multi).then_some(last.handle),
        };
        let texel = self.b.value(binding.kind(), binding.texel_width(), expression);
        Ok(self.swizzled(binding, texel))
    }
}

/// naga's name of a component.
fn gathered(component: u8) -> SwizzleComponent {
    match component {
        0 => SwizzleComponent::X,
        1 => SwizzleComponent::Y,
        2 => SwizzleComponent::Z,
        _ => SwizzleComponent::W,
    }
}
