//! Where code stands in Markdown: what reads a text before the Markdown is parsed leaves it alone.

use super::fences::Fence;
use std::ops::Range;

/// The ranges of fenced, indented and inline code, in order.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut fence = Fence::default();
    let (mut start, mut paragraph, mut after_blank) = (0, 0, true);
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let was_open = fence.is_open();
        let is_fence = fence.take(line.trim_end_matches(['\n', '\r']));
        let blank = line.trim().is_empty();
        let indented = after_blank && !blank && (line.starts_with("    ") || line.starts_with('\t'));
        if was_open || is_fence || indented || blank {
            inline(text, paragraph..start, &mut found);
            paragraph = end;
            if !blank || was_open {
                found.push(start..end);
            }
        }
        after_blank = blank || indented;
        start = end;
    }
    inline(text, paragraph..text.len(), &mut found);
    found
}

/// Code between runs of as many backticks (CommonMark, section 6.1). Of each length, only one run can be without another.
fn inline(text: &str, paragraph: Range<usize>, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut position = paragraph.start;
    while position < paragraph.end {
        match bytes[position] {
            b'\\' => position += 2,
            b'`' => {
                let length = run(bytes, position, paragraph.end);
                let after = position + length;
                let close = closing(bytes, after, paragraph.end, length);
                if let Some(close) = close {
                    found.push(position..close);
                }
                position = close.unwrap_or(after);
            }
            _ => position += 1,
        }
    }
}

fn run(bytes: &[u8], start: usize, end: usize) -> usize {
    bytes[start..end].iter().take_while(|byte| **byte == b'`').count()
}

fn closing(bytes: &[u8], mut position: usize, end: usize, length: usize) -> Option<usize> {
    while position < end {
        let found = run(bytes, position, end);
        if found == length {
            return Some(position + found);
        }
        position += found.max(1);
    }
    None
}

/// Whether a position lies in one of the ranges; positions are asked for in order, and `next` is the first that may hold it.
pub(super) fn holds(ranges: &[Range<usize>], next: &mut usize, position: usize) -> Option<usize> {
    while ranges.get(*next).is_some_and(|range| range.end <= position) {
        *next += 1;
    }
    ranges.get(*next).filter(|range| range.start <= position).map(|range| range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Vec<&str> {
        ranges(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn code_in_all_its_forms() {
        assert_eq!(code("a `b` c ``d ` e`` `f\n\ng` h"), ["`b`", "``d ` e``"]);
        assert_eq!(code("a\n```\n$x$\n```\nb `c`"), ["```\n", "$x$\n", "```\n", "`c`"]);
        assert_eq!(code("a\n\n    $x$\n    y\nb\n    not code"), ["    $x$\n", "    y\n"]);
        assert_eq!(code("\\`a` b"), Vec::<&str>::new());
        assert_eq!(code("é\\"), Vec::<&str>::new());
    }
}
