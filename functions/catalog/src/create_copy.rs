//! POST /v1/admin/courses/{course_id}/copies: a course's draft becomes another draft, as imports do: in its turn.

use crate::standing::foreign;
use catalog_model::{
    courses,
    ids::{CourseId, ImportId},
    imports::{self, Import, ImportKind, ImportState},
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{GetItem, PutItem},
};
use serde::{Deserialize, Serialize};
use trellis_core::title::Title;

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCopy {
    /// What the copy will be called.
    title: Title,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct CopyRequested {
    /// The import that makes the copy.
    import_id: ImportId,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/admin/courses/{course_id}/copies";
    Route::new("create-copy", Method::Post, path, "Copy a course's draft")
        .audience(Audience::Author)
        .idempotent()
        .succeeds_with(&[201])
        .member(handle)
        .table(&[GetItem, PutItem])
        .example(r#"{"title": "Safety at work, for fitters"}"#)
}

async fn handle(call: Call<NewCopy>) -> Result<Reply<CopyRequested>, Problem> {
    let source: CourseId = call.request.path("course_id", "course")?;
    let (attempt, requested_by) = (call.attempt()?, call.caller.member()?);
    let course = courses::course_to_change(&call.tenant, source).await?.ok_or_else(|| Problem::not_found("course"))?;
    if course.value.global.is_some() {
        return Err(foreign("course_id"));
    }
    let id = ImportId::random();
    let act = call.act("import.requested", format!("import/{id}"));
    let title = call.request.body.title;
    let import = Import {
        id,
        kind: ImportKind::Copy,
        file_name: title.as_str().to_owned(),
        size: 0,
        state: ImportState::Queued,
        done: 0,
        total: 0,
        warnings: Vec::new(),
        warning_count: 0,
        course_id: CourseId::random(),
        updates: None,
        replaced: None,
        keeps_replaced: false,
        copies: Some(source),
        title: Some(title),
        reason: None,
        requested_by,
    };
    let act = act.made(&serde_json::json!({ "kind": import.kind, "copies": source, "title": import.title }));
    let (import_id, _) = imports::create_import(&call.tenant, import, attempt.as_ref(), &act).await?;
    Ok(Reply::created(CopyRequested { import_id }))
}
