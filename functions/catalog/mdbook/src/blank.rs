//! Pages with nothing on them.

use super::tags::{self, Piece};

/// What is something without any text.
const SHOWN: [&str; 10] = ["audio", "embed", "hr", "iframe", "img", "input", "math", "object", "svg", "video"];

/// Whether sanitized HTML shows nothing: neither text nor a picture nor anything else.
#[must_use]
pub fn is_blank(html: &str) -> bool {
    tags::pieces(html).all(|piece| match piece {
        Piece::Text(text) => tags::unescape(text).chars().all(|letter| letter.is_whitespace() || is_invisible(letter)),
        Piece::Start(tag) => !SHOWN.contains(&tag.name),
        Piece::End { .. } => true,
    })
}

/// Spaces without width and marks of direction, which Unicode counts among the characters that format.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_pictures_are_something() {
        for html in ["", " \n", "<p></p>", "<h1 id=\"content-a\"> </h1><ul><li>&nbsp;</li></ul>", "<p>\u{200b}<br></p>"] {
            assert!(is_blank(html), "{html}");
        }
        for html in ["x", "<p>0</p>", "<p><img src=\"a\" alt=\"\"></p>", "<p>&lt;</p>", "<hr>", "<table><tr><td>1</td></tr></table>"] {
            assert!(!is_blank(html), "{html}");
        }
    }
}
