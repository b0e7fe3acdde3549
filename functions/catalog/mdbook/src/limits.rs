//! How much a book may hold.

/// Limits of one import. What goes beyond ends it with an error and never exhausts the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Entries in the archive, folders included.
    pub entries: usize,
    /// Bytes that all entries declare together, and bytes that are really inflated.
    pub total_bytes: u64,
    /// Bytes of one page: as Markdown, with what it includes, and as HTML.
    pub page_bytes: usize,
    /// Bytes of all pages' HTML together: it is held in memory.
    pub text_bytes: usize,
    /// Bytes of one picture.
    pub asset_bytes: u64,
    /// Pages in the outline.
    pub pages: usize,
    /// Includes of one page, those in included files among them.
    pub page_includes: usize,
    /// Includes of all pages together.
    pub book_includes: usize,
    /// Bytes read and rendered for one page: reading a file for the tenth time counts the tenth time.
    pub page_work: usize,
    /// Bytes read and rendered for all pages together.
    pub book_work: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            total_bytes: 512 * 1024 * 1024,
            page_bytes: 300 * 1024,
            text_bytes: 64 * 1024 * 1024,
            asset_bytes: 10 * 1024 * 1024,
            pages: 5_000,
            page_includes: 1_000,
            book_includes: 20_000,
            page_work: 4 * 1024 * 1024,
            book_work: 128 * 1024 * 1024,
        }
    }
}

impl From<&Limits> for archive::Limits {
    fn from(limits: &Limits) -> Self {
        Self { entries: limits.entries, total_bytes: limits.total_bytes }
    }
}
