//! What people show to sign in: tickets and passwords, none of them longer than a real one could be.

use trellis_core::bounded::Letters;

trellis_core::text!(
    /// What an earlier step has handed out.
    pub(crate) Ticket, 1..=2_048, Letters::Visible
);
trellis_core::text!(
    /// A password as it was entered.
    pub(crate) EnteredPassword, 1..=256, Letters::Any
);
