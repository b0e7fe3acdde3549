//! One attempt to deliver a firing, and what follows from its outcome.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Transaction;

use crate::database::DatabaseError;
use crate::definition::{ActionAfterCompletion, State};
use crate::rows::{Firing, firings, schedules};
use crate::scheduler::Scheduler;
use crate::target;

/// The longest pause between two attempts. AWS names no figures: 1 s, doubling, up to this.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);

impl Scheduler {
    /// Invokes the target of `firing` and records the outcome. A crash in between leaves the
    /// firing in place, so the target may see it twice but never misses it.
    pub(crate) async fn deliver(&self, firing: &Firing) {
        let outcome = (self.invoke)(target::of_firing(firing, &self.place)).await;
        self.record(firing, outcome).await;
    }

    pub(crate) async fn record(&self, firing: &Firing, outcome: Result<(), String>) {
        let now = self.now();
        let recorded = {
            let firing = firing.clone();
            self.database
                .transaction(move |transaction| match outcome {
                    Ok(()) => complete(transaction, &firing),
                    Err(failure) => fail(transaction, &firing, &failure, now),
                })
                .await
        };
        if let Err(error) = recorded {
            tracing::error!(%error, schedule = firing.address.name, "a firing could not be recorded");
            // The firing stays and is due at once: do not spin on a full disk.
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

fn fail(transaction: &Transaction<'_>, firing: &Firing, failure: &str, now: Timestamp) -> Result<(), DatabaseError> {
    let attempts = firing.attempts.saturating_add(1);
    let next_attempt_at = now.checked_add(pause_after(attempts)).unwrap_or(now);
    let schedule = &firing.address.name;
    if let Some(original) = &firing.failure {
        tracing::warn!(%schedule, %failure, "a dead letter could not be delivered; it will be tried again");
        return firings::postpone(transaction, firing.id, attempts, next_attempt_at, Some(original));
    }
    let policy = &firing.target.retry_policy;
    let last_moment = firing.fired_at.checked_add(SignedDuration::from_secs(policy.maximum_event_age_in_seconds)).unwrap_or(now);
    let exhausted = i64::from(attempts) > policy.maximum_retry_attempts || next_attempt_at > last_moment;
    if !exhausted {
        tracing::warn!(%schedule, %failure, attempts, "a target failed; it will be tried again");
        return firings::postpone(transaction, firing.id, attempts, next_attempt_at, None);
    }
    if firing.target.dead_letter_arn().is_some() {
        tracing::warn!(%schedule, %failure, attempts, "a target failed for good; the event goes to the dead-letter queue");
        return firings::postpone(transaction, firing.id, 0, now, Some(failure));
    }
    tracing::error!(%schedule, %failure, attempts, "a target failed for good and has no dead-letter queue");
    complete(transaction, firing)
}

/// Removes the firing, and the schedule too when that was its last and it asks for it.
fn complete(transaction: &Transaction<'_>, firing: &Firing) -> Result<(), DatabaseError> {
    // A schedule that was deleted and made anew under the same name is not this firing's.
    if !firings::remove(transaction, firing.id)? {
        return Ok(());
    }
    let Some(schedule) = schedules::find(transaction, &firing.address)? else {
        return Ok(());
    };
    let completed = schedule.next_due.is_none()
        && schedule.definition.state == State::Enabled
        && schedule.definition.action_after_completion == ActionAfterCompletion::Delete
        && !firings::any_of(transaction, &firing.address)?;
    if completed {
        schedules::remove(transaction, &firing.address)?;
    }
    Ok(())
}

fn pause_after(attempts: u32) -> SignedDuration {
    let seconds = 1_i64 << attempts.saturating_sub(1).min(10);
    SignedDuration::from_secs(seconds).min(LONGEST_PAUSE)
}
