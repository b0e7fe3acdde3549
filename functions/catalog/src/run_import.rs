//! Queue: it is an import's turn, and its archive, or another course, becomes a course. A workspace's imports take turns.
//!
//! Lessons and pictures are stored first and seen by nobody; the course appears with the end of the import, in one
//! transaction. Every step can be taken again: a worker that dies is followed by another, which overwrites what is there.

mod book;
mod conversion;
mod copy;
mod files;
mod matching;
mod trellis;

use crate::{
    course_archive::ArchiveError,
    create_import::archive_path,
    needs::{ARCHIVES, BUCKET, BUCKET_NAME, FILES, IMPORTS, UPLOADS},
    view::CourseSummary,
};
use catalog_model::{
    course::{Outline, Sources},
    courses::{
        self, Course,
        lessons::{self, Lesson},
    },
    event::CatalogEvent,
    ids::{ImportId, VersionNumber},
    imports::{self, Import, ImportKind, ImportState, ImportWarning},
};
use lambda::{
    App, FunctionError, Handler, Message, Queue, SettingMissing,
    Table::{BatchGetItem, BatchWriteItem, DeleteItem, GetItem, PutItem, Query, UpdateItem},
    services::{FileError, Files, RemoteFile, Trouble, UploadError},
};
use mdbook_import::ImportError;
use table::{
    Record, TableError, Tenant,
    audit::{Act, Actor},
};

pub(crate) use copy::named_in as copied_assets;

/// Deliveries after which the queue gives up.
const LAST_RECEIVE: u32 = 5;

const UNFINISHED: &str = "The platform could not finish this import. Nothing was imported; please try again.";

const GONE: &str = "The archive is no longer there. Upload it again.";

/// Warnings that are kept with an import, and bytes of each text: the item has 400 KB.
const KEPT_WARNINGS: usize = 500;
const KEPT_BYTES: usize = 250;

/// Lessons between two notes of progress.
const STEP: usize = 50;

pub(crate) fn handler() -> Handler {
    Queue::each("run-import", &["import.arrived"], handle)
        .table(&[BatchGetItem, BatchWriteItem, DeleteItem, GetItem, PutItem, Query, UpdateItem])
        .may(&["s3:GetObject"], &[ARCHIVES, FILES])
        .may(&["s3:PutObject"], &[FILES, UPLOADS])
        .may(&["s3:DeleteObject"], &[ARCHIVES, FILES, UPLOADS])
        .may(&["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], &[UPLOADS])
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

impl From<ArchiveError> for Stop {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error.to_string())
    }
}

impl From<UploadError> for Stop {
    fn from(error: UploadError) -> Self {
        Self::Platform(error.into())
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
        CatalogEvent::ExportRequested { .. } => return Err(FunctionError::misrouted("export.requested")),
        CatalogEvent::GlobalCourseChanged { .. } => return Err(FunctionError::misrouted("global_course.changed")),
    };
    let tenant = &message.tenant;
    let Some(import) = imports::import(tenant, import_id).await? else { return Ok(()) };
    if matches!(import.value.state, ImportState::Done | ImportState::Failed) {
        return clean_up(&message.app, tenant, &import.value).await;
    }
    import_once(&message.app, tenant, import, message.receives).await
}

/// Removes the archive of an import that has ended. The address to put it at works for a while after that.
async fn remove_archive(app: &App, tenant: &Tenant, import: ImportId) -> Result<(), FunctionError> {
    Ok(app.service::<Files>()?.delete_folder(tenant.scope(), &format!("imports/{import}")).await?)
}

/// What is left to do after an import has ended; a worker that dies before leaves it to the next delivery.
async fn clean_up(app: &App, tenant: &Tenant, import: &Import) -> Result<(), FunctionError> {
    if import.state == ImportState::Done {
        book::remove_replaced(tenant, import).await?;
        files::release(tenant, import.id).await?;
    }
    remove_archive(app, tenant, import.id).await
}

async fn import_once(app: &App, tenant: &Tenant, import: Record<Import>, receives: u32) -> Result<(), FunctionError> {
    let import_id = import.value.id;
    let mut import = begin(tenant, import).await?;
    // A worker that ran out of time or memory could not say so: the last delivery only cleans up.
    if receives >= LAST_RECEIVE {
        tracing::error!(%import_id, "the import failed for the last time");
        return fail(app, tenant, import, UNFINISHED.to_owned()).await;
    }
    let run = match import.value.kind {
        ImportKind::MdBook => book::run(app, tenant, &mut import).await,
        ImportKind::Trellis => trellis::run(app, tenant, &mut import).await,
        ImportKind::Copy => copy::run(app, tenant, &mut import).await,
    };
    match run {
        Ok(()) => clean_up(app, tenant, &import.value).await,
        Err(Stop::Archive(reason)) => fail(app, tenant, import, reason).await,
        Err(Stop::Platform(error)) => Err(error),
    }
}

async fn begin(tenant: &Tenant, mut import: Record<Import>) -> Result<Record<Import>, FunctionError> {
    import.value.state = ImportState::Running;
    (import.value.done, import.value.total) = (0, 0);
    (import.value.warnings, import.value.warning_count) = (Vec::new(), 0);
    Ok(imports::update_import(tenant, import).await?)
}

/// The archive of an import, read as far as it is needed.
async fn archive(app: &App, tenant: &Tenant, import: &Import) -> Result<RemoteFile, Stop> {
    let archive = app.service::<Files>()?.open(tenant.scope(), &archive_path(import.id), import.size).await?;
    archive.ok_or_else(|| Stop::Archive(GONE.to_owned()))
}

/// Reads an archive, on a thread that may wait for the bucket. What the bucket has failed is not the archive's fault.
async fn read<A, T, E>(
    trouble: &Trouble,
    mut archive: A,
    read: impl FnOnce(&mut A) -> Result<T, E> + Send + 'static,
) -> Result<(A, T), Stop>
where
    A: Send + 'static,
    T: Send + 'static,
    E: Into<Stop> + Send + 'static,
{
    let reading = tokio::task::spawn_blocking(move || read(&mut archive).map(|found| (archive, found)));
    let outcome = reading.await.map_err(FunctionError::failed)?;
    outcome.map_err(|error| trouble.cause().map_or_else(|| error.into(), |cause| Stop::Platform(FunctionError::failed(cause))))
}

/// Notes how much there is to store.
async fn note_total(tenant: &Tenant, import: &mut Record<Import>, total: usize) -> Result<(), Stop> {
    import.value.total = u32::try_from(total).unwrap_or(u32::MAX);
    *import = imports::update_import(tenant, import.clone()).await?;
    Ok(())
}

async fn note_done(tenant: &Tenant, import: &mut Record<Import>, done: usize) -> Result<(), Stop> {
    import.value.done += u32::try_from(done).unwrap_or(u32::MAX);
    *import = imports::update_import(tenant, import.clone()).await?;
    Ok(())
}

/// Keeps what the author should know about, as much of it as there is room for.
fn warn(import: &mut Import, warnings: impl IntoIterator<Item = mdbook_import::Warning>) {
    for warning in warnings {
        import.warning_count = import.warning_count.saturating_add(1);
        if import.warnings.len() < KEPT_WARNINGS {
            import.warnings.push(kept(warning));
        }
    }
}

fn kept(warning: mdbook_import::Warning) -> ImportWarning {
    let short = |text: String| text.get(..text.floor_char_boundary(KEPT_BYTES)).unwrap_or_default().to_owned();
    ImportWarning {
        kind: warning.kind.name().to_owned(),
        file: short(warning.file),
        line: warning.line.unwrap_or(0),
        message: short(warning.message),
    }
}

async fn store_lessons(tenant: &Tenant, import: &mut Record<Import>, version: VersionNumber, lessons: Vec<Lesson>) -> Result<(), Stop> {
    let mut lessons = lessons.into_iter();
    loop {
        let step: Vec<Lesson> = lessons.by_ref().take(STEP).collect();
        if step.is_empty() {
            return Ok(());
        }
        let stored = step.len();
        lessons::put_lessons(tenant, import.value.course_id, (import.value.edition(), version), step).await?;
        note_done(tenant, import, stored).await?;
    }
}

/// The course appears.
async fn finish(tenant: &Tenant, import: &mut Record<Import>, mut course: Course, outline: Outline, sources: Sources) -> Result<(), Stop> {
    // Now, and not when the work began.
    let tenant = &tenant.at_present();
    course.draft.follow(&outline);
    course.changed_by = Some(import.value.requested_by);
    course.owner = Some(import.value.requested_by);
    import.value.state = ImportState::Done;
    let actor = Actor::Member { id: import.value.requested_by };
    let act = Act::new(actor, "course.imported", format!("course/{}", course.id), tenant.now()).made(&CourseSummary::from(&course));
    Ok(imports::finish_import(tenant, import, (course, outline, sources), &act).await?)
}

/// Removes what was stored, then tells the author why: in this order nothing half-made stays. An import that has ended in the
/// meantime keeps its course: the first write then conflicts.
async fn fail(app: &App, tenant: &Tenant, import: Record<Import>, reason: String) -> Result<(), FunctionError> {
    let mut import = imports::update_import(tenant, import).await?;
    let (id, course_id) = (import.value.id, import.value.course_id);
    let edition = import.value.edition();
    match edition {
        Some(_) => lessons::delete_lessons(tenant, course_id, edition).await?,
        // The course never came to be: nobody has seen its questions either.
        None => courses::delete_content(tenant, course_id).await?,
    }
    let folder = edition.map_or_else(|| format!("courses/{course_id}"), |edition| format!("courses/{course_id}/assets/{edition}"));
    app.service::<Files>()?.delete_folder(tenant.scope(), &folder).await?;
    files::take_back(app, tenant, id).await?;
    remove_archive(app, tenant, id).await?;
    import.value.state = ImportState::Failed;
    import.value.reason = Some(reason);
    imports::update_import(tenant, import).await?;
    Ok(())
}
