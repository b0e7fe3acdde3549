//! /v1/auth/enrolment: setting up password and authenticator app, by a link that works once; gaining and losing the need for it.

use crate::{
    auth_password::cognito,
    authenticator::App,
    stack::{run, until},
    workspace::{PASSWORD, Person, Workspace, enrol, enrolment, letters, start_sign_in, ticket},
};
use serde_json::{Value, json};

/// Waits for a letter with a link that is none of `known`; its ticket.
async fn link(email: &str, known: &[&str]) -> String {
    until("the link", || async { letters(email).await.iter().filter_map(ticket).find(|ticket| !known.contains(&ticket.as_str())) }).await
}

/// Invites an administrator; the new member's path and ticket.
async fn invite(workspace: &Workspace, admin: &Person, local: &str) -> (String, String) {
    let email = workspace.email(local);
    let invited = admin.post("/v1/admin/people", &json!({ "email": email, "name": "Second", "roles": ["admin"] })).await.expect(201);
    (format!("/v1/admin/people/{}", invited["member_id"].as_str().expect("an id")), link(&email, &[]).await)
}

async fn change(admin: &Person, path: &str, change: Value) {
    admin.send("PATCH", path, &[], Some(&change)).await.expect(200);
}

#[test]
fn every_step_can_be_taken_again_until_the_last_one() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let (path, link) = invite(&workspace, &admin, "second").await;
        assert_eq!(enrolment("code", &link, "code", "123456").await.problem(), "enrolment-not-begun");
        for weak in ["short", "aaaaaaaaaaaaaaaa", " begins with a space"] {
            let refused = enrolment("password", &link, "password", weak).await;
            assert_eq!((refused.status.as_u16(), refused.problem()), (422, "rule-broken"), "{weak}");
            assert_eq!(refused.body["errors"][0]["field"], "password");
        }
        for common in ["password1234".to_owned(), "qwertyuiop123".to_owned(), format!("{}1234", workspace.id), workspace.email("second")] {
            let refused = enrolment("password", &link, "password", &common).await;
            assert_eq!((refused.status.as_u16(), refused.problem()), (422, "common-password"), "{common}");
            assert_eq!(refused.body["errors"][0]["field"], "password");
        }
        // Whoever comes from the workspace's own provider may be here before the queue has told the identity provider of them.
        let username = path.rsplit('/').next().expect("an id");
        cognito("AdminDeleteUser", &json!({ "UserPoolId": "eu-central-1_trellisIdentityUserPool", "Username": username })).await;
        enrolment("password", &link, "password", "a first thought of mine").await.expect(200);
        let secret = enrolment("password", &link, "password", PASSWORD).await.expect(200);
        let mut app = App::new(secret["secret"].as_str().expect("a secret"));
        let uri = secret["uri"].as_str().expect("a URI");
        assert!(uri.starts_with("otpauth://totp/Trellis%20") && uri.contains(secret["secret"].as_str().expect("a secret")), "{uri}");
        assert!(secret["qr_code"].as_str().is_some_and(|image| image.starts_with("<svg ")));
        assert_eq!(enrolment("code", &link, "code", &app.wrong()).await.problem(), "rule-broken");
        enrolment("code", &link, "code", &app.next().await).await.expect(204);
        // Now the link has done its work.
        enrolment("password", &link, "password", "another one by a thief").await.expect(401);
        enrolment("code", &link, "code", &app.next().await).await.expect(401);
        workspace.apps.lock().await.insert("second".to_owned(), app);
        workspace.sign_in("second").await.get("/v1/admin/people").await.expect(200);
    });
}

#[test]
fn six_wrong_codes_begin_the_enrolment_again() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let (_, link) = invite(&workspace, &admin, "second").await;
        let secret = enrolment("password", &link, "password", PASSWORD).await.expect(200);
        let app = App::new(secret["secret"].as_str().expect("a secret"));
        for _ in 0..6 {
            enrolment("code", &link, "code", &app.wrong()).await.expect(422);
        }
        assert_eq!(enrolment("code", &link, "code", &app.wrong()).await.problem(), "enrolment-not-begun");
        enrol(&link).await;
    });
}

#[test]
fn a_link_is_good_for_its_member_and_need_only() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let (admin, stranger) = (workspace.admin().await, other.admin().await);
        let (path, link) = invite(&workspace, &admin, "second").await;
        // Neither half of another workspace's link fits, nor does any other ticket of ours.
        let (_, foreign) = invite(&other, &stranger, "second").await;
        let ((text, _), (_, signature)) = (link.split_once('.').expect("a ticket"), foreign.split_once('.').expect("a ticket"));
        let cookie = admin.cookie.split_once('=').expect("a pair").1.to_owned();
        for forged in [format!("{text}.{signature}"), format!("{text}."), cookie, "x".repeat(1000)] {
            enrolment("password", &forged, "password", PASSWORD).await.expect(401);
        }
        enrolment("password", "", "password", PASSWORD).await.expect(422);
        // Not while the member is deactivated, nor without a role that needs it.
        change(&admin, &path, json!({ "state": "deactivated" })).await;
        enrolment("password", &link, "password", PASSWORD).await.expect(401);
        change(&admin, &path, json!({ "state": "active", "roles": ["author"] })).await;
        enrolment("password", &link, "password", PASSWORD).await.expect(401);
        change(&admin, &path, json!({ "roles": ["auditor"] })).await;
        let newest = until("a link that is good", || async {
            let newest = letters(&workspace.email("second")).await.iter().find_map(ticket)?;
            let answer = enrolment("password", &newest, "password", PASSWORD).await;
            (answer.status == 200).then_some(newest)
        })
        .await;
        enrol(&newest).await;
    });
}

#[test]
fn who_gains_administration_enrols_from_the_session_and_who_loses_it_goes_back_to_codes() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let (admin, learner) = (&people["admin"], &people["learner"]);
        assert_eq!(learner.send("POST", "/v1/me/second-factor", &[], None).await.problem(), "no-second-factor-needed");
        let path = format!("/v1/admin/people/{}", learner.member_id);
        change(admin, &path, json!({ "roles": ["admin"] })).await;
        let mailed = link(&workspace.email("learner"), &[]).await;
        let begun = learner.send("POST", "/v1/me/second-factor", &[], None).await.expect(201);
        let begun = begun["ticket"].as_str().expect("a ticket");
        enrolment("password", &mailed, "password", PASSWORD).await.expect(401);
        let app = enrol(begun).await;
        // What was signed in with a code has ended, and what is in use cannot be replaced.
        until("the end", || async { (learner.get("/v1/me").await.status == 401).then_some(()) }).await;
        workspace.apps.lock().await.insert("learner".to_owned(), app);
        let promoted = workspace.sign_in("learner").await;
        promoted.get("/v1/admin/people").await.expect(200);
        assert_eq!(promoted.send("POST", "/v1/me/second-factor", &[], None).await.problem(), "already-enrolled");

        change(admin, &path, json!({ "roles": ["author"] })).await;
        until("the refusal", || async { (promoted.get("/v1/admin/people").await.status == 403).then_some(()) }).await;
        until("the way back", || async {
            let acts = admin.get(&format!("/v1/admin/audit-events?target=member/{}", promoted.member_id)).await.expect(200);
            acts.to_string().contains("member.enrolment_ended").then_some(())
        })
        .await;
        workspace.give_password("learner", PASSWORD).await.expect(401);
        let (session, code) = start_sign_in(&workspace.id, &workspace.email("learner")).await;
        workspace.enter(&session, &code).await.get("/v1/admin/courses").await.expect(200);
    });
}

#[test]
fn another_administrator_recovers_a_lost_app() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("second", &["admin"]), ("learner", &[])]).await;
        let (admin, second) = (&people["admin"], &people["second"]);
        let recovery = |person: &Person| format!("/v1/admin/people/{}/recovery", person.member_id);
        let first = link(&workspace.email("second"), &[]).await;
        // Not of oneself, not by who is no administrator, not of who has nothing to recover.
        assert_eq!(admin.send("POST", &recovery(admin), &[], None).await.problem(), "rule-broken");
        assert_eq!(people["learner"].send("POST", &recovery(second), &[], None).await.problem(), "forbidden");
        assert_eq!(admin.send("POST", &recovery(&people["learner"]), &[], None).await.problem(), "rule-broken");

        admin.send("POST", &recovery(second), &[], None).await.expect(204);
        // From this moment the old password and app open nothing, whether the identity provider knows it yet or not.
        workspace.give_password("second", PASSWORD).await.expect(401);
        let newest = link(&workspace.email("second"), &[&first]).await;
        until("the end", || async { (second.get("/v1/me").await.status == 401).then_some(()) }).await;
        crate::workspace::request("POST", "/v1/auth/refresh", &[("cookie", &second.cookie)], None).await.expect(401);
        let app = enrol(&newest).await;
        workspace.apps.lock().await.insert("second".to_owned(), app);
        workspace.sign_in("second").await.get("/v1/admin/people").await.expect(200);
        let acts = admin.get(&format!("/v1/admin/audit-events?target=member/{}", second.member_id)).await.expect(200).to_string();
        for action in ["member.recovery_started", "member.password_set", "member.enrolled", "session.opened", "sessions.ended"] {
            assert!(acts.contains(action), "{action}: {acts}");
        }
        assert!(!acts.contains(PASSWORD));
    });
}
