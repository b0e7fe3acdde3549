//! StartMessageMoveTask: sends the messages of a dead-letter queue back where they came from.
//!
//! On AWS a task runs in the background at a rate; here it is done when the call returns.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use crate::dead_letter;
use crate::error::{ErrorCode, SqsError};
use crate::parameters::required;
use crate::queue::Queue;
use crate::retention;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    source_arn: Option<String>,
    destination_arn: Option<IgnoredAny>,
    max_number_of_messages_per_second: Option<IgnoredAny>,
}

/// A message that can be moved: its row, and the ARN it came from.
type Candidate = (i64, Option<String>);

/// A message whose source is unknown or gone stays, as on AWS.
pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let source_arn = required("SourceArn", &input.source_arn)?;
    if input.destination_arn.is_some() || input.max_number_of_messages_per_second.is_some() {
        let message = "The local SQS moves messages back to their source, all at once: it takes no DestinationArn and no rate.";
        return Err(SqsError::new(ErrorCode::UnsupportedOperation, message));
    }
    let source = turn.queue_by_arn(source_arn)?.ok_or_else(|| SqsError::resource_not_found("SourceArn"))?;
    if !dead_letter::is_dead_letter_queue(turn, &source)? {
        return Err(SqsError::invalid_parameter("Source queue must be configured as a Dead Letter Queue."));
    }
    retention::remove_expired_messages(turn, &source)?;
    for (row, from) in candidates(turn, &source)? {
        let origin = from.map(|from| turn.queue_by_arn(&from)).transpose()?.flatten();
        if let Some(origin) = origin.filter(|origin| origin.is_fifo() == source.is_fifo()) {
            dead_letter::redrive(turn, row, &origin.name)?;
            turn.wake(&origin.name);
        }
    }
    Ok(json!({ "TaskHandle": uuid::Uuid::new_v4().to_string() }))
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

#[cfg(test)]
mod tests;
