//! /v1/auth/password: administrators sign in with a password and an authenticator app, and only then administer.

use crate::{
    stack::{run, site, until},
    workspace::{PASSWORD, Person, Workspace, enrolment, letters, request, ticket},
};
use serde_json::{Value, json};

/// The claims of a token, unverified.
fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("a payload");
    serde_json::from_slice(&data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes()).expect("base64url")).expect("JSON")
}

async fn verify(session: &str, code: &str) -> crate::workspace::Answer {
    request("POST", "/v1/auth/verify", &[], Some(&json!({ "session": session, "code": code }))).await
}

#[test]
fn administration_needs_password_and_app() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("later", &[])]).await;
        let admin = &people["admin"];
        assert_eq!(claims(&admin.token)["acr"], "urn:cognito:loa:4");
        let me = admin.get("/v1/me").await.expect(200);
        assert_eq!((&me["roles"], &me["second_factor"]), (&json!(["learner", "admin"]), &json!("shown")));
        admin.get("/v1/admin/people").await.expect(200);
        // Renewing keeps the level.
        let renewed = request("POST", "/v1/auth/refresh", &[("cookie", &admin.cookie)], None).await.expect(200);
        let token = renewed["access_token"].as_str().expect("a token").to_owned();
        assert_eq!(claims(&token)["acr"], "urn:cognito:loa:4");
        let admin = &Person { token, ..admin.clone() };
        admin.get("/v1/admin/people").await.expect(200);

        // Whoever has become an administrator since and signs in with a code is none yet.
        let path = format!("/v1/admin/people/{}", people["later"].member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "roles": ["admin", "auditor"] }))).await.expect(200);
        let (session, code) = {
            until("the link", || async { letters(&workspace.email("later")).await.first().and_then(ticket) }).await;
            crate::workspace::start_sign_in(&workspace.id, &workspace.email("later")).await
        };
        let later = workspace.enter(&session, &code).await;
        assert_eq!(claims(&later.token)["acr"], "urn:cognito:loa:2");
        let me = later.get("/v1/me").await.expect(200);
        assert_eq!((&me["roles"], &me["second_factor"]), (&json!(["learner", "admin", "auditor"]), &json!("required")));
        assert_eq!((&me["permissions"], &me["grantable_roles"]), (&json!(["learn"]), &json!([])));
        for path in ["/v1/admin/people", "/v1/admin/courses", "/v1/admin/audit-events"] {
            assert_eq!(later.get(path).await.problem(), "forbidden", "{path}");
        }
        later.get("/v1/me/home").await.expect(200);
    });
}

/// The identity provider would refuse it as a parameter: it is not asked, and no try is used up.
#[test]
fn what_no_app_shows_is_no_try() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.admin().await;
        let body = json!({ "workspace": workspace.id, "email": workspace.email("admin"), "password": PASSWORD });
        let started = request("POST", "/v1/auth/password", &[], Some(&body)).await.expect(200);
        let session = started["session"].as_str().expect("a session");
        for _ in 0..8 {
            let answer = verify(session, "12345678").await;
            assert_eq!((answer.status.as_u16(), answer.problem()), (422, "rule-broken"));
        }
        let wrong = verify(session, "000000").await;
        assert!(wrong.body["detail"].as_str().is_some_and(|detail| detail.starts_with("That code is incorrect")), "{}", wrong.body);
    });
}

#[test]
fn a_level_that_somebody_writes_into_a_token_has_no_effect() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let learner = &people["learner"];
        let [head, payload, signature] = learner.token.split('.').collect::<Vec<_>>().try_into().expect("three parts");
        let mut forged = claims(&learner.token);
        assert_eq!(forged["acr"], "urn:cognito:loa:2");
        forged["acr"] = json!("urn:cognito:loa:4");
        let forged = data_encoding::BASE64URL_NOPAD.encode(forged.to_string().as_bytes());
        assert_ne!(forged, payload);
        let forger = Person { token: format!("{head}.{forged}.{signature}"), ..learner.clone() };
        assert_eq!(forger.get("/v1/me").await.problem(), "unauthenticated");
    });
}

#[test]
fn whatever_is_wrong_about_a_password_gets_one_answer() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.members(&[("learner", &[])]).await;
        let nowhere = Workspace::unopened(&workspace.id.replace('t', "y"));
        let mut told = std::collections::BTreeSet::new();
        for (workspace, local, password) in [
            (&workspace, "admin", "not the password at all"),
            (&workspace, "learner", PASSWORD),
            (&workspace, "nobody", PASSWORD),
            (&nowhere, "admin", PASSWORD),
        ] {
            let answer = workspace.give_password(local, password).await;
            told.insert((answer.status.as_u16(), answer.problem().to_owned(), answer.body["detail"].to_string()));
        }
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told.first().map(|told| told.0), Some(401));
        // What nobody's password can be is told before anybody is looked for.
        for (workspace, local) in [(&workspace, "admin"), (&workspace, "nobody"), (&nowhere, "admin")] {
            for password in [String::new(), "x".repeat(257)] {
                assert_eq!(workspace.give_password(local, &password).await.expect(422)["detail"], "password: expected 1 to 256 characters");
            }
        }
    });
}

#[test]
fn passwords_cannot_be_guessed_for_long_and_nobody_is_locked_out_for_long() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.admin().await;
        let mut waits = 0;
        for guess in 0..10 {
            waits += usize::from(workspace.give_password("admin", &format!("guess number {guess}")).await.status == 429);
        }
        assert!(waits >= 4, "{waits}");
        let refused = workspace.give_password("admin", PASSWORD).await;
        assert_eq!(refused.problem(), "too-many-requests");
        let wait: u32 = refused.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
        assert!(wait <= 31, "{wait}");
    });
}

#[test]
fn each_code_of_the_app_works_once_and_wrong_ones_are_counted() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let app = workspace.apps.lock().await["admin"].clone();
        let session = workspace.password_session("admin").await;
        // The code that opened the first session, once more.
        verify(&session, &app.last()).await.expect(401);
        for _ in 0..5 {
            verify(&session, &app.wrong()).await.expect(401);
        }
        let code = workspace.apps.lock().await.get_mut("admin").expect("an app").next().await;
        verify(&session, &code).await.expect(401);
        // A new sign-in with the same, still unused code works, beside the first session.
        let session = workspace.password_session("admin").await;
        let second = workspace.enter(&session, &code).await;
        second.get("/v1/admin/people").await.expect(200);
        admin.get("/v1/admin/people").await.expect(200);
        verify(&session, &code).await.expect(401);
    });
}

#[test]
fn a_password_alone_opens_nothing_even_at_the_identity_provider() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let admin = &people["admin"];
        let invited = json!({ "email": workspace.email("second"), "name": "Second", "roles": ["admin"] });
        admin.post("/v1/admin/people", &invited).await.expect(201);
        let link = until("the link", || async { letters(&workspace.email("second")).await.first().and_then(ticket) }).await;
        enrolment("password", &link, "password", PASSWORD).await.expect(200);
        workspace.give_password("second", PASSWORD).await.expect(401);

        // Straight at the identity provider it gives a token of the lowest level: no session here, no power there.
        let client = claims(&admin.token)["client_id"].clone();
        let listed = admin.get("/v1/admin/people").await.expect(200);
        let people = listed["items"].as_array().expect("people");
        let second = people.iter().find(|person| person["email"] == workspace.email("second")).expect("the second");
        let parameters = json!({ "USERNAME": second["member_id"], "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
        let start = json!({ "AuthFlow": "USER_AUTH", "ClientId": client, "AuthParameters": parameters });
        let tokens = cognito("InitiateAuth", &start).await;
        let token = tokens["AuthenticationResult"]["AccessToken"].as_str().expect("a token").to_owned();
        assert_eq!(claims(&token)["acr"], "urn:cognito:loa:1");
        assert_eq!(Person { token: token.clone(), ..admin.clone() }.get("/v1/me").await.problem(), "unauthenticated");
        let refused = cognito("AssociateSoftwareToken", &json!({ "AccessToken": token })).await;
        assert_eq!(refused["__type"], "NotAuthorizedException", "{refused}");
    });
}

/// A call of the identity provider itself, as anybody on the internet can make it.
pub(crate) async fn cognito(operation: &str, body: &Value) -> Value {
    let target = format!("AWSCognitoIdentityProviderService.{operation}");
    let request = reqwest::Client::new().post(site().aws_url).header("x-amz-target", target);
    let request = request.header("content-type", "application/x-amz-json-1.1").body(body.to_string());
    request.send().await.expect("an answer").json().await.expect("JSON")
}
