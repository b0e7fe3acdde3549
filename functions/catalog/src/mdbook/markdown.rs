//! Markdown to HTML, as mdBook renders it; the result is not safe yet.

use super::raw_html::{RawHtml, Tangled};
use super::sanitizer::HIDDEN_LINE;
use super::tags;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::collections::{BTreeMap, BTreeSet};

/// How deep lists, quotations and the like may nest.
const MOST_NESTED: usize = 100;

/// A rendered page.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) html: String,
    /// Positions in the Markdown where speaker notes begin or end without their counterpart.
    pub(super) unbalanced_notes: Vec<usize>,
}

/// Renders a page.
///
/// # Errors
/// [`Tangled`] when it nests too deeply.
pub(super) fn render(text: &str, smart_punctuation: bool) -> Result<Rendered, Tangled> {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_SMART_PUNCTUATION, smart_punctuation);
    let mut rendering = Rendering::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        rendering.take(event, range.start)?;
    }
    let (end, unbalanced_notes) = rendering.raw.finish();
    rendering.events.push(Event::Html(end.into()));
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut html, rendering.events.into_iter());
    // Style sheets within a page are refused; a table's alignment need not be one.
    let html = html.replace(" style=\"text-align: ", " align=\"");
    Ok(Rendered { html, unbalanced_notes })
}

#[derive(Default)]
struct Rendering<'a> {
    events: Vec<Event<'a>>,
    raw: RawHtml,
    nested: usize,
    /// Raw HTML that is being read, and where it begins: a tag may go over several lines.
    block: Option<(String, usize)>,
    code: Option<Code>,
    /// The index of the heading that is being read.
    heading: Option<usize>,
    /// Pictures that are open: only the text in them counts.
    pictures: usize,
    identifiers: BTreeSet<String>,
    /// For each text of a heading the number that was given last.
    numbers: BTreeMap<String, usize>,
}

struct Code {
    text: String,
    is_rust: bool,
}

impl<'a> Rendering<'a> {
    fn take(&mut self, event: Event<'a>, position: usize) -> Result<(), Tangled> {
        match event {
            Event::Start(Tag::HtmlBlock) => self.block = Some((String::new(), position)),
            Event::Html(piece) => self.html(&piece, position)?,
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((piece, position)) = self.block.take() {
                    self.html(&piece, position)?;
                }
            }
            Event::InlineHtml(_) if self.pictures > 0 => {}
            Event::InlineHtml(piece) => {
                let rewritten = self.raw.rewrite(&piece, position)?;
                self.events.push(Event::InlineHtml(rewritten.into()));
            }
            Event::Text(text) => match &mut self.code {
                Some(code) => code.text.push_str(&text),
                None => self.events.push(Event::Text(text)),
            },
            // No form elements: the box is a character.
            Event::TaskListMarker(done) => self.events.push(Event::Text(if done { "☑ " } else { "☐ " }.into())),
            Event::Start(tag) => self.start(tag)?,
            Event::End(end) => self.end(end),
            other => self.events.push(other),
        }
        Ok(())
    }

    fn html(&mut self, piece: &str, position: usize) -> Result<(), Tangled> {
        if let Some((block, _)) = &mut self.block {
            block.push_str(piece);
            return Ok(());
        }
        let rewritten = self.raw.rewrite(piece, position)?;
        self.events.push(Event::Html(rewritten.into()));
        Ok(())
    }

    fn start(&mut self, tag: Tag<'a>) -> Result<(), Tangled> {
        self.raw.count_element()?;
        self.nested += 1;
        if self.nested > MOST_NESTED {
            return Err(Tangled);
        }
        let tag = match tag {
            Tag::CodeBlock(kind) => {
                let language = language(&kind);
                self.code = Some(Code { text: String::new(), is_rust: language == "rust" });
                Tag::CodeBlock(CodeBlockKind::Fenced(language.into()))
            }
            Tag::Heading { .. } => {
                self.heading = Some(self.events.len());
                tag
            }
            Tag::Image { .. } => {
                self.pictures += 1;
                tag
            }
            other => other,
        };
        self.events.push(Event::Start(tag));
        Ok(())
    }

    fn end(&mut self, end: TagEnd) {
        self.nested = self.nested.saturating_sub(1);
        match end {
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.events.push(Event::Html(code.html().into()));
                }
            }
            TagEnd::Heading(_) => self.name_heading(),
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            _ => {}
        }
        self.events.push(Event::End(end));
    }

    /// Gives the heading that ends here an identifier that no other heading of the page has.
    fn name_heading(&mut self) {
        let Some(start) = self.heading.take() else { return };
        let (before, inside) = self.events.split_at_mut(start + 1);
        let Some(Event::Start(Tag::Heading { id, .. })) = before.last_mut() else { return };
        let wanted = id.take().map_or_else(|| identifier(inside), CowStr::into_string);
        let mut name = wanted.clone();
        let number = self.numbers.entry(wanted.clone()).or_default();
        while !self.identifiers.insert(name.clone()) {
            *number += 1;
            name = format!("{wanted}-{number}");
        }
        *id = Some(name.into());
    }
}

/// The identifier that mdBook makes of a heading's text.
fn identifier(events: &[Event<'_>]) -> String {
    let mut name = String::new();
    for event in events {
        if let Event::Text(text) | Event::Code(text) = event {
            name.extend(text.chars().filter_map(|c| match c {
                c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
                c if c.is_whitespace() => Some('-'),
                _ => None,
            }));
        }
    }
    name.to_lowercase()
}

/// The language of a code block: the first word before mdBook's and rustdoc's own attributes.
fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([',', ' ', '\t', '{']).next().unwrap_or_default().to_owned(),
        CodeBlockKind::Indented => String::new(),
    }
}

impl Code {
    fn html(&self) -> String {
        if !self.is_rust {
            return tags::escape(&self.text);
        }
        let mut html = String::with_capacity(self.text.len() * 2);
        for line in self.text.split_inclusive('\n') {
            match hidden_part(line) {
                Line::Hidden(part) => html.push_str(&format!("<span class=\"{HIDDEN_LINE}\" hidden=\"\">{}</span>", tags::escape(&part))),
                Line::Shown(part) => html.push_str(&tags::escape(&part)),
            }
        }
        html
    }
}

enum Line {
    Hidden(String),
    Shown(String),
}

/// Whether a line of Rust is hidden: `# code` is, `#[attribute]` is not, and `##` stands for `#`.
///
/// See "Hiding code lines" in mdBook's guide.
fn hidden_part(line: &str) -> Line {
    let code = line.trim_start_matches([' ', '\t']);
    let indentation = &line[..line.len() - code.len()];
    match code.strip_prefix('#') {
        Some(rest) if rest.trim_end_matches(['\n', '\r']).is_empty() => Line::Hidden(format!("{indentation}{rest}")),
        Some(rest) if rest.starts_with(' ') => Line::Hidden(format!("{indentation}{}", &rest[1..])),
        Some(rest) if rest.starts_with('#') => Line::Shown(format!("{indentation}{rest}")),
        _ => Line::Shown(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        render(text, false).unwrap().html
    }

    #[test]
    fn markdown_with_its_extensions() {
        assert_eq!(
            html("| a |\n|--:|\n| ~~b~~ |"),
            "<table><thead><tr><th align=\"right\">a</th></tr></thead><tbody>\n<tr><td align=\"right\"><del>b</del></td></tr>\n</tbody></table>\n"
        );
        assert_eq!(html("- [x] a\n- [ ] b"), "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n");
        assert!(html("a[^1]\n\n[^1]: note").contains("<div class=\"footnote-definition\" id=\"1\">"));
        assert!(html("> [!NOTE]\n> x").contains("class=\"markdown-alert-note\""));
        assert_eq!(render("\"a\" -- b", true).unwrap().html, "<p>“a” – b</p>\n");
    }

    #[test]
    fn headings_get_identifiers() {
        assert_eq!(
            html("# The `if` Thing! {#own}\n# A b\n# A b\n# A-b-1"),
            "<h1 id=\"own\">The <code>if</code> Thing!</h1>\n<h1 id=\"a-b\">A b</h1>\n<h1 id=\"a-b-1\">A b</h1>\n<h1 id=\"a-b-1-1\">A-b-1</h1>\n"
        );
    }

    #[test]
    fn hidden_lines_of_rust() {
        let code = html("```rust,editable\n# use x;\n#[test]\n#\n  ## y\nfn <T>()\n```");
        assert_eq!(
            code,
            "<pre><code class=\"language-rust\"><span class=\"boring\" hidden=\"\">use x;\n</span>#[test]\n<span class=\"boring\" hidden=\"\">\n</span>  # y\nfn &lt;T&gt;()\n</code></pre>\n"
        );
        assert_eq!(html("```sh\n# a\n```"), "<pre><code class=\"language-sh\"># a\n</code></pre>\n");
        assert_eq!(html("    # a <b>\n"), "<pre><code># a &lt;b&gt;\n</code></pre>\n");
    }

    #[test]
    fn raw_html_over_several_lines_and_blocks() {
        assert_eq!(html("<div\n  class='a'\n  id=b>"), "<div class=\"a\" id=\"b\"></div>");
        assert_eq!(html("<img\n  src='a.png'\n  alt='x'>"), "<p><img src=\"a.png\" alt=\"x\"></p>\n");
        assert_eq!(html("<details>\n\n*a*\n\n</details>"), "<details>\n<p><em>a</em></p>\n</details>");
        assert_eq!(html("![<b>x</b>](a.png) y"), "<p><img src=\"a.png\" alt=\"x\" /> y</p>\n");
        assert_eq!(render("a\n\n<details>\n\nb\n\n</detail>\n", false).unwrap().unbalanced_notes, [3]);
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(matches!(render(&">".repeat(5_000), false), Err(Tangled)));
        assert!(matches!(render(&"<b>".repeat(5_000), false), Err(Tangled)));
        let many: String = (0..99).map(|_| "<b>").chain((0..3_000).map(|_| "\n\nx")).collect();
        assert!(matches!(render(&many, false), Err(Tangled)));
    }
}
