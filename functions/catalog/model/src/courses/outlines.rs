//! Outlines of courses, packed, and the pages of a book that their lessons came from.

use super::Course;
use crate::{
    course::{Outline, PackedOutline, Part, Sources},
    ids::{CourseId, LessonId, VersionNumber},
    keys,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use table::{Entity, Record, TableError, Tenant, Write};
use tenancy::{GlobalScope, WorkspaceScope};
use trellis_core::{personal::NotPersonal, title::Title};

/// The stored form.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum StoredOutline {
    Packed {
        #[serde(with = "serde_bytes")]
        packed: Vec<u8>,
    },
    /// From before outlines were packed, with the pages of the book beside.
    Plain {
        parts: NotPersonal<Vec<Part>>,
        next_lesson: u16,
        #[serde(default, skip_serializing_if = "Sources::is_empty")]
        sources: Sources,
    },
}

impl Entity for StoredOutline {
    const NAME: &'static str = "Outline";
}

/// The stored form.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct StoredSources {
    pages: Sources,
}

impl Entity for StoredSources {
    const NAME: &'static str = "Sources";
}

fn corrupt(reason: impl ToString) -> TableError {
    TableError::Corrupt { entity: StoredOutline::NAME, reason: reason.to_string() }
}

/// The write of an outline, of which the course takes note.
pub(super) fn write(scope: &WorkspaceScope, course: &mut Course, outline: &Record<Outline>, now: Timestamp) -> Result<Write, TableError> {
    course.outline_version = outline.version + 1;
    let packed = PackedOutline::of(&outline.value).map_err(corrupt)?.into_bytes();
    outline.with(StoredOutline::Packed { packed }).write(keys::outline(scope, course.id), now)
}

/// The write of the pages that lessons came from. It stands in the transaction of the course, whose version says that nobody was faster.
pub(crate) fn write_sources(scope: &WorkspaceScope, course: CourseId, pages: Sources, now: Timestamp) -> Result<Write, TableError> {
    Record::new(StoredSources { pages }, now).overwrite(keys::sources(scope, course), now)
}

/// The write of a new version's outline.
pub(super) fn write_version(
    scope: &WorkspaceScope,
    course: CourseId,
    number: VersionNumber,
    outline: &Outline,
    now: Timestamp,
) -> Result<Write, TableError> {
    let packed = PackedOutline::of(outline).map_err(corrupt)?.into_bytes();
    Record::new(StoredOutline::Packed { packed }, now).write(keys::version_outline(scope, course, number), now)
}

/// The write of a version's outline in the global catalogue, where it may be already: a version is the same each time that it is offered.
pub(crate) fn write_global(
    home: &GlobalScope,
    course: CourseId,
    number: VersionNumber,
    outline: &Outline,
    now: Timestamp,
) -> Result<Write, TableError> {
    let packed = PackedOutline::of(outline).map_err(corrupt)?.into_bytes();
    Record::new(StoredOutline::Packed { packed }, now).overwrite(keys::version_outline(home, course, number), now)
}

/// The outline of a version: 4,000 lessons of ordinary titles take some 3 read units.
///
/// # Errors
/// When the table cannot be read, or there is no outline.
pub async fn outline(tenant: &Tenant, course: &Course, number: VersionNumber) -> Result<Outline, TableError> {
    let home = course.home(tenant.scope());
    let read = async |consistent| tenant.get(keys::version_outline(&home, course.id, number), consistent).await;
    let mut item = read(false).await?;
    if item.is_none() && course.published.is_none() {
        // Published before there were versions: the outline is the draft's, as long as that was not changed.
        let draft = stored_draft(tenant, course).await?;
        if [0, draft.version].contains(&course.outline_version) {
            return Ok(draft.value);
        }
    }
    if item.is_none() {
        item = read(true).await?;
    }
    Ok(unpacked(item.map(Record::read).transpose()?)?.value)
}

/// The outline that learners have, whose lessons can come back into the draft; an empty one where nothing was published.
///
/// # Errors
/// When the table cannot be read, or there is no outline.
pub async fn published(tenant: &Tenant, course: &Course) -> Result<Outline, TableError> {
    match course.newest() {
        Some(newest) => outline(tenant, course, newest.number).await,
        None => Ok(Outline::default()),
    }
}

/// The outline of a course's draft, as new as the course. Of a course of the global catalogue nobody here works on a draft: it is what
/// learners have.
///
/// # Errors
/// When the table cannot be read, or a course has no outline.
pub async fn draft(tenant: &Tenant, course: &Course) -> Result<Record<Outline>, TableError> {
    if course.global.is_some() {
        return Ok(Record::new(published(tenant, course).await?, tenant.now()));
    }
    stored_draft(tenant, course).await
}

async fn stored_draft(tenant: &Tenant, course: &Course) -> Result<Record<Outline>, TableError> {
    let stored = match stored_outline(tenant, course.id, false).await? {
        Some(stored) if stored.version >= course.outline_version => Some(stored),
        _ => stored_outline(tenant, course.id, true).await?,
    };
    unpacked(stored)
}

/// The outlines of what is learnt in each of these courses, at most 100, or would be. One that cannot be read is left out, so that it does
/// not keep the others from being found.
///
/// # Errors
/// When the table cannot be read.
pub(super) async fn shown(tenant: &Tenant, courses: impl Iterator<Item = &Course>) -> Result<HashMap<CourseId, Outline>, TableError> {
    let there: Vec<&Course> = courses.filter(|course| !course.is_deleted).collect();
    let key = |course: &Course| match &course.published {
        None => keys::outline(tenant.scope(), course.id),
        Some(version) => keys::version_outline(&course.home(tenant.scope()), course.id, version.syllabus.number),
    };
    let mut packed = HashMap::new();
    for item in tenant.batch_get(there.iter().map(|course| key(course)).collect(), true).await? {
        if let Some(pk) = item.get("pk").and_then(|pk| pk.as_s().ok()).cloned() {
            packed.insert(pk, item);
        }
    }
    let mut found = HashMap::new();
    for course in there {
        let item = packed.remove(key(course).partition());
        match item.map(Record::read).transpose().and_then(unpacked) {
            Ok(outline) => drop(found.insert(course.id, outline.value)),
            Err(error @ TableError::Corrupt { .. }) => {
                tracing::error!(course = %course.id, %error, "a course is indexed without its outline")
            }
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// What is stored, as it was before it was packed.
fn unpacked(stored: Option<Record<StoredOutline>>) -> Result<Record<Outline>, TableError> {
    let stored = stored.ok_or_else(|| corrupt("it is missing"))?;
    let outline = match &stored.value {
        StoredOutline::Packed { packed } => PackedOutline::new(packed.clone()).unpack().map_err(corrupt)?,
        StoredOutline::Plain { parts, next_lesson, .. } => Outline { parts: parts.clone(), next_lesson: *next_lesson },
    };
    Ok(stored.with(outline))
}

async fn stored_outline(tenant: &Tenant, course: CourseId, consistent: bool) -> Result<Option<Record<StoredOutline>>, TableError> {
    tenant.get(keys::outline(tenant.scope(), course), consistent).await?.map(Record::read).transpose()
}

/// Which pages of its book a course's lessons came from; none if it comes from no book.
///
/// # Errors
/// When the table cannot be read.
pub async fn sources(tenant: &Tenant, course: CourseId) -> Result<Sources, TableError> {
    let stored: Option<Record<StoredSources>> =
        tenant.get(keys::sources(tenant.scope(), course), true).await?.map(Record::read).transpose()?;
    if let Some(stored) = stored {
        return Ok(stored.value.pages);
    }
    match stored_outline(tenant, course, true).await?.map(|stored| stored.value) {
        Some(StoredOutline::Plain { sources, .. }) => Ok(sources),
        _ => Ok(Sources::new()),
    }
}

/// What the lessons of these courses are called, as learners have them. Of a deleted course nothing is known.
///
/// # Errors
/// When the table cannot be read, or an outline is missing.
pub async fn lesson_titles<'a>(
    tenant: &Tenant,
    courses: impl Iterator<Item = &'a Course>,
) -> Result<HashMap<(CourseId, LessonId), Title>, TableError> {
    let mut titles = HashMap::new();
    for course in courses.filter(|course| !course.is_deleted) {
        let outline = published(tenant, course).await?;
        titles.extend(outline.lessons().map(|lesson| ((course.id, lesson.id), lesson.title.clone())));
    }
    Ok(titles)
}
