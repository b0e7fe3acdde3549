//! Request units at 10, 1,000 and 10,000: what a page costs does not follow from how many there are.
//!
//! The many are copies of what the API wrote, put into the table with ids and names of their own.

use super::Measured;
use crate::{
    stack::{SITE, invoke, own_stack, run_apart, table, until},
    workspace::{Person, Workspace, draft},
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use ulid::Ulid;

const SIZES: [usize; 3] = [10, 1_000, 10_000];
const TABLE: &str = "trellis-Data-Table";

/// Read units of a page, whatever the number, and of a name that the audit log looks up for it.
const A_PAGE: f64 = 4.0;
const A_NAME: f64 = 0.5;
/// And of the course of an enrolment.
const A_COURSE: f64 = 0.5;

/// Lessons of the large course, and how many of them one request writes.
const LESSONS: usize = 4_000;
const AT_ONCE: usize = 90;

/// A name for a number: neither alike nor of chance.
fn name(number: usize) -> String {
    const FIRST: [&str; 16] = [
        "Amira", "Bruno", "Chiara", "Deniz", "Elif", "Farid", "Greta", "Hanna", "Ivo", "Jana", "Karim", "Lena", "Milan", "Noor", "Oskar",
        "Paula",
    ];
    const LAST: [&str; 16] = [
        "Albers", "Brandt", "Conti", "Dahl", "Ebner", "Fischer", "Gupta", "Huber", "Ito", "Jansen", "Kaya", "Lang", "Moreau", "Novak",
        "Okafor", "Price",
    ];
    format!("{} {} {number}", FIRST[number % 16], LAST[number / 16 % 16])
}

/// A title as courses have them: some of the words return, none of the titles does.
fn title(number: usize) -> String {
    const VERBS: [&str; 12] = [
        "Checking",
        "Cleaning",
        "Closing",
        "Lifting",
        "Loading",
        "Locking",
        "Mixing",
        "Moving",
        "Opening",
        "Reading",
        "Reporting",
        "Storing",
    ];
    const THINGS: [&str; 14] = [
        "the press",
        "the loading bay",
        "a pallet",
        "chemicals",
        "the cold store",
        "a defect",
        "the label",
        "the forklift",
        "a delivery",
        "the alarm",
        "waste oil",
        "a ladder",
        "the conveyor",
        "spare parts",
    ];
    const WHEN: [&str; 9] = [
        "at the start of a shift",
        "after a stop",
        "in the rain",
        "at night",
        "with a colleague",
        "safely",
        "in an emergency",
        "on time",
        "step by step",
    ];
    const FOR: [&str; 3] = ["", ": what the law asks", ": a refresher"];
    format!("{} {} {}{}", VERBS[number % 12], THINGS[number / 12 % 14], WHEN[number / 168 % 9], FOR[number / 1_512 % 3])
}

/// Puts items into the table, 25 at a time.
async fn put(items: Vec<Value>) {
    for chunk in items.chunks(25) {
        let puts: Vec<Value> = chunk.iter().map(|item| json!({ "PutRequest": { "Item": item } })).collect();
        let answer = table("BatchWriteItem", json!({ "RequestItems": { TABLE: puts } })).await;
        assert!(answer["UnprocessedItems"].as_object().is_none_or(serde_json::Map::is_empty), "{answer}");
    }
}

/// One item, by its key.
async fn item(pk: &str, sk: &str) -> Value {
    let key = json!({ "pk": { "S": pk }, "sk": { "S": sk } });
    table("GetItem", json!({ "TableName": TABLE, "Key": key, "ConsistentRead": true })).await["Item"].clone()
}

fn text(value: impl ToString) -> Value {
    json!({ "S": value.to_string() })
}

/// Copies of a member. One in a hundred is deactivated, one in 200 an auditor, and there are 100 regions.
async fn people(workspace: &Workspace, of: &Person, numbers: std::ops::Range<usize>) {
    let beginning = format!("W#{}", workspace.id);
    let sample = item(&format!("{beginning}#MEMBER#{}", of.member_id), "HOME#PROFILE").await;
    let mut items = Vec::new();
    for number in numbers {
        let (id, name) = (Ulid::generate().to_string(), name(number));
        let sort = text(format!("{}#{id}", name.to_lowercase()));
        let mut member = sample.clone();
        (member["pk"], member["id"], member["name"]) = (text(format!("{beginning}#MEMBER#{id}")), text(&id), text(&name));
        (member["gsi1sk"], member["gsi3sk"]) = (sort.clone(), sort.clone());
        member["email"] = text(format!("person{number}@{}.example", workspace.id));
        member["words"] = text(name.to_lowercase());
        if number % 100 == 7 {
            member["state"] = text("deactivated");
            member["gsi3pk"] = text(format!("{beginning}#PEOPLE#deactivated"));
        }
        member["region"] = text(format!("Region {}", number % 100));
        (member["gsi2pk"], member["gsi2sk"]) =
            (text(format!("{beginning}#REGION#{}", digest_of(&format!("Region {}", number % 100)))), sort.clone());
        if number % 200 == 3 {
            member["roles"] = json!({ "L": [text("learner"), text("auditor")] });
            let mut copy = member.clone();
            (copy["pk"], copy["sk"]) = (text(format!("{beginning}#ROLE#auditor")), sort);
            for index in ["gsi1", "gsi2", "gsi3"] {
                copy.as_object_mut().expect("an item").retain(|name, _| !name.starts_with(index));
            }
            items.push(copy);
        }
        items.push(member);
    }
    put(items).await;
}

/// Copies of an act of this month: one in a hundred is by another actor, and of another kind.
async fn acts(workspace: &Workspace, numbers: std::ops::Range<usize>) {
    let beginning = format!("W#{}#AUDIT#", workspace.id);
    let scan = json!({
        "TableName": TABLE, "FilterExpression": "begins_with(pk, :pk) AND #action = :action",
        "ExpressionAttributeNames": { "#action": "action" },
        "ExpressionAttributeValues": { ":pk": text(&beginning), ":action": text("member.invited") },
    });
    let found = table("Scan", scan).await;
    let sample = found["Items"].as_array().and_then(|items| items.first()).expect("an act").clone();
    let index = |name: &str, rare: bool| {
        let partition = sample[name]["S"].as_str().expect("a partition");
        let (rest, _) = partition.rsplit_once('#').expect("a digest");
        if rare { text(format!("{rest}#{}", digest_of(if name == "gsi2pk" { RARE_ACTOR } else { RARE_ACTION }))) } else { text(partition) }
    };
    let items = numbers.map(|number| {
        let (id, rare) = (Ulid::generate().to_string(), number % 100 == 9);
        let mut act = sample.clone();
        (act["sk"], act["id"]) = (text(&id), text(&id));
        for sort in ["gsi1sk", "gsi2sk", "gsi3sk"] {
            act[sort] = text(&id);
        }
        (act["gsi2pk"], act["gsi3pk"]) = (index("gsi2pk", rare), index("gsi3pk", rare));
        if rare {
            act["action"] = text(RARE_ACTION);
            act["actor"] = json!({ "M": { "kind": text("member"), "id": text(RARE_ACTOR) } });
        }
        act
    });
    put(items.collect()).await;
}

const RARE_ACTOR: &str = "01JZ8Q4N7E5T9V3W2XKBYMCD6F";
const RARE_ACTION: &str = "group.deleted";

fn digest_of(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Copies of a published course, and the index of all of them, which is made from the table: none is announced but the last, which the API
/// writes.
async fn courses(workspace: &Workspace, author: &Person, of: &str, numbers: std::ops::Range<usize>) {
    let beginning = format!("W#{}#COURSE", workspace.id);
    let (course, outline) = (item(&format!("{beginning}#{of}"), "COURSE").await, item(&format!("{beginning}#{of}"), "OUTLINE").await);
    let items = numbers.clone().flat_map(|number| {
        let (id, title) = (Ulid::generate().to_string(), format!("{} {number}", title(number)));
        let (mut course, mut outline) = (course.clone(), outline.clone());
        course.as_object_mut().expect("an item").remove("announces");
        (course["pk"], course["id"], course["title"]) = (text(format!("{beginning}#{id}")), text(&id), text(&title));
        course["gsi1sk"] = text(format!("published#{}#{id}", title.to_lowercase()));
        course["words"] = text(title.to_lowercase());
        outline["pk"] = text(format!("{beginning}#{id}"));
        [course, outline]
    });
    put(items.collect()).await;
    indexed(author, "One of many").await;
    let made = invoke("index-workspace", &json!({ "workspace": workspace.id })).await.expect("an index");
    assert!(made["courses"].as_u64() >= Some(numbers.len() as u64), "{made}");
}

/// Waits until a course is found by a typing error: by the index, that is, and not by the table.
async fn indexed(reader: &Person, title: &str) {
    let misspelt = title.replace("many", "mnay");
    let path = format!("/v1/catalog/courses?q={}", misspelt.replace(' ', "%20"));
    let look = || async { (!reader.get(&path).await.expect(200)["items"].as_array().expect("items").is_empty()).then_some(()) };
    until(&format!("the index of {title}"), look).await;
}

/// Copies of an enrolment, in courses of their own.
async fn enrolments(workspace: &Workspace, of: &Person, course: &str, count: usize) {
    let partition = format!("W#{}#MEMBER#{}", workspace.id, of.member_id);
    let sample = item(&partition, &format!("HOME#ENROLMENT#{course}")).await;
    let items = (0..count).map(|number| {
        let (id, mut enrolment) = (Ulid::generate().to_string(), sample.clone());
        (enrolment["sk"], enrolment["course_id"]) = (text(format!("HOME#ENROLMENT#{id}")), text(&id));
        enrolment["title"] = text(title(number));
        enrolment
    });
    put(items.collect()).await;
}

/// A draft of so many lessons, written by the API as authors do: some in each request.
async fn large_course(author: &Person) -> String {
    let path = |id: &str| format!("/v1/admin/courses/{id}");
    let created = author.post("/v1/admin/courses", &draft("All of it", 1)).await;
    let (mut etag, id) = (created.etag(), created.body["course_id"].as_str().expect("an id").to_owned());
    let mut lessons = vec![json!({ "id": "l0", "title": "Lesson 0", "minutes": 2 })];
    while lessons.len() < LESSONS {
        let before = lessons.len();
        let until = LESSONS.min(before + AT_ONCE);
        let new = (before..until).map(|number| json!({ "title": title(number), "minutes": 2, "markdown": "Text." }));
        let all: Vec<Value> = lessons.iter().cloned().chain(new).collect();
        let modules: Vec<Value> =
            all.chunks(20).enumerate().map(|(number, some)| json!({ "title": format!("Module {number}"), "lessons": some })).collect();
        let change = json!({ "parts": [{ "title": "Part", "modules": modules }] });
        let answer = author.send("PATCH", &path(&id), &[("if-match", &etag)], Some(&change)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        etag = answer.etag();
        lessons.extend((before..until).map(|number| json!({ "id": format!("l{number}"), "title": title(number), "minutes": 2 })));
    }
    id
}

/// How many things a page of the audit log tells the names of: nothing, on other pages.
fn named(items: &[Value]) -> f64 {
    let things = items.iter().flat_map(|act| [act["target"].to_string(), act["actor"]["id"].to_string()]);
    let things: BTreeSet<String> = things.filter(|thing| thing != "null").collect();
    f64::from(u16::try_from(things.len()).expect("a few"))
}

impl Measured {
    /// Read units of one request.
    async fn of(&mut self, handler: &str, person: &Person, path: &str) -> (f64, Value) {
        self.skip();
        let answer = person.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let called = self.stack.invocations(Some(handler), Some(self.seen)).pop().expect("the handler ran");
        (called.read_units, answer.body)
    }
}

#[test]
fn a_page_costs_the_same_whatever_the_number() {
    run_apart(async {
        let (stack, site, _data) = own_stack().await;
        let mut measured = Measured { stack, seen: 0, rows: BTreeMap::new() };
        SITE.scope(site, grow(&mut measured)).await;
        measured.stack.shut_down().await;
    });
}

async fn grow(measured: &mut Measured) {
    let workspace = Workspace::named("scale").await;
    let people_of_it = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
    let (admin, author, learner) = (&people_of_it["admin"], &people_of_it["author"], &people_of_it["learner"]);
    let course = workspace.course(author, "One of many", 1).await;
    learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    let lists = [
        ("list-people", "/v1/admin/people".to_owned(), 25),
        ("list-people", "/v1/admin/people?role=auditor".to_owned(), 25),
        ("list-people", "/v1/admin/people?state=deactivated".to_owned(), 25),
        ("list-people", "/v1/admin/people?region=Region%2042".to_owned(), 25),
        ("list-audit-events", "/v1/admin/audit-events".to_owned(), 25),
        ("list-audit-events", format!("/v1/admin/audit-events?actor={RARE_ACTOR}"), 25),
        ("list-audit-events", format!("/v1/admin/audit-events?action={RARE_ACTION}"), 25),
        ("list-courses", "/v1/catalog/courses".to_owned(), 25),
        ("list-courses", "/v1/catalog/courses?q=forklift".to_owned(), 25),
        ("list-courses", "/v1/catalog/courses?q=loadnig%20chemicals".to_owned(), 25),
    ];
    let mut rows: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut before = 0;
    for size in SIZES {
        people(&workspace, learner, before..size).await;
        acts(&workspace, before..size).await;
        courses(&workspace, author, &course, before..size).await;
        before = size;
        for (handler, path, page) in &lists {
            let reader = if *handler == "list-courses" { learner } else { admin };
            let (units, body) = measured.of(handler, reader, path).await;
            let items = body["items"].as_array().expect("items");
            // One in a hundred, or in 200, of the largest number fills a page.
            assert!(size < 10_000 || items.len() == *page, "{path} at {size}: {} items", items.len());
            assert!(!items.is_empty() || body["next"].is_null(), "{path} at {size}: an empty page with a next");
            let most = A_PAGE + A_NAME * named(items);
            assert!(units <= most, "{path} at {size}: {units} read units, {most} at most");
            rows.entry(path.clone()).or_default().push(units);
        }
    }
    for (path, units) in &rows {
        println!("{path}: {units:?} read units at {SIZES:?}");
    }
    enrolments(&workspace, learner, &course, 200).await;
    let (units, body) = measured.of("list-enrolments", learner, "/v1/me/enrolments").await;
    assert_eq!(body["items"].as_array().map(Vec::len), Some(25));
    println!("/v1/me/enrolments: {units} read units at 200");
    // Each is shown in its course as it is, and so each course is read.
    assert!(units <= A_PAGE + 25.0 * A_COURSE, "/v1/me/enrolments at 200: {units} read units");
    let large = large_course(author).await;
    let (units, body) = measured.of("get-course", author, &format!("/v1/catalog/courses/{large}")).await;
    assert_eq!(body["lessons"], LESSONS);
    println!("/v1/catalog/courses/{{course_id}}: {units} read units at {LESSONS} lessons");
    // The name of who answers for it, and what says the same in other languages.
    assert!(units <= A_PAGE + 2.0 * A_NAME, "get-course at {LESSONS} lessons: {units} read units");
}
