//! Pools in the database.

use rusqlite::{OptionalExtension, Transaction, params};

use super::Pool;
use super::settings::PoolSettings;
use crate::refusal::Refusal;

/// # Errors
/// `ResourceNotFoundException`.
pub(crate) fn find(transaction: &Transaction<'_>, id: &str) -> Result<Pool, Refusal> {
    let settings: Option<String> = transaction.query_row("SELECT settings FROM pools WHERE id = ?1", [id], |row| row.get(0)).optional()?;
    let settings = settings.ok_or_else(|| Refusal::not_found(format!("User pool {id} does not exist.")))?;
    Ok(Pool { id: id.to_owned(), settings: serde_json::from_str(&settings)? })
}

pub(crate) fn exists(transaction: &Transaction<'_>, id: &str) -> Result<bool, Refusal> {
    Ok(transaction.prepare_cached("SELECT 1 FROM pools WHERE id = ?1")?.exists([id])?)
}

/// The DER of a pool's two signing keys.
pub(crate) struct KeyPair {
    pub(crate) access: Vec<u8>,
    pub(crate) id: Vec<u8>,
}

pub(crate) fn insert(transaction: &Transaction<'_>, id: &str, settings: &PoolSettings, keys: &KeyPair, now: i64) -> Result<(), Refusal> {
    transaction.execute(
        "INSERT INTO pools VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        params![id, serde_json::to_string(settings)?, keys.access, keys.id, now],
    )?;
    Ok(())
}

/// Changes the settings; a repeat of the same ones changes nothing.
pub(crate) fn update(transaction: &Transaction<'_>, id: &str, settings: &PoolSettings, now: i64) -> Result<(), Refusal> {
    transaction.execute(
        "UPDATE pools SET settings = ?2, modified_at = ?3 WHERE id = ?1 AND settings <> ?2",
        params![id, serde_json::to_string(settings)?, now],
    )?;
    Ok(())
}

/// Every pool, by id.
pub(crate) fn all(transaction: &Transaction<'_>) -> Result<Vec<Pool>, Refusal> {
    let mut statement = transaction.prepare("SELECT id FROM pools ORDER BY id")?;
    let ids = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    ids.iter().map(|id| find(transaction, id)).collect()
}

/// Every pool's id with its keys.
pub(crate) fn keys(transaction: &Transaction<'_>) -> Result<Vec<(String, KeyPair)>, Refusal> {
    let mut statement = transaction.prepare("SELECT id, access_key, id_key FROM pools")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, KeyPair { access: row.get(1)?, id: row.get(2)? })))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
