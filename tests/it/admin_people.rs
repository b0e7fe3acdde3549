//! /v1/admin/people: invitations, roles, deactivation.

use crate::{
    stack::{run, until},
    workspace::{Answer, Person, Workspace, letters, request},
};
use serde_json::{Value, json};

#[test]
fn a_deactivated_member_is_refused_and_can_come_back() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let (admin, learner) = (&people["admin"], &people["learner"]);
        learner.get("/v1/me").await.expect(200);
        let path = format!("/v1/admin/people/{}", learner.member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        until("the refusal", || async { (learner.get("/v1/me").await.status == 401).then_some(()) }).await;
        request("POST", "/v1/auth/refresh", &[("cookie", &learner.cookie)], None).await.expect(401);
        // Neither does a new sign-in work, and it does not say why.
        let before = letters(&workspace.email("learner")).await.len();
        request("POST", "/v1/auth/start", &[], Some(&json!({ "workspace": workspace.id, "email": workspace.email("learner") })))
            .await
            .expect(200);
        assert_eq!(letters(&workspace.email("learner")).await.len(), before);

        admin.send("PATCH", &path, &[], Some(&json!({ "state": "active" }))).await.expect(200);
        until("the way back", || async {
            let start = json!({ "workspace": workspace.id, "email": workspace.email("learner") });
            request("POST", "/v1/auth/start", &[], Some(&start)).await;
            (letters(&workspace.email("learner")).await.len() > before).then_some(())
        })
        .await;
    });
}

#[test]
fn an_address_belongs_to_one_member_of_a_workspace() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let (admin, stranger) = (workspace.admin().await, other.admin().await);
        let body = json!({ "email": "Same@Person.example", "name": "One Person" });
        let invited = admin.post("/v1/admin/people", &body).await.expect(201);
        assert_eq!(invited["email"], "same@person.example");
        let again = admin.post("/v1/admin/people", &body).await;
        assert_eq!((again.status.as_u16(), again.problem()), (409, "address-taken"));
        // Elsewhere the same address is another member.
        let elsewhere = stranger.post("/v1/admin/people", &body).await.expect(201);
        assert_ne!(elsewhere["member_id"], invited["member_id"]);

        let key = [("idempotency-key", "k")];
        let body = json!({ "email": "twice@person.example", "name": "Two" });
        let first = admin.send("POST", "/v1/admin/people", &key, Some(&body)).await.expect(201);
        let second = admin.send("POST", "/v1/admin/people", &key, Some(&body)).await.expect(201);
        assert_eq!(first["member_id"], second["member_id"]);
    });
}

#[test]
fn people_are_found_by_any_part_of_name_or_address_and_stand_in_order() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        for (name, email) in [
            ("Zoe Last", "zoe@acme.example"),
            ("Émile Zola", "novels@acme.example"),
            ("Emma Bovary", "emma@acme.example"),
            ("Emil Berg", "emil@Müller.example"),
            ("Ödön Zander", "oedoen.z@acme.example"),
        ] {
            let member = json!({ "name": name, "email": email });
            admin.post("/v1/admin/people", &member).await.expect(201);
        }
        let names = |listed: &Value| -> Vec<String> {
            listed["items"].as_array().expect("people").iter().map(|person| person["name"].as_str().expect("a name").to_owned()).collect()
        };
        for (query, found) in [
            ("zander", vec!["Ödön Zander"]),
            ("odon", vec!["Ödön Zander"]),
            ("OEDOEN.Z@acme", vec!["Ödön Zander"]),
            ("zola%20%C3%89mile", vec!["Émile Zola"]),
            ("zola%20emma", vec![]),
            // The domain as the DNS has it, and as people write it.
            ("xn--mller-kva", vec!["Emil Berg"]),
            ("emil@m%C3%BCller", vec!["Emil Berg"]),
            ("emil", vec!["Emil Berg", "Émile Zola"]),
        ] {
            // The index follows; until it knows anybody who fits, the table is searched.
            let path = format!("/v1/admin/people?q={query}");
            until(&format!("{found:?} as whom {query:?} finds"), || async {
                (names(&admin.get(&path).await.expect(200)) == found).then_some(())
            })
            .await;
        }
        let all = names(&admin.get("/v1/admin/people").await.expect(200));
        assert_eq!(all, ["Ada Admin", "Emil Berg", "Émile Zola", "Emma Bovary", "Ödön Zander", "Zoe Last"]);
    });
}

#[test]
fn an_address_is_kept_in_one_form_and_what_cannot_be_reached_is_refused() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let invite = |email: &str| json!({ "name": "Max", "email": email });
        let max = admin.post("/v1/admin/people", &invite("Max@MÜLLER.example")).await.expect(201);
        assert_eq!(max["email"], "max@xn--mller-kva.example");
        assert_eq!(admin.post("/v1/admin/people", &invite("max@xn--mller-kva.example")).await.problem(), "address-taken");
        let refused = admin.post("/v1/admin/people", &invite("jürgen@müller.example")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.to_string().contains("before the @"), "{}", refused.body);
        // Whoever has read a file in the wrong encoding is told so, row by row or at once.
        let broken = admin.post("/v1/admin/people", &json!({ "name": "J\u{fffd}rgen", "email": "j@acme.example" })).await;
        assert_eq!(broken.status, 422);
        assert!(broken.body.to_string().contains("U+FFFD"), "{}", broken.body);
        let found = admin.get("/v1/admin/people?q=j@acme.example").await.expect(200);
        assert_eq!(found["items"].as_array().map(Vec::len), Some(0));
    });
}

#[test]
fn roles_open_and_close_routes() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (admin, author, learner) = (&people["admin"], &people["author"], &people["learner"]);
        assert_eq!(learner.get("/v1/admin/people").await.problem(), "forbidden");
        assert_eq!(author.get("/v1/admin/people").await.problem(), "forbidden");
        assert_eq!(learner.get("/v1/admin/courses").await.problem(), "forbidden");
        author.get("/v1/admin/courses").await.expect(200);
        let listed = admin.get("/v1/admin/people").await.expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(3));

        let path = format!("/v1/admin/people/{}", learner.member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "roles": ["author"] }))).await.expect(200);
        until("the new role", || async { (learner.get("/v1/admin/courses").await.status == 200).then_some(()) }).await;

        let own = format!("/v1/admin/people/{}", admin.member_id);
        for change in [json!({ "state": "deactivated" }), json!({ "roles": ["learner"] })] {
            assert_eq!(admin.send("PATCH", &own, &[], Some(&change)).await.problem(), "rule-broken");
        }
        let stale = admin.send("PATCH", &path, &[("if-match", "\"1\"")], Some(&json!({ "name": "New" }))).await;
        assert_eq!((stale.status.as_u16(), stale.problem()), (412, "changed"));
        let bad = admin.send("PATCH", &path, &[], Some(&json!({ "roles": ["emperor"] }))).await;
        assert_eq!(bad.problem(), "rule-broken");
    });
}

async fn patch(by: &Person, member: &str, change: Value) -> Answer {
    by.send("PATCH", &format!("/v1/admin/people/{member}"), &[], Some(&change)).await
}

#[test]
fn one_administrator_remains_whoever_is_faster() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("second", &["admin"])]).await;
        let (first, second) = (&people["admin"], &people["second"]);
        for round in 0..6 {
            let change = if round % 2 == 0 { json!({ "roles": [] }) } else { json!({ "state": "deactivated" }) };
            let (one, two) = tokio::join!(patch(first, &second.member_id, change.clone()), patch(second, &first.member_id, change));
            let statuses = [one.status.as_u16(), two.status.as_u16()];
            assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?} {} {}", one.body, two.body);
            let refused = if statuses[0] == 200 { &two } else { &one };
            // Whoever comes late enough is no administrator any more.
            assert!(["last-administrator", "forbidden", "unauthenticated"].contains(&refused.problem()), "{}", refused.body);
            let (winner, loser) = if statuses[0] == 200 { (first, second) } else { (second, first) };
            patch(winner, &loser.member_id, json!({ "roles": ["admin"], "state": "active" })).await.expect(200);
            until("the way back", || async { (loser.get("/v1/admin/people").await.status == 200).then_some(()) }).await;
        }
        // With a third one there is room for one to go.
        let third = json!({ "email": workspace.email("third"), "name": "Third", "roles": ["admin"] });
        let third = first.post("/v1/admin/people", &third).await.expect(201);
        patch(first, &second.member_id, json!({ "roles": [] })).await.expect(200);
        patch(first, third["member_id"].as_str().expect("an id"), json!({ "state": "deactivated" })).await.expect(200);
    });
}

#[test]
fn nobody_is_their_own_manager_however_far_up() {
    run(async {
        let (workspace, other) = (Workspace::open().await, Workspace::open().await);
        let (admin, stranger) = (workspace.admin().await, other.admin().await);
        let mut ids = Vec::new();
        for name in ["a", "b", "c", "d"] {
            let member = json!({ "email": workspace.email(name), "name": name });
            let member = admin.post("/v1/admin/people", &member).await.expect(201);
            ids.push(member["member_id"].as_str().expect("an id").to_owned());
        }
        let manager = |id: &str| json!({ "manager_id": id });
        for pair in ids.windows(2) {
            let changed = patch(&admin, &pair[0], manager(&pair[1])).await.expect(200);
            assert_eq!(changed["manager_id"], pair[1].as_str());
        }
        for below in &ids {
            assert_eq!(patch(&admin, &ids[3], manager(below)).await.problem(), "rule-broken");
        }
        let made_up = ulid::Ulid::generate().to_string();
        for foreign in
            [stranger.member_id.as_str(), made_up.as_str(), "W#other#MEMBER", "..", &"M".repeat(1000), "０1JZ8Q4N7E5T9V3W2XKBYMCD6F"]
        {
            assert_eq!(patch(&admin, &ids[3], manager(foreign)).await.problem(), "rule-broken", "{foreign}");
        }
        let seen = admin.get(&format!("/v1/admin/people/{}", ids[3])).await.expect(200);
        assert_eq!(seen.get("manager_id"), None);

        // All at once: whatever comes of it, no circle.
        patch(&admin, &ids[2], json!({ "manager_id": null })).await.expect(200);
        patch(&admin, &ids[1], json!({ "manager_id": null })).await.expect(200);
        patch(&admin, &ids[0], json!({ "manager_id": null })).await.expect(200);
        for _ in 0..4 {
            let ring = (0..3).map(|number| patch(&admin, &ids[number], manager(&ids[(number + 1) % 3])));
            let done = futures_util::future::join_all(ring).await;
            let refused = done.iter().filter(|answer| answer.status == 422).count();
            assert_eq!(refused, 1, "{done:?}");
            for id in &ids[..3] {
                patch(&admin, id, json!({ "manager_id": null })).await.expect(200);
            }
        }

        patch(&admin, &ids[1], json!({ "state": "deactivated" })).await.expect(200);
        assert_eq!(patch(&admin, &ids[0], manager(&ids[1])).await.problem(), "rule-broken");
        let body = json!({ "email": workspace.email("e"), "name": "e", "manager_id": ids[1] });
        assert_eq!(admin.post("/v1/admin/people", &body).await.problem(), "rule-broken");
    });
}

#[test]
fn a_line_has_twenty_levels_at_most() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let mut above = admin.member_id.clone();
        for level in 1..=20 {
            let member = json!({ "email": workspace.email(&format!("m{level}")), "name": "Member", "manager_id": above });
            let member = admin.post("/v1/admin/people", &member).await.expect(201);
            above = member["member_id"].as_str().expect("an id").to_owned();
        }
        let member = json!({ "email": workspace.email("deep"), "name": "Deep", "manager_id": above });
        assert_eq!(admin.post("/v1/admin/people", &member).await.problem(), "rule-broken");
        // The whole line is the team of the one at the top, in pages as well.
        let all = admin.get("/v1/team/members?depth=all&limit=100").await.expect(200);
        assert_eq!(all["items"].as_array().map(Vec::len), Some(20), "{all}");
        let lowest = admin.get(&format!("/v1/team/members/{above}")).await.expect(200);
        assert_eq!(lowest["member_id"], above.as_str());
    });
}

#[test]
fn many_are_invited_at_once_and_each_row_tells_its_own() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let row = |local: &str| json!({ "email": workspace.email(local), "name": "Somebody" });
        let items = [
            row("one"),
            row("admin"),
            json!({ "email": "no address", "name": "X" }),
            json!({ "email": workspace.email("boss"), "name": "Boss", "roles": ["platform"] }),
            json!({ "email": workspace.email("x"), "name": "X", "workspace": "acme" }),
            row("two"),
            json!(7),
        ];
        let key = [("idempotency-key", "bulk")];
        let done = admin.send("POST", "/v1/admin/people/bulk", &key, Some(&json!({ "items": items }))).await.expect(200);
        assert_eq!((&done["invited"], &done["refused"]), (&json!(2), &json!(5)), "{done}");
        let results: Vec<&str> = done["items"].as_array().expect("rows").iter().map(|row| row["result"].as_str().expect("text")).collect();
        assert_eq!(results, ["invited", "refused", "refused", "refused", "refused", "invited", "refused"]);
        let again = admin.send("POST", "/v1/admin/people/bulk", &key, Some(&json!({ "items": items }))).await.expect(200);
        assert_eq!(again, done);
        let without = admin.post("/v1/admin/people/bulk", &json!({ "items": [row("one")] })).await.expect(200);
        assert_eq!(without["refused"], 1);
        for wrong in [json!([]), json!(vec![row("one"); 501])] {
            assert_eq!(admin.post("/v1/admin/people/bulk", &json!({ "items": wrong })).await.problem(), "rule-broken");
        }
        // Where the table is slow, one request does not get through all: the rest is sent again.
        let mut rest: Vec<Value> = (0..200).map(|number| row(&format!("many{number}"))).collect();
        while !rest.is_empty() {
            let body = json!({ "items": rest });
            let done = admin.send("POST", "/v1/admin/people/bulk", &[("idempotency-key", "full")], Some(&body)).await.expect(200);
            assert_eq!(done["refused"], 0);
            assert!(done["invited"].as_u64() > Some(0), "no row in twenty seconds");
            let tried = done["items"].as_array().expect("rows").iter().map(|row| row["result"] != "not_tried");
            rest = rest.into_iter().zip(tried).filter(|(_, tried)| !tried).map(|(row, _)| row).collect();
        }
    });
}

#[test]
fn an_invitation_is_pending_until_it_is_taken_up() {
    run(async {
        let workspace = Workspace::open().await;
        let admin = workspace.admin().await;
        let invited = json!({ "email": workspace.email("new"), "name": "New" });
        let invited = admin.post("/v1/admin/people", &invited).await.expect(201);
        assert_eq!(invited["invitation"]["state"], "pending");
        let path = format!("/v1/admin/people/{}", invited["member_id"].as_str().expect("an id"));
        let again = format!("{path}/invitation");
        until("the letter", || async { (letters(&workspace.email("new")).await.len() == 1).then_some(()) }).await;
        let sent = admin.send("POST", &again, &[], None).await.expect(200);
        assert!(sent["invitation"]["sent_at"].as_str() > invited["invitation"]["sent_at"].as_str());
        until("the second letter", || async { (letters(&workspace.email("new")).await.len() == 2).then_some(()) }).await;
        workspace.sign_in("new").await;
        let seen = admin.get(&path).await.expect(200);
        assert_eq!(seen["invitation"]["state"], "accepted");
        assert_eq!(admin.send("POST", &again, &[], None).await.problem(), "not-invited");
        // Three letters an hour.
        let patient = json!({ "email": workspace.email("patient"), "name": "Patient" });
        let patient = admin.post("/v1/admin/people", &patient).await.expect(201);
        let again = format!("/v1/admin/people/{}/invitation", patient["member_id"].as_str().expect("an id"));
        for expected in [200, 200, 200, 429] {
            admin.send("POST", &again, &[], None).await.expect(expected);
        }
    });
}

#[test]
fn an_address_can_be_changed_and_codes_follow() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("old", &[]), ("taken", &[])]).await;
        let (admin, member) = (&people["admin"], &people["old"]);
        let change = |local: &str| json!({ "email": workspace.email(local) });
        assert_eq!(patch(admin, &member.member_id, change("taken")).await.problem(), "address-taken");
        patch(admin, &member.member_id, change("fresh")).await.expect(200);
        until("a code to the new address", || async {
            let start = json!({ "workspace": workspace.id, "email": workspace.email("fresh") });
            request("POST", "/v1/auth/start", &[], Some(&start)).await;
            (!letters(&workspace.email("fresh")).await.is_empty()).then_some(())
        })
        .await;
        let person = workspace.sign_in("fresh").await;
        assert_eq!(person.member_id, member.member_id);
        // The old address is free for somebody else, and somebody else it is.
        let other = admin.post("/v1/admin/people", &json!({ "email": workspace.email("old"), "name": "Other" })).await.expect(201);
        assert_ne!(other["member_id"], member.member_id.as_str());
        let told = admin.get(&format!("/v1/admin/audit-events?action=member.updated&target=member/{}", member.member_id)).await.expect(200);
        assert_eq!(told["items"][0]["after"], json!({ "email": "(personal)" }));
    });
}

#[test]
fn nobody_climbs_by_a_change() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("manager", &["manager"])]).await;
        let admin = &people["admin"];
        for (local, roles) in [("author", json!(["admin"])), ("manager", json!(["manager", "admin"]))] {
            let person = &people[local];
            assert_eq!(patch(person, &person.member_id, json!({ "roles": roles })).await.problem(), "forbidden");
            let row = json!({ "items": [{ "email": "x@y.example", "name": "X", "roles": ["admin"] }] });
            assert_eq!(person.post("/v1/admin/people/bulk", &row).await.problem(), "forbidden");
        }
        let member = &people["author"].member_id;
        for role in ["support", "machine", "platform", "Admin", "аdmin", "admin "] {
            assert_eq!(patch(admin, member, json!({ "roles": [role] })).await.problem(), "rule-broken", "{role}");
        }
        for unknown in [json!({ "support_until": "2030-01-01T00:00:00Z" }), json!({ "id": member }), json!({ "accepted_at": null })] {
            assert_eq!(patch(admin, member, unknown).await.problem(), "rule-broken");
        }
        assert_eq!(admin.get(&format!("/v1/admin/people/{member}")).await.expect(200)["roles"], json!(["learner", "author"]));
    });
}
