//! Queue: it is an export's turn, and an archive is made of its course's draft. A workspace's exports take turns.
//!
//! The archive goes into the bucket in parts while it is written, so a worker needs the same memory for every course. A worker that dies is
//! followed by another, which begins anew; the bucket removes what was left, and archives after a week.

mod stream;
mod survey;

use crate::{
    course_archive::{ArchiveError, Placed, TextForm, in_archive},
    needs::{BUCKET, BUCKET_NAME, EXPORT_REQUESTS, EXPORTS, FILES, UPLOADS},
};
use catalog_model::{
    courses::{
        self,
        lessons::{Drafts, Lesson},
    },
    event::CatalogEvent,
    exports::{self, Export, ExportState},
};
use lambda::{
    App, FunctionError, Handler, Message, Queue, SettingMissing,
    Table::{GetItem, PutItem, Query},
    services::{FileError, Files, RemoteFile, UploadError, Uploads},
};
use stream::{Entries, Sent};
use survey::{Survey, survey};
use table::{Record, TableError, Tenant};

/// Deliveries after which the queue gives up.
const LAST_RECEIVE: u32 = 5;

const UNFINISHED: &str = "The platform could not finish this export. Please try again.";
const GONE: &str = "The course isn't there any more.";
const CHANGED: &str = "The course was changed while its archive was being made. Export it again.";

/// Lessons and files between two notes of progress.
const STEP: u32 = 50;

pub(crate) fn handler() -> Handler {
    Queue::each("run-export", &["export.requested"], handle)
        .table(&[GetItem, PutItem, Query])
        .may(&["s3:GetObject"], &[FILES, UPLOADS])
        .may(&["s3:AbortMultipartUpload", "s3:PutObject"], &[EXPORTS])
        // See `run_import`.
        .may(&["s3:ListBucket"], &[BUCKET])
        .from_queue(EXPORT_REQUESTS)
        .settings(&[BUCKET_NAME])
        .timeout(150)
        .memory(1024)
        .example(r#"{"kind": "export.requested", "payload": {"export_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H"}}"#)
}

/// Why an export did not come to its end.
#[derive(Debug)]
enum Stop {
    /// The course is at fault: the author is told, and trying again would not help.
    Course(String),
    /// Something else is: the queue tries again.
    Platform(FunctionError),
}

impl From<ArchiveError> for Stop {
    fn from(error: ArchiveError) -> Self {
        Self::Course(error.to_string())
    }
}

impl From<TableError> for Stop {
    fn from(error: TableError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<FileError> for Stop {
    fn from(error: FileError) -> Self {
        Self::Platform(error.into())
    }
}

impl From<UploadError> for Stop {
    fn from(error: UploadError) -> Self {
        Self::Platform(error.into())
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
    let export_id = match message.event {
        CatalogEvent::ExportRequested { export_id } => export_id,
        CatalogEvent::CourseChanged { .. } => return Err(FunctionError::misrouted("course.changed")),
        CatalogEvent::CourseRevised { .. } => return Err(FunctionError::misrouted("course.revised")),
        CatalogEvent::CourseDeleted { .. } => return Err(FunctionError::misrouted("course.deleted")),
        CatalogEvent::CourseOffered { .. } => return Err(FunctionError::misrouted("course.offered")),
        CatalogEvent::CollectionChanged { .. } => return Err(FunctionError::misrouted("collection.changed")),
        CatalogEvent::CollectionDue { .. } => return Err(FunctionError::misrouted("collection.due")),
        CatalogEvent::GlobalCourseChanged { .. } => return Err(FunctionError::misrouted("global_course.changed")),
        CatalogEvent::ImportArrived { .. } => return Err(FunctionError::misrouted("import.arrived")),
    };
    let (app, tenant) = (&message.app, &message.tenant);
    let Some(mut export) = exports::export(tenant, export_id).await? else { return Ok(()) };
    if matches!(export.value.state, ExportState::Done | ExportState::Failed) {
        return Ok(());
    }
    export.value.state = ExportState::Running;
    (export.value.done, export.value.total) = (0, 0);
    export = exports::update_export(tenant, export).await?;
    // A worker that ran out of time or memory could not say so.
    if message.receives >= LAST_RECEIVE {
        tracing::error!(%export_id, "the export failed for the last time");
        return fail(tenant, export, UNFINISHED.to_owned()).await;
    }
    match run(app, tenant, &mut export).await {
        Ok(()) => Ok(()),
        Err(Stop::Course(reason)) => fail(tenant, export, reason).await,
        Err(Stop::Platform(error)) => Err(error),
    }
}

async fn fail(tenant: &Tenant, mut export: Record<Export>, reason: String) -> Result<(), FunctionError> {
    export.value.state = ExportState::Failed;
    export.value.reason = Some(reason);
    exports::update_export(tenant, export).await?;
    Ok(())
}

async fn run(app: &App, tenant: &Tenant, export: &mut Record<Export>) -> Result<(), Stop> {
    let gone = || Stop::Course(GONE.to_owned());
    let course = courses::course_to_change(tenant, export.value.course_id).await?.ok_or_else(gone)?;
    let survey = survey(app, tenant, &course.value).await?;
    export.value.total = u32::try_from(survey.units()).unwrap_or(u32::MAX);
    *export = exports::update_export(tenant, export.clone()).await?;

    let key = Files::export_key(tenant.scope(), export.value.id);
    let uploads = app.service::<Uploads>()?;
    let upload = uploads.begin(&key).await?;
    let written = stream::stream(&uploads, (&key, &upload), async |entries| write(app, tenant, export, &survey, entries).await).await;
    let unchanged = async || {
        let now = courses::course_to_change(tenant, course.value.id).await?;
        // What was read belongs together only if nobody has changed it meanwhile.
        if now.is_some_and(|now| now.version == course.version) { Ok(()) } else { Err(Stop::Course(CHANGED.to_owned())) }
    };
    let finished = match written {
        Ok(sent) => unchanged().await.map(|()| sent),
        Err(error) => Err(error),
    };
    let Sent { parts, size } = match finished {
        Ok(sent) => sent,
        Err(error) => {
            uploads.abort(&key, &upload).await?;
            return Err(error);
        }
    };
    uploads.complete(&key, &upload, &parts).await?;
    export.value.state = ExportState::Done;
    export.value.size = Some(size);
    *export = exports::update_export(tenant, export.clone()).await?;
    Ok(())
}

/// All entries, one after the other.
async fn write(app: &App, tenant: &Tenant, export: &mut Record<Export>, survey: &Survey, entries: &Entries) -> Result<(), Stop> {
    let course_id = export.value.course_id;
    entries.put(Placed::Manifest, survey.manifest.write()?).await?;
    let mut lessons = Drafts::of(course_id, &survey.draft);
    while let Some(several) = lessons.next(tenant).await? {
        for lesson in several.iter().filter(|lesson| survey.lessons.contains(lesson.id)) {
            write_lesson(lesson, entries).await?;
            note_done(tenant, export).await?;
        }
    }
    for asset in &survey.manifest.assets {
        let path = crate::assets::path(course_id, &asset.name);
        let file = app.service::<Files>()?.open(tenant.scope(), &path, crate::course_archive::ASSET_BYTES).await?;
        write_file(Placed::Asset(asset.name.clone()), &asset.name, file, entries).await?;
        note_done(tenant, export).await?;
    }
    for file in &survey.manifest.files {
        let bytes = app.service::<Files>()?.open_uploaded(tenant.scope(), file.digest, file.size.get()).await?;
        write_file(Placed::File(file.digest), file.file_name.as_str(), bytes, entries).await?;
        note_done(tenant, export).await?;
    }
    Ok(())
}

async fn write_lesson(lesson: &Lesson, entries: &Entries) -> Result<(), Stop> {
    let Some(form) = survey::form_of(lesson) else { return Ok(()) };
    let text = match form {
        TextForm::Markdown => lesson.markdown.clone().unwrap_or_default(),
        TextForm::Html => in_archive(&lesson.html),
    };
    entries.put(Placed::Text(lesson.id, form), text.into_bytes()).await?;
    if let Some(notes) = lesson.speaker_notes.as_ref().filter(|_| form == TextForm::Html) {
        entries.put(Placed::Notes(lesson.id), in_archive(notes).into_bytes()).await?;
    }
    Ok(())
}

/// A file of the bucket, piece by piece.
async fn write_file(placed: Placed, name: &str, file: Option<RemoteFile>, entries: &Entries) -> Result<(), Stop> {
    let file = file.ok_or_else(|| Stop::Course(format!("The file {name}, which the course shows, isn't there any more.")))?;
    let mut file = file.read_once();
    entries.begin(placed).await?;
    let mut at = 0;
    while at < file.size() {
        let piece = file.piece(at).await?.to_vec();
        if piece.is_empty() {
            return Err(Stop::Platform(FunctionError::failed("the bucket gave nothing of a file")));
        }
        at += piece.len() as u64;
        entries.bytes(piece).await?;
    }
    Ok(())
}

async fn note_done(tenant: &Tenant, export: &mut Record<Export>) -> Result<(), TableError> {
    export.value.done += 1;
    if export.value.done.is_multiple_of(STEP) {
        *export = exports::update_export(tenant, export.clone()).await?;
    }
    Ok(())
}
