//! One batch of stream records on its way through the function: partial success, bisecting, retries and giving up.

use std::time::Duration;

use local_dynamodb::StreamRecord;
use local_gateway::InvokeError;
use local_kit::machine_time;
use local_template::StreamEvent;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::checkpoints::{Checkpoint, Checkpoints, OpenWindow};
use super::destination::Destination;
use super::failure_notice::{Discarded, Reason};
use super::verdict::Verdict;
use super::window;
use crate::functions::Invoker;

/// Lambda names no figures for the pause between retries of a stream batch: this, doubling, up to the other.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// The stack is stopping; what is not checkpointed comes again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stopped;

/// One mapping's way of working, and where it stands.
pub(super) struct StreamRunner {
    /// Names the checkpoint.
    pub(super) mapping: String,
    pub(super) function_id: String,
    pub(super) function_arn: String,
    pub(super) shard_id: String,
    pub(super) rules: StreamEvent,
    pub(super) invoker: Invoker,
    pub(super) checkpoints: Checkpoints,
    pub(super) destination: Option<Destination>,
    pub(super) stop: CancellationToken,
    pub(super) checkpoint: Checkpoint,
}

/// Some consecutive records, and how often they failed in a way that counts.
struct Batch {
    records: Vec<StreamRecord>,
    failures: u32,
    invocations: u32,
}

/// What an attempt came to.
enum Attempt {
    Done,
    /// From this index on; the invocation's request id, and whether the function itself failed.
    FailedFrom {
        index: usize,
        request_id: String,
        function_error: bool,
    },
    /// The function could not be called at all: that counts as no attempt.
    Unreachable,
}

impl StreamRunner {
    /// Returns when every record is handled or discarded and the checkpoint says so.
    pub(super) async fn run(&mut self, records: Vec<StreamRecord>) -> Result<(), Stopped> {
        let mut pending = vec![Batch { records, failures: 0, invocations: 0 }];
        while let Some(batch) = pending.pop() {
            let Some(mut batch) = self.discard_expired(batch).await? else { continue };
            let attempt = self.attempt(&mut batch).await?;
            match attempt {
                Attempt::Done => self.advance(&batch.records).await?,
                Attempt::Unreachable => {
                    self.pause(batch.invocations).await?;
                    pending.push(batch);
                }
                Attempt::FailedFrom { index, request_id, function_error } => {
                    let rest = batch.records.split_off(index);
                    self.advance(&batch.records).await?;
                    let failed = Batch { records: rest, ..batch };
                    self.after_failure(failed, index, &request_id, function_error, &mut pending).await?;
                }
            }
        }
        Ok(())
    }

    /// Decides between bisecting, trying again and giving up.
    async fn after_failure(
        &mut self,
        mut failed: Batch,
        succeeded: usize,
        request_id: &str,
        function_error: bool,
        pending: &mut Vec<Batch>,
    ) -> Result<(), Stopped> {
        if self.rules.bisect && (succeeded > 0 || failed.records.len() > 1) {
            // A reported failure divides the batch itself; otherwise it is halved. Neither counts as a retry.
            if succeeded == 0 {
                let second = failed.records.split_off(failed.records.len() / 2);
                pending.push(Batch { records: second, ..failed });
            }
            pending.push(failed);
            return self.pause(0).await;
        }
        failed.failures += 1;
        if u32::try_from(self.rules.retries).is_ok_and(|allowed| failed.failures > allowed) {
            let (reason, invocations) = (Reason::RetryAttemptsExhausted, failed.invocations);
            return self.discard(&failed.records, reason, request_id, invocations, function_error).await;
        }
        self.pause(failed.failures).await?;
        pending.push(failed);
        Ok(())
    }

    async fn attempt(&mut self, batch: &mut Batch) -> Result<Attempt, Stopped> {
        let records: Vec<&Value> = batch.records.iter().map(|record| &record.event).collect();
        let mut event = json!({"Records": records});
        if let (Some(open), Some(length)) = (&self.checkpoint.window, self.rules.tumbling_window) {
            window::describe(&mut event, open, length, &self.shard_id, &self.rules.table_stream_arn, false);
        }
        let called = (self.invoker)(&self.function_id, event);
        let called = tokio::select! {
            called = called => called,
            () = self.stop.cancelled() => return Err(Stopped),
        };
        batch.invocations += 1;
        let failed_from = |index, function_error| Attempt::FailedFrom { index, request_id: called.request_id.clone(), function_error };
        let answer = match &called.result {
            Ok(answer) => answer,
            Err(InvokeError::Unreachable(reason)) => {
                tracing::warn!(mapping = self.mapping, reason, "a stream batch waits for its function");
                return Ok(Attempt::Unreachable);
            }
            Err(_) => return Ok(failed_from(0, true)),
        };
        let sent: Vec<String> = batch.records.iter().map(|record| record.position.to_string()).collect();
        let verdict = if self.rules.report_failures { Verdict::of(answer, &sent) } else { Verdict::Done };
        Ok(match verdict {
            Verdict::Done => {
                self.keep_state(answer);
                Attempt::Done
            }
            Verdict::Failed => failed_from(0, false),
            // The lowest failed sequence number decides, whatever is reported after it.
            Verdict::Partial(failed) => failed_from(sent.iter().position(|number| failed.contains(number)).unwrap_or(0), false),
        })
    }

    fn keep_state(&mut self, answer: &Value) {
        if let Some(window) = &mut self.checkpoint.window {
            window.state = answer.get("state").cloned().unwrap_or_else(|| json!({}));
        }
    }

    /// Closes the open window: one last call without records. A call that fails for good loses the window's state, as on AWS.
    pub(super) async fn close_window(&mut self) -> Result<(), Stopped> {
        let mut failures = 0;
        while let (Some(open), Some(length)) = (&self.checkpoint.window, self.rules.tumbling_window) {
            let mut event = json!({"Records": []});
            window::describe(&mut event, open, length, &self.shard_id, &self.rules.table_stream_arn, true);
            let called = tokio::select! {
                called = (self.invoker)(&self.function_id, event) => called,
                () = self.stop.cancelled() => return Err(Stopped),
            };
            failures += 1;
            let exhausted = u32::try_from(self.rules.retries).is_ok_and(|allowed| failures > allowed);
            if called.result.is_ok() || exhausted {
                self.checkpoint.window = None;
                self.save().await?;
            } else {
                self.pause(failures).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn open_window(&mut self, start: i64) -> Result<(), Stopped> {
        self.checkpoint.window = Some(OpenWindow { start, state: json!({}) });
        self.save().await
    }

    /// Everything up to `position` is done, also what the filters left out.
    pub(super) async fn advance_to(&mut self, position: local_dynamodb::Position) -> Result<(), Stopped> {
        if position > self.checkpoint.position {
            self.checkpoint.position = position;
            self.save().await?;
        }
        Ok(())
    }

    async fn advance(&mut self, done: &[StreamRecord]) -> Result<(), Stopped> {
        match done.last() {
            Some(record) => self.advance_to(record.position).await,
            None => Ok(()),
        }
    }

    async fn save(&mut self) -> Result<(), Stopped> {
        let mut failures = 0;
        while let Err(error) = self.checkpoints.set(&self.mapping, &self.checkpoint).await {
            tracing::error!(mapping = self.mapping, %error, "a checkpoint could not be written; trying again");
            failures += 1;
            self.pause(failures).await?;
        }
        Ok(())
    }

    /// Gives up the records that are too old; they are at the front, since records come in order.
    async fn discard_expired(&mut self, mut batch: Batch) -> Result<Option<Batch>, Stopped> {
        let Some(maximum) = self.rules.maximum_age else { return Ok(Some(batch)) };
        // The stream dates its records by the machine's clock.
        let oldest = machine_time().as_second() - i64::try_from(maximum.as_secs()).unwrap_or(i64::MAX);
        let live = batch.records.iter().position(|record| record.created_at >= oldest).unwrap_or(batch.records.len());
        let rest = batch.records.split_off(live);
        if !batch.records.is_empty() {
            self.discard(&batch.records, Reason::RecordAgeExceeded, "", batch.invocations, batch.failures > 0).await?;
        }
        Ok((!rest.is_empty()).then_some(Batch { records: rest, ..batch }))
    }

    /// The destination hears of the records before the checkpoint passes them.
    async fn discard(
        &mut self,
        records: &[StreamRecord],
        reason: Reason,
        request_id: &str,
        invocations: u32,
        function_error: bool,
    ) -> Result<(), Stopped> {
        tracing::error!(mapping = self.mapping, ?reason, records = records.len(), "stream records are given up");
        if let Some(destination) = self.destination.clone() {
            let discarded = Discarded {
                records,
                reason,
                function_arn: &self.function_arn,
                stream_arn: &self.rules.table_stream_arn,
                shard_id: &self.shard_id,
                request_id,
                invocations,
                function_error,
            };
            let notice = discarded.to_record(machine_time()).to_string();
            let mut failures = 0;
            while let Err(reason) = destination.send(&notice).await {
                tracing::error!(mapping = self.mapping, reason, "the on-failure destination does not accept; trying again");
                failures += 1;
                self.pause(failures).await?;
            }
        }
        self.advance(records).await
    }

    async fn pause(&self, failures: u32) -> Result<(), Stopped> {
        let pause = FIRST_PAUSE.saturating_mul(1 << failures.min(10)).min(LONGEST_PAUSE);
        tokio::select! {
            () = tokio::time::sleep(pause) => Ok(()),
            () = self.stop.cancelled() => Err(Stopped),
        }
    }
}

#[cfg(test)]
mod tests;
