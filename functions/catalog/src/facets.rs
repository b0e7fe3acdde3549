//! By what courses can be chosen from the catalogue.

use catalog_model::{
    about::{CourseLevel, LanguageTag, Tag},
    course::{CourseState, Outline},
    courses::{self, Course},
    lesson::LessonKind,
    syllabus::Syllabus,
};
use lambda::{Problem, Request, Route};
use search::FacetCount;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The facet that tells drafts from what learners may find. It is never shown.
const STATE: &str = "state";

/// How long a course takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Duration {
    UpToAQuarter,
    UpToAnHour,
    UpToFourHours,
    Longer,
}

impl Duration {
    const fn of(minutes: u32) -> Self {
        match minutes {
            0..=15 => Self::UpToAQuarter,
            16..=60 => Self::UpToAnHour,
            61..=240 => Self::UpToFourHours,
            _ => Self::Longer,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::UpToAQuarter => "up_to_a_quarter",
            Self::UpToAnHour => "up_to_an_hour",
            Self::UpToFourHours => "up_to_four_hours",
            Self::Longer => "longer",
        }
    }
}

trellis_core::list!(
    /// Any of these tags.
    #[derive(Debug)]
    TagsWanted(Vec<Tag>), 1..=20
);
trellis_core::list!(
    /// Any of these kinds of lessons.
    #[derive(Debug)]
    KindsWanted(Vec<LessonKind>), 1..=20
);
trellis_core::list!(
    /// Any of these levels.
    #[derive(Debug)]
    LevelsWanted(Vec<CourseLevel>), 1..=20
);
trellis_core::list!(
    /// Any of these languages.
    #[derive(Debug)]
    LanguagesWanted(Vec<LanguageTag>), 1..=20
);
trellis_core::list!(
    /// Any of these durations.
    #[derive(Debug)]
    DurationsWanted(Vec<Duration>), 1..=20
);

/// A facet with a value.
pub(crate) type Choice = (String, String);

/// How many courses have each value of a facet.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Facet {
    /// The query parameter that chooses by it.
    name: String,
    /// The most frequent first, at most 100.
    values: Vec<FacetValue>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct FacetValue {
    value: String,
    /// Courses that would be found with it.
    count: u32,
}

/// A course's facets.
pub(crate) fn of(course: &Course, outline: &Outline) -> Vec<Choice> {
    let kinds: BTreeSet<LessonKind> = outline.lessons().map(|lesson| lesson.kind).collect();
    let kinds = kinds.into_iter().map(|kind| ("kind", kind.name().to_owned()));
    without_kinds(course).chain(kinds).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Those that follow from the course alone.
fn without_kinds(course: &Course) -> impl Iterator<Item = (&'static str, String)> {
    let (Course { about, state, .. }, Syllabus { language, minutes, .. }) = (course, course.shown());
    let one = [(STATE, courses::state_name(*state).to_owned()), ("duration", Duration::of(*minutes).name().to_owned())];
    let texts = |name: &'static str, tags: &BTreeSet<Tag>| tags.iter().map(|tag| (name, tag.as_str().to_owned())).collect::<Vec<_>>();
    let level = about.level.map(|level| ("level", level.name().to_owned()));
    one.into_iter()
        .chain(texts("tag", &about.tags))
        .chain(texts("skill", &about.skills))
        .chain(level)
        .chain(language.clone().map(|language| ("language", language)))
}

/// The query parameters of a route whose list can be chosen from.
pub(crate) fn chosen_by(route: Route) -> Route {
    route
        .query_of::<TagsWanted>("tag", "Only courses with one of these tags.")
        .query_of::<TagsWanted>("skill", "Only courses that teach one of these skills.")
        .query_of::<LevelsWanted>("level", "Only courses of one of these levels.")
        .query_of::<LanguagesWanted>("language", "Only courses in one of these languages.")
        .query_of::<KindsWanted>("kind", "Only courses with lessons of one of these kinds.")
        .query_of::<DurationsWanted>("duration", "Only courses that take so long.")
}

/// What a caller has chosen.
pub(crate) fn chosen<B>(request: &Request<B>) -> Result<Vec<Choice>, Problem> {
    let mut choices = Vec::new();
    let mut add = |name: &str, values: Vec<String>| choices.extend(values.into_iter().map(|value| (name.to_owned(), value)));
    for name in ["tag", "skill"] {
        let tags = request.query_list_of::<TagsWanted>(name)?.map_or_else(Vec::new, |wanted| wanted.0);
        add(name, tags.into_iter().map(String::from).collect());
    }
    if let Some(LevelsWanted(levels)) = request.query_list_of("level")? {
        add("level", levels.into_iter().map(|level| level.name().to_owned()).collect());
    }
    if let Some(LanguagesWanted(languages)) = request.query_list_of("language")? {
        add("language", languages.into_iter().map(String::from).collect());
    }
    if let Some(KindsWanted(kinds)) = request.query_list_of("kind")? {
        add("kind", kinds.into_iter().map(|kind| kind.name().to_owned()).collect());
    }
    if let Some(DurationsWanted(durations)) = request.query_list_of("duration")? {
        add("duration", durations.into_iter().map(|duration| duration.name().to_owned()).collect());
    }
    Ok(choices)
}

/// What the index is asked for by a reader of the catalogue.
pub(crate) fn filters(choices: &[Choice]) -> Vec<Choice> {
    let published = (STATE.to_owned(), courses::state_name(CourseState::Published).to_owned());
    choices.iter().cloned().chain([published]).collect()
}

/// Whether a course is among what was chosen, where no index tells: of kinds of lessons the course itself knows nothing.
pub(crate) fn has(course: &Course, choices: &[Choice]) -> bool {
    let own: BTreeSet<Choice> = without_kinds(course).map(|(name, value)| (name.to_owned(), value)).collect();
    let names: BTreeSet<&str> = choices.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "kind").collect();
    names.into_iter().all(|name| choices.iter().any(|choice| choice.0 == name && own.contains(choice)))
}

/// Facets as callers see them.
pub(crate) fn counted(counts: Vec<FacetCount>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = Vec::new();
    for FacetCount { kind, value, count } in counts.into_iter().filter(|count| count.kind != STATE) {
        let value = FacetValue { value, count };
        match facets.last_mut().filter(|facet| facet.name == kind) {
            Some(facet) => facet.values.push(value),
            None => facets.push(Facet { name: kind, values: vec![value] }),
        }
    }
    facets
}
