//! Packages of other tools (SCORM, cmi5): unpacked once, run on an origin of their own, and what they report.

mod begin_package_session;
mod commit_package;
mod create_course_of_package;
mod get_package;
mod get_package_standing;
mod launch_package;
mod list_member_package_attempts;
mod list_package_attempts;
mod needs;
mod package_view;
mod standing_view;
mod taken;
mod unpack_package;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        unpack_package::handler(),
        get_package::handler(),
        create_course_of_package::handler(),
        launch_package::handler(),
        get_package_standing::handler(),
        begin_package_session::handler(),
        commit_package::handler(),
        list_package_attempts::handler(),
        list_member_package_attempts::handler(),
    ];
    lambda::Area::new("packages", "packages of other tools", handlers).keeping(packages_model::keys::PREFIXES)
}
