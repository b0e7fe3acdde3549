//! GET /v1/catalog/courses/{course_id}/lessons/{lesson_id}: what a lesson says. Given to somebody who takes the course, it is opened.

use crate::{
    assets,
    needs::{BUCKET_NAME, FILES, GLOBAL_FILES, UPLOADS},
    shown::{Edition, Shown, shown_to_read, versioned},
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
use files_model::{digest::Digest, file::UsedFile};
use lambda::{
    App, Call, Handler, Method, Principal, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, UpdateItem},
    services::Files,
};
use learning_model::{
    enrolments,
    rules::{self, RuleError},
    work::{self, Work},
};
use mdbook_import::{Target, is_blank, resolve_links, shown_files};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use table::{Home, Record, Tenant};
use trellis_core::{api_scope::ApiScope, ids::MemberId, title::Title};

/// How long the addresses of a lesson's pictures work: longer than anybody stays on a page.
const PICTURES_VALID: Duration = Duration::from_secs(3600);
/// The same for films, which take longer.
const FILES_VALID: Duration = Duration::from_secs(6 * 3600);

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
    /// The files that the content names; their addresses work for six hours, and parts of them can be asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<ShownFile>,
    /// What the author wrote, for authors; absent where it is not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
    /// For those who teach the course; authors only.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker_notes: Option<String>,
}

/// A file of a lesson.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct ShownFile {
    #[serde(flatten)]
    file: UsedFile,
    /// Where it can be read, if browsers show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Where it can be saved from, if it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    save_address: Option<String>,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/catalog/courses/{course_id}/lessons/{lesson_id}";
    versioned(Route::new("get-lesson", Method::Get, path, "Get a lesson"))
        .scope(ApiScope::CoursesRead)
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, UpdateItem])
        .may(&["s3:GetObject"], &[FILES, GLOBAL_FILES, UPLOADS])
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
    let shown = shown_to_read(&call, &course.value).await?;
    if !shown.syllabus.lessons.contains(id) {
        return Err(Problem::not_found("lesson"));
    }
    let lesson = if is_author {
        lessons::drafted(&call.tenant, &course.value, &shown.syllabus, id).await?
    } else {
        lessons::lesson(&call.tenant, &course.value, &shown.syllabus, id).await?
    };
    let lesson = lesson.ok_or_else(|| Problem::not_found("lesson"))?.value;
    let home = course.value.home(call.tenant.scope());
    let (language, text_direction) = (shown.syllabus.language.clone(), shown.syllabus.text_direction);
    let work = match call.caller.principal {
        Principal::Member { id: member, .. } => open(&call, member, course, shown, &lesson).await?,
        _ => None,
    };
    let files = files_of(&call.app, &home, &lesson).await?;
    let notes = lesson.speaker_notes.filter(|_| is_author);
    Ok(Reply::ok(LessonContent {
        id,
        title: lesson.title,
        kind: lesson.content.kind(),
        content: if is_author { lesson.content } else { lesson.content.shown() },
        work,
        minutes: lesson.minutes,
        language,
        text_direction,
        html: addressed(&call.app, &home, (course_id, &lesson.files), &lesson.html).await?,
        files,
        markdown: lesson.markdown.filter(|_| is_author),
        speaker_notes: match notes {
            Some(notes) => Some(addressed(&call.app, &home, (course_id, &lesson.files), &notes).await?),
            None => None,
        },
    }))
}

/// Notes that a member is given a lesson, unless it waits for another one; what they have done in it. Who reads on without network has been
/// given the lesson here before. In a blank page there is nothing to open, and who only looks opens nothing.
async fn open(call: &Call<()>, member: MemberId, course: Record<Course>, shown: Shown, lesson: &Lesson) -> Result<Option<Work>, Problem> {
    let (tenant, is_taken) = (&call.tenant, shown.is_taken());
    if !is_taken && !sees_drafts(&call.caller) {
        rules::check_lets_look(&course.value).map_err(|error| Problem::forbidden(error.to_string()))?;
    }
    // Authors look at every lesson, and so does support.
    let is_open = match check_open(tenant, &course.value, &shown, lesson.id).await {
        _ if shown.edition == Edition::Draft => false,
        Err(RuleError::Locked(_)) if sees_drafts(&call.caller) => false,
        Err(RuleError::Locked(_)) => check_open_now(tenant, member, (&course.value, &shown), lesson.id).await?,
        open => open.map(|()| true)?,
    };
    let (course_id, kind) = (course.value.id, lesson.content.kind());
    let Some(taken) = shown.taken.filter(|_| is_taken && is_open) else { return Ok(None) };
    if !(kind.needs_text() && is_blank(&lesson.html)) {
        enrolments::open_lesson(tenant, member, course, taken, lesson.id).await?;
    }
    if !kind.is_proven() || kind == LessonKind::Quiz {
        return Ok(None);
    }
    let work = work::begun(tenant, member, (course_id, lesson.id, &lesson.content)).await?;
    Ok(work.and_then(|work| work.value.work.within(&lesson.content).ok()))
}

async fn check_open(tenant: &Tenant, course: &Course, shown: &Shown, lesson: LessonId) -> Result<(), RuleError> {
    let completed = shown.taken.as_ref().map(|taken| taken.enrolment.value.completed.clone()).unwrap_or_default();
    rules::check_open(tenant, (course, &shown.syllabus), lesson, &completed).await
}

/// The same by what has been completed up to this moment: the lesson that this one waits for may have been just now.
async fn check_open_now(tenant: &Tenant, member: MemberId, (course, shown): (&Course, &Shown), lesson: LessonId) -> Result<bool, Problem> {
    let now = enrolments::enrolment(tenant, member, course.id).await?;
    let completed = now.map(|enrolment| enrolment.value.completed).unwrap_or_default();
    match rules::check_open(tenant, (course, &shown.syllabus), lesson, &completed).await {
        Err(error @ RuleError::Locked(_)) => Err(Problem::forbidden(error.to_string())),
        open => Ok(open.map(|()| true)?),
    }
}

/// The files of a lesson's content with their addresses.
async fn files_of(app: &App, home: &Home, lesson: &Lesson) -> Result<Vec<ShownFile>, Problem> {
    let named: BTreeSet<Digest> = lesson.content.files().into_iter().map(|(digest, _)| digest).collect();
    let may_be_saved = matches!(&lesson.content, Content::Document(document) if document.downloadable);
    let mut shown = Vec::new();
    for file in lesson.files.iter().filter(|file| named.contains(&file.digest)) {
        let files = app.service::<Files>()?;
        let (kind, name) = (file.content_type, file.file_name.as_str());
        let address = match kind.is_shown() {
            true => Some(files.sign_uploaded(home, file.digest, &kind.served(name), FILES_VALID).await?),
            false => None,
        };
        let save_address = match may_be_saved || !kind.is_shown() {
            true => Some(files.sign_uploaded(home, file.digest, &kind.saved(name), FILES_VALID).await?),
            false => None,
        };
        shown.push(ShownFile { file: file.clone(), address, save_address });
    }
    Ok(shown)
}

/// The HTML with addresses in the place of the placeholders.
async fn addressed(app: &App, home: &Home, (course, uploaded): (CourseId, &[UsedFile]), html: &str) -> Result<String, Problem> {
    // The bucket's client is made where there is something to sign: most lessons show nothing of it.
    let mut pictures = BTreeMap::new();
    for path in assets::named_in(html) {
        let address = app.service::<Files>()?.sign_download(home, &assets::path(course, &path), PICTURES_VALID).await?;
        pictures.insert(path, address);
    }
    let shown = shown_files(html);
    let mut addresses = BTreeMap::new();
    for file in uploaded.iter().filter(|file| shown.contains(&file.digest.to_string())) {
        let served = file.content_type.served(file.file_name.as_str());
        let address = app.service::<Files>()?.sign_uploaded(home, file.digest, &served, PICTURES_VALID).await?;
        addresses.insert(file.digest.to_string(), address);
    }
    Ok(resolve_links(html, |target| match target {
        Target::Asset { path } => pictures.get(&path).cloned(),
        Target::File { digest } => addresses.get(&digest).cloned(),
        Target::Lesson { source, fragment } => {
            let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
            Some(format!("/courses/{course}/lessons/{source}{fragment}"))
        }
    }))
}
