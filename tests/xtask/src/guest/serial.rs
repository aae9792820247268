//! Following what the guest says on its serial console.
//!
//! The vocabulary is that of `tests/guest/init`.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// What kernels print when something in them has gone wrong, whichever level it has.
const FAULTS: &[&str] = &[
    "*ERROR*",
    "cut here",
    "BUG:",
    "Oops",
    "Call Trace",
    "blocked for more than",
];

/// Warnings of stock kernels about their own driver, which come with QEMU's device too.
const HARMLESS: &[&str] = &["drm_plane_enable_fb_damage_clips() not called"];

/// The log file that QEMU writes the console to.
pub(crate) struct Serial(PathBuf);

impl Serial {
    /// Follows this file, which need not exist yet.
    pub(crate) fn new(file: PathBuf) -> Self {
        Self(file)
    }

    /// The log file.
    pub(crate) fn file(&self) -> &Path {
        &self.0
    }

    /// Everything said so far.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.0).unwrap_or_default()).into_owned()
    }

    /// How many times the guest has said this; an error when it can say nothing more.
    pub(crate) fn count(&self, words: &str) -> Result<usize> {
        Ok(self.checked_text()?.matches(words).count())
    }

    /// An error when the guest has given up.
    pub(crate) fn check(&self) -> Result<()> {
        self.checked_text().map(drop)
    }

    fn checked_text(&self) -> Result<String> {
        let text = self.text();
        for line in text.lines() {
            if let Some(why) = line.strip_prefix("vwgpu: failed ") {
                bail!("the guest gave up: {why} (see {})", self.0.display());
            }
            if line.contains("Kernel panic") {
                bail!("the guest's kernel panicked: {line} (see {})", self.0.display());
            }
        }
        Ok(text)
    }

    /// What follows `words` on its line, the last time that the guest has said it.
    pub(crate) fn after(&self, words: &str) -> Option<String> {
        let text = self.text();
        let lines = text.lines().rev();
        let mut found = lines.filter_map(|line| Some(line.split_once(words)?.1.trim().to_owned()));
        found.next()
    }

    /// Complaints of the guest's kernel about its GPU, and any kernel fault at all.
    ///
    /// The console shows kernel messages down to warnings, and only those, so each that names the driver is
    /// a complaint.
    pub(crate) fn complaints(&self) -> Vec<String> {
        complaints_in(&self.text())
    }
}

fn complaints_in(text: &str) -> Vec<String> {
    let about_gpu = |line: &str| {
        ["virtio_gpu", "virtio-gpu", "[drm"]
            .iter()
            .any(|word| line.contains(word))
    };
    let is_kernel = |line: &&str| line.starts_with('[');
    let bad = |line: &&str| about_gpu(line) || FAULTS.iter().any(|fault| line.contains(fault));
    let harmless = |line: &&str| HARMLESS.iter().any(|known| line.contains(known));
    let kernel_lines = text.lines().filter(is_kernel);
    kernel_lines
        .filter(bad)
        .filter(|line| !harmless(line))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernel_lines_about_the_gpu_are_complaints_and_others_are_not() {
        let text = "[    2.1] [drm:virtio_gpu_dequeue_ctrl_func [virtio_gpu]] *ERROR* response 0x1200\n\
                    [    4.1] virtio-pci 0000:00:01.0: [drm] drm_plane_enable_fb_damage_clips() not called\n\
                    [    0.1] RETBleed: WARNING: Spectre v2\n\
                    vwgpu: mark drm 2.5\n\
                    0 virtio_gpudrmfb\n";
        assert_eq!(complaints_in(text).len(), 1);
    }
}
