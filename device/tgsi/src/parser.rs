//! Text to [`Program`], by the grammar of Mesa's `tgsi_text.c`, a little more lenient about blanks.

mod declaration;
mod operand;

use crate::ast::{Instruction, Program, Target};
use crate::error::{ParseError, ParseErrorKind};
use crate::lexer::Lexer;
use crate::limits;
use crate::opcode::{Class, Opcode};
use crate::scan::Stage;

/// Reads a whole text.
pub(crate) fn parse(text: &str) -> Result<(Stage, Program), ParseError> {
    if text.len() > limits::TEXT_BYTES {
        return Err(ParseError {
            line: 0,
            token: String::new(),
            kind: ParseErrorKind::limit("bytes of text", limits::TEXT_BYTES),
        });
    }
    let mut parser = Parser {
        lexer: Lexer::new(text),
        program: Program::default(),
    };
    let stage = parser.stage()?;
    while !parser.lexer.at_end() {
        parser.line()?;
    }
    Ok((stage, parser.program))
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    program: Program,
}

impl Parser<'_> {
    fn stage(&mut self) -> Result<Stage, ParseError> {
        const STAGES: [(&str, Stage); 6] = [
            ("VERT", Stage::Vertex),
            ("FRAG", Stage::Fragment),
            ("GEOM", Stage::Geometry),
            ("TESS_CTRL", Stage::TessellationControl),
            ("TESS_EVAL", Stage::TessellationEvaluation),
            ("COMP", Stage::Compute),
        ];
        match STAGES.iter().find(|(name, _)| self.lexer.eat_word(name)) {
            Some((_, stage)) => Ok(*stage),
            None => Err(self.lexer.invalid("expected the name of a stage")),
        }
    }

    fn line(&mut self) -> Result<(), ParseError> {
        let word = self.lexer.peek();
        if word.eq_ignore_ascii_case("DCL") {
            self.declaration()
        } else if word.eq_ignore_ascii_case("IMM") {
            self.immediate()
        } else if word.eq_ignore_ascii_case("PROPERTY") {
            self.property()
        } else {
            if word.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
                self.lexer.unsigned()?;
                self.lexer.expect(b':', "expected ':' after a label")?;
            }
            self.instruction()
        }
    }

    fn instruction(&mut self) -> Result<(), ParseError> {
        if self.program.body.len() >= limits::INSTRUCTIONS {
            return Err(self
                .lexer
                .error(ParseErrorKind::limit("instructions", limits::INSTRUCTIONS)));
        }
        let line = self.lexer.line();
        let (opcode, saturate) = self.opcode()?;
        let info = opcode.info();
        let mut instruction = Instruction {
            opcode,
            saturate,
            destination: None,
            sources: Vec::with_capacity(info.sources),
            target: None,
            offsets: Vec::new(),
            coherent: false,
            line,
        };
        let mut first = true;
        if info.destinations > 0 {
            instruction.destination = Some(self.destination()?);
            first = false;
        }
        for _ in 0..info.sources {
            if !std::mem::replace(&mut first, false) {
                self.lexer.expect(b',', "expected ','")?;
            }
            let source = self.source()?;
            instruction.sources.push(source);
        }
        if info.target {
            self.lexer.expect(b',', "expected ','")?;
            instruction.target = self.target()?;
        }
        self.tail(&mut instruction)?;
        self.program.body.push(instruction);
        Ok(())
    }

    fn opcode(&mut self) -> Result<(Opcode, bool), ParseError> {
        let word = self.lexer.peek().to_ascii_uppercase();
        let plain = word.strip_suffix("_PRECISE").unwrap_or(&word);
        let found = match (Opcode::from_name(&word), plain.strip_suffix("_SAT")) {
            (Some(opcode), _) => Some((opcode, false)),
            (None, Some(name)) => Opcode::from_name(name).map(|opcode| (opcode, true)),
            (None, None) => Opcode::from_name(plain).map(|opcode| (opcode, false)),
        };
        let found = found.ok_or_else(|| self.lexer.invalid("expected an opcode"))?;
        self.lexer.word();
        Ok(found)
    }

    /// A texture target; `None` is `UNKNOWN`, for which the view's declaration speaks.
    fn target(&mut self) -> Result<Option<Target>, ParseError> {
        let word = self.lexer.peek();
        let target = Target::from_name(word);
        if target.is_none() && !word.eq_ignore_ascii_case("UNKNOWN") {
            return Err(self.lexer.invalid("expected a texture target"));
        }
        self.lexer.word();
        Ok(target)
    }

    /// What may follow the operands: texture offsets, the qualifiers of memory, a label.
    fn tail(&mut self, instruction: &mut Instruction) -> Result<(), ParseError> {
        match instruction.opcode.info().class {
            Class::Texture | Class::Sample => {
                while self.lexer.eat(b',') {
                    if instruction.offsets.len() == 4 {
                        return Err(self.lexer.invalid("more than four offsets"));
                    }
                    let offset = self.offset()?;
                    instruction.offsets.push(offset);
                }
            }
            Class::Memory => {
                while self.lexer.eat(b',') {
                    let word = self.lexer.peek();
                    if word.is_empty() {
                        return Err(self.lexer.invalid("expected a qualifier, a target or a format"));
                    }
                    instruction.target = instruction.target.or(Target::from_name(word));
                    let coherent = ["COHERENT", "VOLATILE"];
                    instruction.coherent |= coherent.iter().any(|known| known.eq_ignore_ascii_case(word));
                    self.lexer.word();
                }
            }
            Class::Flow => {
                if self.lexer.eat(b':') {
                    self.lexer.unsigned()?;
                }
            }
            Class::Alu
            | Class::Discard
            | Class::Geometry
            | Class::Interpolate
            | Class::Subgroup
            | Class::Wide => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
