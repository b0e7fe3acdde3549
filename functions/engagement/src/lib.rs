//! Points, levels and boards.

mod award_points;
mod count_scores;
mod get_board;
mod get_own_rank;

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![award_points::handler(), count_scores::handler(), get_board::handler(), get_own_rank::handler()];
    lambda::Area::new("engagement", handlers)
}
