//! ListMessageMoveTasks: the latest tasks of a source queue, newest first.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::SqsError;
use crate::parameters::{between, required};
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    source_arn: Option<String>,
    max_results: Option<i64>,
}

/// A task has no `TaskHandle` here: the service gives one only while it runs.
pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let source_arn = required("SourceArn", &input.source_arn)?;
    let source = turn.queue_by_arn(source_arn)?.ok_or_else(|| SqsError::resource_not_found("SourceArn"))?;
    let limit = between("MaxResults", input.max_results.unwrap_or(1), 1, 10)?;
    let results: Vec<Value> = turn
        .transaction
        .prepare(
            "select destination_arn, messages_per_second, status, failure_reason, moved, to_move, started_at
             from move_tasks where source = ?1 order by id desc limit ?2",
        )?
        .query_map((&source.name, limit), |row| {
            let mut entry = json!({
                "SourceArn": source_arn,
                "Status": row.get::<_, String>(2)?,
                "ApproximateNumberOfMessagesMoved": row.get::<_, i64>(4)?,
                "ApproximateNumberOfMessagesToMove": row.get::<_, i64>(5)?,
                "StartedTimestamp": row.get::<_, i64>(6)?,
            });
            for (name, value) in [
                ("DestinationArn", row.get::<_, Option<String>>(0)?.map(Value::from)),
                ("MaxNumberOfMessagesPerSecond", row.get::<_, Option<i64>>(1)?.map(Value::from)),
                ("FailureReason", row.get::<_, Option<String>>(3)?.map(Value::from)),
            ] {
                if let Some(value) = value {
                    entry[name] = value;
                }
            }
            Ok(entry)
        })?
        .collect::<Result<_, _>>()?;
    Ok(json!({ "Results": results }))
}
