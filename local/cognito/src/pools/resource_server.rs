//! Resource servers: who defines the custom scopes of machine clients.

use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// The properties of `AWS::Cognito::UserPoolResourceServer`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourceServer {
    pub(crate) identifier: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) scopes: Vec<Scope>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Scope {
    pub(crate) scope_name: String,
    #[serde(default)]
    pub(crate) scope_description: String,
}

const MOST_SCOPES: usize = 100;

impl ResourceServer {
    pub(crate) fn validate(&self) -> Result<(), Refusal> {
        let bad_scope = self
            .scopes
            .iter()
            .any(|scope| scope.scope_name.is_empty() || scope.scope_name.contains(|c: char| c == '/' || c.is_whitespace()));
        let bad_identifier = self.identifier.is_empty() || self.identifier.contains(char::is_whitespace);
        if bad_scope || bad_identifier || self.scopes.len() > MOST_SCOPES {
            return Err(Refusal::invalid_parameter(format!(
                "Resource server {:?}: the identifier and the scopes have no spaces, scopes no slash, and there are at most {MOST_SCOPES}",
                self.identifier
            )));
        }
        Ok(())
    }

    /// Inserts the server, or replaces the one with this identifier.
    pub(crate) fn put(&self, transaction: &Transaction<'_>, pool: &str) -> Result<(), Refusal> {
        transaction.execute(
            "INSERT INTO resource_servers VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET name = excluded.name, scopes = excluded.scopes",
            params![pool, self.identifier, self.name, serde_json::to_string(&self.scopes)?],
        )?;
        Ok(())
    }

    pub(crate) fn find(transaction: &Transaction<'_>, pool: &str, identifier: &str) -> Result<Option<Self>, Refusal> {
        let found = transaction
            .query_row("SELECT name, scopes FROM resource_servers WHERE pool = ?1 AND identifier = ?2", [pool, identifier], |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?))
            })
            .optional()?;
        found.map(|(name, scopes)| Ok(Self { identifier: identifier.to_owned(), name, scopes: serde_json::from_str(&scopes)? })).transpose()
    }
}
