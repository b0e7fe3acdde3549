//! A file of a workspace, which its bytes name: the same bytes are stored once.

use crate::{content_type::ContentType, digest::Digest, files::UseError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use table::Entity;
use trellis_core::{bounded::Letters, ids::MemberId, personal::NotPersonal};

/// Bytes of every part of an upload but the last.
pub const PART_SIZE: u64 = 8 * 1024 * 1024;

const MIB: u64 = 1024 * 1024;

trellis_core::text!(
    /// A file's name.
    pub FileName, 1..=255, Letters::Line
);
trellis_core::number!(
    /// Bytes: at most 5 GiB, and less for most kinds.
    pub FileSize(u64), 1..=5 * 1024 * 1024 * 1024
);
/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// PNG, JPEG, GIF, WebP, AVIF; at most 10 MiB.
    Picture,
    /// PDF, office files, texts and archives; at most 200 MiB.
    Document,
    /// MP4, WebM, QuickTime; at most 5 GiB.
    Video,
    /// MP3, MPEG-4, Ogg, WAV, FLAC, WebM; at most 1 GiB.
    Audio,
    /// WebVTT and SubRip in UTF-8; at most 2 MiB and 20,000 cues.
    Captions,
    /// A package of a learning management system (SCORM, cmi5), as a ZIP archive; at most 1 GiB.
    Package,
}

impl FileKind {
    pub const ALL: &[Self] = &[Self::Picture, Self::Document, Self::Video, Self::Audio, Self::Captions, Self::Package];

    /// As it is spelled, which a test holds.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Document => "document",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Captions => "captions",
            Self::Package => "package",
        }
    }

    /// The most bytes that it may have.
    #[must_use]
    pub const fn limit(self) -> u64 {
        match self {
            Self::Picture => 10 * MIB,
            Self::Document => 200 * MIB,
            Self::Video => 5 * 1024 * MIB,
            Self::Audio | Self::Package => 1024 * MIB,
            Self::Captions => 2 * MIB,
        }
    }

    /// What authors are asked for.
    #[must_use]
    pub const fn wanted(self) -> &'static str {
        match self {
            Self::Picture => "a picture (PNG, JPEG, GIF, WebP or AVIF)",
            Self::Document => "a document (PDF, Word, Excel, PowerPoint, OpenDocument, RTF, text, HTML, SVG or ZIP)",
            Self::Video => "a video (MP4, WebM or QuickTime)",
            Self::Audio => "a sound (MP3, MPEG-4, Ogg, WAV, FLAC or WebM)",
            Self::Captions => "captions (WebVTT or SubRip)",
            Self::Package => "a package (SCORM or cmi5, as a ZIP archive)",
        }
    }
}

/// How far a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum FileState {
    /// Its parts are arriving at S3, in the upload of this id.
    Uploading { upload: NotPersonal<String> },
    /// It has arrived. Nobody can read it until it has been looked at for malware.
    Checking,
    /// It is clean, and is what it is said to be.
    Ready { content_type: ContentType, at: Timestamp },
    /// It is not, and is gone. Uploading it again begins anew.
    Refused { reason: NotPersonal<String> },
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub digest: Digest,
    pub file_name: NotPersonal<FileName>,
    /// Bytes.
    pub size: u64,
    pub kind: FileKind,
    pub progress: FileState,
    /// Absent where it was an API client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploaded_by: Option<MemberId>,
    /// What brings it along and takes it away again should it fail, such as an import: nobody else makes use of it until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<NotPersonal<String>>,
}

impl Entity for File {
    const NAME: &'static str = "File";
}

impl File {
    /// How many parts it is uploaded in.
    #[must_use]
    pub const fn parts(&self) -> u64 {
        self.size.div_ceil(PART_SIZE)
    }

    /// How many bytes a part has, by its number from 1; `None` if there is no such part.
    #[must_use]
    pub const fn part_size(&self, number: u64) -> Option<u64> {
        let count = self.parts();
        if number == 0 || number > count {
            None
        } else if number < count {
            Some(PART_SIZE)
        } else {
            Some(self.size - (count - 1) * PART_SIZE)
        }
    }

    /// Its type, once it can be read.
    #[must_use]
    pub const fn content_type(&self) -> Option<ContentType> {
        match self.progress {
            FileState::Ready { content_type, .. } => Some(content_type),
            FileState::Uploading { .. } | FileState::Checking | FileState::Refused { .. } => None,
        }
    }
}

impl UsedFile {
    /// Whether it can be used as this.
    ///
    /// # Errors
    /// [`UseError::OtherKind`].
    pub fn fits(&self, kind: FileKind) -> Result<(), UseError> {
        if self.content_type.fits(kind) {
            return Ok(());
        }
        let (found, wanted) = (self.content_type.spoken(), kind.wanted());
        Err(UseError::OtherKind { file_name: self.file_name.clone().into(), found, wanted })
    }
}

/// A file as what makes use of it remembers it: the bytes of a digest never change, so it is read without the table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub struct UsedFile {
    pub digest: Digest,
    #[schema(value_type = FileName)]
    pub file_name: NotPersonal<FileName>,
    /// Bytes.
    pub size: u64,
    pub content_type: ContentType,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_the_file() {
        let of = |size| File {
            digest: Digest::new([0; 32]),
            file_name: "a".parse().unwrap(),
            size,
            kind: FileKind::Video,
            progress: FileState::Checking,
            uploaded_by: None,
            held_by: None,
        };
        for size in [1, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 5 * 1024 * MIB] {
            let file = of(size);
            let parts: Vec<u64> = (1..=file.parts()).map(|number| file.part_size(number).unwrap()).collect();
            assert_eq!(parts.iter().sum::<u64>(), size);
            assert!(parts.iter().all(|part| (1..=PART_SIZE).contains(part)) && file.parts() <= 640, "S3 takes 10,000 parts");
            assert_eq!((file.part_size(0), file.part_size(file.parts() + 1)), (None, None));
        }
    }

    #[test]
    fn a_kind_is_named_as_it_is_spelled() {
        for kind in FileKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
