//! GET /v1/me.

use crate::{
    reply,
    table::{Table, key},
};
use lambda_runtime::Error;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Member {
    id: String,
    name: String,
    email: String,
    roles: Vec<String>,
}

pub(crate) async fn handle(table: &Table, event: Value) -> Result<Value, Error> {
    let caller = &event["requestContext"]["authorizer"];
    let workspace = caller["workspace"].as_str().ok_or("no workspace")?;
    let member_id = caller["member_id"].as_str().ok_or("no member")?;
    let member: Member = table.get(key(format!("W#{workspace}#MEMBER#{member_id}"), "HOME#PROFILE")).await?;
    Ok(reply(&json!({
        "member_id": member.id, "workspace": workspace, "name": member.name, "email": member.email, "roles": member.roles,
    })))
}
