//! Turns a daemon's log into a seed of the target `requests_2d`.
//!
//! `RUST_LOG=device=trace vhost-wgpu … 2> LOG`, then
//! `cargo run -p vhost-wgpu-fuzz --example session_from_log < LOG > fuzz/seeds/requests_2d/NAME`.

use std::{
    error::Error,
    io::{self, BufRead, Write},
};

use device::Queue;
use vhost_wgpu_fuzz::session::{self, Step};

/// 64 MiB of host memory and one scanout: `requests_2d` says what the byte means.
const SETUP: u8 = 3;
/// Longer inputs are not mutated well.
const BYTES_MAX: usize = 8192;

fn main() -> Result<(), Box<dyn Error>> {
    let mut bytes = vec![SETUP];
    for line in io::stdin().lock().lines() {
        let Some(step) = step(&line?)? else { continue };
        let mut record = Vec::new();
        session::record(&step, &mut record);
        if bytes.len() + record.len() > BYTES_MAX {
            break;
        }
        bytes.extend(record);
    }
    io::stdout().write_all(&bytes)?;
    Ok(())
}

/// The request in a line such as `… Control request [00, 01, …]`, if there is one.
fn step(line: &str) -> Result<Option<Step>, Box<dyn Error>> {
    let Some((before, list)) = line.split_once(" request [") else {
        return Ok(None);
    };
    let queue = if before.ends_with("Cursor") {
        Queue::Cursor
    } else {
        Queue::Control
    };
    let list = list.trim_end().trim_end_matches(']');
    let bytes = list
        .split(", ")
        .map(|byte| u8::from_str_radix(byte, 16))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Some(Step::Request { queue, bytes }))
}
