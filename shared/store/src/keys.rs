//! The only place where keys are spelled.
//!
//! `pk` is `W#<workspace>#<entity or owner>`; whatever follows is an id that cannot hold the separator, or a digest.

use domain::{
    board::Board,
    host::HostName,
    ids::{
        ActId, ApiClientId, CourseId, EventId, GroupId, IdentityProviderId, ImportId, LessonId, MemberId, SignInId, SupportGrantId,
        WorkspaceId,
    },
    score_tree::NodeId,
};
use tenancy::{OperatorScope, WorkspaceScope};

/// A primary key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

fn partition(scope: &WorkspaceScope, rest: &str) -> String {
    scope.key_prefix() + rest
}

fn key(scope: &WorkspaceScope, rest: &str, sk: impl Into<String>) -> Key {
    Key { pk: partition(scope, rest), sk: sk.into() }
}

pub(crate) const PROFILE: &str = "HOME#PROFILE";
pub(crate) const STANDING: &str = "HOME#STANDING";
pub(crate) const ENROLMENTS: &str = "HOME#ENROLMENT#";
pub(crate) const LESSONS: &str = "LESSON#";
pub(crate) const REPORTS: &str = "REPORT#";
pub(crate) const GROUPS: &str = "GROUP#";

pub(crate) fn workspace(scope: &WorkspaceScope) -> Key {
    key(scope, "WORKSPACE", "WORKSPACE")
}

pub(crate) fn logo(scope: &WorkspaceScope) -> Key {
    key(scope, "WORKSPACE", "LOGO")
}

/// The list of all workspaces, in the operators' own.
pub(crate) fn workspaces(operators: &OperatorScope) -> String {
    partition(operators.own(), "WORKSPACES")
}

pub(crate) fn listed_workspace(own: &WorkspaceScope, workspace: &WorkspaceId) -> Key {
    key(own, &format!("LISTED#{workspace}"), "LISTED")
}

/// Which workspace has a host name, in the operators' own. `HostName` cannot hold the separator.
pub(crate) fn host(own: &WorkspaceScope, host: &HostName) -> Key {
    key(own, &format!("HOST#{host}"), "HOST")
}

/// Those of support, in the operators' own workspace.
pub(crate) fn agents(own: &WorkspaceScope) -> String {
    partition(own, "AGENTS")
}

pub(crate) fn agent(own: &WorkspaceScope, address_digest: &str) -> Key {
    key(own, &format!("AGENT#{address_digest}"), "AGENT")
}

pub(crate) fn support_grants(scope: &WorkspaceScope) -> String {
    partition(scope, "SUPPORT")
}

pub(crate) fn support_grant(scope: &WorkspaceScope, grant: SupportGrantId) -> Key {
    Key { pk: support_grants(scope), sk: grant.to_string() }
}

pub(crate) fn member_partition(scope: &WorkspaceScope, member: MemberId) -> String {
    partition(scope, &format!("MEMBER#{member}"))
}

pub(crate) fn profile(scope: &WorkspaceScope, member: MemberId) -> Key {
    Key { pk: member_partition(scope, member), sk: PROFILE.to_owned() }
}

pub(crate) fn standing(scope: &WorkspaceScope, member: MemberId) -> Key {
    Key { pk: member_partition(scope, member), sk: STANDING.to_owned() }
}

pub(crate) fn enrolment(scope: &WorkspaceScope, member: MemberId, course: CourseId) -> Key {
    Key { pk: member_partition(scope, member), sk: format!("{ENROLMENTS}{course}") }
}

pub(crate) fn award(scope: &WorkspaceScope, member: MemberId, event: EventId) -> Key {
    Key { pk: member_partition(scope, member), sk: format!("AWARD#{event}") }
}

pub(crate) fn session(scope: &WorkspaceScope, member: MemberId, session: &str) -> Key {
    Key { pk: member_partition(scope, member), sk: format!("{SESSIONS}{session}") }
}

pub(crate) const SESSIONS: &str = "SESSION#";

pub(crate) fn second_factor(scope: &WorkspaceScope, member: MemberId) -> Key {
    Key { pk: member_partition(scope, member), sk: "SECOND_FACTOR".to_owned() }
}

pub(crate) fn members(scope: &WorkspaceScope) -> String {
    partition(scope, "MEMBERS")
}

pub(crate) fn administrators(scope: &WorkspaceScope) -> Key {
    key(scope, "ADMINISTRATORS", "ADMINISTRATORS")
}

pub(crate) fn report(scope: &WorkspaceScope, manager: MemberId, member: MemberId) -> Key {
    Key { pk: member_partition(scope, manager), sk: format!("{REPORTS}{member}") }
}

pub(crate) fn groups(scope: &WorkspaceScope) -> String {
    partition(scope, "GROUPS")
}

pub(crate) fn group(scope: &WorkspaceScope, group: GroupId) -> Key {
    key(scope, &format!("GROUP#{group}"), "GROUP")
}

pub(crate) fn group_members(scope: &WorkspaceScope, group: GroupId) -> String {
    partition(scope, &format!("GROUP_MEMBERS#{group}"))
}

pub(crate) fn membership(scope: &WorkspaceScope, member: MemberId, group: GroupId) -> Key {
    Key { pk: member_partition(scope, member), sk: format!("{GROUPS}{group}") }
}

pub(crate) fn address(scope: &WorkspaceScope, digest: &str) -> Key {
    key(scope, &format!("ADDRESS#{digest}"), "ADDRESS")
}

pub(crate) fn sign_in(scope: &WorkspaceScope, sign_in: SignInId) -> Key {
    key(scope, &format!("SIGN_IN#{sign_in}"), "SIGN_IN")
}

pub(crate) fn sign_in_companion(scope: &WorkspaceScope, sign_in: SignInId) -> Key {
    key(scope, &format!("SIGN_IN#{sign_in}"), "COMPANION")
}

pub(crate) fn limit(scope: &WorkspaceScope, subject_digest: &str) -> Key {
    key(scope, &format!("LIMIT#{subject_digest}"), "LIMIT")
}

pub(crate) fn idempotency(scope: &WorkspaceScope, digest: &str) -> Key {
    key(scope, &format!("IDEMPOTENCY#{digest}"), "IDEMPOTENCY")
}

pub(crate) fn event(scope: &WorkspaceScope, event: EventId) -> Key {
    key(scope, &format!("EVENT#{event}"), "EVENT")
}

pub(crate) fn acts(scope: &WorkspaceScope, month: &str) -> String {
    partition(scope, &format!("AUDIT#{month}"))
}

pub(crate) fn act(scope: &WorkspaceScope, month: &str, act: ActId) -> Key {
    Key { pk: acts(scope, month), sk: act.to_string() }
}

pub(crate) fn acts_on(scope: &WorkspaceScope, target_digest: &str) -> String {
    partition(scope, &format!("AUDITED#{target_digest}"))
}

/// What belongs to no workspace, and tells to which one something belongs.
pub(crate) const REGISTRY: &str = "REGISTRY#";

pub(crate) fn lease(name: &str) -> Key {
    Key { pk: format!("{REGISTRY}LEASE#{name}"), sk: "LEASE".to_owned() }
}

pub(crate) fn registered_client(digest: &str) -> Key {
    Key { pk: format!("{REGISTRY}CLIENT#{digest}"), sk: "WORKSPACE".to_owned() }
}

pub(crate) fn registered_provider(digest: &str) -> Key {
    Key { pk: format!("{REGISTRY}PROVIDER#{digest}"), sk: "WORKSPACE".to_owned() }
}

pub(crate) fn identity_provider(scope: &WorkspaceScope, provider: IdentityProviderId) -> Key {
    key(scope, &format!("IDENTITY_PROVIDER#{provider}"), "IDENTITY_PROVIDER")
}

pub(crate) fn identity_providers(scope: &WorkspaceScope) -> String {
    partition(scope, "IDENTITY_PROVIDERS")
}

pub(crate) fn sso_domain(scope: &WorkspaceScope, digest: &str) -> Key {
    key(scope, &format!("SSO_DOMAIN#{digest}"), "SSO_DOMAIN")
}

pub(crate) fn sso_attempt(scope: &WorkspaceScope, attempt: SignInId) -> Key {
    key(scope, &format!("SSO_ATTEMPT#{attempt}"), "SSO_ATTEMPT")
}

pub(crate) fn federated(scope: &WorkspaceScope, digest: &str) -> Key {
    key(scope, &format!("FEDERATED#{digest}"), "FEDERATED")
}

pub(crate) fn api_client(scope: &WorkspaceScope, client: ApiClientId) -> Key {
    key(scope, &format!("API_CLIENT#{client}"), "API_CLIENT")
}

pub(crate) fn api_clients(scope: &WorkspaceScope) -> String {
    partition(scope, "API_CLIENTS")
}

pub(crate) fn courses(scope: &WorkspaceScope) -> String {
    partition(scope, "COURSES")
}

pub(crate) fn course_partition(scope: &WorkspaceScope, course: CourseId) -> String {
    partition(scope, &format!("COURSE#{course}"))
}

pub(crate) fn course(scope: &WorkspaceScope, course: CourseId) -> Key {
    Key { pk: course_partition(scope, course), sk: "COURSE".to_owned() }
}

pub(crate) fn outline(scope: &WorkspaceScope, course: CourseId) -> Key {
    Key { pk: course_partition(scope, course), sk: "OUTLINE".to_owned() }
}

pub(crate) fn lesson(scope: &WorkspaceScope, course: CourseId, lesson: LessonId) -> Key {
    Key { pk: course_partition(scope, course), sk: format!("{LESSONS}{:05}", lesson.number()) }
}

pub(crate) fn imports(scope: &WorkspaceScope) -> String {
    partition(scope, "IMPORTS")
}

pub(crate) fn import(scope: &WorkspaceScope, import: ImportId) -> Key {
    key(scope, &format!("IMPORT#{import}"), "IMPORT")
}

pub(crate) fn node(scope: &WorkspaceScope, board: Board, period: &str, node: NodeId) -> Key {
    let sk = match node {
        NodeId::Root => "NODE#ROOT".to_owned(),
        NodeId::Inner(index) => format!("NODE#INNER#{index:02}"),
        NodeId::Leaf(index) => format!("NODE#LEAF#{index:04}"),
    };
    key(scope, &format!("BOARD#{}#{period}", board.name()), sk)
}
