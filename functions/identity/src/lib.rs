//! Signing in and out: the browser's only way to the identity provider; and the programs that have credentials there.

mod api_client;
mod begin_enrolment;
mod check_password;
mod cookie;
mod create_api_client;
mod create_identity_provider;
mod delete_identity_provider;
mod device;
mod enrolment;
mod finish_sso;
mod get_api_client;
mod get_identity_provider;
mod identity_provider;
mod invitation;
mod knock;
mod link_identity;
mod list_api_clients;
mod list_identity_providers;
mod list_sessions;
mod navigation;
mod provider_metadata;
mod qr_code;
mod recover_member;
mod refresh_session;
mod revoke_api_client;
mod revoke_session;
mod rotate_api_client_secret;
mod sessions;
mod set_password;
mod sign_out;
mod sign_out_everywhere;
mod sso_cookie;
mod start_sign_in;
mod start_sso;
mod sync_identity;
mod update_identity_provider;
mod verify_app;
mod verify_sign_in;
mod write_token_claims;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        start_sign_in::handler(),
        check_password::handler(),
        verify_sign_in::handler(),
        refresh_session::handler(),
        sign_out::handler(),
        sign_out_everywhere::handler(),
        set_password::handler(),
        verify_app::handler(),
        begin_enrolment::handler(),
        list_sessions::handler(),
        revoke_session::handler(),
        recover_member::handler(),
        sync_identity::handler(),
        write_token_claims::handler(),
        create_api_client::handler(),
        list_api_clients::handler(),
        get_api_client::handler(),
        rotate_api_client_secret::handler(),
        revoke_api_client::handler(),
        create_identity_provider::handler(),
        list_identity_providers::handler(),
        get_identity_provider::handler(),
        update_identity_provider::handler(),
        delete_identity_provider::handler(),
        start_sso::handler(),
        finish_sso::handler(),
        link_identity::handler(),
    ];
    lambda::Area::new("identity", handlers)
}
