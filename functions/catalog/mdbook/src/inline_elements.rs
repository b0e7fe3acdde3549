//! Elements in a line that go with their content. Markdown gives their tags and what is between them one by one.

use super::raw_html;
use pulldown_cmark::{CowStr, Event, TagEnd};

/// An element whose end has not come yet.
#[derive(Debug)]
struct Open<'a> {
    name: &'static str,
    position: usize,
    /// Its tags and those in it.
    tags: String,
    /// Everything since its beginning, for the case that it has no end.
    inside: Vec<(Event<'a>, usize)>,
    /// Emphasis, links and the like that have begun in it.
    depth: usize,
}

/// What is to be rendered now, with positions.
#[derive(Debug, PartialEq)]
pub(super) enum Due<'a> {
    Nothing,
    One(Event<'a>),
    /// What has waited for the end of an element that has none.
    Many(Vec<(Event<'a>, usize)>),
}

/// Holds back what is within such an element until it ends.
#[derive(Debug, Default)]
pub(super) struct InlineElements<'a> {
    open: Option<Open<'a>>,
}

impl<'a> InlineElements<'a> {
    /// Takes the next event of the page and gives what is to be rendered. A whole element becomes one piece of HTML at the place where it
    /// began; its text is not in it.
    pub(super) fn take(&mut self, event: Event<'a>, position: usize) -> (Due<'a>, usize) {
        let Some(open) = &mut self.open else {
            return (self.begin(event, position), position);
        };
        match &event {
            Event::InlineHtml(tag) => {
                open.tags.push_str(tag);
                if raw_html::ends(tag, open.name) && open.depth == 0 {
                    let (tags, began) = (std::mem::take(&mut open.tags), open.position);
                    self.open = None;
                    return (Due::One(Event::InlineHtml(CowStr::from(tags))), began);
                }
            }
            Event::Start(tag) if is_inline(tag.to_end()) => open.depth += 1,
            Event::End(end) if is_inline(*end) && open.depth > 0 => open.depth -= 1,
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak | Event::FootnoteReference(_) => {}
            _ => return (self.give_up(event, position), position),
        }
        if let Some(open) = &mut self.open {
            open.inside.push((event, position));
        }
        (Due::Nothing, position)
    }

    fn begin(&mut self, event: Event<'a>, position: usize) -> Due<'a> {
        let Event::InlineHtml(tag) = &event else { return Due::One(event) };
        let Some(name) = raw_html::begins(tag) else { return Due::One(event) };
        let tags = tag.to_string();
        self.open = Some(Open { name, position, tags, inside: vec![(event, position)], depth: 0 });
        Due::Nothing
    }

    /// The paragraph ends, or what is around the element: its tag alone goes.
    fn give_up(&mut self, event: Event<'a>, position: usize) -> Due<'a> {
        let mut waited = self.open.take().map(|open| open.inside).unwrap_or_default();
        waited.push((event, position));
        Due::Many(waited)
    }
}

const fn is_inline(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image | TagEnd::Superscript | TagEnd::Subscript
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Parser, Tag};

    /// What is rendered of a text, each piece with its position.
    fn rendered(text: &str) -> Vec<(String, usize)> {
        let mut elements = InlineElements::default();
        let mut seen = Vec::new();
        for (event, range) in Parser::new(text).into_offset_iter() {
            let (due, position) = elements.take(event, range.start);
            let due = match due {
                Due::Nothing => Vec::new(),
                Due::One(event) => vec![(event, position)],
                Due::Many(events) => events,
            };
            seen.extend(due.into_iter().filter_map(|(event, position)| match event {
                Event::Text(text) => Some((text.to_string(), position)),
                Event::InlineHtml(html) => Some((html.to_string(), position)),
                Event::Start(Tag::Emphasis) => Some(("<em>".to_owned(), position)),
                Event::End(TagEnd::Emphasis) => Some(("</em>".to_owned(), position)),
                _ => None,
            }));
        }
        seen
    }

    fn texts(text: &str) -> Vec<String> {
        rendered(text).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn a_whole_element_is_one_piece_without_its_text() {
        assert_eq!(
            rendered("a <video><source src=f.mp4>no *player*</video> b"),
            [("a ".to_owned(), 0), ("<video><source src=f.mp4></video>".to_owned(), 2), (" b".to_owned(), 46)]
        );
        assert_eq!(texts("a <SCRIPT>b</script>c <svg>d</svg>"), ["a ", "<SCRIPT></script>", "c ", "<svg></svg>"]);
    }

    #[test]
    fn an_element_without_an_end_is_its_tag_alone() {
        assert_eq!(texts("a <select> b\n\nc</select>"), ["a ", "<select>", " b", "c", "</select>"]);
        assert_eq!(texts("*a <svg> b* c</svg>"), ["<em>", "a ", "<svg>", " b", "</em>", " c", "</svg>"]);
        assert_eq!(texts("- a <svg>\n  - b</svg>"), ["a ", "<svg>", "b", "</svg>"]);
        assert_eq!(texts("<b>a</b>"), ["<b>", "a", "</b>"]);
    }
}
