//! Courses as members and authors see them.

use crate::{authors, global_view::ValidationView, terms::CourseAdmission};
use catalog_model::{
    about::About,
    access::{self, Door, Offering},
    course::{CourseState, Outline, Part, Unlock},
    courses::{self, Course, CourseNote, translations::translations},
    dialect::TextDirection,
    ids::{CourseId, LessonId, VersionNumber},
    review::{ReviewNote, ReviewState},
    syllabus::{Syllabus, VersionNote},
    terms::EnrolmentTerms,
};
use engagement_model::points::LESSON_POINTS;
use lambda::{App, Call, Caller, Principal, Problem, WorkspaceScope, services::Files};
use learning_model::rules;
use mdbook_import::Warning;
use people_model::{ids::GroupId, members::MemberName};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, time::Duration};
use table::{Record, TableError, Tenant};
use trellis_core::{api_scope::ApiScope, ids::MemberId, role::Role, title::Title};

/// How long the address of a cover works.
const COVER_VALID: Duration = Duration::from_secs(3600);

/// A course in a list.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct CourseSummary {
    course_id: CourseId,
    title: Title,
    summary: String,
    state: CourseState,
    /// How many lessons it has.
    lessons: u32,
    /// How long it takes.
    minutes: u32,
    /// The language tag (BCP 47) of its text, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// The direction in which its text runs, if known; code always runs from left to right.
    #[serde(skip_serializing_if = "Option::is_none")]
    text_direction: Option<TextDirection>,
    /// Only for members of these groups, if there are any.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    groups: BTreeSet<GroupId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<String>,
    #[serde(default)]
    about: About,
    /// How people enrol.
    #[serde(default)]
    enrolment: EnrolmentTerms,
    /// The newest version; absent where nothing was ever published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    version: Option<VersionNumber>,
    /// The picture that stands for it; absent where it is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cover: Option<Cover>,
    #[serde(default)]
    origin: CourseOrigin,
    /// Operators have withdrawn it from the global catalogue: who takes it goes on, and nobody new does.
    #[serde(default, skip_serializing_if = "is_false")]
    is_withdrawn: bool,
}

/// Whose a course is.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum CourseOrigin {
    /// The workspace's own.
    #[default]
    Workspace,
    /// Of the global catalogue.
    Global,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// The picture that stands for a course.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Cover {
    /// Where it can be read for an hour.
    address: String,
}

/// A course with its outline.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CourseDetail {
    #[serde(flatten)]
    course: CourseSummary,
    /// The version that this is; absent where it is the draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    shown_version: Option<VersionNumber>,
    /// What is new in the newest version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    version_note: Option<VersionNote>,
    /// Whether the draft is another than the newest version; for authors.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    has_changes: Option<bool>,
    /// The review of the draft, if one was asked for; for authors.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    review: Option<ReviewView>,
    /// What the workspace tells its learners about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<CourseNote>,
    /// Who vouches for it, where it comes from the global catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    validation: Option<ValidationView>,
    /// In which order its lessons can be taken.
    unlock: Unlock,
    /// How many percent of its required lessons, rounded up, complete it.
    completion_percent: u8,
    /// The average score in percent of its required quizzes and packages without which it is not completed; 0 where none is asked for.
    completion_score: u8,
    /// What completing it earns, about.
    points: u32,
    /// The course that it says in another language.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    translation_of: Option<CourseId>,
    #[serde(flatten)]
    relations: Relations,
    /// Courses that must be completed before this one is taken, as far as they exist.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prerequisites: Vec<Prerequisite>,
    parts: Vec<Part>,
    #[serde(flatten)]
    admission: CourseAdmission,
    /// What the lessons that this request wrote lose of their texts, at most 101 for each; absent where nothing is lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<LessonWarning>,
}

/// Who answers for a course, and what else there is of it: as one gets it, not as one has just changed it.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub(crate) struct Relations {
    /// Who answers for it; absent where nobody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    owner: Option<CourseOwner>,
    /// The same in other languages, as far as the caller may see it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translations: Vec<Translation>,
}

/// Who answers for a course.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CourseOwner {
    member_id: MemberId,
    #[schema(value_type = Title)]
    name: MemberName,
}

/// The same course in another language.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Translation {
    course_id: CourseId,
    title: Title,
    /// The language tag (BCP 47) of its text, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    language: Option<String>,
}

/// The relations of a course, as its reader may see them.
pub(crate) async fn relations<B>(call: &Call<B>, course: &Course) -> Result<Relations, Problem> {
    let owner = authors::names(&call.tenant, &call.caller, course.owner).await?.into_iter().next();
    let translations = access::seen(call, translations(&call.tenant, course).await?).await?.into_iter().flatten();
    let shown = translations.filter(|other| other.value.state == CourseState::Published || sees_drafts(&call.caller));
    let mut translations: Vec<Translation> = shown
        .map(|other| Translation { course_id: other.value.id, language: other.value.shown().language.clone(), title: other.value.title })
        .collect();
    translations.sort_by(|one, other| (&one.language, one.course_id).cmp(&(&other.language, other.course_id)));
    Ok(Relations { owner: owner.map(|(member_id, name)| CourseOwner { member_id, name }), translations })
}

/// The review of a draft; any change of the draft ends it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ReviewView {
    state: ReviewState,
    /// Who brought it to this state; absent where it was an API client.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    by: Option<MemberId>,
    /// What they are called now. Left out once they are gone, and for API clients that may not read people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Title>, nullable = false)]
    by_name: Option<MemberName>,
    /// RFC 3339.
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    note: Option<ReviewNote>,
    /// Whether the caller asked for it or changed the draft last, and so cannot answer it.
    is_own: bool,
}

/// A course that comes before another one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Prerequisite {
    pub(crate) course_id: CourseId,
    pub(crate) title: Title,
    /// Whether the caller has completed it.
    pub(crate) is_completed: bool,
}

/// Something of a lesson's text that the lesson does not show; the rest of it was stored.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LessonWarning {
    lesson_id: LessonId,
    /// What it is about, as of an import, such as `lost_markup`.
    kind: String,
    /// From 1; 0 where the whole text is meant.
    line: u32,
    message: String,
}

impl LessonWarning {
    pub(crate) fn of(lesson_id: LessonId, warning: Warning) -> Self {
        let Warning { kind, line, message, file: _ } = warning;
        Self { lesson_id, kind: kind.name().to_owned(), line: line.unwrap_or(0), message }
    }
}

impl From<&Course> for CourseSummary {
    fn from(course: &Course) -> Self {
        Self::showing(course, course.shown())
    }
}

impl CourseSummary {
    /// With what is learnt in one of its versions.
    pub(crate) fn showing(course: &Course, shown: &Syllabus) -> Self {
        Self {
            course_id: course.id,
            title: course.title.clone(),
            summary: course.summary.clone(),
            state: course.state,
            lessons: shown.lessons.len(),
            minutes: shown.minutes,
            language: shown.language.clone(),
            text_direction: shown.text_direction,
            groups: course.groups.clone(),
            published_at: course.published_at.map(|at| at.to_string()),
            about: course.about.clone(),
            enrolment: course.enrolment,
            version: course.newest().map(|newest| newest.number),
            cover: None,
            origin: if course.global.is_some() { CourseOrigin::Global } else { CourseOrigin::Workspace },
            is_withdrawn: course.global.as_ref().is_some_and(|global| global.is_withdrawn),
        }
    }

    /// With the address of its cover.
    pub(crate) async fn covered(self, app: &App, scope: &WorkspaceScope) -> Result<Self, Problem> {
        let Some(file) = &self.about.cover else { return Ok(self) };
        let served = file.content_type.served(file.file_name.as_str());
        let home = courses::home(scope, matches!(self.origin, CourseOrigin::Global));
        let address = app.service::<Files>()?.sign_uploaded(&home, file.digest, &served, COVER_VALID).await?;
        Ok(Self { cover: Some(Cover { address }), ..self })
    }

    /// The same of a whole list.
    pub(crate) async fn all_covered(summaries: Vec<Self>, app: &App, scope: &WorkspaceScope) -> Result<Vec<Self>, Problem> {
        let mut covered = Vec::with_capacity(summaries.len());
        for summary in summaries {
            covered.push(summary.covered(app, scope).await?);
        }
        Ok(covered)
    }

    pub(crate) const fn door(&self) -> Door<'_> {
        Door { of: Offering::Course(self.course_id), state: self.state, groups: &self.groups }
    }
}

impl CourseDetail {
    /// As its authors see it.
    ///
    /// # Errors
    /// When its prerequisites cannot be read.
    pub(crate) async fn new(
        tenant: &Tenant,
        caller: &Caller,
        (course, shown): (&Record<Course>, &Syllabus),
        outline: Outline,
    ) -> Result<Self, TableError> {
        let before = courses::courses_of(tenant, &course.value.prerequisites).await?.into_iter().map(|course| course.value).collect();
        let detail = Self::after(tenant, caller, (course, shown), outline, before).await?;
        let own = caller.member().ok();
        let by = course.value.review.as_ref().and_then(|review| review.answered_by.or(review.requested_by));
        let by_name = authors::names(tenant, caller, by).await?.into_values().next();
        let review = course.value.review.clone().map(|review| ReviewView {
            state: review.state,
            by,
            by_name,
            at: review.at.to_string(),
            is_own: own.is_some_and(|own| review.is_own(own, course.value.changed_by)),
            note: review.note,
        });
        Ok(Self { has_changes: Some(course.value.has_changes()), review, ..detail })
    }

    /// The draft, as its authors see it.
    ///
    /// # Errors
    /// When its prerequisites cannot be read.
    pub(crate) async fn draft(tenant: &Tenant, caller: &Caller, course: &Record<Course>, outline: Outline) -> Result<Self, TableError> {
        let edited = if course.value.global.is_some() { course.value.shown() } else { &course.value.draft };
        Self::new(tenant, caller, (course, edited), outline).await
    }

    /// With the courses before it that a reader must complete.
    ///
    /// # Errors
    /// When it cannot be read which of them they have completed.
    pub(crate) async fn after(
        tenant: &Tenant,
        caller: &Caller,
        (course, shown): (&Record<Course>, &Syllabus),
        outline: Outline,
        before: Vec<Course>,
    ) -> Result<Self, TableError> {
        let done = match &caller.principal {
            Principal::Member { id, .. } => rules::completed(tenant, *id, &before.iter().map(|course| course.id).collect()).await?,
            _ => BTreeSet::new(),
        };
        let described = before.into_iter().map(|course| Prerequisite {
            course_id: course.id,
            is_completed: done.contains(&course.id),
            title: course.title,
        });
        let course = &course.value;
        Ok(Self {
            course: CourseSummary::showing(course, shown),
            shown_version: Some(shown.number).filter(|number| course.newest().is_some_and(|newest| newest.number >= *number)),
            version_note: course.published.as_ref().and_then(|version| version.note.clone()),
            has_changes: None,
            review: None,
            note: course.note.clone(),
            validation: course.global.as_ref().map(|global| ValidationView::from(&global.validation)),
            unlock: shown.unlock,
            completion_percent: shown.asked_percent.get(),
            completion_score: shown.asked_score.get(),
            points: shown.asked().saturating_mul(LESSON_POINTS),
            translation_of: course.translation_of,
            relations: Relations::default(),
            prerequisites: described.collect(),
            parts: outline.parts,
            admission: CourseAdmission::default(),
            warnings: Vec::new(),
        })
    }

    /// With the address of its cover.
    pub(crate) async fn covered(self, app: &App, scope: &WorkspaceScope) -> Result<Self, Problem> {
        Ok(Self { course: self.course.covered(app, scope).await?, ..self })
    }

    /// With what stands between the caller and the course.
    pub(crate) fn with(self, admission: CourseAdmission, relations: Relations) -> Self {
        Self { admission, relations, ..self }
    }

    /// With what its lessons have just lost.
    pub(crate) fn warning(self, warnings: Vec<LessonWarning>) -> Self {
        Self { warnings, ..self }
    }
}

/// Whether a caller looks at drafts: who makes courses, and support.
pub(crate) fn sees_drafts(caller: &Caller) -> bool {
    is_author(caller) || caller.has(Role::Support)
}

/// Whether a caller makes courses, or is a program for them, and so sees speaker notes.
pub(crate) fn is_author(caller: &Caller) -> bool {
    caller.has(Role::Author) || caller.has(Role::Admin) || caller.holds(Some(ApiScope::CoursesRead))
}
