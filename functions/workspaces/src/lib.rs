//! Workspaces and what keeps the platform running: health, the API's description, the outbox's fan-out, dead letters.

mod fan_out;
mod get_health;
mod get_openapi;
mod list_dead_letters;
mod open_workspace;
mod opening;
mod redrive_dead_letters;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        get_health::handler(),
        get_openapi::handler(),
        open_workspace::handler(),
        fan_out::handler(),
        list_dead_letters::handler(),
        redrive_dead_letters::handler(),
    ];
    lambda::Area::new("workspaces", handlers)
}
