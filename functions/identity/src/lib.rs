//! Signing in and out: the browser's only way to the identity provider; and the programs that have credentials there.

mod api_client;
mod begin_enrolment;
mod check_password;
mod cognito;
mod common_password;
mod cookie;
mod create_api_client;
mod create_identity_provider;
mod delete_identity_provider;
mod device;
mod directory;
mod enrolment;
mod finish_sso;
mod get_api_client;
mod get_identity_provider;
mod get_test_sign_in;
mod identity_provider;
mod invitation;
mod knock;
mod known_device;
mod link_identity;
mod list_api_clients;
mod list_identity_providers;
mod list_sessions;
mod navigation;
mod needs;
mod proof;
mod provider_metadata;
mod qr_code;
mod recover_member;
mod refresh_session;
mod revoke_api_client;
mod revoke_session;
mod rotate_api_client_secret;
mod send_workspaces;
mod sessions;
mod set_password;
mod sign_out;
mod sign_out_everywhere;
mod sso_attempt;
mod sso_cookie;
mod start_sign_in;
mod start_sso;
mod start_test_sign_in;
mod sync_identity;
mod update_identity_provider;
mod verify_app;
mod verify_sign_in;
mod write_code_mail;
mod write_token_claims;

use identity_model::{
    event::IdentityEvent,
    ids::{IdentityProviderId, SignInId},
};
use lambda::{PathParameter, pattern};
use table::outbox::Event;
use trellis_core::ids::ApiClientId;
use utoipa::PartialSchema;

/// What paths name of this area's things.
const PATH_PARAMETERS: &[PathParameter] = &[
    PathParameter { name: "api_client_id", meaning: "The API client.", schema: ApiClientId::schema },
    PathParameter { name: "identity_provider_id", meaning: "The identity provider.", schema: IdentityProviderId::schema },
    PathParameter { name: "session_id", meaning: "The session.", schema: || pattern("^[A-Za-z0-9_-]{1,64}$", 64) },
    PathParameter { name: "test_id", meaning: "The test sign-in.", schema: SignInId::schema },
];

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        start_sign_in::handler(),
        check_password::handler(),
        send_workspaces::handler(),
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
        write_code_mail::handler(),
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
        start_test_sign_in::handler(),
        get_test_sign_in::handler(),
        start_sso::handler(),
        finish_sso::handler(),
        link_identity::handler(),
    ];
    lambda::Area::new("identity", "signing in and out, identity providers, programs", handlers)
        .keeping(identity_model::keys::PREFIXES)
        .announcing(IdentityEvent::KINDS)
        .naming(PATH_PARAMETERS)
}
