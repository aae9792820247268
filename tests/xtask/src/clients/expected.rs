//! Failures that are known: a list that can only shrink, as a listed one that passes fails the run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// Failures that are known, with their causes.
#[derive(Default)]
pub(super) struct Expected(BTreeMap<String, String>);

impl Expected {
    /// Reads `NAME<tab>CAUSE` lines; `#` begins a comment.
    pub(super) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", file.display()))
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut causes = BTreeMap::new();
        for line in text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (name, cause) = line
                .split_once('\t')
                .with_context(|| format!("{line:?} gives no cause"))?;
            ensure!(!cause.trim().is_empty(), "{name} has no cause");
            let before = causes.insert(name.to_owned(), cause.trim().to_owned());
            ensure!(before.is_none(), "{name} is listed twice");
        }
        Ok(Self(causes))
    }

    /// Why it fails, if it is listed.
    pub(super) fn cause(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// All that are listed.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether it is listed.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}
