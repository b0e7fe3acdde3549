//! POST /v1/admin/courses/{course_id}/lessons/{lesson_id}/regrading-preview: who would get another result by a corrected key.

use crate::regrade_quiz::{Ordered, PURPOSE};
use catalog_model::{
    courses::{self, Course, lessons, versions},
    ids::{CourseId, LessonId, VersionNumber},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query},
};
use people_model::members::{self, MemberName};
use quizzes_model::{
    attempt::{Attempt, AttemptNumber, Outcome},
    attempts::{self, AttemptError},
    regrading::{Keys, Regraded, regraded},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use table::{Page, Tenant};
use trellis_core::{ids::MemberId, title::Title};

/// Pages of 100 attempts that are looked at.
const PAGES: usize = 5;

#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct RegradingWish {
    /// The version of the course whose questions have the corrected key; the newest if left out.
    version: Option<VersionNumber>,
}

/// An attempt that would come to something else.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct RegradedAttempt {
    member_id: MemberId,
    /// Absent once they are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    name: Option<MemberName>,
    number: AttemptNumber,
    before_percent: u8,
    after_percent: u8,
    passed_before: bool,
    passed_after: bool,
}

/// What grading a quiz anew would change.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct RegradingPreview {
    /// Names what was shown; only that can be ordered.
    token: String,
    attempts_looked_at: usize,
    /// Attempts that cannot be graded anew, because a question of theirs is gone or has other answers to choose from. They stay as they are.
    attempts_left_out: usize,
    changes: Vec<RegradedAttempt>,
    /// Whether there are more attempts than were looked at.
    more: bool,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/lessons/{lesson_id}/regrading-preview";
    Route::new("preview-regrading", Method::Post, path, "Preview grading a quiz by a corrected key")
        .audience(Audience::Author)
        .keeps_access()
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query])
        .timeout(20)
        .example(r#"{"version": 2}"#)
}

async fn handle(call: Call<Option<RegradingWish>>) -> Result<Reply<RegradingPreview>, Problem> {
    let (tenant, course_id): (&Tenant, CourseId) = (&call.tenant, call.request.path("course_id", "course")?);
    let lesson_id: LessonId = call.request.path("lesson_id", "lesson")?;
    let course = courses::course(tenant, course_id).await?.ok_or_else(|| Problem::not_found("course"))?.value;
    let version = call.request.body.clone().unwrap_or_default().version;
    let questions = corrected(tenant, &course, lesson_id, version).await?;
    let (found, more) = all(tenant, (course_id, lesson_id)).await?;
    let (mut keys, mut left_out, mut changed) = (Keys::default(), 0, Vec::new());
    let new = keys.get(tenant, &course, &questions).await?.to_vec();
    for attempt in &found {
        let Some(before) = &attempt.outcome else { continue };
        let old = keys.get(tenant, &course, &before.questions).await?;
        match regraded(attempt, old, (&new, &questions), tenant.now()) {
            Regraded::Same => {}
            Regraded::Impossible => left_out += 1,
            Regraded::To { outcome, .. } if outcome.corrected_at == before.corrected_at => {}
            Regraded::To { outcome, .. } => changed.push((attempt, before, outcome)),
        }
    }
    let names = members::names(tenant, changed.iter().map(|(attempt, ..)| attempt.name.member_id)).await?;
    let token = tenant.hide(&format!("{PURPOSE} {}", call.page()?.reader), &Ordered { course_id, lesson_id, questions })?;
    Ok(Reply::ok(RegradingPreview {
        token,
        attempts_looked_at: found.len(),
        attempts_left_out: left_out,
        changes: changed.into_iter().map(|(attempt, before, after)| shown(attempt, before, &after, &names)).collect(),
        more,
    }))
}

/// What names the questions of a version.
async fn corrected(tenant: &Tenant, course: &Course, lesson: LessonId, version: Option<VersionNumber>) -> Result<String, Problem> {
    let syllabus = match version {
        Some(version) => versions::syllabus(tenant, course, version).await?.ok_or_else(|| Problem::not_found("version"))?,
        None => course.shown().clone(),
    };
    let lesson = lessons::lesson(tenant, course, &syllabus, lesson).await?.ok_or_else(|| Problem::not_found("lesson"))?;
    lesson.value.questions.ok_or_else(|| AttemptError::NoQuiz.into())
}

async fn all(tenant: &Tenant, quiz: (CourseId, LessonId)) -> Result<(Vec<Attempt>, bool), Problem> {
    let (mut all, mut cursor) = (Vec::new(), None);
    for _ in 0..PAGES {
        let listed = attempts::at_quiz(tenant, quiz, &Page { cursor, ..Page::largest() }).await?;
        all.extend(listed.items.into_iter().map(|attempt| attempt.value));
        cursor = listed.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok((all, cursor.is_some()))
}

fn shown(attempt: &Attempt, before: &Outcome, after: &Outcome, names: &HashMap<MemberId, MemberName>) -> RegradedAttempt {
    RegradedAttempt {
        member_id: attempt.name.member_id,
        name: names.get(&attempt.name.member_id).cloned(),
        number: attempt.name.number,
        before_percent: before.percent,
        after_percent: after.percent,
        passed_before: before.passed,
        passed_after: after.passed,
    }
}
