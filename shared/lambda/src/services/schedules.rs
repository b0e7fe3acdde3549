//! One-shot schedules: a message at a time.

use super::cause;
use crate::{
    Grant, On, Problem, Service,
    settings::{SettingMissing, Settings},
};
use aws_config::SdkConfig;
use aws_sdk_scheduler::{
    Client,
    types::{ActionAfterCompletion, FlexibleTimeWindow, FlexibleTimeWindowMode, Target},
};
use jiff::{Timestamp, tz::TimeZone};

/// Whoever makes schedules names the role that sends their messages.
pub const PASS_SCHEDULE_ROLE: Grant = Grant {
    actions: &["iam:PassRole"],
    on: On::These(&["!Ref ScheduleRoleArn"]),
    condition: Some("{ StringEquals: { iam:PassedToService: scheduler.amazonaws.com } }"),
};

/// A schedule could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the scheduler failed: {0}")]
pub struct ScheduleError(String);

impl From<ScheduleError> for Problem {
    fn from(error: ScheduleError) -> Self {
        Self::unavailable(error)
    }
}

fn failed(error: impl std::error::Error) -> ScheduleError {
    ScheduleError(cause(error))
}

/// The scheduler, for messages to one queue.
#[derive(Debug, Clone)]
pub struct Schedules {
    client: Client,
    queue: String,
    role: String,
}

impl Service for Schedules {
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing> {
        Ok(Self {
            client: Client::new(config),
            queue: settings.require("SCHEDULE_QUEUE_ARN")?.to_owned(),
            role: settings.require("SCHEDULE_ROLE_ARN")?.to_owned(),
        })
    }
}

impl Schedules {
    /// Sends a sealed message at a time, to the second, and forgets the schedule. The same name is the same schedule.
    ///
    /// # Errors
    /// When the scheduler does not take it.
    pub async fn once(&self, name: &str, at: Timestamp, message: &str) -> Result<(), ScheduleError> {
        let target = Target::builder().arn(&self.queue).role_arn(&self.role).input(message).build().map_err(failed)?;
        let exactly = FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build().map_err(failed)?;
        let request = self
            .client
            .create_schedule()
            .name(name)
            .schedule_expression(at.to_zoned(TimeZone::UTC).strftime("at(%Y-%m-%dT%H:%M:%S)").to_string())
            .schedule_expression_timezone("UTC")
            .action_after_completion(ActionAfterCompletion::Delete)
            .flexible_time_window(exactly)
            .target(target);
        match request.send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conflict_exception()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}
