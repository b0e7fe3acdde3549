//! Queue: the archive has arrived; it becomes a course.
//!
//! Lessons and pictures are stored first and seen by nobody; the course appears with the end of the import, in one
//! transaction. Every step can be taken again: a worker that dies is followed by another, which overwrites what is there.

mod arrival;
mod conversion;

use crate::view::CourseSummary;
use crate::{
    create_import::archive_path,
    mdbook::{Book, ImportError, Limits},
};
use arrival::Arrival;
use conversion::{Converted, asset_name, convert};
use domain::course::{CourseState, Outline};
use jiff::Timestamp;
use lambda::{App, FunctionError, Handler, RawMessage, RawQueue, SettingMissing, WorkspaceScope, services::FileError};
use std::{collections::BTreeSet, io::Cursor};
use store::{
    Record, StoreError,
    audit::{Act, Actor},
    courses::{Course, Lesson},
    imports::{Import, ImportState},
};

/// Deliveries after which the queue gives up.
const LAST_RECEIVE: u32 = 5;

const UNFINISHED: &str = "The platform could not finish this import. Nothing was imported; please try again.";

/// Lessons between two notes of progress.
const STEP: usize = 50;

pub(crate) fn handler() -> Handler {
    RawQueue::each("run-import", handle)
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

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<FileError> for Stop {
    fn from(error: FileError) -> Self {
        match error {
            FileError::TooLarge { .. } => Self::Archive(error.to_string()),
            FileError::Failed(_) => Self::Platform(error.into()),
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

async fn handle(app: App, message: RawMessage) -> Result<(), FunctionError> {
    for Arrival { workspace, import_id } in arrival::read(&message.body)? {
        let Some((scope, _)) = app.store().workspace(&workspace).await? else { continue };
        let Some(import) = app.store().import(&scope, import_id).await? else { continue };
        if matches!(import.value.state, ImportState::Done | ImportState::Failed) {
            continue;
        }
        let mut import = begin(&app, &scope, import).await?;
        // A worker that ran out of time or memory could not say so: the last delivery only cleans up.
        if message.receives >= LAST_RECEIVE {
            tracing::error!(%import_id, "the import failed for the last time");
            fail(&app, &scope, import, UNFINISHED.to_owned()).await?;
            continue;
        }
        match run(&app, &scope, &mut import).await {
            Ok(()) => app.files()?.delete_folder(&scope, &format!("imports/{import_id}")).await?,
            Err(Stop::Archive(reason)) => fail(&app, &scope, import, reason).await?,
            Err(Stop::Platform(error)) => return Err(error),
        }
    }
    Ok(())
}

async fn begin(app: &App, scope: &WorkspaceScope, mut import: Record<Import>) -> Result<Record<Import>, FunctionError> {
    import.value.state = ImportState::Running;
    (import.value.done, import.value.total) = (0, 0);
    Ok(app.store().update_import(scope, import, app.now()).await?)
}

async fn run(app: &App, scope: &WorkspaceScope, import: &mut Record<Import>) -> Result<(), Stop> {
    let (store, now) = (app.store(), app.now());
    let archive = app.files()?.read(scope, &archive_path(import.value.id), import.value.size).await?;
    let archive = archive.ok_or_else(|| Stop::Archive("The archive is no longer there. Upload it again.".to_owned()))?;
    let opened = tokio::task::spawn_blocking(move || {
        let mut book = Book::open(Cursor::new(archive), Limits::default())?;
        let course = book.course()?;
        Ok::<_, ImportError>((book, course))
    });
    let (mut book, course) = opened.await.map_err(FunctionError::failed)??;
    let assets = course.assets.clone();
    let Converted { title, summary, outline, lessons, warnings, warning_count } = convert(course)?;

    (import.value.warnings, import.value.warning_count) = (warnings, warning_count);
    import.value.total = u32::try_from(lessons.len() + assets.len()).unwrap_or(u32::MAX);
    *import = store.update_import(scope, import.clone(), now).await?;
    let course_id = import.value.course_id;
    for (index, asset) in assets.iter().enumerate() {
        let bytes = book.asset(asset)?;
        let path = format!("courses/{course_id}/assets/{}", asset_name(index, asset.content_type));
        app.files()?.write(scope, &path, asset.content_type, bytes).await?;
        import.value.done += 1;
    }
    store_lessons(app, scope, import, lessons).await?;
    finish(
        app,
        scope,
        import,
        Course {
            id: course_id,
            title,
            summary,
            state: CourseState::Draft,
            lessons: outline.lesson_set(),
            minutes: outline.minutes(),
            groups: BTreeSet::new(),
            published_at: None,
        },
        outline,
        app.now(),
    )
    .await
}

async fn store_lessons(app: &App, scope: &WorkspaceScope, import: &mut Record<Import>, lessons: Vec<Lesson>) -> Result<(), Stop> {
    let mut lessons = lessons.into_iter();
    loop {
        let step: Vec<Lesson> = lessons.by_ref().take(STEP).collect();
        if step.is_empty() {
            return Ok(());
        }
        import.value.done += u32::try_from(step.len()).unwrap_or(u32::MAX);
        app.store().put_lessons(scope, import.value.course_id, step, app.now()).await?;
        *import = app.store().update_import(scope, import.clone(), app.now()).await?;
    }
}

async fn finish(
    app: &App,
    scope: &WorkspaceScope,
    import: &mut Record<Import>,
    course: Course,
    outline: Outline,
    now: Timestamp,
) -> Result<(), Stop> {
    import.value.state = ImportState::Done;
    let actor = Actor::Member { id: import.value.requested_by };
    let act = Act::new(actor, "course.imported", format!("course/{}", course.id)).made(&CourseSummary::from(&course));
    Ok(app.store().finish_import(scope, import, course, outline, &act, now).await?)
}

/// Removes what was stored, then tells the author why: in this order nothing half-made stays. An import that has ended in the
/// meantime keeps its course: the first write then conflicts.
async fn fail(app: &App, scope: &WorkspaceScope, import: Record<Import>, reason: String) -> Result<(), FunctionError> {
    let mut import = app.store().update_import(scope, import, app.now()).await?;
    let (id, course_id) = (import.value.id, import.value.course_id);
    app.store().delete_lessons(scope, course_id).await?;
    app.files()?.delete_folder(scope, &format!("courses/{course_id}")).await?;
    app.files()?.delete_folder(scope, &format!("imports/{id}")).await?;
    import.value.state = ImportState::Failed;
    import.value.reason = Some(reason);
    app.store().update_import(scope, import, app.now()).await?;
    Ok(())
}
