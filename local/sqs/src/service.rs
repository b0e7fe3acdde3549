//! The service itself: opens the store, finds the operation, and answers in process or over HTTP.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::bells::Bells;
use crate::database::{self, OpenError};
use crate::error::{ErrorCode, SqsError};
use crate::operations::{
    change_message_visibility, create_queue, delete_message, delete_queue, get_queue_attributes, get_queue_url,
    list_dead_letter_source_queues, list_message_move_tasks, list_queues, purge_queue, receive_message, send_message, set_queue_attributes,
    start_message_move_task,
};
use crate::options::Options;
use crate::turn::Turn;

/// The queues of one file. Clones share it.
#[derive(Clone)]
pub struct Sqs(Arc<Inner>);

struct Inner {
    connection: Mutex<Connection>,
    options: Options,
    bells: Bells,
}

/// What the HTTP endpoint sends back, with the content type `application/x-amz-json-1.0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpAnswer {
    pub status: u16,
    /// A JSON object.
    pub body: String,
    /// The value of the header `x-amzn-query-error`, by which the SDKs choose their typed error; errors only.
    pub query_error: Option<String>,
}

impl Sqs {
    /// Opens the file or makes it. Everything that was acknowledged before is there, also after kill -9.
    ///
    /// # Errors
    /// [`OpenError`] when the file cannot be used; it is then left as it was.
    pub fn open(file: &Path, options: Options) -> Result<Self, OpenError> {
        let connection = Mutex::new(database::open(file)?);
        Ok(Self(Arc::new(Inner { connection, options, bells: Bells::default() })))
    }

    /// The URL that the queue of this name has, whether it exists or not.
    pub fn queue_url(&self, name: &str) -> String {
        self.0.options.queue_url(name)
    }

    /// The ARN that the queue of this name has, whether it exists or not.
    pub fn queue_arn(&self, name: &str) -> String {
        self.0.options.queue_arn(name)
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
            "DeleteQueue" => self.run(input, delete_queue::run).await,
            "GetQueueAttributes" => self.run(input, get_queue_attributes::run).await,
            "GetQueueUrl" => self.run(input, get_queue_url::run).await,
            "ListDeadLetterSourceQueues" => self.run(input, list_dead_letter_source_queues::run).await,
            "ListMessageMoveTasks" => self.run(input, list_message_move_tasks::run).await,
            "ListQueues" => self.run(input, list_queues::run).await,
            "PurgeQueue" => self.run(input, purge_queue::run).await,
            "ReceiveMessage" => receive_message::wait(self, parse(input)?).await,
            "SendMessage" => self.run(input, send_message::single).await,
            "SendMessageBatch" => self.run(input, send_message::batch).await,
            "SetQueueAttributes" => self.run(input, set_queue_attributes::run).await,
            "StartMessageMoveTask" => self.run(input, start_message_move_task::run).await,
            "AddPermission" | "CancelMessageMoveTask" | "ListQueueTags" | "RemovePermission" | "TagQueue" | "UntagQueue" => {
                Err(SqsError::new(ErrorCode::UnsupportedOperation, format!("The local SQS has no {operation}.")))
            }
            _ => Err(SqsError::new(ErrorCode::UnknownOperation, format!("The action {operation} is not valid for this endpoint."))),
        }
    }

    /// Answers one HTTP request: `target` is the header `X-Amz-Target` (`AmazonSQS.SendMessage`), `body` its JSON.
    pub async fn handle(&self, target: &str, body: &[u8]) -> HttpAnswer {
        let answer = match (target.strip_prefix("AmazonSQS."), serde_json::from_slice(body)) {
            (None, _) => Err(SqsError::new(ErrorCode::UnknownOperation, format!("The target {target:?} is not one of AmazonSQS."))),
            (_, Err(failure)) => Err(SqsError::new(ErrorCode::Serialization, format!("The body is not JSON: {failure}"))),
            (Some(operation), Ok(input)) => self.call(operation, input).await,
        };
        match answer {
            Ok(output) => HttpAnswer { status: 200, body: output.to_string(), query_error: None },
            Err(error) => {
                let fault = if error.code.is_sender_fault() { "Sender" } else { "Receiver" };
                HttpAnswer {
                    status: error.code.status(),
                    body: json!({ "__type": error.code.json_type(), "message": error.message }).to_string(),
                    query_error: Some(format!("{};{fault}", error.code.query_code())),
                }
            }
        }
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn bells(&self) -> &Bells {
        &self.0.bells
    }

    /// Runs the work in one transaction off the async threads, and rings the bells it asked for once it is durable.
    pub(crate) async fn turn<Output, Work>(&self, work: Work) -> Result<Output, SqsError>
    where
        Output: Send + 'static,
        Work: FnOnce(&mut Turn<'_>) -> Result<Output, SqsError> + Send + 'static,
    {
        let inner = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            let mut connection = inner.connection.lock().unwrap_or_else(PoisonError::into_inner);
            let mut turn = Turn::begin(&mut connection, &inner.options)?;
            let output = work(&mut turn)?;
            for queue in turn.commit()? {
                inner.bells.ring(&queue);
            }
            Ok(output)
        })
        .await
        .unwrap_or_else(|failure| Err(SqsError::internal(failure)))
    }

    async fn run<Input>(&self, input: Value, operation: fn(&mut Turn<'_>, Input) -> Result<Value, SqsError>) -> Result<Value, SqsError>
    where
        Input: DeserializeOwned + Send + 'static,
    {
        let input = parse(input)?;
        self.turn(move |turn| operation(turn, input)).await
    }
}

fn parse<Input: DeserializeOwned>(input: Value) -> Result<Input, SqsError> {
    serde_json::from_value(input).map_err(|failure| SqsError::new(ErrorCode::Serialization, failure.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn errors_over_http_carry_both_names() {
        let world = World::new();
        let body = json!({ "QueueUrl": world.sqs.queue_url("absent") }).to_string();
        let answer = world.sqs.handle("AmazonSQS.PurgeQueue", body.as_bytes()).await;
        assert_eq!(answer.status, 400);
        let query_error = answer.query_error.as_deref();
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
                (answer.status, answer.query_error.unwrap_or_default())
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
        world.sqs.turn(|turn| Ok(turn.transaction.execute_batch("drop table queues")?)).await.unwrap();
        let answer = world.sqs.handle("AmazonSQS.ListQueues", b"{}").await;
        assert_eq!((answer.status, answer.query_error.as_deref()), (500, Some("InternalFailure;Receiver")));
    }
}
