//! Leads from a text in which passages were replaced back to the text as it was written.

use std::ops::Range;

/// The passages that were replaced, in order.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    passages: Vec<Passage>,
}

#[derive(Debug)]
struct Passage {
    written: Range<usize>,
    stands: Range<usize>,
}

impl Replaced {
    /// Notes where a passage was written and where something stands in its place.
    pub(super) fn note(&mut self, written: Range<usize>, stands: Range<usize>) {
        self.passages.push(Passage { written, stands });
    }

    /// The position in the text as it was written of one in the text with what stands there now.
    pub(super) fn written(&self, position: usize) -> usize {
        let before = self.passages.partition_point(|passage| passage.stands.start < position);
        let Some(last) = before.checked_sub(1).and_then(|index| self.passages.get(index)) else { return position };
        if position < last.stands.end { last.written.start } else { last.written.end + (position - last.stands.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back() {
        let mut replaced = Replaced::default();
        assert_eq!(replaced.written(7), 7);
        // "ab[long]cd[]ef" of which "[long]" became "1" and "[]" became "222".
        replaced.note(2..8, 2..3);
        replaced.note(10..12, 5..8);
        let found: Vec<usize> = [0, 2, 3, 4, 5, 6, 8, 9].into_iter().map(|position| replaced.written(position)).collect();
        assert_eq!(found, [0, 2, 8, 9, 10, 10, 12, 13]);
    }
}
