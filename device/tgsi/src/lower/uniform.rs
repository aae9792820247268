//! Which branches and loops a whole workgroup takes together.
//!
//! What happens at a barrier that not all invocations of a workgroup reach is undefined in Vulkan: GPUs may wait for ever,
//! and lavapipe forgets invocations. GLSL asks programs for the same, but a guest need not heed it. So every branch and
//! loop around a barrier, or that can jump past one, is *collective*: its condition is the same for all invocations,
//! either because it is made of values that are, or because the first invocation decides for all. Programs that heed
//! the rule see no difference.
//!
//! naga's own analysis takes every variable for non-uniform, and does not refuse barriers for it.

use crate::Shader;
use crate::ast::{File, Instruction, Register, Source};
use crate::opcode::{Class, Opcode};
use crate::scan::Semantic;

/// Passes over the text before all conditions count as different: each finds at least one more register that is, so a
/// text could ask for many. Loops of programs need three or four.
const PASSES: usize = 8;

/// The collective branches and loops, by the index of the instruction that opens them.
#[derive(Default)]
pub(super) struct Collective {
    /// Whether the condition is known to be the same for all invocations; `None` is not collective.
    opens: Vec<Option<bool>>,
}

impl Collective {
    /// Those of a shader: none if it has no barrier.
    pub(super) fn find(shader: &Shader) -> Self {
        let body = &shader.program.body;
        if !body.iter().any(|i| i.opcode == Opcode::BARRIER) {
            return Self::default();
        }
        let mut analysis = Analysis {
            shader,
            opens: collective(body),
            temporaries: vec![0; shader.layout.temporaries as usize],
            addresses: vec![0; shader.layout.addresses as usize],
            changed: false,
        };
        analysis.run();
        Self {
            opens: analysis.opens,
        }
    }

    /// Of a collective branch, whether its condition is known to be the same for all.
    pub(super) fn branch(&self, at: usize) -> Option<bool> {
        self.opens.get(at).copied().flatten()
    }

    /// Whether a loop is collective.
    pub(super) fn is_loop(&self, at: usize) -> bool {
        self.branch(at).is_some()
    }
}

/// Finds what is collective; no condition is known to differ yet.
fn collective(body: &[Instruction]) -> Vec<Option<bool>> {
    let last_barrier = body.iter().rposition(|i| i.opcode == Opcode::BARRIER);
    let mut opens = vec![None; body.len()];
    // Loops first: what leaves one that is collective must be so as well.
    for pass in [Opcode::BARRIER, Opcode::BRK] {
        let mut open: Vec<usize> = Vec::new();
        for (at, instruction) in body.iter().enumerate() {
            let is_loop = |at: &usize| body.get(*at).is_some_and(|i| i.opcode == Opcode::BGNLOOP);
            let known = |at: &usize| opens.get(*at).is_some_and(Option::is_some);
            let from = match instruction.opcode {
                Opcode::IF | Opcode::UIF | Opcode::BGNLOOP => {
                    open.push(at);
                    continue;
                }
                Opcode::ENDIF | Opcode::ENDLOOP => {
                    open.pop();
                    continue;
                }
                Opcode::BARRIER => 0,
                Opcode::BRK | Opcode::CONT if pass == Opcode::BRK => match open.iter().rposition(is_loop) {
                    Some(place) if open.get(place).is_some_and(known) => place,
                    Some(_) | None => continue,
                },
                Opcode::RET if pass == Opcode::BRK => {
                    let again = open.iter().any(|at| is_loop(at) && known(at));
                    if !again && last_barrier.is_none_or(|barrier| barrier < at) {
                        continue;
                    }
                    0
                }
                _ => continue,
            };
            for place in open.iter().skip(from) {
                if let Some(opens) = opens.get_mut(*place) {
                    *opens = Some(true);
                }
            }
        }
    }
    opens
}

/// Finds which registers may differ between the invocations of a workgroup.
struct Analysis<'a> {
    shader: &'a Shader,
    opens: Vec<Option<bool>>,
    /// Components that differ, a bit for each, by register number.
    temporaries: Vec<u8>,
    addresses: Vec<u8>,
    changed: bool,
}

impl Analysis<'_> {
    fn run(&mut self) {
        for _ in 0..PASSES {
            self.changed = false;
            self.pass();
            if !self.changed {
                return;
            }
        }
        let collective = self.opens.iter_mut().flatten();
        collective.for_each(|same| *same = false);
    }

    fn pass(&mut self) {
        let shader = self.shader;
        // Whether what is inside happens to some invocations only, for each block that is open. A loop that is not
        // collective ends at different times, if only because budgets do.
        let mut partial: Vec<bool> = Vec::new();
        for (at, instruction) in shader.program.body.iter().enumerate() {
            match instruction.opcode {
                Opcode::IF | Opcode::UIF => {
                    let differs = self.reads_different(instruction);
                    partial.push(match self.opens.get_mut(at) {
                        Some(Some(same)) => {
                            *same &= !differs;
                            false
                        }
                        _ => differs,
                    });
                }
                Opcode::BGNLOOP => partial.push(self.opens.get(at).copied().flatten().is_none()),
                Opcode::ENDIF | Opcode::ENDLOOP => {
                    partial.pop();
                }
                _ => {}
            }
            let Some(destination) = &instruction.destination else {
                continue;
            };
            if partial.contains(&true) || self.reads_different(instruction) {
                self.mark(&destination.register, destination.mask);
            }
        }
    }

    fn mark(&mut self, register: &Register, mask: u8) {
        // Registers of arrays always count as different.
        let Some(index) = register.subscript.direct() else {
            return;
        };
        let registers = match register.file {
            File::Temporary => &mut self.temporaries,
            File::Address => &mut self.addresses,
            _ => return,
        };
        if let Some(different) = registers.get_mut(index as usize) {
            self.changed |= *different | mask != *different;
            *different |= mask;
        }
    }

    /// Whether an instruction reads what may differ.
    fn reads_different(&self, instruction: &Instruction) -> bool {
        match instruction.opcode.info().class {
            Class::Memory if instruction.opcode == Opcode::RESQ => {
                let registers = instruction.sources.iter().map(|source| &source.register);
                return registers.into_iter().any(|register| self.index_differs(register));
            }
            Class::Memory | Class::Subgroup => return true,
            Class::Alu
            | Class::Texture
            | Class::Flow
            | Class::Discard
            | Class::Geometry
            | Class::Interpolate
            | Class::Sample
            | Class::Wide => {}
        }
        let sources = instruction.sources.iter().enumerate();
        let offsets = instruction.offsets.iter().map(|offset| (offset, 0b1111));
        sources
            .map(|(index, source)| (source, instruction.source_mask(index)))
            .chain(offsets)
            .any(|(source, mask)| self.differs(source, mask))
    }

    fn differs(&self, source: &Source, mask: u8) -> bool {
        let register = &source.register;
        if self.index_differs(register) {
            return true;
        }
        let lanes = (0..4).filter(|place| mask >> place & 1 != 0);
        let lanes = lanes.filter_map(|place: usize| source.swizzle.get(place));
        let read = lanes.fold(0u8, |read, lane| read | 1 << lane);
        match (register.file, register.subscript.direct()) {
            (File::Constant | File::Immediate | File::Sampler | File::Null, _) => false,
            (File::SystemValue, Some(index)) => {
                let semantic = self.shader.layout.system_values.get(index as usize);
                !matches!(
                    semantic,
                    Some(Some(Semantic::BlockId | Semantic::BlockSize | Semantic::GridSize))
                )
            }
            (file @ (File::Temporary | File::Address), Some(index)) => {
                self.shader.layout.array_of(file, index).is_some() || self.register(file, index) & read != 0
            }
            _ => true,
        }
    }

    /// Components of a register that differ.
    fn register(&self, file: File, index: u32) -> u8 {
        let registers = match file {
            File::Temporary => &self.temporaries,
            _ => &self.addresses,
        };
        registers.get(index as usize).copied().unwrap_or(0b1111)
    }

    fn index_differs(&self, register: &Register) -> bool {
        let subscripts = [Some(register.subscript), register.dimension];
        let mut indirects = subscripts
            .into_iter()
            .flatten()
            .filter_map(|subscript| subscript.indirect);
        indirects.any(|indirect| self.register(indirect.file, indirect.index) >> indirect.component & 1 != 0)
    }
}
