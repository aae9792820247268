//! Rectangles and sizes in pixels: the one place where edges are added and compared.

use wire::virtio_gpu;

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Size {
    /// A size of `width` × `height` pixels.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// How many pixels that is.
    pub const fn pixels(self) -> u64 {
        self.width as u64 * self.height as u64
    }
}

/// A rectangle in pixels, as a guest gives it: the sums of its fields may overflow 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rect {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Rect {
    /// The rectangle at (`x`, `y`) of `width` × `height` pixels.
    pub const fn new(x: u32, y: u32, width: u32, height: u32) -> Self {
        Self { x, y, width, height }
    }

    /// All of something of that size.
    pub const fn whole(size: Size) -> Self {
        Self::new(0, 0, size.width, size.height)
    }

    /// Its width and height.
    pub const fn size(&self) -> Size {
        Size::new(self.width, self.height)
    }

    /// First column to the right of it.
    pub const fn right(&self) -> u64 {
        self.x as u64 + self.width as u64
    }

    /// First row below it.
    pub const fn bottom(&self) -> u64 {
        self.y as u64 + self.height as u64
    }

    /// Its first rows, one at least, with no more than `pixels` if it can be; and the rest, which may be empty.
    pub fn first_rows(&self, pixels: u64) -> (Self, Self) {
        let most = (pixels / u64::from(self.width.max(1))).max(1);
        let height = most.min(self.height.into()) as u32;
        let first = Self { height, ..*self };
        let rest = Self {
            y: self.y.saturating_add(height),
            height: self.height - height,
            ..*self
        };
        (first, rest)
    }

    /// Whether it has no pixel.
    pub const fn is_empty(&self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// Whether it lies inside something of that size, edges included.
    pub const fn fits(&self, size: Size) -> bool {
        self.right() <= size.width as u64 && self.bottom() <= size.height as u64
    }

    /// What both have in common, or `None` if that is empty.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let x = self.x.max(other.x);
        let y = self.y.max(other.y);
        let right = self.right().min(other.right());
        let bottom = self.bottom().min(other.bottom());
        let width = u32::try_from(right.checked_sub(x.into())?).ok()?;
        let height = u32::try_from(bottom.checked_sub(y.into())?).ok()?;
        let common = Self { x, y, width, height };
        (!common.is_empty()).then_some(common)
    }

    /// The smallest rectangle that holds both. Both must fit something of 32-bit size.
    pub fn union(&self, other: &Self) -> Self {
        let x = self.x.min(other.x);
        let y = self.y.min(other.y);
        let width = (self.right().max(other.right()) - u64::from(x)).min(u32::MAX.into()) as u32;
        let height = (self.bottom().max(other.bottom()) - u64::from(y)).min(u32::MAX.into()) as u32;
        Self { x, y, width, height }
    }

    /// Whether every pixel of `other` is in it.
    pub const fn contains(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }
}

impl From<virtio_gpu::Rect> for Rect {
    fn from(rect: virtio_gpu::Rect) -> Self {
        Self::new(rect.x.get(), rect.y.get(), rect.width.get(), rect.height.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_rect() -> impl Strategy<Value = Rect> {
        let edge = prop_oneof![0..20u32, any::<u32>(), Just(u32::MAX)];
        (edge.clone(), edge.clone(), edge.clone(), edge).prop_map(|(x, y, w, h)| Rect::new(x, y, w, h))
    }

    fn small_rect() -> impl Strategy<Value = Rect> {
        (0..20u32, 0..20u32, 0..20u32, 0..20u32).prop_map(|(x, y, w, h)| Rect::new(x, y, w, h))
    }

    proptest! {
        #[test]
        fn fits_agrees_with_wide_arithmetic(rect in any_rect(), width in any::<u32>(), height in any::<u32>()) {
            let inside = u128::from(rect.x) + u128::from(rect.width) <= u128::from(width)
                && u128::from(rect.y) + u128::from(rect.height) <= u128::from(height);
            prop_assert_eq!(rect.fits(Size::new(width, height)), inside);
        }

        #[test]
        fn an_intersection_is_in_both_and_commutes(a in any_rect(), b in any_rect()) {
            let common = a.intersection(&b);
            prop_assert_eq!(common, b.intersection(&a));
            if let Some(common) = common {
                prop_assert!(a.contains(&common) && b.contains(&common) && !common.is_empty());
            }
        }

        #[test]
        fn a_union_holds_both_and_no_more(a in small_rect(), b in small_rect()) {
            let both = a.union(&b);
            prop_assert!(both.contains(&a) && both.contains(&b));
            prop_assert!(both.x == a.x.min(b.x) && both.right() == a.right().max(b.right()));
            prop_assert!(both.y == a.y.min(b.y) && both.bottom() == a.bottom().max(b.bottom()));
        }
    }

    #[test]
    fn neighbours_do_not_intersect() {
        assert_eq!(Rect::new(0, 0, 4, 4).intersection(&Rect::new(4, 0, 4, 4)), None);
    }

    #[test]
    fn first_rows_are_all_of_it_in_the_end_and_each_are_few() {
        let whole = Rect::new(3, 5, 1000, 700);
        let mut rest = whole;
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let (first, later) = rest.first_rows(65536);
            pieces.push(first);
            rest = later;
        }
        assert!(pieces.iter().all(|piece| piece.size().pixels() <= 65536));
        assert!(pieces.is_sorted_by(|a, b| a.bottom() == u64::from(b.y)));
        assert_eq!(pieces.iter().map(|piece| piece.height).sum::<u32>(), 700);
        let all = pieces.into_iter().reduce(|a, b| a.union(&b));
        assert_eq!(all, Some(whole));
        let (row, _) = Rect::new(0, 0, 100_000, 2).first_rows(65536);
        assert_eq!(row, Rect::new(0, 0, 100_000, 1), "a row at least");
    }
}
