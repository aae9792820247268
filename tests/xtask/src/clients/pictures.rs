//! `cargo xtask pictures`: still pictures by llvmpipe itself and by a server, compared.
//!
//! The scenes are those of `glwalk`. Under `target/pictures` lie all pictures, those of differences, a table
//! `summary.md` and a page `index.html`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::Choice;
use super::expected::Expected;
use super::glwalk::{self, Outcome};
use super::server::{Program, Server};
use super::similarity::{self, Similarity};
use crate::guest::picture::Picture;
use crate::paths;

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    choice: Choice,
    /// Only the scenes whose name contains this.
    #[arg(long, value_name = "WORD", default_value = "")]
    filter: String,
}

impl Arguments {
    /// Every picture, by our server.
    pub(crate) fn ours() -> Self {
        Self {
            choice: Choice::ours(),
            filter: String::new(),
        }
    }
}

/// Two pictures that are less alike are a failure. Rounding in another order stays far above it.
const SSIM_MIN: f64 = 0.99;

/// How a scene came out.
struct Line {
    name: String,
    result: Compared,
}

enum Compared {
    With(Similarity),
    Skipped(String),
    Failed(String),
}

impl Line {
    fn verdict(&self) -> &'static str {
        match &self.result {
            Compared::With(found) if found.ssim >= SSIM_MIN => "pass",
            Compared::Skipped(_) => "skip",
            Compared::With(_) | Compared::Failed(_) => "fail",
        }
    }

    /// What failed comes first, then the least alike.
    fn order(&self) -> f64 {
        match &self.result {
            Compared::Failed(_) => -2.0,
            Compared::With(found) => found.ssim,
            Compared::Skipped(_) => 2.0,
        }
    }

    fn markdown(&self) -> String {
        let (name, verdict) = (&self.name, self.verdict());
        match &self.result {
            Compared::With(found) => format!(
                "| {name} | {verdict} | {:.4} | {} | {} | |",
                found.ssim, found.largest, found.differing
            ),
            Compared::Failed(why) | Compared::Skipped(why) => format!("| {name} | {verdict} | | | | {why} |"),
        }
    }

    fn text(&self) -> String {
        match &self.result {
            Compared::With(found) => format!("SSIM {:.4}, largest difference {}", found.ssim, found.largest),
            Compared::Failed(why) | Compared::Skipped(why) => why.replace('&', "&amp;").replace('<', "&lt;"),
        }
    }
}

const HEADINGS: &str =
    "| scene | | SSIM | largest difference | pixels that differ | |\n|---|---|---:|---:|---:|---|\n";

/// Draws and compares.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    glwalk::build()?;
    let (stage, program) = arguments.choice.prepare("pictures", &[])?;
    let scenes = glwalk::scenes(&arguments.filter)?;
    let draw = |program: &Program| -> Result<(PathBuf, glwalk::Drawn, Result<()>)> {
        let dir = stage.results().join(program.name());
        let server = Server::start(&stage, program, "pictures")?;
        let drawn = glwalk::draw(&stage, &server, &scenes, &dir)?;
        Ok((dir, drawn, server.end().map(drop)))
    };
    let (reference_dir, reference, _) = draw(&Program::None)?;
    let (dir, drawn, ended) = draw(&program)?;
    let differences = stage.results().join("difference");
    let _ = fs::remove_dir_all(&differences);
    fs::create_dir_all(&differences)?;
    let mut lines = Vec::new();
    for name in scenes {
        let result = match (&reference[&name], &drawn[&name]) {
            (Outcome::Failed(why), _) => Compared::Failed(format!("llvmpipe itself: {why}")),
            (_, Outcome::Failed(why)) => Compared::Failed(why.clone()),
            (Outcome::Skipped(why), _) | (_, Outcome::Skipped(why)) => Compared::Skipped(why.clone()),
            (Outcome::Drawn, Outcome::Drawn) => {
                let [one, two] =
                    [&reference_dir, &dir].map(|dir| read(&dir.join(&name).with_extension("png")));
                Compared::With(compare(
                    &one?,
                    &two?,
                    &differences.join(&name).with_extension("png"),
                )?)
            }
        };
        lines.push(Line { name, result });
    }
    // The worst first: that is what a reader looks for.
    lines.sort_by(|one, two| one.order().total_cmp(&two.order()));
    report(stage.results(), program.name(), &lines)?;
    let count = |verdict: &str| lines.iter().filter(|line| line.verdict() == verdict).count();
    println!(
        "{} passed, {} failed, {} skipped",
        count("pass"),
        count("fail"),
        count("skip")
    );
    judge(&program, &lines)?;
    ended
}

/// Our own server's known differences are listed with their causes; a listed picture that is right fails the run.
fn judge(program: &Program, lines: &[Line]) -> Result<()> {
    let expected = match program {
        Program::Ours { .. } => Expected::read(&paths::root().join("tests/expectations/pictures.txt"))?,
        Program::Peer(_) | Program::None => Expected::default(),
    };
    let mut wrong = Vec::new();
    for line in lines {
        let name = &line.name;
        match (line.verdict(), expected.cause(name)) {
            ("fail", None) => wrong.push(format!("{name} differs")),
            ("fail", Some(cause)) => println!("known: {name}: {cause}"),
            ("pass", Some(_)) => wrong.push(format!("{name} is right, and listed as known to differ")),
            _ => {}
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

/// Reads a PNG.
pub(super) fn read(file: &Path) -> Result<Picture> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Picture::from_png(&bytes).with_context(|| format!("{} is no picture", file.display()))
}

fn compare(one: &Picture, two: &Picture, difference: &Path) -> Result<Similarity> {
    let found = similarity::compare(one, two).context("the pictures differ in size")?;
    if found.differing > 0 {
        one.difference(two)?.picture().write_png(difference)?;
    }
    Ok(found)
}

/// Prints what failed, and writes the table and the page.
fn report(dir: &Path, server: &str, lines: &[Line]) -> Result<()> {
    let mut table = format!(
        "Drawn by llvmpipe and by: {server}. A picture passes from an SSIM of {SSIM_MIN} on.\n\n{HEADINGS}"
    );
    let mut page = String::from(
        "<!doctype html><meta charset=utf-8><title>pictures</title>\n<style>body{font:14px sans-serif}img{image-rendering:pixelated;width:512px}</style>\n<table>\n",
    );
    for line in lines {
        writeln!(table, "{}", line.markdown())?;
        let (name, verdict, text) = (&line.name, line.verdict(), line.text());
        writeln!(page, "<tr><td>{verdict} {name}<br>{text}</td>")?;
        for folder in ["llvmpipe", server, "difference"] {
            writeln!(
                page,
                "<td>{folder}<br><img src=\"{folder}/{name}.png\" alt=\"\"></td>"
            )?;
        }
        if verdict != "pass" {
            println!("{verdict} {name}: {text}");
        }
    }
    fs::write(dir.join("summary.md"), table)?;
    fs::write(dir.join("index.html"), page + "</table>\n")?;
    println!("pictures: {}", dir.join("index.html").display());
    Ok(())
}
