//! Queue: courses have changed, and the search index of their workspace follows.
//!
//! A message only says which course to look at: what is put into the index is what the table says now, so late and repeated messages do no
//! harm. Where there is no index that can be read, all courses are put into a new one.

use crate::{
    course_index::{Finished, draft, entry},
    needs::{BUCKET, BUCKET_NAME, CHANGES, INDEXES},
};
use catalog_model::{courses::indexed, event::CatalogEvent, ids::CourseId};
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{BatchGetItem, QueryIndex},
    services::Files,
};
use std::collections::BTreeSet;
use table::Tenant;

const ATTEMPTS: usize = 3;

pub(crate) fn handler() -> Handler {
    Queue::in_order("index-courses", &["course.changed"], handle)
        .table(&[BatchGetItem, QueryIndex])
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
    let files = first.app.service::<Files>()?;
    let mut changed = messages.iter().map(|message| changed(&message.event)).collect::<Result<BTreeSet<_>, _>>()?;
    let mut is_damaged = false;
    for _ in 0..ATTEMPTS {
        let draft = draft(&files, tenant.scope(), is_damaged).await?;
        if draft.is_new {
            changed.extend(indexed::all_ids(&tenant).await?);
        }
        let courses = indexed::with_outlines(&tenant, &changed).await?;
        let entries = courses.iter().map(|(course, outline)| entry(course, outline)).collect::<Result<_, _>>()?;
        match draft.finish(&files, tenant.scope(), entries).await? {
            Finished::Stored => return Ok(()),
            // A worker that took too long may still be writing.
            Finished::Overtaken => {}
            Finished::Damaged => is_damaged = true,
        }
    }
    Err(FunctionError::failed("the index could not be stored"))
}

fn changed(event: &CatalogEvent) -> Result<CourseId, FunctionError> {
    match event {
        CatalogEvent::CourseChanged { id, .. } => Ok(*id),
        CatalogEvent::CourseRevised { .. } => Err(FunctionError::misrouted("course.revised")),
        CatalogEvent::CourseDeleted { .. } => Err(FunctionError::misrouted("course.deleted")),
        CatalogEvent::ImportArrived { .. } => Err(FunctionError::misrouted("import.arrived")),
    }
}
