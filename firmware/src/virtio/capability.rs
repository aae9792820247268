//! Where a device's structures lie: the vendor-specific capabilities of its PCI configuration space, virtio 1.3 §4.1.4.

use core::mem::{offset_of, size_of};

use wire::virtio_pci::{CAP_ID_VENDOR, CFG_COMMON, CFG_NOTIFY, Cap, CommonCfg, NotifyCap};
use zerocopy::FromZeros;

use crate::error::Error;
use crate::platform::{Platform, Width};

/// PCI configuration space: where the status is, and its bit that says that there are capabilities.
const STATUS: u8 = 0x06;
const STATUS_CAPABILITIES: u32 = 1 << 4;
/// PCI configuration space: where the offset of the first capability is.
const FIRST_CAPABILITY: u8 = 0x34;
/// Capabilities lie behind the header, at multiples of four: more than these cannot be, so the list is a loop.
const HEADER_BYTES: u8 = 0x40;
const MAX_CAPABILITIES: usize = (256 - HEADER_BYTES as usize) / 4;
/// The last BAR.
const LAST_BAR: u8 = 5;

/// One structure in a BAR. Its end does not wrap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Which BAR, 0 to 5.
    pub bar: u8,
    /// Where in it, in bytes.
    pub offset: u32,
    /// In bytes.
    pub length: u32,
}

impl Structure {
    /// Where in the BAR something is that lies `within` bytes into the structure.
    pub fn place(&self, within: u64) -> u64 {
        u64::from(self.offset) + within
    }
}

/// The structures that the driver uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Structures {
    /// [`CommonCfg`], whole.
    pub common: Structure,
    /// Where queues are notified.
    pub notify: Structure,
    /// Bytes between the places of neighbouring queues there.
    pub notify_off_multiplier: u32,
}

impl Structures {
    /// Walks the list of capabilities. Of several of one type the first is taken that can be used, as §4.1.4.1 wants.
    ///
    /// # Errors
    /// [`Error::Unsupported`] if one is missing, [`Error::Broken`] if the list has no end, [`Error::Access`].
    pub fn find(platform: &impl Platform) -> Result<Self, Error> {
        let (mut common, mut notify) = (None, None::<(Structure, u32)>);
        if platform.read_config(STATUS, Width::W16)? & STATUS_CAPABILITIES == 0 {
            return Err(Error::Unsupported("capabilities"));
        }
        let mut at = platform.read_config(FIRST_CAPABILITY, Width::W8)? as u8;
        for _ in 0..MAX_CAPABILITIES {
            // The two lowest bits are reserved.
            at &= !3;
            if at < HEADER_BYTES {
                return Ok(Self {
                    common: common.ok_or(Error::Unsupported("common configuration (a legacy device?)"))?,
                    notify: notify.ok_or(Error::Unsupported("place to notify"))?.0,
                    notify_off_multiplier: notify.map_or(0, |(_, multiplier)| multiplier),
                });
            }
            let cap = read_capability(platform, at)?;
            if let Some(structure) = usable(&cap) {
                match cap.cfg_type {
                    CFG_COMMON if structure.length as usize >= size_of::<CommonCfg>() => {
                        common = common.or(Some(structure));
                    }
                    CFG_NOTIFY if notify.is_none() => {
                        notify =
                            notify_capability(platform, at, &cap)?.map(|multiplier| (structure, multiplier));
                    }
                    _ => {}
                }
            }
            at = cap.cap_next;
        }
        Err(Error::Broken("its capabilities are a loop"))
    }
}

/// What the capability says, if it is one of virtio that lies in a BAR.
fn usable(cap: &Cap) -> Option<Structure> {
    let is_whole = cap.cap_vndr == CAP_ID_VENDOR && usize::from(cap.cap_len) >= size_of::<Cap>();
    // §4.1.4: other values of `bar` are reserved, and such capabilities ignored.
    if !is_whole || cap.bar > LAST_BAR {
        return None;
    }
    let (offset, length) = (cap.offset.get(), cap.length.get());
    offset.checked_add(length)?;
    Some(Structure {
        bar: cap.bar,
        offset,
        length,
    })
}

/// The multiplier of a notification capability that is long enough to have one.
fn notify_capability(platform: &impl Platform, at: u8, cap: &Cap) -> Result<Option<u32>, Error> {
    let Some(place) = at.checked_add(offset_of!(NotifyCap, notify_off_multiplier) as u8) else {
        return Ok(None);
    };
    if usize::from(cap.cap_len) < size_of::<NotifyCap>() {
        return Ok(None);
    }
    platform.read_config(place, Width::W32).map(Some)
}

/// Reads a capability; what would lie behind the end of configuration space is zero.
fn read_capability(platform: &impl Platform, at: u8) -> Result<Cap, Error> {
    let mut bytes = [0; size_of::<Cap>()];
    for (index, word) in bytes.chunks_exact_mut(4).enumerate() {
        if let Some(place) = at.checked_add(index as u8 * 4) {
            word.copy_from_slice(&platform.read_config(place, Width::W32)?.to_le_bytes());
        }
    }
    let mut cap = Cap::new_zeroed();
    zerocopy::IntoBytes::as_mut_bytes(&mut cap).copy_from_slice(&bytes);
    Ok(cap)
}
