//! POST /v1/admin/files/{digest}/parts: where to send parts of an upload.

use crate::needs::{BUCKET_NAME, UPLOADS};
use files_model::{
    digest::Digest,
    file::{FileState, PART_SIZE},
    files,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::GetItem,
    services::{Files, Uploads},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

const VALID: Duration = Duration::from_secs(3600);

trellis_core::number!(
    /// The number of a part, from 1.
    PartNumber(u64), 1..=640
);
trellis_core::list!(
    /// Parts to be sent.
    #[derive(Debug)]
    PartsAsked(Vec<PartAsked>), 1..=20
);

/// A part to be sent.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PartAsked {
    number: PartNumber,
    /// The SHA-256 of its bytes.
    sha256: Digest,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SigningAsked {
    parts: PartsAsked,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PartRequests {
    requests: Vec<PartRequest>,
}

/// The request that puts a part: send it exactly so, within an hour. It is refused if the bytes have another digest.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PartRequest {
    number: u64,
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
}

pub(crate) fn handler() -> Handler {
    Route::new("sign-parts", Method::Post, "/v1/admin/files/{digest}/parts", "Get addresses to upload parts of a file to")
        .audience(Audience::Author)
        // Nobody gets in by a file.
        .keeps_access()
        .member(handle)
        .table(&[GetItem])
        .may(&["s3:PutObject"], &[UPLOADS])
        .settings(&[BUCKET_NAME])
        .example(r#"{"parts": [{"number": 1, "sha256": "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"}]}"#)
}

async fn handle(call: Call<SigningAsked>) -> Result<Reply<PartRequests>, Problem> {
    let digest: Digest = call.request.path("digest", "file")?;
    let file = files::file(&call.tenant, digest).await?.ok_or_else(|| Problem::not_found("file"))?.value;
    let FileState::Uploading { upload } = &file.progress else {
        return Err(Problem::rule("parts", "this file is not being uploaded, or is whole by now; begin with it anew"));
    };
    let uploads = call.app.service::<Uploads>()?;
    let key = Files::upload_key(call.tenant.scope(), digest);
    let mut requests = Vec::new();
    for PartAsked { number, sha256 } in &call.request.body.parts.0 {
        let number = number.get();
        let size = file.part_size(number).ok_or_else(|| {
            Problem::rule("parts", format!("a file of {} bytes has {} parts of {PART_SIZE} bytes", file.size, file.parts()))
        })?;
        let signed = uploads.sign_part(&key, upload, (number, size, sha256.as_bytes()), VALID).await?;
        requests.push(PartRequest { number, method: signed.method, url: signed.url, headers: signed.headers });
    }
    Ok(Reply::ok(PartRequests { requests }))
}
