//! /_local/clock: the stack's clock goes back, and forward again, and everything is dated by it.

use crate::{
    stack::{run_alone, until},
    workspace::{Person, Workspace, code, cookie, learn, letters, points, request},
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Value, json};

async fn clock() -> Value {
    request("GET", "/_local/clock", &[], None).await.expect(200)
}

async fn set(wish: &Value) -> Value {
    request("PUT", "/_local/clock", &[], Some(wish)).await.expect(200)
}

fn time(value: &Value) -> Timestamp {
    value.as_str().and_then(|text| text.parse().ok()).expect("a time")
}

/// Asserts that something happened at `then` or in the minutes after.
#[track_caller]
fn soon_after(then: Timestamp, value: &Value) {
    let later = time(value).duration_since(then);
    assert!((SignedDuration::ZERO..SignedDuration::from_mins(10)).contains(&later), "{value} is not soon after {then}");
}

fn date(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

fn week(time: Timestamp) -> String {
    let week = date(time).iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}

/// Password and app, by the code that the stack shows: an app on somebody's phone knows nothing of the stack's clock.
async fn administrator(workspace: &Workspace) -> Person {
    let session = workspace.password_session("admin").await;
    let path = format!("/_local/authenticator?email={}", workspace.email("admin"));
    let code = until("a code of the app", || async {
        request("GET", &path, &[], None).await.expect(200)["items"][0]["code"].as_str().map(str::to_owned)
    })
    .await;
    workspace.enter(&session, &code).await
}

/// The points on a board, and its period.
async fn board(person: &Person, board: &str) -> (Value, Vec<u64>) {
    let shown = person.get(&format!("/v1/boards/{board}")).await.expect(200);
    let entries = shown["entries"].as_array().expect("entries").iter();
    (shown["period"].clone(), entries.filter_map(|entry| entry["points"].as_u64()).collect())
}

#[test]
fn what_happens_is_of_the_time_that_the_stacks_clock_tells() {
    run_alone(there_and_back());
}

async fn there_and_back() {
    let present = time(&clock().await["now"]);
    let workspace = Workspace::named("past").await;
    let people = workspace.members(&[("author", &["author"]), ("ann", &[])]).await;
    let course = workspace.course(&people["author"], "Safety", 8).await;

    // A Wednesday, sixteen weeks ago.
    let monday = date(present - SignedDuration::from_hours(16 * 7 * 24)).iso_week_date().first_of_week().expect("a week");
    let then = monday.date().at(10, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a time").timestamp() + SignedDuration::from_hours(48);
    assert_eq!(clock().await["offset_seconds"], 0);
    soon_after(then, &set(&json!({ "now": then.to_string() })).await["now"]);
    people["ann"].get("/v1/me").await.expect(200);
    let ann = workspace.sign_in("ann").await;
    soon_after(then, &letters(&workspace.email("ann")).await.iter().find(|letter| code(letter).is_some()).expect("a code")["sent_at"]);
    let enrolled = ann.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    soon_after(then, &enrolled["enrolled_at"]);
    for lesson in 0..2 {
        soon_after(then, &learn(&ann, &course, lesson).await["active_at"]);
    }
    points(&ann, 20).await;
    for (name, period) in [("week", week(then)), ("month", date(then).strftime("%Y-%m").to_string())] {
        // The points are on the boards one lesson after the other.
        let shown = until("the board", || async { Some(board(&ann, name).await).filter(|(_, points)| *points == [20]) }).await;
        assert_eq!(shown.0, json!(period));
    }
    let admin = administrator(&workspace).await;
    let month = date(then).strftime("%Y-%m");
    let acts = admin.get(&format!("/v1/admin/audit-events?month={month}&action=session.opened")).await.expect(200);
    let acts = acts["items"].as_array().expect("items");
    assert_eq!(acts.len(), 2);
    acts.iter().for_each(|act| soon_after(then, &act["at"]));

    // Forward to the week after: another board.
    set(&json!({ "now": (then + SignedDuration::from_hours(7 * 24)).to_string() })).await;
    let ann = workspace.sign_in("ann").await;
    assert_eq!(board(&ann, "week").await, (json!(week(then + SignedDuration::from_hours(7 * 24))), vec![]));
    learn(&ann, &course, 2).await;
    points(&ann, 30).await;

    // And to the present: what was good then has come to its end, and the dates stay.
    set(&json!({ "offset_seconds": 0 })).await;
    ann.get("/v1/me").await.expect(401);
    let renewed = request("POST", "/v1/auth/refresh", &[("cookie", &ann.cookie)], None).await;
    assert_eq!(renewed.status, 401, "a session of 30 days is over");
    let ann = workspace.sign_in("ann").await;
    administrator(&workspace).await;
    soon_after(then, &ann.get(&format!("/v1/me/enrolments/{course}")).await.expect(200)["enrolled_at"]);
    assert_eq!(board(&ann, "week").await, (json!(week(present)), vec![]));
    learn(&ann, &course, 3).await;
    points(&ann, 40).await;
    for (name, expected) in [("week", 10), ("all-time", 40)] {
        until("the board", || async { (board(&ann, name).await.1 == [expected]).then_some(()) }).await;
    }
    let renewed = request("POST", "/v1/auth/refresh", &[("cookie", &ann.cookie)], None).await;
    assert_eq!(renewed.status, 200);
    cookie(&renewed);
    let dead = request("GET", "/_local/dead-letters", &[], None).await.expect(200);
    assert_eq!(dead["items"], json!([]));

    for nonsense in
        [json!({}), json!({ "now": "yesterday" }), json!({ "now": "1970-01-01T00:00:00Z" }), json!({ "offset_seconds": i64::MAX })]
    {
        let refused = request("PUT", "/_local/clock", &[], Some(&nonsense)).await;
        assert_eq!(refused.status, 400, "{nonsense}");
        assert!(refused.body["error"].is_string(), "{nonsense}");
    }
    assert_eq!(clock().await["offset_seconds"], 0);
}
