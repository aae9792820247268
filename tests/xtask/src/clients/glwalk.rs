//! Our own OpenGL client, `tests/src/bin/glwalk.rs`: scenes that no stock program draws, and times that none measures.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::server::Server;
use super::stage::{Ended, Stage};
use crate::{cargo, paths, process};

const NAME: &str = "glwalk";
/// All scenes together take half a minute on llvmpipe. A client that stops for good is found by this too.
const SCENES_LIMIT: Duration = Duration::from_secs(300);
/// After so many crashes or hangs the rest of the scenes would say little more.
const STARTS_MAX: usize = 12;

/// How a scene ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Its picture is there.
    Drawn,
    /// The driver lacks what it needs.
    Skipped(String),
    /// Why there is no picture.
    Failed(String),
}

/// The scenes' outcomes, by their names.
pub(crate) type Drawn = BTreeMap<String, Outcome>;

/// Builds it.
pub(crate) fn build() -> Result<()> {
    cargo::cargo(&[
        "build",
        "--release",
        "--package",
        "vhost-wgpu-tests",
        "--bin",
        NAME,
    ])
}

/// The program, once built.
pub(crate) fn program() -> Result<PathBuf> {
    paths::release_program(NAME)
}

/// A command that runs it on a server.
pub(crate) fn command(stage: &Stage, server: &Server) -> Result<Command> {
    stage.client(server, &program()?.display().to_string())
}

/// The names of all scenes that contain `filter`.
pub(crate) fn scenes(filter: &str) -> Result<Vec<String>> {
    let names = process::output(Command::new(program()?).arg("--list"))?;
    let names = String::from_utf8(names).context("the names of scenes are no text")?;
    let names: Vec<_> = names
        .lines()
        .filter(|name| name.contains(filter))
        .map(str::to_owned)
        .collect();
    ensure!(!names.is_empty(), "no scene's name contains {filter:?}");
    Ok(names)
}

/// Draws scenes into `dir`. When the client dies in one, the next client goes on behind it.
pub(crate) fn draw(stage: &Stage, server: &Server, scenes: &[String], dir: &Path) -> Result<Drawn> {
    let _ = fs::remove_dir_all(dir);
    fs::create_dir_all(dir)?;
    let (mut drawn, mut left) = (Drawn::new(), scenes);
    for start in 0..STARTS_MAX {
        let mut command = command(stage, server)?;
        command.arg("--out").arg(dir);
        for scene in left {
            command.args(["--scene", scene]);
        }
        let name = format!("{NAME}-{}-{start}", server.program().name());
        let ended = stage.run(&name, &mut command, SCENES_LIMIT)?;
        take(&ended, left, &mut drawn);
        let done = left.iter().take_while(|scene| drawn.contains_key(*scene)).count();
        left = &left[done..];
        if left.is_empty() {
            break;
        }
        ensure!(done > 0, "{NAME} draws nothing: {}", ended.last_words());
    }
    for scene in left {
        drawn.insert(
            scene.clone(),
            Outcome::Failed("not tried: too many scenes before it crashed".to_owned()),
        );
    }
    Ok(drawn)
}

/// Reads how far a client came.
fn take(ended: &Ended, scenes: &[String], drawn: &mut Drawn) {
    let mut begun = None;
    for line in ended.text.lines() {
        let Some((word, rest)) = line.split_once(' ') else {
            continue;
        };
        let (name, why) = rest.split_once(": ").unwrap_or((rest, ""));
        let outcome = match word {
            "begin" => {
                begun = Some(name.to_owned());
                continue;
            }
            "end" => Outcome::Drawn,
            "skipped" => Outcome::Skipped(why.to_owned()),
            "failed" => Outcome::Failed(why.to_owned()),
            // What the driver says of itself.
            _ => continue,
        };
        drawn.insert(name.to_owned(), outcome);
        begun = None;
    }
    if let Some(name) = begun.filter(|name| scenes.contains(name)) {
        let why = match ended.status {
            Some(status) => format!("the client ended in it ({status}): {}", ended.complaint()),
            None => "the client hung in it".to_owned(),
        };
        drawn.insert(name, Outcome::Failed(why));
    }
}

/// Runs it for the times that it measures: lines of a name, a tab and nanoseconds.
pub(crate) fn times(
    stage: &Stage,
    server: &Server,
    option: &str,
    limit: Duration,
) -> Result<Vec<(String, f64)>> {
    let ended = stage.run("glwalk-times", command(stage, server)?.arg(option), limit)?;
    let text = ended.success(NAME)?;
    let times = text.lines().filter_map(|line| {
        let (name, nanoseconds) = line.split_once('\t')?;
        Some((name.to_owned(), nanoseconds.parse().ok()?))
    });
    Ok(times.collect())
}

/// What it says of a scene that it drew again and again.
pub(crate) struct Repeated {
    /// How many pictures.
    pub(crate) count: u32,
    /// What they all hash to.
    pub(crate) hash: String,
}

impl Repeated {
    /// Reads it from a log.
    pub(crate) fn read(log: &Path) -> Result<Self> {
        let text = fs::read_to_string(log)?;
        Self::find(&text).with_context(|| format!("{} tells of no picture", log.display()))
    }

    fn find(text: &str) -> Option<Self> {
        text.lines().find_map(|line| {
            let (before, hash) = line.split_once(" equal pictures, hash ")?;
            let (_, count) = before.rsplit_once(' ')?;
            Some(Self {
                count: count.parse().ok()?,
                hash: hash.to_owned(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_pictures_are_counted() {
        let found = Repeated::find("begin a\na: 15 equal pictures, hash 00ff\nend a\n").unwrap();
        assert_eq!((found.count, found.hash.as_str()), (15, "00ff"));
    }

    #[test]
    fn a_crash_is_put_down_to_the_scene_that_had_begun() {
        let ended = Ended {
            status: None,
            text: "begin a\nend a\nbegin b\nfailed b: GL error 0x500\nbegin e\nskipped e: no such thing\nbegin c\n".to_owned(),
            time: Duration::ZERO,
        };
        let mut drawn = Drawn::new();
        take(&ended, &["a", "b", "e", "c", "d"].map(str::to_owned), &mut drawn);
        assert_eq!(drawn["a"], Outcome::Drawn);
        assert_eq!(drawn["b"], Outcome::Failed("GL error 0x500".to_owned()));
        assert!(matches!(drawn["c"], Outcome::Failed(_)));
        assert_eq!(drawn["e"], Outcome::Skipped("no such thing".to_owned()));
        assert!(!drawn.contains_key("d"));
    }
}
