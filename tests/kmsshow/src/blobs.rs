//! Blob resources of every kind that this machine's driver has.

use std::time::Duration;

use drm::control::{ClipRect, Device as _};
use wire::virgl::{Ccmd, Header, PipeResourceCreate};
use zerocopy::IntoBytes;

use crate::card::{Card, Output, Pixels};
use crate::picture::Picture;
use crate::virtgpu::{Blob, Mem, PARAM_3D, PARAM_BLOB, PARAM_CONTEXT_INIT, PARAM_HOST_VISIBLE};

/// `VIRTIO_GPU_CAPSET_VIRGL2`.
const CAPSET_VIRGL2: u64 = 2;
/// `VIRGL_FORMAT_B8G8R8X8_UNORM`.
const FORMAT_XRGB: u32 = 2;
/// `PIPE_TEXTURE_2D`.
const TEXTURE_2D: u32 = 2;
/// `VIRGL_BIND_RENDER_TARGET | VIRGL_BIND_SAMPLER_VIEW | VIRGL_BIND_SCANOUT`.
const BIND: u32 = 1 << 1 | 1 << 3 | 1 << 18;
/// How often blobs of the host come and go: enough that they would not fit the region if they stayed.
const ROUNDS: usize = 40;
/// Of the largest of them.
const ROUND_BYTES: usize = 16 << 20;
/// How many there are at a time.
const MANY: usize = 200;
/// What is changed after the picture was shown first: left, top, width, height.
const CHANGED: (u32, u32, u32, u32) = (33, 17, 101, 57);

/// Says what the driver has, tries it, shows it, and waits to be killed.
pub(crate) fn run() -> Result<(), String> {
    let card = Card::open()?;
    let [has_3d, has_blobs, is_host_visible, has_contexts] =
        [PARAM_3D, PARAM_BLOB, PARAM_HOST_VISIBLE, PARAM_CONTEXT_INIT].map(|param| card.param(param));
    println!(
        "kmsshow: 3D {has_3d}, blobs {has_blobs}, host-visible {is_host_visible}, contexts {has_contexts}"
    );
    if has_contexts {
        card.init_context(CAPSET_VIRGL2)?;
    }
    let mut kinds = vec![Mem::Guest];
    // The kernel gives blobs of the host to those who have 3D alone.
    if has_3d && is_host_visible {
        come_and_go(&card)?;
        stay(&card)?;
        kinds.extend([Mem::Host, Mem::HostGuest]);
    }
    let outputs = card.outputs()?;
    // They have to stay.
    let mut shown = Vec::new();
    for (index, (output, kind)) in outputs.iter().zip(kinds).enumerate() {
        let picture = Picture::new(output.size(), index as u32);
        let (blob, picture) = show(&card, output, kind, picture)?;
        println!("kmsshow: screen {index} shows {kind:?} {}", picture.describe());
        shown.push(blob);
    }
    println!("kmsshow: done");
    loop {
        std::thread::sleep(Duration::from_secs(1000));
    }
}

/// Makes blobs of the host one after the other, of different sizes, which are empty and hold what is written.
fn come_and_go(card: &Card) -> Result<(), String> {
    let mut bytes = 0;
    for round in 0..ROUNDS {
        let size_bytes = ROUND_BYTES / ROUNDS * (round + 1);
        let blob = Blob::new(card, Mem::Host, size_bytes, &[])?;
        let count = size_bytes / 4;
        if blob.read(count)?.iter().any(|word| *word != 0) {
            return Err(format!("round {round}: a new blob of the host is not empty"));
        }
        let words: Vec<u32> = (0..count as u32)
            .map(|word| word ^ (round as u32) << 24)
            .collect();
        blob.write(&words)?;
        if blob.read(count)? != words {
            return Err(format!("round {round}: what was written is not what is read"));
        }
        bytes += size_bytes;
    }
    println!("kmsshow: wrote and read {bytes} bytes in {ROUNDS} blobs of the host");
    Ok(())
}

/// Has many small blobs of the host at a time, none of which is another's memory.
fn stay(card: &Card) -> Result<(), String> {
    let blobs = (0..MANY).map(|_| Blob::new(card, Mem::Host, 4, &[]));
    let blobs = blobs.collect::<Result<Vec<_>, _>>()?;
    for (number, blob) in (0..).zip(&blobs) {
        blob.write(&[number])?;
    }
    for (number, blob) in (0..).zip(&blobs) {
        let read = blob.read(1)?;
        if read != [number] {
            return Err(format!("blob {number} of {MANY} holds {read:?}"));
        }
    }
    println!("kmsshow: had {MANY} blobs of the host at a time");
    Ok(())
}

/// Shows a blob that holds the picture, then changes a part of it, which the driver is told to flush.
fn show<'a>(
    card: &'a Card,
    output: &Output,
    kind: Mem,
    mut picture: Picture,
) -> Result<(Blob<'a>, Picture), String> {
    let size = picture.size;
    let bytes = picture.pixels.len() * 4;
    let stream = if kind == Mem::HostGuest {
        texture(size)
    } else {
        Vec::new()
    };
    let blob = Blob::new(card, kind, bytes, &stream)?;
    put(&blob, kind, &picture)?;
    let handle = blob.handle;
    let framebuffer = card.show(output, &Pixels { size, handle })?;
    picture.invert(CHANGED);
    put(&blob, kind, &picture)?;
    let (left, top, width, height) = CHANGED;
    let edge = |place: u32| place as u16;
    let clip = ClipRect::new(edge(left), edge(top), edge(left + width), edge(top + height));
    card.dirty_framebuffer(framebuffer, &[clip])
        .map_err(|error| format!("it is not flushed: {error}"))?;
    Ok((blob, picture))
}

/// Brings a picture into a blob, and looks whether it is there: in the mapped memory, or, if the host has it elsewhere,
/// by reading it back from there.
fn put(blob: &Blob<'_>, kind: Mem, picture: &Picture) -> Result<(), String> {
    blob.write(&picture.pixels)?;
    if kind == Mem::HostGuest {
        blob.send(picture.size)?;
        blob.write(&vec![0; picture.pixels.len()])?;
        blob.fetch(picture.size)?;
    }
    // The host does not know what a byte without a meaning is.
    let seen = blob.read(picture.pixels.len())?;
    let mut pairs = seen.iter().zip(&picture.pixels);
    match pairs.position(|(seen, meant)| seen & 0xff_ffff != *meant) {
        None => Ok(()),
        Some(place) => Err(format!("{kind:?}: pixel {place} is {:#x}", seen[place])),
    }
}

/// The words that describe a texture which can be shown, under the name 1.
fn texture((width, height): (u32, u32)) -> Vec<u32> {
    let create = PipeResourceCreate {
        target: TEXTURE_2D.into(),
        format: FORMAT_XRGB.into(),
        bind: BIND.into(),
        width: width.into(),
        height: height.into(),
        depth: 1.into(),
        array_size: 1.into(),
        last_level: 0.into(),
        nr_samples: 0.into(),
        flags: 0.into(),
        blob_id: 1.into(),
    };
    let header = Header::new(Ccmd::PipeResourceCreate, 0, 11);
    let words = create.as_bytes().chunks_exact(4);
    let words = words.map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    std::iter::once(header.0).chain(words).collect()
}
