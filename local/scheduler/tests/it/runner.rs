//! Firing when due: one-shots, rates, dates, changes while running, and many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use local_scheduler::{Options, Scheduler};
use serde_json::json;
use tokio::sync::mpsc;

use crate::stage::{FUNCTION, ROLE, START, Stage, request, request_with};

#[tokio::test(start_paused = true)]
async fn a_one_shot_fires_once_when_due_and_deletes_itself() {
    let mut stage = Stage::new();
    let wanted = request_with(
        "at(2026-11-22T11:30:00)",
        json!({
            "ScheduleExpressionTimezone": "Europe/Berlin",
            "ActionAfterCompletion": "DELETE",
            "Target": {"Input": "{\"at\":\"<aws.scheduler.scheduled-time>\",\"arn\":\"<aws.scheduler.schedule-arn>\",\"attempt\":\"<aws.scheduler.attempt-number>\"}"},
        }),
    );
    stage.created("reminder", &wanted).await;
    let running = stage.run();
    let (target, seconds) = stage.next_call().await;
    assert_eq!(seconds, 30 * 60, "11:30 in Berlin is half an hour after 10:00 UTC");
    assert_eq!((target.arn.as_str(), target.role_arn.as_str()), (FUNCTION, ROLE));
    let arn = "arn:aws:scheduler:eu-central-1:000000000000:schedule/default/reminder";
    assert_eq!(target.input, format!("{{\"at\":\"2026-11-22T10:30:00Z\",\"arn\":\"{arn}\",\"attempt\":\"1\"}}"));
    stage.gone("reminder").await;
    stage.no_call_within(2 * 86_400).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_one_shot_stays_when_it_is_not_to_be_deleted() {
    let mut stage = Stage::new();
    stage.created("kept", &request("at(2026-11-22T10:01:00)")).await;
    let running = stage.run();
    assert_eq!(stage.next_call().await.1, 60);
    let mut changed = request("at(2026-11-22T10:01:00)");
    changed["Target"]["Input"] = json!("{\"kind\":\"other\"}");
    stage.send("PUT", "/schedules/kept", "", &changed).await;
    for state in ["DISABLED", "ENABLED"] {
        changed["State"] = json!(state);
        stage.send("PUT", "/schedules/kept", "", &changed).await;
    }
    stage.no_call_within(86_400).await;
    assert_eq!(stage.status("kept").await, 200);
    changed["ScheduleExpression"] = json!("at(2026-12-01T00:00:00)");
    stage.send("PUT", "/schedules/kept", "", &changed).await;
    assert_eq!(stage.next_call().await.0.input, "{\"kind\":\"other\"}");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_rate_fires_at_once_and_then_keeps_its_beat() {
    let mut stage = Stage::new();
    stage.created("beat", &request("rate(5 minutes)")).await;
    let running = stage.run();
    for beat in 0..4 {
        assert_eq!(stage.next_call().await.1, beat * 300);
    }
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn start_and_end_bound_a_recurring_schedule() {
    let mut stage = Stage::new();
    // From 10:30 until 10:50, both included.
    let bounds = json!({"StartDate": 1_795_343_400, "EndDate": 1_795_344_600, "ActionAfterCompletion": "DELETE"});
    stage.created("rate", &request_with("rate(10 minutes)", bounds.clone())).await;
    stage.created("cron", &request_with("cron(0/20 * * * ? *)", bounds)).await;
    let running = stage.run();
    let mut times = Vec::new();
    for _ in 0..4 {
        let (target, seconds) = stage.next_call().await;
        let name = target.schedule_arn.rsplit('/').next().unwrap().to_owned();
        times.push((seconds / 60, name));
    }
    times.sort();
    let expected = [(30, "rate"), (40, "cron"), (40, "rate"), (50, "rate")];
    assert_eq!(times, expected.map(|(minute, name)| (minute, name.to_owned())));
    stage.gone("rate").await;
    stage.gone("cron").await;
    stage.no_call_within(86_400).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_new_schedule_wakes_a_sleeping_runner() {
    let mut stage = Stage::new();
    let running = stage.run();
    stage.no_call_within(45).await;
    stage.created("soon", &request("at(2026-11-22T10:00:50)")).await;
    assert_eq!(stage.next_call().await.1, 50);
    stage.created("past", &request("at(2020-01-01T00:00:00)")).await;
    assert_eq!(stage.next_call().await.1, 50, "a time that has passed is due at once");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn disabled_and_deleted_schedules_do_not_fire() {
    let mut stage = Stage::new();
    let disabled = json!({"State": "DISABLED"});
    stage.created("off", &request_with("at(2026-11-22T10:01:00)", disabled)).await;
    stage.created("gone", &request("at(2026-11-22T10:01:00)")).await;
    let running = stage.run();
    assert_eq!(stage.send("DELETE", "/schedules/gone", "", &json!({})).await.status, 200);
    stage.no_call_within(3_600).await;
    stage.send("PUT", "/schedules/off", "", &request("at(2026-11-22T10:01:00)")).await;
    assert_eq!(stage.next_call().await.1, 3_600, "enabled too late: due at once");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_default_event_is_sent_when_there_is_no_input() {
    let mut stage = Stage::new();
    let mut wanted = request("at(2026-11-22T10:00:00)");
    wanted["Target"].as_object_mut().unwrap().remove("Input");
    stage.created("plain", &wanted).await;
    let running = stage.run();
    let (target, _) = stage.next_call().await;
    let event: serde_json::Value = serde_json::from_str(&target.input).unwrap();
    assert_eq!(event["source"], "aws.scheduler");
    assert_eq!(event["detail-type"], "Scheduled Event");
    assert_eq!(event["time"], START);
    assert_eq!(event["resources"], json!([target.schedule_arn]));
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_slow_invocation_holds_up_no_other_and_many_run_at_once() {
    let stage = Stage::new();
    let (sender, mut done) = mpsc::unbounded_channel();
    let (now_running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let options = Options {
        region: "eu-central-1".to_owned(),
        account: "000000000000".to_owned(),
        invoke: {
            let (now_running, most) = (Arc::clone(&now_running), Arc::clone(&most));
            Arc::new(move |target| {
                let (sender, now_running, most) = (sender.clone(), Arc::clone(&now_running), Arc::clone(&most));
                Box::pin(async move {
                    most.fetch_max(now_running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    if target.input == "{\"slow\":true}" {
                        std::future::pending::<()>().await;
                    }
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    now_running.fetch_sub(1, Ordering::SeqCst);
                    sender.send(target.schedule_arn).unwrap();
                    Ok(())
                })
            })
        },
        clock: Arc::new(|| START.parse().unwrap()),
    };
    let scheduler = Scheduler::open(stage.file(), options).unwrap();
    let slow = json!({"Target": {"Input": "{\"slow\":true}"}});
    stage.created("slow", &request_with("at(2026-11-22T09:00:00)", slow)).await;
    for number in 0..300 {
        stage.created(&format!("n{number}"), &request("at(2026-11-22T10:00:00)")).await;
    }
    let running = tokio::spawn(scheduler.run(std::future::pending()));
    let mut seen = std::collections::HashSet::new();
    while seen.len() < 300 {
        assert!(seen.insert(done.recv().await.unwrap()), "each fires once");
    }
    assert_eq!(most.load(Ordering::SeqCst), 64);
    running.abort();
}
