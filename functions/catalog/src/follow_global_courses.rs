//! Queue: a course or a collection of the global catalogue has changed, and the workspaces that subscribe to it follow, a page of all
//! workspaces with each message.

use crate::needs::FOLLOWERS;
use catalog_model::{
    collections::{self, ask_to_take},
    event::CatalogEvent,
    global::{self, GlobalCourse},
    ids::CollectionId,
    subscriptions::follow,
};
use lambda::{
    FunctionError, Handler, Message, Queue,
    Table::{GetItem, PutItem, QueryIndex, UpdateItem},
};
use table::{Page, Record, TableError, Tenant};
use workspaces_model::workspaces;

/// Workspaces that one message looks at.
const PAGE: i32 = 25;

pub(crate) fn handler() -> Handler {
    Queue::each("follow-global-courses", &["global_course.changed", "collection.changed"], handle)
        .table(&[GetItem, PutItem, QueryIndex, UpdateItem])
        .from_queue(FOLLOWERS)
        .timeout(30)
        .example(r#"{"kind": "global_course.changed", "payload": {"course_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6F", "revision": 1}}"#)
}

/// What workspaces follow.
enum Followed {
    Course(Box<Record<GlobalCourse>>),
    Collection(CollectionId, u64),
}

impl Followed {
    /// As it is now; `None` if it has changed since: a later change has its own walk.
    async fn of(tenant: &Tenant, event: &CatalogEvent) -> Result<Option<Self>, FunctionError> {
        Ok(match event {
            CatalogEvent::GlobalCourseChanged { course_id, revision, .. } => {
                let head = global::course(tenant, *course_id).await?.filter(|head| head.version == *revision);
                head.map(|head| Self::Course(Box::new(head)))
            }
            CatalogEvent::CollectionChanged { collection_id, revision, .. } => {
                let now = collections::collection(tenant, *collection_id).await?.filter(|collection| collection.version == *revision);
                now.map(|_| Self::Collection(*collection_id, *revision))
            }
            CatalogEvent::CourseChanged { .. } => return Err(FunctionError::misrouted("course.changed")),
            CatalogEvent::CourseRevised { .. } => return Err(FunctionError::misrouted("course.revised")),
            CatalogEvent::CourseDeleted { .. } => return Err(FunctionError::misrouted("course.deleted")),
            CatalogEvent::CourseOffered { .. } => return Err(FunctionError::misrouted("course.offered")),
            CatalogEvent::CollectionDue { .. } => return Err(FunctionError::misrouted("collection.due")),
            CatalogEvent::ImportArrived { .. } => return Err(FunctionError::misrouted("import.arrived")),
            CatalogEvent::ExportRequested { .. } => return Err(FunctionError::misrouted("export.requested")),
        })
    }

    /// Where this page begins.
    fn cursor(event: &CatalogEvent) -> Option<String> {
        match event {
            CatalogEvent::GlobalCourseChanged { after, .. } | CatalogEvent::CollectionChanged { after, .. } => after.clone(),
            _ => None,
        }
    }

    /// The event that goes on with the next page, and what names it: a cursor is another each time that it is made.
    fn next(&self, last: &str, after: Option<String>) -> (String, CatalogEvent) {
        match self {
            Self::Course(head) => {
                let (course_id, revision) = (head.value.id, head.version);
                (format!("{course_id}#{revision}#{last}"), CatalogEvent::GlobalCourseChanged { course_id, revision, after })
            }
            Self::Collection(id, revision) => {
                let event = CatalogEvent::CollectionChanged { collection_id: *id, revision: *revision, after };
                (format!("{id}#{revision}#{last}"), event)
            }
        }
    }

    async fn follow(&self, workspace: &Tenant) -> Result<(), TableError> {
        match self {
            Self::Course(head) => follow(workspace, head).await,
            Self::Collection(id, revision) => ask_to_take(workspace, *id, *revision).await,
        }
    }
}

async fn handle(message: Message<CatalogEvent>) -> Result<(), FunctionError> {
    let (tenant, operators) = (&message.tenant, message.registry()?);
    let Some(followed) = Followed::of(tenant, &message.event).await? else { return Ok(()) };
    let page = Page { limit: PAGE, cursor: Followed::cursor(&message.event), reverse: false, reader: String::new() };
    let listed = workspaces::list_workspaces(tenant.operation(), &operators, None, &page).await?;
    // The next page need not wait for this one.
    if listed.next.is_some() {
        let last = listed.items.last().map(|workspace| workspace.value.id.to_string()).unwrap_or_default();
        let (name, event) = followed.next(&last, listed.next);
        tenant.announce_once(&name, event).await?;
    }
    let mut outcome = Ok(());
    for workspace in listed.items {
        // One that cannot follow now does not keep the others from it; all of the page come again.
        let followed = followed.follow(&tenant.within(workspace.value.scope())).await;
        outcome = outcome.and(followed);
    }
    Ok(outcome?)
}
