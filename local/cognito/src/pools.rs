//! User pools: their settings, and where they are kept.

pub(crate) mod attribute_schema;
pub(crate) mod factor;
pub(crate) mod password_policy;
pub(crate) mod resource_server;
pub(crate) mod settings;
pub(crate) mod store;

use settings::{MfaConfiguration, PoolSettings};

/// A pool as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub(crate) id: String,
    pub(crate) settings: PoolSettings,
}

impl Pool {
    /// What a username is looked up by.
    pub(crate) fn user_key(&self, username: &str) -> String {
        if self.settings.username_configuration.case_sensitive != Some(false) { username.to_owned() } else { username.to_lowercase() }
    }

    pub(crate) fn mfa(&self) -> MfaConfiguration {
        self.settings.mfa_configuration
    }
}
