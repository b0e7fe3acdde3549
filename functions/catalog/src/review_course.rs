//! PUT /v1/admin/courses/{course_id}/review: an author asks for a review of the draft, and a second author answers.

use crate::{
    standing::{TABLE, expected, foreign, reply},
    view::CourseDetail,
};
use catalog_model::{
    courses::{self, Course, CourseChange},
    review::{Review, ReviewError, ReviewNote, ReviewState},
};
use lambda::{Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use trellis_core::api_scope::ApiScope;

#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ReviewStep {
    state: ReviewState,
    note: Option<ReviewNote>,
}

pub(crate) fn handler() -> Handler {
    Route::new("review-course", Method::Put, "/v1/admin/courses/{course_id}/review", "Request or answer a review of a course's draft")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .member(handle)
        .table(TABLE)
        .example(r#"{"state": "requested", "note": "Please look at lesson 3."}"#)
}

async fn handle(call: Call<ReviewStep>) -> Result<Reply<CourseDetail>, Problem> {
    let course = expected(&call).await?;
    if course.value.global.is_some() {
        return Err(foreign("state"));
    }
    let ReviewStep { state, note } = call.request.body.clone();
    let note = note.filter(|note| !note.as_str().trim().is_empty());
    let now = call.app.now();
    let review = match (state, call.caller.member().ok(), &course.value.review) {
        (ReviewState::Requested, by, _) => Review::requested(by, note, now),
        (_, None, _) => return Err(Problem::forbidden("a review is answered by a person, not by an API client")),
        (_, Some(_), None) => return Err(Problem::rule("state", ReviewError::NotRequested.to_string())),
        (_, Some(member), Some(review)) => {
            review.answered(state, (member, course.value.changed_by), note, now).map_err(|error| Problem::forbidden(error.to_string()))?
        }
    };
    let action = match state {
        ReviewState::Requested => "course.review_requested",
        ReviewState::Approved => "course.review_approved",
        ReviewState::Returned => "course.review_returned",
    };
    let act = call.act(action, format!("course/{}", course.value.id));
    let after = Course { review: Some(review), ..course.value.clone() };
    let change = CourseChange::of(after);
    let course = courses::update_course(&call.tenant, &course, change, &act).await.map_err(Problem::of_update)?;
    reply(&call, &course).await
}
