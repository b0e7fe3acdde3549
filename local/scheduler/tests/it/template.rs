//! Schedules of the template: made once, changed in place, removed when the template drops them.

use local_scheduler::TemplateSchedule;
use serde_json::json;

use crate::stage::{FUNCTION, ROLE, Stage, request};

fn nightly() -> TemplateSchedule {
    TemplateSchedule {
        name: "nightly".to_owned(),
        expression: "rate(1 hour)".to_owned(),
        timezone: Some("Europe/Berlin".to_owned()),
        enabled: true,
        target_arn: FUNCTION.to_owned(),
        role_arn: ROLE.to_owned(),
        input: None,
        maximum_retry_attempts: Some(2),
        maximum_event_age_in_seconds: None,
        dead_letter_arn: None,
    }
}

#[tokio::test(start_paused = true)]
async fn ensuring_twice_fires_no_more_than_once() {
    let mut stage = Stage::new();
    let running = stage.run();
    stage.scheduler.ensure_schedule(nightly()).await.unwrap();
    assert_eq!(stage.next_call().await.1, 0);
    let before = stage.get("/schedules/nightly", "").await;
    assert_eq!(before["Target"]["RetryPolicy"], json!({"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 86_400}));
    stage.no_call_within(600).await;
    stage.scheduler.ensure_schedule(nightly()).await.unwrap();
    assert_eq!(stage.get("/schedules/nightly", "").await, before);
    assert_eq!(stage.next_call().await.1, 3_600);
    let input = Some("{\"changed\":true}".to_owned());
    stage.scheduler.ensure_schedule(TemplateSchedule { input, ..nightly() }).await.unwrap();
    let (target, seconds) = stage.next_call().await;
    assert_eq!((target.input.as_str(), seconds), ("{\"changed\":true}", 7_200));
    let disabled = TemplateSchedule { enabled: false, ..nightly() };
    stage.scheduler.ensure_schedule(disabled).await.unwrap();
    stage.no_call_within(86_400).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_restart_catches_up_without_starting_anew() {
    let stage = Stage::new();
    stage.scheduler.ensure_schedule(nightly()).await.unwrap();
    let mut stage = stage.reopened_at("2026-11-22T13:20:00Z");
    stage.scheduler.ensure_schedule(nightly()).await.unwrap();
    let running = stage.run();
    assert_eq!(stage.next_call().await.1, 0);
    assert_eq!(stage.next_call().await.1, 40 * 60, "the beat is that of 10:00");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_the_template_drops_is_removed_and_nothing_else() {
    let stage = Stage::new();
    stage.scheduler.ensure_schedule(nightly()).await.unwrap();
    let other = TemplateSchedule { name: "weekly".to_owned(), ..nightly() };
    stage.scheduler.ensure_schedule(other).await.unwrap();
    stage.created("reminder", &request("at(2027-01-01T00:00:00)")).await;
    stage.scheduler.retain_template_schedules(&["weekly".to_owned()]).await.unwrap();
    assert_eq!(stage.status("nightly").await, 404);
    assert_eq!(stage.status("weekly").await, 200);
    assert_eq!(stage.status("reminder").await, 200);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_schedule_is_refused_with_its_name() {
    let stage = Stage::new();
    let expression = "cron(0 25 * * ? *)".to_owned();
    let refusal = stage.scheduler.ensure_schedule(TemplateSchedule { expression, ..nightly() }).await;
    assert_eq!(
        refusal.unwrap_err().to_string(),
        "The template's schedule nightly is not valid: Invalid Schedule Expression cron(0 25 * * ? *). The hours field `25` of the cron expression is not valid."
    );
    assert_eq!(stage.status("nightly").await, 404);
}
