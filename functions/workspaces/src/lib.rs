//! Workspaces and what keeps the platform running: health, the API's description, the outbox's fan-out, dead letters.

mod change;
mod close_workspace;
mod count_workspace;
mod create_workspace;
mod fan_out;
mod find_workspace;
mod get_health;
mod get_openapi;
mod get_overview;
mod get_settings;
mod get_workspace;
mod list_dead_letters;
mod list_workspaces;
mod needs;
mod open_workspace;
mod opening;
mod redrive_dead_letters;
mod resume_workspace;
mod settings_view;
mod suspend_workspace;
mod update_settings;
mod update_workspace;
mod usage_keys;
mod workspace_view;

use lambda::{PathParameter, pattern};
use trellis_core::ids::WorkspaceId;
use utoipa::PartialSchema;

/// What paths name of this area's things.
const PATH_PARAMETERS: &[PathParameter] = &[
    PathParameter { name: "queue", meaning: "The dead-letter queue.", schema: || pattern("^[A-Za-z0-9_.-]{1,80}$", 80) },
    PathParameter { name: "workspace_id", meaning: "The workspace.", schema: WorkspaceId::schema },
];

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        get_health::handler(),
        get_openapi::handler(),
        find_workspace::handler(),
        get_overview::handler(),
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
        count_workspace::handler(),
        fan_out::handler(),
        list_dead_letters::handler(),
        redrive_dead_letters::handler(),
    ];
    lambda::Area::new("workspaces", "workspaces and the platform", handlers)
        .keeping(workspaces_model::keys::PREFIXES)
        .naming(PATH_PARAMETERS)
}
