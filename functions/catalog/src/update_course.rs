//! PATCH /v1/admin/courses/{course_id}: how a course is offered, at once, and what is learnt in it, in its draft; unless somebody else was
//! faster.

use crate::{
    draft::{
        self, CHANGED_AT_ONCE, CourseGroups, DraftAbout, DraftParts, Prerequisites, Summary, completed, draft, in_order, known, named,
        rewritten,
    },
    standing::foreign,
    terms::DraftTerms,
    view::{CourseDetail, CourseSummary},
};
use catalog_model::{
    about::LanguageTag,
    course::Unlock,
    courses::{
        self, Course, CourseNote,
        lessons::{self, LessonOrigin},
        outlines,
    },
    ids::{CourseId, LessonId},
    syllabus::{AskedPercent, AskedScore},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, Query, QueryIndex, UpdateItem},
};
use serde::Deserialize;
use std::collections::HashMap;
use table::Tenant;
use trellis_core::{api_scope::ApiScope, ids::MemberId, title::Title};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CourseChange {
    title: Option<Title>,
    summary: Option<Summary>,
    /// The whole outline in its new order.
    parts: Option<DraftParts>,
    /// Only members of these groups can take the course; everybody can if there are none.
    groups: Option<CourseGroups>,
    /// All of it: what is left out is taken away.
    about: Option<DraftAbout>,
    #[serde(default, deserialize_with = "lambda::nullable")]
    language: Option<Option<LanguageTag>>,
    /// In which order its lessons can be taken.
    unlock: Option<Unlock>,
    /// How many percent of its required lessons, rounded up, complete it.
    completion_percent: Option<AskedPercent>,
    completion_score: Option<AskedScore>,
    prerequisites: Option<Prerequisites>,
    /// Who answers for it, an active member; null for nobody.
    #[serde(default, deserialize_with = "lambda::nullable")]
    owner: Option<Option<MemberId>>,
    /// The course that it says in another language; null for none.
    #[serde(default, deserialize_with = "lambda::nullable")]
    translation_of: Option<Option<CourseId>>,
    /// All of it: what is left out is as at first. Whoever takes the course already goes on.
    enrolment: Option<DraftTerms>,
    /// What the workspace tells its learners about it; null takes it away.
    #[serde(default, deserialize_with = "lambda::nullable")]
    note: Option<Option<CourseNote>>,
}

impl CourseChange {
    /// What of it only the operators can change of a course of the global catalogue.
    fn content(&self) -> Option<&'static str> {
        let Self { title, summary, parts, about, language, unlock, completion_percent, completion_score, translation_of, .. } = self;
        let fields = [
            ("title", title.is_some()),
            ("summary", summary.is_some()),
            ("parts", parts.is_some()),
            ("about", about.is_some()),
            ("language", language.is_some()),
            ("unlock", unlock.is_some()),
            ("completion_percent", completion_percent.is_some()),
            ("completion_score", completion_score.is_some()),
            ("translation_of", translation_of.is_some()),
        ];
        fields.into_iter().find(|(_, is_there)| *is_there).map(|(name, _)| name)
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("update-course", Method::Patch, "/v1/admin/courses/{course_id}", "Update a course")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .versioned()
        .body_limit(4 * 1024 * 1024)
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, Query, QueryIndex, UpdateItem])
        .example(r#"{"title": "Safety at work, 2nd edition"}"#)
}

/// A course as the audit log compares it: with what its authors are working on.
fn drafted(course: &Course) -> CourseSummary {
    CourseSummary::showing(course, &course.draft)
}

/// What imported lessons that are written anew keep of their book. Lessons that were written here have nothing to be read for.
async fn origins(tenant: &Tenant, course: &Course, parts: &DraftParts) -> Result<HashMap<LessonId, LessonOrigin>, Problem> {
    let (mut origins, mut rewritten) = (HashMap::new(), rewritten(parts).peekable());
    if rewritten.peek().is_none() {
        return Ok(origins);
    }
    let sources = outlines::sources(tenant, course.id).await?;
    for id in rewritten.filter(|id| sources.contains_key(id)).take(CHANGED_AT_ONCE) {
        let there = if course.draft.lessons.contains(id) { &course.draft } else { course.shown() };
        let lesson = lessons::drafted(tenant, course, there, id).await?;
        origins.extend(lesson.and_then(|lesson| lesson.value.origin).map(|origin| (id, origin)));
    }
    Ok(origins)
}

async fn handle(call: Call<CourseChange>) -> Result<Reply<CourseDetail>, Problem> {
    let id = call.request.path("course_id", "course")?;
    let expected = call.request.if_match()?;
    let before = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    before.expect(expected)?;
    if let Some(field) = call.request.body.content().filter(|_| before.value.global.is_some()) {
        return Err(foreign(field));
    }
    let mut outline = outlines::draft(&call.tenant, &before.value).await?;
    let (act, mut course) = (call.act("course.updated", format!("course/{id}")), before.value.clone());
    let CourseChange { title, summary, parts, groups, about, language, unlock, .. } = call.request.body;
    let CourseChange { completion_percent, completion_score, prerequisites, owner, translation_of, enrolment, note, .. } =
        call.request.body;
    course.title = title.unwrap_or(course.title);
    course.summary = summary.map_or(course.summary, String::from);
    if let Some(about) = about {
        course.about = about.checked(&call.tenant).await?;
    }
    course.enrolment = enrolment.map_or(course.enrolment, Into::into);
    course.draft.unlock = unlock.unwrap_or(course.draft.unlock);
    course.draft.asked_percent = completion_percent.unwrap_or(course.draft.asked_percent);
    course.draft.asked_score = completion_score.unwrap_or(course.draft.asked_score);
    if let Some(language) = language {
        course.draft.speak(language);
    }
    if let Some(note) = note {
        course.note = note.filter(|note| !note.as_str().trim().is_empty());
    }
    if let Some(groups) = groups {
        course.groups = known(&call.tenant, groups).await?;
    }
    match owner {
        None => {}
        Some(None) => course.owner = None,
        Some(Some(owner)) => course.owner = Some(draft::owner(&call.tenant, owner).await?),
    }
    match translation_of {
        None => {}
        Some(None) => course.translation_of = None,
        Some(Some(original)) => course.translation_of = Some(draft::original(&call.tenant, id, original).await?),
    }
    if let Some(prerequisites) = prerequisites {
        course.prerequisites = in_order(&call.tenant, id, prerequisites).await?;
    }
    let (mut lessons, mut warnings, mut changes_outline) = (Vec::new(), Vec::new(), false);
    if let Some(parts) = parts {
        let mut known = outline.value.clone();
        if named(&parts).any(|lesson| !course.draft.lessons.contains(lesson)) {
            known.keep_lessons_of(&outlines::published(&call.tenant, &course).await?);
        }
        let origins = origins(&call.tenant, &course, &parts).await?;
        let mut drafted = draft(parts, &known, &course.draft.lessons, &origins)?;
        let written = completed(&call.tenant, &course, drafted.changed).await?;
        drafted.outline.mark(&written.changed, course.next_version());
        changes_outline = drafted.outline != outline.value;
        (lessons, warnings, outline.value) = (written.lessons, drafted.warnings, drafted.outline);
    }
    if course.global.is_none() {
        course.draft.follow(&outline.value);
    }
    let act = act.change(&drafted(&before.value), &drafted(&course));
    let change = courses::CourseChange {
        course,
        outline: changes_outline.then(|| outline.clone()),
        sources: None,
        lessons,
        by: call.caller.member().ok(),
    };
    let course = courses::update_course(&call.tenant, &before, change, &act).await.map_err(Problem::of_update)?;
    let detail = CourseDetail::draft(&call.tenant, &call.caller, &course, outline.value).await?;
    Ok(Reply::ok(detail.warning(warnings)).etag(course.version))
}
