//! A desktop: what the clients of one address see. It is one screen, or several side by side.
//!
//! It keeps a picture of its own, which is brought up to date when a client wants to know, from the pixels that the guest
//! has shown since. Only tiles whose pixels differ count as changed, whatever the guest has flushed. Each client keeps a
//! [`View`]: which tiles it has yet to be sent. So a slow client costs a few bits, and gets the latest pixels.
//!
//! Locks are taken in one order: the desktop, the engine, what the watch knows.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use device::{Mode, Rect, ScanoutId, Size, format::ByteOrder};

use super::{
    picture::{Change, Part, Picture, TILE, Tiles, steps},
    pixel::Pixel,
    pointer::Pointer,
    source::Source,
    watch::{News, Watch},
};
use crate::{Device, backend::Backend, server::Shared};

/// Pixels of a desktop, of which each has four bytes here: a screen of 8K, or four of 4K. What does not fit is not seen.
const MAX_PIXELS: u64 = 7680 * 4320;

/// The protocol's limit of a desktop's width and height.
const MAX_SIDE: u32 = u16::MAX as u32;

/// What there is to see while nothing is plugged in.
const NO_SCREEN: Size = Size::new(640, 480);

/// Damage of so many pixels or fewer is copied while the device waits, which takes some ten microseconds. Of more, the
/// pixels are shared meanwhile: if the guest goes on to draw on them, the device has to make itself a copy. What lies in
/// memory of the guest, who may take it back, is read in such pieces, and the device goes on between them.
const MAX_COPIED_AT_ONCE: u64 = 64 * 1024;

/// A screen's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Which scanout it is.
    pub scanout: u32,
    /// Where it lies in the desktop.
    pub rect: Rect,
}

/// One desktop.
pub struct Desktop {
    watch: Arc<Watch>,
    state: Mutex<State>,
}

/// All of a desktop at one moment.
struct State {
    /// Grows with each change.
    version: u64,
    /// When the screens were last laid out anew.
    layout_version: u64,
    screens: Vec<Screen>,
    picture: Picture,
    /// When each tile last changed.
    changed: Vec<Change>,
    pointer: Pointer,
    pointer_version: u64,
}

/// What one client has seen of a desktop, and has yet to be sent.
#[derive(Debug)]
pub struct View {
    seen: u64,
    /// The screens as they are.
    pub screens: Vec<Screen>,
    /// Whether they were laid out anew since this was last set to false.
    pub is_new_layout: bool,
    /// The desktop's size.
    pub size: Size,
    /// Tiles that the client has yet to be sent, of a picture that may have another size than this.
    pub pending: Tiles,
    /// The guest's pointer as it is.
    pub pointer: Pointer,
}

/// Damage that is brought to the picture when the device has been left alone.
struct Later {
    screen: Screen,
    damage: Rect,
    /// `None` if they are to be asked for again, piece by piece.
    pixels: Option<Source>,
}

impl Desktop {
    /// The desktop of what `watch` watches.
    pub fn new(watch: Arc<Watch>) -> Self {
        Self {
            watch,
            state: Mutex::new(State::new()),
        }
    }

    /// Where its changes are noted.
    pub fn watch(&self) -> &Arc<Watch> {
        &self.watch
    }

    /// A view that has seen nothing yet.
    pub fn view(&self, shared: &Shared) -> View {
        let state = self.refreshed(shared);
        View {
            seen: state.version,
            screens: state.screens.clone(),
            is_new_layout: false,
            size: state.picture.size(),
            pending: Tiles::all(state.picture.size()),
            pointer: state.pointer.clone(),
        }
    }

    /// Brings `view` up to date. Returns the pixels, which should not be kept for longer than they are needed: while they
    /// are, those that change have to be copied.
    pub fn look(&self, shared: &Shared, view: &mut View) -> Picture {
        let state = self.refreshed(shared);
        let picture = state.picture.clone();
        if state.version == view.seen {
            return picture;
        }
        if state.layout_version > view.seen {
            view.is_new_layout = true;
            view.screens.clone_from(&state.screens);
        }
        let columns = state.picture.size().width.div_ceil(TILE);
        view.pending.add_newer(view.seen, &state.changed, columns);
        if state.pointer_version > view.seen {
            view.pointer.clone_from(&state.pointer);
        }
        view.size = picture.size();
        view.seen = state.version;
        picture
    }

    fn refreshed(&self, shared: &Shared) -> MutexGuard<'_, State> {
        // If a thread panicked here, the next change of everything makes the state whole again.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if self.watch.has_news() {
            state.refresh(shared, &self.watch);
        }
        state
    }
}

impl State {
    fn new() -> Self {
        let picture = Picture::black(NO_SCREEN);
        Self {
            version: 1,
            layout_version: 1,
            screens: vec![Screen {
                scanout: 0,
                rect: Rect::whole(NO_SCREEN),
            }],
            changed: vec![Change::of_all(1); tiles(NO_SCREEN)],
            picture,
            pointer: Pointer::default(),
            pointer_version: 1,
        }
    }

    fn refresh(&mut self, shared: &Shared, watch: &Watch) {
        self.version += 1;
        let scanouts = watch.scanouts();
        let first = scanouts.start;
        let Some(backend) = shared.backend() else {
            watch.take();
            let displays = shared.displays();
            let sizes = scanouts.map(|scanout| displays.get(scanout).copied().flatten().map(size_of));
            let screens = lay_out(first, sizes);
            self.set_layout(screens);
            self.blacken(None);
            self.set_pointer(Pointer::default());
            return;
        };
        // What is new is taken when nothing more can come of the batch of requests that it comes from.
        let later =
            backend.with_engine(|engine| self.refresh_from(engine.device(), first, &mut watch.take()));
        for later in later {
            match &later.pixels {
                Some(pixels) => self.copy(pixels, &later.screen.rect, &later.damage),
                None => self.copy_lent(&backend, &later.screen, later.damage),
            }
        }
    }

    /// Copies pixels that the guest may take back: the device waits while each piece is copied.
    fn copy_lent(&mut self, backend: &Backend, screen: &Screen, mut damage: Rect) {
        while !damage.is_empty() {
            let (piece, rest) = damage.first_rows(MAX_COPIED_AT_ONCE);
            damage = rest;
            backend.with_engine(|engine| {
                let picture = ScanoutId::new(screen.scanout).and_then(|id| engine.device().picture(id));
                if let Some(picture) = picture {
                    self.copy(&Source::new(picture), &screen.rect, &piece);
                }
            });
        }
    }

    /// Takes what is new from `device`. Returns what is to be copied without it.
    fn refresh_from(&mut self, device: &Device, first: usize, news: &mut [News]) -> Vec<Later> {
        if news.iter().any(|news| news.everything) {
            let sizes = (first..first + news.len()).map(|scanout| screen_size(device, scanout));
            if self.set_layout(lay_out(first, sizes)) {
                for news in news.iter_mut() {
                    news.everything = true;
                }
            }
        }
        let mut later = Vec::new();
        for screen in self.screens.clone() {
            let Some(news) = (screen.scanout as usize)
                .checked_sub(first)
                .and_then(|at| news.get_mut(at))
            else {
                continue;
            };
            let picture = ScanoutId::new(screen.scanout).and_then(|id| device.picture(id));
            let Some(picture) = picture else {
                if news.everything {
                    self.blacken(Some(&screen.rect));
                }
                continue;
            };
            if news.everything {
                news.damage.clear();
                news.damage.add(Rect::whole(picture.shown().size()));
            }
            while let Some(damage) = news.damage.take_one() {
                let source = Source::new(picture.clone());
                if damage.size().pixels() <= MAX_COPIED_AT_ONCE {
                    self.copy(&source, &screen.rect, &damage);
                    continue;
                }
                let pixels = match source {
                    Source::Ours { .. } => Some(source),
                    Source::Lent(_) => None,
                };
                later.push(Later {
                    screen,
                    damage,
                    pixels,
                });
            }
        }
        if news.iter().any(|news| news.cursor || news.everything) {
            self.set_pointer(self.pointer_of(device));
        }
        later
    }

    /// Returns whether the screens lie in other places now.
    fn set_layout(&mut self, screens: Vec<Screen>) -> bool {
        if screens == self.screens {
            return false;
        }
        let right = screens.iter().map(|screen| screen.rect.right()).max();
        let bottom = screens.iter().map(|screen| screen.rect.bottom()).max();
        // The layout keeps them within the limits.
        let size = Size::new(right.unwrap_or(1) as u32, bottom.unwrap_or(1) as u32);
        self.screens = screens;
        self.picture = Picture::black(size);
        self.changed = vec![Change::of_all(self.version); tiles(size)];
        self.layout_version = self.version;
        true
    }

    fn set_pointer(&mut self, pointer: Pointer) {
        if self.pointer != pointer {
            self.pointer = pointer;
            self.pointer_version = self.version;
        }
    }

    fn pointer_of(&self, device: &Device) -> Pointer {
        let visible = |screen: &&Screen| {
            let cursor = ScanoutId::new(screen.scanout).and_then(|id| device.cursor(id));
            cursor.is_some_and(|cursor| cursor.image.is_some())
        };
        let Some(screen) = self.screens.iter().find(visible) else {
            return Pointer::default();
        };
        let Some(cursor) = ScanoutId::new(screen.scanout).and_then(|id| device.cursor(id)) else {
            return Pointer::default();
        };
        // Positions left of and above the screen are negative numbers in two's complement.
        Pointer {
            x: i64::from(screen.rect.x) + i64::from(cursor.x as i32),
            y: i64::from(screen.rect.y) + i64::from(cursor.y as i32),
            hot: (cursor.hot_x, cursor.hot_y),
            image: cursor.image.clone(),
        }
    }

    /// Makes a part black, or all of it.
    fn blacken(&mut self, part: Option<&Rect>) {
        let all = Rect::whole(self.picture.size());
        self.update(
            part.unwrap_or(&all),
            |_, _, row| row.iter().all(|pixel| *pixel == 0),
            |_, _, row| row.fill(0),
        );
    }

    /// Copies `damage`, in the scanout's pixels, of what a screen at `to` shows.
    fn copy(&mut self, source: &Source, to: &Rect, damage: &Rect) {
        // The guest may have changed the picture since: what lies outside it now was damage to another one.
        let visible = Rect::whole(source.size())
            .intersection(&Rect::whole(to.size()))
            .and_then(|visible| visible.intersection(damage));
        let Some(damage) = visible else { return };
        let at = Rect {
            x: damage.x + to.x,
            y: damage.y + to.y,
            ..damage
        };
        match source.order() {
            ByteOrder::Bgra => self.copy_mapped(source, to, &at, |pixel| pixel),
            ByteOrder::Argb => self.copy_mapped(source, to, &at, u32::swap_bytes),
            ByteOrder::Abgr => self.copy_mapped(source, to, &at, |abgr| abgr >> 8),
            ByteOrder::Rgba => self.copy_mapped(source, to, &at, |rgba| {
                (rgba & 0xff00) | (rgba >> 16 & 0xff) | (rgba & 0xff) << 16
            }),
        }
    }

    fn copy_mapped(&mut self, source: &Source, to: &Rect, at: &Rect, map: impl Fn(u32) -> u32) {
        let pixel = |bytes: &[u8; 4]| map(u32::from_le_bytes(*bytes)) & 0x00ff_ffff;
        self.update(
            at,
            |x, y, row| {
                source.row(x - to.x, y - to.y, row.len() as u32, |bytes| {
                    // Without an end before the last: so the compiler makes it a vector loop.
                    let pairs = row.iter().zip(bytes);
                    pairs.fold(0, |differing, (old, new)| differing | (old ^ pixel(new))) == 0
                })
            },
            |x, y, row| {
                source.row(x - to.x, y - to.y, row.len() as u32, |bytes| {
                    for (old, new) in row.iter_mut().zip(bytes) {
                        *old = pixel(new);
                    }
                });
            },
        );
    }

    /// Replaces the pixels of `rect`: `is_same` tells whether a row is as it shall be, and `write` makes it that, both from a
    /// column and a row of the desktop on. Tiles that come to be the same are not changed.
    fn update(
        &mut self,
        rect: &Rect,
        is_same: impl Fn(u32, u32, &[Pixel]) -> bool,
        write: impl Fn(u32, u32, &mut [Pixel]),
    ) {
        let columns = self.picture.size().width.div_ceil(TILE);
        // Of each tile in a row of tiles: its columns, and its rows from the first that differs to the last.
        let mut tiles: Vec<_> = steps(rect.x, rect.width).map(|xs| (xs, 0..0)).collect();
        for ys in steps(rect.y, rect.height) {
            // Row by row, though tiles are meant: memory is fastest in a row.
            tiles.iter_mut().for_each(|(_, rows)| *rows = 0..0);
            for y in ys.clone() {
                for (xs, rows) in &mut tiles {
                    if !is_same(xs.start, y, self.picture.row(xs.start, y, xs.end - xs.start)) {
                        *rows = if rows.end == 0 { y } else { rows.start }..y + 1;
                    }
                }
            }
            for y in ys {
                for (xs, _) in tiles.iter().filter(|(_, rows)| rows.contains(&y)) {
                    write(xs.start, y, self.picture.row_mut(xs.start, y, xs.end - xs.start));
                }
            }
            for (xs, rows) in tiles.iter().filter(|(_, rows)| rows.end > 0) {
                let index = (rows.start / TILE * columns + xs.start / TILE) as usize;
                self.changed[index].note(self.version, Part::within_tile(xs, rows));
            }
        }
    }
}

fn tiles(size: Size) -> usize {
    size.width.div_ceil(TILE) as usize * size.height.div_ceil(TILE) as usize
}

fn size_of(mode: Mode) -> Size {
    Size::new(mode.width, mode.height)
}

/// What the guest shows there, or would have room for.
fn screen_size(device: &Device, scanout: usize) -> Option<Size> {
    let shown = device.scanouts().get(scanout)?;
    match shown.shown {
        Some(shown) => Some(shown.rect.size()),
        None => shown.display.map(size_of),
    }
}

/// Puts screens of these sizes side by side, from left to right, as far as they fit a desktop. There is always one.
fn lay_out(first: usize, sizes: impl Iterator<Item = Option<Size>>) -> Vec<Screen> {
    let mut screens = Vec::new();
    let (mut x, mut tallest) = (0, 1);
    for (scanout, size) in (first as u32..).zip(sizes) {
        let Some(size) = size else { continue };
        let width = size.width.min(MAX_SIDE - x);
        let mut height = size.height.min(MAX_SIDE);
        // A taller screen makes the whole desktop taller.
        let most = MAX_PIXELS / u64::from((x + width).max(1));
        if u64::from(height.max(tallest)) > most {
            if u64::from(tallest) > most {
                break;
            }
            height = most as u32;
        }
        if width == 0 || height == 0 {
            break;
        }
        screens.push(Screen {
            scanout,
            rect: Rect::new(x, 0, width, height),
        });
        x += width;
        tallest = tallest.max(height);
    }
    if screens.is_empty() {
        screens.push(Screen {
            scanout: first as u32,
            rect: Rect::whole(NO_SCREEN),
        });
    }
    screens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::lent::LentPixels;
    use device::{ResourceId, blob::Plane, format::Layout, scanout::Lent};
    use proptest::prelude::*;
    use vm_memory::{MmapRegion, VolatileMemory as _};

    proptest! {
        #[test]
        fn any_screens_are_laid_out_within_the_limits(
            sizes in prop::collection::vec(prop::option::of((1..=16384u32, 1..=16384u32)), 1..16),
        ) {
            let screens = lay_out(0, sizes.iter().map(|size| size.map(|(width, height)| Size::new(width, height))));
            let width = screens.iter().map(|screen| screen.rect.right()).max().unwrap();
            let height = screens.iter().map(|screen| screen.rect.bottom()).max().unwrap();
            prop_assert!(width <= MAX_SIDE.into() && height <= MAX_SIDE.into());
            prop_assert!(width * height <= MAX_PIXELS);
            for pair in screens.windows(2) {
                prop_assert_eq!(pair[0].rect.right(), u64::from(pair[1].rect.x));
            }
            prop_assert!(screens.iter().all(|screen| !screen.rect.is_empty()));
        }
    }

    #[test]
    fn only_tiles_whose_pixels_differ_are_changed() {
        let mut state = State::new();
        state.set_layout(vec![Screen {
            scanout: 0,
            rect: Rect::new(0, 0, 100, 50),
        }]);
        let mut pixels = vec![0u8; 100 * 50 * 4];
        pixels[(40 * 100 + 70) * 4] = 9;
        pixels[(40 * 100 + 71) * 4 + 3] = 9;
        let source = Source::Ours {
            pixels: pixels.into(),
            image: Size::new(100, 50),
            order: ByteOrder::Bgra,
            shown: Rect::new(0, 0, 100, 50),
        };
        state.version = 7;
        let rect = Rect::new(0, 0, 100, 50);
        state.copy(&source, &rect, &Rect::new(0, 0, 1000, 1000));
        let is_new = |change: &Change| change.since(6) != Part::default();
        let changed: Vec<_> = state.changed.iter().map(is_new).collect();
        assert_eq!(changed, [false, false, false, false, false, false, true, false]);
        assert_eq!(
            state.picture.row(69, 40, 4),
            [0, 9, 0, 0],
            "and the unused byte is none of a pixel"
        );
        state.version = 8;
        state.copy(&source, &rect, &rect);
        assert!(
            state
                .changed
                .iter()
                .all(|change| change.since(7) == Part::default())
        );
    }

    #[test]
    fn every_order_of_bytes_comes_out_right_and_in_its_place() {
        for (order, bytes) in [
            (ByteOrder::Bgra, [3, 2, 1, 9]),
            (ByteOrder::Argb, [9, 1, 2, 3]),
            (ByteOrder::Rgba, [1, 2, 3, 9]),
            (ByteOrder::Abgr, [9, 3, 2, 1]),
        ] {
            let screens = [
                Screen {
                    scanout: 0,
                    rect: Rect::new(0, 0, 10, 10),
                },
                Screen {
                    scanout: 1,
                    rect: Rect::new(10, 0, 60, 40),
                },
            ];
            let mut pixels = vec![0; 80 * 60 * 4];
            // Pixel (7, 9) of the image, which is (5, 6) of the screen.
            pixels[(9 * 80 + 7) * 4..][..4].copy_from_slice(&bytes);
            let shown = Rect::new(2, 3, 60, 40);
            for source in [
                lent(&pixels, Size::new(80, 60), order, shown),
                Source::Ours {
                    pixels: pixels.into(),
                    image: Size::new(80, 60),
                    order,
                    shown,
                },
            ] {
                let mut state = State::new();
                state.set_layout(screens.to_vec());
                state.copy(&source, &Rect::new(10, 0, 60, 40), &Rect::new(4, 4, 20, 20));
                assert_eq!(state.picture.row(14, 6, 3), [0, 0x0001_0203, 0], "{order:?}");
            }
        }
    }

    /// The same pixels in memory of a guest.
    fn lent(pixels: &[u8], size: Size, order: ByteOrder, shown: Rect) -> Source {
        let memory: MmapRegion = MmapRegion::new(pixels.len()).unwrap();
        memory.get_slice(0, pixels.len()).unwrap().copy_from(pixels);
        Source::Lent(LentPixels::new(Lent {
            resource: ResourceId::new(1).unwrap(),
            memory: Arc::new(memory),
            plane: Plane {
                size,
                offset_bytes: 0,
                stride_bytes: size.width * 4,
            },
            layout: Layout {
                order,
                has_alpha: true,
            },
            shown,
        }))
    }
}
