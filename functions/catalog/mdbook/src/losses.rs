//! What a page loses on its way to being safe, with the places where it stood.

/// Losses of one page that are listed one by one.
const LISTED: usize = 100;

/// What was lost, for a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Loss {
    /// Where in the page's text.
    pub(super) position: usize,
    pub(super) kind: LossKind,
    /// A sentence without its full stop.
    pub(super) message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LossKind {
    /// HTML that a page may not hold.
    Markup,
    /// A formula whose source is shown instead.
    Formula,
    /// The address of a link.
    Link,
    /// The address of a picture.
    Picture,
    /// A fence of a block; it is shown as text.
    Block,
}

/// The losses of one page.
#[derive(Debug, Default)]
pub(super) struct Losses {
    listed: Vec<Loss>,
    more: usize,
    last: usize,
}

impl Losses {
    pub(super) fn add(&mut self, kind: LossKind, position: usize, message: impl FnOnce() -> String) {
        if self.listed.len() < LISTED {
            self.listed.push(Loss { position, kind, message: message() });
        } else {
            self.more += 1;
            self.last = position;
        }
    }

    /// The same losses, their positions in another text.
    pub(super) fn at(mut self, position: impl Fn(usize) -> usize) -> Self {
        for loss in &mut self.listed {
            loss.position = position(loss.position);
        }
        self.last = position(self.last);
        self
    }

    /// All losses in the order of the page; the last one tells how many more there are.
    pub(super) fn into_vec(self) -> Vec<Loss> {
        let mut losses = self.listed;
        losses.sort_by_key(|loss| loss.position);
        if self.more > 0 {
            let message = format!("{} more losses of this page are not listed", self.more);
            losses.push(Loss { position: self.last, kind: LossKind::Markup, message });
        }
        losses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lists_a_hundred_losses_and_counts_the_rest() {
        let mut losses = Losses::default();
        for position in (0..150).rev() {
            losses.add(LossKind::Markup, position, || "gone".to_owned());
        }
        let list = losses.into_vec();
        assert_eq!((list.len(), list[0].position), (101, 50));
        assert_eq!(list[100].message, "50 more losses of this page are not listed");
    }
}
