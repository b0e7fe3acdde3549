//! App clients: their settings, their secrets, and where they are kept.

pub(crate) mod settings;
pub(crate) mod store;
pub(crate) mod validity;

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use settings::ClientSettings;

use crate::random;
use crate::refusal::Refusal;
use crate::request::seconds;

/// A secret of a client.
#[derive(Debug, Clone)]
pub(crate) struct Secret {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) created_at: i64,
}

/// How many secrets a client may have at a time.
pub(crate) const MOST_SECRETS: usize = 2;

impl Secret {
    /// As the operations on secrets show it; the text itself is shown when it is made.
    pub(crate) fn describe(&self) -> Value {
        json!({ "ClientSecretId": self.id, "ClientSecretCreateDate": seconds(self.created_at) })
    }
}

/// An app client as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) pool: String,
    pub(crate) settings: ClientSettings,
    /// The oldest first; none for a public client.
    pub(crate) secrets: Vec<Secret>,
    pub(crate) created_at: i64,
    pub(crate) modified_at: i64,
}

impl Client {
    /// Checks the `SECRET_HASH` of a sign-in: Base64 of HMAC-SHA256 over username and client id, keyed with the secret.
    /// `names` are the forms of the username that the caller may have used.
    ///
    /// # Errors
    /// `NotAuthorizedException`.
    pub(crate) fn check_secret_hash(&self, names: &[&str], given: Option<&str>) -> Result<(), Refusal> {
        if self.secrets.is_empty() {
            return Ok(());
        }
        let Some(given) = given else {
            return Err(Refusal::not_authorized(format!("Client {} is configured with secret but SECRET_HASH was not received", self.id)));
        };
        let tag = STANDARD.decode(given).unwrap_or_default();
        let fits = self.secrets.iter().any(|secret| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret.value.as_bytes());
            names.iter().any(|name| hmac::verify(&key, format!("{name}{}", self.id).as_bytes(), &tag).is_ok())
        });
        if fits { Ok(()) } else { Err(Refusal::not_authorized(format!("Unable to verify secret hash for client {}", self.id))) }
    }

    /// Checks a secret that was sent as it is.
    pub(crate) fn has_secret(&self, given: Option<&str>) -> bool {
        match given {
            None => self.secrets.is_empty(),
            Some(given) => self.secrets.iter().any(|secret| random::equal(secret.value.as_bytes(), given.as_bytes())),
        }
    }

    /// As `DescribeUserPoolClient` shows it.
    pub(crate) fn describe(&self) -> Result<Value, Refusal> {
        let mut client = serde_json::to_value(&self.settings)?;
        client["ClientId"] = json!(self.id);
        client["UserPoolId"] = json!(self.pool);
        client["CreationDate"] = json!(seconds(self.created_at));
        client["LastModifiedDate"] = json!(seconds(self.modified_at));
        if let Some(secret) = self.secrets.last() {
            client["ClientSecret"] = json!(secret.value);
        }
        Ok(client)
    }
}

/// A new client secret, in Cognito's form.
pub(crate) fn new_secret() -> Result<String, Refusal> {
    random::text(b"0123456789abcdefghijklmnopqrstuvwxyz", 52)
}

/// A new client id, in Cognito's form.
pub(crate) fn new_id() -> Result<String, Refusal> {
    random::text(b"0123456789abcdefghijklmnopqrstuvwxyz", 26)
}

#[cfg(test)]
pub(crate) fn secret_hash(secret: &str, username: &str, client: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    STANDARD.encode(hmac::sign(&key, format!("{username}{client}").as_bytes()))
}

#[cfg(test)]
mod tests;
