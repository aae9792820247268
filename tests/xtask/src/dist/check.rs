//! The step `package` of `cargo xtask test`: the package is made twice, unpacked, and looked at as those would who
//! install it. That it installs on a bare machine is tried by hand: `tests/README.md` says how.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::{Built, build};
use crate::process;
use crate::process::RunDir;

/// Runs every check.
pub(crate) fn run() -> Result<()> {
    let built = build()?;
    same_bytes_again(&built)?;
    let unpacked = RunDir::new()?;
    let root = unpacked.join("root");
    process::output(
        Command::new("dpkg-deb")
            .arg("--extract")
            .arg(&built.package)
            .arg(&root),
    )?;
    owned_by_root(&built.package)?;
    sums_are_right(&built.package, &root)?;
    program_runs(&root)?;
    discovery(&root)?;
    man_pages(&root)?;
    completions(&root)?;
    units(&root, &unpacked.join("units"))?;
    service_example(&root, &unpacked.join("service"))?;
    maintainer_scripts(&built.tree)?;
    libvirt_example(&root)
}

fn same_bytes_again(built: &Built) -> Result<()> {
    let first = fs::read(&built.package)?;
    let again = fs::read(build()?.package)?;
    ensure!(
        first == again,
        "the package has other bytes when it is made again"
    );
    Ok(())
}

fn owned_by_root(package: &Path) -> Result<()> {
    let list = text(Command::new("dpkg-deb").arg("--contents").arg(package))?;
    let others: Vec<_> = list
        .lines()
        .filter(|line| !line.contains(" root/root "))
        .collect();
    ensure!(!list.is_empty() && others.is_empty(), "not root's: {others:?}");
    Ok(())
}

fn sums_are_right(package: &Path, root: &Path) -> Result<()> {
    let control = root.with_file_name("control");
    process::output(
        Command::new("dpkg-deb")
            .arg("--control")
            .args([package, &control]),
    )?;
    let sums = control.join("md5sums");
    process::output(
        Command::new("md5sum")
            .current_dir(root)
            .args(["--check", "--quiet", "--strict"])
            .arg(sums),
    )?;
    Ok(())
}

fn program_runs(root: &Path) -> Result<()> {
    let program = root.join("usr/bin/vhost-wgpu");
    let version = text(Command::new(&program).arg("--version"))?;
    let expected = concat!("vhost-wgpu ", env!("CARGO_PKG_VERSION"));
    ensure!(version.trim() == expected, "--version says {version:?}");
    let capabilities = json(text(Command::new(&program).arg("--print-capabilities"))?.as_bytes())?;
    ensure!(
        capabilities["type"] == "gpu",
        "--print-capabilities: {capabilities}"
    );
    let features = capabilities["features"]
        .as_array()
        .context("no list of features")?;
    // libvirt skips what it does not know with an error in its log.
    let known = |feature: &Value| feature == "virgl" || feature == "render-node";
    ensure!(
        features.contains(&"virgl".into()) && features.iter().all(known),
        "--print-capabilities: {capabilities}"
    );
    Ok(())
}

/// `docs/interop/vhost-user.json` of QEMU, as far as it is about a GPU.
fn discovery(root: &Path) -> Result<()> {
    let dir = root.join("usr/share/qemu/vhost-user");
    let files = files(&dir)?;
    ensure!(files.len() == 1, "files for discovery: {files:?}");
    let name = files[0]
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let prefix = name.get(..3).unwrap_or_default().as_bytes();
    ensure!(
        matches!(prefix, [b'0'..=b'9', b'0'..=b'9', b'-']),
        "{name}: libvirt sorts by two digits"
    );
    let described = json(&fs::read(&files[0])?)?;
    ensure!(
        described["type"] == "gpu" && described["description"].is_string(),
        "{name}: {described}"
    );
    let tags = described["tags"].as_array().context("tags are no list")?;
    ensure!(tags.iter().all(Value::is_string), "{name}: {described}");
    let binary = described["binary"].as_str().context("no binary")?;
    let inside = binary
        .strip_prefix('/')
        .context("the binary's path is not absolute")?;
    ensure!(root.join(inside).is_file(), "{name}: the package has no {binary}");
    Ok(())
}

fn man_pages(root: &Path) -> Result<()> {
    let pages = files(&root.join("usr/share/man/man1"))?;
    ensure!(pages.len() >= 3, "man pages: {pages:?}");
    for page in &pages {
        // Both formatters: groff, which `man` uses here, complains of other things than mandoc.
        let mut man = Command::new("man");
        man.args(["--warnings", "--local-file"])
            .arg(page)
            .env("MANWIDTH", "80");
        let shown = silent(&mut man)?;
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"] {
            let there = shown.lines().any(|line| line == section);
            ensure!(there, "{}: no section {section}", page.display());
        }
        silent(
            Command::new("mandoc")
                .args(["-T", "lint", "-W", "warning"])
                .arg(page),
        )?;
    }
    Ok(())
}

/// Each shell that is here has to be able to read its own.
fn completions(root: &Path) -> Result<()> {
    for (shell, file) in [
        ("bash", "usr/share/bash-completion/completions/vhost-wgpu"),
        ("zsh", "usr/share/zsh/vendor-completions/_vhost-wgpu"),
        ("fish", "usr/share/fish/vendor_completions.d/vhost-wgpu.fish"),
    ] {
        let file = root.join(file);
        ensure!(
            fs::read_to_string(&file)?.contains("control-socket"),
            "{}: no --control-socket",
            file.display()
        );
        if process::find_program(shell).is_some() {
            silent(Command::new(shell).arg("-n").arg(&file))?;
        } else {
            println!("  {shell} is not here: its completion was not read by it");
        }
    }
    Ok(())
}

/// Our units, as they are installed and as an instance is called, and what each has to start or listen on.
const UNITS: &[(&str, &str, &str)] = &[
    (
        "vhost-wgpu@.service",
        "vhost-wgpu@test.service",
        "=/usr/bin/vhost-wgpu ",
    ),
    (
        "vhost-wgpu-serve.service",
        "vhost-wgpu-serve.service",
        "=/usr/bin/vhost-wgpu serve ",
    ),
    (
        "vhost-wgpu-serve@.socket",
        "vhost-wgpu-serve@test.socket",
        "=/run/vhost-wgpu/%i.sock",
    ),
];

/// systemd reads the units without complaint; the program's path is where it was unpacked.
fn units(root: &Path, dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    let program = format!("={} ", root.join("usr/bin/vhost-wgpu").display());
    let mut units = Vec::new();
    for (file, instance, has) in UNITS {
        let text = fs::read_to_string(root.join("lib/systemd/system").join(file))?;
        ensure!(text.contains(has), "{file} has no {has}");
        let unit = dir.join(instance);
        fs::write(&unit, text.replace("=/usr/bin/vhost-wgpu ", &program))?;
        units.push(unit);
    }
    same_sandbox(root)?;
    silent(
        Command::new("systemd-analyze")
            .args(["verify", "--man=no", "--recursive-errors=no"])
            .args(&units),
    )?;
    Ok(())
}

/// Neither service is sandboxed less than the other.
fn same_sandbox(root: &Path) -> Result<()> {
    let settings = |file: &str| -> Result<Vec<String>> {
        let text = fs::read_to_string(root.join("lib/systemd/system").join(file))?;
        let sandbox = text.split("DevicePolicy=").nth(1).context("no sandbox")?;
        let lines = sandbox.lines().filter(|line| !line.starts_with('#'));
        Ok(lines.map(str::to_owned).collect())
    };
    ensure!(
        settings(UNITS[0].0)? == settings(UNITS[1].0)?,
        "the services have different sandboxes"
    );
    Ok(())
}

/// The example of a configuration is one, and serves: its machines are listed.
fn service_example(root: &Path, dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    let example = fs::read_to_string(root.join("usr/share/doc/vhost-wgpu/examples/host.toml"))?;
    let place = dir.display().to_string();
    let config = dir.join("host.toml");
    fs::write(&config, example.replace("/run/vhost-wgpu-serve", &place))?;
    let program = root.join("usr/bin/vhost-wgpu");
    let mut serve = Command::new(&program);
    serve.arg("serve").arg("--config").arg(&config);
    let mut service = process::Process::spawn("the service", &mut serve, &dir.join("log"))?;
    let control = dir.join("control");
    process::poll_until("service of the example", Duration::from_secs(10), || {
        service.check_running()?;
        Ok(control.exists().then_some(()))
    })?;
    let ctl = |words: &[&str]| {
        let mut ctl = Command::new(&program);
        text(ctl.arg("ctl").arg("--control-socket").arg(&control).args(words))
    };
    ctl(&["add", "more", "scanouts=2", "mode=640x480", "mode=800x600"])?;
    ctl(&["remove", "console"])?;
    let list = json(ctl(&["list"])?.as_bytes())?;
    let machines = list["machines"].as_array().context("no list of machines")?;
    let names: Vec<_> = machines
        .iter()
        .filter_map(|machine| machine["name"].as_str())
        .collect();
    ensure!(
        names == ["build", "desktop", "more"],
        "the example serves {names:?}"
    );
    let status = service.end().context("the service does not end")?;
    ensure!(status.success(), "the service ended with {status}");
    Ok(())
}

fn maintainer_scripts(tree: &Path) -> Result<()> {
    for script in ["postinst", "prerm", "postrm"] {
        silent(Command::new("sh").arg("-n").arg(tree.join("DEBIAN").join(script)))?;
    }
    Ok(())
}

fn libvirt_example(root: &Path) -> Result<()> {
    let example = root.join("usr/share/doc/vhost-wgpu/examples/libvirt.xml");
    process::output(Command::new("virt-xml-validate").arg(example).arg("domain"))?;
    Ok(())
}

/// What a command prints that must have nothing to complain of.
fn silent(command: &mut Command) -> Result<String> {
    let line = process::describe(command);
    let out = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{line}`"))?;
    let said = String::from_utf8_lossy(&out.stderr);
    if !out.status.success() || !said.trim().is_empty() {
        let shown = String::from_utf8_lossy(&out.stdout);
        bail!("`{line}` ({}): {} {}", out.status, said.trim(), shown.trim());
    }
    Ok(String::from_utf8(out.stdout)?)
}

fn text(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8(process::output(command)?)?)
}

fn json(text: &[u8]) -> Result<Value> {
    serde_json::from_slice(text).context("this is no JSON")
}

fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}
