//! Fine decisions: Cedar policies over who asks, what for, and what it is about.
//!
//! `policies/roles.cedar` says what each role is for. Each area narrows that by the thing at hand, in `policies/` of its own, which its
//! [`Resource`]s carry with them. The kinds of an [`Action`] follow from its route's declaration; `functions/schema.cedarschema`, which
//! names everything, is generated from the same, and tests hold them against each other.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, RestrictedExpression,
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};
use trellis_core::{
    ids::{ApiClientId, MemberId, WorkspaceId},
    role::Role,
};

/// What roles and scopes are for.
pub const ROLES: &str = include_str!("../policies/roles.cedar");

/// The entities that every area's policies may speak of.
pub const SCHEMA: &str = include_str!("../policies/entities.cedarschema");

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
    /// Those that the subject belongs to; needed for what is for some groups only.
    pub groups: Vec<String>,
    /// For administrators of some regions: those.
    pub regions: &'a [String],
}

/// What is to be done: a route, and the kinds of actions that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub name: &'static str,
    pub kinds: Vec<&'static str>,
}

#[derive(Debug, Clone)]
enum Attribute {
    Flag(bool),
    Text(String),
    Texts(Vec<String>),
    References(&'static str, Vec<String>),
}

/// What it is about: a thing of an area, with what its policies ask of it.
#[derive(Debug, Clone)]
pub struct Resource {
    kind: &'static str,
    id: String,
    policies: &'static str,
    attributes: Vec<(&'static str, Attribute)>,
}

const WORKSPACE: &str = "Workspace";

impl Resource {
    /// A thing of a kind that the schema names. `policies` is the text of its area's, the same for all things of this kind.
    #[must_use]
    pub fn new(kind: &'static str, id: impl ToString, policies: &'static str) -> Self {
        Self { kind, id: id.to_string(), policies, attributes: Vec::new() }
    }

    /// The workspace as such: whether the subject may do this at all.
    #[must_use]
    pub fn workspace() -> Self {
        Self::new(WORKSPACE, "", "")
    }

    fn with(mut self, name: &'static str, attribute: Attribute) -> Self {
        self.attributes.push((name, attribute));
        self
    }

    #[must_use]
    pub fn flag(self, name: &'static str, value: bool) -> Self {
        self.with(name, Attribute::Flag(value))
    }

    #[must_use]
    pub fn text(self, name: &'static str, value: impl Into<String>) -> Self {
        self.with(name, Attribute::Text(value.into()))
    }

    #[must_use]
    pub fn texts(self, name: &'static str, values: impl IntoIterator<Item = String>) -> Self {
        self.with(name, Attribute::Texts(values.into_iter().collect()))
    }

    /// Things of a kind, by their ids.
    #[must_use]
    pub fn references(self, name: &'static str, kind: &'static str, ids: impl IntoIterator<Item = impl ToString>) -> Self {
        self.with(name, Attribute::References(kind, ids.into_iter().map(|id| id.to_string()).collect()))
    }
}

/// The policies cannot be applied: a defect, and a refusal.
#[derive(Debug, thiserror::Error)]
#[error("the policies cannot be applied: {0}")]
pub struct BrokenPolicy(String);

fn broken(error: impl ToString) -> BrokenPolicy {
    BrokenPolicy(error.to_string())
}

/// Those of the roles and of one area, parsed once, at the first decision about it in the environment.
fn policies(of: &'static str) -> Result<Arc<PolicySet>, BrokenPolicy> {
    // By the address of the text: each area has one.
    static PARSED: Mutex<Vec<(&str, Arc<PolicySet>)>> = Mutex::new(Vec::new());
    let mut parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, policies)) = parsed.iter().find(|(text, _)| std::ptr::eq(*text, of)) {
        return Ok(Arc::clone(policies));
    }
    let policies = Arc::new(PolicySet::from_str(&format!("{ROLES}{of}")).map_err(broken)?);
    parsed.push((of, Arc::clone(&policies)));
    Ok(policies)
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, BrokenPolicy> {
    Ok(EntityUid::from_type_name_and_id(EntityTypeName::from_str(kind).map_err(broken)?, EntityId::new(id)))
}

fn reference(kind: &str, id: &str) -> Result<RestrictedExpression, BrokenPolicy> {
    Ok(RestrictedExpression::new_entity_uid(uid(kind, id)?))
}

fn texts(values: &[String]) -> RestrictedExpression {
    RestrictedExpression::new_set(values.iter().map(|value| RestrictedExpression::new_string(value.clone())))
}

impl Attribute {
    fn expression(&self) -> Result<RestrictedExpression, BrokenPolicy> {
        Ok(match self {
            Self::Flag(value) => RestrictedExpression::new_bool(*value),
            Self::Text(value) => RestrictedExpression::new_string(value.clone()),
            Self::Texts(values) => texts(values),
            Self::References(kind, ids) => {
                let all = ids.iter().map(|id| reference(kind, id)).collect::<Result<Vec<_>, _>>()?;
                RestrictedExpression::new_set(all)
            }
        })
    }
}

type Attributes = HashMap<String, RestrictedExpression>;

fn entity(id: EntityUid, attributes: Attributes, parents: HashSet<EntityUid>) -> Result<Entity, BrokenPolicy> {
    Entity::new(id, attributes, parents).map_err(broken)
}

impl Subject<'_> {
    fn entity(&self) -> Result<Entity, BrokenPolicy> {
        let roles = self.roles.iter().map(|role| uid("Role", role.name()));
        let groups = self.groups.iter().map(|group| uid("Group", group));
        let mut attributes = Attributes::from([("workspace".to_owned(), reference(WORKSPACE, self.workspace.as_str())?)]);
        match &self.identity {
            Identity::Member(id) => {
                attributes.insert("managers".to_owned(), RestrictedExpression::new_set([]));
                attributes.insert("regions".to_owned(), texts(self.regions));
                entity(uid("Member", &id.to_string())?, attributes, roles.chain(groups).collect::<Result<_, _>>()?)
            }
            Identity::Machine(id, scopes) => {
                let scopes = scopes.iter().map(|scope| uid("Scope", scope));
                entity(uid("Machine", &id.to_string())?, attributes, roles.chain(scopes).collect::<Result<_, _>>()?)
            }
        }
    }
}

impl Resource {
    /// What it is about lies in `workspace`: it was read through that workspace's scope.
    fn entity(&self, workspace: &WorkspaceId) -> Result<Entity, BrokenPolicy> {
        if self.kind == WORKSPACE {
            return entity(uid(WORKSPACE, workspace.as_str())?, Attributes::new(), HashSet::new());
        }
        let mut attributes = Attributes::from([("workspace".to_owned(), reference(WORKSPACE, workspace.as_str())?)]);
        for (name, attribute) in &self.attributes {
            attributes.insert((*name).to_owned(), attribute.expression()?);
        }
        entity(uid(self.kind, &self.id)?, attributes, HashSet::new())
    }
}

impl Action {
    /// The action with its kinds above it.
    fn entity(&self) -> Result<Entity, BrokenPolicy> {
        let kinds = self.kinds.iter().map(|kind| uid("Action", kind)).collect::<Result<_, _>>()?;
        entity(uid("Action", self.name)?, Attributes::new(), kinds)
    }
}

/// Whether a subject may do something to a thing of its own workspace.
///
/// # Errors
/// When the policies cannot be applied; the caller then refuses.
pub fn permits(subject: &Subject<'_>, action: &Action, resource: &Resource) -> Result<bool, BrokenPolicy> {
    permits_in(subject, action, resource, subject.workspace)
}

/// What is known of somebody as the one who asks, and as the one whom it is about.
fn both(principal: &Entity, about: Entity) -> Result<Entity, BrokenPolicy> {
    let (id, mut attributes, parents) = about.into_inner();
    let (_, own, roles) = principal.clone().into_inner();
    let regions = own.into_iter().filter(|(name, _)| name == "regions");
    attributes.extend(regions);
    entity(id, attributes, parents.into_iter().chain(roles).collect())
}

/// The same for a thing of any workspace: that it is never another one than the subject's is what policies say as well.
///
/// # Errors
/// As for [`permits`].
pub fn permits_in(subject: &Subject<'_>, action: &Action, resource: &Resource, workspace: &WorkspaceId) -> Result<bool, BrokenPolicy> {
    let (principal, about, action) = (subject.entity()?, resource.entity(workspace)?, action.entity()?);
    let request = Request::new(principal.uid(), action.uid(), about.uid(), Context::empty(), None).map_err(broken)?;
    // One's own data: the principal is the resource, and entities are given once, with what both know.
    let mut entities = if principal.uid() == about.uid() { vec![both(&principal, about)?] } else { vec![principal, about] };
    entities.push(action);
    let entities = Entities::from_entities(entities, None).map_err(broken)?;
    let answer = Authorizer::new().is_authorized(&request, &*policies(resource.policies)?, &entities);
    if let Some(error) = answer.diagnostics().errors().next() {
        return Err(broken(error));
    }
    Ok(answer.decision() == Decision::Allow)
}
