//! Pages of a list. A cursor holds a sort key only, signed; the scope gives the partition back.

use crate::{
    Store, StoreError,
    keys::Key,
    table::{Item, Query, attributes},
};
use aws_sdk_dynamodb::types::AttributeValue;
use tenancy::WorkspaceScope;

/// Which page of a list is wanted.
#[derive(Debug, Clone)]
pub struct Page {
    /// 1 to 100.
    pub limit: i32,
    /// The `next` of the page before.
    pub cursor: Option<String>,
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
    /// Attributes, by their paths, that must have these values; what does not fit is read and left out.
    pub(crate) filter: Vec<(&'static str, String)>,
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
    pub(crate) async fn list(&self, scope: &WorkspaceScope, list: List, page: &Page) -> Result<(Vec<Item>, Option<String>), StoreError> {
        let purpose = format!("cursor:{}:{}", list.name, scope.workspace());
        let start = match &page.cursor {
            None => None,
            Some(cursor) => {
                let sort: String = self.signing.open(&purpose, cursor).ok_or(StoreError::BadCursor)?;
                Some(list.start(scope, sort).ok_or(StoreError::BadCursor)?)
            }
        };
        let limit = Some(page.limit.clamp(1, 100));
        let List { index, partition, prefix, backwards, filter, .. } = list;
        let sort_key = if index.is_some() { "gsi1sk" } else { "sk" };
        let query = Query { index, partition, prefix, start, limit, backwards, filter, consistent: false };
        let (items, last) = self.table.query(scope, query).await?;
        let sort = last.as_ref().and_then(|key| key.get(sort_key)).and_then(|value| value.as_s().ok());
        let next = sort.map(|sort| self.signing.token(&purpose, sort)).transpose();
        Ok((items, next.map_err(|error| StoreError::Refused(error.to_string()))?))
    }
}
