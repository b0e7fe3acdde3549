//! The API's answers: shapes, errors, idempotency, pages and groups.

use serde_json::{Value, json};

use crate::stage::{DEAD_LETTERS, FUNCTION, ROLE, Stage, error, request, request_with};

const FUTURE: &str = "at(2027-01-01T00:00:00)";

#[tokio::test(start_paused = true)]
async fn a_schedule_is_answered_as_it_was_given() {
    let stage = Stage::new();
    let wanted = json!({
        "Description": "all members",
        "ScheduleExpression": "cron(0 7 ? * MON *)",
        "ScheduleExpressionTimezone": "Europe/Berlin",
        "StartDate": 1_800_000_000,
        "EndDate": 1_900_000_000.5,
        "State": "DISABLED",
        "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15},
        "ActionAfterCompletion": "DELETE",
        "Target": {
            "Arn": FUNCTION,
            "RoleArn": ROLE,
            "Input": "{}",
            "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 600},
            "DeadLetterConfig": {"Arn": DEAD_LETTERS},
            "SqsParameters": {"MessageGroupId": "one"},
            "EventBridgeParameters": {"DetailType": "x", "Source": "y"},
        },
    });
    let answer = stage.create("weekly", &wanted).await;
    let arn = "arn:aws:scheduler:eu-central-1:000000000000:schedule/default/weekly";
    assert_eq!(answer.body, json!({"ScheduleArn": arn}).to_string());
    let mut expected = wanted;
    expected["Arn"] = json!(arn);
    expected["Name"] = json!("weekly");
    expected["GroupName"] = json!("default");
    expected["CreationDate"] = json!(1_795_341_600);
    expected["LastModificationDate"] = json!(1_795_341_600);
    assert_eq!(stage.get("/schedules/weekly", "groupName=default").await, expected);
}

#[tokio::test(start_paused = true)]
async fn an_update_replaces_everything() {
    let stage = Stage::new();
    stage.created("x", &request_with(FUTURE, json!({"Description": "old"}))).await;
    let answer = stage.send("PUT", "/schedules/x", "", &request("rate(2 days)")).await;
    assert_eq!(answer.status, 200);
    let schedule = stage.get("/schedules/x", "").await;
    assert_eq!(schedule["ScheduleExpression"], "rate(2 days)");
    assert_eq!(schedule.get("Description"), None);
    let answer = stage.send("PUT", "/schedules/y", "", &request(FUTURE)).await;
    assert_eq!(error(&answer), (404, "ResourceNotFoundException".to_owned(), "Schedule y does not exist.".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn creating_twice_conflicts_unless_the_token_tells_a_retry() {
    let stage = Stage::new();
    let first = request_with(FUTURE, json!({"ClientToken": "one"}));
    stage.created("x", &first).await;
    stage.created("x", &first).await;
    for other in
        [request(FUTURE), request_with(FUTURE, json!({"ClientToken": "two"})), request_with("rate(1 day)", json!({"ClientToken": "one"}))]
    {
        assert_eq!(error(&stage.create("x", &other).await), (409, "ConflictException".to_owned(), "Schedule x already exists.".to_owned()));
    }
    assert_eq!(stage.get("/schedules/x", "").await["ScheduleExpression"], FUTURE);
}

#[tokio::test(start_paused = true)]
async fn deleting_twice_is_not_found_unless_the_token_tells_a_retry() {
    let stage = Stage::new();
    stage.created("x", &request(FUTURE)).await;
    let delete = async |query: &str| stage.send("DELETE", "/schedules/x", query, &json!({})).await;
    assert_eq!(delete("clientToken=a").await.status, 200);
    assert_eq!(delete("clientToken=a").await.status, 200);
    assert_eq!(error(&delete("clientToken=b").await).1, "ResourceNotFoundException");
    assert_eq!(delete("").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn lists_are_filtered_and_paged() {
    let stage = Stage::new();
    for number in 0..7 {
        stage.created(&format!("day-{number}"), &request(FUTURE)).await;
    }
    stage.created("other", &request_with(FUTURE, json!({"State": "DISABLED"}))).await;
    let names = |page: &Value| -> Vec<String> {
        let schedules = page["Schedules"].as_array().unwrap();
        schedules.iter().map(|one| one["Name"].as_str().unwrap().to_owned()).collect()
    };
    let mut seen = Vec::new();
    let mut query = "NamePrefix=day-&MaxResults=3".to_owned();
    loop {
        let page = stage.get("/schedules", &query).await;
        seen.push(names(&page));
        match page["NextToken"].as_str() {
            Some(token) => query = format!("NamePrefix=day-&MaxResults=3&NextToken={}", token.replace('/', "%2F")),
            None => break,
        }
    }
    assert_eq!(seen, [vec!["day-0", "day-1", "day-2"], vec!["day-3", "day-4", "day-5"], vec!["day-6"]]);
    assert_eq!(names(&stage.get("/schedules", "State=DISABLED").await), ["other"]);
    assert_eq!(names(&stage.get("/schedules", "ScheduleGroup=none").await), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn groups_hold_their_schedules() {
    let stage = Stage::new();
    let in_group = request_with(FUTURE, json!({"GroupName": "acme"}));
    assert_eq!(error(&stage.create("x", &in_group).await).2, "Schedule group acme does not exist.");
    let token = json!({"ClientToken": "t"});
    for _ in 0..2 {
        let answer = stage.send("POST", "/schedule-groups/acme", "", &token).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let again = stage.send("POST", "/schedule-groups/acme", "", &json!({})).await;
    assert_eq!(error(&again).1, "ConflictException");
    stage.created("x", &in_group).await;
    assert_eq!(stage.status("x").await, 404, "not in the default group");
    assert_eq!(stage.get("/schedules/x", "groupName=acme").await["GroupName"], "acme");
    let groups = stage.get("/schedule-groups", "").await;
    assert_eq!(groups["ScheduleGroups"][0]["Name"], "acme");
    assert_eq!(groups["ScheduleGroups"][1]["Name"], "default");
    assert_eq!(stage.get("/schedule-groups/acme", "").await["State"], "ACTIVE");

    let delete = stage.send("DELETE", "/schedule-groups/acme", "", &json!({})).await;
    assert_eq!(delete.status, 200);
    assert_eq!(stage.get("/schedules", "").await, json!({"Schedules": []}));
    let delete = stage.send("DELETE", "/schedule-groups/default", "", &json!({})).await;
    assert_eq!(error(&delete).1, "ValidationException");
}
