//! What an archive says of itself and of its course.

use super::{ArchiveError, FORMAT, MOST_ASSETS, MOST_FILES, VERSION};
use crate::{
    assets,
    draft::{DraftAbout, Minutes, Summary},
};
use catalog_model::{
    about::LanguageTag,
    course::{Module, Outline, OutlineLesson, Part, Unlock},
    dialect::{Dialect, TextDirection},
    ids::{LessonId, VersionNumber},
    lesson::Content,
    syllabus::{AskedPercent, AskedScore},
};
use files_model::{
    content_type::ContentType,
    digest::Digest,
    file::{FileKind, FileName, FileSize},
};
use lambda::read_json;
use mdbook_import::Target;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use trellis_core::{
    bounded::{self, Letters},
    title::Title,
};

trellis_core::text!(
    /// The page of a book that a lesson came from: one line.
    pub(crate) BookPage, 1..=1_024, Letters::Line
);

/// What `course.json` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) format: String,
    pub(crate) version: u64,
    pub(crate) title: Title,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) summary: Option<Summary>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<LanguageTag>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) text_direction: Option<TextDirection>,
    #[serde(default)]
    pub(crate) unlock: Unlock,
    #[serde(default)]
    pub(crate) completion_percent: AskedPercent,
    #[serde(default)]
    pub(crate) completion_score: AskedScore,
    #[serde(default)]
    pub(crate) about: DraftAbout,
    #[serde(default, deserialize_with = "outlined")]
    pub(crate) parts: Vec<ArchivedPart>,
    /// What the lessons show of what was uploaded.
    #[serde(default, deserialize_with = "files")]
    pub(crate) files: Vec<ArchivedFile>,
    /// What the lessons show of their book.
    #[serde(default, deserialize_with = "assets")]
    pub(crate) assets: Vec<ArchivedAsset>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchivedPart {
    pub(crate) title: Title,
    #[serde(deserialize_with = "outlined")]
    pub(crate) modules: Vec<ArchivedModule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchivedModule {
    pub(crate) title: Title,
    #[serde(deserialize_with = "outlined")]
    pub(crate) lessons: Vec<ArchivedLesson>,
}

/// A lesson but for its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchivedLesson {
    pub(crate) id: LessonId,
    pub(crate) title: Title,
    pub(crate) minutes: Minutes,
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<LessonId>,
    pub(crate) content: Content,
    /// In which form its text is in the archive, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<TextForm>,
    /// Whether the archive holds speaker notes by themselves.
    #[serde(default)]
    pub(crate) notes: bool,
    /// The page of a book that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<BookPage>,
    /// How that book's Markdown is to be read, where the lesson keeps that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dialect: Option<Dialect>,
    /// For addresses in the Markdown, the placeholders of what they lead to.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) addresses: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TextForm {
    Markdown,
    Html,
}

/// An uploaded file. Its type is for other readers: it is known by its bytes again when it arrives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchivedFile {
    pub(crate) digest: Digest,
    pub(crate) file_name: FileName,
    pub(crate) kind: FileKind,
    pub(crate) size: FileSize,
    pub(crate) content_type: ContentType,
}

/// A picture or file of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchivedAsset {
    pub(crate) name: String,
    /// The name under which it is saved, where it is not just shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file_name: Option<FileName>,
}

/// Bytes of the names of a book's pages, which are kept in one item.
const PAGES_BYTES: usize = 300_000;
/// Addresses that a lesson keeps of its book.
const MOST_ADDRESSES: usize = 2_000;

fn ending(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
}

/// As many as the API takes.
fn outlined<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    bounded::list(deserializer, 0..=5_000)
}

fn files<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ArchivedFile>, D::Error> {
    bounded::list(deserializer, 0..=MOST_FILES)
}

fn assets<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ArchivedAsset>, D::Error> {
    bounded::list(deserializer, 0..=MOST_ASSETS)
}

/// What a file of this type is, where nothing else says so.
pub(crate) fn kind_of(content_type: ContentType) -> FileKind {
    let kinds = [FileKind::Picture, FileKind::Document, FileKind::Captions, FileKind::Video, FileKind::Audio];
    kinds.into_iter().find(|kind| content_type.fits(*kind)).unwrap_or(FileKind::Document)
}

/// What every version of the format says of itself.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

impl Manifest {
    /// Reads a manifest, and checks all of it that can be checked without the entries.
    pub(super) fn read(text: &str) -> Result<Self, ArchiveError> {
        let head: Head = match serde_json::from_str(text) {
            Ok(head) => head,
            Err(error) if error.is_data() => return Err(ArchiveError::NotOurs),
            Err(error) => return Err(ArchiveError::Manifest(format!("it is no JSON: {error}"))),
        };
        match head {
            Head { format, .. } if format != FORMAT => return Err(ArchiveError::NotOurs),
            Head { version, .. } if version > VERSION => return Err(ArchiveError::Newer(version)),
            Head { version: 0, .. } => return Err(ArchiveError::NotOurs),
            Head { .. } => {}
        }
        let manifest: Self = read_json(text).map_err(ArchiveError::Manifest)?;
        manifest.check()?;
        Ok(manifest)
    }

    pub(crate) fn lessons(&self) -> impl Iterator<Item = &ArchivedLesson> {
        self.parts.iter().flat_map(|part| &part.modules).flat_map(|module| &module.lessons)
    }

    /// The outline of the course, as nobody has taken it yet.
    pub(crate) fn outline(&self) -> Outline {
        let next_lesson = self.lessons().map(|lesson| lesson.id.number() + 1).max().unwrap_or(0);
        let lesson = |lesson: &ArchivedLesson| OutlineLesson {
            id: lesson.id,
            title: lesson.title.clone(),
            kind: lesson.content.kind(),
            minutes: lesson.minutes.get(),
            optional: lesson.optional,
            after: lesson.after,
            since: VersionNumber::FIRST,
        };
        let module = |module: &ArchivedModule| Module { title: module.title.clone(), lessons: module.lessons.iter().map(lesson).collect() };
        let part = |part: &ArchivedPart| Part { title: part.title.clone(), modules: part.modules.iter().map(module).collect() };
        Outline { parts: self.parts.iter().map(part).collect(), next_lesson }
    }

    fn check(&self) -> Result<(), ArchiveError> {
        let outline = self.outline();
        outline.check(&outline.lesson_set(), outline.next_lesson)?;
        let broken = |reason: String| Err(ArchiveError::Manifest(reason));
        let mut digests = BTreeSet::new();
        for ArchivedFile { digest, file_name, kind, size, .. } in &self.files {
            if !digests.insert(*digest) {
                return broken(format!("the file {digest} is named twice"));
            }
            if size.get() > kind.limit() {
                return broken(format!(
                    "{} is too large: {} may have at most {} MiB",
                    file_name.as_str(),
                    kind.wanted(),
                    kind.limit() >> 20
                ));
            }
        }
        let mut names = BTreeSet::new();
        if self.assets.iter().any(|asset| !assets::is_name(&asset.name) || !names.insert(asset.name.as_str())) {
            return broken("a picture of a book has no name of its own".to_owned());
        }
        // By the ending it is known what a file is that is saved.
        let is_same = |asset: &ArchivedAsset| asset.file_name.as_ref().is_none_or(|name| ending(name.as_str()) == ending(&asset.name));
        if let Some(asset) = self.assets.iter().find(|asset| !is_same(asset)) {
            return broken(format!("{} would be saved as another kind of file", asset.name));
        }
        if self.lessons().filter_map(|lesson| lesson.page.as_ref()).map(|page| page.as_str().len()).sum::<usize>() > PAGES_BYTES {
            return broken("the pages of its book have names that are too long together".to_owned());
        }
        if let Some(cover) = self.about.cover.filter(|cover| !digests.contains(cover)) {
            return broken(format!("the cover {cover} is none of its files"));
        }
        self.lessons().try_for_each(|lesson| lesson.check(&digests).map_err(|reason| ArchiveError::lesson(lesson.title.as_str(), reason)))
    }
}

impl ArchivedLesson {
    fn check(&self, files: &BTreeSet<Digest>) -> Result<(), String> {
        self.content.check().map_err(|error| error.to_string())?;
        if self.content.draws_from_banks() {
            return Err("its quiz draws from a question bank, and archives hold none".to_owned());
        }
        if let Some((missing, _)) = self.content.files().into_iter().find(|(digest, _)| !files.contains(digest)) {
            return Err(format!("its file {missing} is missing in the archive"));
        }
        if self.dialect.is_some() && self.page.is_none() {
            return Err("it keeps how its book is read, but not which page of it it is".to_owned());
        }
        if self.addresses.len() > MOST_ADDRESSES {
            return Err(format!("it keeps more than {MOST_ADDRESSES} addresses of its book"));
        }
        if self.dialect.is_none() && !self.addresses.is_empty() {
            return Err("it keeps addresses of a book that it does not come from".to_owned());
        }
        let is_known = |placeholder: &String| {
            Target::parse(placeholder).is_some_and(|target| match target {
                Target::Lesson { source, .. } => source.parse::<LessonId>().is_ok(),
                Target::Asset { path } => assets::is_name(&path),
                // Those stand in the text itself.
                Target::File { .. } => false,
            })
        };
        if self.addresses.values().all(is_known) { Ok(()) } else { Err("an address in it leads out of the course".to_owned()) }
    }
}
