//! Typing errors between a word of a query and one of the index: letters left out, added, taken for others, or two that changed places.
//!
//! H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances" (Nordic Journal of Computing 10, 2003): one
//! column of the table of distances is two 64-bit numbers, so a word costs a few operations a letter.

use crate::limits;

/// Which letters a word has, as bits that letters share.
pub(crate) fn letters_of(word: &str) -> u64 {
    word.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 64))
}

/// How many errors a word of so many letters may have.
pub(crate) const fn errors_allowed(letters: usize) -> u32 {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// A word of a query, of 1 to 64 letters.
pub(crate) struct Pattern {
    /// For each letter of ASCII, the places where it stands.
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
    length: u32,
    letters: u64,
}

impl Pattern {
    pub(crate) fn new(word: &str) -> Self {
        let word = crate::document::cut(word, limits::WORD_LETTERS);
        let mut pattern = Self { ascii: [0; 128], others: Vec::new(), length: 0, letters: letters_of(word) };
        for letter in word.chars() {
            let place = 1 << pattern.length;
            pattern.length += 1;
            if let Some(places) = pattern.ascii.get_mut(letter as usize) {
                *places |= place;
            } else if let Some((_, places)) = pattern.others.iter_mut().find(|(other, _)| *other == letter) {
                *places |= place;
            } else {
                pattern.others.push((letter, place));
            }
        }
        pattern
    }

    pub(crate) const fn letters(&self) -> u64 {
        self.letters
    }

    fn places(&self, letter: char) -> u64 {
        let other = || self.others.iter().find(|(other, _)| *other == letter).map_or(0, |(_, places)| *places);
        self.ascii.get(letter as usize).copied().unwrap_or_else(other)
    }

    /// The errors between the pattern and a whole word.
    pub(crate) fn errors(&self, word: &str) -> u32 {
        self.columns(word, 1).last().unwrap_or(self.length)
    }

    /// The errors between the pattern and the part of a word that is most like it.
    pub(crate) fn errors_inside(&self, word: &str) -> u32 {
        self.columns(word, 0).min().unwrap_or(self.length).min(self.length)
    }

    /// The distances after each letter of the word. A first row that grows (1) counts letters before the match, one that does not (0)
    /// lets it begin anywhere.
    fn columns<'a>(&'a self, word: &'a str, grows: u64) -> impl Iterator<Item = u32> + 'a {
        let last = 1_u64.checked_shl(self.length.saturating_sub(1)).unwrap_or(0);
        let (mut up, mut down, mut diagonal, mut before, mut distance) = (u64::MAX, 0_u64, 0_u64, 0_u64, self.length);
        word.chars().map(move |letter| {
            let places = self.places(letter);
            let swapped = ((!diagonal & places) << 1) & before;
            diagonal = ((places & up).wrapping_add(up) ^ up) | places | down | swapped;
            let right = down | !(diagonal | up);
            let left = diagonal & up;
            // Each column differs by one at most, and never falls below zero.
            distance = (distance + u32::from(right & last != 0)).saturating_sub(u32::from(left & last != 0));
            let right = (right << 1) | grows;
            up = (left << 1) | !(diagonal | right);
            down = diagonal & right;
            before = places;
            distance
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same, as it is defined: the table of distances, whole.
    fn table(pattern: &str, word: &str, anywhere: bool) -> u32 {
        let (pattern, word): (Vec<char>, Vec<char>) = (pattern.chars().collect(), word.chars().collect());
        let mut rows = vec![vec![0_u32; word.len() + 1]; pattern.len() + 1];
        if !anywhere {
            rows[0] = (0..=word.len() as u32).collect();
        }
        for i in 1..=pattern.len() {
            rows[i][0] = i as u32;
            for j in 1..=word.len() {
                let other = u32::from(pattern[i - 1] != word[j - 1]);
                let mut least = (rows[i - 1][j - 1] + other).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && pattern[i - 1] == word[j - 2] && pattern[i - 2] == word[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = least;
            }
        }
        let end = &rows[pattern.len()];
        if anywhere { *end.iter().min().unwrap() } else { end[word.len()] }
    }

    #[test]
    fn two_letters_that_changed_places_are_one_error() {
        for (pattern, word, errors) in [("sicherhiet", "sicherheit", 1), ("प्रशिक्षन", "प्रशिक्षण", 1), ("exel", "excel", 1), ("abc", "", 3)]
        {
            assert_eq!(Pattern::new(pattern).errors(word), errors, "{pattern}");
        }
        assert_eq!(Pattern::new("brandshutz").errors_inside("brandschutzunterweisung"), 1);
        assert_eq!(Pattern::new("unterwiesung").errors_inside("brandschutzunterweisung"), 1);
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_whole_table(pattern in "[a-dä]{1,12}", word in "[a-dä]{0,16}") {
            let bits = Pattern::new(&pattern);
            prop_assert_eq!(bits.errors(&word), table(&pattern, &word, false));
            prop_assert_eq!(bits.errors_inside(&word), table(&pattern, &word, true));
            let missing = (bits.letters() & !letters_of(&word)).count_ones();
            prop_assert!(missing <= bits.errors_inside(&word));
            prop_assert!((letters_of(&word) & !bits.letters()).count_ones() <= bits.errors(&word));
        }

        #[test]
        fn the_longest_words_are_compared(pattern in "[a-c]{60,70}", word in "[a-c]{0,80}") {
            let shown: String = pattern.chars().take(limits::WORD_LETTERS).collect();
            prop_assert_eq!(Pattern::new(&pattern).errors(&word), table(&shown, &word, false));
        }
    }
}
