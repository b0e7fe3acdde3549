//! Tokens: what a session is made of, and how it ends.

pub(crate) mod access_token;
pub(crate) mod claims;
pub(crate) mod issue;
pub(crate) mod occasion;
pub(crate) mod overrides;
pub(crate) mod pre_token;
pub(crate) mod refresh;
pub(crate) mod session;
