//! GET /v1/admin/courses/{course_id}/lessons/{lesson_id}/difference: what is another in a lesson's text, line by line.

use crate::{
    compare_versions::{compared, comparing},
    shown::Edition,
};
use catalog_model::{
    courses::{
        Course,
        lessons::{self, Lesson},
    },
    ids::{CourseId, LessonId},
};
use lambda::{
    Call, Handler, Problem, Reply,
    Table::{GetItem, Query},
};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use std::time::Duration;
use table::Tenant;
use trellis_core::title::Title;

/// Lines around each change that are the same.
const AROUND: usize = 3;
/// Lines in an answer.
const MOST_LINES: usize = 2_000;
/// Time that is taken for the shortest way from one text to the other.
const THOROUGH: Duration = Duration::from_secs(1);

/// What has become of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum LineFate {
    Same,
    Added,
    Removed,
}

#[derive(Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
struct DifferentLine {
    change: LineFate,
    text: String,
    /// Its number in the earlier text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    before: Option<usize>,
    /// Its number in the later text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    after: Option<usize>,
}

/// What is another in a lesson.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct LessonDifference {
    course_id: CourseId,
    lesson_id: LessonId,
    title: Title,
    /// Lines of Markdown that were added and removed, with a few around them; none where the text is the same.
    lines: Vec<DifferentLine>,
    /// Whether there is more than fits into an answer.
    is_shortened: bool,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/lessons/{lesson_id}/difference";
    comparing("compare-lesson", path, "Compare a lesson in two versions of a course")
        .member(handle)
        .table(&[GetItem, Query])
        .example_query(&[("from", "1"), ("to", "draft")])
}

async fn handle(call: Call<()>) -> Result<Reply<LessonDifference>, Problem> {
    let (course, from, to) = compared(&call).await?;
    let id: LessonId = call.request.path("lesson_id", "lesson")?;
    let before = lesson_in(&call.tenant, &course, from, id).await?;
    let after = lesson_in(&call.tenant, &course, to, id).await?;
    let title = after.as_ref().or(before.as_ref()).map(|lesson| lesson.title.clone()).ok_or_else(|| Problem::not_found("lesson"))?;
    let (lines, is_shortened) = different(&text(before.as_ref()), &text(after.as_ref()));
    Ok(Reply::ok(LessonDifference { course_id: course.id, lesson_id: id, title, lines, is_shortened }))
}

async fn lesson_in(tenant: &Tenant, course: &Course, edition: Edition, id: LessonId) -> Result<Option<Lesson>, Problem> {
    let syllabus = edition.syllabus(tenant, course).await?;
    if !syllabus.lessons.contains(id) {
        return Ok(None);
    }
    Ok(lessons::drafted(tenant, course, &syllabus, id).await?.map(|lesson| lesson.value))
}

/// What an author reads of a lesson: its text as it was written, where that is kept.
fn text(lesson: Option<&Lesson>) -> String {
    let Some(lesson) = lesson else { return String::new() };
    let mut lines = lesson.content.lines();
    lines.push(lesson.markdown.as_ref().unwrap_or(&lesson.html).clone());
    lines.join("\n")
}

/// The lines that are another, with a few around them, and whether there are more.
fn different(before: &str, after: &str) -> (Vec<DifferentLine>, bool) {
    let difference = TextDiff::configure().timeout(THOROUGH).diff_lines(before, after);
    let groups = difference.grouped_ops(AROUND);
    let mut changes = groups.iter().flatten().flat_map(|operation| difference.iter_changes(operation));
    let lines = changes.by_ref().take(MOST_LINES).map(|change| DifferentLine {
        change: match change.tag() {
            ChangeTag::Equal => LineFate::Same,
            ChangeTag::Delete => LineFate::Removed,
            ChangeTag::Insert => LineFate::Added,
        },
        text: change.value().trim_end_matches(['\r', '\n']).to_owned(),
        before: change.old_index().map(|index| index + 1),
        after: change.new_index().map(|index| index + 1),
    });
    let lines = lines.collect();
    (lines, changes.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_with_their_numbers() {
        let before = "a\nb\nc\nd\ne\nf\ng\n";
        let (lines, is_shortened) = different(before, "a\nb\nc\nD\ne\nf\ng\nh");
        let told: Vec<_> = lines.iter().map(|line| (line.change, line.text.as_str(), line.before, line.after)).collect();
        assert!(!is_shortened);
        assert_eq!(told[3], (LineFate::Removed, "d", Some(4), None));
        assert_eq!(told[4], (LineFate::Added, "D", None, Some(4)));
        assert_eq!(told.last(), Some(&(LineFate::Added, "h", None, Some(8))));
        assert_eq!(different(before, before), (Vec::new(), false));
    }

    #[test]
    fn a_long_difference_is_shortened() {
        let text = |word: &str| (0..3_000).map(|number| format!("{word} {number}\n")).collect::<String>();
        let (lines, is_shortened) = different(&text("old"), &text("new"));
        assert_eq!((lines.len(), is_shortened), (MOST_LINES, true));
    }
}
