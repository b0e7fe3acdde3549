//! Nested templates.

use super::{Files, message, resource};
use crate::Event;

const DATA: &str = "
Parameters:
  Name: {Type: String}
Conditions:
  Never: !Equals [a, b]
Resources:
  Table: {Type: 'AWS::DynamoDB::Table', Properties: {Tag: !Ref Name}}
  Work: {Type: 'AWS::Serverless::Function', Properties: {Handler: work, CodeUri: out/}}
Outputs:
  TableName: {Value: !Ref Table}
  Hidden: {Value: x, Condition: Never}
";

#[test]
fn resources_parameters_and_outputs_pass_through() {
    let root = "
Resources:
  Data:
    Type: AWS::Serverless::Application
    Properties: {Location: infra/data.yaml, Parameters: {Name: !Ref Bucket}}
  More:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./infra/data.yaml, Parameters: {Name: !GetAtt Data.Outputs.TableName}}
  Bucket: {Type: 'AWS::S3::Bucket'}
Outputs:
  Table: {Value: !Sub '${More.Outputs.TableName}'}
";
    let stack = Files::new(&[("template.yaml", root), ("infra/data.yaml", DATA)]).load().unwrap();
    assert_eq!(resource(&stack, "Data/Table").physical_id, "trellis-Data-Table");
    assert_eq!(resource(&stack, "Data/Table").properties["Tag"], "trellis-bucket");
    assert_eq!(resource(&stack, "More/Table").properties["Tag"], "trellis-Data-Table");
    assert_eq!(resource(&stack, "Data").arn, "arn:aws:cloudformation:eu-central-1:123456789012:stack/trellis-Data/local");
    assert_eq!(stack.outputs["Table"], "trellis-More-Table");
    assert_eq!(stack.functions[0].logical_id, "Data/Work");
    assert_eq!(stack.function("More/Work").unwrap().physical_name, "trellis-More-Work");
}

fn error_with(root: &str, nested: &[(&str, &str)]) -> String {
    let mut files = vec![("template.yaml", root)];
    files.extend(nested);
    message(Files::new(&files).load().unwrap_err())
}

#[test]
fn stacks_that_wait_for_each_other_are_refused() {
    let one = "
Parameters: {P: {Type: String}}
Resources: {R: {Type: 'Custom::R'}}
Outputs: {O: {Value: !Ref P}}
";
    let root = "
Resources:
  A:
    Type: AWS::Serverless::Application
    Properties: {Location: one.yaml, Parameters: {P: !GetAtt B.Outputs.O}}
  B:
    Type: AWS::Serverless::Application
    Properties: {Location: one.yaml, Parameters: {P: !GetAtt A.Outputs.O}}
";
    let error = error_with(root, &[("one.yaml", one)]);
    assert!(error.contains("circular dependency: B → A → B"), "{error}");
}

#[test]
fn a_template_that_nests_itself_is_refused() {
    let root = "Resources: {A: {Type: 'AWS::Serverless::Application', Properties: {Location: template.yaml}}}";
    assert!(error_with(root, &[]).contains("Resources.A.Properties.Location"));
    assert!(error_with(root, &[]).contains("nests itself"));
}

#[test]
fn errors_name_the_nested_file_or_the_place_that_asks() {
    let nests = |rest: &str| format!("Resources:\n  Data: {{Type: 'AWS::Serverless::Application', Properties: {{{rest}}}}}\n");
    let data = [("data.yaml", DATA)];
    let error = error_with(&nests("Location: data.yaml"), &data);
    assert_eq!(error, "data.yaml: Parameters.Name: has no default: give it a value");
    let error = error_with(&nests("Location: data.yaml, Parameters: {Name: [a]}"), &data);
    assert!(error.starts_with("template.yaml: Resources.Data.Properties.Parameters.Name: must be text"), "{error}");
    let error = error_with(&nests("Location: none.yaml"), &[]);
    assert!(error.starts_with("none.yaml: cannot be read"), "{error}");
    let error = error_with(&nests("Location: 'https://example.com/a.yaml'"), &[]);
    assert!(error.contains("is no local file"), "{error}");
    let broken = [("broken.yaml", "Resources: {R: {Type: 'Custom::R', Properties: {V: !Ref Nobody}}}")];
    let error = error_with(&nests("Location: broken.yaml"), &broken);
    assert!(error.starts_with("broken.yaml: Resources.R.Properties.V.Ref: there is no"), "{error}");
    for (output, reason) in [
        ("Data.Outputs.None", "has no output None"),
        ("Data.Outputs.Hidden", "has no output Hidden"),
        ("Data.Arn", "ask for Data.Outputs.<name>"),
    ] {
        let root = nests("Location: data.yaml, Parameters: {Name: a}");
        let error = error_with(&format!("{root}Outputs: {{O: {{Value: !GetAtt {output}}}}}"), &data);
        assert!(error.starts_with("template.yaml: Outputs.O") && error.contains(reason), "{error}");
    }
}

const ROUTES: &str = "
Resources:
  Gateway: {Type: 'AWS::IAM::Role'}
  Work:
    Type: AWS::Serverless::Application
    Properties: {Location: work.yaml}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Auth: {Authorizers: {Members: {FunctionArn: !GetAtt Work.Outputs.CheckArn, FunctionPayloadType: REQUEST, Identity: {ReauthorizeEvery: 0}}}}
      DefinitionBody:
        swagger: '2.0'
        info: {title: it}
        securityDefinitions: {api_key: {type: apiKey}}
        paths:
          /v1/me:
            get:
              responses: {}
              security: [{Members: []}, {api_key: []}]
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                credentials: !GetAtt Gateway.Arn
                uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Work.Outputs.MeArn}/invocations'
          /v1/open:
            x-amazon-apigateway-any-method:
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                credentials: !GetAtt Gateway.Arn
                uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Work.Outputs.MeArn}/invocations'
";
const WORK: &str = "
Resources:
  Check: {Type: 'AWS::Serverless::Function', Properties: {Handler: check, CodeUri: out/}}
  Me: {Type: 'AWS::Serverless::Function', Properties: {Handler: me, CodeUri: out/}}
Outputs:
  CheckArn: {Value: !GetAtt Check.Arn}
  MeArn: {Value: !GetAtt Me.Arn}
";

#[test]
fn the_apis_definition_gives_routes_to_functions_of_nested_stacks() {
    let stack = Files::new(&[("template.yaml", ROUTES), ("work.yaml", WORK)]).load().unwrap();
    assert_eq!(stack.api.authorizers[0].function_logical_id, "Work/Check");
    let route = |event: &Event| match event {
        Event::Api(route) => (route.path.clone(), route.method.clone(), route.authorizer.clone(), route.api_key_required),
        other => panic!("{other:?}"),
    };
    let routes: Vec<_> = stack.function("Work/Me").unwrap().events.iter().map(route).collect();
    let member = ("/v1/me".to_owned(), "GET".to_owned(), Some("Members".to_owned()), true);
    assert_eq!(routes, [member, ("/v1/open".to_owned(), "ANY".to_owned(), None, false)]);
}

#[test]
fn a_definition_that_reaches_no_function_is_refused() {
    for (from, to, reason) in [
        ("/v1/me:", "v1/me:", "paths.v1/me: must begin with a slash"),
        ("            get:", "            fetch:", "paths./v1/me.fetch: is no property"),
        ("{Members: []}", "{Nobody: []}", "paths./v1/me.get.security: Nobody is no authorizer of Api"),
        ("aws_proxy", "aws", "x-amazon-apigateway-integration.type: must be aws_proxy"),
        ("httpMethod: POST", "httpMethod: GET", "httpMethod: must be POST"),
        ("!GetAtt Gateway.Arn", "'arn:aws:iam::1:role/other'", "credentials: arn:aws:iam::1:role/other is no role here"),
        ("                credentials: !GetAtt Gateway.Arn\n", "", "credentials: is required"),
        ("${Work.Outputs.MeArn}", "arn:aws:lambda:eu-central-1:1:function:other", "calls no function here"),
        ("${Work.Outputs.MeArn}", "${Work.Outputs.Other}", "has no output Other"),
        ("swagger: '2.0'", "basePath: /v2", "DefinitionBody.basePath: is no property"),
    ] {
        let error = error_with(&ROUTES.replacen(from, to, 1), &[("work.yaml", WORK)]);
        assert!(error.starts_with("template.yaml: Resources.Api.Properties.DefinitionBody") && error.contains(reason), "{to}: {error}");
    }
}
