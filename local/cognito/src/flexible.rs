//! Numbers and flags that CloudFormation templates may spell as text.

use serde::{Deserialize, Deserializer, de::Error};

#[derive(Deserialize)]
#[serde(untagged)]
enum Spelling<T> {
    Plain(T),
    Text(String),
}

fn read<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + std::str::FromStr,
{
    match Option::<Spelling<T>>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Spelling::Plain(value)) => Ok(Some(value)),
        Some(Spelling::Text(text)) => text.parse().map(Some).map_err(|_| D::Error::custom(format!("{text:?} has the wrong type"))),
    }
}

/// `30` or `"30"`.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    read(deserializer)
}

/// `true` or `"true"`.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    read(deserializer)
}
