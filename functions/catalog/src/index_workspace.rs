//! Job: makes the search index of a workspace's courses anew from the table. May be run at any time, while people search and authors write.

use crate::{
    course_index::CourseIndex,
    needs::{BUCKET, BUCKET_NAME, INDEXES},
};
use index_store::refresh;
use lambda::{
    App, FunctionError, Handler, Job, OperatorScope,
    Table::{BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, QueryIndex},
    services::Files,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use trellis_core::ids::WorkspaceId;
use workspaces_model::workspaces;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexWorkspace {
    workspace: WorkspaceId,
}

#[derive(Debug, Serialize)]
struct WorkspaceIndexed {
    workspace: WorkspaceId,
    courses: usize,
}

pub(crate) fn handler() -> Handler {
    Job::operators("index-workspace", handle)
        .table(&[BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query, QueryIndex])
        .may(&["s3:GetObject", "s3:PutObject"], &[INDEXES])
        // See `index_courses`.
        .may(&["s3:ListBucket"], &[BUCKET])
        .settings(&[BUCKET_NAME])
        .timeout(300)
        .memory(1024)
        .called_by("an operator")
        .example(r#"{"workspace": "acme"}"#)
}

async fn handle(app: App, _operators: OperatorScope, order: IndexWorkspace) -> Result<WorkspaceIndexed, FunctionError> {
    let workspace = order.workspace;
    let unknown = || FunctionError::failed(format!("there is no workspace {workspace}"));
    let (scope, _) = workspaces::workspace(&app.operation(), &workspace).await?.ok_or_else(unknown)?;
    let files = app.service::<Files>()?;
    let courses = refresh::<CourseIndex>(&files, &app.tenant(&scope), BTreeSet::new(), true).await?;
    Ok(WorkspaceIndexed { workspace, courses })
}
