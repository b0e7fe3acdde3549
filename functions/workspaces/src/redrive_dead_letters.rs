//! POST /v1/platform/dead-letters/{queue}/redrive: sends the messages of a dead-letter queue back to their consumer.

use crate::list_dead_letters::queues;
use lambda::{App, Audience, Call, Handler, Method, Problem, Reply, Route};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct RedriveStarted {
    queue: String,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/platform/dead-letters/{queue}/redrive";
    Route::new("redrive-dead-letters", Method::Post, path, "Send the messages of a dead-letter queue back to their consumer")
        .audience(Audience::Operator)
        .succeeds_with(&[202])
        .member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<RedriveStarted>, Problem> {
    let operators = call.registry()?;
    let queue: String = call.request.path("queue", "dead-letter queue")?;
    let url = queues(&app)?.into_iter().find(|(name, _)| *name == queue).ok_or_else(|| Problem::not_found("dead-letter queue"))?.1;
    let act = call.act("dead_letters.redriven", format!("queue/{queue}"));
    app.store().record(operators.own(), &act, app.now()).await?;
    app.queues().redrive(url).await.map_err(Problem::internal)?;
    Ok(Reply::accepted(RedriveStarted { queue }))
}
