//! What is shown: pictures that the guest draws beforehand, so that only showing them is measured.

use vhost_wgpu_tests::frontend::oracle::{Picture, Random};

pub(crate) const WIDTH: u32 = 1920;
pub(crate) const HEIGHT: u32 = 1080;
/// Side of the damage of [`Scene::Patch`], in pixels.
pub(crate) const PATCH: u32 = 64;
/// Pictures of a scene that moves; they come again and again.
pub(crate) const PICTURES: u32 = 6;

/// A kind of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// Waves of colour with noise on them, as a film has it: every pixel changes with each frame.
    Film,
    /// A desktop with a window full of text that scrolls by three lines with each frame.
    Text,
    /// A desktop that stands still, but for one square of a film somewhere.
    Patch,
}

impl Scene {
    pub(crate) const ALL: [Self; 3] = [Self::Film, Self::Text, Self::Patch];

    /// Its name in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Film => "film",
            Self::Text => "text",
            Self::Patch => "64×64",
        }
    }

    /// Its pictures, of which [`Scene::Patch`] has one.
    pub(crate) fn pictures(self) -> Vec<Picture> {
        match self {
            Self::Film => (0..PICTURES).map(|number| film(WIDTH, HEIGHT, number)).collect(),
            Self::Text => (0..PICTURES).map(|number| desktop(number * 3)).collect(),
            Self::Patch => vec![desktop(0)],
        }
    }
}

/// The pixels of a picture as the guest has them in memory.
pub(crate) fn bytes(picture: &Picture) -> Vec<u8> {
    picture
        .pixels
        .iter()
        .flat_map(|pixel| pixel.to_le_bytes())
        .collect()
}

/// A picture of a film.
pub(crate) fn film(width: u32, height: u32, number: u32) -> Picture {
    let mut random = Random::new(u64::from(number));
    let wave = |at: u32, length: f32| (at as f32 / length).sin();
    let columns: Vec<[f32; 3]> = (0..width)
        .map(|x| [97.0, 131.0, 171.0].map(|length| 50.0 * wave(x + number * 29, length)))
        .collect();
    let mut picture = Picture::new(width, height);
    for (y, row) in (0..height).zip(picture.pixels.chunks_exact_mut(width as usize)) {
        let down = [83.0, 149.0, 61.0].map(|length| 128.0 + 50.0 * wave(y + number * 17, length));
        for (pixel, across) in row.iter_mut().zip(&columns) {
            let noise = random.bits();
            *pixel = (0..3).fold(0, |pixel, channel| {
                let noise = (noise >> (channel * 8) & 15) as f32 - 7.5;
                pixel << 8 | (down[channel] + across[channel] + noise) as u32
            });
        }
    }
    picture
}

const LETTER: (u32, u32) = (8, 16);
/// The window: place and size.
const WINDOW: (u32, u32, u32, u32) = (120, 80, 1600, 928);
/// Lines of the text, which then begins again.
const LINES: u32 = PICTURES * 3 * 5;

/// A desktop whose window shows a text from that line on.
fn desktop(first_line: u32) -> Picture {
    let mut picture = Picture::new(WIDTH, HEIGHT);
    for (y, row) in (0..HEIGHT).zip(picture.pixels.chunks_exact_mut(WIDTH as usize)) {
        row.fill(0x20_40_60 + (y * 64 / HEIGHT) * 0x01_01_01);
    }
    let (left, top, width, height) = WINDOW;
    for y in top - 24..top + height {
        let start = (y * WIDTH + left) as usize;
        let colour = if y < top { 0x30_30_34 } else { 0xff_ff_ff };
        picture.pixels[start..start + width as usize].fill(colour);
    }
    let letters = letters();
    for line in 0..height / LETTER.1 {
        let mut random = Random::new(u64::from((first_line + line) % LINES));
        let length = 20 + random.below(width / LETTER.0 - 21);
        for column in 0..length {
            // Every sixth or so is a space.
            let letter = random.below(70) as usize;
            if let Some(letter) = letters.get(letter) {
                let place = (left + column * LETTER.0, top + line * LETTER.1);
                draw(&mut picture, place, letter);
            }
        }
    }
    picture
}

/// Shapes of strokes with soft edges, in grey: nothing anyone can read, but as hard to compress.
fn letters() -> Vec<Vec<u32>> {
    let mut random = Random::new(3);
    let mut letter = || {
        let mut grey = vec![0xff; (LETTER.0 * LETTER.1) as usize];
        for _ in 0..3 {
            let (x, y) = (1 + random.below(5), 3 + random.below(9));
            let is_upright = random.below(2) == 0;
            for step in 0..5 {
                let (x, y) = if is_upright {
                    (x, (y + step).min(13))
                } else {
                    ((x + step).min(6), y)
                };
                let at = (y * LETTER.0 + x) as usize;
                grey[at] = 0x10;
                grey[at + 1] = grey[at + 1].min(0x60 + 0x20 * random.below(4));
            }
        }
        grey.into_iter().map(|grey| grey * 0x01_01_01).collect()
    };
    (0..60).map(|_| letter()).collect()
}

fn draw(picture: &mut Picture, (left, top): (u32, u32), letter: &[u32]) {
    for (y, row) in (top..).zip(letter.chunks_exact(LETTER.0 as usize)) {
        let start = (y * WIDTH + left) as usize;
        picture.pixels[start..start + row.len()].copy_from_slice(row);
    }
}
