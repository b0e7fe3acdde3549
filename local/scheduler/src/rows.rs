//! The rows of the data file and the statements on them; each runs inside a caller's transaction.

pub(crate) mod firings;
pub(crate) mod groups;
pub(crate) mod schedules;

use jiff::Timestamp;

pub(crate) use self::firings::Firing;

use crate::database::DatabaseError;

/// Where a schedule lives: its group and its name in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) group: String,
    pub(crate) name: String,
}

fn instant(milliseconds: i64) -> Result<Timestamp, DatabaseError> {
    Timestamp::from_millisecond(milliseconds).map_err(|error| DatabaseError::Corrupt { what: "time".to_owned(), reason: error.to_string() })
}

fn json<T: serde::de::DeserializeOwned>(what: String, text: &str) -> Result<T, DatabaseError> {
    serde_json::from_str(text).map_err(|error| DatabaseError::Corrupt { what, reason: error.to_string() })
}

/// Serialization of our own types to text; it fails for none of them.
fn text(what: &str, value: &impl serde::Serialize) -> Result<String, DatabaseError> {
    serde_json::to_string(value).map_err(|error| DatabaseError::Corrupt { what: what.to_owned(), reason: error.to_string() })
}
