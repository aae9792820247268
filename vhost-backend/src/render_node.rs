//! Which GPU a DRM render node such as `/dev/dri/renderD128` belongs to. libvirt names GPUs this way.

use std::{fs, os::unix::fs::MetadataExt, path::Path};

/// Whether this host has any.
pub fn exists() -> bool {
    let Ok(nodes) = fs::read_dir("/dev/dri") else {
        return false;
    };
    nodes
        .flatten()
        .any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
}

/// The PCI address of a render node's GPU, as in `0000:01:00.0`.
///
/// # Errors
/// A sentence, if there is no such node, or its GPU is not on a PCI bus.
pub fn pci_address(node: &Path) -> Result<String, String> {
    let problem = |why: &str| format!("--render-node {}: {why}", node.display());
    let metadata = fs::metadata(node).map_err(|error| problem(&error.to_string()))?;
    let number = metadata.rdev();
    // Documentation/admin-guide/sysfs-rules.rst of Linux: this is where to look a device number up.
    let link = format!(
        "/sys/dev/char/{}:{}/device",
        rustix::fs::major(number),
        rustix::fs::minor(number)
    );
    let device = fs::canonicalize(link).map_err(|_| problem("this is no device of a GPU"))?;
    address_in(&device).ok_or_else(|| problem("its GPU has no PCI address: name it with --adapter"))
}

/// The address of the innermost PCI device in a path of sysfs. A virtio GPU lies in a folder of its own below it.
fn address_in(device: &Path) -> Option<String> {
    let names = device.ancestors().filter_map(|dir| dir.file_name()?.to_str());
    names.into_iter().find(|name| is_address(name)).map(str::to_owned)
}

/// Whether this is `DDDD:BB:DD.F`, in hexadecimal.
fn is_address(name: &str) -> bool {
    let parts: Vec<&str> = name.split([':', '.']).collect();
    let digits = |part: &&str, count| part.len() == count && part.chars().all(|c| c.is_ascii_hexdigit());
    match parts.as_slice() {
        [domain, bus, device, function] => {
            name.len() == 12
                && digits(domain, 4)
                && digits(bus, 2)
                && digits(device, 2)
                && digits(function, 1)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_pci_device_of_a_path_is_found() {
        let behind_a_bridge = "/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0";
        assert_eq!(
            address_in(Path::new(behind_a_bridge)).as_deref(),
            Some("0000:01:00.0")
        );
        let virtio = "/sys/devices/pci0000:00/0000:00:02.0/virtio0";
        assert_eq!(address_in(Path::new(virtio)).as_deref(), Some("0000:00:02.0"));
        let on_a_chip = "/sys/devices/platform/soc/fd4a0000.gpu";
        assert_eq!(address_in(Path::new(on_a_chip)), None);
    }

    #[test]
    fn what_is_no_render_node_is_refused_by_name() {
        for wrong in ["/nonexistent", "/dev/null", "/"] {
            let error = pci_address(Path::new(wrong)).unwrap_err();
            assert!(error.contains("--render-node"), "{wrong}: {error}");
        }
    }
}
