//! GET /v1/team/members/{member_id}/attempts: the quizzes that somebody has taken who reports to the caller, directly or through others.

use crate::attempt_list::{courses_of, settled};
use catalog_model::{
    courses::{Course, outlines},
    ids::{CourseId, LessonId},
};
use jiff::Timestamp;
use lambda::{
    Audience, Call, Handler, Listing, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
};
use people_model::access::team_member;
use quizzes_model::{
    attempt::{Attempt, AttemptNumber, AttemptState},
    attempts,
};
use serde::Serialize;
use std::collections::HashMap;
use table::Record;
use trellis_core::title::Title;

/// An attempt at a quiz, with the quiz.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct AttemptOfMember {
    course_id: CourseId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    course_title: Option<Title>,
    lesson_id: LessonId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lesson_title: Option<Title>,
    number: AttemptNumber,
    state: AttemptState,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    percent: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    passed: Option<bool>,
    #[schema(value_type = String, format = DateTime)]
    begun_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    submitted_at: Option<Timestamp>,
}

pub(crate) fn handler() -> Handler {
    Route::new("list-member-attempts", Method::Get, "/v1/team/members/{member_id}/attempts", "List a report's attempts at quizzes")
        .audience(Audience::Manager)
        .paged()
        .refuses(&[409])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<AttemptOfMember>>, Problem> {
    let member = team_member(&call).await?.value.id;
    let see = |found: Vec<Record<Attempt>>| async {
        let courses = courses_of(&call.tenant, &found).await?;
        let titles = outlines::lesson_titles(&call.tenant, courses.values().map(|course| &course.value)).await?;
        let found = settled(&call.tenant, &courses, found).await?;
        Ok::<_, Problem>(found.into_iter().map(|attempt| Some(shown(&attempt.value, &courses, &titles))).collect())
    };
    let listed = attempts::of_member(&call.tenant, member, &call.page()?, see).await?;
    Ok(Reply::ok(Listing { items: listed.items, next: listed.next }))
}

fn shown(attempt: &Attempt, courses: &HashMap<CourseId, Record<Course>>, titles: &HashMap<(CourseId, LessonId), Title>) -> AttemptOfMember {
    let (name, outcome) = (attempt.name, attempt.outcome.as_ref());
    AttemptOfMember {
        course_id: name.course_id,
        course_title: courses.get(&name.course_id).map(|course| course.value.title.clone()),
        lesson_id: name.lesson_id,
        lesson_title: titles.get(&(name.course_id, name.lesson_id)).cloned(),
        number: name.number,
        state: attempt.state(),
        percent: outcome.map(|outcome| outcome.percent),
        passed: outcome.map(|outcome| outcome.passed),
        begun_at: attempt.begun_at,
        submitted_at: outcome.map(|outcome| outcome.at),
    }
}
