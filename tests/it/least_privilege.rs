//! Least privilege, held against what happened: a function is granted what it uses in some test, and nothing else.
//!
//! Every stack of the tests records what its functions may do and do (`local/src/aws/uses.rs`); this reads the records when all tests are
//! done. It is the last step of `make test`, and by itself: `TRELLIS_USES=<folder> cargo test --workspace --test it`, then the same with
//! `-- --ignored least_privilege`.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

/// Grants that no local run can use: the function, the action, how the resource's name ends, and why.
const NOT_HERE: &[Excuse] = &[(
    "WorkspacesFunctions/FanOut",
    "sqs:SendMessage",
    "-FanOutDeadLetters",
    "Lambda itself sends there, in the function's role, what the function has failed to handle 50 times",
)];

type Excuse = (&'static str, &'static str, &'static str, &'static str);

/// A function, an action and a resource.
type Entry = (String, String, String);

#[derive(Default)]
struct Record {
    granted: BTreeSet<Entry>,
    used: BTreeSet<Entry>,
    refused: BTreeSet<Entry>,
}

impl Record {
    fn read(folder: &Path) -> Self {
        let mut record = Self::default();
        for file in fs::read_dir(folder).into_iter().flatten() {
            let text = fs::read_to_string(file.expect("an entry").path()).expect("a record");
            for line in text.lines() {
                let mut fields = line.split('\t');
                let mut field = || fields.next().expect("four fields").to_owned();
                let what = field();
                let entry = (field(), field(), field());
                match what.as_str() {
                    "granted" => record.granted.insert(entry),
                    "used" => record.used.insert(entry),
                    _ => record.refused.insert(entry),
                };
            }
        }
        record
    }

    /// What is not as it should be, a line each.
    fn findings(&self, excuses: &[Excuse]) -> Vec<String> {
        if self.granted.is_empty() || self.used.is_empty() {
            return vec!["nothing was recorded".to_owned()];
        }
        let told = |what: &str, (function, action, resource): &Entry| format!("{what}: {function} {action} on {resource}");
        let covers = |excuse: &Excuse, (function, action, resource): &Entry| {
            excuse.0 == function && excuse.1 == action && resource.ends_with(excuse.2)
        };
        let unused: Vec<&Entry> = self.granted.difference(&self.used).collect();
        let mut findings: Vec<String> = self.refused.iter().map(|entry| told("used but not granted", entry)).collect();
        let unexcused = unused.iter().filter(|entry| !excuses.iter().any(|excuse| covers(excuse, entry)));
        findings.extend(unexcused.map(|entry| told("granted but unused", entry)));
        let idle = excuses.iter().filter(|excuse| !unused.iter().any(|entry| covers(excuse, entry)));
        findings.extend(idle.map(|(function, action, resource, _)| format!("excused for nothing: {function} {action} on …{resource}")));
        findings
    }
}

#[test]
#[ignore = "reads what all other tests have recorded"]
fn least_privilege_is_what_the_tests_have_used() {
    let folder = env::var_os("TRELLIS_USES").expect("TRELLIS_USES names the folder of the records");
    let findings = Record::read(Path::new(&folder)).findings(NOT_HERE);
    let told = findings.iter().fold(String::new(), |mut told, finding| {
        writeln!(told, "  {finding}").expect("a string");
        told
    });
    assert!(findings.is_empty(), "{} findings about functions' policies:\n{told}", findings.len());
}

/// The findings about one file.
fn about(text: &str, excuses: &[Excuse]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("1.tsv"), text).expect("a file");
    Record::read(folder.path()).findings(excuses)
}

#[test]
fn a_grant_that_nobody_uses_is_a_finding_and_so_is_a_refusal() {
    let used = "granted\tGetThing\tdynamodb:GetItem\tarn:t\nused\tGetThing\tdynamodb:GetItem\tarn:t\n";
    assert!(about(used, &[]).is_empty());
    let more = format!("{used}granted\tGetThing\tdynamodb:PutItem\tarn:t\nrefused\tGetThing\tsqs:SendMessage\tarn:q\n");
    let (refused, unused) =
        ("used but not granted: GetThing sqs:SendMessage on arn:q", "granted but unused: GetThing dynamodb:PutItem on arn:t");
    assert_eq!(about(&more, &[]), [refused, unused]);
    let excuse = ("GetThing", "dynamodb:PutItem", ":t", "only on AWS");
    assert_eq!(about(&more, &[excuse]), [refused]);
    assert_eq!(about(used, &[excuse]), ["excused for nothing: GetThing dynamodb:PutItem on …:t"]);
}

#[test]
fn no_record_shows_nothing() {
    assert_eq!(about("", &[]), ["nothing was recorded"]);
    assert_eq!(about("granted\tGetThing\tdynamodb:GetItem\tarn:t\n", &[]), ["nothing was recorded"]);
    assert_eq!(Record::read(Path::new("/nowhere")).findings(&[]), ["nothing was recorded"]);
}
