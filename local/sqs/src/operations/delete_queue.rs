//! DeleteQueue: removes a queue and everything in it; its name rests for a minute.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::SqsError;
use crate::turn::Turn;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Input {
    queue_url: Option<String>,
}

pub(crate) fn run(turn: &mut Turn<'_>, input: Input) -> Result<Value, SqsError> {
    let queue = turn.queue(input.queue_url.as_deref())?;
    for statement in [
        "delete from messages where queue = ?1",
        "delete from deduplications where queue = ?1",
        "delete from move_tasks where source = ?1",
        "delete from queues where name = ?1",
    ] {
        turn.transaction.execute(statement, [&queue.name])?;
    }
    turn.transaction.execute("insert into deleted_queues (name, deleted_at) values (?1, ?2)", (&queue.name, turn.now))?;
    turn.wake(&queue.name);
    Ok(json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::testing::World;

    #[tokio::test]
    async fn a_deleted_queue_is_gone_and_its_name_rests_for_a_minute() {
        let world = World::new();
        let url = world.create("work", json!({})).await;
        world.send(&url, "one").await;
        world.call("DeleteQueue", json!({ "QueueUrl": url })).await;
        for operation in ["DeleteQueue", "ReceiveMessage", "GetQueueAttributes"] {
            let error = world.refuse(operation, json!({ "QueueUrl": url })).await;
            assert_eq!(error.code, ErrorCode::QueueDoesNotExist, "{operation}");
        }
        world.advance(59_999);
        let create = json!({ "QueueName": "work" });
        assert_eq!(world.refuse("CreateQueue", create.clone()).await.code, ErrorCode::QueueDeletedRecently);
        world.advance(1);
        world.call("CreateQueue", create).await;
        assert!(world.receive(&url).await.is_empty());
        world.call("DeleteQueue", json!({ "QueueUrl": url })).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_waiting_receiver_is_told() {
        let world = World::on_tokio_clock();
        let url = world.create("work", json!({})).await;
        let waiting = world.start_long_poll(&url).await;
        let deleted = tokio::time::Instant::now();
        world.call("DeleteQueue", json!({ "QueueUrl": url })).await;
        let error = waiting.await.unwrap().unwrap_err();
        assert_eq!(error.code, ErrorCode::QueueDoesNotExist);
        assert!(deleted.elapsed().is_zero());
    }
}
