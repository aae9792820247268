//! Runs the conformance suite against any vhost-user GPU.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex},
    time::Instant,
};

use clap::Parser;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use vhost_wgpu_tests::{
    conformance::{self, Case, Env, Record, Report, Status, side_by_side},
    frontend::{Failure, Personality, Target},
};

/// Runs the conformance suite of vhost-wgpu against a vhost-user GPU binary.
#[derive(Parser)]
struct Options {
    /// The back end's binary; it must understand --socket-path=PATH.
    #[arg(long, required_unless_present = "table")]
    backend: Option<PathBuf>,
    /// Whose messages are sent: qemu, crosvm, cloud-hypervisor, libkrun or all.
    #[arg(long, default_value = "all")]
    personality: String,
    /// Run only tests whose name contains this.
    #[arg(long)]
    filter: Option<String>,
    /// Write what was found to this file, as JSON or, if it ends in .md, as Markdown; may be repeated.
    #[arg(long)]
    report: Vec<PathBuf>,
    /// How many tests run at a time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Print the tests and end.
    #[arg(long)]
    list: bool,
    /// Print two JSON reports beside each other and end.
    #[arg(long, num_args = 2, value_names = ["OURS", "PEER"])]
    table: Option<Vec<PathBuf>>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("conformance: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> Result<ExitCode, String> {
    if let Some([ours, peer]) = options.table.as_deref() {
        print!("{}", side_by_side(&read_report(ours)?, &read_report(peer)?));
        return Ok(ExitCode::SUCCESS);
    }
    let path = options.backend.as_deref().ok_or("no back end")?;
    let target = Target::probe(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let records = Arc::new(Mutex::new(Vec::new()));
    let trials = trials(&target, &personalities(&options.personality)?, &records);
    let arguments = Arguments {
        filter: options.filter.clone(),
        test_threads: Some(options.jobs),
        list: options.list,
        ..Arguments::default()
    };
    let conclusion = libtest_mimic::run(&arguments, trials);
    let backend = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut report = Report {
        backend,
        records: std::mem::take(&mut *records.lock().expect("trials ended")),
    };
    report
        .records
        .sort_by(|a, b| (&a.test, &a.personality).cmp(&(&b.test, &b.personality)));
    options
        .report
        .iter()
        .try_for_each(|file| write_report(&report, file))?;
    Ok(conclusion.exit_code())
}

fn personalities(name: &str) -> Result<Vec<Personality>, String> {
    if name == "all" {
        return Ok(Personality::ALL.to_vec());
    }
    match Personality::from_name(name) {
        Some(personality) => Ok(vec![personality]),
        None => Err(format!("unknown personality '{name}'")),
    }
}

fn trials(target: &Target, personalities: &[Personality], records: &Arc<Mutex<Vec<Record>>>) -> Vec<Trial> {
    let mut trials = Vec::new();
    for case in conformance::cases() {
        for &personality in personalities
            .iter()
            .filter(|personality| case.applies_to(**personality))
        {
            let env = Env {
                target: target.clone(),
                personality,
            };
            let records = Arc::clone(records);
            let name = format!("{}/{}", personality.name(), case.name);
            trials.push(Trial::ignorable_test(name, move || {
                run_case(case, &env, &records)
            }));
        }
    }
    trials
}

/// Runs one test and remembers how it ended.
fn run_case(case: &Case, env: &Env, records: &Mutex<Vec<Record>>) -> Result<Completion, Failed> {
    let start = Instant::now();
    let result = (case.run)(env);
    let (status, reason) = match &result {
        Ok(()) => (Status::Passed, String::new()),
        Err(Failure::Failed(reason)) => (Status::Failed, reason.clone()),
        Err(Failure::Skipped(reason)) => (Status::Skipped, reason.clone()),
    };
    let record = Record {
        test: case.name.to_owned(),
        personality: env.personality.name().to_owned(),
        status,
        reason: reason.clone(),
        milliseconds: start.elapsed().as_millis() as u64,
    };
    if let Ok(mut records) = records.lock() {
        records.push(record);
    }
    match status {
        Status::Passed => Ok(Completion::Completed),
        Status::Failed => Err(reason.into()),
        Status::Skipped => Ok(Completion::ignored_with(reason)),
    }
}

fn read_report(path: &Path) -> Result<Report, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn write_report(report: &Report, path: &Path) -> Result<(), String> {
    let markdown = path.extension().is_some_and(|extension| extension == "md");
    let text = if markdown {
        report.markdown()
    } else {
        serde_json::to_string_pretty(report).map_err(|error| error.to_string())?
    };
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
