//! Why a stack could not start: one clear sentence each.

use std::path::PathBuf;

/// Why a stack could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("Port {port} is in use; stop what listens there, or choose another with {option}.")]
    PortInUse { port: u16, option: &'static str },
    /// The port cannot be had for another reason, such as a port below 1024.
    #[error("Port {port} cannot be listened on: {reason}; choose another with {option}.")]
    Port { port: u16, option: &'static str, reason: String },
    /// Another stack runs on this folder.
    #[error("The data folder {} is in use by another stack; stop that one, or choose another folder with --data or TRELLIS_DATA.", folder.display())]
    FolderInUse { folder: PathBuf },
    /// The operating system does not let this user use the folder.
    #[error("No permission to read and write the data folder {}.", folder.display())]
    FolderPermission { folder: PathBuf },
    /// The folder cannot be used for another reason: a file of that name, a full disk.
    #[error("The data folder {} cannot be used: {reason}.", folder.display())]
    Folder { folder: PathBuf, reason: String },
    /// Something in the folder cannot be opened; the sentence comes from the part that owns it.
    #[error("{0}")]
    Data(String),
    /// The template is wrong, or asks for what the local stack does not have.
    #[error("The template cannot be used: {0}")]
    Template(String),
}

impl StartError {
    pub(crate) fn data(error: impl std::fmt::Display) -> Self {
        let mut sentence = error.to_string();
        if let Some(first) = sentence.get(..1) {
            let first = first.to_uppercase();
            sentence.replace_range(..1, &first);
        }
        if !sentence.ends_with('.') {
            sentence.push('.');
        }
        Self::Data(sentence)
    }

    pub(crate) fn template(error: impl std::fmt::Display) -> Self {
        Self::Template(error.to_string())
    }
}
