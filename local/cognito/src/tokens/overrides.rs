//! What the pre-token-generation trigger may change, and how.
//!
//! Shapes and limits: Amazon Cognito developer guide, "Pre token generation Lambda trigger".

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::claims::Claims;
use crate::pools::settings::TriggerVersion;
use crate::refusal::Refusal;

/// `claimsAndScopeOverrideDetails`, or what version 1 says in its own words.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Overrides {
    id_token_generation: Option<TokenChanges>,
    access_token_generation: Option<TokenChanges>,
    group_override_details: Option<Groups>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TokenChanges {
    claims_to_add_or_override: Option<Map<String, Value>>,
    claims_to_suppress: Option<Vec<String>>,
    scopes_to_add: Option<Vec<String>>,
    scopes_to_suppress: Option<Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Groups {
    groups_to_override: Option<Vec<String>>,
    iam_roles_to_override: Option<Vec<String>>,
    preferred_role: Option<String>,
}

/// `claimsOverrideDetails`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct FirstVersion {
    claims_to_add_or_override: Option<Map<String, Value>>,
    claims_to_suppress: Option<Vec<String>>,
    group_override_details: Option<Groups>,
}

/// Changes of one answer, all kinds together.
const MOST_CHANGES: usize = 5000;
/// Claims that no trigger touches, in either token.
const RESERVED: [&str; 15] =
    ["acr", "amr", "at_hash", "auth_time", "azp", "event_id", "exp", "iat", "iss", "jti", "nbf", "nonce", "origin_jti", "sub", "token_use"];
const RESERVED_PREFIXES: [&str; 3] = ["aws:", "cognito:", "dev:"];
const RESERVED_IN_ID: [&str; 2] = ["aud", "identities"];
const RESERVED_IN_ACCESS: [&str; 6] = ["aud", "client_id", "device_key", "scope", "username", "version"];

impl Overrides {
    /// Reads a trigger's output.
    ///
    /// # Errors
    /// `InvalidLambdaResponseException`.
    pub(crate) fn read(output: &Value, version: TriggerVersion) -> Result<Self, Refusal> {
        let response = output.get("response").filter(|response| response.is_object()).ok_or_else(|| invalid("no response"))?;
        let overrides = if version == TriggerVersion::V1 {
            Self::read_first_version(&response["claimsOverrideDetails"])?
        } else {
            part(&response["claimsAndScopeOverrideDetails"])?
        };
        if overrides.count() > MOST_CHANGES {
            return Err(invalid("more than 5000 changes"));
        }
        let scopes = overrides.access_token_generation.iter().flat_map(|changes| changes.scopes_to_add.iter().flatten());
        for scope in scopes {
            if scope.is_empty() || scope.contains(char::is_whitespace) {
                return Err(invalid("a scope with a blank"));
            }
        }
        Ok(overrides)
    }

    fn read_first_version(details: &Value) -> Result<Self, Refusal> {
        let first: FirstVersion = part(details)?;
        if first.claims_to_add_or_override.iter().flat_map(Map::values).any(|value| !value.is_string()) {
            return Err(invalid("version 1 takes text claims only"));
        }
        Ok(Self {
            id_token_generation: Some(TokenChanges {
                claims_to_add_or_override: first.claims_to_add_or_override,
                claims_to_suppress: first.claims_to_suppress,
                ..TokenChanges::default()
            }),
            access_token_generation: None,
            group_override_details: first.group_override_details,
        })
    }

    fn count(&self) -> usize {
        let size = |list: &Option<Vec<String>>| list.as_ref().map_or(0, Vec::len);
        [&self.id_token_generation, &self.access_token_generation]
            .into_iter()
            .flatten()
            .map(|changes| {
                changes.claims_to_add_or_override.as_ref().map_or(0, Map::len)
                    + size(&changes.claims_to_suppress)
                    + size(&changes.scopes_to_add)
                    + size(&changes.scopes_to_suppress)
            })
            .sum()
    }

    pub(crate) fn apply_to_id(&self, claims: &mut Claims) {
        if let Some(changes) = &self.id_token_generation {
            changes.apply(claims, &RESERVED_IN_ID);
        }
        let groups = self.group_override_details.as_ref();
        if let Some(groups) = groups {
            groups.apply(claims);
            if let Some(roles) = groups.iam_roles_to_override.as_ref().filter(|roles| !roles.is_empty()) {
                claims.insert("cognito:roles".to_owned(), json!(roles));
            }
            if let Some(role) = &groups.preferred_role {
                claims.insert("cognito:preferred_role".to_owned(), json!(role));
            }
        }
    }

    pub(crate) fn apply_to_access(&self, claims: &mut Claims) {
        if let Some(changes) = &self.access_token_generation {
            changes.apply(claims, &RESERVED_IN_ACCESS);
            changes.apply_audience(claims);
            changes.apply_scopes(claims);
        }
        if let Some(groups) = &self.group_override_details {
            groups.apply(claims);
        }
    }
}

impl TokenChanges {
    /// A claim that is both added and suppressed is suppressed.
    fn apply(&self, claims: &mut Claims, reserved: &[&str]) {
        let free = |name: &str| {
            !RESERVED.contains(&name) && !reserved.contains(&name) && !RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        };
        for (name, value) in self.claims_to_add_or_override.iter().flatten() {
            if free(name) {
                claims.insert(name.clone(), value.clone());
            }
        }
        for name in self.claims_to_suppress.iter().flatten() {
            if free(name) {
                claims.remove(name);
            }
        }
    }

    /// An access token may be given an `aud`, but only its own client.
    fn apply_audience(&self, claims: &mut Claims) {
        let audience = self.claims_to_add_or_override.as_ref().and_then(|added| added.get("aud"));
        if let Some(audience) = audience
            && claims.get("client_id") == Some(audience)
        {
            claims.insert("aud".to_owned(), audience.clone());
        }
    }

    fn apply_scopes(&self, claims: &mut Claims) {
        let before = claims.get("scope").and_then(Value::as_str).unwrap_or_default();
        let mut scopes: Vec<&str> = before.split(' ').filter(|scope| !scope.is_empty()).collect();
        for scope in self.scopes_to_add.iter().flatten() {
            if !scopes.contains(&scope.as_str()) {
                scopes.push(scope);
            }
        }
        let suppressed = self.scopes_to_suppress.as_deref().unwrap_or_default();
        scopes.retain(|scope| !suppressed.iter().any(|name| name == scope));
        let scope = json!(scopes.join(" "));
        claims.insert("scope".to_owned(), scope);
    }
}

impl Groups {
    fn apply(&self, claims: &mut Claims) {
        match self.groups_to_override.as_deref() {
            None => {}
            Some([]) => {
                claims.remove("cognito:groups");
            }
            Some(groups) => {
                claims.insert("cognito:groups".to_owned(), json!(groups));
            }
        }
    }
}

/// The details of an answer; nothing and `null` change nothing.
fn part<T: DeserializeOwned + Default>(details: &Value) -> Result<T, Refusal> {
    if details.is_null() {
        return Ok(T::default());
    }
    // Serde would also fill the members of a structure from a list, one by one.
    let sections = SECTIONS.map(|name| &details[name]);
    if !details.is_object() || sections.into_iter().any(Value::is_array) {
        return Err(invalid("a list where an object belongs"));
    }
    T::deserialize(details).map_err(|error| invalid(&error.to_string()))
}

const SECTIONS: [&str; 3] = ["idTokenGeneration", "accessTokenGeneration", "groupOverrideDetails"];

fn invalid(why: &str) -> Refusal {
    Refusal::new("InvalidLambdaResponseException", format!("Unrecognizable lambda output: {why}"))
}

#[cfg(test)]
mod tests;
