//! Measures 2D work on two back ends in turn: paired rounds, the median of ratios, nothing absolute to compare with.

#[path = "bench2d/rows.rs"]
mod rows;

use std::{fs, path::PathBuf, process::ExitCode};

use clap::Parser;
use serde_json::json;
use vhost_wgpu_tests::frontend::{Result, Target};

use rows::{ROWS, Row};

/// Measures 2D work on back end A and on back end B, round by round.
#[derive(Parser)]
struct Options {
    /// The back end to judge, A.
    #[arg(long)]
    backend: PathBuf,
    /// The back end to compare with, B; without it A is measured alone.
    #[arg(long)]
    peer: Option<PathBuf>,
    /// Rounds; both back ends run in each.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// Run only rows whose name contains this.
    #[arg(long)]
    filter: Option<String>,
    /// Write the numbers to this file as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// What was measured of one row on one back end.
#[derive(Default)]
struct Samples {
    /// Microseconds for each unit of work, one a round.
    micros: Vec<f64>,
    /// Bytes that the back end says it copied for each unit.
    copied: Option<f64>,
}

/// One finished line of the table.
struct Line {
    name: &'static str,
    unit: &'static str,
    a: Samples,
    b: Option<Samples>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("bench2d: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let a = Target::probe(&options.backend)?;
    let b = options.peer.as_deref().map(Target::probe).transpose()?;
    let mut lines = Vec::new();
    for row in ROWS
        .iter()
        .filter(|row| options.filter.as_ref().is_none_or(|part| row.name.contains(part)))
    {
        let line = measure(row, &a, b.as_ref(), options.rounds)?;
        println!("{}", describe(&line));
        lines.push(line);
    }
    if let Some(mean) = geometric_mean(&lines) {
        println!("geometric mean of the ratios B/A: {mean:.2} (above 1, A is the faster)");
    }
    match &options.json {
        Some(path) => Ok(fs::write(path, serde_json::to_string_pretty(&as_json(&lines))?)?),
        None => Ok(()),
    }
}

/// Runs a row in pairs. Which back end begins changes from round to round, so that neither always runs first.
fn measure(row: &Row, a: &Target, b: Option<&Target>, rounds: usize) -> Result<Line> {
    let mut line = Line {
        name: row.name,
        unit: row.unit,
        a: Samples::default(),
        b: b.map(|_| Samples::default()),
    };
    let mut bench_a = (row.prepare)(a)?;
    let mut bench_b = b.map(row.prepare).transpose()?;
    // The first round warms caches and is thrown away.
    for round in 0..=rounds {
        let mut time_a = 0.0;
        if round % 2 == 0 {
            time_a = bench_a.round()?;
        }
        if let (Some(bench), Some(samples)) = (&mut bench_b, &mut line.b) {
            let time = bench.round()?;
            if round > 0 {
                samples.micros.push(time);
            }
        }
        if round % 2 == 1 {
            time_a = bench_a.round()?;
        }
        if round > 0 {
            line.a.micros.push(time_a);
        }
    }
    line.a.copied = bench_a.copied_per_unit()?;
    Ok(line)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn minimum(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The median of the ratios of pairs.
fn ratio(line: &Line) -> Option<f64> {
    let b = line.b.as_ref()?;
    let ratios: Vec<f64> = line.a.micros.iter().zip(&b.micros).map(|(a, b)| b / a).collect();
    Some(median(&ratios))
}

fn geometric_mean(lines: &[Line]) -> Option<f64> {
    let ratios: Vec<f64> = lines.iter().filter_map(ratio).collect();
    let sum: f64 = ratios.iter().map(|ratio| ratio.ln()).sum();
    (!ratios.is_empty()).then(|| (sum / ratios.len() as f64).exp())
}

fn describe(line: &Line) -> String {
    let side = |samples: &Samples| {
        format!(
            "{:>10.1} (min {:>9.1})",
            median(&samples.micros),
            minimum(&samples.micros)
        )
    };
    let mut text = format!("{:<28} µs/{:<8} A {}", line.name, line.unit, side(&line.a));
    if let (Some(b), Some(ratio)) = (&line.b, ratio(line)) {
        text.push_str(&format!("  B {}  B/A {ratio:.2}", side(b)));
    }
    if let Some(copied) = line.a.copied {
        text.push_str(&format!("  A copied {copied:.0} bytes/{}", line.unit));
    }
    text
}

fn as_json(lines: &[Line]) -> serde_json::Value {
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            let side = |samples: &Samples| {
                json!({"median_us": median(&samples.micros), "min_us": minimum(&samples.micros),
                       "samples_us": samples.micros})
            };
            json!({"row": line.name, "unit": line.unit, "a": side(&line.a), "b": line.b.as_ref().map(side),
                   "ratio_b_over_a": ratio(line), "a_bytes_copied_per_unit": line.a.copied})
        })
        .collect();
    json!({"rows": rows, "geometric_mean_b_over_a": geometric_mean(lines)})
}
