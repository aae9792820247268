//! `vhost-wgpu`: see `vhost-wgpu --help`.

use std::process::ExitCode;

use clap::Parser;
use vhost_backend::{
    args::{Cli, Command, Serve},
    ctl, server,
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Some(Command::Ctl(args)) => ctl::run(args),
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
    env_logger::Builder::new()
        .filter_level(args.log_level.into())
        .parse_default_env()
        .init();
    server::run(args)
}

/// vhost-user.rst of QEMU, 'Backend program conventions'. The features `virgl` and `render-node` belong to 3D.
fn print_capabilities() -> Result<(), String> {
    println!("{}", serde_json::json!({ "type": "gpu", "features": [] }));
    Ok(())
}
