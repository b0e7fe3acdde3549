//! Lists of short prefixes. Three letters begin so many words that their lists are kept ready; one or two are looked for only in titles
//! and tags.

use crate::weights::{Weight, in_title_or_tags};
use std::collections::BTreeMap;
use trellis_core::words::is_gram;

/// Begins the key of a prefix's list: no word has it.
pub(crate) const MARK: char = '\u{1}';
/// Letters of the longest prefix that has a list.
pub(crate) const LONGEST: usize = 3;

/// The key of the list for a prefix of at most [`LONGEST`] letters.
pub(crate) fn key(prefix: &str) -> String {
    let mut key = String::with_capacity(1 + prefix.len());
    key.push(MARK);
    key.push_str(prefix);
    key
}

/// The lists that a document is in because of its words, with the highest weight for each.
pub(crate) fn of_words<'a>(words: impl Iterator<Item = (&'a str, Weight)>) -> BTreeMap<String, Weight> {
    let mut lists = BTreeMap::new();
    for (word, weight) in words.filter(|(word, _)| !is_gram(word)) {
        for (at, (start, letter)) in word.char_indices().take(LONGEST).enumerate() {
            let prefix = word.get(..start + letter.len_utf8()).unwrap_or(word);
            if at + 1 < LONGEST && !in_title_or_tags(weight) {
                continue;
            }
            let highest: &mut Weight = lists.entry(key(prefix)).or_insert(weight);
            *highest = (*highest).max(weight);
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_prefixes_are_those_of_titles_and_tags() {
        let lists = of_words([("fire", 9), ("fish", 21), ("over", 10), ("ab", 8)].into_iter());
        let expected = [("f", 21), ("fi", 21), ("fir", 9), ("fis", 21), ("ove", 10)].map(|(prefix, weight)| (key(prefix), weight));
        assert_eq!(lists, expected.into());
    }
}
