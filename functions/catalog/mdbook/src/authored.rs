//! A page that an author writes in Trellis itself, outside any book.

use super::error::ImportError;
use super::lines::Lines;
use super::links;
use super::markdown;
use super::sanitizer::Sanitizer;
use super::speaker_notes;
use super::tags::{self, Piece, StartTag};
use super::warnings::{Warning, WarningKind, Warnings, quoted};
use catalog_model::dialect::Dialect;
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a page and its notes as HTML: what the table holds of a lesson has to fit beside it in one item of 400 KB.
const MOST_BYTES: usize = 300 * 1024;

/// What a message calls the page: it has no file.
const THE_TEXT: &str = "The text";

/// What a page that is written in Trellis may lean on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// How its Markdown is read.
    pub dialect: Dialect,
    /// For addresses in it, the placeholders of what they lead to: those of the book that it was imported from.
    pub addresses: BTreeMap<String, String>,
}

impl Default for Origin {
    fn default() -> Self {
        Self { dialect: Dialect::of_trellis(), addresses: BTreeMap::new() }
    }
}

/// A page's text, safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthoredPage {
    pub html: String,
    /// What stood in `<details class="speaker-notes">`: for authors only.
    pub speaker_notes: Option<String>,
    /// What the text has and the page has not, in the text's order.
    pub warnings: Vec<Warning>,
}

/// Renders and sanitizes Markdown as the pages of a book are.
///
/// Links to other sites and within the page stay, and those that the page's book knew. Another relative link has nothing to
/// lead to and becomes plain text; another picture becomes its description. Whatever goes is told.
///
/// # Errors
/// [`ImportError::Tangled`] when it nests too deeply, [`ImportError::PageTooLarge`] when its page becomes too large.
pub fn render(markdown: &str, origin: &Origin) -> Result<AuthoredPage, ImportError> {
    let rendered = markdown::render(markdown, &origin.dialect).map_err(|_| tangled())?;
    let clean = Sanitizer::new().clean(&rendered.html);
    let lines = Lines::of(markdown);
    let mut warnings = Warnings::of_a_text();
    rendered.tell(&clean, |kind, position, message| {
        warnings.add(kind, THE_TEXT, position.map(|position| lines.line_of(position)), message);
    });
    let written = rendered.addresses.into_iter().map(|(address, position)| (links::key(&address), lines.line_of(position))).collect();
    let mut addresses = Addresses { origin, written, warned: BTreeSet::new(), warnings };
    let mut html = String::with_capacity(clean.len());
    for piece in tags::pieces(&clean) {
        match piece {
            Piece::Text(written) | Piece::End { written, .. } => html.push_str(written),
            Piece::Start(tag) if tag.name == "a" => addresses.link(&tag, &mut html),
            Piece::Start(tag) if tag.name == "img" => addresses.picture(&tag, &mut html),
            Piece::Start(tag) => html.push_str(tag.written),
        }
    }
    let split = speaker_notes::split(&html, origin.dialect.speaker_notes);
    if split.html.len() + split.notes.as_ref().map_or(0, String::len) > MOST_BYTES {
        return Err(too_large());
    }
    let mut warnings = addresses.warnings.into_vec(THE_TEXT);
    // Of the whole text first, how many more there are last.
    warnings.sort_by_key(|warning| (warning.kind == WarningKind::MoreWarnings, warning.line));
    Ok(AuthoredPage { html: split.html, speaker_notes: split.notes, warnings })
}

/// HTML that comes back from elsewhere, as safe as that of a page that is rendered: it goes through the same sanitizer. `resolve` gives the
/// placeholder of a relative address; one that it does not know becomes plain text, or the picture's description.
pub fn readmit(html: &str, resolve: impl Fn(&str) -> Option<String>) -> String {
    let clean = Sanitizer::new().clean(html);
    let mut output = String::with_capacity(clean.len());
    for piece in tags::pieces(&clean) {
        let tag = match piece {
            Piece::Text(written) | Piece::End { written, .. } => {
                output.push_str(written);
                continue;
            }
            Piece::Start(tag) => tag,
        };
        let name = match tag.name {
            "a" => "href",
            "img" => "src",
            _ => {
                output.push_str(tag.written);
                continue;
            }
        };
        let address = tag.attribute(name).map(tags::unescape).unwrap_or_default();
        if tag.name == "a" && (links::is_elsewhere(&address) || address.starts_with('#')) {
            output.push_str(tag.written);
            continue;
        }
        match resolve(&address) {
            None if tag.name == "img" => output.push_str(tag.attribute("alt").unwrap_or_default()),
            placeholder => tag.write_with(&mut output, name, placeholder.as_deref()),
        }
    }
    output
}

fn tangled() -> ImportError {
    ImportError::Tangled { file: THE_TEXT.to_owned() }
}

fn too_large() -> ImportError {
    ImportError::PageTooLarge { file: THE_TEXT.to_owned(), limit: MOST_BYTES }
}

/// Where links and pictures lead, and what is told of those that lead nowhere.
struct Addresses<'a> {
    origin: &'a Origin,
    /// Lines of addresses.
    written: BTreeMap<String, u32>,
    warned: BTreeSet<String>,
    warnings: Warnings,
}

impl Addresses<'_> {
    fn picture(&mut self, tag: &StartTag<'_>, html: &mut String) {
        let address = tag.attribute("src").map(tags::unescape).unwrap_or_default();
        if let Some(placeholder) = self.origin.addresses.get(&links::key(&address)) {
            return tag.write_with(html, "src", Some(placeholder));
        }
        html.push_str(tag.attribute("alt").unwrap_or_default());
        // Of a picture without an address the renderer has told.
        if links::is_elsewhere(&address) || address.starts_with("//") {
            self.warn(WarningKind::RefusedPicture, &address, "is on another site, which would learn who reads the page; picture removed");
        } else if !address.is_empty() {
            self.warn(WarningKind::MissingPicture, &address, "isn't a picture of this course; picture removed");
        }
    }

    fn link(&mut self, tag: &StartTag<'_>, html: &mut String) {
        let address = tag.attribute("href").map(tags::unescape).unwrap_or_default();
        if let Some(placeholder) = self.origin.addresses.get(&links::key(&address)) {
            return tag.write_with(html, "href", Some(placeholder));
        }
        if links::is_elsewhere(&address) {
            return html.push_str(tag.written);
        }
        let own = address.strip_prefix('#').map(|fragment| format!("#{}", links::prefixed(fragment)));
        // An empty address leads nowhere, and what could not stay the renderer has told.
        if own.is_none() && !address.is_empty() {
            self.warn(WarningKind::BrokenLink, &address, "isn't a lesson or a file of this course; link removed");
        }
        tag.write_with(html, "href", own.as_deref());
    }

    fn warn(&mut self, kind: WarningKind, address: &str, message: &str) {
        if self.warned.insert(address.to_owned()) {
            let line = self.written.get(&links::key(address)).copied();
            self.warnings.add(kind, THE_TEXT, line, format!("{} {message}", quoted(address)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(markdown: &str) -> Result<AuthoredPage, ImportError> {
        super::render(markdown, &Origin::default())
    }

    #[test]
    fn text_becomes_a_page_and_notes() {
        let page =
            render("# Hi\n\n[a](https://example.org) [b](#hi)\n\n<details class=\"speaker-notes\">\n\nSay *it*.\n\n</details>\n").unwrap();
        assert_eq!(
            page.html,
            "<h1 id=\"content-hi\">Hi</h1>\n<p><a href=\"https://example.org\" rel=\"noopener noreferrer\">a</a> <a href=\"#content-hi\" rel=\"noopener noreferrer\">b</a></p>"
        );
        assert_eq!(page.speaker_notes.as_deref(), Some("<p>Say <em>it</em>.</p>"));
        assert_eq!(render("").unwrap(), AuthoredPage { html: String::new(), speaker_notes: None, warnings: Vec::new() });
    }

    #[test]
    fn what_leads_nowhere_or_runs_goes() {
        let page = render("[a](other.md) [b](javascript:x) ![c](p.png) [d](trellis-lesson:x)<script>e</script>").unwrap();
        assert_eq!(
            page.html,
            "<p><a rel=\"noopener noreferrer\">a</a> <a rel=\"noopener noreferrer\">b</a> c <a rel=\"noopener noreferrer\">d</a></p>"
        );
    }

    /// Kinds, lines and messages of what a text loses.
    fn told(markdown: &str) -> Vec<(&'static str, Option<u32>, String)> {
        let warnings = render(markdown).unwrap().warnings;
        warnings.into_iter().map(|warning| (warning.kind.name(), warning.line, warning.message)).collect()
    }

    #[test]
    fn whatever_goes_is_told_with_its_line() {
        for (text, kind, message) in [
            ("a\n\n<script>e</script>", "lost_markup", "<script> is left out with what is in it"),
            ("a\n\nb <button onclick=x()>c</button>", "lost_markup", "<button> is left out; the text in it stays"),
            ("a\n\n<b onclick='x()'>c</b>", "lost_markup", "onclick=\"x()\" of <b> is left out"),
            ("a\n\n<div><svg><text>c</text></svg></div>", "lost_markup", "<svg> is left out with what is in it"),
            ("a\n\nb <svg>c</svg>", "lost_markup", "<svg> is left out with what is in it"),
            ("a\n\nb <svg>c", "lost_markup", "<svg> is left out; the text in it stays"),
            (
                "a\n\nb <video><source src='https://video.example/f.mp4'>c</video>",
                "lost_markup",
                "<video> is not played in a lesson; a link to https://video.example/f.mp4 stands in its place",
            ),
            ("a\n\n[b](javascript:x)", "broken_link", "the address javascript:x of a link is left out"),
            ("a\n\n[b](other.md) [c](other.md)", "broken_link", "other.md isn't a lesson or a file of this course; link removed"),
            ("a\n\n![b](p.png)", "missing_picture", "p.png isn't a picture of this course; picture removed"),
            (
                "a\n\n![b](https://example.org/p.png)",
                "refused_picture",
                "https://example.org/p.png is on another site, which would learn who reads the page; picture removed",
            ),
            ("a\n\n<details>b", "speaker_notes", "a <details> block has no end, or an end without its beginning"),
        ] {
            assert_eq!(told(text), [(kind, Some(3), message.to_owned())], "{text}");
        }
        for text in ["", "# a\n\n[b](#a) <https://example.org> <b class=x>c</b> 1 < 2\n\n- [x] d\n\n|a|\n|-|\n|b|"] {
            assert_eq!(told(text), [], "{text}");
        }
        let many = told(&"</details>\n\n".repeat(150));
        assert_eq!((many.len(), many[100].2.as_str()), (101, "50 more warnings are not listed"));
    }

    #[test]
    fn blocks_between_colons() {
        let page = render(":::warning[Stop & *look*]\nHot.\n\n- a\n:::\n\n:::details[Why?]\n$x^2$ costs $5 or $6.\n:::\n").unwrap();
        assert_eq!(page.warnings, []);
        assert_eq!(page.speaker_notes, None);
        let html = page.html.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            html.starts_with(
                "<div class=\"callout callout-warning\"><p class=\"callout-title\">Stop &amp; *look*</p> <p>Hot.</p> <ul> <li>a</li> </ul> </div>"
            ),
            "{html}"
        );
        assert!(html.contains("<details class=\"unfold\"><summary>Why?</summary> <p><math"), "{html}");
        assert!(html.ends_with("costs $5 or $6.</p> </details>"), "{html}");
        assert_eq!(
            told("a\n\n:::fancy\nb\n:::"),
            [("unknown_directive", Some(3), "this line names a block that is not known here: fancy; it is shown as text".to_owned())]
        );
        let hostile = render(":::note[<img src=x onerror=y>]\n</div><script>z</script>\n\n:::\n").unwrap().html;
        assert!(hostile.contains("&lt;img src=x onerror=y&gt;") && !hostile.contains("<script"), "{hostile}");
    }

    #[test]
    fn texts_that_cannot_be_shown() {
        assert_eq!(render(&">".repeat(500)), Err(tangled()));
        assert_eq!(render(&"a>".repeat(100_000)), Err(too_large()));
    }

    #[test]
    fn what_comes_back_is_cleaned_again_and_otherwise_the_same() {
        let page =
            render("# Hi\n\n[a](https://example.org) [b](#hi) $x^2$\n\n:::note\nN\n:::\n\n```rust\nfn\n```\n\n|a|\n|-|\n|b|\n\n- [x] c\n");
        let html = page.unwrap().html;
        assert_eq!(readmit(&html, |_| panic!("nothing is relative")), html);
        let shown =
            "<p><a href=\"../lessons/l1.html#content-x\" rel=\"noopener noreferrer\">b</a> <img src=\"../assets/0.png\" alt=\"c\"></p>";
        let resolve = |address: &str| address.strip_prefix("../").map(|rest| format!("trellis-asset:{rest}"));
        assert!(readmit(shown, resolve).contains("href=\"trellis-asset:lessons/l1.html#content-x\""));
        assert!(readmit(shown, resolve).contains("src=\"trellis-asset:assets/0.png\""));
        let hostile =
            "<script>a</script><img src=x onerror=y alt=d><a href='javascript:z'>e</a><a href='trellis-asset:../../x'>f</a><p onclick=g>h";
        assert_eq!(readmit(hostile, |_| None), "d<a rel=\"noopener noreferrer\">e</a><a rel=\"noopener noreferrer\">f</a><p>h</p>");
    }

    #[test]
    fn an_imported_page_that_is_rendered_again_is_the_same() {
        let page = "[B](b.md#x) ![p](<my p.png>) $a_b$ <details>\n\nfor all\n\n</details>\n\n```sh\n~hidden\n```\n\n<svg></svg>\n";
        let course = super::super::sample::course_of_bytes(&[
            ("book.toml", b"[book]\ntitle = 'T'\n[output.html]\nmathjax-support = true\n[output.html.code.hidelines]\nsh = '~'"),
            ("src/SUMMARY.md", b"- [A](a.md)\n- [B](b.md)"),
            ("src/a.md", page.as_bytes()),
            ("src/b.md", b"B"),
            ("src/my p.png", super::super::sample::PNG),
        ]);
        let lesson = course.lessons().next().unwrap();
        assert_eq!(course.warnings, []);
        let origin = Origin { dialect: course.dialect.clone(), addresses: lesson.addresses.clone() };
        let again = super::render(&lesson.markdown, &origin).unwrap();
        assert_eq!((again.html, again.speaker_notes), (lesson.html.clone(), lesson.speaker_notes.clone()));
    }
}
