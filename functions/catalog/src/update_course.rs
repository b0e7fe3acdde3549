//! PATCH /v1/admin/courses/{course_id}: title, summary and outline, unless somebody else was faster.

use crate::{
    draft::{DraftPart, WRITTEN_AT_ONCE, draft, known, summary},
    view::{CourseDetail, CourseSummary},
};
use domain::{
    api_scope::ApiScope,
    course::{CourseState, Outline, OutlineLesson},
    ids::GroupId,
    title::Title,
};
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use store::{StoreError, courses::Lesson};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CourseChange {
    title: Option<Title>,
    summary: Option<String>,
    /// The whole outline in its new order.
    parts: Option<Vec<DraftPart>>,
    /// Only for members of these groups, at most 20; for everybody if there are none.
    #[schema(max_items = 20)]
    groups: Option<BTreeSet<GroupId>>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-course", Method::Patch, "/v1/admin/courses/{course_id}", "Change a course")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .body_limit(4 * 1024 * 1024)
        .member(handle)
}

/// A conflict on writing is the same to the caller as an ETag that was stale on reading.
pub(crate) fn changed(error: StoreError) -> Problem {
    if matches!(error, StoreError::Conflict) { Problem::changed() } else { error.into() }
}

/// Lessons that keep their text and get another title or duration.
fn renamed(before: &Outline, after: &Outline, written: &[Lesson]) -> Result<Vec<OutlineLesson>, Problem> {
    let known: HashMap<_, _> = before.lessons().map(|lesson| (lesson.id, lesson)).collect();
    let changed = |lesson: &&OutlineLesson| known.get(&lesson.id).is_some_and(|before| before != lesson);
    let text_stays = |lesson: &&OutlineLesson| written.iter().all(|other| other.id != lesson.id);
    let renamed: Vec<_> = after.lessons().filter(changed).filter(text_stays).cloned().collect();
    if renamed.len() + written.len() > WRITTEN_AT_ONCE {
        return Err(Problem::rule("parts", format!("at most {WRITTEN_AT_ONCE} lessons can be changed in one request")));
    }
    Ok(renamed)
}

async fn handle(app: App, call: Call<CourseChange>) -> Result<Reply<CourseDetail>, Problem> {
    let (scope, store, now) = (&call.caller.scope, app.store(), app.now());
    let id = call.request.path("course_id", "course")?;
    let expected = call.request.if_match()?;
    let mut course = store.course_to_change(scope, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    if course.version != expected {
        return Err(Problem::changed());
    }
    let mut outline = store.outline(scope, id).await?;
    let (act, before) = (call.act("course.updated", format!("course/{id}")), CourseSummary::from(&course.value));
    let CourseChange { title, summary: text, parts, groups } = call.request.body;
    course.value.title = title.unwrap_or(course.value.title);
    if let Some(text) = text {
        course.value.summary = summary(text)?;
    }
    if let Some(groups) = groups {
        course.value.groups = known(store, scope, groups).await?;
    }
    let (mut written, changes_outline) = (Vec::new(), parts.is_some());
    if let Some(parts) = parts {
        let drafted = draft(parts, &outline.value, &course.value.lessons)?;
        written = drafted.written;
        let renamed = renamed(&outline.value, &drafted.outline, &written)?;
        for lesson in renamed {
            let stored = store.lesson(scope, id, lesson.id).await?.ok_or_else(|| Problem::not_found("lesson"))?.value;
            written.push(Lesson { title: lesson.title, minutes: lesson.minutes, ..stored });
        }
        outline.value = drafted.outline;
        course.value.lessons = outline.value.lesson_set();
        course.value.minutes = outline.value.minutes();
    }
    if course.value.state == CourseState::Published && course.value.lessons.is_empty() {
        return Err(Problem::rule("parts", "a published course needs at least one lesson"));
    }
    let act = act.change(&before, &CourseSummary::from(&course.value));
    store.update_course(scope, &course, changes_outline.then_some(&outline), written, &act, now).await.map_err(changed)?;
    course.version += 1;
    Ok(CourseDetail::reply(&course, outline.value))
}
