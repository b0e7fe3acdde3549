//! Blocks that Markdown has no signs for, between fences of colons: `:::note[Title]` to `:::`.
//!
//! The form is that of the container directives in the generic directives that are proposed for CommonMark, of which this knows a few names
//! and neither attributes nor other kinds. Fences stand at the beginning of a line, outside of lists and quotations. A block within another
//! one has fewer colons than that; it ends with as many as it began with. What is not written so stays text, and that is told.

use super::code;
use super::positions::Replaced;
use super::tags;
use super::warnings::quoted;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::{BTreeMap, BTreeSet};

/// Blanks before a fence. No HTML is so short that another one could begin within them.
const MOST_INDENTED: usize = 3;
/// How deep these blocks may nest.
const MOST_NESTED: usize = 6;
const MOST_REMEMBERED: usize = 64;

/// The class of `<details>` that are for learners, whatever other `<details>` of the book hold.
pub(super) const UNFOLDED: &str = "unfold";

/// Names of callouts: those of the quotations that begin with `[!NOTE]`.
const CALLOUTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Callout(&'static str),
    Details,
    Columns,
    Column,
    /// Only its end has to be known.
    Unknown,
}

impl Block {
    fn named(name: &str) -> Self {
        match name {
            "details" => Self::Details,
            "columns" => Self::Columns,
            "column" => Self::Column,
            _ => CALLOUTS.into_iter().find(|callout| *callout == name).map_or(Self::Unknown, Self::Callout),
        }
    }

    fn start(self, label: Option<&str>) -> String {
        let label = label.map(tags::escape);
        match self {
            Self::Callout(name) => {
                let title = label.map_or_else(String::new, |label| format!("<p class=\"callout-title\">{label}</p>"));
                format!("<div class=\"callout callout-{name}\">{title}")
            }
            Self::Details => {
                let summary = label.map_or_else(String::new, |label| format!("<summary>{label}</summary>"));
                format!("<details class=\"{UNFOLDED}\">{summary}")
            }
            Self::Columns => "<div class=\"columns\">".to_owned(),
            Self::Column => "<div class=\"column\">".to_owned(),
            Self::Unknown => String::new(),
        }
    }

    const fn end(self) -> &'static str {
        match self {
            Self::Details => "</details>",
            _ => "</div>",
        }
    }
}

/// A line that may begin or end a block.
#[derive(Debug)]
struct Fence<'a> {
    start: usize,
    end: usize,
    colons: usize,
    opens: Option<Opening<'a>>,
}

#[derive(Debug)]
struct Opening<'a> {
    name: &'a str,
    label: Option<String>,
}

/// The blocks of a page.
#[derive(Debug, Default)]
pub(super) struct Containers {
    /// What stands at a position of the text with stand-ins.
    html: BTreeMap<usize, String>,
    replaced: Replaced,
    failures: Vec<(usize, String)>,
}

impl Containers {
    /// Replaces the fences of blocks by comments, which end a paragraph as they do.
    pub(super) fn take_out(text: &str, options: Options) -> (String, Self) {
        let fences = fences(text);
        if fences.is_empty() {
            return (text.to_owned(), Self::default());
        }
        let everything = vec![Some(String::new()); fences.len()];
        let (plain, all) = Self::with_stand_ins(text, &fences, everything);
        let outside = blocks_of_html(&plain, options);
        let is_outside: Vec<bool> =
            all.html.keys().map(|at| outside.range(at.saturating_sub(MOST_INDENTED)..=*at).next().is_some()).collect();
        let (html, failures) = matched(&fences, &is_outside);
        let (plain, mut containers) = Self::with_stand_ins(text, &fences, html);
        containers.failures = failures;
        (plain, containers)
    }

    fn with_stand_ins(text: &str, fences: &[Fence<'_>], html: Vec<Option<String>>) -> (String, Self) {
        let mut containers = Self::default();
        let mut plain = String::with_capacity(text.len() + fences.len() * 8);
        let mut position = 0;
        for (fence, html) in fences.iter().zip(html) {
            let Some(html) = html else { continue };
            plain.push_str(&text[position..fence.start]);
            let stands = plain.len();
            plain.push_str("<!-- -->");
            containers.html.insert(stands, html);
            containers.replaced.note(fence.start..fence.end, stands..plain.len());
            position = fence.end;
        }
        plain.push_str(&text[position..]);
        (plain, containers)
    }

    /// The HTML of the fence of which HTML that begins at a position of the text with stand-ins is the stand-in.
    pub(super) fn at(&self, position: usize) -> Option<&str> {
        self.html.range(position..=position + MOST_INDENTED).next().map(|(_, html)| html.as_str())
    }

    /// The position in the text of one in the text with stand-ins.
    pub(super) fn written(&self, position: usize) -> usize {
        self.replaced.written(position)
    }

    /// Positions in the text of fences that stay text, and why.
    pub(super) fn failures(&self) -> &[(usize, String)] {
        &self.failures
    }
}

/// Lines that look like fences, without those in code.
fn fences(text: &str) -> Vec<Fence<'_>> {
    if !text.contains(":::") {
        return Vec::new();
    }
    let code = code::ranges(text);
    let (mut found, mut start, mut next_code) = (Vec::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        let written = line.trim_end_matches(['\n', '\r']);
        if let Some((colons, opens)) = fence(written)
            && code::holds(&code, &mut next_code, start).is_none()
        {
            let indented = written.len() - written.trim_start_matches(' ').len();
            found.push(Fence { start: start + indented, end: start + written.len(), colons, opens });
        }
        start += line.len();
    }
    found
}

/// The colons of a fence, and what it opens if it does not close.
fn fence(line: &str) -> Option<(usize, Option<Opening<'_>>)> {
    let content = line.trim_start_matches(' ');
    let rest = content.trim_start_matches(':');
    let colons = content.len() - rest.len();
    if line.len() - content.len() > MOST_INDENTED || colons < 3 {
        return None;
    }
    let rest = rest.trim_end_matches([' ', '\t']);
    if rest.is_empty() {
        return Some((colons, None));
    }
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
    let (name, label) = rest.split_at(length);
    let label = match label {
        "" => None,
        _ => Some(unescaped(label.strip_prefix('[')?.strip_suffix(']')?)?),
    };
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some((colons, Some(Opening { name, label })))
}

/// A label without the backslashes before its punctuation; brackets in it have one.
fn unescaped(label: &str) -> Option<String> {
    let mut plain = String::with_capacity(label.len());
    let mut characters = label.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '[' | ']' => return None,
            '\\' => plain.push(characters.next_if(char::is_ascii_punctuation).unwrap_or('\\')),
            _ => plain.push(character),
        }
    }
    // A backslash that escapes the last bracket leaves the label open.
    let escapes = label.len() - label.trim_end_matches('\\').len();
    let plain = plain.trim().to_owned();
    (escapes.is_multiple_of(2) && !plain.is_empty()).then_some(plain)
}

/// Where HTML begins that stands in nothing else.
fn blocks_of_html(plain: &str, options: Options) -> BTreeSet<usize> {
    let (mut found, mut depth) = (BTreeSet::new(), 0_usize);
    for (event, range) in Parser::new_ext(plain, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 && tag == Tag::HtmlBlock {
                    found.insert(range.start);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

struct Open<'f> {
    index: usize,
    colons: usize,
    block: Block,
    label: Option<&'f str>,
}

/// The HTML of each fence that belongs to a block, and why the others stay text.
fn matched(fences: &[Fence<'_>], is_outside: &[bool]) -> (Vec<Option<String>>, Vec<(usize, String)>) {
    let mut html = vec![None; fences.len()];
    let mut failures = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    for (index, fence) in fences.iter().enumerate() {
        let told = if !is_outside.get(index).copied().unwrap_or(false) {
            Some("stands in something else, such as a list".to_owned())
        } else if let Some(opening) = &fence.opens {
            let block = Block::named(opening.name);
            let told = refusal(block, opening.name, fence.colons, &open);
            // Of strange blocks so many are remembered as to find their ends; each end looks through all of them.
            if told.is_none() || (block == Block::Unknown && open.len() < MOST_REMEMBERED) {
                open.push(Open { index, colons: fence.colons, block, label: opening.label.as_deref() });
            }
            told
        } else if let Some(at) = open.iter().rposition(|block| block.colons == fence.colons) {
            failures.extend(open.drain(at + 1..).filter(Open::is_known).map(|open| without_end(&open, fences)));
            let begun = open.pop().filter(Open::is_known);
            if let Some(begun) = &begun {
                (html[begun.index], html[index]) = (Some(begun.block.start(begun.label)), Some(begun.block.end().to_owned()));
            }
            None
        } else {
            Some("ends a block that has not begun".to_owned())
        };
        failures.extend(told.map(|told| (fence.start, told)));
    }
    failures.extend(open.iter().filter(|open| open.is_known()).map(|open| without_end(open, fences)));
    (html, failures)
}

impl Open<'_> {
    fn is_known(&self) -> bool {
        self.block != Block::Unknown
    }
}

fn without_end(open: &Open<'_>, fences: &[Fence<'_>]) -> (usize, String) {
    let start = fences.get(open.index).map_or(0, |fence| fence.start);
    (start, format!("begins a block that has no end; write a line of {} colons after it", open.colons))
}

/// Why a block cannot begin here.
fn refusal(block: Block, name: &str, colons: usize, open: &[Open<'_>]) -> Option<String> {
    let around = open.last();
    if block == Block::Unknown {
        Some(format!("names a block that is not known here: {}", quoted(name)))
    } else if around.is_some_and(|around| around.colons <= colons) {
        Some("begins a block that needs fewer colons than the one around it".to_owned())
    } else if block == Block::Column && around.is_none_or(|around| around.block != Block::Columns) {
        Some("begins a column outside of columns".to_owned())
    } else if open.len() >= MOST_NESTED {
        Some("begins a block that is too deep within others".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text with the HTML of its blocks, and the lines and reasons of what stays text.
    fn taken(text: &str) -> (String, Vec<(usize, String)>) {
        let (plain, containers) = Containers::take_out(text, Options::all());
        let mut shown = String::new();
        let mut position = 0;
        for (at, html) in &containers.html {
            shown.push_str(&plain[position..*at]);
            shown.push_str(html);
            position = at + "<!-- -->".len();
        }
        shown.push_str(&plain[position..]);
        let told = containers.failures.iter().map(|(at, why)| (text[..*at].matches('\n').count() + 1, why.clone())).collect();
        (shown, told)
    }

    #[test]
    fn blocks_become_html() {
        for (text, html) in [
            ("a\n:::note\nb\n:::\nc", "a\n<div class=\"callout callout-note\">\nb\n</div>\nc"),
            (
                ":::tip[1 < 2 \\[x\\]]\r\nb\r\n:::",
                "<div class=\"callout callout-tip\"><p class=\"callout-title\">1 &lt; 2 [x]</p>\r\nb\r\n</div>",
            ),
            ("  :::details[More]  \nb\n  :::  ", "  <details class=\"unfold\"><summary>More</summary>\nb\n  </details>"),
            (
                "::::columns\n:::column\na\n:::\n:::column\nb\n:::\n::::",
                "<div class=\"columns\">\n<div class=\"column\">\na\n</div>\n<div class=\"column\">\nb\n</div>\n</div>",
            ),
            ("- a\n:::note\n- b\n:::", "- a\n<div class=\"callout callout-note\">\n- b\n</div>"),
        ] {
            assert_eq!(taken(text), (html.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn what_is_no_block_stays_text_and_is_told() {
        for (text, line, why) in [
            ("a\n\n:::fancy\nb\n:::", 3, "names a block that is not known here: fancy"),
            (":::note\nb", 1, "begins a block that has no end; write a line of 3 colons after it"),
            ("a\n:::", 2, "ends a block that has not begun"),
            (":::column\na\n:::", 1, "begins a column outside of columns"),
            ("- a\n\n  :::note\n  b\n", 3, "stands in something else, such as a list"),
            ("<div>\n:::note\n</div>", 2, "stands in something else, such as a list"),
        ] {
            let (shown, told) = taken(text);
            assert_eq!(shown, text);
            assert!(told.contains(&(line, why.to_owned())), "{text}: {told:?}");
        }
        let (shown, told) = taken(":::note\n:::tip\na\n:::\n");
        assert_eq!(shown, "<div class=\"callout callout-note\">\n:::tip\na\n</div>\n");
        assert_eq!(told, [(2, "begins a block that needs fewer colons than the one around it".to_owned())]);
        for text in [
            "```\n:::note\n:::\n```",
            "    :::note\n",
            "::: note",
            ":::note{.x}",
            ":::note[a]b]",
            ":::note[a\\]",
            "::note",
            "a :::note",
            ":::1",
        ] {
            assert_eq!(taken(text), (text.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let open: String = (0..10).map(|level| format!("{}note\n", ":".repeat(20 - level))).collect();
        let close: String = (0..10).rev().map(|level| format!("{}\n", ":".repeat(20 - level))).collect();
        assert_eq!(taken(&format!("{open}{close}")).0.matches("<div").count(), MOST_NESTED);
    }

    proptest! {
        #[test]
        fn blocks_are_balanced(lines in prop::collection::vec(prop::sample::select(vec![
            ":::note", ":::", "::::", "::::columns", ":::column", ":::::details[x]", ":::::", "a", "", "- b", "> c", "  d", "```", "<div>", ":::x",
        ]), 0..20)) {
            let text = lines.join("\n");
            let (plain, containers) = Containers::take_out(&text, Options::all());
            let html: Vec<&String> = containers.html.values().collect();
            let starts = html.iter().filter(|html| !html.starts_with("</")).count();
            prop_assert_eq!(starts * 2, html.len());
            prop_assert_eq!(containers.written(plain.len()), text.len());
        }
    }
}
