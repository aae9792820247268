//! From the keys of VNC clients to those of Linux (`input-event-codes.h`): by their places if a client tells these, else by
//! the symbols on them (X11's `keysymdef.h`), where a guest with the keyboard of the United States has them.

/// Number of a key, as Linux has it.
pub type Code = u16;

/// The left shift key.
pub const LEFT_SHIFT: Code = 42;
/// The right shift key.
pub const RIGHT_SHIFT: Code = 54;

/// Keys with two symbols: plain, with shift, code.
const PRINTABLE: [(u8, u8, Code); 48] = [
    (b'1', b'!', 2),
    (b'2', b'@', 3),
    (b'3', b'#', 4),
    (b'4', b'$', 5),
    (b'5', b'%', 6),
    (b'6', b'^', 7),
    (b'7', b'&', 8),
    (b'8', b'*', 9),
    (b'9', b'(', 10),
    (b'0', b')', 11),
    (b'-', b'_', 12),
    (b'=', b'+', 13),
    (b'q', b'Q', 16),
    (b'w', b'W', 17),
    (b'e', b'E', 18),
    (b'r', b'R', 19),
    (b't', b'T', 20),
    (b'y', b'Y', 21),
    (b'u', b'U', 22),
    (b'i', b'I', 23),
    (b'o', b'O', 24),
    (b'p', b'P', 25),
    (b'[', b'{', 26),
    (b']', b'}', 27),
    (b'a', b'A', 30),
    (b's', b'S', 31),
    (b'd', b'D', 32),
    (b'f', b'F', 33),
    (b'g', b'G', 34),
    (b'h', b'H', 35),
    (b'j', b'J', 36),
    (b'k', b'K', 37),
    (b'l', b'L', 38),
    (b';', b':', 39),
    (b'\'', b'"', 40),
    (b'`', b'~', 41),
    (b'\\', b'|', 43),
    (b'z', b'Z', 44),
    (b'x', b'X', 45),
    (b'c', b'C', 46),
    (b'v', b'V', 47),
    (b'b', b'B', 48),
    (b'n', b'N', 49),
    (b'm', b'M', 50),
    (b',', b'<', 51),
    (b'.', b'>', 52),
    (b'/', b'?', 53),
    (b' ', b' ', 57),
];

/// Keys whose symbol does not depend on shift: symbol, code.
const OTHERS: [(u32, Code); 63] = [
    // BackSpace, Tab, ISO_Left_Tab, Return, Escape, Delete.
    (0xff08, 14),
    (0xff09, 15),
    (0xfe20, 15),
    (0xff0d, 28),
    (0xff1b, 1),
    (0xffff, 111),
    // Home, Left, Up, Right, Down, Page_Up, Page_Down, End, Insert.
    (0xff50, 102),
    (0xff51, 105),
    (0xff52, 103),
    (0xff53, 106),
    (0xff54, 108),
    (0xff55, 104),
    (0xff56, 109),
    (0xff57, 107),
    (0xff63, 110),
    // Pause, Scroll_Lock, Print, Menu, Num_Lock.
    (0xff13, 119),
    (0xff14, 70),
    (0xff61, 99),
    (0xff67, 127),
    (0xff7f, 69),
    // Shift, Control, Caps_Lock, Meta, Alt, Super; ISO_Level3_Shift, Mode_switch.
    (0xffe1, LEFT_SHIFT),
    (0xffe2, RIGHT_SHIFT),
    (0xffe3, 29),
    (0xffe4, 97),
    (0xffe5, 58),
    (0xffe7, 56),
    (0xffe8, 100),
    (0xffe9, 56),
    (0xffea, 100),
    (0xffeb, 125),
    (0xffec, 126),
    (0xfe03, 100),
    (0xff7e, 100),
    // The keypad: 0 to 9; Enter, *, +, -, ., /.
    (0xffb0, 82),
    (0xffb1, 79),
    (0xffb2, 80),
    (0xffb3, 81),
    (0xffb4, 75),
    (0xffb5, 76),
    (0xffb6, 77),
    (0xffb7, 71),
    (0xffb8, 72),
    (0xffb9, 73),
    (0xff8d, 96),
    (0xffaa, 55),
    (0xffab, 78),
    (0xffad, 74),
    (0xffae, 83),
    (0xffaf, 98),
    // And what it is without Num_Lock: Home, Left, Up, Right, Down, Page_Up, Page_Down, End, Begin, Insert, Delete.
    (0xff95, 71),
    (0xff96, 75),
    (0xff97, 72),
    (0xff98, 77),
    (0xff99, 80),
    (0xff9a, 73),
    (0xff9b, 81),
    (0xff9c, 79),
    (0xff9d, 76),
    (0xff9e, 82),
    (0xff9f, 83),
    // Softer, silent, louder.
    (0x1008_ff11, 114),
    (0x1008_ff12, 113),
    (0x1008_ff13, 115),
];

/// F1 to F12; those from F13 on are in a row from [`F13`].
const FUNCTIONS: [Code; 12] = [59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 87, 88];
const F13: Code = 183;

/// Keys with the prefix 0xe0 on the wire of a PC's keyboard, in the lower seven bits, and their codes. Without it, the
/// numbers are Linux's own, up to [`LAST_PLAIN`].
const PREFIXED: [(u8, Code); 22] = [
    (0x1c, 96),
    (0x1d, 97),
    (0x20, 113),
    (0x2e, 114),
    (0x30, 115),
    (0x35, 98),
    (0x37, 99),
    (0x38, 100),
    (0x46, 119),
    (0x47, 102),
    (0x48, 103),
    (0x49, 104),
    (0x4b, 105),
    (0x4d, 106),
    (0x4f, 107),
    (0x50, 108),
    (0x51, 109),
    (0x52, 110),
    (0x53, 111),
    (0x5b, 125),
    (0x5c, 126),
    (0x5d, 127),
];
const LAST_PLAIN: u32 = 88;

/// Other keys, without the prefix: those of Japanese keyboards, and one that Sys_Rq has beside that of Print.
const RARE: [(u32, Code); 6] = [
    (0x54, 99),
    (0x70, 93),
    (0x73, 89),
    (0x79, 92),
    (0x7b, 94),
    (0x7d, 124),
];

/// What has to be done to get a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The key.
    pub code: Code,
    /// Whether shift has to be down; no matter if `None`.
    pub shift: Option<bool>,
    /// Whether Caps_Lock does what shift does.
    pub is_letter: bool,
}

/// The key of a PC's scan code, 0x80 for the prefix.
pub fn by_place(scan_code: u32) -> Option<Code> {
    if let Some((_, code)) = RARE.iter().find(|(number, _)| *number == scan_code) {
        return Some(*code);
    }
    match scan_code {
        1..=LAST_PLAIN => Some(scan_code as Code),
        0x80..=0xff => PREFIXED
            .iter()
            .find(|(number, _)| u32::from(*number) == scan_code & 0x7f)
            .map(|(_, code)| *code),
        _ => None,
    }
}

/// The key that has a symbol.
pub fn by_symbol(keysym: u32) -> Option<Symbol> {
    let plain = |code| Symbol {
        code,
        shift: None,
        is_letter: false,
    };
    if let Some(number) = keysym.checked_sub(0xffbe).filter(|number| *number < 24) {
        let code = match FUNCTIONS.get(number as usize) {
            Some(code) => *code,
            None => F13 + (number as usize - FUNCTIONS.len()) as Code,
        };
        return Some(plain(code));
    }
    if let Some((_, code)) = OTHERS.iter().find(|(symbol, _)| *symbol == keysym) {
        return Some(plain(*code));
    }
    // Unicode's symbols have bit 24 set; those of ASCII are their own numbers.
    let symbol = u8::try_from(keysym & !0x0100_0000).ok()?;
    let (lower, _, code) = PRINTABLE
        .iter()
        .copied()
        .find(|(lower, upper, _)| symbol == *lower || symbol == *upper)?;
    let shift = if symbol == b' ' {
        None
    } else {
        Some(symbol != lower)
    };
    Some(Symbol {
        code,
        shift,
        is_letter: symbol.is_ascii_alphabetic(),
    })
}

/// Every key that there is.
pub fn codes() -> impl Iterator<Item = Code> {
    let rare = RARE.iter().map(|(_, code)| *code);
    let prefixed = PREFIXED.iter().map(|(_, code)| *code);
    (1..=LAST_PLAIN as Code)
        .chain(rare)
        .chain(prefixed)
        .chain(F13..F13 + 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_where_a_keyboard_of_the_united_states_has_them() {
        let symbol = |character: char| by_symbol(character.into()).unwrap();
        assert_eq!((symbol('a').code, symbol('a').shift), (30, Some(false)));
        assert_eq!((symbol('A').code, symbol('A').shift), (30, Some(true)));
        assert_eq!((symbol('?').code, symbol('?').shift), (53, Some(true)));
        assert_eq!((symbol(' ').code, symbol(' ').shift), (57, None));
        assert_eq!(by_symbol(0x0100_0041), Some(symbol('A')));
        assert_eq!(by_symbol(0xff0d).unwrap().code, 28);
        assert_eq!(by_symbol(0xffc9).unwrap().code, 88);
        assert_eq!(by_symbol(0xffd5).unwrap().code, 194);
        assert!((0x20..0x7f).all(|ascii| by_symbol(ascii).is_some()));
        for nothing in [0, 0x1f, 0xe4, 0x0100_20ac, u32::MAX] {
            assert_eq!(by_symbol(nothing), None, "{nothing:#x}");
        }
    }

    #[test]
    fn places_are_those_of_a_pc() {
        assert_eq!(by_place(0x1e), Some(30));
        assert_eq!(by_place(0x9d), Some(97));
        assert_eq!(by_place(0xc8), Some(103));
        for nothing in [0, 0x59, 0x80, 0xff, 0x100, u32::MAX] {
            assert_eq!(by_place(nothing), None, "{nothing:#x}");
        }
    }

    #[test]
    fn whatever_can_be_typed_is_a_key_that_the_device_has() {
        let has = |code: Code| codes().any(|known| known == code);
        assert!(OTHERS.iter().all(|(_, code)| has(*code)));
        assert!(PRINTABLE.iter().all(|(_, _, code)| has(*code)));
        assert!((0xffbe..0xffd6).all(|keysym| has(by_symbol(keysym).unwrap().code)));
    }
}
