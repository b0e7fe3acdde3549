//! GET /v1/boards/{board_id}/me: one's own place among all.

use domain::board::{Board, Scores};
use lambda::{App, Call, Handler, Method, Problem, Reply, Route};
use serde::Serialize;
use store::boards::BoardPeriod;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct OwnRank {
    board: Board,
    period: String,
    /// 1 is best; members with the same points share a rank. Absent until one has points.
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<u64>,
    points: u32,
    /// How many members are on the board.
    of: u64,
}

pub(crate) fn handler() -> Handler {
    Route::new("get-own-rank", Method::Get, "/v1/boards/{board_id}/me", "One's own rank").member(handle)
}

async fn handle(app: App, call: Call<()>) -> Result<Reply<OwnRank>, Problem> {
    let (scope, store, now) = (&call.caller.scope, app.store(), app.now());
    let name: String = call.request.path("board_id", "board")?;
    let board = Board::from_name(&name).ok_or_else(|| Problem::not_found("board"))?;
    let standing = store.standing(scope, call.caller.member()?).await?;
    let points = standing.map_or_else(Scores::default, |standing| standing.value.scores).current(board, now);
    let period = BoardPeriod { board, period: board.period(now) };
    let (rank, of) = store.rank(scope, &period, points).await?;
    Ok(Reply::ok(OwnRank { board, rank: (points > 0).then_some(rank), points, of, period: period.period }))
}
