//! /v1/me/sessions: where one is signed in, and ending it.

use crate::{
    dynamodb::{environment, put_attribute, stored},
    generated::events::sample_event,
    meddler::{Change, Meddler},
    repository::area,
    stack::{run, until},
    workspace::{Person, Workspace, request},
};
use lambda::Function;
use serde_json::json;

async fn sessions(person: &Person) -> Vec<serde_json::Value> {
    person.get("/v1/me/sessions").await.expect(200)["items"].as_array().expect("sessions").clone()
}

#[test]
fn one_sees_and_ends_ones_own_sessions() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[]), ("other", &[])]).await;
        let (first, second) = (&people["learner"], workspace.sign_in("learner").await);
        let listed = sessions(&second).await;
        assert_eq!(listed.len(), 2);
        assert_eq!((&listed[0]["current"], &listed[1]["current"]), (&true.into(), &false.into()));
        assert!(listed[0]["signed_in_at"].is_string() && listed[0]["used_at"].is_string());
        let old = format!("/v1/me/sessions/{}", listed[1]["session_id"].as_str().expect("an id"));
        // Nobody else's.
        assert_eq!(people["other"].send("DELETE", &old, &[], None).await.problem(), "not-found");
        for id in ["x", "..", "%23", "W%23other%23X", &"a".repeat(1000)] {
            let status = second.send("DELETE", &format!("/v1/me/sessions/{id}"), &[], None).await.status.as_u16();
            assert!([400, 403, 404].contains(&status), "{id}: {status}");
        }
        second.send("DELETE", &old, &[], None).await.expect(204);
        assert_eq!(second.send("DELETE", &old, &[], None).await.problem(), "not-found");
        request("POST", "/v1/auth/refresh", &[("cookie", &first.cookie)], None).await.expect(401);
        until("the end", || async { (first.get("/v1/me").await.status == 401).then_some(()) }).await;
        second.get("/v1/me").await.expect(200);
        assert_eq!(sessions(&second).await.len(), 1);
    });
}

#[test]
fn signing_out_everywhere_ends_all_and_needs_a_session_that_lives() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let (first, second) = (&people["learner"], workspace.sign_in("learner").await);
        let everywhere =
            |cookie: String| async move { request("POST", "/v1/auth/sign-out-everywhere", &[("cookie", &cookie)], None).await };
        assert_eq!(everywhere("__Host-trellis_refresh=made.up".to_owned()).await.problem(), "unauthenticated");
        let out = everywhere(second.cookie.clone()).await;
        assert!(out.headers.get("set-cookie").expect("a cookie").to_str().expect("text").contains("Max-Age=0"));
        out.expect(204);
        for person in [first, &second] {
            request("POST", "/v1/auth/refresh", &[("cookie", &person.cookie)], None).await.expect(401);
            until("the end", || async { (person.get("/v1/me").await.status == 401).then_some(()) }).await;
        }
        assert_eq!(everywhere(first.cookie.clone()).await.problem(), "unauthenticated");
        workspace.sign_in("learner").await.get("/v1/me").await.expect(200);
    });
}

/// The use of a session is noted while somebody ends it: the end stays.
#[test]
fn a_session_that_is_ended_while_it_is_renewed_stays_ended() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let learner = &people["learner"];
        let id = sessions(learner).await[0]["session_id"].as_str().expect("an id").to_owned();
        let key = (format!("W#{}#MEMBER#{}", workspace.id, learner.member_id), format!("SESSION#{id}"));
        // Its use is noted once an hour.
        put_attribute(&key, "used_at", &json!({ "S": "2026-01-01T00:00:00Z" })).await;
        let meddler = Meddler::start().await;
        let mut variables = environment("identity").await;
        variables.insert("AWS_ENDPOINT_URL".to_owned(), meddler.url.clone());
        let refresh = Function::start(&area("identity"), "refresh-session", &variables).expect("the function starts");
        let revoked = Change { key: key.clone(), name: "revoked", value: json!({ "BOOL": true }) };
        // The end writes a version of its own, as every write does.
        let version = Change { key: key.clone(), name: "version", value: json!({ "N": "7" }) };
        meddler.plan("PutItem", vec![revoked, version]);
        let mut event = sample_event("refresh-session");
        event["headers"]["cookie"] = json!(learner.cookie);
        event["multiValueHeaders"]["cookie"] = json!([learner.cookie]);
        let answer = refresh.invoke(event, "test").await.result.expect("an answer");
        assert!(meddler.done().is_some(), "nothing was noted: {answer}");
        assert_eq!(answer["statusCode"], 401, "{answer}");
        assert_eq!(stored(&key.0).await[&key]["revoked"], json!({ "BOOL": true }));
        request("POST", "/v1/auth/refresh", &[("cookie", &learner.cookie)], None).await.expect(401);
    });
}

#[test]
fn a_session_names_its_device_and_nothing_that_a_header_says() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.members(&[("learner", &[])]).await;
        let (session, code) = crate::workspace::start_sign_in(&workspace.id, &workspace.email("learner")).await;
        let body = serde_json::json!({ "session": session, "code": code });
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 <script>";
        let answer = request("POST", "/v1/auth/verify", &[("user-agent", agent)], Some(&body)).await.expect(200);
        let token = answer["access_token"].as_str().expect("a token").to_owned();
        let person = Person { token, member_id: String::new(), cookie: String::new() };
        assert_eq!(sessions(&person).await[0]["device"], "Firefox on Linux");
    });
}
