//! Collections: courses of the global catalogue that operators put together, and workspaces that take each of them, also those that are
//! added later.
//!
//! | access | how |
//! |---|---|
//! | a collection | get `G#COLLECTION#<id>` / `COLLECTION` |
//! | collections by title | query index 1, `G#COLLECTIONS` / `<title>#<id>` |
//! | whether a workspace subscribes to one | get `W#<ws>#COLLECTION#<id>` / `SUBSCRIPTION` |

use crate::{
    courses,
    event::CatalogEvent,
    ids::{CollectionId, CourseId},
    keys,
    subscriptions::{SubscriptionError, subscribe},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{
    Condition, Entity, Index, List, Listed, Page, Place, Query, Record, TableError, Tenant, TransactionError, Write, audit::Act,
    idempotency::Attempt,
};
use tenancy::{GlobalScope, OperatorScope, WorkspaceScope, doors};
use trellis_core::{folding::order_key, personal::NotPersonal, title::Title};

/// Courses of one collection: as many as one message subscribes to.
pub const MOST_COURSES: u64 = 200;

/// Courses that operators put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    pub id: CollectionId,
    pub title: NotPersonal<Title>,
    pub summary: NotPersonal<String>,
    pub courses: BTreeSet<CourseId>,
}

impl Entity for Collection {
    const NAME: &'static str = "Collection";
}

/// A workspace takes the courses of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionSubscription {
    pub collection_id: CollectionId,
}

impl Entity for CollectionSubscription {
    const NAME: &'static str = "CollectionSubscription";
}

fn place(home: &GlobalScope, collection: &Collection) -> Place {
    let sort = format!("{}#{}", order_key(collection.title.as_str()), collection.id);
    Place::from(keys::collection(home, collection.id)).listed(keys::collections(home), sort)
}

/// A collection as it is now.
///
/// # Errors
/// When the table cannot be read.
pub async fn collection(tenant: &Tenant, id: CollectionId) -> Result<Option<Record<Collection>>, TableError> {
    tenant.get(keys::collection(&doors::global(tenant.scope()), id), true).await?.map(Record::read).transpose()
}

/// Collections by title.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_collections(tenant: &Tenant, page: &Page) -> Result<Listed<Record<Collection>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::collection(&doors::global(scope), sort.rsplit('#').next()?.parse().ok()?));
    tenant.listed(List::indexed("collections", keys::collections(&doors::global(tenant.scope())), key_of), page).await
}

/// Collections that one transaction can announce beside an offer. A course is in few; what is beyond follows with their next change.
const MOST_FOLLOWED: usize = 40;

/// The writes that let those who subscribe to collections with this course take what they lack.
pub(crate) async fn followed_again(tenant: &Tenant, course: CourseId) -> Result<Vec<Write>, TableError> {
    let home = doors::global(tenant.scope());
    let query = Query { index: Some(Index::First), partition: keys::collections(&home), ..Query::default() };
    let mut writes = Vec::new();
    for item in tenant.query_all(query).await? {
        let collection = Record::<Collection>::read(item)?;
        if collection.value.courses.contains(&course) && writes.len() < 2 * MOST_FOLLOWED {
            writes.extend(stored_and_announced(tenant, &home, &collection)?);
        }
    }
    Ok(writes)
}

fn stored_and_announced(tenant: &Tenant, home: &GlobalScope, collection: &Record<Collection>) -> Result<[Write; 2], TableError> {
    let (id, revision) = (collection.value.id, collection.version + 1);
    Ok([
        collection.write(place(home, &collection.value), tenant.now())?,
        tenant.announce(CatalogEvent::CollectionChanged { collection_id: id, revision, after: None })?,
    ])
}

/// The writes of a collection as it is from now on; those who subscribe to it follow.
fn writes(tenant: &Tenant, collection: &Record<Collection>, act: &Act) -> Result<Vec<Write>, TableError> {
    let [stored, announced] = stored_and_announced(tenant, &doors::global(tenant.scope()), collection)?;
    Ok(vec![stored, announced, tenant.recorded(act)?])
}

/// Adds a collection, once per attempt; its id.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_collection(
    tenant: &Tenant,
    operators: &OperatorScope,
    collection: Collection,
    attempt: Option<&Attempt>,
    act: &Act,
) -> Result<CollectionId, TableError> {
    let id = collection.id;
    let mut writes = writes(tenant, &Record::new(collection, tenant.now()), act)?;
    let remembered = writes.len();
    if let Some(attempt) = attempt {
        writes.push(tenant.remember(attempt, &id.to_string())?);
    }
    match (tenant.operation().transact_as_publisher(operators, writes).await, attempt) {
        (Ok(()), _) => Ok(id),
        (Err(TransactionError::Conditions(failed)), Some(attempt)) if failed.contains(&remembered) => {
            let made = tenant.made_before(attempt).await?;
            made.parse().map_err(|_| TableError::Corrupt { entity: Collection::NAME, reason: "an attempt names none".to_owned() })
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// Stores a changed collection and answers it as it is now stored.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn update_collection(
    tenant: &Tenant,
    operators: &OperatorScope,
    collection: Record<Collection>,
    act: &Act,
) -> Result<Record<Collection>, TableError> {
    tenant.operation().transact_as_publisher(operators, writes(tenant, &collection, act)?).await?;
    Ok(collection.stored(tenant.now()))
}

/// Removes a collection. Workspaces keep the courses that they have.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn delete_collection(
    tenant: &Tenant,
    operators: &OperatorScope,
    collection: &Record<Collection>,
    act: &Act,
) -> Result<(), TableError> {
    let key = keys::collection(&doors::global(tenant.scope()), collection.value.id);
    let writes = vec![Write::Delete(key, Condition::Version(collection.version)), tenant.recorded(act)?];
    Ok(tenant.operation().transact_as_publisher(operators, writes).await?)
}

/// A workspace takes the courses of a collection from now on; whether it did not before.
///
/// # Errors
/// [`TableError::Conflict`] if the collection is gone, or when the table cannot be written.
pub async fn subscribe_to_collection(tenant: &Tenant, id: CollectionId, act: &Act) -> Result<bool, TableError> {
    if is_subscribed(tenant, id).await? {
        return Ok(false);
    }
    let subscription = Record::new(CollectionSubscription { collection_id: id }, tenant.now());
    let writes = vec![
        subscription.write(keys::collection_subscription(tenant.scope(), id), tenant.now())?,
        Write::Check(keys::collection(&doors::global(tenant.scope()), id), Condition::Present),
        tenant.announce(CatalogEvent::CollectionDue { collection_id: id })?,
        tenant.recorded(act)?,
    ];
    match tenant.transact(writes).await {
        Ok(()) => Ok(true),
        // Somebody was faster.
        Err(TransactionError::Conditions(failed)) if failed.contains(&0) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// No course of a collection is added to a workspace any more; those that it has stay. Whether it did subscribe.
///
/// # Errors
/// When the table cannot be written.
pub async fn leave_collection(tenant: &Tenant, id: CollectionId, act: &Act) -> Result<bool, TableError> {
    if !is_subscribed(tenant, id).await? {
        return Ok(false);
    }
    let delete = Write::Delete(keys::collection_subscription(tenant.scope(), id), Condition::Any);
    tenant.transact(vec![delete, tenant.recorded(act)?]).await?;
    Ok(true)
}

async fn is_subscribed(tenant: &Tenant, id: CollectionId) -> Result<bool, TableError> {
    Ok(tenant.get(keys::collection_subscription(tenant.scope(), id), true).await?.is_some())
}

/// Those of these collections, at most 100, to which a workspace subscribes.
///
/// # Errors
/// When the table cannot be read.
pub async fn subscribed(tenant: &Tenant, ids: &BTreeSet<CollectionId>) -> Result<BTreeSet<CollectionId>, TableError> {
    let keys = ids.iter().map(|id| keys::collection_subscription(tenant.scope(), *id)).collect();
    let found = tenant.batch_get(keys, true).await?.into_iter().map(Record::<CollectionSubscription>::read);
    found.map(|found| found.map(|found| found.value.collection_id)).collect()
}

/// Lets a workspace that subscribes to a collection take what it has not taken yet. Can be asked for again at any time.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn ask_to_take(tenant: &Tenant, id: CollectionId, revision: u64) -> Result<(), TableError> {
    if is_subscribed(tenant, id).await? {
        tenant.announce_once(&format!("{id}#{revision}"), CatalogEvent::CollectionDue { collection_id: id }).await?;
    }
    Ok(())
}

/// Subscribes to the courses of a collection that the workspace has never had. What it has unsubscribed from does not come back by itself.
///
/// # Errors
/// When the table cannot be read or written.
pub async fn take(tenant: &Tenant, id: CollectionId, act: impl Fn(CourseId) -> Act) -> Result<(), TableError> {
    let Some(collection) = collection(tenant, id).await? else { return Ok(()) };
    if !is_subscribed(tenant, id).await? {
        return Ok(());
    }
    for course in collection.value.courses {
        if courses::course_or_its_rest(tenant, course).await?.is_some() {
            continue;
        }
        match subscribe(tenant, course, false, &act(course)).await {
            Ok(_) | Err(SubscriptionError::Unknown | SubscriptionError::Withdrawn | SubscriptionError::Own) => {}
            Err(SubscriptionError::Table(error)) => return Err(error),
        }
    }
    Ok(())
}
