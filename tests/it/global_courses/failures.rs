//! What is interrupted, comes twice or at once.

use super::{course, offer, offered, once, parts, release, request_offer, subscription, title};
use crate::{
    dynamodb::{environment, put_attribute, stored},
    meddler::{Change, Meddler},
    outbox::{batch, sealed},
    platform_workspaces::operator,
    repository::area,
    stack::{invoke, run, until},
    workspace::{Workspace, draft, publish},
};
use lambda::Function;
use serde_json::{Value, json};

/// The message that begins to copy, or goes on after a lesson.
fn message(id: &str, offer: &Value, after: Option<&str>) -> Value {
    let mut payload = json!({ "course_id": id, "offer": offer.as_str().and_then(|number| number.parse::<u64>().ok()) });
    if let Some(after) = after {
        payload["after"] = json!(after);
    }
    batch(&sealed("platform", &ulid::Ulid::generate().to_string(), "course.offered", &payload), 1)
}

async fn number(pk: &str, sk: &str, name: &str) -> Value {
    stored(pk).await[&(pk.to_owned(), sk.to_owned())][name]["N"].clone()
}

#[test]
fn a_copy_that_is_interrupted_shows_nothing_and_goes_on() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let admin = workspace.admin().await;
        let id = publish(&operator, &draft(&title("Tanks"), 1)).await;
        offer(&operator, &id).await;
        admin.put(&subscription(&id)).await.expect(201);
        let change = json!({ "parts": parts(json!([{ "id": "l0", "title": "Lesson 0", "minutes": 2, "markdown": "Second." }])) });
        release(&operator, &id, &change, &json!({})).await;

        // Another offer comes just before the last write: the copy is there, and nobody is shown it.
        let key = (format!("W#platform#OFFER#{id}"), "OFFER".to_owned());
        put_attribute(&key, "state", &json!({ "S": "pending" })).await;
        put_attribute(&key, "course_version", &json!({ "N": "2" })).await;
        let number = number(&key.0, &key.1, "version").await;
        let meddler = Meddler::start().await;
        let mut variables = environment("catalog").await;
        variables.insert("AWS_ENDPOINT_URL".to_owned(), meddler.url.clone());
        let function = Function::start(&area("catalog"), "copy-course", &variables).expect("the function starts");
        meddler.plan("TransactWriteItems", vec![Change { key: key.clone(), name: "version", value: json!({ "N": "99" }) }]);
        let answer = function.invoke(message(&id, &number, None), "test").await.result.expect("an answer");
        assert_eq!(answer["batchItemFailures"][0]["itemIdentifier"], "m1");
        let lesson = (format!("G#COURSE#{id}"), "LESSON#00000#0000000002".to_owned());
        assert!(stored(&lesson.0).await.contains_key(&lesson));
        assert_eq!(admin.get(&format!("/v1/admin/global-courses/{id}")).await.expect(200)["version"], 1);
        let html = async |query: &str| admin.get(&format!("{}/lessons/l0{query}", course(&id))).await.expect(200)["html"].to_string();
        assert!(!html("").await.contains("Second") && !html("?version=draft").await.contains("Second"));
        assert_eq!(admin.get(&format!("{}/lessons/l0?version=2", course(&id))).await.problem(), "not-found");

        // The message comes again, and once more when all is done.
        for change in meddler.done().expect("its moment has come") {
            change.make().await;
        }
        for _ in 0..3 {
            let answer = function.invoke(message(&id, &number, None), "test").await.result.expect("an answer");
            assert_eq!(answer, json!({ "batchItemFailures": [] }));
        }
        once(&admin, &id, "the second version", |course| course["version"] == 2).await;
        assert!(html("").await.contains("Second"));
        assert_eq!(self::number(&lesson.0, "COURSE", "version").await, "2", "shown once");
    });
}

#[test]
fn a_long_course_is_copied_in_several_messages() {
    run(async {
        let (operator, admin) = (operator().await, Workspace::open().await.admin().await);
        let id = publish(&operator, &draft(&title("Pipes"), 23)).await;
        offer(&operator, &id).await;
        admin.put(&subscription(&id)).await.expect(201);
        for lesson in [0, 9, 10, 22] {
            admin.get(&format!("{}/lessons/l{lesson}", course(&id))).await.expect(200);
        }
        // A message of an offer that is over does nothing, nor does one that has been overtaken.
        let before = stored(&format!("G#COURSE#{id}")).await;
        for offer in ["1", "2", "7"] {
            let answer = invoke("copy-course", &message(&id, &json!(offer), Some("l3"))).await.expect("answered");
            assert_eq!(answer, json!({ "batchItemFailures": [] }));
        }
        assert_eq!(stored(&format!("G#COURSE#{id}")).await, before);
    });
}

#[test]
fn only_the_operators_own_messages_are_followed() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let id = publish(&operator, &draft(&title("Valves"), 1)).await;
        offer(&operator, &id).await;
        let before = stored(&format!("G#COURSE#{id}")).await;
        let id_of_message = ulid::Ulid::generate().to_string();
        let payload = json!({ "course_id": id, "offer": 1 });
        let answer = invoke("copy-course", &batch(&sealed(&workspace.id, &id_of_message, "course.offered", &payload), 1)).await;
        assert_eq!(answer.expect("answered")["batchItemFailures"][0]["itemIdentifier"], "m1");
        let payload = json!({ "course_id": id, "revision": 1 });
        let forged = batch(&sealed(&workspace.id, &id_of_message, "global_course.changed", &payload), 1);
        let answer = invoke("follow-global-courses", &forged).await;
        assert_eq!(answer.expect("answered")["batchItemFailures"][0]["itemIdentifier"], "m1");
        assert_eq!(stored(&format!("G#COURSE#{id}")).await, before);
    });
}

#[test]
fn whoever_comes_at_once_gets_one_offer_and_one_subscription() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"])]).await;
        let draft = draft(&title("Hoists"), 1);
        let created = operator.post("/v1/admin/courses", &draft).await.expect(201);
        let unpublished = created["course_id"].as_str().expect("an id");
        assert_eq!(request_offer(&operator, unpublished).await.problem(), "rule-broken");
        assert_eq!(request_offer(&operator, "01JZ8Q4N7E5T9V3W2XKBYMCD6F").await.problem(), "not-found");
        let id = publish(&operator, &draft).await;
        let at_once = futures_util::join!(request_offer(&operator, &id), request_offer(&operator, &id), request_offer(&operator, &id));
        let mut statuses = [at_once.0, at_once.1, at_once.2].map(|answer| answer.status.as_u16());
        statuses.sort_unstable();
        assert!(statuses.contains(&202) && statuses.iter().all(|status| [200, 202, 409].contains(status)), "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 202).count(), 1);
        until("the offer", || async { (operator.get(&offered(&id)).await.expect(200)["offer"]["state"] == "offered").then_some(()) }).await;

        let (one, other, path) = (&people["author"], &people["admin"], subscription(&id));
        let at_once = futures_util::join!(one.put(&path), other.put(&path), one.put(&path));
        let mut statuses = [at_once.0, at_once.1, at_once.2].map(|answer| answer.status.as_u16());
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 200, 201]);
        // The operators' own course is no subscription of theirs.
        assert_eq!(operator.put(&path).await.problem(), "rule-broken");
        assert_eq!(one.put(&subscription("01JZ8Q4N7E5T9V3W2XKBYMCD6F")).await.problem(), "not-found");
        let wrong = operator.post(&format!("{}/offer", offered(&id)), &json!({ "validated_by": "" })).await;
        assert_eq!(wrong.problem(), "rule-broken");
    });
}

/// Subscribed between the change and the walk, or while the walk is under way: the walk finds it, or it was made with the change.
#[test]
fn a_subscription_never_misses_a_change() {
    run(async {
        let (operator, workspace) = (operator().await, Workspace::open().await);
        let people = workspace.members(&[("author", &["author"])]).await;
        let id = publish(&operator, &draft(&title("Winches"), 1)).await;
        offer(&operator, &id).await;
        // The global course changes just before the subscription is written.
        let meddler = Meddler::start().await;
        let mut variables = environment("catalog").await;
        variables.insert("AWS_ENDPOINT_URL".to_owned(), meddler.url.clone());
        let function = Function::start(&area("catalog"), "subscribe-course", &variables).expect("the function starts");
        let head = (format!("G#COURSE#{id}"), "COURSE".to_owned());
        let changed = Change { key: head.clone(), name: "version", value: json!({ "N": "2" }) };
        meddler.plan("TransactWriteItems", vec![changed]);
        let mut event = crate::generated::events::sample_event("subscribe-course");
        event["requestContext"]["authorizer"] = crate::taken_away::context_of(&workspace.id, &people["author"], "learner author");
        event["pathParameters"] = json!({ "course_id": id });
        event["body"] = Value::Null;
        let answer = function.invoke(event, "test").await.result.expect("an answer");
        assert_eq!(answer["statusCode"], 201, "{answer}");
        assert!(meddler.done().is_some());
        let item = stored(&format!("W#{}#COURSE#{id}", workspace.id)).await.into_values().next().expect("the subscription");
        assert_eq!(item["global"]["M"]["revision"]["N"], "2", "it was made with the change");
    });
}
