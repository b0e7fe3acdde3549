//! What happens in a workspace, in numbers.

mod count_activity;
mod get_activity;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    lambda::Area::new("reports", "numbers of what happens", vec![count_activity::handler(), get_activity::handler()])
        .keeping(reports_model::keys::PREFIXES)
}
