//! /v1/auth/workspaces: people who have forgotten where they sign in are told by e-mail, and nobody else is told anything.

use crate::{
    outbox::{batch, sealed, signing_key},
    platform_workspaces::{operator, path},
    sso::{Browser, OidcProvider},
    stack::{invoke, portal, run, table, until},
    workspace::{Answer, Person, Workspace, letters, request},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use ulid::Ulid;

async fn ask(email: &str) -> Answer {
    request("POST", "/v1/auth/workspaces", &[], Some(&json!({ "email": email }))).await
}

fn digest(email: &str) -> String {
    signing_key().sign("address", email.as_bytes())
}

/// Delivers a request for an address to the queue's consumer, past the limits: when it returns, what there is to send has been sent.
async fn deliver(event: &str, email: &str, at: Timestamp) {
    let payload = json!({ "address": digest(email), "at": at });
    let message = sealed("platform", event, "workspaces.wanted", &payload);
    assert_eq!(invoke("sync-identity", &batch(&message, 1)).await.expect("handled"), json!({ "batchItemFailures": [] }));
}

async fn deliver_now(email: &str) {
    deliver(&Ulid::generate().to_string(), email, local_kit::machine_time()).await;
}

/// The links of the e-mails that say where to sign in, in order.
async fn links(email: &str) -> Vec<String> {
    let told = |letter: &Value| letter["subject"].as_str().is_some_and(|subject| subject.starts_with("Where you sign in to"));
    let link = |letter: &Value| Some(letter["text"].as_str()?.split_once("Sign in: ")?.1.split_whitespace().next()?.to_owned());
    let mut links: Vec<String> = letters(email).await.iter().filter(|letter| told(letter)).filter_map(link).collect();
    links.sort();
    links
}

fn door(workspace: &Workspace, email: &str) -> String {
    let encoded = email.replace('@', "%40").replace('.', "%2E").replace('-', "%2D");
    format!("{}/?workspace={}&email={encoded}", portal(), workspace.id)
}

/// The keys of the directory's entries for an address.
async fn entries(email: &str) -> Vec<String> {
    let partition = json!({ ":pk": { "S": format!("W#platform#DIRECTORY#{}", digest(email)) } });
    let answer = table(
        "Query",
        json!({ "TableName": "trellis-Data-Table", "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": partition }),
    )
    .await;
    assert!(!answer.to_string().contains(email), "{answer}");
    answer["Items"].as_array().expect("items").iter().filter_map(|item| item["sk"]["S"].as_str().map(str::to_owned)).collect()
}

async fn invite(admin: &Person, email: &str) -> String {
    let invited = admin.post("/v1/admin/people", &json!({ "email": email, "name": "Nora New" })).await.expect(201);
    until("the invitation", || async { letters(email).await.into_iter().next() }).await;
    format!("/v1/admin/people/{}", invited["member_id"].as_str().expect("an id"))
}

fn elsewhere(local: &str) -> String {
    format!("{local}@t{}.example", Ulid::generate().to_string().to_lowercase())
}

#[test]
fn each_workspace_sends_an_e_mail_once_in_a_while() {
    run(async {
        let (one, two) = (Workspace::open().await, Workspace::open().await);
        let email = elsewhere("nora");
        for workspace in [&one, &two] {
            let member = json!({ "email": email, "name": "Nora New" });
            workspace.admin().await.post("/v1/admin/people", &member).await.expect(201);
        }
        until("the invitations", || async { (letters(&email).await.len() == 2).then_some(()) }).await;
        // However it is typed.
        ask(&format!(" {}", email.replace("nora", "NORA"))).await.expect(204);
        let mut expected = [door(&one, &email), door(&two, &email)];
        expected.sort();
        until("the e-mails", || async { (links(&email).await.len() == 2).then_some(()) }).await;
        assert_eq!(links(&email).await, expected);
        // The second request is answered like the first, and nothing is announced: somebody else's has overtaken it.
        ask(&email).await.expect(204);
        let admin = one.email("admin");
        ask(&admin).await.expect(204);
        until("the administrator's", || async { links(&admin).await.into_iter().next() }).await;
        assert_eq!(links(&admin).await, [format!("{}&way=password", door(&one, &admin))]);
        assert_eq!(links(&email).await, expected);
    });
}

#[test]
fn a_request_that_is_delivered_again_sends_what_is_missing_and_nothing_else() {
    run(async {
        let (one, two) = (Workspace::open().await, Workspace::open().await);
        let (email, event, at) = (elsewhere("nora"), Ulid::generate().to_string(), local_kit::machine_time());
        invite(&one.admin().await, &email).await;
        for _ in 0..3 {
            deliver(&event, &email, at).await;
        }
        assert_eq!(links(&email).await, [door(&one, &email)]);
        let admin = two.admin().await;
        admin.post("/v1/admin/people", &json!({ "email": email, "name": "Nora New" })).await.expect(201);
        until("the entry", || async { (entries(&email).await.len() == 2).then_some(()) }).await;
        for _ in 0..3 {
            deliver(&event, &email, at).await;
        }
        assert_eq!(links(&email).await.len(), 2);
        // What has been dead-lettered for hours is of no use any more.
        deliver(&Ulid::generate().to_string(), &email, at - SignedDuration::from_hours(2)).await;
        assert_eq!(links(&email).await.len(), 2);
    });
}

#[test]
fn an_address_that_nobody_has_is_answered_alike() {
    run(async {
        let workspace = Workspace::open().await;
        let (known, unknown) = (workspace.email("admin"), workspace.email("nobody"));
        workspace.admin().await;
        let (first, second) = (ask(&known).await, ask(&unknown).await);
        assert_eq!((first.status, &first.body), (second.status, &second.body));
        let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(&first), names(&second));
        deliver_now(&unknown).await;
        assert!(letters(&unknown).await.is_empty());
        for no_address in [json!("nobody"), json!(""), json!(null)] {
            let answer = request("POST", "/v1/auth/workspaces", &[], Some(&json!({ "email": no_address }))).await;
            assert!([400, 422].contains(&answer.status.as_u16()), "{}", answer.body);
        }
    });
}

#[test]
fn who_asks_too_often_waits_whether_the_address_is_known_or_not() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.admin().await;
        for local in ["admin", "nobody"] {
            let email = workspace.email(local);
            for _ in 0..6 {
                ask(&email).await.expect(204);
            }
            let refused = ask(&email).await;
            assert_eq!((refused.status.as_u16(), refused.problem()), (429, "too-many-requests"), "{local}");
            assert!(refused.headers.contains_key("retry-after"));
        }
        until("the e-mail", || async { links(&workspace.email("admin")).await.into_iter().next() }).await;
        assert_eq!(links(&workspace.email("admin")).await.len(), 1);
    });
}

#[test]
fn only_those_are_written_to_who_may_sign_in() {
    run(async {
        let (workspace, operator) = (Workspace::open().await, operator().await);
        let (admin, email) = (workspace.admin().await, elsewhere("nora"));
        let member = invite(&admin, &email).await;
        assert_eq!(entries(&email).await, [workspace.id.as_str()]);
        admin.send("PATCH", &member, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        deliver_now(&email).await;
        until("no entry", || async { entries(&email).await.is_empty().then_some(()) }).await;
        deliver_now(&email).await;
        admin.send("PATCH", &member, &[], Some(&json!({ "state": "active" }))).await.expect(200);
        until("the entry", || async { (entries(&email).await.len() == 1).then_some(()) }).await;
        operator.send("POST", &path(&workspace, "/suspend"), &[], None).await.expect(200);
        deliver_now(&email).await;
        assert!(links(&email).await.is_empty());
        operator.send("POST", &path(&workspace, "/resume"), &[], None).await.expect(200);
        deliver_now(&email).await;
        assert_eq!(links(&email).await, [door(&workspace, &email)]);
        operator.post(&path(&workspace, "/close"), &json!({ "workspace": workspace.id })).await.expect(200);
        deliver_now(&email).await;
        assert_eq!(links(&email).await.len(), 1);
    });
}

#[test]
fn who_gets_another_address_is_found_by_it_and_by_no_other() {
    run(async {
        let workspace = Workspace::open().await;
        let (admin, old, new) = (workspace.admin().await, elsewhere("nora"), elsewhere("married"));
        let member = invite(&admin, &old).await;
        admin.send("PATCH", &member, &[], Some(&json!({ "email": new }))).await.expect(200);
        // Whoever reads looks at the member, however far the queue is.
        deliver_now(&old).await;
        until("the new entry", || async { (entries(&new).await.len() == 1).then_some(()) }).await;
        until("no old entry", || async { entries(&old).await.is_empty().then_some(()) }).await;
        deliver_now(&old).await;
        deliver_now(&new).await;
        assert!(links(&old).await.is_empty());
        assert_eq!(links(&new).await, [door(&workspace, &new)]);

        // The address is somebody else's now; the first change, delivered once more, leaves them their entry.
        invite(&admin, &old).await;
        let id = member.rsplit('/').next().expect("an id");
        let payload = json!({ "member_id": id, "former": digest(&old) });
        let late = sealed(&workspace.id, &Ulid::generate().to_string(), "member.address_changed", &payload);
        invoke("sync-identity", &batch(&late, 1)).await.expect("handled");
        assert_eq!(entries(&old).await.len(), 1);
        deliver_now(&old).await;
        assert_eq!(links(&old).await, [door(&workspace, &old)]);
    });
}

#[test]
fn who_changes_back_is_found_by_the_first_address() {
    run(async {
        let workspace = Workspace::open().await;
        let (admin, old, new) = (workspace.admin().await, elsewhere("nora"), elsewhere("married"));
        let member = invite(&admin, &old).await;
        for email in [&new, &old] {
            admin.send("PATCH", &member, &[], Some(&json!({ "email": email }))).await.expect(200);
        }
        let id = member.rsplit('/').next().expect("an id");
        for former in [&new, &old] {
            let payload = json!({ "member_id": id, "former": digest(former) });
            let message = sealed(&workspace.id, &Ulid::generate().to_string(), "member.address_changed", &payload);
            invoke("sync-identity", &batch(&message, 1)).await.expect("handled");
        }
        // The queue may be following the first change still.
        until("one entry", || async { (entries(&old).await.len() == 1 && entries(&new).await.is_empty()).then_some(()) }).await;
        // A message of before there was a directory names no address.
        let message = sealed(&workspace.id, &Ulid::generate().to_string(), "member.address_changed", &json!({ "member_id": id }));
        assert_eq!(invoke("sync-identity", &batch(&message, 1)).await.expect("handled"), json!({ "batchItemFailures": [] }));
        deliver_now(&old).await;
        assert_eq!(links(&old).await, [door(&workspace, &old)]);
    });
}

#[test]
fn who_signs_in_is_entered() {
    run(async {
        let workspace = Workspace::open().await;
        workspace.members(&[("learner", &[])]).await;
        let email = workspace.email("learner");
        // As for a member who is older than the directory.
        let key = json!({ "pk": { "S": format!("W#platform#DIRECTORY#{}", digest(&email)) }, "sk": { "S": workspace.id } });
        table("DeleteItem", json!({ "TableName": "trellis-Data-Table", "Key": key })).await;
        deliver_now(&email).await;
        assert!(links(&email).await.is_empty());
        workspace.sign_in("learner").await;
        deliver_now(&email).await;
        assert_eq!(links(&email).await, [door(&workspace, &email)]);
    });
}

#[test]
fn who_comes_from_the_workspaces_own_provider_is_found() {
    run(async {
        let Some(provider) = OidcProvider::start().await else { return };
        let workspace = Workspace::open().await;
        let (admin, email) = (workspace.admin().await, workspace.email("ann"));
        let rules = json!({ "domains": [format!("{}.example", workspace.id)], "just_in_time": true });
        let id = provider.connect(&admin, &rules).await;
        let claims = json!({ "sub": "ann", "email": email, "email_verified": true, "name": "Ann" });
        assert_eq!(Browser::default().arrive(&workspace, &id, &claims).await.status, 302);
        ask(&email).await.expect(204);
        until("the e-mail", || async { links(&email).await.into_iter().next() }).await;
        assert_eq!(links(&email).await, [door(&workspace, &email)]);
    });
}
