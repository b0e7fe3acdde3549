//! A Lambda function of the stack.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::Event;

/// One `AWS::Serverless::Function`, with `Globals` merged in.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// The logical id; in a nested stack its path, for example `Data/Migrate`.
    pub logical_id: String,
    /// What `Ref` gives: the function's name.
    pub physical_name: String,
    /// `arn:aws:lambda:…:function:<name>`.
    pub arn: String,
    /// `Handler`, which the runtime exposes as `_HANDLER`.
    pub handler: String,
    /// `CodeUri` as written, relative to the template that holds the function.
    pub code_uri: String,
    /// `Timeout`; Lambda's default is 3 s.
    pub timeout: Duration,
    /// `MemorySize`; Lambda's default is 128.
    pub memory_mb: u32,
    /// `Environment.Variables`.
    pub environment: BTreeMap<String, String>,
    /// `Policies`, resolved; null when there are none.
    pub policies: Value,
    /// `Events`, in the order of their logical ids.
    pub events: Vec<Event>,
}
