//! Scanouts: what display each has, what the guest shows there, and the cursor on it.

use std::sync::Arc;

use wire::virtio_gpu::Format;

use crate::{
    blob::Plane,
    format::{self, Layout},
    geometry::{Rect, Size},
    ids::ResourceId,
    image::{Image, PixelBytes},
    limits,
    mode::Mode,
    transfer::Mapping,
};

/// One scanout.
#[derive(Debug, Default)]
pub struct Scanout {
    /// The display on it, if one is plugged in.
    pub display: Option<Mode>,
    /// What the guest shows.
    pub shown: Option<Shown>,
    /// The picture of a 3D resource, as the renderer last brought it; or of a blob, as it was last flushed, if it cannot
    /// be shown from where it lies.
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
    /// Whether nothing of a blob has been copied to the front picture yet.
    pub(crate) front_is_new: bool,
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
    /// How the picture lies in a blob, if it does.
    pub in_blob: Option<InBlob>,
}

/// How a picture lies in a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InBlob {
    /// Where.
    pub plane: Plane,
    /// What its pixels mean.
    pub format: Format,
}

/// What a scanout shows, for a display to take.
#[derive(Clone, Debug)]
pub enum Picture<'a> {
    /// Pixels of ours, which do not change while they are [shared](Image::share).
    Image {
        /// All of them.
        image: &'a Image,
        /// The part that is shown.
        shown: Rect,
    },
    /// Pixels in memory of the guest.
    Lent(Lent),
}

/// A picture in memory that the guest has lent us to read. The guest may change it at any time, and takes it back with
/// [`DisplayUpdate::TakenBack`](crate::DisplayUpdate::TakenBack): after that it is not to be read any more.
#[derive(Clone, Debug)]
pub struct Lent {
    /// Whose memory it is.
    pub resource: ResourceId,
    /// All memory of the resource.
    pub memory: Mapping,
    /// Where in it the picture lies. It fits.
    pub plane: Plane,
    /// How its pixels are laid out.
    pub layout: Layout,
    /// The part of the picture that is shown.
    pub shown: Rect,
}

impl<'a> Picture<'a> {
    /// The part of all pixels that is shown.
    pub fn shown(&self) -> Rect {
        match self {
            Self::Image { shown, .. } | Self::Lent(Lent { shown, .. }) => *shown,
        }
    }

    /// The pixels, and the part that is shown, if they are ours.
    pub fn image(&self) -> Option<(&'a Image, Rect)> {
        match self {
            Self::Image { image, shown } => Some((image, *shown)),
            Self::Lent(_) => None,
        }
    }
}

impl InBlob {
    /// The picture in `memory`, the resource's.
    pub(crate) fn lent(&self, shown: &Shown, memory: Mapping) -> Lent {
        Lent {
            resource: shown.resource,
            memory,
            plane: self.plane,
            layout: format::layout(self.format),
            shown: shown.rect,
        }
    }
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
            in_blob: None,
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
