//! App clients in the database.

use rusqlite::{OptionalExtension, Transaction, params};

use super::settings::ClientSettings;
use super::{Client, new_secret};
use crate::pools::resource_server::ResourceServer;
use crate::refusal::Refusal;

/// The client with this id, in whichever pool.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(crate) fn find(transaction: &Transaction<'_>, id: &str) -> Result<Client, Refusal> {
    let row = transaction
        .query_row("SELECT pool, settings, secret, created_at, modified_at FROM clients WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((pool, settings, secret, created_at, modified_at)) = row else {
        return Err(unknown(id));
    };
    Ok(Client { id: id.to_owned(), pool, settings: serde_json::from_str(&settings)?, secret, created_at, modified_at })
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
    check_scopes(transaction, pool, settings)?;
    let before = match find(transaction, id) {
        Ok(client) if client.pool == pool => Some(client),
        Ok(_) => {
            return Err(Refusal::invalid_parameter(format!("Client {id} belongs to another user pool")));
        }
        Err(refusal) if refusal.kind() == "ResourceNotFoundException" => None,
        Err(refusal) => return Err(refusal),
    };
    let secret = match (settings.generate_secret, before.and_then(|client| client.secret)) {
        (Some(true), None) => Some(new_secret()?),
        (Some(true), kept) => kept,
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

fn check_scopes(transaction: &Transaction<'_>, pool: &str, settings: &ClientSettings) -> Result<(), Refusal> {
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

/// Deletes the client with all its sessions.
pub(crate) fn delete(transaction: &Transaction<'_>, id: &str) -> Result<(), Refusal> {
    transaction.execute("DELETE FROM clients WHERE id = ?1", [id])?;
    Ok(())
}

/// The ids after `after`, at most `limit`.
pub(crate) fn list(transaction: &Transaction<'_>, pool: &str, after: &str, limit: usize) -> Result<Vec<String>, Refusal> {
    let mut statement = transaction.prepare_cached("SELECT id FROM clients WHERE pool = ?1 AND id > ?2 ORDER BY id LIMIT ?3")?;
    let rows = statement.query_map(params![pool, after, limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
