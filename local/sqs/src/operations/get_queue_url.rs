//! GetQueueUrl: the URL of a queue that exists.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::SqsError;
use crate::parameters::required;
use crate::queue::Queue;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_name: Option<String>,
    #[serde(rename = "QueueOwnerAWSAccountId")]
    owner: Option<String>,
}

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let name = required("QueueName", &input.queue_name)?;
    let own = input.owner.is_none_or(|owner| owner == turn.options.account);
    match Queue::find(turn.transaction, name)? {
        Some(queue) if own => Ok(json!({ "QueueUrl": turn.options.queue_url(&queue.name) })),
        _ => Err(SqsError::queue_does_not_exist()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::testing::World;

    #[tokio::test]
    async fn only_what_exists_here_has_a_url() {
        let world = World::new();
        let url = world.create("work", json!({})).await;
        assert_eq!(world.call("GetQueueUrl", json!({ "QueueName": "work" })).await["QueueUrl"], url.as_str());
        for input in [json!({ "QueueName": "absent" }), json!({ "QueueName": "work", "QueueOwnerAWSAccountId": "111111111111" })] {
            assert_eq!(world.refuse("GetQueueUrl", input).await.code, ErrorCode::QueueDoesNotExist);
        }
        assert_eq!(world.refuse("GetQueueUrl", json!({})).await.code, ErrorCode::MissingParameter);
    }
}
