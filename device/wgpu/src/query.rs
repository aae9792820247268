//! Queries. Primitives are counted here, when they are drawn. A query of samples may span draws of several passes and
//! batches, while the host counts within a pass: it gets a slot for each stretch, and its result is the sum. A query of
//! time gets a slot for each look at the host GPU's clock; where the host has none, times are taken here.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

use device::gpu::{Key, QueryKind};
use rustc_hash::FxHashMap;
use wgpu::{BufferUsages, Features, QueryType};

use crate::gpu::Gpu;
use crate::list::{Command, List};
use crate::renderer::Wgpu;

/// Slots of each of a batch's sets.
const SLOTS: u32 = 1024;

/// How far the counts of a batch are on their way.
const RECORDED: u8 = 0;
const MAPPING: u8 = 1;
const MAPPED: u8 = 2;
const FAILED: u8 = 3;

/// Queries and their slots.
pub(crate) struct Queries {
    table: FxHashMap<Key, Query>,
    /// The one that counts samples now.
    active: Option<Key>,
    /// Those that count primitives now.
    primitives: Vec<(Key, QueryKind)>,
    samples: Slots,
    times: Slots,
    /// Results on their way.
    pending: Vec<Pending>,
    /// Counts the begins of all queries.
    rounds: u64,
    epoch: Instant,
}

/// The slots of one type in this batch.
struct Slots {
    ty: QueryType,
    set: Option<wgpu::QuerySet>,
    /// Who owns each, in order.
    owners: Vec<Owner>,
}

/// Who a slot counts for: a query that was begun again while counts were on their way must not get those.
#[derive(Clone, Copy)]
struct Owner {
    key: Key,
    round: u64,
    /// Whether it counts down: the time of a beginning does.
    down: bool,
}

struct Query {
    kind: QueryKind,
    /// Which of all begins made it.
    round: u64,
    /// Of queries of time, nanoseconds, less than none while one has but begun.
    total: u64,
    /// Slots whose count has not arrived.
    waiting: u32,
}

struct Pending {
    owners: Vec<Owner>,
    /// Nanoseconds that each count is, if it is of time.
    tick_ns: Option<f32>,
    buffer: wgpu::Buffer,
    state: Arc<AtomicU8>,
}

impl Queries {
    pub(crate) fn new() -> Self {
        Self {
            table: FxHashMap::default(),
            active: None,
            primitives: Vec::new(),
            samples: Slots::new(QueryType::Occlusion),
            times: Slots::new(QueryType::Timestamp),
            pending: Vec::new(),
            rounds: 0,
            epoch: Instant::now(),
        }
    }

    /// Whether samples are being counted.
    pub(crate) fn counting(&self) -> bool {
        self.active.is_some()
    }

    /// The set of slots that a pass is opened with.
    pub(crate) fn set(&mut self, device: &wgpu::Device) -> Option<wgpu::QuerySet> {
        Some(self.samples.set(device))
    }

    /// A new slot for the active query; `None` if none is active or no slot is left.
    pub(crate) fn next_slot(&mut self) -> Option<u32> {
        let key = self.active?;
        let query = self.table.get_mut(&key)?;
        self.samples.next(key, query, false)
    }

    /// Whether the batch has used every slot.
    pub(crate) fn is_full(&self) -> bool {
        self.samples.is_full()
    }

    pub(crate) fn forget(&mut self, key: Key) {
        self.table.remove(&key);
        if self.active == Some(key) {
            self.active = None;
        }
        self.primitives.retain(|(active, _)| *active != key);
    }

    /// Whether primitives are being counted.
    pub(crate) fn counts_primitives(&self) -> bool {
        !self.primitives.is_empty()
    }

    /// Counts those of a draw, and those that transform feedback had room for.
    pub(crate) fn count_primitives(&mut self, generated: u64, emitted: Option<u64>) {
        for (key, kind) in &self.primitives {
            let Some(query) = self.table.get_mut(key) else {
                continue;
            };
            match kind {
                QueryKind::PrimitivesGenerated => query.total += generated,
                QueryKind::PrimitivesEmitted | QueryKind::StreamoutStatistics => {
                    query.total += emitted.unwrap_or(0);
                }
                _ if emitted.is_some_and(|emitted| emitted < generated) => query.total = 1,
                _ => {}
            }
        }
    }

    /// What was counted and had not arrived never will. What counts now goes on on another device, from zero.
    pub(crate) fn lose_device(&mut self) {
        self.samples = Slots::new(QueryType::Occlusion);
        self.times = Slots::new(QueryType::Timestamp);
        self.pending.clear();
        for (key, query) in &mut self.table {
            if query.waiting > 0 || self.active == Some(*key) {
                query.total = 0;
                query.waiting = 0;
            }
        }
    }

    fn now_ns(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }

    /// Adds what has arrived. What did not arrive counts nothing.
    fn collect(&mut self) {
        let table = &mut self.table;
        self.pending.retain(|pending| {
            let state = pending.state.load(Ordering::Acquire);
            if matches!(state, RECORDED | MAPPING) {
                return true;
            }
            let counts = pending
                .buffer
                .get_mapped_range(..)
                .ok()
                .filter(|_| state == MAPPED);
            for (slot, owner) in pending.owners.iter().enumerate() {
                let bytes = counts
                    .as_ref()
                    .and_then(|counts| counts.get(slot * 8..slot * 8 + 8));
                let count = bytes.map_or(0, |bytes| {
                    u64::from_le_bytes(bytes.try_into().unwrap_or_default())
                });
                let count = pending.tick_ns.map_or(count, |tick_ns| ticks_ns(count, tick_ns));
                let query = table.get_mut(&owner.key);
                if let Some(query) = query.filter(|query| query.round == owner.round) {
                    query.total = if owner.down {
                        query.total.wrapping_sub(count)
                    } else {
                        query.total.wrapping_add(count)
                    };
                    query.waiting -= 1;
                }
            }
            false
        });
    }

    /// A query that counts from 0, in place of the one of that key.
    fn fresh(&mut self, key: Key, kind: QueryKind) {
        self.rounds += 1;
        let round = self.rounds;
        let query = Query {
            kind,
            round,
            total: 0,
            waiting: 0,
        };
        self.table.insert(key, query);
    }

    /// [`HostGpu::restore_query`](device::gpu::HostGpu::restore_query).
    pub(crate) fn restore(&mut self, key: Key, kind: QueryKind, result: u64) {
        self.fresh(key, kind);
        if let Some(query) = self.table.get_mut(&key) {
            query.total = result;
        }
    }
}

impl Slots {
    fn new(ty: QueryType) -> Self {
        Self {
            ty,
            set: None,
            owners: Vec::new(),
        }
    }

    fn set(&mut self, device: &wgpu::Device) -> wgpu::QuerySet {
        let set = self.set.get_or_insert_with(|| {
            device.create_query_set(&wgpu::QuerySetDescriptor {
                label: None,
                ty: self.ty,
                count: SLOTS,
            })
        });
        set.clone()
    }

    fn is_full(&self) -> bool {
        self.owners.len() >= SLOTS as usize
    }

    /// A slot for a query; `None` if none is left.
    fn next(&mut self, key: Key, query: &mut Query, down: bool) -> Option<u32> {
        let slot = u32::try_from(self.owners.len()).ok();
        let slot = slot.filter(|&slot| slot < SLOTS)?;
        query.waiting += 1;
        let round = query.round;
        self.owners.push(Owner { key, round, down });
        Some(slot)
    }

    /// The counts of the batch go to memory that can be mapped.
    fn resolve(&mut self, gpu: &Gpu, list: &mut List) -> Option<Pending> {
        let count = self.owners.len() as u32;
        let set = self.set.clone().filter(|_| count > 0)?;
        let size = u64::from(count) * 8;
        let buffer = |usage| {
            gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size,
                usage,
                mapped_at_creation: false,
            })
        };
        let resolved = buffer(BufferUsages::QUERY_RESOLVE | BufferUsages::COPY_SRC);
        let mappable = buffer(BufferUsages::COPY_DST | BufferUsages::MAP_READ);
        let target = mappable.clone();
        list.then(move |encoder| {
            encoder.resolve_query_set(&set, 0..count, &resolved, 0);
            encoder.copy_buffer_to_buffer(&resolved, 0, &target, 0, size);
        });
        Some(Pending {
            owners: std::mem::take(&mut self.owners),
            tick_ns: matches!(self.ty, QueryType::Timestamp).then(|| gpu.queue.get_timestamp_period()),
            buffer: mappable,
            state: Arc::new(AtomicU8::new(RECORDED)),
        })
    }
}

fn counts_samples(kind: QueryKind) -> bool {
    matches!(
        kind,
        QueryKind::OcclusionCounter
            | QueryKind::OcclusionPredicate
            | QueryKind::OcclusionPredicateConservative
    )
}

/// Ticks of a clock in nanoseconds.
fn ticks_ns(ticks: u64, tick_ns: f32) -> u64 {
    if tick_ns == 1.0 {
        ticks
    } else {
        (ticks as f64 * f64::from(tick_ns)) as u64
    }
}

fn counts_primitives(kind: QueryKind) -> bool {
    matches!(
        kind,
        QueryKind::PrimitivesGenerated
            | QueryKind::PrimitivesEmitted
            | QueryKind::StreamoutStatistics
            | QueryKind::StreamoutOverflow
            | QueryKind::StreamoutOverflowAny
    )
}

impl Wgpu {
    pub(crate) fn query_begin(&mut self, key: Key, kind: QueryKind) {
        self.pause_query();
        self.queries.fresh(key, kind);
        if counts_samples(kind) {
            self.queries.active = Some(key);
        }
        self.queries.primitives.retain(|(active, _)| *active != key);
        if counts_primitives(kind) {
            self.queries.primitives.push((key, kind));
        }
        if kind == QueryKind::TimeElapsed {
            self.take_time(key, true);
        }
    }

    pub(crate) fn query_end(&mut self, key: Key, kind: QueryKind) {
        self.pause_query();
        if self.queries.active == Some(key) {
            self.queries.active = None;
        }
        self.queries.primitives.retain(|(active, _)| *active != key);
        let has_begun = self.queries.table.contains_key(&key);
        if !has_begun || kind == QueryKind::Timestamp {
            self.queries.fresh(key, kind);
        }
        match kind {
            QueryKind::Timestamp => self.take_time(key, false),
            QueryKind::TimeElapsed if has_begun => self.take_time(key, false),
            QueryKind::GpuFinished => {
                if let Some(query) = self.queries.table.get_mut(&key) {
                    query.total = 1;
                }
            }
            _ => {}
        }
    }

    /// Whether the host GPU tells the time between any two commands.
    fn has_clock(&self) -> bool {
        let both = Features::TIMESTAMP_QUERY | Features::TIMESTAMP_QUERY_INSIDE_ENCODERS;
        self.gpu.device.features().contains(both)
    }

    /// The time when all before is done goes into a query, `down` from what it has.
    fn take_time(&mut self, key: Key, down: bool) {
        if !self.has_clock() {
            let now = self.queries.now_ns();
            if let Some(query) = self.queries.table.get_mut(&key) {
                query.total = if down {
                    query.total.wrapping_sub(now)
                } else {
                    query.total.wrapping_add(now)
                };
            }
            return;
        }
        self.end_pass();
        if self.queries.times.is_full() {
            self.submit_and_keep_up();
        }
        let set = self.queries.times.set(&self.gpu.device);
        let query = self.queries.table.get_mut(&key);
        let slot = query.and_then(|query| self.queries.times.next(key, query, down));
        if let Some(slot) = slot {
            self.batch
                .list
                .then(move |encoder| encoder.write_timestamp(&set, slot));
        }
    }

    /// Closes the open slot, if there is one.
    pub(crate) fn pause_query(&mut self) {
        if let Some(pass) = &mut self.pass
            && let Some(open) = &mut pass.open
            && pass.bound.query.take().is_some()
        {
            open.push(Command::EndQuery);
        }
    }

    /// Opens a slot in the open pass, if a query is active and has none there.
    pub(crate) fn resume_query(&mut self) {
        let Some(pass) = &mut self.pass else { return };
        let Some(open) = &mut pass.open else { return };
        if pass.counts
            && pass.bound.query.is_none()
            && let Some(slot) = self.queries.next_slot()
        {
            open.push(Command::BeginQuery(slot));
            pass.bound.query = Some(slot);
        }
    }

    /// Before a submission: the counts go to memory that can be mapped.
    pub(crate) fn resolve_queries(&mut self) {
        let queries = &mut self.queries;
        for slots in [&mut queries.samples, &mut queries.times] {
            let pending = slots.resolve(&self.gpu, &mut self.batch.list);
            queries.pending.extend(pending);
        }
    }

    /// After a submission.
    pub(crate) fn map_queries(&mut self) {
        for pending in &self.queries.pending {
            if pending.state.load(Ordering::Acquire) != RECORDED {
                continue;
            }
            pending.state.store(MAPPING, Ordering::Release);
            let state = Arc::clone(&pending.state);
            pending.buffer.map_async(wgpu::MapMode::Read, .., move |result| {
                state.store(if result.is_ok() { MAPPED } else { FAILED }, Ordering::Release);
            });
        }
    }

    /// [`HostGpu::query_result`](device::gpu::HostGpu::query_result).
    pub(crate) fn query_total(&mut self, key: Key) -> Option<u64> {
        self.queries.collect();
        let query = self.queries.table.get(&key)?;
        if query.waiting > 0 || self.queries.active == Some(key) {
            return None;
        }
        match query.kind {
            QueryKind::OcclusionPredicate | QueryKind::OcclusionPredicateConservative => {
                Some(u64::from(query.total > 0))
            }
            // A device that was lost in between took its clock along.
            QueryKind::TimeElapsed => Some(query.total.cast_signed().max(0).cast_unsigned()),
            _ => Some(query.total),
        }
    }
}
