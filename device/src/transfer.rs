//! How much of which memory a transfer, copy or upload of a 3D resource touches.
//!
//! All arithmetic on levels, boxes and strides of 3D resources is here, in 64 bits, and nowhere else: two places
//! that disagree about a size are how others were broken (CVE-2022-0135, CVE-2019-18391).

use std::{any::Any, sync::Arc};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    gpu::{Block, Box3, ResourceDesc, Rows, Target},
    ids::ResourceId,
};

/// The guest's memory behind its 3D resources. Who drives a renderer has it.
///
/// The guest goes on running and may change what is read at any time: nothing may be read twice.
pub trait Backings {
    /// Bytes behind a resource; `None` if there is no memory behind it.
    fn len_bytes(&self, resource: ResourceId) -> Option<u64>;

    /// Copies `dst.len()` bytes from `offset`.
    ///
    /// # Errors
    /// [`BadBacking`] if they are not all there; `dst` is then partly written.
    fn read(&self, resource: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking>;

    /// Copies `src` to `offset`.
    ///
    /// # Errors
    /// [`BadBacking`] if there is no room for all of it; it may be partly written.
    fn write(&self, resource: ResourceId, offset: u64, src: &[u8]) -> Result<(), BadBacking>;

    /// A mapping of this process that has all memory behind a resource and ends with it, if there is one: a host GPU
    /// may be able to use it where it is. What is asked for with it may be done at any time until the next fence. Who
    /// lent it calls [`Renderer::forget_memory`](crate::renderer::Renderer::forget_memory) when the resource has other
    /// memory, or none.
    fn mapping(&self, _resource: ResourceId) -> Option<Mapping> {
        None
    }
}

/// Memory that is copied from and to while a call runs, and not lent.
pub(crate) struct NotLent<'a>(pub(crate) &'a dyn Backings);

impl Backings for NotLent<'_> {
    fn len_bytes(&self, resource: ResourceId) -> Option<u64> {
        self.0.len_bytes(resource)
    }

    fn read(&self, resource: ResourceId, offset: u64, dst: &mut [u8]) -> Result<(), BadBacking> {
        self.0.read(resource, offset, dst)
    }

    fn write(&self, resource: ResourceId, offset: u64, src: &[u8]) -> Result<(), BadBacking> {
        self.0.write(resource, offset, src)
    }
}

/// Memory of this process, of a type that who lends it and the host GPU know. It stays mapped as long as this is
/// there.
pub type Mapping = Arc<dyn Any + Send + Sync>;

/// Part of the memory behind a resource is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the memory behind it is not all there")]
pub struct BadBacking;

/// Which part of a resource goes to or comes from where in its memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Level.
    pub level: u32,
    /// Part of the level.
    pub area: Box3,
    /// Where the box begins in the memory.
    pub offset_bytes: u64,
    /// From row of blocks to row of blocks; 0 is as long as the level's.
    pub stride_bytes: u32,
    /// From layer to layer; 0 is as long as the level's.
    pub layer_stride_bytes: u32,
}

impl Transfer {
    /// Where in the memory the box begins, if the level begins at 0; `None` if that cannot be counted.
    fn place_bytes(&self, desc: &ResourceDesc, area: &Box3) -> Option<u64> {
        let block = block(desc)?;
        let whole = Self {
            area: Box3 {
                depth: 1,
                ..Box3::default()
            },
            ..*self
        };
        let layout = Layout::new(desc, &whole).ok()?;
        let layers = layout.layer_stride_bytes.checked_mul(area.z.into())?;
        let rows = layout.stride_bytes.checked_mul((area.y / block.height).into())?;
        let columns = u64::from(area.x / block.width) * u64::from(block.bytes);
        layers.checked_add(rows)?.checked_add(columns)
    }

    /// The transfer of the smallest box around this one and another's, if both have each texel of the level at the
    /// same place in the memory.
    pub(crate) fn widened(&self, desc: &ResourceDesc, other: &Self) -> Option<Self> {
        let strides = |transfer: &Self| (transfer.level, transfer.stride_bytes, transfer.layer_stride_bytes);
        if strides(self) != strides(other) {
            return None;
        }
        let (here, there) = (
            self.place_bytes(desc, &self.area)?,
            self.place_bytes(desc, &other.area)?,
        );
        if self.offset_bytes.checked_add(there)? != other.offset_bytes.checked_add(here)? {
            return None;
        }
        let area = self.area.union(&other.area);
        let start = self.place_bytes(desc, &area)?;
        Some(Self {
            area,
            // The box around begins no later than this one.
            offset_bytes: self.offset_bytes.checked_add(start)?.checked_sub(here)?,
            ..*self
        })
    }
}

/// What is wrong with a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "each variant's message says what it means")]
pub enum TransferError {
    #[error("there is no level {level}, only {levels}")]
    NoLevel { level: u32, levels: u32 },
    #[error("{area:?} reaches out of a level of {size:?}")]
    OutsideLevel { area: Box3, size: (u32, u32, u32) },
    #[error("{area:?} cuts blocks of {block:?}")]
    CutsBlocks { area: Box3, block: Block },
    #[error("a stride of {stride} bytes is shorter than {need}")]
    ShortStride { stride: u64, need: u64 },
    #[error("{need} bytes are needed, the memory has {have}")]
    TooShort { need: u64, have: u64 },
    #[error("a multisampled resource has no transfers")]
    Multisampled,
    #[error("there is no memory behind the resource")]
    NoBacking,
    #[error("the host has no memory for it")]
    OutOfHostMemory,
    #[error(transparent)]
    BadBacking(#[from] BadBacking),
}

/// The blocks that a resource is made of. Buffers are made of bytes, whatever their format says; `None` for formats
/// that cannot be stored, which no resource has.
pub fn block(desc: &ResourceDesc) -> Option<Block> {
    match desc.target {
        Target::Buffer => Some(Block {
            width: 1,
            height: 1,
            bytes: 1,
        }),
        _ => desc.format.block(),
    }
}

/// Bytes of all texels of a resource; `None` if they cannot be counted or stored.
pub fn storage_bytes(desc: &ResourceDesc) -> Option<u64> {
    let block = block(desc)?;
    let mut total = 0_u64;
    for level in 0..desc.levels {
        let (width, height, depth) = desc.level_size(level);
        let layer = u64::from(width.div_ceil(block.width))
            .checked_mul(height.div_ceil(block.height).into())?
            .checked_mul(block.bytes.into())?;
        total = total.checked_add(layer.checked_mul(depth.into())?)?;
    }
    total.checked_mul(desc.samples.max(1).into())
}

/// Bytes of the largest layer of a resource.
pub fn layer_bytes(desc: &ResourceDesc) -> Option<u64> {
    let block = block(desc)?;
    let (width, height, _) = desc.level_size(0);
    u64::from(width.div_ceil(block.width))
        .checked_mul(height.div_ceil(block.height).into())?
        .checked_mul(block.bytes.into())
}

/// Whether a box lies inside a level, edges included.
///
/// # Errors
/// [`TransferError::NoLevel`], [`TransferError::OutsideLevel`].
pub fn check_inside(desc: &ResourceDesc, level: u32, area: &Box3) -> Result<(), TransferError> {
    if level >= desc.levels {
        let levels = desc.levels;
        return Err(TransferError::NoLevel { level, levels });
    }
    let size = desc.level_size(level);
    let fits = |start: u32, len: u32, size: u32| u64::from(start) + u64::from(len) <= u64::from(size);
    if fits(area.x, area.width, size.0)
        && fits(area.y, area.height, size.1)
        && fits(area.z, area.depth, size.2)
    {
        Ok(())
    } else {
        Err(TransferError::OutsideLevel { area: *area, size })
    }
}

/// Whether a box inside a level consists of whole blocks; at the level's edges they may be cut.
///
/// # Errors
/// [`TransferError::CutsBlocks`].
pub fn check_blocks(desc: &ResourceDesc, level: u32, area: &Box3) -> Result<(), TransferError> {
    let block = block(desc).unwrap_or(Block {
        width: 1,
        height: 1,
        bytes: 1,
    });
    let (width, height, _) = desc.level_size(level);
    let whole = |start: u32, len: u32, size: u32, block: u32| {
        start.is_multiple_of(block) && (len.is_multiple_of(block) || start + len == size)
    };
    if whole(area.x, area.width, width, block.width) && whole(area.y, area.height, height, block.height) {
        Ok(())
    } else {
        Err(TransferError::CutsBlocks { area: *area, block })
    }
}

/// Where a transfer's rows lie in memory. `end_bytes` does not overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Where the first row begins.
    pub offset_bytes: u64,
    /// Bytes of a row.
    pub row_bytes: u32,
    /// Rows of blocks in a layer.
    pub rows: u32,
    /// Layers.
    pub layers: u32,
    /// From row to row.
    pub stride_bytes: u64,
    /// From layer to layer.
    pub layer_stride_bytes: u64,
}

impl Layout {
    /// The layout of a transfer.
    ///
    /// # Errors
    /// If the box is not inside the level or cuts blocks, or a stride is too short.
    pub fn new(desc: &ResourceDesc, transfer: &Transfer) -> Result<Self, TransferError> {
        let area = &transfer.area;
        if desc.samples > 1 {
            return Err(TransferError::Multisampled);
        }
        check_inside(desc, transfer.level, area)?;
        check_blocks(desc, transfer.level, area)?;
        let block = block(desc).ok_or(TransferError::NoBacking)?;
        let (level_width, level_height, _) = desc.level_size(transfer.level);
        let bytes_of = |width: u32| u64::from(width.div_ceil(block.width)) * u64::from(block.bytes);

        let row = bytes_of(area.width);
        let rows = area.height.div_ceil(block.height);
        let stride = match transfer.stride_bytes {
            0 => bytes_of(level_width),
            stride => stride.into(),
        };
        if stride < row && rows > 1 {
            return Err(TransferError::ShortStride { stride, need: row });
        }
        let layer_stride = match transfer.layer_stride_bytes {
            0 => stride * u64::from(level_height.div_ceil(block.height)),
            stride => stride.into(),
        };
        let layer = u64::from(rows.saturating_sub(1)) * stride + row;
        if layer_stride < layer && area.depth > 1 {
            return Err(TransferError::ShortStride {
                stride: layer_stride,
                need: layer,
            });
        }
        let empty = area.width == 0 || area.height == 0 || area.depth == 0;
        let layout = Self {
            offset_bytes: transfer.offset_bytes,
            row_bytes: u32::try_from(row).map_err(|_| TransferError::ShortStride { stride, need: row })?,
            rows: if empty { 0 } else { rows },
            layers: if empty { 0 } else { area.depth },
            stride_bytes: stride,
            layer_stride_bytes: layer_stride,
        };
        layout.checked_end().ok_or(TransferError::TooShort {
            need: u64::MAX,
            have: 0,
        })?;
        Ok(layout)
    }

    /// Whether there is nothing to transfer.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Bytes of all rows, without gaps.
    pub fn tight_bytes(&self) -> u64 {
        u64::from(self.row_bytes) * u64::from(self.rows) * u64::from(self.layers)
    }

    /// Where the last row ends.
    pub fn end_bytes(&self) -> u64 {
        self.checked_end().expect("checked when it was made")
    }

    fn checked_end(&self) -> Option<u64> {
        if self.is_empty() {
            return Some(self.offset_bytes);
        }
        let layers = u64::from(self.layers - 1).checked_mul(self.layer_stride_bytes)?;
        let rows = u64::from(self.rows - 1).checked_mul(self.stride_bytes)?;
        self.offset_bytes
            .checked_add(layers)?
            .checked_add(rows)?
            .checked_add(self.row_bytes.into())
    }

    /// Whether rows follow each other without gaps.
    fn is_tight(&self) -> bool {
        let row = u64::from(self.row_bytes);
        (self.rows == 1 || self.stride_bytes == row)
            && (self.layers == 1 || self.layer_stride_bytes == row * u64::from(self.rows))
    }

    /// Where each row begins in memory, in order.
    fn row_offsets(&self) -> impl Iterator<Item = u64> + use<'_> {
        (0..u64::from(self.layers)).flat_map(move |layer| {
            let start = self.offset_bytes + layer * self.layer_stride_bytes;
            (0..u64::from(self.rows)).map(move |row| start + row * self.stride_bytes)
        })
    }

    /// Whether memory of that length has all of it.
    ///
    /// # Errors
    /// [`TransferError::TooShort`].
    pub fn check_within(&self, have: u64) -> Result<(), TransferError> {
        let need = self.end_bytes();
        if need <= have {
            Ok(())
        } else {
            Err(TransferError::TooShort { need, have })
        }
    }

    /// Reads the rows, without gaps, from a resource's memory. `out` is cleared first; it grows to
    /// [`Layout::tight_bytes`].
    ///
    /// # Errors
    /// If the memory is too short or not there.
    pub fn gather(
        &self,
        memory: &dyn Backings,
        resource: ResourceId,
        out: &mut Vec<u8>,
    ) -> Result<(), TransferError> {
        self.check_within(memory.len_bytes(resource).ok_or(TransferError::NoBacking)?)?;
        // The length is that of a part of a resource that exists, but twice its memory may be too much.
        let bytes = self.tight_bytes() as usize;
        out.try_reserve(bytes.saturating_sub(out.len()))
            .map_err(|_| TransferError::OutOfHostMemory)?;
        out.resize(bytes, 0);
        if self.is_empty() {
            return Ok(());
        }
        if self.is_tight() {
            return Ok(memory.read(resource, self.offset_bytes, out)?);
        }
        for (row, offset) in out
            .chunks_exact_mut(self.row_bytes as usize)
            .zip(self.row_offsets())
        {
            memory.read(resource, offset, row)?;
        }
        Ok(())
    }

    /// Writes rows to a resource's memory.
    ///
    /// # Errors
    /// If the memory is too short or not there.
    pub fn scatter(
        &self,
        memory: &dyn Backings,
        resource: ResourceId,
        rows: Rows<'_>,
    ) -> Result<(), TransferError> {
        self.check_within(memory.len_bytes(resource).ok_or(TransferError::NoBacking)?)?;
        if self.is_empty() {
            return Ok(());
        }
        let row_bytes = self.row_bytes as usize;
        let stride_bytes = if rows.stride_bytes == 0 {
            row_bytes
        } else {
            rows.stride_bytes
        };
        if self.is_tight() && stride_bytes == row_bytes {
            let bytes = &rows.bytes[..rows.bytes.len().min(self.tight_bytes() as usize)];
            return Ok(memory.write(resource, self.offset_bytes, bytes)?);
        }
        let rows = rows.bytes.chunks(stride_bytes.max(row_bytes));
        for (row, offset) in rows
            .filter_map(|row| row.get(..row_bytes))
            .zip(self.row_offsets())
        {
            memory.write(resource, offset, row)?;
        }
        Ok(())
    }
}
