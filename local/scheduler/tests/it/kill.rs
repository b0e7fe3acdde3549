//! A real process is killed while one-shots are created and fired: none that was acknowledged is lost.

use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use local_kit::Clock;
use local_scheduler::{Options, Scheduler};
use tokio::sync::mpsc;

use crate::stage::named;

const FOLDER: &str = "SCHEDULER_KILL_TEST_FOLDER";

fn open(folder: &Path, fired: mpsc::UnboundedSender<String>) -> Scheduler {
    let log = OpenOptions::new().create(true).append(true).open(folder.join("fired")).unwrap();
    let log = Arc::new(Mutex::new(log));
    let options = Options {
        region: "eu-central-1".to_owned(),
        account: "000000000000".to_owned(),
        invoke: Arc::new(move |target| {
            writeln!(log.lock().unwrap(), "{}", target.input).unwrap();
            let _ = fired.send(target.input);
            Box::pin(async { Ok(()) })
        }),
        clock: Clock::system(),
    };
    Scheduler::open(folder.join("scheduler.sqlite"), options).unwrap()
}

/// Not a test of its own: the process that `acknowledged_one_shots_survive_kill` kills.
#[tokio::test]
async fn child_that_creates_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let (fired, _firings) = mpsc::unbounded_channel();
    let scheduler = open(Path::new(&folder), fired);
    tokio::spawn(scheduler.clone().run(std::future::pending()));
    for number in 0.. {
        let name = format!("n{number}");
        // Some are due at once, some after the kill.
        let time = local_kit::machine_time() + jiff::SignedDuration::from_secs(number % 2);
        let expression = time.strftime("at(%Y-%m-%dT%H:%M:%S)").to_string();
        let body = named(&name, &expression).to_string();
        let answer = scheduler.handle("POST", &format!("/schedules/{name}"), body.as_bytes()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        // Not println!: the test harness captures that.
        writeln!(std::io::stdout(), "created {name}").unwrap();
    }
}

#[tokio::test]
async fn acknowledged_one_shots_survive_kill() {
    for acknowledged_before_kill in [1, 5, 17, 40, 90] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child_that_creates_until_it_is_killed", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let name = |line: String| line.split_once("created ").map(|(_, name)| name.to_owned());
        let mut acknowledged: HashSet<String> = HashSet::new();
        while acknowledged.len() < acknowledged_before_kill {
            acknowledged.extend(name(lines.next().unwrap().unwrap()));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(lines.map_while(Result::ok).filter_map(name));

        let (sender, mut firings) = mpsc::unbounded_channel();
        let log = std::fs::read_to_string(folder.path().join("fired")).unwrap();
        let mut fired: HashSet<String> = log.lines().map(str::to_owned).collect();
        let runner = tokio::spawn(open(folder.path(), sender).run(std::future::pending()));
        while !acknowledged.is_subset(&fired) {
            fired.insert(firings.recv().await.unwrap());
        }
        runner.abort();
    }
}
