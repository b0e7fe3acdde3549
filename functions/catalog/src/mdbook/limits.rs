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
        }
    }
}
