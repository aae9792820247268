//! `cargo xtask piglit`: the field's OpenGL tests, from the distribution's package, on a server.
//!
//! What the peer reached with the same client Mesa is stored under `tests/expectations`, compressed, and is the
//! measure: a test that it passes has to pass, unless `piglit.txt` there says why not. What it fails may fail too, but
//! a crash or a hang is a failure always.

mod judge;
mod results;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::Choice;
use super::expected::Expected;
use super::mesa::Mesa;
use super::server::{Program, Server};
use super::stage::Stage;
use crate::deps::Purpose;
use crate::paths;
use crate::process::{self, Process};
use results::Results;

/// What the command line says.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    choice: Choice,
    /// Which tests.
    #[arg(long, value_enum, default_value_t = Group::Ci)]
    group: Group,
    /// Of these, only those whose name this regular expression (of piglit's, so Python's) finds.
    #[arg(long, value_name = "RE")]
    filter: Option<String>,
    /// How many tests run at the same time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Store the results as the peer's, for this Mesa, in place of those stored of the same tests.
    #[arg(long)]
    store: bool,
}

impl Arguments {
    /// The group for every change, on our server.
    pub(crate) fn ours() -> Self {
        Self {
            choice: Choice::ours(),
            group: Group::Ci,
            filter: None,
            jobs: 2,
            store: false,
        }
    }
}

/// Groups of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Group {
    /// Those listed in piglit-ci.txt: some of everything, the fast ones.
    Ci,
    /// OpenGL 1.0 to 2.1, OpenGL ES 2.0, GLSL 1.10 and 1.20, and the extensions that drivers of these have.
    Gl2,
    /// All of piglit's profile of this name.
    #[value(name = "quick_gl")]
    QuickGl,
    /// All of piglit's profile of this name.
    #[value(name = "quick_shader")]
    QuickShader,
}

/// piglit's files of tests that the groups are taken from.
const PROFILES: [&str; 2] = ["quick_shader", "quick_gl"];
/// A test takes a second or two; the slowest good one of the peer's takes 25 s of an idle core.
const TEST_LIMIT: Duration = Duration::from_secs(90);
/// All of `quick_gl` and `quick_shader` take three hours on two busy cores.
const RUN_LIMIT: Duration = Duration::from_secs(6 * 3600);
/// How often a running piglit is reported on.
const REPORT_EVERY: Duration = Duration::from_secs(60);
/// A server that ends so often has something wrong that more restarts will not tell.
const RESTARTS_MAX: usize = 50;

/// Extensions that drivers of OpenGL 2.1 and OpenGL ES 2.0 have, as piglit names its folders.
const EXTENSIONS: &[&str] = &[
    "apple_vertex_array_object",
    "arb_blend_func_extended",
    "arb_clear_buffer_object",
    "arb_color_buffer_float",
    "arb_copy_buffer",
    "arb_depth_clamp",
    "arb_depth_texture",
    "arb_draw_buffers",
    "arb_draw_elements_base_vertex",
    "arb_draw_instanced",
    "arb_es2_compatibility",
    "arb_explicit_attrib_location",
    "arb_fragment_coord_conventions",
    "arb_fragment_program",
    "arb_fragment_program_shadow",
    "arb_framebuffer_object",
    "arb_framebuffer_srgb",
    "arb_get_program_binary",
    "arb_half_float_vertex",
    "arb_instanced_arrays",
    "arb_internalformat_query",
    "arb_invalidate_subdata",
    "arb_map_buffer_alignment",
    "arb_map_buffer_range",
    "arb_multisample",
    "arb_occlusion_query",
    "arb_occlusion_query2",
    "arb_pixel_buffer_object",
    "arb_point_parameters",
    "arb_point_sprite",
    "arb_provoking_vertex",
    "arb_robustness",
    "arb_sampler_objects",
    "arb_seamless_cube_map",
    "arb_shader_objects",
    "arb_shader_texture_lod",
    "arb_sync",
    "arb_texture_compression",
    "arb_texture_cube_map",
    "arb_texture_env_crossbar",
    "arb_texture_float",
    "arb_texture_rectangle",
    "arb_texture_rg",
    "arb_texture_storage",
    "arb_uniform_buffer_object",
    "arb_vertex_array_bgra",
    "arb_vertex_array_object",
    "arb_vertex_buffer_object",
    "arb_vertex_program",
    "arb_vertex_type_2_10_10_10_rev",
    "ati_draw_buffers",
    "ati_fragment_shader",
    "ext_draw_buffers2",
    "ext_draw_instanced",
    "ext_fog_coord",
    "ext_frag_depth",
    "ext_framebuffer_blit",
    "ext_framebuffer_object",
    "ext_occlusion_query_boolean",
    "ext_packed_depth_stencil",
    "ext_provoking_vertex",
    "ext_texture_array",
    "ext_texture_compression_latc",
    "ext_texture_compression_rgtc",
    "ext_texture_compression_s3tc",
    "ext_texture_env_combine",
    "ext_texture_format_bgra8888",
    "ext_texture_lod_bias",
    "ext_texture_srgb",
    "ext_texture_swizzle",
    "ext_unpack_subimage",
    "ext_vertex_array_bgra",
    "khr_debug",
    "mesa_pack_invert",
    "nv_conditional_render",
    "nv_primitive_restart",
    "nv_read_depth",
    "nv_texture_barrier",
    "oes_compressed_etc1_rgb8_texture",
    "oes_compressed_paletted_texture",
    "oes_draw_elements_base_vertex",
    "oes_draw_texture",
    "oes_fixed_point",
    "oes_matrix_get",
    "oes_packed_depth_stencil",
    "oes_point_sprite",
    "oes_read_format",
    "oes_required_internalformat",
    "oes_texture_float",
    "oes_vertex_half_float",
    "sgis_generate_mipmap",
];

impl Group {
    /// What of a profile belongs to the group: options of piglit, or nothing when none of it does.
    fn options(self, profile: &str, filter: Option<&str>, dir: &Path) -> Result<Option<Vec<String>>> {
        let mut options = vec!["-x".to_owned(), "^glx@".to_owned()];
        let mut include = |pattern: String| options.extend(["-t".to_owned(), pattern]);
        match self {
            Self::Ci => {
                let tests = ci_tests(profile)?;
                if let Some(filter) = filter {
                    // piglit joins several patterns by "or": the list has to be cut by us, as plain text.
                    bail!("--filter {filter} needs another group than ci: piglit takes a list or a pattern");
                }
                let list = dir.join(format!("{profile}-tests"));
                fs::write(&list, tests.join("\n"))?;
                return Ok(
                    (!tests.is_empty()).then(|| vec!["--test-list".to_owned(), list.display().to_string()])
                );
            }
            Self::Gl2 => {
                let extensions = EXTENSIONS.join("|");
                let tests = format!(
                    r"shaders@|spec@(!opengl (1\.|2\.|es 2)|glsl-1\.[12]0@|glsl-es-1\.00@|({extensions})@)"
                );
                // Both have to match: one looks ahead.
                include(format!("^(?={tests}).*({})", filter.unwrap_or_default()));
            }
            Self::QuickGl | Self::QuickShader => {
                let of = if self == Self::QuickGl {
                    "quick_gl"
                } else {
                    "quick_shader"
                };
                if of != profile {
                    return Ok(None);
                }
                if let Some(filter) = filter {
                    include(filter.to_owned());
                }
            }
        }
        Ok(Some(options))
    }
}

/// Where lists and results of reference are.
fn expectations() -> PathBuf {
    paths::root().join("tests/expectations")
}

/// The lines of `piglit-ci.txt` that name tests of this profile: `PROFILE TEST`.
fn ci_tests(profile: &str) -> Result<Vec<String>> {
    let file = expectations().join("piglit-ci.txt");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let tests = text.lines().filter_map(|line| line.split_once(' '));
    Ok(tests
        .filter(|(of, _)| *of == profile)
        .map(|(_, test)| test.to_owned())
        .collect())
}

/// Runs the group and judges it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let (stage, program) = arguments.choice.prepare("piglit", &[Purpose::Piglit])?;
    let version = mesa_version(&stage, &program)?;
    println!(
        "piglit: {} draws, clients of Mesa {version}; logs are in {}",
        program.name(),
        stage.results().display()
    );
    let mut results = Results::default();
    let mut ends = 0;
    for profile in PROFILES {
        let options = arguments
            .group
            .options(profile, arguments.filter.as_deref(), stage.results())?;
        if let Some(options) = options {
            let (part, part_ends) = run_profile(&stage, &program, profile, &options, arguments.jobs)?;
            results.merge(part);
            ends += part_ends;
        }
    }
    ensure!(!results.is_empty(), "no test was chosen");
    let stored = expectations().join(format!("piglit-peer-mesa-{version}.tsv.xz"));
    if arguments.store {
        ensure!(
            matches!(program, Program::Peer(_)),
            "--store is for the peer's results"
        );
        return store(&results, &stored);
    }
    let peer = reference(&stored)?;
    results.print_counts(program.name(), &peer);
    fs::write(
        stage.results().join(format!("{}.tsv", program.name())),
        results.to_text(),
    )?;
    let expected = match program {
        Program::Ours { .. } => Expected::read(&expectations().join("piglit.txt"))?,
        Program::Peer(_) | Program::None => Expected::default(),
    };
    let verdict = judge::judge(&results, &peer, &expected);
    verdict.print();
    ensure!(ends == 0, "the server ended {ends} times while piglit ran");
    verdict.into_result()
}

/// The client's Mesa, and a check that the server draws, before thousands of tests ask for it.
fn mesa_version(stage: &Stage, program: &Program) -> Result<String> {
    let server = Server::start(stage, program, "piglit-version")?;
    let mut command = stage.client(&server, "wflinfo")?;
    command.args(["--platform", "x11_egl", "--api", "gl"]);
    let ended = stage.run("wflinfo", &mut command, Duration::from_secs(30))?;
    let text = ended.success("wflinfo")?;
    ensure!(
        text.contains(program.renderer()),
        "{} does not draw: {text}",
        program.name()
    );
    let version = text
        .lines()
        .find_map(|line| Mesa::version_of(line.strip_prefix("OpenGL version string")?));
    version.map(str::to_owned).context("the client's GL is no Mesa")
}

/// Runs one of piglit's profiles. Returns its results, and how often the server ended and was started again.
fn run_profile(
    stage: &Stage,
    program: &Program,
    profile: &str,
    options: &[String],
    jobs: usize,
) -> Result<(Results, usize)> {
    let name = format!("{profile}-{}", program.name());
    let out = stage.results().join(&name);
    let _ = fs::remove_dir_all(&out);
    let mut server = Server::start(stage, program, &name)?;
    let jobs = jobs.to_string();
    let limit = TEST_LIMIT.as_secs().to_string();
    // Its tests are ended with it: a process id namespace leaves nothing behind.
    let mut command = stage.client(&server, "unshare")?;
    command
        .args(["--pid", "--fork", "--kill-child", "piglit", "run", "--overwrite"])
        .args(["--platform", "x11_egl", "--jobs", &jobs, "--timeout", &limit])
        .args(options)
        .arg(profile)
        .arg(&out)
        .env("PIGLIT_COMPRESSION", "none");
    let log = stage.log(&name);
    let started = Instant::now();
    let mut piglit = Process::spawn("piglit", &mut command, &log)?;
    let (mut ends, mut reported) = (0, Instant::now());
    let status = loop {
        if let Some(status) = piglit.exited()? {
            break status;
        }
        ensure!(!process::interrupted(), "interrupted");
        ensure!(started.elapsed() < RUN_LIMIT, "piglit did not end");
        if let Some(words) = server.revive(stage, ends)? {
            ends += 1;
            println!("  the server ended: {words}");
            ensure!(ends < RESTARTS_MAX, "the server ended {ends} times");
        }
        if reported.elapsed() > REPORT_EVERY {
            reported = Instant::now();
            println!("  {profile}: {}", progress(&log));
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    ensure!(
        status.success(),
        "piglit failed ({status}): {}",
        piglit.last_words()
    );
    println!("  {profile}: {:.0} s", started.elapsed().as_secs_f64());
    if let Err(error) = server.end() {
        println!("  {error:#}");
        ends += 1;
    }
    Ok((Results::read(&out.join("results.json"))?, ends))
}

/// piglit writes its progress over and over the same line.
fn progress(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let last = text.rsplit(['\r', '\n']).find(|line| line.contains("] "));
    last.unwrap_or("begins").trim().to_owned()
}

/// The stored results of the peer with this Mesa, or with another one.
fn reference(wanted: &Path) -> Result<Results> {
    if wanted.is_file() {
        return Results::read_stored(wanted);
    }
    let mut others = fs::read_dir(expectations())?.filter_map(|entry| Some(entry.ok()?.path()));
    let other = others.find(|path| path.extension().is_some_and(|end| end == "xz"));
    let other =
        other.context("there are no stored results of the peer: make them with --server peer --store")?;
    println!(
        "  no results of the peer with this Mesa are stored: comparing with {}",
        other.display()
    );
    Results::read_stored(&other)
}

fn store(results: &Results, file: &Path) -> Result<()> {
    let mut all = if file.is_file() {
        Results::read_stored(file)?
    } else {
        Results::default()
    };
    all.merge(results.clone());
    all.write_stored(file)?;
    println!("stored {} tests in {}", results.len(), file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_for_every_change_names_tests_of_both_profiles() {
        for profile in PROFILES {
            assert!(ci_tests(profile).unwrap().len() > 100, "{profile}");
        }
    }
}
