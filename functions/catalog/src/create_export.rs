//! POST /v1/admin/courses/{course_id}/exports: an archive is made of a course's draft, in its turn.

use crate::{export_view::CourseExport, standing::foreign};
use catalog_model::{
    courses,
    exports::{self, Export, ExportState},
    ids::ExportId,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/exports";
    Route::new("create-export", Method::Post, path, "Make an archive of a course's draft")
        .audience(Audience::Author)
        .idempotent()
        .succeeds_with(&[202])
        .refuses(&[422])
        .member(handle)
        .table(&[GetItem, PutItem])
}

async fn handle(call: Call<()>) -> Result<Reply<CourseExport>, Problem> {
    let course_id = call.request.path("course_id", "course")?;
    let (attempt, requested_by) = (call.attempt()?, call.caller.member()?);
    let course = courses::course_to_change(&call.tenant, course_id).await?.ok_or_else(|| Problem::not_found("course"))?.value;
    if course.global.is_some() {
        return Err(foreign("course_id"));
    }
    let id = ExportId::random();
    let export = Export {
        id,
        course_id,
        state: ExportState::Queued,
        done: 0,
        total: 0,
        file_name: file_name(course.title.as_str()),
        size: None,
        reason: None,
        requested_by,
    };
    let act = call.act("export.requested", format!("export/{id}"));
    let act = act.made(&serde_json::json!({ "course_id": course_id, "file_name": export.file_name }));
    let (id, _) = exports::create_export(&call.tenant, export, attempt.as_ref(), &act).await?;
    let export = exports::export(&call.tenant, id).await?.ok_or_else(|| Problem::not_found("export"))?;
    Ok(Reply::accepted(CourseExport::from(export)))
}

/// A name that every system can save a file under.
fn file_name(title: &str) -> String {
    let kept = |letter: char| if letter.is_control() || r#"/\:*?"<>|"#.contains(letter) { ' ' } else { letter };
    let name: String = title.chars().map(kept).take(100).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches('.').trim();
    format!("{}.trellis.zip", if name.is_empty() { "course" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_of_a_file() {
        for (title, name) in [
            ("Safety at work", "Safety at work.trellis.zip"),
            ("A/B: \"C\"?", "A B C.trellis.zip"),
            ("..", "course.trellis.zip"),
            ("Übung 練習", "Übung 練習.trellis.zip"),
        ] {
            assert_eq!(file_name(title), name);
        }
    }
}
