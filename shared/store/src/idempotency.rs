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
    table::{TransactionError, Write},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
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
    pub(crate) async fn create_once(
        &self,
        scope: &WorkspaceScope,
        attempt: Option<&Attempt>,
        id: String,
        mut writes: Vec<Write>,
        now: Timestamp,
    ) -> Result<(String, Created), TransactionError> {
        let Some(attempt) = attempt else {
            self.table.transact(scope, writes).await?;
            return Ok((id, Created::Now));
        };
        let key = keys::idempotency(scope, &attempt.key);
        let remembered = Record::new(Remembered { request: attempt.request.clone(), created: id.clone() }, now);
        let expires = now.checked_add(KEPT).unwrap_or(now);
        let position = writes.len();
        writes.push(remembered.write(Place::from(key.clone()).expires(expires), now)?);
        match self.table.transact(scope, writes).await {
            Ok(()) => Ok((id, Created::Now)),
            Err(TransactionError::Conditions(failed)) if failed.contains(&position) => {
                let item = self.table.get(scope, key, true).await?.ok_or(StoreError::Conflict)?;
                let before: Record<Remembered> = Record::read(item)?;
                if before.value.request == attempt.request {
                    Ok((before.value.created, Created::Before))
                } else {
                    Err(StoreError::KeyReused.into())
                }
            }
            Err(error) => Err(error),
        }
    }
}
