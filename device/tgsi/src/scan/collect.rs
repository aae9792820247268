//! The pass over the program that fills [`Info`] and [`Layout`], and refuses what refers to nothing.

use super::memory;
use super::{Dimension, Info, Input, Output, SamplerUse, Semantic, Stage};
use crate::ast::{
    Declaration, File, Instruction, Interpolate, Location, Program, Register, Source, Subscript, Target,
};
use crate::error::{ParseError, ParseErrorKind};
use crate::limits;
use crate::opcode::{Class, Opcode};

/// A declared fragment input or the like, with what only the lowering needs of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InputDeclaration {
    pub(crate) register: u32,
    pub(crate) semantic: Option<(Semantic, u32)>,
    pub(crate) interpolate: Option<Interpolate>,
    pub(crate) location: Location,
    /// Whether an instruction reads it.
    pub(crate) read: bool,
}

/// Registers that are indexed at run time and so live in an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Array {
    pub(crate) file: File,
    /// The number in the text; 0 is the whole file.
    pub(crate) id: u32,
    pub(crate) first: u32,
    pub(crate) len: u32,
}

/// The sizes of the register files and what is declared in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Layout {
    pub(crate) temporaries: u32,
    pub(crate) addresses: u32,
    pub(crate) outputs: u32,
    pub(crate) arrays: Vec<Array>,
    pub(crate) inputs: Vec<InputDeclaration>,
    /// By register number.
    pub(crate) system_values: Vec<Option<Semantic>>,
    pub(crate) memory: memory::Declared,
}

impl Layout {
    /// The array that holds a register of `file`.
    pub(crate) fn array_of(&self, file: File, index: u32) -> Option<usize> {
        self.arrays.iter().position(|array| {
            array.file == file
                && index
                    .checked_sub(array.first)
                    .is_some_and(|place| place < array.len)
        })
    }

    /// The array that an indirect operand means.
    pub(crate) fn array_named(&self, file: File, id: u32) -> Option<usize> {
        self.arrays
            .iter()
            .position(|array| array.file == file && (array.id == id || array.id == 0))
    }
}

/// Runs the pass.
pub(crate) fn collect(stage: Stage, program: &Program) -> Result<(Info, Layout), ParseError> {
    let mut collector = Collector {
        stage,
        program,
        info: Info {
            color0_writes_all: program.properties.color0_writes_all,
            early_depth: program.properties.early_depth,
            workgroup_size: program.properties.workgroup_size.map(|size| size.max(1)),
            ..Info::default()
        },
        layout: Layout::default(),
        declared: Declared::default(),
        arrays: Vec::new(),
        line: 0,
    };
    for declaration in &program.declarations {
        collector.declaration(declaration)?;
    }
    collector.info.inputs.sort_by_key(|input| input.register);
    collector.layout.inputs.sort_by_key(|input| input.register);
    collector.info.outputs.sort_by_key(|output| output.register);
    collector.indirect_files()?;
    collector.flow()?;
    for instruction in &program.body {
        collector.instruction(instruction)?;
    }
    collector.facts();
    Ok((collector.info, collector.layout))
}

/// Which registers a declaration names.
#[derive(Default)]
struct Declared {
    temporaries: Vec<bool>,
    addresses: Vec<bool>,
    samplers: Vec<bool>,
    views: Vec<Option<Target>>,
}

struct Collector<'a> {
    stage: Stage,
    program: &'a Program,
    info: Info,
    layout: Layout,
    declared: Declared,
    /// Arrays as declared, whether or not they are indexed at run time.
    arrays: Vec<Array>,
    line: u32,
}

fn mark(places: &mut Vec<bool>, first: u32, last: u32) {
    let (first, end) = (first as usize, last as usize + 1);
    if places.len() < end {
        places.resize(end, false);
    }
    if let Some(range) = places.get_mut(first..end) {
        range.fill(true);
    }
}

impl Collector<'_> {
    fn error(&self, kind: ParseErrorKind) -> ParseError {
        ParseError {
            line: self.line,
            token: String::new(),
            kind,
        }
    }

    fn invalid(&self, what: &'static str) -> ParseError {
        self.error(ParseErrorKind::Invalid(what))
    }

    fn bounded(&self, declaration: &Declaration, what: &'static str, limit: u32) -> Result<(), ParseError> {
        if declaration.last >= limit {
            return Err(self.error(ParseErrorKind::limit(what, limit as usize)));
        }
        Ok(())
    }

    fn declaration(&mut self, declaration: &Declaration) -> Result<(), ParseError> {
        self.line = declaration.line;
        let end = declaration.last.saturating_add(1);
        match declaration.file {
            File::Temporary => {
                self.bounded(declaration, "temporaries", limits::REGISTERS)?;
                mark(
                    &mut self.declared.temporaries,
                    declaration.first,
                    declaration.last,
                );
                self.layout.temporaries = self.layout.temporaries.max(end);
            }
            File::Address => {
                self.bounded(declaration, "address registers", limits::INTERFACE_REGISTERS)?;
                mark(&mut self.declared.addresses, declaration.first, declaration.last);
                self.layout.addresses = self.layout.addresses.max(end);
            }
            File::Input => self.input(declaration)?,
            File::Output => self.output(declaration)?,
            File::SystemValue => self.system_value(declaration)?,
            File::Constant => self.constant(declaration)?,
            File::Sampler => {
                self.bounded(declaration, "samplers", limits::SAMPLERS)?;
                mark(&mut self.declared.samplers, declaration.first, declaration.last);
            }
            File::SamplerView => {
                self.bounded(declaration, "sampler views", limits::SAMPLER_VIEWS)?;
                let end = end as usize;
                if self.declared.views.len() < end {
                    self.declared.views.resize(end, None);
                }
                if let Some(range) = self.declared.views.get_mut(declaration.first as usize..end) {
                    range.fill(declaration.target);
                }
            }
            File::Buffer => {
                self.bounded(declaration, "storage buffers", limits::STORAGE_BUFFERS)?;
                let buffers = &mut self.layout.memory.buffers;
                mark(buffers, declaration.first, declaration.last);
            }
            File::Image => {
                self.bounded(declaration, "images", limits::IMAGES)?;
                self.layout.memory.images(declaration);
            }
            File::Memory => self.layout.memory.shared = true,
            File::Null | File::Immediate | File::ConstantBuffer | File::HardwareAtomic => {}
        }
        if let Some(id) = declaration.array.filter(|id| *id != 0) {
            let len = end - declaration.first;
            if self.arrays.len() >= limits::ARRAYS {
                return Err(self.error(ParseErrorKind::limit("arrays", limits::ARRAYS)));
            }
            self.arrays.push(Array {
                file: declaration.file,
                id,
                first: declaration.first,
                len,
            });
        }
        Ok(())
    }

    fn input(&mut self, declaration: &Declaration) -> Result<(), ParseError> {
        self.bounded(declaration, "inputs", limits::INTERFACE_REGISTERS)?;
        for register in declaration.first..=declaration.last {
            if self.layout.inputs.iter().any(|input| input.register == register) {
                return Err(self.invalid("an input is declared twice"));
            }
            let step = register - declaration.first;
            let semantic = declaration.semantic.filter(|_| self.stage != Stage::Vertex);
            let semantic = semantic.map(|(name, index)| (name, index.saturating_add(step)));
            if semantic.is_none() && self.stage == Stage::Fragment {
                return Err(self.invalid("a fragment input has no semantic"));
            }
            self.info.inputs.push(Input { register, semantic });
            self.layout.inputs.push(InputDeclaration {
                register,
                semantic,
                interpolate: declaration.interpolate,
                location: declaration.location,
                read: false,
            });
        }
        Ok(())
    }

    fn output(&mut self, declaration: &Declaration) -> Result<(), ParseError> {
        self.bounded(declaration, "outputs", limits::INTERFACE_REGISTERS)?;
        let Some((name, index)) = declaration.semantic else {
            return Err(self.invalid("an output has no semantic"));
        };
        for register in declaration.first..=declaration.last {
            let semantic = (name, index.saturating_add(register - declaration.first));
            if let Some(output) = self
                .info
                .outputs
                .iter_mut()
                .find(|output| output.register == register)
            {
                // Mesa declares the parts of a register that hold different variables one by one.
                if output.semantic != semantic {
                    return Err(self.invalid("an output is declared twice"));
                }
                output.mask |= declaration.mask;
                continue;
            }
            self.info.outputs.push(Output {
                register,
                semantic,
                mask: declaration.mask,
            });
        }
        self.layout.outputs = self.layout.outputs.max(declaration.last + 1);
        Ok(())
    }

    fn system_value(&mut self, declaration: &Declaration) -> Result<(), ParseError> {
        self.bounded(declaration, "system values", limits::INTERFACE_REGISTERS)?;
        let Some((name, _)) = declaration.semantic else {
            return Err(self.invalid("a system value has no semantic"));
        };
        let end = declaration.last as usize + 1;
        if self.layout.system_values.len() < end {
            self.layout.system_values.resize(end, None);
        }
        if let Some(range) = self.layout.system_values.get_mut(declaration.first as usize..end) {
            range.fill(Some(name));
        }
        Ok(())
    }

    fn constant(&mut self, declaration: &Declaration) -> Result<(), ParseError> {
        self.bounded(declaration, "constants", limits::CONSTANTS)?;
        let buffer = declaration.dimension.unwrap_or(0);
        if buffer >= limits::CONSTANT_BUFFERS {
            let limit = limits::CONSTANT_BUFFERS as usize;
            return Err(self.error(ParseErrorKind::limit("constant buffers", limit)));
        }
        let buffer = buffer as usize;
        if self.info.constants.len() <= buffer {
            self.info.constants.resize(buffer + 1, None);
        }
        if let Some(len) = self.info.constants.get_mut(buffer) {
            *len = Some(len.unwrap_or(0).max(declaration.last + 1));
        }
        Ok(())
    }

    /// Finds the arrays that are indexed at run time. An operand that names no array may reach the whole file.
    fn indirect_files(&mut self) -> Result<(), ParseError> {
        let mut whole = Vec::new();
        let mut named = Vec::new();
        let program = self.program;
        for instruction in &program.body {
            for register in registers(instruction) {
                let Some(indirect) = register.subscript.indirect else {
                    continue;
                };
                let known = self
                    .arrays
                    .iter()
                    .any(|a| a.file == register.file && a.id == indirect.array);
                let place = (register.file, indirect.array);
                if known && !named.contains(&place) {
                    named.push(place);
                } else if !known && !whole.iter().any(|(file, _)| *file == register.file) {
                    whole.push((register.file, instruction.line));
                }
            }
        }
        let mut total = 0u32;
        for file in [File::Temporary, File::Input, File::Output] {
            if let Some((_, line)) = whole.iter().find(|(of, _)| *of == file) {
                self.line = *line;
                let len = match file {
                    File::Temporary => self.layout.temporaries,
                    File::Output => self.layout.outputs,
                    _ => self.layout.inputs.last().map_or(0, |input| input.register + 1),
                };
                if len == 0 {
                    return Err(self.invalid("a register file is indexed but not declared"));
                }
                self.layout.arrays.push(Array {
                    file,
                    id: 0,
                    first: 0,
                    len,
                });
                total = total.saturating_add(len);
                continue;
            }
            for array in self
                .arrays
                .iter()
                .filter(|a| a.file == file && named.contains(&(file, a.id)))
            {
                if self.layout.arrays.iter().any(|other| overlap(array, other)) {
                    return Err(self.invalid("two arrays overlap"));
                }
                self.layout.arrays.push(*array);
                total = total.saturating_add(array.len);
            }
        }
        if total > limits::ARRAY_REGISTERS {
            let limit = limits::ARRAY_REGISTERS as usize;
            return Err(self.error(ParseErrorKind::limit("registers in arrays", limit)));
        }
        Ok(())
    }

    /// Whether branches and loops nest.
    fn flow(&mut self) -> Result<(), ParseError> {
        #[derive(PartialEq)]
        enum Open {
            If,
            Else,
            Loop,
        }
        let mut open = Vec::new();
        let program = self.program;
        let switches = program
            .body
            .iter()
            .any(|instruction| instruction.opcode == Opcode::SWITCH);
        for instruction in &program.body {
            self.line = instruction.line;
            let fits = match instruction.opcode {
                Opcode::IF | Opcode::UIF => {
                    open.push(Open::If);
                    true
                }
                Opcode::BGNLOOP => {
                    open.push(Open::Loop);
                    true
                }
                Opcode::ELSE => {
                    let fits = open.pop() == Some(Open::If);
                    open.push(Open::Else);
                    fits
                }
                Opcode::ENDIF => matches!(open.pop(), Some(Open::If | Open::Else)),
                Opcode::ENDLOOP => open.pop() == Some(Open::Loop),
                Opcode::BRK | Opcode::CONT => open.contains(&Open::Loop) || switches,
                Opcode::END => open.is_empty(),
                _ => true,
            };
            if !fits {
                return Err(self.invalid("a branch or loop does not match its end"));
            }
            if open.len() > limits::NESTING {
                return Err(self.error(ParseErrorKind::limit("levels of nesting", limits::NESTING)));
            }
        }
        if open.is_empty() {
            Ok(())
        } else {
            Err(self.invalid("a branch or loop does not end"))
        }
    }

    fn instruction(&mut self, instruction: &Instruction) -> Result<(), ParseError> {
        self.line = instruction.line;
        if instruction.opcode.info().class == Class::Texture {
            self.texture(instruction)?;
        }
        if let Some((register, access)) = memory::accessed(instruction)
            && !self.layout.memory.access(&mut self.info.memory, register, access)
        {
            return Err(self.invalid("memory is accessed that is not declared"));
        }
        self.info.discards |= instruction.opcode.info().class == Class::Discard;
        if let Some(destination) = &instruction.destination {
            let file = destination.register.file;
            if matches!(
                file,
                File::Input | File::Constant | File::Immediate | File::SystemValue | File::Sampler
            ) {
                return Err(self.invalid("a register that cannot be written is written"));
            }
            self.register(&destination.register)?;
        }
        for source in instruction.sources.iter().chain(&instruction.offsets) {
            self.register(&source.register)?;
        }
        Ok(())
    }

    fn texture(&mut self, instruction: &Instruction) -> Result<(), ParseError> {
        let Some(Source { register, .. }) = instruction.sources.last() else {
            return Ok(());
        };
        if register.file != File::Sampler {
            return Err(self.error(ParseErrorKind::Unsupported("a bindless texture is")));
        }
        let Ok(first) = u32::try_from(register.subscript.index) else {
            return Err(self.invalid("a sampler's index is negative"));
        };
        let declared = self.declared.views.get(first as usize).copied().flatten();
        let target = instruction.target.or(declared);
        let Some(target) = target else {
            return Err(self.invalid("a texture's target is not known"));
        };
        if !self.has_sampler(first) {
            return Err(self.invalid("a sampler is not declared"));
        }
        let levels = matches!(
            instruction.opcode,
            Opcode::TXB | Opcode::TXB2 | Opcode::TXL | Opcode::TXL2 | Opcode::TXD
        );
        let only_gathers = matches!(
            instruction.opcode,
            Opcode::TG4 | Opcode::TXQ | Opcode::TXQS | Opcode::LODQ
        );
        let here = SamplerUse {
            dimension: target.dimension,
            shadow: target.shadow,
            levels,
            only_gathers,
            asks_level: instruction.opcode == Opcode::LODQ,
        };
        self.use_sampler(first, here)?;
        if register.subscript.indirect.is_none() {
            return Ok(());
        }
        // One of the samplers that follow, as long as their views are declared alike.
        for index in first + 1..limits::SAMPLERS {
            let view = self.declared.views.get(index as usize).copied().flatten();
            if !self.has_sampler(index) || view.is_none() || view != declared {
                break;
            }
            self.use_sampler(index, here)?;
        }
        Ok(())
    }

    fn has_sampler(&self, index: u32) -> bool {
        self.declared.samplers.get(index as usize) == Some(&true)
    }

    fn use_sampler(&mut self, index: u32, here: SamplerUse) -> Result<(), ParseError> {
        let index = index as usize;
        if self.info.samplers.len() <= index {
            self.info.samplers.resize(index + 1, None);
        }
        match self.info.samplers.get_mut(index) {
            Some(Some(used)) if !used.is_like(here) => {
                Err(self.error(ParseErrorKind::Unsupported("one sampler with two targets is")))
            }
            Some(Some(used)) => {
                used.levels |= here.levels;
                used.only_gathers &= here.only_gathers;
                used.asks_level |= here.asks_level;
                Ok(())
            }
            Some(used) => {
                *used = Some(here);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Whether an operand names registers that exist, in the stages that are lowered.
    fn register(&mut self, register: &Register) -> Result<(), ParseError> {
        if !matches!(self.stage, Stage::Vertex | Stage::Fragment | Stage::Compute) {
            return Ok(());
        }
        for subscript in [Some(register.subscript), register.dimension]
            .into_iter()
            .flatten()
        {
            if let Some(indirect) = subscript.indirect {
                let subscript = Subscript {
                    index: indirect.index.cast_signed(),
                    indirect: None,
                };
                if !matches!(indirect.file, File::Address | File::Temporary) {
                    return Err(self.error(ParseErrorKind::Unsupported("this register as an index is")));
                }
                self.register(&Register {
                    file: indirect.file,
                    dimension: None,
                    subscript,
                })?;
            }
        }
        let index = register.subscript.direct();
        let exists = match register.file {
            File::Temporary => exists(&self.declared.temporaries, index, self.layout.temporaries > 0),
            File::Address => exists(&self.declared.addresses, index, false),
            File::Immediate => index.is_some_and(|index| (index as usize) < self.program.immediates.len()),
            File::Constant => self.read_constant(register),
            File::Input => return self.read_input(register),
            File::Output => match index {
                Some(index) => self.info.outputs.iter().any(|output| output.register == index),
                None => true,
            },
            File::SystemValue => index.is_some_and(|index| {
                self.layout
                    .system_values
                    .get(index as usize)
                    .is_some_and(Option::is_some)
            }),
            File::Sampler
            | File::Null
            | File::Image
            | File::SamplerView
            | File::Buffer
            | File::Memory
            | File::ConstantBuffer
            | File::HardwareAtomic => true,
        };
        if exists {
            Ok(())
        } else {
            Err(self.invalid("a register is not declared"))
        }
    }

    /// Whether it exists.
    fn read_constant(&mut self, register: &Register) -> bool {
        let is_first = register.dimension.is_none_or(|buffer| buffer.direct() == Some(0));
        match register.subscript.direct() {
            _ if !is_first => {}
            Some(index @ 0..32) => self.info.constants_named |= 1 << index,
            Some(_) | None => self.info.constants_unnamed = true,
        }
        self.constant_exists(register)
    }

    fn constant_exists(&self, register: &Register) -> bool {
        let buffer = match &register.dimension {
            // A buffer that is chosen at run time is for the lowering to refuse.
            Some(dimension) if dimension.indirect.is_some() => return true,
            Some(dimension) => dimension.direct(),
            None => Some(0),
        };
        let len = buffer
            .and_then(|buffer| self.info.constants.get(buffer as usize))
            .copied()
            .flatten();
        match (len, register.subscript.direct()) {
            (Some(len), Some(index)) => index < len,
            (Some(_), None) => register.subscript.indirect.is_some(),
            (None, _) => false,
        }
    }

    fn read_input(&mut self, register: &Register) -> Result<(), ParseError> {
        if register.dimension.is_some() {
            return Err(self.invalid("an input of this stage has one index"));
        }
        let range = match (register.subscript.direct(), register.subscript.indirect) {
            (Some(index), _) => index..index.saturating_add(1),
            (None, Some(indirect)) => match self.layout.array_named(File::Input, indirect.array) {
                Some(place) => match self.layout.arrays.get(place) {
                    Some(array) => array.first..array.first.saturating_add(array.len),
                    None => 0..0,
                },
                None => 0..0,
            },
            (None, None) => 0..0,
        };
        let mut found = false;
        for input in &mut self.layout.inputs {
            if range.contains(&input.register) {
                input.read = true;
                found = true;
            }
        }
        if found {
            Ok(())
        } else {
            Err(self.invalid("an input is not declared"))
        }
    }

    /// What follows from inputs and outputs.
    fn facts(&mut self) {
        let has = |semantic| {
            self.info
                .outputs
                .iter()
                .any(|output| output.semantic.0 == semantic)
        };
        self.info.writes_depth =
            self.stage == Stage::Fragment && has(Semantic::Position) && !self.info.early_depth;
        self.info.writes_point_size = self.stage == Stage::Vertex && has(Semantic::PointSize);
        let has_value = |semantic| self.layout.system_values.contains(&Some(semantic));
        self.info.reads_instance = has_value(Semantic::InstanceId);
        self.info.reads_primitive = has_value(Semantic::PrimitiveId)
            || self
                .info
                .inputs
                .iter()
                .any(|input| matches!(input.semantic, Some((Semantic::PrimitiveId, _))));
        if self.stage != Stage::Fragment {
            return;
        }
        let mut read = self.layout.inputs.iter().filter(|input| input.read);
        for input in read.by_ref() {
            match input.semantic {
                Some((Semantic::PointCoord, _)) => self.info.reads_point_coordinate = true,
                Some((Semantic::Color | Semantic::BackColor, _)) => self.info.reads_color = true,
                _ => {}
            }
            let face = matches!(input.semantic, Some((Semantic::Face, _)));
            self.info.reads_flat |= input.interpolate == Some(Interpolate::Constant) && !face;
        }
        let values = self.layout.system_values.iter().flatten();
        self.info.reads_point_coordinate |= values.clone().any(|value| *value == Semantic::PointCoord);
    }
}

fn exists(declared: &[bool], index: Option<u32>, indirect: bool) -> bool {
    index.map_or(indirect, |index| declared.get(index as usize) == Some(&true))
}

fn overlap(a: &Array, b: &Array) -> bool {
    a.file == b.file && a.first < b.first.saturating_add(b.len) && b.first < a.first.saturating_add(a.len)
}

/// Every register operand of an instruction.
pub(crate) fn registers(instruction: &Instruction) -> impl Iterator<Item = &Register> {
    let destination = instruction
        .destination
        .iter()
        .map(|destination| &destination.register);
    destination.chain(
        instruction
            .sources
            .iter()
            .chain(&instruction.offsets)
            .map(|source| &source.register),
    )
}

/// The dimensions of textures that the target of an instruction and the declaration of a view agree on.
pub(crate) fn target_of(info: &Info, sampler: u32) -> Option<Target> {
    let used = info.samplers.get(sampler as usize).copied().flatten()?;
    Some(Target {
        dimension: used.dimension,
        shadow: used.shadow,
    })
}

impl SamplerUse {
    /// Whether both are of one target.
    fn is_like(self, other: Self) -> bool {
        (self.dimension, self.shadow) == (other.dimension, other.shadow)
    }
}

/// The samplers that an operand with an index computed at run time may mean: those from `first` on that are used with
/// one target.
pub(crate) fn sampler_range(info: &Info, first: u32) -> std::ops::Range<u32> {
    let used = |index: u32| info.samplers.get(index as usize).copied().flatten();
    let like = |index: &u32| used(*index).zip(used(first)).is_some_and(|(a, b)| a.is_like(b));
    let len = (first..limits::SAMPLERS).take_while(like).count() as u32;
    first..first.saturating_add(len)
}

/// Whether images of this dimension have levels.
pub(crate) fn is_multisampled(dimension: Dimension) -> bool {
    matches!(
        dimension,
        Dimension::D2Multisample | Dimension::D2ArrayMultisample
    )
}
