//! Request units per route: measured from `ReturnConsumedCapacity`, held against `docs/generated/units.md`.

mod global;
mod packages;
mod quiz;
mod scale;

use crate::{
    admin_identity_providers::connect_saml,
    admin_imports::notice,
    dynamodb::stored,
    enrolment_requests::course,
    generated::keep,
    sso::Browser,
    stack::{SITE, invoke, own_stack, root, run_apart, site, until},
    workspace::{Person, Workspace, draft, learn, points, publish, request, start_sign_in},
};
use local::Stack;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write};

/// What a handler consumed, in the order of the calls.
struct Measured {
    stack: Stack,
    seen: u64,
    rows: BTreeMap<String, (f64, f64)>,
}

impl Measured {
    /// Notes the units of what has been called since the last time; the dearest call of a handler counts.
    fn note(&mut self) {
        for invocation in self.stack.invocations(None, Some(self.seen)) {
            self.seen = self.seen.max(invocation.number);
            let row = self.rows.entry(invocation.function).or_insert((0.0, 0.0));
            row.0 = row.0.max(invocation.read_units);
            row.1 = row.1.max(invocation.write_units);
        }
    }

    /// What the last call of a handler consumed.
    fn last(&self, handler: &str) -> (f64, f64) {
        let last = self.stack.invocations(Some(handler), Some(self.seen)).pop().expect("a call");
        (last.read_units, last.write_units)
    }

    /// Forgets what preparations have consumed.
    fn skip(&mut self) {
        self.seen = self.stack.invocations(None, None).last().map_or(0, |invocation| invocation.number);
    }

    /// All units of what has been called since the last time, once `handler` is among it.
    async fn total_with(&mut self, handler: &str) -> (f64, f64) {
        let seen = self.seen;
        until(handler, || async { self.stack.invocations(Some(handler), Some(seen)).first().map(|_| ()) }).await;
        let invocations = self.stack.invocations(None, Some(seen));
        self.note();
        invocations
            .iter()
            .filter(|invocation| ["complete-lesson", "fan-out", "award-points", "count-scores"].contains(&invocation.function.as_str()))
            .fold((0.0, 0.0), |sum, one| (sum.0 + one.read_units, sum.1 + one.write_units))
    }
}

fn expected(units: (f64, f64), limit: f64, what: &str) {
    assert!(units.1 <= limit, "{what}: {} write units", units.1);
}

#[test]
fn generated_units_are_what_every_handler_costs() {
    run_apart(async {
        let (stack, site, _data) = own_stack().await;
        let mut measured = Measured { stack, seen: 0, rows: BTreeMap::new() };
        SITE.scope(site, journey(&mut measured)).await;
        // What these cost depends on how many messages come together, on whether a worker was quicker than who waits for it, or on the book or
        // course, or is not the tenants' doing.
        for batch in [
            "fan-out",
            "get-package",
            "index-courses",
            "index-people",
            "index-workspace",
            "open-workspace",
            "run-export",
            "run-import",
            "sync-identity",
            "unpack-package",
        ] {
            measured.rows.remove(batch);
        }
        let table = measured.rows.iter().fold(String::new(), |mut text, (handler, (read, write))| {
            writeln!(text, "| `{handler}` | {read} | {write} |").expect("a line");
            text
        });
        println!("{table}");
        let head = "# Request units of each handler\n\nWritten by `make generate`, which plays a journey through all of them. Each row is the most \
                    expensive call, on small items.\n\n| handler | read | write |\n|---|---|---|\n";
        keep(&root().join("docs/generated/units.md"), &format!("{head}{table}"));
        measured.stack.shut_down().await;
    });
}

async fn journey(measured: &mut Measured) {
    let workspace = Workspace::named("units").await;
    let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("second", &[])]).await;
    let (admin, author, learner, second) = (&people["admin"], &people["author"], &people["learner"], &people["second"]);
    measured.note();
    let course = workspace.course(author, "Units", 12).await;
    for path in [format!("/v1/me/enrolments/{course}")] {
        learner.put(&path).await.expect(201);
        second.put(&path).await.expect(201);
    }
    measured.note();
    reads(learner, admin, author, &course).await;
    writes(admin, author).await;
    organise(admin, learner, second).await;
    operate(admin).await;
    follow(measured, author, &course).await;
    measured.note();

    // A completion with all its effects: the event, the award, three boards.
    measured.skip();
    let (mut sum, mut dearest): (f64, f64) = (0.0, 0.0);
    for lesson in 0..12 {
        learn(learner, &course, lesson).await;
        let units = measured.total_with("count-scores").await;
        sum += units.1;
        dearest = dearest.max(units.1);
        if lesson < 6 {
            expected((0.0, units.1), 8.0, "a completion with all its effects");
        }
        let home = points(learner, (lesson as u64 + 1) * 10).await;
        assert!(home["level"]["number"].is_u64());
        measured.skip();
    }
    println!("a completion with all its effects: {:.2} write units on average, {dearest} at most", sum / 12.0);
    expected((0.0, sum / 12.0), 9.0, "completions on average");

    learner.get("/v1/me/home").await.expect(200);
    let home = measured.stack.invocations(Some("get-home"), Some(measured.seen)).pop().expect("the home screen");
    assert!(home.read_units <= 4.0, "home: {} read units", home.read_units);
    learner.get("/v1/boards/week").await.expect(200);
    learner.get("/v1/boards/week/me").await.expect(200);
    request("POST", "/v1/auth/refresh", &[("cookie", &second.cookie)], None).await.expect(200);
    sign_ins(&workspace, admin, learner).await;
    search(measured, &workspace).await;
    put_away(measured, author, second).await;
    new_version(measured, author, learner).await;
    path(measured, author, learner).await;
    archives(measured, author, &course).await;
    admissions(measured, admin, author, second).await;
    packages::journey(measured, author, learner).await;
    global::journey(measured, author, learner).await;
    quiz::journey(measured, &workspace, (admin, author), learner).await;
    request("POST", "/v1/auth/sign-out", &[("cookie", &admin.cookie)], None).await;
    measured.note();
    quiz::deadline(measured, author, learner).await;
}

/// A course with two learners changes, and both their enrolments follow.
async fn follow(measured: &Measured, author: &Person, course: &str) {
    let seen = measured.seen;
    let etag = author.get(&format!("/v1/catalog/courses/{course}")).await.etag();
    let change = json!({ "title": "Units of everything" });
    author.send("PATCH", &format!("/v1/admin/courses/{course}"), &[("if-match", &etag)], Some(&change)).await.expect(200);
    until("the enrolments", || async { measured.stack.invocations(Some("refresh-enrolments"), Some(seen)).first().map(|_| ()) }).await;
}

/// A course has a second version, which its author compares with the first, and which a learner takes.
async fn new_version(measured: &mut Measured, author: &Person, learner: &Person) {
    let id = publish(author, &draft("Versions", 2)).await;
    let path = format!("/v1/admin/courses/{id}");
    learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
    let lesson = json!([{ "id": "l0", "title": "Lesson 0", "minutes": 2, "markdown": "Other." }]);
    let change = json!({ "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": lesson }] }] });
    let etag = author.get(&format!("/v1/catalog/courses/{id}")).await.etag();
    let etag = author.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.etag();
    author.get(&format!("{path}/difference?from=1&to=draft")).await.expect(200);
    author.get(&format!("{path}/lessons/l0/difference?from=1&to=draft")).await.expect(200);
    let review = json!({ "state": "requested" });
    let etag = author.send("PUT", &format!("{path}/review"), &[("if-match", &etag)], Some(&review)).await.etag();
    author.send("POST", &format!("{path}/publish"), &[("if-match", &etag)], Some(&json!({ "note": "Other." }))).await.expect(200);
    author.get(&format!("{path}/versions")).await.expect(200);
    // A lesson of the version before the newest, and then the newest.
    learner.get(&format!("/v1/catalog/courses/{id}/lessons/l0")).await.expect(200);
    learner.send("PUT", &format!("/v1/me/enrolments/{id}/version"), &[], Some(&json!({ "version": 2 }))).await.expect(200);
    measured.note();
}

/// A path of two courses is made, published, taken by who has completed the first of them, and given up; another is deleted.
async fn path(measured: &mut Measured, author: &Person, learner: &Person) {
    let (one, other) = (publish(author, &draft("First", 1)).await, publish(author, &draft("Second", 1)).await);
    learner.put(&format!("/v1/me/enrolments/{one}")).await.expect(201);
    learn(learner, &one, 0).await;
    let courses = json!([{ "course_id": one }, { "course_id": other }]);
    let milestones = json!({ "title": "On site", "order": "in_order", "milestones": [{ "title": "Week 1", "courses": courses }] });
    let created = author.post("/v1/admin/paths", &milestones).await;
    let etag = created.etag();
    let id = created.expect(201)["path_id"].as_str().expect("an id").to_owned();
    author
        .send("PATCH", &format!("/v1/admin/paths/{id}"), &[("if-match", &etag)], Some(&json!({ "state": "published" })))
        .await
        .expect(200);
    author.get("/v1/admin/paths").await.expect(200);
    learner.get("/v1/catalog/paths").await.expect(200);
    learner.put(&format!("/v1/me/paths/{id}")).await.expect(201);
    learner.get(&format!("/v1/catalog/paths/{id}")).await.expect(200);
    learner.get("/v1/me/paths").await.expect(200);
    learner.send("DELETE", &format!("/v1/me/paths/{id}"), &[], None).await.expect(204);
    let created = author.post("/v1/admin/paths", &json!({ "title": "Nowhere" })).await;
    let etag = created.etag();
    let id = created.expect(201)["path_id"].as_str().expect("an id").to_owned();
    author.send("DELETE", &format!("/v1/admin/paths/{id}"), &[("if-match", &etag)], None).await.expect(204);
    measured.note();
}

/// An archive is made of a course, and a copy of the course.
async fn archives(measured: &mut Measured, author: &Person, course: &str) {
    let path = format!("/v1/admin/courses/{course}");
    let export = author.send("POST", &format!("{path}/exports"), &[], None).await.expect(202);
    let export = format!("{path}/exports/{}", export["export_id"].as_str().expect("an id"));
    until("the archive", || async { (author.get(&export).await.expect(200)["state"] == "done").then_some(()) }).await;
    let copy = author.post(&format!("{path}/copies"), &json!({ "title": "Units again" })).await.expect(201);
    let copy = format!("/v1/admin/imports/{}", copy["import_id"].as_str().expect("an id"));
    until("the copy", || async { (author.get(&copy).await.expect(200)["state"] == "done").then_some(()) }).await;
    measured.note();
}

/// Courses that need approval and invitations, with seats.
async fn admissions(measured: &mut Measured, admin: &Person, author: &Person, second: &Person) {
    let member = format!("/v1/admin/people/{}", second.member_id);
    let asked = course(author, "Asked for", &json!({ "mode": "approval", "seats": 5 })).await;
    let ask = format!("/v1/me/enrolment-requests/{asked}");
    measured.skip();
    second.send("PUT", &ask, &[], Some(&json!({ "note": "Please" }))).await.expect(201);
    let seen = measured.seen;
    admin.send("PATCH", &member, &[], Some(&json!({ "manager_id": admin.member_id, "region": "South" }))).await.expect(200);
    until("the request to be filed", || async { measured.stack.invocations(Some("file-requests"), Some(seen)).first().map(|_| ()) }).await;
    for path in ["/v1/me/enrolment-requests", "/v1/me/course-invitations"] {
        second.get(path).await.expect(200);
    }
    admin.get("/v1/team/enrolment-requests").await.expect(200);
    admin.get("/v1/admin/enrolment-requests?region=South").await.expect(200);
    second.send("DELETE", &ask, &[], None).await.expect(204);
    for decision in [json!({ "decision": "declined", "reason": "Later" }), json!({ "decision": "approved" })] {
        for of in ["team/members", "admin/people"] {
            second.put(&ask).await.expect(201);
            let path = format!("/v1/{of}/{}/enrolment-requests/{asked}/decision", second.member_id);
            admin.send("PUT", &path, &[], Some(&decision)).await.expect(200);
            second.send("DELETE", &format!("/v1/me/enrolments/{asked}"), &[], None).await.expect(204);
        }
    }
    let invited = course(author, "Invited to", &json!({ "mode": "invitation" })).await;
    let path = format!("/v1/admin/courses/{invited}/invitations");
    let invitation = json!({ "member_ids": [second.member_id] });
    author.post(&path, &invitation).await.expect(200);
    author.get(&path).await.expect(200);
    second.get("/v1/me/course-invitations").await.expect(200);
    second.send("DELETE", &format!("/v1/me/course-invitations/{invited}"), &[], None).await.expect(204);
    author.send("DELETE", &format!("{path}/{}", second.member_id), &[], None).await.expect(204);
    measured.note();
}

/// A course with a checklist is taken, given up, archived, taken back and deleted.
async fn put_away(measured: &Measured, author: &Person, learner: &Person) {
    let list = json!([{ "title": "List", "minutes": 1, "content": { "kind": "checklist", "items": [{ "text": "Helmet on" }] } }]);
    let course = json!({ "title": "Short", "parts": [{ "title": "Part", "modules": [{ "title": "Module", "lessons": list }] }] });
    let created = author.post("/v1/admin/courses", &course).await;
    let mut etag = created.etag();
    let id = created.expect(201)["course_id"].as_str().expect("an id").to_owned();
    let path = format!("/v1/admin/courses/{id}");
    for verb in ["publish", "archive", "unpublish"] {
        let answer = author.send("POST", &format!("{path}/{verb}"), &[("if-match", &etag)], None).await;
        etag = answer.etag();
        answer.expect(200);
        if verb == "publish" {
            // What is cleared later is as much, whichever worker comes first.
            let words = || async { stored("W#").await.keys().any(|(pk, sk)| pk.ends_with(&id) && sk.starts_with("WORDS#")).then_some(()) };
            until("the words of the version", words).await;
            learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(201);
            let work = json!({ "kind": "checklist", "ticked": [] });
            learner.send("PUT", &format!("/v1/me/enrolments/{id}/lessons/l0/work"), &[], Some(&work)).await.expect(200);
            learner.send("DELETE", &format!("/v1/me/enrolments/{id}"), &[], None).await.expect(204);
        }
    }
    let seen = measured.seen;
    author.send("DELETE", &path, &[("if-match", &etag)], None).await.expect(204);
    until("what it held gone", || async { measured.stack.invocations(Some("clear-course"), Some(seen)).first().map(|_| ()) }).await;
}

async fn reads(learner: &Person, admin: &Person, author: &Person, course: &str) {
    for path in [
        "/v1/health".to_owned(),
        "/v1/openapi.json".to_owned(),
        "/v1/me".to_owned(),
        "/v1/me/home".to_owned(),
        "/v1/me/enrolments".to_owned(),
        format!("/v1/me/enrolments/{course}"),
        "/v1/catalog/courses".to_owned(),
        format!("/v1/catalog/courses/{course}"),
        format!("/v1/catalog/courses/{course}/lessons/l0"),
    ] {
        learner.get(&path).await.expect(200);
    }
    learner.get("/v1/me/sessions").await.expect(200);
    learner.send("PATCH", "/v1/me", &[], Some(&json!({ "locale": "de" }))).await.expect(200);
    admin.get("/v1/admin/people").await.expect(200);
    admin.get("/v1/admin/audit-events").await.expect(200);
    author.get("/v1/admin/courses").await.expect(200);
    admin.get("/v1/admin/overview").await.expect(200);
}

async fn writes(admin: &Person, author: &Person) {
    let created = author.post("/v1/admin/courses", &draft("Another", 1)).await;
    let etag = created.etag();
    let id = created.expect(201)["course_id"].as_str().expect("an id").to_owned();
    let path = format!("/v1/admin/courses/{id}");
    author.send("PATCH", &path, &[("if-match", &etag)], Some(&json!({ "title": "Another one" }))).await.expect(200);
    let import: Value = author.post("/v1/admin/imports", &json!({ "kind": "mdbook", "file_name": "x.zip", "size": 10 })).await.expect(201);
    author.get("/v1/admin/imports").await.expect(200);
    let id = import["import_id"].as_str().expect("an id");
    invoke("queue-import", &notice("units", id)).await.expect("an answer");
    // Nothing was put there: the worker ends it.
    let path = format!("/v1/admin/imports/{id}");
    until("the import's end", || async { (author.get(&path).await.expect(200)["state"] == "failed").then_some(()) }).await;
    let invited = admin.post("/v1/admin/people", &json!({ "email": "third@units.example", "name": "Third" })).await.expect(201);
    let path = format!("/v1/admin/people/{}", invited["member_id"].as_str().expect("an id"));
    admin.send("PATCH", &path, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
    programs(admin).await;
    providers(admin).await;
}

async fn providers(admin: &Person) {
    let id = connect_saml(admin).await;
    let path = format!("/v1/admin/identity-providers/{id}");
    admin.get("/v1/admin/identity-providers").await.expect(200);
    let etag = admin.get(&path).await.etag();
    let change = json!({ "domains": ["units.example"] });
    admin.send("PATCH", &path, &[("if-match", &etag)], Some(&change)).await.expect(200);
    let start = format!("{}/v1/auth/sso/start?workspace=units&provider={id}", site().url);
    assert_eq!(Browser::default().send(reqwest::Method::GET, &start, None).await.status(), 302);
    let test = admin.post(&format!("{path}/tests"), &json!({})).await.expect(201);
    let test = format!("{path}/tests/{}", test["test_id"].as_str().expect("an id"));
    assert_eq!(admin.get(&test).await.problem(), "not-found");
    admin.send("DELETE", &path, &[], None).await.expect(204);
}

async fn programs(admin: &Person) {
    let made = admin.post("/v1/admin/api-clients", &json!({ "name": "HR", "scopes": ["people.read"] })).await.expect(201);
    let path = format!("/v1/admin/api-clients/{}", made["api_client"]["api_client_id"].as_str().expect("an id"));
    admin.get("/v1/admin/api-clients").await.expect(200);
    admin.get(&path).await.expect(200);
    let request = reqwest::Client::new().post(made["token_url"].as_str().expect("a URL"));
    let request = request.basic_auth(made["api_client"]["client_id"].as_str().expect("an id"), made["client_secret"].as_str());
    let answer = request.body("grant_type=client_credentials").send().await.expect("a token");
    let token = answer.json::<Value>().await.expect("JSON")["access_token"].as_str().expect("a token").to_owned();
    Person { token, ..admin.clone() }.get("/v1/admin/people").await.expect(200);
    admin.post(&format!("{path}/secrets"), &json!({})).await.expect(201);
    admin.send("DELETE", &path, &[], None).await.expect(204);
}

/// Groups, managers and invitations.
async fn organise(admin: &Person, learner: &Person, second: &Person) {
    let path = |member: &Person| format!("/v1/admin/people/{}", member.member_id);
    let manager = json!({ "manager_id": learner.member_id, "email": "elsewhere@units.example" });
    admin.send("PATCH", &path(second), &[], Some(&manager)).await.expect(200);
    admin.send("PATCH", &path(learner), &[], Some(&json!({ "manager_id": admin.member_id }))).await.expect(200);
    admin.get("/v1/team/members?depth=all").await.expect(200);
    admin.get(&format!("/v1/team/members/{}", second.member_id)).await.expect(200);
    admin.get(&path(second)).await.expect(200);
    let rows = json!({ "items": [{ "email": "fourth@units.example", "name": "Fourth", "roles": ["admin"] }] });
    let invited = admin.post("/v1/admin/people/bulk", &rows).await.expect(200);
    let again = format!("/v1/admin/people/{}/invitation", invited["items"][0]["member_id"].as_str().expect("an id"));
    admin.send("POST", &again, &[], None).await.expect(200);
    let created = admin.post("/v1/admin/groups", &json!({ "name": "Group" })).await.expect(201);
    let group = format!("/v1/admin/groups/{}", created["group_id"].as_str().expect("an id"));
    let membership = format!("{group}/members/{}", second.member_id);
    admin.put(&membership).await.expect(204);
    for read in ["/v1/admin/groups", &group, &format!("{group}/members"), &format!("{}/groups", path(second))] {
        admin.get(read).await.expect(200);
    }
    admin.send("DELETE", &membership, &[], None).await.expect(204);
    admin.send("PATCH", &group, &[("if-match", "\"1\"")], Some(&json!({ "name": "Renamed" }))).await.expect(200);
    admin.send("DELETE", &group, &[], None).await.expect(204);
}

/// Settings, and what operators do.
async fn operate(admin: &Person) {
    request("GET", "/v1/workspace?workspace=units", &[], None).await.expect(200);
    let etag = admin.get("/v1/admin/workspace").await.etag();
    admin.send("PATCH", "/v1/admin/workspace", &[("if-match", &etag)], Some(&json!({ "locale": "hi" }))).await.expect(200);
    let operator = Workspace::platform().await.admin().await;
    let path = "/v1/platform/workspaces";
    let administrator = json!({ "email": "admin@opened.example", "name": "Admin" });
    let order =
        json!({ "workspace": "opened", "name": "O", "tier": "large", "custom_domain": "opened.example", "administrator": administrator });
    operator.send("POST", path, &[("idempotency-key", "o")], Some(&order)).await.expect(201);
    request("GET", "/v1/workspace", &[("host", "opened.example")], None).await.expect(200);
    operator.get(path).await.expect(200);
    let opened = format!("{path}/opened");
    let etag = operator.get(&opened).await.etag();
    let change = json!({ "tier": "standard", "custom_domain": "other.example" });
    operator.send("PATCH", &opened, &[("if-match", &etag)], Some(&change)).await.expect(200);
    operator.send("POST", &format!("{opened}/suspend"), &[], None).await.expect(200);
    operator.send("POST", &format!("{opened}/resume"), &[], None).await.expect(200);
    let agent = json!({ "email": "agent@platform.example", "name": "Agent" });
    let agent = operator.post("/v1/platform/agents", &agent).await.expect(201);
    operator.get("/v1/platform/agents").await.expect(200);
    operator.get("/v1/platform/dead-letters").await.expect(200);
    operator.post("/v1/platform/dead-letters/trellis-EngagementQueues-AwardsDeadLetters/redrive", &json!({})).await.expect(202);
    let access = json!({ "agent_email": "agent@platform.example", "hours": 1, "reason": "Units" });
    let access = admin.post("/v1/admin/support-access", &access).await.expect(201);
    admin.get("/v1/admin/support-access").await.expect(200);
    let access = format!("/v1/admin/support-access/{}", access["support_grant_id"].as_str().expect("an id"));
    admin.send("DELETE", &access, &[], None).await.expect(204);
    let agent = format!("/v1/platform/agents/{}", agent["agent_id"].as_str().expect("an id"));
    operator.send("DELETE", &agent, &[], None).await.expect(204);
    operator.post(&format!("{opened}/close"), &json!({ "workspace": "opened" })).await.expect(200);
}

/// Enrolling from a session, recovery, and the ends of sessions.
/// Nobody tells from what a search for workspaces costs whether the address is known.
async fn search(measured: &Measured, workspace: &Workspace) {
    let mut costs = Vec::new();
    for local in ["learner", "second", "nobody", "no-one"] {
        let seen = measured.stack.invocations(None, None).last().map_or(0, |invocation| invocation.number);
        let body = json!({ "email": workspace.email(local) });
        request("POST", "/v1/auth/workspaces", &[], Some(&body)).await.expect(204);
        let of = || async { measured.stack.invocations(Some("send-workspaces"), Some(seen)).pop() };
        let invocation = until("the search", of).await;
        costs.push((invocation.read_units, invocation.write_units));
    }
    assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
}

async fn sign_ins(workspace: &Workspace, admin: &Person, learner: &Person) {
    let again = workspace.sign_in("learner").await;
    let listed = again.get("/v1/me/sessions").await.expect(200);
    let sessions = listed["items"].as_array().expect("sessions");
    let other = sessions.iter().find(|session| session["current"] == false).expect("another");
    let path = format!("/v1/me/sessions/{}", other["session_id"].as_str().expect("an id"));
    again.send("DELETE", &path, &[], None).await.expect(204);
    request("POST", "/v1/auth/sign-out-everywhere", &[("cookie", &again.cookie)], None).await.expect(204);
    let path = format!("/v1/admin/people/{}", learner.member_id);
    admin.send("PATCH", &path, &[], Some(&json!({ "roles": ["auditor"] }))).await.expect(200);
    let again = {
        let (session, code) = start_sign_in(&workspace.id, &workspace.email("learner")).await;
        workspace.enter(&session, &code).await
    };
    again.send("POST", "/v1/me/second-factor", &[], None).await.expect(201);
    admin.send("POST", &format!("{path}/recovery"), &[], None).await.expect(204);
}
