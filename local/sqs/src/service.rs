//! The service itself: opens the store, finds the operation, and answers in process or over HTTP.

use std::path::Path;

use local_kit::{HttpAnswer, OpenError, Protocol};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{ErrorCode, SqsError};
use crate::operations::{
    change_message_visibility, create_queue, delete_message, get_queue_attributes, get_queue_url, list_queues, receive_message,
    send_message, set_queue_attributes, start_message_move_task,
};
use crate::options::Options;
use crate::store::Store;
use crate::turn::Turn;

const PROTOCOL: Protocol = Protocol::AwsJson10;

/// The header by which SDKs choose their typed error.
const QUERY_ERROR: &str = "x-amzn-query-error";

/// The queues of one file. Clones share it.
#[derive(Clone)]
pub struct Sqs {
    pub(crate) store: Store,
}

impl Sqs {
    /// Opens the file or makes it. Everything that was acknowledged before is there, also after kill -9.
    ///
    /// # Errors
    /// [`OpenError`] when the file cannot be used; it is then left as it was.
    pub fn open(file: &Path, options: Options) -> Result<Self, OpenError> {
        Ok(Self { store: Store::open(file, options)? })
    }

    /// The URL that the queue of this name has, whether it exists or not.
    pub fn queue_url(&self, name: &str) -> String {
        self.store.options.queue_url(name)
    }

    /// The ARN that the queue of this name has, whether it exists or not.
    pub fn queue_arn(&self, name: &str) -> String {
        self.store.options.queue_arn(name)
    }

    /// Runs an operation like `SendMessage`; input and output have the shapes of the API reference's JSON.
    ///
    /// # Errors
    /// [`SqsError`] with the code that the real service gives. A refused call changed nothing.
    pub async fn call(&self, operation: &str, input: Value) -> Result<Value, SqsError> {
        match operation {
            "ChangeMessageVisibility" => self.run(input, change_message_visibility::single).await,
            "ChangeMessageVisibilityBatch" => self.run(input, change_message_visibility::batch).await,
            "CreateQueue" => self.run(input, create_queue::run).await,
            "DeleteMessage" => self.run(input, delete_message::single).await,
            "DeleteMessageBatch" => self.run(input, delete_message::batch).await,
            "GetQueueAttributes" => self.run(input, get_queue_attributes::run).await,
            "GetQueueUrl" => self.run(input, get_queue_url::run).await,
            "ListQueues" => self.run(input, list_queues::run).await,
            "ReceiveMessage" => receive_message::wait(&self.store, parse(input)?, false).await,
            "SendMessage" => self.run(input, send_message::single).await,
            "SendMessageBatch" => self.run(input, send_message::batch).await,
            "SetQueueAttributes" => self.run(input, set_queue_attributes::run).await,
            "StartMessageMoveTask" => self.run(input, start_message_move_task::run).await,
            "AddPermission"
            | "CancelMessageMoveTask"
            | "DeleteQueue"
            | "ListDeadLetterSourceQueues"
            | "ListMessageMoveTasks"
            | "ListQueueTags"
            | "PurgeQueue"
            | "RemovePermission"
            | "TagQueue"
            | "UntagQueue" => Err(SqsError::new(ErrorCode::UnsupportedOperation, format!("The local SQS has no {operation}."))),
            _ => Err(SqsError::new(ErrorCode::UnknownOperation, format!("The action {operation} is not valid for this endpoint."))),
        }
    }

    /// ReceiveMessage for a deliverer that lives and dies with this process, as event source mappings do: if the process ends before the
    /// messages were deleted or [`Sqs::end_delivery`] was called, they come again at the next start, and it was no try.
    ///
    /// # Errors
    /// As of [`Sqs::call`].
    pub async fn receive_for_delivery(&self, input: Value) -> Result<Value, SqsError> {
        receive_message::wait(&self.store, parse(input)?, true).await
    }

    /// Notes that the delivery of these messages has failed, which was a try. They come again when their visibility timeout ends.
    ///
    /// # Errors
    /// For a URL that names no queue, or a handle that is not of that queue.
    pub async fn end_delivery(&self, queue_url: &str, receipt_handles: Vec<String>) -> Result<(), SqsError> {
        let queue = self.store.options.name_in_url(queue_url)?.to_owned();
        self.store.turn(move |turn| receive_message::end_delivery(turn, &queue, &receipt_handles)).await
    }

    /// Answers one HTTP request: `target` is the header `X-Amz-Target` (`AmazonSQS.SendMessage`), `body` its JSON.
    pub async fn handle(&self, target: &str, body: &[u8]) -> HttpAnswer {
        let answer = match (target.strip_prefix("AmazonSQS."), serde_json::from_slice(body)) {
            (None, _) => Err(SqsError::new(ErrorCode::UnknownOperation, format!("The target {target:?} is not one of AmazonSQS."))),
            (_, Err(failure)) => Err(SqsError::new(ErrorCode::Serialization, format!("The body is not JSON: {failure}"))),
            (Some(operation), Ok(input)) => self.call(operation, input).await,
        };
        match answer {
            Ok(output) => PROTOCOL.ok(&output),
            Err(error) => {
                let fault = if error.code.is_sender_fault() { "Sender" } else { "Receiver" };
                let query_error = format!("{};{fault}", error.code.query_code());
                let answer = PROTOCOL.error(error.code.status(), error.code.json_type(), &error.message);
                answer.with_header(QUERY_ERROR, query_error)
            }
        }
    }

    async fn run<Input>(&self, input: Value, operation: fn(&mut Turn<'_>, Input) -> Result<Value, SqsError>) -> Result<Value, SqsError>
    where
        Input: DeserializeOwned + Send + 'static,
    {
        let input = parse(input)?;
        self.store.turn(move |turn| operation(turn, input)).await
    }
}

fn parse<Input: DeserializeOwned>(input: Value) -> Result<Input, SqsError> {
    serde_json::from_value(input).map_err(|failure| SqsError::new(ErrorCode::Serialization, failure.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn errors_over_http_carry_both_names() {
        let world = World::new();
        let body = json!({ "QueueUrl": world.sqs.queue_url("absent") }).to_string();
        let answer = world.sqs.handle("AmazonSQS.GetQueueAttributes", body.as_bytes()).await;
        assert_eq!(answer.status, 400);
        let query_error = answer.header(QUERY_ERROR);
        assert_eq!(query_error, Some("AWS.SimpleQueueService.NonExistentQueue;Sender"));
        let body: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(body["__type"], "com.amazonaws.sqs#QueueDoesNotExist");
        assert_eq!(body["message"], "The specified queue does not exist.");
    }

    #[tokio::test]
    async fn malformed_requests_are_refused() {
        let world = World::new();
        let status = |target: &'static str, body: &'static [u8]| {
            let sqs = world.sqs.clone();
            async move {
                let answer = sqs.handle(target, body).await;
                (answer.status, answer.header(QUERY_ERROR).unwrap_or_default().to_owned())
            }
        };
        let refused = |code: &str| (400, format!("{code};Sender"));
        assert_eq!(status("AmazonSQS.ListQueues", b"{").await, refused("SerializationException"));
        assert_eq!(status("AmazonSQS.ListQueues", b"[1]").await, refused("SerializationException"));
        assert_eq!(status("AmazonSQS.ListQueues", b"{\"MaxResults\": \"7\"}").await, refused("SerializationException"));
        assert_eq!(status("AmazonSQS.Nothing", b"{}").await, refused("InvalidAction"));
        assert_eq!(status("DynamoDB_20120810.ListTables", b"{}").await, refused("InvalidAction"));
        let unsupported = refused("AWS.SimpleQueueService.UnsupportedOperation");
        assert_eq!(status("AmazonSQS.TagQueue", b"{}").await, unsupported);
        assert_eq!(status("AmazonSQS.ListQueues", b"{}").await, (200, String::new()));
    }

    #[tokio::test]
    async fn a_failing_store_is_the_receivers_fault() {
        let world = World::new();
        world.sqs.store.turn(|turn| Ok(turn.transaction.execute_batch("drop table queues")?)).await.unwrap();
        let answer = world.sqs.handle("AmazonSQS.ListQueues", b"{}").await;
        assert_eq!((answer.status, answer.header(QUERY_ERROR)), (500, Some("InternalFailure;Receiver")));
    }
}
