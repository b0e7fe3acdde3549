//! Small templates, evaluated.

mod api;
mod events;
mod intrinsics;
mod names;
mod nested;
mod parameters;

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::{Environment, Resource, Stack, TemplateError, load};

/// Template files in a folder of their own.
struct Files {
    folder: TempDir,
    environment: Environment,
}

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { folder, environment: environment() }
    }

    fn load(&self) -> Result<Stack, TemplateError> {
        load(&self.folder.path().join("template.yaml"), &self.environment)
    }
}

fn environment() -> Environment {
    Environment {
        defaults: std::collections::BTreeMap::new(),
        region: "eu-central-1".to_owned(),
        account: "123456789012".to_owned(),
        stack_name: "trellis".to_owned(),
        endpoint: "http://127.0.0.1:3001".to_owned(),
        ..Environment::default()
    }
}

fn evaluate(template: &str) -> Result<Stack, TemplateError> {
    Files::new(&[("template.yaml", template)]).load()
}

/// The error without the temporary folder.
fn error_of(template: &str) -> String {
    message(evaluate(template).unwrap_err())
}

fn message(mut error: TemplateError) -> String {
    error.file = error.file.and_then(|file| file.file_name().map(Into::into));
    error.to_string()
}

fn resource<'s>(stack: &'s Stack, path: &str) -> &'s Resource {
    stack.resources.iter().find(|resource| resource.path == path).unwrap()
}

/// The `Value` property of a resource that only carries one, in a template with usual sections.
fn value(expression: &str) -> Result<Value, String> {
    let template = format!(
        "
Parameters:
  Stage: {{Type: String, Default: dev}}
  Count: {{Type: Number, Default: 7}}
  Zones: {{Type: CommaDelimitedList, Default: 'a, b,c'}}
Mappings:
  Sizes:
    dev: {{Memory: 256, List: [x, y]}}
    123456789012: {{Memory: 512}}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsProd: !Equals [!Ref Stage, prod]
  Neither: !Not [!Or [!Condition IsDev, Condition: IsProd]]
  Both: !And [!Condition IsDev, !Not [!Condition IsProd]]
Resources:
  Queue: {{Type: 'AWS::SQS::Queue'}}
  Left: {{Type: 'AWS::SQS::Queue', Condition: IsProd}}
  Bucket: {{Type: 'AWS::S3::Bucket'}}
  Table:
    Type: AWS::DynamoDB::Table
    Properties: {{StreamSpecification: {{StreamViewType: NEW_IMAGE}}}}
  Subject:
    Type: Custom::Subject
    Properties:
      Value: {}
",
        expression.replace('\n', "\n        ")
    );
    let stack = evaluate(&template).map_err(message)?;
    Ok(resource(&stack, "Subject").properties["Value"].clone())
}
