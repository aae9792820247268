//! Results of piglit: read from its own file, stored compactly, counted.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;

/// How a test ended, in piglit's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    /// As it should.
    Pass,
    /// Not tried: the driver lacks something.
    Skip,
    /// With another result than expected.
    Fail,
    /// By a signal.
    Crash,
    /// Its time was up.
    Timeout,
}

pub(super) const STATUSES: [Status; 5] = [
    Status::Pass,
    Status::Skip,
    Status::Fail,
    Status::Crash,
    Status::Timeout,
];

impl Status {
    fn from_piglit(word: &str) -> Result<Self> {
        Ok(match word {
            // piglit warns of imprecision and of words in a log, neither of which is wrong.
            "pass" | "warn" => Self::Pass,
            "skip" | "notrun" => Self::Skip,
            "fail" | "dmesg-fail" => Self::Fail,
            "crash" | "incomplete" => Self::Crash,
            "timeout" => Self::Timeout,
            _ => bail!("piglit has a status {word:?} that is not known here"),
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Pass => "pass",
            Self::Skip => "skip",
            Self::Fail => "fail",
            Self::Crash => "crash",
            Self::Timeout => "timeout",
        })
    }
}

/// A test program's result, and those of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    /// Of the whole.
    pub(super) status: Status,
    /// Of the parts that it reported.
    pub(super) parts: BTreeMap<String, Status>,
}

impl Test {
    /// What has a result of its own: the parts, and the whole where no part explains it.
    pub(super) fn results<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (String, Status)> + 'a {
        let worst = self.parts.values().max();
        let whole = worst
            .is_none_or(|worst| *worst < self.status)
            .then(|| (name.to_owned(), self.status));
        let parts = self
            .parts
            .iter()
            .map(move |(part, status)| (part_name(name, part), *status));
        whole.into_iter().chain(parts)
    }
}

/// How a part is named where one name is needed, as piglit itself does it.
pub(super) fn part_name(test: &str, part: &str) -> String {
    format!("{test}@{part}")
}

/// Results of tests by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Results(BTreeMap<String, Test>);

impl Results {
    /// Reads what `piglit run` has written.
    pub(super) fn read(file: &Path) -> Result<Self> {
        let file = File::open(file).with_context(|| format!("piglit has written no {}", file.display()))?;
        let report: Value = serde_json::from_reader(std::io::BufReader::new(file))?;
        let tests = report.get("tests").and_then(Value::as_object);
        let tests = tests.context("piglit's results have no tests")?;
        tests
            .iter()
            .map(|(name, test)| Ok((name.clone(), read_test(test).with_context(|| name.clone())?)))
            .collect::<Result<_>>()
            .map(Self)
    }

    /// Reads stored results.
    pub(super) fn read_stored(file: &Path) -> Result<Self> {
        let text = process::output(Command::new("xz").args(["--decompress", "--stdout"]).arg(file))?;
        Self::from_text(&String::from_utf8(text)?).with_context(|| format!("in {}", file.display()))
    }

    /// Stores results.
    pub(super) fn write_stored(&self, file: &Path) -> Result<()> {
        let plain = file.with_extension("");
        fs::write(&plain, self.to_text()).with_context(|| format!("cannot write {}", plain.display()))?;
        process::output(Command::new("xz").args(["--force", "-9"]).arg(&plain)).map(drop)
    }

    /// A line for each test, `STATUS<tab>TEST`, and behind it one for each part, `STATUS<tab><tab>PART`.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        for (name, test) in &self.0 {
            text += &format!("{}\t{name}\n", test.status);
            for (part, status) in &test.parts {
                text += &format!("{status}\t\t{part}\n");
            }
        }
        text
    }

    pub(super) fn from_text(text: &str) -> Result<Self> {
        let mut tests: Vec<(String, Test)> = Vec::new();
        for line in text.lines() {
            let (status, name) = line
                .split_once('\t')
                .with_context(|| format!("{line:?} is no result"))?;
            let status = Status::from_piglit(status)?;
            match (name.strip_prefix('\t'), tests.last_mut()) {
                (Some(part), Some((_, test))) => drop(test.parts.insert(part.to_owned(), status)),
                (Some(part), None) => bail!("the part {part:?} belongs to no test"),
                (None, _) => tests.push((
                    name.to_owned(),
                    Test {
                        status,
                        parts: BTreeMap::new(),
                    },
                )),
            }
        }
        Ok(Self(tests.into_iter().collect()))
    }

    /// Adds others, which win where both have a test.
    pub(super) fn merge(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many test programs there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Test> {
        self.0.get(name)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Test)> {
        self.0.iter().map(|(name, test)| (name.as_str(), test))
    }

    /// Prints a line for each part of GL, with the counts of these results and of the peer's for the same tests.
    pub(super) fn print_counts(&self, server: &str, peer: &Self) {
        let heading: Vec<String> = STATUSES.iter().map(|status| format!("{status:>8}")).collect();
        println!("{:<34} {:<5} {:>6}{}", "", "", "tests", heading.concat());
        let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for name in self.0.keys() {
            groups.entry(group_of(name)).or_default().push(name);
            groups.entry("~all".to_owned()).or_default().push(name);
        }
        for (group, names) in &groups {
            for (who, results) in [(server, self), ("peer", peer)] {
                let tests: Vec<&Test> = names.iter().filter_map(|name| results.get(name)).collect();
                let count = |status: Status| tests.iter().filter(|test| test.status == status).count();
                let counts: Vec<String> = STATUSES
                    .iter()
                    .map(|status| format!("{:>8}", count(*status)))
                    .collect();
                println!(
                    "{:<34} {who:<5} {:>6}{}",
                    group.trim_start_matches('~'),
                    tests.len(),
                    counts.concat()
                );
            }
        }
    }
}

/// The part of GL that a test is about: extensions are taken together by their vendor.
fn group_of(name: &str) -> String {
    let mut parts = name.split('@');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if first != "spec" {
        return first.to_owned();
    }
    let vendors = [
        "amd_", "apple_", "arb_", "ati_", "ext_", "khr_", "mesa_", "nv_", "oes_", "sgis_", "egl_", "intel_",
    ];
    let vendor = vendors.iter().find(|vendor| second.starts_with(**vendor));
    vendor.map_or_else(
        || second.to_owned(),
        |vendor| format!("extensions {}", vendor.trim_end_matches('_')),
    )
}

fn read_test(test: &Value) -> Result<Test> {
    let status = |value: &Value| Status::from_piglit(value.as_str().context("a status is no text")?);
    let mut parts = BTreeMap::new();
    for (name, value) in test
        .get("subtests")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        // piglit writes the Python type of the table into it.
        if name != "__type__" {
            // Names with line ends or tabs would tear the stored lines.
            parts.insert(name.replace(['\t', '\n'], " "), status(value)?);
        }
    }
    Ok(Test {
        status: status(test.get("result").context("there is no result")?)?,
        parts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_results_come_back() {
        let text = "fail\ta@b\npass\t\tone part\nfail\t\ttwo\nskip\tc\n";
        let results = Results::from_text(text).unwrap();
        assert_eq!(results.to_text(), text);
        assert_eq!(results.len(), 2);
        assert!(Results::from_text("pass\t\tpart\n").is_err());
        assert!(Results::from_text("odd\ta\n").is_err());
    }

    #[test]
    fn the_whole_counts_only_where_no_part_explains_it() {
        let results =
            Results::from_text("fail\ta\npass\t\tx\nfail\t\ty\ncrash\tb\npass\t\tx\npass\tc\n").unwrap();
        let flat: Vec<_> = results
            .iter()
            .flat_map(|(name, test)| test.results(name))
            .collect();
        let names: Vec<_> = flat.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a@x", "a@y", "b", "b@x", "c"]);
    }
}
