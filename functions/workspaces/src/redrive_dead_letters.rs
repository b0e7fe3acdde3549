//! POST /v1/platform/dead-letters/{queue}/redrive: sends the messages of a dead-letter queue back to their consumer.

use crate::{list_dead_letters::queues, needs::DEAD_LETTER_QUEUES};
use lambda::{Audience, Call, Grant, Handler, Method, On, Problem, Reply, Route, Table::PutItem, services::Queues};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct RedriveStarted {
    queue: String,
}

pub(crate) fn handler() -> Handler {
    let path = "/v1/platform/dead-letters/{queue}/redrive";
    Route::new("redrive-dead-letters", Method::Post, path, "Redrive a dead-letter queue")
        .audience(Audience::Operator)
        .succeeds_with(&[202])
        .member(handle)
        .table(&[PutItem])
        .granted([Grant {
            actions: &["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:StartMessageMoveTask"],
            on: On::DeadLetterQueues,
            condition: None,
        }])
        .granted([Grant { actions: &["sqs:SendMessage"], on: On::Queues, condition: None }])
        .settings(&[DEAD_LETTER_QUEUES])
        .timeout(29)
}

async fn handle(call: Call<()>) -> Result<Reply<RedriveStarted>, Problem> {
    let operators = call.registry()?;
    let queue: String = call.request.path("queue", "dead-letter queue")?;
    let url = queues(&call.app)?.into_iter().find(|(name, _)| *name == queue).ok_or_else(|| Problem::not_found("dead-letter queue"))?.1;
    let act = call.act("dead_letters.redriven", format!("queue/{queue}"));
    call.tenant.within(operators.own().clone()).record(&act).await?;
    call.app.service::<Queues>()?.redrive(url).await.map_err(Problem::internal)?;
    Ok(Reply::accepted(RedriveStarted { queue }))
}
