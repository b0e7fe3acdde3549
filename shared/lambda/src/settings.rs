//! A function's settings: its environment variables, as the template sets them.

use std::collections::BTreeMap;

/// The environment of one function.
#[derive(Clone, Default)]
pub struct Settings(BTreeMap<String, String>);

/// Secrets stand among the variables: only the names are printed.
impl std::fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

/// A variable that the function needs is not set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {0} is missing or not usable; the function's template must set it")]
pub struct SettingMissing(pub &'static str);

impl Settings {
    #[must_use]
    pub const fn from_variables(variables: BTreeMap<String, String>) -> Self {
        Self(variables)
    }

    /// A variable that may be left out; an empty one counts as left out.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// # Errors
    /// When the variable is not set.
    pub fn require(&self, name: &'static str) -> Result<&str, SettingMissing> {
        self.get(name).ok_or(SettingMissing(name))
    }

    /// For tests: what every function needs, and more.
    #[cfg(test)]
    pub(crate) fn with(more: &[(&str, &str)]) -> Self {
        let every = [
            ("TABLE_NAME", "trellis"),
            ("SIGNING_KEY", "0123456789abcdef0123456789abcdef"),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", "id"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ];
        let variables = every.iter().chain(more);
        Self(variables.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}
