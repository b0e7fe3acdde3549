//! Signing in and out: the browser's only way to the identity provider; and the programs that have credentials there.

mod api_client;
mod cookie;
mod create_api_client;
mod get_api_client;
mod invitation;
mod list_api_clients;
mod refresh_session;
mod revoke_api_client;
mod rotate_api_client_secret;
mod sign_out;
mod start_sign_in;
mod sync_identity;
mod verify_sign_in;
mod write_token_claims;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        start_sign_in::handler(),
        verify_sign_in::handler(),
        refresh_session::handler(),
        sign_out::handler(),
        sync_identity::handler(),
        write_token_claims::handler(),
        create_api_client::handler(),
        list_api_clients::handler(),
        get_api_client::handler(),
        rotate_api_client_secret::handler(),
        revoke_api_client::handler(),
    ];
    lambda::Area::new("identity", handlers)
}
