//! Pages of a list. A cursor holds a sort key only, signed; the scope gives the partition back.

use crate::{
    Store, StoreError,
    entity::{Entity, Record},
    keys::Key,
    query::{Filter, Query},
    table::{Item, attributes},
};
use aws_sdk_dynamodb::types::AttributeValue;
use tenancy::WorkspaceScope;

/// Requests to the table for one page: a filter that fits little answers a short page, not a long wait.
const ROUNDS: usize = 8;

/// Items that one request of a filtered list looks at.
const READ_AT_ONCE: i32 = 100;

/// Which page of a list is wanted.
#[derive(Debug, Clone)]
pub struct Page {
    /// 1 to 100.
    pub limit: i32,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// The other end of the list first.
    pub reverse: bool,
}

impl Page {
    /// As many as a page can have, from the beginning.
    #[must_use]
    pub const fn largest() -> Self {
        Self { limit: 100, cursor: None, reverse: false }
    }
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

/// A list: a partition of the table or of an index, in the order of its sort keys.
pub(crate) struct List {
    /// Names the list in the cursor's signature, with the workspace.
    pub(crate) name: &'static str,
    pub(crate) index: Option<&'static str>,
    pub(crate) partition: String,
    pub(crate) prefix: Option<String>,
    /// The highest sort key first.
    pub(crate) backwards: bool,
    /// What does not fit is read and left out.
    pub(crate) filter: Vec<Filter>,
    /// The key of the item whose sort key in the index this is.
    pub(crate) key_of: fn(&WorkspaceScope, &str) -> Option<Key>,
}

impl List {
    /// The whole partition of the first index, forwards.
    pub(crate) const fn indexed(name: &'static str, partition: String, key_of: fn(&WorkspaceScope, &str) -> Option<Key>) -> Self {
        Self { name, index: Some("gsi1"), partition, prefix: None, backwards: false, filter: Vec::new(), key_of }
    }

    /// Where a page begins that follows the item with this sort key.
    fn start(&self, scope: &WorkspaceScope, sort: String) -> Option<Item> {
        if self.index.is_none() {
            return Some(attributes(Key { pk: self.partition.clone(), sk: sort }));
        }
        let mut start = attributes((self.key_of)(scope, &sort)?);
        start.insert("gsi1pk".to_owned(), AttributeValue::S(self.partition.clone()));
        start.insert("gsi1sk".to_owned(), AttributeValue::S(sort));
        Some(start)
    }
}

impl Store {
    /// A page of a list.
    pub(crate) async fn listed<T: Entity>(&self, scope: &WorkspaceScope, list: List, page: &Page) -> Result<Listed<Record<T>>, StoreError> {
        let purpose = format!("cursor:{}:{}", list.name, scope.workspace());
        let start = match &page.cursor {
            None => None,
            Some(cursor) => {
                let sort: String = self.signing.open(&purpose, cursor).ok_or(StoreError::BadCursor)?;
                Some(list.start(scope, sort).ok_or(StoreError::BadCursor)?)
            }
        };
        let List { index, partition, prefix, filter, .. } = list;
        let backwards = list.backwards != page.reverse;
        let sort_key = if index.is_some() { "gsi1sk" } else { "sk" };
        let sort_of = |item: &Item| item.get(sort_key).and_then(|value| value.as_s().ok()).cloned();
        let (wanted, filtered) = (page.limit.clamp(1, 100), !filter.is_empty());
        let wanted_items = usize::try_from(wanted).unwrap_or(1);
        // What a filter leaves out counts against the limit of a request, so a filtered one asks for more.
        let limit = Some(if filtered { READ_AT_ONCE } else { wanted });
        let mut query = Query { index, partition, prefix, start, limit, backwards, filter, consistent: false };
        let (mut found, mut next) = (Vec::new(), None);
        for _ in 0..ROUNDS {
            let (items, last) = self.table.query(scope, query.clone()).await?;
            found.extend(items);
            next = last.as_ref().and_then(sort_of);
            if found.len() > wanted_items {
                found.truncate(wanted_items);
                next = found.last().and_then(sort_of);
            }
            if next.is_none() || found.len() == wanted_items {
                break;
            }
            query.start = last;
        }
        let next = next.map(|sort| self.signing.token(&purpose, &sort)).transpose();
        let next = next.map_err(|error| StoreError::Refused(error.to_string()))?;
        Ok(Listed { items: found.into_iter().map(Record::read).collect::<Result<_, _>>()?, next })
    }
}
