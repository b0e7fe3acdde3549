//! Job: counts what a workspace had before its numbers were kept. May be run again, at any time and while people work: each item counts once.

use catalog_model::courses;
use lambda::{
    App, FunctionError, Handler, Job, OperatorScope,
    Table::{GetItem, PutItem, Query, QueryIndex, UpdateItem},
};
use learning_model::enrolments;
use people_model::members::{self, MembersWanted};
use serde::{Deserialize, Serialize};
use table::Page;
use trellis_core::ids::WorkspaceId;
use workspaces_model::workspaces;

/// Pages of 100 people that one run looks at: minutes, if all of them have courses.
const PAGES: usize = 100;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountWorkspace {
    workspace: WorkspaceId,
    /// The `next` of the run before, in a workspace with more people than one run looks at.
    #[serde(default)]
    cursor: Option<String>,
}

#[derive(Debug, Serialize)]
struct WorkspaceCounted {
    workspace: WorkspaceId,
    /// People, courses and enrolments that had not been counted before.
    new: u64,
    /// Absent when everything is counted: only then the overview calls its numbers complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

pub(crate) fn handler() -> Handler {
    Job::operators("count-workspace", handle)
        .table(&[GetItem, PutItem, Query, QueryIndex, UpdateItem])
        .timeout(900)
        .called_by("an operator")
        .example(r#"{"workspace": "acme"}"#)
}

async fn handle(app: App, _operators: OperatorScope, order: CountWorkspace) -> Result<WorkspaceCounted, FunctionError> {
    let workspace = order.workspace;
    let unknown = || FunctionError::failed(format!("there is no workspace {workspace}"));
    let (scope, _) = workspaces::workspace(&app.operation(), &workspace).await?.ok_or_else(unknown)?;
    let tenant = app.tenant(&scope);
    let mut new = if order.cursor.is_none() { courses::count_courses(&tenant).await? } else { 0 };
    let mut page = Page { cursor: order.cursor, ..Page::largest() };
    for _ in 0..PAGES {
        let listed = members::list_members(&tenant, &MembersWanted::default(), &page).await?;
        for member in listed.items {
            new += members::count_member(&tenant, &member).await?;
            new += enrolments::count_enrolments(&tenant, member.value.id).await?;
        }
        page.cursor = listed.next;
        if page.cursor.is_none() {
            tenant.complete_figures().await?;
            break;
        }
    }
    Ok(WorkspaceCounted { workspace, new, next: page.cursor })
}
