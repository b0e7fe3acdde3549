//! Signing in and out: the browser's only way to the identity provider.

mod begin_enrolment;
mod check_password;
mod cookie;
mod device;
mod enrolment;
mod invitation;
mod knock;
mod list_sessions;
mod qr_code;
mod recover_member;
mod refresh_session;
mod revoke_session;
mod sessions;
mod set_password;
mod sign_out;
mod sign_out_everywhere;
mod start_sign_in;
mod sync_identity;
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
    ];
    lambda::Area::new("identity", handlers)
}
