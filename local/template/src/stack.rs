//! What a template is evaluated for, and what comes of it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Api, Function};

/// The account, region and choices a template is evaluated for.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `AWS::Region`, for example `eu-central-1`.
    pub region: String,
    /// `AWS::AccountId`: twelve digits.
    pub account: String,
    /// `AWS::StackName` of the root template; the names of resources begin with it.
    pub stack_name: String,
    /// Where the local AWS endpoints listen, without a slash at the end: queue URLs begin with it.
    pub endpoint: String,
    /// Values for the root template's parameters instead of their defaults.
    pub parameters: BTreeMap<String, String>,
    /// Defaults that this environment has for parameters, where a template declares them: a value in `parameters` goes first.
    pub defaults: BTreeMap<String, String>,
    /// Secret strings by physical name, for `{{resolve:secretsmanager:…}}`.
    pub secrets: BTreeMap<String, String>,
}

/// An evaluated template with everything it nests.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Every resource whose condition holds, nested stacks and their resources included.
    pub resources: Vec<Resource>,
    /// Every `AWS::Serverless::Function`.
    pub functions: Vec<Function>,
    /// The one REST API; without an `AWS::Serverless::Api`, SAM's implicit one.
    pub api: Api,
    /// The root template's outputs.
    pub outputs: BTreeMap<String, String>,
}

/// One resource of the stack.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// Logical ids from the root down: `CreateCourse`, or `Data/Table` in a nested stack.
    pub path: String,
    /// The resource type, for example `AWS::DynamoDB::Table`.
    pub kind: String,
    /// The resource's own name, for example a queue's name (whose `physical_id` is a URL).
    pub name: String,
    /// What `Ref` gives.
    pub physical_id: String,
    /// The ARN the resource has on AWS with this account and region.
    pub arn: String,
    /// `Properties` with `Globals` merged in and nothing left to resolve.
    pub properties: Value,
}

impl Stack {
    /// The resource whose ARN is `arn`.
    #[must_use]
    pub fn resource_by_arn(&self, arn: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.arn == arn)
    }

    /// The resources of one type, for example every `AWS::SQS::Queue`.
    pub fn resources_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Resource> {
        self.resources.iter().filter(move |resource| resource.kind == kind)
    }

    /// The function with this logical id (its path, when it is in a nested stack).
    #[must_use]
    pub fn function(&self, logical_id: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.logical_id == logical_id)
    }
}
