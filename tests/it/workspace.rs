//! A workspace of a test's own, and people who use it over HTTP.

use crate::{
    authenticator::App,
    contract,
    stack::{SITE, invoke, site, until},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio::sync::{Mutex, OnceCell};
use ulid::Ulid;

/// The password of everybody who has one.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// A workspace that nobody else uses.
pub(crate) struct Workspace {
    pub(crate) id: String,
    /// The apps of those who have set one up, by the local part of their address.
    pub(crate) apps: Mutex<BTreeMap<String, App>>,
}

/// Somebody with an access token.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) token: String,
    pub(crate) member_id: String,
    /// `name=value` of the refresh cookie.
    pub(crate) cookie: String,
}

/// An answer of the API.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// The body, if the status is the expected one.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    #[track_caller]
    pub(crate) fn etag(&self) -> String {
        self.headers.get("etag").expect("an ETag").to_str().expect("text").to_owned()
    }

    /// The stable name of the problem.
    #[track_caller]
    pub(crate) fn problem(&self) -> &str {
        assert_eq!(
            self.headers.get("content-type").and_then(|value| value.to_str().ok()),
            Some("application/problem+json"),
            "{}",
            self.body
        );
        self.body["type"].as_str().expect("a type").trim_start_matches("/problems/")
    }
}

/// One request to the API.
pub(crate) async fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
    let verb = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = reqwest::Client::new().request(verb, format!("{}{path}", site().url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let answer = request.send().await.expect("the API answers");
    let (status, headers) = (answer.status(), answer.headers().clone());
    contract::check(method, path, status.as_u16(), headers.get("content-type").and_then(|value| value.to_str().ok()));
    let text = answer.text().await.expect("a body");
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer { status, headers, body }
}

impl Person {
    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let all: Vec<(&str, &str)> = headers.iter().copied().chain([("authorization", bearer.as_str())]).collect();
        request(method, path, &all, body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None).await
    }

    pub(crate) async fn put(&self, path: &str) -> Answer {
        self.send("PUT", path, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[], Some(body)).await
    }
}

/// The letters to an address, newest first.
pub(crate) async fn letters(email: &str) -> Vec<Value> {
    let answer = request("GET", &format!("/_local/mailbox?to={email}"), &[], None).await;
    answer.body["items"].as_array().cloned().expect("letters")
}

/// The eight digits of a letter.
pub(crate) fn code(letter: &Value) -> Option<String> {
    let text = letter["text"].as_str()?;
    text.split(|character: char| !character.is_ascii_digit()).find(|run| run.len() == 8).map(str::to_owned)
}

/// Asks for a code and waits for it: the sign-in's session and the code.
pub(crate) async fn start_sign_in(workspace: &str, email: &str) -> (String, String) {
    let before = letters(email).await.len();
    let started = request("POST", "/v1/auth/start", &[], Some(&json!({ "workspace": workspace, "email": email }))).await.expect(200);
    let code = until("a code", || async {
        let letters = letters(email).await;
        letters[..letters.len() - before].iter().find_map(code)
    })
    .await;
    (started["session"].as_str().expect("a session").to_owned(), code)
}

/// The ticket of a letter's enrolment link.
pub(crate) fn ticket(letter: &Value) -> Option<String> {
    Some(letter["text"].as_str()?.split_once("#ticket=")?.1.split_whitespace().next()?.to_owned())
}

/// Takes a step behind an enrolment link.
pub(crate) async fn enrolment(step: &str, ticket: &str, name: &str, value: &str) -> Answer {
    request("POST", &format!("/v1/auth/enrolment/{step}"), &[], Some(&json!({ "ticket": ticket, name: value }))).await
}

/// Sets up password and app by a link.
pub(crate) async fn enrol(ticket: &str) -> App {
    let secret = enrolment("password", ticket, "password", PASSWORD).await.expect(200);
    let mut app = App::new(secret["secret"].as_str().expect("a secret"));
    enrolment("code", ticket, "code", &app.next().await).await.expect(204);
    app
}

/// The refresh cookie of an answer, as a `Cookie` header.
#[track_caller]
pub(crate) fn cookie(answer: &Answer) -> String {
    let set = answer.headers.get("set-cookie").expect("a cookie").to_str().expect("text");
    for attribute in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/;"] {
        assert!(set.contains(attribute), "{set}");
    }
    set.split(';').next().expect("a pair").to_owned()
}

impl Workspace {
    /// Opens a workspace with an administrator.
    pub(crate) async fn open() -> Self {
        Self::named(&format!("t{}", Ulid::generate().to_string().to_lowercase())).await
    }

    pub(crate) fn unopened(id: &str) -> Self {
        Self { id: id.to_owned(), apps: Mutex::default() }
    }

    pub(crate) async fn named(id: &str) -> Self {
        let workspace = Self::unopened(id);
        let administrator = json!({ "email": workspace.email("admin"), "name": "Ada Admin" });
        let order = json!({ "workspace": id, "name": "A workspace", "tier": "large", "administrator": administrator });
        invoke("open-workspace", &order).await.expect("the workspace opens");
        workspace
    }

    /// The operators' own workspace; its administrator is an operator.
    pub(crate) async fn platform() -> Self {
        static ONCE: OnceCell<()> = OnceCell::const_new();
        let platform = Self::unopened("platform");
        if SITE.try_with(|_| ()).is_ok() {
            return Self::named("platform").await;
        }
        ONCE.get_or_init(|| async { drop(Self::named("platform").await) }).await;
        platform
    }

    pub(crate) fn email(&self, local: &str) -> String {
        format!("{local}@{}.example", self.id)
    }

    /// Signs in somebody who has been invited, as the letter says: with a code by e-mail, or with a password and an app, which
    /// are set up by the letter's link if they are not yet.
    pub(crate) async fn sign_in(&self, local: &str) -> Person {
        let email = self.email(local);
        // The letter says how.
        let letter = until("an invitation", || async { letters(&email).await.into_iter().next() }).await;
        let mut apps = self.apps.lock().await;
        if let Some(ticket) = ticket(&letter)
            && !apps.contains_key(local)
        {
            apps.insert(local.to_owned(), enrol(&ticket).await);
        }
        let (session, code) = match apps.get_mut(local) {
            None => start_sign_in(&self.id, &email).await,
            Some(app) => (self.password_session(local).await, app.next().await),
        };
        drop(apps);
        self.enter(&session, &code).await
    }

    /// Signs in somebody with an address of elsewhere, by the link of the letter: an agent of support.
    pub(crate) async fn sign_in_as(&self, email: &str) -> Person {
        let ticket = until("a link", || async { letters(email).await.first().and_then(ticket) }).await;
        let mut app = enrol(&ticket).await;
        let body = json!({ "workspace": self.id, "email": email, "password": PASSWORD });
        let session = request("POST", "/v1/auth/password", &[], Some(&body)).await.expect(200);
        self.enter(session["session"].as_str().expect("a session"), &app.next().await).await
    }

    /// Gives the right password: the sign-in's session, which waits for the app's code.
    pub(crate) async fn password_session(&self, local: &str) -> String {
        let answer = self.give_password(local, PASSWORD).await.expect(200);
        answer["session"].as_str().expect("a session").to_owned()
    }

    pub(crate) async fn give_password(&self, local: &str, password: &str) -> Answer {
        let body = json!({ "workspace": self.id, "email": self.email(local), "password": password });
        request("POST", "/v1/auth/password", &[], Some(&body)).await
    }

    /// Ends a sign-in with its code.
    pub(crate) async fn enter(&self, session: &str, code: &str) -> Person {
        let answer = request("POST", "/v1/auth/verify", &[], Some(&json!({ "session": session, "code": code }))).await;
        let cookie = cookie(&answer);
        let token = answer.expect(200)["access_token"].as_str().expect("a token").to_owned();
        let person = Person { token, member_id: String::new(), cookie };
        let me = person.get("/v1/me").await.expect(200);
        Person { member_id: me["member_id"].as_str().expect("an id").to_owned(), ..person }
    }

    pub(crate) async fn admin(&self) -> Person {
        self.sign_in("admin").await
    }

    /// Invites and signs in members, by the local part of their address.
    pub(crate) async fn members(&self, wanted: &[(&str, &[&str])]) -> BTreeMap<String, Person> {
        let admin = self.admin().await;
        for (local, roles) in wanted {
            let member = json!({ "email": self.email(local), "name": format!("Member {local}"), "roles": roles });
            admin.post("/v1/admin/people", &member).await.expect(201);
        }
        let mut people = BTreeMap::from([("admin".to_owned(), admin)]);
        for (local, _) in wanted {
            people.insert((*local).to_owned(), self.sign_in(local).await);
        }
        people
    }

    /// A published course with so many lessons; its id.
    pub(crate) async fn course(&self, author: &Person, title: &str, lessons: usize) -> String {
        publish(author, &draft(title, lessons)).await
    }
}

/// A draft with so many lessons of two minutes each.
pub(crate) fn draft(title: &str, lessons: usize) -> Value {
    let lessons: Vec<Value> = (0..lessons)
        .map(|number| json!({ "title": format!("Lesson {number}"), "minutes": 2, "markdown": format!("# Lesson {number}\n\nText.") }))
        .collect();
    json!({ "title": title, "summary": "A course.", "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": lessons }] }] })
}

/// Changes a course for everybody: its draft becomes the version that all of its learners learn with, if it is published.
pub(crate) async fn revise(author: &Person, id: &str, change: &Value) -> Value {
    let path = format!("/v1/admin/courses/{id}");
    let etag = author.get(&format!("/v1/catalog/courses/{id}")).await.etag();
    let changed = author.send("PATCH", &path, &[("if-match", &etag)], Some(change)).await;
    let etag = changed.etag();
    let changed = changed.expect(200);
    if changed["state"] != "published" {
        return changed;
    }
    author.send("POST", &format!("{path}/publish"), &[("if-match", &etag)], Some(&json!({ "recall": true }))).await.expect(200)
}

/// Makes a course and publishes it; its id.
pub(crate) async fn publish(author: &Person, course: &Value) -> String {
    let created = author.post("/v1/admin/courses", course).await;
    let etag = created.etag();
    let id = created.expect(201)["course_id"].as_str().expect("an id").to_owned();
    author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await.expect(200);
    id
}

/// The path of a lesson's completion.
pub(crate) fn completion(course: &str, lesson: usize) -> String {
    format!("/v1/me/enrolments/{course}/lessons/l{lesson}/completion")
}

/// Reads a lesson and completes it, as people do; the enrolment.
pub(crate) async fn learn(person: &Person, course: &str, lesson: usize) -> Value {
    person.get(&format!("/v1/catalog/courses/{course}/lessons/l{lesson}")).await.expect(200);
    person.put(&completion(course, lesson)).await.expect(200)
}

/// Waits until a member has so many points in all, then answers the home screen.
pub(crate) async fn points(person: &Person, expected: u64) -> Value {
    until("the points", || async {
        let home = person.get("/v1/me/home").await.expect(200);
        assert!(home["points"].as_u64() <= Some(expected), "more points than earned: {home}");
        (home["points"] == expected).then_some(home)
    })
    .await
}
