//! What every area speaks of, without I/O: identifiers, titles, addresses, roles, personal data.

pub mod api_scope;
pub mod bounded;
pub mod email;
pub mod folding;
pub mod host;
pub mod ids;
pub mod locale;
pub mod personal;
pub mod role;
pub mod title;
pub mod words;
