//! Pages of a list. A cursor holds a sort key only, encrypted for the workspace; the scope gives the partition back.
//!
//! A sort key holds a name or a title. It is the key of the last item that the reader was given: what they may not see leaves no trace
//! in a page, neither in its cursor, nor in its length, nor by a further page that turns out to be empty.

use crate::{Entity, Filter, Index, Item, Key, Query, Record, TableError, Tenant, table::attributes};
use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Serialize, de::DeserializeOwned};
use std::future::{Future, ready};
use tenancy::WorkspaceScope;

/// Requests to the table for one page: a filter that fits little answers a short page, not a long wait.
const ROUNDS: usize = 8;

/// The same for a page that would be empty.
const ROUNDS_FOR_ONE: usize = 24;

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
    /// Who reads; a cursor is of use to nobody else.
    pub reader: String,
}

impl Page {
    /// As many as a page can have, from the beginning.
    #[must_use]
    pub const fn largest() -> Self {
        Self { limit: 100, cursor: None, reverse: false, reader: String::new() }
    }
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

/// A list: a partition of the table or of an index, in the order of its sort keys.
pub struct List {
    /// Names the list in its cursors.
    pub name: &'static str,
    pub index: Option<Index>,
    pub partition: String,
    pub prefix: Option<String>,
    /// With what was written a moment ago; an index cannot say that.
    pub consistent: bool,
    /// The highest sort key first.
    pub backwards: bool,
    /// What does not fit is read and left out.
    pub filter: Vec<Filter>,
    /// The key of the item whose sort key in the index this is.
    pub key_of: fn(&WorkspaceScope, &str) -> Option<Key>,
}

impl List {
    /// The whole partition of the first index, forwards.
    pub const fn indexed(name: &'static str, partition: String, key_of: fn(&WorkspaceScope, &str) -> Option<Key>) -> Self {
        Self { name, index: Some(Index::First), partition, prefix: None, consistent: false, backwards: false, filter: Vec::new(), key_of }
    }

    /// What a cursor is for, and for nothing else: this list as this reader has asked for it.
    fn purpose(&self, page: &Page) -> String {
        let Self { name, partition, prefix, filter, .. } = self;
        format!("cursor {:?}", (name, partition, prefix, filter, page.reverse, &page.reader))
    }

    /// Where a page begins that follows the item with this sort key.
    fn start(&self, scope: &WorkspaceScope, sort: String) -> Option<Item> {
        let Some(index) = self.index else {
            return Some(attributes(Key { pk: self.partition.clone(), sk: sort }));
        };
        let mut start = attributes((self.key_of)(scope, &sort)?);
        start.insert(index.partition_key().to_owned(), AttributeValue::S(self.partition.clone()));
        start.insert(index.sort_key().to_owned(), AttributeValue::S(sort));
        Some(start)
    }
}

impl Tenant {
    /// What a reader gets who comes back for more of a list that is no partition: any value, hidden, for one purpose.
    ///
    /// # Errors
    /// When it cannot be encrypted: a defect.
    pub fn hide<T: Serialize>(&self, purpose: &str, value: &T) -> Result<String, TableError> {
        let hidden = self.table().signing().encrypt(self.scope().workspace().as_str(), purpose, value);
        hidden.map_err(|error| TableError::Refused(error.to_string()))
    }

    /// What was hidden for this purpose.
    ///
    /// # Errors
    /// [`TableError::BadCursor`] for anything else.
    pub fn reveal<T: DeserializeOwned>(&self, purpose: &str, cursor: &str) -> Result<T, TableError> {
        self.table().signing().decrypt(self.scope().workspace().as_str(), purpose, cursor).ok_or(TableError::BadCursor)
    }

    /// A page of a list.
    ///
    /// # Errors
    /// [`TableError::BadCursor`], or when the table cannot be read.
    pub async fn listed<T: Entity>(&self, list: List, page: &Page) -> Result<Listed<Record<T>>, TableError> {
        self.listed_to(list, page, |records| ready(Ok(records.into_iter().map(Some).collect()))).await
    }

    /// A page of those of a list that the reader may see: `see` is given some after others, leaves `None` for what must not be seen, and
    /// answers what the page shows of the rest.
    ///
    /// # Errors
    /// As for [`Self::listed`], or what `see` answers.
    pub async fn listed_to<T, U, E, F, Fut>(&self, list: List, page: &Page, mut see: F) -> Result<Listed<U>, E>
    where
        T: Entity,
        E: From<TableError>,
        F: FnMut(Vec<Record<T>>) -> Fut,
        Fut: Future<Output = Result<Vec<Option<U>>, E>>,
    {
        let purpose = list.purpose(page);
        let start = match &page.cursor {
            None => None,
            Some(cursor) => {
                let sort = self.reveal(&purpose, cursor)?;
                Some(list.start(self.scope(), sort).ok_or(TableError::BadCursor)?)
            }
        };
        let List { index, partition, prefix, consistent, filter, .. } = list;
        let backwards = list.backwards != page.reverse;
        let sort_key = index.map_or("sk", Index::sort_key);
        let sort_of = |item: &Item| item.get(sort_key).and_then(|value| value.as_s().ok()).cloned();
        let wanted = usize::try_from(page.limit.clamp(1, 100)).unwrap_or(1);
        // One more than wanted tells whether there is more. What a filter leaves out counts against the limit of a request, so a
        // filtered one asks for more.
        let limit = Some(if filter.is_empty() { page.limit.clamp(1, 100) + 1 } else { READ_AT_ONCE });
        let mut query = Query { index, partition, prefix, start, limit, backwards, filter, consistent };
        let (mut found, mut unread) = (Vec::new(), None);
        for round in 0..ROUNDS_FOR_ONE {
            if round >= ROUNDS && !found.is_empty() {
                break;
            }
            let (items, last) = self.query(query.clone()).await?;
            let sorts: Vec<Option<String>> = items.iter().map(sort_of).collect();
            let records = items.into_iter().map(Record::read).collect::<Result<_, _>>()?;
            let seen = see(records).await?.into_iter().zip(sorts);
            found.extend(seen.filter_map(|(record, sort)| Some((record?, sort))));
            unread = last.as_ref().and_then(sort_of);
            if unread.is_none() || found.len() > wanted {
                break;
            }
            query.start = last;
        }
        let next = if found.len() > wanted {
            found.truncate(wanted);
            found.last().and_then(|(_, sort)| sort.clone())
        } else {
            // Nothing further, or as much as one request may read: the place is as unreadable as any.
            unread
        };
        let next = next.map(|sort| self.hide(&purpose, &sort)).transpose()?;
        Ok(Listed { items: found.into_iter().map(|(record, _)| record).collect(), next })
    }
}
