//! Instructions to mdBook's preprocessors in a page: `{{#include file.rs:3:9}}` and its like.
//!
//! See "Format / mdBook-specific features" in mdBook's guide. `{{%name …}}` is the form that course
//! authors use for preprocessors of their own.

use super::passages::Passage;
use std::ops::Range;

/// Bytes between the braces of an instruction.
const LONGEST: usize = 500;

/// An instruction as it stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive<'a> {
    /// Where it stands, with the backslash that makes it plain text.
    pub(super) range: Range<usize>,
    /// The instruction without that backslash.
    pub(super) written: &'a str,
    pub(super) kind: DirectiveKind<'a>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum DirectiveKind<'a> {
    /// A backslash before it: text that is shown as it is.
    Escaped,
    Include {
        path: &'a str,
        passage: Passage<'a>,
    },
    /// Like an include, with the rest of the file as hidden lines.
    RustdocInclude {
        path: &'a str,
        passage: Passage<'a>,
    },
    /// A file as a code block.
    Playground {
        path: &'a str,
        attributes: &'a str,
    },
    /// The title of the page's browser window.
    Title,
    Unknown,
}

/// The first instruction in a line at or after `from`.
pub(super) fn find(line: &str, from: usize) -> Option<Directive<'_>> {
    let mut search = from;
    while let Some(found) = line.get(search..)?.find("{{") {
        let start = search + found;
        if let Some(directive) = at(line, start) {
            return Some(directive);
        }
        search = start + 1;
    }
    None
}

fn at(line: &str, start: usize) -> Option<Directive<'_>> {
    let inner_start = start + "{{".len();
    let inner = &line[inner_start..];
    // Up to the next brace of either kind, so that a line of nothing but braces is searched once and not once for each of them.
    let inner = &inner[..inner.bytes().take(LONGEST).position(|byte| byte == b'}' || byte == b'{')?];
    let end = inner_start + inner.len() + "}}".len();
    let written = line.get(start..end).filter(|written| written.ends_with("}}"))?;
    let (sign, content) = split_sign(inner.trim_start())?;
    if line[..start].ends_with('\\') {
        return Some(Directive { range: start - 1..end, written, kind: DirectiveKind::Escaped });
    }
    let (name, rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
    let (argument, properties) = rest.trim().split_once(char::is_whitespace).unwrap_or((rest.trim(), ""));
    let (path, passage) = argument.split_once(':').map_or((argument, Passage::Whole), |(path, part)| (path, Passage::parse(part)));
    let kind = match (sign, name) {
        ('#', "title") => DirectiveKind::Title,
        ('#', "include") if !path.is_empty() => DirectiveKind::Include { path, passage },
        ('#', "rustdoc_include") if !path.is_empty() => DirectiveKind::RustdocInclude { path, passage },
        ('#', "playground" | "playpen") if !argument.is_empty() => DirectiveKind::Playground { path: argument, attributes: properties },
        _ => DirectiveKind::Unknown,
    };
    Some(Directive { range: start..end, written, kind })
}

fn split_sign(inner: &str) -> Option<(char, &str)> {
    let sign = inner.chars().next().filter(|sign| ['#', '%'].contains(sign))?;
    let content = &inner[1..];
    content.starts_with(|c: char| c.is_ascii_alphabetic()).then_some((sign, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(line: &str) -> Option<DirectiveKind<'_>> {
        find(line, 0).map(|directive| directive.kind)
    }

    #[test]
    fn known_instructions() {
        assert_eq!(kind("{{#include a.rs}}"), Some(DirectiveKind::Include { path: "a.rs", passage: Passage::Whole }));
        assert_eq!(kind("x {{ #include  a.rs:main }} y"), Some(DirectiveKind::Include { path: "a.rs", passage: Passage::Anchor("main") }));
        assert_eq!(
            kind("{{#rustdoc_include a.rs:2:3}}"),
            Some(DirectiveKind::RustdocInclude { path: "a.rs", passage: Passage::Lines { first: 1, end: Some(3) } })
        );
        assert_eq!(
            kind("{{#playground a.rs editable no_run}}"),
            Some(DirectiveKind::Playground { path: "a.rs", attributes: "editable no_run" })
        );
        assert_eq!(kind("{{#title My page}}"), Some(DirectiveKind::Title));
    }

    #[test]
    fn others_are_unknown_or_text() {
        for unknown in ["{{%course outline}}", "{{#segment outline}}", "{{#include}}", "{{#include }}", "{{%x}}"] {
            assert_eq!(kind(unknown), Some(DirectiveKind::Unknown), "{unknown}");
        }
        for text in
            ["println!(\"{name} {{\")", "{{ name }}", "{{#", "{{#include a.rs}", "{{#include a.rs} }", "{{# include a.rs}}", "{{é}}", "{{"]
        {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn a_backslash_makes_it_text() {
        let directive = find("a \\{{#include b.rs}} c", 0).unwrap();
        assert_eq!(directive.kind, DirectiveKind::Escaped);
        assert_eq!(directive.written, "{{#include b.rs}}");
        assert_eq!(directive.range, 2..20);
    }

    #[test]
    fn several_in_a_line() {
        let line = "{{{#include a}} {{%b}}";
        let first = find(line, 0).unwrap();
        assert_eq!(first.written, "{{#include a}}");
        assert_eq!(find(line, first.range.end).unwrap().written, "{{%b}}");
        assert_eq!(find(line, line.len()), None);
        assert_eq!(find("é", 1), None);
    }
}
