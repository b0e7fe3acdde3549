//! GET /v1/boards/{board_id}: who leads this week, this month or of all time.

use engagement_model::{
    board::Board,
    boards::{self, BoardPeriod},
};
use lambda::{Call, Handler, Method, Problem, Reply, Route, Table::BatchGetItem};
use people_model::members;
use serde::Serialize;
use trellis_core::{
    ids::MemberId,
    personal::{Name, Personal},
    title::Title,
};

/// How many entries a board shows.
const SHOWN: usize = 10;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct BoardView {
    board: Board,
    /// `2026-W47`, `2026-11` or `all`, in UTC.
    period: String,
    /// Best first; members with the same points share a rank.
    entries: Vec<Entry>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Entry {
    rank: usize,
    member_id: MemberId,
    #[schema(value_type = String)]
    name: Personal<Title, Name>,
    points: u32,
}

pub(crate) fn handler() -> Handler {
    Route::new("get-board", Method::Get, "/v1/boards/{board_id}", "Get the top of a leaderboard").member(handle).table(&[BatchGetItem])
}

async fn handle(call: Call<()>) -> Result<Reply<BoardView>, Problem> {
    let name: String = call.request.path("board_id", "board")?;
    let board = Board::from_name(&name).ok_or_else(|| Problem::not_found("board"))?;
    let period = BoardPeriod { board, period: board.period(call.app.now()) };
    let leaders = boards::leaders(&call.tenant, &period, SHOWN).await?;
    let mut names = members::names(&call.tenant, leaders.iter().map(|leader| leader.member)).await?;
    let rank = |points: u32| 1 + leaders.iter().filter(|other| other.points > points).count();
    let entries = leaders.iter().filter_map(|leader| {
        let name = names.remove(&leader.member)?;
        Some(Entry { rank: rank(leader.points), member_id: leader.member, name, points: leader.points })
    });
    Ok(Reply::ok(BoardView { board, entries: entries.collect(), period: period.period }))
}
