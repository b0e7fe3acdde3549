//! A queue as it is stored: its name, its kind and its attributes.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::SqsError;
use crate::queue_attributes::{self, QueueAttributes};
use crate::redrive_policy::RedrivePolicy;

pub(crate) struct Queue {
    pub(crate) name: String,
    /// What was set; what was not has its default.
    pub(crate) attributes: QueueAttributes,
    pub(crate) created_at: i64,
    pub(crate) modified_at: i64,
}

const COLUMNS: &str = "name, attributes, created_at, modified_at";

impl Queue {
    pub(crate) fn find(connection: &Connection, name: &str) -> Result<Option<Self>, SqsError> {
        let mut statement = connection.prepare_cached(&format!("select {COLUMNS} from queues where name = ?1"))?;
        statement.query_row([name], StoredQueue::read).optional()?.map(StoredQueue::queue).transpose()
    }

    /// Every queue, by name.
    pub(crate) fn all(connection: &Connection) -> Result<Vec<Self>, SqsError> {
        let mut statement = connection.prepare_cached(&format!("select {COLUMNS} from queues order by name"))?;
        let rows = statement.query_map([], StoredQueue::read)?;
        rows.map(|row| row?.queue()).collect()
    }

    pub(crate) fn insert(&self, connection: &Connection) -> Result<(), SqsError> {
        connection.execute(
            "insert into queues (name, attributes, created_at, modified_at) values (?1, ?2, ?3, ?4)",
            (&self.name, self.attributes_text()?, self.created_at, self.modified_at),
        )?;
        Ok(())
    }

    pub(crate) fn update_attributes(&self, connection: &Connection) -> Result<(), SqsError> {
        connection.execute(
            "update queues set attributes = ?2, modified_at = ?3 where name = ?1",
            (&self.name, self.attributes_text()?, self.modified_at),
        )?;
        Ok(())
    }

    /// The suffix decides: a queue has it exactly if it was created with `FifoQueue`.
    pub(crate) fn is_fifo(&self) -> bool {
        is_fifo_name(&self.name)
    }

    /// Everything that was set, and the default of everything that was not.
    pub(crate) fn effective_attributes(&self) -> QueueAttributes {
        let mut all = queue_attributes::defaults(self.is_fifo());
        all.extend(self.attributes.clone());
        all
    }

    /// A number among the attributes.
    pub(crate) fn number(&self, name: &str) -> Result<i64, SqsError> {
        self.effective_attributes()
            .get(name)
            .and_then(|value| value.parse().ok())
            .ok_or_else(|| SqsError::internal(format!("queue {} has no number {name}", self.name)))
    }

    /// Whether an attribute has this value.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.effective_attributes().get(name).is_some_and(|found| found == value)
    }

    pub(crate) fn redrive_policy(&self) -> Result<Option<RedrivePolicy>, SqsError> {
        self.attributes.get("RedrivePolicy").map(|text| RedrivePolicy::parse(text)).transpose()
    }

    fn attributes_text(&self) -> Result<String, SqsError> {
        serde_json::to_string(&self.attributes).map_err(SqsError::internal)
    }
}

pub(crate) fn is_fifo_name(name: &str) -> bool {
    name.ends_with(".fifo")
}

/// Checks a new queue's name: up to 80 letters, digits, hyphens and underscores, the suffix `.fifo` counted in.
pub(crate) fn check_name(name: &str, fifo: bool) -> Result<(), SqsError> {
    let stem = if fifo { name.strip_suffix(".fifo").unwrap_or_default() } else { name };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !stem.is_empty() && name.len() <= 80 && stem.bytes().all(allowed) {
        return Ok(());
    }
    Err(SqsError::invalid_parameter(if fifo {
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, \
         must end with .fifo suffix and be 1 to 80 in length"
    } else {
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
    }))
}

/// The columns as they are read, before the attributes are understood.
struct StoredQueue {
    queue: Queue,
    attributes: String,
}

impl StoredQueue {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            queue: Queue { name: row.get(0)?, attributes: QueueAttributes::new(), created_at: row.get(2)?, modified_at: row.get(3)? },
            attributes: row.get(1)?,
        })
    }

    fn queue(self) -> Result<Queue, SqsError> {
        let attributes = serde_json::from_str(&self.attributes).map_err(SqsError::internal)?;
        Ok(Queue { attributes, ..self.queue })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, fifo) in [("a", false), ("Aa_9-", false), ("a.fifo", true), (&*"x".repeat(80), false)] {
            assert_eq!(check_name(name, fifo), Ok(()), "{name}");
        }
        let long_fifo = format!("{}.fifo", "x".repeat(76));
        for (name, fifo) in [
            ("", false),
            ("a b", false),
            ("a.fifo", false),
            ("ä", false),
            (&*"x".repeat(81), false),
            ("a", true),
            (".fifo", true),
            ("a.b.fifo", true),
            (&*long_fifo, true),
        ] {
            assert!(check_name(name, fifo).is_err(), "{name}");
        }
    }
}
