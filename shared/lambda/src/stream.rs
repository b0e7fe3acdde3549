//! The table's stream: change records in order, handled up to the first that fails.

use crate::{App, Handler, Kind, function::FunctionError, handler::reads, queue::BatchAnswer};
use aws_lambda_events::event::dynamodb;
use std::future::Future;
use table::change;
use tenancy::{Envelope, WorkspaceScope};
use trellis_core::ids::EventId;

/// An event that a change of the table announces; a change may announce several.
#[derive(Debug, Clone)]
pub struct ChangeRecord {
    pub scope: WorkspaceScope,
    pub envelope: Envelope,
    pub sequence_number: String,
}

impl ChangeRecord {
    /// The event's id.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.envelope.id
    }
}

/// The stream of the table.
#[derive(Debug)]
pub struct Stream;

impl Stream {
    /// A handler for the announcements among a batch of change records. It answers the sequence numbers of those that
    /// failed; the mapping comes again with the first of them and everything after it.
    #[must_use]
    pub fn announcements<F, Fut>(name: &'static str, handle: F) -> Handler
    where
        F: Fn(App, Vec<ChangeRecord>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Vec<String>, FunctionError>> + Send + 'static,
    {
        Handler::new(name, Kind::Stream, reads::<dynamodb::Event>, move |app, event| {
            let handle = handle.clone();
            async move {
                let event: dynamodb::Event = serde_json::from_str(event.get()).map_err(FunctionError::unreadable)?;
                let region = app.settings().require("AWS_REGION")?.to_owned();
                let (mut announcements, mut unreadable) = (Vec::new(), Vec::new());
                for record in event.records {
                    let sequence_number = record.change.sequence_number.unwrap_or_default();
                    let image = |image: serde_dynamo::Item| (!image.is_empty()).then(|| image.into());
                    match change::announced(image(record.change.new_image), image(record.change.old_image), &region) {
                        Ok(told) => {
                            let record = |(scope, envelope)| ChangeRecord { scope, envelope, sequence_number: sequence_number.clone() };
                            announcements.extend(told.into_iter().map(record));
                        }
                        Err(error) => {
                            tracing::error!(sequence_number, %error, "a change record cannot be read");
                            // Everything from here on comes again; what is sent now would be sent twice.
                            unreadable.push(sequence_number);
                            break;
                        }
                    }
                }
                unreadable.extend(handle(app, announcements).await?);
                BatchAnswer::failing(unreadable).answer()
            }
        })
    }
}
