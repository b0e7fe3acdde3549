//! Carries out the instructions in a page's text: includes become text, the others go.
//!
//! What cannot be included is left out with a warning. Within a code block a line stays in its place
//! that names the missing file and nothing else, `⋯ main.rs ⋯`, since an empty box would look like a mistake.

use super::directives::{self, Directive, DirectiveKind};
use super::error::ImportError;
use super::fences::Fence;
use super::lines::Lines;
use super::passages::Passage;
use super::warnings::{WarningKind, Warnings, quoted};
use super::work::Work;
use archive::paths;
use archive::{Archive, ArchiveError};
use std::io::{Read, Seek};

/// How deep included files may include others: mdBook's own limit.
const DEPTH: usize = 10;

/// A page's text after its instructions were carried out.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub(super) text: String,
    /// For each line of the text the line of the page's file that it comes from.
    pub(super) source_lines: Vec<u32>,
}

impl Expanded {
    pub(super) fn push(&mut self, text: &str, source_line: u32) {
        self.text.push_str(text);
        let breaks = text.bytes().filter(|byte| *byte == b'\n').count();
        self.source_lines.extend(std::iter::repeat_n(source_line, breaks));
    }

    /// The line of the page's file of a position in the text.
    pub(super) fn source_line(&self, lines: &Lines, position: usize) -> Option<u32> {
        self.source_lines.get((lines.line_of(position) as usize).saturating_sub(1)).copied()
    }

    /// Takes the last line break back: the line goes on after what was included.
    fn end_in_line(&mut self) {
        if self.text.ends_with('\n') {
            self.text.pop();
            self.source_lines.pop();
        }
    }
}

/// Expands the text of a page.
///
/// # Errors
/// [`ImportError::PageTooLarge`] when the page grows beyond `limit` bytes, or it asks for too much work, or the archive is bad.
pub(super) fn expand<R: Read + Seek>(
    archive: &mut Archive<R>,
    warnings: &mut Warnings,
    work: &mut Work,
    page: &str,
    (body, first_line): (&str, u32),
    limit: usize,
) -> Result<Expanded, ImportError> {
    let mut expansion = Expansion { archive, warnings, work, page, limit, output: Expanded::default() };
    expansion.lines(body, &Place { file: page, first_line, depth: 0, shown_line: None })?;
    Ok(expansion.output)
}

/// The text that is being expanded.
struct Place<'a> {
    file: &'a str,
    first_line: u32,
    depth: usize,
    /// The line of the page to which all of this text belongs, if it is an included one.
    shown_line: Option<u32>,
}

struct Expansion<'a, R> {
    archive: &'a mut Archive<R>,
    warnings: &'a mut Warnings,
    work: &'a mut Work,
    page: &'a str,
    limit: usize,
    output: Expanded,
}

/// A line that is being expanded.
struct Spot<'a> {
    place: &'a Place<'a>,
    line: u32,
    shown_line: u32,
    in_code: bool,
    /// The instruction is all that the line holds.
    alone: bool,
}

impl<R: Read + Seek> Expansion<'_, R> {
    fn lines(&mut self, text: &str, place: &Place<'_>) -> Result<(), ImportError> {
        let mut fence = Fence::default();
        let mut line_number = place.first_line;
        for line in text.lines() {
            let is_fence = fence.take(line);
            let spot = Spot {
                place,
                line: line_number,
                shown_line: place.shown_line.unwrap_or(line_number),
                in_code: fence.is_open() && !is_fence,
                alone: false,
            };
            self.line(line, spot)?;
            if self.output.text.len() > self.limit {
                return Err(ImportError::PageTooLarge { file: self.page.to_owned(), limit: self.limit });
            }
            line_number = line_number.saturating_add(1);
        }
        Ok(())
    }

    fn line(&mut self, line: &str, mut spot: Spot<'_>) -> Result<(), ImportError> {
        let trimmed = line.trim();
        let mut from = 0;
        let mut left_out = false;
        while let Some(directive) = directives::find(line, from) {
            spot.alone = directive.written == trimmed;
            self.output.push(&line[from..directive.range.start], spot.shown_line);
            from = directive.range.end;
            left_out |= !self.carry_out(&directive, &spot)?;
        }
        if left_out && spot.alone && !spot.in_code {
            // Nothing of the line remains but its indentation.
            let kept = self.output.text.trim_end_matches([' ', '\t']).len();
            self.output.text.truncate(kept);
            return Ok(());
        }
        self.output.push(&line[from..], spot.shown_line);
        self.output.push("\n", spot.shown_line);
        Ok(())
    }

    /// Writes what stands for an instruction; `false` if nothing does.
    fn carry_out(&mut self, directive: &Directive<'_>, spot: &Spot<'_>) -> Result<bool, ImportError> {
        match directive.kind {
            DirectiveKind::Escaped => self.output.push(directive.written, spot.shown_line),
            DirectiveKind::Title => return Ok(false),
            // Within a sentence or in code it is more likely an example of some template language.
            DirectiveKind::Unknown if spot.in_code || !spot.alone => self.output.push(directive.written, spot.shown_line),
            DirectiveKind::Unknown => {
                let message = format!("{} is an instruction that is not known here", quoted(directive.written));
                self.warnings.add(WarningKind::UnknownDirective, spot.place.file, spot.line, message);
                return Ok(false);
            }
            DirectiveKind::Include { path, passage } => return self.include(path, spot, |text| passage.take(text)),
            DirectiveKind::RustdocInclude { path, passage } => {
                return self.include(path, spot, |text| match passage {
                    Passage::Whole => passage.take(text),
                    _ => passage.take_with_hidden_rest(text),
                });
            }
            DirectiveKind::Playground { path, attributes } => {
                let attributes: String = attributes.split_whitespace().map(|attribute| format!(",{attribute}")).collect();
                return self.include(path, spot, |text| Some(format!("```rust{attributes}\n{}\n```\n", text.trim_end_matches('\n'))));
            }
        }
        Ok(true)
    }

    fn include(&mut self, path: &str, spot: &Spot<'_>, take: impl Fn(&str) -> Option<String>) -> Result<bool, ImportError> {
        let place = spot.place;
        self.work.include(self.page)?;
        let full_path = paths::join(paths::folder_of(place.file), path).and_then(|path| self.archive.find(&path));
        let Some(full_path) = full_path else {
            return Ok(self.leave_out(path, spot, "is not in the archive"));
        };
        if place.depth >= DEPTH {
            return Ok(self.leave_out(path, spot, "is included too deeply"));
        }
        let text = match self.archive.text(&full_path, self.limit) {
            Ok(text) => text,
            Err(ArchiveError::NotUtf8 { .. }) => return Ok(self.leave_out(path, spot, "is not UTF-8 text")),
            Err(ArchiveError::FileTooLarge { .. }) => return Ok(self.leave_out(path, spot, "is too large to be included")),
            Err(error) => return Err(error.into()),
        };
        self.work.bytes(self.page, text.len())?;
        let Some(passage) = take(&text) else {
            return Ok(self.leave_out(path, spot, "has no such passage"));
        };
        drop(text);
        let included = Place { file: &full_path, first_line: 1, depth: place.depth + 1, shown_line: Some(spot.shown_line) };
        let before = self.output.text.len();
        self.lines(&passage, &included)?;
        if self.output.text.len() > before {
            self.output.end_in_line();
        }
        Ok(true)
    }

    fn leave_out(&mut self, path: &str, spot: &Spot<'_>, reason: &str) -> bool {
        let message = format!("{} {reason}", quoted(path));
        self.warnings.add(WarningKind::UnresolvedInclude, spot.place.file, spot.line, message);
        if spot.in_code {
            let name = path.rsplit('/').next().unwrap_or(path);
            self.output.push(&format!("⋯ {} ⋯", quoted(name)), spot.shown_line);
        }
        spot.in_code
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::Limits;
    use super::super::sample;
    use super::super::warnings::Warning;
    use super::*;

    const FILES: [(&str, &str); 8] = [
        ("src/a.rs", "use x;\n// ANCHOR: m\nfn main() {}\n// ANCHOR_END: m\n"),
        ("src/part.md", "One {{#include a.rs:m}} two\n{{#include gone.rs}}\n"),
        ("src/loop.md", "x\n{{#include loop.md}}"),
        ("src/twice.md", "0123456789\n{{#include twice.md}}\n{{#include twice.md}}"),
        ("src/empty.md", ""),
        ("src/latin.txt", "plain"),
        ("top.txt", "top"),
        ("src/long.txt", LONG),
    ];
    const LONG: &str = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\n";

    fn run(body: &str, limit: usize) -> (Result<Expanded, ImportError>, Vec<Warning>) {
        let mut archive = Archive::open(sample::reader(&FILES), &Limits::default()).unwrap();
        let mut warnings = Warnings::of_a_book();
        let mut work = Work::of(&Limits::default());
        let expanded = expand(&mut archive, &mut warnings, &mut work, "src/page.md", (body, 5), limit);
        (expanded, warnings.into_vec(""))
    }

    fn text(body: &str) -> String {
        let expanded = run(body, 10_000).0.unwrap();
        assert_eq!(expanded.text.matches('\n').count(), expanded.source_lines.len(), "{body}");
        expanded.text
    }

    #[test]
    fn files_and_passages_are_included() {
        assert_eq!(text("```rust\n{{#include a.rs:m}}\n```"), "```rust\nfn main() {}\n```\n");
        assert_eq!(text("{{#include a.rs:1}}"), "use x;\n");
        assert_eq!(text("> {{#include ../top.txt}}!"), "> top!\n");
        assert_eq!(text("{{#rustdoc_include a.rs:m}}"), "# use x;\nfn main() {}\n");
        assert_eq!(text("{{#playground a.rs editable}}"), "```rust,editable\nuse x;\n// ANCHOR: m\nfn main() {}\n// ANCHOR_END: m\n```\n");
        assert_eq!(text("{{#include empty.md}}a{{#include ../top.txt}}"), "atop\n");
    }

    #[test]
    fn what_is_missing_is_left_out_with_its_line() {
        let (expanded, warnings) =
            run("a\n  {{#include gone.rs:x}}\nb {{#include ../../up.rs}} c\n```\n{{#include d/gone.rs}}\n```\n", 10_000);
        let expanded = expanded.unwrap();
        assert_eq!(expanded.text, "a\nb  c\n```\n⋯ gone.rs ⋯\n```\n");
        assert_eq!(expanded.source_lines, [5, 7, 8, 9, 10]);
        let places: Vec<_> = warnings.iter().map(|warning| (warning.file.as_str(), warning.line, warning.message.as_str())).collect();
        assert_eq!(
            places,
            [
                ("src/page.md", Some(6), "gone.rs is not in the archive"),
                ("src/page.md", Some(7), "../../up.rs is not in the archive"),
                ("src/page.md", Some(9), "d/gone.rs is not in the archive"),
            ]
        );
        assert_eq!(run("{{#include a.rs:nowhere}}", 10_000).1[0].message, "a.rs has no such passage");
        assert_eq!(run("{{#include long.txt}}", 50).1[0].message, "long.txt is too large to be included");
    }

    #[test]
    fn included_files_include_others() {
        let (expanded, warnings) = run("{{#include part.md}}\nend", 10_000);
        let expanded = expanded.unwrap();
        assert_eq!(expanded.text, "One fn main() {} two\nend\n");
        assert_eq!(expanded.source_lines, [5, 6]);
        assert_eq!((warnings[0].file.as_str(), warnings[0].line), ("src/part.md", Some(2)));
    }

    #[test]
    fn circles_end() {
        let (expanded, warnings) = run("{{#include loop.md}}", 10_000);
        assert_eq!(expanded.unwrap().text, "x\n".repeat(10));
        assert_eq!(warnings[0].message, "loop.md is included too deeply");
        let (expanded, _) = run("{{#include twice.md}}", 10_000);
        let refused = ImportError::PageTooMuchWork { file: "src/page.md".to_owned(), includes: 1_000, bytes: 4 * 1024 * 1024 };
        assert_eq!(expanded.unwrap_err(), refused);
    }

    #[test]
    fn the_work_of_a_page_is_bounded_even_where_nothing_comes_of_it() {
        let mut archive = Archive::open(sample::reader(&FILES), &Limits::default()).unwrap();
        // An empty passage of a file costs as much as reading all of it.
        let body = "{{#include long.txt:9:9}}\n".repeat(50);
        let limits = Limits { page_includes: 40, page_work: 1_000, ..Limits::default() };
        let mut work = Work::of(&limits);
        let refused = expand(&mut archive, &mut Warnings::of_a_book(), &mut work, "src/page.md", (&body, 1), 10_000).unwrap_err();
        assert_eq!(refused, ImportError::PageTooMuchWork { file: "src/page.md".to_owned(), includes: 40, bytes: 1_000 });
        assert_eq!((work.done().includes, work.done().bytes), (10, 10 * LONG.len()));
        let mut work = Work::of(&Limits { page_work: usize::MAX, book_work: usize::MAX, ..limits });
        assert!(expand(&mut archive, &mut Warnings::of_a_book(), &mut work, "src/page.md", (&body, 1), 10_000).is_err());
        assert_eq!(work.done().includes, 41);
    }

    #[test]
    fn other_instructions() {
        assert_eq!(text("{{#title A}}\n# A\n\\{{#include a.rs}}\n`{{#if x}}`"), "# A\n{{#include a.rs}}\n`{{#if x}}`\n");
        let (expanded, warnings) = run("{{%session outline}}\n```\n{{#each x}}\n```", 10_000);
        assert_eq!(expanded.unwrap().text, "```\n{{#each x}}\n```\n");
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].kind, WarningKind::UnknownDirective);
    }
}
