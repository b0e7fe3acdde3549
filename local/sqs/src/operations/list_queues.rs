//! ListQueues: the URLs of all queues, or of those whose name begins with a prefix.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{ErrorCode, SqsError};
use crate::queue::Queue;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_name_prefix: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    if input.max_results.is_some() || input.next_token.is_some() {
        return Err(SqsError::new(
            ErrorCode::UnsupportedOperation,
            "The local SQS lists all queues at once, without MaxResults and NextToken.",
        ));
    }
    let prefix = input.queue_name_prefix.unwrap_or_default();
    let names = Queue::all(turn.transaction)?.into_iter().map(|queue| queue.name).filter(|name| name.starts_with(&prefix));
    let urls: Vec<String> = names.map(|name| turn.options.queue_url(&name)).collect();
    Ok(json!({ "QueueUrls": urls }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn lists_by_prefix() {
        let world = World::new();
        assert_eq!(world.call("ListQueues", json!({})).await, json!({ "QueueUrls": [] }));
        for name in ["b", "ab", "aa"] {
            world.create(name, json!({})).await;
        }
        let urls = |names: &[&str]| names.iter().map(|name| world.sqs.queue_url(name)).collect::<Vec<_>>();
        assert_eq!(world.call("ListQueues", json!({})).await, json!({ "QueueUrls": urls(&["aa", "ab", "b"]) }));
        let prefixed = world.call("ListQueues", json!({ "QueueNamePrefix": "a" })).await;
        assert_eq!(prefixed, json!({ "QueueUrls": urls(&["aa", "ab"]) }));
    }

    #[tokio::test]
    async fn pages_are_refused() {
        let world = World::new();
        for paged in [json!({ "MaxResults": 2 }), json!({ "NextToken": "a" })] {
            assert_eq!(world.refuse("ListQueues", paged).await.code, ErrorCode::UnsupportedOperation);
        }
    }
}
