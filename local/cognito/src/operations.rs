//! The operations, one file per family of calls. Each takes its decoded body and returns the answer's body.

pub(crate) mod admin_create_user;
pub(crate) mod admin_set_user_password;
pub(crate) mod admin_update_user_attributes;
pub(crate) mod admin_user;
pub(crate) mod client_secret;
pub(crate) mod get_tokens_from_refresh_token;
pub(crate) mod get_user;
pub(crate) mod identity_provider;
pub(crate) mod initiate_auth;
pub(crate) mod mfa_preference;
pub(crate) mod respond_to_auth_challenge;
pub(crate) mod revoke_token;
pub(crate) mod software_token;
pub(crate) mod user_pool;
pub(crate) mod user_pool_client;
