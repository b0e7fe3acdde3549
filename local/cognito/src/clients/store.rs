//! App clients in the database.

use rusqlite::{OptionalExtension, Transaction, params};

use super::settings::ClientSettings;
use super::{Client, MOST_SECRETS, Secret, new_secret};
use crate::pools::resource_server::ResourceServer;
use crate::providers;
use crate::refusal::Refusal;

/// The client with this id, in whichever pool.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(crate) fn find(transaction: &Transaction<'_>, id: &str) -> Result<Client, Refusal> {
    let row = transaction
        .query_row("SELECT pool, settings, secret, created_at, modified_at FROM clients WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((pool, settings, secret, created_at, modified_at)) = row else {
        return Err(unknown(id));
    };
    let first = secret.map(|value| Secret { id: secret_id(id, created_at), value, created_at });
    let secrets = first.into_iter().chain(later_secrets(transaction, id)?).collect();
    Ok(Client { id: id.to_owned(), pool, settings: serde_json::from_str(&settings)?, secrets, created_at, modified_at })
}

/// In Cognito's form.
fn secret_id(client: &str, created_at: i64) -> String {
    format!("{client}--{created_at}")
}

fn later_secrets(transaction: &Transaction<'_>, client: &str) -> Result<Vec<Secret>, Refusal> {
    let mut statement =
        transaction.prepare_cached("SELECT id, secret, created_at FROM client_secrets WHERE client = ?1 ORDER BY created_at")?;
    let rows = statement.query_map([client], |row| Ok(Secret { id: row.get(0)?, value: row.get(1)?, created_at: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds a secret to a client that has one.
///
/// # Errors
/// `LimitExceededException` when it has two, `InvalidParameterException` when it has none.
pub(crate) fn add_secret(transaction: &Transaction<'_>, client: &Client, now: i64) -> Result<Secret, Refusal> {
    let Some(newest) = client.secrets.last() else {
        return Err(Refusal::invalid_parameter("The client has no secret to rotate"));
    };
    if client.secrets.len() >= MOST_SECRETS {
        return Err(Refusal::new("LimitExceededException", format!("A client has at most {MOST_SECRETS} secrets")));
    }
    let created_at = now.max(newest.created_at + 1);
    let secret = Secret { id: secret_id(&client.id, created_at), value: new_secret()?, created_at };
    transaction
        .execute("INSERT INTO client_secrets VALUES (?1, ?2, ?3, ?4)", params![secret.id, client.id, secret.value, secret.created_at])?;
    Ok(secret)
}

/// # Errors
/// `ResourceNotFoundException`, or `InvalidParameterException` for the only secret.
pub(crate) fn delete_secret(transaction: &Transaction<'_>, client: &Client, id: &str) -> Result<(), Refusal> {
    if !client.secrets.iter().any(|secret| secret.id == id) {
        return Err(Refusal::not_found(format!("Client secret {id} does not exist.")));
    }
    if client.secrets.len() == 1 {
        return Err(Refusal::invalid_parameter("The only secret of a client cannot be deleted"));
    }
    if transaction.execute("DELETE FROM client_secrets WHERE id = ?1 AND client = ?2", [id, &client.id])? == 0 {
        transaction.execute("UPDATE clients SET secret = NULL WHERE id = ?1", [&client.id])?;
    }
    Ok(())
}

fn unknown(id: &str) -> Refusal {
    Refusal::not_found(format!("User pool client {id} does not exist."))
}

/// The client with this id in this pool.
pub(crate) fn find_in(transaction: &Transaction<'_>, pool: &str, id: &str) -> Result<Client, Refusal> {
    find(transaction, id).and_then(|client| if client.pool == pool { Ok(client) } else { Err(unknown(id)) })
}

/// Inserts the client, or gives it new settings. Its secret is made once and kept.
///
/// # Errors
/// `ScopeDoesNotExistException`, or `InvalidParameterException` when the id belongs to another pool.
pub(crate) fn put(transaction: &Transaction<'_>, pool: &str, id: &str, settings: &ClientSettings, now: i64) -> Result<Client, Refusal> {
    check_references(transaction, pool, settings)?;
    let before = match find(transaction, id) {
        Ok(client) if client.pool == pool => Some(client),
        Ok(_) => {
            return Err(Refusal::invalid_parameter(format!("Client {id} belongs to another user pool")));
        }
        Err(refusal) if refusal.kind() == "ResourceNotFoundException" => None,
        Err(refusal) => return Err(refusal),
    };
    let kept: Option<String> =
        transaction.query_row("SELECT secret FROM clients WHERE id = ?1", [id], |row| row.get(0)).optional()?.flatten();
    let secret = match (settings.generate_secret, before) {
        (Some(true), Some(client)) if !client.secrets.is_empty() => kept,
        (Some(true), _) => Some(new_secret()?),
        _ => None,
    };
    transaction.execute(
        "INSERT INTO clients VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT DO UPDATE SET settings = excluded.settings, secret = excluded.secret, modified_at = excluded.modified_at
         WHERE settings <> excluded.settings OR secret IS NOT excluded.secret",
        params![id, pool, serde_json::to_string(settings)?, secret, now],
    )?;
    find(transaction, id)
}

fn check_references(transaction: &Transaction<'_>, pool: &str, settings: &ClientSettings) -> Result<(), Refusal> {
    for provider in settings.supported_identity_providers.iter().filter(|name| *name != "COGNITO") {
        if providers::store::find(transaction, pool, provider)?.is_none() {
            return Err(Refusal::invalid_parameter(format!("The provider {provider} does not exist for User Pool {pool}.")));
        }
    }
    for scope in settings.custom_scopes() {
        let defined = match scope.rsplit_once('/') {
            None => false,
            Some((identifier, name)) => ResourceServer::find(transaction, pool, identifier)?
                .is_some_and(|server| server.scopes.iter().any(|scope| scope.scope_name == name)),
        };
        if !defined {
            return Err(Refusal::new("ScopeDoesNotExistException", format!("Custom scope {scope} does not exist.")));
        }
    }
    Ok(())
}

/// Gives the client other settings; its secrets stay.
pub(crate) fn update(transaction: &Transaction<'_>, client: &Client, settings: &ClientSettings, now: i64) -> Result<Client, Refusal> {
    check_references(transaction, &client.pool, settings)?;
    let settings = serde_json::to_string(settings)?;
    transaction.execute("UPDATE clients SET settings = ?2, modified_at = ?3 WHERE id = ?1", params![client.id, settings, now])?;
    find(transaction, &client.id)
}

/// Deletes the client with all its sessions.
pub(crate) fn delete(transaction: &Transaction<'_>, id: &str) -> Result<(), Refusal> {
    transaction.execute("DELETE FROM clients WHERE id = ?1", [id])?;
    Ok(())
}
