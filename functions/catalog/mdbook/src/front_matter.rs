//! The front matter of a page: YAML between two lines of three hyphens at its very beginning.

use super::warnings::{WarningKind, Warnings, quoted};
use serde_yaml_ng::{Mapping, Value};

/// The longest time that a page may ask for, in minutes: about a week.
pub(super) const MOST_MINUTES: u32 = 10_000;

/// Bytes of front matter. The YAML reader's time grows with the square of a forged text's length.
const FRONT_MATTER: usize = 4 * 1024;

/// What a page says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) minutes: Option<u32>,
    pub(super) course: Option<String>,
    pub(super) session: Option<String>,
}

/// A page taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opened<'a> {
    pub(super) front_matter: FrontMatter,
    pub(super) body: &'a str,
    /// The body's first line in its file, from 1.
    pub(super) first_line: u32,
}

/// Splits the front matter from a page's text; without front matter the body is the whole text.
pub(super) fn open<'a>(text: &'a str, file: &str, warnings: &mut Warnings) -> Opened<'a> {
    let plain = Opened { front_matter: FrontMatter::default(), body: text, first_line: 1 };
    let Some((yaml, body, first_line)) = split(text) else { return plain };
    if yaml.len() > FRONT_MATTER {
        warnings.add(
            WarningKind::FrontMatter,
            file,
            1,
            format!("the front matter is longer than {FRONT_MATTER} bytes and is shown as text"),
        );
        return plain;
    }
    match serde_yaml_ng::from_str::<Value>(yaml) {
        Ok(Value::Mapping(keys)) => Opened { front_matter: read(&keys, yaml, file, warnings), body, first_line },
        Ok(Value::Null) => Opened { front_matter: FrontMatter::default(), body, first_line },
        // Text between two horizontal rules.
        Ok(_) => plain,
        Err(error) => {
            let line = error.location().map_or(2, |location| u32::try_from(location.line()).unwrap_or(u32::MAX).saturating_add(1));
            // It may be no front matter at all but text between two horizontal rules, and nothing of that may be lost.
            warnings.add(WarningKind::FrontMatter, file, line, "the front matter is no YAML and is shown as text".to_owned());
            plain
        }
    }
}

fn split(text: &str) -> Option<(&str, &str, u32)> {
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next().filter(|line| line.trim_end() == "---")?;
    let start = opening.len();
    let mut end = start;
    for (number, line) in lines.enumerate() {
        let after = end + line.len();
        if line.trim_end() == "---" {
            // The opening line and the lines before this one, this one, and the next.
            let first_line = u32::try_from(number + 3).unwrap_or(u32::MAX);
            return Some((&text[start..end], &text[after..], first_line));
        }
        end = after;
    }
    None
}

fn read(keys: &Mapping, yaml: &str, file: &str, warnings: &mut Warnings) -> FrontMatter {
    let words = |key: &str| match keys.get(key) {
        Some(Value::String(words)) => Some(super::outline::one_line(words)).filter(|words| !words.is_empty()),
        _ => None,
    };
    FrontMatter { minutes: minutes(keys.get("minutes"), yaml, file, warnings), course: words("course"), session: words("session") }
}

fn minutes(value: Option<&Value>, yaml: &str, file: &str, warnings: &mut Warnings) -> Option<u32> {
    let value = value?;
    let minutes = value.as_u64().and_then(|minutes| u32::try_from(minutes).ok()).filter(|minutes| *minutes <= MOST_MINUTES);
    if minutes.is_none() {
        let written = yaml.lines().position(|line| line.trim_start().starts_with("minutes"));
        let line = written.and_then(|index| u32::try_from(index + 2).ok());
        let shown = serde_yaml_ng::to_string(value).unwrap_or_default();
        let message =
            format!("minutes is {}, not a whole number from 0 to {MOST_MINUTES}; the reading time is taken", quoted(shown.trim()));
        warnings.add(WarningKind::FrontMatter, file, line, message);
    }
    minutes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> (Opened<'_>, Vec<Option<u32>>) {
        let mut warnings = Warnings::of_a_book();
        let opened = open(text, "a.md", &mut warnings);
        (opened, warnings.into_vec("").into_iter().map(|warning| warning.line).collect())
    }

    #[test]
    fn keys_are_read_and_others_ignored() {
        let (page, warnings) = opened("---\nminutes: 5\ncourse: Fundamentals\nsession: Day 1\ntarget_minutes: 180\n---\n\n# Hi\n");
        assert_eq!(page.front_matter.minutes, Some(5));
        assert_eq!(page.front_matter.course.as_deref(), Some("Fundamentals"));
        assert_eq!(page.front_matter.session.as_deref(), Some("Day 1"));
        assert_eq!((page.body, page.first_line), ("\n# Hi\n", 7));
        assert!(warnings.is_empty());
        assert_eq!(opened("---\r\nminutes: 0\r\n---\r\nx").0.front_matter.minutes, Some(0));
        assert_eq!(opened("---\n---\nx").0.body, "x");
    }

    #[test]
    fn wrong_minutes_are_a_warning() {
        for wrong in ["-1", "ten", "1.5", "10001", "4294967296", "[1]", "null", "\"5\""] {
            let text = format!("---\ncourse: X\nminutes: {wrong}\n---\nbody");
            let (page, warnings) = opened(&text);
            assert_eq!(page.front_matter.minutes, None, "{wrong}");
            assert_eq!(page.front_matter.course.as_deref(), Some("X"));
            assert_eq!(warnings, [Some(3)], "{wrong}");
        }
    }

    #[test]
    fn what_is_no_front_matter_stays() {
        for text in ["# Hi\n---\nminutes: 5\n---\n", "---\nnever closed\n", "--- \nwords\n---\nmore", "---\n- a\n- b\n---\n", ""] {
            let (page, warnings) = opened(text);
            assert_eq!((page.body, page.first_line), (text, 1));
            assert!(warnings.is_empty());
        }
    }

    #[test]
    fn broken_yaml_is_kept_as_text_with_a_warning() {
        let broken = "---\nminutes: 5\nbad: [\n---\nbody";
        let (page, warnings) = opened(broken);
        assert_eq!((page.body, page.first_line), (broken, 1));
        assert_eq!(page.front_matter, FrontMatter::default());
        assert_eq!(warnings, [Some(4)]);
        let long = format!("---\na: {}\n---\nbody", "x".repeat(5_000));
        assert_eq!((opened(&long).0.body, opened(&long).1), (long.as_str(), vec![Some(1)]));
        assert_eq!(opened("---\nminutes: 99999999999999999999\n---\nbody").1.len(), 1);
        let bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n---\nbody";
        assert_eq!((opened(bomb).0.body, opened(bomb).1.len()), (bomb, 1));
    }
}
