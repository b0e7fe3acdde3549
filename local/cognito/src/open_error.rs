//! Why the provider could not start.

use std::path::PathBuf;

/// One clear sentence for whoever starts the stack; nothing is changed on disk when one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the identity provider may not read and write {}: {reason}", path.display())]
    Permission { path: PathBuf, reason: String },
    #[error("{} is not the identity provider's database, or it is damaged: {reason}", path.display())]
    Damaged { path: PathBuf, reason: String },
    #[error("{} was written by a newer version (schema {found}, this one knows {known})", path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{} is in use by another process", path.display())]
    InUse { path: PathBuf },
    #[error("the identity provider could not open {}: {reason}", path.display())]
    Failed { path: PathBuf, reason: String },
}
