//! Signing in and out: the browser's only way to the identity provider.

mod cookie;
mod invitation;
mod refresh_session;
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
    ];
    lambda::Area::new("identity", handlers)
}
