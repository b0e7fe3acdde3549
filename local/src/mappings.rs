//! Event source mappings: the template's streams and queues that feed functions, as Lambda polls them.

mod checkpoints;
mod destination;
mod failure_notice;
pub mod filter;
mod queue;
mod queue_record;
mod stream;
mod stream_batch;
mod verdict;
mod window;

use std::sync::Arc;

use local_dynamodb::{DynamoDb, Position};
use local_sqs::Sqs;
use local_template::{Event, Function, QueueEvent, StartingPosition, StreamEvent};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use checkpoints::Checkpoints;
pub(crate) use destination::Destination;

use crate::functions::Invoker;
use checkpoints::{Checkpoint, CheckpointError};
use filter::{Pattern, PatternError};
use queue::QueueMapping;
use stream::{StreamMapping, Unread};
use stream_batch::StreamRunner;

/// What mappings need from the stack.
pub(crate) struct Sources {
    pub(crate) dynamodb: DynamoDb,
    pub(crate) sqs: Sqs,
    pub(crate) checkpoints: Checkpoints,
    pub(crate) invoker: Invoker,
    pub(crate) region: String,
    pub(crate) stop: CancellationToken,
}

/// A mapping of the template that cannot work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MappingError {
    #[error("the function {function}: {error}")]
    Pattern { function: String, error: PatternError },
    #[error("the function {function} reads {arn}, which is no DynamoDB stream of this stack")]
    NotAStream { function: String, arn: String },
    #[error("the function {function} reads {arn}, which is no SQS queue")]
    NotAQueue { function: String, arn: String },
    #[error("the function {function} sends failures to {arn}; the local stack sends them to SQS queues only")]
    NotADestination { function: String, arn: String },
    #[error("the stream of the function {function} cannot begin: {reason}")]
    Storage { function: String, reason: String },
}

impl Sources {
    /// Starts every enabled mapping of `functions` as a task of `tasks`.
    pub(crate) async fn start(&self, functions: &[Function], tasks: &TaskTracker) -> Result<(), MappingError> {
        for function in functions {
            for event in &function.events {
                match event {
                    Event::Stream(stream) if stream.enabled => {
                        tasks.spawn(self.stream(function, stream).await?.run());
                    }
                    Event::Queue(queue) if queue.enabled => {
                        tasks.spawn(self.queue(function, queue)?.run());
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    async fn stream(&self, function: &Function, event: &StreamEvent) -> Result<StreamMapping, MappingError> {
        let name = || function.logical_id.clone();
        let arn = &event.table_stream_arn;
        let table = table_of(arn).ok_or_else(|| MappingError::NotAStream { function: name(), arn: arn.clone() })?;
        let destination = match &event.on_failure_arn {
            None => None,
            Some(arn) => Some(
                Destination::queue(&self.sqs, arn).ok_or_else(|| MappingError::NotADestination { function: name(), arn: arn.clone() })?,
            ),
        };
        let reader = self.dynamodb.stream(table, arn);
        let mapping = format!("{} {arn}", function.physical_name);
        let storage = |reason| MappingError::Storage { function: name(), reason };
        let unreadable = |error: CheckpointError| storage(error.to_string());
        let checkpoint = match self.checkpoints.get(&mapping).await.map_err(unreadable)? {
            Some(checkpoint) => checkpoint,
            None => {
                let position = match event.starting_position {
                    StartingPosition::TrimHorizon => Position::START,
                    StartingPosition::Latest => reader.newest().await.map_err(|error| storage(error.to_string()))?,
                };
                let checkpoint = Checkpoint { position, window: None };
                // Written at once, so that LATEST means the first start and not each one.
                self.checkpoints.set(&mapping, &checkpoint).await.map_err(unreadable)?;
                checkpoint
            }
        };
        reader.passed(checkpoint.position);
        let runner = StreamRunner {
            mapping,
            function_id: function.logical_id.clone(),
            function_arn: function.arn.clone(),
            shard_id: format!("shardId-00000001-{table}"),
            rules: event.clone(),
            invoker: Arc::clone(&self.invoker),
            checkpoints: self.checkpoints.clone(),
            destination,
            stop: self.stop.clone(),
            checkpoint,
        };
        Ok(StreamMapping { reader, patterns: parse(function, &event.filters)?, runner, unread: Unread::default() })
    }

    fn queue(&self, function: &Function, event: &QueueEvent) -> Result<QueueMapping, MappingError> {
        let arn = &event.queue_arn;
        let name = arn.strip_prefix("arn:aws:sqs:").and_then(|rest| rest.rsplit(':').next());
        let name = name.ok_or_else(|| MappingError::NotAQueue { function: function.logical_id.clone(), arn: arn.clone() })?;
        Ok(QueueMapping {
            function_id: function.logical_id.clone(),
            queue_url: self.sqs.queue_url(name),
            region: self.region.clone(),
            rules: event.clone(),
            patterns: Arc::new(parse(function, &event.filters)?),
            sqs: self.sqs.clone(),
            invoker: Arc::clone(&self.invoker),
            stop: self.stop.clone(),
        })
    }
}

fn parse(function: &Function, filters: &[Value]) -> Result<Vec<Pattern>, MappingError> {
    filters
        .iter()
        .map(Pattern::parse)
        .collect::<Result<_, _>>()
        .map_err(|error| MappingError::Pattern { function: function.logical_id.clone(), error })
}

/// The table in `arn:aws:dynamodb:region:account:table/NAME/stream/LABEL`.
fn table_of(stream_arn: &str) -> Option<&str> {
    let (_, rest) = stream_arn.split_once(":table/")?;
    let (table, _) = rest.split_once("/stream/")?;
    Some(table)
}

#[cfg(test)]
mod tests;
