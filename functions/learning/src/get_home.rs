//! GET /v1/me/home: where one left off, and where one stands.

use crate::view::EnrolmentView;
use engagement_model::{
    board::{Board, Scores},
    boards::{self, BoardPeriod},
    points::Level,
};
use lambda::{
    Audience, Call, Handler, Method, Problem, Reply, Route,
    Table::{BatchGetItem, Query},
};
use learning_model::{access::seen_enrolments, home};
use serde::Serialize;

#[derive(Debug, Serialize, utoipa::ToSchema)]
struct Home {
    /// All points ever earned.
    points: u32,
    level: Level,
    rank: WeekRank,
    /// Of the 50 newest courses, the one that was touched last comes first.
    enrolments: Vec<EnrolmentView>,
    /// There are more at `/v1/me/enrolments`.
    more: bool,
}

/// One's place on this week's board.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct WeekRank {
    board: Board,
    /// Absent until one has points this week.
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<u64>,
    points: u32,
    of: u64,
}

pub(crate) fn handler() -> Handler {
    Route::new("get-home", Method::Get, "/v1/me/home", "Get your enrolments, points, level and rank")
        .audience(Audience::Learner)
        .member(handle)
        .table(&[BatchGetItem, Query])
}

async fn handle(call: Call<()>) -> Result<Reply<Home>, Problem> {
    let now = call.app.now();
    let home = home::home(&call.tenant, call.caller.member()?).await?.ok_or_else(|| Problem::not_found("member"))?;
    let scores = home.standing.map_or_else(Scores::default, |standing| standing.value.scores);
    let week = BoardPeriod { board: Board::Week, period: Board::Week.period(now) };
    let points = scores.current(Board::Week, now);
    let (rank, of) = boards::rank(&call.tenant, &week, points).await?;
    let mut enrolments: Vec<_> = seen_enrolments(&call, home.enrolments).await?.into_iter().flatten().collect();
    enrolments.sort_by_key(|enrolment| std::cmp::Reverse(enrolment.updated_at));
    Ok(Reply::ok(Home {
        points: scores.total(),
        level: Level::of(scores.total()),
        rank: WeekRank { board: Board::Week, rank: (points > 0).then_some(rank), points, of },
        enrolments: enrolments.iter().map(EnrolmentView::from).collect(),
        more: home.more,
    }))
}
