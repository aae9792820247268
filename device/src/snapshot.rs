//! What a guest can see of its 3D state, as plain data and as bytes: it can be saved on one host and restored on
//! another whose GPU is a different one.
//!
//! ```text
//! magic "VHWGSNAP" │ version u32 │ sections u32 │ section…            all numbers little-endian
//! section: tag [u8; 4] │ version u32 │ bytes u64 │ CRC-32 (IEEE) u32 of the payload │ payload
//! ```
//!
//! There is one section yet: `R3D ` is the renderer's contexts, objects, bound state and resources as they were
//! created, in [postcard's wire format](https://postcard.jamesmunns.com/wire-format). **The bytes of buffers and
//! textures are not there**: they are read through the seam, and will be sections of their own; until then a restored
//! resource is zeroes. What has to be seen to elsewhere: outstanding fences (saving is refused while anything is
//! under way), 2D resources and their copies, and the memory behind resources.
//!
//! Nothing in a snapshot names what the host made. Resources are numbered anew; what was derived from a state is
//! derived again. A snapshot is hostile input like a guest's words: [`Renderer::restore`] checks all that it says by
//! the same rules, so a restored renderer is one that a guest could have brought about.
//!
//! [`Renderer::restore`]: crate::renderer::Renderer::restore

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    limits,
    memory::OutOfMemory,
    transfer::{Transfer, TransferError},
    virgl::{self, CreateResource},
};

/// The first bytes of a snapshot.
const MAGIC: [u8; 8] = *b"VHWGSNAP";

/// The version of the header and of how sections follow each other.
const VERSION: u32 = 1;

/// The section of the renderer's state.
const RENDERER: [u8; 4] = *b"R3D ";

/// The version of that section: one more with each change of the types below and of the states in
/// [`gpu`](crate::gpu) that they are made of.
const RENDERER_VERSION: u32 = 2;

/// Why there is no snapshot, or why one is not restored.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(
    missing_docs,
    reason = "each variant's message says what it means, with its fields"
)]
pub enum Error {
    #[error("the host GPU has not done everything that it was asked for")]
    NotSettled,
    #[error("the state has no encoding: {0}")]
    NotEncoded(String),
    #[error("it does not begin as a snapshot does")]
    Magic,
    #[error("it is of version {0}, which we do not know")]
    Version(u32),
    #[error("{need} bytes are needed, {have} are left")]
    Truncated { need: u64, have: u64 },
    #[error("section {tag:?} has {bytes} bytes, more than we take")]
    TooLong { tag: [u8; 4], bytes: u64 },
    #[error("{0} bytes follow the last section")]
    Trailing(usize),
    #[error("we know no section {0:?}")]
    UnknownSection([u8; 4]),
    #[error("section {tag:?} is of version {version}, which we do not know")]
    SectionVersion { tag: [u8; 4], version: u32 },
    #[error("section {0:?} is there twice")]
    Twice([u8; 4]),
    #[error("there is no section {0:?}")]
    Missing([u8; 4]),
    #[error("the bytes of section {0:?} are not those that were saved")]
    Checksum([u8; 4]),
    #[error("section {tag:?} cannot be decoded: {error}")]
    Encoding { tag: [u8; 4], error: String },
    #[error("resource {id}: {error}")]
    Resource { id: u32, error: virgl::Error },
    #[error("an upload to resource {id}: {error}")]
    Upload { id: u32, error: TransferError },
    #[error("context {context}: {error}")]
    Context { context: u32, error: virgl::Error },
    #[error("sub-context {sub} of context {context}: {error}")]
    SubContext { context: u32, sub: u32, error: Fault },
}

/// What is wrong with a sub-context of a snapshot. Objects are named by their place in its list.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(
    missing_docs,
    reason = "each variant's message says what it means, with its fields"
)]
pub enum Fault {
    #[error(transparent)]
    Invalid(#[from] virgl::Error),
    #[error("object {index}: {error}")]
    Object { index: usize, error: virgl::Error },
    #[error("object {index} is a shader that is not understood: {error}")]
    Shader { index: usize, error: String },
    #[error("object {index} has no handle, and is bound nowhere")]
    NotBound { index: usize },
    #[error("object {index} has the handle of another")]
    SameHandle { index: usize },
    #[error("{what} is bound to object {index}, which is none of that kind")]
    BadReference { what: &'static str, index: u32 },
    #[error("resource {0} is named, which no resource is or was")]
    BadHandle(u64),
}

impl From<OutOfMemory> for Fault {
    fn from(error: OutOfMemory) -> Self {
        Self::Invalid(error.into())
    }
}

/// What a guest can see of its 3D state. See the module.
///
/// [`Handle`](crate::gpu::Handle)s in it count from 1: those of `resources` in their order, then those of resources
/// that were destroyed but are still named by a view, a surface or a binding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// In the order in which they were created.
    pub(crate) resources: Vec<ResourceData>,
    /// By rising id.
    pub(crate) contexts: Vec<virgl::ContextData>,
    /// What to upload again when the host GPU is lost, in the order of resources and levels.
    pub(crate) uploads: Vec<UploadData>,
}

/// A resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResourceData {
    pub(crate) id: u32,
    pub(crate) create: CreateResource,
}

/// Where in a texture's memory a level of it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UploadData {
    pub(crate) resource: u32,
    pub(crate) transfer: Transfer,
}

impl Snapshot {
    /// As bytes. Equal states give equal bytes.
    ///
    /// # Errors
    /// [`Error::TooLong`] beyond [`limits::MAX_SNAPSHOT_STATE_BYTES`], and [`Error::NotEncoded`], which no state of ours
    /// gives.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let payload = postcard::to_allocvec(self).map_err(|error| Error::NotEncoded(error.to_string()))?;
        check_length(RENDERER, payload.len() as u64)?;
        let mut bytes = Vec::with_capacity(payload.len() + 64);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&1_u32.to_le_bytes());
        bytes.extend_from_slice(&RENDERER);
        bytes.extend_from_slice(&RENDERER_VERSION.to_le_bytes());
        bytes.extend_from_slice(&(payload.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&payload).to_le_bytes());
        bytes.extend_from_slice(&payload);
        Ok(bytes)
    }

    /// From bytes, which need not be ours. What they say is only checked as far as its form: the rest is for
    /// [`Renderer::restore`](crate::renderer::Renderer::restore). What is allocated is bounded by the bytes that are
    /// there, and those by [`limits::MAX_SNAPSHOT_STATE_BYTES`].
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader(bytes);
        if reader.array() != Ok(MAGIC) {
            return Err(Error::Magic);
        }
        match reader.u32()? {
            VERSION => {}
            version => return Err(Error::Version(version)),
        }
        let mut renderer = None;
        for _ in 0..reader.u32()? {
            let (tag, payload) = reader.section()?;
            if renderer.replace(payload).is_some() {
                return Err(Error::Twice(tag));
            }
        }
        if !reader.0.is_empty() {
            return Err(Error::Trailing(reader.0.len()));
        }
        let payload = renderer.ok_or(Error::Missing(RENDERER))?;
        let wrong = |error: String| Error::Encoding { tag: RENDERER, error };
        match postcard::take_from_bytes(payload) {
            Ok((snapshot, [])) => Ok(snapshot),
            Ok((_, rest)) => Err(wrong(format!("{} bytes are left", rest.len()))),
            Err(error) => Err(wrong(error.to_string())),
        }
    }
}

fn check_length(tag: [u8; 4], bytes: u64) -> Result<(), Error> {
    if bytes > limits::MAX_SNAPSHOT_STATE_BYTES {
        return Err(Error::TooLong { tag, bytes });
    }
    Ok(())
}

/// What is left of the bytes.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, len: u64) -> Result<&'a [u8], Error> {
        let split = usize::try_from(len)
            .ok()
            .and_then(|len| self.0.split_at_checked(len));
        let (taken, rest) = split.ok_or(Error::Truncated {
            need: len,
            have: self.0.len() as u64,
        })?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N as u64)?);
        Ok(array)
    }

    fn u32(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_le_bytes)
    }

    /// A section that we know, whose payload is as it was saved.
    fn section(&mut self) -> Result<([u8; 4], &'a [u8]), Error> {
        let tag = self.array()?;
        let version = self.u32()?;
        match (tag, version) {
            (RENDERER, RENDERER_VERSION) => {}
            (RENDERER, version) => return Err(Error::SectionVersion { tag, version }),
            (tag, _) => return Err(Error::UnknownSection(tag)),
        }
        let len = self.array().map(u64::from_le_bytes)?;
        check_length(tag, len)?;
        let crc = self.u32()?;
        let payload = self.take(len)?;
        if crc32fast::hash(payload) != crc {
            return Err(Error::Checksum(tag));
        }
        Ok((tag, payload))
    }
}
