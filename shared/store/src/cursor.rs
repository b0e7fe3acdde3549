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

/// A list that is kept in the first index.
pub(crate) struct Index {
    /// Names the list in the cursor's signature, with the workspace.
    pub(crate) name: &'static str,
    pub(crate) partition: String,
    pub(crate) prefix: Option<String>,
    /// The key of the item whose sort key in the index this is.
    pub(crate) key_of: fn(&WorkspaceScope, &str) -> Option<Key>,
}

impl Store {
    pub(crate) async fn list(&self, scope: &WorkspaceScope, index: Index, page: &Page) -> Result<(Vec<Item>, Option<String>), StoreError> {
        let purpose = format!("cursor:{}:{}", index.name, scope.workspace());
        let start = match &page.cursor {
            None => None,
            Some(cursor) => {
                let sort: String = self.signing.open(&purpose, cursor).ok_or(StoreError::BadCursor)?;
                let mut start = attributes((index.key_of)(scope, &sort).ok_or(StoreError::BadCursor)?);
                start.insert("gsi1pk".to_owned(), AttributeValue::S(index.partition.clone()));
                start.insert("gsi1sk".to_owned(), AttributeValue::S(sort));
                Some(start)
            }
        };
        let limit = Some(page.limit.clamp(1, 100));
        let query = Query { index: Some("gsi1"), partition: index.partition, prefix: index.prefix, start, limit, ..Query::default() };
        let (items, last) = self.table.query(scope, query).await?;
        let sort = last.as_ref().and_then(|key| key.get("gsi1sk")).and_then(|value| value.as_s().ok());
        let next = sort.map(|sort| self.signing.token(&purpose, sort)).transpose();
        Ok((items, next.map_err(|error| StoreError::Refused(error.to_string()))?))
    }
}
