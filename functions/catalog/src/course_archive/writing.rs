//! Archives are written from their beginning to their end, into whatever takes their bytes.

use super::{ArchiveError, MANIFEST, MANIFEST_BYTES, Manifest, TextForm, asset_entry, file_entry, notes_entry, text_entry};
use crate::assets;
use catalog_model::ids::LessonId;
use files_model::digest::Digest;
use mdbook_import::{Target, resolve_links};
use std::io::{self, Write};
use zip::{
    CompressionMethod, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// What stands in an archive, by what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Placed {
    Manifest,
    Text(LessonId, TextForm),
    Notes(LessonId),
    Asset(String),
    File(Digest),
}

impl Placed {
    fn entry(&self) -> String {
        match self {
            Self::Manifest => MANIFEST.to_owned(),
            Self::Text(lesson, form) => text_entry(*lesson, *form),
            Self::Notes(lesson) => notes_entry(*lesson),
            Self::Asset(name) => asset_entry(name),
            Self::File(digest) => file_entry(*digest),
        }
    }

    /// Texts are packed; pictures, films and documents are by themselves.
    const fn method(&self) -> CompressionMethod {
        match self {
            Self::Manifest | Self::Text(..) | Self::Notes(_) => CompressionMethod::Deflated,
            Self::Asset(_) | Self::File(_) => CompressionMethod::Stored,
        }
    }
}

/// An archive in the making.
pub(crate) struct ArchiveWriter<W: Write>(ZipWriter<StreamWriter<W>>);

impl<W: Write> ArchiveWriter<W> {
    pub(crate) fn new(output: W) -> Self {
        Self(ZipWriter::new_stream(output))
    }

    /// Begins an entry, whose bytes are written next.
    pub(crate) fn begin(&mut self, placed: &Placed) -> io::Result<()> {
        let options = SimpleFileOptions::default().compression_method(placed.method());
        self.0.start_file(placed.entry(), options).map_err(io::Error::other)
    }

    pub(crate) fn finish(self) -> io::Result<W> {
        Ok(self.0.finish().map_err(io::Error::other)?.into_inner())
    }
}

impl<W: Write> Write for ArchiveWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Manifest {
    /// As it stands in the archive.
    pub(crate) fn write(&self) -> Result<Vec<u8>, ArchiveError> {
        let written = serde_json::to_vec_pretty(self).map_err(|error| ArchiveError::Manifest(error.to_string()))?;
        if written.len() > MANIFEST_BYTES { Err(ArchiveError::ManifestTooLarge) } else { Ok(written) }
    }
}

/// HTML of a lesson as it stands in an archive: what it leads to is named as it lies there, so that the archive can be read by itself.
pub(crate) fn in_archive(html: &str) -> String {
    resolve_links(html, |target| {
        Some(match target {
            Target::Lesson { source, fragment } => {
                format!("../lessons/{source}{}", fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default())
            }
            Target::Asset { path } => format!("../{}", asset_entry(&path)),
            Target::File { digest } => format!("../files/{digest}"),
        })
    })
}

/// The reverse of [`in_archive`] for an address.
pub(super) fn placeholder(address: &str) -> Option<String> {
    let (folder, name) = address.strip_prefix("../")?.split_once('/')?;
    let target = match folder {
        "lessons" => {
            let (lesson, fragment) = name.split_once('#').map_or((name, None), |(lesson, fragment)| (lesson, Some(fragment)));
            let lesson: LessonId = lesson.parse().ok()?;
            Target::Lesson { source: lesson.to_string(), fragment: fragment.map(str::to_owned) }
        }
        "assets" => Target::Asset { path: assets::is_name(name).then(|| name.to_owned())? },
        "files" => Target::File { digest: name.parse::<Digest>().ok()?.to_string() },
        _ => return None,
    };
    Some(target.placeholder())
}
