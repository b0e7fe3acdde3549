//! The demo course: an mdBook of our own, carried in the binary and zipped when it is uploaded.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

/// The name under which it is uploaded.
pub(super) const FILE_NAME: &str = "feedback-that-helps.zip";

macro_rules! page {
    ($path:literal) => {
        ($path, include_str!(concat!("../../demo/course/", $path)))
    };
}

const PAGES: &[(&str, &str)] = &[
    page!("book.toml"),
    page!("src/SUMMARY.md"),
    page!("src/after.md"),
    page!("src/after/act.md"),
    page!("src/after/receive.md"),
    page!("src/before.md"),
    page!("src/before/moment.md"),
    page!("src/before/observe.md"),
    page!("src/before/purpose.md"),
    page!("src/during.md"),
    page!("src/during/ask.md"),
    page!("src/during/praise.md"),
    page!("src/during/sbi.md"),
    page!("src/welcome.md"),
];

/// The book as a zip archive. The same bytes every time, so that a repeated upload is the same upload.
pub(super) fn archive() -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (path, text) in PAGES {
        archive.start_file(*path, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_page_is_in_the_outline_and_says_how_long_it_takes() {
        let (_, summary) = PAGES.iter().find(|(path, _)| *path == "src/SUMMARY.md").unwrap();
        let pages = PAGES.iter().filter_map(|(path, text)| Some((path.strip_prefix("src/")?, text)));
        let pages: Vec<_> = pages.filter(|(path, _)| *path != "SUMMARY.md").collect();
        assert!(pages.len() >= 10);
        for (path, text) in pages {
            assert!(summary.contains(&format!("({path})")), "{path}");
            assert!(text.starts_with("---\nminutes: "), "{path}");
        }
    }

    #[test]
    fn no_file_of_the_book_is_forgotten() {
        fn count(folder: &Path) -> usize {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
        }
        assert_eq!(count(&Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/course")), PAGES.len());
    }

    #[test]
    fn the_archive_holds_the_pages_and_is_the_same_every_time() {
        let bytes = archive().unwrap();
        assert_eq!(bytes, archive().unwrap());
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), PAGES.len());
    }
}
