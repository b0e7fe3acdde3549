//! Queue: changed points are counted on the boards, a workspace's together and in order.

use engagement_model::{
    board::Board,
    boards::{self, BoardPeriod, NumberedMove},
    event::EngagementEvent,
    score_tree::Move,
};
use lambda::{
    FunctionError, Handler, Message, Queue, QueueResource,
    Table::{BatchGetItem, PutItem},
};
use std::collections::BTreeMap;
use table::Tenant;

/// Changed points: one worker for a workspace at a time, as many workspaces at once.
const BOARDS: QueueResource = QueueResource::fifo("Boards");

pub(crate) fn handler() -> Handler {
    Queue::by_workspace("count-scores", &["scores.changed"], handle).table(&[BatchGetItem, PutItem]).from_queue(BOARDS).example(
        r#"{
          "kind": "scores.changed",
          "payload": {
            "member_id": "01JZ8Q4N7E5T9V3W2XKBYMCD6H", "from": {},
            "to": {
              "week": {"period": "2026-W47", "points": 10}, "month": {"period": "2026-11", "points": 10},
              "all_time": {"period": "all", "points": 10}
            }
          }
        }"#,
    )
}

/// What a change of a member's scores means on each board.
fn moves(event: &EngagementEvent, number: &str) -> Vec<(BoardPeriod, NumberedMove)> {
    let EngagementEvent::ScoresChanged { member_id, from, to } = event;
    let mut moves = Vec::new();
    for board in Board::ALL {
        let Some(score) = to.on(board) else { continue };
        // In a new week or month the member comes from nowhere.
        let before =
            from.as_ref().and_then(|from| from.on(board)).filter(|before| before.period == score.period).map(|before| before.points);
        if before != Some(score.points) {
            let change = Move { member: *member_id, from: before, to: score.points };
            moves.push((BoardPeriod { board, period: score.period.clone() }, NumberedMove { number: number.to_owned(), change }));
        }
    }
    moves
}

async fn handle(tenant: Tenant, messages: Vec<Message<EngagementEvent>>) -> Result<(), FunctionError> {
    let mut boards: BTreeMap<BoardPeriod, Vec<NumberedMove>> = BTreeMap::new();
    for message in &messages {
        for (board, change) in moves(&message.event, &message.number) {
            boards.entry(board).or_default().push(change);
        }
    }
    for (board, moves) in boards {
        boards::count_moves(&tenant, &board, &moves).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use engagement_model::board::Scores;
    use trellis_core::ids::MemberId;

    #[test]
    fn a_new_week_is_an_arrival_and_all_time_a_move() {
        let (mut from, mut to) = (Scores::default(), Scores::default());
        from.award(10, "2026-11-22T10:00:00Z".parse().unwrap());
        to.award(10, "2026-11-22T10:00:00Z".parse().unwrap());
        to.award(10, "2026-11-23T10:00:00Z".parse().unwrap());
        let event = EngagementEvent::ScoresChanged { member_id: MemberId::random(), from: Some(from), to };
        let moves = moves(&event, "1");
        let seen: Vec<_> = moves.iter().map(|(board, one)| (board.board, board.period.as_str(), one.change.from, one.change.to)).collect();
        assert_eq!(
            seen,
            [(Board::Week, "2026-W48", None, 10), (Board::Month, "2026-11", Some(10), 20), (Board::AllTime, "all", Some(10), 20)]
        );
    }
}
