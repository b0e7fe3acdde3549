//! Shared by the integration modules.
