//! GET /v1/catalog/courses/{course_id}/lessons/{lesson_id}: what a lesson says.

use crate::{
    mdbook::{Target, resolve_links},
    view::is_author,
};
use domain::{
    api_scope::ApiScope,
    course::LessonKind,
    ids::{CourseId, LessonId},
    title::Title,
};
use lambda::{App, Call, Handler, Method, Problem, Reply, Route, WorkspaceScope};
use serde::Serialize;
use std::{cell::RefCell, collections::BTreeMap, time::Duration};

/// How long the addresses of a lesson's pictures work: longer than anybody stays on a page.
const PICTURES_VALID: Duration = Duration::from_secs(3600);

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LessonContent {
    id: LessonId,
    title: Title,
    kind: LessonKind,
    minutes: u16,
    /// Safe to show as it is. Links to other lessons are `/courses/{course_id}/lessons/{lesson_id}`; pictures are signed
    /// addresses that work for an hour.
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
    Route::new("get-lesson", Method::Get, path, "A lesson's content").scope(ApiScope::CoursesRead).member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<LessonContent>, Problem> {
    let (scope, store) = (&call.caller.scope, app.store());
    let course_id = call.request.path("course_id", "course")?;
    let id: LessonId = call.request.path("lesson_id", "lesson")?;
    let course = call.see(&app, store.course(scope, course_id).await?).await?;
    if !course.value.lessons.contains(id) {
        return Err(Problem::not_found("lesson"));
    }
    let lesson = store.lesson(scope, course_id, id).await?.ok_or_else(|| Problem::not_found("lesson"))?.value;
    let author = is_author(&call.caller);
    let notes = lesson.speaker_notes.filter(|_| author);
    Ok(Reply::ok(LessonContent {
        id,
        title: lesson.title,
        kind: lesson.kind,
        minutes: lesson.minutes,
        html: addressed(&app, scope, course_id, &lesson.html).await?,
        markdown: lesson.markdown.filter(|_| author),
        speaker_notes: match notes {
            Some(notes) => Some(addressed(&app, scope, course_id, &notes).await?),
            None => None,
        },
    }))
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
        *address = app.files()?.sign_download(scope, &format!("courses/{course}/assets/{path}"), PICTURES_VALID).await?;
    }
    Ok(resolve_links(html, |target| match target {
        Target::Asset { path } => pictures.get(&path).cloned(),
        Target::Lesson { source, fragment } => {
            let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
            Some(format!("/courses/{course}/lessons/{source}{fragment}"))
        }
    }))
}
