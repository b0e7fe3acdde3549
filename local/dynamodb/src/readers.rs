//! Who reads which stream, and how far they have come.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::record::Position;

/// How far each living reader has come.
#[derive(Default)]
pub(crate) struct Readers {
    state: Mutex<Registry>,
}

#[derive(Default)]
struct Registry {
    last_id: u64,
    readers: HashMap<u64, (String, Position)>,
}

impl Readers {
    pub(crate) fn register(&self, table: &str) -> u64 {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.last_id += 1;
        let id = state.last_id;
        state.readers.insert(id, (table.to_owned(), Position::START));
        id
    }

    pub(crate) fn pass(&self, id: u64, position: Position) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, passed)) = state.readers.get_mut(&id) {
            *passed = position.max(*passed);
        }
    }

    pub(crate) fn forget(&self, id: u64) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).readers.remove(&id);
    }

    /// What every reader of `table` has passed; everything when nobody reads it.
    pub(crate) fn read_through(&self, table: &str) -> Position {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.readers.values().filter(|(name, _)| name == table).map(|(_, passed)| *passed).min().unwrap_or(Position(i64::MAX))
    }
}
