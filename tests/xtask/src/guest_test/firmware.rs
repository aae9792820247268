//! The cases of UEFI: the firmware with its own driver, and with ours out of the device's option ROM.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::Setup;
use super::cases::{self, Place};
use crate::guest::picture::Picture;
use crate::guest::qemu::{BOOT_LIMIT, Boot, Machine};
use crate::process;

/// The background of the firmware's setup screen (`EFI_LIGHTGRAY`), and the least share of it.
const SETUP_COLOUR: ([u8; 3], f64) = ([0x98, 0x98, 0x98], 0.3);

/// What the shell runs: it lists drivers and devices on the console, takes all drivers off and puts them on again, lists
/// them once more, and ends.
const SHELL_SCRIPT: &str = "@echo -off\r\n\
    drivers\r\ndevices\r\n\
    disconnect -r\r\nconnect -r\r\n\
    drivers\r\ndevices\r\n\
    echo shell script done\r\n";
/// What the shell's `drivers` calls our driver, and the firmware's two that would have the device otherwise.
const OUR_DRIVER: &str = "vhost-wgpu virtio-gpu driver";
const THEIR_DRIVERS: &[&str] = &["Virtio GPU Driver", "Virtio 1.0 PCI Driver"];
/// What its `devices` calls our driver's screen.
const OUR_SCREEN: &str = "virtio GPU screen";

/// The firmware's own driver draws the same on the back end as on QEMU's device.
pub(super) fn their_driver(setup: &Setup) -> Result<()> {
    cases::compare(setup, "firmware", Boot::Firmware, enter_firmware_setup)
}

/// Our driver draws what the firmware's own does: on the back end, and on QEMU's device.
pub(super) fn our_driver(setup: &Setup) -> Result<()> {
    let case = "firmware-rom";
    let place = |name, is_backend, rom| Place {
        name,
        is_backend,
        rom,
        boot: Boot::Firmware,
    };
    let reference = place("reference", false, None);
    for (name, is_backend) in [("backend", true), ("builtin", false)] {
        let ours = place(name, is_backend, Some(&setup.driver.rom));
        cases::compare_places(setup, case, (&reference, &ours), enter_firmware_setup)?;
    }
    Ok(())
}

/// The firmware says that our driver has the device, and no other; it lets go of it and takes it again.
pub(super) fn shell(setup: &Setup) -> Result<()> {
    for (name, is_backend) in [("backend", true), ("builtin", false)] {
        shell_on(setup, name, is_backend).with_context(|| name.to_owned())?;
    }
    Ok(())
}

fn shell_on(setup: &Setup, name: &'static str, is_backend: bool) -> Result<()> {
    let case = "firmware-shell";
    let disk = setup.results.join(format!("{case}-{name}"));
    fs::create_dir_all(&disk)?;
    fs::write(disk.join("startup.nsh"), SHELL_SCRIPT)?;
    let place = Place {
        name,
        is_backend,
        rom: Some(&setup.driver.rom),
        boot: Boot::FirmwareShell(&disk),
    };
    let mut machine = cases::start_place(setup, case, &place)?;
    machine.wait_for_words("shell script done")?;
    let log = setup.results.join(format!("{case}-{name}.serial.log"));
    judge_lists(&plain(&machine.serial.text())).with_context(|| log.display().to_string())?;
    let picture = machine.look()?;
    setup.save(case, name, &picture)?;
    ensure!(!picture.is_blank(), "the shell's screen is blank");
    machine.finish()
}

/// Both times our driver has one device with one screen, and the firmware's own have none of theirs.
fn judge_lists(text: &str) -> Result<()> {
    let lines = |words: &str| -> Vec<&str> { text.lines().filter(|line| line.contains(words)).collect() };
    let ours = lines(OUR_DRIVER);
    ensure!(ours.len() == 2, "our driver is listed {} times", ours.len());
    for line in ours {
        ensure!(
            devices_of(line) == Some(("1", "1")),
            "our driver has no screen: {line}"
        );
    }
    for name in THEIR_DRIVERS {
        for line in lines(name) {
            ensure!(
                devices_of(line) == Some(("-", "-")),
                "the firmware's driver has a device: {line}"
            );
        }
    }
    ensure!(lines(OUR_SCREEN).len() == 2, "the screen is not listed twice");
    Ok(())
}

/// How many devices and children a driver has, as `drivers` lists it: handle, version, type, two marks, and these.
fn devices_of(line: &str) -> Option<(&str, &str)> {
    let mut columns = line.split_whitespace().skip(5);
    Some((columns.next()?, columns.next()?))
}

/// The text of a terminal without its escape sequences and carriage returns.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '\u{1b}' => {
                let _ = rest.by_ref().find(|c| c.is_ascii_alphabetic());
            }
            '\r' => {}
            other => plain.push(other),
        }
    }
    plain
}

/// The firmware ends and Linux takes the device over: its pictures are those of a Linux that no firmware has started, and
/// it says nothing about its GPU.
pub(super) fn linux(setup: &Setup) -> Result<()> {
    let case = "firmware-linux";
    let place = |name, is_backend, rom, boot| Place {
        name,
        is_backend,
        rom,
        boot,
    };
    let rom: Option<&Path> = Some(&setup.driver.rom);
    let reference = place("reference", false, None, Boot::Linux(&setup.image, "console"));
    for (name, is_backend) in [("backend", true), ("builtin", false)] {
        let boot = Boot::FirmwareLinux(&setup.image, "console");
        let ours = place(name, is_backend, rom, boot);
        cases::compare_places(setup, case, (&reference, &ours), cases::wait_for_banner)?;
    }
    Ok(())
}

/// The firmware's first page, reached by pressing Escape until it comes.
fn enter_firmware_setup(machine: &mut Machine) -> Result<Picture> {
    let (colour, least) = SETUP_COLOUR;
    let is_setup = |picture: &Picture| picture.share_of(colour) >= least;
    process::poll_until("firmware setup screen", BOOT_LIMIT, || {
        if is_setup(&machine.look()?) {
            return Ok(Some(()));
        }
        // Escape does nothing before the firmware listens, and leads back to this page from the others.
        machine.qmp.send_keys(&["esc"])?;
        std::thread::sleep(Duration::from_millis(500));
        Ok(None)
    })?;
    machine.wait_for_picture("finished firmware setup screen", BOOT_LIMIT, is_setup)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "AF 00000020 B - -  1  1 vhost-wgpu virtio-gpu driver        Offset(0x0,0x69FF)\n";
    const THEIRS: &str = "60 00000010 ? - -  -  - Virtio 1.0 PCI Driver               Virtio10\n";
    const SCREEN: &str = "  B0 B - -  1  3   1 virtio GPU screen\n";

    #[test]
    fn lists_are_judged() {
        let good = [OURS, THEIRS, SCREEN].concat().repeat(2);
        judge_lists(&good).unwrap();
        assert!(judge_lists(&good.replacen("1  1 vhost", "-  - vhost", 1)).is_err());
        assert!(judge_lists(&good.replacen("-  - Virtio", "1  - Virtio", 1)).is_err());
        assert!(judge_lists(&good.replacen(SCREEN, "", 1)).is_err());
        assert!(judge_lists("").is_err());
    }

    #[test]
    fn escape_sequences_are_left_out() {
        assert_eq!(plain("\u{1b}[2J\u{1b}[01;01Hvirtio\r\n"), "virtio\n");
    }
}
