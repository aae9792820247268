//! What a run found, as JSON and as tables for people.

use std::{collections::BTreeMap, fmt::Write};

use serde::{Deserialize, Serialize};

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As it should.
    Passed,
    /// Not as it should.
    Failed,
    /// It did not apply.
    Skipped,
}

/// One test under one personality.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The test's name.
    pub test: String,
    /// The personality's name.
    pub personality: String,
    /// How it ended.
    pub status: Status,
    /// Why, unless it passed.
    pub reason: String,
    /// How long it took.
    pub milliseconds: u64,
}

/// One run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// The name of the binary.
    pub backend: String,
    /// Every test.
    pub records: Vec<Record>,
}

impl Report {
    /// How many ended that way.
    pub fn count(&self, status: Status) -> usize {
        self.records
            .iter()
            .filter(|record| record.status == status)
            .count()
    }

    /// The run as Markdown: totals, a row for each test, then what failed.
    pub fn markdown(&self) -> String {
        let mut text = format!("# Conformance of `{}`\n\n{}\n\n", self.backend, self.totals());
        let columns = self.personalities();
        let _ = writeln!(
            text,
            "| test | {} |\n|---{}|",
            columns.join(" | "),
            "|---".repeat(columns.len())
        );
        for (test, row) in self.rows() {
            let cells: Vec<_> = columns
                .iter()
                .map(|column| row.get(column.as_str()).map_or("", |s| word(*s)))
                .collect();
            let _ = writeln!(text, "| {test} | {} |", cells.join(" | "));
        }
        text.push_str("\n## Failures\n\n");
        for record in self
            .records
            .iter()
            .filter(|record| record.status == Status::Failed)
        {
            let _ = writeln!(
                text,
                "- `{}` under {}: {}",
                record.test, record.personality, record.reason
            );
        }
        text
    }

    fn totals(&self) -> String {
        format!(
            "{} passed, {} failed, {} skipped",
            self.count(Status::Passed),
            self.count(Status::Failed),
            self.count(Status::Skipped)
        )
    }

    fn personalities(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for record in &self.records {
            if !names.contains(&record.personality) {
                names.push(record.personality.clone());
            }
        }
        names.sort();
        names
    }

    fn rows(&self) -> BTreeMap<&str, BTreeMap<&str, Status>> {
        let mut rows: BTreeMap<&str, BTreeMap<&str, Status>> = BTreeMap::new();
        for record in &self.records {
            rows.entry(&record.test)
                .or_default()
                .insert(&record.personality, record.status);
        }
        rows
    }

    /// The worst end of a test over all personalities, and its first reason.
    fn verdict(&self, test: &str) -> (&'static str, &str) {
        let of = |status| {
            self.records
                .iter()
                .find(|record| record.test == test && record.status == status)
        };
        match (of(Status::Failed), of(Status::Passed), of(Status::Skipped)) {
            (Some(failed), _, _) => (word(Status::Failed), &failed.reason),
            (None, Some(_), _) => (word(Status::Passed), ""),
            (None, None, Some(skipped)) => (word(Status::Skipped), &skipped.reason),
            (None, None, None) => ("", ""),
        }
    }
}

/// Two runs beside each other: a row for each test, the worst personality counts.
pub fn side_by_side(ours: &Report, peer: &Report) -> String {
    let mut text = format!(
        "`{}`: {}. `{}`: {}.\n\n",
        ours.backend,
        ours.totals(),
        peer.backend,
        peer.totals()
    );
    let _ = writeln!(
        text,
        "| test | {} | {} | what the peer did |\n|---|---|---|---|",
        ours.backend, peer.backend
    );
    let mut tests: Vec<&str> = ours
        .records
        .iter()
        .chain(&peer.records)
        .map(|record| &record.test[..])
        .collect();
    tests.sort_unstable();
    tests.dedup();
    for test in tests {
        let (peer_word, reason) = peer.verdict(test);
        let _ = writeln!(
            text,
            "| {test} | {} | {peer_word} | {} |",
            ours.verdict(test).0,
            short(reason)
        );
    }
    text
}

/// A reason that fits into a table.
fn short(reason: &str) -> String {
    let first = reason
        .split("; stderr")
        .next()
        .unwrap_or_default()
        .replace('|', "/")
        .replace('\n', " ");
    match first.char_indices().nth(140) {
        Some((end, _)) => format!("{}…", &first[..end]),
        None => first,
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Passed => "pass",
        Status::Failed => "**fail**",
        Status::Skipped => "–",
    }
}
