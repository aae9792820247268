//! Transform feedback: its targets, and draws of what it wrote.

use wire::virgl as w;
use zerocopy::little_endian::U32;

use super::{Error, resource::Resources, sub_context::SubContext};
use crate::gpu::{Dirty, Keyed, MAX_STREAMOUT_TARGETS, Shared, StreamoutTarget};

/// Targets that are remembered for draws of what they hold; a program draws from the one that it has just written.
pub(super) const REMEMBERED: usize = 2 * MAX_STREAMOUT_TARGETS;

/// A target whose range is inside its buffer.
pub(super) fn target(target: &w::StreamoutTarget, resources: &Resources) -> Result<StreamoutTarget, Error> {
    let buffer = resources.buffer(target.res_handle.get())?;
    let (offset_bytes, size_bytes) = (target.buffer_offset.get(), target.buffer_size.get());
    check_range(offset_bytes, size_bytes, buffer.desc.width)?;
    Ok(StreamoutTarget::new(buffer.handle, offset_bytes, size_bytes))
}

/// Whether a target is inside a buffer of that width.
pub(super) fn check_range(offset_bytes: u32, size_bytes: u32, width: u32) -> Result<(), Error> {
    let end = offset_bytes.checked_add(size_bytes);
    if end.is_some_and(|end| end <= width) {
        Ok(())
    } else {
        Err(Error::out_of_range("end of a streamout target", size_bytes))
    }
}

impl SubContext {
    /// SET_STREAMOUT_TARGETS. Capture begins anew if one of the targets was never bound; else it goes on where it paused.
    ///
    /// The word for targets that are appended to says nothing: Mesa leaves it 0 when it resumes, and makes a new target
    /// at least for the first buffer when it begins (`st_begin_transform_feedback`). virglrenderer does likewise.
    pub(super) fn set_streamout_targets(
        &mut self,
        append_bitmask: u32,
        handles: &[U32],
    ) -> Result<(), Error> {
        if handles.len() > MAX_STREAMOUT_TARGETS {
            return Err(Error::out_of_range("streamout targets", handles.len() as u64));
        }
        let mut targets: [Option<Shared<StreamoutTarget>>; MAX_STREAMOUT_TARGETS] = Default::default();
        for (slot, handle) in targets.iter_mut().zip(handles) {
            *slot = match handle.get() {
                0 => None,
                handle => Some(self.objects.streamout_target(handle)?.clone()),
            };
        }
        let begins = targets.iter().flatten().any(|target| !target.was_bound());
        for (index, target) in targets.iter().enumerate() {
            let Some(target) = target else { continue };
            if begins && append_bitmask & (1 << index) == 0 {
                target.rewind();
            }
            self.streamout_targets
                .retain(|known| Keyed::key(known) != Keyed::key(target));
            self.streamout_targets.push(target.clone());
        }
        let forgotten = self.streamout_targets.len().saturating_sub(REMEMBERED);
        self.streamout_targets.drain(..forgotten);
        self.state.streamout = targets;
        self.state.dirty |= Dirty::OTHER;
        Ok(())
    }

    /// The vertices that transform feedback wrote to a target. Mesa names it by its size in bytes alone
    /// (`virgl_encoder_draw_vbo`): of those, the one that was bound last, and best one that vertices are drawn from.
    pub(super) fn vertices_written(&self, size_bytes: u32) -> Result<u32, Error> {
        let is_drawn = |target: &StreamoutTarget| {
            let mut buffers = self.state.vertex_buffers.iter().flatten();
            buffers.any(|buffer| buffer.resource == target.resource)
        };
        let of_size = || {
            let targets = self.streamout_targets.iter().rev();
            targets.filter(|target| target.size_bytes == size_bytes)
        };
        let target = of_size().find(|target| is_drawn(target)).or(of_size().next());
        target
            .map(|target| target.vertices())
            .ok_or(Error::Unsupported("a draw of what no streamout target holds"))
    }
}
