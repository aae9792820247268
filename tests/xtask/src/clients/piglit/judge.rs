//! Whether results are good enough: beside the peer's, and beside what is known of our own.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use super::super::expected::Expected;
use super::results::{Results, Status, part_name};

/// What the judge found.
#[derive(Default, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Failures that are not listed and that the peer does not have, with how they ended.
    failures: Vec<(String, Status)>,
    /// Listed, and yet passed.
    unexpected_passes: Vec<String>,
    /// Listed failures.
    known: usize,
    /// Failures that the peer shares.
    shared: usize,
    /// Skipped here, and passed by the peer.
    skipped: usize,
    /// Passed here, and not by the peer.
    better: usize,
}

/// Compares results with the peer's and with what is expected.
pub(super) fn judge(results: &Results, peer: &Results, expected: &Expected) -> Verdict {
    let mut verdict = Verdict::default();
    for (name, test) in results.iter() {
        let theirs: BTreeMap<String, Status> = peer
            .get(name)
            .map(|test| test.results(name).collect())
            .unwrap_or_default();
        let mut seen = BTreeSet::new();
        for (result, status) in test.results(name) {
            verdict.take(&result, status, theirs.get(&result).copied(), expected);
            seen.insert(result);
        }
        // Parts that did not come at all went the way of the whole.
        let parts = peer.get(name).map(|test| &test.parts).into_iter().flatten();
        let absent =
            parts.filter(|(part, status)| **status == Status::Pass && !seen.contains(&part_name(name, part)));
        if test.status > Status::Skip && absent.count() > 0 && !seen.contains(name) {
            verdict.take(name, test.status, Some(Status::Pass), expected);
        }
    }
    verdict
}

impl Verdict {
    fn take(&mut self, name: &str, status: Status, peer: Option<Status>, expected: &Expected) {
        let listed = expected.contains(name);
        let peer_fails = peer.is_some_and(|status| status > Status::Skip);
        match status {
            // No cause excuses these: they take others with them.
            Status::Crash | Status::Timeout => self.failures.push((name.to_owned(), status)),
            Status::Fail if listed => self.known += 1,
            Status::Fail if peer_fails => self.shared += 1,
            Status::Fail => self.failures.push((name.to_owned(), status)),
            Status::Pass if listed => self.unexpected_passes.push(name.to_owned()),
            Status::Pass => self.better += usize::from(peer_fails),
            Status::Skip => self.skipped += usize::from(peer == Some(Status::Pass)),
        }
    }

    /// Prints all of it.
    pub(super) fn print(&self) {
        for (name, status) in &self.failures {
            println!("{status:<8} {name}");
        }
        for name in &self.unexpected_passes {
            println!("passes, but is listed: {name}");
        }
        println!(
            "{} failures not listed, {} unexpected passes; {} listed failures, {} that the peer shares; \
             skipped where the peer passes {}, passed where the peer fails {}",
            self.failures.len(),
            self.unexpected_passes.len(),
            self.known,
            self.shared,
            self.skipped,
            self.better
        );
    }

    /// An error when something has to be done.
    pub(super) fn into_result(self) -> Result<()> {
        ensure!(self.failures.is_empty(), "{} tests fail", self.failures.len());
        ensure!(
            self.unexpected_passes.is_empty(),
            "{} tests pass and have to leave piglit.txt",
            self.unexpected_passes.len()
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(ours: &str, theirs: &str, listed: &str) -> Verdict {
        let (ours, theirs) = (
            Results::from_text(ours).unwrap(),
            Results::from_text(theirs).unwrap(),
        );
        judge(&ours, &theirs, &Expected::parse(listed).unwrap())
    }

    #[test]
    fn a_failure_has_to_be_shared_or_listed() {
        let theirs = "pass\ta\nfail\tb\n";
        assert_eq!(judged("fail\ta\nfail\tb\n", theirs, "").failures.len(), 1);
        let listed = judged("fail\ta\n", theirs, "# why\na\tno such thing\n");
        assert_eq!((listed.failures.len(), listed.known), (0, 1));
        assert_eq!(judged("fail\tunknown\n", theirs, "").failures.len(), 1);
    }

    #[test]
    fn an_unexpected_pass_fails_the_run() {
        assert!(
            judged("pass\ta\n", "pass\ta\n", "a\told cause\n")
                .into_result()
                .is_err()
        );
        assert!(Expected::parse("a\n").is_err());
        assert!(Expected::parse("a\tx\na\ty\n").is_err());
    }

    #[test]
    fn a_crash_is_never_excused() {
        assert_eq!(judged("crash\ta\n", "crash\ta\n", "a\tx\n").failures.len(), 1);
        assert_eq!(judged("timeout\ta\n", "fail\ta\n", "").failures.len(), 1);
    }

    #[test]
    fn parts_are_judged_one_by_one() {
        let theirs = "fail\ta\npass\t\tx\nfail\t\ty\n";
        assert_eq!(judged("fail\ta\npass\t\tx\nfail\t\ty\n", theirs, "").shared, 1);
        assert_eq!(
            judged("fail\ta\nfail\t\tx\npass\t\ty\n", theirs, "")
                .failures
                .len(),
            1
        );
        // The first part ended the program: the other one never came.
        assert_eq!(judged("fail\ta\nfail\t\ty\n", theirs, "").failures.len(), 1);
    }

    #[test]
    fn known_failures_are_few_and_each_has_its_cause() {
        let file = super::super::expectations().join("piglit.txt");
        let text = std::fs::read_to_string(file).unwrap();
        assert!(Expected::parse(&text).is_ok());
        let listed = text.lines().filter(|line| !line.starts_with('#'));
        assert!(listed.count() <= 40);
    }
}
