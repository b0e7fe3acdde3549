//! Routes: from a gateway's proxy event to a typed handler and back.

use crate::{App, Audience, Call, Handler, Kind, Problem, Reply, Request, function::FunctionError, handler::Answer};
use aws_lambda_events::{
    encodings::Body,
    event::apigw::{ApiGatewayProxyRequest, ApiGatewayProxyResponse},
};
use domain::{api_scope::ApiScope, role::Role};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::{RawValue, to_raw_value};
use std::{any::TypeId, future::Future, sync::Arc};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

/// Larger bodies go to file storage by a signed URL, not through a function.
const BODY_LIMIT: usize = 256 * 1024;

/// The method of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

pub(crate) type SchemaOf = fn(&mut Vec<(String, RefOr<Schema>)>) -> RefOr<Schema>;

/// What the API's description says of a route.
#[derive(Debug, Clone)]
pub struct RouteDescription {
    pub method: Method,
    /// With parameters in braces, as in the template.
    pub path: &'static str,
    pub audience: Audience,
    /// The scope that opens it for programs; without one it is for people only.
    pub scope: Option<ApiScope>,
    pub summary: &'static str,
    pub(crate) statuses: Vec<u16>,
    /// Names, meanings and what is allowed.
    pub(crate) query: Vec<(&'static str, &'static str, SchemaOf)>,
    pub(crate) headers: Vec<(&'static str, &'static str, bool)>,
    pub(crate) body: Option<SchemaOf>,
    pub(crate) reply: Option<SchemaOf>,
}

/// A route in the making; [`Route::member`] or [`Route::public`] ends it.
#[derive(Debug, Clone)]
pub struct Route {
    name: &'static str,
    limit: usize,
    description: RouteDescription,
}

fn schema_of<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) -> RefOr<Schema> {
    T::schemas(schemas);
    let schema = <T as PartialSchema>::schema();
    let has_fields = match &schema {
        RefOr::T(Schema::Object(object)) => !object.properties.is_empty(),
        RefOr::T(Schema::AllOf(_)) => true,
        _ => false,
    };
    if has_fields {
        schemas.push((T::name().into_owned(), schema));
        return RefOr::Ref(utoipa::openapi::Ref::from_schema_name(T::name()));
    }
    schema
}

fn documented<T: ToSchema + 'static>() -> Option<SchemaOf> {
    (TypeId::of::<T>() != TypeId::of::<()>()).then_some(schema_of::<T> as SchemaOf)
}

impl Route {
    /// `name` is the file's, the template's and the sample event's.
    #[must_use]
    pub const fn new(name: &'static str, method: Method, path: &'static str, summary: &'static str) -> Self {
        let description = RouteDescription {
            method,
            path,
            audience: Audience::Member,
            scope: None,
            summary,
            statuses: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            reply: None,
        };
        Self { name, limit: BODY_LIMIT, description }
    }

    /// Who may call it: any member, unless said here.
    #[must_use]
    pub const fn audience(mut self, audience: Audience) -> Self {
        self.description.audience = audience;
        self
    }

    /// Which scope opens it for programs: none, unless said here.
    #[must_use]
    pub const fn scope(mut self, scope: ApiScope) -> Self {
        self.description.scope = Some(scope);
        self
    }

    /// The statuses of success; 200 unless said here.
    #[must_use]
    pub fn succeeds_with(mut self, statuses: &[u16]) -> Self {
        self.description.statuses = statuses.to_vec();
        self
    }

    /// The largest body in bytes, where 256 KiB do not fit.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.limit = bytes;
        self
    }

    /// A list with `limit` and `cursor`.
    #[must_use]
    pub fn paged(mut self) -> Self {
        self.description.query.push(("limit", "How many items a page has.", |_| {
            let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(100));
            number.default(Some(25.into())).build().into()
        }));
        self.query("cursor", "The `next` of the page before.")
    }

    /// A list that can be had from its other end.
    #[must_use]
    pub fn reversible(mut self) -> Self {
        let flag: SchemaOf = |_| ObjectBuilder::new().schema_type(Type::Boolean).default(Some(false.into())).build().into();
        self.description.query.push(("reverse", "The other end of the list first.", flag));
        self
    }

    /// A query parameter that may be given.
    #[must_use]
    pub fn query(mut self, name: &'static str, meaning: &'static str) -> Self {
        self.description.query.push((name, meaning, |_| ObjectBuilder::new().schema_type(Type::String).build().into()));
        self
    }

    /// A query parameter that may be given and is one of a type's names: see [`Request::query_of`].
    #[must_use]
    pub fn query_of<T: ToSchema>(mut self, name: &'static str, meaning: &'static str) -> Self {
        self.description.query.push((name, meaning, schema_of::<T>));
        self
    }

    /// Takes an `Idempotency-Key`: the same request twice creates one thing.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        let meaning = "Any text of up to 255 characters. The same request with the same key within 24 hours creates nothing more.";
        self.description.headers.push(("Idempotency-Key", meaning, false));
        self
    }

    /// Needs `If-Match`.
    #[must_use]
    pub fn versioned(mut self) -> Self {
        self.description.headers.push(("If-Match", "The ETag of what you have read.", true));
        self
    }

    /// Takes `If-Match`; without it the change is made to whatever is there.
    #[must_use]
    pub fn versioned_at_will(mut self) -> Self {
        self.description.headers.push(("If-Match", "The ETag of what you have read, so that nobody else's change is lost.", false));
        self
    }

    /// Ends the route with a handler for callers who are signed in.
    #[must_use]
    pub fn member<B, T, F, Fut>(self, handle: F) -> Handler
    where
        B: DeserializeOwned + ToSchema + Send + 'static,
        T: Serialize + ToSchema + 'static,
        F: Fn(App, Call<B>) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<T>, Problem>> + Send + 'static,
    {
        let (name, limit) = (self.name, self.limit);
        let (audience, reading) = (self.description.audience, self.description.method == Method::Get);
        let scope = self.description.scope;
        self.end::<B, T, _, _>(move |app, event| async move {
            let call = Call::of(event, app.settings().get("EDGE_KEY"), name, limit)?;
            // The authorizer's policy has let the caller in; that it fits this route is checked where the route is declared.
            if !call.caller.holds(scope) && !call.caller.roles.iter().any(|role| audience.admits(*role, reading)) {
                return Err(call.refusal());
            }
            if call.caller.has(Role::Support) {
                // The customer sees afterwards what support has looked at: no entry, no look.
                app.store().record(&call.caller.scope, &call.act("support.read", format!("route/{name}")), app.now()).await?;
            }
            handle(app, call).await
        })
    }

    /// Ends the route with a handler for anyone.
    #[must_use]
    pub fn public<B, T, F, Fut>(self, handle: F) -> Handler
    where
        B: DeserializeOwned + ToSchema + Send + 'static,
        T: Serialize + ToSchema + 'static,
        F: Fn(App, Request<B>) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<T>, Problem>> + Send + 'static,
    {
        let (name, limit) = (self.name, self.limit);
        self.audience(Audience::Anyone).end::<B, T, _, _>(move |app, event| async move {
            let request = Request::of(event, app.settings().get("EDGE_KEY"), name, limit)?;
            handle(app, request).await
        })
    }

    fn end<B, T, F, Fut>(mut self, handle: F) -> Handler
    where
        B: ToSchema + 'static,
        T: Serialize + ToSchema + 'static,
        F: Fn(App, ApiGatewayProxyRequest) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<T>, Problem>> + Send + 'static,
    {
        self.description.body = documented::<B>();
        self.description.reply = documented::<T>();
        if self.description.statuses.is_empty() {
            self.description.statuses.push(200);
        }
        Handler::new(self.name, Kind::Route(Arc::new(self.description)), move |app, event| answer(app, event, handle))
    }
}

async fn answer<T, F, Fut>(app: App, event: Box<RawValue>, handle: F) -> Answer
where
    T: Serialize + 'static,
    F: Fn(App, ApiGatewayProxyRequest) -> Fut,
    Fut: Future<Output = Result<Reply<T>, Problem>>,
{
    let event: ApiGatewayProxyRequest = serde_json::from_str(event.get()).map_err(FunctionError::unreadable)?;
    let request_id = event.request_context.request_id.clone().unwrap_or_default();
    let response = match handle(app, event).await {
        Ok(reply) => success(&reply)?,
        Err(problem) => failure(&problem, &request_id)?,
    };
    to_raw_value(&response).map_err(FunctionError::unreadable)
}

fn response(status: StatusCode, headers: HeaderMap, body: Option<String>) -> ApiGatewayProxyResponse {
    let mut response = ApiGatewayProxyResponse::default();
    response.status_code = i64::from(status.as_u16());
    // Only the multi-value form keeps a header that is sent twice.
    response.multi_value_headers = headers;
    response.multi_value_headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.body = body.map(Body::Text);
    response
}

fn success<T: Serialize + 'static>(reply: &Reply<T>) -> Result<ApiGatewayProxyResponse, FunctionError> {
    let mut headers = reply.header_map();
    if TypeId::of::<T>() == TypeId::of::<()>() {
        let status = if reply.status == StatusCode::OK { StatusCode::NO_CONTENT } else { reply.status };
        return Ok(response(status, headers, None));
    }
    headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    let body = serde_json::to_string(&reply.body).map_err(FunctionError::unreadable)?;
    Ok(response(reply.status, headers, Some(body)))
}

fn failure(problem: &Problem, request_id: &str) -> Result<ApiGatewayProxyResponse, FunctionError> {
    if let Some(cause) = &problem.cause {
        tracing::error!(kind = problem.kind, status = problem.status.as_u16(), cause, "the request failed");
    }
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let body = serde_json::to_string(&problem.body(request_id)).map_err(FunctionError::unreadable)?;
    Ok(response(problem.status, headers, Some(body)))
}
