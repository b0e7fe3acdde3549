//! The words of a query.

use crate::{document::cut, limits};
use trellis_core::words::{Purpose, Word, in_word, read};

/// A word that every hit must have in some form.
pub(crate) struct Asked {
    pub(crate) word: Word,
    /// The last one, with nothing after it: it may still be typed.
    pub(crate) unfinished: bool,
}

/// The words of a text, each once, as many as are read.
pub(crate) fn asked(text: &str) -> Vec<Asked> {
    let text = cut(text, limits::QUERY_CHARACTERS);
    let mut words: Vec<Word> = Vec::new();
    let mut last = None;
    read(text, Purpose::Ask, |word| {
        let place = words.iter().position(|other| *other == word).unwrap_or(words.len());
        last = Some(place);
        if place == words.len() {
            words.push(word);
        }
    });
    words.truncate(limits::QUERY_WORDS);
    let open = last.filter(|_| text.ends_with(in_word));
    words.into_iter().enumerate().map(|(at, word)| Asked { word, unfinished: open == Some(at) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_once_and_up_to_a_limit() {
        let words = |text: &str| asked(text).into_iter().map(|asked| (asked.word.forms[0].clone(), asked.unfinished)).collect::<Vec<_>>();
        assert_eq!(words("fire  drill fire"), [("fire".into(), true), ("drill".into(), false)]);
        assert_eq!(words("fire drill "), [("fire".into(), false), ("drill".into(), false)]);
        assert!(words(" \0 \"*\" ~ ()").is_empty());
        let long: String = (0..5_000).map(|number| format!("{number} ")).collect();
        assert_eq!(words(&long).len(), limits::QUERY_WORDS);
        assert_eq!(words(&"a".repeat(10_000)), [("a".repeat(limits::WORD_LETTERS), true)]);
    }
}
