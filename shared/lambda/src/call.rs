//! What the handler of a guarded route is given: the request, and who makes it.

use crate::{
    App, Audience,
    caller::Caller,
    gateway,
    problem::Problem,
    request::{Request, Sent, hex},
};
use aws_lc_rs::digest::{SHA256, digest};
use serde::de::DeserializeOwned;
use std::{collections::BTreeSet, sync::Arc};
use table::{Page, Tenant, audit::Act, authority::Authority, idempotency::Attempt};
use tenancy::{
    OperatorScope,
    access::{self, Action, Identity, Resource, Subject},
    doors,
};
use trellis_core::{ids::MemberId, role::Role};

/// A request by somebody who is signed in.
#[derive(Debug)]
pub struct Call<B> {
    pub app: App,
    pub caller: Caller,
    pub request: Request<B>,
    /// The caller's workspace, in this operation of theirs.
    pub tenant: Tenant,
    action: Arc<Action>,
}

impl<B: DeserializeOwned + 'static> Call<B> {
    pub(crate) fn of(request: lambda_http::Request, app: App, action: &Arc<Action>, limit: usize) -> Result<Self, Problem> {
        let caller = gateway::context(request.extensions()).and_then(|context| Caller::of(context, app.now()));
        let caller = caller.ok_or_else(|| Problem::unauthenticated("Sign in to continue."))?;
        let request = Request::of(request, app.clone(), caller.actor(), action.name, Sent { limit, may_be_text: false })?;
        let tenant = request.operation().within(caller.scope.clone());
        Ok(Self { app, caller, request, tenant, action: Arc::clone(action) })
    }
}

impl<B> Call<B> {
    /// The same call, nothing of which is written without the authority.
    pub(crate) fn acting_on(mut self, authority: &Authority) -> Self {
        self.app = self.app.acting_on(authority);
        self.tenant = self.tenant.acting_on(authority);
        self.request = self.request.acting_on(authority);
        self
    }

    /// The registry of workspaces.
    ///
    /// # Errors
    /// 403 for whoever is not an operator: that role counts in the operators' own workspace only.
    pub fn registry(&self) -> Result<OperatorScope, Problem> {
        doors::operator(&self.caller.scope, &self.caller.roles)
            .ok_or_else(|| Problem::forbidden("Only operators of the platform can do this."))
    }

    /// Whether the policies let the caller do on this route what it is for, to this thing of the workspace.
    ///
    /// # Errors
    /// 500 when the policies cannot be applied.
    pub fn permits(&self, resource: &Resource) -> Result<bool, Problem> {
        self.permits_as(Vec::new(), resource)
    }

    /// The same for a caller who belongs to these groups.
    ///
    /// # Errors
    /// 500 when the policies cannot be applied.
    pub fn permits_as(&self, groups: Vec<String>, resource: &Resource) -> Result<bool, Problem> {
        access::permits(&self.caller.subject(groups), &self.action, resource).map_err(Problem::internal)
    }

    /// Whether the policies let another member learn with this thing, by these roles and groups: for a caller who acts for them.
    ///
    /// # Errors
    /// 500 when the policies cannot be applied.
    pub fn lets_learn(&self, member: MemberId, roles: &BTreeSet<Role>, groups: Vec<String>, resource: &Resource) -> Result<bool, Problem> {
        let workspace = self.caller.scope.workspace();
        let subject = Subject { identity: Identity::Member(member), workspace, roles, groups, regions: &[] };
        let action = Action { name: self.action.name, kinds: Audience::Learner.kind().into_iter().collect() };
        access::permits(&subject, &action, resource).map_err(Problem::internal)
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
            return Problem::forbidden(format!("You don't have the permission {} for this.", self.request.route));
        }
        Problem::forbidden("You don't have permission to do this.")
    }

    /// The wanted page: `limit` (1 to 100, 25 if left out), `cursor` and `reverse`.
    ///
    /// # Errors
    /// 400 for a limit or a direction that is none.
    pub fn page(&self) -> Result<Page, Problem> {
        Ok(Page { reader: self.caller.actor().id(), ..self.request.page()? })
    }

    /// What the caller does, for the audit log; see [`Tenant::act`].
    pub fn act(&self, action: &str, target: impl Into<String>) -> Act {
        self.tenant.act(action, target)
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
