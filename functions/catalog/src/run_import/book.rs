//! An mdBook becomes a course, or the next edition of one.

use super::{
    Stop, archive,
    conversion::{Converted, asset_name, convert, save_as},
    finish, note_total, read, store_lessons, warn,
};
use crate::view::CourseSummary;
use catalog_model::{
    course::{Outline, Sources},
    courses::{self, Course, CourseChange, lessons, outlines},
    ids::VersionNumber,
    imports::{self, Import, ImportState},
    lesson_set::LessonSet,
};
use lambda::{App, FunctionError, services::Files};
use mdbook_import::{Book, ImportError, Limits};
use std::collections::BTreeSet;
use table::{
    Record, TableError, Tenant,
    audit::{Act, Actor},
};

const CHANGED: &str = "The course was changed after this import was requested, and changes are never overwritten. Import the book again.";

pub(super) async fn run(app: &App, tenant: &Tenant, import: &mut Record<Import>) -> Result<(), Stop> {
    let archive = archive(app, tenant, &import.value).await?;
    let trouble = archive.trouble();
    let ((), (mut book, course)) = read(&trouble, (), move |_| {
        let mut book = Book::open(archive, Limits::default())?;
        let course = book.course()?;
        Ok::<_, ImportError>((book, course))
    })
    .await?;
    let assets = course.assets.clone();
    let target = target(tenant, &import.value).await?;
    let (mut before, sources) = match &target {
        Some((course, outline)) => (outline.value.clone(), outlines::sources(tenant, course.value.id).await?),
        None => (Outline::default(), Sources::new()),
    };
    if let Some((course, _)) = &target {
        // What the draft has lost since the last version comes back as what it was.
        before.keep_lessons_of(&outlines::published(tenant, &course.value).await?);
    }
    let mut converted = convert(course, (&before, &sources), import.value.edition())?;
    let version = match &target {
        Some((course, _)) => {
            converted.outline.keep_rules_of(&before);
            let version = course.value.next_version();
            // A page that is missing in this edition may be in the next.
            let (known, there) = (before.lesson_set(), converted.outline.lesson_set());
            let missing = sources.iter().filter(|(id, _)| known.contains(**id) && !there.contains(**id));
            converted.sources.extend(missing.map(|(id, page)| (*id, page.clone())));
            let mut before = lessons::digests(tenant, course.value.id, &course.value.draft).await?;
            // What comes back into the draft is compared with what learners have.
            for lesson in converted.lessons.iter().map(|lesson| lesson.id).filter(|id| known.contains(*id)) {
                if !course.value.draft.lessons.contains(lesson) {
                    let learnt = lessons::drafted(tenant, &course.value, course.value.shown(), lesson).await?;
                    before.extend(learnt.map(|learnt| (lesson, learnt.value.digest())));
                }
            }
            let changed = converted.lessons.iter().filter(|lesson| before.get(&lesson.id) != Some(&lesson.digest()));
            converted.outline.mark(&changed.map(|lesson| lesson.id).collect::<LessonSet>(), version);
            version
        }
        None => VersionNumber::FIRST,
    };

    warn(&mut import.value, std::mem::take(&mut converted.warnings));
    note_total(tenant, import, converted.lessons.len() + assets.len()).await?;
    let course_id = import.value.course_id;
    for (index, asset) in assets.into_iter().enumerate() {
        let wanted = asset.clone();
        let (back, bytes) = read(&trouble, book, move |book| book.asset(&wanted)).await?;
        book = back;
        let path = format!("courses/{course_id}/assets/{}", asset_name(import.value.edition(), index, &asset));
        app.service::<Files>()?.write(tenant.scope(), &path, asset.content_type, save_as(&asset), bytes).await?;
        import.value.done += 1;
    }
    store_lessons(tenant, import, version, std::mem::take(&mut converted.lessons)).await?;
    match target {
        // The course changes now, not when the work began: learners may have done something in between.
        Some((course, outline)) => finish_update(&tenant.at_present(), import, course, outline, converted).await,
        None => {
            let Converted { title, summary, language, direction, outline, sources, .. } = converted;
            let mut course = Course::draft(course_id, title, summary, &outline, BTreeSet::new());
            (course.draft.language, course.draft.text_direction) = (Some(language), Some(direction));
            finish(tenant, import, course, outline, sources).await
        }
    }
}

/// The course that an import updates, if it is as it was when the import was asked for.
async fn target(tenant: &Tenant, import: &Import) -> Result<Option<(Record<Course>, Record<Outline>)>, Stop> {
    let Some(version) = import.updates else { return Ok(None) };
    let course = courses::course_to_change(tenant, import.course_id).await?;
    let course = course.filter(|course| course.version == version).ok_or_else(|| Stop::Archive(CHANGED.to_owned()))?;
    let outline = outlines::draft(tenant, &course.value).await?;
    Ok(Some((course, outline)))
}

/// The course's draft gets the book's lessons, and what they are written in; title, summary, groups and whether it is published stay the
/// author's. Lessons of the edition before go when no version names them any more.
async fn finish_update(
    tenant: &Tenant,
    import: &mut Record<Import>,
    before: Record<Course>,
    mut outline: Record<Outline>,
    converted: Converted,
) -> Result<(), Stop> {
    let mut course = before.value.clone();
    import.value.replaced = course.draft.edition;
    import.value.keeps_replaced = course.newest().is_some_and(|newest| newest.edition == course.draft.edition);
    outline.value = converted.outline;
    course.draft.follow(&outline.value);
    (course.draft.language, course.draft.text_direction) = (Some(converted.language), Some(converted.direction));
    course.draft.edition = import.value.edition();
    import.value.state = ImportState::Done;
    let actor = Actor::Member { id: import.value.requested_by };
    let act = Act::new(actor, "course.updated", format!("course/{}", course.id), tenant.now())
        .change(&CourseSummary::showing(&before.value, &before.value.draft), &CourseSummary::showing(&course, &course.draft));
    let by = Some(import.value.requested_by);
    let change = CourseChange { course, outline: Some(outline), sources: Some(converted.sources), lessons: Vec::new(), by };
    match imports::finish_update(tenant, import, &before, change, &act).await {
        Ok(()) => Ok(()),
        Err(TableError::Conflict) => Err(conflict(tenant, import).await?),
        Err(error) => Err(error.into()),
    }
}

/// Removes the lessons of the edition that an import has replaced.
pub(super) async fn remove_replaced(tenant: &Tenant, import: &Import) -> Result<(), TableError> {
    if import.updates.is_none() || import.keeps_replaced {
        return Ok(());
    }
    lessons::delete_lessons(tenant, import.course_id, import.replaced).await
}

/// What a conflict at the end means: the course was changed, or another worker has ended the import.
async fn conflict(tenant: &Tenant, import: &mut Record<Import>) -> Result<Stop, Stop> {
    import.value.state = ImportState::Running;
    match imports::import(tenant, import.value.id).await? {
        Some(stored) if stored.version == import.version => Ok(Stop::Archive(CHANGED.to_owned())),
        _ => Ok(Stop::Platform(FunctionError::failed(TableError::Conflict))),
    }
}
