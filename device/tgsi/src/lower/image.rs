//! Images: storage textures, and storage buffers that hold texels.

use super::builder::{Builder, Component, Kind, Value};
use super::constant::bound;
use super::key::{self, ComponentKind, FetchFormat, FetchLayout, ImageKey};
use super::memory::{Declaring, Lanes, Word};
use super::{LowerError, Lowering};
use crate::Shader;
use crate::ast::Instruction;
use crate::limits;
use crate::opcode::Opcode;
use crate::scan::{Access, Dimension, ImageUse, is_multisampled};
use naga::{
    AddressSpace, AtomicFunction, BinaryOperator as Op, Expression, Handle, ImageClass, ImageDimension,
    ImageQuery, RelationalFunction, Statement, StorageAccess, StorageFormat, TypeInner,
};

/// An image that is bound.
#[derive(Clone, Copy)]
struct Image {
    global: Handle<Expression>,
    dimension: Dimension,
    format: FetchFormat,
    place: Place,
}

/// Where its texels are.
#[derive(Clone, Copy)]
enum Place {
    Texture,
    /// A slice of a 3D texture, whose number an element of the header says.
    Slice(u32),
    /// In words, which two elements of the header describe.
    Words {
        header: u32,
        /// Whether the words are atomic.
        atomic: bool,
    },
}

/// The images of a shader, by number; `None` is not bound.
pub(super) struct Images(Vec<Option<Image>>);

/// A texel that an instruction means.
struct Texel {
    /// Its place on two or three axes.
    place: Value,
    layer: Option<Value>,
    exists: Value,
}

/// naga's name of a format.
fn storage_format(format: FetchFormat) -> Option<StorageFormat> {
    use ComponentKind::{Float, Sint, Snorm, Uint, Unorm};
    use StorageFormat as S;
    let (bits, channels) = match format.layout {
        FetchLayout::Packed1010102 => {
            return match format.kind {
                Unorm => Some(S::Rgb10a2Unorm),
                Uint => Some(S::Rgb10a2Uint),
                _ => None,
            };
        }
        FetchLayout::Packed111110 => return (format.kind == Float).then_some(S::Rg11b10Ufloat),
        FetchLayout::Array { bits, channels } => (bits, channels),
        FetchLayout::Words => return None,
    };
    if format.bgra {
        return ((bits, channels, format.kind) == (8, 4, Unorm)).then_some(S::Bgra8Unorm);
    }
    Some(match (bits, format.kind, channels) {
        (8, Unorm, 1) => S::R8Unorm,
        (8, Unorm, 2) => S::Rg8Unorm,
        (8, Unorm, 4) => S::Rgba8Unorm,
        (8, Snorm, 1) => S::R8Snorm,
        (8, Snorm, 2) => S::Rg8Snorm,
        (8, Snorm, 4) => S::Rgba8Snorm,
        (8, Uint, 1) => S::R8Uint,
        (8, Uint, 2) => S::Rg8Uint,
        (8, Uint, 4) => S::Rgba8Uint,
        (8, Sint, 1) => S::R8Sint,
        (8, Sint, 2) => S::Rg8Sint,
        (8, Sint, 4) => S::Rgba8Sint,
        (16, Unorm, 1) => S::R16Unorm,
        (16, Unorm, 2) => S::Rg16Unorm,
        (16, Unorm, 4) => S::Rgba16Unorm,
        (16, Snorm, 1) => S::R16Snorm,
        (16, Snorm, 2) => S::Rg16Snorm,
        (16, Snorm, 4) => S::Rgba16Snorm,
        (16, Uint, 1) => S::R16Uint,
        (16, Uint, 2) => S::Rg16Uint,
        (16, Uint, 4) => S::Rgba16Uint,
        (16, Sint, 1) => S::R16Sint,
        (16, Sint, 2) => S::Rg16Sint,
        (16, Sint, 4) => S::Rgba16Sint,
        (16, Float, 1) => S::R16Float,
        (16, Float, 2) => S::Rg16Float,
        (16, Float, 4) => S::Rgba16Float,
        (32, Uint, 1) => S::R32Uint,
        (32, Uint, 2) => S::Rg32Uint,
        (32, Uint, 4) => S::Rgba32Uint,
        (32, Sint, 1) => S::R32Sint,
        (32, Sint, 2) => S::Rg32Sint,
        (32, Sint, 4) => S::Rgba32Sint,
        (32, Float, 1) => S::R32Float,
        (32, Float, 2) => S::Rg32Float,
        (32, Float, 4) => S::Rgba32Float,
        _ => return None,
    })
}

fn is_arrayed(dimension: Dimension) -> bool {
    matches!(
        dimension,
        Dimension::D1Array | Dimension::D2Array | Dimension::Cube | Dimension::CubeArray
    )
}

/// Components of a place, without the layer.
fn axes(dimension: Dimension) -> u8 {
    match dimension {
        Dimension::Buffer | Dimension::D1 | Dimension::D1Array => 1,
        Dimension::D3 => 3,
        Dimension::D2
        | Dimension::Rect
        | Dimension::D2Array
        | Dimension::Cube
        | Dimension::CubeArray
        | Dimension::D2Multisample
        | Dimension::D2ArrayMultisample => 2,
    }
}

impl FetchFormat {
    /// The kind of a texel's components in the shader.
    fn texel_kind(self) -> Kind {
        match self.kind {
            ComponentKind::Uint => Kind::Uint,
            ComponentKind::Sint => Kind::Sint,
            ComponentKind::Float
            | ComponentKind::Unorm
            | ComponentKind::Snorm
            | ComponentKind::Uscaled
            | ComponentKind::Sscaled
            | ComponentKind::Fixed => Kind::Float,
        }
    }
}

impl Images {
    /// Declares what is bound of the images that a shader uses.
    pub(super) fn new(b: &mut Builder, shader: &Shader, declaring: &Declaring<'_>) -> Self {
        let images = (0u32..).zip(&shader.info.memory.images).map(|(number, used)| {
            let used = (*used)?;
            declare(b, declaring, number, used)
        });
        Self(images.collect())
    }
}

fn declare(b: &mut Builder, declaring: &Declaring<'_>, number: u32, used: ImageUse) -> Option<Image> {
    let binding = declaring.first.saturating_add(key::IMAGES).saturating_add(number);
    let name = format!("image{number}");
    let header = declaring.header.images.iter();
    let header = header.clone().find(|(index, _)| u32::from(*index) == number);
    let header = header.map(|(_, element)| *element);
    if is_multisampled(used.dimension) {
        return None;
    }
    match declaring.key.image(number)? {
        ImageKey::Texture { format, slice } => {
            let place = if slice {
                Place::Slice(header?)
            } else {
                Place::Texture
            };
            let fits = match place {
                Place::Slice(_) => matches!(used.dimension, Dimension::D2 | Dimension::Rect),
                _ => used.dimension != Dimension::Buffer,
            };
            if used.access.atomics || !fits {
                return None;
            }
            let ty = TypeInner::Image {
                dim: match used.dimension {
                    _ if slice => ImageDimension::D3,
                    Dimension::D3 => ImageDimension::D3,
                    _ => ImageDimension::D2,
                },
                arrayed: is_arrayed(used.dimension),
                class: ImageClass::Storage {
                    format: storage_format(format)?,
                    access: texture_access(used.access),
                },
            };
            let ty = b.type_of(ty);
            Some(Image {
                global: bound(b, name, AddressSpace::Handle, key::STORAGE, binding, ty),
                dimension: used.dimension,
                format,
                place,
            })
        }
        ImageKey::Words { format } => {
            let header = header.filter(|_| format.is_image())?;
            if used.access.atomics && format.bytes() != 4 {
                return None;
            }
            // Part of a word is written by atomics, or its neighbours would change.
            let atomic = used.access.atomics || used.access.stores && format.bytes() < 4;
            Some(Image {
                global: declaring.words(b, name, binding, used.access, atomic),
                dimension: used.dimension,
                format,
                place: Place::Words { header, atomic },
            })
        }
    }
}

fn texture_access(access: Access) -> StorageAccess {
    match (access.loads, access.stores) {
        (true, true) => StorageAccess::LOAD | StorageAccess::STORE,
        (true, false) => StorageAccess::LOAD,
        (false, _) => StorageAccess::STORE,
    }
}

impl Lowering<'_> {
    /// The result of an instruction on an image.
    pub(super) fn image_lanes(
        &mut self,
        instruction: &Instruction,
        number: u32,
    ) -> Result<Lanes, LowerError> {
        let zero = self.b.uint(0).component(0);
        let Some(image) = self.storage.images.0.get(number as usize).copied().flatten() else {
            return Ok([zero; 4]);
        };
        self.spend_accesses(match image.place {
            Place::Texture | Place::Slice(_) => 1,
            Place::Words { .. } => limits::MEMORY_BRANCH,
        })?;
        match instruction.opcode {
            Opcode::RESQ => Ok(self.query_image(&image)),
            Opcode::LOAD => {
                let texel = self.texel(instruction, 1, &image)?;
                self.load_texel(&image, &texel)
            }
            Opcode::STORE => {
                let texel = self.texel(instruction, 0, &image)?;
                let kind = image.format.texel_kind();
                let value = self.memory_operand(instruction, 1, &[0, 1, 2, 3], kind)?;
                self.store_texel(&image, &texel, value);
                Ok([zero; 4])
            }
            _ => {
                let Place::Words { header, .. } = image.place else {
                    return Ok([zero; 4]);
                };
                let texel = self.texel(instruction, 1, &image)?;
                let address = self.texel_address(header, &image, &texel);
                let word = Word {
                    pointer: self.word_at(&image, address, 0),
                    exists: texel.exists,
                };
                let before = self.atomic(instruction, word)?;
                Ok([before.component(0); 4])
            }
        }
    }

    /// Width, height, and depth or layers.
    fn extent(&mut self, image: &Image) -> [Value; 3] {
        let one = self.b.uint(1);
        if let Place::Words { header, .. } = image.place {
            let header = self.header(header, Kind::Uint);
            return [0, 1, 2].map(|lane| self.b.scalar(header.component(lane)));
        }
        let query = |query| Expression::ImageQuery {
            image: image.global,
            query,
        };
        let is_3d = image.dimension == Dimension::D3 || matches!(image.place, Place::Slice(_));
        let width = if is_3d { 3 } else { 2 };
        let size = query(ImageQuery::Size { level: None });
        let size = self.b.value(Kind::Uint, width, size);
        let [width, height] = [0, 1].map(|lane| self.b.scalar(size.component(lane)));
        let depth = if is_3d {
            self.b.scalar(size.component(2))
        } else if is_arrayed(image.dimension) {
            self.b.value(Kind::Uint, 1, query(ImageQuery::NumLayers))
        } else {
            one
        };
        [width, height, depth]
    }

    /// `RESQ`.
    fn query_image(&mut self, image: &Image) -> Lanes {
        let [width, height, mut depth] = self.extent(image);
        let zero = self.b.uint(0);
        if image.dimension == Dimension::CubeArray {
            let six = self.b.uint(6);
            depth = self.b.binary(Op::Divide, depth, six);
        }
        let size = match image.dimension {
            Dimension::Buffer | Dimension::D1 => [width, zero, zero, zero],
            Dimension::D1Array => [width, depth, zero, zero],
            Dimension::D2Array | Dimension::CubeArray | Dimension::D3 => [width, height, depth, zero],
            Dimension::D2
            | Dimension::Rect
            | Dimension::Cube
            | Dimension::D2Multisample
            | Dimension::D2ArrayMultisample => [width, height, zero, zero],
        };
        size.map(|value| value.component(0))
    }

    /// The texel that source `index` names.
    fn texel(&mut self, instruction: &Instruction, index: usize, image: &Image) -> Result<Texel, LowerError> {
        let count = axes(image.dimension);
        let arrayed = is_arrayed(image.dimension);
        let places: Vec<u8> = (0..count + u8::from(arrayed)).collect();
        let given = self.memory_operand(instruction, index, &places, Kind::Sint)?;
        let mut axes: Vec<Component> = (0..count).map(|lane| given.component(lane)).collect();
        let zero = self.b.sint(0).component(0);
        if axes.len() == 1 {
            axes.push(zero);
        }
        let mut layer = arrayed.then(|| self.b.scalar(given.component(count)));
        let extent = self.extent(image);
        if let Place::Slice(header) = image.place {
            let slice = self.header(header, Kind::Sint);
            axes.push(slice.component(0));
        } else if matches!(image.place, Place::Words { .. }) {
            // Depth and layers are one there.
            axes.push(layer.take().map_or(zero, |layer| layer.component(0)));
            axes.truncate(3);
        }
        let place = self.b.gather(&axes, Kind::Sint);
        let limits: Vec<_> = extent
            .iter()
            .take(axes.len())
            .map(|value| value.component(0))
            .collect();
        let limit = self.b.gather(&limits, Kind::Uint);
        let unsigned = self.b.convert(place, Kind::Uint);
        let inside = self.b.compare(Op::Less, unsigned, limit);
        let all = Expression::Relational {
            fun: RelationalFunction::All,
            argument: inside.handle,
        };
        let mut exists = self.b.value(Kind::Bool, 1, all);
        if let Some(layer) = layer {
            let layer = self.b.convert(layer, Kind::Uint);
            let [_, _, layers] = extent;
            let there = self.b.compare(Op::Less, layer, layers);
            exists = self.b.binary(Op::LogicalAnd, exists, there);
        }
        Ok(Texel { place, layer, exists })
    }

    /// The components of a texel, zeroes where there is none.
    fn load_texel(&mut self, image: &Image, texel: &Texel) -> Result<Lanes, LowerError> {
        let kind = image.format.texel_kind();
        let value = match image.place {
            Place::Words { header, .. } => {
                let address = self.texel_address(header, image, texel);
                let words = self.texel_words(image.global, address, image.format);
                let texel = self.whole_texel(image.format, &words);
                self.b.gather(&texel.map(|value| value.component(0)), kind)
            }
            Place::Texture | Place::Slice(_) => {
                let load = Expression::ImageLoad {
                    image: image.global,
                    coordinate: texel.place.handle,
                    array_index: texel.layer.map(|layer| layer.handle),
                    sample: None,
                    level: None,
                };
                self.b.value(kind, 4, load)
            }
        };
        let zero = self.b.literal(kind, 0);
        let value = self.b.select(texel.exists, value, zero);
        Ok([0, 1, 2, 3].map(|lane| value.component(lane)))
    }

    fn store_texel(&mut self, image: &Image, texel: &Texel, value: Value) {
        self.begin_writing(texel.exists);
        match image.place {
            Place::Words { header, atomic } => {
                let address = self.texel_address(header, image, texel);
                let words = self.encode(image.format, value);
                if image.format.bytes() < 4 {
                    if let Some(word) = words.first() {
                        self.store_part(image, address, *word);
                    }
                } else {
                    debug_assert!(!atomic || words.len() == 1, "atomics are on single words");
                    for (step, word) in (0u32..).zip(words) {
                        let pointer = self.word_at(image, address, step);
                        self.b.store(pointer, word);
                    }
                }
            }
            Place::Texture | Place::Slice(_) => self.b.push(Statement::ImageStore {
                image: image.global,
                coordinate: texel.place.handle,
                array_index: texel.layer.map(|layer| layer.handle),
                value: value.handle,
            }),
        }
        self.end_writing();
    }

    /// Writes a texel of less than a word, whose bits are the low ones of `bits`.
    fn store_part(&mut self, image: &Image, address: Value, bits: Value) {
        let (three, mask) = (self.b.uint(3), self.b.uint((1 << (8 * image.format.bytes())) - 1));
        let byte = self.b.binary(Op::And, address, three);
        let shift = self.b.binary(Op::ShiftLeft, byte, three);
        let ones = self.b.uint(u32::MAX);
        let taken = self.b.binary(Op::ShiftLeft, mask, shift);
        let kept = self.b.binary(Op::ExclusiveOr, taken, ones);
        let bits = self.b.binary(Op::ShiftLeft, bits, shift);
        let pointer = self.word_at(image, address, 0);
        self.own_atomic(pointer, AtomicFunction::And, kept);
        self.own_atomic(pointer, AtomicFunction::InclusiveOr, bits);
    }

    fn word_at(&mut self, image: &Image, address: Value, step: u32) -> Handle<Expression> {
        let two = self.b.uint(2);
        let mut index = self.b.binary(Op::ShiftRight, address, two);
        if step != 0 {
            let step = self.b.uint(step);
            index = self.b.binary(Op::Add, index, step);
        }
        self.b.access(image.global, index)
    }

    /// The byte at which a texel begins, see [`key::StorageHeader::images`].
    fn texel_address(&mut self, header: u32, image: &Image, texel: &Texel) -> Value {
        let place = self.b.convert(texel.place, Kind::Uint);
        let [x, y, z] = [0, 1, 2].map(|lane| self.b.scalar(place.component(lane)));
        let pitches = self.header(header.saturating_add(1), Kind::Uint);
        let [first, row, layer] = [0, 1, 2].map(|lane| self.b.scalar(pitches.component(lane)));
        let bytes = self.b.uint(image.format.bytes());
        let mut address = first;
        for (place, step) in [(x, bytes), (y, row), (z, layer)] {
            let step = self.b.binary(Op::Multiply, place, step);
            address = self.b.binary(Op::Add, address, step);
        }
        address
    }
}
