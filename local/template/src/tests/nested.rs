//! Nested templates.

use super::{Files, message, resource};

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
