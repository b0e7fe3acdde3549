//! Users: who they are and how they prove it.

pub(crate) mod attributes;
pub(crate) mod password;
pub(crate) mod store;
pub(crate) mod totp;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::pools::Pool;
use crate::pools::factor::FirstFactor;
use crate::pools::settings::MfaConfiguration;
use crate::request::seconds;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Confirmed,
    ForceChangePassword,
    /// Comes from a customer's identity provider, and signs in nowhere else.
    ExternalProvider,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Confirmed, Self::ForceChangePassword, Self::ExternalProvider].into_iter().find(|status| status.name() == name)
    }
}

/// A user as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) pool: String,
    /// What the username is looked up by: folded when the pool ignores case.
    pub(crate) key: String,
    pub(crate) username: String,
    pub(crate) sub: String,
    pub(crate) status: Status,
    pub(crate) enabled: bool,
    /// A salted hash; a passwordless user has none.
    pub(crate) password: Option<String>,
    /// Set while the password is temporary: when it ends.
    pub(crate) temporary_until: Option<i64>,
    pub(crate) totp: Totp,
    pub(crate) mfa_enabled: bool,
    pub(crate) mfa_preferred: bool,
    /// Without `sub`.
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) created_at: i64,
    pub(crate) modified_at: i64,
}

/// An authenticator app.
#[derive(Debug, Clone, Default)]
pub(crate) struct Totp {
    /// Verified: its codes count.
    pub(crate) secret: Option<Vec<u8>>,
    /// Handed out, and waiting for its first code.
    pub(crate) pending: Option<Vec<u8>>,
    /// The time step of the last accepted code, so that no code works twice.
    pub(crate) step: i64,
}

pub(crate) const SOFTWARE_TOKEN_MFA: &str = "SOFTWARE_TOKEN_MFA";

impl User {
    /// Whether a password must be followed by a code from the app. Such a user cannot start with EMAIL_OTP, even in a
    /// pool where MFA is optional.
    pub(crate) fn mfa_active(&self, pool: &Pool) -> bool {
        let has_app = self.totp.secret.is_some();
        match pool.mfa() {
            MfaConfiguration::Off => false,
            MfaConfiguration::On => has_app,
            MfaConfiguration::Optional => has_app && self.mfa_enabled,
        }
    }

    /// What this user can start a sign-in with.
    pub(crate) fn first_factors(&self, pool: &Pool) -> Vec<FirstFactor> {
        let mut factors = Vec::new();
        if self.status == Status::ExternalProvider {
            return factors;
        }
        if self.password.is_some() && pool.settings.allows(FirstFactor::Password) {
            factors.push(FirstFactor::Password);
        }
        if self.attributes.contains_key("email") && pool.settings.allows(FirstFactor::EmailOtp) && !self.mfa_active(pool) {
            factors.push(FirstFactor::EmailOtp);
        }
        factors
    }

    /// `sub` and the rest.
    pub(crate) fn all_attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        std::iter::once(("sub", self.sub.as_str())).chain(self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    fn attribute_list(&self, wanted: impl Fn(&str) -> bool) -> Vec<Value> {
        self.all_attributes().filter(|(name, _)| wanted(name)).map(|(name, value)| json!({ "Name": name, "Value": value })).collect()
    }

    /// As `AdminCreateUser` shows a user.
    pub(crate) fn created(&self) -> Value {
        let mut shown = self.outline();
        shown.insert("Attributes".to_owned(), json!(self.attribute_list(|_| true)));
        Value::Object(shown)
    }

    /// As `AdminGetUser` shows a user.
    pub(crate) fn shown(&self) -> Value {
        let mut shown = self.outline();
        shown.insert("UserAttributes".to_owned(), json!(self.attribute_list(|_| true)));
        self.add_mfa(&mut shown);
        Value::Object(shown)
    }

    /// As `GetUser` shows users themselves, with the attributes that their client may read.
    pub(crate) fn shown_to_self(&self, readable: impl Fn(&str) -> bool) -> Value {
        let mut shown = Map::new();
        shown.insert("Username".to_owned(), json!(self.username));
        shown.insert("UserAttributes".to_owned(), json!(self.attribute_list(readable)));
        self.add_mfa(&mut shown);
        Value::Object(shown)
    }

    fn outline(&self) -> Map<String, Value> {
        let mut outline = Map::new();
        outline.insert("Username".to_owned(), json!(self.username));
        outline.insert("Enabled".to_owned(), json!(self.enabled));
        outline.insert("UserStatus".to_owned(), json!(self.status.name()));
        outline.insert("UserCreateDate".to_owned(), json!(seconds(self.created_at)));
        outline.insert("UserLastModifiedDate".to_owned(), json!(seconds(self.modified_at)));
        outline
    }

    fn add_mfa(&self, shown: &mut Map<String, Value>) {
        if self.mfa_enabled {
            shown.insert("UserMFASettingList".to_owned(), json!([SOFTWARE_TOKEN_MFA]));
        }
        if self.mfa_preferred {
            shown.insert("PreferredMfaSetting".to_owned(), json!(SOFTWARE_TOKEN_MFA));
        }
    }
}
