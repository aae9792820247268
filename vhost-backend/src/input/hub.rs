//! What people type and point at, on its way from VNC clients to the guest. It knows of no queue and no client.
//!
//! Keys wait in the order in which they were pressed. If a guest takes too few of them, those that wait are forgotten, and
//! it is told only what is down in the end. Of the pointer, only the last place counts.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use wire::virtio_input as input;

use super::keymap::{self, Code, LEFT_SHIFT, RIGHT_SHIFT};

/// Events that wait for a guest. A fast typist makes fifty a second, and a guest takes them at once.
const MAX_WAITING: usize = 1024;

/// The greatest value of an axis.
pub const AXIS_MAX: u32 = 32767;

/// The buttons of a pointer, by the bits of VNC (RFC 6143 §7.5.5).
pub const BUTTONS: [(u8, Code); 3] = [
    (0, input::BTN_LEFT),
    (1, input::BTN_MIDDLE),
    (2, input::BTN_RIGHT),
];

/// The wheels: bit, axis, step.
const WHEELS: [(u8, u16, i32); 4] = [
    (3, input::REL_WHEEL, 1),
    (4, input::REL_WHEEL, -1),
    (5, input::REL_HWHEEL, -1),
    (6, input::REL_HWHEEL, 1),
];

/// An event of Linux's input layer: kind, code, value.
pub type Event = (u16, u16, i32);

const REPORT: Event = (input::EV_SYN, input::SYN_REPORT, 0);

/// Input of one client, which lets go of its keys when it goes.
#[derive(Debug, Default)]
pub struct Hand {
    /// Keys that it holds, by what it calls them, and what had to be done for them.
    held: Vec<(u32, Held)>,
    buttons: u8,
}

/// A key that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    code: Code,
    /// Shift keys that are let go for it, or the one that is pressed for it.
    shift: ShiftFix,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ShiftFix {
    None,
    Pressed,
    Released { left: bool, right: bool },
}

/// Keys that a client may hold: it has two hands, or is hostile.
const MAX_HELD: usize = 64;

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Event>,
    /// What is down once all that waits is taken.
    down: BTreeSet<Code>,
    /// What is down in the guest.
    told: BTreeSet<Code>,
    /// Where the pointer is, if the guest has yet to be told.
    pointer: Option<(u32, u32)>,
    caps_lock: bool,
    is_attached: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Hub(Mutex<State>);

impl Hub {
    /// A key of a client's was pressed or let go. Returns whether there is something for the guest.
    pub fn key(&self, hand: &mut Hand, down: bool, keysym: u32, scan_code: Option<u32>) -> bool {
        // A client may name a key by its place the one time, and by its symbol the other.
        let name = scan_code.map_or(keysym, |code| code | 1 << 31);
        let mut state = self.lock();
        if !down {
            let Some(index) = hand.held.iter().position(|(held, _)| *held == name) else {
                return false;
            };
            let (_, held) = hand.held.swap_remove(index);
            return state.release(held);
        }
        // The guest repeats keys by itself.
        if hand.held.iter().any(|(held, _)| *held == name) || hand.held.len() == MAX_HELD {
            return false;
        }
        let (code, shift) = match scan_code.and_then(keymap::by_place) {
            Some(code) => (code, ShiftFix::None),
            None => match keymap::by_symbol(keysym) {
                Some(symbol) => (symbol.code, state.shift_for(&symbol)),
                None => return false,
            },
        };
        let held = Held { code, shift };
        hand.held.push((name, held));
        state.press(held)
    }

    /// A client's pointer is at (`x`, `y`) of a desktop of that size, with those buttons down. Returns whether there is
    /// something for the guest.
    pub fn pointer(
        &self,
        hand: &mut Hand,
        buttons: u8,
        (x, y): (u32, u32),
        (width, height): (u32, u32),
    ) -> bool {
        let scaled = |at: u32, side: u32| {
            let last = u64::from(side.saturating_sub(1)).max(1);
            (u64::from(at).min(last) * u64::from(AXIS_MAX) / last) as u32
        };
        let mut state = self.lock();
        if !state.is_attached {
            return false;
        }
        let place = (scaled(x, width), scaled(y, height));
        state.pointer = Some(place);
        let changed = buttons ^ std::mem::replace(&mut hand.buttons, buttons);
        if changed != 0 {
            // Buttons count where the pointer is.
            state.flush_pointer();
            for (bit, code) in BUTTONS {
                if changed >> bit & 1 != 0 {
                    state.set(code, buttons >> bit & 1 != 0);
                }
            }
            for (bit, axis, step) in WHEELS {
                if changed & buttons & 1 << bit != 0 {
                    state.push((input::EV_REL, axis, step));
                }
            }
            state.push(REPORT);
        }
        true
    }

    /// A client is gone. Returns whether there is something for the guest.
    pub fn let_go(&self, hand: &mut Hand) -> bool {
        let mut state = self.lock();
        let mut any = false;
        for (_, held) in hand.held.drain(..) {
            any |= state.release(held);
        }
        let buttons = std::mem::take(&mut hand.buttons);
        for (bit, code) in BUTTONS {
            if buttons >> bit & 1 != 0 {
                any |= state.set(code, false);
                state.push(REPORT);
            }
        }
        any
    }

    /// A driver is there, and has seen nothing, or none is.
    pub fn set_attached(&self, attached: bool) {
        let mut state = self.lock();
        *state = State {
            is_attached: attached,
            ..State::default()
        };
    }

    /// Whether a driver is there.
    pub fn is_attached(&self) -> bool {
        self.lock().is_attached
    }

    /// The guest lit or put out a lamp.
    pub fn lamp(&self, lamp: u16, is_lit: bool) {
        if lamp == input::LED_CAPSL {
            self.lock().caps_lock = is_lit;
        }
    }

    /// Whether an event waits.
    pub fn has_events(&self) -> bool {
        let state = self.lock();
        !state.waiting.is_empty() || state.pointer.is_some()
    }

    /// The next event for the guest, which takes it.
    pub fn next_event(&self) -> Option<Event> {
        let mut state = self.lock();
        if state.waiting.is_empty() {
            state.flush_pointer();
        }
        let event = state.waiting.pop_front()?;
        if let (input::EV_KEY, code, value) = event {
            if value == 0 {
                state.told.remove(&code);
            } else {
                state.told.insert(code);
            }
        }
        Some(event)
    }

    /// No code panics while it holds this; if it did, the state would still be whole.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// What has to be done with shift to get a symbol.
    fn shift_for(&self, symbol: &keymap::Symbol) -> ShiftFix {
        let (left, right) = (self.down.contains(&LEFT_SHIFT), self.down.contains(&RIGHT_SHIFT));
        let wanted = symbol
            .shift
            .map(|shift| shift ^ (symbol.is_letter && self.caps_lock));
        match wanted {
            Some(true) if !left && !right => ShiftFix::Pressed,
            Some(false) if left || right => ShiftFix::Released { left, right },
            _ => ShiftFix::None,
        }
    }

    fn press(&mut self, held: Held) -> bool {
        match held.shift {
            ShiftFix::None => {}
            ShiftFix::Pressed => {
                self.set(LEFT_SHIFT, true);
            }
            ShiftFix::Released { left, right } => {
                for (code, was_down) in [(LEFT_SHIFT, left), (RIGHT_SHIFT, right)] {
                    if was_down {
                        self.set(code, false);
                    }
                }
            }
        }
        let changed = self.set(held.code, true);
        // Shift is as before as soon as the key is down: that is when its symbol is chosen.
        match held.shift {
            ShiftFix::None => {}
            ShiftFix::Pressed => {
                self.push(REPORT);
                self.set(LEFT_SHIFT, false);
            }
            ShiftFix::Released { left, right } => {
                self.push(REPORT);
                for (code, was_down) in [(LEFT_SHIFT, left), (RIGHT_SHIFT, right)] {
                    if was_down {
                        self.set(code, true);
                    }
                }
            }
        }
        self.push(REPORT);
        changed
    }

    fn release(&mut self, held: Held) -> bool {
        let changed = self.set(held.code, false);
        self.push(REPORT);
        changed
    }

    /// Returns whether that changes something.
    fn set(&mut self, code: Code, down: bool) -> bool {
        if !self.is_attached {
            return false;
        }
        let changed = if down {
            self.down.insert(code)
        } else {
            self.down.remove(&code)
        };
        if changed {
            self.push((input::EV_KEY, code, down.into()));
        }
        changed
    }

    fn push(&mut self, event: Event) {
        if !self.is_attached || (event == REPORT && self.waiting.back().is_none_or(|last| *last == REPORT)) {
            return;
        }
        self.waiting.push_back(event);
        if self.waiting.len() > MAX_WAITING {
            self.start_over();
        }
    }

    /// Forgets what waits, but for how it ends.
    fn start_over(&mut self) {
        self.waiting.clear();
        let released: Vec<_> = self.told.difference(&self.down).copied().collect();
        let pressed: Vec<_> = self.down.difference(&self.told).copied().collect();
        self.waiting
            .extend(released.into_iter().map(|code| (input::EV_KEY, code, 0)));
        self.waiting
            .extend(pressed.into_iter().map(|code| (input::EV_KEY, code, 1)));
        self.waiting.push_back(REPORT);
    }

    fn flush_pointer(&mut self) {
        if let Some((x, y)) = self.pointer.take() {
            self.push((input::EV_ABS, input::ABS_X, x as i32));
            self.push((input::EV_ABS, input::ABS_Y, y as i32));
            self.push(REPORT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attached() -> Hub {
        let hub = Hub::default();
        hub.set_attached(true);
        hub
    }

    fn drain(hub: &Hub) -> Vec<Event> {
        std::iter::from_fn(|| hub.next_event()).collect()
    }

    const fn key(code: u16, value: i32) -> Event {
        (input::EV_KEY, code, value)
    }

    #[test]
    fn a_symbol_is_typed_with_shift_if_it_needs_that_and_nobody_holds_it() {
        let (hub, mut hand) = (attached(), Hand::default());
        hub.key(&mut hand, true, 'A'.into(), None);
        hub.key(&mut hand, false, 'A'.into(), None);
        let typed = [
            key(42, 1),
            key(30, 1),
            REPORT,
            key(42, 0),
            REPORT,
            key(30, 0),
            REPORT,
        ];
        assert_eq!(drain(&hub), typed);
        hub.key(&mut hand, true, 0xffe1, None);
        hub.key(&mut hand, true, 'A'.into(), None);
        assert_eq!(drain(&hub), [key(42, 1), REPORT, key(30, 1), REPORT]);
        // A keyboard that has this one with shift.
        hub.key(&mut hand, true, '/'.into(), None);
        assert_eq!(drain(&hub), [key(42, 0), key(53, 1), REPORT, key(42, 1), REPORT]);
    }

    #[test]
    fn caps_lock_is_known_by_its_lamp() {
        let (hub, mut hand) = (attached(), Hand::default());
        hub.lamp(input::LED_CAPSL, true);
        hub.key(&mut hand, true, 'A'.into(), None);
        assert_eq!(drain(&hub), [key(30, 1), REPORT]);
        hub.key(&mut hand, true, '!'.into(), None);
        assert_eq!(drain(&hub)[..2], [key(42, 1), key(2, 1)]);
    }

    #[test]
    fn a_place_counts_more_than_a_symbol_and_repeats_are_the_guests() {
        let (hub, mut hand) = (attached(), Hand::default());
        for _ in 0..3 {
            hub.key(&mut hand, true, 'z'.into(), Some(0x15));
        }
        hub.key(&mut hand, false, 'z'.into(), Some(0x15));
        assert_eq!(drain(&hub), [key(21, 1), REPORT, key(21, 0), REPORT]);
    }

    #[test]
    fn a_client_that_goes_lets_go() {
        let (hub, mut hand) = (attached(), Hand::default());
        hub.key(&mut hand, true, 0xffe3, None);
        hub.pointer(&mut hand, 1, (0, 0), (100, 100));
        drain(&hub);
        assert!(hub.let_go(&mut hand));
        assert_eq!(drain(&hub), [key(29, 0), REPORT, key(input::BTN_LEFT, 0), REPORT]);
        assert!(!hub.let_go(&mut hand));
    }

    #[test]
    fn of_the_pointer_only_the_last_place_counts_but_for_buttons() {
        let (hub, mut hand) = (attached(), Hand::default());
        for x in 0..100 {
            hub.pointer(&mut hand, 0, (x, 0), (100, 100));
        }
        let at = |x, y| {
            [
                (input::EV_ABS, input::ABS_X, x),
                (input::EV_ABS, input::ABS_Y, y),
                REPORT,
            ]
        };
        assert_eq!(drain(&hub), at(32767, 0));
        hub.pointer(&mut hand, 0b1001, (0, 99), (100, 100));
        hub.pointer(&mut hand, 0, (70000, 70000), (100, 100));
        let mut wanted = at(0, 32767).to_vec();
        wanted.extend([
            key(input::BTN_LEFT, 1),
            (input::EV_REL, input::REL_WHEEL, 1),
            REPORT,
        ]);
        wanted.extend(at(32767, 32767));
        wanted.extend([key(input::BTN_LEFT, 0), REPORT]);
        assert_eq!(drain(&hub), wanted);
    }

    #[test]
    fn a_guest_that_takes_nothing_costs_little_and_ends_up_with_what_is_down() {
        let (hub, mut hand) = (attached(), Hand::default());
        hub.key(&mut hand, true, 'q'.into(), None);
        drain(&hub);
        hub.key(&mut hand, true, 0xffe3, None);
        for _ in 0..100_000 {
            hub.key(&mut hand, true, 'x'.into(), None);
            hub.key(&mut hand, false, 'x'.into(), None);
        }
        hub.key(&mut hand, false, 'q'.into(), None);
        assert!(hub.lock().waiting.len() <= MAX_WAITING);
        let mut down = BTreeSet::from([16]);
        for (kind, code, value) in drain(&hub) {
            if kind == input::EV_KEY && value != 0 {
                assert!(down.insert(code), "pressed twice");
            } else if kind == input::EV_KEY {
                assert!(down.remove(&code), "let go twice");
            }
        }
        assert_eq!(down, BTreeSet::from([29]));
    }

    #[test]
    fn nothing_waits_for_a_guest_that_is_not_there() {
        let (hub, mut hand) = (Hub::default(), Hand::default());
        assert!(!hub.key(&mut hand, true, 'x'.into(), None));
        assert!(!hub.pointer(&mut hand, 1, (1, 1), (2, 2)));
        assert!(!hub.has_events());
        hub.set_attached(true);
        assert!(!hub.key(&mut hand, false, 'x'.into(), None));
    }
}
