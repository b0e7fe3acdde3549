//! Raw HTML in Markdown, rewritten so that its tags are balanced and its cost is known.
//!
//! The sanitizer parses HTML as a browser does, and a browser repairs misnested tags by copying them:
//! a page of a few hundred kilobytes can be written so that the repair takes gigabytes. Therefore only
//! known elements with well-formed attributes pass, each end tag has its start tag, and the work that
//! a browser's repair could need is counted beforehand. Whether an element is safe is decided later.

use super::raw_tags::{NoTag, Tag};
use super::sanitizer;
use std::fmt::Write;

/// Elements whose content goes with them.
const DROPPED_WITH_CONTENT: [&str; 15] = [
    "script",
    "style",
    "iframe",
    "object",
    "svg",
    "math",
    "template",
    "noscript",
    "textarea",
    "title",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
    "select",
];
const VOID: [&str; 5] = ["br", "hr", "img", "wbr", "col"];
/// Elements that a browser opens again after it closed what was around them ("active formatting elements" of the HTML standard).
const FORMATTING: [&str; 12] = ["a", "b", "big", "code", "em", "i", "s", "small", "strike", "strong", "tt", "u"];

const MOST_OPEN: usize = 100;
/// Elements that a browser might have to copy for one page.
const MOST_COPIES: usize = 200_000;

/// The markup nests more deeply than any page that someone wrote.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tangled;

/// The raw HTML of one page, piece by piece.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    open: Vec<Open>,
    copies: usize,
    /// Positions of `<details>` that are never closed, and of `</details>` without a beginning.
    unbalanced: Vec<usize>,
}

#[derive(Debug)]
struct Open {
    name: &'static str,
    position: usize,
}

impl RawHtml {
    /// Rewrites a piece that stands at `position` of the page.
    ///
    /// # Errors
    /// [`Tangled`] when too much is open.
    pub(super) fn rewrite(&mut self, piece: &str, position: usize) -> Result<String, Tangled> {
        let mut output = String::with_capacity(piece.len());
        let mut rest = piece;
        while let Some(start) = rest.find('<') {
            push_text(&mut output, &rest[..start]);
            let at = position + (piece.len() - rest.len()) + start;
            rest = self.markup(&rest[start..], at, &mut output)?;
        }
        push_text(&mut output, rest);
        Ok(output)
    }

    /// Counts an element that Markdown itself begins.
    ///
    /// # Errors
    /// [`Tangled`] when too much is open around it.
    pub(super) fn count_element(&mut self) -> Result<(), Tangled> {
        self.copies += self.open.iter().filter(|open| FORMATTING.contains(&open.name)).count();
        if self.copies > MOST_COPIES { Err(Tangled) } else { Ok(()) }
    }

    /// Closes what is still open at the end of the page and tells where speaker notes are not balanced.
    pub(super) fn finish(mut self) -> (String, Vec<usize>) {
        let mut output = String::new();
        while !self.open.is_empty() {
            self.close_last(&mut output, false);
        }
        self.unbalanced.sort_unstable();
        (output, self.unbalanced)
    }

    /// Takes one tag, comment or lone `<` from the front of `rest` and returns what follows.
    fn markup<'a>(&mut self, rest: &'a str, at: usize, output: &mut String) -> Result<&'a str, Tangled> {
        if rest.starts_with("<!--") {
            return Ok(after(rest, "-->"));
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return Ok(after(rest, ">"));
        }
        let tag = match Tag::parse(rest) {
            Ok(tag) => tag,
            Err(NoTag::Text) => {
                output.push_str("&lt;");
                return Ok(&rest[1..]);
            }
            Err(NoTag::Unfinished) => return Ok(""),
        };
        if tag.closing {
            self.end(&tag.name, at, output);
        } else if DROPPED_WITH_CONTENT.contains(&tag.name.as_str()) {
            return Ok(after_element(tag.after, &tag.name));
        } else if let Some(name) = sanitizer::known(&tag.name) {
            self.start(name, &tag, at, output)?;
        }
        Ok(tag.after)
    }

    fn start(&mut self, name: &'static str, tag: &Tag<'_>, at: usize, output: &mut String) -> Result<(), Tangled> {
        self.count_element()?;
        output.push('<');
        output.push_str(name);
        for (name, value) in &tag.attributes {
            // Writing to a String cannot fail.
            let _ = write!(output, " {name}=\"{}\"", escaped(value));
        }
        output.push('>');
        if !VOID.contains(&name) {
            if self.open.len() >= MOST_OPEN {
                return Err(Tangled);
            }
            self.open.push(Open { name, position: at });
        }
        Ok(())
    }

    fn end(&mut self, name: &str, at: usize, output: &mut String) {
        let Some(index) = self.open.iter().rposition(|open| open.name == name) else {
            if name == sanitizer::NOTES {
                self.unbalanced.push(at);
            }
            return;
        };
        while self.open.len() > index {
            let is_meant = self.open.len() == index + 1;
            self.close_last(output, is_meant);
        }
    }

    fn close_last(&mut self, output: &mut String, is_meant: bool) {
        let Some(open) = self.open.pop() else { return };
        if open.name == sanitizer::NOTES && !is_meant {
            self.unbalanced.push(open.position);
        }
        let _ = write!(output, "</{}>", open.name);
    }
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, after)| after)
}

/// What follows the end tag of an element whose content is dropped; nothing if it has none.
fn after_element<'a>(content: &'a str, name: &str) -> &'a str {
    let mut rest = content;
    while let Some(start) = rest.find("</") {
        rest = &rest[start + 2..];
        if rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return after(rest, ">");
        }
    }
    ""
}

/// Character references stay what they are.
fn push_text(output: &mut String, text: &str) {
    output.push_str(&text.replace('>', "&gt;"));
}

fn escaped(value: &str) -> String {
    value.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rewrite(pieces: &[&str]) -> (String, Vec<usize>) {
        let mut raw = RawHtml::default();
        let mut output = String::new();
        let mut position = 0;
        for piece in pieces {
            output += &raw.rewrite(piece, position).unwrap();
            position += piece.len();
        }
        let (end, unbalanced) = raw.finish();
        (output + &end, unbalanced)
    }

    fn html(piece: &str) -> String {
        rewrite(&[piece]).0
    }

    #[test]
    fn tags_are_written_in_one_form() {
        assert_eq!(html("<IMG src='a\"b' alt=x Width = 3 / hidden>"), "<img src=\"a&quot;b\" alt=\"x\" width=\"3\" hidden=\"\">");
        assert_eq!(html("<b title='>&amp;<'>x</B >"), "<b title=\"&gt;&amp;&lt;\">x</b>");
        assert_eq!(html("a < b > c &amp; <3 </ <"), "a &lt; b &gt; c &amp; &lt;3 &lt;/ &lt;");
        assert_eq!(html("a<b x='1>b <i>"), "a");
        assert_eq!(html("<b a=1 é=2 =x>t"), "<b a=\"1\">t</b>");
        assert_eq!(html("<unknown x=1>t</unknown>"), "t");
    }

    #[test]
    fn comments_and_dangerous_elements_go_with_their_content() {
        assert_eq!(html("a<!-- <b> -->b<!DOCTYPE x>c<?x?>d<!-- open <b>"), "abcd");
        assert_eq!(html("a<script>if (1 < 2) '</scr'</SCRIPT >b<style>x"), "ab");
        assert_eq!(html("<svg><b></svg><iframe src=x>y</iframe>z"), "z");
    }

    #[test]
    fn tags_are_balanced() {
        assert_eq!(html("<b><i>x</b>y</i>"), "<b><i>x</i></b>y");
        assert_eq!(html("</p><p>"), "<p></p>");
        assert_eq!(html("<br></br><hr/>"), "<br><hr>");
    }

    #[test]
    fn unbalanced_notes_are_told() {
        assert!(rewrite(&["<details>", "</details>"]).1.is_empty());
        assert_eq!(rewrite(&["x<details>", "<details>"]), ("x<details><details></details></details>".to_owned(), vec![1, 10]));
        assert_eq!(rewrite(&["<div><details>", "</div></details>"]).1, [5, 20]);
    }

    #[test]
    fn tangled_markup_is_refused() {
        let mut raw = RawHtml::default();
        assert_eq!(raw.rewrite(&"<div>".repeat(101), 0), Err(Tangled));
        let mut raw = RawHtml::default();
        raw.rewrite(&"<b>".repeat(50), 0).unwrap();
        assert_eq!(raw.rewrite(&"<p></p>".repeat(4_001), 0), Err(Tangled));
        let mut raw = RawHtml::default();
        let many: String = (0..5_000).map(|n| format!(" a{n}")).collect();
        assert!(raw.rewrite(&format!("<b{many}>"), 0).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_rewritten(pieces in prop::collection::vec("[<>/a-dp!\\-=\"' é&;]{0,40}", 0..4)) {
            let mut raw = RawHtml::default();
            for piece in &pieces {
                let output = raw.rewrite(piece, 0).unwrap();
                prop_assert!(output.matches('<').count() == output.matches('>').count());
            }
            let again = raw.finish().0;
            prop_assert!(!again.contains("<<"));
        }
    }
}
