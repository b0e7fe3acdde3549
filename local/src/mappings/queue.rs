//! A queue that feeds a function: polls, filters, invokes, deletes what succeeded.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use local_sqs::Sqs;
use local_template::QueueEvent;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::filter::Pattern;
use super::queue_record;
use super::verdict::Verdict;
use crate::functions::Invoker;

/// Lambda starts with five concurrent batches per queue.
const CONCURRENCY: u32 = 5;
/// The longest poll that SQS allows, in seconds.
const LONGEST_POLL: u64 = 20;
/// Messages that one ReceiveMessage or DeleteMessageBatch takes.
const PER_CALL: usize = 10;
/// Lambda invokes with at most 6 MB; the envelope needs a little of it.
const MAXIMUM_PAYLOAD: usize = 6 * 1024 * 1024 - 4096;
/// After a failed poll.
const PAUSE: Duration = Duration::from_secs(1);

/// One mapping. Runs until the stack stops, and then ends what it has begun.
#[derive(Clone)]
pub(super) struct QueueMapping {
    pub(super) function_id: String,
    pub(super) queue_url: String,
    pub(super) region: String,
    pub(super) rules: QueueEvent,
    pub(super) patterns: Arc<Vec<Pattern>>,
    pub(super) sqs: Sqs,
    pub(super) invoker: Invoker,
    pub(super) stop: CancellationToken,
}

impl QueueMapping {
    pub(super) async fn run(self) {
        let permits = self.rules.maximum_concurrency.unwrap_or(CONCURRENCY);
        let slots = Arc::new(Semaphore::new(usize::try_from(permits).unwrap_or(1)));
        let mut running = JoinSet::new();
        loop {
            while running.try_join_next().is_some() {}
            let gathered = async {
                let slot = Arc::clone(&slots).acquire_owned().await.ok()?;
                Some((slot, self.gather().await))
            };
            let (slot, messages) = tokio::select! {
                () = self.stop.cancelled() => break,
                gathered = gathered => match gathered {
                    Some(gathered) => gathered,
                    None => break,
                },
            };
            if messages.is_empty() {
                continue;
            }
            let mapping = self.clone();
            running.spawn(async move {
                mapping.process(messages).await;
                drop(slot);
            });
        }
        while running.join_next().await.is_some() {}
    }

    /// Waits for a first message, then for a fuller batch as long as the batching window allows.
    async fn gather(&self) -> Vec<Value> {
        let wanted = usize::try_from(self.rules.batch_size).unwrap_or(PER_CALL).max(1);
        let mut messages = self.receive(wanted, LONGEST_POLL).await;
        if messages.is_empty() {
            return messages;
        }
        let deadline = Instant::now() + self.rules.window;
        let mut size: usize = messages.iter().map(payload).sum();
        while messages.len() < wanted && size < MAXIMUM_PAYLOAD {
            let left = deadline.saturating_duration_since(Instant::now());
            let more = self.receive(wanted - messages.len(), left.as_secs().min(LONGEST_POLL)).await;
            if more.is_empty() && Instant::now() + Duration::from_secs(1) > deadline {
                break;
            }
            size += more.iter().map(payload).sum::<usize>();
            messages.extend(more);
        }
        messages
    }

    async fn receive(&self, wanted: usize, wait_seconds: u64) -> Vec<Value> {
        let input = json!({
            "QueueUrl": self.queue_url,
            "MaxNumberOfMessages": wanted.min(PER_CALL),
            "WaitTimeSeconds": wait_seconds,
            "MessageSystemAttributeNames": ["All"],
            "MessageAttributeNames": ["All"],
        });
        match self.sqs.receive_for_delivery(input).await {
            Ok(mut answer) => match answer.get_mut("Messages").map(Value::take) {
                Some(Value::Array(messages)) => messages,
                _ => Vec::new(),
            },
            Err(error) => {
                tracing::error!(queue = self.queue_url, %error, "a queue could not be polled; trying again");
                tokio::time::sleep(PAUSE).await;
                Vec::new()
            }
        }
    }

    /// What is not deleted comes back when the queue's visibility timeout has passed, and moves to the dead-letter
    /// queue by the queue's own redrive policy.
    pub(super) async fn process(&self, messages: Vec<Value>) {
        let records = messages.iter().map(|message| queue_record::to_event(message, &self.rules.queue_arn, &self.region));
        let (wanted, unwanted): (Vec<Value>, Vec<Value>) = records.partition(|record| self.passes(record));
        // Lambda deletes what its filters leave out.
        self.delete(&unwanted).await;
        if wanted.is_empty() {
            return;
        }
        let called = (self.invoker)(&self.function_id, json!({"Records": wanted})).await;
        let verdict = match &called.result {
            Ok(answer) if self.rules.report_failures => Verdict::of(answer, &identifiers(&wanted)),
            Ok(_) => Verdict::Done,
            Err(_) => Verdict::Failed,
        };
        match verdict {
            Verdict::Done => self.delete(&wanted).await,
            Verdict::Failed => self.keep(&wanted).await,
            Verdict::Partial(failed) => {
                let failed = self.with_successors(&wanted, failed);
                let (kept, done): (Vec<Value>, Vec<Value>) = wanted.into_iter().partition(|record| is_among(record, &failed));
                self.keep(&kept).await;
                self.delete(&done).await;
            }
        }
    }

    fn passes(&self, record: &Value) -> bool {
        if self.patterns.is_empty() {
            return true;
        }
        let seen = queue_record::for_filters(record);
        self.patterns.iter().any(|pattern| pattern.matches(&seen))
    }

    /// In a FIFO queue whatever follows a failed message in its group has to come again after it. A function should
    /// report those too ("return all failed and unprocessed messages"); when it does not, they are kept all the same.
    fn with_successors(&self, records: &[Value], mut failed: HashSet<String>) -> HashSet<String> {
        if !self.rules.queue_arn.ends_with(".fifo") {
            return failed;
        }
        let mut groups = HashSet::new();
        for record in records {
            let group = record.pointer("/attributes/MessageGroupId").and_then(Value::as_str).unwrap_or_default();
            if is_among(record, &failed) {
                groups.insert(group);
            } else if groups.contains(group) {
                tracing::warn!(
                    function = self.function_id,
                    group,
                    "a message after a failed one of its group was not reported as failed: on AWS it would be deleted"
                );
                failed.extend(record["messageId"].as_str().map(str::to_owned));
            }
        }
        failed
    }

    /// These were a try, and come again.
    async fn keep(&self, records: &[Value]) {
        let handles = records.iter().filter_map(|record| record["receiptHandle"].as_str().map(str::to_owned)).collect();
        if let Err(error) = self.sqs.end_delivery(&self.queue_url, handles).await {
            tracing::error!(queue = self.queue_url, %error, "failed deliveries could not be noted");
        }
    }

    async fn delete(&self, records: &[Value]) {
        for some in records.chunks(PER_CALL) {
            let entries: Vec<Value> = some
                .iter()
                .enumerate()
                .map(|(index, record)| json!({"Id": index.to_string(), "ReceiptHandle": record["receiptHandle"]}))
                .collect();
            let input = json!({"QueueUrl": self.queue_url, "Entries": entries});
            if let Err(error) = self.sqs.call("DeleteMessageBatch", input).await {
                tracing::error!(queue = self.queue_url, %error, "handled messages could not be deleted and will come again");
            }
        }
    }
}

fn identifiers(records: &[Value]) -> Vec<String> {
    records.iter().filter_map(|record| record["messageId"].as_str().map(str::to_owned)).collect()
}

fn is_among(record: &Value, failed: &HashSet<String>) -> bool {
    record["messageId"].as_str().is_some_and(|identifier| failed.contains(identifier))
}

fn payload(message: &Value) -> usize {
    message.to_string().len()
}

#[cfg(test)]
mod tests;
