//! The runner: sends what is due, and tries again what was not taken.

use std::collections::HashMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{sleep, timeout};

use crate::error::DatabaseError;
use crate::rows::{self, Attempt};
use crate::scheduler::{Scheduler, Target};

/// Invocations at the same time; more wait their turn.
const CONCURRENCY: usize = 64;
/// A bound on sleeping, for a system clock that is set or a machine that was suspended.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// How long invocations under way may take to end once the runner is stopped.
const GRACE: Duration = Duration::from_secs(5);
/// The longest pause between two attempts. AWS names no figures: 1 s, doubling, up to this.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);
/// AWS's default retry policy: attempts after the first, and how long they go on.
const RETRIES: u32 = 185;
const LONGEST_RETRYING: SignedDuration = SignedDuration::from_hours(24);

/// Invocations under way, and what each task works on.
#[derive(Default)]
struct InFlight {
    tasks: JoinSet<()>,
    attempts: HashMap<Id, Attempt>,
}

/// What one look at the data file found.
struct Look {
    ready: Vec<Attempt>,
    /// When to look again without being woken; `None` for whenever something changes.
    again_at: Option<Timestamp>,
}

impl Scheduler {
    /// Sends what is due until `stop` resolves; then waits a few seconds for invocations under way.
    ///
    /// A row goes only after its message was taken: delivery is at least once, also across kill -9 and a stack that was down.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut in_flight = InFlight::default();
        let mut stop = std::pin::pin!(stop);
        loop {
            let pause = match self.look(&in_flight).await {
                Ok(look) => {
                    for attempt in look.ready {
                        in_flight.start(&self, attempt);
                    }
                    self.until(look.again_at)
                }
                Err(error) => {
                    tracing::error!(%error, "the scheduler database failed; trying again");
                    Duration::from_secs(1)
                }
            };
            tokio::select! {
                () = &mut stop => break,
                () = self.changes.notified() => {}
                Some(ended) = in_flight.tasks.join_next_with_id() => {
                    in_flight.finish(&self, ended).await;
                }
                () = sleep(pause) => {}
            }
        }
        let drained = async { while in_flight.tasks.join_next().await.is_some() {} };
        if timeout(GRACE, drained).await.is_err() {
            tracing::warn!("invocations were still under way; they will be repeated at the next start");
        }
    }

    fn until(&self, instant: Option<Timestamp>) -> Duration {
        let Some(instant) = instant else {
            return LONGEST_SLEEP;
        };
        let pause = instant.duration_since(self.now());
        // A time that has passed is no error: look again at once.
        Duration::try_from(pause).unwrap_or(Duration::ZERO).min(LONGEST_SLEEP)
    }

    async fn look(&self, in_flight: &InFlight) -> Result<Look, DatabaseError> {
        let now = self.now();
        let busy: Vec<String> = in_flight.attempts.values().map(|attempt| attempt.one_shot.name.clone()).collect();
        let looking = self.database.write(move |transaction| {
            let mut ready = rows::ready(transaction, now, CONCURRENCY + busy.len())?;
            ready.retain(|attempt| !busy.contains(&attempt.one_shot.name));
            ready.truncate(CONCURRENCY.saturating_sub(busy.len()));
            let again_at = rows::next_after(transaction, now)?.and_then(|at| Timestamp::from_millisecond(at).ok());
            Ok(Look { ready, again_at })
        });
        looking.await
    }

    async fn deliver(&self, attempt: &Attempt) {
        let target = Target { arn: attempt.one_shot.target.clone(), input: attempt.one_shot.input.clone() };
        let outcome = (self.options.invoke)(target).await;
        self.record(attempt, outcome).await;
    }

    async fn record(&self, attempt: &Attempt, outcome: Result<(), String>) {
        let next_at = outcome.err().and_then(|failure| self.next_attempt(attempt, &failure));
        let (name, attempts) = (attempt.one_shot.name.clone(), attempt.attempts.saturating_add(1));
        let first_at = attempt.first_at.unwrap_or(self.now().as_millisecond());
        let recording = self.database.write(move |transaction| match next_at {
            Some(next_at) => rows::postpone(transaction, &name, attempts, first_at, next_at.as_millisecond()).map_err(DatabaseError::from),
            None => Ok(rows::remove(transaction, &name)?),
        });
        if let Err(error) = recording.await {
            tracing::error!(%error, schedule = attempt.one_shot.name, "a firing could not be recorded");
            // It stays and is due at once: do not spin on a full disk.
            sleep(Duration::from_secs(1)).await;
        }
    }

    /// When to try again; `None` when that has no sense any more.
    fn next_attempt(&self, attempt: &Attempt, failure: &str) -> Option<Timestamp> {
        let (schedule, attempts) = (&attempt.one_shot.name, attempt.attempts.saturating_add(1));
        let now = self.now();
        let next = now.checked_add(pause_after(attempts)).ok()?;
        let first = attempt.first_at.and_then(|first| Timestamp::from_millisecond(first).ok()).unwrap_or(now);
        if attempts > RETRIES || next.duration_since(first) > LONGEST_RETRYING {
            tracing::error!(%schedule, %failure, attempts, "a scheduled message failed for good");
            return None;
        }
        tracing::warn!(%schedule, %failure, attempts, "a scheduled message failed; it will be tried again");
        Some(next)
    }
}

impl InFlight {
    fn start(&mut self, scheduler: &Scheduler, attempt: Attempt) {
        let task = {
            let (scheduler, attempt) = (scheduler.clone(), attempt.clone());
            self.tasks.spawn(async move { scheduler.deliver(&attempt).await })
        };
        self.attempts.insert(task.id(), attempt);
    }

    /// Frees the place. An invocation that panicked counts as a failed attempt.
    async fn finish(&mut self, scheduler: &Scheduler, ended: Result<(Id, ()), JoinError>) {
        match ended {
            Ok((task, ())) => {
                self.attempts.remove(&task);
            }
            Err(error) => {
                if let Some(attempt) = self.attempts.remove(&error.id()) {
                    scheduler.record(&attempt, Err("The invocation ended abnormally.".to_owned())).await;
                }
            }
        }
    }
}

fn pause_after(attempts: u32) -> SignedDuration {
    let seconds = 1_i64 << attempts.saturating_sub(1).min(10);
    SignedDuration::from_secs(seconds).min(LONGEST_PAUSE)
}
