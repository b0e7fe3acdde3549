//! Identity providers of customers: their settings, and where they are kept.

pub(crate) mod store;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::pools::Pool;
use crate::pools::attribute_schema;
use crate::refusal::Refusal;
use crate::request::{TextMap, seconds};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    #[serde(rename = "OIDC")]
    Oidc,
    #[serde(rename = "SAML")]
    Saml,
}

/// The input of `CreateIdentityProvider`, less the pool.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ProviderSettings {
    #[serde(rename = "ProviderName")]
    pub(crate) name: String,
    #[serde(rename = "ProviderType")]
    pub(crate) kind: Kind,
    #[serde(rename = "ProviderDetails")]
    pub(crate) details: TextMap,
    /// From our attributes to the provider's.
    #[serde(default, rename = "AttributeMapping")]
    pub(crate) mapping: BTreeMap<String, String>,
    #[serde(default, rename = "IdpIdentifiers")]
    pub(crate) identifiers: Vec<String>,
}

/// A provider as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    pub(crate) pool: String,
    pub(crate) settings: ProviderSettings,
    pub(crate) created_at: i64,
    pub(crate) modified_at: i64,
}

const LONGEST_NAME: usize = 32;
/// Of a user that the provider names by nothing but a subject.
pub(crate) const USERNAME: &str = "username";

impl ProviderSettings {
    /// # Errors
    /// `InvalidParameterException` for what Cognito rejects.
    pub(crate) fn validate(&self, pool: &Pool) -> Result<(), Refusal> {
        let name = &self.name;
        let fits = (1..=LONGEST_NAME).contains(&name.chars().count())
            && !name.contains(|character: char| character == '_' || character.is_whitespace() || character.is_control());
        if !fits || name == "COGNITO" {
            return Err(Refusal::invalid_parameter(format!(
                "ProviderName has 1 to {LONGEST_NAME} characters, no blanks and no underscores"
            )));
        }
        for attribute in self.mapping.keys().filter(|attribute| *attribute != USERNAME) {
            attribute_schema::check_name(&pool.settings.schema, attribute, true)?;
        }
        match self.kind {
            Kind::Oidc => {
                for name in ["client_id", "client_secret", "authorize_scopes", "attributes_request_method", "oidc_issuer"] {
                    self.detail(name)?;
                }
                let issuer = self.detail("oidc_issuer")?;
                // Cognito takes https only; here providers are on this machine.
                let here = ["http://127.0.0.1", "http://localhost"].iter().any(|local| issuer.starts_with(local));
                if !issuer.starts_with("https://") && !here {
                    return Err(Refusal::invalid_parameter("oidc_issuer must be an https address"));
                }
                Ok(())
            }
            Kind::Saml => self.detail("MetadataFile").or_else(|_| self.detail("MetadataURL")).map(drop),
        }
    }

    pub(crate) fn detail(&self, name: &str) -> Result<&str, Refusal> {
        let value = self.details.get(name).map(String::as_str).filter(|value| !value.is_empty());
        value.ok_or_else(|| Refusal::invalid_parameter(format!("ProviderDetails lacks {name}")))
    }
}

impl Provider {
    /// As `DescribeIdentityProvider` shows it, the secret included, as Cognito does.
    pub(crate) fn describe(&self) -> Result<Value, Refusal> {
        let mut shown = serde_json::to_value(&self.settings)?;
        shown["UserPoolId"] = json!(self.pool);
        shown["CreationDate"] = json!(seconds(self.created_at));
        shown["LastModifiedDate"] = json!(seconds(self.modified_at));
        Ok(shown)
    }
}
