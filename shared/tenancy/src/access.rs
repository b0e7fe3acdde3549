//! Fine decisions: Cedar policies over who asks, what for, and what it is about.
//!
//! `policies/roles.cedar` says what each role is for, `policies/attributes.cedar` narrows that by the thing at hand, and
//! `policies/schema.cedarschema` names everything; tests hold them against each other and against the routes.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, RestrictedExpression,
};
use domain::{
    api_scope::ApiScope,
    ids::{ApiClientId, MemberId, WorkspaceId},
    role::Role,
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    str::FromStr,
    sync::OnceLock,
};

/// The text of all policies.
pub const POLICIES: &str = concat!(include_str!("../policies/roles.cedar"), include_str!("../policies/attributes.cedar"));

/// The text of the schema.
pub const SCHEMA: &str = include_str!("../policies/schema.cedarschema");

/// Who it is that asks.
#[derive(Debug, Clone)]
pub enum Identity {
    Member(MemberId),
    /// With the names of its scopes.
    Machine(ApiClientId, Vec<String>),
}

/// Who asks, with what policies may ask of them.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    pub identity: Identity,
    pub workspace: &'a WorkspaceId,
    pub roles: &'a BTreeSet<Role>,
    /// Those that the subject belongs to; needed for courses that are for some groups only.
    pub groups: Vec<String>,
    /// For administrators of some regions: those.
    pub regions: &'a [String],
}

/// What it is about.
#[derive(Debug, Clone)]
pub enum Resource {
    /// The workspace as such: whether the subject may do this at all.
    Workspace,
    Member {
        id: MemberId,
        /// All above, the nearest included.
        managers: Vec<MemberId>,
        region: Option<String>,
    },
    Course {
        id: String,
        published: bool,
        /// Only for these, if there are any.
        groups: Vec<String>,
    },
}

/// The policies cannot be applied: a defect, and a refusal.
#[derive(Debug, thiserror::Error)]
#[error("the policies cannot be applied: {0}")]
pub struct BrokenPolicy(String);

fn broken(error: impl ToString) -> BrokenPolicy {
    BrokenPolicy(error.to_string())
}

/// Parsed once, at the first decision of the environment.
fn policies() -> Result<&'static PolicySet, BrokenPolicy> {
    static POLICY_SET: OnceLock<Result<PolicySet, String>> = OnceLock::new();
    let parsed = POLICY_SET.get_or_init(|| PolicySet::from_str(POLICIES).map_err(|error| error.to_string()));
    parsed.as_ref().map_err(broken)
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, BrokenPolicy> {
    Ok(EntityUid::from_type_name_and_id(EntityTypeName::from_str(kind).map_err(broken)?, EntityId::new(id)))
}

fn reference(kind: &str, id: &str) -> Result<RestrictedExpression, BrokenPolicy> {
    Ok(RestrictedExpression::new_entity_uid(uid(kind, id)?))
}

fn references<T: ToString>(kind: &str, ids: &[T]) -> Result<RestrictedExpression, BrokenPolicy> {
    let all = ids.iter().map(|id| reference(kind, &id.to_string())).collect::<Result<Vec<_>, _>>()?;
    Ok(RestrictedExpression::new_set(all))
}

fn texts(values: &[String]) -> RestrictedExpression {
    RestrictedExpression::new_set(values.iter().map(|value| RestrictedExpression::new_string(value.clone())))
}

type Attributes = HashMap<String, RestrictedExpression>;

fn entity(id: EntityUid, attributes: Attributes, parents: HashSet<EntityUid>) -> Result<Entity, BrokenPolicy> {
    Entity::new(id, attributes, parents).map_err(broken)
}

fn member(
    id: &str,
    workspace: &WorkspaceId,
    managers: &[MemberId],
    region: Option<&str>,
    regions: &[String],
) -> Result<(EntityUid, Attributes), BrokenPolicy> {
    let mut attributes = Attributes::from([
        ("workspace".to_owned(), reference("Workspace", workspace.as_str())?),
        ("managers".to_owned(), references("Member", managers)?),
        ("regions".to_owned(), texts(regions)),
    ]);
    if let Some(region) = region {
        attributes.insert("region".to_owned(), RestrictedExpression::new_string(region.to_owned()));
    }
    Ok((uid("Member", id)?, attributes))
}

impl Subject<'_> {
    fn entity(&self) -> Result<Entity, BrokenPolicy> {
        let roles = self.roles.iter().map(|role| uid("Role", role.name()));
        let groups = self.groups.iter().map(|group| uid("Group", group));
        match &self.identity {
            Identity::Member(id) => {
                let (id, attributes) = member(&id.to_string(), self.workspace, &[], None, self.regions)?;
                entity(id, attributes, roles.chain(groups).collect::<Result<_, _>>()?)
            }
            Identity::Machine(id, scopes) => {
                let scopes = scopes.iter().map(|scope| uid("Scope", scope));
                let attributes = Attributes::from([("workspace".to_owned(), reference("Workspace", self.workspace.as_str())?)]);
                entity(uid("Machine", &id.to_string())?, attributes, roles.chain(scopes).collect::<Result<_, _>>()?)
            }
        }
    }
}

impl Resource {
    /// What it is about lies in `workspace`: it was read through that workspace's scope.
    fn entity(&self, workspace: &WorkspaceId) -> Result<Entity, BrokenPolicy> {
        match self {
            Self::Workspace => entity(uid("Workspace", workspace.as_str())?, Attributes::new(), HashSet::new()),
            Self::Member { id, managers, region } => {
                let (id, attributes) = member(&id.to_string(), workspace, managers, region.as_deref(), &[])?;
                entity(id, attributes, HashSet::new())
            }
            Self::Course { id, published, groups } => {
                let attributes = Attributes::from([
                    ("workspace".to_owned(), reference("Workspace", workspace.as_str())?),
                    ("published".to_owned(), RestrictedExpression::new_bool(*published)),
                    ("groups".to_owned(), references("Group", groups)?),
                ]);
                entity(uid("Course", id)?, attributes, HashSet::new())
            }
        }
    }
}

/// Whether a subject may do something: `action` is the name of a route.
///
/// # Errors
/// When the policies cannot be applied; the caller then refuses.
pub fn permits(subject: &Subject<'_>, action: &str, resource: &Resource) -> Result<bool, BrokenPolicy> {
    decide(subject, action, resource, subject.workspace)
}

fn decide(subject: &Subject<'_>, action: &str, resource: &Resource, workspace: &WorkspaceId) -> Result<bool, BrokenPolicy> {
    let (principal, about) = (subject.entity()?, resource.entity(workspace)?);
    let actions = actions()?;
    let request = Request::new(principal.uid(), uid("Action", action)?, about.uid(), Context::empty(), None).map_err(broken)?;
    // One's own data: the principal is the resource, and entities are given once, with what both know.
    let mut entities = if principal.uid() == about.uid() { vec![principal] } else { vec![principal, about] };
    // Of the actions only the one that is asked for: it knows its kinds itself.
    entities.extend(request.action().and_then(|action| actions.get(action)).cloned());
    let entities = Entities::from_entities(entities, None).map_err(broken)?;
    let answer = Authorizer::new().is_authorized(&request, policies()?, &entities);
    if let Some(error) = answer.diagnostics().errors().next() {
        return Err(broken(error));
    }
    Ok(answer.decision() == Decision::Allow)
}

/// The actions with their kinds, from the schema.
fn actions() -> Result<&'static HashMap<EntityUid, Entity>, BrokenPolicy> {
    static ACTIONS: OnceLock<Result<HashMap<EntityUid, Entity>, String>> = OnceLock::new();
    let read = || {
        let (schema, _) = cedar_policy::Schema::from_cedarschema_str(SCHEMA).map_err(|error| error.to_string())?;
        let entities = schema.action_entities().map_err(|error| error.to_string())?;
        Ok(entities.iter().map(|action| (action.uid(), action.clone())).collect())
    };
    ACTIONS.get_or_init(read).as_ref().map_err(broken)
}

/// The names of all actions that are routes: those that belong to a kind.
///
/// # Errors
/// When the schema cannot be read.
pub fn action_names() -> Result<BTreeSet<String>, BrokenPolicy> {
    let scopes = ApiScope::ALL.map(ApiScope::name);
    let kinds: BTreeSet<&str> = ["use", "learn", "lead", "write", "administer people", "administer", "audit", "operate", "look"]
        .into_iter()
        .chain(scopes)
        .collect();
    let names = actions()?.keys().map(|action| action.id().unescaped().to_owned());
    Ok(names.filter(|name| !kinds.contains(name.as_str())).collect())
}

#[cfg(test)]
mod tests;
