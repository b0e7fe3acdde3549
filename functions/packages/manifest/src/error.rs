//! Why a package cannot be used.

use archive::ArchiveError;

/// Every message is one sentence for the author who has uploaded it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error("the archive unpacks to {times} times its size; it is no package, or one that was damaged on purpose")]
    Ratio { times: u64 },
    #[error(
        "there is neither an imsmanifest.xml (SCORM) nor a cmi5.xml in the archive; export the course for SCORM or cmi5 and upload that file"
    )]
    NoManifest,
    #[error("this is a package of the kind {found}; export the course for SCORM 1.2, SCORM 2004 or cmi5 instead")]
    OtherKind { found: &'static str },
    #[error("{file} can't be read: {reason}")]
    Manifest { file: String, reason: String },
    #[error("{file} holds a document type definition; export the course anew without it")]
    Definitions { file: String },
    #[error("{file} nests its elements more than {limit} deep")]
    TooDeep { file: String, limit: usize },
    #[error("{file} has more than {limit} parts")]
    TooManyParts { file: String, limit: usize },
    #[error("{file} names nothing that could be opened: the files that it leads to are not in the archive")]
    NothingToOpen { file: String },
}
