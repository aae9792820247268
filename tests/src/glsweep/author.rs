//! Writes programs at random that every driver has to agree on to the bit.
//!
//! Floats are whole numbers from 0 to 63 and are brought back to them after each operation, so that nothing is ever
//! rounded; integers wrap; no operation is one whose result is not defined. Loops end, indices stay inside.

mod expressions;

use std::fmt::Write as _;

use super::draw::Noise;

/// Functions that every program begins with. `tame` brings floats back. `high` is around what has few bits by its
/// specification, and whoever computes with it may go on with as few.
pub(crate) const TOOLS: &str = "
float tame(float x) { return x - 64.0 * floor(x * 0.015625); }
vec2 tame(vec2 x) { return x - 64.0 * floor(x * 0.015625); }
vec3 tame(vec3 x) { return x - 64.0 * floor(x * 0.015625); }
vec4 tame(vec4 x) { return x - 64.0 * floor(x * 0.015625); }
int high(int x) { return x; }
ivec2 high(ivec2 x) { return x; }
ivec3 high(ivec3 x) { return x; }
ivec4 high(ivec4 x) { return x; }
uint mixed(uint a, uint b) { a = (a ^ b) * 747796405u + 2891336453u; return a ^ (a >> 15u); }
struct Pair { ivec3 a; float b; };
struct Nest { Pair p[2]; mat2 m; uvec2 u; bool t; };
";

/// What can be declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Float(u32),
    Int(u32),
    Uint(u32),
    Bool(u32),
    /// Columns and rows.
    Matrix(u32, u32),
}

use Type::{Bool, Float, Int, Matrix, Uint};

impl Type {
    fn name(self) -> String {
        let (scalar, vector, size) = match self {
            Float(size) => ("float", "vec", size),
            Int(size) => ("int", "ivec", size),
            Uint(size) => ("uint", "uvec", size),
            Bool(size) => ("bool", "bvec", size),
            Matrix(columns, rows) => return format!("mat{columns}x{rows}"),
        };
        match size {
            1 => scalar.to_owned(),
            _ => format!("{vector}{size}"),
        }
    }

    /// Components of a vector.
    fn size(self) -> u32 {
        match self {
            Float(size) | Int(size) | Uint(size) | Bool(size) => size,
            Matrix(columns, rows) => columns * rows,
        }
    }

    /// The vector of this size with the same components.
    fn sized(self, size: u32) -> Self {
        match self {
            Float(_) | Matrix(..) => Float(size),
            Int(_) => Int(size),
            Uint(_) => Uint(size),
            Bool(_) => Bool(size),
        }
    }

    fn is_integer(self) -> bool {
        matches!(self, Int(_) | Uint(_))
    }
}

/// Something that can be read, and written perhaps.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) kind: Type,
    /// Elements, of an array.
    pub(crate) length: Option<u32>,
    pub(crate) writable: bool,
}

impl Variable {
    /// What a program may read.
    pub(crate) fn input(name: &str, kind: Type, length: Option<u32>) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            length,
            writable: false,
        }
    }
}

/// A function that was written.
#[derive(Clone)]
struct Function {
    name: String,
    result: Type,
    /// What it takes, and whether it changes it.
    takes: Vec<(Variable, bool)>,
}

/// Writes one program.
pub(crate) struct Author<'a> {
    noise: &'a mut Noise,
    text: String,
    indent: usize,
    variables: Vec<Variable>,
    functions: Vec<Function>,
    names: u32,
    /// Statements that may still be written.
    budget: u32,
    /// Loops around this place.
    loops: u32,
    /// What `return` has to give; nothing in `main`.
    result: Option<Type>,
    /// Whether fragments may be thrown away.
    pub(crate) discards: bool,
}

impl<'a> Author<'a> {
    /// `inputs` can be read everywhere.
    pub(crate) fn new(noise: &'a mut Noise, inputs: Vec<Variable>) -> Self {
        Self {
            noise,
            text: String::new(),
            indent: 0,
            variables: inputs,
            functions: Vec::new(),
            names: 0,
            budget: 0,
            loops: 0,
            result: None,
            discards: false,
        }
    }

    /// Functions, each of which may call those before it.
    pub(crate) fn functions(&mut self, count: u32) -> String {
        for _ in 0..count {
            self.function();
        }
        std::mem::take(&mut self.text)
    }

    /// Statements whose results come together in `uvec4 sum`.
    pub(crate) fn body(&mut self, statements: u32) -> String {
        let known = self.variables.len();
        self.indent = 1;
        self.budget = statements;
        while self.budget > 0 {
            self.statement();
        }
        self.line("uvec4 sum = uvec4(1u, 2u, 3u, 4u);");
        for at in known..self.variables.len() {
            let variable = self.variables[at].clone();
            self.account(&variable, at);
        }
        self.variables.truncate(known);
        std::mem::take(&mut self.text)
    }

    /// Adds what a variable has come to to the sum.
    fn account(&mut self, variable: &Variable, at: usize) {
        for element in 0..variable.length.unwrap_or(1) {
            let name = match variable.length {
                Some(_) => format!("{}[{element}]", variable.name),
                None => variable.name.clone(),
            };
            let columns = match variable.kind {
                Matrix(columns, _) => columns,
                _ => 1,
            };
            for column in 0..columns {
                let (name, size) = match variable.kind {
                    Matrix(_, rows) => (format!("{name}[{column}]"), rows),
                    kind => (name.clone(), kind.size()),
                };
                for component in 0..size {
                    let part = if size == 1 {
                        name.clone()
                    } else {
                        format!("{name}[{component}]")
                    };
                    let lane = (at as u32 + component + element + column) % 4;
                    self.line(&format!("sum[{lane}] = mixed(sum[{lane}], uint({part}));"));
                }
            }
        }
    }

    fn line(&mut self, text: &str) {
        writeln!(self.text, "{}{text}", "  ".repeat(self.indent)).expect("strings take all");
    }

    fn below(&mut self, end: u32) -> u32 {
        self.noise.word() % end
    }

    fn one_in(&mut self, odds: u32) -> bool {
        self.below(odds) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u32) as usize]
    }

    fn name(&mut self, kind: char) -> String {
        self.names += 1;
        format!("{kind}{}", self.names)
    }

    fn kind(&mut self) -> Type {
        let size = 1 + self.below(4);
        match self.below(9) {
            0..=2 => Float(size),
            3 | 4 => Int(size),
            5 | 6 => Uint(size),
            7 => Bool(size),
            _ => Matrix(2 + self.below(3), 2 + self.below(3)),
        }
    }

    fn function(&mut self) {
        let (known, name, result) = (self.variables.len(), self.name('f'), self.kind());
        let takes: Vec<(Variable, bool)> = (0..1 + self.below(3))
            .map(|_| {
                let variable = Variable {
                    name: self.name('p'),
                    kind: self.kind(),
                    length: self.one_in(4).then_some(3),
                    writable: true,
                };
                (variable, self.one_in(2))
            })
            .collect();
        let list: Vec<String> = takes
            .iter()
            .map(|(variable, changes)| {
                let how = if *changes { "inout " } else { "" };
                let length = variable
                    .length
                    .map_or(String::new(), |length| format!("[{length}]"));
                format!("{how}{} {}{length}", variable.kind.name(), variable.name)
            })
            .collect();
        self.indent = 0;
        self.line(&format!("{} {name}({}) {{", result.name(), list.join(", ")));
        self.variables
            .extend(takes.iter().map(|(variable, _)| variable.clone()));
        self.indent = 1;
        self.budget = 4 + self.below(5);
        self.result = Some(result);
        while self.budget > 0 {
            self.statement();
        }
        let last = self.expression(result, 2);
        self.line(&format!("return {last};"));
        self.indent = 0;
        self.line("}");
        self.result = None;
        self.variables.truncate(known);
        self.functions.push(Function { name, result, takes });
    }

    fn block(&mut self, most: u32) {
        let known = self.variables.len();
        self.indent += 1;
        for _ in 0..1 + self.below(most) {
            self.statement();
        }
        self.indent -= 1;
        self.variables.truncate(known);
    }

    fn statement(&mut self) {
        self.budget = self.budget.saturating_sub(1);
        let deep = self.indent > 4;
        match self.below(20) {
            0..=3 => self.declare(),
            4 => self.declare_array(),
            5 if !deep => self.branch(),
            6 if !deep => self.count(),
            7 if !deep => self.switch(),
            8 if !deep && self.one_in(2) => self.repeat(),
            9 | 10 if !self.functions.is_empty() => self.call(),
            11 => self.leave(),
            12 if self.one_in(3) => self.structure(),
            _ => self.assign(),
        }
    }

    fn declare(&mut self) {
        let kind = self.kind();
        let (value, name) = (self.expression(kind, 3), self.name('v'));
        self.line(&format!("{} {name} = {value};", kind.name()));
        self.variables.push(Variable {
            name,
            kind,
            length: None,
            writable: true,
        });
    }

    fn declare_array(&mut self) {
        let kind = self.kind();
        let length = 2 + self.below(5);
        let constant = self.one_in(3) && !matches!(kind, Matrix(..));
        let values: Vec<String> = (0..length)
            .map(|_| {
                if constant {
                    self.literal(kind)
                } else {
                    self.expression(kind, 1)
                }
            })
            .collect();
        let name = self.name('a');
        let how = if constant { "const " } else { "" };
        let kind_name = kind.name();
        self.line(&format!(
            "{how}{kind_name} {name}[{length}] = {kind_name}[{length}]({});",
            values.join(", ")
        ));
        self.variables.push(Variable {
            name,
            kind,
            length: Some(length),
            writable: !constant,
        });
    }

    fn branch(&mut self) {
        let condition = self.expression(Bool(1), 2);
        self.line(&format!("if ({condition}) {{"));
        self.block(3);
        if self.one_in(2) {
            self.line("} else {");
            self.block(3);
        }
        self.line("}");
    }

    /// A loop that counts.
    fn count(&mut self) {
        let (name, known) = (self.name('i'), self.variables.len());
        let end = match self.below(3) {
            0 => format!("{}", 1 + self.below(5)),
            1 => format!("({} & 3) + 1", self.expression(Int(1), 1)),
            _ => format!("min({}, 4)", self.expression(Int(1), 1)),
        };
        match self.below(3) {
            0 => self.line(&format!("for (int {name} = 0; {name} < {end}; {name}++) {{")),
            1 => self.line(&format!("for (int {name} = {end}; {name} > 0; --{name}) {{")),
            _ => self.line(&format!(
                "for (int {name} = 0, n{name} = {end}; {name} < n{name}; {name} += 2) {{"
            )),
        }
        self.variables.push(Variable::input(&name, Int(1), None));
        self.loops += 1;
        self.block(4);
        self.loops -= 1;
        self.variables.truncate(known);
        self.line("}");
    }

    /// A loop whose condition is something else, with a counter that ends it.
    fn repeat(&mut self) {
        let name = self.name('w');
        let most = 1 + self.below(4);
        self.line(&format!("int {name} = 0;"));
        let condition = self.expression(Bool(1), 2);
        let last = self.one_in(2);
        if last {
            self.line("do {");
        } else {
            self.line(&format!("while ({name} < {most} && {condition}) {{"));
        }
        self.indent += 1;
        self.line(&format!("{name}++;"));
        self.indent -= 1;
        self.loops += 1;
        self.block(4);
        self.loops -= 1;
        if last {
            self.line(&format!("}} while ({name} < {most} && {condition});"));
        } else {
            self.line("}");
        }
    }

    fn switch(&mut self) {
        let on = self.expression(Int(1), 1);
        self.line(&format!("switch ({on} & 3) {{"));
        let default = self.below(5);
        for case in 0..4 {
            if case == default {
                self.line("default:");
            } else {
                self.line(&format!("case {case}:"));
            }
            if self.one_in(4) && case < 3 {
                continue;
            }
            self.line("{");
            self.block(2);
            self.line("}");
            if case == 3 || !self.one_in(3) {
                self.line("break;");
            }
        }
        self.line("}");
    }

    /// Leaves a loop, a function, or everything.
    fn leave(&mut self) {
        let condition = self.expression(Bool(1), 2);
        let discards = self.discards && self.one_in(3);
        match self.result {
            _ if self.loops > 0 => {
                let how = self.of(&["break", "continue"]);
                self.line(&format!("if ({condition}) {how};"));
            }
            Some(result) => {
                let value = self.expression(result, 2);
                self.line(&format!("if ({condition}) return {value};"));
            }
            None if discards => self.line(&format!("if ({condition}) discard;")),
            None => self.assign(),
        }
    }

    fn structure(&mut self) {
        let name = self.name('s');
        let pair = |author: &mut Self| {
            format!(
                "Pair({}, {})",
                author.expression(Int(3), 1),
                author.expression(Float(1), 1)
            )
        };
        let (one, two) = (pair(self), pair(self));
        let (m, u, t) = (
            self.expression(Matrix(2, 2), 1),
            self.expression(Uint(2), 1),
            self.expression(Bool(1), 1),
        );
        self.line(&format!(
            "Nest {name} = Nest(Pair[2]({one}, {two}), {m}, {u}, {t});"
        ));
        let index = self.index(2);
        let whole = pair(self);
        self.line(&format!("{name}.p[{index}] = {whole};"));
        let index = self.index(2);
        for (member, kind) in [
            (format!("{name}.p[{index}].a"), Int(3)),
            (format!("{name}.p[0].b"), Float(1)),
            (format!("{name}.m"), Matrix(2, 2)),
            (format!("{name}.u"), Uint(2)),
            (format!("{name}.t"), Bool(1)),
        ] {
            let writable = !self.one_in(4);
            self.variables.push(Variable {
                name: member,
                kind,
                length: None,
                writable,
            });
        }
    }

    fn call(&mut self) {
        let at = self.below(self.functions.len() as u32) as usize;
        let function = self.functions[at].clone();
        let mut given = Vec::new();
        for (variable, changes) in &function.takes {
            // What is changed is copied first: two arguments that are one variable have no order.
            let name = self.name('c');
            let kind = variable.kind.name();
            match variable.length {
                Some(length) => {
                    let values: Vec<String> =
                        (0..length).map(|_| self.expression(variable.kind, 1)).collect();
                    self.line(&format!(
                        "{kind} {name}[{length}] = {kind}[{length}]({});",
                        values.join(", ")
                    ));
                }
                None => {
                    let value = self.expression(variable.kind, 2);
                    self.line(&format!("{kind} {name} = {value};"));
                }
            }
            if *changes {
                self.variables.push(Variable {
                    name: name.clone(),
                    ..variable.clone()
                });
            }
            given.push(name);
        }
        let name = self.name('r');
        self.line(&format!(
            "{} {name} = {}({});",
            function.result.name(),
            function.name,
            given.join(", ")
        ));
        self.variables.push(Variable {
            name,
            kind: function.result,
            length: None,
            writable: true,
        });
    }

    fn assign(&mut self) {
        let writable: Vec<usize> = (0..self.variables.len())
            .filter(|at| self.variables[*at].writable)
            .collect();
        if writable.is_empty() {
            return self.declare();
        }
        let at = self.of(&writable);
        let variable = self.variables[at].clone();
        let (place, kind) = self.place(&variable);
        let operators: &[&str] = match kind {
            Int(_) | Uint(_) => &["", "", "+", "-", "*", "^", "&", "|"],
            _ => &["", "", ""],
        };
        let operator = self.of(operators);
        if kind.is_integer() && self.one_in(6) {
            let how = self.of(&["++", "--"]);
            return self.line(&format!("{place}{how};"));
        }
        let value = self.expression(kind, 3);
        self.line(&format!("{place} {operator}= {value};"));
    }

    /// A part of a variable that can be assigned to, and its type.
    fn place(&mut self, variable: &Variable) -> (String, Type) {
        let mut name = variable.name.clone();
        if let Some(length) = variable.length {
            let index = self.index(length);
            write!(name, "[{index}]").expect("strings take all");
        }
        match variable.kind {
            Matrix(columns, rows) if self.one_in(2) => {
                let column = self.index(columns);
                if self.one_in(2) {
                    let row = self.index(rows);
                    return (format!("{name}[{column}][{row}]"), Float(1));
                }
                (format!("{name}[{column}]"), Float(rows))
            }
            kind @ Matrix(..) => (name, kind),
            kind if kind.size() > 1 => match self.below(4) {
                0 => {
                    let index = self.index(kind.size());
                    (format!("{name}[{index}]"), kind.sized(1))
                }
                1 => {
                    let (swizzle, size) = self.distinct(kind.size());
                    (format!("{name}.{swizzle}"), kind.sized(size))
                }
                _ => (name, kind),
            },
            kind => (name, kind),
        }
    }

    /// Distinct components of a vector.
    fn distinct(&mut self, size: u32) -> (String, u32) {
        let mut letters: Vec<char> = "xyzw".chars().take(size as usize).collect();
        let wanted = 1 + self.below(size);
        let mut swizzle = String::new();
        for _ in 0..wanted {
            let at = self.below(letters.len() as u32) as usize;
            swizzle.push(letters.remove(at));
        }
        (swizzle, wanted)
    }

    /// An index below `end`.
    fn index(&mut self, end: u32) -> String {
        match self.below(3) {
            0 => self.below(end).to_string(),
            1 => {
                let index = self.expression(Uint(1), 1);
                format!("{index} % {end}u")
            }
            _ => {
                let index = self.expression(Int(1), 1);
                format!("({index} & 255) % {end}")
            }
        }
    }
}
