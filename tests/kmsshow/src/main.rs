//! A program for guests that speaks to the kernel's driver of a virtio GPU by itself, without a library of graphics.
//!
//! `kmsshow blobs` makes blob resources of every kind that the driver has, writes to them and shows each on a screen of
//! its own. `kmsshow follow` shows a picture in the mode that the screen prefers, whenever that changes. What is shown
//! is told by its size and a sum of its pixels, which another can compare with what it sees.

mod blobs;
mod card;
mod follow;
mod picture;
mod virtgpu;

use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match std::env::args().nth(1).as_deref() {
        Some("blobs") => blobs::run(),
        Some("follow") => follow::run(),
        _ => Err("say `blobs` or `follow`".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kmsshow: {error}");
            ExitCode::FAILURE
        }
    }
}
