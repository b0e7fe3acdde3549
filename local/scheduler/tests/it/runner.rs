//! Firing when due, trying again, and what a stop and a crash leave behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use local_kit::Clock;
use local_scheduler::{Options, Scheduler, Target};
use tokio::sync::mpsc;

use crate::stage::{QUEUE, START, Stage, named, request};

fn options(invoke: local_scheduler::Invoke, clock: Clock) -> Options {
    Options { region: "eu-central-1".to_owned(), account: "000000000000".to_owned(), invoke, clock }
}

#[tokio::test(start_paused = true)]
async fn a_one_shot_fires_once_when_due_and_is_forgotten() {
    let mut stage = Stage::new();
    stage.created("reminder", &request("at(2026-11-22T10:30:00)")).await;
    let running = stage.run();
    let (target, seconds) = stage.next_call().await;
    assert_eq!(seconds, 30 * 60);
    assert_eq!(target, Target { arn: QUEUE.to_owned(), input: "{\"kind\":\"test\"}".to_owned() });
    stage.no_call_within(2 * 86_400).await;
    stage.created("reminder", &request("at(2027-11-22T10:30:00)")).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_forward_brings_what_it_has_passed_at_once() {
    let mut stage = Stage::new();
    stage.created("later", &request("at(2026-12-24T12:00:00)")).await;
    let running = stage.run();
    stage.no_call_within(3_600).await;
    stage.clock.set("2026-12-24T12:00:01Z".parse().unwrap()).unwrap();
    stage.scheduler.clock_was_set();
    let (_, seconds) = stage.next_call().await;
    assert_eq!(seconds, 3_600);
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
async fn failures_are_retried_with_growing_pauses_until_one_succeeds() {
    let mut stage = Stage::new();
    stage.fail_times(4);
    stage.created("flaky", &request("at(2026-11-22T10:00:00)")).await;
    let running = stage.run();
    let mut times = Vec::new();
    for _ in 0..5 {
        times.push(stage.next_call().await.1);
    }
    assert_eq!(times, [0, 1, 3, 7, 15]);
    stage.no_call_within(86_400).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn retries_end_after_a_day() {
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
    let mut stage = Stage::new();
    let reporter = stage.reporter();
    let calls = Arc::new(AtomicUsize::new(0));
    let invoke: local_scheduler::Invoke = Arc::new(move |target| {
        let first = calls.fetch_add(1, Ordering::SeqCst) == 0;
        reporter.send(target).unwrap();
        Box::pin(async move {
            assert!(!first, "the first attempt panics");
            Ok(())
        })
    });
    stage.scheduler = Scheduler::open(stage.file(), options(invoke, stage.clock.clone())).unwrap();
    stage.created("panics", &request("at(2026-11-22T10:00:00)")).await;
    let running = stage.run();
    stage.next_call().await;
    stage.next_call().await;
    stage.no_call_within(3_600).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_came_due_while_the_stack_was_down_fires_once() {
    let stage = Stage::new();
    stage.created("once", &request("at(2026-11-22T12:00:00)")).await;
    stage.created("later", &request("at(2026-12-24T12:00:00)")).await;
    let mut stage = stage.reopened_at("2026-11-25T20:30:00Z");
    let running = stage.run();
    assert_eq!(stage.next_call().await.1, 0);
    stage.no_call_within(7 * 86_400).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_crash_during_an_invocation_repeats_it() {
    let mut stage = Stage::new();
    let reporter = stage.reporter();
    let invoke: local_scheduler::Invoke = Arc::new(move |target| {
        reporter.send(target).unwrap();
        Box::pin(std::future::pending())
    });
    let never = Scheduler::open(stage.file(), options(invoke, Clock::standing(START.parse().unwrap()))).unwrap();
    stage.created("reminder", &request("at(2026-11-22T10:00:00)")).await;
    let mended = std::mem::replace(&mut stage.scheduler, never);
    let running = stage.run();
    let (first, _) = stage.next_call().await;
    running.crash().await;

    stage.scheduler = mended;
    let running = stage.run();
    let (second, _) = stage.next_call().await;
    assert_eq!(first, second);
    stage.no_call_within(3_600).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn stopping_waits_for_an_invocation_that_is_about_to_end() {
    let mut stage = Stage::new();
    let (started, mut starts) = mpsc::unbounded_channel();
    let invoke: local_scheduler::Invoke = Arc::new(move |_| {
        started.send(()).unwrap();
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(3)).await;
            Ok(())
        })
    });
    stage.scheduler = Scheduler::open(stage.file(), options(invoke, Clock::standing(START.parse().unwrap()))).unwrap();
    stage.created("slow", &request("at(2026-11-22T10:00:00)")).await;
    let running = stage.run();
    starts.recv().await.unwrap();
    running.stop().await;
    let mut stage = stage.reopened_at(START);
    let running = stage.run();
    stage.no_call_within(3_600).await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn many_at_once_all_fire_and_not_all_at_the_same_time() {
    let mut stage = Stage::new();
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let reporter = stage.reporter();
    let invoke: local_scheduler::Invoke = {
        let (now, most) = (Arc::clone(&now), Arc::clone(&most));
        Arc::new(move |target| {
            let (now, most, reporter) = (Arc::clone(&now), Arc::clone(&most), reporter.clone());
            Box::pin(async move {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_secs(1)).await;
                now.fetch_sub(1, Ordering::SeqCst);
                reporter.send(target).unwrap();
                Ok(())
            })
        })
    };
    stage.scheduler = Scheduler::open(stage.file(), options(invoke, stage.clock.clone())).unwrap();
    for number in 0..200 {
        stage.created(&format!("n{number}"), &named(&format!("n{number}"), "at(2026-11-22T10:00:00)")).await;
    }
    let running = stage.run();
    let mut inputs = std::collections::BTreeSet::new();
    for _ in 0..200 {
        inputs.insert(stage.next_call().await.0.input);
    }
    assert_eq!((inputs.len(), most.load(Ordering::SeqCst)), (200, 64));
    running.stop().await;
}
