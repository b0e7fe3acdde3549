//! Queue: it is an import's turn, and its archive becomes a course. A workspace's imports take turns.
//!
//! Lessons and pictures are stored first and seen by nobody; the course appears with the end of the import, in one
//! transaction. Every step can be taken again: a worker that dies is followed by another, which overwrites what is there.

mod conversion;
mod matching;

use crate::{
    create_import::archive_path,
    needs::{ARCHIVES, BUCKET, BUCKET_NAME, FILES, IMPORTS},
    view::CourseSummary,
};
use catalog_model::{
    course::{Outline, Sources},
    courses::{
        self, Course, CourseChange,
        lessons::{self, Lesson},
        outlines,
    },
    event::CatalogEvent,
    ids::{ImportId, VersionNumber},
    imports::{self, Import, ImportState},
    lesson_set::LessonSet,
};
use conversion::{Converted, asset_name, convert, save_as};
use lambda::{
    App, FunctionError, Handler, Message, Queue, SettingMissing,
    Table::{BatchWriteItem, GetItem, PutItem, Query, UpdateItem},
    services::{FileError, Files},
};
use mdbook_import::{Book, ImportError, Limits};
use std::{collections::BTreeSet, io::Cursor};
use table::{
    Record, TableError, Tenant,
    audit::{Act, Actor},
};

/// Deliveries after which the queue gives up.
const LAST_RECEIVE: u32 = 5;

const UNFINISHED: &str = "The platform could not finish this import. Nothing was imported; please try again.";

const CHANGED: &str = "The course was changed after this import was requested, and changes are never overwritten. Import the book again.";

/// Lessons between two notes of progress.
const STEP: usize = 50;

pub(crate) fn handler() -> Handler {
    Queue::each("run-import", &["import.arrived"], handle)
        .table(&[BatchWriteItem, GetItem, PutItem, Query, UpdateItem])
        .may(&["s3:GetObject"], &[ARCHIVES])
        .may(&["s3:PutObject"], &[FILES])
        .may(&["s3:DeleteObject"], &[ARCHIVES, FILES])
        // Without a condition on the prefix, which a read does not have: then S3 says 404 of a missing archive, and not 403.
        .may(&["s3:ListBucket"], &[BUCKET])
        .from_queue(IMPORTS)
        .settings(&[BUCKET_NAME])
        .timeout(150)
        .memory(1024)
        .example(r#"{"kind": "import.arrived", "payload": {"import_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6G"}}"#)
}

/// Why an import did not come to its end.
#[derive(Debug)]
enum Stop {
    /// The archive is at fault: the author is told, and trying again would not help.
    Archive(String),
    /// Something else is: the queue tries again.
    Platform(FunctionError),
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Archive(error.to_string())
    }
}

impl From<TableError> for Stop {
    fn from(error: TableError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<FileError> for Stop {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLarge { .. } => Self::Archive(error.to_string()),
            FileError::Changed | FileError::Failed(_) => Self::Platform(error.into()),
        }
    }
}

impl From<SettingMissing> for Stop {
    fn from(error: SettingMissing) -> Self {
        Self::Platform(error.into())
    }
}

impl From<FunctionError> for Stop {
    fn from(error: FunctionError) -> Self {
        Self::Platform(error)
    }
}

async fn handle(message: Message<CatalogEvent>) -> Result<(), FunctionError> {
    let import_id = match message.event {
        CatalogEvent::ImportArrived { import_id } => import_id,
        CatalogEvent::CourseChanged { .. } => return Err(FunctionError::misrouted("course.changed")),
        CatalogEvent::CourseRevised { .. } => return Err(FunctionError::misrouted("course.revised")),
        CatalogEvent::CourseDeleted { .. } => return Err(FunctionError::misrouted("course.deleted")),
        CatalogEvent::CourseOffered { .. } => return Err(FunctionError::misrouted("course.offered")),
        CatalogEvent::CollectionChanged { .. } => return Err(FunctionError::misrouted("collection.changed")),
        CatalogEvent::CollectionDue { .. } => return Err(FunctionError::misrouted("collection.due")),
        CatalogEvent::GlobalCourseChanged { .. } => return Err(FunctionError::misrouted("global_course.changed")),
    };
    let tenant = &message.tenant;
    let Some(import) = imports::import(tenant, import_id).await? else { return Ok(()) };
    if matches!(import.value.state, ImportState::Done | ImportState::Failed) {
        clean_up(tenant, &import.value).await?;
        return remove_archive(&message.app, tenant, import_id).await;
    }
    import_once(&message.app, tenant, import, message.receives).await
}

/// Removes the archive of an import that has ended. The address to put it at works for a while after that.
async fn remove_archive(app: &App, tenant: &Tenant, import: ImportId) -> Result<(), FunctionError> {
    Ok(app.service::<Files>()?.delete_folder(tenant.scope(), &format!("imports/{import}")).await?)
}

async fn import_once(app: &App, tenant: &Tenant, import: Record<Import>, receives: u32) -> Result<(), FunctionError> {
    let import_id = import.value.id;
    let mut import = begin(tenant, import).await?;
    // A worker that ran out of time or memory could not say so: the last delivery only cleans up.
    if receives >= LAST_RECEIVE {
        tracing::error!(%import_id, "the import failed for the last time");
        return fail(app, tenant, import, UNFINISHED.to_owned()).await;
    }
    match run(app, tenant, &mut import).await {
        Ok(()) => remove_archive(app, tenant, import_id).await,
        Err(Stop::Archive(reason)) => fail(app, tenant, import, reason).await,
        Err(Stop::Platform(error)) => Err(error),
    }
}

async fn begin(tenant: &Tenant, mut import: Record<Import>) -> Result<Record<Import>, FunctionError> {
    import.value.state = ImportState::Running;
    (import.value.done, import.value.total) = (0, 0);
    Ok(imports::update_import(tenant, import).await?)
}

async fn run(app: &App, tenant: &Tenant, import: &mut Record<Import>) -> Result<(), Stop> {
    let archive = app.service::<Files>()?.read(tenant.scope(), &archive_path(import.value.id), import.value.size).await?;
    let archive = archive.ok_or_else(|| Stop::Archive("The archive is no longer there. Upload it again.".to_owned()))?;
    let opened = tokio::task::spawn_blocking(move || {
        let mut book = Book::open(Cursor::new(archive), Limits::default())?;
        let course = book.course()?;
        Ok::<_, ImportError>((book, course))
    });
    let (mut book, course) = opened.await.map_err(FunctionError::failed)??;
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

    (import.value.warnings, import.value.warning_count) = (std::mem::take(&mut converted.warnings), converted.warning_count);
    import.value.total = u32::try_from(converted.lessons.len() + assets.len()).unwrap_or(u32::MAX);
    *import = imports::update_import(tenant, import.clone()).await?;
    let course_id = import.value.course_id;
    for (index, asset) in assets.iter().enumerate() {
        let bytes = book.asset(asset)?;
        let path = format!("courses/{course_id}/assets/{}", asset_name(import.value.edition(), index, asset));
        app.service::<Files>()?.write(tenant.scope(), &path, asset.content_type, save_as(asset), bytes).await?;
        import.value.done += 1;
    }
    store_lessons(tenant, import, version, std::mem::take(&mut converted.lessons)).await?;
    // The course changes now, not when the work began: learners may have done something in between.
    let tenant = &tenant.at_present();
    match target {
        Some((course, outline)) => finish_update(tenant, import, course, outline, converted).await,
        None => finish(tenant, import, converted).await,
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

async fn store_lessons(tenant: &Tenant, import: &mut Record<Import>, version: VersionNumber, lessons: Vec<Lesson>) -> Result<(), Stop> {
    let mut lessons = lessons.into_iter();
    loop {
        let step: Vec<Lesson> = lessons.by_ref().take(STEP).collect();
        if step.is_empty() {
            return Ok(());
        }
        import.value.done += u32::try_from(step.len()).unwrap_or(u32::MAX);
        lessons::put_lessons(tenant, import.value.course_id, (import.value.edition(), version), step).await?;
        *import = imports::update_import(tenant, import.clone()).await?;
    }
}

async fn finish(tenant: &Tenant, import: &mut Record<Import>, converted: Converted) -> Result<(), Stop> {
    let Converted { title, summary, language, direction, outline, sources, .. } = converted;
    let mut course = Course::draft(import.value.course_id, title, summary, &outline, BTreeSet::new());
    (course.draft.language, course.draft.text_direction) = (Some(language), Some(direction));
    course.changed_by = Some(import.value.requested_by);
    course.owner = Some(import.value.requested_by);
    import.value.state = ImportState::Done;
    let actor = Actor::Member { id: import.value.requested_by };
    let act = Act::new(actor, "course.imported", format!("course/{}", course.id), tenant.now()).made(&CourseSummary::from(&course));
    Ok(imports::finish_import(tenant, import, (course, outline, sources), &act).await?)
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
        Ok(()) => {}
        Err(TableError::Conflict) => return Err(conflict(tenant, import).await?),
        Err(error) => return Err(error.into()),
    }
    Ok(clean_up(tenant, &import.value).await?)
}

/// Removes the lessons of the edition that an import has replaced; a worker that dies before leaves that to the next delivery.
async fn clean_up(tenant: &Tenant, import: &Import) -> Result<(), TableError> {
    if import.updates.is_none() || import.state != ImportState::Done || import.keeps_replaced {
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

/// Removes what was stored, then tells the author why: in this order nothing half-made stays. An import that has ended in the
/// meantime keeps its course: the first write then conflicts.
async fn fail(app: &App, tenant: &Tenant, import: Record<Import>, reason: String) -> Result<(), FunctionError> {
    let mut import = imports::update_import(tenant, import).await?;
    let (id, course_id) = (import.value.id, import.value.course_id);
    let edition = import.value.edition();
    lessons::delete_lessons(tenant, course_id, edition).await?;
    let folder = edition.map_or_else(|| format!("courses/{course_id}"), |edition| format!("courses/{course_id}/assets/{edition}"));
    app.service::<Files>()?.delete_folder(tenant.scope(), &folder).await?;
    remove_archive(app, tenant, id).await?;
    import.value.state = ImportState::Failed;
    import.value.reason = Some(reason);
    imports::update_import(tenant, import).await?;
    Ok(())
}
