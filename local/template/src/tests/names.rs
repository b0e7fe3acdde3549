//! Physical ids, ARNs and attributes of each type.

use super::{error_of, evaluate, resource};

#[test]
fn resources_get_names_ids_and_arns() {
    let stack = evaluate(
        "
Resources:
  Table: {Type: 'AWS::DynamoDB::Table'}
  NamedTable: {Type: 'AWS::DynamoDB::Table', Properties: {TableName: !Sub '${AWS::StackName}-main'}}
  Queue: {Type: 'AWS::SQS::Queue'}
  FifoQueue: {Type: 'AWS::SQS::Queue', Properties: {FifoQueue: true}}
  NamedFifo: {Type: 'AWS::SQS::Queue', Properties: {QueueName: x.fifo, FifoQueue: true}}
  UploadBucket: {Type: 'AWS::S3::Bucket'}
  UserPool: {Type: 'AWS::Cognito::UserPool', Properties: {UserPoolName: people}}
  WebClient: {Type: 'AWS::Cognito::UserPoolClient'}
  Secret: {Type: 'AWS::SecretsManager::Secret', Properties: {Name: cursor}}
  Plan: {Type: 'AWS::ApiGateway::UsagePlan'}
  Unknown: {Type: 'AWS::Unheard::Of'}
",
    )
    .unwrap();
    for (path, id, arn) in [
        ("Table", "trellis-Table", "arn:aws:dynamodb:eu-central-1:123456789012:table/trellis-Table"),
        ("NamedTable", "trellis-main", "arn:aws:dynamodb:eu-central-1:123456789012:table/trellis-main"),
        ("Queue", "http://127.0.0.1:3001/123456789012/trellis-Queue", "arn:aws:sqs:eu-central-1:123456789012:trellis-Queue"),
        (
            "FifoQueue",
            "http://127.0.0.1:3001/123456789012/trellis-FifoQueue.fifo",
            "arn:aws:sqs:eu-central-1:123456789012:trellis-FifoQueue.fifo",
        ),
        ("NamedFifo", "http://127.0.0.1:3001/123456789012/x.fifo", "arn:aws:sqs:eu-central-1:123456789012:x.fifo"),
        ("UploadBucket", "trellis-uploadbucket", "arn:aws:s3:::trellis-uploadbucket"),
        ("UserPool", "eu-central-1_trellisUserPool", "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_trellisUserPool"),
        ("WebClient", "trelliswebclient", ""),
        (
            "Secret",
            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:cursor",
            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:cursor",
        ),
        ("Plan", "trellisplan", "arn:aws:apigateway:eu-central-1::/usageplans/trellisplan"),
        ("Unknown", "trellis-Unknown", ""),
    ] {
        let resource = resource(&stack, path);
        assert_eq!((resource.physical_id.as_str(), resource.arn.as_str()), (id, arn), "{path}");
    }
    assert_eq!(stack.resource_by_arn("arn:aws:s3:::trellis-uploadbucket").unwrap().path, "UploadBucket");
    assert_eq!(stack.resources_of("AWS::SQS::Queue").count(), 3);
}

#[test]
fn names_that_depend_on_each_other_are_refused() {
    let error = error_of(
        "
Resources:
  A: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref B}}
  B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${A}-x'}}
",
    );
    assert!(error.contains("circular dependency: name of A → name of B → name of A"), "{error}");
}

#[test]
fn a_table_without_a_stream_has_no_stream_arn() {
    let error = error_of(
        "
Resources:
  T: {Type: 'AWS::DynamoDB::Table'}
Outputs:
  Stream: {Value: !GetAtt T.StreamArn}
",
    );
    assert_eq!(error, "template.yaml: Outputs.Stream.Fn::GetAtt: T has no stream: give it a StreamSpecification");
}

#[test]
fn the_role_that_sam_makes_can_be_named() {
    let stack = evaluate(
        "
Resources:
  Work: {Type: 'AWS::Serverless::Function', Properties: {Handler: work, CodeUri: out/}}
Outputs:
  Role: {Value: !GetAtt WorkRole.Arn}
  Name: {Value: !Ref WorkRole}
",
    )
    .unwrap();
    assert_eq!(stack.outputs["Role"], "arn:aws:iam::123456789012:role/trellis-WorkRole");
    assert_eq!(stack.outputs["Name"], "trellis-WorkRole");
}
