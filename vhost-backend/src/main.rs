//! `vhost-wgpu`: see `vhost-wgpu --help`.

use std::process::ExitCode;

use clap::Parser;
use device::gpu::record::Recorder;
use vhost_backend::{
    args::{Cli, Command, LogLevel, Serve, Vtest},
    ctl, server, service, vtest,
};
use wgpu_renderer::Wgpu;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Some(Command::Ctl(args)) => ctl::run(args),
        Some(Command::Vtest(args)) => serve_vtest(args),
        Some(Command::Serve(args)) => {
            start_log(args.log_level);
            service::run(args)
        }
        None if cli.serve.print_capabilities => print_capabilities(),
        None => serve(&cli.serve),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vhost-wgpu: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(args: &Serve) -> Result<(), String> {
    start_log(args.log_level);
    if args.worker {
        end_with_parent()?;
    }
    server::run(args)
}

fn serve_vtest(args: &Vtest) -> Result<(), String> {
    start_log(args.log_level);
    if args.dry_run {
        return vtest::run(args, || Ok(Recorder::silent()));
    }
    let options = wgpu_renderer::Options {
        adapter: args.adapter.clone(),
    };
    let host = wgpu_renderer::Host::open(&options).map_err(|error| error.to_string())?;
    vtest::run(args, move || Wgpu::new(&host).map_err(|error| error.to_string()))
}

fn start_log(level: LogLevel) {
    env_logger::Builder::new()
        .filter_level(level.into())
        .parse_default_env()
        .init();
}

/// vhost-user.rst of QEMU, 'Backend program conventions': `virgl` says that there is the option of that name.
fn print_capabilities() -> Result<(), String> {
    println!("{}", serde_json::json!({ "type": "gpu", "features": ["virgl"] }));
    Ok(())
}

/// Has the kernel end this process when the service that started it is gone, however that went.
fn end_with_parent() -> Result<(), String> {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};
    let parent = getppid();
    set_parent_process_death_signal(Some(Signal::TERM)).map_err(|error| error.to_string())?;
    if getppid() != parent {
        return Err("the service is gone".into());
    }
    Ok(())
}
