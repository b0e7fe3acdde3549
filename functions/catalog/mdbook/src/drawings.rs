//! Drawings that stand in a page's text (`<svg>…</svg>`): they become pictures before the Markdown is parsed, so that nothing of them is taken for text.

use super::code;
use super::expansion::Expanded;
use super::lines::Lines;
use super::svg::{self, Drawing};
use super::tags;
use super::warnings::{WarningKind, Warnings, quoted};

/// Bytes of drawings in one page's text.
const MOST_BYTES: usize = 1024 * 1024;

/// Replaces drawings by pictures; `name` gives the address of the next one.
pub(super) fn take_out(page: &str, expanded: Expanded, warnings: &mut Warnings, mut name: impl FnMut(Drawing) -> String) -> Expanded {
    let text = &expanded.text;
    if !text.contains("<svg") {
        return expanded;
    }
    let (code, lines) = (code::ranges(text), Lines::of(text));
    let (mut next_code, mut position, mut from, mut bytes) = (0, 0, 0, 0);
    let mut output = Pieces { expanded: &expanded, lines: &lines, output: Expanded::default() };
    while let Some(found) = text[from..].find("<svg") {
        let start = from + found;
        if let Some(end) = code::holds(&code, &mut next_code, start) {
            from = end;
            continue;
        }
        let Some(end) = end_of_drawing(text, start) else { break };
        bytes += end - start;
        let drawing = if bytes > MOST_BYTES { Err("is too large with the others of its page") } else { svg::clean(&text[start..end]) };
        let line = expanded.source_line(&lines, start);
        output.keep(position, start);
        match drawing {
            Ok(drawing) => {
                for lost in &drawing.lost {
                    warnings.add(WarningKind::LostMarkup, page, line, format!("{} of a drawing is left out", quoted(lost)));
                }
                let title = drawing.title.clone().unwrap_or_default();
                let address = name(drawing);
                output.put(&format!("<img src=\"{address}\" alt=\"{}\">", tags::escape(&title)), line);
            }
            Err(reason) => warnings.add(WarningKind::LostMarkup, page, line, format!("<svg> {reason}; it is left out")),
        }
        (position, from) = (end, end);
    }
    output.keep(position, text.len());
    output.output
}

/// The end of the element that begins at `start`, those in it included.
fn end_of_drawing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut position = start;
    loop {
        let next = position + text[position..].find("svg")?;
        let after = next + "svg".len();
        if text[..next].ends_with("</") && text[after..].trim_start().starts_with('>') {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(after + text[after..].find('>')? + 1);
            }
        } else if text[..next].ends_with('<') && text[after..].starts_with([' ', '\t', '\r', '\n', '>', '/']) {
            let end = after + text[after..].find('>')?;
            if !text[..end].ends_with('/') {
                depth += 1;
            } else if depth == 0 {
                return Some(end + 1);
            }
        }
        position = after;
    }
}

/// Pieces of a text with the lines that they come from.
struct Pieces<'a> {
    expanded: &'a Expanded,
    lines: &'a Lines,
    output: Expanded,
}

impl Pieces<'_> {
    fn keep(&mut self, start: usize, end: usize) {
        let mut position = start;
        for line in self.expanded.text[start..end].split_inclusive('\n') {
            let source = self.expanded.source_line(self.lines, position);
            self.put(line, source);
            position += line.len();
        }
    }

    fn put(&mut self, text: &str, line: Option<u32>) {
        self.output.push(text, line.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> (Expanded, Vec<Drawing>, Vec<Option<u32>>) {
        let mut expanded = Expanded::default();
        for (line, number) in text.split_inclusive('\n').zip(1..) {
            expanded.push(line, number);
        }
        let (mut warnings, mut drawings) = (Warnings::of_a_book(), Vec::new());
        let output = take_out("a.md", expanded, &mut warnings, |drawing| {
            drawings.push(drawing);
            format!("d{}", drawings.len())
        });
        (output, drawings, warnings.into_vec("").into_iter().map(|warning| warning.line).collect())
    }

    #[test]
    fn drawings_become_pictures_and_lines_stay_known() {
        let text = "a\n<svg>\n\n<title>A \"plan\"</title>\n\n<svg></svg></svg> b\nc `<svg></svg>`\n<svg/>\n";
        let (output, drawings, warnings) = run(text);
        assert_eq!(output.text, "a\n<img src=\"d1\" alt=\"A &quot;plan&quot;\"> b\nc `<svg></svg>`\n<img src=\"d2\" alt=\"\">\n");
        assert_eq!(output.source_lines, [1, 6, 7, 8]);
        assert_eq!((drawings.len(), warnings), (2, Vec::new()));
    }

    #[test]
    fn what_is_lost_is_told() {
        let (output, drawings, warnings) = run("a\n<svg><script/></svg>\n<svg width=9>x</svg>\n<svg>");
        assert_eq!(output.text, "a\n<img src=\"d1\" alt=\"\">\n\n<svg>");
        assert_eq!((drawings.len(), warnings), (1, vec![Some(2), Some(3)]));
    }
}
