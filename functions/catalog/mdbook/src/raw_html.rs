//! Raw HTML in Markdown, rewritten so that its tags are balanced and its cost is known.
//!
//! The sanitizer parses HTML as a browser does, and a browser repairs misnested tags by copying them:
//! a page of a few hundred kilobytes can be written so that the repair takes gigabytes. Therefore only
//! known elements with well-formed attributes pass, each end tag has its start tag, and the work that
//! a browser's repair could need is counted beforehand. Whether an element is safe is decided later.

use super::formulas::{Formulas, Part};
use super::losses::{LossKind, Losses};
use super::raw_tags::{NoTag, Tag};
use super::sanitizer::{self, Fate};
use super::tags;
use super::warnings::quoted;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Elements whose content goes with them.
const DROPPED_WITH_CONTENT: [&str; 17] = [
    "script",
    "style",
    "audio",
    "iframe",
    "object",
    "video",
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
/// Elements that play something, and the attributes that name it: a link stands in their place.
const PLAYERS: [(&str, &str); 5] = [("audio", "src"), ("embed", "src"), ("iframe", "src"), ("object", "data"), ("video", "src")];
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
    pub(super) losses: Losses,
    /// Where an address was first written.
    pub(super) addresses: BTreeMap<String, usize>,
    /// Where an element was first written.
    pub(super) elements: BTreeMap<&'static str, usize>,
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
    pub(super) fn rewrite(&mut self, piece: &str, position: usize, formulas: &Formulas) -> Result<String, Tangled> {
        let mut output = String::with_capacity(piece.len());
        let mut rest = piece;
        while let Some(start) = rest.find('<') {
            push_text(&mut output, &rest[..start], formulas);
            let at = position + (piece.len() - rest.len()) + start;
            rest = self.markup(&rest[start..], at, &mut output, formulas)?;
        }
        push_text(&mut output, rest, formulas);
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

    /// Closes what is still open at the end of the page.
    pub(super) fn finish(&mut self) -> String {
        let mut output = String::new();
        while !self.open.is_empty() {
            self.close_last(&mut output, false);
        }
        output
    }

    /// Where speaker notes are not balanced, once the page is finished.
    pub(super) fn unbalanced_notes(&self) -> Vec<usize> {
        let mut unbalanced = self.unbalanced.clone();
        unbalanced.sort_unstable();
        unbalanced
    }

    fn lose(&mut self, at: usize, message: impl FnOnce() -> String) {
        self.losses.add(LossKind::Markup, at, message);
    }

    /// Takes one tag, comment or lone `<` from the front of `rest` and returns what follows.
    fn markup<'a>(&mut self, rest: &'a str, at: usize, output: &mut String, formulas: &Formulas) -> Result<&'a str, Tangled> {
        for (begin, end) in [("<!--", "-->"), ("<!", ">"), ("<?", ">")] {
            if rest.starts_with(begin) {
                return Ok(self.comment(rest, end, at));
            }
        }
        let tag = match Tag::parse(rest) {
            Ok(tag) => tag,
            Err(NoTag::Text) => {
                output.push_str("&lt;");
                return Ok(&rest[1..]);
            }
            Err(NoTag::Unfinished) => {
                self.lose(at, || {
                    format!("the tag {} has no end; it is left out with what follows it", quoted(&rest[..rest.floor_char_boundary(40)]))
                });
                return Ok("");
            }
        };
        if tag.closing {
            self.end(&tag.name, at, output);
        } else if DROPPED_WITH_CONTENT.contains(&tag.name.as_str()) {
            let (content, after) = element(tag.after, &tag.name);
            self.replace(&tag, content, at, output, formulas)?;
            return Ok(after);
        } else if let Some(name) = sanitizer::known(&tag.name) {
            self.start(name, &tag, at, output, formulas)?;
        } else if PLAYERS.iter().any(|(player, _)| *player == tag.name) {
            self.replace(&tag, "", at, output, formulas)?;
        } else if sanitizer::fate_of_element(&tag.name) == Fate::Lost {
            self.lose(at, || format!("<{}> is left out; the text in it stays", quoted(&tag.name)));
        }
        Ok(tag.after)
    }

    /// What follows a comment or declaration; one without an end takes the rest with it.
    fn comment<'a>(&mut self, rest: &'a str, end: &str, at: usize) -> &'a str {
        let Some((_, after)) = rest.split_once(end) else {
            self.lose(at, || "a comment has no end; it is left out with what follows it".to_owned());
            return "";
        };
        after
    }

    /// Puts a link in the place of an element that plays something; other elements go with their content.
    fn replace(&mut self, tag: &Tag<'_>, content: &str, at: usize, output: &mut String, formulas: &Formulas) -> Result<(), Tangled> {
        let name = &tag.name;
        let attribute = PLAYERS.iter().find(|(player, _)| player == name).map(|(_, attribute)| *attribute);
        let value =
            |of: &Tag<'_>, wanted: &str| of.attributes.iter().find(|(found, _)| found == wanted).map(|(_, value)| (*value).to_owned());
        let address = attribute.and_then(|attribute| value(tag, attribute).or_else(|| source(content)));
        let Some(address) = address.filter(|address| !address.is_empty() && sanitizer::is_address(address)) else {
            let what = if tag.after.is_empty() { "; the text in it stays" } else { " with what is in it" };
            self.lose(at, || format!("<{name}> is left out{what}"));
            return Ok(());
        };
        let file = address.split(['?', '#']).next().unwrap_or_default().rsplit('/').find(|part| !part.is_empty()).unwrap_or(&address);
        let label = ["title", "aria-label"].into_iter().find_map(|wanted| value(tag, wanted)).filter(|label| !label.is_empty());
        let label = label.unwrap_or_else(|| if file.contains('.') && !address.contains("://") { file.to_owned() } else { address.clone() });
        self.lose(at, || format!("<{name}> is not played in a lesson; a link to {} stands in its place", quoted(&address)));
        let link = format!("<a href=\"{}\">{}</a>", escaped(&address), escaped(&label));
        output.push_str(&self.rewrite(&link, at, formulas)?);
        Ok(())
    }

    fn start(&mut self, name: &'static str, tag: &Tag<'_>, at: usize, output: &mut String, formulas: &Formulas) -> Result<(), Tangled> {
        self.count_element()?;
        self.elements.entry(name).or_insert(at);
        output.push('<');
        output.push_str(name);
        let has_id = tag.attributes.iter().any(|(attribute, _)| attribute == "id");
        for (attribute, value) in &tag.attributes {
            let value = formulas.restored(value);
            // An anchor of older pages.
            let attribute = if name == "a" && attribute == "name" && !has_id { "id" } else { attribute.as_str() };
            match sanitizer::fate_of_attribute(name, attribute, &value) {
                Fate::Kept => {
                    if ["href", "src"].contains(&attribute) {
                        self.addresses.entry(tags::unescape(&value)).or_insert(at);
                    }
                    // Writing to a String cannot fail.
                    let _ = write!(output, " {attribute}=\"{}\"", escaped(&value));
                }
                // The renderer's own marks have a class; the sanitizer knows which.
                Fate::Needless if attribute == "class" => {
                    let _ = write!(output, " {attribute}=\"{}\"", escaped(&value));
                }
                Fate::Needless => {}
                Fate::Lost => self.lose(at, || format!("{attribute}=\"{}\" of <{name}> is left out", quoted(&value))),
            }
        }
        if name == "img" && !tag.attributes.iter().any(|(attribute, value)| attribute == "src" && !value.is_empty()) {
            self.lose(at, || "<img> has no address and is left out".to_owned());
        }
        if let Some(unread) = tag.unread {
            self.lose(at, || format!("the attribute {} of <{name}> is left out", quoted(unread)));
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

/// The element that goes with its content and that a tag of a line begins.
pub(super) fn begins(tag: &str) -> Option<&'static str> {
    let tag = Tag::parse(tag).ok().filter(|tag| !tag.closing)?;
    DROPPED_WITH_CONTENT.into_iter().find(|name| *name == tag.name)
}

/// Whether a tag of a line ends an element.
pub(super) fn ends(tag: &str, name: &str) -> bool {
    Tag::parse(tag).is_ok_and(|tag| tag.closing && tag.name == name)
}

/// The content of an element and what follows its end tag; everything is content if it has none.
fn element<'a>(content: &'a str, name: &str) -> (&'a str, &'a str) {
    let mut start = 0;
    while let Some(found) = content[start..].find("</") {
        let end = start + found;
        start = end + 2;
        if content[start..].get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return (&content[..end], content[start..].split_once('>').map_or("", |(_, after)| after));
        }
    }
    (content, "")
}

/// The first thing that a player offers to play.
fn source(content: &str) -> Option<String> {
    let mut rest = content;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        match Tag::parse(rest) {
            Ok(tag) => {
                let found = tag.attributes.iter().find(|(name, _)| tag.name == "source" && name == "src");
                if let Some((_, address)) = found {
                    return Some((*address).to_owned());
                }
                rest = tag.after;
            }
            Err(NoTag::Text) => rest = &rest[1..],
            Err(NoTag::Unfinished) => return None,
        }
    }
    None
}

/// Character references stay what they are.
fn push_text(output: &mut String, text: &str, formulas: &Formulas) {
    for part in formulas.parts(text) {
        match part {
            Part::Text(text) => output.push_str(&text.replace('>', "&gt;")),
            Part::Formula { html, .. } => output.push_str(html),
        }
    }
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
            output += &raw.rewrite(piece, position, &Formulas::default()).unwrap();
            position += piece.len();
        }
        let end = raw.finish();
        (output + &end, raw.unbalanced_notes())
    }

    /// Positions and messages of what is lost.
    fn losses(piece: &str) -> Vec<(usize, String)> {
        let mut raw = RawHtml::default();
        raw.rewrite(piece, 0, &Formulas::default()).unwrap();
        raw.losses.into_vec().into_iter().map(|loss| (loss.position, loss.message)).collect()
    }

    fn html(piece: &str) -> String {
        rewrite(&[piece]).0
    }

    #[test]
    fn tags_are_written_in_one_form() {
        assert_eq!(html("<IMG src='a\"b' alt=x Width = 3 / hidden>"), "<img src=\"a&quot;b\" alt=\"x\" width=\"3\">");
        assert_eq!(html("<b title='>&amp;<'>x</B >"), "<b title=\"&gt;&amp;&lt;\">x</b>");
        assert_eq!(html("a < b > c &amp; <3 </ <"), "a &lt; b &gt; c &amp; &lt;3 &lt;/ &lt;");
        assert_eq!(html("a<b x='1>b <i>"), "a");
        assert_eq!(html("<b a=1 é=2 =x>t"), "<b>t</b>");
        assert_eq!(html("<unknown x=1>t</unknown>"), "t");
    }

    #[test]
    fn comments_and_dangerous_elements_go_with_their_content() {
        assert_eq!(html("a<!-- <b> -->b<!DOCTYPE x>c<?x?>d<!-- open <b>"), "abcd");
        assert_eq!(html("a<script>if (1 < 2) '</scr'</SCRIPT >b<style>x"), "ab");
        assert_eq!(html("<svg><b></svg><object>y</object>z"), "z");
    }

    #[test]
    fn whatever_is_lost_is_told_with_its_place() {
        for (piece, expected) in [
            ("a<svg><text>t</text></svg>", "<svg> is left out with what is in it"),
            ("a<svg>", "<svg> is left out; the text in it stays"),
            ("a<button>b</button>", "<button> is left out; the text in it stays"),
            ("a<made-up>b</made-up>", "<made-up> is left out; the text in it stays"),
            ("a<b onclick='x()'>b</b>", "onclick=\"x()\" of <b> is left out"),
            ("a<a href='javascript:x'>b</a>", "href=\"javascript:x\" of <a> is left out"),
            ("a<b x1=2>b</b>", "the attribute x1 of <b> is left out"),
            ("a<!-- b", "a comment has no end; it is left out with what follows it"),
            ("a<b title='", "the tag <b title=' has no end; it is left out with what follows it"),
        ] {
            assert_eq!(losses(piece), [(1, expected.to_owned())], "{piece}");
        }
        for piece in
            ["<center>a</center>", "<b style='x' class=y data-z=1>a</b>", "a<!-- b -->", "</p>", "<a href='tel:112'>a</a>", "1 < 2"]
        {
            assert_eq!(losses(piece), [], "{piece}");
        }
    }

    #[test]
    fn players_become_links() {
        for (piece, link) in [
            ("<iframe src='https://video.example/e/1' title='Film 1'></iframe>", "<a href=\"https://video.example/e/1\">Film 1</a>"),
            ("<video controls src=d/film.mp4></video>", "<a href=\"d/film.mp4\">film.mp4</a>"),
            ("<audio><source type=x src='ton.mp3'>No player</audio>", "<a href=\"ton.mp3\">ton.mp3</a>"),
            ("<embed src='https://a.example/x.pdf'>b", "<a href=\"https://a.example/x.pdf\">https://a.example/x.pdf</a>b"),
            ("<iframe src='javascript:x'></iframe>", ""),
        ] {
            assert_eq!(html(piece), link, "{piece}");
            assert_eq!(losses(piece).len(), 1, "{piece}");
        }
    }

    #[test]
    fn old_anchors_become_identifiers() {
        assert_eq!(html("<a name=x></a><a name=x id=y>z</a>"), "<a id=\"x\"></a><a id=\"y\">z</a>");
        assert_eq!(losses("<a name=x id=y>z</a>").len(), 1);
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
        assert_eq!(raw.rewrite(&"<div>".repeat(101), 0, &Formulas::default()), Err(Tangled));
        let mut raw = RawHtml::default();
        raw.rewrite(&"<b>".repeat(50), 0, &Formulas::default()).unwrap();
        assert_eq!(raw.rewrite(&"<p></p>".repeat(4_001), 0, &Formulas::default()), Err(Tangled));
        let mut raw = RawHtml::default();
        let many: String = (0..5_000).map(|n| format!(" a{n}")).collect();
        assert!(raw.rewrite(&format!("<b{many}>"), 0, &Formulas::default()).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_rewritten(pieces in prop::collection::vec("[<>/a-dp!\\-=\"' é&;]{0,40}", 0..4)) {
            let mut raw = RawHtml::default();
            for piece in &pieces {
                let output = raw.rewrite(piece, 0, &Formulas::default()).unwrap();
                prop_assert!(output.matches('<').count() == output.matches('>').count());
            }
            let again = raw.finish();
            prop_assert!(!again.contains("<<"));
        }
    }
}
