//! Draws that differ in nothing but their constants become the instances of one draw, and small draws with constants of
//! their own find them by the number of their instance. A change of constants costs the host ten times what the draw
//! itself does, and an instance next to nothing.
//!
//! The pipeline of such a draw has other variants of the same shaders ([`Constants::Slot`]): the vertex stage finds its
//! block by the number of the instance, and hands the fragment stage's on, or where it is if it is long. They take a while to make, so they are made
//! only for pipelines that would have used them a while, and meanwhile draws stay as they are.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use tgsi::lower::key::{Constants as Kind, FragmentKey, VertexKey};

use crate::later::Makers;
use crate::list::{Command, Constants, List, PassList, Vertices};
use crate::pipeline::{Pipeline, PipelineKey, Way};
use crate::renderer::Wgpu;
use crate::stream::Place;

/// Fewer draws in a row are not worth the change of pipelines. A fuzzer makes few.
const SHORTEST_RUN: usize = if cfg!(fuzzing) { 2 } else { 8 };
/// More draws than this with each change of constants pay more for reading them from memory than the change costs.
const DRAWS_A_CHANGE: usize = 4;
/// Draws in such runs before the pipeline is made.
const WORTH_DRAWS: u32 = if cfg!(fuzzing) { 4 } else { 512 };
/// A draw of more vertices costs more than its constants, and reading those from memory costs each vertex something.
const MOST_VERTICES: usize = 256;
/// Elements of a fragment block that cross from stage to stage.
const MOST_CROSSING: u8 = 8;

/// What a pipeline has for draws that become instances.
#[derive(Default)]
pub(crate) struct Merging {
    /// How many there were so far.
    draws: AtomicU32,
    /// The pipeline that draws them; nothing if its shaders do not allow it.
    twin: OnceLock<Option<Arc<Pipeline>>>,
}

/// What is set while a pass is gone through.
#[derive(Default)]
struct Set {
    pipeline: Option<Arc<Pipeline>>,
    constants: Option<Constants>,
    /// Whether a merged draw has set others.
    pipeline_is_other: bool,
    constants_are_other: bool,
}

impl Wgpu {
    /// Merges what can be, before the stream is uploaded.
    pub(crate) fn merge_draws(&mut self, list: &mut List) {
        for pass in list.passes() {
            if pass.longest_run >= SHORTEST_RUN {
                self.merge_pass(pass);
            }
        }
    }

    fn merge_pass(&mut self, pass: &mut PassList) {
        let commands = std::mem::take(&mut pass.commands);
        let out = &mut pass.commands;
        let mut set = Set::default();
        // Draws before this one stay as they are.
        let mut unmerged_end = 0;
        let mut at = 0;
        while let Some(command) = commands.get(at) {
            let mut end = at + 1;
            match command {
                Command::Draw(_) if at >= unmerged_end => {
                    let Some(run) = Run::of(&commands[at..], set.constants.as_ref()) else {
                        unmerged_end = at + 1;
                        continue;
                    };
                    end = at + run.commands;
                    let Some(merged) = self.merge_run(&run, &set) else {
                        unmerged_end = end.max(at + 1);
                        continue;
                    };
                    out.extend(merged);
                    set.constants = Some(run.constants);
                    (set.pipeline_is_other, set.constants_are_other) = (true, true);
                }
                Command::Draw(_) => {
                    set.restore(out);
                    out.push(command.clone());
                }
                Command::Pipeline(pipeline) => {
                    set.pipeline = Some(Arc::clone(pipeline));
                    set.pipeline_is_other = false;
                    out.push(command.clone());
                }
                Command::Constants(constants) => {
                    set.constants = Some(constants.clone());
                    set.constants_are_other = false;
                    out.push(command.clone());
                }
                _ => out.push(command.clone()),
            }
            at = end;
        }
    }

    /// The commands that draw a run as instances; `None` if it stays as it is.
    fn merge_run(&mut self, run: &Run, set: &Set) -> Option<Vec<Command>> {
        if run.changes < SHORTEST_RUN || run.changes * DRAWS_A_CHANGE < run.blocks.len() {
            return None;
        }
        let twin = self.twin(set.pipeline.as_ref()?, run.blocks.len())?;
        let way = Way::of(&twin.vertex, &twin.fragment);
        let mut commands = vec![Command::Pipeline(twin)];
        let mut blocks = run.blocks.as_slice();
        // Instances that are in a table and not drawn yet.
        let mut listed = 0..0;
        for part in &run.parts {
            let (vertices, mut left) = match part {
                Part::Other(command) => {
                    commands.push(command.clone());
                    continue;
                }
                Part::Draws(vertices, count) => (vertices, *count),
            };
            while left > 0 {
                if listed.is_empty() {
                    let chunk = blocks.first()?[0].chunk;
                    let (first, count) = self.stream.tabulate(blocks)?;
                    let group = self.slots_group(chunk, way);
                    commands.push(Command::BindGroup { index: 0, group });
                    (listed, blocks) = (first..first + count as u32, &blocks[count..]);
                }
                let end = listed.end.min(listed.start + left);
                commands.push(Command::Draw(Vertices {
                    instances: listed.start..end,
                    repeats: false,
                    apart: 0,
                    ..vertices.clone()
                }));
                left -= end - listed.start;
                listed.start = end;
            }
        }
        self.counters.merged_draws += run.blocks.len() as u64;
        Some(commands)
    }

    /// The pipeline that draws instances in the place of `draws` draws with this one, if there is one and it is made.
    fn twin(&mut self, pipeline: &Arc<Pipeline>, draws: usize) -> Option<Arc<Pipeline>> {
        let merging = &pipeline.merging;
        let draws = u32::try_from(draws).unwrap_or(u32::MAX);
        let before = merging.draws.fetch_add(draws.min(WORTH_DRAWS), Ordering::Relaxed);
        if before.saturating_add(draws) < WORTH_DRAWS {
            return None;
        }
        // It needs no more counting.
        merging.draws.store(WORTH_DRAWS, Ordering::Relaxed);
        if let Some(twin) = merging.twin.get() {
            return twin.clone().filter(|twin| twin.is_made() || !Makers::are_there());
        }
        let twin = self.make_twin(pipeline);
        if let Some(twin) = twin.clone() {
            self.makers.make(twin);
        }
        let _ = merging.twin.set(twin);
        None
    }

    fn make_twin(&mut self, pipeline: &Pipeline) -> Option<Arc<Pipeline>> {
        let (vertex, fragment) = (&pipeline.vertex, &pipeline.fragment);
        let crossing = fragment.block_len;
        let most = (self.gpu.limits.max_inter_stage_shader_variables as usize).min(tgsi::limits::VARYINGS);
        let left = most.saturating_sub(fragment.varyings.len());
        let constants = match u8::try_from(crossing) {
            Ok(crossing) if crossing <= MOST_CROSSING && usize::from(crossing) <= left => {
                Kind::Slot { crossing }
            }
            _ if left > 0 => Kind::Shared,
            _ => return None,
        };
        let vertex_key = VertexKey {
            constants,
            ..vertex.key.clone()
        };
        let fragment_key = FragmentKey {
            constants,
            ..fragment.key.clone()
        };
        let vertex = self.vertex_variant(&vertex.shader.upgrade()?, &vertex_key)?;
        let fragment = self.fragment_variant(&fragment.shader.upgrade()?, &fragment_key)?;
        let key = PipelineKey {
            vertex: vertex.id,
            fragment: fragment.id,
            ..pipeline.key.clone()
        };
        Some(match self.pipelines.find(&key) {
            Some(twin) => twin,
            None => self.pipeline(key, &vertex, &fragment),
        })
    }
}

/// Draws one after the other with the same pipeline.
struct Run {
    parts: Vec<Part>,
    /// Of all its draws.
    blocks: Vec<[Place; 2]>,
    /// How many of its draws have other constants than the one before.
    changes: usize,
    /// How many commands it is.
    commands: usize,
    /// What is set after it.
    constants: Constants,
}

enum Part {
    /// So many draws with nothing but constants set between them.
    Draws(Vertices, u32),
    /// What is set between draws besides.
    Other(Command),
}

/// Whether a draw may be part of a run.
pub(crate) fn may_merge(vertices: &Vertices) -> bool {
    vertices.is_single() && vertices.range.len() <= MOST_VERTICES
}

impl Run {
    /// The run that begins with the first of those commands, which draws.
    fn of(commands: &[Command], constants: Option<&Constants>) -> Option<Self> {
        let mut run = Self {
            parts: Vec::new(),
            blocks: Vec::new(),
            changes: 0,
            commands: 0,
            constants: constants?.clone(),
        };
        let mut pending: Vec<&Command> = Vec::new();
        let mut last: Option<[Place; 2]> = None;
        let mut constants = constants?;
        for (at, command) in commands.iter().enumerate() {
            match command {
                Command::Draw(vertices) if may_merge(vertices) => {
                    let others = pending.drain(..).map(|command| Part::Other(command.clone()));
                    run.parts.extend(others);
                    match run.parts.last_mut() {
                        Some(Part::Draws(known, count)) if known == vertices => *count += 1,
                        _ => run.parts.push(Part::Draws(vertices.clone(), 1)),
                    }
                    run.changes += usize::from(last.replace(constants.blocks) != Some(constants.blocks));
                    run.blocks.push(constants.blocks);
                    run.commands = at + 1;
                }
                Command::Constants(next) => constants = next,
                Command::Draw(_) | Command::Pipeline(_) => break,
                _ => pending.push(command),
            }
            if run.commands == at + 1 {
                run.constants = constants.clone();
            }
        }
        Some(run)
    }
}

impl Set {
    /// Sets again what a merged draw has set otherwise.
    fn restore(&mut self, out: &mut Vec<Command>) {
        if std::mem::take(&mut self.pipeline_is_other)
            && let Some(pipeline) = &self.pipeline
        {
            out.push(Command::Pipeline(Arc::clone(pipeline)));
        }
        if std::mem::take(&mut self.constants_are_other)
            && let Some(constants) = &self.constants
        {
            out.push(Command::Constants(constants.clone()));
        }
    }
}
