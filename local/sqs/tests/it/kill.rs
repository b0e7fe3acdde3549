//! A killed process loses nothing that it acknowledged: the test runs itself again as the victim.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use jiff::SignedDuration;
use local_kit::Clock;
use local_sqs::{Options, Sqs};
use serde_json::{Value, json};

/// Set for the victim: the file of its queues.
const VICTIM: &str = "LOCAL_SQS_KILL_TEST_FILE";
const ROUNDS: u64 = 6;
/// How long a victim hides what it has received; less than deduplication remembers.
const IN_FLIGHT: Duration = Duration::from_secs(60);

fn open(file: &Path, clock: &Clock) -> Sqs {
    let options = Options::new("http://127.0.0.1:3001", "eu-central-1", "000000000000");
    Sqs::open(file, options.with_clock(clock.clone())).unwrap()
}

async fn call(sqs: &Sqs, operation: &str, input: Value) -> Value {
    sqs.call(operation, input).await.unwrap()
}

/// Sends message after message and deletes every third; says so only after the service did.
async fn be_the_victim(file: &Path) -> ! {
    let sqs = open(file, &Clock::system());
    let fifo = json!({ "FifoQueue": "true", "ContentBasedDeduplication": "true", "VisibilityTimeout": "0" });
    let created = call(&sqs, "CreateQueue", json!({ "QueueName": "work.fifo", "Attributes": fifo })).await;
    let url = &created["QueueUrl"];
    let mut out = std::io::stdout();
    for count in 0_u64.. {
        let body = format!("{}-{count}", std::process::id());
        let send = json!({ "QueueUrl": url, "MessageBody": body, "MessageGroupId": body });
        call(&sqs, "SendMessage", send).await;
        writeln!(out, "sent {body}").unwrap();
        if count % 3 == 0 {
            let receive = json!({ "QueueUrl": url, "VisibilityTimeout": IN_FLIGHT.as_secs() });
            let message = call(&sqs, "ReceiveMessage", receive).await["Messages"][0].clone();
            // From here on nobody can tell whether the message is still there.
            writeln!(out, "deleting {}", message["Body"].as_str().unwrap()).unwrap();
            let delete = json!({ "QueueUrl": url, "ReceiptHandle": message["ReceiptHandle"] });
            call(&sqs, "DeleteMessage", delete).await;
            writeln!(out, "deleted {}", message["Body"].as_str().unwrap()).unwrap();
        }
    }
    std::process::exit(0)
}

fn start_victim(file: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::nothing_acknowledged_is_lost", "--nocapture"])
        .env(VICTIM, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills the victim after some lines, another number in each round, and reads what it still had said.
fn kill_after(mut victim: Child, lines: usize) -> Vec<String> {
    let mut said = BufReader::new(victim.stdout.take().unwrap()).lines().map_while(Result::ok);
    let is_report = |line: &String| ["sent ", "deleting ", "deleted "].iter().any(|word| line.starts_with(word));
    let mut report: Vec<String> = said.by_ref().filter(is_report).take(lines).collect();
    victim.kill().unwrap();
    victim.wait().unwrap();
    report.extend(said.filter(is_report));
    assert!(report.len() >= lines, "the victim ended by itself: {report:?}");
    report
}

#[tokio::test]
async fn nothing_acknowledged_is_lost() {
    if let Some(file) = std::env::var_os(VICTIM) {
        be_the_victim(Path::new(&file)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queues.sqlite");
    let (mut sent, mut maybe_deleted, mut deleted) = (HashSet::new(), HashSet::new(), HashSet::new());
    for round in 0..ROUNDS {
        let lines = 40 + 37 * usize::try_from(round).unwrap();
        for line in kill_after(start_victim(&file), lines) {
            match line.split_once(' ').unwrap() {
                ("sent", body) => sent.insert(body.to_owned()),
                ("deleting", body) => maybe_deleted.insert(body.to_owned()),
                (_, body) => deleted.insert(body.to_owned()),
            };
        }
    }
    // A victim may have died between receiving a message and saying so: it is there again after its time in flight.
    let clock = Clock::system();
    clock.advance(SignedDuration::try_from(IN_FLIGHT).unwrap());
    let sqs = open(&file, &clock);
    let mut found = HashSet::new();
    let receive = json!({
        "QueueUrl": sqs.queue_url("work.fifo"), "MaxNumberOfMessages": 10, "VisibilityTimeout": 43_200,
    });
    while let Some(messages) = call(&sqs, "ReceiveMessage", receive.clone()).await["Messages"].as_array() {
        found.extend(messages.iter().map(|message| message["Body"].as_str().unwrap().to_owned()));
    }
    let lost: Vec<_> = sent.difference(&found).filter(|body| !maybe_deleted.contains(*body)).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    let risen: Vec<_> = deleted.intersection(&found).collect();
    assert!(risen.is_empty(), "deleted and there again: {risen:?}");
    assert!(sent.len() > 300 && deleted.len() > 50, "{} sent, {} deleted", sent.len(), deleted.len());
    // Deduplication is remembered too.
    let known = found.iter().next().unwrap();
    let again = json!({ "QueueUrl": sqs.queue_url("work.fifo"), "MessageBody": known, "MessageGroupId": known });
    call(&sqs, "SendMessage", again).await;
    assert_eq!(call(&sqs, "ReceiveMessage", receive).await, json!({}));
}
