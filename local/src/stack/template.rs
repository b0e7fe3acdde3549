//! Evaluating the template for this stack: its parameters and its secrets.

use std::collections::BTreeMap;

use local_template::{Environment, Stack, TemplateError};

use super::ports::Ports;
use crate::folder::Folder;
use crate::options::{ACCOUNT, Options, REGION, STACK_NAME};
use crate::secrets::Secrets;
use crate::start_error::StartError;

/// Evaluates the template. A secret that it resolves and nobody has made yet is made, and the template evaluated again.
pub(super) fn load(options: &Options, folder: &Folder, ports: &Ports) -> Result<Stack, StartError> {
    let mut secrets = Secrets::open(folder.file("secrets.json"))?;
    loop {
        let environment = Environment {
            region: REGION.to_owned(),
            account: ACCOUNT.to_owned(),
            stack_name: STACK_NAME.to_owned(),
            endpoint: ports.aws_url.clone(),
            parameters: options.parameters.clone(),
            defaults: defaults(ports),
            secrets: secrets.values().clone(),
        };
        let error = match local_template::load(&options.template, &environment) {
            Ok(stack) => return Ok(stack),
            Err(error) => error,
        };
        match missing_secret(&error).filter(|name| !secrets.values().contains_key(*name)) {
            Some(name) => secrets.ensure(name)?,
            None => return Err(StartError::template(error)),
        }
    }
}

/// What only the stack knows, for templates that declare it: where the identity provider and the pages are, and that nobody here
/// waits a minute for a second try. That takes longer than a worker may run all the same: the same message must not be in two hands.
fn defaults(ports: &Ports) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("IssuerBase".to_owned(), ports.aws_url.clone()),
        ("RetryDelay".to_owned(), "12".to_owned()),
        ("ImportRetryDelay".to_owned(), "160".to_owned()),
        ("SearchRetryDelay".to_owned(), "70".to_owned()),
        ("PortalUrl".to_owned(), ports.page_url.clone()),
        ("ContentOrigin".to_owned(), ports.packages_origin.clone()),
    ])
}

/// The secret that a template error asks for.
fn missing_secret(error: &TemplateError) -> Option<&str> {
    error.message.strip_prefix("there is no secret ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "\
Transform: AWS::Serverless-2016-10-31
Resources:
  Key:
    Type: AWS::SecretsManager::Secret
    Properties:
      GenerateSecretString: {PasswordLength: 64}
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub 'q-{{resolve:secretsmanager:${Key}}}'
";

    async fn start(template: &str) -> (tempfile::TempDir, String, Result<Stack, StartError>) {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("template.yaml");
        std::fs::write(&file, template).unwrap();
        let folder = Folder::open(&data.path().join("data")).unwrap();
        let options = Options { port: 3000, ..Options::new(file, data.path()) };
        let ports = Ports::bind(0, 0, 0).await.unwrap();
        let loaded = load(&options, &folder, &ports);
        (data, ports.aws_url, loaded)
    }

    #[tokio::test]
    async fn a_secret_is_made_when_the_template_resolves_it() {
        let (data, _, loaded) = start(TEMPLATE).await;
        let stack = loaded.unwrap();
        let queue = stack.resources_of("AWS::SQS::Queue").next().unwrap();
        let name = queue.properties["QueueName"].as_str().unwrap();
        assert_eq!(name.len(), "q-".len() + 64, "{name}");
        assert!(data.path().join("data/secrets.json").exists());
    }

    #[tokio::test]
    async fn the_stack_s_own_parameters_reach_a_template_that_declares_them() {
        let declared =
            format!("Parameters:\n  IssuerBase: {{Type: String, Default: ''}}\n{TEMPLATE}Outputs:\n  Issuer: {{Value: !Ref IssuerBase}}\n");
        let (_data, aws_url, loaded) = start(&declared).await;
        assert_eq!(loaded.unwrap().outputs["Issuer"], aws_url);
    }

    #[tokio::test]
    async fn a_mistake_is_told_with_its_place() {
        let (_data, _, loaded) = start("Resources:\n  Queue: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref Nobody}}\n").await;
        let error = loaded.err().unwrap().to_string();
        assert!(error.starts_with("The template cannot be used: "), "{error}");
        assert!(error.contains("Nobody"), "{error}");
    }
}
