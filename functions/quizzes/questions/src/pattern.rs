//! Text patterns: `*` stands for any letters, `\*` for itself.

use trellis_core::folding::folded;
use unicode_normalization::UnicodeNormalization;

/// One space wherever there are some.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letter.is_whitespace() {
            spaced.push(letter);
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    spaced
}

/// As texts are compared: where case counts, nothing but spaces and forms of the same letters makes no difference.
fn compared(text: &str, case_sensitive: bool) -> String {
    if case_sensitive { spaced(&text.nfkc().collect::<String>()) } else { spaced(&folded(text)) }
}

/// What stands between the stars.
fn pieces(pattern: &str) -> Vec<String> {
    let (mut pieces, mut letters) = (vec![String::new()], pattern.chars().peekable());
    while let Some(letter) = letters.next() {
        match letter {
            '*' => pieces.push(String::new()),
            '\\' if matches!(letters.peek(), Some('*' | '\\')) => {
                let escaped = letters.next();
                if let Some(last) = pieces.last_mut() {
                    last.extend(escaped);
                }
            }
            letter => {
                if let Some(last) = pieces.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    pieces
}

/// The pattern that stands for nothing but this text.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('*', "\\*")
}

/// The text that a pattern stands for, if it stands for one alone.
#[must_use]
pub fn text_of(pattern: &str) -> Option<String> {
    let mut pieces = pieces(pattern);
    if pieces.len() == 1 { pieces.pop() } else { None }
}

/// Whether a text fits a pattern.
#[must_use]
pub(crate) fn fits(pattern: &str, text: &str, case_sensitive: bool) -> bool {
    let text = compared(text, case_sensitive);
    let mut pieces: Vec<String> = pieces(pattern).iter().map(|piece| compared(piece, case_sensitive)).collect();
    if let Some(first) = pieces.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(last) = pieces.last_mut() {
        *last = last.trim_end().to_owned();
    }
    let mut rest = text.trim();
    let Some((last, before)) = pieces.split_last() else { return false };
    let Some((first, middle)) = before.split_first() else { return rest == last };
    let Some(after) = rest.strip_prefix(first.as_str()) else { return false };
    rest = after;
    for piece in middle {
        let Some(at) = rest.find(piece.as_str()) else { return false };
        rest = rest.get(at + piece.len()..).unwrap_or_default();
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_compared_by_what_they_are() {
        for (pattern, text) in [
            ("Zürich", " zurich "),
            ("straße", "STRASSE"),
            ("fire extinguisher", "Fire   extinguisher"),
            ("*extinguisher", "a fire extinguisher"),
            ("ab*ba", "abba"),
            ("*", ""),
            ("a*b*c", "a xx b yy c"),
            (r"2\*3", "2*3"),
            (r"c:\temp", r"C:\TEMP"),
        ] {
            assert!(fits(pattern, text, false), "{pattern} {text}");
        }
        for (pattern, text) in [("ab*ba", "aba"), (r"2\*3", "2x3"), ("fire", "fires"), ("a*b*c", "a c b"), ("", "x")] {
            assert!(!fits(pattern, text, false), "{pattern} {text}");
        }
        assert!(fits("NaCl", "NaCl", true) && !fits("NaCl", "nacl", true) && !fits("é", "e", true));
        assert!(fits("e\u{301}", "é", true), "the same letter in another form");
        assert!(fits(&escaped(r"a*\b"), r"a*\b", true) && !fits(&escaped("a*"), "ab", true));
    }
}
