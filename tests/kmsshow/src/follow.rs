//! A screen whose preferred mode changes, as a window's size does, and a program that follows.

use std::os::fd::OwnedFd;

use drm::control::Device as _;
use rustix::net::netlink::{KOBJECT_UEVENT, SocketAddrNetlink};
use rustix::net::{AddressFamily, RecvFlags, SocketType, bind, recv, socket};

use crate::card::{Card, Output};
use crate::picture::Picture;

/// The kernel's own events, which udev listens to as well.
const KERNEL: u32 = 1;

/// Shows a picture in each mode, until it is killed.
pub(crate) fn run() -> Result<(), String> {
    let card = Card::open()?;
    let events = listen().map_err(|error| format!("no events of the kernel: {error}"))?;
    let mut shown = None;
    loop {
        let outputs = card.outputs()?;
        let output = outputs.first().ok_or("no output is connected")?;
        if shown != Some(output.size()) {
            show(&card, output)?;
            shown = Some(output.size());
        }
        wait_for_change(&events).map_err(|error| format!("no event: {error}"))?;
        println!("kmsshow: the kernel says that a display has changed");
    }
}

fn listen() -> rustix::io::Result<OwnedFd> {
    let events = socket(AddressFamily::NETLINK, SocketType::DGRAM, Some(KOBJECT_UEVENT))?;
    bind(&events, &SocketAddrNetlink::new(0, KERNEL))?;
    Ok(events)
}

/// Reads events until one is of a GPU's displays: words that end with zeroes.
fn wait_for_change(events: &OwnedFd) -> rustix::io::Result<()> {
    let mut event = [0; 8192];
    loop {
        let (len, _) = recv(events, &mut event[..], RecvFlags::empty())?;
        if event[..len]
            .split(|byte| *byte == 0)
            .any(|word| word == b"HOTPLUG=1")
        {
            return Ok(());
        }
    }
}

/// Shows a new picture in the output's mode. The old one stays until then, and the kernel forgets it with us.
fn show(card: &Card, output: &Output) -> Result<(), String> {
    let picture = Picture::new(output.size(), 1);
    let problem = |error| format!("no dumb buffer: {error}");
    let format = drm::buffer::DrmFourcc::Xrgb8888;
    let mut buffer = card
        .create_dumb_buffer(output.size(), format, 32)
        .map_err(problem)?;
    let pitch = drm::buffer::Buffer::pitch(&buffer) as usize;
    let mut map = card.map_dumb_buffer(&mut buffer).map_err(problem)?;
    let rows = picture.pixels.chunks_exact(output.size().0 as usize);
    for (row, bytes) in rows.zip(map.chunks_exact_mut(pitch)) {
        for (pixel, bytes) in row.iter().zip(bytes.chunks_exact_mut(4)) {
            bytes.copy_from_slice(&pixel.to_le_bytes());
        }
    }
    drop(map);
    card.show(output, &buffer)?;
    println!("kmsshow: follows {}", picture.describe());
    Ok(())
}
