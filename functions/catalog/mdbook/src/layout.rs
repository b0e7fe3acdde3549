//! Finds the books in an archive: their settings may lie at the top or in a folder that was packed whole.

use archive::paths;

const SETTINGS: &str = "book.toml";
const OUTLINE: &str = "SUMMARY.md";

/// Where books' settings or, without settings, an outline lies.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The paths of all `book.toml`, those nearest to the top first, and equally near ones by name.
    WithSettings(Vec<String>),
    /// The path of `SUMMARY.md`.
    OutlineOnly(String),
    /// Neither is there.
    Nothing,
}

/// What the archive holds.
pub(super) fn find<'a>(paths: impl Iterator<Item = &'a str>) -> Layout {
    let (mut settings, mut outlines) = (Vec::new(), Vec::new());
    for path in paths {
        // macOS adds a folder of resource forks whose files have the same names.
        if path.starts_with("__MACOSX/") {
            continue;
        }
        match path.rsplit('/').next() {
            Some(SETTINGS) => settings.push(path.to_owned()),
            Some(OUTLINE) => outlines.push(path.to_owned()),
            _ => {}
        }
    }
    let nearness = |path: &String| (path.matches('/').count(), path.clone());
    settings.sort_by_key(nearness);
    if !settings.is_empty() {
        return Layout::WithSettings(settings);
    }
    outlines.into_iter().min_by_key(nearness).map_or(Layout::Nothing, Layout::OutlineOnly)
}

/// The path of the outline in the folder `source`.
pub(super) fn outline_in(source: &str) -> Option<String> {
    paths::join(source, OUTLINE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn books_nearest_to_the_top_come_first() {
        let found = |paths: &[&str]| find(paths.iter().copied());
        assert_eq!(
            found(&["a/examples/book.toml", "b/book.toml", "a/book.toml", "a/src/SUMMARY.md"]),
            Layout::WithSettings(["a/book.toml", "b/book.toml", "a/examples/book.toml"].map(str::to_owned).to_vec())
        );
        assert_eq!(found(&["b/SUMMARY.md", "a/SUMMARY.md"]), Layout::OutlineOnly("a/SUMMARY.md".to_owned()));
        assert_eq!(found(&["__MACOSX/book.toml", "notes.md", "xSUMMARY.md"]), Layout::Nothing);
    }
}
