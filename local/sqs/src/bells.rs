//! One bell per queue: rung when something changed that a waiting receiver should look at.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

#[derive(Default)]
pub(crate) struct Bells(Mutex<HashMap<String, Arc<Notify>>>);

impl Bells {
    /// The bell of a queue. Enable its `notified()` before looking at the queue, or a ring in between is missed.
    pub(crate) fn of(&self, queue: &str) -> Arc<Notify> {
        let mut bells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(bells.entry(queue.to_owned()).or_default())
    }

    /// Wakes everyone who waits on the queue.
    pub(crate) fn ring(&self, queue: &str) {
        let bells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bell) = bells.get(queue) {
            bell.notify_waiters();
        }
    }
}
