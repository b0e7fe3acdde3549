//! How long a page takes that does not say so itself.

use super::sanitizer::HIDDEN_LINE;
use super::tags::{self, Piece};

/// Words that an adult reads in a minute, for text that is to be learnt.
const WORDS_PER_MINUTE: usize = 200;

/// Characters that count as a word where words are not divided by spaces.
const CHARACTERS_PER_WORD: usize = 2;

/// Minutes to read sanitized HTML, at least one. Hidden lines of code are not read.
pub(super) fn minutes(html: &str) -> u32 {
    let mut words = 0;
    let mut undivided = 0;
    let mut hidden = false;
    for piece in tags::pieces(html) {
        match piece {
            Piece::Start(tag) if tag.name == "span" => hidden = tag.attribute("class") == Some(HIDDEN_LINE),
            Piece::End { name: "span", .. } => hidden = false,
            Piece::Text(text) if !hidden => {
                words += text.split_whitespace().count();
                undivided += text.chars().filter(|c| is_undivided(*c)).count();
            }
            _ => {}
        }
    }
    let total = words + undivided / CHARACTERS_PER_WORD;
    u32::try_from(total.div_ceil(WORDS_PER_MINUTE)).unwrap_or(u32::MAX).max(1)
}

/// Japanese syllables, Chinese characters and Thai.
fn is_undivided(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{0e00}'..='\u{0e7f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_words_a_minute() {
        assert_eq!(minutes(""), 1);
        assert_eq!(minutes(&"<p>word</p>".repeat(200)), 1);
        assert_eq!(minutes(&"<p>word</p>".repeat(201)), 2);
        assert_eq!(minutes(&"学".repeat(799)), 2);
        assert_eq!(minutes(&"<span class=\"boring\" hidden=\"\">x</span>".repeat(500)), 1);
    }
}
