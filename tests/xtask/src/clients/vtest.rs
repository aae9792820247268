//! `cargo xtask vtest`: the quick gate. Stock programs start, say who draws, draw, and end.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::server::Server;
use super::stage::{Ended, Stage};
use super::{Choice, glwalk};
use crate::cargo;
use crate::process::{self, Process};

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    choice: Choice,
    /// Only the steps whose name contains this.
    #[arg(long, value_name = "WORD")]
    filter: Option<String>,
}

impl Arguments {
    /// Everything, on our server.
    pub(crate) fn ours() -> Self {
        Self {
            choice: Choice::ours(),
            filter: None,
        }
    }
}

/// One thing to try. It gets a server of its own, so that the server's counters say which step they are about.
struct Step {
    name: &'static str,
    /// Returns what is worth a look even when all went well.
    run: fn(&Stage, &Server) -> Result<String>,
}

const STEPS: &[Step] = &[
    Step {
        name: "wflinfo",
        run: wflinfo,
    },
    Step {
        name: "eglinfo",
        run: eglinfo,
    },
    Step {
        name: "compute",
        run: compute,
    },
    Step {
        name: "glxgears",
        run: |stage, server| gears(stage, server, "glxgears"),
    },
    Step {
        name: "es2gears",
        run: |stage, server| gears(stage, server, "es2gears_x11"),
    },
    Step {
        name: "glmark2",
        run: |stage, server| scenes(stage, server, "glmark2"),
    },
    Step {
        name: "glmark2-es2",
        run: |stage, server| scenes(stage, server, "glmark2-es2"),
    },
    Step {
        name: "glmark2 --validate",
        run: |stage, server| validate(stage, server, "glmark2"),
    },
    Step {
        name: "glmark2-es2 --validate",
        run: |stage, server| validate(stage, server, "glmark2-es2"),
    },
    Step {
        name: "killed client",
        run: killed_client,
    },
];

/// A program that only asks the driver takes a second at most.
const INFO_LIMIT: Duration = Duration::from_secs(30);
/// The gears print their first frame rate after five seconds, so they run a little longer.
const GEARS_TIME: Duration = Duration::from_secs(7);
/// Each of the 33 default scenes of glmark2 runs that long.
const SCENE_SECONDS: &str = "0.3";
/// glmark2 compiles and uploads far longer than it draws here.
const SCENES_LIMIT: Duration = Duration::from_secs(300);
/// How long the clients beside the killed one draw.
const COMPANY_SECONDS: u32 = 4;
/// How many are killed, one after the other.
const KILLED: u32 = 2;
/// How long each may draw before.
const KILLED_AFTER: Duration = Duration::from_millis(1500);

/// Runs the steps on the chosen server.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    glwalk::build()?;
    let (stage, program) = arguments.choice.prepare("vtest", &[])?;
    println!(
        "vtest: {} draws; logs are in {}",
        program.name(),
        stage.results().display()
    );
    let wanted = |step: &&Step| {
        let filter = arguments.filter.as_deref().unwrap_or_default();
        step.name.contains(filter)
    };
    let (mut passed, mut failed) = (0, 0);
    for step in STEPS.iter().filter(wanted) {
        let started = Instant::now();
        let outcome = attempt(step, &stage, &program);
        let time = started.elapsed().as_secs_f64();
        match outcome {
            Ok(note) => {
                passed += 1;
                println!("{:<24} ok      {time:>6.1} s  {note}", step.name);
            }
            Err(error) => {
                failed += 1;
                println!("{:<24} FAILED  {time:>6.1} s  {error:#}", step.name);
            }
        }
        ensure!(!process::interrupted(), "interrupted");
    }
    println!("{passed} passed, {failed} failed");
    ensure!(passed + failed > 0, "no step has that name");
    ensure!(failed == 0, "{failed} steps failed");
    Ok(())
}

/// A step, and then what the server says of it. The step's own error says more than the server's.
fn attempt(step: &Step, stage: &Stage, program: &super::server::Program) -> Result<String> {
    let server = Server::start(stage, program, &step.name.replace(' ', ""))?;
    let note = (step.run)(stage, &server);
    let ended = server.end();
    let note = note?;
    let counters = ended?;
    let draws = counters
        .as_ref()
        .and_then(|counters| counters.get("draws")?.as_u64());
    Ok(match draws {
        Some(draws) => format!("{note}; {draws} draws, no error counted"),
        None => note,
    })
}

/// Runs a client that has to end well and to say that the server draws.
fn client(
    stage: &Stage,
    server: &Server,
    program: &str,
    arguments: &[&str],
    limit: Duration,
) -> Result<Ended> {
    let mut command = stage.client(server, program)?;
    command.args(arguments);
    let ended = stage.run(program, &mut command, limit)?;
    ended.success(&format!("{program} {}", arguments.join(" ")))?;
    Ok(ended)
}

/// Every API of the window systems: its version, and who draws.
fn wflinfo(stage: &Stage, server: &Server) -> Result<String> {
    let mut notes = Vec::new();
    for platform in ["surfaceless_egl", "x11_egl", "glx"] {
        for api in ["gl", "gles2", "gles3"] {
            // GLX has no OpenGL ES in Debian's waffle.
            if platform == "glx" && api != "gl" {
                continue;
            }
            let arguments = ["--platform", platform, "--api", api];
            let ended = match client(stage, server, "wflinfo", &arguments, INFO_LIMIT) {
                // A server need not offer this one, and then the driver refuses the context.
                Err(_) if api == "gles3" => continue,
                ended => ended?,
            };
            check_renderer(server, &ended.text).with_context(|| format!("{platform} {api}"))?;
            let version = value(&ended.text, "OpenGL version string")?;
            if platform == "surfaceless_egl" {
                notes.push(version.to_owned());
            }
        }
    }
    Ok(notes.join(", "))
}

/// The platforms without a device: EGL's version on both.
fn eglinfo(stage: &Stage, server: &Server) -> Result<String> {
    // It fails when any platform does, and some of them have no display here.
    let mut command = stage.client(server, "eglinfo")?;
    let ended = stage.run("eglinfo", &mut command, INFO_LIMIT)?;
    ensure!(ended.status.is_some(), "eglinfo did not end");
    let mut notes = Vec::new();
    for platform in ["X11 platform", "Surfaceless platform"] {
        let part = ended.text.split_once(&format!("{platform}:"));
        let (_, part) = part.with_context(|| format!("eglinfo says nothing of the {platform}"))?;
        let part = part.split("platform:").next().unwrap_or_default();
        let version = value(part, "EGL version string");
        let version = version.with_context(|| format!("{platform}: {}", part.trim()))?;
        for line in part.lines().filter(|line| line.contains("renderer:")) {
            ensure!(
                line.contains(server.program().renderer()),
                "{platform}: the wrong driver draws: {line}"
            );
        }
        notes.push(format!("{platform} EGL {version}"));
    }
    Ok(notes.join(", "))
}

/// Our own program's compute shaders come to what the processor does.
fn compute(stage: &Stage, server: &Server) -> Result<String> {
    let program = cargo::build_guest_program("glshow")?.display().to_string();
    let ended = client(stage, server, &program, &["compute"], INFO_LIMIT)?;
    let words = |what: &str| {
        let mut lines = ended.text.lines();
        let said = lines.find_map(|line| line.strip_prefix("glshow: ")?.strip_prefix(what));
        said.with_context(|| format!("it does not say {what:?}"))
    };
    let renderer = words("Gles renderer ")?;
    ensure!(
        renderer.starts_with(server.program().renderer()),
        "{renderer:?} computes"
    );
    let said = words("computed ")?;
    ensure!(!said.starts_with("nothing"), "it has computed {said}");
    Ok(said.to_owned())
}

/// The gears have no end of their own; that they draw is seen by the frame rate that they print.
fn gears(stage: &Stage, server: &Server, program: &str) -> Result<String> {
    // Ended in the middle, it would keep to itself what it has not flushed.
    let mut command = stage.client(server, "stdbuf")?;
    command.args(["--output=L", program, "-info"]);
    let ended = stage.run(program, &mut command, GEARS_TIME)?;
    ensure!(
        ended.status.is_none(),
        "{program} ended by itself: {}",
        ended.text.lines().last().unwrap_or_default()
    );
    // es2gears does not know the option, and says nothing of the driver.
    if ended.text.contains("GL_RENDERER") {
        check_renderer(server, &ended.text)?;
    }
    let rate = ended.text.lines().find(|line| line.contains(" frames in "));
    rate.map(|line| line.trim().to_owned())
        .with_context(|| format!("{program} has drawn nothing for {} s", GEARS_TIME.as_secs()))
}

/// Every default scene, shown in a window, for a moment.
fn scenes(stage: &Stage, server: &Server, program: &str) -> Result<String> {
    let duration = format!(":duration={SCENE_SECONDS}");
    let arguments = ["--size", "320x240", "--benchmark", &duration];
    let ended = client(stage, server, program, &arguments, SCENES_LIMIT)?;
    check_renderer(server, &ended.text)?;
    let (mut drawn, mut refused) = (0, Vec::new());
    for line in ended.text.lines().filter(|line| line.starts_with('[')) {
        if line.contains("FPS:") {
            drawn += 1;
        } else {
            refused.push(line.trim());
        }
    }
    ensure!(
        refused.is_empty(),
        "scenes that did not run: {}",
        refused.join("; ")
    );
    ensure!(drawn > 0, "{program} ran no scene");
    let score = ended.text.lines().find(|line| line.contains("Score:"));
    let score = score.with_context(|| format!("{program} gave no score"))?;
    Ok(format!("{drawn} scenes, {}", score.trim()))
}

/// glmark2's own look at some pixels of each scene.
fn validate(stage: &Stage, server: &Server, program: &str) -> Result<String> {
    let arguments = ["--validate", "--off-screen"];
    let ended = client(stage, server, program, &arguments, SCENES_LIMIT)?;
    check_renderer(server, &ended.text)?;
    let lines = || ended.text.lines().filter(|line| line.contains("Validation:"));
    let count = |word: &str| lines().filter(|line| line.contains(word)).count();
    let failures: Vec<_> = lines().filter(|line| line.contains("Failure")).collect();
    ensure!(failures.is_empty(), "{}", failures.join("; "));
    ensure!(count("Success") > 0, "{program} validated nothing");
    Ok(format!(
        "{} Success, {} Unknown",
        count("Success"),
        count("Unknown")
    ))
}

/// Two clients draw the same picture again and again, and check it, while others are killed in the middle of their
/// frames. Both must have drawn, to their end, what one draws that is left alone.
fn killed_client(stage: &Stage, server: &Server) -> Result<String> {
    let start = |name: &str, command: &mut Command| Process::spawn(name, command, &stage.log(name));
    let company = |scene: &str, seconds: u32| -> Result<Process> {
        let mut command = glwalk::command(stage, server)?;
        command.args(["--repeat", &seconds.to_string(), "--scene", scene]);
        start(&format!("company-{scene}"), &mut command)
    };
    let finish = |scene: &str, mut process: Process| -> Result<glwalk::Repeated> {
        let limit = Duration::from_secs(u64::from(COMPANY_SECONDS)) + INFO_LIMIT;
        let status = process::poll_until("end of the client beside", limit, || process.exited())?;
        ensure!(status.success(), "{scene}: {}", process.last_words());
        glwalk::Repeated::read(&stage.log(&format!("company-{scene}")))
    };
    let alone = |scene: &str| finish(scene, company(scene, 0)?);
    let expected = [alone(COMPANY[0])?, alone(COMPANY[1])?];
    let beside = [
        company(COMPANY[0], COMPANY_SECONDS)?,
        company(COMPANY[1], COMPANY_SECONDS)?,
    ];
    for _ in 0..KILLED {
        let mut command = stage.client(server, "glmark2")?;
        command.args(["--off-screen", "--benchmark", "terrain", "--size", "256x256"]);
        let mut victim = start("victim", &mut command)?;
        std::thread::sleep(KILLED_AFTER);
        victim.check_running()?;
        victim.kill()?;
    }
    let mut pictures = 0;
    for ((scene, process), expected) in COMPANY.iter().zip(beside).zip(expected) {
        let drawn = finish(scene, process)?;
        ensure!(
            drawn.hash == expected.hash,
            "{scene} is another picture beside a killed client"
        );
        pictures += drawn.count;
    }
    Ok(format!("{KILLED} killed, {pictures} right pictures beside them"))
}

/// What is drawn beside a killed client: something of textures, something of vertices.
const COMPANY: [&str; 2] = ["texture-mipmap-filters", "lighting"];

/// The driver names itself in `GL_RENDERER`. With a server it is `virgl (…)`, whatever the server then draws with.
fn check_renderer(server: &Server, text: &str) -> Result<()> {
    let renderer = value(text, "OpenGL renderer string")
        .or_else(|_| value(text, "GL_RENDERER"))
        .context("no renderer is named")?;
    let expected = server.program().renderer();
    ensure!(
        renderer.starts_with(expected),
        "{renderer:?} draws, not {expected}"
    );
    Ok(())
}

/// The value behind `NAME:` or `NAME =`.
fn value<'a>(text: &'a str, name: &str) -> Result<&'a str> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix(name));
    let line = line.with_context(|| format!("no {name}"))?;
    Ok(line.trim_start_matches([' ', ':', '=']).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_every_program_s_style() {
        let text = "a\n    GL_RENDERER:    virgl (x)\nOpenGL version string: 4.3\nGL_VENDOR   = Mesa\n";
        assert_eq!(value(text, "GL_RENDERER").unwrap(), "virgl (x)");
        assert_eq!(value(text, "OpenGL version string").unwrap(), "4.3");
        assert_eq!(value(text, "GL_VENDOR").unwrap(), "Mesa");
        assert!(value(text, "absent").is_err());
    }
}
