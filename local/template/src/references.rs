//! `Ref` and `GetAtt`: what names stand for.

use serde_json::Value;

use crate::TemplateError;
use crate::kinds;
use crate::nested::is_stack;
use crate::template::Template;

/// The logical id of the API that SAM makes for events without `RestApiId`.
pub(crate) const IMPLICIT_API: &str = "ServerlessRestApi";

impl Template<'_> {
    /// What `Ref` gives; `None` is `AWS::NoValue`.
    pub(crate) fn reference(&self, name: &str) -> Result<Option<Value>, TemplateError> {
        if name == "AWS::NoValue" {
            return Ok(None);
        }
        if let Some(value) = self.pseudo_parameter(name) {
            return Ok(Some(value));
        }
        if let Some(value) = self.parameters.get(name) {
            return Ok(Some(value.clone()));
        }
        if self.is_api_stage(name) {
            return self.api_stage(name.trim_end_matches(".Stage")).map(Some);
        }
        if name == IMPLICIT_API && !self.document.resources.contains_key(name) {
            let identity = self.implicit_api_identity();
            return Ok(Some(Value::String(identity.reference)));
        }
        if let Some(function) = self.function_of_role(name) {
            return Ok(Some(Value::String(self.role_name(function))));
        }
        Ok(Some(Value::String(self.identity(name)?.reference)))
    }

    fn pseudo_parameter(&self, name: &str) -> Option<Value> {
        let environment = self.environment;
        Some(match name {
            "AWS::Region" => Value::from(environment.region.as_str()),
            "AWS::AccountId" => Value::from(environment.account.as_str()),
            "AWS::StackName" => Value::from(self.stack_name.as_str()),
            "AWS::StackId" => Value::String(format!(
                "arn:aws:cloudformation:{}:{}:stack/{}/local",
                environment.region, environment.account, self.stack_name
            )),
            "AWS::Partition" => Value::from("aws"),
            "AWS::URLSuffix" => Value::from("amazonaws.com"),
            "AWS::NotificationARNs" => Value::Array(Vec::new()),
            _ => return None,
        })
    }

    /// What `GetAtt` gives.
    pub(crate) fn attribute(&self, id: &str, attribute: &str) -> Result<Value, TemplateError> {
        if let Some(function) = self.function_of_role(id)
            && attribute == "Arn"
        {
            let (account, role) = (&self.environment.account, self.role_name(function));
            return Ok(Value::String(format!("arn:aws:iam::{account}:role/{role}")));
        }
        let kind = self.kind(id)?;
        if is_stack(kind) {
            return self.nested_output(id, attribute);
        }
        let no_such = || TemplateError::new(format!("{id} ({kind}) has no attribute {attribute} here"));
        if attribute == "StreamArn" && self.property(id, "StreamSpecification").is_none() {
            return Err(TemplateError::new(format!("{id} has no stream: give it a StreamSpecification")));
        }
        let identity = self.identity(id)?;
        kinds::attribute(kind, attribute, &identity, self.environment).map(Value::String).ok_or_else(no_such)
    }

    fn nested_output(&self, id: &str, attribute: &str) -> Result<Value, TemplateError> {
        let Some(output) = attribute.strip_prefix("Outputs.") else {
            return Err(TemplateError::new(format!("{id} is a nested stack: ask for {id}.Outputs.<name>")));
        };
        match self.nested(id)?.output(output)? {
            Some(text) => Ok(Value::String(text)),
            None => Err(TemplateError::new(format!("the nested stack {id} has no output {output}"))),
        }
    }

    /// Whether `name` is SAM's `<api>.Stage`.
    pub(crate) fn is_api_stage(&self, name: &str) -> bool {
        name.strip_suffix(".Stage")
            .and_then(|api| self.document.resources.get(api))
            .and_then(|resource| resource.get("Type"))
            .is_some_and(|kind| kind == "AWS::Serverless::Api")
    }

    fn api_stage(&self, api: &str) -> Result<Value, TemplateError> {
        let stage = self.property(api, "StageName");
        let stage = stage.ok_or_else(|| TemplateError::new(format!("{api} has no StageName")))?;
        self.text(stage).map(Value::String)
    }

    /// The function whose SAM-made role has the logical id `name`.
    fn function_of_role<'n>(&self, name: &'n str) -> Option<&'n str> {
        let function = name.strip_suffix("Role")?;
        let is_made = !self.document.resources.contains_key(name)
            && self.document.resources.get(function)?.get("Type")? == "AWS::Serverless::Function"
            && self.property(function, "Role").is_none();
        is_made.then_some(function)
    }

    fn role_name(&self, function: &str) -> String {
        format!("{}-{function}Role", self.stack_name)
    }

    /// The names of SAM's implicit API.
    pub(crate) fn implicit_api_identity(&self) -> kinds::Identity {
        let id = (self.stack_name.as_str(), IMPLICIT_API);
        kinds::identity("AWS::Serverless::Api", None, id, self.environment)
    }
}
