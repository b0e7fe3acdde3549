//! The identity provider: Cognito, reached by nobody but the functions of this area.

mod federated_sign_in;
mod federation;
mod identity_provider;
mod machine_clients;
mod second_factor;

pub(crate) use federated_sign_in::Arrived;
pub(crate) use federation::{Connected, Connection, Mapping, authorize_scopes};
pub(crate) use identity_provider::{CodeAnswer, IdentityProvider, NewUser, ProviderError, Refresh, Tokens};
pub(crate) use second_factor::{AppCheck, PasswordAnswer};
