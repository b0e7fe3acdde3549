//! Passing a request on to dynoxide's server, and waking stream readers after a write.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, TRANSFER_ENCODING};
use http::{Request, Response};

use crate::database::DynamoDb;
use crate::error::ForwardError;
use crate::inner::Inner;

/// Operations that can add stream records.
const WRITES: [&str; 8] = [
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "TransactWriteItems",
    "ExecuteStatement",
    "ExecuteTransaction",
    "BatchExecuteStatement",
];

impl DynamoDb {
    /// Answers one request of the DynamoDB or DynamoDB Streams JSON protocol (`X-Amz-Target` names the operation).
    ///
    /// # Errors
    /// Only when the internal server is gone; DynamoDB's own errors are answers.
    pub async fn forward(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ForwardError> {
        // A task of its own: when the caller hangs up, the write may still commit, and its readers must be woken.
        let inner = Arc::clone(&self.inner);
        let passing = tokio::spawn(async move {
            let writes = is_write(request.headers());
            let answer = pass(&inner, request).await;
            if writes {
                inner.wake_readers();
            }
            answer
        });
        passing.await.map_err(|error| ForwardError { reason: error.to_string() })?
    }
}

fn is_write(headers: &HeaderMap) -> bool {
    headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok())
        .and_then(|target| target.rsplit('.').next())
        .is_some_and(|operation| WRITES.contains(&operation))
}

async fn pass(inner: &Inner, request: Request<Bytes>) -> Result<Response<Bytes>, ForwardError> {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let url = format!("http://{}{}{query}", inner.server.address(), parts.uri.path());
    let answer = inner.client.request(parts.method, url).headers(end_to_end(parts.headers)).body(body).send().await.map_err(unanswered)?;
    let status = answer.status();
    let headers = end_to_end(answer.headers().clone());
    let body = answer.bytes().await.map_err(unanswered)?;
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// Headers of one connection only (RFC 9110 section 7.6.1) belong to that connection; the client writes its own.
fn end_to_end(mut headers: HeaderMap) -> HeaderMap {
    for name in [HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(name);
    }
    headers
}

fn unanswered(error: reqwest::Error) -> ForwardError {
    ForwardError { reason: error.to_string() }
}
