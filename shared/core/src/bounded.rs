//! Texts, numbers and lists whose limits are part of their type: enforced while a body is read, and published in the API's description.

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use std::{fmt, marker::PhantomData, ops::RangeInclusive};
use utoipa::{
    ToSchema,
    openapi::{
        ArrayBuilder, ObjectBuilder, Ref, RefOr,
        schema::{Schema, Type},
    },
};

/// A value is outside the limits of its type; the text says what is expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OutOfBounds(String);

/// Which characters a text may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    Any,
    /// One line: no control characters.
    Line,
    /// Printable ASCII without spaces.
    Visible,
}

impl Letters {
    const fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Line => Some(r"^[^\u0000-\u001F\u007F-\u009F]*$"),
            Self::Visible => Some("^[!-~]*$"),
        }
    }

    fn hold(self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Line => !text.contains(char::is_control),
            Self::Visible => text.bytes().all(|byte| byte.is_ascii_graphic()),
        }
    }

    const fn rule(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Line => " on one line",
            Self::Visible => " of printable ASCII, without spaces",
        }
    }
}

/// A number with a comma after every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let comma = |(at, digit): (usize, char)| if at > 0 && at % 3 == first { vec![',', digit] } else { vec![digit] };
    digits.chars().enumerate().flat_map(comma).collect()
}

fn amount(limits: &RangeInclusive<u64>, one: &str, several: &str) -> String {
    let (least, most) = (*limits.start(), *limits.end());
    let unit = if most == 1 { one } else { several };
    if least == 0 { format!("at most {} {unit}", grouped(most)) } else { format!("{} to {} {unit}", grouped(least), grouped(most)) }
}

/// # Errors
/// When the text is too short, too long (in characters), or holds what its kind may not hold.
pub fn check_text(text: &str, limits: &RangeInclusive<u64>, letters: Letters) -> Result<(), OutOfBounds> {
    if limits.contains(&(text.chars().count() as u64)) && letters.hold(text) {
        return Ok(());
    }
    Err(OutOfBounds(format!("expected {}{}", amount(limits, "character", "characters"), letters.rule())))
}

/// # Errors
/// When the number is outside the limits.
pub fn check_number(number: u64, limits: &RangeInclusive<u64>) -> Result<(), OutOfBounds> {
    if limits.contains(&number) {
        return Ok(());
    }
    Err(OutOfBounds(format!("expected a number from {} to {}", grouped(*limits.start()), grouped(*limits.end()))))
}

/// The description of a text.
#[must_use]
pub fn text_schema(limits: &RangeInclusive<u64>, letters: Letters, description: &str) -> RefOr<Schema> {
    let length = |length: u64| usize::try_from(length).ok();
    let text = ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    text.min_length(length(*limits.start())).max_length(length(*limits.end())).pattern(letters.pattern()).into()
}

/// The description of a number.
#[must_use]
pub fn number_schema(limits: &RangeInclusive<u64>, description: &str) -> RefOr<Schema> {
    let number = ObjectBuilder::new().schema_type(Type::Integer).description(Some(description));
    number.minimum(Some(*limits.start())).maximum(Some(*limits.end())).into()
}

/// The description of a list.
#[must_use]
pub fn list_schema<T: ToSchema>(limits: &RangeInclusive<u64>, description: &str) -> RefOr<Schema> {
    let length = |length: u64| usize::try_from(length).ok();
    let list = ArrayBuilder::new().items(Ref::from_schema_name(T::name())).description(Some(description));
    list.min_items(length(*limits.start())).max_items(length(*limits.end())).into()
}

/// The description of an object whose keys are anybody's to choose.
#[must_use]
pub fn map_schema<K: ToSchema, T: ToSchema>(limits: &RangeInclusive<u64>, description: &str) -> RefOr<Schema> {
    let length = |length: u64| usize::try_from(length).ok();
    let map = ObjectBuilder::new().schema_type(Type::Object).description(Some(description));
    let key = match K::schema() {
        RefOr::T(schema) => Some(schema),
        RefOr::Ref(_) => None,
    };
    map.property_names(key)
        .additional_properties(Some(Ref::from_schema_name(T::name())))
        .min_properties(length(*limits.start()))
        .max_properties(length(*limits.end()))
        .into()
}

struct Counted<C, T> {
    limits: RangeInclusive<u64>,
    kinds: PhantomData<(C, T)>,
}

impl<C, T> Counted<C, T> {
    fn expected(&self) -> String {
        format!("expected {}", amount(&self.limits, "entry", "entries"))
    }
}

struct Sequence<C, T>(Counted<C, T>);
struct Mapping<C, K, T>(Counted<C, (K, T)>);

impl<'de, C: Default + Extend<T>, T: Deserialize<'de>> Visitor<'de> for Sequence<C, T> {
    type Value = C;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<C, A::Error> {
        let (mut all, mut count) = (C::default(), 0);
        while count < *self.0.limits.end() {
            let Some(item) = sequence.next_element()? else { break };
            all.extend([item]);
            count += 1;
        }
        if !self.0.limits.contains(&count) || count == *self.0.limits.end() && sequence.next_element::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom(self.0.expected()));
        }
        Ok(all)
    }
}

impl<'de, C: Default + Extend<(K, T)>, K: Deserialize<'de>, T: Deserialize<'de>> Visitor<'de> for Mapping<C, K, T> {
    type Value = C;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<C, A::Error> {
        let (mut all, mut count) = (C::default(), 0);
        while count < *self.0.limits.end() {
            let Some(entry) = map.next_entry()? else { break };
            all.extend([entry]);
            count += 1;
        }
        if !self.0.limits.contains(&count) || count == *self.0.limits.end() && map.next_key::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom(self.0.expected()));
        }
        Ok(all)
    }
}

/// Reads a list, and no more of it than it may hold. What a set holds twice counts twice.
///
/// # Errors
/// When it holds too little or too much, or something that does not belong there.
pub fn list<'de, D, C, T>(deserializer: D, limits: RangeInclusive<u64>) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    C: Default + Extend<T>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_seq(Sequence(Counted { limits, kinds: PhantomData::<(C, T)> }))
}

/// Reads an object, and no more of it than it may hold.
///
/// # Errors
/// As for [`list`].
pub fn map<'de, D, C, K, T>(deserializer: D, limits: RangeInclusive<u64>) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    C: Default + Extend<(K, T)>,
    K: Deserialize<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_map(Mapping(Counted { limits, kinds: PhantomData::<(C, (K, T))> }))
}

/// A text of so many characters: `text!(/// What it is. pub FileName, 1..=255, Letters::Line);`. A debug print shows none of it.
#[macro_export]
macro_rules! text {
    ($(#[doc = $doc:literal])+ $visibility:vis $name:ident, $limits:expr, $letters:expr) => {
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        $visibility struct $name(String);

        impl $name {
            #[must_use]
            $visibility fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::bounded::OutOfBounds;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::bounded::check_text(text, &$limits, $letters).map(|()| Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::bounded::OutOfBounds;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                $crate::bounded::check_text(&text, &$limits, $letters).map(|()| Self(text))
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(formatter, "{}({} bytes)", stringify!($name), self.0.len())
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema> {
                $crate::bounded::text_schema(&$limits, $letters, concat!($($doc, "\n"),+).trim())
            }
        }
        impl ::utoipa::ToSchema for $name {}
    };
}

/// A whole number between two others: `number!(/// For how long. pub Hours(u8), 1..=72);`.
#[macro_export]
macro_rules! number {
    ($(#[doc = $doc:literal])+ $(#[derive($also:ident)])? $visibility:vis $name:ident($number:ty), $limits:expr) => {
        $(#[doc = $doc])+
        #[derive(Debug, $($also,)? Clone, Copy, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(try_from = "u64")]
        $visibility struct $name($number);

        impl $name {
            #[must_use]
            $visibility const fn get(self) -> $number {
                self.0
            }
        }

        impl TryFrom<u64> for $name {
            type Error = $crate::bounded::OutOfBounds;
            fn try_from(number: u64) -> Result<Self, Self::Error> {
                $crate::bounded::check_number(number, &$limits)?;
                // Within the limits, which the type holds.
                Ok(Self(number as $number))
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema> {
                $crate::bounded::number_schema(&$limits, concat!($($doc, "\n"),+).trim())
            }
        }
        impl ::utoipa::ToSchema for $name {}
    };
}

/// A list, set or map of so many entries: `list!(/// What it is. #[derive(Debug)] pub Regions(BTreeSet<Title>), 0..=50);`.
#[macro_export]
macro_rules! list {
    ($(#[doc = $doc:literal])+ #[$derive:meta] $visibility:vis $name:ident($collection:ident<$item:ty>), $limits:expr) => {
        $(#[doc = $doc])+
        #[$derive]
        $visibility struct $name($visibility $collection<$item>);

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::bounded::list::<D, $collection<$item>, $item>(deserializer, $limits).map(Self)
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema> {
                $crate::bounded::list_schema::<$item>(&$limits, concat!($($doc, "\n"),+).trim())
            }
        }
        impl ::utoipa::ToSchema for $name {
            fn schemas(schemas: &mut Vec<(String, ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema>)>) {
                schemas.push((<$item as ::utoipa::ToSchema>::name().into_owned(), <$item as ::utoipa::PartialSchema>::schema()));
                <$item as ::utoipa::ToSchema>::schemas(schemas);
            }
        }
    };
    ($(#[doc = $doc:literal])+ #[$derive:meta] $visibility:vis $name:ident($collection:ident<$key:ty, $item:ty>), $limits:expr) => {
        $(#[doc = $doc])+
        #[$derive]
        $visibility struct $name($visibility $collection<$key, $item>);

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::bounded::map::<D, $collection<$key, $item>, $key, $item>(deserializer, $limits).map(Self)
            }
        }

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema> {
                $crate::bounded::map_schema::<$key, $item>(&$limits, concat!($($doc, "\n"),+).trim())
            }
        }
        impl ::utoipa::ToSchema for $name {
            fn schemas(schemas: &mut Vec<(String, ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema>)>) {
                schemas.push((<$item as ::utoipa::ToSchema>::name().into_owned(), <$item as ::utoipa::PartialSchema>::schema()));
                <$item as ::utoipa::ToSchema>::schemas(schemas);
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use utoipa::PartialSchema;

    text!(
        /// A name.
        Name, 1..=5, Letters::Line
    );
    number!(
        /// Hours.
        Hours(u8), 1..=72
    );
    list!(
        /// Names.
        #[derive(Debug)]
        Names(BTreeSet<Name>), 1..=3
    );
    list!(
        /// By name.
        #[derive(Debug)]
        Named(BTreeMap<Name, Name>), 0..=2
    );

    fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, String> {
        serde_json::from_str(text).map_err(|error| error.to_string().split(" at line").next().unwrap_or_default().to_owned())
    }

    #[test]
    fn limits_are_enforced_while_reading() {
        assert_eq!(read::<Name>(r#""äöüßé""#).unwrap().as_str(), "äöüßé");
        for bad in [r#""""#, r#""sechs!""#, r#""a\n""#, r#""\u0085""#] {
            assert_eq!(read::<Name>(bad).unwrap_err(), "expected 1 to 5 characters on one line", "{bad}");
        }
        assert_eq!((read::<Hours>("1").unwrap().get(), read::<Hours>("72").unwrap().get()), (1, 72));
        for bad in ["0", "73", "328", "18446744073709551615"] {
            assert_eq!(read::<Hours>(bad).unwrap_err(), "expected a number from 1 to 72", "{bad}");
        }
        assert_eq!(read::<Names>(r#"["a","b","c"]"#).unwrap().0.len(), 3);
        for bad in ["[]", r#"["a","b","c","d"]"#, r#"["a","a","a","a"]"#, r#"["a","b","c",{"not even": "a name"}]"#] {
            assert_eq!(read::<Names>(bad).unwrap_err(), "expected 1 to 3 entries", "{bad}");
        }
        assert_eq!(read::<Named>("{}").unwrap().0.len(), 0);
        assert_eq!(read::<Named>(r#"{"a":"a","b":"b","c":"c"}"#).unwrap_err(), "expected at most 2 entries");
        assert_eq!(read::<Named>(r#"{"":"a"}"#).unwrap_err(), "expected 1 to 5 characters on one line");
        assert!(check_text("a b", &(0..=3), Letters::Visible).is_err() && check_text("a-b", &(0..=3), Letters::Visible).is_ok());
        assert_eq!(grouped(209_715_200), "209,715,200");
    }

    #[test]
    fn limits_stand_in_the_description() {
        let described = |schema: RefOr<Schema>| serde_json::to_value(schema).unwrap();
        let name = described(Name::schema());
        assert_eq!((&name["minLength"], &name["maxLength"]), (&1.into(), &5.into()));
        assert_eq!((&name["pattern"], &name["description"]), (&r"^[^\u0000-\u001F\u007F-\u009F]*$".into(), &"A name.".into()));
        let hours = described(Hours::schema());
        assert_eq!((&hours["minimum"], &hours["maximum"]), (&1.into(), &72.into()));
        let names = described(Names::schema());
        assert_eq!((&names["minItems"], &names["maxItems"]), (&1.into(), &3.into()));
        let named = described(Named::schema());
        assert_eq!((&named["maxProperties"], &named["propertyNames"]["maxLength"]), (&2.into(), &5.into()));
    }
}
