//! Workspaces and what keeps the platform running: health, the API's description, the outbox's fan-out, dead letters.

mod change;
mod close_workspace;
mod create_workspace;
mod fan_out;
mod find_workspace;
mod get_health;
mod get_openapi;
mod get_settings;
mod get_workspace;
mod list_dead_letters;
mod list_workspaces;
mod open_workspace;
mod opening;
mod redrive_dead_letters;
mod resume_workspace;
mod settings_view;
mod suspend_workspace;
mod update_settings;
mod update_workspace;
mod workspace_view;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        get_health::handler(),
        get_openapi::handler(),
        find_workspace::handler(),
        get_settings::handler(),
        update_settings::handler(),
        create_workspace::handler(),
        list_workspaces::handler(),
        get_workspace::handler(),
        update_workspace::handler(),
        suspend_workspace::handler(),
        resume_workspace::handler(),
        close_workspace::handler(),
        open_workspace::handler(),
        fan_out::handler(),
        list_dead_letters::handler(),
        redrive_dead_letters::handler(),
    ];
    lambda::Area::new("workspaces", handlers)
}
