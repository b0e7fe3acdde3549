//! A counter tree over scores: the exact rank among any number of members from three small nodes.
//!
//! Points are slots of a 64-way tree with three levels (262,144 slots; more points share the last slot). A node counts,
//! for each of its 64 children, the members whose points lie below it. A rank is one plus the members in the higher
//! siblings along the path. The lowest child of an inner node is never a higher sibling, so it is never counted: most
//! awards then touch one leaf and nothing else. A leaf also keeps its best few members, so that the top of the board is
//! read from the highest leaves and needs no index.

use trellis_core::ids::MemberId;

const WIDTH: u32 = 64;
const SLOTS: u32 = WIDTH * WIDTH * WIDTH;

/// How many members a leaf names; a board's top list can be this long.
pub const LEADERS: usize = 20;

/// A place in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeId {
    Root,
    /// Child of the root, 0 to 63.
    Inner(u8),
    /// 0 to 4,095.
    Leaf(u16),
}

impl NodeId {
    /// The three nodes on the way to a number of points, with the child to take in each.
    #[must_use]
    pub fn path(points: u32) -> [(Self, u8); 3] {
        let slot = points.min(SLOTS - 1);
        let digit = |shift: u32| u8::try_from((slot >> shift) % WIDTH).unwrap_or(0);
        let leaf = u16::try_from(slot / WIDTH).unwrap_or(0);
        [(Self::Root, digit(12)), (Self::Inner(digit(12)), digit(6)), (Self::Leaf(leaf), digit(0))]
    }

    const fn counts(self, child: u8) -> bool {
        child > 0 || matches!(self, Self::Leaf(_))
    }

    /// The node below.
    #[must_use]
    pub fn child(self, child: u8) -> Option<Self> {
        match self {
            Self::Root => Some(Self::Inner(child)),
            Self::Inner(inner) => Some(Self::Leaf(u16::from(inner) * 64 + u16::from(child))),
            Self::Leaf(_) => None,
        }
    }
}

/// A member's points on one board changed. Points only grow within a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    pub member: MemberId,
    /// `None` when the member was not on the board.
    pub from: Option<u32>,
    pub to: u32,
}

impl Move {
    /// The nodes that this move changes, each once.
    #[must_use]
    pub fn touched(&self) -> Vec<NodeId> {
        let old = self.from.map(NodeId::path);
        let mut nodes = Vec::with_capacity(5);
        for (level, (node, child)) in NodeId::path(self.to).into_iter().enumerate() {
            let before = old.and_then(|path| path.get(level).copied());
            let leaf = matches!(node, NodeId::Leaf(_));
            if leaf || (before != Some((node, child)) && node.counts(child)) {
                nodes.push(node);
            }
            if let Some((node, child)) = before.filter(|before| *before != (node, child))
                && node.counts(child)
                && !nodes.contains(&node)
            {
                nodes.push(node);
            }
        }
        nodes
    }
}

/// A member named by a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leader {
    pub member: MemberId,
    pub points: u32,
}

/// One node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    counts: [u32; WIDTH as usize],
    leaders: Vec<Leader>,
}

impl Default for Node {
    fn default() -> Self {
        Self { counts: [0; WIDTH as usize], leaders: Vec::new() }
    }
}

impl Node {
    /// Applies what a move means for this node.
    pub fn apply(&mut self, id: NodeId, change: &Move) {
        let child_at =
            |points: u32| NodeId::path(points).into_iter().find(|(node, child)| *node == id && node.counts(*child)).map(|(_, child)| child);
        if let Some(count) = change.from.and_then(child_at).and_then(|child| self.counts.get_mut(usize::from(child))) {
            *count = count.saturating_sub(1);
        }
        let arrives = child_at(change.to);
        if let Some(count) = arrives.and_then(|child| self.counts.get_mut(usize::from(child))) {
            *count = count.saturating_add(1);
        }
        if matches!(id, NodeId::Leaf(_)) {
            self.leaders.retain(|leader| leader.member != change.member);
            if arrives.is_some() {
                self.leaders.push(Leader { member: change.member, points: change.to });
                self.leaders.sort_by_key(|leader| (std::cmp::Reverse(leader.points), leader.member));
                self.leaders.truncate(LEADERS);
            }
        }
    }

    fn above(&self, child: u8) -> u64 {
        self.counts.iter().skip(usize::from(child) + 1).map(|count| u64::from(*count)).sum()
    }

    fn sum(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(*count)).sum()
    }

    /// The best members of a leaf, best first.
    #[must_use]
    pub fn leaders(&self) -> &[Leader] {
        &self.leaders
    }

    /// The children, highest first, that hold the best `wanted` members below an inner node; the lowest child, which is
    /// not counted, comes last if the counted ones are not enough.
    #[must_use]
    pub fn best_children(&self, wanted: usize) -> Vec<u8> {
        let (mut found, mut children) = (0usize, Vec::new());
        for child in (1..WIDTH as u8).rev() {
            let count = self.counts.get(usize::from(child)).copied().unwrap_or(0);
            if count > 0 && found < wanted {
                found += count as usize;
                children.push(child);
            }
        }
        if found < wanted {
            children.push(0);
        }
        children
    }

    /// Packed form: 64 LEB128 counts, then 20 bytes for each leader (16 of the id, 4 of the points, big-endian).
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(96 + 20 * self.leaders.len());
        for count in self.counts {
            let mut rest = count;
            while rest >= 0x80 {
                bytes.push((rest & 0x7f) as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
        }
        for leader in &self.leaders {
            bytes.extend_from_slice(&leader.member.to_bytes());
            bytes.extend_from_slice(&leader.points.to_be_bytes());
        }
        bytes
    }

    /// The reverse of [`Self::to_bytes`]; `None` for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut node = Self::default();
        let mut input = bytes.iter();
        for count in &mut node.counts {
            let (mut value, mut shift) = (0u32, 0u32);
            loop {
                let byte = *input.next()?;
                value |= u32::from(byte & 0x7f).checked_shl(shift)?;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            *count = value;
        }
        let mut leaders = input.as_slice();
        while !leaders.is_empty() {
            let (id, rest) = leaders.split_first_chunk::<16>()?;
            let (points, rest) = rest.split_first_chunk::<4>()?;
            node.leaders.push(Leader { member: MemberId::from_bytes(*id), points: u32::from_be_bytes(*points) });
            leaders = rest;
        }
        Some(node)
    }
}

/// The rank of a member with these points: one plus the members with more. `nodes` are those of [`NodeId::path`], empty where there are none.
#[must_use]
pub fn rank(points: u32, nodes: &[Node; 3]) -> u64 {
    1 + NodeId::path(points).iter().zip(nodes).map(|((_, child), node)| node.above(*child)).sum::<u64>()
}

/// How many members are on the board, from the nodes on the path to zero points, empty where there are none.
#[must_use]
pub fn size(nodes: &[Node; 3]) -> u64 {
    nodes.iter().map(Node::sum).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, HashMap};

    #[derive(Default)]
    struct Tree(BTreeMap<NodeId, Node>);

    impl Tree {
        fn apply(&mut self, change: Move) {
            for id in change.touched() {
                self.0.entry(id).or_default().apply(id, &change);
            }
        }
        fn nodes(&self, points: u32) -> [Node; 3] {
            NodeId::path(points).map(|(id, _)| self.0.get(&id).cloned().unwrap_or_default())
        }
        fn top(&self, wanted: usize) -> Vec<Leader> {
            let below = |id: NodeId| {
                let node = self.0.get(&id).cloned().unwrap_or_default();
                node.best_children(wanted).into_iter().filter_map(move |child| id.child(child)).collect::<Vec<_>>()
            };
            let leaves = below(NodeId::Root).into_iter().flat_map(below);
            leaves.filter_map(|leaf| self.0.get(&leaf)).flat_map(|leaf| leaf.leaders().to_vec()).take(wanted).collect()
        }
    }

    fn member(number: u8) -> MemberId {
        MemberId::from_bytes([number; 16])
    }

    proptest! {
        #[test]
        fn the_tree_agrees_with_a_sorted_list(awards in proptest::collection::vec((0u8..60, prop_oneof![1u32..30, 1u32..5_000, 1u32..200_000]), 1..300)) {
            let (mut tree, mut points) = (Tree::default(), HashMap::<u8, u32>::new());
            for (who, award) in awards {
                let from = points.get(&who).copied();
                let to = from.unwrap_or(0) + award;
                points.insert(who, to);
                tree.apply(Move { member: member(who), from, to });
            }
            prop_assert_eq!(size(&tree.nodes(0)) as usize, points.len());
            for own in points.values() {
                let slot = |points: &u32| (*points).min(SLOTS - 1);
                let expected = 1 + points.values().filter(|other| slot(other) > slot(own)).count() as u64;
                prop_assert_eq!(rank(*own, &tree.nodes(*own)), expected);
            }
            let mut best: Vec<Leader> = points.iter().map(|(who, points)| Leader { member: member(*who), points: *points }).collect();
            best.sort_by_key(|leader| (std::cmp::Reverse(leader.points), leader.member));
            best.truncate(10);
            prop_assert_eq!(tree.top(10), best);
            for node in tree.0.values() {
                prop_assert_eq!(Node::from_bytes(&node.to_bytes()), Some(node.clone()));
            }
        }

        #[test]
        fn packed_nodes_of_strangers_are_refused_not_trusted(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(node) = Node::from_bytes(&bytes) {
                prop_assert_eq!(Node::from_bytes(&node.to_bytes()), Some(node));
            }
        }
    }

    #[test]
    fn a_small_award_touches_one_leaf() {
        let touched = |from, to| Move { member: member(1), from, to }.touched();
        assert_eq!(touched(None, 10), [NodeId::Leaf(0)]);
        assert_eq!(touched(Some(10), 20), [NodeId::Leaf(0)]);
        assert_eq!(touched(Some(60), 70), [NodeId::Inner(0), NodeId::Leaf(1), NodeId::Leaf(0)]);
        assert_eq!(touched(None, 70), [NodeId::Inner(0), NodeId::Leaf(1)]);
    }

    #[test]
    fn a_full_node_fits_one_write_unit() {
        let mut leaf = Node::default();
        for number in 0..40 {
            leaf.apply(NodeId::Leaf(0), &Move { member: member(number), from: None, to: 63 });
        }
        assert_eq!(leaf.leaders().len(), LEADERS);
        assert!(leaf.to_bytes().len() < 700);
    }
}
