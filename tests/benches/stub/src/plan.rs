//! What is to be measured, as the driver writes it.

use crate::Failure;
use serde::Deserialize;
use serde_json::Value;
use std::{collections::BTreeMap, path::PathBuf};

/// Every variant once per round, in turn.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    pub(crate) rounds: u32,
    /// No round begins after so many seconds, except the first.
    pub(crate) seconds: u64,
    /// Invocations between the cold one and those that count.
    pub(crate) warm_up: u32,
    /// Warm invocations that count.
    pub(crate) invocations: u32,
    /// The table: a JSON list of DynamoDB items.
    pub(crate) items: PathBuf,
    /// Where a variant's own output goes, one file each.
    pub(crate) logs: PathBuf,
    pub(crate) variants: Vec<Variant>,
}

/// One function in one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) command: Vec<String>,
    /// The whole environment besides what the Runtime API adds. `${ENDPOINT}` stands for the AWS endpoint's URL.
    pub(crate) environment: BTreeMap<String, String>,
    /// `${TOKEN}` in it stands for an access token of the function's own client, `${FOREIGN_TOKEN}` for one of another client.
    pub(crate) event: Value,
    pub(crate) expected: Expected,
    /// Stops after the first answer.
    #[serde(default)]
    pub(crate) cold_only: bool,
}

/// What every answer must be like; otherwise the run is worth nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// Whether the function reports an error.
    #[serde(default)]
    pub(crate) error: bool,
    /// A part of the answer's text.
    pub(crate) text: String,
}

impl Plan {
    pub(crate) fn read(path: &str) -> Result<Self, Failure> {
        let text = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
        Ok(serde_json::from_slice(&text).map_err(|error| format!("{path}: {error}"))?)
    }
}
