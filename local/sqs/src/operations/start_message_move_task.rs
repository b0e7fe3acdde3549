//! StartMessageMoveTask: sends the messages of a dead-letter queue back where they came from, or elsewhere.
//!
//! On AWS a task runs in the background at a rate; here it is done when the call returns, whatever the rate.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::params;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::dead_letter;
use crate::error::SqsError;
use crate::parameters::{between, required};
use crate::queue::Queue;
use crate::redrive_policy;
use crate::retention;
use crate::turn::Turn;

/// Tasks of one source that are remembered: as many as one listing can show.
const REMEMBERED: i64 = 10;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    source_arn: Option<String>,
    destination_arn: Option<String>,
    max_number_of_messages_per_second: Option<i64>,
}

/// A message that can be moved: its row, and the ARN it came from.
type Candidate = (i64, Option<String>);

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let source_arn = required("SourceArn", &input.source_arn)?;
    let source = turn.queue_by_arn(source_arn)?.ok_or_else(|| SqsError::resource_not_found("SourceArn"))?;
    let rate = input.max_number_of_messages_per_second.map(|rate| between("MaxNumberOfMessagesPerSecond", rate, 1, 500)).transpose()?;
    if redrive_policy::sources_of(turn, &source)?.is_empty() {
        return Err(SqsError::invalid_parameter("Source queue must be configured as a Dead Letter Queue."));
    }
    let destination = match &input.destination_arn {
        Some(arn) => Some(check_destination(turn, &source, arn)?),
        None => None,
    };

    retention::remove_expired_messages(turn, &source)?;
    let candidates = candidates(turn, &source)?;
    let to_move = candidates.len();
    let (mut moved, mut failure) = (0, None);
    for (row, from) in candidates {
        match target(turn, &source, destination.as_deref(), from)? {
            Ok(target) => {
                dead_letter::redrive(turn, row, &target)?;
                turn.wake(&target);
                moved += 1;
            }
            Err(reason) => failure = Some(reason),
        }
    }
    let status = if failure.is_some() { "FAILED" } else { "COMPLETED" };
    turn.transaction.execute(
        "insert into move_tasks
             (source, destination_arn, messages_per_second, status, failure_reason, moved, to_move, started_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![source.name, input.destination_arn, rate, status, failure, moved, count(to_move)?, turn.now],
    )?;
    let task = turn.transaction.last_insert_rowid();
    turn.transaction.execute(
        "delete from move_tasks where source = ?1
             and id not in (select id from move_tasks where source = ?1 order by id desc limit ?2)",
        (&source.name, REMEMBERED),
    )?;
    Ok(json!({ "TaskHandle": STANDARD.encode(json!({ "taskId": task, "sourceArn": source_arn }).to_string()) }))
}

fn check_destination(turn: &Turn<'_>, source: &Queue, arn: &str) -> Result<String, SqsError> {
    let destination = turn.queue_by_arn(arn)?.ok_or_else(|| SqsError::resource_not_found("DestinationArn"))?;
    let refuse = |reason: &str| Err(SqsError::invalid_value("DestinationArn", arn, reason));
    if destination.name == source.name {
        return refuse("It is the source.");
    }
    if destination.is_fifo() != source.is_fifo() {
        return refuse("It must be the same type of queue as the source.");
    }
    Ok(destination.name)
}

/// What is visible, in its order. What a consumer has in flight stays with it.
fn candidates(turn: &Turn<'_>, source: &Queue) -> Result<Vec<Candidate>, SqsError> {
    let candidates = turn
        .transaction
        .prepare("select id, source_arn from messages where queue = ?1 and visible_at <= ?2 order by id")?
        .query_map((&source.name, turn.now), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    Ok(candidates)
}

/// Where a message goes, or why it has to stay: the reasons are those of the service.
fn target(
    turn: &Turn<'_>,
    source: &Queue,
    destination: Option<&str>,
    from: Option<String>,
) -> Result<Result<String, &'static str>, SqsError> {
    if let Some(destination) = destination {
        return Ok(Ok(destination.to_owned()));
    }
    let Some(from) = from else {
        return Ok(Err("CouldNotDetermineMessageSource"));
    };
    let origin = turn.queue_by_arn(&from)?.filter(|origin| origin.is_fifo() == source.is_fifo());
    Ok(origin.map(|origin| origin.name).ok_or("AWS.SimpleQueueService.NonExistentQueue"))
}

fn count(messages: usize) -> Result<i64, SqsError> {
    i64::try_from(messages).map_err(SqsError::internal)
}

#[cfg(test)]
#[path = "move_task_tests.rs"]
mod tests;
