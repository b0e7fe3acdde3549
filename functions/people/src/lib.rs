//! People of a workspace, and who one is oneself.

mod get_me;
mod invite_member;
#[cfg(doctest)]
mod isolation;
mod list_people;
mod person;
mod update_member;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![get_me::handler(), list_people::handler(), invite_member::handler(), update_member::handler()];
    lambda::Area::new("people", handlers)
}
