//! Takes the speaker notes out of a page: authors write them in `<details>`.

use super::containers::UNFOLDED;
use super::sanitizer::NOTES;
use super::tags::{self, Piece};

/// A page without its notes, and the notes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) html: String,
    /// The content of all notes one after another; `None` if there is nothing in them.
    pub(super) notes: Option<String>,
}

/// The class of `<details>` that hold notes wherever they stand.
pub(super) const CLASS: &str = "speaker-notes";

/// Splits sanitized HTML. `<details>` are for learners unless they have the class, or the book is one that is taught from (`all`) and they
/// were not written as a block for learners. Notes within notes become part of them, and their summaries short headings.
pub(super) fn split(html: &str, all: bool) -> Split {
    let mut page = String::with_capacity(html.len());
    let mut notes = String::new();
    // For each `<details>` that is open, whether it stands in notes or begins them.
    let mut open: Vec<bool> = Vec::new();
    for piece in tags::pieces(html) {
        let within = open.last().copied().unwrap_or(false);
        let output = if within { &mut notes } else { &mut page };
        match piece {
            Piece::Start(tag) if tag.name == NOTES => {
                let class = tag.attribute("class");
                let begins = within || (all && class != Some(UNFOLDED)) || class == Some(CLASS);
                open.push(begins);
                if !begins {
                    output.push_str(tag.written);
                }
            }
            Piece::End { name, written } if name == NOTES => match open.pop() {
                Some(true) => notes.push('\n'),
                Some(false) => page.push_str(written),
                None => {}
            },
            Piece::Start(tag) if tag.name == "summary" && within => output.push_str("<div><strong>"),
            Piece::End { name: "summary", .. } if within => output.push_str("</strong></div>"),
            Piece::Text(written) | Piece::End { written, .. } => output.push_str(written),
            Piece::Start(tag) => output.push_str(tag.written),
        }
    }
    let notes = notes.trim();
    Split { html: page.trim().to_owned(), notes: (!notes.is_empty()).then(|| notes.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(html: &str) -> (String, Option<String>) {
        let split = split(html, true);
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
    fn what_learners_unfold_stays_in_the_page() {
        let html = "<details><summary>S</summary>a<details class=\"speaker-notes\"><summary>N</summary>n</details>b</details>";
        let split = split(html, false);
        assert_eq!(split.html, "<details><summary>S</summary>ab</details>");
        assert_eq!(split.notes.as_deref(), Some("<div><strong>N</strong></div>n"));
    }

    #[test]
    fn a_block_for_learners_stays_in_a_book_that_is_taught_from() {
        let html = "<details class=\"unfold\"><summary>S</summary>a</details>";
        assert_eq!(parts(html), (html.to_owned(), None));
        assert_eq!(parts(&format!("<details>{html}</details>")).0, "");
    }

    #[test]
    fn without_notes_the_page_stays() {
        assert_eq!(parts("<p>&lt;details&gt;</p>"), ("<p>&lt;details&gt;</p>".to_owned(), None));
        assert_eq!(parts("<details>\n</details>"), (String::new(), None));
        assert_eq!(parts("</details>x"), ("x".to_owned(), None));
    }
}
