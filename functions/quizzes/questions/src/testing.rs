//! Questions for tests.
