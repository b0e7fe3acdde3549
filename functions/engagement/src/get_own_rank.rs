//! GET /v1/boards/{board_id}/me: one's own place among all.

use engagement_model::{
    board::{Board, Scores},
    boards::{self, BoardPeriod},
    standings,
};
use lambda::{
    Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, GetItem},
};
use serde::Serialize;

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
    Route::new("get-own-rank", Method::Get, "/v1/boards/{board_id}/me", "Get your rank").member(handle).table(&[BatchGetItem, GetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<OwnRank>, Problem> {
    let now = call.app.now();
    let name: String = call.request.path("board_id", "board")?;
    let board = Board::from_name(&name).ok_or_else(|| Problem::not_found("board"))?;
    let standing = standings::standing(&call.tenant, call.caller.member()?).await?;
    let points = standing.map_or_else(Scores::default, |standing| standing.value.scores).current(board, now);
    let period = BoardPeriod { board, period: board.period(now) };
    let (rank, of) = boards::rank(&call.tenant, &period, points).await?;
    Ok(Reply::ok(OwnRank { board, rank: (points > 0).then_some(rank), points, of, period: period.period }))
}
