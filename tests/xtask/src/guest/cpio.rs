//! Writes the `newc` archive that Linux unpacks as its initramfs
//! (the kernel's `Documentation/driver-api/early-userspace/buffer-format.rst`).

/// The type bits of `st_mode`.
const DIRECTORY: u32 = 0o040_000;
const CHARACTER_DEVICE: u32 = 0o020_000;
const REGULAR: u32 = 0o100_000;

/// An archive in memory.
#[derive(Default)]
pub(crate) struct Archive {
    bytes: Vec<u8>,
    inode: u32,
}

/// One header's fields that differ between entries.
struct Entry<'a> {
    name: &'a str,
    mode: u32,
    device: (u32, u32),
    data: &'a [u8],
}

impl Archive {
    /// Adds a directory; its parents must have been added before.
    pub(crate) fn directory(&mut self, name: &str) {
        self.entry(&Entry {
            name,
            mode: DIRECTORY | 0o755,
            device: (0, 0),
            data: &[],
        });
    }

    /// Adds a character device. No root is needed for that in an archive.
    pub(crate) fn character_device(&mut self, name: &str, major: u32, minor: u32) {
        self.entry(&Entry {
            name,
            mode: CHARACTER_DEVICE | 0o600,
            device: (major, minor),
            data: &[],
        });
    }

    /// Adds a file that may be executed.
    pub(crate) fn file(&mut self, name: &str, data: &[u8]) {
        self.entry(&Entry {
            name,
            mode: REGULAR | 0o755,
            device: (0, 0),
            data,
        });
    }

    /// Ends the archive.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.entry(&Entry {
            name: "TRAILER!!!",
            mode: 0,
            device: (0, 0),
            data: &[],
        });
        self.bytes
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        self.inode += 1;
        let size = u32::try_from(entry.data.len()).expect("a file of the initramfs is far below 4 GiB");
        let name_size = u32::try_from(entry.name.len() + 1).expect("names are short");
        let (major, minor) = entry.device;
        // ino, mode, uid, gid, nlink, mtime, filesize, devmajor, devminor, rdevmajor, rdevminor, namesize, check
        let fields = [
            self.inode, entry.mode, 0, 0, 1, 0, size, 0, 0, major, minor, name_size, 0,
        ];
        self.bytes.extend_from_slice(b"070701");
        for field in fields {
            self.bytes.extend_from_slice(format!("{field:08x}").as_bytes());
        }
        self.bytes.extend_from_slice(entry.name.as_bytes());
        self.bytes.push(0);
        self.pad();
        self.bytes.extend_from_slice(entry.data);
        self.pad();
    }

    /// Names and data are padded to four bytes, counted from the start of the archive.
    fn pad(&mut self) {
        let padded = self.bytes.len().next_multiple_of(4);
        self.bytes.resize(padded, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_a_header_of_110_bytes_a_name_and_padded_data() {
        let mut archive = Archive::default();
        archive.file("init", b"hello");
        let bytes = archive.finish();
        assert_eq!(&bytes[..14], b"07070100000001");
        assert_eq!(&bytes[14..22], b"000081ed"); // 0100755
        assert_eq!(&bytes[54..62], b"00000005");
        assert_eq!(&bytes[110..115], b"init\0");
        assert_eq!(&bytes[116..124], b"hello\0\0\0");
        assert!(bytes[124..].starts_with(b"070701"));
        assert_eq!(bytes.len() % 4, 0);
    }
}
