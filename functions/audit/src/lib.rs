//! Watching over a workspace: who did what, and when.

mod list_audit_events;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    lambda::Area::new("audit", vec![list_audit_events::handler()])
}
