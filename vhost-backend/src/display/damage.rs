//! Which parts of a screen a display has yet to be sent: a few rectangles, however slow the display is.

use device::Rect;

/// More rectangles than this are united. A guest's damage is a few windows and a clock; each rectangle costs one
/// message, and looking for overlaps costs time that grows with their number.
const MAX_RECTS: usize = 16;

/// Rectangles that together cover everything that changed, and little else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damage(Vec<Rect>);

impl Damage {
    /// Adds `rect`, which is not empty.
    pub fn add(&mut self, mut rect: Rect) {
        // A merged rectangle may now overlap others: look again until none is left.
        while let Some(index) = self.0.iter().position(|old| worth_uniting(old, &rect)) {
            rect = self.0.swap_remove(index).union(&rect);
        }
        self.0.push(rect);
        if self.0.len() > MAX_RECTS {
            let all = self.0.drain(..).reduce(|a, b| a.union(&b));
            self.0.extend(all);
        }
    }

    /// Takes out one rectangle.
    pub fn take_one(&mut self) -> Option<Rect> {
        self.0.pop()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// Whether one rectangle for both sends hardly more pixels than two would.
fn worth_uniting(a: &Rect, b: &Rect) -> bool {
    let apart = a.size().pixels() + b.size().pixels();
    a.union(b).size().pixels() <= apart + apart / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(mut damage: Damage) -> Vec<Rect> {
        std::iter::from_fn(|| damage.take_one()).collect()
    }

    #[test]
    fn the_same_or_contained_or_neighbouring_damage_becomes_one() {
        let mut damage = Damage::default();
        damage.add(Rect::new(0, 0, 64, 64));
        damage.add(Rect::new(0, 0, 64, 64));
        damage.add(Rect::new(10, 10, 4, 4));
        damage.add(Rect::new(64, 0, 64, 64));
        assert_eq!(drain(damage), [Rect::new(0, 0, 128, 64)]);
    }

    #[test]
    fn distant_damage_stays_apart() {
        let mut damage = Damage::default();
        damage.add(Rect::new(0, 0, 8, 8));
        damage.add(Rect::new(1000, 1000, 8, 8));
        assert_eq!(drain(damage).len(), 2);
    }

    #[test]
    fn any_amount_of_damage_is_covered_by_few_rectangles() {
        let mut damage = Damage::default();
        let rects: Vec<_> = (0..1000)
            .map(|i| Rect::new(i * 37 % 1900, i * 91 % 1000, 8, 8))
            .collect();
        for rect in &rects {
            damage.add(*rect);
            assert!(damage.0.len() <= MAX_RECTS);
        }
        let kept = drain(damage);
        assert!(rects.iter().all(|rect| kept.iter().any(|big| big.contains(rect))));
    }
}
