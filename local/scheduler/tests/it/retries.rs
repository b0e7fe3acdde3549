//! Targets that fail: retries, their end, and the dead-letter queue.

use std::sync::Arc;
use std::time::Duration;

use local_scheduler::{Options, Scheduler};
use serde_json::json;

use crate::stage::{DEAD_LETTERS, FUNCTION, START, Stage, request, request_with};

#[tokio::test(start_paused = true)]
async fn failures_are_retried_with_growing_pauses_until_one_succeeds() {
    let mut stage = Stage::new();
    stage.fail_times(4);
    let wanted = request_with("at(2026-11-22T10:00:00)", json!({"ActionAfterCompletion": "DELETE"}));
    stage.created("flaky", &wanted).await;
    let running = stage.run();
    let mut seen = Vec::new();
    for _ in 0..5 {
        let (target, seconds) = stage.next_call().await;
        seen.push((target.attempt, seconds));
    }
    assert_eq!(seen, [(1, 0), (2, 1), (3, 3), (4, 7), (5, 15)]);
    stage.gone("flaky").await;
    stage.no_call_within(86_400).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn exhausted_retries_lead_to_the_dead_letter_queue() {
    let mut stage = Stage::new();
    // Two attempts at the function, then two at the queue before it takes the message.
    stage.fail_times(4);
    let wanted = request_with(
        "at(2026-11-22T10:00:00)",
        json!({
            "ActionAfterCompletion": "DELETE",
            "Target": {
                "RetryPolicy": {"MaximumRetryAttempts": 1},
                "DeadLetterConfig": {"Arn": DEAD_LETTERS},
            },
        }),
    );
    stage.created("doomed", &wanted).await;
    let running = stage.run();
    let mut arns = Vec::new();
    for _ in 0..4 {
        arns.push(stage.next_call().await.0.arn);
    }
    assert_eq!(arns, [FUNCTION, FUNCTION, DEAD_LETTERS, DEAD_LETTERS]);
    let (letter, _) = stage.next_call().await;
    assert_eq!(letter.arn, DEAD_LETTERS);
    assert_eq!(letter.input, "{\"kind\":\"test\"}");
    assert_eq!(letter.message_attributes["ERROR_MESSAGE"], "the function threw");
    assert_eq!(letter.message_attributes["TARGET_ARN"], FUNCTION);
    assert_eq!(letter.message_attributes["SCHEDULED_TIME"], START);
    stage.gone("doomed").await;
    stage.no_call_within(86_400).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_old_event_is_not_retried() {
    let mut stage = Stage::new();
    stage.fail_times(100);
    let wanted = request_with("at(2026-11-22T10:00:00)", json!({"Target": {"RetryPolicy": {"MaximumEventAgeInSeconds": 60}}}));
    stage.created("old", &wanted).await;
    let running = stage.run();
    let mut times = Vec::new();
    for _ in 0..6 {
        times.push(stage.next_call().await.1);
    }
    assert_eq!(times, [0, 1, 3, 7, 15, 31]);
    stage.no_call_within(86_400).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn without_a_policy_retries_end_after_a_day() {
    let mut stage = Stage::new();
    stage.fail_times(1_000);
    stage.created("stubborn", &request("at(2026-11-22T10:00:00)")).await;
    let running = stage.run();
    let mut count = 0;
    let hour = Duration::from_secs(3_600);
    while tokio::time::timeout(hour, stage.calls.recv()).await.is_ok() {
        count += 1;
    }
    // 1 + 2 + … + 512 s: 11 attempts in 17 minutes; then one every 10 minutes until the day is over.
    assert_eq!(count, 11 + (86_400 - 1_023) / 600);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_invocation_that_panics_counts_as_a_failure() {
    let stage = Stage::new();
    let reporter = stage.reporter();
    let options = Options {
        region: "eu-central-1".to_owned(),
        account: "000000000000".to_owned(),
        invoke: Arc::new(move |target| {
            let first = target.attempt == 1;
            reporter.send(target).unwrap();
            Box::pin(async move {
                assert!(!first, "the first attempt panics");
                Ok(())
            })
        }),
        clock: {
            let started = tokio::time::Instant::now();
            let epoch: jiff::Timestamp = START.parse().unwrap();
            Arc::new(move || epoch + jiff::SignedDuration::try_from(started.elapsed()).unwrap())
        },
    };
    let mut stage = stage;
    stage.scheduler = Scheduler::open(stage.file(), options).unwrap();
    stage.created("panics", &request("at(2026-11-22T10:00:00)")).await;
    let running = stage.run();
    assert_eq!(stage.next_call().await.0.attempt, 1);
    assert_eq!(stage.next_call().await.0.attempt, 2);
    stage.no_call_within(3_600).await;
    running.stop().await;
}
