//! PATCH /v1/admin/courses/{course_id}: title, summary and outline, unless somebody else was faster.

use crate::{
    draft::{CourseGroups, DraftParts, Summary, WRITTEN_AT_ONCE, draft, known, rewritten},
    view::{CourseDetail, CourseSummary},
};
use catalog_model::{
    course::{CourseState, Outline, OutlineLesson},
    courses::{self, Course, Lesson, LessonOrigin, outlines},
    ids::LessonId,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem, UpdateItem},
};
use serde::Deserialize;
use std::collections::HashMap;
use table::Tenant;
use trellis_core::{api_scope::ApiScope, title::Title};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CourseChange {
    title: Option<Title>,
    summary: Option<Summary>,
    /// The whole outline in its new order.
    parts: Option<DraftParts>,
    /// Only members of these groups can take the course; everybody can if there are none.
    groups: Option<CourseGroups>,
}

pub(crate) fn handler() -> Handler {
    Route::new("update-course", Method::Patch, "/v1/admin/courses/{course_id}", "Update a course")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .body_limit(4 * 1024 * 1024)
        .member(handle)
        .table(&[GetItem, PutItem, UpdateItem])
        .example(r#"{"title": "Safety at work, 2nd edition"}"#)
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

/// What imported lessons that are written anew keep of their book. Lessons that were written here have nothing to be read for.
async fn origins(tenant: &Tenant, course: &Course, parts: &DraftParts) -> Result<HashMap<LessonId, LessonOrigin>, Problem> {
    let (mut origins, mut rewritten) = (HashMap::new(), rewritten(parts).peekable());
    if rewritten.peek().is_none() {
        return Ok(origins);
    }
    let sources = outlines::sources(tenant, course.id).await?;
    for id in rewritten.filter(|id| sources.contains_key(id)).take(WRITTEN_AT_ONCE) {
        let lesson = courses::lesson(tenant, course, id).await?;
        origins.extend(lesson.and_then(|lesson| lesson.value.origin).map(|origin| (id, origin)));
    }
    Ok(origins)
}

async fn handle(call: Call<CourseChange>) -> Result<Reply<CourseDetail>, Problem> {
    let id = call.request.path("course_id", "course")?;
    let expected = call.request.if_match()?;
    let before = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    before.expect(expected)?;
    let mut outline = outlines::outline(&call.tenant, &before.value).await?;
    let (act, mut course) = (call.act("course.updated", format!("course/{id}")), before.value.clone());
    let CourseChange { title, summary: text, parts, groups } = call.request.body;
    course.title = title.unwrap_or(course.title);
    if let Some(text) = text {
        course.summary = text.into();
    }
    if let Some(groups) = groups {
        course.groups = known(&call.tenant, groups).await?;
    }
    let (mut written, mut warnings, changes_outline) = (Vec::new(), Vec::new(), parts.is_some());
    if let Some(parts) = parts {
        let origins = origins(&call.tenant, &course, &parts).await?;
        let drafted = draft(parts, &outline.value, &course.lessons, &origins)?;
        (written, warnings) = (drafted.written, drafted.warnings);
        let renamed = renamed(&outline.value, &drafted.outline, &written)?;
        for lesson in renamed {
            let stored = courses::lesson(&call.tenant, &course, lesson.id).await?.ok_or_else(|| Problem::not_found("lesson"))?.value;
            written.push(Lesson { title: lesson.title, minutes: lesson.minutes, ..stored });
        }
        outline.value = drafted.outline;
        course.follow(&outline.value);
    }
    if course.state == CourseState::Published && course.lessons.is_empty() {
        return Err(Problem::rule("parts", "a published course needs at least one lesson"));
    }
    let act = act.change(&CourseSummary::from(&before.value), &CourseSummary::from(&course));
    let change = courses::CourseChange { course, outline: changes_outline.then(|| outline.clone()), sources: None, lessons: written };
    let course = courses::update_course(&call.tenant, &before, change, &act).await.map_err(Problem::of_update)?;
    Ok(Reply::ok(CourseDetail::new(&course, outline.value).warning(warnings)).etag(course.version))
}
