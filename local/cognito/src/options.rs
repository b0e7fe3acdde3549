//! What the provider needs from its surroundings.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use local_kit::Clock;
use serde_json::Value;

/// A call of a Lambda trigger: the function's ARN, and the event in Cognito's shape.
#[derive(Debug, Clone)]
pub struct TriggerCall {
    pub function_arn: String,
    pub event: Value,
}

/// An e-mail to one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Runs a trigger and returns its output; the error is the function's message.
pub type Trigger = Arc<dyn Fn(TriggerCall) -> BoxFuture<'static, Result<Value, String>> + Send + Sync>;

/// Delivers an e-mail. It runs after the answer has been decided, so that an unknown address takes as long as a
/// known one; a failure is logged.
pub type Mailer = Arc<dyn Fn(Mail) -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// How the provider presents itself, and what it calls.
#[derive(Clone)]
pub struct Options {
    /// Where its tokens say they come from: `{issuer_base}/{pool_id}`, for example `http://127.0.0.1:3001`.
    pub issuer_base: String,
    /// The region in trigger events.
    pub region: String,
    pub trigger: Trigger,
    pub mailer: Mailer,
    pub clock: Clock,
}

impl Options {
    pub(crate) fn issuer(&self, pool_id: &str) -> String {
        format!("{}/{pool_id}", self.issuer_base.trim_end_matches('/'))
    }

    /// Milliseconds since 1970. A clock before 1970 counts as 1970.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now().as_millisecond().max(0)
    }
}
