//! The outline of a book: `SUMMARY.md`, as "Format / SUMMARY.md" in mdBook's guide describes it.
//!
//! A heading before anything else is the outline's own title and is ignored; any later first-level
//! heading begins a part; a link in a list is a chapter, nested as its list is; a link outside of lists
//! is a chapter by itself. Lines between chapters, other headings and comments mean nothing.

use super::lines::Lines;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Characters of a title: what a course's outline can hold.
const TITLE: usize = 200;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct OutlinePart {
    /// `None` before the first heading.
    pub(super) title: Option<String>,
    pub(super) modules: Vec<OutlineModule>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct OutlineModule {
    pub(super) title: String,
    pub(super) chapters: Vec<Chapter>,
}

/// A chapter as the outline names it; whether there is such a page is not known yet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chapter {
    pub(super) title: String,
    /// What the link leads to, empty for a draft; `None` for an item without a link.
    pub(super) target: Option<String>,
    pub(super) line: u32,
}

/// Reads an outline. Any text has one, be it empty.
pub(super) fn parse(text: &str) -> Vec<OutlinePart> {
    let mut reading = Reading {
        lines: Lines::of(text),
        parts: vec![OutlinePart { title: None, modules: Vec::new() }],
        items: Vec::new(),
        capture: None,
        link: None,
        begun: false,
    };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        reading.take(event, range.start);
    }
    reading.parts.retain(|part| !part.modules.is_empty());
    reading.parts
}

struct Reading {
    lines: Lines,
    parts: Vec<OutlinePart>,
    /// The list items that are open, outermost first.
    items: Vec<Item>,
    /// The text of the heading or link that is being read.
    capture: Option<String>,
    link: Option<(String, u32)>,
    begun: bool,
}

struct Item {
    /// Its text outside of links: the title of an item without one.
    text: String,
    line: u32,
    named: bool,
}

impl Reading {
    fn take(&mut self, event: Event<'_>, position: usize) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.capture = Some(String::new()),
            Event::End(TagEnd::Heading(level)) => self.end_heading(level),
            Event::Start(Tag::List(_)) => {
                self.name_item();
                self.begun = true;
            }
            Event::Start(Tag::Item) => {
                let line = self.lines.line_of(position);
                self.items.push(Item { text: String::new(), line, named: false });
            }
            Event::End(TagEnd::Item) => {
                self.name_item();
                self.items.pop();
            }
            // A link in a heading is part of the heading's text.
            Event::Start(Tag::Link { dest_url, .. }) if self.capture.is_none() => {
                self.link = Some((dest_url.into_string(), self.lines.line_of(position)));
                self.capture = Some(String::new());
            }
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Rule => self.begun = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(capture) = &mut self.capture {
            capture.push_str(text);
        } else if let Some(item) = self.items.last_mut() {
            item.text.push_str(text);
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let title = one_line(&self.capture.take().unwrap_or_default());
        let own_title = !self.begun;
        self.begun = true;
        if level == HeadingLevel::H1 && !own_title && self.items.is_empty() {
            self.parts.push(OutlinePart { title: Some(title), modules: Vec::new() });
        }
    }

    fn end_link(&mut self) {
        let Some((target, line)) = self.link.take() else { return };
        self.begun = true;
        let title = one_line(&self.capture.take().unwrap_or_default());
        let chapter = Chapter { title, target: Some(target), line };
        match self.items.last_mut() {
            None => self.add_module(chapter),
            Some(item) if item.named => {}
            Some(item) => {
                item.named = true;
                self.add_chapter(chapter);
            }
        }
    }

    /// Gives an item that had no link until its end, or until the list in it, the name that it has.
    fn name_item(&mut self) {
        let Some(item) = self.items.last_mut() else { return };
        if item.named {
            return;
        }
        item.named = true;
        let chapter = Chapter { title: one_line(&item.text), target: None, line: item.line };
        self.add_chapter(chapter);
    }

    fn add_chapter(&mut self, chapter: Chapter) {
        let nested = self.items.len() > 1;
        let module = self.parts.last_mut().and_then(|part| part.modules.last_mut());
        match module {
            Some(module) if nested => module.chapters.push(chapter),
            _ => self.add_module(chapter),
        }
    }

    fn add_module(&mut self, chapter: Chapter) {
        if let Some(part) = self.parts.last_mut() {
            part.modules.push(OutlineModule { title: chapter.title.clone(), chapters: vec![chapter] });
        }
    }
}

/// Text as a title: single spaces, no control characters, at most 200 characters.
pub(super) fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words = flat.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(TITLE).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let mut shape = String::new();
        for part in parse(text) {
            shape += &format!("[{}]", part.title.as_deref().unwrap_or("-"));
            for module in part.modules {
                shape += &format!(" {}:", module.title);
                for chapter in module.chapters {
                    shape += &format!(" {}={}@{}", chapter.title, chapter.target.as_deref().unwrap_or("none"), chapter.line);
                }
            }
        }
        shape
    }

    #[test]
    fn parts_modules_and_chapters() {
        let text = "# Summary\n\n[Intro](intro.md)\n\n- [A](a.md)\n  - [B](b.md)\n    - [C](c.md)\n- [D](d.md)\n\n---\n\n# Two\n\n1. [E](e.md)\n\n[End](end.md)\n";
        assert_eq!(
            shape(text),
            "[-] Intro: Intro=intro.md@3 A: A=a.md@5 B=b.md@6 C=c.md@7 D: D=d.md@8[Two] E: E=e.md@14 End: End=end.md@16"
        );
    }

    #[test]
    fn the_first_heading_is_a_part_once_something_came_before_it() {
        assert_eq!(shape("# Summary\n- [A](a.md)"), "[-] A: A=a.md@2");
        assert_eq!(shape("[I](i.md)\n\n# One\n- [A](a.md)"), "[-] I: I=i.md@1[One] A: A=a.md@4");
        assert_eq!(shape("# Summary\n# One\n- [A](a.md)"), "[One] A: A=a.md@3");
        assert_eq!(shape("<!-- note -->\n\n# Summary\n\n- [A](a.md)"), "[-] A: A=a.md@5");
    }

    #[test]
    fn comments_lower_headings_and_empty_parts_mean_nothing() {
        assert_eq!(
            shape("- [A](a.md)\n\n<!-- - [X](x.md) -->\n\n## Two\n\n# Empty\n\n# Three\n\n- [B](b.md)"),
            "[-] A: A=a.md@1[Three] B: B=b.md@11"
        );
        assert_eq!(shape("- [A](a.md)\n\n# [Two](x.md)\n\n- [B](b.md)"), "[-] A: A=a.md@1[Two] B: B=b.md@5");
        assert_eq!(shape("Some prose without links.\n"), "");
        assert_eq!(shape(""), "");
    }

    #[test]
    fn titles_are_text_only() {
        assert_eq!(shape("- [`if` *and* 🦀 <b>x</b> &amp;](a.md)"), "[-] if and 🦀 x &: if and 🦀 x &=a.md@1");
        assert_eq!(shape("- [A\n  B](<my page.md>)"), "[-] A B: A B=my page.md@1");
        assert_eq!(one_line(&"é ".repeat(300)).chars().count(), 199);
    }

    #[test]
    fn drafts_and_items_without_a_link_are_told_apart() {
        assert_eq!(
            shape("- [Draft]()\n- Group\n  - [A](a.md)\n- [B](b.md) and [C](c.md)"),
            "[-] Draft: Draft=@1 Group: Group=none@2 A=a.md@3 B: B=b.md@4"
        );
        assert_eq!(shape("- [A](a.md)\n\n  - [B](b.md)\n\n- [C](c.md)"), "[-] A: A=a.md@1 B=b.md@3 C: C=c.md@5");
    }
}
