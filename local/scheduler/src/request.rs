//! The body of `CreateSchedule` and `UpdateSchedule`, and its way to a valid definition.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::answer::ApiError;
use crate::definition::{
    ActionAfterCompletion, DeadLetterConfig, Definition, FlexibleTimeWindow, RetryPolicy, SqsParameters, State, StoredTarget,
};
use crate::expression::Expression;
use crate::validation::Violations;

/// The body as sent: everything may be absent, so that validation can name all that is missing.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ScheduleRequest {
    pub(crate) group_name: Option<String>,
    pub(crate) client_token: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) schedule_expression: Option<String>,
    pub(crate) schedule_expression_timezone: Option<String>,
    #[serde(with = "crate::definition::epoch_seconds")]
    pub(crate) start_date: Option<Timestamp>,
    #[serde(with = "crate::definition::epoch_seconds")]
    pub(crate) end_date: Option<Timestamp>,
    pub(crate) state: Option<String>,
    pub(crate) flexible_time_window: Option<RequestedWindow>,
    pub(crate) action_after_completion: Option<String>,
    pub(crate) kms_key_arn: Option<String>,
    pub(crate) target: Option<RequestedTarget>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct RequestedWindow {
    pub(crate) mode: Option<String>,
    pub(crate) maximum_window_in_minutes: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct RequestedTarget {
    pub(crate) arn: Option<String>,
    pub(crate) role_arn: Option<String>,
    pub(crate) input: Option<String>,
    pub(crate) retry_policy: Option<RequestedRetryPolicy>,
    pub(crate) dead_letter_config: Option<DeadLetterConfig>,
    pub(crate) sqs_parameters: Option<SqsParameters>,
    #[serde(flatten)]
    pub(crate) other_parameters: Map<String, Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct RequestedRetryPolicy {
    pub(crate) maximum_event_age_in_seconds: Option<i64>,
    pub(crate) maximum_retry_attempts: Option<i64>,
}

const DAY_IN_SECONDS: i64 = 86_400;
const MAXIMUM_RETRIES: i64 = 185;

impl ScheduleRequest {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        serde_json::from_slice(body).map_err(|error| ApiError::Serialization(format!("The body is not valid: {error}")))
    }

    /// Checks every rule of the API reference's `CreateSchedule` and fills in its defaults.
    ///
    /// # Errors
    /// `ValidationException` naming each member that breaks a rule.
    pub(crate) fn into_definition(self, now: Timestamp) -> Result<Definition, ApiError> {
        let mut violations = Violations::default();
        violations.client_token(self.client_token.as_deref());
        if let Some(expression) = &self.schedule_expression {
            violations.length("scheduleExpression", expression, 1, 256);
        }
        let expression = violations.require("scheduleExpression", self.schedule_expression);
        let zone = self.schedule_expression_timezone.unwrap_or("UTC".to_owned());
        violations.length("scheduleExpressionTimezone", &zone, 1, 50);
        if let Some(description) = &self.description {
            violations.length("description", description, 0, 512);
        }
        let state = self.state.as_deref().unwrap_or("ENABLED");
        violations.one_of("state", state, &["ENABLED", "DISABLED"]);
        let action = self.action_after_completion.as_deref().unwrap_or("NONE");
        violations.one_of("actionAfterCompletion", action, &["NONE", "DELETE"]);
        let flexible_time_window = check_window(self.flexible_time_window, &mut violations);
        let target = check_target(self.target, &mut violations);
        violations.check()?;

        check_expression(&expression, &zone)?;
        check_dates(self.start_date, self.end_date, now)?;
        Ok(Definition {
            description: self.description,
            schedule_expression: expression,
            schedule_expression_timezone: zone,
            start_date: self.start_date,
            end_date: self.end_date,
            state: match state {
                "DISABLED" => State::Disabled,
                _ => State::Enabled,
            },
            flexible_time_window,
            action_after_completion: match action {
                "DELETE" => ActionAfterCompletion::Delete,
                _ => ActionAfterCompletion::None,
            },
            kms_key_arn: self.kms_key_arn,
            target,
        })
    }
}

fn check_expression(text: &str, zone: &str) -> Result<(), ApiError> {
    Expression::parse(text, zone).map(drop).map_err(|error| ApiError::Validation(format!("Invalid Schedule Expression {text}. {error}")))
}

fn check_dates(start: Option<Timestamp>, end: Option<Timestamp>, now: Timestamp) -> Result<(), ApiError> {
    let refused = |message: &str| Err(ApiError::Validation(message.to_owned()));
    match (start, end) {
        (_, Some(end)) if end <= now => refused("The EndDate you specify must be in the future."),
        (Some(start), Some(end)) if start >= end => refused("The StartDate you specify must come before the EndDate."),
        _ => Ok(()),
    }
}

fn check_window(window: Option<RequestedWindow>, violations: &mut Violations) -> FlexibleTimeWindow {
    let absent = window.is_none();
    let window = window.unwrap_or_default();
    let minutes = window.maximum_window_in_minutes;
    let member = "flexibleTimeWindow.maximumWindowInMinutes";
    if absent {
        violations.note("flexibleTimeWindow", None, "Member must not be null");
    } else {
        match (window.mode.as_deref(), minutes) {
            (None, _) => violations.note("flexibleTimeWindow.mode", None, "Member must not be null"),
            (Some("FLEXIBLE"), None) => violations.note(member, None, "Member must not be null"),
            (Some("FLEXIBLE"), Some(minutes)) => violations.range(member, minutes, 1, 1_440),
            (Some("OFF"), Some(minutes)) => violations.note(member, Some(&minutes.to_string()), "Member must be null when the mode is OFF"),
            (Some(mode), _) => {
                violations.one_of("flexibleTimeWindow.mode", mode, &["OFF", "FLEXIBLE"]);
            }
        }
    }
    FlexibleTimeWindow { mode: window.mode.unwrap_or_default(), maximum_window_in_minutes: minutes }
}

fn check_target(target: Option<RequestedTarget>, violations: &mut Violations) -> StoredTarget {
    let absent = target.is_none();
    let target = target.unwrap_or_default();
    let retry = target.retry_policy.unwrap_or_default();
    let stored = StoredTarget {
        arn: target.arn.clone().unwrap_or_default(),
        role_arn: target.role_arn.clone().unwrap_or_default(),
        input: target.input,
        retry_policy: RetryPolicy {
            maximum_event_age_in_seconds: retry.maximum_event_age_in_seconds.unwrap_or(DAY_IN_SECONDS),
            maximum_retry_attempts: retry.maximum_retry_attempts.unwrap_or(MAXIMUM_RETRIES),
        },
        dead_letter_config: target.dead_letter_config,
        sqs_parameters: target.sqs_parameters,
        other_parameters: target.other_parameters,
    };
    if absent {
        violations.note("target", None, "Member must not be null");
        return stored;
    }
    match &target.arn {
        None => violations.note("target.arn", None, "Member must not be null"),
        Some(arn) => {
            violations.length("target.arn", arn, 1, 1_600);
            let matches = arn.starts_with("arn:") && arn.split(':').count() >= 6;
            violations.pattern("target.arn", arn, matches, "^arn:[^:]+(:[^:]*){4,}$");
        }
    }
    match &target.role_arn {
        None => violations.note("target.roleArn", None, "Member must not be null"),
        Some(arn) => {
            let pattern = "^arn:aws[a-z-]*:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$";
            violations.pattern("target.roleArn", arn, is_role_arn(arn), pattern);
        }
    }
    check_delivery(&stored, violations);
    stored
}

fn check_delivery(target: &StoredTarget, violations: &mut Violations) {
    violations.range("target.retryPolicy.maximumEventAgeInSeconds", target.retry_policy.maximum_event_age_in_seconds, 60, DAY_IN_SECONDS);
    violations.range("target.retryPolicy.maximumRetryAttempts", target.retry_policy.maximum_retry_attempts, 0, MAXIMUM_RETRIES);
    if let Some(arn) = target.dead_letter_arn() {
        let mut parts = arn.split(':');
        let matches = parts.next() == Some("arn")
            && parts.next().is_some_and(|part| part.starts_with("aws"))
            && parts.next() == Some("sqs")
            && parts.count() == 3;
        let pattern = "^arn:aws[a-z-]*:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+$";
        violations.pattern("target.deadLetterConfig.arn", arn, matches, pattern);
    }
    if let Some(input) = &target.input {
        let is_lambda = target.arn.split(':').nth(2) == Some("lambda");
        if input.is_empty() {
            violations.length("target.input", input, 1, usize::MAX);
        } else if input.len() > 256 * 1_024 {
            violations.note("target.input", Some("(omitted)"), "Member must have length less than or equal to 262144 bytes");
        } else if is_lambda && serde_json::from_str::<serde::de::IgnoredAny>(input).is_err() {
            let constraint = "Member must be well-formed JSON for this target";
            violations.note("target.input", Some(input), constraint);
        }
    }
}

fn is_role_arn(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", partition, "iam", "", account, resource] => {
            partition.starts_with("aws")
                && account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && resource.strip_prefix("role/").is_some_and(|name| !name.is_empty())
        }
        _ => false,
    }
}
