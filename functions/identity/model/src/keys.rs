//! What this area keeps in the table.

use crate::ids::{IdentityProviderId, SignInId};
use table::{
    Key, Prefix,
    counts::Limited,
    keys::{API_CLIENT, SESSIONS},
};
use tenancy::WorkspaceScope;
use trellis_core::{
    email::AddressDigest,
    ids::{ApiClientId, MemberId, WorkspaceId},
};

const SECOND_FACTOR: Prefix = Prefix::new("MEMBER", "SECOND_FACTOR");
const SIGN_IN: Prefix = Prefix::new("SIGN_IN", "SIGN_IN");
const COMPANION: Prefix = Prefix::new("SIGN_IN", "COMPANION");
const API_CLIENTS: Prefix = Prefix::new("API_CLIENTS", "");
const IDENTITY_PROVIDER: Prefix = Prefix::new("IDENTITY_PROVIDER", "IDENTITY_PROVIDER");
const IDENTITY_PROVIDERS: Prefix = Prefix::new("IDENTITY_PROVIDERS", "");
const SSO_DOMAIN: Prefix = Prefix::new("SSO_DOMAIN", "SSO_DOMAIN");
const SSO_ATTEMPT: Prefix = Prefix::new("SSO_ATTEMPT", "SSO_ATTEMPT");
const SSO_TEST: Prefix = Prefix::new("SSO_TEST", "SSO_TEST");
const FEDERATED: Prefix = Prefix::new("FEDERATED", "FEDERATED");
/// How many of something a workspace has.
const COUNT: Prefix = Prefix::new("COUNT", "COUNT");
/// The workspaces in which an address is known, in the operators' own.
const DIRECTORY: Prefix = Prefix::new("DIRECTORY", "");
const CLIENT: Prefix = Prefix::new("CLIENT", "WORKSPACE");
const PROVIDER: Prefix = Prefix::new("PROVIDER", "WORKSPACE");

pub const PREFIXES: &[Prefix] = &[
    SECOND_FACTOR,
    SIGN_IN,
    COMPANION,
    API_CLIENTS,
    IDENTITY_PROVIDER,
    IDENTITY_PROVIDERS,
    SSO_DOMAIN,
    SSO_ATTEMPT,
    SSO_TEST,
    FEDERATED,
    COUNT,
    DIRECTORY,
    CLIENT,
    PROVIDER,
];

/// API clients of a workspace that are not revoked: the identity provider holds so many for all workspaces together.
pub const MOST_API_CLIENTS: u16 = 25;

/// Identity providers of a workspace: the user pool holds so many for all workspaces together.
pub const MOST_IDENTITY_PROVIDERS: u16 = 5;

/// See [`MOST_API_CLIENTS`].
#[must_use]
pub fn limited_api_clients(scope: &WorkspaceScope) -> Limited {
    Limited { key: COUNT.key_of(scope, "API_CLIENTS"), most: MOST_API_CLIENTS }
}

/// See [`MOST_IDENTITY_PROVIDERS`].
#[must_use]
pub fn limited_identity_providers(scope: &WorkspaceScope) -> Limited {
    Limited { key: COUNT.key_of(scope, "IDENTITY_PROVIDERS"), most: MOST_IDENTITY_PROVIDERS }
}

pub(crate) fn session(scope: &WorkspaceScope, member: MemberId, session: &str) -> Key {
    SESSIONS.item_of(scope, member, session)
}

pub(crate) fn second_factor(scope: &WorkspaceScope, member: MemberId) -> Key {
    SECOND_FACTOR.key_of(scope, member)
}

pub(crate) fn sign_in(scope: &WorkspaceScope, sign_in: SignInId) -> Key {
    SIGN_IN.key_of(scope, sign_in)
}

pub(crate) fn sign_in_companion(scope: &WorkspaceScope, sign_in: SignInId) -> Key {
    COMPANION.key_of(scope, sign_in)
}

pub(crate) fn api_client(scope: &WorkspaceScope, client: ApiClientId) -> Key {
    API_CLIENT.key_of(scope, client)
}

pub(crate) fn api_clients(scope: &WorkspaceScope) -> String {
    API_CLIENTS.partition(scope)
}

pub(crate) fn identity_provider(scope: &WorkspaceScope, provider: IdentityProviderId) -> Key {
    IDENTITY_PROVIDER.key_of(scope, provider)
}

pub(crate) fn identity_providers(scope: &WorkspaceScope) -> String {
    IDENTITY_PROVIDERS.partition(scope)
}

pub(crate) fn sso_domain(scope: &WorkspaceScope, digest: &str) -> Key {
    SSO_DOMAIN.key_of(scope, digest)
}

pub(crate) fn sso_attempt(scope: &WorkspaceScope, attempt: SignInId) -> Key {
    SSO_ATTEMPT.key_of(scope, attempt)
}

pub(crate) fn sso_test(scope: &WorkspaceScope, attempt: SignInId) -> Key {
    SSO_TEST.key_of(scope, attempt)
}

pub(crate) fn federated(scope: &WorkspaceScope, digest: &str) -> Key {
    FEDERATED.key_of(scope, digest)
}

pub(crate) fn directory(own: &WorkspaceScope, address: &AddressDigest) -> String {
    DIRECTORY.partition_of(own, address)
}

pub(crate) fn directory_entry(own: &WorkspaceScope, address: &AddressDigest, workspace: &WorkspaceId) -> Key {
    DIRECTORY.item_of(own, address, workspace)
}

pub(crate) fn registered_client(digest: &str) -> Key {
    CLIENT.registered(digest)
}

pub(crate) fn registered_provider(digest: &str) -> Key {
    PROVIDER.registered(digest)
}

/// Where a thing of this area is stored that has a name: `<thing>/<id>`, as acts name it.
#[must_use]
pub fn named(scope: &WorkspaceScope, kind: &str, id: &str) -> Option<Key> {
    match kind {
        "api_client" => Some(api_client(scope, id.parse().ok()?)),
        "identity_provider" => Some(identity_provider(scope, id.parse().ok()?)),
        _ => None,
    }
}
