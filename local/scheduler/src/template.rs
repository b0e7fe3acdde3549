//! Schedules that the template declares (SAM's ScheduleV2 events).

use std::collections::HashSet;

use crate::answer::ApiError;
use crate::api::schedules::{changed, checked_address, fresh};
use crate::definition::DeadLetterConfig;
use crate::request::{RequestedRetryPolicy, RequestedTarget, RequestedWindow, ScheduleRequest};
use crate::rows::schedules;
use crate::scheduler::Scheduler;

/// A ScheduleV2 event of a function, as the template states it. It lives in the default group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSchedule {
    pub name: String,
    /// `rate(…)`, `cron(…)` or `at(…)`.
    pub expression: String,
    /// An IANA name; `None` is UTC.
    pub timezone: Option<String>,
    pub enabled: bool,
    pub target_arn: String,
    pub role_arn: String,
    /// The event, JSON; `None` sends the scheduler's default event.
    pub input: Option<String>,
    /// 0 to 185; `None` is 185.
    pub maximum_retry_attempts: Option<i64>,
    /// 60 to 86,400; `None` is 86,400.
    pub maximum_event_age_in_seconds: Option<i64>,
    /// An SQS queue.
    pub dead_letter_arn: Option<String>,
}

/// Why a template's schedule could not be made; each is one sentence.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    #[error("The template's schedule {name} is not valid: {reason}")]
    Invalid { name: String, reason: String },
    #[error("The template's schedule {name} could not be stored; the log tells why.")]
    Storage { name: String },
}

impl Scheduler {
    /// Makes the schedule exist as stated. Repeating it changes nothing, so that a restart neither
    /// fires a rate again nor forgets what came due meanwhile.
    ///
    /// # Errors
    /// A schedule that AWS would refuse, or a data file that fails.
    pub async fn ensure_schedule(&self, wanted: TemplateSchedule) -> Result<(), ScheduleError> {
        let name = wanted.name.clone();
        self.ensure(wanted).await.map_err(|error| explain(name, error))?;
        self.changes.notify_one();
        Ok(())
    }

    /// Removes the template's schedules that are not among `names`: the template names them no
    /// more. Schedules that the API created are left alone.
    ///
    /// # Errors
    /// A data file that fails.
    pub async fn retain_template_schedules(&self, names: &[String]) -> Result<(), ScheduleError> {
        let kept: HashSet<String> = names.iter().cloned().collect();
        let removed = self
            .database
            .transaction(move |transaction| {
                for address in schedules::from_template(transaction)? {
                    if !kept.contains(&address.name) {
                        schedules::remove(transaction, &address)?;
                    }
                }
                Ok::<(), ApiError>(())
            })
            .await;
        removed.map_err(|error| explain("list".to_owned(), error))
    }

    async fn ensure(&self, wanted: TemplateSchedule) -> Result<(), ApiError> {
        let address = checked_address(None, &wanted.name)?;
        let now = self.now();
        let definition = request(wanted).into_definition(now)?;
        self.database
            .transaction(move |transaction| {
                let schedule = match schedules::find(transaction, &address)? {
                    Some(existing) if existing.definition == definition => return Ok(()),
                    Some(existing) => changed(existing, definition, now)?,
                    None => fresh(address, definition, None, now)?,
                };
                let schedule = schedules::Schedule { from_template: true, ..schedule };
                schedules::put(transaction, &schedule).map_err(ApiError::from)
            })
            .await
    }
}

fn request(wanted: TemplateSchedule) -> ScheduleRequest {
    let state = if wanted.enabled { "ENABLED" } else { "DISABLED" };
    ScheduleRequest {
        schedule_expression: Some(wanted.expression),
        schedule_expression_timezone: wanted.timezone,
        state: Some(state.to_owned()),
        flexible_time_window: Some(RequestedWindow { mode: Some("OFF".to_owned()), maximum_window_in_minutes: None }),
        target: Some(RequestedTarget {
            arn: Some(wanted.target_arn),
            role_arn: Some(wanted.role_arn),
            input: wanted.input,
            retry_policy: Some(RequestedRetryPolicy {
                maximum_event_age_in_seconds: wanted.maximum_event_age_in_seconds,
                maximum_retry_attempts: wanted.maximum_retry_attempts,
            }),
            dead_letter_config: wanted.dead_letter_arn.map(|arn| DeadLetterConfig { arn: Some(arn) }),
            ..RequestedTarget::default()
        }),
        ..ScheduleRequest::default()
    }
}

fn explain(name: String, error: ApiError) -> ScheduleError {
    match error {
        ApiError::Validation(reason)
        | ApiError::Serialization(reason)
        | ApiError::NotFound(reason)
        | ApiError::Conflict(reason)
        | ApiError::UnknownOperation(reason) => ScheduleError::Invalid { name, reason },
        ApiError::Database(error) => {
            tracing::error!(%error, "the scheduler's data file failed");
            ScheduleError::Storage { name }
        }
    }
}
