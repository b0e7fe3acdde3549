//! Finds the book in an archive: its settings may lie at the top or in a folder that was packed whole.

use super::paths;

const SETTINGS: &str = "book.toml";
const OUTLINE: &str = "SUMMARY.md";

/// Where a book's settings or, without settings, its outline lies.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The path of `book.toml`.
    WithSettings(String),
    /// The path of `SUMMARY.md`.
    OutlineOnly(String),
    /// Neither is there.
    Nothing,
}

/// The book nearest to the top; among equally near ones the first by name.
pub(super) fn find<'a>(paths: impl Iterator<Item = &'a str>) -> Layout {
    let mut settings = Nearest::default();
    let mut outline = Nearest::default();
    for path in paths {
        // macOS adds a folder of resource forks whose files have the same names.
        if path.starts_with("__MACOSX/") {
            continue;
        }
        match path.rsplit('/').next() {
            Some(SETTINGS) => settings.offer(path),
            Some(OUTLINE) => outline.offer(path),
            _ => {}
        }
    }
    match (settings.0, outline.0) {
        (Some((_, path)), _) => Layout::WithSettings(path.to_owned()),
        (None, Some((_, path))) => Layout::OutlineOnly(path.to_owned()),
        (None, None) => Layout::Nothing,
    }
}

/// The path of the outline in the folder `source`.
pub(super) fn outline_in(source: &str) -> Option<String> {
    paths::join(source, OUTLINE)
}

#[derive(Default)]
struct Nearest<'a>(Option<(usize, &'a str)>);

impl<'a> Nearest<'a> {
    fn offer(&mut self, path: &'a str) {
        let candidate = (path.matches('/').count(), path);
        if self.0.is_none_or(|nearest| candidate < nearest) {
            self.0 = Some(candidate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_nearest_to_the_top_is_taken() {
        let found = |paths: &[&str]| find(paths.iter().copied());
        assert_eq!(found(&["a/examples/book.toml", "a/book.toml", "a/src/SUMMARY.md"]), Layout::WithSettings("a/book.toml".to_owned()));
        assert_eq!(found(&["b/SUMMARY.md", "a/SUMMARY.md"]), Layout::OutlineOnly("a/SUMMARY.md".to_owned()));
        assert_eq!(found(&["__MACOSX/book.toml", "notes.md", "xSUMMARY.md"]), Layout::Nothing);
    }
}
