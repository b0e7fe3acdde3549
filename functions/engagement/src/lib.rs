//! Points, levels and boards.

mod award_points;
mod count_scores;
mod get_board;
mod get_own_rank;
mod list_awards;

use engagement_model::{board::Board, event::EngagementEvent};
use lambda::PathParameter;
use table::outbox::Event;
use utoipa::PartialSchema;

/// What paths name of this area's things.
const PATH_PARAMETERS: &[PathParameter] = &[PathParameter { name: "board_id", meaning: "The leaderboard.", schema: Board::schema }];

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers =
        vec![award_points::handler(), count_scores::handler(), get_board::handler(), get_own_rank::handler(), list_awards::handler()];
    lambda::Area::new("engagement", "points and boards", handlers)
        .keeping(engagement_model::keys::PREFIXES)
        .announcing(EngagementEvent::KINDS)
        .naming(PATH_PARAMETERS)
}
