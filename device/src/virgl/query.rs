//! Queries, and everything else whose answer comes once the GPU is done: it is written to the guest's memory before
//! the fence that the guest waits for retires, or guests spin (`virgl_get_query_result` in Mesa).

use std::collections::VecDeque;

use wire::virgl as w;
use zerocopy::IntoBytes;

use super::{Error, resource::Resources};
use crate::{
    gpu::{HostGpu, Key, QueryKind, ReadId, Ticket},
    ids::ResourceId,
    limits,
    transfer::{Backings, BadBacking, Layout},
};

/// A query object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// What the host GPU calls it.
    pub(super) key: Key,
    /// What it counts.
    pub(super) kind: QueryKind,
    /// Where its result goes.
    pub(super) resource: ResourceId,
    /// Where in that.
    pub(super) offset_bytes: u32,
}

/// The protocol's number of a kind, which is not gallium's.
fn kind(value: u32) -> Result<QueryKind, Error> {
    use w::query_type as q;
    Ok(match value {
        q::OCCLUSION_COUNTER => QueryKind::OcclusionCounter,
        q::OCCLUSION_PREDICATE => QueryKind::OcclusionPredicate,
        q::TIMESTAMP => QueryKind::Timestamp,
        q::TIMESTAMP_DISJOINT => QueryKind::TimestampDisjoint,
        q::TIME_ELAPSED => QueryKind::TimeElapsed,
        q::PRIMITIVES_GENERATED => QueryKind::PrimitivesGenerated,
        q::PRIMITIVES_EMITTED => QueryKind::PrimitivesEmitted,
        q::SO_STATISTICS => QueryKind::StreamoutStatistics,
        q::SO_OVERFLOW_PREDICATE => QueryKind::StreamoutOverflow,
        q::GPU_FINISHED => QueryKind::GpuFinished,
        q::PIPELINE_STATISTICS => QueryKind::PipelineStatistics,
        q::OCCLUSION_PREDICATE_CONSERVATIVE => QueryKind::OcclusionPredicateConservative,
        q::SO_OVERFLOW_ANY_PREDICATE => QueryKind::StreamoutOverflowAny,
        _ => return Err(Error::out_of_range("query type", value)),
    })
}

/// A query to create.
pub(super) struct NewQuery {
    pub(super) kind: QueryKind,
    pub(super) resource: ResourceId,
    pub(super) offset_bytes: u32,
}

pub(super) fn new(query: &w::Query, resources: &Resources) -> Result<NewQuery, Error> {
    Ok(NewQuery {
        kind: kind(w::query::TYPE.get(query.type_index.get()))?,
        resource: resources.any(query.res_handle.get())?.id,
        offset_bytes: query.offset.get(),
    })
}

/// Whether a query counts between a beginning and an end; else it is a look at the clock.
pub(super) fn counts(kind: QueryKind) -> bool {
    !matches!(
        kind,
        QueryKind::Timestamp | QueryKind::TimestampDisjoint | QueryKind::GpuFinished
    )
}

/// Bytes of a result.
fn result_size(kind: QueryKind) -> u32 {
    match kind {
        QueryKind::Timestamp | QueryKind::TimestampDisjoint | QueryKind::TimeElapsed => 8,
        QueryKind::OcclusionCounter
        | QueryKind::OcclusionPredicate
        | QueryKind::OcclusionPredicateConservative
        | QueryKind::PrimitivesGenerated
        | QueryKind::PrimitivesEmitted
        | QueryKind::StreamoutStatistics
        | QueryKind::StreamoutOverflow
        | QueryKind::StreamoutOverflowAny
        | QueryKind::GpuFinished
        | QueryKind::PipelineStatistics => 4,
    }
}

/// What waits for the GPU.
#[derive(Clone, Copy, Debug)]
enum Awaited {
    Read {
        id: ReadId,
        resource: ResourceId,
        layout: Layout,
    },
    Result(Query),
    /// Something that goes nowhere any more.
    Nothing(ReadId),
}

/// What waits for the GPU, in order.
///
/// Invariant: tickets do not fall from front to back; `None`, for what was not flushed yet, comes last.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    queue: VecDeque<(Option<Ticket>, Awaited)>,
    unflushed: usize,
}

impl Pending {
    /// Something that went to the GPU and comes back into a resource's memory.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub(super) fn read(&mut self, id: ReadId, resource: ResourceId, layout: Layout) -> Result<(), Error> {
        self.push(Awaited::Read { id, resource, layout })
    }

    /// A query's result that goes to its resource's memory.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub(super) fn result(&mut self, query: Query) -> Result<(), Error> {
        self.push(Awaited::Result(query))
    }

    /// Whether one more may wait: to be asked before the GPU begins to read.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub(super) fn check_room(&self) -> Result<(), Error> {
        if self.queue.len() >= limits::MAX_PENDING {
            return Err(Error::TooMany("readbacks"));
        }
        Ok(())
    }

    fn push(&mut self, awaited: Awaited) -> Result<(), Error> {
        self.check_room()?;
        self.queue.push_back((None, awaited));
        self.unflushed += 1;
        Ok(())
    }

    /// All that waits was flushed.
    pub(crate) fn flushed(&mut self, ticket: Ticket) {
        let first = self.queue.len() - self.unflushed;
        for (awaited, _) in self.queue.range_mut(first..) {
            *awaited = Some(ticket);
        }
        self.unflushed = 0;
    }

    /// Writes what has completed to the guest's memory. What has no memory any more is dropped.
    pub(crate) fn retire(&mut self, completed: Ticket, gpu: &mut dyn HostGpu, memory: &dyn Backings) {
        while let Some((Some(ticket), awaited)) = self.queue.front()
            && *ticket <= completed
        {
            let result = match awaited {
                Awaited::Read { id, resource, layout } => {
                    let mut result = Ok(());
                    let taken =
                        gpu.take_read(*id, &mut |rows| result = layout.scatter(memory, *resource, rows));
                    match result {
                        Ok(()) if !taken => Err("the host GPU failed to read".into()),
                        result => result.map_err(|error| error.to_string()),
                    }
                }
                Awaited::Nothing(id) => {
                    gpu.take_read(*id, &mut |_| {});
                    Ok(())
                }
                Awaited::Result(query) => write_result(query, gpu, memory).map_err(|error| error.to_string()),
            };
            if let Err(error) = result {
                log::debug!("a readback is dropped: {error}");
            }
            self.queue.pop_front();
        }
    }

    /// Lets what was to come into the memory of `resource`, or of all resources, go nowhere.
    pub(crate) fn abandon(&mut self, resource: Option<ResourceId>) {
        let concerns = |its: ResourceId| resource.is_none_or(|resource| resource == its);
        let unflushed = &mut self.unflushed;
        self.queue.retain_mut(|(ticket, awaited)| match *awaited {
            Awaited::Read { id, resource, .. } if concerns(resource) => {
                // The GPU keeps the bytes until they are taken.
                *awaited = Awaited::Nothing(id);
                true
            }
            Awaited::Result(query) if concerns(query.resource) => {
                *unflushed -= usize::from(ticket.is_none());
                false
            }
            Awaited::Read { .. } | Awaited::Result(_) | Awaited::Nothing(_) => true,
        });
    }

    /// What is the last to come into the memory of `resource`, if anything is: its ticket, or `None` for what was not
    /// flushed yet.
    pub(crate) fn last_into(&self, resource: ResourceId) -> Option<Option<Ticket>> {
        let into = |awaited: &Awaited| match *awaited {
            Awaited::Read { resource: its, .. } => its == resource,
            Awaited::Result(query) => query.resource == resource,
            Awaited::Nothing(_) => false,
        };
        let last = self.queue.iter().rev().find(|(_, awaited)| into(awaited));
        last.map(|(ticket, _)| *ticket)
    }

    /// Whether nothing is awaited.
    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Nothing will come: the GPU is gone. What was to be read stays as it is in the guest's memory, and queries have
    /// counted nothing, since guests wait until there is a result.
    pub(crate) fn give_up(&mut self, memory: &dyn Backings) {
        for (_, awaited) in self.queue.drain(..) {
            let Awaited::Result(query) = awaited else { continue };
            if let Err(error) = write_state(&query, 0, memory) {
                log::debug!("a query's result is dropped: {error}");
            }
        }
        self.unflushed = 0;
    }
}

/// A query that the host GPU knows nothing of has counted nothing; its guest must not wait for ever.
fn write_result(query: &Query, gpu: &mut dyn HostGpu, memory: &dyn Backings) -> Result<(), BadBacking> {
    write_state(query, gpu.query_result(query.key).unwrap_or(0), memory)
}

fn write_state(query: &Query, result: u64, memory: &dyn Backings) -> Result<(), BadBacking> {
    let state = w::HostQueryState {
        query_state: w::QUERY_STATE_DONE.into(),
        result_size: result_size(query.kind).into(),
        result: result.into(),
    };
    memory.write(query.resource, query.offset_bytes.into(), state.as_bytes())
}
