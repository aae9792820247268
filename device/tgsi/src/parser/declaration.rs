//! `DCL`, `IMM` and `PROPERTY`.

use super::Parser;
use crate::ast::{Declaration, File, Interpolate, Location};
use crate::error::{ParseError, ParseErrorKind};
use crate::limits;
use crate::lower::key::{ComponentKind, FetchFormat, FetchLayout};
use crate::scan::Semantic;

/// The meaning of a semantic's name. Names that Mesa knows and this crate does not are absent.
fn semantic(name: &str) -> Option<Semantic> {
    const NAMES: [(&str, Semantic); 36] = [
        ("POSITION", Semantic::Position),
        ("COLOR", Semantic::Color),
        ("BCOLOR", Semantic::BackColor),
        ("FOG", Semantic::Fog),
        ("PSIZE", Semantic::PointSize),
        ("GENERIC", Semantic::Generic),
        ("NORMAL", Semantic::Normal),
        ("FACE", Semantic::Face),
        ("EDGEFLAG", Semantic::EdgeFlag),
        ("PRIM_ID", Semantic::PrimitiveId),
        ("INSTANCEID", Semantic::InstanceId),
        ("VERTEXID", Semantic::VertexId),
        ("STENCIL", Semantic::Stencil),
        ("CLIPDIST", Semantic::ClipDistance),
        ("CLIPVERTEX", Semantic::ClipVertex),
        ("GRID_SIZE", Semantic::GridSize),
        ("BLOCK_ID", Semantic::BlockId),
        ("BLOCK_SIZE", Semantic::BlockSize),
        ("THREAD_ID", Semantic::ThreadId),
        ("TEXCOORD", Semantic::Texcoord),
        ("PCOORD", Semantic::PointCoord),
        ("VIEWPORT_INDEX", Semantic::ViewportIndex),
        ("LAYER", Semantic::Layer),
        ("SAMPLEID", Semantic::SampleId),
        ("SAMPLEPOS", Semantic::SamplePosition),
        ("SAMPLEMASK", Semantic::SampleMask),
        ("INVOCATIONID", Semantic::InvocationId),
        ("VERTEXID_NOBASE", Semantic::VertexIdNoBase),
        ("BASEVERTEX", Semantic::BaseVertex),
        ("BASEINSTANCE", Semantic::BaseInstance),
        ("DRAWID", Semantic::DrawId),
        ("HELPER_INVOCATION", Semantic::HelperInvocation),
        ("PATCH", Semantic::Patch),
        ("TESSCOORD", Semantic::TessCoord),
        ("TESSOUTER", Semantic::TessOuter),
        ("TESSINNER", Semantic::TessInner),
    ];
    NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, semantic)| *semantic)
}

/// Semantics of Mesa that no virgl guest has been seen to use.
fn is_foreign_semantic(name: &str) -> bool {
    const NAMES: [&str; 10] = [
        "VERTICESIN",
        "WORK_DIM",
        "SUBGROUP_SIZE",
        "SUBGROUP_INVOCATION",
        "SUBGROUP_EQ_MASK",
        "SUBGROUP_GE_MASK",
        "SUBGROUP_GT_MASK",
        "SUBGROUP_LE_MASK",
        "SUBGROUP_LT_MASK",
        "VIEWPORT_MASK",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn interpolate(name: &str) -> Option<Interpolate> {
    Some(match name.to_ascii_uppercase().as_str() {
        "CONSTANT" => Interpolate::Constant,
        "LINEAR" => Interpolate::Linear,
        "PERSPECTIVE" => Interpolate::Perspective,
        "COLOR" => Interpolate::Color,
        _ => return None,
    })
}

fn location(name: &str) -> Option<Location> {
    Some(match name.to_ascii_uppercase().as_str() {
        "CENTER" => Location::Center,
        "CENTROID" => Location::Centroid,
        "SAMPLE" => Location::Sample,
        _ => return None,
    })
}

impl Parser<'_> {
    pub(super) fn declaration(&mut self) -> Result<(), ParseError> {
        let line = self.lexer.line();
        self.lexer.word();
        // A declaration is no shorter than an instruction, and bounded for the same reason.
        if self.program.declarations.len() >= limits::INSTRUCTIONS {
            return Err(self
                .lexer
                .error(ParseErrorKind::limit("declarations", limits::INSTRUCTIONS)));
        }
        let file = self.file()?;
        let (mut first, mut last) = self.range()?;
        let mut dimension = None;
        if self.lexer.sees(b'[') {
            dimension = Some(first);
            (first, last) = self.range()?;
        }
        let mut declaration = Declaration {
            file,
            dimension,
            first,
            last,
            mask: self.mask()?,
            array: None,
            semantic: None,
            interpolate: None,
            location: Location::Center,
            target: None,
            format: None,
            line,
        };
        while self.lexer.eat(b',') {
            self.attribute(&mut declaration)?;
        }
        self.program.declarations.push(declaration);
        Ok(())
    }

    /// `[3]`, `[0..3]`, or `[]` where a stage says how many there are.
    fn range(&mut self) -> Result<(u32, u32), ParseError> {
        self.lexer.expect(b'[', "expected '['")?;
        if self.lexer.eat(b']') {
            return Ok((0, 0));
        }
        let first = self.lexer.unsigned()?;
        let mut last = first;
        if self.lexer.eat(b'.') {
            self.lexer.expect(b'.', "expected '..'")?;
            last = self.lexer.unsigned()?;
        }
        if last < first || last > i32::MAX as u32 {
            return Err(self
                .lexer
                .invalid("the range of a declaration is empty or too large"));
        }
        self.lexer.expect(b']', "expected ']'")?;
        Ok((first, last))
    }

    /// What follows a comma. Mesa wants an order; the names tell for themselves, but for `COLOR`, which is a
    /// semantic first and an interpolation after.
    fn attribute(&mut self, declaration: &mut Declaration) -> Result<(), ParseError> {
        if matches!(declaration.file, File::SamplerView | File::Image) {
            if declaration.target.is_none() {
                declaration.target = self.target()?;
                return Ok(());
            }
            let word = self.lexer.peek();
            if word.is_empty() {
                return Err(self.lexer.invalid("expected a format"));
            }
            if declaration.file == File::Image && declaration.format.is_none() {
                declaration.format = image_format(word);
            }
            self.lexer.word();
            return Ok(());
        }
        let name = self.lexer.peek();
        if name.eq_ignore_ascii_case("ARRAY") {
            self.lexer.word();
            self.lexer.expect(b'(', "expected '('")?;
            declaration.array = Some(self.lexer.unsigned()?);
            return self.lexer.expect(b')', "expected ')'");
        }
        if name.eq_ignore_ascii_case("STREAM") {
            return self.stream();
        }
        const IGNORED: [&str; 7] = [
            "LOCAL",
            "INVARIANT",
            "ATOMIC",
            "GLOBAL",
            "SHARED",
            "PRIVATE",
            "INPUT",
        ];
        if IGNORED.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            self.lexer.word();
            return Ok(());
        }
        match semantic(name) {
            Some(semantic) if declaration.semantic.is_none() => {
                self.lexer.word();
                declaration.semantic = Some((semantic, self.semantic_index()?));
                return Ok(());
            }
            Some(_) | None => {}
        }
        if let Some(interpolate) = interpolate(name) {
            declaration.interpolate = Some(interpolate);
        } else if let Some(location) = location(name) {
            declaration.location = location;
        } else if is_foreign_semantic(name) {
            return Err(self.lexer.error(ParseErrorKind::Unsupported("this semantic is")));
        } else {
            return Err(self.lexer.invalid("expected a semantic or an interpolation"));
        }
        self.lexer.word();
        Ok(())
    }

    fn semantic_index(&mut self) -> Result<u32, ParseError> {
        if !self.lexer.eat(b'[') {
            return Ok(0);
        }
        let index = self.lexer.unsigned()?;
        if index > 255 {
            return Err(self.lexer.invalid("the index of a semantic is too large"));
        }
        self.lexer.expect(b']', "expected ']'")?;
        Ok(index)
    }

    /// `STREAM(0, 0, 0, 0)` of a geometry shader's output.
    fn stream(&mut self) -> Result<(), ParseError> {
        self.lexer.word();
        self.lexer.expect(b'(', "expected '('")?;
        self.lexer.unsigned()?;
        while self.lexer.eat(b',') {
            self.lexer.unsigned()?;
        }
        self.lexer.expect(b')', "expected ')'")
    }

    pub(super) fn immediate(&mut self) -> Result<(), ParseError> {
        self.lexer.word();
        let number = self.program.immediates.len();
        if number >= limits::IMMEDIATES {
            return Err(self
                .lexer
                .error(ParseErrorKind::limit("immediates", limits::IMMEDIATES)));
        }
        if self.lexer.eat(b'[') {
            let error = self.lexer.invalid("immediates must be in order");
            if usize::try_from(self.lexer.unsigned()?) != Ok(number) {
                return Err(error);
            }
            self.lexer.expect(b']', "expected ']'")?;
        }
        let kind = self.lexer.peek().to_ascii_uppercase();
        let read: fn(&str) -> Option<u64> = match kind.as_str() {
            "FLT32" => float,
            "UINT32" | "INT32" => integer,
            "FLT64" => double,
            "UINT64" | "INT64" => integer,
            _ => return Err(self.lexer.invalid("expected the type of an immediate")),
        };
        self.lexer.word();
        let bits = if kind.ends_with("64") {
            let [x, y] = self.values(read)?;
            [x as u32, (x >> 32) as u32, y as u32, (y >> 32) as u32]
        } else {
            self.values::<4>(read)?.map(|value| value as u32)
        };
        self.program.immediates.push(bits);
        Ok(())
    }

    fn values<const N: usize>(&mut self, read: fn(&str) -> Option<u64>) -> Result<[u64; N], ParseError> {
        self.lexer.expect(b'{', "expected '{'")?;
        let mut values = [0; N];
        let mut first = true;
        for value in &mut values {
            if !std::mem::replace(&mut first, false) {
                self.lexer.expect(b',', "expected ','")?;
            }
            let error = self.lexer.invalid("expected a number");
            *value = read(self.lexer.number()).ok_or(error)?;
        }
        self.lexer.expect(b'}', "expected '}'")?;
        Ok(values)
    }

    pub(super) fn property(&mut self) -> Result<(), ParseError> {
        self.lexer.word();
        let name = self.lexer.word().to_ascii_uppercase();
        let value = self.lexer.peek();
        if name.is_empty() || value.is_empty() {
            return Err(self.lexer.invalid("expected a property and its value"));
        }
        let number = value.parse::<u32>().unwrap_or(0);
        let on = number != 0;
        let properties = &mut self.program.properties;
        match name.as_str() {
            "FS_COLOR0_WRITES_ALL_CBUFS" => properties.color0_writes_all = on,
            "FS_COORD_PIXEL_CENTER" => properties.integer_centers = value.eq_ignore_ascii_case("INTEGER"),
            "FS_EARLY_DEPTH_STENCIL" => properties.early_depth = on,
            "CS_FIXED_BLOCK_WIDTH" => properties.workgroup_size[0] = number,
            "CS_FIXED_BLOCK_HEIGHT" => properties.workgroup_size[1] = number,
            "CS_FIXED_BLOCK_DEPTH" => properties.workgroup_size[2] = number,
            "VS_WINDOW_SPACE_POSITION" => properties.window_space_position = on,
            // The others say what other stages do, or what only hints.
            _ => {}
        }
        self.lexer.word();
        Ok(())
    }
}

/// The format of an image, by gallium's name: components of one size from the first on, or packed ones.
fn image_format(name: &str) -> Option<FetchFormat> {
    let name = name.to_ascii_uppercase();
    let (components, kind) = name.strip_prefix("PIPE_FORMAT_")?.rsplit_once('_')?;
    let kind = match kind {
        "FLOAT" => ComponentKind::Float,
        "UNORM" => ComponentKind::Unorm,
        "SNORM" => ComponentKind::Snorm,
        "UINT" => ComponentKind::Uint,
        "SINT" => ComponentKind::Sint,
        _ => return None,
    };
    let layout = match components {
        "R10G10B10A2" => FetchLayout::Packed1010102,
        "R11G11B10" => FetchLayout::Packed111110,
        _ => {
            let bits = components.trim_start_matches(|c: char| !c.is_ascii_digit());
            let bits = bits.split(|c: char| !c.is_ascii_digit()).next()?;
            let channels = (1u8..5)
                .zip("RGBA".chars())
                .scan(String::new(), |name, (count, letter)| {
                    name.push(letter);
                    name.push_str(bits);
                    Some((count, name == components))
                });
            FetchLayout::Array {
                bits: bits.parse().ok()?,
                channels: channels
                    .filter(|(_, same)| *same)
                    .map(|(count, _)| count)
                    .next()?,
            }
        }
    };
    let bgra = false;
    Some(FetchFormat { kind, layout, bgra }).filter(|format| format.is_image())
}

/// The bits of `0x…`, as Mesa writes floats for virgl.
fn hexadecimal(text: &str) -> Option<u64> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    u64::from_str_radix(digits, 16).ok()
}

fn float(text: &str) -> Option<u64> {
    hexadecimal(text).or_else(|| text.parse::<f32>().ok().map(|value| u64::from(value.to_bits())))
}

fn double(text: &str) -> Option<u64> {
    hexadecimal(text).or_else(|| text.parse::<f64>().ok().map(f64::to_bits))
}

fn integer(text: &str) -> Option<u64> {
    hexadecimal(text)
        .or_else(|| text.parse::<u64>().ok())
        .or_else(|| text.parse::<i64>().ok().map(i64::cast_unsigned))
}
