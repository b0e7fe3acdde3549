//! Routes: from a gateway's proxy event to a typed handler and back.

use crate::{
    App, Audience, Call, Handler, Kind, Problem, Reply, Request, SearchText,
    function::FunctionError,
    gateway,
    handler::{Answer, reads},
    parameters::{CURSOR, ENTITY_TAG, IDEMPOTENCY_KEY, LIMIT},
    request::Sent,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use lambda_http::{Body, Response};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::{RawValue, to_raw_value};
use std::{any::TypeId, future::Future, sync::Arc};
use table::audit::Actor;
use tenancy::access::Action;
use trellis_core::{api_scope::ApiScope, role::Role};
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

/// A query parameter or a header.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) meaning: &'static str,
    pub(crate) required: bool,
    pub(crate) schema: SchemaOf,
}

impl Parameter {
    const fn new(name: &'static str, meaning: &'static str, schema: SchemaOf) -> Self {
        Self { name, meaning, required: false, schema }
    }
}

/// What the API's description says of a route.
#[derive(Debug, Clone)]
pub struct RouteDescription {
    pub method: Method,
    /// With parameters in braces, as in the template.
    pub path: &'static str,
    pub audience: Audience,
    /// The scope that opens it for programs; without one it is for people only.
    pub scope: Option<ApiScope>,
    /// Whether it can grant, change or take away access: then the caller's member, session and workspace (or client and workspace) are asked
    /// before anything is done and once more in each of its transactions.
    pub changes_access: bool,
    /// Whether pages of other origins may call it: see [`Route::from_other_pages`].
    pub is_cross_origin: bool,
    pub summary: &'static str,
    pub(crate) statuses: Vec<u16>,
    /// Refusals that do not follow from the rest of the description.
    pub(crate) refusals: Vec<u16>,
    pub(crate) query: Vec<Parameter>,
    pub(crate) headers: Vec<Parameter>,
    pub(crate) body: Option<SchemaOf>,
    /// Whether the body may be left out: its type is an `Option`.
    pub(crate) body_optional: bool,
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

impl RouteDescription {
    /// The kinds of actions that it belongs to, in the policies.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        let looking =
            self.method == Method::Get && !self.audience.admits(Role::Support, false) && self.audience.admits(Role::Support, true);
        let kinds = [self.audience.kind(), looking.then_some("look"), self.scope.map(ApiScope::name)];
        kinds.into_iter().flatten().collect()
    }

    /// Whether a request without `If-Match` is refused.
    #[must_use]
    pub fn is_versioned(&self) -> bool {
        self.headers.iter().any(|header| header.name == "If-Match" && header.required)
    }

    /// Whether a request without a body is refused.
    #[must_use]
    pub const fn needs_body(&self) -> bool {
        self.body.is_some() && !self.body_optional
    }
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
            // Whatever writes does, unless it says otherwise: nothing is forgotten.
            changes_access: !matches!(method, Method::Get),
            is_cross_origin: false,
            summary,
            statuses: Vec::new(),
            refusals: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            body_optional: false,
            reply: None,
        };
        Self { name, limit: BODY_LIMIT, description }
    }

    /// Who may call it: any member, unless said here.
    #[must_use]
    pub const fn audience(mut self, audience: Audience) -> Self {
        self.description.audience = audience;
        // Nobody's access depends on what somebody learns; and of a stranger nothing could have been taken away.
        if matches!(audience, Audience::Learner | Audience::Anyone) {
            self.description.changes_access = false;
        }
        self
    }

    /// Which scope opens it for programs: none, unless said here.
    #[must_use]
    pub const fn scope(mut self, scope: ApiScope) -> Self {
        self.description.scope = Some(scope);
        self
    }

    /// It writes, and yet grants, changes and takes away no access: what the gateway remembers of the caller is enough.
    #[must_use]
    pub const fn keeps_access(mut self) -> Self {
        self.description.changes_access = false;
        self
    }

    /// Pages of other origins may call it and read what it answers: what the body shows opens it, and neither cookies nor tokens do. The body
    /// may come as `text/plain`: browsers send that without asking first (Fetch, "CORS-safelisted request-header"), also while a page goes away.
    #[must_use]
    pub const fn from_other_pages(mut self) -> Self {
        self.description.is_cross_origin = true;
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
        self.description.query.push(Parameter::new("limit", "How many items a page has.", LIMIT));
        self.description.query.push(Parameter::new("cursor", "The `next` of the previous page.", CURSOR));
        self
    }

    /// A list that can be had from its other end.
    #[must_use]
    pub fn reversible(self) -> Self {
        self.query_flag("reverse", "Start from the other end of the list.")
    }

    /// A query parameter that is true or false: see [`Request::query_flag`].
    #[must_use]
    pub fn query_flag(mut self, name: &'static str, meaning: &'static str) -> Self {
        let flag: SchemaOf = |_| ObjectBuilder::new().schema_type(Type::Boolean).default(Some(false.into())).build().into();
        self.description.query.push(Parameter::new(name, meaning, flag));
        self
    }

    /// A list that can be searched: see [`Request::search`].
    #[must_use]
    pub fn searched(self, meaning: &'static str) -> Self {
        self.query_of::<SearchText>("q", meaning)
    }

    /// A query parameter that may be given, and whose limits a type says: see [`Request::query_of`].
    #[must_use]
    pub fn query_of<T: ToSchema>(mut self, name: &'static str, meaning: &'static str) -> Self {
        self.description.query.push(Parameter::new(name, meaning, schema_of::<T>));
        self
    }

    /// A query parameter that must be given.
    #[must_use]
    pub fn required_query_of<T: ToSchema>(mut self, name: &'static str, meaning: &'static str) -> Self {
        self.description.query.push(Parameter { required: true, ..Parameter::new(name, meaning, schema_of::<T>) });
        self
    }

    /// Problems that the route answers besides those that follow from its parameters, body and audience.
    #[must_use]
    pub fn refuses(mut self, statuses: &[u16]) -> Self {
        self.description.refusals = statuses.to_vec();
        self
    }

    /// Takes an `Idempotency-Key`: the same request twice creates one thing.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        let meaning = "Any text of up to 255 characters. Repeating the request with the same key within 24 hours creates nothing new.";
        self.description.headers.push(Parameter::new("Idempotency-Key", meaning, IDEMPOTENCY_KEY));
        self
    }

    /// Needs `If-Match`.
    #[must_use]
    pub fn versioned(mut self) -> Self {
        let tag = Parameter::new("If-Match", "The ETag of the version you changed.", ENTITY_TAG);
        self.description.headers.push(Parameter { required: true, ..tag });
        self
    }

    /// Takes `If-Match`; without it the change is made to whatever is there.
    #[must_use]
    pub fn versioned_at_will(mut self) -> Self {
        let meaning = "The ETag of the version you changed, so that nobody else's change is lost.";
        self.description.headers.push(Parameter::new("If-Match", meaning, ENTITY_TAG));
        self
    }

    /// Ends the route with a handler for callers who are signed in.
    #[must_use]
    pub fn member<B, T, F, Fut>(self, handle: F) -> Handler
    where
        B: DeserializeOwned + ToSchema + Send + 'static,
        T: Serialize + ToSchema + 'static,
        F: Fn(Call<B>) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<T>, Problem>> + Send + 'static,
    {
        let (name, limit) = (self.name, self.limit);
        let (audience, reading) = (self.description.audience, self.description.method == Method::Get);
        let (scope, changes_access) = (self.description.scope, self.description.changes_access);
        let action = Arc::new(self.action());
        self.end::<B, T, _, _>(move |app, request| {
            let action = Arc::clone(&action);
            async move {
                let mut call = Call::of(request, app, &action, limit)?;
                // The authorizer's policy has let the caller in; that it fits this route is checked where the route is declared.
                if !call.caller.holds(scope) && !call.caller.roles.iter().any(|role| audience.admits(*role, reading)) {
                    return Err(call.refusal());
                }
                if changes_access {
                    let authority = call.caller.authority(audience, scope, call.tenant.now());
                    call.tenant.operation().confirm(&authority).await?;
                    // Nothing that the handler writes goes without it.
                    call = call.acting_on(&authority);
                }
                if call.caller.has(Role::Support) {
                    // The customer sees afterwards what support has looked at: no entry, no look.
                    call.tenant.record(&call.act("support.read", format!("route/{name}"))).await?;
                }
                handle(call).await
            }
        })
    }

    /// The route as policies know it.
    fn action(&self) -> Action {
        Action { name: self.name, kinds: self.description.kinds() }
    }

    /// Ends the route with a handler for anyone.
    #[must_use]
    pub fn public<B, T, F, Fut>(self, handle: F) -> Handler
    where
        B: DeserializeOwned + ToSchema + Send + 'static,
        T: Serialize + ToSchema + 'static,
        F: Fn(Request<B>) -> Fut + Copy + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<T>, Problem>> + Send + 'static,
    {
        let (name, limit, is_cross_origin) = (self.name, self.limit, self.description.is_cross_origin);
        self.audience(Audience::Anyone).end::<B, T, _, _>(move |app, request| async move {
            handle(Request::of(request, app, Actor::Anonymous, name, Sent { limit, may_be_text: is_cross_origin })?).await
        })
    }

    fn end<B, T, F, Fut>(mut self, handle: F) -> Handler
    where
        B: DeserializeOwned + ToSchema + 'static,
        T: Serialize + ToSchema + 'static,
        F: Fn(App, lambda_http::Request) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<T>, Problem>> + Send + 'static,
    {
        self.description.body = documented::<B>();
        self.description.body_optional = serde_json::from_str::<B>("null").is_ok();
        self.description.reply = documented::<T>();
        if self.description.statuses.is_empty() {
            self.description.statuses.push(200);
        }
        let is_cross_origin = self.description.is_cross_origin;
        Handler::new(self.name, Kind::Route(Arc::new(self.description)), reads::<B>, move |app, event| {
            answer(app, event, is_cross_origin, handle.clone())
        })
    }
}

async fn answer<T, F, Fut>(app: App, event: Box<RawValue>, is_cross_origin: bool, handle: F) -> Answer
where
    T: Serialize + 'static,
    F: Fn(App, lambda_http::Request) -> Fut,
    Fut: Future<Output = Result<Reply<T>, Problem>>,
{
    let request = gateway::request(serde_json::from_str(event.get()).map_err(FunctionError::unreadable)?)?;
    let request_id = gateway::context(request.extensions()).and_then(|context| context.request_id.clone()).unwrap_or_default();
    let mut response = match handle(app, request).await {
        Ok(reply) => success(&reply)?,
        Err(problem) => failure(&problem, &request_id)?,
    };
    if is_cross_origin {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    to_raw_value(&gateway::response(response)).map_err(FunctionError::unreadable)
}

fn response(status: StatusCode, headers: HeaderMap, body: Option<String>) -> Response<Body> {
    let mut response = Response::new(body.map_or(Body::Empty, Body::Text));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn success<T: Serialize + 'static>(reply: &Reply<T>) -> Result<Response<Body>, FunctionError> {
    let mut headers = reply.header_map();
    if TypeId::of::<T>() == TypeId::of::<()>() {
        let status = if reply.status == StatusCode::OK { StatusCode::NO_CONTENT } else { reply.status };
        return Ok(response(status, headers, None));
    }
    headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    let body = serde_json::to_string(&reply.body).map_err(FunctionError::unreadable)?;
    Ok(response(reply.status, headers, Some(body)))
}

fn failure(problem: &Problem, request_id: &str) -> Result<Response<Body>, FunctionError> {
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
