//! Configuration space (virtio 1.3 §5.7.4) as front ends really read and write it.

use super::{Case, Env};
use crate::{ensure, ensure_eq, frontend::Result, skip};

pub(super) const CASES: &[Case] = &[
    Case::all("config::reads_of_any_part_agree", parts_agree),
    Case::all("config::fields_are_sane", fields),
    Case::all("config::events_clear_is_accepted", events_clear),
    Case::all("config::odd_writes_are_accepted", odd_writes),
    Case::all("config::reads_beyond_the_end_are_survived", beyond),
    Case::all("config::scanout_count_follows_the_command_line", scanout_count),
];

fn parts_agree(env: &Env) -> Result<()> {
    let m = env.start()?;
    let whole = m.get_config(0, 16, 0)?;
    for flags in [0, 1] {
        for (offset, size) in [
            (0, 4),
            (4, 4),
            (8, 4),
            (12, 4),
            (8, 8),
            (0, 1),
            (15, 1),
            (9, 3),
            (0, 16),
        ] {
            let part = m.get_config(offset, size, flags)?;
            let (start, end) = (offset as usize, (offset + size) as usize);
            ensure_eq!(
                part[..],
                whole[start..end],
                "{size} bytes at offset {offset}, flags {flags}"
            );
        }
    }
    m.finish()
}

fn fields(env: &Env) -> Result<()> {
    let m = env.start()?;
    let config = m.get_config(0, 16, 0)?;
    let field = |at: usize| u32::from_le_bytes([config[at], config[at + 1], config[at + 2], config[at + 3]]);
    ensure!((1..=16).contains(&field(8)), "num_scanouts is {}", field(8));
    // It says what the device has; the driver may read it before it accepts anything.
    ensure!(field(12) <= 8, "num_capsets is {}", field(12));
    ensure_eq!(field(0) & !1, 0, "undefined events");
    m.finish()
}

fn events_clear(env: &Env) -> Result<()> {
    let m = env.start()?;
    m.set_config(4, &1u32.to_le_bytes(), 0)?;
    m.set_config(0, &[0xff; 16], 0)?;
    let events = m.get_config(0, 4, 0)?;
    ensure_eq!(events[..], [0; 4], "events_read after everything was cleared");
    // Only events_clear is writable.
    let scanouts = m.get_config(8, 4, 0)?;
    ensure!(scanouts != [0xff; 4], "num_scanouts was overwritten");
    m.finish()
}

fn odd_writes(env: &Env) -> Result<()> {
    let m = env.start()?;
    let before = m.get_config(8, 8, 0)?;
    for (offset, size) in [(4, 4), (4, 1), (5, 2), (0, 1), (12, 4), (8, 8), (15, 1)] {
        m.set_config(offset, &vec![0xff; size], 0)?;
    }
    ensure_eq!(m.get_config(8, 8, 0)?, before, "the read-only half");
    m.finish()
}

fn beyond(env: &Env) -> Result<()> {
    let m = env.start()?;
    // What comes back beyond the end is not fixed; that exactly `size` bytes come, or an empty refusal, is.
    for (offset, size) in [(16, 4), (12, 8), (0, 24), (0, 256), (252, 4)] {
        let mut body: Vec<u8> = [offset, size, 0u32]
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        body.resize(12 + size as usize, 0);
        let reply = m.link.ask(crate::frontend::link::request::GET_CONFIG, &body)?;
        let length = reply.body.len();
        ensure!(
            length == body.len() || length <= 12,
            "{length} bytes for {size} at offset {offset}"
        );
    }
    m.finish()
}

fn scanout_count(env: &Env) -> Result<()> {
    if !env.target.has_option("--scanouts") {
        skip!("the back end has no --scanouts");
    }
    for count in [1, 3, 16] {
        let m = env.start_with_displays(count)?;
        let config = m.get_config(8, 4, 0)?;
        ensure_eq!(u32::from(config[0]), count as u32, "num_scanouts");
        m.finish()?;
    }
    Ok(())
}
