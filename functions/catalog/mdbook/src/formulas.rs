//! Formulas in TeX become MathML. They are taken out of a page before its Markdown is parsed, so that nothing in them is taken for Markdown.

use super::code;
use super::positions::Replaced;
use super::tags;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Event, Parser, Storage, push_mathml};
use std::borrow::Cow;

/// A stand-in for a formula is its number between these two, which are for private use and mean nothing elsewhere.
const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

/// Bytes of a formula.
const LONGEST: usize = 2_000;
/// Formulas of a page that are converted.
const MOST: usize = 3_000;
/// How deep braces, and elements of the result, may nest.
const MOST_NESTED: usize = 60;
const MOST_EVENTS: usize = 4_000;
/// Definitions could make a formula grow without end.
const DEFINITIONS: [&str; 10] = [
    "\\def",
    "\\gdef",
    "\\edef",
    "\\xdef",
    "\\let",
    "\\futurelet",
    "\\newcommand",
    "\\renewcommand",
    "\\providecommand",
    "\\DeclareMathOperator",
];

/// The formulas of a page.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    found: Vec<Formula>,
    replaced: Replaced,
}

#[derive(Debug)]
struct Formula {
    source: String,
    html: String,
    written_at: usize,
    converted: bool,
}

/// What stands in a text between formulas.
pub(super) enum Part<'f, 't> {
    Text(&'t str),
    Formula { html: &'f str, source: &'f str },
}

impl Formulas {
    /// Replaces formulas by stand-ins.
    pub(super) fn take_out(text: &str) -> (String, Self) {
        let code = code::ranges(text);
        let mut next_code = 0;
        let mut formulas = Self::default();
        let mut plain = String::with_capacity(text.len());
        let mut position = 0;
        while let Some(found) = text[position..].find(['$', '\\', OPEN, CLOSE]) {
            let at = position + found;
            plain.push_str(&text[position..at]);
            let rest = &text[at..];
            if let Some(end) = code::holds(&code, &mut next_code, at) {
                plain.push_str(&text[at..end]);
                position = end;
            } else if let Some((length, tex, display)) = formula(rest, text[..at].chars().next_back()) {
                formulas.stand_in(&mut plain, &rest[..length], Some((tex, display)), at);
                position = at + length;
            } else if rest.starts_with([OPEN, CLOSE]) {
                // No author writes these; were they kept, they could stand for a formula.
                formulas.stand_in(&mut plain, "", None, at);
                position = at + OPEN.len_utf8();
            } else {
                let length = if rest.starts_with('\\') { escaped(rest) } else { 1 };
                plain.push_str(&rest[..length]);
                position = at + length;
            }
        }
        plain.push_str(&text[position..]);
        (plain, formulas)
    }

    fn stand_in(&mut self, plain: &mut String, source: &str, tex: Option<(&str, DisplayMode)>, written_at: usize) {
        let stands_at = plain.len();
        let number = self.found.len();
        let mathml = tex.filter(|_| number < MOST).and_then(|(tex, display)| convert(tex, display));
        let converted = tex.is_none() || mathml.is_some();
        let html = mathml.unwrap_or_else(|| match tex {
            Some(_) => format!("<code>{}</code>", tags::escape(source)),
            None => String::new(),
        });
        plain.push_str(&format!("{OPEN}{number}{CLOSE}"));
        self.replaced.note(written_at..written_at + source.len(), stands_at..plain.len());
        self.found.push(Formula { source: source.to_owned(), html, written_at, converted });
    }

    /// The position in the page's text of one in the text with stand-ins.
    pub(super) fn written_position(&self, position: usize) -> usize {
        self.replaced.written(position)
    }

    /// Positions in the page's text and sources of formulas that could not be converted.
    pub(super) fn failures(&self) -> impl Iterator<Item = (usize, &str)> {
        self.found.iter().filter(|formula| !formula.converted).map(|formula| (formula.written_at, formula.source.as_str()))
    }

    /// Text with formulas as they were written, where no formula can be shown.
    pub(super) fn restored<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.found.is_empty() || !text.contains(OPEN) {
            return Cow::Borrowed(text);
        }
        let mut restored = String::with_capacity(text.len());
        for part in self.parts(text) {
            restored.push_str(match part {
                Part::Text(text) => text,
                Part::Formula { source, .. } => source,
            });
        }
        Cow::Owned(restored)
    }

    /// Text and formulas in order.
    pub(super) fn parts<'f, 't>(&'f self, text: &'t str) -> Vec<Part<'f, 't>> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find(OPEN) {
            let after = &rest[start + OPEN.len_utf8()..];
            let formula = after.split_once(CLOSE).and_then(|(number, after)| Some((self.found.get(number.parse::<usize>().ok()?)?, after)));
            let Some((formula, after)) = formula else { break };
            parts.push(Part::Text(&rest[..start]));
            parts.push(Part::Formula { html: &formula.html, source: &formula.source });
            rest = after;
        }
        parts.push(Part::Text(rest));
        parts
    }
}

/// Bytes of a backslash with what it makes plain text.
fn escaped(text: &str) -> usize {
    text.char_indices().nth(2).map_or(text.len(), |(end, _)| end)
}

/// A formula at the front of a text: its bytes, the TeX in it, and how it stands.
fn formula(text: &str, before: Option<char>) -> Option<(usize, &str, DisplayMode)> {
    for (open, close, display) in
        [("\\\\(", "\\\\)", DisplayMode::Inline), ("\\\\[", "\\\\]", DisplayMode::Block), ("$$", "$$", DisplayMode::Block)]
    {
        if let Some(inner) = text.strip_prefix(open) {
            let tex = within(inner, |rest| rest.starts_with(close))?;
            return (!tex.trim().is_empty()).then_some((open.len() + tex.len() + close.len(), tex, display));
        }
    }
    let inner = text.strip_prefix('$')?;
    if before.is_some_and(char::is_alphanumeric) || inner.starts_with(char::is_whitespace) {
        return None;
    }
    // As pandoc has it: "$5 and $6" are prices.
    let mut last = None;
    let tex = within(inner, |rest| {
        let ends =
            rest.starts_with('$') && last.is_some_and(|c: char| !c.is_whitespace()) && !rest[1..].starts_with(|c: char| c.is_ascii_digit());
        last = rest.chars().next();
        ends
    })?;
    Some((tex.len() + 2, tex, DisplayMode::Inline))
}

/// The text up to where it ends; `None` if that is too far or in another paragraph.
fn within(text: &str, mut ends: impl FnMut(&str) -> bool) -> Option<&str> {
    let mut escaped = false;
    let mut line_is_blank = false;
    for (position, character) in text.char_indices().take_while(|(position, _)| *position <= LONGEST) {
        if !escaped && ends(&text[position..]) {
            return Some(&text[..position]);
        }
        if character == '\n' {
            if line_is_blank {
                return None;
            }
            line_is_blank = true;
        } else if !character.is_whitespace() {
            line_is_blank = false;
        }
        escaped = character == '\\' && !escaped && !text[position..].starts_with("\\\\)") && !text[position..].starts_with("\\\\]");
    }
    None
}

/// MathML; `None` where the formula is none, or more than one wants to show.
fn convert(tex: &str, display_mode: DisplayMode) -> Option<String> {
    if DEFINITIONS.iter().any(|definition| tex.contains(definition)) || tex.contains('%') || deepest(tex) > MOST_NESTED {
        return None;
    }
    // What is no blank of ASCII is none for the converter after a number.
    let tex: String = tex.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if !is_countable(&tex) {
        return None;
    }
    let storage = Storage::new();
    let mut events: Vec<Event<'_>> = Vec::new();
    for event in Parser::new(&tex, &storage) {
        events.push(event.ok()?);
        if events.len() > MOST_EVENTS {
            return None;
        }
    }
    let mut mathml = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut mathml, events, RenderConfig { display_mode, ..RenderConfig::default() }).ok()?;
    (nested(&mathml) <= MOST_NESTED).then_some(mathml)
}

/// What the converter reads numbers and colours for. It cuts them out by bytes, and counts without a bound.
const COUNTED: [&str; 3] = ["\\char", "alignat", "alignedat"];
/// Digits, hexadecimal ones too, that stand together.
const MOST_DIGITS: usize = 4;

/// Whether numbers and colours are such as the converter expects.
fn is_countable(tex: &str) -> bool {
    if !tex.is_ascii() && tex.contains('#') {
        return false;
    }
    let mut words = tex.split(|c: char| !c.is_ascii_hexdigit());
    !COUNTED.iter().any(|command| tex.contains(command)) || (tex.is_ascii() && words.all(|word| word.len() <= MOST_DIGITS))
}

/// How deep groups nest, and what else makes the converter call itself.
fn deepest(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in tex.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest.max(tex.matches("\\left").count()).max(tex.matches("\\sqrt").count()).max(tex.matches("\\frac").count() / 2)
}

fn nested(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for piece in tags::pieces(html) {
        match piece {
            tags::Piece::Start(tag) if !tag.written.ends_with("/>") => depth += 1,
            tags::Piece::End { .. } => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sources(text: &str) -> Vec<String> {
        Formulas::take_out(text).1.found.into_iter().map(|formula| formula.source).collect()
    }

    #[test]
    fn formulas_are_told_from_prices_and_code() {
        assert_eq!(
            sources("Sei $[n](Q)$ und $$ y = \\underbrace{p}_{q} $$ und \\\\( k_m \\\\)."),
            ["$[n](Q)$", "$$ y = \\underbrace{p}_{q} $$", "\\\\( k_m \\\\)"]
        );
        assert_eq!(sources("$$\na\n= b\n$$\n\n\\\\[ x^2 \\\\]"), ["$$\na\n= b\n$$", "\\\\[ x^2 \\\\]"]);
        for text in
            ["It costs $5 and $6.", "\\$a$ b", "`$a$`", "```\n$a$\n```", "\n    $a$\n", "$a\n\nb$", "US$a$", "$ a $", "$$", "$$ $$", "$"]
        {
            assert_eq!(sources(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(sources("$a \\$ b$"), ["$a \\$ b$"]);
    }

    #[test]
    fn a_formula_becomes_mathml_or_its_source() {
        assert!(convert("k_m = {l_{o}}_m", DisplayMode::Inline).is_some_and(|html| html.starts_with("<math") && html.contains("<msub>")));
        assert!(convert("\\underbrace{p}_{q}", DisplayMode::Block).is_some_and(|html| html.contains("display=\"block\"")));
        for wrong in ["\\frac{a", "\\unknowncommand", "\\def\\a{\\a\\a}\\a", "a % b", "}"] {
            assert_eq!(convert(wrong, DisplayMode::Inline), None, "{wrong}");
        }
        assert_eq!(convert(&"{".repeat(100), DisplayMode::Inline), None);
        for uncountable in [
            "\\charé",
            "\\char\"FFFFFFFFFFFFFFFFFF",
            "\\color{#aéaaa}x",
            "\\begin{alignat}{é}a\\end{alignat}",
            "\\begin{alignat}{40000}a\\end{alignat}",
        ] {
            assert_eq!(convert(uncountable, DisplayMode::Block), None, "{uncountable}");
        }
        for countable in ["\\kern1em\u{a0}a", "\\char\"41", "\\color{#00aaff}x", "é_1", "\\begin{alignat}{2}a&=b\\end{alignat}"] {
            assert!(convert(countable, DisplayMode::Block).is_some(), "{countable}");
        }
        let (_, formulas) = Formulas::take_out("a\n$\\nope$");
        assert_eq!(formulas.failures().collect::<Vec<_>>(), [(2, "$\\nope$")]);
    }

    #[test]
    fn stand_ins_lead_back_to_what_was_written() {
        let text = "é $a$ b $\\nope$ c";
        let (plain, formulas) = Formulas::take_out(text);
        assert_eq!(formulas.restored(&plain), text);
        let position = plain.find('c').unwrap();
        assert_eq!(formulas.written_position(position), text.find('c').unwrap());
        assert_eq!(formulas.written_position(0), 0);
        // Nobody can write a stand-in.
        let (plain, formulas) = Formulas::take_out(&format!("$a$ {OPEN}0{CLOSE}"));
        assert_eq!(formulas.restored(&plain), "$a$ 0");
    }

    proptest! {
        #[test]
        fn any_formula_ends(words in prop::collection::vec(prop::sample::select(vec![
            "\\frac", "{", "}", "a", "_", "^", "\\left", "\\right", "(", ")", "|", "\\begin{matrix}", "\\end{matrix}", "&", "\\\\", "\\", " ", "\\sqrt",
            "[", "]", "\\text{", "$", "'", "\\hbox", "1", "\\color{red}", "\\char", "\"41", "\\over", "\\limits", "\\mathbb", "~", "#", "é", "\\not", "\\big",
            "\\middle", "\\genfrac", "\\kern", "\\hspace{1em}", "\\begin{array}{c|c}", "\\end{array}", "\\hline", "\\operatorname", "\\substack{", "\\tag{1}", "\\verb|x|",
            "\u{a0}", "\\color{#", "aéaaa}", "\\begin{alignat}{", "\\end{alignat}", "40000}", "99999999999999999999",
        ]), 0..25)) {
            let tex = words.concat();
            if let Some(html) = convert(&tex, DisplayMode::Block) {
                prop_assert!(html.starts_with("<math"));
            }
        }

        #[test]
        fn nothing_is_lost(text in "[a$\\\\()\\[\\]`\n \u{e9}0]{0,60}") {
            let (plain, formulas) = Formulas::take_out(&text);
            prop_assert_eq!(formulas.restored(&plain), text);
        }
    }
}
