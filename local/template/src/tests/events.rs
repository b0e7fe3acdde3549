//! Functions, Globals and what invokes them.

use std::time::Duration;

use serde_json::json;

use super::{error_of, evaluate};
use crate::{Event, StartingPosition};

const PREFIX: &str = "
Globals:
  Function:
    Timeout: 20
    MemorySize: 256
    Environment: {Variables: {A: global, B: !Ref AWS::Region, C: {Ref: AWS::AccountId}}}
    Layers: [one]
Resources:
  Queue: {Type: 'AWS::SQS::Queue'}
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}}
";

fn with_event(event: &str) -> String {
    format!(
        "{PREFIX}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Handler: work
      CodeUri: target/lambda/work/
      Events:
        It: {event}
"
    )
}

fn event(text: &str) -> Event {
    evaluate(&with_event(text)).unwrap().functions.remove(0).events.remove(0)
}

#[test]
fn globals_merge_maps_append_lists_and_replace_the_rest() {
    let stack = evaluate(&format!(
        "{PREFIX}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Handler: work
      CodeUri: out/
      Timeout: '60'
      Environment: {{Variables: {{A: own, C: 5, D: true}}}}
      Layers: [two]
      Policies: [{{SQSSendMessagePolicy: {{QueueName: !GetAtt Queue.QueueName}}}}]
"
    ))
    .unwrap();
    let function = &stack.functions[0];
    assert_eq!((function.timeout, function.memory_mb), (Duration::from_secs(60), 256));
    let variables: Vec<_> = function.environment.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(variables, ["A=own", "B=eu-central-1", "C=5", "D=true"]);
    assert_eq!(function.policies, json!([{"SQSSendMessagePolicy": {"QueueName": "trellis-Queue"}}]));
    assert_eq!(function.arn, "arn:aws:lambda:eu-central-1:123456789012:function:trellis-Work");
    let resource = stack.resources.iter().find(|resource| resource.path == "Work").unwrap();
    assert_eq!(resource.properties["Layers"], json!(["one", "two"]));
}

#[test]
fn queue_events_have_lambdas_defaults() {
    let Event::Queue(queue) = event("{Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}") else { panic!() };
    assert_eq!(queue.queue_arn, "arn:aws:sqs:eu-central-1:123456789012:trellis-Queue");
    assert_eq!((queue.batch_size, queue.window, queue.report_failures), (10, Duration::ZERO, false));
    assert_eq!((queue.maximum_concurrency, queue.filters.len(), queue.enabled), (None, 0, true));
    let Event::Queue(queue) = event(
        "{Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 50, MaximumBatchingWindowInSeconds: 2, \
         FunctionResponseTypes: [ReportBatchItemFailures], ScalingConfig: {MaximumConcurrency: 5}, Enabled: false, \
         FilterCriteria: {Filters: [{Pattern: '{\"body\": {\"kind\": [\"a\"]}}'}]}}}",
    ) else {
        panic!()
    };
    assert_eq!((queue.batch_size, queue.window, queue.report_failures), (50, Duration::from_secs(2), true));
    assert_eq!((queue.maximum_concurrency, queue.enabled), (Some(5), false));
    assert_eq!(queue.filters, [json!({"body": {"kind": ["a"]}})]);
}

#[test]
fn stream_events_have_lambdas_defaults() {
    let Event::Stream(stream) = event("{Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: TRIM_HORIZON}}")
    else {
        panic!()
    };
    assert!(stream.table_stream_arn.ends_with(":table/trellis-Table/stream/local"));
    assert_eq!((stream.batch_size, stream.retries, stream.parallelization), (100, -1, 1));
    assert_eq!(stream.starting_position, StartingPosition::TrimHorizon);
    assert_eq!((stream.bisect, stream.maximum_age, stream.tumbling_window), (false, None, None));
    let Event::Stream(stream) = event(
        "{Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, \
         BisectBatchOnFunctionError: true, MaximumRetryAttempts: 3, MaximumRecordAgeInSeconds: 60, \
         ParallelizationFactor: 10, TumblingWindowInSeconds: 30, \
         DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}}}",
    ) else {
        panic!()
    };
    assert_eq!((stream.bisect, stream.retries, stream.parallelization), (true, 3, 10));
    assert_eq!(stream.maximum_age, Some(Duration::from_secs(60)));
    assert_eq!(stream.tumbling_window, Some(Duration::from_secs(30)));
    assert_eq!(stream.on_failure_arn.unwrap(), "arn:aws:sqs:eu-central-1:123456789012:trellis-Queue");
}

#[test]
fn what_lambda_would_refuse_is_refused_with_its_place() {
    for (event, reason) in [
        ("{Type: Kinesis}", "It.Type: Kinesis is no event"),
        ("{Type: SQS, Properties: {}}", "It.Properties.Queue: is required"),
        ("{Type: SQS, Properties: {Queue: name}}", "Queue: must be an ARN"),
        ("{Type: SQS, Properties: {Queue: 'arn:x', BatchSize: 11}}", "MaximumBatchingWindowInSeconds: must be at least 1"),
        ("{Type: SQS, Properties: {Queue: 'arn:x', ScalingConfig: {MaximumConcurrency: 1}}}", "from 2 to 1000"),
        ("{Type: SQS, Properties: {Queue: 'arn:x', Batchsize: 1}}", "Batchsize: is no property"),
        ("{Type: SQS, Properties: {Queue: 'arn:x', FunctionResponseTypes: [All]}}", "All is no response type"),
        ("{Type: SQS, Properties: {Queue: 'arn:x', FilterCriteria: {Filters: [{Pattern: no}]}}}", "no is no JSON object"),
        ("{Type: DynamoDB, Properties: {Stream: 'arn:x', StartingPosition: NOW}}", "must be LATEST or TRIM_HORIZON"),
        (
            "{Type: DynamoDB, Properties: {Stream: 'arn:x', StartingPosition: LATEST, MaximumRecordAgeInSeconds: 5}}",
            "must be -1 or at least 60",
        ),
        ("{Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}", "ScheduleV2 is no event"),
    ] {
        let error = error_of(&with_event(event));
        assert!(error.starts_with("template.yaml: Resources.Work.Properties.Events.It."), "{error}");
        assert!(error.contains(reason), "{event}: {error}");
    }
}

#[test]
fn function_properties_are_checked() {
    for (properties, reason) in [
        ("{CodeUri: out/}", "Handler: is required"),
        ("{Handler: a, CodeUri: out/, Timout: 3}", "Timout: is no property"),
        ("{Handler: a, CodeUri: out/, Timeout: 901}", "Timeout: must be a number from 1 to 900"),
        ("{Handler: a, CodeUri: out/, Timeout: soon}", "not \"soon\""),
        ("{Handler: a, CodeUri: {Bucket: b}}", "CodeUri: must be text, not a map"),
        ("{Handler: a, CodeUri: out/, Environment: {Variables: {A: [1]}}}", "Environment.Variables.A: must be text"),
        ("{Handler: a, CodeUri: out/, InlineCode: x}", "InlineCode: is not supported"),
    ] {
        let error = error_of(&format!("Resources: {{F: {{Type: 'AWS::Serverless::Function', Properties: {properties}}}}}"));
        assert!(error.contains(reason), "{properties}: {error}");
    }
}
