//! /v1/auth: signing in with a code, staying, leaving.

use crate::{
    stack::{run, until},
    workspace::{Person, Workspace, cookie, letters, request, start_sign_in},
};
use serde_json::json;

#[test]
fn a_code_opens_a_session_once() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let me = admin.get("/v1/me").await.expect(200);
        assert_eq!(me["workspace"], workspace.id.as_str());
        assert_eq!(me["roles"], json!(["learner", "admin"]));

        let (session, code) = start_sign_in(&workspace.id, &workspace.email("admin")).await;
        let body = json!({ "session": session, "code": code });
        let answer = request("POST", "/v1/auth/verify", &[], Some(&body)).await;
        assert_eq!(answer.body["token_type"], "Bearer");
        assert_eq!(answer.body["expires_in"], 3600);
        assert_eq!(answer.status, 200);
        let again = request("POST", "/v1/auth/verify", &[], Some(&body)).await;
        assert_eq!((again.status.as_u16(), again.problem()), (401, "unauthenticated"));
    });
}

#[test]
fn six_wrong_codes_end_the_sign_in() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.admin().await;
        let (session, code) = start_sign_in(&workspace.id, &workspace.email("admin")).await;
        let wrong = if code == "00000000" { "00000001" } else { "00000000" };
        for _ in 0..6 {
            request("POST", "/v1/auth/verify", &[], Some(&json!({ "session": session, "code": wrong }))).await.expect(401);
        }
        request("POST", "/v1/auth/verify", &[], Some(&json!({ "session": session, "code": code }))).await.expect(401);
    });
}

#[test]
fn nothing_tells_whether_an_address_is_known() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.admin().await;
        let start = |email: String| {
            let body = json!({ "workspace": workspace.id, "email": email });
            async move { request("POST", "/v1/auth/start", &[], Some(&body)).await }
        };
        let known = start(workspace.email("admin")).await;
        let unknown = start(workspace.email("nobody")).await;
        assert_eq!(known.status, unknown.status);
        let length = |answer: &crate::workspace::Answer| answer.body["session"].as_str().expect("a session").len();
        assert_eq!(length(&known), length(&unknown));
        assert_eq!(known.body.as_object().map(|body| body.len()), unknown.body.as_object().map(|body| body.len()));
        // Any code for the unknown one is simply wrong, and no letter goes out.
        let session = unknown.body["session"].as_str().expect("a session");
        let guess = request("POST", "/v1/auth/verify", &[], Some(&json!({ "session": session, "code": "12345678" }))).await;
        assert_eq!((guess.status.as_u16(), guess.problem()), (401, "unauthenticated"));
        assert!(letters(&workspace.email("nobody")).await.is_empty());
    });
}

#[test]
fn codes_to_one_address_are_limited() {
    run(async {
        let workspace = Workspace::open().await;
        let body = json!({ "workspace": workspace.id, "email": workspace.email("nobody") });
        let mut statuses = Vec::new();
        for _ in 0..8 {
            statuses.push(request("POST", "/v1/auth/start", &[], Some(&body)).await);
        }
        let last = statuses.last().expect("an answer");
        assert_eq!((last.status.as_u16(), last.problem()), (429, "too-many-requests"));
        assert!(last.headers.get("retry-after").is_some());
        assert_eq!(statuses.first().expect("an answer").status, 200);
    });
}

#[test]
fn a_workspace_that_does_not_exist_is_not_found() {
    run(async {
        let answer = request("POST", "/v1/auth/start", &[], Some(&json!({ "workspace": "nowhere", "email": "a@b.example" }))).await;
        assert_eq!((answer.status.as_u16(), answer.problem()), (404, "not-found"));
    });
}

async fn refresh(cookie: &str) -> crate::workspace::Answer {
    request("POST", "/v1/auth/refresh", &[("cookie", cookie)], None).await
}

#[test]
fn a_reused_refresh_token_ends_its_whole_family() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let fresh = refresh(&admin.cookie).await;
        let second = cookie(&fresh);
        let token = fresh.expect(200)["access_token"].as_str().expect("a token").to_owned();
        let renewed = Person { token, ..admin.clone() };
        renewed.get("/v1/me").await.expect(200);
        assert_ne!(second, admin.cookie);

        refresh(&admin.cookie).await.expect(401);
        refresh(&second).await.expect(401);
        // Access tokens of the family are refused within the authorizer's cache time.
        until("the refusal", || async { (renewed.get("/v1/me").await.status == 401).then_some(()) }).await;
    });
}

#[test]
fn signing_out_ends_the_session_and_needs_none() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let out = request("POST", "/v1/auth/sign-out", &[("cookie", &admin.cookie)], None).await;
        assert_eq!(out.status, 204);
        assert!(out.headers.get("set-cookie").expect("a cookie").to_str().expect("text").contains("Max-Age=0"));
        refresh(&admin.cookie).await.expect(401);
        until("the refusal", || async { (admin.get("/v1/me").await.status == 401).then_some(()) }).await;
        assert_eq!(request("POST", "/v1/auth/sign-out", &[], None).await.status, 204);
    });
}

#[test]
fn forged_cookies_and_tokens_open_nothing() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let (name, value) = admin.cookie.split_once('=').expect("a pair");
        for forged in [format!("{name}="), format!("{name}=abc.def"), format!("{name}=A{value}"), "other=1".to_owned()] {
            assert_eq!(refresh(&forged).await.problem(), "unauthenticated", "{forged}");
        }
        let (head, rest) = admin.token.split_once('.').expect("a token");
        let (payload, signature) = rest.split_once('.').expect("a token");
        let long = "a".repeat(9_000);
        for forged in [
            format!("{head}.{payload}."),
            format!("{head}.{payload}.{}", signature.chars().rev().collect::<String>()),
            format!("eyJhbGciOiJub25lIn0.{payload}."),
            "nonsense".to_owned(),
            long,
        ] {
            let person = Person { token: forged, ..admin.clone() };
            let answer = person.get("/v1/me").await;
            assert!([400, 401, 403, 431].contains(&answer.status.as_u16()), "{}", answer.status);
        }
        assert_eq!(request("GET", "/v1/me", &[], None).await.problem(), "unauthenticated");
    });
}
