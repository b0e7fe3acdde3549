//! Why a book cannot be imported.

/// The archive is no course that could be imported. Every message is one sentence for its author.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("the file is not a zip archive, or it is incomplete")]
    NotZip,
    #[error("{file} is damaged: it does not unpack to what the archive declares")]
    Damaged { file: String },
    #[error("{file} is encrypted; pack it without a password")]
    Encrypted { file: String },
    #[error("{file} is packed by a method other than deflate; pack it as an ordinary zip archive")]
    Method { file: String },
    #[error("the archive names a file in a way that could leave its folder: {file}")]
    UnsafePath { file: String },
    #[error("{file} is a symbolic link that leads to nothing in the archive; put the file itself into it")]
    SymbolicLink { file: String },
    #[error("{file} is a link; put the file itself into the archive")]
    Link { file: String },
    #[error("{file} {reason}")]
    NotTaken { file: String, reason: &'static str },
    #[error("the archive holds {file} more than once")]
    Repeated { file: String },
    #[error("the archive has more than {limit} entries")]
    TooManyEntries { limit: usize },
    #[error("the archive unpacks to more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("{file} is larger than {limit} bytes, the limit for a picture")]
    PictureTooLarge { file: String, limit: u64 },
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
    #[error("{file} is not UTF-8 text: the byte at position {position} is wrong")]
    NotUtf8 { file: String, position: usize },
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
        matches!(self, Self::PageTooLarge { .. } | Self::PageTooMuchWork { .. } | Self::Tangled { .. } | Self::NotUtf8 { .. })
    }
}
