//! Measures what a VNC server costs: ours, and QEMU's own, for the same frames, the same client and the same encodings.

#[path = "benchvnc/scenes.rs"]
mod scenes;
#[path = "benchvnc/subject.rs"]
mod subject;

use std::{fs, path::PathBuf, process::ExitCode, time::Duration};

use clap::Parser;
use serde_json::json;
use vhost_wgpu_tests::{
    frontend::{Result, Target},
    vnc::encoding,
};

use scenes::Scene;
use subject::{Kind, Sample, Subject};

/// Measures the CPU time of VNC servers, for each frame that a client sees of a screen of 1920×1080.
#[derive(Parser)]
struct Options {
    /// Our daemon.
    #[arg(long)]
    backend: PathBuf,
    /// QEMU.
    #[arg(long)]
    qemu: PathBuf,
    /// Rounds; every server runs in each.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long each server runs in each round of each row.
    #[arg(long, default_value_t = 3.0)]
    seconds: f32,
    /// The compression level that the client asks for, 0 to 9; that of TigerVNC and noVNC unless they are told another.
    #[arg(long, default_value_t = 2)]
    level: u8,
    /// Run only rows whose name contains this.
    #[arg(long)]
    filter: Option<String>,
    /// Write the numbers to this file as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
}

const ENCODINGS: [(&str, i32); 4] = [
    ("Raw", encoding::RAW),
    ("Hextile", encoding::HEXTILE),
    ("ZRLE", encoding::ZRLE),
    ("Tight", encoding::TIGHT),
];

/// One line of the table: of each server, a sample from each round.
struct Line {
    name: String,
    samples: Vec<Vec<Sample>>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("benchvnc: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let target = Target::probe(&options.backend)?;
    let mut lines = Vec::new();
    println!("{HEADER}");
    for scene in Scene::ALL {
        let name = |encoding: &str| format!("{}, {encoding}", scene.name());
        let wanted = |encoding: &str| {
            options
                .filter
                .as_ref()
                .is_none_or(|part| name(encoding).contains(part))
        };
        let encodings: Vec<_> = ENCODINGS.iter().filter(|(name, _)| wanted(name)).collect();
        if encodings.is_empty() {
            continue;
        }
        let subjects = Kind::ALL.map(|kind| Subject::start(kind, scene, &target, &options.qemu));
        let mut subjects = subjects.into_iter().collect::<Result<Vec<_>>>()?;
        for (encoding, number) in encodings {
            let samples =
                measure(&mut subjects, *number, options).map_err(|error| error.context(&name(encoding)))?;
            let line = Line {
                name: name(encoding),
                samples,
            };
            println!("{}", describe(&line));
            lines.push(line);
        }
    }
    println!("\n{DETAIL_HEADER}");
    lines.iter().for_each(|line| println!("{}", details(line)));
    match &options.json {
        Some(path) => Ok(fs::write(path, serde_json::to_string_pretty(&as_json(&lines))?)?),
        None => Ok(()),
    }
}

/// Every server has its turn in each round; which one begins changes.
fn measure(subjects: &mut [Subject], encoding: i32, options: &Options) -> Result<Vec<Vec<Sample>>> {
    let time = Duration::from_secs_f32(options.seconds);
    let count = subjects.len();
    let mut samples: Vec<Vec<Sample>> = (0..count).map(|_| Vec::new()).collect();
    for round in 0..options.rounds {
        for turn in 0..count {
            let index = (round + turn) % count;
            let sample = subjects[index]
                .measure(encoding, options.level, time)
                .map_err(|error| error.context(Kind::ALL[index].name()))?;
            samples[index].push(sample);
        }
    }
    Ok(samples)
}

impl Sample {
    /// Microseconds of CPU time a frame, of all processes.
    fn micros(&self) -> f64 {
        self.cpu.iter().map(Duration::as_secs_f64).sum::<f64>() * 1e6 / f64::from(self.frames)
    }

    /// The same of one of them.
    fn micros_of(&self, process: usize) -> f64 {
        let cpu = self.cpu.get(process).copied().unwrap_or_default();
        cpu.as_secs_f64() * 1e6 / f64::from(self.frames)
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The median over rounds of how many times as much another server costs as ours.
fn ratio(line: &Line, other: usize, cost: impl Fn(&Sample) -> f64) -> f64 {
    let pairs = line.samples[0].iter().zip(&line.samples[other]);
    median(pairs.map(|(ours, other)| cost(other) / ours.micros()))
}

const HEADER: &str = "\
| µs of CPU time a frame | ours | QEMU | ratio | ours under QEMU | QEMU beside it | frames/s | KiB a frame |
|---|---:|---:|---:|---:|---:|---:|---:|";

fn describe(line: &Line) -> String {
    let [ours, qemu, both] = &line.samples[..] else {
        return line.name.clone();
    };
    let of = |samples: &[Sample], process| median(samples.iter().map(|sample| sample.micros_of(process)));
    let rate = |samples: &[Sample]| {
        median(
            samples
                .iter()
                .map(|sample| f64::from(sample.frames) / sample.time.as_secs_f64()),
        )
    };
    let kib = |samples: &[Sample]| {
        median(
            samples
                .iter()
                .map(|sample| sample.bytes as f64 / 1024.0 / f64::from(sample.frames)),
        )
    };
    format!(
        "| {} | {:.0} | {:.0} | {:.2} | {:.0} | {:.0} | {:.0}, {:.0}, {:.0} | {:.0}, {:.0} |",
        line.name,
        of(ours, 0),
        of(qemu, 0),
        ratio(line, 1, Sample::micros),
        of(both, 0),
        of(both, 1),
        rate(ours),
        rate(qemu),
        rate(both),
        kib(ours),
        kib(qemu),
    )
}

const DETAIL_HEADER: &str = "\
| µs a frame | CPU of VNC threads, ours | QEMU | from shown to seen, ours | QEMU |
|---|---:|---:|---:|---:|";

fn details(line: &Line) -> String {
    let of = |server: usize, value: fn(&Sample) -> f64| median(line.samples[server].iter().map(value));
    let delay = |sample: &Sample| median(sample.delays.iter().map(|delay| delay.as_secs_f64() * 1e6));
    let cpu = |sample: &Sample| sample.vnc_cpu.as_secs_f64() * 1e6 / f64::from(sample.frames);
    format!(
        "| {} | {:.0} | {:.0} | {:.0} | {:.0} |",
        line.name,
        of(0, cpu),
        of(1, cpu),
        of(0, delay),
        of(1, delay)
    )
}

fn as_json(lines: &[Line]) -> serde_json::Value {
    let sample = |sample: &Sample| {
        json!({"frames": sample.frames, "seconds": sample.time.as_secs_f64(), "bytes": sample.bytes,
               "cpu_us_a_frame": (0..sample.cpu.len()).map(|process| sample.micros_of(process)).collect::<Vec<_>>()})
    };
    let line = |line: &Line| {
        let servers: serde_json::Map<_, _> = Kind::ALL
            .iter()
            .zip(&line.samples)
            .map(|(kind, samples)| (kind.name().to_owned(), samples.iter().map(sample).collect()))
            .collect();
        json!({"row": line.name, "samples": servers, "ratio": ratio(line, 1, Sample::micros)})
    };
    json!({"rows": lines.iter().map(line).collect::<Vec<_>>()})
}
