//! Takes the speaker notes out of a page: authors write them in `<details>`.

use super::sanitizer::NOTES;
use super::tags::{self, Piece};

/// A page without its notes, and the notes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) html: String,
    /// The content of all notes one after another; `None` if there is nothing in them.
    pub(super) notes: Option<String>,
}

/// Splits sanitized HTML. Notes within notes become part of them, and their summaries short headings.
pub(super) fn split(html: &str) -> Split {
    let mut page = String::with_capacity(html.len());
    let mut notes = String::new();
    let mut depth = 0_usize;
    for piece in tags::pieces(html) {
        match piece {
            Piece::Start(tag) if tag.name == NOTES => depth += 1,
            Piece::End { name, .. } if name == NOTES => {
                depth = depth.saturating_sub(1);
                notes.push('\n');
            }
            Piece::Start(tag) if tag.name == "summary" => notes_or_page(depth, &mut notes, &mut page).push_str("<div><strong>"),
            Piece::End { name: "summary", .. } => notes_or_page(depth, &mut notes, &mut page).push_str("</strong></div>"),
            Piece::Text(written) | Piece::End { written, .. } => notes_or_page(depth, &mut notes, &mut page).push_str(written),
            Piece::Start(tag) => notes_or_page(depth, &mut notes, &mut page).push_str(tag.written),
        }
    }
    let notes = notes.trim();
    Split { html: page.trim().to_owned(), notes: (!notes.is_empty()).then(|| notes.to_owned()) }
}

fn notes_or_page<'a>(depth: usize, notes: &'a mut String, page: &'a mut String) -> &'a mut String {
    if depth > 0 { notes } else { page }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(html: &str) -> (String, Option<String>) {
        let split = split(html);
        (split.html, split.notes)
    }

    #[test]
    fn notes_are_taken_out() {
        assert_eq!(
            parts("<p>a</p>\n<details>\n<p>n</p>\n</details>\n<p>b</p>\n"),
            ("<p>a</p>\n\n<p>b</p>".to_owned(), Some("<p>n</p>".to_owned()))
        );
        assert_eq!(parts("<details>1</details>x<details>2</details>"), ("x".to_owned(), Some("1\n2".to_owned())));
        assert_eq!(parts("<ul><li>a<details>n</details></li></ul>"), ("<ul><li>a</li></ul>".to_owned(), Some("n".to_owned())));
    }

    #[test]
    fn nested_notes_and_summaries_become_flat() {
        assert_eq!(
            parts("<details><summary>S</summary>a<details>b</details>c</details>d"),
            ("d".to_owned(), Some("<div><strong>S</strong></div>ab\nc".to_owned()))
        );
    }

    #[test]
    fn without_notes_the_page_stays() {
        assert_eq!(parts("<p>&lt;details&gt;</p>"), ("<p>&lt;details&gt;</p>".to_owned(), None));
        assert_eq!(parts("<details>\n</details>"), (String::new(), None));
        assert_eq!(parts("</details>x"), ("x".to_owned(), None));
    }
}
