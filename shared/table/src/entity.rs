//! Items: what every one of them carries, and how an entity becomes one.

use crate::{
    Condition, Index, Item, Key, TableError, Tenant, Write,
    change::Announces,
    figures::Figure,
    outbox::{Event, Told},
};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{
    Deserializer, Serialize,
    de::{DeserializeOwned, Visitor},
};
use std::{collections::HashMap, fmt::Display, str::FromStr};
use trellis_core::{
    folding::folded,
    personal::{Found, found, marked},
};

/// A kind of item. `SCHEMA` rises when the stored form changes, for migrations.
pub trait Entity: Serialize + DeserializeOwned {
    const NAME: &'static str;
    const SCHEMA: u16 = 1;
}

/// The stored record has another version than the caller has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the record has been changed since the caller read it")]
pub struct Stale;

/// An entity with what its item carries besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<T> {
    pub value: T,
    /// Rises with every write; 0 before the first. The `ETag` of the HTTP interface.
    pub version: u64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// What it is counted as by now, if it is: see [`crate::figures`].
    pub counted: Option<Figure>,
}

impl<T> Record<T> {
    /// A record that is not stored yet.
    #[must_use]
    pub const fn new(value: T, now: Timestamp) -> Self {
        Self { value, version: 0, created_at: now, updated_at: now, counted: None }
    }

    /// Fails unless this is the version that the caller has read, by its `If-Match`.
    ///
    /// # Errors
    /// [`Stale`].
    pub fn expect(&self, version: u64) -> Result<(), Stale> {
        if self.version == version { Ok(()) } else { Err(Stale) }
    }

    /// The record as it is after its write at this time has succeeded, so that nobody need read it again.
    #[must_use]
    pub fn stored(self, now: Timestamp) -> Self {
        Self { version: self.version + 1, updated_at: now, ..self }
    }

    /// The same record with another form of its value.
    #[must_use]
    pub fn with<U>(&self, value: U) -> Record<U> {
        let Self { version, created_at, updated_at, .. } = *self;
        Record { value, version, created_at, updated_at, counted: self.counted.clone() }
    }
}

/// Where an item lies: its key, its places in indexes, when it goes away.
#[derive(Debug, Clone)]
pub struct Place {
    pub(crate) key: Key,
    /// At most one for each index: a partition and a sort key.
    pub(crate) listed: Vec<(Index, String, String)>,
    /// What a list can be searched for, folded.
    pub(crate) words: Option<String>,
    pub(crate) expires_at: Option<Timestamp>,
    /// How the stream announces each change, if it does.
    announces: Option<Announces>,
    /// What the stream announces of this change alone.
    tells: Vec<Told>,
    /// The region of whoever writes, where the stream announces anything.
    origin: Option<String>,
}

impl From<Key> for Place {
    fn from(key: Key) -> Self {
        Self { key, listed: Vec::new(), words: None, expires_at: None, announces: None, tells: Vec::new(), origin: None }
    }
}

impl Place {
    /// For a copy of the item under another key: in no index, and searched for the same words.
    #[must_use]
    pub fn copied_to(&self, key: Key) -> Self {
        Self { words: self.words.clone(), ..Self::from(key) }
    }

    /// Lists the item in the first index under a partition and sort key.
    #[must_use]
    pub fn listed(self, partition: String, sort: String) -> Self {
        self.listed_in(Index::First, partition, sort)
    }

    /// The same in any index; one more costs a write unit for each KB.
    #[must_use]
    pub fn listed_in(mut self, index: Index, partition: String, sort: String) -> Self {
        self.listed.push((index, partition, sort));
        self
    }

    /// Lets a list be searched for these words: see [`Filter::words`].
    ///
    /// [`Filter::words`]: crate::query::Filter::words
    #[must_use]
    pub fn searched(self, words: &str) -> Self {
        Self { words: Some(folded(words)), ..self }
    }

    /// Lets the stream announce each change of the item: an event of this kind, with the attribute `id`, and what the attribute `of` was
    /// and is.
    #[must_use]
    pub fn announcing(self, tenant: &Tenant, kind: &str, id: &str, of: &str) -> Self {
        let announces = Announces { kind: kind.to_owned(), id: id.to_owned(), of: of.to_owned() };
        Self { announces: Some(announces), origin: Some(tenant.table().region().to_owned()), ..self }
    }

    /// Lets the stream announce these events of this change. The item carries them until its next change, which costs less than an event
    /// item in a transaction: see [`crate::outbox`].
    ///
    /// # Errors
    /// When an event cannot be stored: a defect.
    pub fn telling(mut self, tenant: &Tenant, events: impl IntoIterator<Item = impl Event>) -> Result<Self, TableError> {
        for event in events {
            self.tells.push(Told::new(event)?);
            self.origin = Some(tenant.table().region().to_owned());
        }
        Ok(self)
    }

    /// Lets DynamoDB delete the item some time after this; readers must look at the time themselves.
    #[must_use]
    pub fn expires(self, at: Timestamp) -> Self {
        Self { expires_at: Some(at), ..self }
    }
}

#[derive(Serialize)]
struct Envelope {
    entity: String,
    schema: u16,
    version: u64,
    created_at: Timestamp,
    updated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    counted: Option<Figure>,
}

/// What is asked for of an entity by one who needs no more of it: reading costs by the attribute.
pub trait View: DeserializeOwned {
    type Of: Entity;
}

/// The attributes that are asked for.
#[derive(Debug, Clone)]
pub struct Projection {
    pub(crate) expression: String,
    pub(crate) names: HashMap<String, String>,
}

impl Default for Projection {
    /// What tells the kind of an item.
    fn default() -> Self {
        Self { expression: String::new(), names: HashMap::new() }.with(&["entity", "schema"])
    }
}

impl Projection {
    /// And what a view reads.
    #[must_use]
    pub fn and<V: View>(self) -> Self {
        match V::deserialize(Fields(&[])) {
            Ok(_) => self,
            Err(Fields(fields)) => self.with(fields),
        }
    }

    fn with(mut self, fields: &[&str]) -> Self {
        for field in fields {
            // Many words may stand in an expression only under another name.
            let name = format!("#{field}");
            if !self.names.contains_key(&name) {
                let comma = if self.names.is_empty() { "" } else { "," };
                self.expression.extend([comma, name.as_str()]);
                self.names.insert(name, (*field).to_owned());
            }
        }
        self
    }
}

/// Asked for a struct, it fails with the names of its fields.
#[derive(Debug, thiserror::Error)]
#[error("fields {0:?}")]
struct Fields(&'static [&'static str]);

impl serde::de::Error for Fields {
    fn custom<T: Display>(_message: T) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for Fields {
    type Error = Self;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Self> {
        Err(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Self> {
        Err(Self(fields))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

/// The view of an item as it was stored.
///
/// # Errors
/// [`TableError::Corrupt`].
pub fn view<V: View>(item: Item) -> Result<V, TableError> {
    known::<V::Of>(&item)?;
    serde_dynamo::from_item(item).map_err(corrupt::<V::Of>)
}

/// Fails unless the item is an entity of this kind, in the form that is known here.
fn known<T: Entity>(item: &Item) -> Result<(), TableError> {
    let schema: u16 = parsed::<T, _>(item, "schema")?;
    if kind(item) != T::NAME || schema != T::SCHEMA {
        return Err(corrupt::<T>(format!("found {} of schema {schema}", kind(item))));
    }
    Ok(())
}

/// What stands in an attribute as text or as a number. The item keeps it: its value may have attributes of the same names.
fn parsed<T: Entity, P: FromStr<Err: Display>>(item: &Item, name: &'static str) -> Result<P, TableError> {
    match item.get(name) {
        Some(AttributeValue::S(text) | AttributeValue::N(text)) => text.parse().map_err(|error| corrupt::<T>(format!("{name}: {error}"))),
        _ => Err(corrupt::<T>(format!("{name} is missing"))),
    }
}

fn corrupt<T: Entity>(reason: impl ToString) -> TableError {
    TableError::Corrupt { entity: T::NAME, reason: reason.to_string() }
}

impl<T: Entity> Record<T> {
    fn item(&self, place: Place, now: Timestamp) -> Result<Item, TableError> {
        let envelope = Envelope {
            entity: T::NAME.to_owned(),
            schema: T::SCHEMA,
            version: self.version + 1,
            created_at: self.created_at,
            updated_at: now,
            counted: self.counted.clone(),
        };
        let mut item: Item = serde_dynamo::to_item(&self.value).map_err(corrupt::<T>)?;
        let meta: Item = serde_dynamo::to_item(envelope).map_err(corrupt::<T>)?;
        item.extend(meta);
        item.insert("pk".to_owned(), AttributeValue::S(place.key.pk));
        item.insert("sk".to_owned(), AttributeValue::S(place.key.sk));
        for (index, partition, sort) in place.listed {
            item.insert(index.partition_key().to_owned(), AttributeValue::S(partition));
            item.insert(index.sort_key().to_owned(), AttributeValue::S(sort));
        }
        if let Some(words) = place.words {
            item.insert("words".to_owned(), AttributeValue::S(words));
        }
        if let Some(region) = place.origin {
            if ["origin", "announces", "tells"].iter().any(|name| item.contains_key(*name)) {
                return Err(corrupt::<T>("it has an attribute of the name that its announcement needs"));
            }
            item.insert("origin".to_owned(), AttributeValue::S(region));
        }
        if let Some(announces) = place.announces {
            item.insert("announces".to_owned(), serde_dynamo::to_attribute_value(announces).map_err(corrupt::<T>)?);
        }
        if !place.tells.is_empty() {
            item.insert("tells".to_owned(), serde_dynamo::to_attribute_value(place.tells).map_err(corrupt::<T>)?);
        }
        if let Some(at) = place.expires_at {
            item.insert("expires_at".to_owned(), AttributeValue::N(at.as_second().to_string()));
        }
        Ok(item)
    }

    /// The write that stores this record if nobody has written it since it was read (or, unread, if it is not there yet).
    ///
    /// # Errors
    /// When it cannot be stored: a defect.
    pub fn write(&self, place: impl Into<Place>, now: Timestamp) -> Result<Write, TableError> {
        let condition = if self.version == 0 { Condition::Absent } else { Condition::Version(self.version) };
        Ok(Write::Put(self.item(place.into(), now)?, condition))
    }

    /// The write that stores this record whatever is there.
    ///
    /// # Errors
    /// When it cannot be stored: a defect.
    pub fn overwrite(&self, place: impl Into<Place>, now: Timestamp) -> Result<Write, TableError> {
        Ok(Write::Put(self.item(place.into(), now)?, Condition::Any))
    }

    /// The personal data in this record, which is what an export shows and what an erasure must reach.
    ///
    /// # Errors
    /// When the record cannot be stored either: a defect.
    pub fn personal(&self) -> Result<Vec<Found>, TableError> {
        marked(&self.value).map(|value| found(&value)).map_err(corrupt::<T>)
    }

    /// An item as it was stored.
    ///
    /// # Errors
    /// [`TableError::Corrupt`].
    pub fn read(item: Item) -> Result<Self, TableError> {
        known::<T>(&item)?;
        let counted = item.get("counted").cloned().map(serde_dynamo::from_attribute_value).transpose().map_err(corrupt::<T>)?;
        let (version, created_at) = (parsed::<T, _>(&item, "version")?, parsed::<T, _>(&item, "created_at")?);
        let updated_at = parsed::<T, _>(&item, "updated_at")?;
        Ok(Self { value: serde_dynamo::from_item(item).map_err(corrupt::<T>)?, version, created_at, updated_at, counted })
    }
}

/// The kind of an item, for partitions that hold several.
#[must_use]
pub fn kind(item: &Item) -> &str {
    item.get("entity").and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}
