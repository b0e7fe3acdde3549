//! Courses by invitation: /v1/admin/courses/{course_id}/invitations and /v1/me/course-invitations.

use crate::{
    enrolment_requests::{change, course, enrol, rule},
    stack::run,
    workspace::{Answer, Person, Workspace, draft, learn, publish},
};
use serde_json::{Value, json};

async fn invite(author: &Person, course: &str, members: &[&str]) -> Answer {
    author.post(&format!("/v1/admin/courses/{course}/invitations"), &json!({ "member_ids": members })).await
}

/// What became of each invitation.
async fn results(author: &Person, course: &str, members: &[&str]) -> Vec<String> {
    let body = invite(author, course, members).await.expect(200);
    let result = |item: &Value| item["result"].as_str().expect("a result").to_owned();
    let results: Vec<String> = body["items"].as_array().expect("items").iter().map(result).collect();
    assert_eq!(body["invited"], results.iter().filter(|result| *result == "invited").count());
    results
}

async fn decline(person: &Person, course: &str) -> Answer {
    person.send("DELETE", &format!("/v1/me/course-invitations/{course}"), &[], None).await
}

async fn leave(person: &Person, course: &str) {
    person.send("DELETE", &format!("/v1/me/enrolments/{course}"), &[], None).await.expect(204);
}

/// The titles of the courses that somebody is invited to.
async fn invited_to(person: &Person) -> Vec<String> {
    let page = person.get("/v1/me/course-invitations").await.expect(200);
    page["items"].as_array().expect("items").iter().map(|item| item["title"].as_str().expect("a title").to_owned()).collect()
}

#[test]
fn who_is_invited_enrols_and_nobody_else() {
    run(async {
        let (workspace, elsewhere) = (Workspace::open().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("second", &[]), ("gone", &[])]).await;
        let (author, learner, second, admin) = (&people["author"], &people["learner"], &people["second"], &people["admin"]);
        let stranger = elsewhere.admin().await;
        let path = format!("/v1/admin/people/{}", people["gone"].member_id);
        admin.send("PATCH", &path, &[], Some(&json!({ "state": "deactivated" }))).await.expect(200);
        let id = course(author, "Leading", &json!({ "mode": "invitation" })).await;
        assert_eq!(rule(enrol(learner, &id).await), ("course_id".to_owned(), "this course is by invitation only".to_owned()));
        let asked = learner.put(&format!("/v1/me/enrolment-requests/{id}")).await;
        assert_eq!(rule(asked).0, "course_id", "asking doesn't help");

        let (one, two) = (learner.member_id.as_str(), second.member_id.as_str());
        let wanted = [one, two, &people["gone"].member_id, &stranger.member_id, one];
        assert_eq!(results(author, &id, &wanted).await, ["invited", "invited", "refused", "refused", "already_invited"]);
        assert_eq!(results(admin, &id, &[two]).await, ["already_invited"]);
        assert_eq!(invite(learner, &id, &[one]).await.problem(), "forbidden");
        for wrong in [json!([]), json!(vec![one; 101]), json!(["me"])] {
            let body = json!({ "member_ids": wrong });
            assert_eq!(author.post(&format!("/v1/admin/courses/{id}/invitations"), &body).await.problem(), "rule-broken");
        }
        let own = learner.get("/v1/me/course-invitations").await.expect(200)["items"][0].clone();
        assert_eq!(
            (&own["course_id"], &own["title"], &own["minutes"], &own["invited_by_name"]),
            (&json!(id), &json!("Leading"), &json!(2), &json!("Member author"))
        );
        let shown = learner.get(&format!("/v1/catalog/courses/{id}")).await.expect(200);
        assert_eq!((&shown["enrolment"]["mode"], &shown["invitation"]["state"]), (&json!("invitation"), &json!("pending")));

        enrol(learner, &id).await.expect(201);
        assert_eq!((invited_to(learner).await, results(author, &id, &[one]).await), (vec![], vec!["already_enrolled".to_owned()]));
        assert_eq!(rule(decline(learner, &id).await).0, "course_id");
        for _ in 0..2 {
            decline(second, &id).await.expect(204);
        }
        assert_eq!(rule(enrol(second, &id).await).0, "course_id");
        let listed = author.get(&format!("/v1/admin/courses/{id}/invitations?limit=1")).await.expect(200);
        assert_eq!((&listed["items"][0]["name"], &listed["items"][0]["state"]), (&json!("Member second"), &json!("declined")));
        let next = format!("/v1/admin/courses/{id}/invitations?limit=1&cursor={}", listed["next"].as_str().expect("a cursor"));
        let listed = author.get(&next).await.expect(200);
        assert_eq!((&listed["items"][0]["state"], listed.get("next")), (&json!("accepted"), None));

        // Invited anew, and taken back in time; accepted, it cannot be taken back; left, it is over.
        let of = |member: &str| format!("/v1/admin/courses/{id}/invitations/{member}");
        assert_eq!(results(author, &id, &[two]).await, ["invited"]);
        author.send("DELETE", &of(two), &[], None).await.expect(204);
        assert_eq!(author.send("DELETE", &of(two), &[], None).await.problem(), "not-found");
        assert_eq!(rule(enrol(second, &id).await).0, "course_id");
        assert_eq!(rule(author.send("DELETE", &of(one), &[], None).await).0, "course_id");
        learn(learner, &id, 0).await;
        leave(learner, &id).await;
        assert_eq!(rule(enrol(learner, &id).await).0, "course_id");
        assert_eq!(results(author, &id, &[one]).await, ["invited"]);
        assert_eq!(enrol(learner, &id).await.expect(201)["progress"]["completed"], 1);
    });
}

#[test]
fn an_invitation_is_over_once_its_member_has_come_another_way() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("other", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let id = course(author, "Leading", &json!({ "mode": "invitation" })).await;
        assert_eq!(results(author, &id, &[&learner.member_id]).await, ["invited"]);
        // Nobody reads it who is not let in, but for those who write it.
        let lesson = format!("/v1/catalog/courses/{id}/lessons/l0");
        for person in [learner, &people["other"]] {
            let refused = person.get(&lesson).await;
            assert!(refused.problem() == "forbidden" && refused.body["detail"].as_str().expect("a reason").contains("invitation"));
        }
        author.get(&lesson).await.expect(200);

        change(author, &id, &json!({ "enrolment": { "mode": "open" } })).await;
        people["other"].get(&lesson).await.expect(200);
        enrol(learner, &id).await.expect(201);
        change(author, &id, &json!({ "enrolment": { "mode": "invitation" } })).await;
        learner.get(&lesson).await.expect(200);
        assert_eq!(invited_to(learner).await, Vec::<String>::new());
        enrol(learner, &id).await.expect(200);
        let listed = author.get(&format!("/v1/admin/courses/{id}/invitations")).await.expect(200);
        assert_eq!(listed["items"][0]["state"], "accepted");
        leave(learner, &id).await;
        assert_eq!(rule(enrol(learner, &id).await).0, "course_id", "who has left needs a new one");
        // The same where they leave without having answered it.
        assert_eq!(results(author, &id, &[&learner.member_id]).await, ["invited"]);
        change(author, &id, &json!({ "enrolment": { "mode": "open" } })).await;
        enrol(learner, &id).await.expect(201);
        change(author, &id, &json!({ "enrolment": { "mode": "invitation" } })).await;
        leave(learner, &id).await;
        assert_eq!(rule(enrol(learner, &id).await).0, "course_id");
    });
}

#[test]
fn an_invitation_replaces_approval_and_nothing_else() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[]), ("second", &[])]).await;
        let (author, learner, admin) = (&people["author"], &people["learner"], &people["admin"]);
        let one = learner.member_id.as_str();
        let open = publish(author, &draft("Open", 1)).await;
        assert_eq!(rule(invite(author, &open, &[one]).await).0, "course_id");
        let hidden =
            author.post("/v1/admin/courses", &draft("Draft", 1)).await.expect(201)["course_id"].as_str().expect("an id").to_owned();
        assert_eq!(rule(invite(author, &hidden, &[one]).await).0, "course_id");

        let id = course(author, "Height", &json!({ "mode": "approval", "seats": 1 })).await;
        let ask = format!("/v1/me/enrolment-requests/{id}");
        learner.put(&ask).await.expect(201);
        assert_eq!(results(author, &id, &[one, &people["second"].member_id]).await, ["invited", "invited"]);
        // The one seat goes to whoever comes first.
        enrol(&people["second"], &id).await.expect(201);
        assert!(rule(enrol(learner, &id).await).1.contains("seats"));
        assert_eq!(invited_to(learner).await, ["Height"], "nothing is used up by that");
        leave(&people["second"], &id).await;
        change(author, &id, &json!({ "prerequisites": [open] })).await;
        assert!(rule(enrol(learner, &id).await).1.contains("“Open”"));
        enrol(learner, &open).await.expect(201);
        learn(learner, &open, 0).await;
        enrol(learner, &id).await.expect(201);
        let asked = learner.get("/v1/me/enrolment-requests").await.expect(200);
        assert_eq!(asked["items"], json!([]), "what was asked for is there");
        assert_eq!(admin.get("/v1/admin/enrolment-requests").await.expect(200)["items"], json!([]));
        // Whoever is invited has nothing to ask for.
        leave(learner, &id).await;
        assert_eq!(results(author, &id, &[one]).await, ["invited"]);
        assert!(rule(learner.put(&ask).await).1.contains("invited"));

        let group = admin.post("/v1/admin/groups", &json!({ "name": "Drivers" })).await.expect(201)["group_id"].clone();
        let drivers = publish(
            author,
            &json!({ "title": "Lorries", "groups": [group], "enrolment": { "mode": "invitation" }, "parts": draft("", 1)["parts"] }),
        )
        .await;
        assert_eq!(results(author, &drivers, &[one]).await, ["refused"]);
        let membership = format!("/v1/admin/groups/{}/members/{one}", group.as_str().expect("an id"));
        admin.put(&membership).await.expect(204);
        assert_eq!(results(author, &drivers, &[one]).await, ["invited"]);
        admin.send("DELETE", &membership, &[], None).await.expect(204);
        assert_eq!(
            (invited_to(learner).await, enrol(learner, &drivers).await.problem().to_owned()),
            (vec!["Height".to_owned()], "not-found".to_owned())
        );
    });
}
