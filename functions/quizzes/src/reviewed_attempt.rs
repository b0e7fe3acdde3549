//! An attempt as those look at it who have not made it: it is read, and ended if its time is over.

use crate::{
    attempt_list::taken,
    attempt_view::{QuizAttempt, key_of, view},
};
use catalog_model::{
    courses::{self, outlines, questions},
    lesson::ReviewPolicy,
};
use lambda::{Call, Problem, Reply};
use people_model::members::{self, MemberName};
use quizzes_model::{
    attempt::{AttemptName, AttemptNumber},
    attempts,
};
use serde::Serialize;
use trellis_core::{ids::MemberId, title::Title};

/// Somebody's attempt at a quiz, with what was asked and answered.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReviewedAttempt {
    member_id: MemberId,
    /// Absent once they are gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    name: Option<MemberName>,
    course_title: Title,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lesson_title: Option<Title>,
    attempt: QuizAttempt,
}

/// The attempt of this member that the path names. Once it has ended, so much of it is shown.
pub(crate) async fn reviewed(call: &Call<()>, member_id: MemberId, seen: ReviewPolicy) -> Result<Reply<ReviewedAttempt>, Problem> {
    let (tenant, unknown) = (&call.tenant, || Problem::not_found("attempt"));
    let number: AttemptNumber = call.request.path("number", "attempt")?;
    let name = AttemptName {
        member_id,
        course_id: call.request.path("course_id", "course")?,
        lesson_id: call.request.path("lesson_id", "lesson")?,
        number,
    };
    let attempt = attempts::attempt(tenant, name).await?.ok_or_else(unknown)?;
    let course = courses::course_or_its_rest(tenant, name.course_id).await?.ok_or_else(unknown)?;
    let (taking, lesson) = taken(tenant, &course, &attempt.value).await?.ok_or_else(unknown)?;
    let attempt = attempts::settled(tenant, &taking, attempt).await?;
    let questions = questions::questions(tenant, &course.value, key_of(&attempt.value)).await?;
    let mut titles = outlines::lesson_titles(tenant, std::iter::once(&course.value)).await?;
    Ok(Reply::ok(ReviewedAttempt {
        member_id,
        name: members::names(tenant, [member_id]).await?.remove(&member_id),
        course_title: course.value.title.clone(),
        lesson_title: titles.remove(&(name.course_id, name.lesson_id)),
        attempt: view((&call.app, tenant), (&taking, &lesson), attempt, &questions, seen).await?,
    }))
}
