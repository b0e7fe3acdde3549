//! A page that an author writes in Trellis itself, outside any book.

use super::error::ImportError;
use super::links;
use super::markdown;
use super::sanitizer::Sanitizer;
use super::speaker_notes;
use super::tags::{self, Piece, StartTag};

/// Bytes of a page and its notes as HTML: what the table holds of a lesson has to fit beside it in one item of 400 KB.
const MOST_BYTES: usize = 300 * 1024;

/// What a message calls the page: it has no file.
const THE_TEXT: &str = "The text";

/// A page's text, safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthoredPage {
    pub html: String,
    /// What stood in `<details>`: for authors only.
    pub speaker_notes: Option<String>,
}

/// Renders and sanitizes Markdown as the pages of a book are.
///
/// Links to other sites and within the page stay. A relative link has nothing to lead to and becomes
/// plain text; a picture becomes its description.
///
/// # Errors
/// [`ImportError::Tangled`] when it nests too deeply, [`ImportError::PageTooLarge`] when its page becomes too large.
pub fn render(markdown: &str) -> Result<AuthoredPage, ImportError> {
    let rendered = markdown::render(markdown, false).map_err(|_| tangled())?;
    let clean = Sanitizer::new().clean(&rendered.html);
    let mut html = String::with_capacity(clean.len());
    for piece in tags::pieces(&clean) {
        match piece {
            Piece::Text(written) | Piece::End { written, .. } => html.push_str(written),
            Piece::Start(tag) if tag.name == "a" => link(&tag, &mut html),
            Piece::Start(tag) if tag.name == "img" => html.push_str(tag.attribute("alt").unwrap_or_default()),
            Piece::Start(tag) => html.push_str(tag.written),
        }
    }
    let split = speaker_notes::split(&html);
    if split.html.len() + split.notes.as_ref().map_or(0, String::len) > MOST_BYTES {
        return Err(too_large());
    }
    Ok(AuthoredPage { html: split.html, speaker_notes: split.notes })
}

fn tangled() -> ImportError {
    ImportError::Tangled { file: THE_TEXT.to_owned() }
}

fn too_large() -> ImportError {
    ImportError::PageTooLarge { file: THE_TEXT.to_owned(), limit: MOST_BYTES }
}

fn link(tag: &StartTag<'_>, html: &mut String) {
    let address = tag.attribute("href").map(tags::unescape).unwrap_or_default();
    if links::is_elsewhere(&address) {
        return html.push_str(tag.written);
    }
    let own = address.strip_prefix('#').map(|fragment| format!("#{}", links::prefixed(fragment)));
    tag.write_with(html, "href", own.as_deref());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_a_page_and_notes() {
        let page = render("# Hi\n\n[a](https://example.org) [b](#hi)\n\n<details>\n\nSay *it*.\n\n</details>\n").unwrap();
        assert_eq!(
            page.html,
            "<h1 id=\"content-hi\">Hi</h1>\n<p><a href=\"https://example.org\" rel=\"noopener noreferrer\">a</a> <a href=\"#content-hi\" rel=\"noopener noreferrer\">b</a></p>"
        );
        assert_eq!(page.speaker_notes.as_deref(), Some("<p>Say <em>it</em>.</p>"));
        assert_eq!(render("").unwrap(), AuthoredPage { html: String::new(), speaker_notes: None });
    }

    #[test]
    fn what_leads_nowhere_or_runs_goes() {
        let page = render("[a](other.md) [b](javascript:x) ![c](p.png) [d](trellis-lesson:x)<script>e</script>").unwrap();
        assert_eq!(
            page.html,
            "<p><a rel=\"noopener noreferrer\">a</a> <a rel=\"noopener noreferrer\">b</a> c <a rel=\"noopener noreferrer\">d</a>e</p>"
        );
    }

    #[test]
    fn texts_that_cannot_be_shown() {
        assert_eq!(render(&">".repeat(500)), Err(tangled()));
        assert_eq!(render(&"a>".repeat(100_000)), Err(too_large()));
    }
}
