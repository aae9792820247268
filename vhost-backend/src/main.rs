//! `vhost-wgpu`: see `vhost-wgpu --help`.

use std::io::Write;

use clap::Parser;
use device::gpu::record::Recorder;
use vhost_backend::{
    args::{Cli, Command, LogLevel, Serve, Vtest},
    ctl, render_node, server, service, vtest,
};
use wgpu_renderer::Wgpu;

fn main() {
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
    let status = match result {
        Ok(()) => 0,
        Err(error) => {
            eprintln!("vhost-wgpu: {error}");
            1
        }
    };
    // Threads that wait for a GPU, and those of the host's driver that compile shaders, may still run. The end of `main`
    // would take the driver's statics from under them, and the process would die of that.
    let _ = std::io::stdout().flush();
    signal_hook::low_level::exit(status)
}

fn serve(args: &Serve) -> Result<(), String> {
    start_log(args.log_level);
    if let Some(service) = args.worker {
        end_with(service)?;
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
        pci_address: None,
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

/// vhost-user.rst of QEMU, 'Backend program conventions': a feature says that there is the option of its name.
///
/// Where `render-node` is named, libvirt looks for a render node in any case and refuses to start a machine on a host
/// that has none, where 2D and a software adapter do work. So it is named where there is one.
fn print_capabilities() -> Result<(), String> {
    let mut features = vec!["virgl"];
    if render_node::exists() {
        features.push("render-node");
    }
    println!("{}", serde_json::json!({ "type": "gpu", "features": features }));
    Ok(())
}

/// Has the kernel end this process when the service that started it is gone, however that went. Killed, since a process
/// that hangs would not hear of anything less, and would keep the machine's socket from the next service.
fn end_with(service: u32) -> Result<(), String> {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(|error| error.to_string())?;
    // It may have gone before that.
    if getppid().map(|parent| parent.as_raw_pid()) != i32::try_from(service).ok() {
        return Err(format!("the service, process {service}, is gone"));
    }
    Ok(())
}
