//! ListQueues: the URLs of all queues, or of those whose name begins with a prefix.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::SqsError;
use crate::paging;
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
    let prefix = input.queue_name_prefix.unwrap_or_default();
    let names = Queue::all(&turn.transaction)?.into_iter().map(|queue| queue.name).filter(|name| name.starts_with(&prefix)).collect();
    let page = paging::page(turn.options, names, input.max_results, input.next_token.as_deref())?;
    let mut output = json!({ "QueueUrls": page.urls });
    if let Some(token) = page.next_token {
        output["NextToken"] = token.into();
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
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
    async fn pages_hold_every_queue_once() {
        let world = World::new();
        for name in ["a", "b", "c", "d", "e"] {
            world.create(name, json!({})).await;
        }
        let (mut urls, mut token) = (Vec::new(), Value::Null);
        loop {
            let page = world.call("ListQueues", json!({ "MaxResults": 2, "NextToken": token })).await;
            urls.extend(page["QueueUrls"].as_array().unwrap().clone());
            token = page["NextToken"].clone();
            if token.is_null() {
                break;
            }
        }
        assert_eq!(urls, ["a", "b", "c", "d", "e"].map(|name| Value::from(world.sqs.queue_url(name))));
        for bad in [json!({ "MaxResults": 0 }), json!({ "MaxResults": 1001 }), json!({ "NextToken": "*" })] {
            assert_eq!(world.refuse("ListQueues", bad).await.code, ErrorCode::InvalidParameterValue);
        }
    }
}
