//! Watching over a workspace: who did what, and when.

mod list_audit_events;
mod names;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    lambda::Area::new("audit", "watching over a workspace", vec![list_audit_events::handler()])
}
