//! apt with a state of its own under `target/guest/apt`: the machine's mirror, but neither its package lists
//! nor its installed packages are touched, and no root is needed. Another release than the machine's has a state too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, ensure};

use crate::{paths, process};

/// The keys that Debian's archives are signed with, where its package of them puts the file.
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
/// All that we take is in Debian's main component.
const COMPONENT: &str = "main";
/// What the present lists have answered, below the state's directory.
const ANSWERS: &str = "answers";

/// A private apt.
pub(crate) struct Apt {
    dir: PathBuf,
    /// The distribution's release, such as `bookworm`.
    release: String,
}

impl Apt {
    /// The one of this run. The first use in a fresh target directory downloads package lists.
    pub(crate) fn get() -> Result<&'static Self> {
        static APT: OnceLock<Apt> = OnceLock::new();
        if let Some(apt) = APT.get() {
            return Ok(apt);
        }
        let apt = Self::prepare(release()?, "apt").context("cannot set up a private apt")?;
        Ok(APT.get_or_init(|| apt))
    }

    /// One for another release of the distribution, which the machine's mirror has to have.
    pub(crate) fn of_release(release: &str) -> Result<Self> {
        Self::prepare(release.to_owned(), &format!("apt-{release}"))
            .with_context(|| format!("cannot set up a private apt for {release}"))
    }

    fn prepare(release: String, state: &str) -> Result<Self> {
        ensure!(
            process::find_program("apt-get").is_some(),
            "this machine has no apt-get: guests are made of Debian's packages"
        );
        let dir = paths::guest_cache()?.join(state);
        for part in ["lists/partial", "archives/partial", "cache"] {
            fs::create_dir_all(dir.join(part))?;
        }
        let apt = Self { release, dir };
        let sources = apt.sources()?;
        fs::write(apt.dir.join("preferences"), apt.preferences())?;
        let file = apt.dir.join("sources.list");
        if fs::read_to_string(&file).ok().as_ref() != Some(&sources) {
            fs::write(&file, &sources)?;
            apt.update()?;
        }
        Ok(apt)
    }

    /// Refreshes the private package lists.
    pub(crate) fn update(&self) -> Result<()> {
        println!("  downloading package lists of {}", self.release);
        // Nobody but us changes these lists, so what they say holds until now.
        let _ = fs::remove_dir_all(self.dir.join(ANSWERS));
        process::output(self.tool("apt-get").arg("update")).map(drop)
    }

    /// The suite of newer packages built for this release.
    pub(crate) fn backports(&self) -> String {
        format!("{}-backports", self.release)
    }

    /// The suite of security updates of this release, if the machine takes them.
    pub(crate) fn security(&self) -> Result<Option<String>> {
        let suite = security(&self.release);
        Ok(mirrors()?.of(&suite).map(|_| suite))
    }

    /// The version that would be taken from the release itself.
    pub(crate) fn candidate(&self, package: &str) -> Result<String> {
        self.ask(&["show", "--no-all-versions", package], "Version:")
    }

    /// The first package that a package depends on.
    pub(crate) fn dependency(&self, package: &str) -> Result<String> {
        self.ask(&["depends", "--important", package], "Depends:")
    }

    /// Downloads one package into `into`, from `suite` or the release itself, and says where it is.
    pub(crate) fn download(&self, package: &str, suite: Option<&str>, into: &Path) -> Result<PathBuf> {
        fs::create_dir_all(into)?;
        let wanted = suite.map_or(package.to_owned(), |suite| format!("{package}/{suite}"));
        let mut command = self.tool("apt-get");
        command.args(["download", &wanted]).current_dir(into);
        self.retried(&mut command)?;
        let prefix = format!("{package}_");
        let is_it = |file: &PathBuf| {
            file.file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with(&prefix))
        };
        let found = archives_in(into)?.into_iter().find(is_it);
        found.with_context(|| format!("apt-get has downloaded no {package}"))
    }

    /// Downloads packages and whatever they need that is not installed, and returns all their archives.
    pub(crate) fn download_closure(&self, packages: &[&str], suite: Option<&str>) -> Result<Vec<PathBuf>> {
        self.download_with_needs(packages, suite, &[])
    }

    /// Downloads packages and all that they need, for a root file system of their own, and returns the archives.
    pub(crate) fn download_root(&self, packages: &[&str], suite: Option<&str>) -> Result<Vec<PathBuf>> {
        let nothing_installed = self.dir.join("empty-status");
        fs::write(&nothing_installed, "")?;
        let status = format!("Dir::State::status={}", nothing_installed.display());
        self.download_with_needs(packages, suite, &["-o", &status])
    }

    fn download_with_needs(
        &self,
        packages: &[&str],
        suite: Option<&str>,
        options: &[&str],
    ) -> Result<Vec<PathBuf>> {
        let into = self.dir.join("archives");
        for old in archives_in(&into)? {
            fs::remove_file(old)?;
        }
        let mut command = self.tool("apt-get");
        command.args(options).args([
            "install",
            "--yes",
            "--download-only",
            "--reinstall",
            "--no-install-recommends",
        ]);
        command
            .args(suite.map(|suite| ["--target-release", suite]).iter().flatten())
            .args(packages);
        self.retried(&mut command)?;
        archives_in(&into)
    }

    /// Runs a download, with fresh lists when it fails: old ones name files that a mirror no longer has.
    fn retried(&self, command: &mut Command) -> Result<()> {
        if process::output(command).is_err() {
            self.update()?;
            process::output(command)?;
        }
        Ok(())
    }

    /// Asks `apt-cache`, which takes seconds, once for each state of the package lists.
    fn ask(&self, arguments: &[&str], field: &str) -> Result<String> {
        let known = self.dir.join(ANSWERS).join(arguments.join(" "));
        if let Ok(answer) = fs::read_to_string(&known) {
            return Ok(answer);
        }
        let text = process::output(self.tool("apt-cache").args(arguments))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let value = text.lines().find_map(|line| line.trim().strip_prefix(field));
        let value = value.with_context(|| format!("`apt-cache {}` names no {field}", arguments.join(" ")))?;
        fs::create_dir_all(self.dir.join(ANSWERS))?;
        fs::write(known, value.trim())?;
        Ok(value.trim().to_owned())
    }

    /// One of apt's programs, on the private state.
    fn tool(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let mut set = |name: &str, value: &str| {
            command.arg("-o").arg(format!("{name}={value}"));
        };
        let inside = |name: &str| self.dir.join(name).display().to_string();
        set("Dir::Etc::SourceList", &inside("sources.list"));
        set("Dir::Etc::SourceParts", "/dev/null");
        set("Dir::Etc::Preferences", &inside("preferences"));
        set("Dir::Etc::PreferencesParts", "/dev/null");
        set("Dir::State::Lists", &inside("lists"));
        set("Dir::Cache", &inside("cache"));
        set("Dir::Cache::Archives", &inside("archives"));
        // Only the system's own state needs a lock, and that is merely read.
        set("Debug::NoLocking", "true");
        // As root apt would download as a user who may not enter our directory.
        set("APT::Sandbox::User", "root");
        set("Acquire::Languages", "none");
        set("Acquire::Retries", "3");
        // Bookworm on a machine that already calls it oldstable: nobody is here to confirm that.
        set("Acquire::AllowReleaseInfoChange", "true");
        // Catalogues for software centres are half of what there is to download.
        for target in [
            "deb::DEP-11",
            "deb::Contents-deb",
            "deb::Translations",
            "deb::Components",
        ] {
            set(
                &format!("Acquire::IndexTargets::{target}::DefaultEnabled"),
                "false",
            );
        }
        command
    }

    fn sources(&self) -> Result<String> {
        let mirrors = mirrors()?;
        let machine = release()?;
        // A mirror has all releases that are alive.
        let mirror = mirrors
            .of(&machine)
            .with_context(|| format!("apt's sources name no mirror of {machine} {COMPONENT}"))?;
        let signed = if Path::new(KEYRING).exists() {
            format!(" [signed-by={KEYRING}]")
        } else {
            String::new()
        };
        let line = |mirror: &str, suite: &str| format!("deb{signed} {mirror} {suite} {COMPONENT}\n");
        let mut sources = line(mirror, &self.release) + &line(mirror, &self.backports());
        let suite = security(&self.release);
        if let Some(mirror) = mirrors.of(&suite) {
            sources += &line(mirror, &suite);
        }
        Ok(sources)
    }

    /// Nothing comes from the security suite but what is asked for from there, as it is with backports: guests stay
    /// those of the release.
    fn preferences(&self) -> String {
        let suite = security(&self.release);
        format!("Package: *\nPin: release n={suite}\nPin-Priority: 100\n")
    }
}

/// The suite of a release's security updates.
fn security(release: &str) -> String {
    format!("{release}-security")
}

/// The distribution's release, from `os-release(5)`.
fn release() -> Result<String> {
    let text = fs::read_to_string("/etc/os-release").context("cannot read /etc/os-release")?;
    let name = text
        .lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    let name = name.context("/etc/os-release names no VERSION_CODENAME")?;
    Ok(name.trim_matches('"').to_owned())
}

/// What this machine's apt takes from where: a line of suite, component and address for each.
struct Mirrors(String);

fn mirrors() -> Result<Mirrors> {
    let list = process::output(Command::new("apt-get").args([
        "indextargets",
        "--no-release-info",
        "--format",
        "$(RELEASE) $(COMPONENT) $(REPO_URI)",
    ]))?;
    Ok(Mirrors(String::from_utf8_lossy(&list).into_owned()))
}

impl Mirrors {
    /// The mirror of that suite.
    fn of(&self, suite: &str) -> Option<&str> {
        self.0.lines().find_map(|line| {
            let (found, rest) = line.split_once(' ')?;
            let (component, uri) = rest.split_once(' ')?;
            (found == suite && component == COMPONENT).then_some(uri)
        })
    }
}

fn archives_in(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    Ok(files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|e| e == "deb"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_that_of_the_suite_itself() {
        let targets =
            "bookworm-security main http://s/\nbookworm contrib http://c/\nbookworm main http://m/debian/\n";
        let mirrors = Mirrors(targets.to_owned());
        assert_eq!(mirrors.of("bookworm"), Some("http://m/debian/"));
        assert_eq!(mirrors.of(&security("bookworm")), Some("http://s/"));
        assert_eq!(mirrors.of("trixie"), None);
    }
}
