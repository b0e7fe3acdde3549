//! Boards: the nodes of a score tree for each board and period.
//!
//! | access | how |
//! |---|---|
//! | a member's rank | batch get the 3 nodes on the path of their points |
//! | how many are on the board | batch get the 3 nodes on the path of zero points |
//! | the top | batch get root, best inner nodes, best leaves |
//! | count a change | get and put the nodes that it touches |
//!
//! All under `W#<ws>#BOARD#<board>#<period>` / `NODE#…`. The queue hands one workspace's changes to one worker at a time,
//! in order; a node remembers the number of the last message applied, so that a redelivered message counts once.

use crate::{
    board::Board,
    keys,
    score_tree::{self, Leader, Move, Node, NodeId},
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use table::{Entity, Place, Record, TableError, Tenant};
use trellis_core::personal::NotPersonal;

/// How long the board of a past week or month can still be read.
const KEPT: SignedDuration = SignedDuration::from_hours(100 * 24);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredNode {
    node: NotPersonal<String>,
    /// [`Node::to_bytes`].
    #[serde(with = "serde_bytes")]
    packed: Vec<u8>,
    /// The number of the last message applied: 20 digits, so that text compares as numbers do.
    last: NotPersonal<String>,
}

impl Entity for StoredNode {
    const NAME: &'static str = "BoardNode";
}

/// A change of points with the number of the message that brought it.
#[derive(Debug, Clone)]
pub struct NumberedMove {
    pub number: String,
    pub change: Move,
}

/// One board in one period.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BoardPeriod {
    pub board: Board,
    pub period: String,
}

fn unpack(record: &Record<StoredNode>) -> Result<Node, TableError> {
    Node::from_bytes(&record.value.packed)
        .ok_or_else(|| TableError::Corrupt { entity: StoredNode::NAME, reason: format!("node {} cannot be unpacked", record.value.node) })
}

fn name(node: NodeId) -> String {
    format!("{node:?}")
}

async fn nodes(
    tenant: &Tenant,
    board: &BoardPeriod,
    ids: &BTreeSet<NodeId>,
    consistent: bool,
) -> Result<BTreeMap<NodeId, Record<StoredNode>>, TableError> {
    let names: HashMap<String, NodeId> = ids.iter().map(|id| (name(*id), *id)).collect();
    let mut found = BTreeMap::new();
    for chunk in ids.iter().copied().collect::<Vec<_>>().chunks(100) {
        let keys = chunk.iter().map(|id| keys::node(tenant.scope(), board.board, &board.period, *id)).collect();
        for item in tenant.batch_get(keys, consistent).await? {
            let record: Record<StoredNode> = Record::read(item)?;
            if let Some(id) = names.get(&record.value.node) {
                found.insert(*id, record);
            }
        }
    }
    Ok(found)
}

async fn unpacked(tenant: &Tenant, board: &BoardPeriod, ids: BTreeSet<NodeId>) -> Result<BTreeMap<NodeId, Node>, TableError> {
    let records = nodes(tenant, board, &ids, false).await?;
    records.iter().map(|(id, record)| Ok((*id, unpack(record)?))).collect()
}

/// The rank of these points (1 is best) and how many members are on the board: at most 6 nodes, one request.
///
/// # Errors
/// When the table cannot be read.
pub async fn rank(tenant: &Tenant, board: &BoardPeriod, points: u32) -> Result<(u64, u64), TableError> {
    let (path, lowest) = (NodeId::path(points).map(|(id, _)| id), NodeId::path(0).map(|(id, _)| id));
    let nodes = unpacked(tenant, board, path.into_iter().chain(lowest).collect()).await?;
    let pick = |ids: [NodeId; 3]| ids.map(|id| nodes.get(&id).cloned().unwrap_or_default());
    Ok((score_tree::rank(points, &pick(path)), score_tree::size(&pick(lowest))))
}

/// The best `wanted` members (at most [`score_tree::LEADERS`]), best first, in three requests.
///
/// # Errors
/// When the table cannot be read.
pub async fn leaders(tenant: &Tenant, board: &BoardPeriod, wanted: usize) -> Result<Vec<Leader>, TableError> {
    let wanted = wanted.min(score_tree::LEADERS);
    let mut level = vec![NodeId::Root];
    for _ in 0..2 {
        let nodes = unpacked(tenant, board, level.iter().copied().collect()).await?;
        let below = |id: NodeId| {
            let children = nodes.get(&id).cloned().unwrap_or_default().best_children(wanted);
            children.into_iter().filter_map(move |child| id.child(child))
        };
        level = level.iter().copied().flat_map(below).collect();
    }
    // Leaves are in order, best first; past `wanted` of them nothing can be among the best unless higher ones are empty.
    let mut leaders = Vec::new();
    for chunk in level.chunks(wanted.max(1) * 2) {
        let leaves = unpacked(tenant, board, chunk.iter().copied().collect()).await?;
        leaders.extend(chunk.iter().filter_map(|id| leaves.get(id)).flat_map(|leaf| leaf.leaders().to_vec()));
        if leaders.len() >= wanted {
            break;
        }
    }
    leaders.truncate(wanted);
    Ok(leaders)
}

/// Counts changes on a board, each once however often it is delivered. `moves` come in the order of their numbers.
///
/// # Errors
/// [`TableError::Conflict`] if another worker kept counting on the same nodes.
pub async fn count_moves(tenant: &Tenant, board: &BoardPeriod, moves: &[NumberedMove]) -> Result<(), TableError> {
    let mut pending: BTreeSet<NodeId> = moves.iter().flat_map(|one| one.change.touched()).collect();
    for _ in 0..6 {
        let stored = nodes(tenant, board, &pending, true).await?;
        let mut conflicts = BTreeSet::new();
        for id in pending {
            match count_on_node(tenant, board, id, stored.get(&id), moves).await {
                Ok(()) => {}
                Err(TableError::Conflict) => {
                    conflicts.insert(id);
                }
                Err(error) => return Err(error),
            }
        }
        if conflicts.is_empty() {
            return Ok(());
        }
        pending = conflicts;
    }
    Err(TableError::Conflict)
}

async fn count_on_node(
    tenant: &Tenant,
    board: &BoardPeriod,
    id: NodeId,
    stored: Option<&Record<StoredNode>>,
    moves: &[NumberedMove],
) -> Result<(), TableError> {
    let applied = stored.map_or("", |record| record.value.last.as_str());
    let mut node = stored.map_or_else(|| Ok(Node::default()), unpack)?;
    let mut last = None;
    for one in moves.iter().filter(|one| one.number.as_str() > applied && one.change.touched().contains(&id)) {
        node.apply(id, &one.change);
        last = Some(&one.number);
    }
    let Some(last) = last else { return Ok(()) };
    let value = StoredNode { node: name(id), packed: node.to_bytes(), last: last.clone() };
    let record =
        stored.map_or_else(|| Record::new(value.clone(), tenant.now()), |record| Record { value: value.clone(), ..record.clone() });
    let place = Place::from(keys::node(tenant.scope(), board.board, &board.period, id));
    let place = if board.board == Board::AllTime { place } else { place.expires(tenant.now().checked_add(KEPT).unwrap_or(tenant.now())) };
    tenant.write(record.write(place, tenant.now())?).await
}
