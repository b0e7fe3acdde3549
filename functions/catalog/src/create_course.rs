//! POST /v1/admin/courses: an author starts a draft.

use crate::{
    draft::{self, CourseGroups, DraftAbout, DraftParts, Drafted, Prerequisites, Summary, completed, draft, in_order, known},
    terms::DraftTerms,
    view::{CourseDetail, CourseSummary},
};
use catalog_model::{
    about::LanguageTag,
    course::{Outline, Unlock},
    courses::{self, Course, outlines},
    ids::CourseId,
    lesson_set::LessonSet,
    syllabus::{AskedPercent, AskedScore},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem, PutItem, QueryIndex, UpdateItem},
};
use serde::Deserialize;
use std::collections::HashMap;
use trellis_core::{api_scope::ApiScope, ids::MemberId, title::Title};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCourse {
    title: Title,
    summary: Option<Summary>,
    #[serde(default)]
    parts: DraftParts,
    /// Only members of these groups can take the course; everybody can if there are none.
    #[serde(default)]
    groups: CourseGroups,
    #[serde(default)]
    about: DraftAbout,
    language: Option<LanguageTag>,
    /// In which order its lessons can be taken.
    #[serde(default)]
    unlock: Unlock,
    /// How many percent of its required lessons, rounded up, complete it.
    #[serde(default)]
    completion_percent: AskedPercent,
    #[serde(default)]
    completion_score: AskedScore,
    #[serde(default)]
    prerequisites: Prerequisites,
    /// Who answers for it, an active member; whoever creates it if left out.
    owner: Option<MemberId>,
    /// The course that it says in another language.
    translation_of: Option<CourseId>,
    /// How people enrol: everybody by themselves if left out.
    #[serde(default)]
    enrolment: DraftTerms,
}

pub(crate) fn handler() -> Handler {
    Route::new("create-course", Method::Post, "/v1/admin/courses", "Create a draft course")
        .audience(Audience::Author)
        .scope(ApiScope::CoursesWrite)
        .idempotent()
        .body_limit(4 * 1024 * 1024)
        .succeeds_with(&[201])
        .member(handle)
        .table(&[BatchGetItem, GetItem, PutItem, QueryIndex, UpdateItem])
        .example(
            r##"{
              "title": "Safety at work", "summary": "What everybody should know.",
              "parts": [
                {
                  "title": "Basics",
                  "modules": [
                    {
                      "title": "First steps",
                      "lessons": [{"title": "Fire exits", "minutes": 3, "markdown": "# Fire exits\n\nKnow **two** ways out."}]
                    }
                  ]
                }
              ]
            }"##,
        )
}

async fn handle(call: Call<NewCourse>) -> Result<Reply<CourseDetail>, Problem> {
    let attempt = call.attempt()?;
    let id = CourseId::random();
    let act = call.act("course.created", format!("course/{id}"));
    let NewCourse { title, summary, parts, groups, about, language, unlock, .. } = call.request.body;
    let NewCourse { completion_percent, completion_score, prerequisites, owner, translation_of, enrolment, .. } = call.request.body;
    let Drafted { outline, changed, warnings } = draft(parts, &Outline::default(), &LessonSet::default(), &HashMap::new())?;
    let summary = summary.map(String::from).unwrap_or_default();
    let mut course = Course::draft(id, title, summary, &outline, known(&call.tenant, groups).await?);
    course.changed_by = call.caller.member().ok();
    course.about = about.checked(&call.tenant).await?;
    course.enrolment = enrolment.into();
    course.draft.speak(language);
    course.prerequisites = in_order(&call.tenant, id, prerequisites).await?;
    course.owner = match owner {
        Some(owner) => Some(draft::owner(&call.tenant, owner).await?),
        None => call.caller.member().ok(),
    };
    course.translation_of = match translation_of {
        Some(original) => Some(draft::original(&call.tenant, id, original).await?),
        None => None,
    };
    course.draft.unlock = unlock;
    (course.draft.asked_percent, course.draft.asked_score) = (completion_percent, completion_score);
    course.draft.follow(&outline);
    let lessons = completed(&call.tenant, &course, changed).await?.lessons;
    let act = act.made(&CourseSummary::from(&course));
    let new = courses::NewCourse { course, outline, lessons };
    let (id, _) = courses::create_course(&call.tenant, new, attempt.as_ref(), &act).await?;
    let course = courses::course_to_change(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("course"))?;
    let outline = outlines::draft(&call.tenant, &course.value).await?;
    let detail = CourseDetail::draft(&call.tenant, &call.caller, &course, outline.value).await?;
    Ok(Reply::created(detail.warning(warnings)).etag(course.version))
}
