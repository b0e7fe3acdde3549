//! Identifiers of this area.

use trellis_core::ulid_id;

ulid_id!(
    /// A group of members.
    GroupId
);
ulid_id!(
    /// A support agent's leave to look at a workspace.
    SupportGrantId
);
