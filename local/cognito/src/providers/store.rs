//! Identity providers in the database.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Provider, ProviderSettings};
use crate::refusal::Refusal;

fn read(row: &Row<'_>) -> rusqlite::Result<(String, i64, i64)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn provider(pool: &str, (settings, created_at, modified_at): (String, i64, i64)) -> Result<Provider, Refusal> {
    Ok(Provider { pool: pool.to_owned(), settings: serde_json::from_str(&settings)?, created_at, modified_at })
}

pub(crate) fn find(transaction: &Transaction<'_>, pool: &str, name: &str) -> Result<Option<Provider>, Refusal> {
    let found = transaction
        .prepare_cached("SELECT settings, created_at, modified_at FROM identity_providers WHERE pool = ?1 AND name = ?2")?
        .query_row([pool, name], read)
        .optional()?;
    found.map(|row| provider(pool, row)).transpose()
}

/// # Errors
/// `ResourceNotFoundException`.
pub(crate) fn expect(transaction: &Transaction<'_>, pool: &str, name: &str) -> Result<Provider, Refusal> {
    find(transaction, pool, name)?.ok_or_else(|| Refusal::not_found(format!("Identity provider {name} does not exist.")))
}

/// Inserts the provider, or replaces the one with this name.
pub(crate) fn put(transaction: &Transaction<'_>, pool: &str, settings: &ProviderSettings, now: i64) -> Result<Provider, Refusal> {
    transaction.execute(
        "INSERT INTO identity_providers VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT DO UPDATE SET settings = excluded.settings, modified_at = excluded.modified_at",
        params![pool, settings.name, serde_json::to_string(settings)?, now],
    )?;
    expect(transaction, pool, &settings.name)
}

pub(crate) fn delete(transaction: &Transaction<'_>, pool: &str, name: &str) -> Result<(), Refusal> {
    transaction.execute("DELETE FROM identity_providers WHERE pool = ?1 AND name = ?2", [pool, name])?;
    Ok(())
}
