//! How much a document is about each of its words.
//!
//! As in BM25, a word counts less with every repetition and in a long field. Unlike there, a field's length is compared with a fixed one,
//! not with the average of all documents: what a document weighs must not change with its neighbours, or an index that was kept up
//! to date would rank differently from one that was rebuilt.

use crate::{Document, document::cut, limits};
use std::collections::HashMap;
use trellis_core::words::{Purpose, Word, read};

/// Weight of a field and the number of words from which a word in it counts less: title, tags, summary, body.
const FIELDS: [(f32, f32); 4] = [(1.0, 6.0), (0.6, 6.0), (0.4, 30.0), (0.2, 300.0)];
const TITLE: usize = 0;
const TAGS: usize = 1;
/// How fast repetitions stop counting (k1 of BM25).
const REPETITION: f32 = 1.2;
/// How much the length counts (b of BM25).
const LENGTH: f32 = 0.5;

/// What a posting says besides its document: in seven bits how much (never 0), in the lowest one whether the word is in title or tags.
pub(crate) type Weight = u8;

/// The share of the highest possible weight.
pub(crate) fn share(weight: Weight) -> f32 {
    f32::from(weight >> 1) / 127.0
}

pub(crate) const fn in_title_or_tags(weight: Weight) -> bool {
    weight & 1 == 1
}

#[derive(Default)]
struct Counts {
    words: HashMap<String, [u16; 4]>,
    lengths: [u32; 4],
}

impl Counts {
    fn read(&mut self, field: usize, text: &str) {
        read(text, Purpose::Index, |word| self.add(field, word));
    }

    fn add(&mut self, field: usize, word: Word) {
        self.lengths[field] = self.lengths[field].saturating_add(1);
        for form in word.forms.into_iter().chain(word.signed) {
            let full = self.words.len() >= limits::DISTINCT_WORDS;
            if let Some(counts) = self.words.get_mut(&form) {
                counts[field] = counts[field].saturating_add(1);
            } else if !full {
                let mut counts = [0; 4];
                counts[field] = 1;
                self.words.insert(form, counts);
            }
        }
    }

    fn weight(&self, counts: [u16; 4]) -> Weight {
        let mut sum = 0.0;
        for (field, (weight, usual)) in FIELDS.into_iter().enumerate() {
            let count = f32::from(counts[field]);
            let long = 1.0 - LENGTH + LENGTH * self.lengths[field] as f32 / usual;
            sum += weight * count / (count + REPETITION * long);
        }
        let most: f32 = FIELDS.iter().map(|(weight, _)| weight).sum();
        let share = (1.0 + 126.0 * sum / most).round().clamp(1.0, 127.0) as u8;
        share << 1 | u8::from(counts[TITLE] > 0 || counts[TAGS] > 0)
    }
}

/// The words of a document, each form once.
pub(crate) fn weighed(document: &Document) -> Vec<(String, Weight)> {
    let mut counts = Counts::default();
    counts.read(TITLE, cut(&document.title, limits::TITLE_CHARACTERS));
    for tag in document.tags.iter().take(limits::TAGS) {
        counts.read(TAGS, cut(tag, limits::TAG_CHARACTERS));
    }
    counts.read(2, cut(&document.summary, limits::SUMMARY_CHARACTERS));
    counts.read(3, cut(&document.body, limits::BODY_CHARACTERS));
    let words = std::mem::take(&mut counts.words);
    words.into_iter().map(|(word, fields)| (word, counts.weight(fields))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Access;

    #[test]
    fn a_title_counts_more_than_a_tag_a_summary_and_any_number_of_mentions() {
        let document = Document {
            id: String::new(),
            version: 1,
            title: "First steps in safety".into(),
            tags: vec!["Work".into()],
            summary: "For beginners".into(),
            body: "often ".repeat(500) + "once",
            facets: Vec::new(),
            access: Access::Everybody,
            payload: Vec::new(),
        };
        let weights: HashMap<String, Weight> = weighed(&document).into_iter().collect();
        let order = ["safety", "work", "beginners", "often", "once"].map(|word| share(weights[word]));
        assert!(order.is_sorted_by(|left, right| left > right), "{order:?}");
        assert!(in_title_or_tags(weights["work"]) && !in_title_or_tags(weights["beginners"]));
        let long = Document { body: (0..10_000).map(|word| format!("w{word} ")).collect(), ..document };
        assert_eq!(weighed(&long).len(), limits::DISTINCT_WORDS);
    }
}
