//! The tables of the file.

use local_kit::{Database, Durability, OpenError, Schema};
use std::path::Path;

/// Times are milliseconds since 1970. A message's `id` orders its queue and, plus a base, is its sequence number:
/// `autoincrement` never gives out an id twice.
const TABLES: &str = "
    create table queues (
        name text primary key,
        attributes text not null,
        created_at integer not null,
        modified_at integer not null,
        purged_at integer
    ) without rowid;
    create table deleted_queues (
        name text primary key,
        deleted_at integer not null
    ) without rowid;
    create table messages (
        id integer primary key autoincrement,
        queue text not null,
        message_id text not null,
        body text not null,
        attributes text not null,
        trace_header text,
        group_id text,
        deduplication_id text,
        sent_at integer not null,
        enqueued_at integer not null,
        visible_at integer not null,
        receive_count integer not null default 0,
        receives_in_queue integer not null default 0,
        first_received_at integer,
        received_at integer,
        receipt text,
        source_arn text
    );
    create index messages_by_visibility on messages (queue, visible_at, id);
    create index messages_by_age on messages (queue, enqueued_at);
    create index messages_by_group on messages (queue, group_id, id);
    create table deduplications (
        queue text not null,
        scope text not null,
        deduplication_id text not null,
        message_id text not null,
        sequence integer not null,
        sent_at integer not null,
        primary key (queue, scope, deduplication_id)
    ) without rowid;
    create index deduplications_by_age on deduplications (sent_at);
    create table move_tasks (
        id integer primary key autoincrement,
        source text not null,
        destination_arn text,
        messages_per_second integer,
        status text not null,
        failure_reason text,
        moved integer not null,
        to_move integer not null,
        started_at integer not null
    );
    create index move_tasks_by_source on move_tasks (source, id);
";

/// Version 2: whether a message is in the hands of a deliverer that ends with this process.
const DELIVERIES: &str = "
    alter table messages add column in_delivery integer not null default 0;
    create index messages_in_delivery on messages (id) where in_delivery;
";

/// Version 3: what kept the names of deleted queues and the history of move tasks.
const NO_HISTORY: &str = "
    drop table deleted_queues;
    drop table move_tasks;
";

/// Normal durability: a power cut may cost the last moments, which full durability would save at the price of one fsync per message.
const SCHEMA: Schema = Schema { durability: Durability::Normal, ..Schema::new("queue", &[TABLES, DELIVERIES, NO_HISTORY]) };

/// A delivery that the end of the process interrupted is no try: the message is there again, counted as before.
const INTERRUPTED: &str = "
    update messages set in_delivery = 0, visible_at = received_at, receipt = null,
        receive_count = receive_count - 1, receives_in_queue = receives_in_queue - 1
    where in_delivery;
";

/// Opens the file, or creates it.
pub(crate) fn open(file: &Path) -> Result<Database, OpenError> {
    let database = Database::open(file, &SCHEMA)?;
    let restored = database.write_blocking(|transaction| transaction.execute_batch(INTERRUPTED));
    restored.map_err(|error| OpenError::from_sqlite(SCHEMA.what, file, &error))?;
    Ok(database)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_first_version_is_brought_up_to_date_with_what_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sqs.db");
        let first = Database::open(&file, &Schema::new("queue", &[TABLES])).unwrap();
        let insert = "insert into queues (name, attributes, created_at, modified_at) values ('kept', '{}', 0, 0)";
        first.write_blocking(|transaction| transaction.execute_batch(insert)).unwrap();
        drop(first);
        for _ in 0..2 {
            let read = |transaction: &rusqlite::Transaction<'_>| transaction.query_row("select name from queues", [], |row| row.get(0));
            assert_eq!(open(&file).unwrap().write_blocking(read), Ok("kept".to_owned()));
        }
    }
}
