//! Idempotency keys: the same request twice creates one thing (draft-ietf-httpapi-idempotency-key-header).
//!
//! | access | how |
//! |---|---|
//! | remember an attempt | put `W#<ws>#IDEMPOTENCY#<digest>`, in the transaction that creates |
//! | what an attempt made | get the same |

use crate::{Entity, Place, Record, TableError, Tenant, TransactionError, Write, digest, keys};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use trellis_core::personal::NotPersonal;

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
pub(crate) struct Remembered {
    request: NotPersonal<String>,
    created: NotPersonal<String>,
}

impl Entity for Remembered {
    const NAME: &'static str = "Idempotency";
}

fn made_id<T: FromStr<Err: fmt::Display>>(id: &str) -> Result<T, TableError> {
    id.parse().map_err(|reason: T::Err| TableError::Corrupt { entity: Remembered::NAME, reason: reason.to_string() })
}

impl Tenant {
    /// Runs a creating transaction once per attempt and answers the id of what it made, now or before.
    ///
    /// # Errors
    /// `Conditions` names positions in `writes`.
    pub async fn create_once<T: FromStr<Err: fmt::Display> + fmt::Display>(
        &self,
        attempt: Option<&Attempt>,
        id: T,
        mut writes: Vec<Write>,
    ) -> Result<(T, Created), TransactionError> {
        let Some(attempt) = attempt else {
            self.transact(writes).await?;
            return Ok((id, Created::Now));
        };
        let position = writes.len();
        writes.push(self.remember(attempt, &id.to_string())?);
        match self.transact(writes).await {
            Ok(()) => Ok((id, Created::Now)),
            Err(TransactionError::Conditions(failed)) if failed.contains(&position) => {
                Ok((made_id(&self.made_before(attempt).await?)?, Created::Before))
            }
            Err(error) => Err(error),
        }
    }

    /// What an earlier attempt with this key has made, if there was one: whoever makes something outside of the table asks first, and what
    /// is repeated leaves nothing behind there.
    ///
    /// # Errors
    /// [`TableError::KeyReused`], or when the table cannot be read.
    pub async fn made<T: FromStr<Err: fmt::Display>>(&self, attempt: Option<&Attempt>) -> Result<Option<T>, TableError> {
        let Some(attempt) = attempt else { return Ok(None) };
        match self.made_before(attempt).await {
            Ok(id) => Ok(Some(made_id(&id)?)),
            Err(TableError::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The write that remembers what an attempt makes; its condition fails if there was an attempt with this key before.
    ///
    /// # Errors
    /// When it cannot be stored: a defect.
    pub fn remember(&self, attempt: &Attempt, id: &str) -> Result<Write, TableError> {
        let remembered = Record::new(Remembered { request: attempt.request.clone(), created: id.to_owned() }, self.now());
        let expires = self.now().checked_add(KEPT).unwrap_or(self.now());
        remembered.write(Place::from(keys::IDEMPOTENCY.key_of(self.scope(), &attempt.key)).expires(expires), self.now())
    }

    /// What the attempt before made.
    ///
    /// # Errors
    /// [`TableError::KeyReused`], [`TableError::Conflict`] if there was none, or when the table cannot be read.
    pub async fn made_before(&self, attempt: &Attempt) -> Result<String, TableError> {
        let item = self.get(keys::IDEMPOTENCY.key_of(self.scope(), &attempt.key), true).await?.ok_or(TableError::Conflict)?;
        let before: Record<Remembered> = Record::read(item)?;
        if before.value.request == attempt.request { Ok(before.value.created) } else { Err(TableError::KeyReused) }
    }
}
