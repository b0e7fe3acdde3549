//! Queue: courses have changed, and the search index of their workspace follows.
//!
//! A message only says which course to look at: what is put into the index is what the table says now, so late and repeated messages do no
//! harm. Where there is no index that can be read, all courses are put into a new one.

use crate::{
    course_index::CourseIndex,
    needs::{BUCKET, BUCKET_NAME, CHANGES, INDEXES},
};
use catalog_model::{event::CatalogEvent, ids::CourseId};
use index_store::refresh;
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{BatchGetItem, ConditionCheckItem, PutItem, Query, QueryIndex},
    services::Files,
};
use table::Tenant;

pub(crate) fn handler() -> Handler {
    Queue::by_workspace("index-courses", &["course.changed"], handle)
        .table(&[BatchGetItem, ConditionCheckItem, PutItem, Query, QueryIndex])
        .may(&["s3:GetObject", "s3:PutObject"], &[INDEXES])
        // Without a condition on the prefix, which a read does not have: then S3 says 404 of a missing index, and not 403.
        .may(&["s3:ListBucket"], &[BUCKET])
        .from_queue(CHANGES)
        .settings(&[BUCKET_NAME])
        .timeout(60)
        .memory(1024)
        .example(r#"{"kind": "course.changed", "payload": {"id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "from": 1, "to": 2}}"#)
}

async fn handle(tenant: Tenant, messages: Vec<Message<CatalogEvent>>) -> Result<(), FunctionError> {
    let Some(first) = messages.first() else { return Ok(()) };
    let changed = messages.iter().map(|message| changed(&message.event)).collect::<Result<_, _>>()?;
    let files = first.app.service::<Files>()?;
    refresh::<CourseIndex>(&files, &tenant, changed, false).await.map(drop)
}

fn changed(event: &CatalogEvent) -> Result<CourseId, FunctionError> {
    match event {
        CatalogEvent::CourseChanged { id, .. } => Ok(*id),
        CatalogEvent::CourseRevised { .. } => Err(FunctionError::misrouted("course.revised")),
        CatalogEvent::CourseDeleted { .. } => Err(FunctionError::misrouted("course.deleted")),
        CatalogEvent::CourseOffered { .. } => Err(FunctionError::misrouted("course.offered")),
        CatalogEvent::GlobalCourseChanged { .. } => Err(FunctionError::misrouted("global_course.changed")),
        CatalogEvent::CollectionChanged { .. } => Err(FunctionError::misrouted("collection.changed")),
        CatalogEvent::CollectionDue { .. } => Err(FunctionError::misrouted("collection.due")),
        CatalogEvent::ImportArrived { .. } => Err(FunctionError::misrouted("import.arrived")),
        CatalogEvent::ExportRequested { .. } => Err(FunctionError::misrouted("export.requested")),
    }
}
