//! A draft becomes another draft of the same workspace. Files are named by their bytes, so both show the same ones; pictures of a book are
//! copied within the bucket.

use super::{Stop, finish, note_done, note_total};
use crate::{assets, course_archive::ASSET_BYTES};
use catalog_model::{
    courses::{
        self, Course,
        lessons::{self, Drafts, Lesson},
        outlines,
    },
    ids::VersionNumber,
    imports::Import,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use lambda::{App, services::Files};
use mdbook_import::Target;
use std::collections::BTreeSet;
use table::{Record, Tenant};

/// Pictures that are copied at the same time, through memory.
const AT_ONCE: usize = 8;

const GONE: &str = "The course isn't there any more.";
const CHANGED: &str = "The course was changed while it was being copied. Copy it again.";

pub(super) async fn run(app: &App, tenant: &Tenant, import: &mut Record<Import>) -> Result<(), Stop> {
    let gone = || Stop::Archive(GONE.to_owned());
    let Import { course_id, copies, title, .. } = import.value.clone();
    let source_id = copies.ok_or_else(gone)?;
    let source = courses::course_to_change(tenant, source_id).await?.ok_or_else(gone)?;
    let mut outline = outlines::draft(tenant, &source.value).await?.value;
    let sources = outlines::sources(tenant, source_id).await?;
    let wanted = outline.lesson_set();
    note_total(tenant, import, outline.lessons().count()).await?;

    let (mut all, mut copied) = (Drafts::of(source_id, &source.value.draft), BTreeSet::new());
    while let Some(lessons) = all.next(tenant).await? {
        let lessons: Vec<Lesson> = lessons.into_iter().filter(|lesson| wanted.contains(lesson.id)).collect();
        let (files, mut copies) = (app.service::<Files>()?, Vec::new());
        for name in lessons.iter().flat_map(named_in).collect::<BTreeSet<_>>() {
            if copied.insert(name.clone()) {
                let (files, from, to) = (&files, assets::path(source_id, &name), assets::path(course_id, &name));
                copies.push(async move { files.copy(tenant.scope(), &from, &to, ASSET_BYTES).await });
            }
        }
        stream::iter(copies).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
        let stored = lessons.len();
        lessons::put_lessons(tenant, course_id, (None, VersionNumber::FIRST), lessons).await?;
        note_done(tenant, import, stored).await?;
    }
    // What was read belongs together only if nobody has changed it meanwhile.
    if courses::course_to_change(tenant, source_id).await?.is_none_or(|now| now.version != source.version) {
        return Err(Stop::Archive(CHANGED.to_owned()));
    }
    outline.mark(&wanted, VersionNumber::FIRST);
    let Course { title: before, summary, about, draft, groups, prerequisites, enrolment, note, .. } = source.value;
    let mut course = Course::draft(course_id, title.unwrap_or(before), summary, &outline, groups);
    (course.about, course.prerequisites, course.enrolment, course.note) = (about, prerequisites, enrolment, note);
    course.draft.unlock = draft.unlock;
    (course.draft.asked_percent, course.draft.asked_score) = (draft.asked_percent, draft.asked_score);
    (course.draft.language, course.draft.text_direction) = (draft.language, draft.text_direction);
    finish(tenant, import, course, outline, sources).await
}

/// The pictures and files of a book that a lesson names.
pub(crate) fn named_in(lesson: &Lesson) -> BTreeSet<String> {
    let texts = [Some(lesson.html.as_str()), lesson.speaker_notes.as_deref()];
    let mut named: BTreeSet<String> = texts.into_iter().flatten().flat_map(assets::named_in).collect();
    let addresses = lesson.origin.iter().flat_map(|origin| origin.addresses.values());
    named.extend(addresses.filter_map(|placeholder| match Target::parse(placeholder)? {
        Target::Asset { path } => Some(path),
        Target::Lesson { .. } | Target::File { .. } => None,
    }));
    named
}
