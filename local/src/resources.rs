//! Making the template's tables, queues, buckets and user pools, as a deployment would. Repeating it changes nothing.

use local_cognito::Cognito;
use local_dynamodb::DynamoDb;
use local_s3::S3;
use local_sqs::{ErrorCode, Sqs};
use local_template::{Resource, Stack};
use serde_json::{Map, Value, json};

use crate::start_error::StartError;

/// Attributes that CreateQueue takes under the names that CloudFormation uses. Encryption at rest has no local meaning.
const QUEUE_ATTRIBUTES: [&str; 11] = [
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "VisibilityTimeout",
];

/// Attributes that an existing queue cannot change.
const FIXED: [&str; 1] = ["FifoQueue"];

/// The services that hold resources.
pub(crate) struct Holders<'a> {
    pub(crate) dynamodb: &'a DynamoDb,
    pub(crate) sqs: &'a Sqs,
    pub(crate) s3: &'a S3,
    pub(crate) cognito: &'a Cognito,
}

impl Holders<'_> {
    /// Makes or updates everything the template declares.
    pub(crate) async fn ensure(&self, stack: &Stack) -> Result<(), StartError> {
        self.tables(stack).await?;
        self.queues(stack).await?;
        for bucket in stack.resources_of("AWS::S3::Bucket") {
            self.s3.create_bucket(&bucket.name).await.map_err(|error| refused(bucket, &error))?;
        }
        self.user_pools(stack).await
    }

    async fn tables(&self, stack: &Stack) -> Result<(), StartError> {
        for kind in ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"] {
            for table in stack.resources_of(kind) {
                let ensured = self.dynamodb.ensure_table(&table.name, &table.properties).await;
                ensured.map_err(StartError::data)?;
            }
        }
        Ok(())
    }

    /// Dead-letter queues first: a redrive policy names a queue that exists.
    async fn queues(&self, stack: &Stack) -> Result<(), StartError> {
        let mut queues: Vec<&Resource> = stack.resources_of("AWS::SQS::Queue").collect();
        queues.sort_by_key(|queue| queue.properties.get("RedrivePolicy").is_some());
        for queue in queues {
            let attributes = queue_attributes(&queue.properties);
            let input = json!({"QueueName": queue.name, "Attributes": attributes});
            match self.sqs.call("CreateQueue", input).await {
                Ok(_) => {}
                Err(error) if error.code == ErrorCode::QueueNameExists => self.update_queue(queue, attributes).await?,
                Err(error) => return Err(refused(queue, &error)),
            }
        }
        Ok(())
    }

    async fn update_queue(&self, queue: &Resource, mut attributes: Map<String, Value>) -> Result<(), StartError> {
        attributes.retain(|name, _| !FIXED.contains(&name.as_str()));
        let input = json!({"QueueUrl": self.sqs.queue_url(&queue.name), "Attributes": attributes});
        self.sqs.call("SetQueueAttributes", input).await.map(drop).map_err(|error| refused(queue, &error))
    }

    async fn user_pools(&self, stack: &Stack) -> Result<(), StartError> {
        for pool in stack.resources_of("AWS::Cognito::UserPool") {
            let ensured = self.cognito.ensure_pool(&pool.physical_id, &pool.properties).await;
            ensured.map_err(|error| refused(pool, &error))?;
        }
        for server in stack.resources_of("AWS::Cognito::UserPoolResourceServer") {
            let ensured = self.cognito.ensure_resource_server(pool_of(server), &server.properties).await;
            ensured.map_err(|error| refused(server, &error))?;
        }
        for client in stack.resources_of("AWS::Cognito::UserPoolClient") {
            let ensured = self.cognito.ensure_client(pool_of(client), &client.physical_id, &client.properties).await;
            ensured.map_err(|error| refused(client, &error))?;
        }
        Ok(())
    }
}

/// SQS takes texts; CloudFormation takes numbers, booleans and policies as objects.
fn queue_attributes(properties: &Value) -> Map<String, Value> {
    let mut attributes = Map::new();
    for name in QUEUE_ATTRIBUTES {
        let text = match properties.get(name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        // A queue is not FIFO by leaving the attribute out.
        if name != "FifoQueue" || text == "true" {
            attributes.insert(name.to_owned(), json!(text));
        }
    }
    attributes
}

fn pool_of(resource: &Resource) -> &str {
    resource.properties.get("UserPoolId").and_then(Value::as_str).unwrap_or_default()
}

fn refused(resource: &Resource, error: &impl std::fmt::Display) -> StartError {
    StartError::template(format!("{} ({}): {error}", resource.path, resource.kind))
}
