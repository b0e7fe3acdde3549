//! The mark on whatever identifies a person.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use std::{cell::Cell, fmt, marker::PhantomData};

/// What stands in the place of personal data.
const HIDDEN: &str = "(personal)";

/// A category as a type: the second parameter of [`Personal`].
pub trait Categorized {
    const CATEGORY: Category;
}

macro_rules! categories {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// What personal data is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Category {
            $($(#[doc = $doc])+ $name,)+
        }

        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name;

            impl Categorized for $name {
                const CATEGORY: Category = Category::$name;
            }
        )+
    };
}

categories! {
    /// What somebody is called.
    Name,
    /// Where somebody can be reached.
    Contact,
    /// The network address from which somebody came.
    Network,
    /// What somebody's device says of itself.
    Device,
    /// What another system knows somebody by, and what it says about them.
    Account,
    /// What somebody has written to somebody else.
    Remark,
}

thread_local! {
    static MARKING: Cell<bool> = const { Cell::new(false) };
}

/// Personal data as it is written in a [`marked`] value.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark<T> {
    #[serde(rename = "(personal)")]
    category: Category,
    content: T,
}

/// A value as JSON in which personal data is still told from the rest: for [`hide`] and [`found`].
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn marked<T: Serialize>(value: &T) -> Result<Value, serde_json::Error> {
    let before = MARKING.replace(true);
    let result = serde_json::to_value(value);
    MARKING.set(before);
    result
}

fn mark(value: &Value) -> Option<Mark<Value>> {
    value.get(HIDDEN).and_then(|_| Mark::deserialize(value).ok())
}

/// Puts `"(personal)"` in the place of all personal data in a marked value: for the audit log, which outlives what it tells of.
pub fn hide(value: &mut Value) {
    if mark(value).is_some() {
        *value = Value::from(HIDDEN);
        return;
    }
    match value {
        Value::Array(values) => values.iter_mut().for_each(hide),
        Value::Object(fields) => fields.values_mut().for_each(hide),
        _ => {}
    }
}

/// One piece of personal data. It has no debug print, for which its content is too personal.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// Where it is in its entity: `said.groups.0`.
    pub path: String,
    pub category: Category,
    pub content: Value,
}

/// All personal data in a marked value.
#[must_use]
pub fn found(value: &Value) -> Vec<Found> {
    let mut all = Vec::new();
    find(value, "", &mut all);
    all
}

fn find(value: &Value, path: &str, all: &mut Vec<Found>) {
    if let Some(Mark { category, content }) = mark(value) {
        all.push(Found { path: path.to_owned(), category, content });
        return;
    }
    let mut below = |step: &str, value: &Value| find(value, &if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }, all);
    match value {
        Value::Array(values) => values.iter().enumerate().for_each(|(position, value)| below(&position.to_string(), value)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| below(name, value)),
        _ => {}
    }
}

/// Personal data of a category. It is stored and sent like its content, but never appears in a debug print, so not in a log.
///
/// A test fails where an entity holds a text that is neither this nor [`NotPersonal`], so what [`found`] says of an entity is complete.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct Personal<T, K>(pub T, #[serde(skip)] PhantomData<K>);

/// A text in an entity that says nothing about a person: the name of a thing, a secret, an id of another system, what the platform writes.
/// It is the text itself; the name shows that somebody has thought about it.
pub type NotPersonal<T> = T;

impl<T, K> Personal<T, K> {
    pub const fn new(value: T) -> Self {
        Self(value, PhantomData)
    }
}

impl<T: Serialize, K: Categorized> Serialize for Personal<T, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if MARKING.get() { Mark { category: K::CATEGORY, content: &self.0 }.serialize(serializer) } else { self.0.serialize(serializer) }
    }
}

impl<T, K> fmt::Debug for Personal<T, K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(HIDDEN)
    }
}

impl<T: utoipa::PartialSchema, K> utoipa::PartialSchema for Personal<T, K> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        T::schema()
    }
}

impl<T: utoipa::ToSchema, K> utoipa::ToSchema for Personal<T, K> {
    fn name() -> std::borrow::Cow<'static, str> {
        T::name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Serialize)]
    struct Person {
        name: Personal<&'static str, Name>,
        known_as: Vec<Personal<&'static str, Account>>,
        size: u8,
    }

    const ANN: Person = Person { name: Personal::new("Ann"), known_as: vec![], size: 1 };

    #[test]
    fn personal_data_stays_out_of_debug_prints() {
        assert_eq!(format!("{:?}", ANN.name), "(personal)");
        let read: Personal<String, Name> = serde_json::from_value(json!("Ann")).unwrap();
        assert_eq!(read.0, "Ann");
    }

    #[test]
    fn personal_data_is_found_and_hidden_wherever_it_is() {
        let ann = Person { known_as: vec![Personal::new("a1"), Personal::new("a2")], ..ANN };
        let mut value = marked(&ann).unwrap();
        // In which order fields come is for the JSON library to say.
        let mut all: Vec<_> = found(&value).into_iter().map(|found| (found.path, found.category, found.content)).collect();
        all.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let expected = [("known_as.0", Category::Account, "a1"), ("known_as.1", Category::Account, "a2"), ("name", Category::Name, "Ann")];
        assert_eq!(all, expected.map(|(path, category, content)| (path.to_owned(), category, json!(content))));
        hide(&mut value);
        assert_eq!(value, json!({ "name": "(personal)", "known_as": ["(personal)", "(personal)"], "size": 1 }));
        assert_eq!(serde_json::to_value(&ann).unwrap(), json!({ "name": "Ann", "known_as": ["a1", "a2"], "size": 1 }));
    }
}
