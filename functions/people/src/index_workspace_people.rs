//! Job: makes the search index of a workspace's members anew from the table. May be run at any time.

use crate::{
    member_index::MemberIndex,
    needs::{BUCKET, BUCKET_NAME, INDEX},
};
use index_store::refresh;
use lambda::{
    App, FunctionError, Handler, Job, OperatorScope,
    Table::{BatchGetItem, GetItem, QueryIndex},
    services::Files,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use trellis_core::ids::WorkspaceId;
use workspaces_model::workspaces;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexPeople {
    workspace: WorkspaceId,
}

#[derive(Debug, Serialize)]
struct PeopleIndexed {
    workspace: WorkspaceId,
    members: usize,
}

pub(crate) fn handler() -> Handler {
    Job::operators("index-workspace-people", handle)
        .table(&[BatchGetItem, GetItem, QueryIndex])
        .may(&["s3:GetObject", "s3:PutObject"], &[INDEX])
        // See `index_people`.
        .may(&["s3:ListBucket"], &[BUCKET])
        .settings(&[BUCKET_NAME])
        .timeout(600)
        .memory(1024)
        .called_by("an operator")
        .example(r#"{"workspace": "acme"}"#)
}

async fn handle(app: App, _operators: OperatorScope, order: IndexPeople) -> Result<PeopleIndexed, FunctionError> {
    let workspace = order.workspace;
    let unknown = || FunctionError::failed(format!("there is no workspace {workspace}"));
    let (scope, _) = workspaces::workspace(&app.operation(), &workspace).await?.ok_or_else(unknown)?;
    let files = app.service::<Files>()?;
    let members = refresh::<MemberIndex>(&files, &app.tenant(&scope), BTreeSet::new(), true).await?;
    Ok(PeopleIndexed { workspace, members })
}
