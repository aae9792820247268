//! Measures what memory a machine costs that does nothing: a worker of a service, with nobody attached, with a guest that
//! has asked for nothing yet, and with one that has drawn a frame and sits still.

use std::{fs, path::PathBuf, process::ExitCode, thread, time::Duration};

use clap::Parser;
use vhost_wgpu_tests::{
    fail,
    frontend::{
        Result, Target,
        painter::{Kind, Painter},
        service::Service,
    },
};

/// Measures the memory of idle machines of a service.
#[derive(Parser)]
struct Options {
    /// The back end; it must have `serve`.
    #[arg(long)]
    backend: PathBuf,
    /// How many machines there are at once, each number a row of its own.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8])]
    machines: Vec<usize>,
}

/// The daemon's modes, and how guests draw in each.
const MODES: &[(&str, Kind)] = &[("2d", Kind::TwoD), ("auto", Kind::ThreeD), ("3d", Kind::ThreeD)];
/// Time for threads to come to rest.
const SETTLE: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("benchidle: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let target = Target::probe(&options.backend)?;
    println!("| machines | state | RSS | PSS | private |\n|---|---|---:|---:|---:|");
    for &count in &options.machines {
        for (mode, kind) in MODES {
            measure(&target, count, mode, *kind)?;
        }
    }
    Ok(())
}

fn measure(target: &Target, count: usize, mode: &str, kind: Kind) -> Result<()> {
    let names: Vec<String> = (0..count).map(|number| format!("vm{number}")).collect();
    let tables = names.iter().map(|name| format!("[vm.{name}]\n"));
    let defaults = format!("[defaults]\ngpu-mode = \"{mode}\"\n");
    let service = Service::start(target, &(defaults + &tables.collect::<String>()))?;
    let state = |what: &str| row(&service, &names, &format!("{mode}, {what}"));
    state("nobody attached")?;
    let mut painters = names
        .iter()
        .map(|name| Painter::attach_idle(&service, name, kind, 1))
        .collect::<Result<Vec<_>>>()?;
    state("attached")?;
    for painter in &mut painters {
        painter.prepare()?;
        painter.draw()?;
    }
    state("one frame drawn")?;
    painters.into_iter().try_for_each(Painter::finish)?;
    service.end()
}

/// The mean of all workers, in MiB.
fn row(service: &Service, names: &[String], state: &str) -> Result<()> {
    let pids = names
        .iter()
        .map(|name| service.worker(name))
        .collect::<Result<Vec<_>>>()?;
    thread::sleep(SETTLE);
    let mut sums = [0; 3];
    for pid in pids {
        let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
        let private = kib(&text, "Private_Clean:")? + kib(&text, "Private_Dirty:")?;
        let found = [kib(&text, "Rss:")?, kib(&text, "Pss:")?, private];
        sums = [0, 1, 2].map(|index| sums[index] + found[index]);
    }
    let [rss, pss, private] = sums.map(|kib| kib as f64 / 1024.0 / names.len() as f64);
    println!(
        "| {} | {state} | {rss:.1} | {pss:.1} | {private:.1} |",
        names.len()
    );
    Ok(())
}

fn kib(text: &str, field: &str) -> Result<u64> {
    let value = text.lines().find_map(|line| {
        let value = line.strip_prefix(field)?;
        value.trim().strip_suffix(" kB")?.trim().parse().ok()
    });
    match value {
        Some(value) => Ok(value),
        None => fail!("no {field} of a process"),
    }
}
