//! Reading schedules: `Type: Schedule` and `Type: ScheduleV2`.

use crate::fields::Fields;
use crate::read_events::arn;
use crate::{Resource, ScheduleEvent, ScheduleState, TemplateError};

const SCHEDULE: &[&str] = &["DeadLetterConfig", "Description", "Enabled", "Input", "Name", "RetryPolicy", "RuleName", "Schedule", "State"];
const SCHEDULE_V2: &[&str] = &[
    "DeadLetterConfig",
    "Description",
    "FlexibleTimeWindow",
    "GroupName",
    "Input",
    "KmsKeyArn",
    "Name",
    "OmitName",
    "PermissionsBoundary",
    "RetryPolicy",
    "RoleArn",
    "ScheduleExpression",
    "ScheduleExpressionTimezone",
    "State",
];

/// `Type: Schedule`: an EventBridge rule, always in UTC.
pub(crate) fn read_rule(fields: Fields<'_>, function: &Resource, id: &str) -> Result<ScheduleEvent, TemplateError> {
    fields.only(SCHEDULE)?;
    let name = match fields.optional_text("Name")? {
        Some(name) => Some(name),
        None => fields.optional_text("RuleName")?,
    };
    let enabled = fields.flag("Enabled", true)?;
    schedule(fields, name, (function, id), "Schedule", enabled)
}

/// `Type: ScheduleV2`: a schedule of EventBridge Scheduler.
pub(crate) fn read_schedule(fields: Fields<'_>, function: &Resource, id: &str) -> Result<ScheduleEvent, TemplateError> {
    fields.only(SCHEDULE_V2)?;
    let name = fields.optional_text("Name")?;
    schedule(fields, name, (function, id), "ScheduleExpression", true)
}

fn schedule(
    fields: Fields<'_>,
    name: Option<String>,
    (function, id): (&Resource, &str),
    expression: &str,
    enabled: bool,
) -> Result<ScheduleEvent, TemplateError> {
    let state = match fields.optional_text("State")?.as_deref() {
        None if enabled => ScheduleState::Enabled,
        Some("ENABLED") => ScheduleState::Enabled,
        None | Some("DISABLED") => ScheduleState::Disabled,
        Some(_) => return Err(TemplateError::new("must be ENABLED or DISABLED").inside("State")),
    };
    let timezone = fields.optional_text("ScheduleExpressionTimezone")?;
    let retry = fields.fields("RetryPolicy")?;
    let inside = |error: TemplateError| error.inside("RetryPolicy");
    let dead_letter = fields.fields("DeadLetterConfig")?;
    let dead_letter_arn = if fields.get("DeadLetterConfig").is_null() {
        None
    } else {
        Some(arn(dead_letter, "Arn").map_err(|error| error.inside("DeadLetterConfig"))?)
    };
    Ok(ScheduleEvent {
        name: name.unwrap_or_else(|| format!("{}{id}", function.path.replace('/', ""))),
        expression: fields.text(expression)?,
        timezone: timezone.unwrap_or_else(|| "UTC".to_owned()),
        input: fields.optional_text("Input")?,
        state,
        dead_letter_arn,
        retries: retry.number("MaximumRetryAttempts", 185, 0..=185).map_err(inside)?,
        maximum_age: retry.seconds("MaximumEventAgeInSeconds", 86_400, 60..=86_400).map_err(inside)?,
    })
}
