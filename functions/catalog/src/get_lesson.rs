//! GET /v1/catalog/courses/{course_id}/lessons/{lesson_id}: what a lesson says. Given to somebody who takes the course, it is opened.

use crate::{
    needs::{BUCKET_NAME, FILES},
    shown::{Edition, Shown, shown, versioned},
    view::{is_author, sees_drafts},
};
use catalog_model::{
    access,
    courses::{
        self, Course,
        lessons::{self, Lesson},
    },
    dialect::TextDirection,
    ids::{CourseId, LessonId},
    lesson::{Content, LessonKind},
};
use lambda::{
    App, Call, Handler, Method, Principal, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, Query, UpdateItem},
    WorkspaceScope,
    services::Files,
};
use learning_model::{
    enrolments,
    rules::{self, RuleError},
    work::{self, Work},
};
use mdbook_import::{Target, is_blank, resolve_links};
use serde::Serialize;
use std::{cell::RefCell, collections::BTreeMap, time::Duration};
use table::Record;
use trellis_core::{api_scope::ApiScope, ids::MemberId, title::Title};

/// How long the addresses of a lesson's pictures work: longer than anybody stays on a page.
const PICTURES_VALID: Duration = Duration::from_secs(3600);

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LessonContent {
    id: LessonId,
    title: Title,
    kind: LessonKind,
    content: Content,
    /// What the caller has done in it, if it asks for more than to be read and they take the course.
    #[serde(skip_serializing_if = "Option::is_none")]
    work: Option<Work>,
    minutes: u16,
    /// The language tag (BCP 47) of the text, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// The direction in which the text runs, if known; code always runs from left to right.
    #[serde(skip_serializing_if = "Option::is_none")]
    text_direction: Option<TextDirection>,
    /// The text, safe to show as it is; empty if there is none. Links to other lessons are `/courses/{course_id}/lessons/{lesson_id}`; pictures and files are
    /// signed addresses that work for an hour.
    html: String,
    /// What the author wrote, for authors; absent where it is not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
    /// For those who teach the course; authors only.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker_notes: Option<String>,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/catalog/courses/{course_id}/lessons/{lesson_id}";
    versioned(Route::new("get-lesson", Method::Get, path, "Get a lesson"))
        .scope(ApiScope::CoursesRead)
        .member(handle)
        .table(&[BatchGetItem, GetItem, Query, UpdateItem])
        .may(&["s3:GetObject"], &[FILES])
        .settings(&[BUCKET_NAME])
}

async fn handle(call: Call<()>) -> Result<Reply<LessonContent>, Problem> {
    let course_id = call.request.path("course_id", "course")?;
    let id: LessonId = call.request.path("lesson_id", "lesson")?;
    let is_author = is_author(&call.caller);
    // What authors have just written is there.
    let course = if is_author {
        courses::course_to_change(&call.tenant, course_id).await?
    } else {
        courses::course(&call.tenant, course_id).await?
    };
    let course = access::see(&call, course).await?;
    let shown = shown(&call, &course.value).await?;
    if !shown.syllabus.lessons.contains(id) {
        return Err(Problem::not_found("lesson"));
    }
    let lesson = if is_author {
        lessons::drafted(&call.tenant, course_id, &shown.syllabus, id).await?
    } else {
        lessons::lesson(&call.tenant, course_id, &shown.syllabus, id).await?
    };
    let lesson = lesson.ok_or_else(|| Problem::not_found("lesson"))?.value;
    let (language, text_direction) = (shown.syllabus.language.clone(), shown.syllabus.text_direction);
    let work = match call.caller.principal {
        Principal::Member { id: member, .. } => open(&call, member, course, shown, &lesson).await?,
        _ => None,
    };
    let notes = lesson.speaker_notes.filter(|_| is_author);
    Ok(Reply::ok(LessonContent {
        id,
        title: lesson.title,
        kind: lesson.content.kind(),
        content: lesson.content,
        work,
        minutes: lesson.minutes,
        language,
        text_direction,
        html: addressed(&call.app, call.tenant.scope(), course_id, &lesson.html).await?,
        markdown: lesson.markdown.filter(|_| is_author),
        speaker_notes: match notes {
            Some(notes) => Some(addressed(&call.app, call.tenant.scope(), course_id, &notes).await?),
            None => None,
        },
    }))
}

/// Notes that a member is given a lesson, unless it waits for another one; what they have done in it. Who reads on without network has been
/// given the lesson here before. In a blank page there is nothing to open, and who only looks opens nothing.
async fn open(call: &Call<()>, member: MemberId, course: Record<Course>, shown: Shown, lesson: &Lesson) -> Result<Option<Work>, Problem> {
    let (tenant, is_taken) = (&call.tenant, shown.is_taken());
    let completed = shown.taken.as_ref().map(|taken| taken.enrolment.value.completed.clone()).unwrap_or_default();
    // Authors look at every lesson, and so does support.
    let is_open = match rules::check_open(tenant, (&course.value, &shown.syllabus), lesson.id, &completed).await {
        _ if shown.edition == Edition::Draft => false,
        Err(RuleError::Locked(_)) if sees_drafts(&call.caller) => false,
        Err(error @ RuleError::Locked(_)) => return Err(Problem::forbidden(error.to_string())),
        open => open.map(|()| true)?,
    };
    let (course_id, kind) = (course.value.id, lesson.content.kind());
    let Some(taken) = shown.taken.filter(|_| is_taken && is_open) else { return Ok(None) };
    if !(kind.needs_text() && is_blank(&lesson.html)) {
        enrolments::open_lesson(tenant, member, course, taken, lesson.id).await?;
    }
    if !kind.is_proven() {
        return Ok(None);
    }
    let work = work::work(tenant, member, course_id, lesson.id).await?;
    Ok(work.and_then(|work| work.value.work.within(&lesson.content).ok()))
}

/// The HTML with addresses in the place of the placeholders.
async fn addressed(app: &App, scope: &WorkspaceScope, course: CourseId, html: &str) -> Result<String, Problem> {
    let pictures = RefCell::new(BTreeMap::new());
    resolve_links(html, |target| {
        if let Target::Asset { path } = target {
            pictures.borrow_mut().insert(path, String::new());
        }
        None
    });
    let mut pictures = pictures.into_inner();
    for (path, address) in &mut pictures {
        *address = app.service::<Files>()?.sign_download(scope, &format!("courses/{course}/assets/{path}"), PICTURES_VALID).await?;
    }
    Ok(resolve_links(html, |target| match target {
        Target::Asset { path } => pictures.get(&path).cloned(),
        Target::Lesson { source, fragment } => {
            let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
            Some(format!("/courses/{course}/lessons/{source}{fragment}"))
        }
    }))
}
