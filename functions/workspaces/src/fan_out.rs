//! Stream: carries what the table announces to the queues of those who act on it.

use domain::event::Event;
use lambda::{App, ChangeRecord, FunctionError, Handler, Stream, services::Outgoing};
use std::collections::BTreeMap;

pub(crate) fn handler() -> Handler {
    Stream::announcements("fan-out", handle)
}

/// The variable that names the queue for an event, and whether that queue keeps a workspace's messages in order.
const fn destination(event: &Event) -> (&'static str, bool) {
    match event {
        Event::LessonCompleted { .. } => ("AWARDS_QUEUE_URL", false),
        Event::MemberInvited { .. }
        | Event::MemberStateChanged { .. }
        | Event::MemberAddressChanged { .. }
        | Event::MemberRecoveryStarted { .. }
        | Event::MemberCodeWanted { .. }
        | Event::ApiClientSecretEnded { .. } => ("IDENTITY_QUEUE_URL", false),
        Event::ScoresChanged { .. } => ("BOARDS_QUEUE_URL", true),
    }
}

/// Answers the sequence numbers of records that could not be handed over; they come again.
async fn handle(app: App, records: Vec<ChangeRecord>) -> Result<Vec<String>, FunctionError> {
    let mut queues: BTreeMap<&'static str, (Vec<Outgoing>, Vec<String>)> = BTreeMap::new();
    for record in records {
        let (queue, ordered) = destination(&record.envelope.event);
        let body = app.seal(&record.scope, &record.envelope).map_err(FunctionError::failed)?;
        let message = Outgoing {
            body,
            group: ordered.then(|| record.scope.workspace().to_string()),
            deduplication: ordered.then(|| record.id().to_string()),
        };
        let (messages, numbers) = queues.entry(queue).or_default();
        messages.push(message);
        numbers.push(record.sequence_number);
    }
    let mut failed = Vec::new();
    for (queue, (messages, numbers)) in queues {
        match app.queues().send(app.settings().require(queue)?, messages).await {
            Ok(refused) => failed.extend(refused.into_iter().filter_map(|position| numbers.get(position).cloned())),
            Err(error) => {
                tracing::error!(queue, %error, "messages could not be sent and will be tried again");
                failed.extend(numbers);
            }
        }
    }
    Ok(failed)
}
