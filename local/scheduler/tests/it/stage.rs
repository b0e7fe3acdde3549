//! A scheduler on a temporary file, with a clock that follows tokio's and an invoke that reports.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use local_kit::{Clock, HttpAnswer};
use local_scheduler::{Options, Scheduler, Target};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

pub(crate) const START: &str = "2026-11-22T10:00:00Z";
pub(crate) const QUEUE: &str = "arn:aws:sqs:eu-central-1:000000000000:reminders";
pub(crate) const ROLE: &str = "arn:aws:iam::000000000000:role/scheduler";

pub(crate) struct Stage {
    folder: Arc<TempDir>,
    started: Instant,
    pub(crate) clock: Clock,
    script: Arc<Mutex<VecDeque<Result<(), String>>>>,
    sender: mpsc::UnboundedSender<Target>,
    pub(crate) calls: mpsc::UnboundedReceiver<Target>,
    pub(crate) scheduler: Scheduler,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::in_folder(Arc::new(tempfile::tempdir().unwrap()), START.parse().unwrap())
    }

    fn in_folder(folder: Arc<TempDir>, epoch: Timestamp) -> Self {
        let (sender, calls) = mpsc::unbounded_channel();
        let script = Arc::new(Mutex::new(VecDeque::new()));
        let started = Instant::now();
        let clock = Clock::following(move || epoch + SignedDuration::try_from(started.elapsed()).unwrap());
        let options = Options {
            region: "eu-central-1".to_owned(),
            account: "000000000000".to_owned(),
            invoke: {
                let (sender, script) = (sender.clone(), Arc::clone(&script));
                Arc::new(move |target| {
                    let outcome = script.lock().unwrap().pop_front().unwrap_or(Ok(()));
                    sender.send(target).unwrap();
                    Box::pin(async { outcome })
                })
            },
            clock: clock.clone(),
        };
        let scheduler = Scheduler::open(folder.path().join("scheduler.sqlite"), options).unwrap();
        Self { folder, started, clock, script, sender, calls, scheduler }
    }

    /// The same data file in a new process, so to speak, at another time.
    pub(crate) fn reopened_at(&self, time: &str) -> Self {
        Self::in_folder(Arc::clone(&self.folder), time.parse().unwrap())
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("scheduler.sqlite")
    }

    /// The outcomes of the next invocations; later ones succeed.
    pub(crate) fn outcomes(&self, outcomes: impl IntoIterator<Item = Result<(), String>>) {
        self.script.lock().unwrap().extend(outcomes);
    }

    pub(crate) fn fail_times(&self, count: usize) {
        self.outcomes(std::iter::repeat_n(Err("the function threw".to_owned()), count));
    }

    /// For an invoke of the test's own that reports to `calls` as well.
    pub(crate) fn reporter(&self) -> mpsc::UnboundedSender<Target> {
        self.sender.clone()
    }

    pub(crate) fn run(&self) -> Running {
        let (stop, stopped) = oneshot::channel::<()>();
        let scheduler = self.scheduler.clone();
        let task = tokio::spawn(scheduler.run(async {
            let _ = stopped.await;
        }));
        Running { stop, task }
    }

    /// The next invocation and the time since the start, in seconds.
    pub(crate) async fn next_call(&mut self) -> (Target, u64) {
        let call = timeout(Duration::from_secs(400 * 86_400), self.calls.recv()).await;
        let target = call.expect("an invocation").unwrap();
        (target, self.started.elapsed().as_secs())
    }

    pub(crate) async fn no_call_within(&mut self, seconds: u64) {
        let call = timeout(Duration::from_secs(seconds), self.calls.recv()).await;
        assert!(call.is_err(), "unexpected {call:?}");
    }

    pub(crate) async fn create(&self, name: &str, request: &Value) -> HttpAnswer {
        self.scheduler.handle("POST", &format!("/schedules/{name}"), request.to_string().as_bytes()).await
    }

    pub(crate) async fn created(&self, name: &str, request: &Value) {
        let answer = self.create(name, request).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

pub(crate) struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Running {
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(());
        self.task.await.unwrap();
    }

    /// As a crash does: nothing is finished.
    pub(crate) async fn crash(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}

/// The least valid request for `expression`.
pub(crate) fn request(expression: &str) -> Value {
    json!({
        "ScheduleExpression": expression,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": {"Arn": QUEUE, "RoleArn": ROLE, "Input": "{\"kind\":\"test\"}"},
    })
}

/// A request whose message is its name.
pub(crate) fn named(name: &str, expression: &str) -> Value {
    request_with(expression, json!({"Target": {"Input": name}}))
}

/// `request` with the members of `changes` set over it.
pub(crate) fn request_with(expression: &str, changes: Value) -> Value {
    let mut request = request(expression);
    merge(&mut request, changes);
    request
}

fn merge(into: &mut Value, changes: Value) {
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (key, value) in changes {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, value) => *into = value,
    }
}

/// `__type` and `Message` of an error.
pub(crate) fn error(answer: &HttpAnswer) -> (u16, String, String) {
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let text = |key: &str| body[key].as_str().unwrap().to_owned();
    (answer.status, text("__type"), text("Message"))
}
