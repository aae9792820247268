//! The crates that the daemon contains, and the notices that their licences ask to go with them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{cargo, process};

/// How files with a licence or a notice begin, in whichever case.
const NOTICES: &[&str] = &[
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "unlicense",
];

/// A list of the crates, and behind it each text once, by number.
pub(super) fn notices() -> Result<String> {
    // For this platform alone: the sources of crates for others may never have been downloaded.
    let platform = format!("--filter-platform={}", host()?);
    let metadata = cargo::cargo_output(&["metadata", "--format-version=1", "--locked", &platform])?;
    let metadata: Value = serde_json::from_slice(&metadata).context("cargo metadata is no JSON")?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let contained = contained()?;
    let mut list =
        String::from("vhost-wgpu contains these crates, whose licences and notices follow by number:\n\n");
    let mut texts: Vec<String> = Vec::new();
    let mut count = 0;
    for package in packages {
        let field = |name: &str| package[name].as_str().unwrap_or_default();
        // What has no source is ours.
        if package["source"].is_null()
            || !contained.contains(&format!("{} v{}", field("name"), field("version")))
        {
            continue;
        }
        count += 1;
        let manifest = PathBuf::from(field("manifest_path"));
        let dir = manifest.parent().context("a manifest without a folder")?;
        let numbers = number(texts_in(dir)?, &mut texts);
        writeln!(
            list,
            "{} {}: {} {numbers}",
            field("name"),
            field("version"),
            field("license")
        )?;
    }
    ensure!(count > 10, "{count} crates in the daemon: this cannot be");
    for (index, text) in texts.iter().enumerate() {
        write!(list, "\n---- [{}] ----\n\n{}\n", index + 1, text.trim_end())?;
    }
    Ok(list)
}

/// The platform that this machine's compiler builds for.
fn host() -> Result<String> {
    let out = process::output(Command::new("rustc").arg("-vV"))?;
    let text = String::from_utf8(out)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc names no host")?.to_owned())
}

/// As `cargo tree` names them: `clap v4.6.9`.
fn contained() -> Result<BTreeSet<String>> {
    let out = cargo::cargo_output(&[
        "tree",
        "--locked",
        "--package=vhost-wgpu",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}",
    ])?;
    let text = String::from_utf8(out)?;
    let name = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(text.lines().map(name).collect())
}

fn texts_in(dir: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if entry.file_type()?.is_file() && NOTICES.iter().any(|start| name.starts_with(start)) {
            files.push(entry.path());
        }
    }
    files.sort();
    let read = |file: &PathBuf| Ok(String::from_utf8_lossy(&fs::read(file)?).replace('\r', ""));
    files.iter().map(read).collect()
}

/// Which of `all` these are, as in `[1] [4]`; new ones are added.
fn number(texts: Vec<String>, all: &mut Vec<String>) -> String {
    let numbers = texts.into_iter().map(|text| {
        let known = all.iter().position(|other| *other == text);
        let index = known.unwrap_or_else(|| {
            all.push(text);
            all.len() - 1
        });
        format!("[{}]", index + 1)
    });
    numbers.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once() {
        let mut all = Vec::new();
        assert_eq!(number(vec!["a".into(), "b".into()], &mut all), "[1] [2]");
        assert_eq!(number(vec!["c".into(), "a".into()], &mut all), "[3] [1]");
        assert_eq!(number(Vec::new(), &mut all), "");
        assert_eq!(all, ["a", "b", "c"]);
    }
}
