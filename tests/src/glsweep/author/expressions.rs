//! Values at random, of every type.

use std::fmt::Write as _;

use super::Type::{Bool, Float, Int, Matrix, Uint};
use super::{Author, Type, Variable};

impl Author<'_> {
    pub(super) fn literal(&mut self, kind: Type) -> String {
        let parts: Vec<String> = (0..kind.size())
            .map(|_| {
                let number = match self.below(4) {
                    0 => self.below(3),
                    _ => self.below(64),
                };
                match kind {
                    Float(_) | Matrix(..) => format!("{number}.0"),
                    Int(_) if self.one_in(6) => self.of(&["-1", "2147483647", "-77", "65536"]).to_owned(),
                    Int(_) => number.to_string(),
                    Uint(_) if self.one_in(6) => {
                        self.of(&["4294967295u", "2147483648u", "65535u"]).to_owned()
                    }
                    Uint(_) => format!("{number}u"),
                    Bool(_) => (number % 2 == 0).to_string(),
                }
            })
            .collect();
        match kind {
            _ if kind.size() > 1 => format!("{}({})", kind.name(), parts.join(", ")),
            _ => parts.join(""),
        }
    }

    /// Something that is known, of this type.
    fn leaf(&mut self, kind: Type) -> String {
        for _ in 0..6 {
            if self.variables.is_empty() || self.one_in(5) {
                break;
            }
            let at = self.below(self.variables.len() as u32) as usize;
            let variable = self.variables[at].clone();
            if let Some(found) = self.part(&variable, kind) {
                return found;
            }
        }
        self.literal(kind)
    }

    /// A part of a variable, of this type.
    fn part(&mut self, variable: &Variable, kind: Type) -> Option<String> {
        let fits = match (variable.kind, kind) {
            (Matrix(..), Float(_)) => true,
            (Matrix(..), _) | (_, Matrix(..)) => variable.kind == kind,
            (have, want) => have.sized(1) == want.sized(1),
        };
        if !fits {
            return None;
        }
        let mut name = variable.name.clone();
        if let Some(length) = variable.length {
            // A plain index: expressions in indices of expressions would have no end.
            let index = match self.below(3) {
                0 => self.below(length).to_string(),
                _ => self.plain_index(length),
            };
            write!(name, "[{index}]").expect("strings take all");
        }
        let (name, have) = match variable.kind {
            Matrix(columns, rows) if variable.kind != kind => {
                let column = self.plain_index(columns);
                (format!("{name}[{column}]"), Float(rows))
            }
            have => (name, have),
        };
        if have == kind && !self.one_in(4) {
            return Some(name);
        }
        if matches!(kind, Matrix(..)) {
            return Some(name);
        }
        if have.size() == 1 {
            return Some(format!("{}({name})", kind.name()));
        }
        if kind.size() == 1 && self.one_in(2) {
            let index = self.plain_index(have.size());
            return Some(format!("{name}[{index}]"));
        }
        let swizzle: String = (0..kind.size())
            .map(|_| self.of(&['x', 'y', 'z', 'w'][..have.size() as usize]))
            .collect();
        Some(format!("{name}.{swizzle}"))
    }

    /// An index below `end`, made of a scalar that is known.
    fn plain_index(&mut self, end: u32) -> String {
        let scalars: Vec<Variable> = self
            .variables
            .iter()
            .filter(|variable| variable.length.is_none() && matches!(variable.kind, Int(1) | Uint(1)))
            .cloned()
            .collect();
        if scalars.is_empty() || self.one_in(3) {
            return self.below(end).to_string();
        }
        let at = self.below(scalars.len() as u32) as usize;
        format!("uint({}) % {end}u", scalars[at].name)
    }

    /// An expression of this type.
    pub(super) fn expression(&mut self, kind: Type, depth: u32) -> String {
        if depth == 0 || self.one_in(5) {
            return self.leaf(kind);
        }
        let depth = depth - 1;
        if self.one_in(12) {
            let condition = self.expression(Bool(1), depth);
            let (one, two) = (self.expression(kind, depth), self.expression(kind, depth));
            return format!("({condition} ? {one} : {two})");
        }
        if kind.size() > 1 && !matches!(kind, Matrix(..)) && self.one_in(6) {
            return self.put_together(kind, depth);
        }
        match kind {
            Float(size) => self.float(size, depth),
            Int(_) | Uint(_) => self.integer(kind, depth),
            Bool(size) => self.truth(size, depth),
            Matrix(columns, rows) => self.matrix(columns, rows, depth),
        }
    }

    /// A vector of smaller pieces.
    fn put_together(&mut self, kind: Type, depth: u32) -> String {
        let mut parts = Vec::new();
        let mut left = kind.size();
        while left > 0 {
            let size = 1 + self.below(left.min(3));
            parts.push(self.expression(kind.sized(size), depth));
            left -= size;
        }
        match parts.len() {
            1 => parts.remove(0),
            _ => format!("{}({})", kind.name(), parts.join(", ")),
        }
    }

    fn float(&mut self, size: u32, depth: u32) -> String {
        let kind = Float(size);
        let name = kind.name();
        let a = self.expression(kind, depth);
        match self.below(16) {
            0..=2 => {
                let (operator, b) = (self.of(&["+", "-", "*"]), self.expression(kind, depth));
                format!("tame({a} {operator} {b})")
            }
            3 => format!("floor({a} * {})", self.of(&["0.5", "0.25", "0.125"])),
            4 => format!("mod({a}, {})", self.of(&["2.0", "8.0", "32.0"])),
            5 => {
                let (how, b) = (self.of(&["min", "max", "step"]), self.expression(kind, depth));
                format!("{how}({a}, {b})")
            }
            6 => {
                let (b, c) = (self.expression(kind, depth), self.expression(Bool(size), depth));
                format!("mix({a}, {b}, {c})")
            }
            7 => {
                let (b, c) = (self.expression(kind, depth), self.expression(kind, depth));
                format!("clamp({a}, min({b}, {c}), max({b}, {c}))")
            }
            8 => format!("tame(-{a})"),
            9 => {
                let from = if self.one_in(2) { Int(size) } else { Uint(size) };
                let value = self.expression(from, depth);
                match from {
                    Int(_) => format!("{name}({value} & 63)"),
                    _ => format!("{name}({value} & 63u)"),
                }
            }
            10 => format!("{name}({})", self.expression(Bool(size), depth)),
            11 if size == 1 => {
                let of = 2 + self.below(3);
                let (a, b) = (
                    self.expression(Float(of), depth),
                    self.expression(Float(of), depth),
                );
                format!("tame(dot({a}, {b}))")
            }
            11 if size == 3 => {
                let b = self.expression(kind, depth);
                format!("tame(cross({a}, {b}))")
            }
            12 if size > 1 => {
                let of = 2 + self.below(3);
                if self.one_in(2) {
                    let m = self.expression(Matrix(of, size), depth);
                    let v = self.expression(Float(of), depth);
                    format!("tame({m} * {v})")
                } else {
                    let m = self.expression(Matrix(size, of), depth);
                    let v = self.expression(Float(of), depth);
                    format!("tame({v} * {m})")
                }
            }
            13 => format!("abs({a} - {})", self.literal(kind)),
            14 => format!("(sign({a} - {}) + 1.0)", self.literal(kind)),
            15 => format!(
                "{}({a} * 0.25 + 0.125)",
                self.of(&["trunc", "round", "ceil", "floor", "roundEven"])
            ),
            _ => format!("(1.0 + fract({a} * 0.5) * 2.0)"),
        }
    }

    fn integer(&mut self, kind: Type, depth: u32) -> String {
        let (size, name) = (kind.size(), kind.name());
        let signed = matches!(kind, Int(_));
        let u = if signed { "" } else { "u" };
        let a = self.expression(kind, depth);
        let b = |author: &mut Self| author.expression(kind, depth);
        match self.below(18) {
            0..=3 => {
                let (operator, b) = (self.of(&["+", "-", "*", "&", "|", "^"]), b(self));
                format!("({a} {operator} {b})")
            }
            4 => {
                let (operator, b) = (self.of(&["<<", ">>"]), b(self));
                format!("({a} {operator} ({b} & 31{u}))")
            }
            5 => {
                let b = b(self);
                format!("({a} / (({b} & 15{u}) + 1{u}))")
            }
            6 => {
                let b = b(self);
                if signed {
                    format!("(({a} & 2147483647) % (({b} & 15) + 1))")
                } else {
                    format!("({a} % ({b} | 1u))")
                }
            }
            7 => {
                let (how, b) = (self.of(&["min", "max"]), b(self));
                format!("{how}({a}, {b})")
            }
            8 => {
                let (b, c) = (b(self), b(self));
                format!("clamp({a}, min({b}, {c}), max({b}, {c}))")
            }
            9 => {
                let (b, c) = (b(self), self.expression(Bool(size), depth));
                format!("mix({a}, {b}, {c})")
            }
            10 => format!("{}({a})", self.of(&["~", "-"])),
            11 => {
                let from = match self.below(3) {
                    0 => Float(size),
                    1 => Bool(size),
                    _ => {
                        if signed {
                            Uint(size)
                        } else {
                            Int(size)
                        }
                    }
                };
                format!("{name}({})", self.expression(from, depth))
            }
            12 if self.one_in(3) => format!("bitfieldReverse({a})"),
            12 => {
                let (at, bits) = (self.below(32), self.below(32));
                format!("bitfieldExtract({a}, {at}, {})", bits.min(32 - at))
            }
            13 => {
                let (at, bits, b) = (self.below(32), self.below(32), b(self));
                format!("bitfieldInsert({a}, {b}, {at}, {})", bits.min(32 - at))
            }
            14 => {
                let how = self.of(&["bitCount", "findLSB", "findMSB"]);
                format!("{name}(high({how}({a})))")
            }
            15 if signed => {
                let how = self.of(&["abs", "sign"]);
                format!("{how}({a})")
            }
            16 if signed => format!("floatBitsToInt({})", self.expression(Float(size), depth)),
            17 => format!("{name}({})", self.expression(Int(size), depth)),
            _ => {
                let (b, c) = (b(self), b(self));
                format!("({a} * {b} + {c})")
            }
        }
    }

    fn truth(&mut self, size: u32, depth: u32) -> String {
        let compared = match self.below(3) {
            0 => Float(size),
            1 => Int(size),
            _ => Uint(size),
        };
        if size > 1 {
            let (a, b) = (self.expression(compared, depth), self.expression(compared, depth));
            return match self.below(8) {
                0 => format!("not({})", self.expression(Bool(size), depth)),
                1 => format!("bvec{size}({a})"),
                _ => {
                    let how = self.of(&[
                        "lessThan",
                        "lessThanEqual",
                        "greaterThan",
                        "greaterThanEqual",
                        "equal",
                        "notEqual",
                    ]);
                    format!("{how}({a}, {b})")
                }
            };
        }
        match self.below(8) {
            0 => format!("!{}", self.expression(Bool(1), depth)),
            1 | 2 => {
                let (a, b) = (self.expression(Bool(1), depth), self.expression(Bool(1), depth));
                format!("({a} {} {b})", self.of(&["&&", "||", "^^", "=="]))
            }
            3 => {
                let of = 2 + self.below(3);
                format!(
                    "{}({})",
                    self.of(&["any", "all"]),
                    self.expression(Bool(of), depth)
                )
            }
            4 => {
                let kind = self.kind();
                let (a, b) = (self.expression(kind, depth), self.expression(kind, depth));
                format!("({a} {} {b})", self.of(&["==", "!="]))
            }
            _ => {
                let (a, b) = (self.expression(compared, depth), self.expression(compared, depth));
                format!("({a} {} {b})", self.of(&["<", "<=", ">", ">=", "==", "!="]))
            }
        }
    }

    fn matrix(&mut self, columns: u32, rows: u32, depth: u32) -> String {
        let kind = Matrix(columns, rows);
        match self.below(4) {
            0 => {
                let turned = self.expression(Matrix(rows, columns), depth);
                format!("transpose({turned})")
            }
            // What is made of columns can be tamed; a product of matrices as a whole cannot.
            1 => {
                let (a, b) = (self.leaf(Matrix(2, rows)), self.leaf(Matrix(columns, 2)));
                let parts: Vec<String> = (0..columns)
                    .map(|column| format!("tame(({a} * {b})[{column}])"))
                    .collect();
                format!("{}({})", kind.name(), parts.join(", "))
            }
            2 => {
                let parts: Vec<String> = (0..columns)
                    .map(|_| self.expression(Float(rows), depth))
                    .collect();
                format!("{}({})", kind.name(), parts.join(", "))
            }
            _ => {
                let size = columns.min(rows);
                let other = self.leaf(Matrix(size, size));
                format!("{}({other})", kind.name())
            }
        }
    }
}
