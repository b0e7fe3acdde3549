//! Queue: a course was deleted; its lessons and files go too.

use crate::needs::{BUCKET, BUCKET_NAME, DELETIONS, FILES};
use catalog_model::{courses, event::CatalogEvent};
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{BatchWriteItem, Query},
    services::Files,
};

pub(crate) fn handler() -> Handler {
    Queue::each("clear-course", &["course.deleted"], handle)
        .table(&[BatchWriteItem, Query])
        .may(&["s3:DeleteObject"], &[FILES])
        .may(&["s3:ListBucket"], &[BUCKET])
        .from_queue(DELETIONS)
        .settings(&[BUCKET_NAME])
        .timeout(120)
        .example(r#"{"kind": "course.deleted", "payload": {"course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F"}}"#)
}

async fn handle(message: Message<CatalogEvent>) -> Result<(), FunctionError> {
    match message.event {
        CatalogEvent::CourseDeleted { course_id } => {
            courses::delete_content(&message.tenant, course_id).await?;
            let files = message.app.service::<Files>()?;
            Ok(files.delete_folder(message.tenant.scope(), &format!("courses/{course_id}")).await?)
        }
        CatalogEvent::CourseChanged { .. } => Err(FunctionError::misrouted("course.changed")),
        CatalogEvent::CourseRevised { .. } => Err(FunctionError::misrouted("course.revised")),
        CatalogEvent::CourseOffered { .. } => Err(FunctionError::misrouted("course.offered")),
        CatalogEvent::GlobalCourseChanged { .. } => Err(FunctionError::misrouted("global_course.changed")),
        CatalogEvent::CollectionChanged { .. } => Err(FunctionError::misrouted("collection.changed")),
        CatalogEvent::CollectionDue { .. } => Err(FunctionError::misrouted("collection.due")),
        CatalogEvent::ImportArrived { .. } => Err(FunctionError::misrouted("import.arrived")),
        CatalogEvent::ExportRequested { .. } => Err(FunctionError::misrouted("export.requested")),
    }
}
