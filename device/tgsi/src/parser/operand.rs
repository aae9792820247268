//! Registers, swizzles and masks.

use super::Parser;
use crate::ast::{Destination, File, Indirect, Register, Source, Subscript};
use crate::error::ParseError;

/// The component that a letter names.
fn component(letter: u8) -> Option<u8> {
    match letter.to_ascii_lowercase() {
        b'x' => Some(0),
        b'y' => Some(1),
        b'z' => Some(2),
        b'w' => Some(3),
        _ => None,
    }
}

impl Parser<'_> {
    pub(super) fn file(&mut self) -> Result<File, ParseError> {
        let file = File::from_name(self.lexer.peek());
        let file = file.ok_or_else(|| self.lexer.invalid("expected a register file"))?;
        self.lexer.word();
        Ok(file)
    }

    /// `.xz`, in order and each once; all four if there is none.
    pub(super) fn mask(&mut self) -> Result<u8, ParseError> {
        if !self.lexer.eat(b'.') {
            return Ok(0b1111);
        }
        let mut mask = 0u8;
        for letter in self.lexer.peek().bytes() {
            match component(letter) {
                Some(component) if mask >> component == 0 => mask |= 1 << component,
                Some(_) | None => return Err(self.lexer.invalid("expected a write mask")),
            }
        }
        if mask == 0 {
            return Err(self.lexer.invalid("expected a write mask"));
        }
        self.lexer.word();
        Ok(mask)
    }

    /// `.xyzw` with `places` letters; the identity if there is none. Missing places repeat the last.
    fn swizzle(&mut self, places: usize) -> Result<[u8; 4], ParseError> {
        let mut swizzle = [0, 1, 2, 3];
        if !self.lexer.eat(b'.') {
            return Ok(swizzle);
        }
        let word = self.lexer.peek();
        if word.len() != places {
            return Err(self.lexer.invalid("expected a swizzle"));
        }
        let mut last = 0;
        let mut letters = word.bytes();
        for place in &mut swizzle {
            if let Some(letter) = letters.next() {
                last = component(letter).ok_or_else(|| self.lexer.invalid("expected a swizzle"))?;
            }
            *place = last;
        }
        self.lexer.word();
        Ok(swizzle)
    }

    fn signed_index(&mut self) -> Result<i32, ParseError> {
        let negative = self.lexer.sees(b'-');
        if !negative && !self.lexer.sees(b'+') {
            return Ok(0);
        }
        self.lexer.eat(b'+');
        self.lexer.eat(b'-');
        let index = self.index()?;
        Ok(if negative { -index } else { index })
    }

    fn index(&mut self) -> Result<i32, ParseError> {
        let error = self.lexer.invalid("an index is too large");
        i32::try_from(self.lexer.unsigned()?).map_err(|_| error)
    }

    fn subscript(&mut self) -> Result<Subscript, ParseError> {
        self.lexer.expect(b'[', "expected '['")?;
        let subscript = if File::from_name(self.lexer.peek()).is_some() {
            let file = self.file()?;
            self.lexer.expect(b'[', "expected '['")?;
            let index = self.lexer.unsigned()?;
            self.lexer.expect(b']', "expected ']'")?;
            let mut place = 0;
            if self.lexer.eat(b'.') {
                place = match self.lexer.peek().as_bytes() {
                    [letter] => component(*letter),
                    _ => None,
                }
                .ok_or_else(|| self.lexer.invalid("expected one component"))?;
                self.lexer.word();
            }
            Subscript {
                index: self.signed_index()?,
                indirect: Some(Indirect {
                    file,
                    index,
                    component: place,
                    array: 0,
                }),
            }
        } else {
            Subscript {
                index: self.index()?,
                indirect: None,
            }
        };
        self.lexer.expect(b']', "expected ']'")?;
        if !self.lexer.eat(b'(') {
            return Ok(subscript);
        }
        let array = self.lexer.unsigned()?;
        self.lexer.expect(b')', "expected ')'")?;
        let indirect = subscript.indirect.map(|indirect| Indirect { array, ..indirect });
        Ok(Subscript {
            indirect,
            ..subscript
        })
    }

    fn register(&mut self) -> Result<Register, ParseError> {
        let file = self.file()?;
        let first = self.subscript()?;
        if self.lexer.sees(b'[') {
            let second = self.subscript()?;
            return Ok(Register {
                file,
                dimension: Some(first),
                subscript: second,
            });
        }
        Ok(Register {
            file,
            dimension: None,
            subscript: first,
        })
    }

    pub(super) fn destination(&mut self) -> Result<Destination, ParseError> {
        Ok(Destination {
            register: self.register()?,
            mask: self.mask()?,
        })
    }

    pub(super) fn source(&mut self) -> Result<Source, ParseError> {
        let negate = self.lexer.eat(b'-');
        let absolute = self.lexer.eat(b'|');
        let register = self.register()?;
        let swizzle = self.swizzle(4)?;
        if absolute {
            self.lexer.expect(b'|', "expected '|'")?;
        }
        Ok(Source {
            register,
            swizzle,
            negate,
            absolute,
        })
    }

    pub(super) fn offset(&mut self) -> Result<Source, ParseError> {
        let register = self.register()?;
        Ok(Source {
            register,
            swizzle: self.swizzle(3)?,
            negate: false,
            absolute: false,
        })
    }
}
