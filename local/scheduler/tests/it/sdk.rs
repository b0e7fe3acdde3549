//! The real AWS SDK against the scheduler behind a small HTTP server.

use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_scheduler::error::ProvideErrorMetadata as _;
use aws_sdk_scheduler::primitives::DateTime;
use aws_sdk_scheduler::types::{
    ActionAfterCompletion, DeadLetterConfig, FlexibleTimeWindow, FlexibleTimeWindowMode, RetryPolicy, ScheduleState, Target,
};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::IntoResponse;
use local_scheduler::Scheduler;

use crate::stage::{DEAD_LETTERS, FUNCTION, ROLE, Stage};

async fn answer(State(scheduler): State<Scheduler>, method: Method, uri: Uri, body: Bytes) -> impl IntoResponse {
    let query = uri.query().unwrap_or_default();
    let answer = scheduler.handle(method.as_str(), uri.path(), query, &body).await;
    let status = StatusCode::from_u16(answer.status).unwrap();
    (status, [("content-type", "application/json")], answer.body)
}

async fn client(scheduler: Scheduler) -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(scheduler);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let config = aws_sdk_scheduler::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::for_tests())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(endpoint)
        .build();
    Client::from_conf(config)
}

fn target() -> Target {
    Target::builder()
        .arn(FUNCTION)
        .role_arn(ROLE)
        .input("{\"kind\":\"test\"}")
        .retry_policy(RetryPolicy::builder().maximum_retry_attempts(3).build())
        .dead_letter_config(DeadLetterConfig::builder().arn(DEAD_LETTERS).build())
        .build()
        .unwrap()
}

fn off() -> FlexibleTimeWindow {
    FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build().unwrap()
}

#[tokio::test]
async fn the_sdk_understands_every_answer() {
    let mut stage = Stage::new();
    let client = client(stage.scheduler.clone()).await;
    let running = stage.run();
    let create = client
        .create_schedule()
        .name("reminder")
        .schedule_expression("at(2027-01-01T09:00:00)")
        .schedule_expression_timezone("Europe/Berlin")
        .start_date(DateTime::from_secs(1_800_000_000))
        .flexible_time_window(off())
        .action_after_completion(ActionAfterCompletion::Delete)
        .target(target());
    let created = create.clone().send().await.unwrap();
    assert!(created.schedule_arn().ends_with(":schedule/default/reminder"));
    // The SDK makes a new client token for each call, so the second is no retry.
    let conflict = create.send().await.unwrap_err().into_service_error();
    assert!(conflict.is_conflict_exception());
    assert_eq!(conflict.message(), Some("Schedule reminder already exists."));

    let got = client.get_schedule().name("reminder").send().await.unwrap();
    assert_eq!(got.start_date(), Some(&DateTime::from_secs(1_800_000_000)));
    assert_eq!(got.state(), Some(&ScheduleState::Enabled));
    assert_eq!(got.target(), Some(&target_with_default_age()));
    let listed = client.list_schedules().name_prefix("rem").send().await.unwrap();
    assert_eq!(listed.schedules().len(), 1);

    client
        .update_schedule()
        .name("reminder")
        .schedule_expression("at(2026-11-22T10:00:00)")
        .flexible_time_window(off())
        .target(target())
        .send()
        .await
        .unwrap();
    assert_eq!(stage.next_call().await.0.arn, FUNCTION);
    client.delete_schedule().name("reminder").send().await.unwrap();
    let missing = client.get_schedule().name("reminder").send().await.unwrap_err();
    assert!(missing.into_service_error().is_resource_not_found_exception());

    let refused = client
        .create_schedule()
        .name("wrong")
        .schedule_expression("cron(0 0 * * * *)")
        .flexible_time_window(off())
        .target(target())
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert!(refused.is_validation_exception());
    assert!(refused.message().unwrap().starts_with("Invalid Schedule Expression"));

    client.create_schedule_group().name("acme").send().await.unwrap();
    let group = client.get_schedule_group().name("acme").send().await.unwrap();
    assert_eq!(group.name(), Some("acme"));
    client.delete_schedule_group().name("acme").send().await.unwrap();
    running.stop().await;
}

fn target_with_default_age() -> Target {
    let policy = RetryPolicy::builder().maximum_retry_attempts(3).maximum_event_age_in_seconds(86_400).build();
    let mut target = target();
    target.retry_policy = Some(policy);
    target
}
