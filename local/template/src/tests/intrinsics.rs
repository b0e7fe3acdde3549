//! Every function, in its short and its long form.

use serde_json::{Value, json};

use super::value;

fn same(expressions: &[&str], expected: Value) {
    for expression in expressions {
        assert_eq!(value(expression).unwrap(), expected, "{expression}");
    }
}

fn fails(expression: &str, reason: &str) {
    let error = value(expression).unwrap_err();
    assert!(error.contains(reason), "{expression}: {error}");
    assert!(error.starts_with("template.yaml: Resources.Subject.Properties.Value"), "{error}");
}

#[test]
fn ref_gives_parameters_pseudo_parameters_and_physical_ids() {
    same(&["!Ref Stage", "{Ref: Stage}"], json!("dev"));
    same(&["!Ref Count"], json!(7));
    same(&["!Ref Zones"], json!(["a", "b", "c"]));
    same(&["!Ref Queue"], json!("http://127.0.0.1:3001/123456789012/trellis-Queue"));
    same(&["!Ref AWS::Region"], json!("eu-central-1"));
    same(&["!Ref AWS::AccountId"], json!("123456789012"));
    same(&["!Ref AWS::StackName"], json!("trellis"));
    same(&["!Sub '${AWS::Partition}.${AWS::URLSuffix}'"], json!("aws.amazonaws.com"));
    fails("!Ref Nobody", "there is no parameter or resource Nobody");
    fails("!Ref Left", "refers to Left, which condition IsProd leaves out");
}

#[test]
fn no_value_removes_the_key_or_the_item() {
    same(&["{Keep: 1, Drop: !Ref AWS::NoValue}"], json!({"Keep": 1}));
    same(&["[1, !Ref AWS::NoValue, {Ref: AWS::NoValue}, 2]"], json!([1, 2]));
    same(&["[!If [IsProd, 1, !Ref AWS::NoValue]]"], json!([]));
}

#[test]
fn get_att_takes_both_forms() {
    let arn = json!("arn:aws:sqs:eu-central-1:123456789012:trellis-Queue");
    same(&["!GetAtt Queue.Arn", "!GetAtt [Queue, Arn]", "{Fn::GetAtt: [Queue, Arn]}", "{Fn::GetAtt: Queue.Arn}"], arn);
    same(&["!GetAtt Table.StreamArn"], json!("arn:aws:dynamodb:eu-central-1:123456789012:table/trellis-Table/stream/local"));
    same(&["!GetAtt Bucket.Arn"], json!("arn:aws:s3:::trellis-bucket"));
    fails("!GetAtt Queue.Colour", "Queue (AWS::SQS::Queue) has no attribute Colour");
    fails("!GetAtt Queue", "names no attribute");
}

#[test]
fn sub_replaces_names_attributes_and_its_own_variables() {
    same(&["!Sub 'a-${Stage}-${Count}'", "{Fn::Sub: 'a-${Stage}-${Count}'}"], json!("a-dev-7"));
    same(&["!Sub '${Queue.QueueName}'"], json!("trellis-Queue"));
    same(&["!Sub '${!Literal} ${AWS::Region}'"], json!("${Literal} eu-central-1"));
    same(&["!Sub ['${A}/${Stage}', {A: !GetAtt Queue.QueueName}]"], json!("trellis-Queue/dev"));
    same(&["!Sub 'no variable $ { } here'"], json!("no variable $ { } here"));
    fails("!Sub '${Nobody}'", "there is no parameter or resource Nobody");
    fails("!Sub '${Open'", "has a ${ without its }");
    fails("!Sub '${Zones}'", "must be text, not a list");
}

#[test]
fn join_select_and_split() {
    same(&["!Join ['-', [a, !Ref Stage, 3]]", "{Fn::Join: ['-', [a, {Ref: Stage}, 3]]}"], json!("a-dev-3"));
    same(&["!Join [',', !Ref Zones]"], json!("a,b,c"));
    same(&["!Select [1, !Ref Zones]", "!Select ['1', [x, b]]"], json!("b"));
    same(&["!Split ['/', 'a/b/c']"], json!(["a", "b", "c"]));
    same(&["!Select [4, !Split ['/', !Ref Queue]]"], json!("trellis-Queue"));
    fails("!Select [3, [a]]", "there is no item 3 among 1");
    fails("!Select [-1, [a]]", "there is no item -1");
    fails("!Join ['-', a]", "must be a list");
    fails("!Join ['-', [a], b]", "must be a list of a delimiter and a list");
    fails("!Split ['', a]", "must have a delimiter");
}

#[test]
fn if_evaluates_only_what_it_takes() {
    same(&["!If [IsDev, yes-it-is, !Ref Left]"], json!("yes-it-is"));
    same(&["{Fn::If: [Neither, 1, 2]}"], json!(2));
    same(&["!If [Both, 1, 2]"], json!(1));
    fails("!If [Unknown, 1, 2]", "there is no condition Unknown");
}

#[test]
fn find_in_map_takes_expressions_and_number_keys() {
    same(&["!FindInMap [Sizes, !Ref Stage, Memory]", "{Fn::FindInMap: [Sizes, dev, Memory]}"], json!(256));
    same(&["!FindInMap [Sizes, !Ref AWS::AccountId, Memory]"], json!(512));
    same(&["!FindInMap [Sizes, dev, List]"], json!(["x", "y"]));
    fails("!FindInMap [Sizes, prod, Memory]", "there is no Sizes.prod.Memory in Mappings");
}

#[test]
fn base64_encodes_what_is_inside() {
    same(&["{Fn::Base64: !Sub 'hello ${Stage}'}", "!Base64 'hello dev'"], json!("aGVsbG8gZGV2"));
}

#[test]
fn unknown_functions_and_imports_are_refused() {
    fails("!ImportValue Shared", "is refused: a local stack has no exports");
    fails("{Fn::Cidr: [a, 1, 2]}", "Value.Fn::Cidr: is no function that this stack knows");
}
