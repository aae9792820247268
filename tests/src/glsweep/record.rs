//! What a sweep saw, as text, and how two drivers' texts compare.
//!
//! A line is a label, a tab, how numbers compare, a tab, and the numbers as hexadecimal words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How the words of a line compare with those of another driver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    /// They are equal.
    Exact,
    /// They are whole numbers that are that far apart at most.
    Steps(u32),
    /// They are floats that are apart at most by this share of the greater one, or by the second number if that is
    /// more. What is no number is so for both.
    Floats { relative: f32, absolute: f32 },
}

impl Rule {
    fn text(self) -> String {
        match self {
            Rule::Exact => "exact".to_owned(),
            Rule::Steps(steps) => format!("steps {steps}"),
            Rule::Floats { relative, absolute } => format!("floats {relative} {absolute}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let rule = match words.next()? {
            "exact" => Rule::Exact,
            "steps" => Rule::Steps(words.next()?.parse().ok()?),
            "floats" => Rule::Floats {
                relative: words.next()?.parse().ok()?,
                absolute: words.next()?.parse().ok()?,
            },
            _ => return None,
        };
        Some(rule)
    }

    fn allows(self, one: u32, two: u32) -> bool {
        match self {
            Rule::Exact => one == two,
            Rule::Steps(steps) => one.abs_diff(two) <= steps,
            Rule::Floats { relative, absolute } => {
                let (one, two) = (f32::from_bits(one), f32::from_bits(two));
                let reach = (one.abs().max(two.abs()) * relative).max(absolute);
                one == two
                    || one.is_nan() && two.is_nan()
                    || one.is_finite() && two.is_finite() && (one - two).abs() <= reach
            }
        }
    }
}

/// Lines in the order in which they came.
#[derive(Default)]
pub(crate) struct Record {
    prefix: String,
    text: String,
}

impl Record {
    /// What follows is of this sweep.
    pub(crate) fn begin(&mut self, sweep: &str) {
        sweep.clone_into(&mut self.prefix);
    }

    /// Adds a line.
    pub(crate) fn words(&mut self, label: &str, rule: Rule, words: impl IntoIterator<Item = u32>) {
        write!(self.text, "{} {label}\t{}\t", self.prefix, rule.text()).expect("strings take all");
        for word in words {
            write!(self.text, "{word:x} ").expect("strings take all");
        }
        self.text.push('\n');
    }

    /// Adds a line of words that have to be equal.
    pub(crate) fn exact(&mut self, label: &str, words: impl IntoIterator<Item = u32>) {
        self.words(label, Rule::Exact, words);
    }

    /// Adds a line of bytes.
    pub(crate) fn bytes(&mut self, label: &str, steps: u32, bytes: &[u8]) {
        self.words(
            label,
            Rule::Steps(steps),
            bytes.iter().map(|byte| u32::from(*byte)),
        );
    }

    /// Adds a line of floats.
    pub(crate) fn floats(&mut self, label: &str, relative: f32, absolute: f32, values: &[f32]) {
        let rule = Rule::Floats { relative, absolute };
        self.words(label, rule, values.iter().map(|value| value.to_bits()));
    }

    /// Adds a line that says whether something is as the specification has it. No driver may say no.
    pub(crate) fn holds(&mut self, label: &str, holds: bool, why: impl FnOnce() -> String) {
        if holds {
            self.exact(label, [1]);
        } else {
            self.fault(label, &why());
        }
    }

    /// Adds a line that fails with whatever it is compared.
    pub(crate) fn fault(&mut self, label: &str, why: &str) {
        let why = why.replace(['\n', '\t'], " ");
        writeln!(self.text, "{} {label}\tfault\t{why}", self.prefix).expect("strings take all");
    }

    /// All lines.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// What differs between a reference's lines and another's: for each line its label, a tab and how.
pub(crate) fn differences(reference: &str, seen: &str) -> Vec<String> {
    let table = |text: &str| -> BTreeMap<String, String> {
        text.lines()
            .filter_map(|line| line.split_once('\t'))
            .map(|(label, rest)| (label.to_owned(), rest.to_owned()))
            .collect()
    };
    let (reference, seen) = (table(reference), table(seen));
    let mut found = Vec::new();
    for (label, one) in &reference {
        match seen.get(label) {
            None => found.push(format!("{label}\tmissing")),
            Some(two) => {
                if let Some(how) = difference(one, two) {
                    found.push(format!("{label}\t{how}"));
                }
            }
        }
    }
    let more = seen.keys().filter(|label| !reference.contains_key(*label));
    found.extend(more.map(|label| format!("{label}\tonly here")));
    found
}

/// How two lines differ, without their labels.
fn difference(one: &str, two: &str) -> Option<String> {
    let parts = |line: &str| -> Option<(Rule, Vec<u32>)> {
        let (rule, words) = line.split_once('\t')?;
        let words = words.split_whitespace().map(|word| u32::from_str_radix(word, 16));
        Some((Rule::parse(rule)?, words.collect::<Result<_, _>>().ok()?))
    };
    let (Some((rule, first)), Some((_, second))) = (parts(one), parts(two)) else {
        return Some(format!("reference {one:.300}, here {two:.300}"));
    };
    if first.len() != second.len() {
        return Some(format!("{} words instead of {}", second.len(), first.len()));
    }
    let pairs = first.iter().zip(&second).enumerate();
    let wrong: Vec<_> = pairs
        .filter(|(_, (one, two))| !rule.allows(**one, **two))
        .collect();
    if wrong.is_empty() {
        return None;
    }
    let show = |word: u32| match rule {
        Rule::Exact => format!("{word:#x}"),
        Rule::Steps(_) => word.to_string(),
        Rule::Floats { .. } => format!("{:?}", f32::from_bits(word)),
    };
    let few: Vec<_> = wrong
        .iter()
        .take(6)
        .map(|(index, (one, two))| format!("[{index}] {} instead of {}", show(**two), show(**one)))
        .collect();
    Some(format!("{} of {}: {}", wrong.len(), first.len(), few.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(rule: Rule, words: &[u32]) -> String {
        let mut record = Record::default();
        record.begin("a");
        record.words("b", rule, words.iter().copied());
        record.into_text()
    }

    #[test]
    fn lines_compare_by_their_rule() {
        let floats = Rule::Floats {
            relative: 0.01,
            absolute: 0.0,
        };
        let nan = f32::NAN.to_bits();
        for (rule, one, two, same) in [
            (Rule::Exact, 1, 1, true),
            (Rule::Exact, 1, 2, false),
            (Rule::Steps(2), 1, 3, true),
            (Rule::Steps(2), 4, 1, false),
            (floats, 1f32.to_bits(), 1.005f32.to_bits(), true),
            (floats, 1f32.to_bits(), 1.05f32.to_bits(), false),
            (floats, nan, nan, true),
            (floats, nan, 0, false),
        ] {
            let found = differences(&line(rule, &[7, one]), &line(rule, &[7, two]));
            assert_eq!(found.is_empty(), same, "{rule:?} {one:x} {two:x}: {found:?}");
        }
    }

    #[test]
    fn what_is_missing_or_new_or_a_fault_differs() {
        let one = line(Rule::Exact, &[1]);
        assert_eq!(differences(&one, "").len(), 1);
        assert_eq!(differences("", &one).len(), 1);
        assert_eq!(differences(&one, &line(Rule::Exact, &[1, 1])).len(), 1);
        let mut record = Record::default();
        record.fault("b", "why");
        let fault = record.into_text();
        assert_eq!(differences(&fault, &fault).len(), 1);
    }
}
