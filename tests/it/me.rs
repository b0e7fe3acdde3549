//! /v1/me: home, enrolments, completions.

use crate::{
    isolation::Ids,
    platform_workspaces::operator,
    stack::run,
    support::agent,
    workspace::{Person, Workspace, completion, learn, points},
};
use lambda::{Audience, Kind, Method};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use trellis_core::role::Role;

#[test]
fn the_journey_from_enrolment_to_points() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let learner = &people["learner"];
        let course = workspace.course(&people["author"], "Safety", 3).await;

        let enrolment = format!("/v1/me/enrolments/{course}");
        learner.get(&enrolment).await.expect(404);
        assert_eq!(learner.put(&enrolment).await.expect(201)["progress"], json!({ "completed": 0, "total": 3, "percent": 0 }));
        learner.put(&enrolment).await.expect(200);

        let done = learn(learner, &course, 0).await;
        assert_eq!(done["progress"], json!({ "completed": 1, "total": 3, "percent": 33 }));
        assert_eq!(done["completed_lessons"], json!(["l0"]));
        assert_eq!(done["last_lesson"], "l0");
        let again = learner.put(&completion(&course, 0)).await.expect(200);
        assert_eq!(again["progress"], done["progress"]);

        learn(learner, &course, 1).await;
        let last = learn(learner, &course, 2).await;
        assert_eq!(last["progress"]["percent"], 100);
        assert!(last["completed_at"].is_string());

        let home = points(learner, 30).await;
        assert_eq!(home["level"], json!({ "number": 1, "from": 0, "next_at": 100 }));
        assert_eq!(home["enrolments"][0]["course_id"], course.as_str());
        let listed = learner.get("/v1/me/enrolments").await.expect(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn only_what_exists_can_be_completed() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let course = workspace.course(author, "Safety", 1).await;
        // Not enrolled, no such lesson, no such course, no ids at all.
        assert_eq!(learner.put(&completion(&course, 0)).await.problem(), "rule-broken");
        learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        assert_eq!(learner.put(&completion(&course, 7)).await.problem(), "not-found");
        assert_eq!(learner.put(&completion("01JZ8Q4N7E5T9V3W2XKBYMCD6F", 0)).await.problem(), "not-found");
        for id in ["x", "..", "%23", "W%23other%23X", &"a".repeat(1000)] {
            let status = learner.put(&format!("/v1/me/enrolments/{id}")).await.status.as_u16();
            assert!([400, 403, 404].contains(&status), "{id}: {status}");
        }
        // A draft cannot be taken.
        let draft = author.post("/v1/admin/courses", &crate::workspace::draft("Draft", 1)).await.expect(201);
        let id = draft["course_id"].as_str().expect("an id");
        learner.put(&format!("/v1/me/enrolments/{id}")).await.expect(404);
    });
}

#[test]
fn two_completions_at_once_both_count() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let learner = &people["learner"];
        let course = workspace.course(&people["author"], "Safety", 4).await;
        learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        for lesson in 0..4 {
            learner.get(&format!("/v1/catalog/courses/{course}/lessons/l{lesson}")).await.expect(200);
        }
        let paths: Vec<String> = (0..4).map(|lesson| completion(&course, lesson)).collect();
        let (a, b, c, d) = tokio::join!(learner.put(&paths[0]), learner.put(&paths[1]), learner.put(&paths[2]), learner.put(&paths[3]));
        let mut acknowledged = 0;
        for answer in [a, b, c, d] {
            assert!([200, 409].contains(&answer.status.as_u16()), "{}", answer.body);
            acknowledged += u64::from(answer.status == 200);
        }
        let enrolment = learner.get(&format!("/v1/me/enrolments/{course}")).await.expect(200);
        assert_eq!(enrolment["progress"]["completed"], acknowledged);
        points(learner, acknowledged * 10).await;
    });
}

#[test]
fn one_chooses_ones_language_and_nothing_else() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("learner", &[])]).await;
        let learner = &people["learner"];
        let change = async |body: Value| learner.send("PATCH", "/v1/me", &[], Some(&body)).await;
        assert_eq!(learner.get("/v1/me").await.expect(200).get("locale"), None);
        assert_eq!(change(json!({ "locale": "hi" })).await.expect(200)["locale"], "hi");
        change(json!({})).await.expect(200);
        assert_eq!(learner.get("/v1/me").await.expect(200)["locale"], "hi");
        for wrong in [json!({ "locale": "tlh" }), json!({ "roles": ["admin"] }), json!({ "email": "other@elsewhere.example" })] {
            assert_eq!(change(wrong).await.problem(), "rule-broken");
        }
        assert_eq!(change(json!({ "locale": null })).await.expect(200).get("locale"), None);
    });
}

/// Somebody of each role that people have, by its name.
async fn one_of_each_role(workspace: &Workspace) -> Vec<(Role, Person)> {
    let roles = [("learner", [].as_slice()), ("manager", &["manager"]), ("author", &["author"]), ("auditor", &["auditor"])];
    let people = workspace.members(&roles).await;
    let admin = &people["admin"];
    let regional = json!({ "email": workspace.email("regional"), "name": "Rita", "roles": ["regional_admin"], "regions": ["South"] });
    admin.post("/v1/admin/people", &regional).await.expect(201);
    let email = agent().await;
    let access = json!({ "agent_email": email, "hours": 1, "reason": "To see what support may do" });
    admin.post("/v1/admin/support-access", &access).await.expect(201);
    let mut everybody: Vec<(Role, Person)> = vec![
        (Role::RegionalAdmin, workspace.sign_in("regional").await),
        (Role::Support, workspace.sign_in_as(&email).await),
        (Role::Platform, operator().await),
    ];
    everybody.extend(people.into_iter().map(|(name, person)| (Role::from_name(&name).expect("a role"), person)));
    let seen: BTreeSet<Role> = everybody.iter().map(|(role, _)| *role).collect();
    assert_eq!(seen, Role::ALL.into_iter().filter(|role| *role != Role::Machine).collect(), "a new role needs somebody here");
    everybody
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array().expect("a list").iter().map(|item| item.as_str().expect("text").to_owned()).collect()
}

/// The body is nothing that a route takes, and the ids are made up: whoever is let in is told so, and nothing happens.
#[test]
fn permissions_are_what_the_gateway_opens() {
    run(async {
        let workspace = Workspace::open().await;
        let (nothing, body, mut checked) = (Ids::made_up(), json!("nothing that a route takes"), 0);
        for (role, person) in one_of_each_role(&workspace).await {
            let held = texts(&person.get("/v1/me").await.expect(200)["permissions"]);
            for area in areas::all() {
                for handler in area.handlers() {
                    let Kind::Route(route) = handler.kind() else { continue };
                    if matches!(route.audience, Audience::Anyone | Audience::Member) {
                        continue;
                    }
                    let reading = route.method == Method::Get;
                    let permission = route.audience.permission(reading).expect("a permission for every route that is not for everybody");
                    let name = json!(permission);
                    let opens = held.contains(name.as_str().expect("text"));
                    let body = (!reading).then_some(&body);
                    let answer = person.send(route.method.name(), &nothing.fill(route.path), &[("if-match", "\"1\"")], body).await;
                    assert_eq!(answer.status != 403, opens, "{role:?} on {}: {} {}", handler.name(), answer.status, answer.body);
                    checked += 1;
                }
            }
        }
        println!("{checked} pairs of role and route");
        assert!(checked >= 450);
    });
}

#[test]
fn grantable_roles_are_those_that_one_can_give() {
    run(async {
        let workspace = Workspace::open().await;
        for (role, person) in one_of_each_role(&workspace).await {
            let grantable = texts(&person.get("/v1/me").await.expect(200)["grantable_roles"]);
            assert!(!grantable.contains("learner"));
            for given in Role::ALL.into_iter().filter(|given| *given != Role::Learner) {
                let email = format!("{}-by-{}@{}.example", given.name(), role.name(), workspace.id).replace('_', "-");
                let mut member = json!({ "email": email, "name": "New", "region": "South", "roles": [given.name()] });
                if given == Role::RegionalAdmin {
                    member["regions"] = json!(["South"]);
                }
                // An operator administers the operators' workspace, like an administrator any other.
                let answer = person.post("/v1/admin/people", &member).await;
                assert_eq!(answer.status == 201, grantable.contains(given.name()), "{role:?} gives {given:?}: {}", answer.body);
            }
        }
    });
}

/// What one reads one may send back: roles that nobody gives stay, and are no mistake.
#[test]
fn roles_can_be_sent_back_as_they_were_read() {
    run(async {
        let olga = operator().await;
        let path = format!("/v1/admin/people/{}", olga.member_id);
        let read = olga.get(&path).await.expect(200);
        let roles = texts(&read["roles"]);
        assert!(roles.contains("platform"), "{roles:?}");
        let kept = olga.send("PATCH", &path, &[], Some(&json!({ "roles": roles }))).await.expect(200);
        assert_eq!(kept["roles"], read["roles"]);
    });
}
