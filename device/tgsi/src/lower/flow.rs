//! Branches, loops and the ends of invocations.

use super::builder::{Kind, Value};
use super::{LowerError, Lowering, StageState};
use crate::ast::Instruction;
use crate::limits;
use crate::opcode::{Class, Opcode};
use naga::{BinaryOperator, Block, Expression, Handle, RelationalFunction, Statement};

/// A branch or loop that is open.
enum Frame {
    If {
        condition: Handle<Expression>,
    },
    Else {
        condition: Handle<Expression>,
        accept: Block,
    },
    Loop,
}

/// Whether an instruction takes differences between neighbouring fragments.
fn takes_derivatives(instruction: &Instruction) -> bool {
    matches!(
        instruction.opcode,
        Opcode::TEX
            | Opcode::TXB
            | Opcode::TXP
            | Opcode::TEX2
            | Opcode::TXB2
            | Opcode::LODQ
            | Opcode::DDX
            | Opcode::DDY
            | Opcode::DDX_FINE
            | Opcode::DDY_FINE
            | Opcode::INTERP_CENTROID
            | Opcode::INTERP_SAMPLE
            | Opcode::INTERP_OFFSET
    )
}

/// Whether an instruction begins a loop or becomes one.
fn loops(instruction: &Instruction) -> bool {
    matches!(
        instruction.opcode,
        Opcode::BGNLOOP
            | Opcode::ATOMIMIN
            | Opcode::ATOMIMAX
            | Opcode::ATOMFADD
            | Opcode::ATOMINC_WRAP
            | Opcode::ATOMDEC_WRAP
    )
}

impl Lowering<'_> {
    /// Declares what discards and loops need.
    pub(super) fn declare_flow(&mut self) {
        let body = &self.shader.program.body;
        if body.iter().any(loops) {
            let ty = self.b.vector_type(Kind::Uint, 1);
            self.iterations = Some(self.b.local("iterations".into(), ty));
            let mut loops = (0..).zip(body).filter(|(_, i)| i.opcode == Opcode::BGNLOOP);
            if loops.any(|(at, _)| self.collective.is_loop(at)) {
                let name = "collective_iterations".to_owned();
                self.collective_iterations = Some(self.b.local(name, ty));
            }
        }
        // A discard in the middle would leave the neighbours of a fragment without its values, from which
        // they take their levels of detail: there the discard is put off to the end.
        let discard = match self.stipples_before() {
            true => Some(0),
            false => body.iter().position(|i| i.opcode.info().class == Class::Discard),
        };
        let Some(first) = discard.filter(|_| self.is_fragment()) else {
            return;
        };
        let after = if self.iterations.is_some() {
            Some(&body[..])
        } else {
            body.get(first..)
        };
        let demotes = body.iter().any(|i| i.opcode == Opcode::DEMOTE);
        if demotes || after.is_some_and(|after| after.iter().any(takes_derivatives)) {
            let ty = self.b.vector_type(Kind::Bool, 1);
            self.demoted = Some(self.b.local("discarded".into(), ty));
        }
    }

    /// Translates all instructions and the end of the function.
    pub(super) fn body(&mut self) -> Result<(), LowerError> {
        let shader = self.shader;
        let unsupported = |i: &Instruction| {
            matches!(
                i.opcode,
                Opcode::SWITCH
                    | Opcode::CASE
                    | Opcode::DEFAULT
                    | Opcode::ENDSWITCH
                    | Opcode::CAL
                    | Opcode::BGNSUB
                    | Opcode::ENDSUB
            )
        };
        if shader.program.body.iter().any(unsupported) {
            return Err(LowerError::Unsupported("a switch or a subroutine"));
        }
        let mut frames = Vec::new();
        // After a jump nothing may follow in its block; `skipped` counts the blocks inside what is left out.
        let mut dead = false;
        let mut skipped = 0u32;
        for (at, instruction) in shader.program.body.iter().enumerate() {
            if dead {
                match instruction.opcode {
                    Opcode::IF | Opcode::UIF | Opcode::BGNLOOP => skipped += 1,
                    Opcode::ENDIF | Opcode::ENDLOOP if skipped > 0 => skipped -= 1,
                    Opcode::ENDIF | Opcode::ENDLOOP | Opcode::ELSE if skipped == 0 => dead = false,
                    _ => {}
                }
                if dead || skipped > 0 {
                    continue;
                }
                if instruction.opcode != Opcode::ELSE {
                    self.close(&mut frames);
                    continue;
                }
            }
            match instruction.opcode {
                Opcode::END => break,
                Opcode::RET if frames.is_empty() => dead = true,
                _ => dead = self.instruction(at, instruction, &mut frames)?,
            }
        }
        self.finish()
    }

    /// Translates one instruction; true if nothing of its block can follow.
    fn instruction(
        &mut self,
        at: usize,
        instruction: &Instruction,
        frames: &mut Vec<Frame>,
    ) -> Result<bool, LowerError> {
        match instruction.opcode.info().class {
            Class::Alu => self.alu(instruction)?,
            Class::Texture => self.texture(instruction)?,
            Class::Flow => return self.flow(at, instruction, frames),
            Class::Discard => return self.discard(instruction, frames.is_empty()),
            Class::Interpolate => self.interpolate(instruction)?,
            Class::Memory => self.memory(instruction)?,
            Class::Wide => return Err(LowerError::Unsupported("64-bit arithmetic")),
            Class::Subgroup => return Err(LowerError::Unsupported("talking between invocations")),
            Class::Sample => return Err(LowerError::Unsupported("sampling through views")),
            Class::Geometry => return Err(LowerError::Unsupported("emitting vertices")),
        }
        Ok(false)
    }

    fn condition(&mut self, instruction: &Instruction) -> Result<Value, LowerError> {
        let Some(source) = instruction.sources.first() else {
            return Err(LowerError::Unsupported("a branch without a condition"));
        };
        if instruction.opcode == Opcode::UIF && !source.negate && !source.absolute {
            let components = self.components(source, &[0])?;
            return Ok(self.b.gather(&components, Kind::Bool));
        }
        let kind = if instruction.opcode == Opcode::UIF {
            Kind::Uint
        } else {
            Kind::Float
        };
        let value = self.source(source, &[0], kind)?;
        Ok(self.b.convert(value, Kind::Bool))
    }

    fn flow(
        &mut self,
        at: usize,
        instruction: &Instruction,
        frames: &mut Vec<Frame>,
    ) -> Result<bool, LowerError> {
        match instruction.opcode {
            Opcode::IF | Opcode::UIF => {
                let condition = self.condition(instruction)?;
                let condition = self.decided(at, condition)?.handle;
                frames.push(Frame::If { condition });
                self.b.open();
            }
            Opcode::ELSE => {
                let accept = self.b.close();
                if let Some(Frame::If { condition }) = frames.pop() {
                    frames.push(Frame::Else { condition, accept });
                }
                self.b.open();
            }
            Opcode::ENDIF | Opcode::ENDLOOP => self.close(frames),
            Opcode::BGNLOOP => {
                frames.push(Frame::Loop);
                let counter = match self.collective.is_loop(at) {
                    true => self.collective_iterations,
                    false => self.iterations,
                };
                self.begin_loop(counter);
            }
            Opcode::BRK => {
                self.b.push(Statement::Break);
                return Ok(true);
            }
            Opcode::CONT => {
                self.b.push(Statement::Continue);
                return Ok(true);
            }
            Opcode::RET => {
                self.early_returns += 1;
                if self.early_returns > limits::EARLY_RETURNS {
                    let limit = limits::EARLY_RETURNS;
                    return Err(LowerError::Limit {
                        what: "returns inside branches",
                        limit,
                    });
                }
                self.finish()?;
                return Ok(true);
            }
            Opcode::NOP | Opcode::END => {}
            _ => return Err(LowerError::Unsupported("this form of control flow")),
        }
        Ok(false)
    }

    fn close(&mut self, frames: &mut Vec<Frame>) {
        let block = self.b.close();
        let statement = match frames.pop() {
            Some(Frame::If { condition }) => Statement::If {
                condition,
                accept: block,
                reject: Block::new(),
            },
            Some(Frame::Else { condition, accept }) => Statement::If {
                condition,
                accept,
                reject: block,
            },
            Some(Frame::Loop) => Statement::Loop {
                body: block,
                continuing: Block::new(),
                break_if: None,
            },
            None => Statement::Block(block),
        };
        self.b.push(statement);
    }

    /// Opens a loop that ends when its iterations are spent, see [`limits::LOOP_ITERATIONS`].
    pub(super) fn begin_loop(&mut self, counter: Option<Handle<Expression>>) {
        let Some(counter) = counter else { return };
        let spent = self.b.load(counter, Kind::Uint, 1);
        let own = self.b.uint(limits::LOOP_ITERATIONS);
        let end = self.b.binary(BinaryOperator::Add, spent, own);
        let total = self.b.uint(limits::TOTAL_ITERATIONS);
        let end = self.b.math(naga::MathFunction::Min, &[end, total]);
        self.b.open();
        self.registers.enter_loop(self.b.block());
        let spent = self.b.load(counter, Kind::Uint, 1);
        let over = self.b.compare(BinaryOperator::GreaterEqual, spent, end);
        self.when(over, Statement::Break);
        let one = self.b.uint(1);
        let spent = self.b.binary(BinaryOperator::Add, spent, one);
        self.b.store(counter, spent);
    }

    /// One statement under a condition.
    pub(super) fn when(&mut self, condition: Value, statement: Statement) {
        self.b.open();
        self.b.push(statement);
        let accept = self.b.close();
        self.b.push(Statement::If {
            condition: condition.handle,
            accept,
            reject: Block::new(),
        });
    }

    fn discard(&mut self, instruction: &Instruction, outermost: bool) -> Result<bool, LowerError> {
        if !self.is_fragment() {
            return Err(LowerError::Unsupported("a discard outside a fragment shader"));
        }
        let yes = self.b.literal(Kind::Bool, 1);
        if instruction.opcode != Opcode::KILL_IF {
            let Some(demoted) = self.demoted else {
                if outermost {
                    // The function still has to return something.
                    self.when(yes, Statement::Kill);
                } else {
                    self.b.push(Statement::Kill);
                }
                return Ok(true);
            };
            self.b.store(demoted, yes);
            return Ok(false);
        }
        let Some(source) = instruction.sources.first() else {
            return Ok(false);
        };
        let mut places: Vec<u8> = vec![0, 1, 2, 3];
        places.dedup_by_key(|place| source.swizzle.get(*place as usize).copied());
        let value = self.source(source, &places, Kind::Float)?;
        let zero = self.b.float(0.0);
        let mut below = self.b.compare(BinaryOperator::Less, value, zero);
        if below.width > 1 {
            let any = Expression::Relational {
                fun: RelationalFunction::Any,
                argument: below.handle,
            };
            below = self.b.value(Kind::Bool, 1, any);
        }
        self.discard_where(below);
        Ok(false)
    }

    /// Discards under a condition: at once, or at the end.
    pub(super) fn discard_where(&mut self, condition: Value) {
        let statement = match self.demoted {
            Some(pointer) => Statement::Store {
                pointer,
                value: self.b.literal(Kind::Bool, 1).handle,
            },
            None => Statement::Kill,
        };
        self.when(condition, statement);
    }

    /// Hands the outputs on and returns.
    fn finish(&mut self) -> Result<(), LowerError> {
        if let Some(demoted) = self.demoted {
            let discarded = self.b.load(demoted, Kind::Bool, 1);
            self.when(discarded, Statement::Kill);
        }
        match self.stage {
            StageState::Vertex(_) => self.finish_vertex(),
            StageState::Fragment(_) => self.finish_fragment(),
            StageState::Compute => {
                self.b.push(Statement::Return { value: None });
                Ok(())
            }
        }
    }
}
