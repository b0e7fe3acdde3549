//! Asking a Lambda authorizer, and remembering what it said.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use local_kit::Clock;
use local_template::{Authorizer, AuthorizerKind};
use regex_lite::Regex;
use serde_json::{Value, json};

use crate::call::{ApiFacts, Call, lookup};
use crate::failure::Failure;
use crate::grant::Grant;
use crate::invoke::call as call_function;
use crate::method_routes::INTEGRATION_TIMEOUT;
use crate::policy::Decision;
use crate::proxy_event::request_part;
use crate::{GatewayError, Invoke, InvokeError};

/// Longer ARNs do not fit into policies (developer guide, "Output from a Lambda authorizer").
const MAX_METHOD_ARN: usize = 1600;
/// Old answers are dropped when this many are kept.
const CACHE_SIZE: usize = 10_000;

/// One authorizer with its cache.
pub(crate) struct LambdaAuthorizer {
    settings: Authorizer,
    validation: Option<Regex>,
    ttl: Duration,
    cache: Mutex<HashMap<Vec<String>, Cached>>,
}

struct Cached {
    from: Timestamp,
    until: Timestamp,
    grant: Arc<Grant>,
}

impl Cached {
    /// A clock that was set back makes an answer no longer good for all the time until it comes there again.
    fn holds(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }
}

impl LambdaAuthorizer {
    pub(crate) fn new(settings: &Authorizer, ttl: Option<Duration>) -> Result<Self, GatewayError> {
        let validation = settings.validation_expression.as_deref().map(|expression| {
            Regex::new(&format!("^(?:{expression})$"))
                .map_err(|error| GatewayError::Template(format!("{}: ValidationExpression: {error}", settings.name)))
        });
        Ok(Self {
            settings: settings.clone(),
            validation: validation.transpose()?,
            ttl: ttl.unwrap_or(settings.ttl),
            cache: Mutex::default(),
        })
    }

    /// Lets `call` pass if the authorizer does, and notes what it said of the caller.
    pub(crate) async fn authorize(&self, call: &mut Call, facts: &ApiFacts, (invoke, clock): (&Invoke, &Clock)) -> Result<(), Failure> {
        let identity = self.identity(call, facts).ok_or(Failure::Unauthorized)?;
        if let (Some(validation), Some(token)) = (&self.validation, identity.first())
            && !validation.is_match(token)
        {
            return Err(Failure::Unauthorized);
        }
        let method_arn = method_arn(call, facts);
        if method_arn.len() > MAX_METHOD_ARN {
            return Err(Failure::MethodArnTooLong);
        }
        let (grant, latency) = match self.remembered(&identity, clock.now()) {
            Some(grant) => (grant, 0),
            None => {
                let asked = clock.now();
                let grant = Arc::new(self.ask(call, facts, &method_arn, &identity, invoke).await?);
                let answered = clock.now();
                self.remember(identity, Arc::clone(&grant), answered);
                (grant, answered.duration_since(asked).as_millis())
            }
        };
        let mut context = grant.context.clone();
        context.insert("integrationLatency".to_owned(), json!(i64::try_from(latency).unwrap_or(i64::MAX)));
        call.authorizer = Some(context);
        call.usage_identifier_key = grant.usage_identifier_key.clone();
        match grant.policy.decide(&method_arn) {
            Decision::Allow => Ok(()),
            Decision::ExplicitDeny => Err(Failure::AccessDenied { explicit: true }),
            Decision::ImplicitDeny => Err(Failure::AccessDenied { explicit: false }),
        }
    }

    /// The values of all identity sources; none if one is missing or empty.
    fn identity(&self, call: &Call, facts: &ApiFacts) -> Option<Vec<String>> {
        let context = call.request_context(facts);
        let headers = self.settings.headers.iter().map(|name| call.header(name));
        let queries = self.settings.query_strings.iter().map(|name| call.query_parameter(name));
        let stage_variables = self.settings.stage_variables.iter().map(|name| facts.stage_variables.get(name).map(String::as_str));
        let context = self.settings.context.iter().map(|name| lookup(&context, name).and_then(Value::as_str));
        headers
            .chain(queries)
            .chain(stage_variables)
            .chain(context)
            .map(|value| value.filter(|value| !value.is_empty()).map(str::to_owned))
            .collect()
    }

    fn remembered(&self, identity: &[String], now: Timestamp) -> Option<Arc<Grant>> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get(identity).filter(|cached| cached.holds(now)).map(|cached| Arc::clone(&cached.grant))
    }

    fn remember(&self, identity: Vec<String>, grant: Arc<Grant>, now: Timestamp) {
        if self.ttl.is_zero() {
            return;
        }
        let ttl = SignedDuration::try_from(self.ttl).unwrap_or(SignedDuration::from_hours(1));
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHE_SIZE {
            cache.retain(|_, cached| cached.holds(now));
        }
        if cache.len() >= CACHE_SIZE {
            cache.clear();
        }
        cache.insert(identity, Cached { from: now, until: now.checked_add(ttl).unwrap_or(Timestamp::MAX), grant });
    }

    async fn ask(&self, call: &Call, facts: &ApiFacts, method_arn: &str, identity: &[String], invoke: &Invoke) -> Result<Grant, Failure> {
        let event = match self.settings.kind {
            AuthorizerKind::Token => json!({
                "type": "TOKEN",
                "authorizationToken": identity.first(),
                "methodArn": method_arn,
            }),
            AuthorizerKind::Request => {
                let mut event = request_part(call, facts);
                event.insert("type".to_owned(), json!("REQUEST"));
                event.insert("methodArn".to_owned(), json!(method_arn));
                Value::Object(event)
            }
        };
        let authorizer = &self.settings.name;
        let function = &self.settings.function_logical_id;
        match call_function(invoke, function, event, INTEGRATION_TIMEOUT).await {
            Ok(answer) => Grant::read(&answer).map_err(|reason| {
                tracing::error!(authorizer, reason, "malformed authorizer answer");
                Failure::AuthorizerConfiguration
            }),
            Err(InvokeError::FunctionError { message, .. }) if message == "Unauthorized" => Err(Failure::Unauthorized),
            Err(_) => Err(Failure::AuthorizerFailed),
        }
    }
}

/// The ARN of the concrete path, not of its pattern.
fn method_arn(call: &Call, facts: &ApiFacts) -> String {
    let ApiFacts { region, account, api_id, stage, .. } = facts;
    let (method, path) = (&call.method, &call.path);
    format!("arn:aws:execute-api:{region}:{account}:{api_id}/{stage}/{method}{path}")
}
