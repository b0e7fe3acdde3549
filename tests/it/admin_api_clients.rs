//! /v1/admin/api-clients: programs, their scopes, their secrets, their end.

use crate::{
    stack::{run, site, until},
    workspace::{Answer, Person, Workspace, draft, request},
};
use serde_json::{Value, json};

/// A program with credentials.
pub(crate) struct Program {
    id: String,
    client_id: String,
    secret: String,
}

impl Program {
    pub(crate) async fn create(admin: &Person, scopes: &[&str]) -> Self {
        let made = admin.post("/v1/admin/api-clients", &json!({ "name": "HR system", "scopes": scopes })).await.expect(201);
        assert_eq!(made["token_url"], format!("{}/oauth2/token", site().aws_url));
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let client = &made["api_client"];
        Self { id: text(&client["api_client_id"]), client_id: text(&client["client_id"]), secret: text(&made["client_secret"]) }
    }

    fn path(&self) -> String {
        format!("/v1/admin/api-clients/{}", self.id)
    }

    /// What the token endpoint says to a grant with these fields besides.
    async fn grant(&self, secret: &str, more: &[(&str, &str)]) -> (u16, Value) {
        let mut form = form_urlencoded::Serializer::new("grant_type=client_credentials".to_owned());
        form.extend_pairs(more);
        let request = reqwest::Client::new().post(format!("{}/oauth2/token", site().aws_url));
        let answer =
            request.basic_auth(&self.client_id, Some(secret)).body(form.finish()).send().await.expect("the token endpoint answers");
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }

    /// The program as a caller of the API.
    pub(crate) async fn caller(&self, more: &[(&str, &str)]) -> Person {
        let (status, body) = self.grant(&self.secret, more).await;
        assert_eq!(status, 200, "{body}");
        Person { token: body["access_token"].as_str().expect("a token").to_owned(), member_id: String::new(), cookie: String::new() }
    }
}

/// The claims of a token, which the API has accepted.
fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("a payload");
    serde_json::from_slice(&base64(payload)).expect("JSON")
}

fn base64(text: &str) -> Vec<u8> {
    let value = |byte: u8| b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".iter().position(|one| *one == byte);
    let bits: Vec<usize> = text.bytes().map(|byte| value(byte).expect("base64url")).collect();
    bits.chunks(4)
        .flat_map(|chunk| {
            let word = chunk.iter().fold(0, |word, bits| word << 6 | bits) << (6 * (4 - chunk.len()));
            [word >> 16, word >> 8, word].into_iter().take(chunk.len() * 6 / 8).map(|byte| (byte & 0xFF) as u8).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn a_program_does_what_its_scopes_say_and_nothing_else() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let program = Program::create(&admin, &["people.read", "people.write"]).await;
        let caller = program.caller(&[]).await;
        let said = claims(&caller.token);
        assert_eq!((&said["workspace"], &said["scope"]), (&json!(workspace.id), &json!("trellis/people.read trellis/people.write")));
        assert_eq!(said["api_client_id"], program.id.as_str());
        for personal in ["username", "email", "member_id", "roles", "cognito:groups"] {
            assert!(said.get(personal).is_none(), "{said}");
        }
        caller.get("/v1/admin/people").await.expect(200);
        let invited = caller.post("/v1/admin/people", &json!({ "email": workspace.email("new"), "name": "New" })).await.expect(201);
        let path = format!("/v1/admin/people/{}", invited["member_id"].as_str().expect("an id"));
        caller.send("PATCH", &path, &[], Some(&json!({ "roles": ["author"] }))).await.expect(200);
        for (method, path) in [
            ("GET", "/v1/me"),
            ("GET", "/v1/admin/courses"),
            ("GET", "/v1/admin/audit-events"),
            ("GET", "/v1/admin/api-clients"),
            ("POST", "/v1/admin/api-clients"),
            ("DELETE", &program.path()),
        ] {
            let answer = caller.send(method, path, &[], Some(&json!({}))).await;
            assert_eq!((answer.status.as_u16(), answer.problem()), (403, "forbidden"), "{method} {path}");
        }
        // A token for less opens less.
        let reader = program.caller(&[("scope", "trellis/people.read")]).await;
        reader.get("/v1/admin/people").await.expect(200);
        let refused = reader.post("/v1/admin/people", &json!({ "email": workspace.email("x"), "name": "X" })).await;
        assert_eq!((refused.status.as_u16(), refused.problem()), (403, "forbidden"));
        // What it does is told as its doing, and its use is seen.
        let told = admin.get(&format!("/v1/admin/audit-events?actor={}", program.id)).await.expect(200);
        assert_eq!(told["items"].as_array().map(Vec::len), Some(2));
        assert_eq!(told["items"][0]["actor"], json!({ "kind": "machine", "id": program.id }));
        let seen = admin.get(&program.path()).await.expect(200);
        assert!(seen["last_used_on"].as_str().is_some_and(|day| day.len() == 10), "{seen}");
        assert!(!seen.to_string().contains(&program.secret));
    });
}

#[test]
fn no_administrative_role_comes_or_goes_by_a_program() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let caller = Program::create(&admin, &["people.read", "people.write"]).await.caller(&[]).await;
        for role in ["admin", "auditor"] {
            let invitation = json!({ "email": workspace.email(role), "name": "Root", "roles": [role] });
            assert_eq!(caller.post("/v1/admin/people", &invitation).await.problem(), "forbidden");
        }
        let path = format!("/v1/admin/people/{}", admin.member_id);
        // Nor does a program take over or shut out whoever has one.
        for change in [json!({ "roles": [] }), json!({ "email": workspace.email("taken") }), json!({ "state": "deactivated" })] {
            assert_eq!(caller.send("PATCH", &path, &[], Some(&change)).await.problem(), "forbidden", "{change}");
        }
        caller.send("PATCH", &path, &[], Some(&json!({ "name": "Ada Lovelace" }))).await.expect(200);
        let people = caller.get("/v1/admin/people").await.expect(200);
        assert_eq!(people["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn courses_are_written_and_read_by_programs() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let caller = Program::create(&admin, &["courses.read", "courses.write"]).await.caller(&[]).await;
        let course = workspace.course(&caller, "By a program", 1).await;
        caller.get(&format!("/v1/catalog/courses/{course}")).await.expect(200);
        caller.get(&format!("/v1/catalog/courses/{course}/lessons/l0")).await.expect(200);
        let reader = Program::create(&admin, &["courses.read"]).await.caller(&[]).await;
        reader.get("/v1/admin/courses").await.expect(200);
        assert_eq!(reader.post("/v1/admin/courses", &draft("No", 1)).await.problem(), "forbidden");
    });
}

#[test]
fn what_a_program_may_not_have_is_refused() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let (admin, stranger) = (workspace.admin().await, other.admin().await);
        for (body, problem) in [
            (json!({ "name": "x", "scopes": [] }), "rule-broken"),
            (json!({ "name": "x", "scopes": ["people.rule"] }), "rule-broken"),
            (json!({ "name": "x", "scopes": ["trellis/people.read"] }), "rule-broken"),
            (json!({ "name": "", "scopes": ["people.read"] }), "rule-broken"),
            (json!({ "name": "x", "scopes": ["people.read"], "workspace": other.id }), "rule-broken"),
        ] {
            assert_eq!(admin.post("/v1/admin/api-clients", &body).await.problem(), problem, "{body}");
        }
        let program = Program::create(&admin, &["people.read"]).await;
        // A scope that the client lacks, and the workspace of somebody else in what the caller may send along.
        assert_eq!(program.grant(&program.secret, &[("scope", "trellis/people.write")]).await.1["error"], "invalid_scope");
        assert_eq!(program.grant("wrong", &[]).await.1["error"], "invalid_client");
        let metadata = json!({ "workspace": other.id, "api_client_id": program.id }).to_string();
        let caller = program.caller(&[("aws_client_metadata", &metadata)]).await;
        assert_eq!(claims(&caller.token)["workspace"], workspace.id.as_str());
        let listed = caller.get("/v1/admin/people").await.expect(200).to_string();
        assert!(listed.contains(&admin.member_id) && !listed.contains(&stranger.member_id));
        // Another workspace's administrators neither see the client nor end it.
        for (method, path) in [("GET", program.path()), ("DELETE", program.path()), ("POST", format!("{}/secrets", program.path()))] {
            assert_eq!(stranger.send(method, &path, &[], Some(&json!({}))).await.status, 404, "{method}");
        }
        assert_eq!(stranger.get("/v1/admin/api-clients").await.expect(200)["items"], json!([]));
        caller.get("/v1/admin/people").await.expect(200);
        // A token changed by hand.
        let forged = Person { token: forge(&caller.token, &other.id), ..caller };
        assert_eq!(forged.get("/v1/admin/people").await.status, 401);
    });
}

/// The token with another workspace in it, and the signature as it was.
fn forge(token: &str, workspace: &str) -> String {
    let mut said = claims(token);
    said["workspace"] = json!(workspace);
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let payload: String = said
        .to_string()
        .as_bytes()
        .chunks(3)
        .flat_map(|chunk| {
            let word = chunk.iter().fold(0_usize, |word, byte| word << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
            [18, 12, 6, 0].into_iter().take(chunk.len() + 1).map(move |shift| char::from(alphabet[word >> shift & 63]))
        })
        .collect();
    let (head, rest) = token.split_once('.').expect("a token");
    format!("{head}.{payload}.{}", rest.split_once('.').expect("a token").1)
}

#[test]
fn secrets_overlap_and_end() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let program = Program::create(&admin, &["people.read"]).await;
        let path = format!("{}/secrets", program.path());
        let made = admin.post(&path, &json!({})).await.expect(201);
        let second = made["client_secret"].as_str().expect("a secret").to_owned();
        assert!(made["api_client"]["former_secret_ends_at"].is_string());
        for secret in [&program.secret, &second] {
            assert_eq!(program.grant(secret, &[]).await.0, 200);
        }
        let third = admin.post(&path, &json!({})).await;
        assert_eq!((third.status.as_u16(), third.problem()), (409, "two-secrets"));
        assert_eq!(admin.post(&path, &json!({ "overlap_seconds": 604801 })).await.problem(), "rule-broken");

        // Without overlap the old secret ends at once.
        let program = Program::create(&admin, &["people.read"]).await;
        let path = format!("{}/secrets", program.path());
        let made = admin.post(&path, &json!({ "overlap_seconds": 0 })).await.expect(201);
        let fresh = made["client_secret"].as_str().expect("a secret").to_owned();
        assert_eq!((program.grant(&program.secret, &[]).await.0, program.grant(&fresh, &[]).await.0), (400, 200));
        let told = admin.get(&format!("/v1/admin/audit-events?target=api_client/{}", program.id)).await.expect(200);
        let actions: Vec<_> = told["items"].as_array().expect("events").iter().map(|event| event["action"].clone()).collect();
        assert_eq!(actions, ["api_client.secret_rotated", "api_client.created"]);
        assert!(!told.to_string().contains(&fresh) && !told.to_string().contains(&program.secret));
    });
}

#[test]
fn the_old_secret_ends_when_its_time_is_over() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let program = Program::create(&admin, &["people.read"]).await;
        let path = format!("{}/secrets", program.path());
        let made = admin.post(&path, &json!({ "overlap_seconds": 3 })).await.expect(201);
        let fresh = made["client_secret"].as_str().expect("a secret");
        assert_eq!(program.grant(&program.secret, &[]).await.0, 200);
        until("the end of the old secret", || async { (program.grant(&program.secret, &[]).await.0 == 400).then_some(()) }).await;
        assert_eq!(program.grant(fresh, &[]).await.0, 200);
        let told = until("the end in the log", || async {
            let told = admin.get(&format!("/v1/admin/audit-events?target=api_client/{}", program.id)).await.expect(200);
            (told["items"][0]["action"] == "api_client.secret_ended").then_some(told)
        })
        .await;
        assert_eq!(told["items"][0]["actor"], json!({ "kind": "platform", "id": "sync-identity" }));
        // Then there is room for the next.
        admin.post(&path, &json!({})).await.expect(201);
    });
}

#[test]
fn a_revoked_program_is_refused_and_stays_so() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let program = Program::create(&admin, &["people.read"]).await;
        let caller = program.caller(&[]).await;
        caller.get("/v1/admin/people").await.expect(200);
        for _ in 0..2 {
            admin.send("DELETE", &program.path(), &[], None).await.expect(204);
        }
        assert_eq!(program.grant(&program.secret, &[]).await.1["error"], "invalid_client");
        until("the refusal", || async { (caller.get("/v1/admin/people").await.status == 401).then_some(()) }).await;
        assert_eq!(admin.get(&program.path()).await.expect(200)["state"], "revoked");
        let again = admin.post(&format!("{}/secrets", program.path()), &json!({})).await;
        assert_eq!((again.status.as_u16(), again.problem()), (409, "revoked"));
    });
}

#[test]
fn the_same_order_twice_makes_one_client() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let order = json!({ "name": "Once", "scopes": ["people.read"] });
        let key = [("idempotency-key", "once")];
        let send = || async { admin.send("POST", "/v1/admin/api-clients", &key, Some(&order)).await };
        let (first, second): (Answer, Answer) = (send().await, send().await);
        let (first, second) = (first.expect(201), second.expect(201));
        assert_eq!(first["api_client"]["api_client_id"], second["api_client"]["api_client_id"]);
        assert!(first["client_secret"].is_string() && second.get("client_secret").is_none());
        assert_eq!(admin.get("/v1/admin/api-clients").await.expect(200)["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(request("GET", "/v1/admin/api-clients", &[], None).await.status, 401);
    });
}
