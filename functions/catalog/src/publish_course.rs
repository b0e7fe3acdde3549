//! POST /v1/admin/courses/{course_id}/publish: the draft becomes a version. Learners find the course from now on; who learns with an
//! earlier version keeps it and is offered this one, unless the earlier ones are recalled.

use crate::{
    standing::{TABLE, expected, foreign, reply, route},
    view::{CourseDetail, CourseSummary},
};
use catalog_model::{
    courses::{self, CourseChange, versions::Publication},
    review::ReviewState,
    syllabus::VersionNote,
};
use lambda::{Call, Handler, Problem, Reply};
use serde::Deserialize;
use workspaces_model::workspaces;

#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewVersion {
    /// What is new, for those who learn with an earlier version.
    note: Option<VersionNote>,
    /// What was published before was wrong: everybody is moved to this version at once, and told.
    #[serde(default)]
    recall: bool,
    /// Offer the newest version again as it is, and let changes of the draft wait.
    #[serde(default)]
    keep_draft: bool,
}

pub(crate) fn handler() -> Handler {
    route("publish-course", "/v1/admin/courses/{course_id}/publish", "Publish a course")
        .member(handle)
        .table(TABLE)
        .example(r#"{"note": "The chapter on lifts is new."}"#)
}

/// Where nothing has changed since the newest version, none is made.
async fn handle(call: Call<Option<NewVersion>>) -> Result<Reply<CourseDetail>, Problem> {
    let mut course = expected(&call).await?;
    if course.value.draft.lessons.is_empty() {
        return Err(Problem::rule("parts", "a course needs at least one lesson before it can be published"));
    }
    let NewVersion { note, recall, keep_draft } = call.request.body.clone().unwrap_or_default();
    let note = note.filter(|note| !note.as_str().trim().is_empty());
    if let Some(global) = &course.value.global {
        if note.is_some() || recall || keep_draft {
            return Err(foreign(if note.is_some() {
                "note"
            } else if recall {
                "recall"
            } else {
                "keep_draft"
            }));
        }
        if global.is_withdrawn {
            return Err(Problem::rule("state", "this course was withdrawn from the global catalogue; only who takes it already can go on"));
        }
    }
    let mut after = course.value.clone();
    after.publish(Publication { by: call.caller.member().ok(), note, recalls: recall, keeps_draft: keep_draft }, call.app.now());
    if after == course.value {
        return reply(&call, &course).await;
    }
    if after.published != course.value.published {
        check_review(&call, course.value.review.as_ref().map(|review| review.state)).await?;
    }
    let action = if after.recalled_before == course.value.recalled_before { "course.published" } else { "course.recalled" };
    let act = call.act(action, format!("course/{}", after.id));
    let act = act.change(&CourseSummary::from(&course.value), &CourseSummary::from(&after));
    let change = CourseChange::of(after);
    course = courses::update_course(&call.tenant, &course, change, &act).await.map_err(Problem::of_update)?;
    reply(&call, &course).await
}

/// Whether a new version can be published, where a second author must look at it first.
async fn check_review<B>(call: &Call<B>, review: Option<ReviewState>) -> Result<(), Problem> {
    if review == Some(ReviewState::Approved) {
        return Ok(());
    }
    let workspace = workspaces::workspace(call.tenant.operation(), call.caller.scope.workspace()).await?;
    if workspace.is_some_and(|(_, workspace)| workspace.value.courses_need_review) {
        return Err(Problem::rule("review", "another author must approve this draft before it can be published; request a review"));
    }
    Ok(())
}
