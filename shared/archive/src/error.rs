//! Why an archive, or something in it, cannot be read.

/// Every message is one sentence for who has packed the archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
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
    #[error("the archive holds {file} more than once")]
    Repeated { file: String },
    #[error("the archive has more than {limit} entries")]
    TooManyEntries { limit: usize },
    #[error("the archive unpacks to more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("{file} is larger than {limit} bytes")]
    FileTooLarge { file: String, limit: u64 },
    #[error("{file} is not UTF-8 text: the byte at position {position} is wrong")]
    NotUtf8 { file: String, position: usize },
}
