//! What an author sends of a course: an outline whose lessons are written in Markdown.

use crate::view::LessonWarning;
use catalog_model::{
    about::{About, CourseLevel, Outcomes, Readers, Tags},
    banks::{self, Banks, TakeError},
    course::{Module, Outline, OutlineError, OutlineLesson, Part},
    courses::{
        Course,
        lessons::{self, Lesson, LessonOrigin},
        prerequisites::{self, PrerequisiteError},
        translations::{self, TranslationError},
    },
    ids::{CourseId, LessonId},
    lesson::{Content, LessonKind},
    lesson_set::LessonSet,
};
use files_model::{
    digest::Digest,
    file::{FileKind, UsedFile},
    files::{self, UseError},
};
use lambda::Problem;
use mdbook_import::{ImportError, Origin, Warning, named_files, render, shown_files, uploaded};
use people_model::{groups, ids::GroupId, member::MemberState, members};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use table::Tenant;
use trellis_core::{bounded::Letters, ids::MemberId, title::Title};

/// Lessons that can be changed in one request: they are written in one transaction with the course.
pub(crate) const CHANGED_AT_ONCE: usize = 90;
/// Bytes of text that fit into that transaction (4 MB) with the outline.
const WRITTEN_BYTES: usize = 3_000_000;
/// Bytes of a lesson's Markdown.
pub(crate) const MOST_BYTES: usize = 200_000;
/// Bytes of a whole lesson: an item holds 400 kB.
pub(crate) const LESSON_BYTES: usize = 390_000;
/// Files that a lesson shows: as many as one request looks up.
pub(crate) const MOST_FILES: usize = 100;
/// Bytes of a lesson up to which what its author wrote is kept beside the HTML.
const KEPT_BYTES: usize = 350_000;

trellis_core::text!(
    /// What a course is about: plain text.
    pub(crate) Summary, 0..=2_000, Letters::Any
);
trellis_core::text!(
    /// A lesson's text in Markdown: at most 200,000 bytes.
    pub(crate) Markdown, 0..=200_000, Letters::Any
);
trellis_core::number!(
    /// How many minutes a lesson takes.
    pub(crate) Minutes(u16), 0..=10_000
);
trellis_core::list!(
    /// Parts in order.
    #[derive(Debug, Default)]
    pub(crate) DraftParts(Vec<DraftPart>), 0..=5_000
);
trellis_core::list!(
    /// Modules in order.
    #[derive(Debug)]
    pub(crate) DraftModules(Vec<DraftModule>), 0..=5_000
);
trellis_core::list!(
    /// Lessons in order.
    #[derive(Debug)]
    pub(crate) DraftLessons(Vec<DraftLesson>), 0..=5_000
);
trellis_core::list!(
    /// Groups whose members alone can take a course; everybody can if there are none.
    #[derive(Debug, Clone, Default)]
    pub(crate) CourseGroups(BTreeSet<GroupId>), 0..=20
);

trellis_core::list!(
    /// Courses that must be completed before this one is taken.
    #[derive(Debug, Default)]
    pub(crate) Prerequisites(BTreeSet<CourseId>), 0..=10
);

/// What helps people to find a course and to decide for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftAbout {
    #[serde(default)]
    tags: Tags,
    /// What it teaches.
    #[serde(default)]
    skills: Tags,
    level: Option<CourseLevel>,
    audience: Option<Readers>,
    #[serde(default)]
    outcomes: Outcomes,
    /// A picture that was uploaded; without one a cover is drawn.
    pub(crate) cover: Option<Digest>,
}

impl From<&About> for DraftAbout {
    fn from(About { tags, skills, level, audience, outcomes, cover }: &About) -> Self {
        Self {
            tags: Tags(tags.iter().cloned().collect()),
            skills: Tags(skills.iter().cloned().collect()),
            level: *level,
            audience: audience.clone(),
            outcomes: Outcomes(outcomes.clone()),
            cover: cover.as_ref().map(|cover| cover.digest),
        }
    }
}

impl DraftAbout {
    /// As it is stored, if its picture can be made use of.
    pub(crate) async fn checked(self, tenant: &Tenant) -> Result<About, Problem> {
        let cover = self.cover.map(|cover| (cover, Some(FileKind::Picture))).into_iter().collect();
        let cover = used(tenant, &cover, "about.cover").await?.pop();
        Ok(self.with_cover(cover))
    }

    /// As it is stored, with a picture that can be made use of.
    pub(crate) fn with_cover(self, cover: Option<UsedFile>) -> About {
        let Self { tags, skills, level, audience, outcomes, cover: _ } = self;
        let audience = audience.filter(|audience| !audience.as_str().trim().is_empty());
        About { tags: tags.distinct(), skills: skills.distinct(), level, audience, outcomes: outcomes.0, cover }
    }
}

/// A part of a course.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftPart {
    title: Title,
    modules: DraftModules,
}

/// A module of a part.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftModule {
    title: Title,
    lessons: DraftLessons,
}

/// A lesson, new or known.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftLesson {
    /// Left out for a new lesson.
    id: Option<LessonId>,
    title: Title,
    minutes: Minutes,
    /// The text; left out, a known lesson keeps the text that it has. A new page needs one.
    markdown: Option<Markdown>,
    /// What there is besides the text; left out, a known lesson keeps what it has, and a new one is a page.
    content: Option<Content>,
    /// The course can be completed without it.
    #[serde(default)]
    optional: bool,
    /// The lesson before it that must be done first.
    after: Option<LessonId>,
}

/// An outline with the lessons that change.
#[derive(Debug)]
pub(crate) struct Drafted {
    pub(crate) outline: Outline,
    pub(crate) changed: Vec<LessonDraft>,
    /// What these lessons lose of their texts.
    pub(crate) warnings: Vec<LessonWarning>,
}

/// A lesson that is new or changes. What is `None` stays as it is.
#[derive(Debug)]
pub(crate) struct LessonDraft {
    id: LessonId,
    is_new: bool,
    title: Title,
    minutes: u16,
    text: Option<Text>,
    content: Option<Content>,
}

/// A text as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) html: String,
    pub(crate) markdown: Option<String>,
    pub(crate) speaker_notes: Option<String>,
    pub(crate) origin: Option<LessonOrigin>,
}

impl Text {
    fn of(Lesson { html, markdown, speaker_notes, origin, .. }: &Lesson) -> Self {
        Self { html: html.clone(), markdown: markdown.clone(), speaker_notes: speaker_notes.clone(), origin: origin.clone() }
    }

    fn bytes(&self) -> usize {
        self.html.len() + [&self.markdown, &self.speaker_notes].into_iter().flatten().map(String::len).sum::<usize>()
    }
}

/// Lessons as they are written, as far as they are another than before.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) lessons: Vec<Lesson>,
    /// Those that have become something else, and not only been renamed.
    pub(crate) changed: LessonSet,
}

impl LessonDraft {
    /// The whole lesson, and what is stored of it: what the draft leaves out is taken from there. A lesson that comes back into the draft has
    /// the text that learners have.
    async fn complete(self, tenant: &Tenant, course: &Course, banks: &mut Banks) -> Result<(Lesson, Option<Lesson>), Problem> {
        let Self { id, is_new, title, minutes, text, content } = self;
        let there = if course.draft.lessons.contains(id) { &course.draft } else { course.shown() };
        let stored = if is_new { None } else { lessons::drafted(tenant, course, there, id).await?.map(|stored| stored.value) };
        let content = match content {
            Some(content) => Some(with_taken(tenant, banks, content, stored.as_ref()).await?),
            None => None,
        };
        let (text, content) = match (text, content, stored.as_ref()) {
            (Some(text), Some(content), _) => (text, content),
            (_, _, None) => return Err(Problem::not_found("lesson")),
            (text, content, Some(stored)) => (text.unwrap_or_else(|| Text::of(stored)), content.unwrap_or_else(|| stored.content.clone())),
        };
        let Text { html, markdown, speaker_notes, origin } = text;
        let mut lesson = Lesson { id, title, content, minutes, html, markdown, speaker_notes, origin, files: Vec::new(), questions: None };
        lesson.files = files_of(tenant, &lesson).await?;
        Ok((lesson, stored))
    }
}

/// A lesson's content with what a quiz takes from banks.
async fn with_taken(tenant: &Tenant, banks: &mut Banks, content: Content, stored: Option<&Lesson>) -> Result<Content, Problem> {
    let Content::Quiz(mut quiz) = content else { return Ok(content) };
    let before = stored.and_then(|stored| if let Content::Quiz(quiz) = &stored.content { Some(quiz) } else { None });
    match banks::take(tenant, banks, &mut quiz, before).await {
        Ok(()) => Ok(Content::Quiz(quiz)),
        Err(TakeError::Table(error)) => Err(error.into()),
        Err(error) => Err(Problem::rule("content", error.to_string())),
    }
}

/// Files, each with what it is used as, if anything is said of that.
pub(crate) type Wanted = BTreeMap<Digest, Option<FileKind>>;

/// The files that a lesson's content names, and those that only its texts show.
pub(crate) fn shown_by(lesson: &Lesson) -> (Wanted, Wanted) {
    let content: Wanted = lesson.content.files().into_iter().map(|(digest, kind)| (digest, Some(kind))).collect();
    let texts = [Some(&lesson.html), lesson.speaker_notes.as_ref()];
    let shown = texts.into_iter().flatten().flat_map(|html| shown_files(html)).filter_map(|digest| Some((digest.parse().ok()?, None)));
    let mut shown: Wanted = shown.filter(|(digest, _)| !content.contains_key(digest)).collect();
    let within = lesson.content.texts().into_iter().flat_map(named_files).filter_map(|digest| Some((digest.parse().ok()?, None)));
    shown.extend(within.filter(|(digest, _)| !content.contains_key(digest)));
    (content, shown)
}

/// The files that a lesson shows, if all of them can be made use of.
async fn files_of(tenant: &Tenant, lesson: &Lesson) -> Result<Vec<UsedFile>, Problem> {
    let (content, shown) = shown_by(lesson);
    if content.len() + shown.len() > MOST_FILES {
        return Err(Problem::rule("markdown", format!("a lesson may show at most {MOST_FILES} files")));
    }
    let mut files = used(tenant, &content, "content").await?;
    files.extend(used(tenant, &shown, "markdown").await?);
    Ok(files)
}

/// Files that can be made use of; a problem at this field otherwise.
pub(crate) async fn used(tenant: &Tenant, wanted: &Wanted, field: &str) -> Result<Vec<UsedFile>, Problem> {
    match files::used(tenant, wanted).await {
        Err(UseError::Table(error)) => Err(error.into()),
        used => used.map_err(|error| Problem::rule(field, error.to_string())),
    }
}

/// The groups that a course is for, if all of them exist.
pub(crate) async fn known(tenant: &Tenant, CourseGroups(groups): CourseGroups) -> Result<BTreeSet<GroupId>, Problem> {
    for group in &groups {
        if groups::group(tenant, *group).await?.is_none() {
            return Err(Problem::rule("groups", format!("there is no group {group}")));
        }
    }
    Ok(groups)
}

/// The courses that come before this one, if that makes no circle.
pub(crate) async fn in_order(tenant: &Tenant, id: CourseId, Prerequisites(wanted): Prerequisites) -> Result<BTreeSet<CourseId>, Problem> {
    match prerequisites::check(tenant, id, &wanted).await {
        Ok(()) => Ok(wanted),
        Err(PrerequisiteError::Table(error)) => Err(error.into()),
        Err(error) => Err(Problem::rule("prerequisites", error.to_string())),
    }
}

/// The course that this one translates.
pub(crate) async fn original(tenant: &Tenant, id: CourseId, wanted: CourseId) -> Result<CourseId, Problem> {
    match translations::original(tenant, id, wanted).await {
        Err(TranslationError::Table(error)) => Err(error.into()),
        original => original.map_err(|error| Problem::rule("translation_of", error.to_string())),
    }
}

/// Who is to answer for a course, if they are a member who can sign in.
pub(crate) async fn owner(tenant: &Tenant, wanted: MemberId) -> Result<MemberId, Problem> {
    let member = members::member(tenant, wanted).await?.filter(|member| member.value.state == MemberState::Active);
    member.map(|member| member.value.id).ok_or_else(|| Problem::rule("owner", "there is no such active member"))
}

fn broken(error: &OutlineError) -> Problem {
    Problem::rule("parts", error.to_string())
}

/// These lessons as they are stored.
pub(crate) async fn completed(tenant: &Tenant, course: &Course, drafts: Vec<LessonDraft>) -> Result<Written, Problem> {
    let (mut written, mut all, mut banks) = (Written::default(), 0, Banks::default());
    for draft in drafts {
        let (id, is_back) = (draft.id, !draft.is_new && !course.draft.lessons.contains(draft.id));
        let (lesson, stored) = draft.complete(tenant, course, &mut banks).await?;
        if stored.as_ref() == Some(&lesson) && !is_back {
            continue;
        }
        let content = |lesson: &Lesson| (Text::of(lesson), lesson.content.clone());
        if stored.is_none_or(|stored| content(&stored) != content(&lesson)) {
            written.changed.insert(id);
        }
        // As JSON a lesson takes at least as much as in the table.
        let bytes = serde_json::to_vec(&(&lesson, lesson.content.taken())).map_err(Problem::internal)?.len();
        if bytes > LESSON_BYTES {
            return Err(Problem::rule("parts", format!("“{}” is too large; divide it into several lessons", lesson.title.as_str())));
        }
        all += bytes;
        written.lessons.push(lesson);
    }
    // A quiz is two items.
    let quizzes = written.lessons.iter().filter(|lesson| lesson.content.kind() == LessonKind::Quiz).count();
    check_amount(written.lessons.len() + quizzes, all)?;
    Ok(written)
}

/// A text as it is stored, and what it loses.
fn render_text(
    id: LessonId,
    markdown: &str,
    origin: Option<&LessonOrigin>,
) -> Result<(Text, impl Iterator<Item = LessonWarning> + use<>), Problem> {
    if markdown.len() > MOST_BYTES {
        return Err(Problem::rule("markdown", format!("a lesson may have at most {MOST_BYTES} bytes of Markdown")));
    }
    let (text, warnings) = Text::rendered(markdown, origin).map_err(|reason| Problem::rule("markdown", reason.to_string()))?;
    Ok((text, warnings.into_iter().map(move |warning| LessonWarning::of(id, warning))))
}

impl Text {
    /// A text as it is stored, and what it loses.
    ///
    /// # Errors
    /// It cannot be shown.
    pub(crate) fn rendered(markdown: &str, origin: Option<&LessonOrigin>) -> Result<(Self, Vec<Warning>), ImportError> {
        let mut lean_on =
            origin.map(|origin| Origin { dialect: origin.dialect.clone(), addresses: origin.addresses.clone() }).unwrap_or_default();
        lean_on.addresses.extend(uploaded(markdown));
        let page = render(markdown, &lean_on)?;
        let text = Self {
            // An item holds 400 kB.
            markdown: (page.html.len() + markdown.len() < KEPT_BYTES).then(|| markdown.to_owned()),
            html: page.html,
            speaker_notes: page.speaker_notes,
            origin: origin.cloned(),
        };
        Ok((text, page.warnings))
    }
}

/// The lessons that an author has given ids.
pub(crate) fn named(DraftParts(parts): &DraftParts) -> impl Iterator<Item = LessonId> {
    parts.iter().flat_map(|part| &part.modules.0).flat_map(|module| &module.lessons.0).filter_map(|lesson| lesson.id)
}

/// The known lessons whose texts are written anew.
pub(crate) fn rewritten(DraftParts(parts): &DraftParts) -> impl Iterator<Item = LessonId> {
    let lessons = parts.iter().flat_map(|part| &part.modules.0).flat_map(|module| &module.lessons.0);
    lessons.filter(|lesson| lesson.markdown.is_some()).filter_map(|lesson| lesson.id)
}

/// Checks what an author sent against the lessons that are known, of which some are `there` in the draft, and numbers new ones. Lessons of a
/// book are rendered as the book was: `origins` has what they keep of it.
pub(crate) fn draft(
    DraftParts(parts): DraftParts,
    before: &Outline,
    there: &LessonSet,
    origins: &HashMap<LessonId, LessonOrigin>,
) -> Result<Drafted, Problem> {
    let listed: HashMap<LessonId, &OutlineLesson> = before.lessons().map(|lesson| (lesson.id, lesson)).collect();
    let mut drafted =
        Drafted { outline: Outline { parts: Vec::new(), next_lesson: before.next_lesson }, changed: Vec::new(), warnings: Vec::new() };
    for part in parts {
        let mut modules = Vec::with_capacity(part.modules.0.len());
        for module in part.modules.0 {
            let mut lessons = Vec::with_capacity(module.lessons.0.len());
            for lesson in module.lessons.0 {
                lessons.push(drafted.add(lesson, (&listed, there), origins)?);
            }
            modules.push(Module { title: module.title, lessons });
        }
        drafted.outline.parts.push(Part { title: part.title, modules });
    }
    drafted.outline.check(&before.lesson_set(), before.next_lesson).map_err(|error| broken(&error))?;
    check_amount(drafted.changed.len(), drafted.changed.iter().filter_map(|lesson| lesson.text.as_ref()).map(Text::bytes).sum())?;
    Ok(drafted)
}

impl Drafted {
    /// Notes what becomes of a lesson, and how the outline shows it.
    fn add(
        &mut self,
        lesson: DraftLesson,
        (listed, there): (&HashMap<LessonId, &OutlineLesson>, &LessonSet),
        origins: &HashMap<LessonId, LessonOrigin>,
    ) -> Result<OutlineLesson, Problem> {
        let DraftLesson { id, title, minutes, markdown, mut content, optional, after } = lesson;
        if let Some(content) = &content {
            content.check().map_err(|error| Problem::rule("content", error.to_string()))?;
        }
        let before = id.and_then(|id| listed.get(&id).copied());
        let is_new = id.is_none();
        let id = match id {
            Some(id) => id,
            None => self.outline.new_lesson_id().map_err(|error| broken(&error))?,
        };
        let kind = content.as_ref().map_or_else(|| before.map_or_else(LessonKind::default, |before| before.kind), Content::kind);
        let mut text = match markdown {
            Some(markdown) => {
                let (text, losses) = render_text(id, markdown.as_str(), origins.get(&id))?;
                self.warnings.extend(losses);
                Some(text)
            }
            None if is_new && kind.needs_text() => return Err(Problem::rule("markdown", "a new lesson of this kind needs a text")),
            None => None,
        };
        // Of these there is nothing stored that could stay.
        if is_new {
            text.get_or_insert_default();
            content.get_or_insert_default();
        } else if kind == LessonKind::default() {
            content.get_or_insert_default();
        }
        let since = before.map(|before| before.since).unwrap_or_default();
        let entry = OutlineLesson { id, title: title.clone(), kind, minutes: minutes.get(), optional, after, since };
        let is_renamed = before.is_some_and(|before| (&before.title, before.minutes, before.kind) != (&entry.title, entry.minutes, kind));
        let is_back = !is_new && !there.contains(id);
        if is_new
            || is_back
            || is_renamed
            || text.is_some()
            || content.as_ref().is_some_and(|content| content.kind() != LessonKind::default())
        {
            self.changed.push(LessonDraft { id, is_new, title, minutes: minutes.get(), text, content });
        }
        Ok(entry)
    }
}

/// Whether so many lessons can be changed in one transaction.
fn check_amount(lessons: usize, bytes: usize) -> Result<(), Problem> {
    if lessons > CHANGED_AT_ONCE || bytes > WRITTEN_BYTES {
        let most = format!("at most {CHANGED_AT_ONCE} lessons and {WRITTEN_BYTES} bytes can be changed in one request");
        return Err(Problem::rule("parts", format!("{most}; send the rest in further ones")));
    }
    Ok(())
}
