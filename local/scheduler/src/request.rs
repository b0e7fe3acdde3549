//! The body of CreateSchedule: what the platform sends, and nothing else. A field that is not here is refused by its name, so that a new
//! use of the API shows itself.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::error::ApiError;
use crate::rows::OneShot;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct CreateSchedule {
    client_token: Option<String>,
    schedule_expression: String,
    #[serde(default = "utc")]
    schedule_expression_timezone: String,
    flexible_time_window: Window,
    action_after_completion: Option<String>,
    target: RequestedTarget,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Window {
    mode: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RequestedTarget {
    arn: String,
    role_arn: String,
    input: String,
}

fn utc() -> String {
    "UTC".to_owned()
}

impl CreateSchedule {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        serde_json::from_slice(body)
            .map_err(|error| ApiError::Validation(format!("The local scheduler cannot take this schedule: {error}.")))
    }

    /// The one-shot that the request means.
    pub(crate) fn into_one_shot(self, name: &str) -> Result<OneShot, ApiError> {
        let refused = |message: String| Err(ApiError::Validation(message));
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        if name.is_empty() || name.len() > 64 || !name.chars().all(allowed) {
            return refused(format!("The name {name:?} is not one to 64 of 0-9, a-z, A-Z, -, _ and the dot."));
        }
        if self.schedule_expression_timezone != "UTC" {
            return refused("The local scheduler knows the time zone UTC only.".to_owned());
        }
        if self.flexible_time_window.mode != "OFF" {
            return refused("The local scheduler keeps to the time: FlexibleTimeWindow must be OFF.".to_owned());
        }
        if self.action_after_completion.as_deref() != Some("DELETE") {
            return refused("The local scheduler forgets what is done: ActionAfterCompletion must be DELETE.".to_owned());
        }
        let RequestedTarget { arn, role_arn, input } = self.target;
        if !arn.starts_with("arn:aws:sqs:") {
            return refused(format!("The local scheduler sends to queues only, not to {arn}."));
        }
        if !role_arn.starts_with("arn:aws:iam:") {
            return refused(format!("The RoleArn {role_arn:?} is not a role's."));
        }
        if input.contains("<aws.scheduler.") {
            return refused("The local scheduler fills no attributes into the input.".to_owned());
        }
        let Some(due) = due(&self.schedule_expression) else {
            let expression = self.schedule_expression;
            return refused(format!("Invalid Schedule Expression {expression}. The local scheduler knows at(yyyy-mm-ddThh:mm:ss) only."));
        };
        Ok(OneShot { name: name.to_owned(), client_token: self.client_token, target: arn, input, due })
    }
}

fn due(expression: &str) -> Option<i64> {
    let text = expression.strip_prefix("at(")?.strip_suffix(')')?;
    let time: DateTime = text.parse().ok()?;
    // jiff reads many forms of ISO 8601; AWS takes this one.
    let exact = time.strftime("%Y-%m-%dT%H:%M:%S").to_string() == text;
    Some(TimeZone::UTC.to_timestamp(time).ok().filter(|_| exact)?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::due;

    #[test]
    fn times_are_read_in_the_one_form() {
        assert_eq!(due("at(2026-11-22T10:00:00)"), Some(1_795_341_600_000));
        for wrong in ["at(2026-11-22T10:00)", "at(2026-11-22T10:00:00Z)", "at(2026-02-30T10:00:00)", "rate(1 day)", "cron(0 6 * * ? *)", ""]
        {
            assert_eq!(due(wrong), None, "{wrong}");
        }
    }
}
