//! Job: lists the messages that no consumer could handle.

use lambda::{App, FunctionError, Handler, Job, services::Waiting};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListDeadLetters {
    /// How many of each queue at most.
    #[serde(default = "hundred")]
    most: usize,
}

const fn hundred() -> usize {
    100
}

#[derive(Debug, Serialize)]
struct DeadLetters {
    queue: String,
    messages: Vec<Waiting>,
}

pub(crate) fn handler() -> Handler {
    Job::handler("list-dead-letters", handle)
}

/// The dead-letter queues, from `DEAD_LETTER_QUEUES=<url>,<url>`.
pub(crate) fn queues(app: &App) -> Result<Vec<String>, FunctionError> {
    let urls = app.settings().require("DEAD_LETTER_QUEUES")?;
    Ok(urls.split(',').map(|url| url.trim().to_owned()).collect())
}

async fn handle(app: App, order: ListDeadLetters) -> Result<Vec<DeadLetters>, FunctionError> {
    let mut found = Vec::new();
    for queue in queues(&app)? {
        let messages = app.queues().peek(&queue, order.most).await?;
        found.push(DeadLetters { queue, messages });
    }
    Ok(found)
}
