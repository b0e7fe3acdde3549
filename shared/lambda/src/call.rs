//! What a handler is given: the request, and who makes it.

use crate::problem::Problem;
use aws_lambda_events::event::apigw::{ApiGatewayProxyRequest, ApiGatewayProxyRequestContext};
use aws_lc_rs::digest::{SHA256, digest};
use domain::{
    api_scope::ApiScope,
    host::HostName,
    ids::{ApiClientId, MemberId, WorkspaceId},
    personal::Personal,
    role::Role,
};
use http::HeaderMap;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use std::{
    any::TypeId,
    collections::{BTreeSet, HashMap},
    str::FromStr,
};
use store::{
    Page,
    audit::{Act, Actor},
    idempotency::Attempt,
};
use tenancy::{
    OperatorScope, WorkspaceScope,
    access::{self, Identity, Resource, Subject},
    doors,
};

/// A request with its decoded body.
#[derive(Debug)]
pub struct Request<B> {
    pub body: B,
    pub headers: HeaderMap,
    /// The caller's network address as the gateway saw it.
    pub source: String,
    pub request_id: String,
    path: HashMap<String, String>,
    query: HashMap<String, String>,
    route: &'static str,
    digest: String,
}

/// Who it is that calls.
#[derive(Debug, Clone)]
pub enum Principal {
    Member {
        id: MemberId,
        /// The session that the token belongs to.
        session: String,
    },
    /// A program with credentials of its own.
    Machine { id: ApiClientId, scopes: BTreeSet<ApiScope> },
}

/// Who calls: what the authorizer wrote into the context.
#[derive(Debug, Clone)]
pub struct Caller {
    pub scope: WorkspaceScope,
    pub principal: Principal,
    /// Those that count in this session: some need a second factor.
    pub roles: BTreeSet<Role>,
    /// Whose people they administer, if their role is [`Role::RegionalAdmin`].
    regions: Vec<String>,
}

impl Caller {
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether it is a program whose scopes hold this one.
    #[must_use]
    pub fn holds(&self, scope: Option<ApiScope>) -> bool {
        match (&self.principal, scope) {
            (Principal::Machine { scopes, .. }, Some(scope)) => scopes.contains(&scope),
            _ => false,
        }
    }

    /// The person who calls.
    ///
    /// # Errors
    /// 403 for a program: it has no data of its own.
    pub fn member(&self) -> Result<MemberId, Problem> {
        match &self.principal {
            Principal::Member { id, .. } => Ok(*id),
            Principal::Machine { .. } => Err(Problem::forbidden("This is about a person's own data, and a program is nobody.")),
        }
    }

    /// The regions whose people alone the caller administers; `None` for those of all.
    #[must_use]
    pub fn regions(&self) -> Option<&[String]> {
        (self.has(Role::RegionalAdmin) && !self.has(Role::Admin)).then_some(&self.regions)
    }

    fn subject(&self, groups: Vec<String>) -> Subject<'_> {
        Subject {
            identity: match &self.principal {
                Principal::Member { id, .. } => Identity::Member(*id),
                Principal::Machine { id, scopes } => Identity::Machine(*id, scopes.iter().map(|scope| scope.name().to_owned()).collect()),
            },
            workspace: self.scope.workspace(),
            roles: &self.roles,
            groups,
            regions: &self.regions,
        }
    }

    /// The caller, as the audit log names it.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match &self.principal {
            Principal::Member { id, .. } => Actor::Member { id: *id },
            Principal::Machine { id, .. } => Actor::Machine { id: *id },
        }
    }

    /// `None` if the authorizer wrote no complete context: then nobody has been let in.
    fn of(context: &ApiGatewayProxyRequestContext) -> Option<Self> {
        let field = |name: &str| context.authorizer.fields.get(name).and_then(|value| value.as_str());
        let workspace: WorkspaceId = field("workspace")?.parse().ok()?;
        let principal = match field("member_id") {
            Some(id) => Principal::Member { id: id.parse().ok()?, session: field("session")?.to_owned() },
            None => Principal::Machine {
                id: field("api_client_id")?.parse().ok()?,
                scopes: field("scopes")?.split(' ').filter_map(ApiScope::from_name).collect(),
            },
        };
        let regions = field("regions").and_then(|regions| serde_json::from_str(regions).ok()).unwrap_or_default();
        let over = field("support_until").and_then(|until| until.parse::<Timestamp>().ok()).is_some_and(|until| until <= Timestamp::now());
        let roles = field("roles")?.split(' ').filter_map(Role::from_name).filter(|role| !(over && *role == Role::Support)).collect();
        Some(Self { scope: doors::authorizer_context(workspace), principal, roles, regions })
    }
}

/// A request by somebody who is signed in.
#[derive(Debug)]
pub struct Call<B> {
    pub caller: Caller,
    pub request: Request<B>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn decode<B: DeserializeOwned + 'static>(event: &ApiGatewayProxyRequest, limit: usize) -> Result<B, Problem> {
    if TypeId::of::<B>() == TypeId::of::<()>() {
        return serde_json::from_str("null").map_err(Problem::internal);
    }
    let text = event.body.as_deref().unwrap_or_default();
    if text.len() > limit {
        return Err(Problem::too_large(limit));
    }
    let media_type = event.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let json = media_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"));
    if !json || event.is_base64_encoded {
        return Err(Problem::unsupported_media_type());
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let body = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let field = if field == "." { "body".to_owned() } else { field };
        let cause = error.into_inner();
        // The position in the text helps where the text is not JSON; elsewhere the field says more.
        if cause.is_data() {
            let text = cause.to_string();
            Problem::rule(field, text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason))
        } else {
            Problem::malformed("body", cause.to_string())
        }
    })?;
    reader.end().map_err(|error| Problem::malformed("body", error.to_string()))?;
    Ok(body)
}

impl<B: DeserializeOwned + 'static> Request<B> {
    pub(crate) fn of(event: ApiGatewayProxyRequest, route: &'static str, limit: usize) -> Result<Self, Problem> {
        let body = decode(&event, limit)?;
        Ok(Self {
            body,
            digest: hex(digest(&SHA256, event.body.as_deref().unwrap_or_default().as_bytes()).as_ref()),
            source: event.request_context.identity.source_ip.clone().unwrap_or_default(),
            request_id: event.request_context.request_id.clone().unwrap_or_default(),
            query: event.query_string_parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            headers: event.headers,
            path: event.path_parameters,
            route,
        })
    }
}

impl<B: DeserializeOwned + 'static> Call<B> {
    pub(crate) fn of(event: ApiGatewayProxyRequest, route: &'static str, limit: usize) -> Result<Self, Problem> {
        let caller = Caller::of(&event.request_context).ok_or_else(|| Problem::unauthenticated("Sign in and send the access token."))?;
        Ok(Self { caller, request: Request::of(event, route, limit)? })
    }
}

impl<B> Request<B> {
    /// An act for the audit log, by somebody: `action` is `<thing>.<what is done>`, `target` is `<thing>/<id>`.
    pub fn act(&self, actor: Actor, action: &str, target: impl Into<String>) -> Act {
        let source = Some(self.source.clone()).filter(|source| !source.is_empty()).map(Personal);
        Act { source, request_id: Some(self.request_id.clone()), ..Act::new(actor, action, target) }
    }

    /// A path parameter. What is not an id of this kind names nothing: 404.
    ///
    /// # Errors
    /// 404.
    pub fn path<T: FromStr>(&self, name: &str, thing: &'static str) -> Result<T, Problem> {
        self.path.get(name).and_then(|text| text.parse().ok()).ok_or_else(|| Problem::not_found(thing))
    }

    /// A query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// The wanted page: `limit` (1 to 100, 25 if left out) and `cursor`.
    ///
    /// # Errors
    /// 400 for a limit that is none.
    pub fn page(&self) -> Result<Page, Problem> {
        let limit = match self.query("limit") {
            None => 25,
            Some(text) => {
                let limit = text.parse().ok().filter(|limit| (1..=100).contains(limit));
                limit.ok_or_else(|| Problem::malformed("query.limit", "expected a number from 1 to 100"))?
            }
        };
        Ok(Page { limit, cursor: self.query("cursor").map(str::to_owned) })
    }

    /// A header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The host name that the request is for (RFC 9110 §7.2), if it is one.
    #[must_use]
    pub fn host(&self) -> Option<HostName> {
        self.header("host").and_then(HostName::of_header)
    }

    /// A cookie by name (RFC 6265 §4.2).
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.headers.get_all(http::header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        cookies.flat_map(|text| text.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }

    /// The version that the caller has read, from `If-Match: "<version>"`.
    ///
    /// # Errors
    /// 400 when it is missing or is no version.
    pub fn if_match(&self) -> Result<u64, Problem> {
        let detail = "send the ETag of what you have read, like If-Match: \"3\"";
        let text = self.header("if-match").ok_or_else(|| Problem::malformed("header.If-Match", detail))?;
        let version = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        version.and_then(|version| version.parse().ok()).ok_or_else(|| Problem::malformed("header.If-Match", detail))
    }
}

impl<B> Call<B> {
    /// The registry of workspaces.
    ///
    /// # Errors
    /// 403 for whoever is not an operator: that role counts in the operators' own workspace only.
    pub fn registry(&self) -> Result<OperatorScope, Problem> {
        doors::operator(&self.caller.scope, &self.caller.roles).ok_or_else(|| Problem::forbidden("This is for those who run the platform."))
    }

    /// Whether the policies let the caller do on this route what it is for, to this thing of the workspace.
    ///
    /// # Errors
    /// 500 when the policies cannot be applied.
    pub fn permits(&self, resource: &Resource) -> Result<bool, Problem> {
        self.permits_as(Vec::new(), resource)
    }

    /// The same for a caller who belongs to these groups.
    pub(crate) fn permits_as(&self, groups: Vec<String>, resource: &Resource) -> Result<bool, Problem> {
        access::permits(&self.caller.subject(groups), self.request.route, resource).map_err(Problem::internal)
    }

    /// Refuses what [`Self::permits`] does not allow.
    ///
    /// # Errors
    /// 403; an administrator is told which permission is missing.
    pub fn permit(&self, resource: &Resource) -> Result<(), Problem> {
        if self.permits(resource)? { Ok(()) } else { Err(self.refusal()) }
    }

    /// What a caller is told who may not use a route, or not for this.
    pub(crate) fn refusal(&self) -> Problem {
        if self.caller.has(Role::Admin) {
            return Problem::forbidden(format!("The permission {} is missing here.", self.request.route));
        }
        Problem::forbidden("Your roles do not include one that this is for.")
    }

    /// What the caller does, for the audit log; see [`Request::act`].
    pub fn act(&self, action: &str, target: impl Into<String>) -> Act {
        self.request.act(self.caller.actor(), action, target)
    }

    /// The idempotency key of this request, if it has one, bound to the caller and the route.
    ///
    /// # Errors
    /// 400 for a key that is empty, longer than 255 characters or not printable ASCII.
    pub fn attempt(&self) -> Result<Option<Attempt>, Problem> {
        let Some(value) = self.request.headers.get("idempotency-key") else {
            return Ok(None);
        };
        let key = value.to_str().ok().filter(|key| (1..=255).contains(&key.len()) && key.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
        let key = key.ok_or_else(|| Problem::malformed("header.Idempotency-Key", "expected 1 to 255 printable ASCII characters"))?;
        let subject = format!("{}\n{}\n{key}", self.caller.actor().id(), self.request.route);
        Ok(Some(Attempt { key: hex(digest(&SHA256, subject.as_bytes()).as_ref()), request: self.request.digest.clone() }))
    }
}
