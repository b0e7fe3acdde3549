//! What this area keeps in the table.

use crate::{board::Board, score_tree::NodeId};
use table::{Key, Prefix};
use tenancy::WorkspaceScope;
use trellis_core::ids::{EventId, MemberId};

const STANDING: Prefix = Prefix::new("MEMBER", "HOME#STANDING");
pub(crate) const AWARDS: Prefix = Prefix::new("MEMBER", "AWARD#");
const BOARD: Prefix = Prefix::new("BOARD", "NODE#");

pub const PREFIXES: &[Prefix] = &[STANDING, AWARDS, BOARD];

pub(crate) fn standing(scope: &WorkspaceScope, member: MemberId) -> Key {
    STANDING.key_of(scope, member)
}

pub(crate) fn award(scope: &WorkspaceScope, member: MemberId, event: EventId) -> Key {
    AWARDS.item_of(scope, member, event)
}

pub(crate) fn node(scope: &WorkspaceScope, board: Board, period: &str, node: NodeId) -> Key {
    let rest = match node {
        NodeId::Root => "ROOT".to_owned(),
        NodeId::Inner(index) => format!("INNER#{index:02}"),
        NodeId::Leaf(index) => format!("LEAF#{index:04}"),
    };
    BOARD.item_of(scope, format_args!("{}#{period}", board.name()), rest)
}
