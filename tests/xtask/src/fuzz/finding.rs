//! What a target has found, told so that nothing is lost with the machine that found it: what the log says went wrong,
//! and the failing input as text that a shell makes a file of again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::limits;
use crate::process::{self, Process};

/// Lines of a panic's message that are printed: a validation error of `wgpu` names its causes, one a line.
const MESSAGE_LINES_MAX: usize = 20;
/// Lines with errors that are printed of what the log has before that.
const ERROR_LINES_MAX: usize = 20;
/// A longer input is printed only if a smaller one fails too: this is 11 KiB of text in the log of a CI run.
const PRINTED_BYTES_MAX: u64 = 8 << 10;
/// How long libFuzzer looks for the next smaller input.
const STEP: Duration = Duration::from_secs(30);
/// How long it may look in all: it begins again with each one that it finds.
const MINIMISING: Duration = Duration::from_secs(90);

/// Where libFuzzer wrote the input that it found. Slow ones, which it goes on after, come before.
pub(super) fn artifact(log: &str) -> Option<&str> {
    log.lines().rev().find_map(|line| {
        line.split_once("Test unit written to ")
            .map(|(_, path)| path.trim())
    })
}

/// The lines that say what went wrong: a panic's place and its message, or libFuzzer's own verdict, and before them the
/// last ones that mention an error.
pub(super) fn what_went_wrong(log: &str) -> Vec<&str> {
    let lines: Vec<&str> = log.lines().collect();
    let is_panic = |line: &str| line.contains("panicked at");
    // Others write ERROR into the middle of their lines.
    let is_verdict =
        |line: &str| line.contains("ERROR: ") && (line.starts_with("==") || line.starts_with("ERROR"));
    let first = lines.iter().position(|line| is_panic(line) || is_verdict(line));
    let (before, message) = lines.split_at(first.unwrap_or(lines.len()));
    let mut told: Vec<&str> = before
        .iter()
        .rev()
        .filter(|line| line.to_ascii_lowercase().contains("error"))
        .take(ERROR_LINES_MAX)
        .copied()
        .collect();
    told.reverse();
    let is_after = |line: &&&str| {
        ["note: ", "stack backtrace:", "=="]
            .iter()
            .any(|start| line.starts_with(start))
    };
    match message.first() {
        Some(line) if is_panic(line) => told.extend(
            message
                .iter()
                .take(MESSAGE_LINES_MAX)
                .take_while(|line| !is_after(line)),
        ),
        Some(line) => told.push(line),
        None => told.push("it did not say why"),
    }
    told
}

/// Prints the failing input, or a smaller one that fails too, if one of them is short enough.
pub(super) fn print_input(target: &str, program: &Path, artifact: &Path) -> Result<()> {
    let mut input = artifact.to_owned();
    let mut bytes = len_bytes(&input)?;
    if bytes > PRINTED_BYTES_MAX {
        println!("  the input has {bytes} bytes; looking for a smaller one");
        input = minimise(program, artifact)?;
        bytes = len_bytes(&input)?;
    }
    if bytes > PRINTED_BYTES_MAX {
        println!("  not printed: {bytes} bytes in {}", input.display());
        return Ok(());
    }
    let base64 = process::output(Command::new("base64").arg(&input))?;
    let name = input.file_name().context("an artifact is a file")?;
    let seed = format!("fuzz/seeds/{target}/{}", name.display());
    println!("  its {bytes} bytes, as a seed that `cargo xtask fuzz --seconds 1 {target}` begins with:");
    println!("{}", here_document(&seed, &String::from_utf8_lossy(&base64)));
    Ok(())
}

fn len_bytes(file: &Path) -> Result<u64> {
    let metadata = fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(metadata.len())
}

/// What makes `file` again when it is given to a shell in the root of a checkout.
fn here_document(file: &str, base64: &str) -> String {
    format!("base64 -d > {file} <<'END'\n{}\nEND", base64.trim_end())
}

/// The smallest input that libFuzzer finds in its time to fail as `artifact` does; that one, if it finds none.
fn minimise(program: &Path, artifact: &Path) -> Result<PathBuf> {
    let beside = |extension: &str| artifact.with_added_extension(extension);
    let small = beside("small");
    fs::copy(artifact, &small).with_context(|| format!("cannot write {}", small.display()))?;
    let mut command = Command::new(program);
    command
        .arg("-minimize_crash=1")
        .arg(format!("-max_total_time={}", STEP.as_secs()))
        .arg(format!("-exact_artifact_path={}", small.display()))
        .args(limits())
        .arg(artifact);
    let mut process = Process::spawn("libFuzzer", &mut command, &beside("log"))?;
    // However it ends: what it has found by then is in the file.
    let _ = process::poll_until("smallest input", MINIMISING, || process.exited());
    process.kill_group()?;
    Ok(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_told_with_its_message_and_its_file() {
        let log = "INFO: Seed: 1\nartifact_prefix='a/'; Test unit written to a/slow-unit-00\n[ERROR a] one\n#2\tINITED cov: 90\nan error: two\n\
                   thread '<unnamed>' panicked at device/src/a.rs:1:2:\nassertion failed: three\n\nCaused by:\n  four\n\
                   note: run with `RUST_BACKTRACE=1`\n==7== ERROR: libFuzzer: deadly signal\n\
                   artifact_prefix='a/'; Test unit written to a/crash-00\n";
        let expected = [
            "[ERROR a] one",
            "an error: two",
            "thread '<unnamed>' panicked at device/src/a.rs:1:2:",
            "assertion failed: three",
            "",
            "Caused by:",
            "  four",
        ];
        assert_eq!(what_went_wrong(log), expected);
        assert_eq!(artifact(log), Some("a/crash-00"));
    }

    #[test]
    fn a_verdict_of_libfuzzer_is_one_line_and_silence_is_told_as_such() {
        let log = "MESA: ERROR: odd\n==7== ERROR: libFuzzer: timeout after 10 seconds\n    #0 0x5 in f\n";
        let expected = [
            "MESA: ERROR: odd",
            "==7== ERROR: libFuzzer: timeout after 10 seconds",
        ];
        assert_eq!(what_went_wrong(log), expected);
        assert_eq!(what_went_wrong(""), ["it did not say why"]);
        assert_eq!(artifact(log), None);
    }

    #[test]
    fn neither_errors_nor_messages_flood_the_screen() {
        let message = format!("panicked at a.rs:1:2:\n{}", "more\n".repeat(99));
        let log = format!("{}error: last\n{message}", "error: early\n".repeat(99));
        let told = what_went_wrong(&log);
        assert_eq!(told.len(), ERROR_LINES_MAX + MESSAGE_LINES_MAX);
        assert_eq!(told[ERROR_LINES_MAX - 1], "error: last");
    }

    #[test]
    fn a_shell_makes_the_input_again() {
        let dir = process::RunDir::new().unwrap();
        let (input, again) = (dir.join("crash"), dir.join("again"));
        let bytes: Vec<u8> = (0..=255).collect();
        fs::write(&input, &bytes).unwrap();
        let base64 = process::output(Command::new("base64").arg(&input)).unwrap();
        let text = here_document(again.to_str().unwrap(), &String::from_utf8_lossy(&base64));
        process::run(Command::new("sh").arg("-c").arg(text)).unwrap();
        assert_eq!(fs::read(again).unwrap(), bytes);
    }
}
