//! What stock clients write and cannot mean.

use crate::ast::{File, Instruction, Program};
use crate::opcode::Opcode;
use crate::scan::Semantic;

/// Mesa turns `gl_FrontFacing` into a truth by `SGE`, which gives 1.0, and goes on with it as with all truths, whose
/// bits are all set: `AND` with 1 would make a zero of it, and `NOT` another truth. `FSGE` is what it means.
pub(crate) fn truth_of_face(program: &mut Program) {
    let faces: Vec<_> = program
        .declarations
        .iter()
        .filter(|declaration| {
            declaration.file == File::Input && matches!(declaration.semantic, Some((Semantic::Face, _)))
        })
        .map(|declaration| declaration.first..=declaration.last)
        .collect();
    let is_face = |instruction: &Instruction| {
        let register = instruction.sources.first().map(|source| source.register);
        register.is_some_and(|register| {
            let number = register.subscript.direct();
            register.file == File::Input
                && number.is_some_and(|number| faces.iter().any(|face| face.contains(&number)))
        })
    };
    for instruction in &mut program.body {
        if instruction.opcode == Opcode::SGE && is_face(instruction) {
            instruction.opcode = Opcode::FSGE;
        }
    }
}
