//! What a stop, a crash and a damaged row leave behind.

use std::sync::Arc;

use local_scheduler::{Options, Scheduler};
use rusqlite::Connection;
use serde_json::json;

use crate::stage::{START, Stage, request, request_with};

#[tokio::test(start_paused = true)]
async fn what_came_due_while_the_stack_was_down_fires_once() {
    let stage = Stage::new();
    stage.created("once", &request("at(2026-11-22T12:00:00)")).await;
    stage.created("rate", &request_with("rate(1 hour)", json!({"StartDate": 1_795_345_200}))).await;
    stage.created("cron", &request("cron(0 9 * * ? *)")).await;
    stage.created("later", &request("at(2026-12-24T12:00:00)")).await;

    let mut stage = stage.reopened_at("2026-11-25T20:30:00Z");
    let running = stage.run();
    let mut names = Vec::new();
    for _ in 0..3 {
        let (target, seconds) = stage.next_call().await;
        assert_eq!(seconds, 0);
        names.push(target.schedule_arn.rsplit('/').next().unwrap().to_owned());
    }
    names.sort();
    assert_eq!(names, ["cron", "once", "rate"]);
    let (target, seconds) = stage.next_call().await;
    assert!(target.schedule_arn.ends_with("/rate"));
    assert_eq!(seconds, 30 * 60, "then it goes on in its old beat");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_crash_during_an_invocation_repeats_it() {
    let stage = Stage::new();
    let reporter = stage.reporter();
    let never = Scheduler::open(
        stage.file(),
        Options {
            region: "eu-central-1".to_owned(),
            account: "000000000000".to_owned(),
            invoke: Arc::new(move |target| {
                reporter.send(target).unwrap();
                Box::pin(std::future::pending())
            }),
            clock: Arc::new(|| START.parse().unwrap()),
        },
    )
    .unwrap();
    let wanted = request_with("at(2026-11-22T10:00:00)", json!({"ActionAfterCompletion": "DELETE"}));
    stage.created("reminder", &wanted).await;
    let mut stage = stage;
    let mended = std::mem::replace(&mut stage.scheduler, never);
    let running = stage.run();
    let (first, _) = stage.next_call().await;
    running.crash().await;
    assert_eq!(stage.status("reminder").await, 200);

    stage.scheduler = mended;
    let running = stage.run();
    let (second, _) = stage.next_call().await;
    assert_eq!(first, second, "the same execution, the same input");
    stage.gone("reminder").await;
    stage.no_call_within(3_600).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn retries_go_on_after_a_restart() {
    let mut stage = Stage::new();
    stage.fail_times(1);
    stage.created("flaky", &request("at(2026-11-22T10:00:00)")).await;
    let running = stage.run();
    assert_eq!(stage.next_call().await.0.attempt, 1);
    running.stop().await;

    let mut stage = stage.reopened_at("2026-11-22T10:30:00Z");
    let running = stage.run();
    assert_eq!(stage.next_call().await.0.attempt, 2);
    stage.no_call_within(3_600).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn stopping_waits_for_an_invocation_that_is_about_to_end() {
    let stage = Stage::new();
    let (started, mut starts) = tokio::sync::mpsc::unbounded_channel();
    let slow = Scheduler::open(
        stage.file(),
        Options {
            region: "eu-central-1".to_owned(),
            account: "000000000000".to_owned(),
            invoke: Arc::new(move |_| {
                started.send(()).unwrap();
                Box::pin(async {
                    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
                    Ok(())
                })
            }),
            clock: Arc::new(|| START.parse().unwrap()),
        },
    )
    .unwrap();
    let wanted = request_with("at(2026-11-22T10:00:00)", json!({"ActionAfterCompletion": "DELETE"}));
    stage.created("slow", &wanted).await;
    let mut stage = stage;
    stage.scheduler = slow;
    let running = stage.run();
    starts.recv().await.unwrap();
    running.stop().await;
    assert_eq!(stage.status("slow").await, 404, "its success was recorded");
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_row_stops_nothing_else() {
    let mut stage = Stage::new();
    stage.created("broken", &request("at(2026-11-22T10:00:00)")).await;
    stage.created("whole", &request("at(2026-11-22T10:00:01)")).await;
    Connection::open(stage.file()).unwrap().execute("UPDATE schedules SET definition = '{' WHERE name = 'broken'", []).unwrap();
    let running = stage.run();
    let (target, _) = stage.next_call().await;
    assert!(target.schedule_arn.ends_with("/whole"));
    let answer = stage.scheduler.handle("GET", "/schedules/broken", "", b"").await;
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("InternalServerException"), "{}", answer.body);
    running.stop().await;
}
