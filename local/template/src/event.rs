//! What invokes a function: routes, queues and streams.

use std::time::Duration;

use serde_json::Value;

/// One entry of a function's `Events`.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// `Type: Api`, or a path of the API's `DefinitionBody`.
    Api(ApiEvent),
    /// `Type: SQS`.
    Queue(QueueEvent),
    /// `Type: DynamoDB`.
    Stream(StreamEvent),
}

/// A route of the REST API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiEvent {
    /// The resource path, for example `/v1/catalog/courses/{course_id}`.
    pub path: String,
    /// The method in capitals, or `ANY`.
    pub method: String,
    /// The authorizer's name, the API's default applied; `None` for `NONE`.
    pub authorizer: Option<String>,
    /// Whether the route asks for an API key, the API's default applied.
    pub api_key_required: bool,
    /// `TimeoutInMillis`; `None` is API Gateway's 29 s.
    pub timeout: Option<Duration>,
}

/// A queue that feeds a function.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueEvent {
    /// The queue's ARN.
    pub queue_arn: String,
    /// `BatchSize`; 10 unless given.
    pub batch_size: u32,
    /// `MaximumBatchingWindowInSeconds`; zero unless given.
    pub window: Duration,
    /// Whether the function reports partial batch failures.
    pub report_failures: bool,
    /// `ScalingConfig.MaximumConcurrency`, 2 to 1,000.
    pub maximum_concurrency: Option<u32>,
    /// Parsed `FilterCriteria` patterns: a message passes when one of them matches, or when there are none.
    pub filters: Vec<Value>,
    /// `Enabled`; true unless given.
    pub enabled: bool,
}

/// A DynamoDB stream that feeds a function.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamEvent {
    /// `<table ARN>/stream/local`.
    pub table_stream_arn: String,
    /// `BatchSize`; 100 unless given.
    pub batch_size: u32,
    /// `MaximumBatchingWindowInSeconds`; zero unless given.
    pub window: Duration,
    /// Where a mapping without a checkpoint begins.
    pub starting_position: StartingPosition,
    /// `BisectBatchOnFunctionError`.
    pub bisect: bool,
    /// `MaximumRetryAttempts`; -1 retries until the records expire.
    pub retries: i64,
    /// `MaximumRecordAgeInSeconds`; `None` (-1) keeps records however old.
    pub maximum_age: Option<Duration>,
    /// `DestinationConfig.OnFailure.Destination`.
    pub on_failure_arn: Option<String>,
    /// `ParallelizationFactor`, 1 to 10.
    pub parallelization: u32,
    /// `TumblingWindowInSeconds`; `None` when zero or absent.
    pub tumbling_window: Option<Duration>,
    /// Parsed `FilterCriteria` patterns: a record passes when one of them matches, or when there are none.
    pub filters: Vec<Value>,
    /// Whether the function reports partial batch failures.
    pub report_failures: bool,
    /// `Enabled`; true unless given.
    pub enabled: bool,
}

/// Where a stream mapping begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartingPosition {
    /// `LATEST`.
    Latest,
    /// `TRIM_HORIZON`.
    TrimHorizon,
}
