//! GET /v1/platform/dead-letters: the messages that no consumer could handle.

use crate::needs::{DEAD_LETTER_QUEUES, FAN_OUT_DEAD_LETTERS};
use futures_util::future::try_join_all;
use lambda::{
    App, Audience, Call, Grant, Handler, Listing, Method, On, Problem, Reply, Route,
    services::{Queues, Waiting},
};
use serde::Serialize;

/// Messages of each queue that are shown.
const MOST: usize = 100;

/// A queue that has some.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct DeadLetters {
    queue: String,
    /// At most 100.
    messages: Vec<DeadLetter>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct DeadLetter {
    id: String,
    body: String,
    /// Milliseconds since 1970.
    sent_at_ms: String,
    /// How often it has been handed out.
    receives: String,
}

impl From<Waiting> for DeadLetter {
    fn from(Waiting { id, body, sent_at_ms, receives }: Waiting) -> Self {
        Self { id, body, sent_at_ms, receives }
    }
}

pub(crate) fn handler() -> Handler {
    Route::new("list-dead-letters", Method::Get, "/v1/platform/dead-letters", "List messages that no consumer could process")
        .audience(Audience::Operator)
        .member(handle)
        .granted([Grant { actions: &["sqs:ReceiveMessage"], on: On::DeadLetterQueues, condition: None }])
        .may(&["sqs:ReceiveMessage"], &[FAN_OUT_DEAD_LETTERS])
        .settings(&[DEAD_LETTER_QUEUES])
        .timeout(29)
}

/// The dead-letter queues by name, with their addresses, from `DEAD_LETTER_QUEUES=<url>,<url>`.
pub(crate) fn queues(app: &App) -> Result<Vec<(&str, &str)>, Problem> {
    let urls = app.settings().require("DEAD_LETTER_QUEUES").map_err(Problem::internal)?;
    Ok(urls.split(',').map(str::trim).map(|url| (url.rsplit('/').next().unwrap_or(url), url)).collect())
}

async fn handle(call: Call<()>) -> Result<Reply<Listing<DeadLetters>>, Problem> {
    call.registry()?;
    let service = call.app.service::<Queues>()?;
    // All at once: each waits a moment for what it has.
    let looked = queues(&call.app)?.into_iter().map(|(queue, url)| {
        let service = &service;
        async move { service.peek(url, MOST).await.map(|messages| (queue, messages)) }
    });
    let found = try_join_all(looked).await.map_err(Problem::internal)?;
    let with_messages = found.into_iter().filter(|(_, messages)| !messages.is_empty());
    let items = with_messages
        .map(|(queue, messages)| DeadLetters { queue: queue.to_owned(), messages: messages.into_iter().map(DeadLetter::from).collect() });
    Ok(Reply::ok(Listing { items: items.collect(), next: None }))
}
