//! The crash test: the platform is killed at random moments while learners complete lessons; nothing acknowledged is lost
//! and nothing counts twice.

use crate::{
    stack::{SITE, Site, root, run_apart, until},
    workspace::{Person, Workspace, completion},
};
use local::{Options, Stack};
use reqwest::Method;
use std::{
    collections::BTreeSet,
    net::TcpListener,
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::process::{Child, Command};

const KILLS: usize = 24;
const LEARNERS: usize = 8;
const LESSONS: usize = 60;

/// The variable that tells the child process to be the platform: `<data folder>;<port>;<AWS port>`.
const ROLE: &str = "TRELLIS_TEST_PLATFORM";

/// Not a test by itself: the platform in a process of its own, that can be killed.
#[test]
fn platform() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let mut parts = role.split(';');
    let data = parts.next().expect("a folder");
    let mut port = || parts.next().and_then(|port| port.parse().ok()).expect("a port");
    let mut options = Options::new(root().join("template.yaml"), data);
    (options.port, options.aws_port) = (port(), port());
    run_apart(async {
        let _stack = Stack::start(options).await.expect("the stack starts");
        std::future::pending::<()>().await;
    });
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

struct Platform {
    child: Child,
    role: String,
}

impl Platform {
    fn spawn(role: &str) -> Child {
        Command::new(std::env::current_exe().expect("this binary"))
            .args(["kill::platform", "--exact", "--nocapture"])
            .env(ROLE, role)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("a child process")
    }

    async fn start(data: &Path, site: &(u16, u16)) -> Self {
        let role = format!("{};{};{}", data.display(), site.0, site.1);
        let platform = Self { child: Self::spawn(&role), role };
        answers().await;
        platform
    }

    /// `kill -9`, then a new start on the same data.
    async fn kill_and_restart(&mut self) {
        self.child.kill().await.expect("the child is killed");
        self.child = Self::spawn(&self.role);
        answers().await;
    }
}

/// Waits until the API answers.
async fn answers() {
    let url = format!("{}/v1/health", SITE.with(|site| site.url.clone()));
    until("the API", || async { reqwest::get(&url).await.ok().filter(|answer| answer.status() == 200).map(|_| ()) }).await;
}

/// One attempt; `None` when the platform did not answer.
async fn attempt(person: &Person, method: Method, path: &str) -> Option<u16> {
    let url = format!("{}{path}", SITE.with(|site| site.url.clone()));
    let request = reqwest::Client::new().request(method, url).bearer_auth(&person.token).timeout(Duration::from_secs(20));
    request.send().await.ok().map(|answer| answer.status().as_u16())
}

/// Opens a lesson and completes it; whether the platform has acknowledged both.
async fn try_learn(person: &Person, course: &str, lesson: usize) -> bool {
    let read = format!("/v1/catalog/courses/{course}/lessons/l{lesson}");
    attempt(person, Method::GET, &read).await == Some(200) && attempt(person, Method::PUT, &completion(course, lesson)).await == Some(200)
}

/// Completes lesson after lesson; what was not acknowledged is tried again. Answers what was acknowledged.
async fn learn(person: Person, course: String, over: Arc<AtomicBool>) -> BTreeSet<usize> {
    let mut acknowledged = BTreeSet::new();
    let mut lesson = 0;
    while lesson < LESSONS && !over.load(Ordering::Relaxed) {
        if try_learn(&person, &course, lesson).await {
            acknowledged.insert(lesson);
            lesson += 1;
        } else {
            // Down, or coming up: the same lesson again.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    acknowledged
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_counts_twice() {
    let data = tempfile::tempdir().expect("a folder");
    let ports = (free_port(), free_port());
    let site = Site { url: format!("http://127.0.0.1:{}", ports.0), aws_url: format!("http://127.0.0.1:{}", ports.1) };
    run_apart(SITE.scope(site, crash_and_count(data.path(), ports)));
}

async fn crash_and_count(data: &Path, ports: (u16, u16)) {
    let mut platform = Platform::start(data, &ports).await;
    let workspace = Workspace::named("crash").await;
    let names: Vec<String> = (0..LEARNERS).map(|number| format!("learner{number}")).collect();
    let mut wanted: Vec<(&str, &[&str])> = names.iter().map(|name| (name.as_str(), &[] as &[&str])).collect();
    wanted.push(("author", &["author"]));
    let people = workspace.members(&wanted).await;
    let course = workspace.course(&people["author"], "Crash", LESSONS).await;
    for name in &names {
        people[name].put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    }

    let over = Arc::new(AtomicBool::new(false));
    let site = SITE.with(Clone::clone);
    let learning: Vec<_> = names
        .iter()
        .map(|name| tokio::spawn(SITE.scope(site.clone(), learn(people[name].clone(), course.clone(), Arc::clone(&over)))))
        .collect();
    let mut kills = 0;
    // Moments between 0.3 and 1.5 s after the platform answers, spread by a step that is prime to the range.
    let mut moment = 0u64;
    while kills < KILLS {
        moment = (moment + 509) % 1200;
        tokio::time::sleep(Duration::from_millis(300 + moment)).await;
        platform.kill_and_restart().await;
        kills += 1;
    }
    over.store(true, Ordering::Relaxed);
    let mut total = 0;
    for (name, learned) in names.iter().zip(learning) {
        let acknowledged = learned.await.expect("a learner's task ends");
        total += check(&people[name], &course, &acknowledged).await;
    }
    assert!(total >= KILLS, "only {total} completions: the platform was hardly up");
    let size = until("the board", || async {
        let own = people[&names[0]].get("/v1/boards/all-time/me").await.expect(200);
        (own["of"] == LEARNERS).then(|| own["of"].clone())
    })
    .await;
    // However quickly the kills came: a delivery that was interrupted is no try.
    let dead = crate::workspace::request("GET", "/_local/dead-letters", &[], None).await.expect(200);
    assert_eq!(dead["items"], serde_json::json!([]));
    println!("{kills} kills, {total} completions, {size} members on the board");
}

/// Everything acknowledged is there, and the points are the completions times the rule, exactly and for good.
async fn check(person: &Person, course: &str, acknowledged: &BTreeSet<usize>) -> usize {
    let enrolment = person.get(&format!("/v1/me/enrolments/{course}")).await.expect(200);
    let done: BTreeSet<usize> = enrolment["completed_lessons"]
        .as_array()
        .expect("lessons")
        .iter()
        .filter_map(|lesson| lesson.as_str()?.trim_start_matches('l').parse().ok())
        .collect();
    assert!(acknowledged.is_subset(&done), "acknowledged {acknowledged:?}, there {done:?}");
    // At most the one that was under way at the end is there without an acknowledgement.
    assert!(done.len() <= acknowledged.len() + 1, "acknowledged {acknowledged:?}, there {done:?}");
    let expected = done.len() as u64 * 10;
    crate::workspace::points(person, expected).await;
    for board in ["week", "month", "all-time"] {
        until("the board's points", || async {
            let shown = person.get(&format!("/v1/boards/{board}")).await.expect(200);
            let entries = shown["entries"].as_array().cloned().expect("entries");
            let own = entries.iter().find(|entry| entry["member_id"] == person.member_id.as_str());
            (own.map_or(0, |entry| entry["points"].as_u64().unwrap_or(0)) == expected).then_some(())
        })
        .await;
    }
    done.len()
}
