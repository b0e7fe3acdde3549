//! Keys are spelled here and nowhere else, from a scope and the prefixes that areas register.
//!
//! `pk` is `W#<workspace>#<partition>` or `W#<workspace>#<partition>#<owner>`, in the global catalogue `G#…`; `sk` begins with what the area
//! has registered under that partition. Owners are ids that cannot hold the separator, or digests.

use std::fmt::Display;
use tenancy::Space;

/// A primary key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

impl Key {
    /// The partition key, for one who looks for an item among others.
    #[must_use]
    pub fn partition(&self) -> &str {
        &self.pk
    }

    #[must_use]
    pub fn sort(&self) -> &str {
        &self.sk
    }
}

/// What an area keeps: a kind of partition, and how the sort keys begin that are its own there. No two areas' prefixes overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    partition: &'static str,
    sort: &'static str,
}

impl Prefix {
    /// `sort` is empty where the whole partition is the area's own.
    #[must_use]
    pub const fn new(partition: &'static str, sort: &'static str) -> Self {
        Self { partition, sort }
    }

    /// Whether some key could belong to both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.partition == other.partition && (self.sort.starts_with(other.sort) || other.sort.starts_with(self.sort))
    }

    /// How the sort keys begin.
    #[must_use]
    pub const fn sort(self) -> &'static str {
        self.sort
    }

    /// The partition of which a workspace has one.
    #[must_use]
    pub fn partition(self, scope: &impl Space) -> String {
        scope.key_prefix() + self.partition
    }

    /// The partition of one owner.
    #[must_use]
    pub fn partition_of(self, scope: &impl Space, owner: impl Display) -> String {
        format!("{}{}#{owner}", scope.key_prefix(), self.partition)
    }

    /// The item of which a workspace has one.
    #[must_use]
    pub fn key(self, scope: &impl Space) -> Key {
        Key { pk: self.partition(scope), sk: self.sort.to_owned() }
    }

    /// One of several in the workspace's partition.
    #[must_use]
    pub fn item(self, scope: &impl Space, rest: impl Display) -> Key {
        Key { pk: self.partition(scope), sk: format!("{}{rest}", self.sort) }
    }

    /// The item of which an owner has one.
    #[must_use]
    pub fn key_of(self, scope: &impl Space, owner: impl Display) -> Key {
        Key { pk: self.partition_of(scope, owner), sk: self.sort.to_owned() }
    }

    /// One of several in the owner's partition.
    #[must_use]
    pub fn item_of(self, scope: &impl Space, owner: impl Display, rest: impl Display) -> Key {
        Key { pk: self.partition_of(scope, owner), sk: format!("{}{rest}", self.sort) }
    }

    /// An entry that belongs to no workspace, and tells to which one something belongs.
    #[must_use]
    pub fn registered(self, digest: &str) -> Key {
        Key { pk: format!("{REGISTRY}{}#{digest}", self.partition), sk: self.sort.to_owned() }
    }
}

/// Pairs of prefixes under which the same key could lie.
#[must_use]
pub fn overlaps(prefixes: &[Prefix]) -> Vec<(Prefix, Prefix)> {
    let pairs = prefixes.iter().enumerate().flat_map(|(at, one)| prefixes.iter().skip(at + 1).map(move |other| (*one, *other)));
    pairs.filter(|(one, other)| one.overlaps(*other)).collect()
}

/// What belongs to no workspace, and tells to which one something belongs.
pub(crate) const REGISTRY: &str = "REGISTRY#";

// What a caller's right to act rests on, which the engine checks in every transaction: see [`crate::authority`].

/// The workspace itself.
pub const WORKSPACE: Prefix = Prefix::new("WORKSPACE", "WORKSPACE");
/// A member.
pub const PROFILE: Prefix = Prefix::new("MEMBER", "HOME#PROFILE");
/// A member's sessions.
pub const SESSIONS: Prefix = Prefix::new("MEMBER", "SESSION#");
/// A program.
pub const API_CLIENT: Prefix = Prefix::new("API_CLIENT", "API_CLIENT");

// What the engine keeps itself.

pub(crate) const LIMIT: Prefix = Prefix::new("LIMIT", "LIMIT");
pub(crate) const IDEMPOTENCY: Prefix = Prefix::new("IDEMPOTENCY", "IDEMPOTENCY");
pub(crate) const EVENT: Prefix = Prefix::new("EVENT", "EVENT");
pub(crate) const ACTS: Prefix = Prefix::new("AUDIT", "");
pub(crate) const ACTS_BY: Prefix = Prefix::new("ACTED", "");
pub(crate) const ACTS_OF_KIND: Prefix = Prefix::new("ACTION", "");
pub(crate) const ACTS_ON: Prefix = Prefix::new("AUDITED", "");
pub(crate) const FIGURES_SHARD: Prefix = Prefix::new("FIGURES", "SHARD#");
pub(crate) const FIGURES_COMPLETE: Prefix = Prefix::new("FIGURES", "COMPLETE");
pub(crate) const LEASE: Prefix = Prefix::new("LEASE", "LEASE");

/// The prefixes of the engine.
pub const PREFIXES: &[Prefix] = &[
    WORKSPACE,
    PROFILE,
    SESSIONS,
    API_CLIENT,
    LIMIT,
    IDEMPOTENCY,
    EVENT,
    ACTS,
    ACTS_BY,
    ACTS_OF_KIND,
    ACTS_ON,
    FIGURES_SHARD,
    FIGURES_COMPLETE,
    LEASE,
];
