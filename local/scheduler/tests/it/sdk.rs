//! The real AWS SDK against the scheduler behind a small HTTP server.

use aws_sdk_scheduler::Client;
use aws_sdk_scheduler::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_scheduler::error::ProvideErrorMetadata as _;
use aws_sdk_scheduler::types::{ActionAfterCompletion, FlexibleTimeWindow, FlexibleTimeWindowMode, Target};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, Uri};
use axum::response::Response;
use local_scheduler::Scheduler;

use crate::stage::{QUEUE, ROLE, Stage};

async fn answer(State(scheduler): State<Scheduler>, method: Method, uri: Uri, body: Bytes) -> Response {
    scheduler.handle(method.as_str(), uri.path(), &body).await.into_response()
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

#[tokio::test]
async fn the_sdk_understands_every_answer() {
    let mut stage = Stage::new();
    let client = client(stage.scheduler.clone()).await;
    let create = |name: &str, expression: &str| {
        let target = Target::builder().arn(QUEUE).role_arn(ROLE).input("{\"kind\":\"test\"}").build().unwrap();
        client
            .create_schedule()
            .name(name)
            .schedule_expression(expression)
            .schedule_expression_timezone("UTC")
            .flexible_time_window(FlexibleTimeWindow::builder().mode(FlexibleTimeWindowMode::Off).build().unwrap())
            .action_after_completion(ActionAfterCompletion::Delete)
            .target(target)
    };
    let created = create("reminder", "at(2027-01-01T09:00:00)").send().await.unwrap();
    assert!(created.schedule_arn().ends_with(":schedule/default/reminder"));
    // The SDK makes a new client token for each call, so the second is no retry.
    let conflict = create("reminder", "at(2027-01-01T09:00:00)").send().await.unwrap_err().into_service_error();
    assert!(conflict.is_conflict_exception());
    assert_eq!(conflict.message(), Some("Schedule reminder already exists."));
    let refused = create("wrong", "cron(0 0 * * * *)").send().await.unwrap_err().into_service_error();
    assert!(refused.is_validation_exception());
    assert!(refused.message().unwrap().starts_with("Invalid Schedule Expression"));
    let unknown = client.get_schedule().name("reminder").send().await.unwrap_err();
    assert_eq!(unknown.code(), Some("UnknownOperationException"));

    let running = stage.run();
    create("now", "at(2026-11-22T10:00:00)").send().await.unwrap();
    assert_eq!(stage.next_call().await.0.arn, QUEUE);
    running.stop().await;
}
