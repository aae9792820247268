//! Text to words: one pass, no copies, no look-ahead past a word.
//!
//! TGSI has no tokens of its own to speak of: `2D_ARRAY`, `0x3f800000` and `TEMP` are all words, and a number
//! is told from a name by who asks for it. So this is a cursor over the bytes rather than a stream of tokens.

use crate::error::{ParseError, ParseErrorKind};

/// A place in the text.
#[derive(Clone)]
pub(crate) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

/// What words are made of.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl<'a> Lexer<'a> {
    /// A cursor at the start of `text`, which ends at its first NUL if it has one.
    pub(crate) fn new(text: &'a str) -> Self {
        let text = text.split('\0').next().unwrap_or("");
        let mut lexer = Self { text, at: 0, line: 1 };
        lexer.skip_blank();
        lexer
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The line of the next word.
    pub(crate) fn line(&self) -> u32 {
        self.line
    }

    fn skip_blank(&mut self) {
        while let Some(byte) = self.byte() {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            self.at += 1;
        }
    }

    /// Whether nothing is left.
    pub(crate) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn take(&mut self, end: usize) -> &'a str {
        let taken = self.text.get(self.at..end).unwrap_or("");
        self.at = end;
        self.skip_blank();
        taken
    }

    fn word_end(&self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        self.at + rest.iter().take_while(|byte| is_word(**byte)).count()
    }

    /// The next word without going past it; empty if something else follows.
    pub(crate) fn peek(&self) -> &'a str {
        self.text.get(self.at..self.word_end()).unwrap_or("")
    }

    /// The next word; empty if something else follows.
    pub(crate) fn word(&mut self) -> &'a str {
        let end = self.word_end();
        self.take(end)
    }

    /// Whether `byte` follows, without going past it.
    pub(crate) fn sees(&self, byte: u8) -> bool {
        self.byte() == Some(byte)
    }

    /// Goes past `byte` if it follows.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.sees(byte);
        if found {
            self.take(self.at + 1);
        }
        found
    }

    /// Goes past the word `name`, in any case of its letters, if it follows.
    pub(crate) fn eat_word(&mut self, name: &str) -> bool {
        let found = self.peek().eq_ignore_ascii_case(name);
        if found {
            self.word();
        }
        found
    }

    /// Goes past `byte`, or says that it is missing.
    pub(crate) fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), ParseError> {
        if self.eat(byte) {
            Ok(())
        } else {
            Err(self.invalid(what))
        }
    }

    /// An unsigned number in decimal.
    pub(crate) fn unsigned(&mut self) -> Result<u32, ParseError> {
        let number = self
            .peek()
            .parse()
            .map_err(|_| self.invalid("expected an unsigned number"))?;
        self.word();
        Ok(number)
    }

    /// A number that may have a sign, a point and an exponent, as written.
    pub(crate) fn number(&mut self) -> &'a str {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let hex = rest.iter().take(3).any(|byte| matches!(byte, b'x' | b'X'));
        let mut previous = 0;
        let mut length = 0;
        for (at, &byte) in rest.iter().enumerate() {
            let sign_fits = at == 0 || (!hex && matches!(previous, b'e' | b'E'));
            if !(is_word(byte) || byte == b'.' || (matches!(byte, b'+' | b'-') && sign_fits)) {
                break;
            }
            previous = byte;
            length = at + 1;
        }
        self.take(self.at + length)
    }

    /// An error at the next word.
    pub(crate) fn error(&self, kind: ParseErrorKind) -> ParseError {
        let rest = self.text.get(self.at..).unwrap_or("");
        let word = self.peek();
        let token = if word.is_empty() {
            rest.chars().take(1).collect()
        } else {
            word.chars().take(32).collect()
        };
        ParseError {
            line: self.line,
            token,
            kind,
        }
    }

    /// An error of grammar at the next word.
    pub(crate) fn invalid(&self, what: &'static str) -> ParseError {
        self.error(ParseErrorKind::Invalid(what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_lines() {
        let mut lexer = Lexer::new("  MOV \n TEMP[12].x, -1.5e-3, 2D_ARRAY -0x7f800000\0junk");
        assert_eq!(lexer.word(), "MOV");
        assert_eq!(lexer.line(), 2);
        assert!(lexer.eat_word("temp"));
        assert!(lexer.eat(b'['));
        assert_eq!(lexer.unsigned(), Ok(12));
        assert!(lexer.eat(b']') && lexer.eat(b'.'));
        assert_eq!(lexer.word(), "x");
        assert!(lexer.eat(b','));
        assert_eq!(lexer.number(), "-1.5e-3");
        assert!(lexer.eat(b','));
        assert_eq!(lexer.word(), "2D_ARRAY");
        assert_eq!(lexer.number(), "-0x7f800000");
        assert!(lexer.at_end());
    }

    #[test]
    fn errors_carry_line_and_token() {
        let mut lexer = Lexer::new("A\nB é");
        lexer.word();
        assert_eq!(lexer.invalid("x").token, "B");
        assert_eq!(lexer.invalid("x").line, 2);
        lexer.word();
        assert_eq!(lexer.invalid("x").token, "é");
    }
}
