//! PUT /v1/me/enrolments/{course_id}/lessons/{lesson_id}/completion.

use crate::{
    reply,
    table::{Item, Table, key},
};
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, builders::PutBuilder};
use lambda_runtime::Error;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Course {
    title: String,
    minutes: u32,
    lessons: Bitmap,
}

#[derive(Serialize, Deserialize)]
struct Enrolment {
    pk: String,
    sk: String,
    entity: String,
    schema: u32,
    version: u64,
    created_at: String,
    updated_at: String,
    course_id: String,
    title: String,
    minutes: u32,
    completed: Bitmap,
    progress: Progress,
    last_lesson: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Progress {
    completed: u32,
    total: u32,
    percent: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Bitmap(#[serde(with = "serde_bytes")] Vec<u8>);

impl Bitmap {
    fn contains(&self, lesson: usize) -> bool {
        self.0.get(lesson / 8).is_some_and(|byte| byte & (1 << (lesson % 8)) != 0)
    }

    fn insert(&mut self, lesson: usize) {
        if self.0.len() <= lesson / 8 {
            self.0.resize(lesson / 8 + 1, 0);
        }
        self.0[lesson / 8] |= 1 << (lesson % 8);
    }

    fn lessons(&self) -> Vec<usize> {
        (0..self.0.len() * 8).filter(|lesson| self.contains(*lesson)).collect()
    }
}

fn put(table: &Table, item: Item) -> PutBuilder {
    Put::builder().table_name(&table.name).set_item(Some(item))
}

fn event_item(workspace: &str, member_id: &str, course_id: &str, lesson_id: &str) -> Item {
    let (id, now) = (ulid::Ulid::generate().to_string(), chrono::Utc::now());
    let mut item = key(format!("W#{workspace}#EVENT#{id}"), "EVENT");
    let texts = [
        ("entity", "Event".to_owned()),
        ("id", id),
        ("origin", std::env::var("AWS_REGION").unwrap_or_default()),
        ("kind", "lesson_completed".to_owned()),
        ("member_id", member_id.to_owned()),
        ("course_id", course_id.to_owned()),
        ("lesson_id", lesson_id.to_owned()),
        ("at", now.to_rfc3339()),
    ];
    item.extend(texts.map(|(name, text)| (name.to_owned(), AttributeValue::S(text))));
    item.insert("expires_at".to_owned(), AttributeValue::N((now.timestamp() + 604_800).to_string()));
    item
}

pub(crate) async fn handle(table: &Table, event: Value) -> Result<Value, Error> {
    let (caller, path) = (&event["requestContext"]["authorizer"], &event["pathParameters"]);
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("incomplete event");
    let (workspace, member_id) = (text(&caller["workspace"])?, text(&caller["member_id"])?);
    let (course_id, lesson_id) = (text(&path["course_id"])?, text(&path["lesson_id"])?);
    let lesson: usize = lesson_id.trim_start_matches('l').parse()?;

    let course: Course = table.get(key(format!("W#{workspace}#COURSE#{course_id}"), "COURSE")).await?;
    if !course.lessons.contains(lesson) {
        return Err("lesson not found".into());
    }
    let own_key = key(format!("W#{workspace}#MEMBER#{member_id}"), format!("HOME#ENROLMENT#{course_id}"));
    let mut enrolment: Enrolment = table.get(own_key).await?;
    let read_version = enrolment.version;
    enrolment.completed.insert(lesson);
    let total = course.lessons.lessons();
    let completed = total.iter().filter(|lesson| enrolment.completed.contains(**lesson)).count();
    let percent = u32::try_from(completed * 100 / total.len())?;
    enrolment.progress = Progress { completed: u32::try_from(completed)?, total: u32::try_from(total.len())?, percent };
    enrolment.title = course.title;
    enrolment.minutes = course.minutes;
    enrolment.last_lesson = Some(lesson_id.clone());
    enrolment.version += 1;
    enrolment.updated_at = chrono::Utc::now().to_rfc3339();

    let write = put(table, serde_dynamo::to_item(&enrolment)?)
        .condition_expression("version = :version")
        .expression_attribute_values(":version", AttributeValue::N(read_version.to_string()))
        .build()?;
    let announce =
        put(table, event_item(&workspace, &member_id, &course_id, &lesson_id)).condition_expression("attribute_not_exists(pk)").build()?;
    table
        .client
        .transact_write_items()
        .transact_items(TransactWriteItem::builder().put(write).build())
        .transact_items(TransactWriteItem::builder().put(announce).build())
        .send()
        .await?;

    let lessons: Vec<String> = enrolment.completed.lessons().iter().map(|lesson| format!("l{lesson}")).collect();
    Ok(reply(&json!({
        "course_id": course_id,
        "title": enrolment.title,
        "minutes": enrolment.minutes,
        "progress": enrolment.progress,
        "last_lesson": enrolment.last_lesson,
        "enrolled_at": enrolment.created_at,
        "completed_lessons": lessons,
    })))
}
