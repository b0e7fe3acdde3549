//! Reading the entries of a function's `Events`.

use std::time::Duration;

use serde_json::Value;

use crate::fields::Fields;
use crate::read_routes::read_route;
use crate::{Api, Event, QueueEvent, Resource, StartingPosition, StreamEvent, TemplateError};

const QUEUE: &[&str] = &[
    "BatchSize",
    "Enabled",
    "FilterCriteria",
    "FunctionResponseTypes",
    "KmsKeyArn",
    "LoggingConfig",
    "MaximumBatchingWindowInSeconds",
    "MetricsConfig",
    "Queue",
    "ScalingConfig",
];
const STREAM: &[&str] = &[
    "BatchSize",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "Enabled",
    "FilterCriteria",
    "FunctionResponseTypes",
    "KmsKeyArn",
    "LoggingConfig",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "MetricsConfig",
    "ParallelizationFactor",
    "StartingPosition",
    "Stream",
    "TumblingWindowInSeconds",
];

/// Reads one event of `function`.
pub(crate) fn read_event(event: &Value, function: &Resource, api: &Api) -> Result<Event, TemplateError> {
    let event = Fields::of(event)?;
    event.only(&["Properties", "Type"])?;
    let fields = event.fields("Properties")?;
    let kind = event.text("Type")?;
    let read = match kind.as_str() {
        "Api" => read_route(fields, function, api).map(Event::Api),
        "SQS" => read_queue(fields).map(Event::Queue),
        "DynamoDB" => read_stream(fields).map(Event::Stream),
        _ => {
            let message = format!("{kind} is no event that the local stack knows");
            return Err(TemplateError::new(message).inside("Type"));
        }
    };
    read.map_err(|error| error.inside("Properties"))
}

fn read_queue(fields: Fields<'_>) -> Result<QueueEvent, TemplateError> {
    fields.only(QUEUE)?;
    let batch_size = fields.number("BatchSize", 10, 1..=10_000)?;
    let window = fields.seconds("MaximumBatchingWindowInSeconds", 0, 0..=300)?;
    if batch_size > 10 && window.is_zero() {
        return Err(TemplateError::new("must be at least 1 when BatchSize is above 10").inside("MaximumBatchingWindowInSeconds"));
    }
    let maximum_concurrency =
        fields.fields("ScalingConfig")?.optional_number("MaximumConcurrency", 2..=1000).map_err(|error| error.inside("ScalingConfig"))?;
    Ok(QueueEvent {
        queue_arn: arn(fields, "Queue")?,
        batch_size,
        window,
        report_failures: reports_failures(fields)?,
        maximum_concurrency,
        filters: filters(fields)?,
        enabled: fields.flag("Enabled", true)?,
    })
}

fn read_stream(fields: Fields<'_>) -> Result<StreamEvent, TemplateError> {
    fields.only(STREAM)?;
    let starting_position = match fields.text("StartingPosition")?.as_str() {
        "LATEST" => StartingPosition::Latest,
        "TRIM_HORIZON" => StartingPosition::TrimHorizon,
        _ => {
            return Err(TemplateError::new("must be LATEST or TRIM_HORIZON").inside("StartingPosition"));
        }
    };
    let tumbling_window = fields.seconds("TumblingWindowInSeconds", 0, 0..=900)?;
    // -1 stands for no limit, and 1 to 59 is refused.
    let maximum_age = match fields.number("MaximumRecordAgeInSeconds", -1_i64, -1..=604_800)? {
        -1 => None,
        seconds @ 60.. => Some(Duration::from_secs(seconds.unsigned_abs())),
        _ => {
            return Err(TemplateError::new("must be -1 or at least 60").inside("MaximumRecordAgeInSeconds"));
        }
    };
    Ok(StreamEvent {
        table_stream_arn: arn(fields, "Stream")?,
        batch_size: fields.number("BatchSize", 100, 1..=10_000)?,
        window: fields.seconds("MaximumBatchingWindowInSeconds", 0, 0..=300)?,
        starting_position,
        bisect: fields.flag("BisectBatchOnFunctionError", false)?,
        retries: fields.number("MaximumRetryAttempts", -1, -1..=10_000)?,
        maximum_age,
        on_failure_arn: on_failure(fields).map_err(|error| error.inside("DestinationConfig"))?,
        parallelization: fields.number("ParallelizationFactor", 1, 1..=10)?,
        tumbling_window: (!tumbling_window.is_zero()).then_some(tumbling_window),
        filters: filters(fields)?,
        report_failures: reports_failures(fields)?,
        enabled: fields.flag("Enabled", true)?,
    })
}

fn on_failure(fields: Fields<'_>) -> Result<Option<String>, TemplateError> {
    let destinations = fields.fields("DestinationConfig")?;
    destinations.only(&["OnFailure"])?;
    if destinations.get("OnFailure").is_null() {
        return Ok(None);
    }
    let on_failure = destinations.fields("OnFailure")?;
    on_failure.only(&["Destination", "Type"]).map_err(|error| error.inside("OnFailure"))?;
    arn(on_failure, "Destination").map(Some).map_err(|error| error.inside("OnFailure"))
}

/// Text that is an ARN.
pub(crate) fn arn(fields: Fields<'_>, key: &str) -> Result<String, TemplateError> {
    let arn = fields.text(key)?;
    if arn.starts_with("arn:") {
        return Ok(arn);
    }
    Err(TemplateError::new(format!("must be an ARN, not {arn:?}")).inside(key))
}

fn reports_failures(fields: Fields<'_>) -> Result<bool, TemplateError> {
    let types = fields.texts("FunctionResponseTypes")?;
    match types.iter().find(|kind| *kind != "ReportBatchItemFailures") {
        Some(kind) => Err(TemplateError::new(format!("{kind} is no response type")).inside("FunctionResponseTypes")),
        None => Ok(!types.is_empty()),
    }
}

fn filters(fields: Fields<'_>) -> Result<Vec<Value>, TemplateError> {
    let inside = |error: TemplateError| error.inside("FilterCriteria");
    let criteria = fields.fields("FilterCriteria")?;
    criteria.only(&["Filters"]).map_err(inside)?;
    let mut patterns = Vec::new();
    for filter in criteria.list("Filters").map_err(inside)? {
        let pattern = Fields::of(filter).and_then(|filter| filter.text("Pattern")).map_err(inside)?;
        match serde_json::from_str(&pattern) {
            Ok(pattern @ Value::Object(_)) => patterns.push(pattern),
            _ => {
                return Err(inside(TemplateError::new(format!("{pattern} is no JSON object"))));
            }
        }
    }
    Ok(patterns)
}
