//! Man pages: what `clap_mangen` makes of the definition, and around it what only a page has.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::{
    Man,
    roff::{Roff, bold, italic, roman},
};
use vhost_backend::args::Cli;

/// The name of the program, of its page, and of what the others belong to.
const PROGRAM: &str = "vhost-wgpu";

/// A page in section 1.
pub(crate) struct Page {
    /// As in `vhost-wgpu-ctl.1`.
    pub(crate) file_name: String,
    pub(crate) roff: Vec<u8>,
}

/// The page of the program and one for each of its subcommands.
///
/// # Errors
/// Never in practice: pages are written to memory.
pub(crate) fn all(date: &str) -> io::Result<Vec<Page>> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let names = command.get_subcommands().map(|sub| display_name(sub).to_owned());
    let names: Vec<String> = std::iter::once(PROGRAM.to_owned()).chain(names).collect();
    let mut pages = vec![page(&command, date, &names, &main_sections())?];
    for sub in command.get_subcommands() {
        pages.push(page(sub, date, &names, &[])?);
    }
    Ok(pages)
}

fn page(command: &Command, date: &str, names: &[String], sections: &[Roff]) -> io::Result<Page> {
    let version = env!("CARGO_PKG_VERSION");
    let man = Man::new(spoken(synopsis(command.clone())))
        .title(display_name(command).to_uppercase())
        .date(date)
        .source(format!("{PROGRAM} {version}"))
        .manual("User Commands");
    let mut roff = Vec::new();
    man.render_title(&mut roff)?;
    name_section(command).to_writer(&mut roff)?;
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    if command.get_name() == PROGRAM {
        man.render_subcommands_section(&mut roff)?;
    } else if command.has_subcommands() {
        verbs(command, &mut roff)?;
    }
    if let Some(example) = command.get_after_help() {
        example_section(&example.to_string()).to_writer(&mut roff)?;
    }
    for section in sections {
        section.to_writer(&mut roff)?;
    }
    exit_status().to_writer(&mut roff)?;
    let others = names.iter().filter(|name| *name != display_name(command));
    see_also(others.map(String::as_str)).to_writer(&mut roff)?;
    Ok(Page {
        file_name: format!("{}.1", display_name(command)),
        roff: tidy(&roff),
    })
}

fn display_name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The lines of `--help`'s usage: `clap_mangen` would list every option without its value.
fn synopsis(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").to_owned();
    command.override_usage(usage)
}

/// The line that `whatis` and `apropos` show, by convention in lower case.
fn name_section(command: &Command) -> Roff {
    let about = about(command);
    let mut letters = about.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string());
    let line = format!(
        "{} - {}{}",
        display_name(command),
        first.unwrap_or_default(),
        letters.as_str()
    );
    let mut roff = Roff::default();
    roff.control("SH", ["NAME"]).text([roman(line)]);
    roff
}

fn about(command: &Command) -> String {
    let about = command.get_about().map(ToString::to_string);
    about.unwrap_or_default().trim_end_matches('.').to_owned()
}

/// With whole sentences, where `--help` has lines without a full stop, and with bare names of values in one line.
fn spoken(command: Command) -> Command {
    let long = command.get_long_about().or(command.get_about());
    let long = long.map(|text| sentences(&text.to_string()));
    let command = match long {
        Some(long) => command.long_about(long),
        None => command,
    };
    command.mut_args(|arg| {
        let help = arg.get_long_help().or(arg.get_help());
        let mut help = help.map(|text| sentences(&text.to_string())).unwrap_or_default();
        let values = arg.get_possible_values();
        let bare = arg.get_action().takes_values() && values.iter().all(|value| value.get_help().is_none());
        if bare && !values.is_empty() {
            let names: Vec<_> = values.iter().map(|value| value.get_name()).collect();
            help = format!("{help} One of {}.", names.join(", "));
        }
        arg.long_help(help).hide_possible_values(bare)
    })
}

/// The first paragraph gets its full stop; the others have theirs.
fn sentences(text: &str) -> String {
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let first = first.trim_end_matches('.');
    match rest {
        "" => format!("{first}."),
        rest => format!("{first}.\n\n{rest}"),
    }
}

/// What can be asked by a subcommand such as `ctl`, each with its arguments.
fn verbs(command: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    Roff::default().control("SH", ["COMMANDS"]).to_writer(out)?;
    for verb in command.get_subcommands() {
        let arguments = verb.get_arguments().filter(|arg| !is_help(arg));
        let mut heading = vec![verb.get_name().to_owned()];
        heading.extend(arguments.map(|arg| match arg.is_required_set() {
            true => argument(arg),
            false => format!("[{}]", argument(arg)),
        }));
        let about = about(verb);
        Roff::default()
            .control("SS", [heading.join(" ").as_str()])
            .text([roman(format!("{about}."))])
            .to_writer(out)?;
        let mut options = Vec::new();
        let shown = spoken(verb.clone()).mut_args(|arg| {
            let hidden = is_help(&arg);
            arg.hide(hidden)
        });
        Man::new(shown.disable_help_flag(true)).render_options_section(&mut options)?;
        let options = String::from_utf8_lossy(&options);
        out.extend(options.replace(".SH OPTIONS\n", "").bytes());
    }
    Ok(())
}

fn is_help(argument: &clap::Arg) -> bool {
    argument.get_id() == "help"
}

/// `--scanout N`, or `FILE`.
fn argument(argument: &clap::Arg) -> String {
    let value = argument
        .get_value_names()
        .map(|names| names.join(" "))
        .filter(|_| argument.get_action().takes_values());
    let long = argument.get_long().map(|long| format!("--{long}"));
    [long, value].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The text under `--help`: a sentence, and the lines that it introduces, which are not to be filled.
fn example_section(text: &str) -> Roff {
    let mut roff = Roff::default();
    roff.control("SH", ["EXAMPLE"]);
    let mut lines = text.lines();
    let introduction = lines.next().unwrap_or_default();
    roff.text([roman(introduction)]);
    roff.control("PP", []).control("EX", []);
    for line in lines {
        roff.text([roman(line)]);
    }
    roff.control("EE", []);
    roff
}

fn main_sections() -> [Roff; 2] {
    let mut files = Roff::default();
    files.control("SH", ["FILES"]);
    for (file, what) in [
        (
            "/run/vhost-wgpu/NAME/gpu.sock",
            "Where the system service vhost-wgpu@NAME listens for the hypervisor; control.sock beside it is its control \
             socket.",
        ),
        (
            "/etc/default/vhost-wgpu",
            "Options of these services, as OPTIONS=\"...\"; /etc/default/vhost-wgpu-NAME, if it is there, holds those of one \
             instead.",
        ),
        (
            "/usr/share/qemu/vhost-user/50-vhost-wgpu.json",
            "Tells libvirt of this program.",
        ),
    ] {
        files.control("TP", []).text([italic(file)]).text([roman(what)]);
    }
    let mut environment = Roff::default();
    environment
        .control("SH", ["ENVIRONMENT"])
        .control("TP", [])
        .text([bold("RUST_LOG")])
        .text([roman(
            "What to log to standard error, by module, as in vhost_backend=debug,warn.",
        )]);
    [files, environment]
}

fn exit_status() -> Roff {
    let mut roff = Roff::default();
    roff.control("SH", ["EXIT STATUS"]).text([roman(
        "0 if all went well, 1 if what was asked for cannot be had or done, 2 if the command line is wrong.",
    )]);
    roff
}

fn see_also<'a>(names: impl Iterator<Item = &'a str>) -> Roff {
    let mut line = Vec::new();
    for name in names.chain(["qemu-system"]) {
        line.extend([bold(name), roman("(1), ")]);
    }
    line.extend([bold("virsh"), roman("(1)")]);
    let mut roff = Roff::default();
    roff.control("SH", ["SEE ALSO"]).text(line);
    roff
}

/// Values in italics without brackets, as pages have them; and without what formatters complain of: empty lines
/// between paragraphs, breaks beside them, and blanks at the end of lines.
fn tidy(roff: &[u8]) -> Vec<u8> {
    let roff = String::from_utf8_lossy(roff);
    let roff = roff.replace("\\fI<", "\\fI").replace(">\\fR", "\\fR");
    let mut text = String::new();
    for line in roff.lines() {
        let line = line.trim_end();
        // An argument that has to be given.
        let bare = line.strip_prefix("<\\fI").and_then(|rest| rest.strip_suffix('>'));
        match (line, bare) {
            ("", _) => text.push_str(".sp"),
            (_, Some(value)) => text.extend(["\\fI", value]),
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text.replace(".br\n.sp\n.br\n", ".sp\n").into_bytes()
}
