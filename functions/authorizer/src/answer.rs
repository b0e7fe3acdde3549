//! What the authorizer answers: the gateway keeps it, applies the policy and passes the context on.

use crate::policy::Document;
use serde::Serialize;
use trellis_core::ids::{ApiClientId, MemberId, WorkspaceId};

/// The output of a Lambda authorizer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    pub(crate) principal_id: String,
    pub(crate) policy_document: Document,
    pub(crate) context: Context,
    pub(crate) usage_identifier_key: String,
}

/// What functions are told of the caller. The gateway passes on texts only.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Context {
    Member {
        workspace: WorkspaceId,
        member_id: MemberId,
        roles: String,
        session: String,
        /// A JSON list: names may have any letters.
        regions: String,
        /// The gateway keeps this answer for a while; the functions see when support's time is over.
        support_until: String,
    },
    Machine {
        workspace: WorkspaceId,
        api_client_id: ApiClientId,
        scopes: String,
        roles: &'static str,
    },
}
