//! Archives are read entry by entry; none of them is trusted.

use super::{
    ALL_TEXTS, ASSET_BYTES, ArchiveError, ArchivedAsset, ArchivedFile, ArchivedLesson, MANIFEST, MANIFEST_BYTES, Manifest, TEXT_BYTES,
    TextForm, asset_entry, file_entry, limits, notes_entry, text_entry, writing,
};
use crate::draft::{MOST_BYTES, Text};
use archive::{Archive, ArchiveError as ZipError};
use catalog_model::courses::lessons::LessonOrigin;
use files_model::file::PART_SIZE;
use mdbook_import::{Asset, Warning, readmit, taken};
use std::{
    collections::BTreeSet,
    io::{Read, Seek},
    sync::Arc,
};

/// An archive of a course whose every entry is named.
pub(crate) struct CourseArchive<R> {
    archive: Archive<R>,
    pub(crate) manifest: Arc<Manifest>,
    /// Bytes of texts that may still be read.
    texts_left: u64,
}

impl<R: Read + Seek> CourseArchive<R> {
    /// Opens an archive and checks all that can be checked without reading its texts and files.
    pub(crate) fn open(reader: R) -> Result<Self, ArchiveError> {
        let mut archive = Archive::open(reader, limits())?;
        archive.require_plain()?;
        if !archive.contains(MANIFEST) {
            return Err(ArchiveError::NoManifest);
        }
        let manifest = match archive.text(MANIFEST, MANIFEST_BYTES) {
            Err(ZipError::FileTooLarge { .. }) => return Err(ArchiveError::ManifestTooLarge),
            text => Manifest::read(&text?)?,
        };
        let named = names(&manifest);
        let there: BTreeSet<&str> = archive.paths().collect();
        if let Some(unnamed) = there.iter().find(|path| !named.contains(**path)) {
            return Err(ArchiveError::Unnamed((*unnamed).to_owned()));
        }
        if let Some(missing) = named.iter().find(|path| !there.contains(path.as_str())) {
            return Err(ArchiveError::Missing(missing.clone()));
        }
        for file in &manifest.files {
            match archive.stored_size(&file_entry(file.digest)) {
                None => return Err(ArchiveError::Packed(file_entry(file.digest))),
                Some(size) if size != file.size.get() => return Err(ArchiveError::OtherSize(file.file_name.as_str().to_owned())),
                Some(_) => {}
            }
        }
        Ok(Self { archive, manifest: Arc::new(manifest), texts_left: ALL_TEXTS })
    }

    /// The text of a lesson, rendered anew, with what it loses.
    pub(crate) fn text(&mut self, lesson: &ArchivedLesson) -> Result<(Text, Vec<Warning>), ArchiveError> {
        let Some(form) = lesson.text else { return Ok((Text::default(), Vec::new())) };
        let entry = text_entry(lesson.id, form);
        let source = self.read_text(&entry)?;
        let title = lesson.title.as_str();
        let (mut text, mut warnings) = match form {
            TextForm::Markdown => {
                let dialect = lesson.dialect.clone();
                let origin = dialect.map(|dialect| LessonOrigin { dialect, addresses: lesson.addresses.clone() });
                if origin.is_none() && source.len() > MOST_BYTES {
                    return Err(ArchiveError::lesson(title, format!("it may have at most {MOST_BYTES} bytes of Markdown")));
                }
                Text::rendered(&source, origin.as_ref()).map_err(|reason| ArchiveError::lesson(title, reason))?
            }
            TextForm::Html => (Text { html: readmit(&source, writing::placeholder), ..Text::default() }, Vec::new()),
        };
        if lesson.notes {
            text.speaker_notes = Some(readmit(&self.read_text(&notes_entry(lesson.id))?, writing::placeholder));
        }
        warnings.iter_mut().for_each(|warning| warning.file.clone_from(&entry));
        Ok((text, warnings))
    }

    fn read_text(&mut self, entry: &str) -> Result<String, ArchiveError> {
        let text = self.archive.text(entry, TEXT_BYTES)?;
        self.texts_left = self.texts_left.checked_sub(text.len() as u64).ok_or(ArchiveError::Texts)?;
        Ok(text)
    }

    /// A picture or file of a book, known by its bytes.
    pub(crate) fn asset(&mut self, asset: &ArchivedAsset) -> Result<(Asset, Vec<u8>), ArchiveError> {
        Ok(taken(&mut self.archive, &asset_entry(&asset.name), ASSET_BYTES)?)
    }

    /// Hands out an uploaded file in the parts of an upload, as long as somebody takes them.
    pub(crate) fn parts(&mut self, file: &ArchivedFile, take: impl FnMut(Vec<u8>) -> bool) -> Result<(), ArchiveError> {
        // Eight MiB.
        let size = usize::try_from(PART_SIZE).unwrap_or(usize::MAX);
        Ok(self.archive.pieces(&file_entry(file.digest), size, take)?)
    }
}

/// All entries that an archive has.
fn names(manifest: &Manifest) -> BTreeSet<String> {
    let texts = manifest.lessons().filter_map(|lesson| Some(text_entry(lesson.id, lesson.text?)));
    let notes = manifest.lessons().filter(|lesson| lesson.notes).map(|lesson| notes_entry(lesson.id));
    let files = manifest.files.iter().map(|file| file_entry(file.digest));
    let assets = manifest.assets.iter().map(|asset| asset_entry(&asset.name));
    texts.chain(notes).chain(files).chain(assets).chain([MANIFEST.to_owned()]).collect()
}
