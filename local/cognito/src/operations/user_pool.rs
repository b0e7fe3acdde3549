//! `ListUserPools`.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::pools;
use crate::refusal::Refusal;
use crate::service::Service;

/// All pools are one page: a stack has one or two.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Wanted {
    max_results: u32,
}

pub(crate) async fn list(service: &Service, input: Wanted) -> Result<Value, Refusal> {
    if !(1..=60).contains(&input.max_results) {
        return Err(Refusal::invalid_parameter("MaxResults is from 1 to 60"));
    }
    let pools = service.write(pools::store::all).await?;
    let listed = pools.iter().map(|pool| json!({ "Id": pool.id, "Name": pool.settings.name() }));
    Ok(json!({ "UserPools": listed.collect::<Vec<_>>() }))
}
