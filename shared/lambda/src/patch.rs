//! Fields of a PATCH that may be absent, null or a value (RFC 7396).

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "lambda::nullable")]` on an `Option<Option<T>>`: absent is `None`, null is `Some(None)`.
///
/// # Errors
/// When the value is no `T`.
pub fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::nullable;

    #[derive(serde::Deserialize)]
    struct Change {
        #[serde(default, deserialize_with = "nullable")]
        size: Option<Option<u8>>,
    }

    #[test]
    fn absent_and_null_are_not_the_same() {
        let read = |text: &str| serde_json::from_str::<Change>(text).map(|change| change.size).ok();
        assert_eq!(read("{}"), Some(None));
        assert_eq!(read(r#"{"size": null}"#), Some(Some(None)));
        assert_eq!(read(r#"{"size": 3}"#), Some(Some(Some(3))));
        assert_eq!(read(r#"{"size": "x"}"#), None);
    }
}
