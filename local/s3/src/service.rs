//! The HTTP service: cross-origin rules around the S3 protocol.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, HttpError, StdError, s3_error};
use tower_http::cors::{AllowHeaders, AllowOrigin, Cors};

use crate::access::Access;
use crate::error::OpenError;
use crate::operations::Operations;
use crate::options::Options;

/// Answer headers that a page of another origin may read.
const EXPOSED: [HeaderName; 7] = [
    http::header::ETAG,
    http::header::CONTENT_DISPOSITION,
    http::header::CONTENT_RANGE,
    HeaderName::from_static("x-amz-checksum-crc32"),
    HeaderName::from_static("x-amz-checksum-crc64nvme"),
    HeaderName::from_static("x-amz-checksum-sha256"),
    HeaderName::from_static("x-amz-request-id"),
];

/// Answers S3 requests. Clones are cheap and share the store.
///
/// It is a `tower` service for requests with any body of `Bytes`: hyper's `Incoming`, axum's body and
/// [`s3s::Body`] alike, so no conversion is needed. It never fails: every failure is an S3 error answer.
///
/// * axum: `Router::new().fallback_service(s3.service())`
/// * hyper: `TowerToHyperService::new(s3.service())`
/// * by hand: `service.call(request)`, where a `Vec<u8>`, `String`, `Bytes` or `Incoming` becomes a body by
///   `s3s::Body::from` and any other body by `s3s::Body::http_body_unsync`
///
/// The request must arrive as it was sent: path, query and headers are signed.
#[derive(Clone)]
pub struct Service {
    protocol: Cors<Protocol>,
}

/// The S3 protocol with errors turned into answers.
#[derive(Clone)]
struct Protocol(S3Service);

type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

impl Service {
    /// # Errors
    /// `OpenError::Origin`.
    pub(crate) fn new(operations: Operations, options: &Options) -> Result<Self, OpenError> {
        let mut builder = S3ServiceBuilder::new(operations);
        builder.set_auth(SimpleAuth::from_single(options.access_key_id.clone(), options.secret_access_key.clone()));
        builder.set_access(Access { authorize: options.authorize.clone() });
        let protocol = Cors::new(Protocol(builder.build()))
            .allow_origin(origins(&options.allowed_origins)?)
            .allow_methods([Method::GET, Method::HEAD, Method::PUT])
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers(EXPOSED);
        Ok(Self { protocol })
    }
}

fn origins(allowed: &[String]) -> Result<AllowOrigin, OpenError> {
    if allowed.iter().any(|origin| origin == "*") {
        return Ok(AllowOrigin::any());
    }
    let parse = |origin: &String| HeaderValue::from_str(origin).map_err(|_| OpenError::Origin { origin: origin.clone() });
    let origins: Vec<_> = allowed.iter().map(parse).collect::<Result<_, _>>()?;
    Ok(AllowOrigin::list(origins))
}

/// Forms that browsers post. The protocol crate would gather the whole file in memory before it asked anybody.
fn is_form(request: &Request<Body>) -> bool {
    let kind = request.headers().get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    request.method() == Method::POST && kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

fn refused_form() -> Result<Response<Body>, HttpError> {
    let refusal = s3_error!(NotImplemented, "PostObject is not implemented: the platform uploads by signed PutObject");
    refusal.to_http_response().map_err(|error| HttpError::new(Box::new(error)))
}

impl<B> tower_service::Service<Request<B>> for Service
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    StdError: From<B::Error>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        Box::pin(self.protocol.call(request.map(Body::http_body_unsync)))
    }
}

impl tower_service::Service<Request<Body>> for Protocol {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let service = self.0.clone();
        Box::pin(async move {
            let answer = if is_form(&request) { refused_form() } else { service.call(request).await };
            let answer = answer.unwrap_or_else(|error| {
                tracing::error!(?error, "a request could not be answered");
                let mut answer = Response::new(Body::empty());
                *answer.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
                answer
            });
            Ok(answer)
        })
    }
}
