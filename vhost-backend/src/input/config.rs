//! What the input device says it is (virtio 1.3 §5.8.4): a keyboard with lamps, a tablet with buttons and wheels.

use wire::virtio_input::{self as input, AbsInfo, Config, DevIds};
use zerocopy::{FromZeros, IntoBytes};

use super::{
    hub::{AXIS_MAX, BUTTONS},
    keymap,
};

const NAME: &[u8] = b"vhost-wgpu keyboard and tablet";

/// The configuration space after the driver has written `select` and `subsel`.
pub fn config(select: u8, subsel: u8) -> Config {
    let mut config = Config::new_zeroed();
    (config.select, config.subsel) = (select, subsel);
    let size = match (select, u16::from(subsel)) {
        (input::CFG_ID_NAME, 0) => put(&mut config.data, NAME),
        (input::CFG_ID_DEVIDS, 0) => {
            let ids = DevIds {
                bustype: input::BUS_VIRTUAL.into(),
                vendor: 0.into(),
                product: 1.into(),
                version: 1.into(),
            };
            put(&mut config.data, ids.as_bytes())
        }
        (input::CFG_EV_BITS, kind) => put_bits(&mut config.data, kind),
        (input::CFG_ABS_INFO, input::ABS_X | input::ABS_Y) => {
            let axis = AbsInfo {
                max: AXIS_MAX.into(),
                ..AbsInfo::new_zeroed()
            };
            put(&mut config.data, axis.as_bytes())
        }
        // Nothing of that: no bytes.
        _ => 0,
    };
    config.size = size as u8;
    config
}

fn put(data: &mut [u8; 128], bytes: &[u8]) -> usize {
    data[..bytes.len()].copy_from_slice(bytes);
    bytes.len()
}

/// A bit for each code of that kind of event which the device sends, or takes.
fn put_bits(data: &mut [u8; 128], kind: u16) -> usize {
    let codes: Vec<u16> = match kind {
        input::EV_KEY => keymap::codes().chain(BUTTONS.map(|(_, code)| code)).collect(),
        input::EV_REL => vec![input::REL_HWHEEL, input::REL_WHEEL],
        input::EV_ABS => vec![input::ABS_X, input::ABS_Y],
        input::EV_LED => vec![input::LED_NUML, input::LED_CAPSL, input::LED_SCROLLL],
        // The guest repeats keys by itself: that there is something is all that it looks at.
        input::EV_REP => vec![0],
        _ => vec![],
    };
    for code in &codes {
        data[usize::from(code / 8)] |= 1 << (code % 8);
    }
    codes.iter().max().map_or(0, |code| usize::from(code / 8) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_buttons_and_axes_are_told() {
        let keys = config(input::CFG_EV_BITS, input::EV_KEY as u8);
        let has = |code: u16| keys.data[usize::from(code / 8)] >> (code % 8) & 1 != 0;
        assert!(has(30) && has(194) && has(input::BTN_LEFT) && has(input::BTN_MIDDLE));
        assert!(!has(0) && !has(89 + 1) && !has(input::BTN_MIDDLE + 1));
        assert_eq!(u16::from(keys.size), 0x112 / 8 + 1);
        let axis = config(input::CFG_ABS_INFO, 1);
        assert_eq!((axis.size, &axis.data[4..8]), (20, &[0xff, 0x7f, 0, 0][..]));
        assert_eq!(
            config(input::CFG_EV_BITS, input::EV_REL as u8).data[..2],
            [0x40, 1]
        );
        let name = config(input::CFG_ID_NAME, 0);
        assert_eq!(&name.data[..name.size.into()], NAME);
    }

    #[test]
    fn whatever_else_is_asked_has_no_bytes() {
        for select in 0..=255 {
            for subsel in 0..=255 {
                let config = config(select, subsel);
                assert!(config.size <= 128);
                let is_empty = config.data == [0; 128];
                assert_eq!(config.size == 0, is_empty, "{select} {subsel}");
            }
        }
    }
}
