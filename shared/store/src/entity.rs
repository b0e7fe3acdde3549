//! Items: what every one of them carries, and how an entity becomes one.

use crate::{
    StoreError,
    keys::Key,
    table::{Condition, Item, Write},
};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A kind of item. `SCHEMA` rises when the stored form changes, for migrations.
pub(crate) trait Entity: Serialize + DeserializeOwned {
    const NAME: &'static str;
    const SCHEMA: u16 = 1;
}

/// An entity with what its item carries besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<T> {
    pub value: T,
    /// Rises with every write; 0 before the first. The `ETag` of the HTTP interface.
    pub version: u64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl<T> Record<T> {
    /// A record that is not stored yet.
    #[must_use]
    pub const fn new(value: T, now: Timestamp) -> Self {
        Self { value, version: 0, created_at: now, updated_at: now }
    }
}

/// Where an item lies: its key, its place in the first index, when it goes away.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) key: Key,
    pub(crate) listed: Option<(String, String)>,
    /// What a list can be searched for, in small letters.
    pub(crate) words: Option<String>,
    pub(crate) expires_at: Option<Timestamp>,
}

impl From<Key> for Place {
    fn from(key: Key) -> Self {
        Self { key, listed: None, words: None, expires_at: None }
    }
}

impl Place {
    /// Lists the item in the first index under a partition and sort key.
    pub(crate) fn listed(self, partition: String, sort: String) -> Self {
        Self { listed: Some((partition, sort)), ..self }
    }

    /// Lets a list be searched for these words: see [`Filter::words`].
    ///
    /// [`Filter::words`]: crate::query::Filter::words
    pub(crate) fn searched(self, words: &str) -> Self {
        Self { words: Some(words.to_lowercase()), ..self }
    }

    /// Lets DynamoDB delete the item some time after this; readers must look at the time themselves.
    pub(crate) fn expires(self, at: Timestamp) -> Self {
        Self { expires_at: Some(at), ..self }
    }
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    entity: String,
    schema: u16,
    version: u64,
    created_at: Timestamp,
    updated_at: Timestamp,
}

fn corrupt<T: Entity>(reason: impl ToString) -> StoreError {
    StoreError::Corrupt { entity: T::NAME, reason: reason.to_string() }
}

#[expect(private_bounds, reason = "entities are this crate's; the methods are too")]
impl<T: Entity> Record<T> {
    fn item(&self, place: Place, now: Timestamp) -> Result<Item, StoreError> {
        let envelope = Envelope {
            entity: T::NAME.to_owned(),
            schema: T::SCHEMA,
            version: self.version + 1,
            created_at: self.created_at,
            updated_at: now,
        };
        let mut item: Item = serde_dynamo::to_item(&self.value).map_err(corrupt::<T>)?;
        let meta: Item = serde_dynamo::to_item(envelope).map_err(corrupt::<T>)?;
        item.extend(meta);
        item.insert("pk".to_owned(), AttributeValue::S(place.key.pk));
        item.insert("sk".to_owned(), AttributeValue::S(place.key.sk));
        if let Some((partition, sort)) = place.listed {
            item.insert("gsi1pk".to_owned(), AttributeValue::S(partition));
            item.insert("gsi1sk".to_owned(), AttributeValue::S(sort));
        }
        if let Some(words) = place.words {
            item.insert("words".to_owned(), AttributeValue::S(words));
        }
        if let Some(at) = place.expires_at {
            item.insert("expires_at".to_owned(), AttributeValue::N(at.as_second().to_string()));
        }
        Ok(item)
    }

    /// The write that stores this record if nobody has written it since it was read (or, unread, if it is not there yet).
    pub(crate) fn write(&self, place: impl Into<Place>, now: Timestamp) -> Result<Write, StoreError> {
        let condition = if self.version == 0 { Condition::Absent } else { Condition::Version(self.version) };
        Ok(Write::Put(self.item(place.into(), now)?, condition))
    }

    /// The write that stores this record whatever is there.
    pub(crate) fn overwrite(&self, place: impl Into<Place>, now: Timestamp) -> Result<Write, StoreError> {
        Ok(Write::Put(self.item(place.into(), now)?, Condition::Any))
    }

    pub(crate) fn read(item: Item) -> Result<Self, StoreError> {
        let meta: Envelope = serde_dynamo::from_item(item.clone()).map_err(corrupt::<T>)?;
        if meta.entity != T::NAME || meta.schema != T::SCHEMA {
            return Err(corrupt::<T>(format!("found {} of schema {}", meta.entity, meta.schema)));
        }
        let value = serde_dynamo::from_item(item).map_err(corrupt::<T>)?;
        Ok(Self { value, version: meta.version, created_at: meta.created_at, updated_at: meta.updated_at })
    }
}

/// The kind of an item, for partitions that hold several.
pub(crate) fn kind(item: &Item) -> &str {
    item.get("entity").and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}
