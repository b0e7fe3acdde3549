//! Queue: a course has changed, and the enrolments of its learners follow, a page of them with each message.

use catalog_model::event::CatalogEvent;
use lambda::{
    FunctionError, Handler, Message, Queue, QueueResource,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use learning_model::enrolments::following;

/// Changed courses, for the enrolments that follow them. A course with 100,000 learners is 4,000 messages, which leave the account's
/// concurrency to those who wait for an answer.
const ENROLMENTS: QueueResource = QueueResource::standard("Enrolments").with(1, 50).alarm_after(7200);

pub(crate) fn handler() -> Handler {
    Queue::each("refresh-enrolments", &["course.revised"], handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .from_queue(ENROLMENTS)
        .example(r#"{"kind": "course.revised", "payload": {"course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "revision": 1}}"#)
}

async fn handle(message: Message<CatalogEvent>) -> Result<(), FunctionError> {
    match message.event {
        CatalogEvent::CourseRevised { course_id, revision, after } => {
            Ok(following::follow_course(&message.tenant, course_id, revision, after).await?)
        }
        CatalogEvent::CourseChanged { .. } => Err(FunctionError::misrouted("course.changed")),
        CatalogEvent::CourseDeleted { .. } => Err(FunctionError::misrouted("course.deleted")),
        CatalogEvent::CourseOffered { .. } => Err(FunctionError::misrouted("course.offered")),
        CatalogEvent::GlobalCourseChanged { .. } => Err(FunctionError::misrouted("global_course.changed")),
        CatalogEvent::CollectionChanged { .. } => Err(FunctionError::misrouted("collection.changed")),
        CatalogEvent::CollectionDue { .. } => Err(FunctionError::misrouted("collection.due")),
        CatalogEvent::ImportArrived { .. } => Err(FunctionError::misrouted("import.arrived")),
        CatalogEvent::ExportRequested { .. } => Err(FunctionError::misrouted("export.requested")),
    }
}
