//! ListDeadLetterSourceQueues: the queues whose dead letters come to this one.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::SqsError;
use crate::paging;
use crate::redrive_policy;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_url: Option<String>,
    max_results: Option<i64>,
    next_token: Option<String>,
}

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    let names = redrive_policy::sources_of(turn, &queue)?;
    let page = paging::page(turn.options, names, input.max_results, input.next_token.as_deref())?;
    // This operation alone begins the name with a small letter.
    let mut output = json!({ "queueUrls": page.urls });
    if let Some(token) = page.next_token {
        output["NextToken"] = token.into();
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn names_the_sources_and_only_them() {
        let world = World::new();
        let dead = world.create("dead", json!({})).await;
        world.create("other", json!({})).await;
        let policy = json!({ "RedrivePolicy": world.redrive_policy("dead", 1) });
        let sources = [world.create("a", policy.clone()).await, world.create("b", policy).await];
        let listed = world.call("ListDeadLetterSourceQueues", json!({ "QueueUrl": dead })).await;
        assert_eq!(listed, json!({ "queueUrls": sources }));
        let first = world.call("ListDeadLetterSourceQueues", json!({ "QueueUrl": dead, "MaxResults": 1 })).await;
        assert_eq!(first["queueUrls"], json!([sources[0]]));
        assert!(first["NextToken"].is_string());
    }
}
