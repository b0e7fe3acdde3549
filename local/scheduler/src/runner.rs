//! The runner: turns due schedules into firings, and firings into invocations.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Transaction;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{sleep, timeout};

use crate::database::DatabaseError;
use crate::rows::{Address, Firing, firings, schedules};
use crate::scheduler::Scheduler;
use crate::timing::Timing;

/// Invocations at the same time; more wait their turn.
const CONCURRENCY: usize = 64;
/// Schedules that fire in one transaction.
const BATCH: usize = 256;
/// A bound on sleeping, for a system clock that is set or a machine that was suspended.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);
/// How long invocations under way may take to end once the runner is stopped.
const GRACE: Duration = Duration::from_secs(5);

/// Invocations under way, and which firing each task works on.
#[derive(Default)]
struct InFlight {
    tasks: JoinSet<()>,
    firings: HashMap<Id, Firing>,
}

/// What one look at the data file found.
struct Look {
    ready: Vec<Firing>,
    /// When to look again without being woken; `None` for whenever something changes.
    again_at: Option<Timestamp>,
}

impl Scheduler {
    /// Fires what is due until `stop` resolves; then waits a few seconds for invocations under way.
    ///
    /// What came due while nothing ran fires once, then the schedule goes on from now. The firing
    /// is written in the transaction that advances the schedule and removed after its invocation
    /// succeeded: delivery is at least once, also across kill -9.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut in_flight = InFlight::default();
        let mut stop = std::pin::pin!(stop);
        loop {
            let pause = match self.look(&in_flight).await {
                Ok(look) => {
                    for firing in look.ready {
                        in_flight.start(&self, firing);
                    }
                    self.until(look.again_at)
                }
                Err(error) => {
                    tracing::error!(%error, "the scheduler's data file failed; trying again");
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

    /// Turns due schedules into firings and picks those to attempt now.
    async fn look(&self, in_flight: &InFlight) -> Result<Look, DatabaseError> {
        let now = self.now();
        let busy: HashSet<i64> = in_flight.firings.values().map(|firing| firing.id).collect();
        self.database
            .transaction(move |transaction| {
                for address in schedules::due(transaction, now, BATCH)? {
                    fire(transaction, &address, now)?;
                }
                let free = CONCURRENCY.saturating_sub(busy.len());
                let mut ready = Vec::new();
                for id in firings::ready(transaction, now, CONCURRENCY + busy.len())? {
                    if ready.len() < free && !busy.contains(&id) {
                        ready.extend(readable(transaction, id)?);
                    }
                }
                let again_at = [schedules::earliest_due(transaction)?, firings::earliest_attempt_after(transaction, now)?];
                Ok(Look { ready, again_at: again_at.into_iter().flatten().min() })
            })
            .await
    }
}

/// Writes the firing of a due schedule and moves the schedule on.
fn fire(transaction: &Transaction<'_>, address: &Address, now: Timestamp) -> Result<(), DatabaseError> {
    let unreadable = |reason: String| {
        tracing::error!(schedule = address.name, %reason, "a stored schedule is unreadable and will not fire");
        schedules::set_aside(transaction, address)
    };
    let mut schedule = match schedules::find(transaction, address) {
        Ok(Some(schedule)) => schedule,
        Ok(None) => return Ok(()),
        Err(DatabaseError::Corrupt { reason, .. }) => return unreadable(reason),
        Err(error) => return Err(error),
    };
    let Some(due) = schedule.next_due else {
        return Ok(());
    };
    let following = match Timing::of(&schedule.definition, schedule.timed_at) {
        Ok(timing) => timing.following(now),
        Err(error) => return unreadable(error.to_string()),
    };
    firings::insert(transaction, address, &schedule.definition.target, due, now)?;
    schedule.last_due = Some(due);
    schedule.next_due = following;
    schedules::put(transaction, &schedule)
}

/// The firing, or `None` when it is gone or cannot be read; that one is removed with a report.
fn readable(transaction: &Transaction<'_>, id: i64) -> Result<Option<Firing>, DatabaseError> {
    match firings::find(transaction, id) {
        Err(DatabaseError::Corrupt { what, reason }) => {
            tracing::error!(%what, %reason, "a stored firing is unreadable and was dropped");
            firings::remove(transaction, id)?;
            Ok(None)
        }
        found => found,
    }
}

impl InFlight {
    fn start(&mut self, scheduler: &Scheduler, firing: Firing) {
        let task = {
            let scheduler = scheduler.clone();
            let firing = firing.clone();
            self.tasks.spawn(async move { scheduler.deliver(&firing).await })
        };
        self.firings.insert(task.id(), firing);
    }

    /// Frees the firing's place. An invocation that panicked counts as a failed attempt.
    async fn finish(&mut self, scheduler: &Scheduler, ended: Result<(Id, ()), JoinError>) {
        match ended {
            Ok((task, ())) => {
                self.firings.remove(&task);
            }
            Err(error) => {
                if let Some(firing) = self.firings.remove(&error.id()) {
                    let failure = "The invocation ended abnormally.".to_owned();
                    scheduler.record(&firing, Err(failure)).await;
                }
            }
        }
    }
}
