//! From the command line to the device's configuration.

use device::{Config, Mode, blob::PAGE_BYTES, limits};
use log::info;
use wgpu_renderer::{Host, Options};

use crate::{
    args::{GpuMode, Serve},
    render_node, shared_memory,
};

/// `mode`, if a display can have it.
///
/// # Errors
/// A sentence with the limits.
pub fn check_mode(mode: Mode) -> Result<Mode, String> {
    if mode.is_supported() {
        return Ok(mode);
    }
    Err(format!(
        "a display has {min} to {max} pixels either way and {low} to {high} Hz",
        min = Mode::SIDE_PX_MIN,
        max = Mode::SIDE_PX_MAX,
        low = Mode::REFRESH_MHZ_MIN / 1000,
        high = Mode::REFRESH_MHZ_MAX / 1000,
    ))
}

/// The configuration of each device that the daemon will serve.
///
/// # Errors
/// A sentence on what does not fit together.
pub fn device_config(args: &Serve) -> Result<Config, String> {
    let scanouts = args.scanouts as usize;
    if args.modes.len() > scanouts {
        return Err(format!(
            "{} modes are given for {scanouts} screens: see --scanouts",
            args.modes.len()
        ));
    }
    let mut displays: Vec<_> = args.modes.iter().copied().map(Some).collect();
    displays.resize(scanouts, None);
    Ok(Config {
        displays,
        host_visible: shared_memory::host_visible(host_visible_bytes(args)?),
        max_hostmem_bytes: args
            .max_hostmem
            .map_or(limits::DEFAULT_HOSTMEM_BYTES, |bytes| bytes.0),
        uuid_seed: random_seed(),
    })
}

fn host_visible_bytes(args: &Serve) -> Result<u64, String> {
    let bytes = args.host_visible.0;
    // It becomes a PCI bar.
    if bytes == 0 || bytes.is_power_of_two() && bytes >= PAGE_BYTES {
        Ok(bytes)
    } else {
        Err("--host-visible takes 0, or a power of two from 4K on".into())
    }
}

/// Host memory that 3D resources may use.
pub fn hostmem_3d_bytes(args: &Serve) -> u64 {
    args.max_hostmem
        .map_or(limits::DEFAULT_HOSTMEM_3D_BYTES, |bytes| bytes.0)
}

fn gpu_mode(args: &Serve) -> GpuMode {
    if args.virgl {
        GpuMode::ThreeD
    } else {
        args.gpu_mode
    }
}

/// Whether the host's GPU has to be there from the start, and not only once a hypervisor attaches: a driver takes memory,
/// and what was asked for and cannot be had is to fail early.
pub fn must_have_host(args: &Serve) -> bool {
    // Whoever names an adapter wants it. A render node is what libvirt gives us in any case.
    gpu_mode(args) == GpuMode::ThreeD || args.adapter.is_some()
}

/// The host's GPU, if the mode has 3D.
///
/// # Errors
/// A sentence, if 3D was asked for and cannot be had.
pub fn open_host(args: &Serve) -> Result<Option<Host>, String> {
    let must = must_have_host(args);
    if gpu_mode(args) == GpuMode::TwoD {
        return match &args.adapter {
            Some(_) => Err("--adapter needs a --gpu-mode with 3D".into()),
            None => Ok(None),
        };
    }
    let opened = find(args).and_then(|options| Host::open(&options).map_err(|error| error.to_string()));
    match opened {
        Ok(host) => {
            info!("3D by {}", host.name());
            Ok(Some(host))
        }
        Err(error) if must => Err(error),
        Err(error) => {
            info!("no 3D: {error}");
            Ok(None)
        }
    }
}

fn find(args: &Serve) -> Result<Options, String> {
    let pci_address = args.render_node.as_deref().map(render_node::pci_address);
    Ok(Options {
        adapter: args.adapter.clone(),
        pci_address: pci_address.transpose()?,
    })
}

fn random_seed() -> u64 {
    let mut bytes = [0; 8];
    match rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()) {
        Ok(_) => u64::from_ne_bytes(bytes),
        // Before the kernel has randomness, only uniqueness is at stake: the process number tells devices apart.
        Err(_) => std::process::id().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Cli;
    use clap::Parser;

    fn config(args: &[&str]) -> Result<Config, String> {
        let all = ["vhost-wgpu", "--socket-path=s"].iter().chain(args);
        device_config(&Cli::try_parse_from(all).unwrap().serve)
    }

    #[test]
    fn modes_plug_in_displays_from_the_first_screen_on() {
        let displays = config(&["--scanouts=3", "--mode=800x600", "--mode=640x480"])
            .unwrap()
            .displays;
        assert_eq!(
            displays,
            [Some(Mode::new(800, 600)), Some(Mode::new(640, 480)), None]
        );
        assert_eq!(config(&[]).unwrap().displays, [Some(Mode::new(1280, 800))]);
    }

    #[test]
    fn the_host_visible_region_can_be_a_bar_or_nothing() {
        let bytes = |size: &str| Some(config(&["--host-visible", size]).ok()?.host_visible?.size_bytes);
        assert_eq!(bytes("64M"), Some(64 << 20));
        assert!(config(&["--host-visible=0"]).unwrap().host_visible.is_none());
        for bad in ["2K", "3M", "4097"] {
            assert!(config(&["--host-visible", bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn more_modes_than_screens_are_refused() {
        assert!(config(&["--mode=800x600", "--mode=640x480"]).is_err());
    }
}
