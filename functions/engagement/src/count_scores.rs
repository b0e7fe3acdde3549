//! Queue: changed points are counted on the boards, a workspace's together and in order.

use domain::{board::Board, event::Event, score_tree::Move};
use lambda::{App, FunctionError, Handler, Message, Queue, WorkspaceScope};
use std::collections::BTreeMap;
use store::boards::{BoardPeriod, NumberedMove};

pub(crate) fn handler() -> Handler {
    Queue::in_order("count-scores", handle)
}

/// What a change of a member's scores means on each board.
fn moves(event: &Event, number: &str) -> Result<Vec<(BoardPeriod, NumberedMove)>, FunctionError> {
    let Event::ScoresChanged { member_id, from, to } = event else {
        return Err(FunctionError::failed(format!("{} does not belong on this queue", event.kind())));
    };
    let mut moves = Vec::new();
    for board in Board::ALL {
        let Some(score) = to.on(board) else { continue };
        // In a new week or month the member comes from nowhere.
        let before = from.on(board).filter(|before| before.period == score.period).map(|before| before.points);
        if before != Some(score.points) {
            let change = Move { member: *member_id, from: before, to: score.points };
            moves.push((BoardPeriod { board, period: score.period.clone() }, NumberedMove { number: number.to_owned(), change }));
        }
    }
    Ok(moves)
}

async fn handle(app: App, scope: WorkspaceScope, messages: Vec<Message>) -> Result<(), FunctionError> {
    let mut boards: BTreeMap<BoardPeriod, Vec<NumberedMove>> = BTreeMap::new();
    for message in &messages {
        for (board, change) in moves(&message.event, &message.number)? {
            boards.entry(board).or_default().push(change);
        }
    }
    for (board, moves) in boards {
        app.store().count_moves(&scope, &board, &moves, app.now()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{board::Scores, ids::MemberId};

    #[test]
    fn a_new_week_is_an_arrival_and_all_time_a_move() {
        let (mut from, mut to) = (Scores::default(), Scores::default());
        from.award(10, "2026-11-22T10:00:00Z".parse().unwrap());
        to.award(10, "2026-11-22T10:00:00Z".parse().unwrap());
        to.award(10, "2026-11-23T10:00:00Z".parse().unwrap());
        let event = Event::ScoresChanged { member_id: MemberId::random(), from, to };
        let moves = moves(&event, "1").unwrap();
        let seen: Vec<_> = moves.iter().map(|(board, one)| (board.board, board.period.as_str(), one.change.from, one.change.to)).collect();
        assert_eq!(
            seen,
            [(Board::Week, "2026-W48", None, 10), (Board::Month, "2026-11", Some(10), 20), (Board::AllTime, "all", Some(10), 20)]
        );
    }
}
