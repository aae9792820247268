//! What is chosen at run time, samplers and memory: a case for each that it may be.

use crate::ast::{Indirect, Instruction};
use crate::lower::builder::{Kind, Value};
use crate::lower::memory::Lanes;
use crate::lower::{LowerError, Lowering};
use crate::scan::sampler_range;
use naga::{Statement, SwitchCase, SwitchValue};

impl Lowering<'_> {
    /// The result of an instruction whose sampler is `first` and a register's value further. Beyond the samplers of
    /// one kind that follow there, it is the last of them.
    pub(super) fn selected(
        &mut self,
        instruction: &Instruction,
        first: i32,
        indirect: Indirect,
    ) -> Result<Lanes, LowerError> {
        let error = LowerError::Unsupported("a negative index");
        let first = u32::try_from(first).map_err(|_| error)?;
        let range = sampler_range(&self.shader.info, first);
        let len = range.end.saturating_sub(range.start).max(1);
        let index = self.clamped_index(indirect, 0, len);
        self.choose(index, len, |lowering, place| {
            lowering.lanes(instruction, first.saturating_add(place))
        })
    }

    /// What `lanes` gives for an index below `len`.
    pub(in crate::lower) fn choose(
        &mut self,
        index: Value,
        len: u32,
        mut lanes: impl FnMut(&mut Self, u32) -> Result<Lanes, LowerError>,
    ) -> Result<Lanes, LowerError> {
        let chosen = match self.chosen {
            Some(chosen) => chosen,
            None => {
                let ty = self.b.vector_type(Kind::Uint, 4);
                self.b.local("chosen".into(), ty)
            }
        };
        self.chosen = Some(chosen);
        let mut cases = Vec::new();
        for place in 0..len {
            self.spend_read()?;
            self.b.open();
            let lanes = lanes(self, place)?;
            let value = self.b.gather(&lanes, Kind::Uint);
            self.b.store(chosen, value);
            cases.push(SwitchCase {
                value: if place + 1 == len {
                    SwitchValue::Default
                } else {
                    SwitchValue::U32(place)
                },
                body: self.b.close(),
                fall_through: false,
            });
        }
        self.b.push(Statement::Switch {
            selector: index.handle,
            cases,
        });
        let value = self.b.load(chosen, Kind::Uint, 4);
        Ok([0, 1, 2, 3].map(|lane| value.component(lane)))
    }
}
