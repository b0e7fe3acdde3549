//! An archive that Trellis has made of a course becomes a course again.

use super::{STEP, Stop, archive, conversion::save_as, files, finish, note_done, note_total, read, warn};
use crate::{
    assets,
    course_archive::{ArchiveError, ArchivedAsset, ArchivedLesson, CourseArchive, Manifest},
    draft::{LESSON_BYTES, MOST_FILES, Text, shown_by},
};
use catalog_model::{
    course::Sources,
    courses::{
        Course,
        lessons::{self, Lesson},
    },
    ids::VersionNumber,
    imports::Import,
};
use files_model::{
    digest::Digest,
    file::{FileKind, UsedFile},
};
use lambda::{App, FunctionError, services::Files};
use mdbook_import::Asset;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use table::{Record, Tenant};

type Ready = BTreeMap<Digest, UsedFile>;

pub(super) async fn run(app: &App, tenant: &Tenant, import: &mut Record<Import>) -> Result<(), Stop> {
    let remote = archive(app, tenant, &import.value).await?;
    let trouble = remote.trouble();
    let ((), mut archive) = read(&trouble, (), move |()| CourseArchive::open(remote)).await?;
    let manifest = Arc::clone(&archive.manifest);
    let outline = manifest.outline();
    note_total(tenant, import, outline.lessons().count() + manifest.files.len() + manifest.assets.len()).await?;

    for file in &manifest.files {
        archive = files::bring(app, tenant, &import.value, (&trouble, archive), file).await?;
        note_done(tenant, import, 1).await?;
    }
    let ready = files::looked_at(tenant, &import.value, &manifest.files).await?;
    for several in manifest.assets.chunks(STEP) {
        for asset in several {
            let wanted = asset.clone();
            let found;
            (archive, found) = read(&trouble, archive, move |archive| archive.asset(&wanted)).await?;
            store_asset(app, tenant, &import.value, asset, found).await?;
        }
        note_done(tenant, import, several.len()).await?;
    }
    // In the order in which they lie in the archive.
    let mut lessons: Vec<ArchivedLesson> = manifest.lessons().cloned().collect();
    lessons.sort_by_key(|lesson| lesson.id);
    for several in lessons.chunks(STEP) {
        let wanted = several.to_vec();
        let texts;
        (archive, texts) = read(&trouble, archive, move |archive| {
            wanted.iter().map(|lesson| archive.text(lesson)).collect::<Result<Vec<_>, ArchiveError>>()
        })
        .await?;
        let mut step = Vec::with_capacity(several.len());
        for (archived, (text, warnings)) in several.iter().zip(texts) {
            warn(&mut import.value, warnings);
            step.push(lesson(archived, text, &ready)?);
        }
        lessons::put_lessons(tenant, import.value.course_id, (None, VersionNumber::FIRST), step).await?;
        note_done(tenant, import, several.len()).await?;
    }
    let (course, sources) = course(&import.value, &manifest, &ready)?;
    finish(tenant, import, course, outline, sources).await
}

/// Stores a picture or file of a book as the import of a book does.
async fn store_asset(
    app: &App,
    tenant: &Tenant,
    import: &Import,
    archived: &ArchivedAsset,
    (asset, bytes): (Asset, Vec<u8>),
) -> Result<(), Stop> {
    let name = archived.file_name.as_ref().map(|name| name.as_str());
    let name = save_as(&asset).map(|own| name.unwrap_or(own));
    let path = assets::path(import.course_id, &archived.name);
    Ok(app.service::<Files>()?.write(tenant.scope(), &path, asset.content_type, name, bytes).await?)
}

/// A lesson as it is stored, if all that it shows is there.
fn lesson(archived: &ArchivedLesson, text: Text, ready: &Ready) -> Result<Lesson, Stop> {
    let ArchivedLesson { id, title, minutes, content, .. } = archived.clone();
    let Text { html, markdown, speaker_notes, origin } = text;
    let mut lesson =
        Lesson { id, title, content, minutes: minutes.get(), html, markdown, speaker_notes, origin, files: Vec::new(), questions: None };
    lesson.files = shown(&lesson, ready).map_err(|reason| ArchiveError::lesson(lesson.title.as_str(), reason))?;
    // As JSON a lesson takes at least as much as in the table.
    let bytes = serde_json::to_vec(&lesson).map_err(FunctionError::failed)?.len();
    if bytes > LESSON_BYTES {
        return Err(ArchiveError::lesson(lesson.title.as_str(), "it is too large; divide it into several lessons").into());
    }
    Ok(lesson)
}

fn shown(lesson: &Lesson, ready: &Ready) -> Result<Vec<UsedFile>, String> {
    let (content, texts) = shown_by(lesson);
    if content.len() + texts.len() > MOST_FILES {
        return Err(format!("it may show at most {MOST_FILES} files"));
    }
    let one = |(digest, kind): (Digest, Option<FileKind>)| {
        let file = ready.get(&digest).ok_or_else(|| format!("the file {digest}, which it shows, is missing in the archive"))?;
        kind.map_or(Ok(()), |kind| file.fits(kind)).map_err(|error| error.to_string())?;
        Ok(file.clone())
    };
    content.into_iter().chain(texts).map(one).collect()
}

fn course(import: &Import, manifest: &Manifest, ready: &Ready) -> Result<(Course, Sources), Stop> {
    let Manifest { title, summary, language, text_direction, unlock, completion_percent, completion_score, about, .. } = manifest.clone();
    let cover = about.cover.and_then(|cover| ready.get(&cover)).cloned();
    if let Some(cover) = &cover {
        cover.fits(FileKind::Picture).map_err(|error| Stop::Archive(error.to_string()))?;
    }
    let summary = summary.map(String::from).unwrap_or_default();
    let mut course = Course::draft(import.course_id, title, summary, &manifest.outline(), BTreeSet::new());
    course.about = about.with_cover(cover);
    course.draft.unlock = unlock;
    (course.draft.asked_percent, course.draft.asked_score) = (completion_percent, completion_score);
    course.draft.speak(language);
    course.draft.text_direction = text_direction.or(course.draft.text_direction);
    let pages = manifest.lessons().filter_map(|lesson| Some((lesson.id, String::from(lesson.page.clone()?))));
    Ok((course, pages.collect()))
}
