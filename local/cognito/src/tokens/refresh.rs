//! Refresh tokens. All that descend from one sign-in are a family: they end together.
//!
//! Rotation does not prolong a family. A token that was rotated out works on for the client's grace period; after that
//! its use means that it was stolen, or that its successor was, and the family is revoked.

use rusqlite::{OptionalExtension, Transaction, params};

use super::session::Session;
use crate::clients::Client;
use crate::random;
use crate::refusal::Refusal;
use crate::users::{User, store};

/// The family that a good refresh token belongs to.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) id: String,
    pub(crate) pool: String,
    pub(crate) user: String,
    pub(crate) session: Session,
}

const MILLISECONDS: i64 = 1000;
/// Families are kept a day longer than their last access token can live, so that it can be told from a forgery.
const KEPT_AFTER_END: i64 = 2 * 24 * 3600 * MILLISECONDS;

/// Begins a family and returns its first token.
///
/// # Errors
/// The user may have been deleted or disabled while the trigger ran.
pub(crate) fn begin(transaction: &Transaction<'_>, client: &Client, user: &User, session: &Session, now: i64) -> Result<String, Refusal> {
    let current = store::by_key(transaction, &user.pool, &user.key)?.ok_or_else(Refusal::user_not_found)?;
    if !current.enabled {
        return Err(Refusal::user_disabled());
    }
    transaction.prepare_cached("DELETE FROM families WHERE expires_at < ?1")?.execute([now - KEPT_AFTER_END])?;
    let life = client.settings.lives()?.refresh * MILLISECONDS;
    transaction.prepare_cached("INSERT INTO families VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)")?.execute(params![
        session.origin_jti,
        user.pool,
        user.key,
        client.id,
        serde_json::to_string(session)?,
        now + life,
    ])?;
    add_token(transaction, &session.origin_jti)
}

fn add_token(transaction: &Transaction<'_>, family: &str) -> Result<String, Refusal> {
    let token = random::token()?;
    transaction.prepare_cached("INSERT INTO refresh_tokens VALUES (?1, ?2, NULL)")?.execute(params![random::digest(&[&token]), family])?;
    Ok(token)
}

/// Checks a token. The inner error is a refusal whose consequence (a revoked family) must be kept.
pub(crate) fn check(transaction: &Transaction<'_>, token: &str, client: &Client, now: i64) -> Result<Result<Family, Refusal>, Refusal> {
    let row = transaction
        .prepare_cached(
            "SELECT id, pool, user, client, session, expires_at, revoked, rotated_at
             FROM refresh_tokens JOIN families ON families.id = family WHERE digest = ?1",
        )?
        .query_row([random::digest(&[token])], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, String>(4)?,
                row.get::<_, i64>(5)?,
                row.get::<_, bool>(6)?,
                row.get::<_, Option<i64>>(7)?,
            ))
        })
        .optional()?;
    let Some((id, pool, user, owner, session, expires_at, revoked, rotated_at)) = row else {
        return Ok(Err(Refusal::not_authorized("Invalid Refresh Token")));
    };
    if owner != client.id {
        return Ok(Err(Refusal::not_authorized("Invalid Refresh Token")));
    }
    if revoked {
        return Ok(Err(Refusal::not_authorized("Refresh Token has been revoked")));
    }
    if now >= expires_at {
        return Ok(Err(Refusal::not_authorized("Refresh Token has expired")));
    }
    let grace = i64::from(client.settings.grace_seconds()) * MILLISECONDS;
    if rotated_at.is_some_and(|rotated_at| grace == 0 || now >= rotated_at + grace) {
        revoke(transaction, &id)?;
        return Ok(Err(Refusal::new("RefreshTokenReuseException", "Refresh token has been reused; the session has been revoked.")));
    }
    Ok(Ok(Family { id, pool, user, session: serde_json::from_str(&session)? }))
}

/// Checks a token again and puts a new one in its place: another call may have been faster.
pub(crate) fn rotate(transaction: &Transaction<'_>, token: &str, client: &Client, now: i64) -> Result<Result<String, Refusal>, Refusal> {
    let family = match check(transaction, token, client, now)? {
        Ok(family) => family,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // The grace period runs from the first rotation: a retry does not prolong it.
    transaction
        .prepare_cached("UPDATE refresh_tokens SET rotated_at = ?2 WHERE digest = ?1 AND rotated_at IS NULL")?
        .execute(params![random::digest(&[token]), now])?;
    add_token(transaction, &family.id).map(Ok)
}

/// The client that a token was issued to, and its family; nothing for an unknown token.
pub(crate) fn owner(transaction: &Transaction<'_>, token: &str) -> Result<Option<(String, String)>, Refusal> {
    Ok(transaction
        .query_row(
            "SELECT client, id FROM refresh_tokens JOIN families ON families.id = family WHERE digest = ?1",
            [random::digest(&[token])],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?)
}

/// Ends one family.
pub(crate) fn revoke(transaction: &Transaction<'_>, family: &str) -> Result<(), Refusal> {
    transaction.prepare_cached("UPDATE families SET revoked = 1 WHERE id = ?1")?.execute([family])?;
    Ok(())
}

/// Ends all sessions of a user.
pub(crate) fn revoke_all(transaction: &Transaction<'_>, user: &User) -> Result<(), Refusal> {
    transaction.prepare_cached("UPDATE families SET revoked = 1 WHERE pool = ?1 AND user = ?2")?.execute([&user.pool, &user.key])?;
    Ok(())
}

/// Whether a family is neither revoked nor unknown.
pub(crate) fn is_alive(transaction: &Transaction<'_>, family: &str) -> Result<bool, Refusal> {
    Ok(transaction.prepare_cached("SELECT 1 FROM families WHERE id = ?1 AND revoked = 0")?.exists([family])?)
}

#[cfg(test)]
mod tests;
