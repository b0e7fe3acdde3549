//! From the `X-Amz-Target` header to the operation.

use serde_json::Value;

use crate::operations::{
    admin_create_user, admin_set_user_password, admin_update_user_attributes, admin_user, client_secret, get_tokens_from_refresh_token,
    get_user, identity_provider, initiate_auth, mfa_preference, respond_to_auth_challenge, revoke_token, software_token, user_pool,
    user_pool_client,
};
use crate::refusal::Refusal;
use crate::request::decode;
use crate::service::Service;

const SERVICE: &str = "AWSCognitoIdentityProviderService.";

/// # Errors
/// `UnknownOperationException`, `SerializationException`, or what the operation refuses.
pub(crate) async fn dispatch(service: &Service, target: &str, body: &[u8], source_ip: &str) -> Result<Value, Refusal> {
    let unknown = || {
        Refusal::new(
            "UnknownOperationException",
            format!("{target} is no operation of the local identity provider, which has those that the platform calls"),
        )
    };
    let operation = target.strip_prefix(SERVICE).ok_or_else(unknown)?;
    let body: Value = if body.is_empty() {
        Value::Object(serde_json::Map::new())
    } else {
        serde_json::from_slice(body).map_err(|error| Refusal::new("SerializationException", error.to_string()))?
    };
    let result = Box::pin(call(service, operation, body)).await.unwrap_or_else(|| Err(unknown()));
    match &result {
        Ok(_) => tracing::debug!(operation, source_ip, "answered"),
        Err(refusal) => tracing::info!(operation, source_ip, %refusal, "refused"),
    }
    result
}

/// `None` for an operation that is not here.
async fn call(service: &Service, operation: &str, body: Value) -> Option<Result<Value, Refusal>> {
    macro_rules! run {
        ($($path:ident)::+) => {
            match decode(body) {
                Ok(input) => $($path)::+(service, input).await,
                Err(refusal) => Err(refusal),
            }
        };
    }
    Some(match operation {
        "AddUserPoolClientSecret" => run!(client_secret::add),
        "AdminCreateUser" => run!(admin_create_user::run),
        "AdminDeleteUser" => run!(admin_user::delete),
        "AdminDisableUser" => run!(admin_user::disable),
        "AdminEnableUser" => run!(admin_user::enable),
        "AdminGetUser" => run!(admin_user::get),
        "AdminSetUserMFAPreference" => run!(mfa_preference::run),
        "AdminSetUserPassword" => run!(admin_set_user_password::run),
        "AdminUpdateUserAttributes" => run!(admin_update_user_attributes::run),
        "AdminUserGlobalSignOut" => run!(admin_user::sign_out),
        "AssociateSoftwareToken" => run!(software_token::associate),
        "CreateIdentityProvider" => run!(identity_provider::create),
        "CreateUserPoolClient" => run!(user_pool_client::create),
        "DeleteIdentityProvider" => run!(identity_provider::delete),
        "DeleteUserPoolClient" => run!(user_pool_client::delete),
        "DeleteUserPoolClientSecret" => run!(client_secret::delete),
        "DescribeIdentityProvider" => run!(identity_provider::describe),
        "DescribeUserPoolClient" => run!(user_pool_client::describe),
        "GetTokensFromRefreshToken" => run!(get_tokens_from_refresh_token::run),
        "GetUser" => run!(get_user::run),
        "InitiateAuth" => run!(initiate_auth::run),
        "ListUserPoolClientSecrets" => run!(client_secret::list),
        "ListUserPools" => run!(user_pool::list),
        "RespondToAuthChallenge" => run!(respond_to_auth_challenge::run),
        "RevokeToken" => run!(revoke_token::run),
        "UpdateIdentityProvider" => run!(identity_provider::update),
        "UpdateUserPoolClient" => run!(user_pool_client::update),
        "VerifySoftwareToken" => run!(software_token::verify),
        _ => return None,
    })
}
