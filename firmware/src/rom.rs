//! A PCI option ROM with one UEFI driver: what QEMU's `romfile=` takes and firmware loads from a device.
//!
//! The layout is that of the PCI Firmware Specification 3.3 §5 (expansion ROM header, PCI data structure of revision 3)
//! with the fields that UEFI 2.10 §14.4.2 gives the header. The image is stored as it is, uncompressed: devices that
//! QEMU emulates do not care for the size of their ROM.

use std::fmt;

/// The unit of lengths in a ROM.
const BLOCK_BYTES: usize = 512;
/// The most blocks that 16 bits can say.
const MAX_BLOCKS: usize = u16::MAX as usize;
/// The header's `Signature` and `EfiSignature`, and where its fields are.
const SIGNATURE: u16 = 0xaa55;
const EFI_SIGNATURE: u32 = 0x0ef1;
const INITIALIZATION_SIZE: usize = 0x02;
const EFI_SIGNATURE_AT: usize = 0x04;
const SUBSYSTEM: usize = 0x08;
const MACHINE: usize = 0x0a;
const COMPRESSION: usize = 0x0c;
const IMAGE_OFFSET: usize = 0x16;
const PCIR_OFFSET: usize = 0x18;
const HEADER_BYTES: usize = 0x1a;
/// The PCI data structure begins at a multiple of four.
const PCIR: usize = HEADER_BYTES.next_multiple_of(4);
const PCIR_SIGNATURE: &[u8; 4] = b"PCIR";
const PCIR_BYTES: usize = 0x1c;
const PCIR_REVISION: u8 = 3;
/// Offsets within it.
const VENDOR: usize = 0x04;
const DEVICE: usize = 0x06;
const DEVICE_LIST: usize = 0x08;
const LENGTH: usize = 0x0a;
const REVISION: usize = 0x0c;
const CLASS: usize = 0x0d;
const IMAGE_LENGTH: usize = 0x10;
const CODE_TYPE: usize = 0x14;
const INDICATOR: usize = 0x15;
/// `CodeType` of a UEFI image, and the bit of `Indicator` that says that no other image follows.
const CODE_TYPE_EFI: u8 = 3;
const INDICATOR_LAST: u8 = 0x80;
/// A display controller that is not VGA.
const CLASS_DISPLAY_OTHER: [u8; 3] = [0x00, 0x80, 0x03];

/// PE: the header's machine for x86-64, and the subsystem of drivers that end with the firmware.
const MACHINE_X64: u16 = 0x8664;
const SUBSYSTEM_BOOT_SERVICE_DRIVER: u16 = 11;
const PE_OFFSET: usize = 0x3c;
const PE_SIGNATURE: &[u8; 4] = b"PE\0\0";
const PE_MACHINE: usize = 4;
/// From the PE signature: 24 bytes to the optional header, where the subsystem is at 68 in both of its forms.
const PE_SUBSYSTEM: usize = 24 + 68;

/// Which devices the ROM is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Devices<'a> {
    /// The PCI vendor of all of them.
    pub vendor: u16,
    /// The device that the ROM names first.
    pub device: u16,
    /// Others that it is good for.
    pub others: &'a [u16],
}

/// Why no ROM can be made, or why something is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RomError {
    /// The image is not what a ROM may hold.
    Image(&'static str),
    /// So many bytes do not fit.
    TooLarge(usize),
    /// A ROM breaks the rules thus.
    Rom(&'static str),
}

impl fmt::Display for RomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Image(why) => write!(f, "the image {why}"),
            Self::TooLarge(bytes) => write!(f, "{bytes} bytes are too many for a ROM"),
            Self::Rom(why) => write!(f, "the ROM {why}"),
        }
    }
}

impl std::error::Error for RomError {}

/// Packs a driver for x86-64.
///
/// # Errors
/// [`RomError::Image`] if `efi` is no such driver, [`RomError::TooLarge`].
pub fn pack(efi: &[u8], devices: &Devices<'_>) -> Result<Vec<u8>, RomError> {
    check_image(efi)?;
    let list = PCIR + PCIR_BYTES;
    // The list ends with a zero.
    let list_bytes = if devices.others.is_empty() {
        0
    } else {
        (devices.others.len() + 1) * 2
    };
    let image = (list + list_bytes).next_multiple_of(8);
    let bytes = (image + efi.len()).next_multiple_of(BLOCK_BYTES);
    let blocks = bytes / BLOCK_BYTES;
    if blocks > MAX_BLOCKS || image > usize::from(u16::MAX) {
        return Err(RomError::TooLarge(bytes));
    }
    let mut rom = vec![0; bytes];
    put16(&mut rom, 0, SIGNATURE);
    put16(&mut rom, INITIALIZATION_SIZE, blocks as u16);
    rom[EFI_SIGNATURE_AT..][..4].copy_from_slice(&EFI_SIGNATURE.to_le_bytes());
    put16(&mut rom, SUBSYSTEM, SUBSYSTEM_BOOT_SERVICE_DRIVER);
    put16(&mut rom, MACHINE, MACHINE_X64);
    put16(&mut rom, IMAGE_OFFSET, image as u16);
    put16(&mut rom, PCIR_OFFSET, PCIR as u16);

    let pcir = &mut rom[PCIR..list];
    pcir[..4].copy_from_slice(PCIR_SIGNATURE);
    put16(pcir, VENDOR, devices.vendor);
    put16(pcir, DEVICE, devices.device);
    if list_bytes > 0 {
        put16(pcir, DEVICE_LIST, PCIR_BYTES as u16);
    }
    put16(pcir, LENGTH, PCIR_BYTES as u16);
    pcir[REVISION] = PCIR_REVISION;
    pcir[CLASS..][..3].copy_from_slice(&CLASS_DISPLAY_OTHER);
    put16(pcir, IMAGE_LENGTH, blocks as u16);
    pcir[CODE_TYPE] = CODE_TYPE_EFI;
    pcir[INDICATOR] = INDICATOR_LAST;
    for (index, device) in devices.others.iter().enumerate() {
        put16(&mut rom, list + index * 2, *device);
    }
    rom[image..][..efi.len()].copy_from_slice(efi);
    Ok(rom)
}

/// What firmware reads from a ROM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rom<'a> {
    /// The PCI vendor.
    pub vendor: u16,
    /// The devices: the one named first, and those of the list.
    pub devices: Vec<u16>,
    /// The image, with the zeros that fill its last block.
    pub image: &'a [u8],
}

/// Reads a ROM of one uncompressed UEFI image, as firmware does.
///
/// # Errors
/// [`RomError::Rom`].
pub fn parse(rom: &[u8]) -> Result<Rom<'_>, RomError> {
    let header = |at| get16(rom, at).ok_or(RomError::Rom("is cut short"));
    if header(0)? != SIGNATURE {
        return Err(RomError::Rom("has no signature"));
    }
    let efi_signature = rom.get(EFI_SIGNATURE_AT..EFI_SIGNATURE_AT + 4);
    if efi_signature != Some(&EFI_SIGNATURE.to_le_bytes()) {
        return Err(RomError::Rom("holds no UEFI image"));
    }
    if header(MACHINE)? != MACHINE_X64 || header(SUBSYSTEM)? != SUBSYSTEM_BOOT_SERVICE_DRIVER {
        return Err(RomError::Rom("is for another machine or no driver"));
    }
    if header(COMPRESSION)? != 0 {
        return Err(RomError::Rom("is compressed"));
    }
    let pcir_at = usize::from(header(PCIR_OFFSET)?);
    let pcir = rom.get(pcir_at..).unwrap_or_default();
    let data = |at| get16(pcir, at).ok_or(RomError::Rom("has no PCI data structure"));
    let begins_well = pcir_at.is_multiple_of(4) && pcir.starts_with(PCIR_SIGNATURE);
    if !begins_well || usize::from(data(LENGTH)?) < PCIR_BYTES {
        return Err(RomError::Rom("has no PCI data structure"));
    }
    if pcir.get(CODE_TYPE..=INDICATOR) != Some(&[CODE_TYPE_EFI, INDICATOR_LAST]) {
        return Err(RomError::Rom("holds another image"));
    }
    let blocks = header(INITIALIZATION_SIZE)?;
    let bytes = usize::from(blocks) * BLOCK_BYTES;
    if blocks != data(IMAGE_LENGTH)? || bytes != rom.len() {
        return Err(RomError::Rom("is of another length than it says"));
    }
    let mut devices = vec![data(DEVICE)?];
    let mut list = usize::from(data(DEVICE_LIST)?);
    while list != 0 {
        match data(list)? {
            0 => break,
            device => devices.push(device),
        }
        list += 2;
    }
    let image = rom.get(usize::from(header(IMAGE_OFFSET)?)..).unwrap_or_default();
    check_image(image)?;
    Ok(Rom {
        vendor: data(VENDOR)?,
        devices,
        image,
    })
}

/// The image is a PE of a driver for x86-64.
fn check_image(efi: &[u8]) -> Result<(), RomError> {
    let pe = efi
        .get(PE_OFFSET..PE_OFFSET + 4)
        .and_then(|bytes| usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok())
        .and_then(|at| efi.get(at..))
        .filter(|pe| efi.starts_with(b"MZ") && pe.starts_with(PE_SIGNATURE));
    let pe = pe.ok_or(RomError::Image("is no PE file"))?;
    if get16(pe, PE_MACHINE) != Some(MACHINE_X64) {
        return Err(RomError::Image("is not for x86-64"));
    }
    if get16(pe, PE_SUBSYSTEM) != Some(SUBSYSTEM_BOOT_SERVICE_DRIVER) {
        return Err(RomError::Image("is no driver of boot services"));
    }
    Ok(())
}

fn put16(bytes: &mut [u8], at: usize, value: u16) {
    bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
}

fn get16(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GPU: Devices<'_> = Devices {
        vendor: 0x1af4,
        device: 0x1050,
        others: &[],
    };

    /// The least that counts as a driver, and some content.
    fn driver(bytes: usize) -> Vec<u8> {
        let mut efi = vec![0x5a; bytes];
        efi[..2].copy_from_slice(b"MZ");
        efi[PE_OFFSET..][..4].copy_from_slice(&0x80_u32.to_le_bytes());
        efi[0x80..][..4].copy_from_slice(PE_SIGNATURE);
        put16(&mut efi, 0x80 + PE_MACHINE, MACHINE_X64);
        put16(&mut efi, 0x80 + PE_SUBSYSTEM, SUBSYSTEM_BOOT_SERVICE_DRIVER);
        efi
    }

    #[test]
    fn a_packed_driver_is_found_again() {
        for bytes in [512, 1000, 1024, 70_000] {
            let efi = driver(bytes);
            let rom = pack(&efi, &GPU).unwrap();
            assert!(rom.len().is_multiple_of(512) && rom.len() < efi.len() + 600);
            let found = parse(&rom).unwrap();
            assert_eq!((found.vendor, found.devices), (0x1af4, vec![0x1050]));
            let (image, rest) = found.image.split_at(efi.len());
            assert!(image == efi && rest.iter().all(|byte| *byte == 0));
        }
    }

    /// Numbers of the specification, by hand: not those of this module.
    #[test]
    fn the_fields_are_where_firmware_looks() {
        let rom = pack(&driver(2048), &GPU).unwrap();
        assert_eq!(rom.len(), 5 * 512);
        assert_eq!(
            rom[..0x0e],
            [0x55, 0xaa, 5, 0, 0xf1, 0x0e, 0, 0, 11, 0, 0x64, 0x86, 0, 0]
        );
        assert_eq!(rom[0x0e..0x16], [0; 8]);
        assert_eq!(rom[0x16..0x1a], [0x38, 0, 0x1c, 0]);
        let data = [
            b'P', b'C', b'I', b'R', 0xf4, 0x1a, 0x50, 0x10, 0, 0, 0x1c, 0, 3, 0x00, 0x80, 0x03, 5, 0, 0, 0,
            3, 0x80, 0, 0, 0, 0, 0, 0,
        ];
        assert_eq!(rom[0x1c..0x38], data);
        assert_eq!(rom[0x38..0x3a], *b"MZ");
    }

    #[test]
    fn other_devices_are_listed() {
        let devices = Devices {
            others: &[0x1051, 0x1052],
            ..GPU
        };
        let rom = pack(&driver(600), &devices).unwrap();
        assert_eq!(rom[0x1c + 8..0x1c + 10], [0x1c, 0]);
        assert_eq!(parse(&rom).unwrap().devices, [0x1050, 0x1051, 0x1052]);
    }

    #[test]
    fn what_is_no_driver_is_refused() {
        let good = driver(600);
        let broken = |at: usize| {
            let mut bad = good.clone();
            bad[at] ^= 1;
            pack(&bad, &GPU).unwrap_err()
        };
        assert_eq!(broken(0), RomError::Image("is no PE file"));
        assert_eq!(broken(0x80), RomError::Image("is no PE file"));
        assert_eq!(broken(0x80 + PE_MACHINE), RomError::Image("is not for x86-64"));
        let application = broken(0x80 + PE_SUBSYSTEM);
        assert_eq!(application, RomError::Image("is no driver of boot services"));
        assert_eq!(pack(&[], &GPU), Err(RomError::Image("is no PE file")));
        let huge = driver(MAX_BLOCKS * BLOCK_BYTES);
        assert!(matches!(pack(&huge, &GPU), Err(RomError::TooLarge(_))));
    }

    #[test]
    fn a_rom_cut_or_broken_is_none() {
        let rom = pack(&driver(600), &GPU).unwrap();
        for length in 0..rom.len() {
            assert!(parse(&rom[..length]).is_err(), "the first {length} bytes");
        }
        for at in [
            0,
            2,
            4,
            8,
            10,
            12,
            0x1c,
            0x1c + CODE_TYPE,
            0x1c + INDICATOR,
            0x1c + IMAGE_LENGTH,
        ] {
            let mut bad = rom.clone();
            bad[at] ^= 1;
            assert!(parse(&bad).is_err(), "byte {at}");
        }
    }
}
