//! Users in the database.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::{Status, Totp, User};
use crate::pools::Pool;
use crate::refusal::Refusal;

const COLUMNS: &str = "pool, key, username, sub, status, enabled, password, temporary_until, \
    totp_secret, totp_pending, totp_step, mfa_enabled, mfa_preferred, created_at, modified_at";

/// The user with this username, or with this `sub`: Cognito takes either.
pub(crate) fn find(transaction: &Transaction<'_>, pool: &Pool, name: &str) -> Result<Option<User>, Refusal> {
    match by_key(transaction, &pool.id, &pool.user_key(name))? {
        Some(user) => Ok(Some(user)),
        None => by_sub(transaction, &pool.id, name),
    }
}

/// The same for calls that need one.
///
/// # Errors
/// `UserNotFoundException`.
pub(crate) fn expect(transaction: &Transaction<'_>, pool: &Pool, name: &str) -> Result<User, Refusal> {
    find(transaction, pool, name)?.ok_or_else(Refusal::user_not_found)
}

pub(crate) fn by_key(transaction: &Transaction<'_>, pool: &str, key: &str) -> Result<Option<User>, Refusal> {
    one(transaction, "key", pool, key)
}

pub(crate) fn by_sub(transaction: &Transaction<'_>, pool: &str, sub: &str) -> Result<Option<User>, Refusal> {
    one(transaction, "sub", pool, sub)
}

fn one(transaction: &Transaction<'_>, column: &str, pool: &str, value: &str) -> Result<Option<User>, Refusal> {
    let row = transaction
        .prepare_cached(&format!("SELECT {COLUMNS} FROM users WHERE pool = ?1 AND {column} = ?2"))?
        .query_row([pool, value], read)
        .optional()?;
    row.map(|user| with_attributes(transaction, user)).transpose()
}

/// A user without attributes.
fn read(row: &Row<'_>) -> rusqlite::Result<User> {
    let status: String = row.get(4)?;
    Ok(User {
        pool: row.get(0)?,
        key: row.get(1)?,
        username: row.get(2)?,
        sub: row.get(3)?,
        status: Status::from_name(&status).ok_or_else(|| rusqlite::Error::InvalidColumnType(4, status, rusqlite::types::Type::Text))?,
        enabled: row.get(5)?,
        password: row.get(6)?,
        temporary_until: row.get(7)?,
        totp: Totp { secret: row.get(8)?, pending: row.get(9)?, step: row.get(10)? },
        mfa_enabled: row.get(11)?,
        mfa_preferred: row.get(12)?,
        attributes: std::collections::BTreeMap::new(),
        created_at: row.get(13)?,
        modified_at: row.get(14)?,
    })
}

fn with_attributes(transaction: &Transaction<'_>, mut user: User) -> Result<User, Refusal> {
    let mut statement = transaction.prepare_cached("SELECT name, value FROM user_attributes WHERE pool = ?1 AND user = ?2")?;
    let rows = statement.query_map([&user.pool, &user.key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    user.attributes = rows.collect::<Result<_, _>>()?;
    Ok(user)
}

/// # Errors
/// `UsernameExistsException`.
pub(crate) fn insert(transaction: &Transaction<'_>, user: &User) -> Result<(), Refusal> {
    if by_key(transaction, &user.pool, &user.key)?.is_some() {
        return Err(Refusal::new("UsernameExistsException", "User account already exists"));
    }
    transaction.execute(
        &format!("INSERT INTO users ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"),
        params![
            user.pool,
            user.key,
            user.username,
            user.sub,
            user.status.name(),
            user.enabled,
            user.password,
            user.temporary_until,
            user.totp.secret,
            user.totp.pending,
            user.totp.step,
            user.mfa_enabled,
            user.mfa_preferred,
            user.created_at,
            user.modified_at,
        ],
    )?;
    save_attributes(transaction, user)
}

/// Writes everything that can change about a user.
pub(crate) fn save(transaction: &Transaction<'_>, user: &mut User, now: i64) -> Result<(), Refusal> {
    user.modified_at = now;
    transaction.execute(
        "UPDATE users SET status = ?3, enabled = ?4, password = ?5, temporary_until = ?6, totp_secret = ?7,
            totp_pending = ?8, totp_step = ?9, mfa_enabled = ?10, mfa_preferred = ?11, modified_at = ?12
         WHERE pool = ?1 AND key = ?2",
        params![
            user.pool,
            user.key,
            user.status.name(),
            user.enabled,
            user.password,
            user.temporary_until,
            user.totp.secret,
            user.totp.pending,
            user.totp.step,
            user.mfa_enabled,
            user.mfa_preferred,
            now,
        ],
    )?;
    save_attributes(transaction, user)
}

fn save_attributes(transaction: &Transaction<'_>, user: &User) -> Result<(), Refusal> {
    transaction.prepare_cached("DELETE FROM user_attributes WHERE pool = ?1 AND user = ?2")?.execute([&user.pool, &user.key])?;
    let mut insert = transaction.prepare_cached("INSERT INTO user_attributes VALUES (?1, ?2, ?3, ?4)")?;
    for (name, value) in &user.attributes {
        insert.execute([&user.pool, &user.key, name, value])?;
    }
    Ok(())
}

/// Deletes the user with attributes, challenges and sessions.
pub(crate) fn delete(transaction: &Transaction<'_>, user: &User) -> Result<(), Refusal> {
    transaction.execute("DELETE FROM users WHERE pool = ?1 AND key = ?2", [&user.pool, &user.key])?;
    Ok(())
}
