//! The two demo workspaces, made by the same calls that an operator and an administrator would make.
//!
//! Every step tolerates having been done, so seeding that was interrupted goes on at the next start. A marker in the
//! data folder says when all of it is done.

mod client;
mod course;

use std::time::Duration;

use local_mailbox::StoredMail;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::folder::DEMO;
use crate::stack::Stack;
use client::{Answer, Client};

/// The administrators' password.
pub const PASSWORD: &str = "trellis demo password";
/// Letters that are looked through for a link.
const LETTERS: usize = 50;
/// How long a mail or an import may take. A message that a crash left in flight comes again after a minute.
const PATIENCE: Duration = Duration::from_secs(90);
/// Imports of the course before giving up.
const ATTEMPTS: u32 = 3;
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
    ("admin", "Ada Admin", &["admin"]),
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
    let marker = stack.file(DEMO);
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
        let administrator = self.administrator().await?;
        for (local_part, name, roles) in MEMBERS.iter().skip(1) {
            let person = json!({"email": self.email(local_part), "name": name, "roles": roles});
            let answer = administrator.post("/v1/admin/people", &person, &self.key(local_part)).await;
            // 409: the member is there already.
            self.accept(&format!("inviting {local_part}"), answer, &[201, 409])?;
        }
        // Not by the author, whose mailbox would have a code that nobody there has asked for.
        let course = self.import(&administrator).await?;
        self.publish(&administrator, &course).await
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
            Some(message) => Err(self.error("opening the workspace", message)),
            None => Ok(()),
        }
    }

    /// Signs the administrator in with password and authenticator app, which are set up by the letter's link if they are not yet.
    async fn administrator(&self) -> Result<Client, DemoError> {
        let email = self.email("admin");
        let step = format!("signing {email} in");
        let client = Client::new(self.stack.url());
        let proof = json!({"workspace": self.workspace.id, "email": email, "password": PASSWORD});
        let mut started = self.accept(&step, client.post("/v1/auth/password", &proof, "").await, &[200, 401])?;
        if started.status == 401 {
            self.enrol(&email).await?;
            started = self.accept(&step, client.post("/v1/auth/password", &proof, "").await, &[200])?;
        }
        let verify = json!({"session": started.body["session"], "code": self.app_code(&email).await?});
        let verified = self.accept(&step, client.post("/v1/auth/verify", &verify, "").await, &[200])?;
        let token = verified.body["access_token"].as_str().unwrap_or_default();
        Ok(client.with_token(token))
    }

    async fn enrol(&self, email: &str) -> Result<(), DemoError> {
        let step = format!("enrolling {email}");
        self.mail_after(email, 0).await?;
        let letters = self.stack.mailbox().list(Some(email), LETTERS).await.map_err(|error| self.error(&step, error))?;
        let ticket = letters.iter().find_map(|mail| ticket_in(mail.text.as_deref().unwrap_or_default()));
        let ticket = ticket.ok_or_else(|| self.error(&step, "no letter with a link"))?;
        let client = Client::new(self.stack.url());
        let password = json!({"ticket": ticket, "password": PASSWORD});
        self.accept(&step, client.post("/v1/auth/enrolment/password", &password, "").await, &[200])?;
        let code = json!({"ticket": ticket, "code": self.app_code(email).await?});
        self.accept(&step, client.post("/v1/auth/enrolment/code", &code, "").await, &[204]).map(drop)
    }

    /// A code of the authenticator app; where two were used just now, the next one is waited for.
    async fn app_code(&self, email: &str) -> Result<String, DemoError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.stack.app_code(email).await {
                Some(code) => return Ok(code),
                None if Instant::now() > deadline => return Err(self.error("the authenticator app", "no code in time")),
                None => sleep(PAUSE).await,
            }
        }
    }

    async fn mail_after(&self, email: &str, id: i64) -> Result<StoredMail, DemoError> {
        let step = format!("waiting for a mail to {email}");
        let mail = self.stack.mailbox().wait_for(email, id, PATIENCE).await.map_err(|error| self.error(&step, error))?;
        mail.ok_or_else(|| self.error(&step, "no mail in time"))
    }

    /// Uploads the course and waits for the import; returns the course's id. The idempotency key makes a second start find
    /// the first one's import; one that failed is tried anew.
    async fn import(&self, author: &Client) -> Result<String, DemoError> {
        let mut last = Value::Null;
        for attempt in 1..=ATTEMPTS {
            let state = self.import_once(author, &self.key(&format!("import-{attempt}"))).await?;
            match state["course_id"].as_str() {
                Some(course) => return Ok(course.to_owned()),
                None => last = state,
            }
        }
        Err(self.error("importing the course", last))
    }

    /// One import until it is done or has failed.
    async fn import_once(&self, author: &Client, key: &str) -> Result<Value, DemoError> {
        let step = "importing the course";
        let archive = course::archive().map_err(|error| self.error(step, error))?;
        let wish = json!({"kind": "mdbook", "file_name": course::FILE_NAME, "size": archive.len()});
        let import = self.accept(step, author.post("/v1/admin/imports", &wish, key).await, &[200, 201])?.body;
        let path = format!("/v1/admin/imports/{}", import["import_id"].as_str().unwrap_or_default());
        let before = self.accept(step, author.get(&path).await, &[200])?.body;
        if before["state"] == "waiting" {
            let uploaded = author.upload(&import["upload"], archive).await;
            self.accept("uploading the course", uploaded, &[200])?;
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let import = self.accept(step, author.get(&path).await, &[200])?.body;
            match import["state"].as_str() {
                Some("done" | "failed") => return Ok(import),
                _ if Instant::now() > deadline => return Err(self.error(step, &import)),
                _ => sleep(PAUSE).await,
            }
        }
    }

    async fn publish(&self, author: &Client, course: &str) -> Result<(), DemoError> {
        let step = "publishing the course";
        let found = self.accept(step, author.get(&format!("/v1/catalog/courses/{course}")).await, &[200])?;
        let path = format!("/v1/admin/courses/{course}/publish");
        let answer = author.post_if_match(&path, found.etag.as_deref()).await;
        self.accept(step, answer, &[200]).map(drop)
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

/// The ticket of an enrolment link.
fn ticket_in(text: &str) -> Option<&str> {
    text.split_once("#ticket=")?.1.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ticket_ends_with_its_line() {
        assert_eq!(ticket_in("Set up: http://x/enrol#ticket=abc.def\n\nThe link"), Some("abc.def"));
        assert_eq!(ticket_in("no link"), None);
    }
}
