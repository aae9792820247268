//! What a shader does with buffers, images and shared memory.

use super::{Access, Dimension, ImageUse, Memory};
use crate::ast::{Declaration, File, Instruction, Register};
use crate::limits;
use crate::opcode::{Class, Opcode};

/// What is declared of memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Declared {
    /// By number.
    pub(crate) buffers: Vec<bool>,
    /// By number.
    pub(crate) images: Vec<Option<ImageUse>>,
    pub(crate) shared: bool,
}

/// The operand of a memory instruction that says which memory, and what is done there.
pub(crate) fn accessed(instruction: &Instruction) -> Option<(&Register, Access)> {
    if instruction.opcode.info().class != Class::Memory {
        return None;
    }
    let access = Access {
        loads: !matches!(instruction.opcode, Opcode::STORE | Opcode::RESQ),
        stores: !matches!(instruction.opcode, Opcode::LOAD | Opcode::RESQ),
        atomics: !matches!(instruction.opcode, Opcode::LOAD | Opcode::STORE | Opcode::RESQ),
    };
    let register = match instruction.opcode {
        Opcode::STORE => &instruction.destination.as_ref()?.register,
        _ => &instruction.sources.first()?.register,
    };
    matches!(register.file, File::Buffer | File::Image | File::Memory).then_some((register, access))
}

impl Access {
    fn join(&mut self, other: Self) {
        self.loads |= other.loads;
        self.stores |= other.stores;
        self.atomics |= other.atomics;
    }
}

impl Declared {
    /// Adds a declaration of images, whose numbers are within the limit.
    pub(crate) fn images(&mut self, declaration: &Declaration) {
        let (first, end) = (declaration.first as usize, declaration.last as usize + 1);
        if self.images.len() < end {
            self.images.resize(end, None);
        }
        let image = declaration.target.map(|target| ImageUse {
            dimension: target.dimension,
            format: declaration.format,
            access: Access::default(),
        });
        if let Some(range) = self.images.get_mut(first..end) {
            range.fill(image);
        }
    }

    fn image(&self, index: u32) -> Option<ImageUse> {
        self.images.get(index as usize).copied().flatten()
    }

    fn dimension(&self, index: u32) -> Option<Dimension> {
        self.image(index).map(|image| image.dimension)
    }

    /// The buffers or images that an operand may mean: those from its index on that are declared alike, if that is
    /// computed.
    pub(crate) fn range(&self, register: &Register) -> std::ops::Range<u32> {
        let Ok(first) = u32::try_from(register.subscript.index) else {
            return 0..0;
        };
        let exists = |index: u32| match register.file {
            File::Buffer => self.buffers.get(index as usize) == Some(&true),
            File::Image => self.dimension(index).is_some() && self.dimension(index) == self.dimension(first),
            _ => false,
        };
        let most = match (register.subscript.indirect, register.file) {
            (None, _) => first.saturating_add(1),
            (Some(_), File::Buffer) => limits::STORAGE_BUFFERS,
            (Some(_), _) => limits::IMAGES,
        };
        let len = (first..most).take_while(|index| exists(*index)).count() as u32;
        first..first.saturating_add(len)
    }

    /// Adds an access to the facts; false if it is to what is not declared.
    pub(crate) fn access(&self, memory: &mut Memory, register: &Register, access: Access) -> bool {
        if register.file == File::Memory {
            memory.shared.get_or_insert_default().join(access);
            return self.shared;
        }
        memory.writes |= access.stores;
        let range = self.range(register);
        for index in range.clone() {
            let place = index as usize;
            if register.file == File::Buffer {
                if memory.buffers.len() <= place {
                    memory.buffers.resize(place + 1, None);
                }
                if let Some(buffer) = memory.buffers.get_mut(place) {
                    buffer.get_or_insert_default().join(access);
                }
                continue;
            }
            if memory.images.len() <= place {
                memory.images.resize(place + 1, None);
            }
            if let (Some(image), Some(declared)) = (memory.images.get_mut(place), self.image(index)) {
                image.get_or_insert(declared).access.join(access);
            }
        }
        !range.is_empty()
    }
}
