//! Queue: the bucket has an archive, and its import gets in line.
//!
//! The bucket knows no workspaces and cannot fill a queue that keeps them apart. So its notices become announcements, which wait in a
//! queue whose groups are the workspaces: one import of each is at work at a time, and none waits for another workspace's.

mod arrival;

use crate::needs::ARRIVALS;
use arrival::Arrival;
use catalog_model::imports::{self, ImportState};
use lambda::{
    App, FunctionError, Handler, RawMessage, RawQueue,
    Table::{GetItem, PutItem},
};
use workspaces_model::workspaces;

pub(crate) fn handler() -> Handler {
    RawQueue::each("queue-import", handle).table(&[GetItem, PutItem]).from_queue(ARRIVALS).example(
        r#"{
          "Records": [
            {
              "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
              "eventTime": "2026-11-22T10:00:00.000Z", "eventName": "ObjectCreated:Put",
              "s3": {
                "s3SchemaVersion": "1.0",
                "bucket": {"name": "trellis-data-files", "arn": "arn:aws:s3:::trellis-data-files"},
                "object": {
                  "key": "W/acme/imports/01JZ8Q4N7E5T9V3W2XKBYMCD6G/archive.zip", "size": 12345,
                  "eTag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": "0055AED6DCD90281E5"
                }
              }
            }
          ]
        }"#,
    )
}

async fn handle(app: App, message: RawMessage) -> Result<(), FunctionError> {
    for Arrival { workspace, import_id } in arrival::read(&message.body)? {
        let Some((scope, _)) = workspaces::workspace(&app.operation(), &workspace).await? else { continue };
        let Some(import) = imports::import(&app.tenant(&scope), import_id).await? else { continue };
        match import.value.state {
            ImportState::Waiting | ImportState::Done | ImportState::Failed => {
                imports::queue_import(&app.tenant(&scope), import).await?;
            }
            // The same notice again, or the same archive, before its turn has come to an end.
            ImportState::Queued | ImportState::Running => {}
        }
    }
    Ok(())
}
