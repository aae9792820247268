//! What to keep where: which register components are values, which are variables, and of what kind.
//!
//! A component whose writes all stand in one block, and which is read only after the first of them and inside that
//! block, needs no variable: each reader uses the expression that was written last before it. As Mesa's text is
//! nearly in single-assignment form, most need none. The others become variables of exactly the components that
//! need it. A variable is `f32` only if nothing treats it as an
//! integer, neither directly nor through moves: integers that pass through `f32` may lose denormals and NaNs.

use crate::Shader;
use crate::ast::{File, Instruction, Register};
use crate::opcode::{Opcode, OperandKind};
use crate::scan::Layout;

/// Facts on one component of a register.
#[derive(Clone, Copy, Debug)]
struct Life {
    written: bool,
    /// Whether writes stand in more blocks than that of the first.
    scattered: bool,
    /// The first write, and the end of its block, which names the block.
    written_at: u32,
    live_until: u32,
    first_read: u32,
    last_read: u32,
}

impl Default for Life {
    fn default() -> Self {
        Self {
            written: false,
            scattered: false,
            written_at: 0,
            live_until: 0,
            first_read: u32::MAX,
            last_read: 0,
        }
    }
}

/// Where one register is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Components that are variables; of an array, those that are written.
    pub(super) variable: u8,
    /// Whether the variable holds floats.
    pub(super) float: bool,
}

/// The decision for every register that can be written.
pub(super) struct Plan {
    nodes: Nodes,
    places: Vec<Place>,
}

impl Plan {
    pub(super) fn place(&self, file: File, index: u32) -> Place {
        let node = self.nodes.register(file, index);
        node.and_then(|node| self.places.get(node))
            .copied()
            .unwrap_or_default()
    }

    /// Components that an array of temporaries needs: up to the last that is written. Hosts clear arrays before
    /// use, one component after the other, which takes some of them very long.
    pub(super) fn array_width(&self, array: usize) -> u8 {
        let written = self
            .places
            .get(self.nodes.array(array))
            .map_or(0b1111, |place| place.variable);
        (8 - written.leading_zeros() as u8).clamp(1, 4)
    }

    /// Whether an array of the layout holds floats.
    pub(super) fn array_is_float(&self, array: usize) -> bool {
        self.places
            .get(self.nodes.array(array))
            .is_some_and(|place| place.float)
    }
}

/// What the stage knows of inputs and outputs.
pub(super) trait Interface {
    /// Whether an input register holds integers.
    fn input_is_integer(&self, register: u32) -> bool;
    /// Whether an output register is handed on as bits.
    fn output_is_integer(&self, register: u32) -> bool;
    /// Whether the texels of a sampler are integers.
    fn texel_is_integer(&self, sampler: u32) -> bool;
}

/// Numbers of registers over the three files and the arrays.
#[derive(Clone, Copy)]
struct Nodes {
    temporaries: u32,
    addresses: u32,
    outputs: u32,
    arrays: usize,
}

impl Nodes {
    fn new(layout: &Layout) -> Self {
        Self {
            temporaries: layout.temporaries,
            addresses: layout.addresses,
            outputs: layout.outputs,
            arrays: layout.arrays.len(),
        }
    }

    fn register(self, file: File, index: u32) -> Option<usize> {
        let (base, len) = match file {
            File::Temporary => (0, self.temporaries),
            File::Address => (self.temporaries, self.addresses),
            File::Output => (self.temporaries + self.addresses, self.outputs),
            _ => return None,
        };
        (index < len).then(|| (base + index) as usize)
    }

    fn array(self, array: usize) -> usize {
        (self.temporaries + self.addresses + self.outputs) as usize + array
    }

    fn len(self) -> usize {
        self.array(self.arrays)
    }
}

/// Sets of registers between which bits move.
struct Classes {
    parents: Vec<usize>,
    integer: Vec<bool>,
}

impl Classes {
    fn find(&mut self, mut node: usize) -> usize {
        while let Some(&parent) = self.parents.get(node) {
            if parent == node {
                break;
            }
            let grand = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(place) = self.parents.get_mut(node) {
                *place = grand;
            }
            node = grand;
        }
        node
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        let integer = self.integer.get(a) == Some(&true);
        if let Some(place) = self.parents.get_mut(a) {
            *place = b;
        }
        if integer {
            self.mark(b);
        }
    }

    fn mark(&mut self, node: usize) {
        let root = self.find(node);
        if let Some(integer) = self.integer.get_mut(root) {
            *integer = true;
        }
    }
}

/// Plans a shader.
pub(super) fn plan(shader: &Shader, interface: &dyn Interface) -> Plan {
    let nodes = Nodes::new(&shader.layout);
    let mut planner = Planner {
        shader,
        interface,
        nodes,
        lives: vec![[Life::default(); 4]; nodes.len()],
        classes: Classes {
            parents: (0..nodes.len()).collect(),
            integer: vec![false; nodes.len()],
        },
    };
    planner.run();
    let places = planner.places();
    Plan { nodes, places }
}

struct Planner<'a> {
    shader: &'a Shader,
    interface: &'a dyn Interface,
    nodes: Nodes,
    lives: Vec<[Life; 4]>,
    classes: Classes,
}

/// For each instruction the index of the instruction that ends its block.
fn block_ends(body: &[Instruction]) -> Vec<u32> {
    let mut ends = vec![u32::MAX; body.len()];
    let mut open = vec![u32::MAX];
    for (at, (instruction, end)) in body.iter().zip(&mut ends).enumerate().rev() {
        let at = at as u32;
        match instruction.opcode {
            Opcode::ENDIF | Opcode::ENDLOOP => open.push(at),
            Opcode::ELSE => {
                open.pop();
                open.push(at);
            }
            Opcode::IF | Opcode::UIF | Opcode::BGNLOOP => {
                open.pop();
            }
            _ => {}
        }
        *end = open.last().copied().unwrap_or(u32::MAX);
    }
    ends
}

impl Planner<'_> {
    fn run(&mut self) {
        let shader = self.shader;
        let body = &shader.program.body;
        let ends = block_ends(body);
        for (at, (instruction, end)) in (0u32..).zip(body.iter().zip(&ends)) {
            self.kinds(instruction);
            self.lives(instruction, at, *end);
            if instruction.opcode == Opcode::RET {
                self.read_outputs(at);
            }
        }
        self.read_outputs(u32::MAX - 1);
        for output in 0..self.nodes.outputs {
            if self.interface.output_is_integer(output)
                && let Some(node) = self.nodes.register(File::Output, output)
            {
                self.classes.mark(node);
            }
        }
    }

    fn read_outputs(&mut self, at: u32) {
        for output in 0..self.nodes.outputs {
            if let Some(lives) = self
                .nodes
                .register(File::Output, output)
                .and_then(|n| self.lives.get_mut(n))
            {
                lives.iter_mut().for_each(|life| life.read(at));
            }
        }
    }

    /// The node of a register operand, if it can be written.
    fn node(&self, register: &Register) -> Option<usize> {
        if let Some(indirect) = register.subscript.indirect {
            let array = self.shader.layout.array_named(register.file, indirect.array)?;
            return Some(self.nodes.array(array));
        }
        let index = register.subscript.direct()?;
        match self.shader.layout.array_of(register.file, index) {
            Some(array) => Some(self.nodes.array(array)),
            None => self.nodes.register(register.file, index),
        }
    }

    fn is_array(&self, node: usize) -> bool {
        node >= self.nodes.array(0)
    }

    fn lives(&mut self, instruction: &Instruction, at: u32, end: u32) {
        let sources = instruction.sources.iter().enumerate();
        let offsets = instruction.offsets.iter().map(|offset| (offset, 0b1111));
        let sources = sources.map(|(index, source)| (source, instruction.source_mask(index)));
        for (source, mask) in sources.chain(offsets) {
            self.read_indices(&source.register, at);
            let Some(node) = self.node(&source.register) else {
                continue;
            };
            let Some(lives) = self.lives.get_mut(node) else {
                continue;
            };
            for (place, component) in (0..4).zip(source.swizzle) {
                if mask >> place & 1 != 0
                    && let Some(life) = lives.get_mut(component as usize)
                {
                    life.read(at);
                }
            }
        }
        let Some(destination) = &instruction.destination else {
            return;
        };
        self.read_indices(&destination.register, at);
        let Some(lives) = self
            .node(&destination.register)
            .and_then(|node| self.lives.get_mut(node))
        else {
            return;
        };
        for (lane, life) in (0..4).zip(lives) {
            if destination.mask >> lane & 1 != 0 {
                life.write(at, end);
            }
        }
    }

    fn read_indices(&mut self, register: &Register, at: u32) {
        for subscript in [Some(register.subscript), register.dimension]
            .into_iter()
            .flatten()
        {
            let Some(indirect) = subscript.indirect else {
                continue;
            };
            let node = self.nodes.register(indirect.file, indirect.index);
            let Some(node) = node else { continue };
            self.classes.mark(node);
            let life = self
                .lives
                .get_mut(node)
                .and_then(|lives| lives.get_mut(indirect.component as usize));
            if let Some(life) = life {
                life.read(at);
            }
        }
    }

    fn kinds(&mut self, instruction: &Instruction) {
        let opcode = instruction.opcode;
        let destination = instruction
            .destination
            .as_ref()
            .and_then(|to| self.node(&to.register));
        if let Some(to) = destination {
            let sampler = instruction
                .sources
                .last()
                .filter(|source| source.register.file == File::Sampler);
            // Those of an array have texels of one kind.
            let sampler = sampler.and_then(|source| u32::try_from(source.register.subscript.index).ok());
            let integer = match opcode.info().destination_kind {
                OperandKind::Float => sampler.is_some_and(|sampler| self.interface.texel_is_integer(sampler)),
                OperandKind::Any => false,
                OperandKind::Int | OperandKind::Uint | OperandKind::Wide => true,
            };
            if integer {
                self.classes.mark(to);
            }
        }
        for (index, source) in instruction.sources.iter().enumerate() {
            let from = self.node(&source.register);
            match opcode.source_kind(index) {
                OperandKind::Float => {}
                OperandKind::Int | OperandKind::Uint | OperandKind::Wide => {
                    if let Some(from) = from {
                        self.classes.mark(from);
                    }
                }
                OperandKind::Any if source.negate || source.absolute => {}
                OperandKind::Any => self.moved(destination, from, &source.register),
            }
        }
    }

    /// Bits move to `to` from a register.
    fn moved(&mut self, to: Option<usize>, from: Option<usize>, register: &Register) {
        let Some(to) = to else { return };
        match (from, register.file) {
            (Some(from), _) => self.classes.join(to, from),
            (None, File::Input) => {
                let integer = match register.subscript.direct() {
                    Some(index) => self.interface.input_is_integer(index),
                    None => false,
                };
                if integer {
                    self.classes.mark(to);
                }
            }
            (None, File::SystemValue) => self.classes.mark(to),
            (None, _) => {}
        }
    }

    fn places(&mut self) -> Vec<Place> {
        let mut places = Vec::with_capacity(self.nodes.len());
        for node in 0..self.nodes.len() {
            let root = self.classes.find(node);
            let float = self.classes.integer.get(root) == Some(&false);
            let mut variable = 0;
            let is_array = self.is_array(node);
            for (lane, life) in (0..4).zip(self.lives.get(node).into_iter().flatten()) {
                let needs = if is_array {
                    life.written
                } else {
                    life.needs_variable()
                };
                variable |= u8::from(needs) << lane;
            }
            places.push(Place { variable, float });
        }
        places
    }
}

impl Life {
    fn read(&mut self, at: u32) {
        self.first_read = self.first_read.min(at);
        self.last_read = self.last_read.max(at);
    }

    fn write(&mut self, at: u32, end: u32) {
        if !self.written {
            self.written = true;
            self.written_at = at;
            self.live_until = end;
        }
        self.scattered |= self.live_until != end;
    }

    fn needs_variable(&self) -> bool {
        let read = self.first_read != u32::MAX;
        let dominated = self.first_read > self.written_at && self.last_read < self.live_until;
        self.written && read && (self.scattered || !dominated)
    }
}
