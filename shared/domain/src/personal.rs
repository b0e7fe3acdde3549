//! The mark on whatever identifies a person.

use serde::{Deserialize, Serialize, Serializer};
use std::{cell::Cell, fmt};

/// What stands in the place of personal data.
const HIDDEN: &str = "(personal)";

thread_local! {
    static HIDING: Cell<bool> = const { Cell::new(false) };
}

/// Runs `serialize`, in which personal data writes itself as `"(personal)"`: for the audit log, which outlives what it tells of.
pub fn hidden<T>(serialize: impl FnOnce() -> T) -> T {
    let before = HIDING.replace(true);
    let result = serialize();
    HIDING.set(before);
    result
}

/// Personal data. It is stored and sent like its content, but never appears in a debug print, so not in a log.
///
/// Export and erasure find personal attributes by this type: a new one cannot be forgotten.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct Personal<T>(pub T);

impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if HIDING.get() { serializer.serialize_str(HIDDEN) } else { self.0.serialize(serializer) }
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(HIDDEN)
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
        assert_eq!(hidden(|| serde_json::to_string(&Personal("Ann")).unwrap()), "\"(personal)\"");
        assert_eq!(serde_json::to_string(&Personal("Ann")).unwrap(), "\"Ann\"");
    }
}
