//! What an archive will hold, found out before it is written: what it says of itself comes first in it.

use super::Stop;
use crate::{
    assets,
    course_archive::{
        ALL_TEXTS, ARCHIVE_BYTES, ASSET_BYTES, ArchiveError, ArchivedAsset, ArchivedFile, ArchivedLesson, ArchivedModule, ArchivedPart,
        BookPage, FORMAT, MOST_ASSETS, MOST_FILES, Manifest, TextForm, VERSION, kind_of,
    },
    draft::{DraftAbout, Summary},
    run_import::copied_assets,
};
use catalog_model::{
    about::LanguageTag,
    course::{OutlineLesson, Sources},
    courses::{
        Course,
        lessons::{Drafts, Lesson},
        outlines,
    },
    ids::LessonId,
    lesson_set::LessonSet,
    syllabus::Syllabus,
};
use files_model::{
    digest::Digest,
    file::{FileKind, FileSize, UsedFile},
};
use lambda::{
    App, FunctionError,
    services::{Described, Files},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use table::Tenant;
use tokio::task::JoinSet;

/// Requests to the bucket at a time.
const AT_ONCE: usize = 16;

pub(super) struct Survey {
    pub(super) manifest: Manifest,
    pub(super) draft: Syllabus,
    /// Those that stand in the outline.
    pub(super) lessons: LessonSet,
}

impl Survey {
    /// What there is to write, as authors count it.
    pub(super) fn units(&self) -> usize {
        self.manifest.lessons().count() + self.manifest.files.len() + self.manifest.assets.len()
    }
}

/// What lessons show, gathered as they are read.
#[derive(Default)]
struct Found {
    lessons: HashMap<LessonId, ArchivedLesson>,
    files: BTreeMap<Digest, ArchivedFile>,
    assets: BTreeSet<String>,
    text_bytes: u64,
}

/// In which form the text of a lesson is in an archive; an empty one is in none.
pub(super) fn form_of(lesson: &Lesson) -> Option<TextForm> {
    match &lesson.markdown {
        Some(_) => Some(TextForm::Markdown),
        None if lesson.html.is_empty() && lesson.speaker_notes.is_none() => None,
        None => Some(TextForm::Html),
    }
}

pub(super) async fn survey(app: &App, tenant: &Tenant, course: &Course) -> Result<Survey, Stop> {
    let outline = outlines::draft(tenant, course).await?.value;
    let sources = outlines::sources(tenant, course.id).await?;
    let listed: HashMap<LessonId, &OutlineLesson> = outline.lessons().map(|lesson| (lesson.id, lesson)).collect();
    let (mut found, mut all) = (Found::default(), Drafts::of(course.id, &course.draft));
    while let Some(several) = all.next(tenant).await? {
        for lesson in several {
            if let Some(entry) = listed.get(&lesson.id) {
                found.add(entry, lesson, &sources)?;
            }
        }
    }
    if let Some(cover) = &course.about.cover {
        found.file(cover, Some(FileKind::Picture))?;
    }
    for (what, number, most) in [("files", found.files.len(), MOST_FILES), ("pictures of its book", found.assets.len(), MOST_ASSETS)] {
        if u64::try_from(number).is_ok_and(|number| number > most) {
            return Err(ArchiveError::TooMany { what, number, most }.into());
        }
    }
    let (archived_assets, asset_bytes) = described(app, tenant, course, found.assets).await?;
    let bytes = asset_bytes + found.files.values().map(|file| file.size.get()).sum::<u64>();
    if bytes > ARCHIVE_BYTES {
        return Err(ArchiveError::TooLarge { mebibytes: bytes >> 20 }.into());
    }
    let mut parts = Vec::with_capacity(outline.parts.len());
    for part in &outline.parts {
        let mut modules = Vec::with_capacity(part.modules.len());
        for module in &part.modules {
            let lesson = |entry: &OutlineLesson| {
                let missing = || FunctionError::failed(format!("the lesson {} of {} is missing", entry.id, course.id));
                found.lessons.remove(&entry.id).ok_or_else(missing)
            };
            let lessons = module.lessons.iter().map(lesson).collect::<Result<_, _>>()?;
            modules.push(ArchivedModule { title: module.title.clone(), lessons });
        }
        parts.push(ArchivedPart { title: part.title.clone(), modules });
    }
    let summary = Some(course.summary.as_str()).filter(|summary| !summary.is_empty());
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        title: course.title.clone(),
        summary: summary.map(str::parse::<Summary>).transpose().map_err(FunctionError::failed)?,
        language: course.draft.language.clone().and_then(|language| LanguageTag::try_from(language).ok()),
        text_direction: course.draft.text_direction,
        unlock: course.draft.unlock,
        completion_percent: course.draft.asked_percent,
        completion_score: course.draft.asked_score,
        about: DraftAbout::from(&course.about),
        parts,
        files: found.files.into_values().collect(),
        assets: archived_assets,
    };
    Ok(Survey { manifest, draft: course.draft.clone(), lessons: outline.lesson_set() })
}

impl Found {
    fn add(&mut self, entry: &OutlineLesson, lesson: Lesson, sources: &Sources) -> Result<(), Stop> {
        let text = form_of(&lesson);
        self.text_bytes += match text {
            Some(TextForm::Markdown) => lesson.markdown.as_ref().map_or(0, String::len) as u64,
            Some(TextForm::Html) => (lesson.html.len() + lesson.speaker_notes.as_ref().map_or(0, String::len)) as u64,
            None => 0,
        };
        if self.text_bytes > ALL_TEXTS {
            return Err(ArchiveError::Texts.into());
        }
        let uses: HashMap<Digest, FileKind> = lesson.content.files().into_iter().collect();
        for file in &lesson.files {
            self.file(file, uses.get(&file.digest).copied())?;
        }
        self.assets.extend(copied_assets(&lesson).into_iter().filter(|name| assets::is_name(name)));
        let page = sources.get(&lesson.id).cloned();
        // By its page a lesson is known to come from a book.
        let page = page.or_else(|| lesson.origin.as_ref().map(|_| format!("{}.md", lesson.id)));
        let notes = text == Some(TextForm::Html) && lesson.speaker_notes.is_some();
        let (dialect, addresses) = lesson.origin.map(|origin| (origin.dialect, origin.addresses)).unzip();
        let archived = ArchivedLesson {
            id: lesson.id,
            title: entry.title.clone(),
            minutes: u64::from(entry.minutes).try_into().map_err(FunctionError::failed)?,
            optional: entry.optional,
            after: entry.after,
            content: lesson.content.without_banks(),
            text,
            notes,
            page: page.and_then(|page| page.parse::<BookPage>().ok()),
            dialect,
            addresses: addresses.unwrap_or_default(),
        };
        self.lessons.insert(archived.id, archived);
        Ok(())
    }

    /// Notes a file, which is what it is used as first.
    fn file(&mut self, file: &UsedFile, kind: Option<FileKind>) -> Result<(), Stop> {
        let UsedFile { digest, file_name, size, content_type } = file.clone();
        let size = FileSize::try_from(size).map_err(FunctionError::failed)?;
        let kind = kind.unwrap_or_else(|| kind_of(content_type));
        let entry = self.files.entry(digest).or_insert(ArchivedFile { digest, file_name, kind, size, content_type });
        // Whoever takes the archive unpacks what is a package anywhere.
        if kind == FileKind::Package {
            entry.kind = kind;
        }
        Ok(())
    }
}

/// The pictures and files of a book that are there, and how many bytes they have.
async fn described(app: &App, tenant: &Tenant, course: &Course, names: BTreeSet<String>) -> Result<(Vec<ArchivedAsset>, u64), Stop> {
    let (mut described, mut bytes, names) = (BTreeMap::new(), 0_u64, names.into_iter().collect::<Vec<_>>());
    for several in names.chunks(AT_ONCE) {
        let mut asking = JoinSet::new();
        for name in several {
            let (files, scope, name) = (app.service::<Files>()?, tenant.scope().clone(), name.clone());
            let path = assets::path(course.id, &name);
            asking.spawn(async move { Ok::<_, Stop>((name, files.describe(&scope, &path).await?)) });
        }
        while let Some(answer) = asking.join_next().await {
            let (name, found) = answer.map_err(FunctionError::failed)??;
            // What is not there is shown to nobody now, either.
            let Some(Described { size, save_as }) = found.filter(|found| found.size <= ASSET_BYTES) else { continue };
            bytes += size;
            described.insert(name, save_as.and_then(|name| name.parse().ok()));
        }
    }
    let asset = |(name, file_name)| ArchivedAsset { name, file_name };
    Ok((described.into_iter().map(asset).collect(), bytes))
}
