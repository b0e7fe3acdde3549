//! Attempts per subject and window of time.
//!
//! | access | how |
//! |---|---|
//! | count an attempt | update `W#<ws>#LIMIT#<digest of the subject>` / `<window>`, add 1 |

use crate::{Store, StoreError, keys, members::digest};
use jiff::{SignedDuration, Timestamp};
use tenancy::WorkspaceScope;

/// At most so many attempts in a window.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub attempts: u64,
    pub window: SignedDuration,
}

impl Store {
    /// Counts an attempt of a subject (an address, a source); answers how long to wait if it is one too many.
    ///
    /// # Errors
    /// When the table cannot be written: the caller then refuses, since an uncounted attempt is a free guess.
    pub async fn attempt(
        &self,
        scope: &WorkspaceScope,
        subject: &str,
        limit: Limit,
        now: Timestamp,
    ) -> Result<Option<SignedDuration>, StoreError> {
        let length = limit.window.as_secs().max(1);
        let window = now.as_second().div_euclid(length);
        let ends = (window + 1) * length;
        let count = self.table.count(scope, keys::limit(scope, &digest(subject), window), ends + length).await?;
        Ok((count > limit.attempts).then(|| SignedDuration::from_secs((ends - now.as_second()).max(1))))
    }
}
