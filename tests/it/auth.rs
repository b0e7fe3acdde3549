//! /v1/auth: signing in with a code, staying, leaving.

use crate::{
    stack::{run, site, until},
    workspace::{Person, Workspace, code, cookie, letters, request, start_sign_in},
};
use serde_json::json;

#[test]
fn a_code_opens_a_session_once() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let me = people["learner"].get("/v1/me").await.expect(200);
        assert_eq!(me["workspace"], workspace.id.as_str());
        assert_eq!((&me["roles"], &me["second_factor"]), (&json!(["learner"]), &json!("not_needed")));

        let (session, code) = start_sign_in(&workspace.id, &workspace.email("learner")).await;
        let body = json!({ "session": session, "code": code });
        let answer = request("POST", "/v1/auth/verify", &[], Some(&body)).await;
        assert_eq!(answer.body["token_type"], "Bearer");
        assert_eq!(answer.body["expires_in"], 3600);
        assert_eq!(answer.status, 200);
        let again = request("POST", "/v1/auth/verify", &[], Some(&body)).await;
        assert_eq!((again.status.as_u16(), again.problem()), (401, "unauthenticated"));
    });
}

/// A code that nobody else has been sent: the newest letter may be the invitation.
async fn code_for(email: &str) -> String {
    until("a code", || async { letters(email).await.iter().find_map(code) }).await
}

/// Asks for a code and enters it, without a look at anything else first.
async fn sign_in_at_once(workspace: &Workspace, local: &str) {
    let email = workspace.email(local);
    let body = json!({ "workspace": workspace.id, "email": email });
    let started = request("POST", "/v1/auth/start", &[], Some(&body)).await.expect(200);
    let session = started["session"].as_str().expect("a session").to_owned();
    workspace.enter(&session, &code_for(&email).await).await.get("/v1/me").await.expect(200);
}

#[test]
fn codes_come_in_the_workspaces_layout_and_the_members_language() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let (learner, email) = (&people["learner"], workspace.email("learner"));
        for (locale, subject) in [("de", "Ihr Anmeldecode für "), ("hi", " के लिए आपका साइन-इन कोड")] {
            learner.send("PATCH", "/v1/me", &[], Some(&json!({ "locale": locale }))).await.expect(200);
            let (_, code) = start_sign_in(&workspace.id, &email).await;
            let letter = &letters(&email).await[0];
            assert!(letter["subject"].as_str().is_some_and(|told| told.contains(subject)), "{letter}");
            let html = letter["html"].as_str().expect("HTML");
            assert!(html.contains(&format!("lang=\"{locale}\"")) && html.matches(&code).count() == 1 && !html.contains("{####}"), "{html}");
        }
    });
}

#[test]
fn who_is_invited_signs_in_at_once() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        for (local, roles) in [("quick", json!(["learner"])), ("author", json!(["author"]))] {
            let member = json!({ "email": workspace.email(local), "name": "Quinn Quick", "roles": roles });
            admin.post("/v1/admin/people", &member).await.expect(201);
            sign_in_at_once(&workspace, local).await;
        }
    });
}

/// However far the queue is: here the identity provider has certainly not heard of the member.
#[test]
fn who_is_invited_signs_in_before_the_identity_provider_knows_them() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let member = json!({ "email": workspace.email("quick"), "name": "Quinn Quick" });
        let invited = admin.post("/v1/admin/people", &member).await.expect(201);
        until("the invitation", || async { letters(&workspace.email("quick")).await.into_iter().next() }).await;
        let environment = request("GET", "/_local/environment/identity", &[], None).await.body;
        let pool = environment.as_str().and_then(|text| text.lines().find_map(|line| line.strip_prefix("USER_POOL_ID="))).expect("a pool");
        let deletion = json!({ "UserPoolId": pool, "Username": invited["member_id"] });
        let call = reqwest::Client::new().post(site().aws_url).header("x-amz-target", "AWSCognitoIdentityProviderService.AdminDeleteUser");
        let deleted = call.header("content-type", "application/x-amz-json-1.1").body(deletion.to_string()).send().await.expect("an answer");
        assert_eq!(deleted.status(), 200);
        sign_in_at_once(&workspace, "quick").await;
    });
}

#[test]
fn two_sign_ins_at_once_both_work() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.members(&[("learner", &[])]).await;
        let first = start_sign_in(&workspace.id, &workspace.email("learner")).await;
        let second = start_sign_in(&workspace.id, &workspace.email("learner")).await;
        // The code of one is worth nothing in the other.
        let crossed = json!({ "session": first.0, "code": second.1 });
        request("POST", "/v1/auth/verify", &[], Some(&crossed)).await.expect(401);
        let (first, second) = (workspace.enter(&first.0, &first.1).await, workspace.enter(&second.0, &second.1).await);
        first.get("/v1/me").await.expect(200);
        second.get("/v1/me").await.expect(200);
    });
}

#[test]
fn six_wrong_codes_end_the_sign_in() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let (session, code) = start_sign_in(&workspace.id, &workspace.email("learner")).await;
        let wrong = if code == "00000000" { "00000001" } else { "00000000" };
        for _ in 0..6 {
            request("POST", "/v1/auth/verify", &[], Some(&json!({ "session": session, "code": wrong }))).await.expect(401);
        }
        request("POST", "/v1/auth/verify", &[], Some(&json!({ "session": session, "code": code }))).await.expect(401);
        let target = format!("member/{}", people["learner"].member_id);
        let acts = people["admin"].get(&format!("/v1/admin/audit-events?target={target}&action=sign_in.failed")).await.expect(200);
        assert_eq!(acts["items"].as_array().map(Vec::len), Some(1), "{acts}");
    });
}

#[test]
fn nothing_tells_who_is_known_or_has_a_password() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[]), ("gone", &[])]).await;
        let gone = format!("/v1/admin/people/{}", people["gone"].member_id);
        people["admin"].send("PATCH", &gone, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        let before = letters(&workspace.email("admin")).await.len();
        let nowhere = Workspace::unopened(&workspace.id.replace('t', "u"));
        let mut shapes = std::collections::BTreeSet::new();
        for (workspace, local) in
            [(&workspace, "learner"), (&workspace, "admin"), (&workspace, "gone"), (&workspace, "nobody"), (&nowhere, "nobody")]
        {
            let body = json!({ "workspace": workspace.id, "email": workspace.email(local) });
            let started = request("POST", "/v1/auth/start", &[], Some(&body)).await;
            let session = started.body["session"].as_str().expect("a session").to_owned();
            let fields: Vec<String> = started.body.as_object().expect("fields").keys().cloned().collect();
            // Any code is simply wrong, for whoever it is.
            let guess = request("POST", "/v1/auth/verify", &[], Some(&json!({ "session": session, "code": "12345678" }))).await;
            let told = (guess.status.as_u16(), guess.body["type"].to_string(), guess.body["detail"].to_string());
            shapes.insert((started.status.as_u16(), fields, session.len(), told));
        }
        assert_eq!(shapes.len(), 1, "{shapes:?}");
        // The administrator is told to use the password; nobody else but the learner gets anything.
        let told = until("the letter", || async {
            let letters = letters(&workspace.email("admin")).await;
            (letters.len() > before).then(|| letters[0].clone())
        })
        .await;
        assert!(told["subject"].as_str().is_some_and(|subject| subject.contains("with your password")), "{told}");
        assert_eq!(code(&told), None);
        assert!(letters(&workspace.email("nobody")).await.is_empty());
    });
}

#[test]
fn attempts_wait_longer_and_longer_whether_the_workspace_exists_or_not() {
    run(async {
        let workspace = Workspace::open().await;
        for workspace in [&workspace, &Workspace::unopened(&workspace.id.replace('t', "x"))] {
            let start = json!({ "workspace": workspace.id, "email": workspace.email("nobody") });
            for _ in 0..3 {
                request("POST", "/v1/auth/start", &[], Some(&start)).await.expect(200);
                workspace.give_password("nobody", "a guessed password").await.expect(401);
            }
            // Codes and passwords count together.
            for refused in [request("POST", "/v1/auth/start", &[], Some(&start)).await, workspace.give_password("nobody", "x").await] {
                assert_eq!((refused.status.as_u16(), refused.problem()), (429, "too-many-requests"));
                let wait: u32 = refused.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
                assert!((1..=31).contains(&wait), "{wait}");
            }
        }
        // Somebody else of the same source signs in all the same.
        workspace.admin().await.get("/v1/me").await.expect(200);
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
        // Two tabs that wake up together both go on: see RefreshGracePeriod, which is two seconds here.
        let (fresh, other) = tokio::join!(refresh(&admin.cookie), refresh(&admin.cookie));
        other.expect(200);
        let second = cookie(&fresh);
        let token = fresh.expect(200)["access_token"].as_str().expect("a token").to_owned();
        let renewed = Person { token, ..admin.clone() };
        renewed.get("/v1/me").await.expect(200);
        assert_ne!(second, admin.cookie);

        until("the end of the grace period", || async { (refresh(&admin.cookie).await.status == 401).then_some(()) }).await;
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
