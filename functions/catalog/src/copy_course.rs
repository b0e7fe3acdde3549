//! Queue: operators offer a course to all workspaces, and what was published of it is copied into the global catalogue, some lessons with
//! each message. The last one shows it.

use crate::{
    assets,
    needs::{BUCKET, BUCKET_NAME, GLOBAL_FILES, OFFERS, OPERATORS_FILES},
};
use catalog_model::{event::CatalogEvent, lesson::Content, offers::Copying};
use futures_util::{StreamExt, TryStreamExt, stream};
use lambda::{
    FunctionError, Grant, Handler, Message, Queue,
    Table::{GetItem, PutItem, Query, QueryIndex},
    services::Files,
};
use packages_model::packages;
use std::collections::BTreeSet;

/// Bytes of a picture or file: as many as an import takes.
const LARGEST: u64 = 10 << 20;
/// Pictures that are copied at the same time, through memory.
const AT_ONCE: usize = 8;

pub(crate) fn handler() -> Handler {
    Queue::each("copy-course", &["course.offered"], handle)
        .table(&[GetItem, PutItem, Query, QueryIndex])
        .granted([Grant::global(&["dynamodb:BatchWriteItem", "dynamodb:PutItem"])])
        .may(&["s3:GetObject"], &[OPERATORS_FILES])
        .may(&["s3:PutObject"], &[GLOBAL_FILES])
        // See `index_courses`.
        .may(&["s3:ListBucket"], &[BUCKET])
        .from_queue(OFFERS)
        .settings(&[BUCKET_NAME])
        .timeout(120)
        .memory(512)
        .example(r#"{"kind": "course.offered", "payload": {"course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "offer": 1}}"#)
}

async fn handle(message: Message<CatalogEvent>) -> Result<(), FunctionError> {
    let (course_id, offer, after) = match &message.event {
        CatalogEvent::CourseOffered { course_id, offer, after } => (*course_id, *offer, *after),
        CatalogEvent::CourseChanged { .. } => return Err(FunctionError::misrouted("course.changed")),
        CatalogEvent::CourseRevised { .. } => return Err(FunctionError::misrouted("course.revised")),
        CatalogEvent::CourseDeleted { .. } => return Err(FunctionError::misrouted("course.deleted")),
        CatalogEvent::CollectionChanged { .. } => return Err(FunctionError::misrouted("collection.changed")),
        CatalogEvent::CollectionDue { .. } => return Err(FunctionError::misrouted("collection.due")),
        CatalogEvent::GlobalCourseChanged { .. } => return Err(FunctionError::misrouted("global_course.changed")),
        CatalogEvent::ImportArrived { .. } => return Err(FunctionError::misrouted("import.arrived")),
        CatalogEvent::ExportRequested { .. } => return Err(FunctionError::misrouted("export.requested")),
    };
    let (tenant, operators) = (&message.tenant, message.registry()?);
    let Some(copying) = Copying::of(tenant, course_id, offer).await? else {
        tracing::info!(%course_id, offer, "the offer is over, or another has taken its place");
        return Ok(());
    };
    let batch = copying.after(tenant, after).await?;
    let texts = batch.lessons().flat_map(|lesson| std::iter::once(lesson.html.as_str()).chain(lesson.speaker_notes.as_deref()));
    let files: BTreeSet<String> = texts.flat_map(assets::named_in).collect();
    // How parts of packages are opened; what is shown of it is what its lessons name.
    for lesson in batch.lessons() {
        if let Content::Package(package) = &lesson.content {
            packages::publish(tenant, &operators, package.file, package.item.as_str()).await?;
        }
    }
    let service = message.app.service::<Files>()?;
    // Collected first: a closure that borrows for a future of its own would have to do so for any lifetime.
    let mut copied = Vec::new();
    for file in files {
        let (service, operators, path) = (&service, &operators, assets::path(course_id, &file));
        copied.push(async move { service.publish(operators, &path, LARGEST).await });
    }
    stream::iter(copied).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    Ok(copying.store(tenant, &operators, batch).await?)
}
