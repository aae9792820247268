//! Scanouts: what display each has, what the guest shows there, and the cursor on it.

use std::sync::Arc;

use crate::{
    blob::Plane,
    geometry::{Rect, Size},
    ids::ResourceId,
    image::{Image, PixelBytes},
    limits,
    mode::Mode,
};

/// One scanout.
#[derive(Debug, Default)]
pub struct Scanout {
    /// The display on it, if one is plugged in.
    pub display: Option<Mode>,
    /// What the guest shows.
    pub shown: Option<Shown>,
    /// The picture of a 3D resource, as the renderer last brought it, or of a blob, as it was last flushed.
    pub front: Option<Image>,
    /// The guest's cursor.
    pub cursor: Cursor,
    pub(crate) flow: Flow,
}

impl Scanout {
    /// A dark scanout with that display.
    pub fn with_display(display: Option<Mode>) -> Self {
        Self {
            display,
            ..Self::default()
        }
    }
}

/// What of a scanout is under way from the renderer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Flow {
    /// Which front picture this is, and which cursor: what comes for another one is dropped.
    pub(crate) front_generation: u64,
    pub(crate) cursor_generation: u64,
    /// Whether part of the front picture is under way. One at a time, so that a guest that flushes for ever makes us
    /// hold no more than a picture a scanout.
    pub(crate) reading: bool,
    /// What is to be read then, in the scanout's pixels.
    pub(crate) next: Option<Rect>,
    /// Likewise for the cursor, with the resource to read next.
    pub(crate) reading_cursor: bool,
    pub(crate) next_cursor: Option<ResourceId>,
}

/// What a scanout shows. `rect` fits the resource, or the plane of a blob, and is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Which resource.
    pub resource: ResourceId,
    /// Which part of it.
    pub rect: Rect,
    /// Where in a blob the picture lies.
    pub plane: Option<Plane>,
}

/// A cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Position of the hot spot in the scanout, in pixels; may lie outside it.
    pub x: u32,
    /// Position of the hot spot in the scanout, in pixels; may lie outside it.
    pub y: u32,
    /// Hot spot in the image, in pixels; may lie outside it.
    pub hot_x: u32,
    /// Hot spot in the image, in pixels; may lie outside it.
    pub hot_y: u32,
    /// What it looks like; hidden if `None`.
    pub image: Option<CursorImage>,
}

/// A cursor's picture, as it was when the guest set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorImage {
    /// At most [`limits::MAX_CURSOR_SIZE`] either way.
    pub size: Size,
    /// Rows tight; blue, green, red, alpha.
    pub bgra: PixelBytes,
}

impl CursorImage {
    /// A copy of the upper left part of `image` that a cursor can have.
    pub fn copy_of(image: &Image) -> Self {
        let size = Size::new(
            image.size().width.min(limits::MAX_CURSOR_SIZE),
            image.size().height.min(limits::MAX_CURSOR_SIZE),
        );
        let mut bgra = Vec::with_capacity(size.pixels() as usize * 4);
        image.append_bgrx(&Rect::whole(size), &mut bgra);
        if !image.layout().has_alpha {
            for pixel in bgra.as_chunks_mut::<4>().0 {
                pixel[3] = 0xff;
            }
        }
        Self {
            size,
            bgra: Arc::new(bgra),
        }
    }
}

impl Shown {
    /// The part of the scanout, in its own pixels, that a change of `rect` in the resource changes.
    pub fn damage(&self, rect: &Rect) -> Option<Rect> {
        let common = self.rect.intersection(rect)?;
        Some(Rect {
            x: common.x - self.rect.x,
            y: common.y - self.rect.y,
            ..common
        })
    }

    /// The part of the resource that lies under `rect` of the scanout.
    pub fn under(&self, rect: &Rect) -> Option<Rect> {
        let inside = rect.intersection(&Rect::whole(self.rect.size()))?;
        Some(Rect {
            x: inside.x + self.rect.x,
            y: inside.y + self.rect.y,
            ..inside
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_clipped_and_moved_to_the_scanout() {
        let shown = Shown {
            resource: ResourceId::new(1).unwrap(),
            rect: Rect::new(10, 20, 100, 50),
            plane: None,
        };
        assert_eq!(
            shown.damage(&Rect::new(0, 0, 1000, 1000)),
            Some(Rect::new(0, 0, 100, 50))
        );
        assert_eq!(
            shown.damage(&Rect::new(15, 60, 10, 100)),
            Some(Rect::new(5, 40, 10, 10))
        );
        assert_eq!(shown.damage(&Rect::new(0, 0, 10, 100)), None);
        let damage = Rect::new(5, 40, 10, 10);
        assert_eq!(shown.under(&damage), Some(Rect::new(15, 60, 10, 10)));
        assert_eq!(shown.under(&Rect::new(100, 0, 5, 5)), None);
    }
}
