//! The Lambda Runtime API for one function (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).

use crate::Failure;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::{
    net::TcpListener,
    sync::{Mutex, mpsc},
    task::JoinHandle,
};

const FUNCTION: &str = "arn:aws:lambda:eu-central-1:000000000000:function:bench";
const TIMEOUT: Duration = Duration::from_secs(30);

/// What the function said to an event.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) error: bool,
    pub(crate) text: String,
}

struct Exchange {
    events: Mutex<mpsc::Receiver<String>>,
    answers: mpsc::Sender<Answer>,
}

/// A running Runtime API; it ends with this value.
pub(crate) struct RuntimeApi {
    /// `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it.
    pub(crate) address: String,
    events: mpsc::Sender<String>,
    answers: mpsc::Receiver<Answer>,
    server: JoinHandle<()>,
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl RuntimeApi {
    pub(crate) async fn start() -> Result<Self, Failure> {
        let (events, waiting) = mpsc::channel(1);
        let (answering, answers) = mpsc::channel(1);
        let exchange = Arc::new(Exchange { events: Mutex::new(waiting), answers: answering });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/{outcome}", post(outcome))
            .route("/2018-06-01/runtime/init/error", post(failed_start))
            .with_state(exchange);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("lambda-stub: the Runtime API failed: {error}");
            }
        });
        Ok(Self { address, events, answers, server })
    }

    /// Hands an event to the function and waits for its answer.
    pub(crate) async fn invoke(&mut self, event: String) -> Result<Answer, Failure> {
        self.events.send(event).await?;
        let answer = tokio::time::timeout(TIMEOUT, self.answers.recv()).await.map_err(|_| "no answer within 30 seconds")?;
        Ok(answer.ok_or("the Runtime API has ended")?)
    }
}

async fn next(State(exchange): State<Arc<Exchange>>) -> Response {
    let Some(event) = exchange.events.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let deadline = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + TIMEOUT;
    let headers = [
        (HeaderName::from_static("content-type"), "application/json".to_owned()),
        (HeaderName::from_static("lambda-runtime-aws-request-id"), "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned()),
        (HeaderName::from_static("lambda-runtime-deadline-ms"), deadline.as_millis().to_string()),
        (HeaderName::from_static("lambda-runtime-invoked-function-arn"), FUNCTION.to_owned()),
        (HeaderName::from_static("lambda-runtime-trace-id"), "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0".to_owned()),
    ];
    (headers, event).into_response()
}

async fn outcome(State(exchange): State<Arc<Exchange>>, Path((_, outcome)): Path<(String, String)>, text: String) -> StatusCode {
    answer(&exchange, Answer { error: outcome != "response", text }).await
}

async fn failed_start(State(exchange): State<Arc<Exchange>>, text: String) -> StatusCode {
    answer(&exchange, Answer { error: true, text: format!("the function did not start: {text}") }).await
}

async fn answer(exchange: &Exchange, answer: Answer) -> StatusCode {
    match exchange.answers.send(answer).await {
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::GONE,
    }
}
