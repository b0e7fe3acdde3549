//! The two demo workspaces, made by the same calls that an operator, an administrator and an author would make.
//!
//! Every step tolerates having been done, so seeding that was interrupted goes on at the next start. A marker in the
//! data folder says when all of it is done.

mod client;
mod course;

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::stack::Stack;
use client::{Answer, Client};

/// The file in the data folder that says that seeding is complete.
const MARKER: &str = "demo";
/// How long a mail or an import may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// A demo workspace.
#[derive(Debug, Clone, Copy)]
pub struct Workspace {
    pub id: &'static str,
    pub name: &'static str,
    pub domain: &'static str,
}

/// One name is the beginning of the other on purpose: isolation must compare whole names.
pub const WORKSPACES: [Workspace; 2] = [
    Workspace { id: "acme", name: "Acme", domain: "acme.example" },
    Workspace { id: "acme-corp", name: "Acme Corporation", domain: "acme-corp.example" },
];

/// The members of each workspace: local part, name, roles. The first is there from the start.
pub const MEMBERS: [(&str, &str, &[&str]); 4] = [
    ("admin", "Ada Admin", &["administrator"]),
    ("author", "Arthur Author", &["author"]),
    ("manager", "Mara Manager", &["manager"]),
    ("learner", "Lena Learner", &["learner"]),
];

/// What kept the demo from being complete; the next start goes on from there.
#[derive(Debug, thiserror::Error)]
#[error("{workspace}: {step} answered {answer}")]
pub struct DemoError {
    pub workspace: &'static str,
    pub step: String,
    pub answer: String,
}

/// Makes the demo workspaces unless they are complete already. Returns whether there was anything to do.
///
/// # Errors
/// The first call that was refused.
pub async fn seed(stack: &Stack) -> Result<bool, DemoError> {
    let marker = stack.file(MARKER);
    if marker.exists() {
        return Ok(false);
    }
    for workspace in WORKSPACES {
        Seeding { stack, workspace }.run().await?;
    }
    std::fs::write(&marker, "The demo workspaces are complete.\n").map_err(|error| DemoError {
        workspace: "demo",
        step: "writing the marker".to_owned(),
        answer: error.to_string(),
    })?;
    Ok(true)
}

struct Seeding<'a> {
    stack: &'a Stack,
    workspace: Workspace,
}

impl Seeding<'_> {
    async fn run(&self) -> Result<(), DemoError> {
        self.open_workspace().await?;
        let administrator = self.sign_in("admin").await?;
        for (local_part, name, roles) in MEMBERS.iter().skip(1) {
            let person = json!({"email": self.email(local_part), "name": name, "roles": roles});
            let answer = administrator.post("/v1/admin/people", &person, &self.key(local_part)).await;
            // 409: the member is there already.
            self.accept(&format!("inviting {local_part}"), answer, &[200, 201, 409])?;
        }
        let author = self.sign_in("author").await?;
        let course = self.import(&author).await?;
        self.publish(&author, &course).await
    }

    async fn open_workspace(&self) -> Result<(), DemoError> {
        let (local_part, name, _) = MEMBERS[0];
        let event = json!({
            "workspace": self.workspace.id,
            "name": self.workspace.name,
            "tier": "standard",
            "administrator": {"email": self.email(local_part), "name": name},
        });
        let client = Client::new(self.stack.aws_url());
        let answer = client.post("/2015-03-31/functions/open-workspace/invocations", &event, "").await;
        let answer = self.accept("opening the workspace", answer, &[200])?;
        match answer.body.get("errorMessage") {
            // A workspace that is there already is what a second attempt finds.
            Some(message) if !message.to_string().contains("exist") => Err(self.error("opening the workspace", message)),
            _ => Ok(()),
        }
    }

    /// Signs in with the code from the mailbox.
    async fn sign_in(&self, local_part: &str) -> Result<Client, DemoError> {
        let email = self.email(local_part);
        let step = format!("signing {email} in");
        let client = Client::new(self.stack.url());
        let before = self.mails(&email).await?.len();
        let start = json!({"workspace": self.workspace.id, "email": email});
        let started = self.accept(&step, client.post("/v1/auth/start", &start, "").await, &[200])?;
        let deadline = Instant::now() + PATIENCE;
        let code = loop {
            let mails = self.mails(&email).await?;
            let code = (mails.len() > before).then(|| newest(&mails).and_then(code_in)).flatten();
            match code {
                Some(code) => break code,
                None if Instant::now() > deadline => return Err(self.error(&step, "no mail with a code")),
                None => sleep(PAUSE).await,
            }
        };
        let verify = json!({"session": started.body["session"], "code": code});
        let verified = self.accept(&step, client.post("/v1/auth/verify", &verify, "").await, &[200])?;
        let token = verified.body["access_token"].as_str().unwrap_or_default();
        Ok(client.with_token(token))
    }

    async fn mails(&self, email: &str) -> Result<Vec<Value>, DemoError> {
        let client = Client::new(self.stack.url());
        let answer = client.get(&format!("/_local/mailbox?to={email}")).await;
        let answer = self.accept("reading the mailbox", answer, &[200])?;
        Ok(answer.body["items"].as_array().cloned().unwrap_or_default())
    }

    /// Uploads the course and waits for the import; returns the course's id. The idempotency key makes a second attempt
    /// find the first one's import.
    async fn import(&self, author: &Client) -> Result<String, DemoError> {
        let step = "importing the course";
        let archive = course::archive().map_err(|error| self.error(step, error))?;
        let wish = json!({"kind": "mdbook", "file_name": course::FILE_NAME, "size": archive.len()});
        let answer = author.post("/v1/admin/imports", &wish, &self.key("import")).await;
        let import = self.accept(step, answer, &[200, 201, 202])?.body;
        let path = format!("/v1/admin/imports/{}", import["import_id"].as_str().unwrap_or_default());
        let state = self.accept(step, author.get(&path).await, &[200])?.body;
        if state["course_id"].is_null() {
            let uploaded = author.upload(&import["upload"], archive).await;
            self.accept("uploading the course", uploaded, &[200, 201, 204])?;
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let state = self.accept(step, author.get(&path).await, &[200])?.body;
            match (state["course_id"].as_str(), state["state"].as_str()) {
                (_, Some("failed")) => return Err(self.error(step, &state)),
                (Some(course), Some("done" | "completed" | "succeeded" | "imported")) => return Ok(course.to_owned()),
                _ if Instant::now() > deadline => return Err(self.error(step, &state)),
                _ => sleep(PAUSE).await,
            }
        }
    }

    async fn publish(&self, author: &Client, course: &str) -> Result<(), DemoError> {
        let step = "publishing the course";
        let found = self.accept(step, author.get(&format!("/v1/catalog/courses/{course}")).await, &[200])?;
        let path = format!("/v1/admin/courses/{course}/publish");
        let answer = author.post_if_match(&path, found.etag.as_deref()).await;
        // 409: it is published already.
        self.accept(step, answer, &[200, 204, 409]).map(drop)
    }

    fn email(&self, local_part: &str) -> String {
        format!("{local_part}@{}", self.workspace.domain)
    }

    fn key(&self, step: &str) -> String {
        format!("demo-{}-{step}", self.workspace.id)
    }

    fn accept(&self, step: &str, answer: Result<Answer, reqwest::Error>, statuses: &[u16]) -> Result<Answer, DemoError> {
        let answer = answer.map_err(|error| self.error(step, error))?;
        if statuses.contains(&answer.status) {
            return Ok(answer);
        }
        Err(self.error(step, format!("{} {}", answer.status, answer.body)))
    }

    fn error(&self, step: &str, answer: impl ToString) -> DemoError {
        DemoError { workspace: self.workspace.id, step: step.to_owned(), answer: answer.to_string() }
    }
}

fn newest(mails: &[Value]) -> Option<&Value> {
    mails.iter().max_by_key(|mail| mail["sent_at"].as_str().map(str::to_owned))
}

/// The first run of six to eight digits, as codes are.
fn code_in(mail: &Value) -> Option<String> {
    let text = mail["text"].as_str()?;
    let mut runs = text.split(|character: char| !character.is_ascii_digit());
    runs.find(|run| (6..=8).contains(&run.len())).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_in_the_newest_mail() {
        let mails = [
            json!({"sent_at": "2026-01-01T00:00:02Z", "text": "Your code is 12345678. It lasts 15 minutes."}),
            json!({"sent_at": "2026-01-01T00:00:01Z", "text": "Your code is 87654321."}),
        ];
        assert_eq!(newest(&mails).and_then(code_in).as_deref(), Some("12345678"));
        assert_eq!(code_in(&json!({"text": "Order 123, room 4567"})), None);
    }
}
