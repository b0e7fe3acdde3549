//! Who makes a request.

use crate::{audience::Audience, problem::Problem};
use aws_lambda_events::event::apigw::ApiGatewayProxyRequestContext;
use jiff::Timestamp;
use std::collections::BTreeSet;
use table::{audit::Actor, authority::Authority};
use tenancy::{
    WorkspaceScope,
    access::{Identity, Subject},
    doors,
};
use trellis_core::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId, WorkspaceId},
    role::Role,
};

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
            Principal::Machine { .. } => Err(Problem::forbidden("This belongs to a member. API clients are not members.")),
        }
    }

    /// The regions whose people alone the caller administers; `None` for those of all.
    #[must_use]
    pub fn regions(&self) -> Option<&[String]> {
        (self.has(Role::RegionalAdmin) && !self.has(Role::Admin)).then_some(&self.regions)
    }

    pub(crate) fn subject(&self, groups: Vec<String>) -> Subject<'_> {
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

    /// What the caller's right to change access on a route rests on. For what is one's own no role is needed, but support's time must not
    /// be over; elsewhere every role counts that opens the route or that a handler may ask for.
    pub(crate) fn authority(&self, audience: Audience, by: Option<ApiScope>, now: Timestamp) -> Authority {
        match &self.principal {
            Principal::Machine { id, .. } => Authority::of_client(self.scope.clone(), *id, by),
            Principal::Member { id, session } => {
                let counts = |role: &Role| match audience {
                    Audience::Member => *role == Role::Support,
                    _ => role.needs_second_factor() || audience.admits(*role, false),
                };
                let roles = self.roles.iter().copied().filter(counts).collect();
                let regions = if audience == Audience::Member { &[] } else { self.regions().unwrap_or_default() };
                Authority::of_member(self.scope.clone(), *id, session, &roles, regions, now)
            }
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
    pub(crate) fn of(context: &ApiGatewayProxyRequestContext, now: Timestamp) -> Option<Self> {
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
        let over = field("support_until").and_then(|until| until.parse::<Timestamp>().ok()).is_some_and(|until| until <= now);
        let roles = field("roles")?.split(' ').filter_map(Role::from_name).filter(|role| !(over && *role == Role::Support)).collect();
        Some(Self { scope: doors::authorizer_context(workspace), principal, roles, regions })
    }
}
