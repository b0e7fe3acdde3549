//! The passage of a file that an include names: all of it, some lines, or what lies between two anchors.
//!
//! See "Including portions of a file" in mdBook's guide.

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passage<'a> {
    Whole,
    /// Lines from `first`, counted from 0, up to but without `end`, or to the last one.
    Lines {
        first: usize,
        end: Option<usize>,
    },
    /// The lines between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(&'a str),
}

impl<'a> Passage<'a> {
    /// Reads what follows the colon after a path: `5`, `5:`, `:5`, `5:9` or an anchor's name.
    pub(super) fn parse(text: &'a str) -> Self {
        let (start, end) = text.split_once(':').map_or((text, None), |(start, end)| (start, Some(end)));
        // Lines are written from 1; both bounds are included.
        let first = start.parse::<usize>().ok().map(|line| line.saturating_sub(1));
        let end = end.map(|end| end.parse::<usize>().ok());
        match (first, end) {
            (None, _) if !start.is_empty() => Self::Anchor(start),
            (None, None | Some(None)) => Self::Whole,
            (None, Some(end)) => Self::Lines { first: 0, end },
            (Some(first), None) => Self::Lines { first, end: Some(first.saturating_add(1)) },
            (Some(first), Some(end)) => Self::Lines { first, end },
        }
    }

    /// The passage's lines; `None` if the text has no such anchor.
    pub(super) fn take(self, text: &str) -> Option<String> {
        self.write(text, |_| {})
    }

    /// The whole text, with every line outside of the passage as a hidden line of Rust; `None` if the text has no such anchor.
    pub(super) fn take_with_hidden_rest(self, text: &str) -> Option<String> {
        self.write(text, |output| output.push_str("# "))
    }

    /// Writes the lines of the passage and, if `hide` writes a mark, the marked lines around it.
    fn write(self, text: &str, hide: impl Fn(&mut String)) -> Option<String> {
        let mut output = String::new();
        let mut found = !matches!(self, Self::Anchor(_));
        let mut within = false;
        for (index, line) in text.lines().enumerate() {
            let shown = match self {
                Self::Whole => true,
                Self::Lines { first, end } => index >= first && end.is_none_or(|end| index < end),
                Self::Anchor(name) => match anchor(line) {
                    Some(Anchor::Start(start)) => {
                        within |= start == name;
                        found |= within;
                        continue;
                    }
                    Some(Anchor::End(end)) => {
                        within &= end != name;
                        continue;
                    }
                    None => within,
                },
            };
            let before = output.len();
            if !shown {
                hide(&mut output);
            }
            if shown || output.len() > before {
                output.push_str(line);
                output.push('\n');
            }
        }
        found.then_some(output)
    }
}

enum Anchor<'a> {
    Start(&'a str),
    End(&'a str),
}

fn anchor(line: &str) -> Option<Anchor<'_>> {
    let named = |mark: &str| {
        let (_, after) = line.split_once(mark)?;
        let name = after.trim_start();
        let length = name.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(name.len());
        Some(&name[..length]).filter(|name| !name.is_empty())
    };
    named("ANCHOR_END:").map(Anchor::End).or_else(|| named("ANCHOR:").map(Anchor::Start))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str =
        "use a;\n// ANCHOR: all\nfn main() {\n    // ANCHOR: body\n    run();\n    // ANCHOR_END: body\n}\n// ANCHOR_END: all\n// end";

    #[test]
    fn forms_of_line_ranges() {
        let lines = |first, end| Passage::Lines { first, end };
        assert_eq!(Passage::parse("5"), lines(4, Some(5)));
        assert_eq!(Passage::parse("5:"), lines(4, None));
        assert_eq!(Passage::parse(":5"), lines(0, Some(5)));
        assert_eq!(Passage::parse("2:5"), lines(1, Some(5)));
        assert_eq!(Passage::parse("2:x"), lines(1, None));
        assert_eq!(Passage::parse("0"), lines(0, Some(1)));
        assert_eq!(Passage::parse(""), Passage::Whole);
        assert_eq!(Passage::parse(":"), Passage::Whole);
        assert_eq!(Passage::parse("main"), Passage::Anchor("main"));
        assert_eq!(Passage::parse("18446744073709551615"), lines(usize::MAX - 1, Some(usize::MAX)));
    }

    #[test]
    fn lines_are_taken() {
        let take = |part| Passage::parse(part).take("1\n2\r\n3\n4").unwrap();
        assert_eq!(take("2:3"), "2\n3\n");
        assert_eq!(take("3:"), "3\n4\n");
        assert_eq!(take(":2"), "1\n2\n");
        assert_eq!(take("9:"), "");
        assert_eq!(take("3:2"), "");
    }

    #[test]
    fn anchors_are_taken_without_their_marks() {
        assert_eq!(Passage::Anchor("all").take(CODE).unwrap(), "fn main() {\n    run();\n}\n");
        assert_eq!(Passage::Anchor("body").take(CODE).unwrap(), "    run();\n");
        assert_eq!(Passage::Anchor("bod").take(CODE), None);
        assert_eq!(Passage::Anchor("open").take("x\n// ANCHOR: open\ny").unwrap(), "y\n");
    }

    #[test]
    fn the_rest_can_be_hidden() {
        assert_eq!(Passage::Anchor("body").take_with_hidden_rest(CODE).unwrap(), "# use a;\n# fn main() {\n    run();\n# }\n# // end\n");
        assert_eq!(Passage::parse("2").take_with_hidden_rest("a\nb").unwrap(), "# a\nb\n");
    }
}
