//! What the handler of a guarded route is given: the request, and who makes it.

use crate::{
    caller::Caller,
    problem::Problem,
    request::{Request, hex},
};
use aws_lambda_events::event::apigw::ApiGatewayProxyRequest;
use aws_lc_rs::digest::{SHA256, digest};
use domain::role::Role;
use serde::de::DeserializeOwned;
use store::{audit::Act, idempotency::Attempt};
use tenancy::{
    OperatorScope,
    access::{self, Resource},
    doors,
};

/// A request by somebody who is signed in.
#[derive(Debug)]
pub struct Call<B> {
    pub caller: Caller,
    pub request: Request<B>,
}

impl<B: DeserializeOwned + 'static> Call<B> {
    pub(crate) fn of(event: ApiGatewayProxyRequest, edge_key: Option<&str>, route: &'static str, limit: usize) -> Result<Self, Problem> {
        let caller = Caller::of(&event.request_context).ok_or_else(|| Problem::unauthenticated("Sign in and send the access token."))?;
        Ok(Self { caller, request: Request::of(event, edge_key, route, limit)? })
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
