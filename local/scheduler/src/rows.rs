//! The rows of the file. A row is the promise of one message: it goes when the message was taken.

use jiff::Timestamp;
use local_kit::Schema;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

/// What earlier versions kept: schedules of all kinds, in groups, and their firings.
const EVERYTHING: &str = "
CREATE TABLE schedule_groups (
    name TEXT PRIMARY KEY,
    client_token TEXT,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE TABLE schedules (
    group_name TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    client_token TEXT,
    from_template INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    timed_at INTEGER NOT NULL,
    next_due INTEGER,
    last_due INTEGER,
    PRIMARY KEY (group_name, name)
) STRICT;
CREATE INDEX schedules_by_due ON schedules (next_due) WHERE next_due IS NOT NULL;
CREATE TABLE firings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_name TEXT NOT NULL,
    name TEXT NOT NULL,
    target TEXT NOT NULL,
    due INTEGER NOT NULL,
    fired_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    failure TEXT
) STRICT;
CREATE INDEX firings_by_attempt ON firings (next_attempt_at);
CREATE INDEX firings_by_schedule ON firings (group_name, name);
CREATE TABLE deletions (
    client_token TEXT NOT NULL,
    resource TEXT NOT NULL,
    deleted_at INTEGER NOT NULL,
    PRIMARY KEY (client_token, resource)
) STRICT;
INSERT INTO schedule_groups VALUES ('default', NULL, 0, 0);
";

/// What is kept now: one-shots. Instants are milliseconds since 1970. What had come due and was not taken yet is taken over with its
/// attempts, what is still to come without any.
const ONE_SHOTS: &str = "
CREATE TABLE one_shots (
    name TEXT PRIMARY KEY,
    client_token TEXT,
    target TEXT NOT NULL,
    input TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    first_attempt_at INTEGER,
    next_attempt_at INTEGER NOT NULL
) STRICT;
CREATE INDEX one_shots_by_attempt ON one_shots (next_attempt_at);
INSERT OR IGNORE INTO one_shots
    SELECT name, NULL, json_extract(target, '$.Arn'), coalesce(json_extract(target, '$.Input'), ''), due, attempts, fired_at, next_attempt_at
    FROM firings WHERE json_valid(target);
INSERT OR IGNORE INTO one_shots
    SELECT name, client_token, json_extract(definition, '$.Target.Arn'), coalesce(json_extract(definition, '$.Target.Input'), ''),
        next_due, 0, NULL, next_due
    FROM schedules WHERE next_due IS NOT NULL AND json_valid(definition) AND json_extract(definition, '$.ScheduleExpression') LIKE 'at(%';
DROP TABLE schedule_groups;
DROP TABLE schedules;
DROP TABLE firings;
DROP TABLE deletions;
";

pub(crate) const SCHEMA: Schema = Schema::new("scheduler", &[EVERYTHING, ONE_SHOTS]);

/// One message at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OneShot {
    pub(crate) name: String,
    /// By which a repeated request is known.
    pub(crate) client_token: Option<String>,
    pub(crate) target: String,
    pub(crate) input: String,
    /// Milliseconds since 1970.
    pub(crate) due: i64,
}

/// What is due, with its failed attempts so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) one_shot: OneShot,
    pub(crate) attempts: u32,
    pub(crate) first_at: Option<i64>,
}

fn one_shot(row: &Row<'_>) -> rusqlite::Result<OneShot> {
    Ok(OneShot { name: row.get(0)?, client_token: row.get(1)?, target: row.get(2)?, input: row.get(3)?, due: row.get(4)? })
}

pub(crate) fn find(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<Option<OneShot>> {
    let sql = "SELECT name, client_token, target, input, due FROM one_shots WHERE name = ?1";
    transaction.prepare_cached(sql)?.query_row([name], one_shot).optional()
}

/// A time that has passed is due at once.
pub(crate) fn insert(transaction: &Transaction<'_>, new: &OneShot) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO one_shots (name, client_token, target, input, due, attempts, next_attempt_at) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?5)";
    transaction.prepare_cached(sql)?.execute(params![new.name, new.client_token, new.target, new.input, new.due])?;
    Ok(())
}

/// What to attempt at `now`, the longest waiting first, at most `limit`.
pub(crate) fn ready(transaction: &Transaction<'_>, now: Timestamp, limit: usize) -> rusqlite::Result<Vec<Attempt>> {
    let sql = "SELECT name, client_token, target, input, due, attempts, first_attempt_at FROM one_shots
               WHERE next_attempt_at <= ?1 ORDER BY next_attempt_at, name LIMIT ?2";
    let mut statement = transaction.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok(Attempt { one_shot: one_shot(row)?, attempts: row.get(5)?, first_at: row.get(6)? });
    statement.query_map(params![now.as_millisecond(), limit], read)?.collect()
}

/// The earliest attempt later than `now`: those before it are under way or about to be.
pub(crate) fn next_after(transaction: &Transaction<'_>, now: Timestamp) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT MIN(next_attempt_at) FROM one_shots WHERE next_attempt_at > ?1";
    transaction.prepare_cached(sql)?.query_row([now.as_millisecond()], |row| row.get(0))
}

/// Notes a failed attempt and when the next one is.
pub(crate) fn postpone(transaction: &Transaction<'_>, name: &str, attempts: u32, first_at: i64, next_at: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE one_shots SET attempts = ?2, first_attempt_at = ?3, next_attempt_at = ?4 WHERE name = ?1";
    transaction.execute(sql, params![name, attempts, first_at, next_at])?;
    Ok(())
}

pub(crate) fn remove(transaction: &Transaction<'_>, name: &str) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM one_shots WHERE name = ?1", [name]).map(drop)
}

#[cfg(test)]
mod tests {
    use local_kit::Database;

    use super::*;

    #[test]
    fn a_file_of_the_first_version_keeps_what_is_to_come() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scheduler.db");
        let first = Database::open(&file, &Schema::new("scheduler", &[EVERYTHING])).unwrap();
        let fill = r#"
            INSERT INTO schedules VALUES ('default', 'later', '{"ScheduleExpression":"at(2026-12-24T18:00:00)","Target":{"Arn":"q","Input":"x"}}', 't', 0, 0, 0, 0, 5000, NULL);
            INSERT INTO schedules VALUES ('default', 'daily', '{"ScheduleExpression":"rate(1 day)","Target":{"Arn":"q"}}', NULL, 1, 0, 0, 0, 6000, NULL);
            INSERT INTO schedules VALUES ('default', 'broken', '{', NULL, 0, 0, 0, 0, 7000, NULL);
            INSERT INTO firings (group_name, name, target, due, fired_at, attempts, next_attempt_at) VALUES ('default', 'late', '{"Arn":"q","Input":"y"}', 1000, 1001, 2, 3000);
        "#;
        first.write_blocking(|transaction| transaction.execute_batch(fill)).unwrap();
        drop(first);
        let all = Database::open(&file, &SCHEMA).unwrap().write_blocking(|transaction| ready(transaction, Timestamp::MAX, 10)).unwrap();
        let one = |name: &str, token: Option<&str>, input: &str, due| OneShot {
            name: name.to_owned(),
            client_token: token.map(str::to_owned),
            target: "q".to_owned(),
            input: input.to_owned(),
            due,
        };
        let late = Attempt { one_shot: one("late", None, "y", 1000), attempts: 2, first_at: Some(1001) };
        let later = Attempt { one_shot: one("later", Some("t"), "x", 5000), attempts: 0, first_at: None };
        assert_eq!(all, [late, later]);
    }
}
