//! What an author should know of a package that can be used all the same.

use serde::{Deserialize, Serialize};

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// The manifest is not where it should be, or not called what it should be.
    ManifestPlace,
    /// A text in another encoding than it says, or names of files in one that the archive does not tell.
    Encoding,
    /// Which standard it follows was guessed.
    Standard,
    /// There is no organisation, or the default one is not there.
    Organisation,
    /// Two parts have one identifier.
    RepeatedIdentifier,
    /// An item leads to a resource that is not there.
    MissingResource,
    /// A file that the manifest names is not in the archive.
    MissingFile,
    /// A part that lies elsewhere: only what is in the archive is opened.
    RemotePart,
    /// A file that was found under another spelling.
    OtherSpelling,
    /// Rules of order between parts, which the course decides here.
    Sequencing,
    /// A manifest within the manifest, which is not read.
    SubManifest,
    /// A value that is none of those that it can have.
    Value,
    /// A program, which is never served.
    Executable,
    /// A file that is not what its name says.
    OtherContent,
    /// An entry of the archive that is left out.
    LeftOutFile,
}

impl WarningKind {
    /// As it is spelled.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ManifestPlace => "manifest_place",
            Self::Encoding => "encoding",
            Self::Standard => "standard",
            Self::Organisation => "organisation",
            Self::RepeatedIdentifier => "repeated_identifier",
            Self::MissingResource => "missing_resource",
            Self::MissingFile => "missing_file",
            Self::RemotePart => "remote_part",
            Self::OtherSpelling => "other_spelling",
            Self::Sequencing => "sequencing",
            Self::SubManifest => "sub_manifest",
            Self::Value => "value",
            Self::Executable => "executable",
            Self::OtherContent => "other_content",
            Self::LeftOutFile => "left_out_file",
        }
    }
}

/// Something that an author should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub kind: WarningKind,
    /// The file's path in the archive.
    pub file: String,
    /// The line in that file, from 1, where it can be told.
    pub line: Option<u32>,
    /// One sentence.
    pub message: String,
}
