//! Job: sends the messages of a dead-letter queue back to their consumer.

use crate::list_dead_letters::queues;
use lambda::{App, FunctionError, Handler, Job};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RedriveDeadLetters {
    /// The queue's URL, as `list-dead-letters` gives it.
    queue: String,
}

#[derive(Debug, Serialize)]
struct RedriveStarted {
    queue: String,
}

pub(crate) fn handler() -> Handler {
    Job::handler("redrive-dead-letters", handle)
}

async fn handle(app: App, order: RedriveDeadLetters) -> Result<RedriveStarted, FunctionError> {
    if !queues(&app)?.contains(&order.queue) {
        return Err(FunctionError::failed(format!("{} is not a dead-letter queue of this cell", order.queue)));
    }
    app.queues().redrive(&order.queue).await?;
    Ok(RedriveStarted { queue: order.queue })
}
