//! Schedules: what the template declares, and what happens when one fires.

use std::sync::Arc;

use local_scheduler::{Invoke, Scheduler, Target, TemplateSchedule};
use local_sqs::Sqs;
use local_template::{Event, Function, ScheduleState, Stack};
use serde_json::{Map, Value, json};

use crate::functions::Functions;
use crate::options::{ACCOUNT, STACK_NAME};
use crate::start_error::StartError;

/// What the scheduler calls: a function (as Lambda's asynchronous invocation) or a queue.
pub(crate) fn invoke(functions: &Functions, sqs: &Sqs) -> Invoke {
    let (functions, sqs) = (functions.clone(), sqs.clone());
    Arc::new(move |target| {
        let (functions, sqs) = (functions.clone(), sqs.clone());
        Box::pin(async move { fire(&functions, &sqs, target).await })
    })
}

async fn fire(functions: &Functions, sqs: &Sqs, target: Target) -> Result<(), String> {
    if target.arn.starts_with("arn:aws:sqs:") {
        return send(sqs, target).await;
    }
    let Some(function) = functions.find(&target.arn) else {
        return Err(format!("the stack has no target {}", target.arn));
    };
    // Scheduler takes any text as input; Lambda needs JSON.
    let event: Value = serde_json::from_str(&target.input).map_err(|error| format!("the input is not JSON: {error}"))?;
    let logical_id = function.logical_id.clone();
    functions.invoke_asynchronously(&logical_id, event).await
}

async fn send(sqs: &Sqs, target: Target) -> Result<(), String> {
    let queue = target.arn.rsplit(':').next().unwrap_or_default();
    let mut input = json!({"QueueUrl": sqs.queue_url(queue), "MessageBody": target.input});
    if let Some(group) = target.message_group_id {
        input["MessageGroupId"] = json!(group);
    }
    if !target.message_attributes.is_empty() {
        let attributes: Map<String, Value> = target
            .message_attributes
            .into_iter()
            .map(|(name, value)| (name, json!({"DataType": "String", "StringValue": value})))
            .collect();
        input["MessageAttributes"] = Value::Object(attributes);
    }
    sqs.call("SendMessage", input).await.map(drop).map_err(|error| error.to_string())
}

/// Makes the template's schedules exist as it states them, and removes those it names no more.
pub(crate) async fn ensure(scheduler: &Scheduler, stack: &Stack) -> Result<(), StartError> {
    let mut names = Vec::new();
    for function in &stack.functions {
        for schedule in schedules_of(function) {
            names.push(schedule.name.clone());
            scheduler.ensure_schedule(schedule).await.map_err(StartError::template)?;
        }
    }
    scheduler.retain_template_schedules(&names).await.map_err(StartError::data)
}

fn schedules_of(function: &Function) -> impl Iterator<Item = TemplateSchedule> {
    function.events.iter().filter_map(|event| match event {
        Event::Schedule(schedule) => Some(TemplateSchedule {
            name: schedule.name.clone(),
            expression: schedule.expression.clone(),
            timezone: Some(schedule.timezone.clone()),
            enabled: schedule.state == ScheduleState::Enabled,
            target_arn: function.arn.clone(),
            role_arn: format!("arn:aws:iam::{ACCOUNT}:role/{STACK_NAME}-scheduler"),
            input: schedule.input.clone(),
            maximum_retry_attempts: Some(i64::from(schedule.retries)),
            maximum_event_age_in_seconds: i64::try_from(schedule.maximum_age.as_secs()).ok(),
            dead_letter_arn: schedule.dead_letter_arn.clone(),
        }),
        _ => None,
    })
}
