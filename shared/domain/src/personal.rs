//! The mark on whatever identifies a person.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Personal data. It is stored and sent like its content, but never appears in a debug print, so not in a log.
///
/// Export and erasure find personal attributes by this type: a new one cannot be forgotten.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal<T>(pub T);

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(personal)")
    }
}

impl<T: utoipa::PartialSchema> utoipa::PartialSchema for Personal<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        T::schema()
    }
}

impl<T: utoipa::ToSchema> utoipa::ToSchema for Personal<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        T::name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_stays_out_of_debug_prints() {
        assert_eq!(format!("{:?}", Personal("Ann")), "(personal)");
        assert_eq!(serde_json::to_string(&Personal("Ann")).unwrap(), "\"Ann\"");
    }
}
