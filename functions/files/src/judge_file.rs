//! Queue: a file has been looked at, and can be used or is gone.

mod verdict;

use crate::{
    needs::{BUCKET, BUCKET_NAME, UPLOADS, VERDICTS},
    settlement::settle,
};
use files_model::files;
use lambda::{
    App, FunctionError, Handler, RawMessage, RawQueue,
    Table::{GetItem, PutItem},
    services::{Files, Scan, Uploads},
};
use verdict::Verdict;
use workspaces_model::workspaces;

pub(crate) fn handler() -> Handler {
    RawQueue::each("judge-file", handle)
        .table(&[GetItem, PutItem])
        // Without a condition on the prefix, which a read does not have: then S3 says 404 of a missing file, and not 403.
        .may(&["s3:ListBucket"], &[BUCKET])
        .may(&["s3:DeleteObject", "s3:GetObject", "s3:GetObjectTagging"], &[UPLOADS])
        .from_queue(VERDICTS)
        .settings(&[BUCKET_NAME])
        .example(
            r#"{
          "version": "0", "id": "72c7d362-737a-6dce-fc78-9e27a0171419", "source": "aws.guardduty",
          "detail-type": "GuardDuty Malware Protection Object Scan Result", "account": "000000000000", "region": "eu-west-1",
          "time": "2026-11-22T10:00:00Z", "resources": [],
          "detail": {
            "schemaVersion": "1.0", "scanStatus": "COMPLETED", "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {
              "bucketName": "trellis-data-files",
              "objectKey": "F/acme/b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c",
              "eTag": "d41d8cd98f00b204e9800998ecf8427e-1", "versionId": null
            },
            "scanResultDetails": {"scanResultStatus": "NO_THREATS_FOUND", "threats": null}
          }
        }"#,
        )
}

async fn handle(app: App, message: RawMessage) -> Result<(), FunctionError> {
    let Some(Verdict { workspace, digest, status }) = verdict::read(&message.body)? else { return Ok(()) };
    let Some((scope, _)) = workspaces::workspace(&app.operation(), &workspace).await? else { return Ok(()) };
    let tenant = app.tenant(&scope);
    let Some(file) = files::file(&tenant, digest).await? else { return Ok(()) };
    match app.service::<Uploads>()?.scan(&Files::upload_key(&scope, digest)).await? {
        // What the tag says of the object that is there counts, and not a late message about one from before.
        Scan::Done(verdict) => settle(&app, &tenant, file, &verdict).await.map(drop)?,
        Scan::Waiting => return Err(FunctionError::failed(format!("{status}, and the tag is not there yet"))),
        // Deleted, or an upload that has begun anew.
        Scan::Missing => {}
    }
    Ok(())
}
