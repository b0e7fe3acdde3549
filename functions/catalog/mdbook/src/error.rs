//! Why a book cannot be imported.

use archive::ArchiveError;

/// The archive is no course that could be imported. Every message is one sentence for its author.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error("{file} {reason}")]
    NotTaken { file: String, reason: &'static str },
    #[error("{file} is larger than {limit} bytes, the limit for a page with what it includes")]
    PageTooLarge { file: String, limit: usize },
    #[error("the pages are larger than {limit} bytes together")]
    TextTooLarge { limit: usize },
    #[error("{file} asks for more than {includes} includes or {bytes} bytes of included and rendered text")]
    PageTooMuchWork { file: String, includes: usize, bytes: usize },
    #[error("the pages ask for more than {includes} includes or {bytes} bytes of included and rendered text together")]
    TooMuchWork { includes: usize, bytes: usize },
    #[error("the outline has more than {limit} pages")]
    TooManyPages { limit: usize },
    #[error("{file} nests its markup too deeply to be shown")]
    Tangled { file: String },
    #[error("{file}, line {line}: {message}")]
    Settings { file: String, line: u32, message: String },
    #[error("the archive has no outline: {expected} is missing")]
    NoOutline { expected: String },
    #[error("the outline {file} leads to no lesson that can be shown: {reason}")]
    NoUsableLessons { file: String, reason: String },
    #[error("the outline {file} leads to no lesson")]
    NoLessons { file: String },
}

impl ImportError {
    /// Whether only the page is at fault, so that the book can do without it.
    pub(super) const fn concerns_one_page(&self) -> bool {
        matches!(
            self,
            Self::PageTooLarge { .. }
                | Self::PageTooMuchWork { .. }
                | Self::Tangled { .. }
                | Self::Archive(ArchiveError::FileTooLarge { .. } | ArchiveError::NotUtf8 { .. })
        )
    }
}
