//! The rules of a batch: one to ten entries with distinct ids, each answered for itself.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{ErrorCode, SqsError};
use crate::queue::Queue;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Batch<Request> {
    pub(crate) queue_url: Option<String>,
    entries: Option<Vec<Entry<Request>>>,
}

#[derive(Deserialize)]
struct Entry<Request> {
    #[serde(rename = "Id")]
    id: Option<String>,
    #[serde(flatten)]
    request: Request,
}

impl<Request> Batch<Request> {
    /// The requests, after the checks of the batch as a whole; `entry_type` is its name in the API reference.
    pub(crate) fn requests(&self, entry_type: &str) -> Result<impl Iterator<Item = (&str, &Request)>, SqsError> {
        let entries = self.entries.as_deref().unwrap_or_default();
        if entries.is_empty() {
            return Err(SqsError::new(ErrorCode::EmptyBatchRequest, format!("There should be at least one {entry_type} in the request.")));
        }
        if entries.len() > 10 {
            return Err(SqsError::new(
                ErrorCode::TooManyEntriesInBatchRequest,
                format!("Maximum number of entries per request are 10. You have sent {}.", entries.len()),
            ));
        }
        let mut seen = HashSet::new();
        for entry in entries {
            let id = entry.id.as_deref().ok_or_else(|| SqsError::missing(&format!("{entry_type}.Id")))?;
            check_id(id)?;
            if !seen.insert(id) {
                return Err(SqsError::new(ErrorCode::BatchEntryIdsNotDistinct, format!("Id {id} repeated.")));
            }
        }
        Ok(entries.iter().map(|entry| (entry.id.as_deref().unwrap_or_default(), &entry.request)))
    }
}

fn check_id(id: &str) -> Result<(), SqsError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=80).contains(&id.len()) && id.bytes().all(allowed) {
        return Ok(());
    }
    Err(SqsError::new(
        ErrorCode::InvalidBatchEntryId,
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. \
         It can be at most 80 letters long.",
    ))
}

/// Applies the operation to each request. A refused entry is listed under `Failed` and stops no other; a failure of the
/// store fails the whole batch, so that none of it is kept.
pub(crate) fn apply<'batch, Request: 'batch>(
    turn: &mut Turn<'_>,
    queue: &Queue,
    requests: impl Iterator<Item = (&'batch str, &'batch Request)>,
    operation: fn(&mut Turn<'_>, &Queue, &Request) -> Result<Value, SqsError>,
) -> Result<Value, SqsError> {
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for (id, request) in requests {
        match operation(turn, queue, request) {
            Ok(mut output) => {
                output["Id"] = id.into();
                successful.push(output);
            }
            Err(error) if error.code == ErrorCode::InternalFailure => return Err(error),
            Err(error) => failed.push(json!({
                "Id": id,
                "Code": error.code.query_code(),
                "Message": error.message,
                "SenderFault": true,
            })),
        }
    }
    Ok(json!({ "Successful": successful, "Failed": failed }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ids: &[&str]) -> Result<usize, ErrorCode> {
        let entries: Vec<Value> = ids.iter().map(|id| json!({ "Id": id })).collect();
        let batch: Batch<Value> = serde_json::from_value(json!({ "Entries": entries })).unwrap();
        batch.requests("Entry").map(Iterator::count).map_err(|error| error.code)
    }

    #[test]
    fn limits() {
        let eleven = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"];
        assert_eq!(check(&eleven[..10]), Ok(10));
        assert_eq!(check(&eleven), Err(ErrorCode::TooManyEntriesInBatchRequest));
        assert_eq!(check(&[]), Err(ErrorCode::EmptyBatchRequest));
        assert_eq!(check(&["a", "b", "a"]), Err(ErrorCode::BatchEntryIdsNotDistinct));
        for id in ["", "a b", "a:b", &"x".repeat(81)] {
            assert_eq!(check(&[id]), Err(ErrorCode::InvalidBatchEntryId), "{id:?}");
        }
    }

    #[test]
    fn an_entry_without_id_is_missing_a_parameter() {
        let batch: Batch<Value> = serde_json::from_value(json!({ "Entries": [{}] })).unwrap();
        assert_eq!(batch.requests("Entry").err().map(|error| error.code), Some(ErrorCode::MissingParameter));
    }
}
