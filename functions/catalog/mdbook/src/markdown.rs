//! Markdown to HTML, as mdBook renders it; the result is not safe yet.

use super::containers::Containers;
use super::formulas::{Formulas, Part};
use super::inline_elements::{Due, InlineElements};
use super::losses::{Loss, LossKind};
use super::raw_html::{RawHtml, Tangled};
use super::sanitizer::{self, HIDDEN_LINE};
use super::tags;
use super::warnings::{WarningKind, quoted};
use catalog_model::dialect::Dialect;
use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::collections::{BTreeMap, BTreeSet};

/// How deep lists, quotations and the like may nest.
const MOST_NESTED: usize = 100;

/// A rendered page.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) html: String,
    /// Positions in the Markdown where `<details>` begin or end without their counterpart.
    pub(super) unbalanced_notes: Vec<usize>,
    /// What the page loses, in its order.
    pub(super) losses: Vec<Loss>,
    /// Where in the Markdown an address was first written.
    pub(super) addresses: BTreeMap<String, usize>,
    /// Where an element of raw HTML was first written.
    pub(super) elements: BTreeMap<&'static str, usize>,
}

impl Rendered {
    /// Tells what the page loses, with positions in the Markdown: what its renderer knows of, and whatever else is there before cleaning
    /// and not after it.
    pub(super) fn tell(&self, clean: &str, mut tell: impl FnMut(WarningKind, Option<usize>, String)) {
        for position in &self.unbalanced_notes {
            let message = "a <details> block has no end, or an end without its beginning".to_owned();
            tell(WarningKind::SpeakerNotes, Some(*position), message);
        }
        for loss in &self.losses {
            let kind = match loss.kind {
                LossKind::Markup => WarningKind::LostMarkup,
                LossKind::Formula => WarningKind::Formula,
                LossKind::Link => WarningKind::BrokenLink,
                LossKind::Picture => WarningKind::RefusedPicture,
                LossKind::Block => WarningKind::UnknownDirective,
            };
            tell(kind, Some(loss.position), loss.message.clone());
        }
        for (what, count) in sanitizer::missing(&self.html, clean) {
            let element = what.split(' ').next().unwrap_or_default();
            let message = format!("<{what}> is left out in {count} places where no page may hold it");
            tell(WarningKind::LostMarkup, self.elements.get(element).copied(), message);
        }
    }
}

/// Renders a page.
///
/// # Errors
/// [`Tangled`] when it nests too deeply.
pub(super) fn render(text: &str, dialect: &Dialect) -> Result<Rendered, Tangled> {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    options.set(Options::ENABLE_SMART_PUNCTUATION, dialect.smart_punctuation);
    options.set(Options::ENABLE_DEFINITION_LIST, !dialect.no_definition_lists);
    let (plain, formulas) = if dialect.formulas { Formulas::take_out(text) } else { (text.to_owned(), Formulas::default()) };
    let (plain, containers) = Containers::take_out(&plain, options);
    let mut rendering = Rendering::new(dialect, &formulas, &containers);
    let mut elements = InlineElements::default();
    for (event, range) in Parser::new_ext(&plain, options).into_offset_iter() {
        match elements.take(event, range.start) {
            (Due::Nothing, _) => {}
            (Due::One(event), position) => rendering.take(event, position)?,
            (Due::Many(events), _) => events.into_iter().try_for_each(|(event, position)| rendering.take(event, position))?,
        }
    }
    let end = rendering.raw.finish();
    let unbalanced = rendering.raw.unbalanced_notes();
    rendering.events.push(Event::Html(end.into()));
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut html, rendering.events.into_iter());

    let written = |position| formulas.written_position(containers.written(position));
    let mut losses = rendering.raw.losses.at(written);
    for (position, why) in containers.failures() {
        losses.add(LossKind::Block, formulas.written_position(*position), || format!("this line {why}; it is shown as text"));
    }
    for (position, source) in formulas.failures() {
        losses.add(LossKind::Formula, position, || format!("the formula {} is not understood; its source is shown", quoted(source)));
    }
    let unbalanced_notes = unbalanced.into_iter().map(written).collect();
    let addresses = rendering.raw.addresses.into_iter().map(|(address, position)| (address, written(position))).collect();
    let elements = rendering.raw.elements.into_iter().map(|(name, position)| (name, written(position))).collect();
    Ok(Rendered { html, unbalanced_notes, losses: losses.into_vec(), addresses, elements })
}

struct Rendering<'a> {
    dialect: &'a Dialect,
    formulas: &'a Formulas,
    containers: &'a Containers,
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
    table: Table,
    identifiers: BTreeSet<String>,
    /// For each text of a heading the number that was given last.
    numbers: BTreeMap<String, usize>,
}

/// The table that is being read. The renderer would align cells by style sheets, which are refused.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    column: usize,
}

struct Code {
    text: String,
    hidden: Hidden,
}

/// Which lines of code are not shown.
enum Hidden {
    None,
    /// As rustdoc has it.
    Rust,
    /// Those that begin with this.
    Marked(String),
}

impl<'a> Rendering<'a> {
    fn new(dialect: &'a Dialect, formulas: &'a Formulas, containers: &'a Containers) -> Self {
        Self {
            dialect,
            formulas,
            containers,
            events: Vec::new(),
            raw: RawHtml::default(),
            nested: 0,
            block: None,
            code: None,
            heading: None,
            pictures: 0,
            table: Table::default(),
            identifiers: BTreeSet::new(),
            numbers: BTreeMap::new(),
        }
    }

    fn take(&mut self, event: Event<'a>, position: usize) -> Result<(), Tangled> {
        match event {
            Event::Start(Tag::HtmlBlock) => self.block = Some((String::new(), position)),
            Event::Html(piece) => self.html(&piece, position)?,
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((piece, position)) = self.block.take() {
                    let containers = self.containers;
                    self.html(containers.at(position).unwrap_or(&piece), position)?;
                }
            }
            Event::InlineHtml(_) if self.pictures > 0 => {}
            Event::InlineHtml(piece) => {
                let rewritten = self.raw.rewrite(&piece, position, self.formulas)?;
                self.events.push(Event::InlineHtml(rewritten.into()));
            }
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.events.push(Event::Code(self.restored(text))),
            // No form elements: the box is a character.
            Event::TaskListMarker(done) => self.events.push(Event::Text(if done { "☑ " } else { "☐ " }.into())),
            Event::Start(tag) => self.start(tag, position)?,
            Event::End(end) => self.end(end),
            other => self.events.push(other),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            return code.text.push_str(&self.formulas.restored(text));
        }
        for part in self.formulas.parts(text) {
            self.events.push(match part {
                Part::Text(text) => Event::Text(text.to_owned().into()),
                Part::Formula { source, .. } if self.pictures > 0 => Event::Text(source.to_owned().into()),
                Part::Formula { html, .. } => Event::InlineHtml(html.into()),
            });
        }
    }

    /// Text in which no formula can be shown.
    fn restored(&self, text: CowStr<'a>) -> CowStr<'a> {
        match self.formulas.restored(&text) {
            std::borrow::Cow::Borrowed(_) => text,
            std::borrow::Cow::Owned(restored) => restored.into(),
        }
    }

    /// An address that may stay; of another one nothing stays, and that is told.
    fn address(&mut self, kind: LossKind, address: CowStr<'a>, position: usize) -> CowStr<'a> {
        let address = self.restored(address);
        if kind == LossKind::Picture && address.is_empty() {
            self.raw.losses.add(kind, position, || "a picture has no address and is left out".to_owned());
        } else if sanitizer::is_address(&address) {
            self.raw.addresses.entry(address.to_string()).or_insert(position);
            return address;
        } else {
            let what = if kind == LossKind::Picture { "picture" } else { "link" };
            self.raw.losses.add(kind, position, || format!("the address {} of a {what} is left out", quoted(&address)));
        }
        CowStr::Borrowed("")
    }

    fn html(&mut self, piece: &str, position: usize) -> Result<(), Tangled> {
        if let Some((block, _)) = &mut self.block {
            block.push_str(piece);
            return Ok(());
        }
        let rewritten = self.raw.rewrite(piece, position, self.formulas)?;
        self.events.push(Event::Html(rewritten.into()));
        Ok(())
    }

    fn start(&mut self, tag: Tag<'a>, position: usize) -> Result<(), Tangled> {
        self.raw.count_element()?;
        self.nested += 1;
        if self.nested > MOST_NESTED {
            return Err(Tangled);
        }
        let tag = match tag {
            Tag::CodeBlock(kind) => {
                let language = language(&kind);
                self.code = Some(Code { text: String::new(), hidden: self.hidden(&kind, &language) });
                Tag::CodeBlock(CodeBlockKind::Fenced(language.into()))
            }
            Tag::Heading { .. } => {
                self.heading = Some(self.events.len());
                tag
            }
            Tag::Image { link_type, dest_url, title, id } => {
                self.pictures += 1;
                let dest_url = self.address(LossKind::Picture, dest_url, position);
                Tag::Image { link_type, dest_url, title: self.restored(title), id }
            }
            Tag::Link { link_type, dest_url, title, id } => {
                // A written e-mail address has no scheme.
                let dest_url =
                    if link_type == pulldown_cmark::LinkType::Email { dest_url } else { self.address(LossKind::Link, dest_url, position) };
                Tag::Link { link_type, dest_url, title: self.restored(title), id }
            }
            Tag::Table(alignments) => {
                self.table = Table { alignments, ..Table::default() };
                Tag::Table(Vec::new())
            }
            Tag::TableHead | Tag::TableRow => {
                (self.table.in_head, self.table.column) = (tag == Tag::TableHead, 0);
                tag
            }
            Tag::TableCell => {
                let cell = self.table.cell();
                self.events.push(Event::InlineHtml(cell.into()));
                return Ok(());
            }
            other => other,
        };
        self.events.push(Event::Start(tag));
        Ok(())
    }

    fn hidden(&self, kind: &CodeBlockKind<'_>, language: &str) -> Hidden {
        let own = match kind {
            CodeBlockKind::Fenced(info) => info.split([',', ' ', '\t']).find_map(|word| word.strip_prefix("hidelines=")),
            CodeBlockKind::Indented => None,
        };
        match own.or_else(|| self.dialect.hidden_lines.get(language).map(String::as_str)) {
            Some(mark) if !mark.is_empty() => Hidden::Marked(mark.to_owned()),
            _ if language == "rust" => Hidden::Rust,
            _ => Hidden::None,
        }
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
            TagEnd::TableCell => {
                self.events.push(Event::InlineHtml(if self.table.in_head { "</th>" } else { "</td>" }.into()));
                return;
            }
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

impl Table {
    fn cell(&mut self) -> String {
        let alignment = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " align=\"left\"",
            Some(Alignment::Center) => " align=\"center\"",
            Some(Alignment::Right) => " align=\"right\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        format!("<{}{alignment}>", if self.in_head { "th" } else { "td" })
    }
}

impl Code {
    fn html(&self) -> String {
        let mut html = String::with_capacity(self.text.len() * 2);
        for line in self.text.split_inclusive('\n') {
            let line = match &self.hidden {
                Hidden::None => Line::Shown(line.to_owned()),
                Hidden::Rust => hidden_part(line),
                Hidden::Marked(mark) => marked_part(line, mark),
            };
            match line {
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

/// Whether a line begins with a mark; the mark is never part of the code.
fn marked_part(line: &str, mark: &str) -> Line {
    let code = line.trim_start_matches([' ', '\t']);
    let indentation = &line[..line.len() - code.len()];
    match code.strip_prefix(mark) {
        Some(rest) => Line::Hidden(format!("{indentation}{rest}")),
        None => Line::Shown(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        render(text, &Dialect::default()).unwrap().html
    }

    #[test]
    fn words_about_style_sheets_stay_words() {
        let text =
            "`<p style=\"text-align: right\">`\n\n```html\n<p style=\"text-align: right\">a</p>\n```\n\nWrite style=\"text-align: right\".";
        let page = html(text);
        assert_eq!(page.matches("text-align: right").count(), 3, "{page}");
        assert!(!page.contains(" align="), "{page}");
    }

    #[test]
    fn definitions_and_hidden_lines() {
        assert_eq!(html("Term\n: What it means."), "<dl>\n<dt>Term</dt>\n<dd>What it means.</dd>\n</dl>\n");
        let without = Dialect { no_definition_lists: true, ..Dialect::default() };
        assert_eq!(render("Term\n: x", &without).unwrap().html, "<p>Term\n: x</p>\n");
        let marked = Dialect { hidden_lines: BTreeMap::from([("python".to_owned(), "~".to_owned())]), ..Dialect::default() };
        assert_eq!(
            render("```python\n~import os\n  ~x\nprint(1)\n```", &marked).unwrap().html,
            "<pre><code class=\"language-python\"><span class=\"boring\" hidden=\"\">import os\n</span><span class=\"boring\" hidden=\"\">  x\n</span>print(1)\n</code></pre>\n"
        );
        assert!(html("```sh,hidelines=!!!\n!!!set -e\necho 1\n```").contains("hidden=\"\">set -e\n</span>echo 1"));
    }

    #[test]
    fn formulas_are_not_markdown() {
        let dialect = Dialect { formulas: true, ..Dialect::default() };
        let rendered =
            render("# $E$\n\nSei $[n](Q)$, $a_b c_d$ *und* ![x $y$](p.png) `$z$` <b title='$t$'>$u$</b>\n\n    $v$\n", &dialect).unwrap();
        let page = rendered.html;
        assert_eq!(page.matches("<math").count(), 4, "{page}");
        assert!(!page.contains("<a") && page.contains("<em>und</em>") && page.contains("alt=\"x $y$\""), "{page}");
        assert!(page.contains("<code>$z$</code>") && page.contains("title=\"$t$\"") && page.contains("<pre><code>$v$"), "{page}");
        assert!(rendered.losses.is_empty());
        let failed = render("a\n\n$\\nope*b*$ <made-up>", &dialect).unwrap();
        assert!(failed.html.contains("<code>$\\nope*b*$</code>"), "{}", failed.html);
        assert_eq!(failed.losses.iter().map(|loss| loss.position).collect::<Vec<_>>(), [3, 14]);
        assert_eq!(html("$a_b$ and $c_d$"), "<p>$a_b$ and $c_d$</p>\n");
    }

    #[test]
    fn addresses_that_cannot_stay_are_lost_with_their_place() {
        let rendered = render("a [b](ftp://x) ![c](data:image/png;base64,A) [d](b.md) <e@example.org>", &Dialect::default()).unwrap();
        let losses: Vec<_> = rendered.losses.iter().map(|loss| (loss.kind, loss.position)).collect();
        assert_eq!(losses, [(LossKind::Link, 2), (LossKind::Picture, 15)]);
        assert_eq!(rendered.addresses.get("b.md"), Some(&45));
        assert!(rendered.html.contains("href=\"mailto:e@example.org\""));
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
        let typographic = Dialect { smart_punctuation: true, ..Dialect::default() };
        assert_eq!(render("\"a\" -- b", &typographic).unwrap().html, "<p>“a” – b</p>\n");
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
        assert_eq!(render("a\n\n<details>\n\nb\n\n</detail>\n", &Dialect::default()).unwrap().unbalanced_notes, [3]);
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(matches!(render(&">".repeat(5_000), &Dialect::default()), Err(Tangled)));
        assert!(matches!(render(&"<b>".repeat(5_000), &Dialect::default()), Err(Tangled)));
        let many: String = (0..99).map(|_| "<b>").chain((0..3_000).map(|_| "\n\nx")).collect();
        assert!(matches!(render(&many, &Dialect::default()), Err(Tangled)));
    }
}
