//! Request units: what an invocation has consumed, from `ReturnConsumedCapacity`.

use std::{
    ops::Sub,
    sync::{Arc, Mutex, PoisonError},
};

/// Read and write request units.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Units {
    pub read: f64,
    pub write: f64,
}

impl Sub for Units {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { read: self.read - other.read, write: self.write - other.write }
    }
}

/// Adds up the units of one invocation.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Units>>);

impl Meter {
    pub(crate) fn add(&self, read: f64, write: f64) {
        let mut units = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        units.read += read;
        units.write += write;
    }

    /// What has been consumed so far.
    #[must_use]
    pub fn units(&self) -> Units {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
