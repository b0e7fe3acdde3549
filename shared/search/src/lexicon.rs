//! All words of an index in memory, sorted: by prefix, by part and by likeness.

use crate::{
    Error,
    bytes::{Bytes, push},
    distance::{Pattern, letters_of},
    prefixes,
};
use memchr::memmem;
use std::{cell::OnceCell, ops::Range};

/// Words stored in one row: each row can be read without the others.
pub(crate) const ROW_WORDS: usize = 4_096;
/// Bytes of a stored word: longer ones are damage. 64 letters of four bytes, and signs.
const WORD_BYTES: usize = 300;
/// Stands between words, and in none.
const BETWEEN: char = '\n';

/// A word's number, which is the one of its posting list, and how many documents have it.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) number: u32,
    pub(crate) documents: u32,
}

#[derive(Default)]
pub(crate) struct Lexicon {
    /// Every word with [`BETWEEN`] after it.
    text: String,
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// The first word that is not the key of a prefix's list.
    first: usize,
    letters: OnceCell<Vec<u64>>,
}

/// A row of words: what each shares with the one before, the rest, its number, its documents.
pub(crate) fn write_row<'a>(words: impl Iterator<Item = (&'a str, Entry)>) -> Vec<u8> {
    let mut row = Vec::new();
    let mut before: &[u8] = &[];
    for (word, entry) in words {
        let word = word.as_bytes();
        let shared = before.iter().zip(word).take_while(|(left, right)| left == right).count();
        let rest = word.get(shared..).unwrap_or_default();
        push(&mut row, shared as u32);
        push(&mut row, rest.len() as u32);
        row.extend_from_slice(rest);
        push(&mut row, entry.number);
        push(&mut row, entry.documents);
        before = word;
    }
    row
}

impl Lexicon {
    /// Adds a row of words.
    pub(crate) fn read(&mut self, row: &[u8]) -> Result<(), Error> {
        let mut bytes = Bytes(row);
        let mut word: Vec<u8> = Vec::new();
        while !bytes.is_empty() {
            let shared = bytes.number()? as usize;
            let rest = bytes.number()?;
            if shared > word.len() || rest as usize > WORD_BYTES - shared.min(WORD_BYTES) {
                return Err(Error::damaged("a word does not continue the one before"));
            }
            word.truncate(shared);
            word.extend_from_slice(bytes.slice(rest)?);
            let text = str::from_utf8(&word).map_err(|_| Error::damaged("a word is not UTF-8"))?;
            let sorted = self.starts.len().checked_sub(1).is_none_or(|before| self.word(before) < text);
            if !sorted || text.contains(BETWEEN) {
                return Err(Error::damaged("the words are not sorted"));
            }
            self.starts.push(u32::try_from(self.text.len()).map_err(|_| Error::damaged("there are too many words"))?);
            self.text.push_str(text);
            self.text.push(BETWEEN);
            self.entries.push(Entry { number: bytes.number()?, documents: bytes.number()? });
        }
        Ok(())
    }

    /// After the last row.
    pub(crate) fn complete(mut self) -> Self {
        self.first = self.from(&char::from_u32(u32::from(prefixes::MARK) + 1).unwrap_or_default().to_string());
        self
    }

    pub(crate) fn word(&self, at: usize) -> &str {
        let start = self.starts.get(at).map_or(self.text.len(), |start| *start as usize);
        let end = self.starts.get(at + 1).map_or(self.text.len(), |end| *end as usize);
        self.text.get(start..end.saturating_sub(1)).unwrap_or_default()
    }

    pub(crate) fn entry(&self, at: usize) -> Option<Entry> {
        self.entries.get(at).copied()
    }

    /// All words, sorted.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, Entry)> {
        self.entries.iter().enumerate().map(|(at, entry)| (self.word(at), *entry))
    }

    /// The place of the first word that is not before this one.
    fn from(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.starts.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle) < word {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        Some(self.from(word)).filter(|at| *at < self.starts.len() && self.word(*at) == word)
    }

    pub(crate) fn with_prefix(&self, prefix: &str) -> Range<usize> {
        let start = self.from(prefix);
        let (mut low, mut high) = (start, self.starts.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle).starts_with(prefix) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        start..low
    }

    /// The words that have this part in them, after so many letters at least.
    pub(crate) fn containing(&self, part: &str, letters_before: usize) -> impl Iterator<Item = usize> {
        let finder = memmem::Finder::new(part.as_bytes()).into_owned();
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let hit = from + finder.find(self.text.as_bytes().get(from..)?)?;
                let at = self.starts.partition_point(|start| *start as usize <= hit).checked_sub(1)?;
                let inside = hit - self.starts.get(at).map_or(hit, |start| *start as usize);
                if self.word(at).get(..inside).is_some_and(|head| head.chars().nth(letters_before.saturating_sub(1)).is_some()) {
                    from = self.starts.get(at + 1).map_or(self.text.len(), |next| *next as usize);
                    return Some(at);
                }
                from = hit + 1;
            }
        })
    }

    /// The words whose letters allow them to be at most `errors` away from the pattern; with `part`, to have something like it in them.
    ///
    /// One comparison of two integers a word leaves a few in a hundred, so the whole list costs less than an index of neighbours would
    /// take to load.
    pub(crate) fn like<'a>(&'a self, pattern: &'a Pattern, errors: u32, part: bool) -> impl Iterator<Item = usize> + 'a {
        let letters = self.letters.get_or_init(|| (0..self.starts.len()).map(|at| letters_of(self.word(at))).collect());
        let wanted = pattern.letters();
        let close = move |letters: &u64| {
            let (missing, other) = ((wanted & !letters).count_ones(), (letters & !wanted).count_ones());
            // An error takes one letter away and brings one in.
            missing <= errors && (part || other <= errors)
        };
        letters.iter().enumerate().skip(self.first).filter(move |(_, letters)| close(letters)).map(|(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lexicon(words: &[&str]) -> Lexicon {
        let mut words: Vec<&str> = words.to_vec();
        words.sort_unstable();
        let entries = words.iter().enumerate().map(|(at, word)| (*word, Entry { number: at as u32, documents: 1 }));
        let mut lexicon = Lexicon::default();
        lexicon.read(&write_row(entries)).unwrap();
        lexicon.complete()
    }

    #[test]
    fn words_are_found_whole_by_prefix_and_by_part() {
        let lexicon =
            lexicon(&["\u{1}bra", "brand", "brandschutz", "brandschutzunterweisung", "schutz", "unterweisung", "schutzschutzschutz"]);
        let words = |places: Vec<usize>| places.into_iter().map(|at| lexicon.word(at)).collect::<Vec<_>>();
        assert_eq!(words(lexicon.with_prefix("brand").collect()), ["brand", "brandschutz", "brandschutzunterweisung"]);
        assert_eq!(lexicon.find("brand").map(|at| lexicon.word(at)), Some("brand"));
        assert_eq!((lexicon.find("bran"), lexicon.find("zz"), lexicon.with_prefix("zz").len()), (None, None, 0));
        assert_eq!(words(lexicon.containing("schutz", 3).collect()), ["brandschutz", "brandschutzunterweisung", "schutzschutzschutz"]);
        assert_eq!(words(lexicon.containing("schutz", 6).collect()), ["schutzschutzschutz"]);
        assert_eq!(words(lexicon.like(&Pattern::new("brend"), 1, false).collect()), ["brand"]);
    }

    proptest! {
        #[test]
        fn a_damaged_row_is_read_without_a_panic(bytes: Vec<u8>) {
            let mut lexicon = Lexicon::default();
            if lexicon.read(&bytes).is_ok() {
                let lexicon = lexicon.complete();
                let _ = (lexicon.find("a"), lexicon.with_prefix("b"), lexicon.containing("c", 1).count());
            }
        }
    }
}
