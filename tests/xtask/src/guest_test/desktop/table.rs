//! Which programs are run in the guest, and what is asked of their pictures.

/// A program on weston.
pub(super) struct Stock {
    /// Its script in `tests/guest/run`, and what results are filed under.
    pub(super) name: &'static str,
    /// The screen, in pixels.
    pub(super) mode: (u32, u32),
    pub(super) memory_mib: u32,
    pub(super) judge: Judge,
}

/// What is looked at, and when it is right.
#[derive(Clone, Copy)]
pub(super) enum Judge {
    /// A window that stands still, with at least this structural similarity to the reference.
    Still(f64),
    /// A page in Chromium, which has so many checks that must all pass, and at last stands still, with at least so many
    /// colours.
    Page {
        least: f64,
        checks: usize,
        colours: usize,
    },
    /// What is seen, one after the other, of something that never stands still, such as a game that is played.
    Scenes(&'static [Scene]),
}

/// Something to be seen where there is motion.
pub(super) struct Scene {
    /// What its pictures are filed under, beside the program's name.
    pub(super) name: &'static str,
    /// What is typed to come there, as QEMU names keys; nothing for what a game begins with.
    pub(super) key: Option<&'static str>,
    /// It has at least so many colours. What is seen on the way there may have fewer.
    pub(super) colours: usize,
    /// It is looked at when it has had these in so many frames, all like the first of them as far as `likeness` says:
    /// by then it is what it will be. A slow guest takes longer to them, and what is loaded meanwhile does not move.
    pub(super) frames: u32,
    pub(super) likeness: Likeness,
}

/// How a picture has to be like that of the reference.
#[derive(Clone, Copy)]
pub(super) enum Likeness {
    /// By at least this structural similarity: little or nothing moves.
    Ssim(f64),
    /// By two thirds of its shades: it is never twice the same.
    Shades,
}

/// A program of a toolkit.
const fn toolkit(name: &'static str, judge: Judge) -> Stock {
    Stock {
        name,
        mode: (1280, 800),
        memory_mib: 1024,
        judge,
    }
}

const fn page(name: &'static str, checks: usize, colours: usize) -> Stock {
    Stock {
        name,
        mode: (1280, 800),
        memory_mib: 2048,
        judge: Judge::Page {
            least: 0.99,
            checks,
            colours,
        },
    }
}

/// A game in a small window, since the reference draws it with an emulated processor.
const fn game(name: &'static str, scenes: &'static [Scene]) -> Stock {
    Stock {
        name,
        mode: (640, 480),
        memory_mib: 1536,
        judge: Judge::Scenes(scenes),
    }
}

const fn scene(
    name: &'static str,
    key: Option<&'static str>,
    colours: usize,
    frames: u32,
    likeness: Likeness,
) -> Scene {
    Scene {
        name,
        key,
        colours,
        frames,
        likeness,
    }
}

/// All of GTK 4's widgets, one of which is a picture. Two turn, and a bar moves to and fro.
const WIDGETS: &[Scene] = &[scene("window", None, 5_000, 8, Likeness::Ssim(0.97))];
/// A ball at rest in its level: coins turn, and the clock shows the time. On the way to the play its camera flies about,
/// and there is a countdown.
const NEVERBALL: &[Scene] = &[
    scene("level", None, 15_000, 8, Likeness::Ssim(0.96)),
    scene("play", Some("ret"), 15_000, 16, Likeness::Ssim(0.96)),
    scene("paused", Some("esc"), 15_000, 8, Likeness::Ssim(0.96)),
];
/// Snow falls over the menus. Before the race its screen is nearly empty.
const TUX_RACER: &[Scene] = &[
    scene("players", None, 10_000, 10, Likeness::Ssim(0.8)),
    scene("menu", Some("ret"), 10_000, 10, Likeness::Ssim(0.8)),
    scene("event", Some("ret"), 10_000, 10, Likeness::Ssim(0.8)),
    scene("cup", Some("ret"), 10_000, 10, Likeness::Ssim(0.8)),
    scene("race", Some("ret"), 30_000, 10, Likeness::Shades),
];

/// All of them.
pub(super) const TABLE: &[Stock] = &[
    toolkit("gtk-widgets", Judge::Scenes(WIDGETS)),
    toolkit("gtk-shadows", Judge::Still(0.99)),
    toolkit("gtk-transparent", Judge::Still(0.99)),
    toolkit("qt-quick", Judge::Still(0.98)),
    page("browser", 0, 5_000),
    page("webgl1", 36, 24),
    page("webgl2", 60, 24),
    game("neverball", NEVERBALL),
    game("tux-racer", TUX_RACER),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_has_a_script_and_is_there_once() {
        for (index, stock) in TABLE.iter().enumerate() {
            let script = crate::paths::guest_sources().join("run").join(stock.name);
            assert!(script.is_file(), "{}", script.display());
            assert!(TABLE[..index].iter().all(|other| other.name != stock.name));
        }
    }
}
