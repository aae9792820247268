//! `cargo xtask bench 3d`: the same client on several servers in turn.
//!
//! Only ratios within a run mean something. Within each round every server has its turn, and the one that begins
//! changes, so that what else the machine does falls on all of them.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::cpu::Meter;
use super::glwalk;
use super::mesa::{Mesa, Which};
use super::server::{Program, Server};
use super::stage::Stage;
use crate::deps::{self, Purpose};
use crate::{paths, process};

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The servers, as `--server` of the other tasks names them; the ratio is the first one's to the second one's.
    #[arg(long, value_delimiter = ',', default_value = "ours,peer,none")]
    servers: Vec<String>,
    /// The Mesa of clients and servers.
    #[arg(long, value_enum, default_value_t = Which::System)]
    mesa: Which,
    /// How many rounds.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long each scene runs in each round.
    #[arg(long, default_value_t = 1.0)]
    seconds: f32,
    /// Run glmark2's scenes with OpenGL ES.
    #[arg(long)]
    es2: bool,
    /// Measure piglit's `drawoverhead` instead: what a draw costs after each kind of change, half a second a row.
    #[arg(long)]
    drawoverhead: bool,
    /// Only the rows whose name contains one of these words.
    #[arg(long, value_delimiter = ',')]
    scenes: Vec<String>,
    /// Write the numbers to this file as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// glmark2's default scenes, as its `--benchmark` takes them.
const SCENES: &[&str] = &[
    "build:use-vbo=false",
    "build:use-vbo=true",
    "texture:texture-filter=nearest",
    "texture:texture-filter=linear",
    "texture:texture-filter=mipmap",
    "shading:shading=gouraud",
    "shading:shading=blinn-phong-inf",
    "shading:shading=phong",
    "shading:shading=cel",
    "bump:bump-render=high-poly",
    "bump:bump-render=normals",
    "bump:bump-render=height",
    "effect2d:kernel=0,1,0;1,-4,1;0,1,0;",
    "effect2d:kernel=1,1,1,1,1;1,1,1,1,1;1,1,1,1,1;",
    "pulsar:light=false:quads=5:texture=false",
    "desktop:blur-radius=5:effect=blur:passes=1:separable=true:windows=4",
    "desktop:effect=shadow:windows=4",
    "buffer:columns=200:interleave=false:update-dispersion=0.9:update-fraction=0.5:update-method=map",
    "buffer:columns=200:interleave=false:update-dispersion=0.9:update-fraction=0.5:update-method=subdata",
    "buffer:columns=200:interleave=true:update-dispersion=0.9:update-fraction=0.5:update-method=map",
    "ideas:speed=duration",
    "jellyfish",
    "terrain",
    "shadow",
    "refract",
    "conditionals:fragment-steps=0:vertex-steps=0",
    "conditionals:fragment-steps=5:vertex-steps=0",
    "conditionals:fragment-steps=0:vertex-steps=5",
    "function:fragment-complexity=low:fragment-steps=5",
    "function:fragment-complexity=medium:fragment-steps=5",
    "loop:fragment-loop=false:fragment-steps=5:vertex-steps=5",
    "loop:fragment-steps=5:fragment-uniform=false:vertex-steps=5",
    "loop:fragment-steps=5:fragment-uniform=true:vertex-steps=5",
];
/// The rows of `glwalk`, by the option that prints them.
const WALKS: &[(&str, &str)] = &[
    ("draw costs", "--bench"),
    ("first frame of a new program", "--first-frame"),
    (
        "transfers of 1920×1080 pixels, upload and readback",
        "--transfers",
    ),
];
/// A scene needs a while to load and compile before it runs.
const LOADING_LIMIT: Duration = Duration::from_secs(60);
const WALK_LIMIT: Duration = Duration::from_secs(120);

/// Piglit's program that draws without end, and its rows.
const OVERHEAD: &str = "/usr/lib/x86_64-linux-gnu/piglit/bin/drawoverhead";
const OVERHEAD_LIMIT: Duration = Duration::from_secs(300);

/// Which way is better.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Frames a second.
    Rate,
    /// Thousands of draws a second.
    Draws,
    /// Milliseconds of CPU time a frame, of client and server.
    Cpu,
    /// Nanoseconds.
    Time,
}

/// A row of the table: the samples of each server, in the order of the servers.
struct Row {
    name: String,
    unit: Unit,
    samples: Vec<Vec<f64>>,
}

impl Row {
    fn medians(&self) -> Vec<f64> {
        self.samples.iter().map(|samples| median(samples)).collect()
    }

    /// The median over rounds of how many times as fast the first server is as the second.
    fn ratio(&self) -> Option<f64> {
        let [first, second, ..] = &self.samples[..] else {
            return None;
        };
        let ratios: Vec<f64> = first
            .iter()
            .zip(second)
            .map(|(one, two)| match self.unit {
                Unit::Rate | Unit::Draws => one / two,
                Unit::Time | Unit::Cpu => two / one,
            })
            .collect();
        (!ratios.is_empty()).then(|| median(&ratios))
    }
}

/// Measures, prints the tables, and writes them.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    ensure!(arguments.rounds > 0, "--rounds 0 measures nothing");
    deps::ensure(&[Purpose::Clients])?;
    if arguments.drawoverhead {
        deps::ensure(&[Purpose::Piglit])?;
    }
    glwalk::build()?;
    let programs = arguments.servers.iter().map(|name| Program::choose(name));
    let programs = programs.collect::<Result<Vec<_>>>()?;
    let results = paths::results("bench3d")?;
    let stage = Stage::open(Mesa::get(arguments.mesa)?, &results)?;
    let servers = programs
        .iter()
        .map(|program| Server::start(&stage, program, "bench"));
    let servers = servers.collect::<Result<Vec<_>>>()?;
    let wanted = |name: &str| {
        arguments.scenes.is_empty() || arguments.scenes.iter().any(|word| name.contains(word.as_str()))
    };
    let mut rows = Vec::new();
    if arguments.drawoverhead {
        rows = overhead_rows(&stage, &servers, arguments.rounds)?;
        rows.retain(|row| wanted(&row.name));
        rows.iter().for_each(|row| println!("{}", line(row)));
    }
    let usual = |name: &str| !arguments.drawoverhead && wanted(name);
    for scene in SCENES.iter().filter(|scene| usual(scene)) {
        let new = scene_rows(&stage, &servers, scene, arguments)?;
        new.iter().for_each(|row| println!("{}", line(row)));
        rows.extend(new);
    }
    for (_, option) in WALKS.iter().filter(|(name, _)| usual(name)) {
        let new = walk_rows(&stage, &servers, option, arguments.rounds)?;
        new.iter().for_each(|row| println!("{}", line(row)));
        rows.extend(new);
    }
    ensure!(!rows.is_empty(), "no row has such a name");
    let names: Vec<&str> = programs.iter().map(Program::name).collect();
    let text = markdown(&names, &rows)?;
    fs::write(results.join("summary.md"), &text)?;
    println!("\n{text}");
    if let Some(file) = &arguments.json {
        let text = format!("{:#}\n", as_json(&names, &rows));
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    // What a server counts against itself makes its figures worthless.
    servers.into_iter().try_for_each(|server| server.end().map(drop))
}

/// Calls `measure` for each server in each round; the order changes with the round.
fn rounds(
    servers: &[Server],
    count: usize,
    mut measure: impl FnMut(usize, &Server) -> Result<()>,
) -> Result<()> {
    for round in 0..count {
        for turn in 0..servers.len() {
            let index = (round + turn) % servers.len();
            measure(index, &servers[index])?;
            ensure!(!process::interrupted(), "interrupted");
        }
    }
    Ok(())
}

/// How fast a scene runs, and the CPU time that it takes.
fn scene_rows(stage: &Stage, servers: &[Server], scene: &str, arguments: &Arguments) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let seconds = Duration::from_secs_f32(arguments.seconds);
    let benchmark = format!("{scene}:duration={}", arguments.seconds);
    let program = if arguments.es2 { "glmark2-es2" } else { "glmark2" };
    rounds(servers, arguments.rounds, |index, server| {
        let mut command = stage.client(server, program)?;
        command.args(["--off-screen", "--size", "800x600", "--benchmark", &benchmark]);
        let mut meter = Meter::default();
        let ended = stage.watch(program, &mut command, seconds + LOADING_LIMIT, |client| {
            let processes: Vec<u32> = server.process().into_iter().chain([client]).collect();
            meter.note(&processes);
        })?;
        let text = ended.success(&format!("{scene} on {}", server.program().name()))?;
        let rate = frame_rate(text)
            .with_context(|| format!("{scene} on {} has not run", server.program().name()))?;
        add_sample(
            &mut rows,
            servers.len(),
            index,
            (scene.to_owned(), Unit::Rate),
            rate,
        );
        // Without its beginning, before which the scene loads, and its end.
        if let Some(load) = meter.load(seconds.mul_f32(0.9), seconds.mul_f32(0.1)) {
            let milliseconds = 1000.0 * load / rate;
            add_sample(
                &mut rows,
                servers.len(),
                index,
                (scene.to_owned(), Unit::Cpu),
                milliseconds,
            );
        }
        Ok(())
    })?;
    Ok(rows)
}

/// glmark2 prints whole frames a second, and milliseconds a frame with three digits, which say more of slow scenes.
fn frame_rate(text: &str) -> Option<f64> {
    let (_, rest) = text.split_once("FrameTime: ")?;
    let milliseconds: f64 = rest.split(' ').next()?.parse().ok()?;
    (milliseconds > 0.0).then(|| 1000.0 / milliseconds)
}

/// The rows of `drawoverhead` that a context without a profile has.
fn overhead_rows(stage: &Stage, servers: &[Server], count: usize) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    rounds(servers, count, |index, server| {
        let mut command = stage.client(server, OVERHEAD)?;
        command.args(["-compat", "-nocolor"]);
        let ended = stage.run("drawoverhead", &mut command, OVERHEAD_LIMIT)?;
        let text = ended.success(&format!("drawoverhead on {}", server.program().name()))?;
        for (name, rate) in text.lines().filter_map(overhead) {
            add_sample(&mut rows, servers.len(), index, (name, Unit::Draws), rate);
        }
        Ok(())
    })?;
    Ok(rows)
}

/// A row's name and its thousands of draws a second: `number, name, rate, percentage`.
fn overhead(line: &str) -> Option<(String, f64)> {
    let mut parts = line.split(',').map(str::trim);
    let _number: u32 = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let rate = parts.next()?.parse().ok()?;
    Some((name.split_whitespace().collect::<Vec<_>>().join(" "), rate))
}

/// Adds a server's sample to the row of that name.
fn add_sample(rows: &mut Vec<Row>, servers: usize, server: usize, (name, unit): (String, Unit), sample: f64) {
    let known = rows.iter().position(|row| row.name == name && row.unit == unit);
    let at = known.unwrap_or_else(|| {
        rows.push(Row {
            name,
            unit,
            samples: vec![Vec::new(); servers],
        });
        rows.len() - 1
    });
    rows[at].samples[server].push(sample);
}

fn walk_rows(stage: &Stage, servers: &[Server], option: &str, count: usize) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    rounds(servers, count, |index, server| {
        for (name, nanoseconds) in glwalk::times(stage, server, option, WALK_LIMIT)? {
            add_sample(&mut rows, servers.len(), index, (name, Unit::Time), nanoseconds);
        }
        Ok(())
    })?;
    Ok(rows)
}

fn line(row: &Row) -> String {
    let medians: Vec<String> = row
        .medians()
        .iter()
        .map(|value| format!("{value:>12.1}"))
        .collect();
    let ratio = row
        .ratio()
        .map_or(String::new(), |ratio| format!("  ratio {ratio:.2}"));
    format!("{:<100} {}{ratio}", row.name, medians.concat())
}

fn markdown(names: &[&str], rows: &[Row]) -> Result<String> {
    let mut text = String::new();
    for (unit, title) in [
        (Unit::Rate, "glmark2, 800×600 off-screen, frames a second"),
        (Unit::Cpu, "glmark2, ms of CPU time a frame, client and server"),
        (Unit::Draws, "drawoverhead, thousands of draws a second"),
        (Unit::Time, "a draw, a first frame, a transfer, µs"),
    ] {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.unit == unit).collect();
        if rows.is_empty() {
            continue;
        }
        writeln!(text, "| {title} | {} | ratio |", names.join(" | "))?;
        writeln!(text, "|---|{}---:|", "---:|".repeat(names.len()))?;
        for row in &rows {
            let scale = if unit == Unit::Time { 1e-3 } else { 1.0 };
            let medians: Vec<String> = row.medians().iter().map(|value| digits(value * scale)).collect();
            let ratio = row.ratio().map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
            writeln!(text, "| {} | {} | {ratio} |", row.name, medians.join(" | "))?;
        }
        let ratios: Vec<f64> = rows.iter().filter_map(|row| row.ratio()).collect();
        if let Some((mean, least)) = mean_and_least(&ratios) {
            let empty = " |".repeat(names.len());
            writeln!(text, "| geometric mean |{empty} **{mean:.2}** |")?;
            writeln!(text, "| least |{empty} {least:.2} |\n")?;
        }
    }
    Ok(text)
}

/// Three digits, as far as they mean something.
fn digits(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

fn as_json(names: &[&str], rows: &[Row]) -> Value {
    let row = |row: &Row| {
        let samples: serde_json::Map<String, Value> = names
            .iter()
            .zip(&row.samples)
            .map(|(name, samples)| ((*name).to_owned(), json!(samples)))
            .collect();
        json!({
            "name": row.name,
            "unit": match row.unit {
                Unit::Rate => "frames/s",
                Unit::Draws => "1000 draws/s",
                Unit::Cpu => "CPU ms/frame",
                Unit::Time => "ns",
            },
            "samples": samples,
            "ratio": row.ratio(),
        })
    };
    json!({ "servers": names, "rows": rows.iter().map(row).collect::<Vec<_>>() })
}

fn mean_and_least(ratios: &[f64]) -> Option<(f64, f64)> {
    let sum: f64 = ratios.iter().map(|ratio| ratio.ln()).sum();
    let least = ratios.iter().copied().min_by(f64::total_cmp)?;
    Some(((sum / ratios.len() as f64).exp(), least))
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => sorted[middle],
        _ => (sorted[middle - 1] + sorted[middle]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_above_one_means_that_the_first_is_faster() {
        let mut row = Row {
            name: String::new(),
            unit: Unit::Rate,
            samples: vec![vec![200.0, 100.0], vec![100.0, 100.0]],
        };
        assert_eq!(row.ratio(), Some(1.5));
        row.unit = Unit::Time;
        assert_eq!(row.ratio(), Some(0.75));
    }

    #[test]
    fn the_frame_rate_comes_from_the_frame_time() {
        let text = "[build] use-vbo=false: FPS: 340 FrameTime: 2.500 ms\n";
        assert_eq!(frame_rate(text), Some(400.0));
        assert_eq!(frame_rate("[build] Unsupported\n"), None);
    }

    #[test]
    fn rows_of_drawoverhead_are_told_from_its_other_lines() {
        let row = "   8, DrawElements ( 1 VBO| 0 UBO|  0    ) w/ no state change,      2918, 100.0%";
        let name = "DrawElements ( 1 VBO| 0 UBO| 0 ) w/ no state change";
        assert_eq!(overhead(row), Some((name.to_owned(), 2918.0)));
        assert_eq!(
            overhead("   #, Test name, Thousands draws/s, Difference vs the 1st"),
            None
        );
        assert_eq!(overhead("Using Compatibility profile."), None);
    }
}
