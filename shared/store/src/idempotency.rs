//! Idempotency keys: the same request twice creates one thing (draft-ietf-httpapi-idempotency-key-header).
//!
//! | access | how |
//! |---|---|
//! | remember an attempt | put `W#<ws>#IDEMPOTENCY#<digest>`, in the transaction that creates |
//! | what an attempt made | get the same |

use crate::{
    Store, StoreError,
    entity::{Entity, Place, Record},
    keys,
    members::digest,
    table::{TransactionError, Write},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use tenancy::WorkspaceScope;

const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A request that carries an idempotency key.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Digest of who asks, for which route, with which key.
    pub key: String,
    /// Digest of the request's body.
    pub request: String,
}

impl Attempt {
    /// The attempt at one part of a request that makes several things.
    #[must_use]
    pub fn part(&self, part: &str) -> Self {
        Self { key: digest(&format!("{}\n{part}", self.key)), request: digest(part) }
    }
}

/// What a creating call has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    Now,
    /// An earlier attempt with the same key had done it; the id is the one that it made.
    Before,
}

#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    request: String,
    created: String,
}

impl Entity for Remembered {
    const NAME: &'static str = "Idempotency";
}

impl Store {
    /// Runs a creating transaction once per attempt and answers the id of what it made, now or before.
    ///
    /// `Err(Conditions)` names positions in `writes`.
    pub(crate) async fn create_once<T: FromStr<Err: fmt::Display> + fmt::Display>(
        &self,
        scope: &WorkspaceScope,
        attempt: Option<&Attempt>,
        id: T,
        mut writes: Vec<Write>,
        now: Timestamp,
    ) -> Result<(T, Created), TransactionError> {
        let Some(attempt) = attempt else {
            self.table.transact(scope, writes).await?;
            return Ok((id, Created::Now));
        };
        let position = writes.len();
        writes.push(self.remember(scope, attempt, &id.to_string(), now)?);
        match self.table.transact(scope, writes).await {
            Ok(()) => Ok((id, Created::Now)),
            Err(TransactionError::Conditions(failed)) if failed.contains(&position) => {
                let made = self.made_before(scope, attempt).await?.parse();
                let made = made.map_err(|reason: T::Err| StoreError::Corrupt { entity: Remembered::NAME, reason: reason.to_string() })?;
                Ok((made, Created::Before))
            }
            Err(error) => Err(error),
        }
    }

    /// The write that remembers what an attempt makes; its condition fails if there was an attempt with this key before.
    pub(crate) fn remember(&self, scope: &WorkspaceScope, attempt: &Attempt, id: &str, now: Timestamp) -> Result<Write, StoreError> {
        let remembered = Record::new(Remembered { request: attempt.request.clone(), created: id.to_owned() }, now);
        let expires = now.checked_add(KEPT).unwrap_or(now);
        remembered.write(Place::from(keys::idempotency(scope, &attempt.key)).expires(expires), now)
    }

    /// What the attempt before made.
    pub(crate) async fn made_before(&self, scope: &WorkspaceScope, attempt: &Attempt) -> Result<String, StoreError> {
        let item = self.table.get(scope, keys::idempotency(scope, &attempt.key), true).await?.ok_or(StoreError::Conflict)?;
        let before: Record<Remembered> = Record::read(item)?;
        if before.value.request == attempt.request { Ok(before.value.created) } else { Err(StoreError::KeyReused) }
    }
}
