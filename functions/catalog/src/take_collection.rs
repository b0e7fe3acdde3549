//! Queue: a workspace subscribes to a collection, or something was added to one, and the workspace subscribes to the courses in it.

use crate::needs::COLLECTIONS;
use catalog_model::{collections::take, event::CatalogEvent};
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{ConditionCheckItem, GetItem, PutItem, UpdateItem},
};

pub(crate) fn handler() -> Handler {
    Queue::each("take-collection", &["collection.due"], handle)
        .table(&[ConditionCheckItem, GetItem, PutItem, UpdateItem])
        .from_queue(COLLECTIONS)
        .timeout(120)
        .example(r#"{"kind": "collection.due", "payload": {"collection_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F"}}"#)
}

async fn handle(message: Message<CatalogEvent>) -> Result<(), FunctionError> {
    let id = match message.event {
        CatalogEvent::CollectionDue { collection_id } => collection_id,
        CatalogEvent::CollectionChanged { .. } => return Err(FunctionError::misrouted("collection.changed")),
        CatalogEvent::CourseChanged { .. } => return Err(FunctionError::misrouted("course.changed")),
        CatalogEvent::CourseRevised { .. } => return Err(FunctionError::misrouted("course.revised")),
        CatalogEvent::CourseDeleted { .. } => return Err(FunctionError::misrouted("course.deleted")),
        CatalogEvent::CourseOffered { .. } => return Err(FunctionError::misrouted("course.offered")),
        CatalogEvent::GlobalCourseChanged { .. } => return Err(FunctionError::misrouted("global_course.changed")),
        CatalogEvent::ImportArrived { .. } => return Err(FunctionError::misrouted("import.arrived")),
        CatalogEvent::ExportRequested { .. } => return Err(FunctionError::misrouted("export.requested")),
    };
    Ok(take(&message.tenant, id, |course| message.tenant.act("course.subscribed", format!("course/{course}"))).await?)
}
