//! Everybody's authenticator app: what a developer who plays all the people would have to scan.

use rusqlite::Transaction;

use crate::refusal::Refusal;
use crate::users::Totp;
use crate::users::totp::{self, STEP_MILLISECONDS};

/// The app of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticator {
    pub username: String,
    /// Empty for a user without an address.
    pub email: String,
    pub workspace: Option<String>,
    /// A code that is taken now; none while both of those that would be are used up.
    pub code: Option<String>,
    /// Until the next code begins.
    pub seconds: i64,
    /// Whether the app still waits for its first code.
    pub pending: bool,
}

/// The apps of all users, those that are still being set up too, by address.
pub(crate) fn list(transaction: &Transaction<'_>, now: i64) -> Result<Vec<Authenticator>, Refusal> {
    let attribute = "(SELECT value FROM user_attributes a WHERE a.pool = u.pool AND a.user = u.key AND a.name = ";
    let mut statement = transaction.prepare_cached(&format!(
        "SELECT u.username, COALESCE({attribute}'email'), ''), {attribute}'custom:workspace'), u.totp_secret, u.totp_pending, u.totp_step \
         FROM users u WHERE u.totp_secret IS NOT NULL OR u.totp_pending IS NOT NULL ORDER BY 2, 1"
    ))?;
    let rows = statement.query_map([], |row| {
        let (secret, pending): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(3)?, row.get(4)?);
        let used = totp::used(&Totp { step: row.get(5)?, ..Totp::default() }, now);
        let current = now / STEP_MILLISECONDS;
        let code = match (&pending, &secret) {
            (Some(pending), _) => Some(totp::code_at(pending, current)),
            // A code works once. The next one is taken already, since clocks differ.
            (None, Some(secret)) => Some(current.max(used + 1)).filter(|step| *step <= current + 1).map(|step| totp::code_at(secret, step)),
            (None, None) => None,
        };
        Ok(Authenticator {
            username: row.get(0)?,
            email: row.get(1)?,
            workspace: row.get(2)?,
            code,
            seconds: (STEP_MILLISECONDS - now % STEP_MILLISECONDS) / 1000 + 1,
            pending: pending.is_some(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
