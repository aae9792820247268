//! What the pages of `tests/programs/webgl` say of their own checks on the console of Chromium, which logs it.

use std::fmt;

use anyhow::{Result, bail, ensure};

/// How the last line of a page begins in the log.
pub(crate) const LAST: &str = "\"DONE ";

/// A page's checks, none of which failed.
#[derive(Debug, PartialEq)]
pub(crate) struct Checks {
    pub(crate) passed: usize,
    /// Those that an extension is missing for.
    pub(crate) skipped: usize,
}

impl Checks {
    /// Reads a log; `None` if the page has no checks.
    ///
    /// # Errors
    /// When a check failed, or the page stopped early.
    pub(crate) fn read(log: &str) -> Result<Option<Self>> {
        let (passed, failed, skipped) = (
            said(log, "PASS").len(),
            said(log, "FAIL"),
            said(log, "SKIP").len(),
        );
        let all = passed + failed.len() + skipped;
        match said(log, "DONE").first() {
            Some(count) => ensure!(
                count.parse::<usize>().is_ok_and(|count| count == all),
                "{all} of {count} checks are reported"
            ),
            None if all == 0 => return Ok(None),
            None => bail!("it stopped after {all} checks"),
        }
        ensure!(failed.is_empty(), "{}", failed.join("; "));
        Ok(Some(Self { passed, skipped }))
    }
}

impl fmt::Display for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} checks passed, {} skipped", self.passed, self.skipped)
    }
}

/// Who draws, as the page was told.
pub(crate) fn renderer(log: &str) -> Option<&str> {
    said(log, "RENDERER").first().copied()
}

/// What follows a word at the beginning of what a page has said.
fn said<'a>(log: &'a str, word: &str) -> Vec<&'a str> {
    let lines = log.lines().filter(|line| line.contains("CONSOLE"));
    let found = lines.filter_map(|line| line.split_once(&format!("\"{word} ")));
    found
        .map(|(_, rest)| rest.split('"').next().unwrap_or(rest))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_s_checks_are_counted() {
        let line = |text: &str| format!("[1:2:INFO:CONSOLE:9] \"{text}\", source: file:///a \"b\" (9)\n");
        let good =
            line("RENDERER ANGLE (a)") + &line("PASS one") + &line("SKIP two: no EXT") + &line("DONE 2");
        let checks = Checks {
            passed: 1,
            skipped: 1,
        };
        assert_eq!(Checks::read(&good).unwrap(), Some(checks));
        assert_eq!(renderer(&good), Some("ANGLE (a)"));
        let bad = line("PASS one") + &line("FAIL two: got 1") + &line("DONE 2");
        assert_eq!(Checks::read(&bad).unwrap_err().to_string(), "two: got 1");
        let short = line("PASS one") + &line("DONE 2");
        assert!(Checks::read(&short).is_err());
        assert!(Checks::read(&line("PASS one")).is_err());
        assert_eq!(Checks::read("nothing").unwrap(), None);
    }
}
