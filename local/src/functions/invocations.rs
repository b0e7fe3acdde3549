//! A log of recent invocations, for tests and for curious people.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use jiff::Timestamp;
use lambda::FunctionError;
use local_kit::Clock;
use serde::Serialize;

use super::calls::{Ended, Failure};

/// Older ones are forgotten.
const KEPT: usize = 2000;

/// One ended invocation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Invocation {
    /// Rises by one with every invocation that ends; starts anew with the stack.
    pub number: u64,
    /// The handler, such as `create-course`.
    pub function: String,
    pub logical_id: String,
    pub request_id: String,
    pub started_at: Timestamp,
    pub duration_ms: f64,
    /// DynamoDB read units that the call consumed; zero when it ran behind a Lambda endpoint.
    pub read_units: f64,
    /// DynamoDB write units, likewise.
    pub write_units: f64,
    pub outcome: Outcome,
}

/// How an invocation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Answered,
    /// The function has done its work, and the answer is no: an authorizer's 401, a trigger's.
    Refused,
    FunctionError,
    Timeout,
    Unreachable,
}

/// A call under way.
pub(super) struct Started {
    function: String,
    logical_id: String,
    request_id: String,
    at: Timestamp,
    began: Instant,
}

pub(super) struct Invocations {
    clock: Clock,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    last_number: u64,
    entries: VecDeque<Invocation>,
}

impl Invocations {
    pub(super) fn new(clock: &Clock) -> Self {
        Self { clock: clock.clone(), log: Mutex::default() }
    }

    pub(super) fn start(&self, function: &local_template::Function, request_id: &str) -> Started {
        Started {
            function: function.handler.clone(),
            logical_id: function.logical_id.clone(),
            request_id: request_id.to_owned(),
            at: self.clock.now(),
            began: Instant::now(),
        }
    }

    pub(super) fn end(&self, started: Started, ended: &Ended) {
        let outcome = match &ended.result {
            Ok(_) => Outcome::Answered,
            Err(Failure::Function { error_type, .. }) if FunctionError::is_refusal(error_type) => Outcome::Refused,
            Err(Failure::Function { .. }) => Outcome::FunctionError,
            Err(Failure::Timeout) => Outcome::Timeout,
            Err(Failure::Unreachable(_)) => Outcome::Unreachable,
        };
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.last_number += 1;
        let invocation = Invocation {
            number: log.last_number,
            function: started.function,
            logical_id: started.logical_id,
            request_id: started.request_id,
            started_at: started.at,
            duration_ms: started.began.elapsed().as_secs_f64() * 1000.0,
            read_units: ended.read_units,
            write_units: ended.write_units,
            outcome,
        };
        log.entries.push_back(invocation);
        if log.entries.len() > KEPT {
            log.entries.pop_front();
        }
    }

    pub(super) fn recent(&self, logical_id: Option<&str>, after: Option<u64>) -> Vec<Invocation> {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.entries
            .iter()
            .filter(|entry| logical_id.is_none_or(|wanted| entry.logical_id == wanted))
            .filter(|entry| after.is_none_or(|number| entry.number > number))
            .cloned()
            .collect()
    }
}
