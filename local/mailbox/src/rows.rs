//! The rows of the mailbox and the statements on them; each runs inside a caller's transaction.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use crate::address::bare;
use crate::database::MailboxError;
use crate::mail::{Mail, StoredMail};

/// Mails beyond this number, the oldest first, are dropped.
pub(crate) const KEPT: i64 = 5_000;

const COLUMNS: &str = "id, sent_at, sender, recipients, subject, text, html";

struct Columns {
    id: i64,
    sent_at: i64,
    sender: String,
    recipients: String,
    subject: String,
    text: Option<String>,
    html: Option<String>,
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        id: row.get(0)?,
        sent_at: row.get(1)?,
        sender: row.get(2)?,
        recipients: row.get(3)?,
        subject: row.get(4)?,
        text: row.get(5)?,
        html: row.get(6)?,
    })
}

fn stored(columns: Columns) -> Result<StoredMail, MailboxError> {
    let id = columns.id;
    let corrupt = |reason: String| MailboxError::Corrupt { id, reason };
    Ok(StoredMail {
        id,
        to: serde_json::from_str(&columns.recipients).map_err(|error| corrupt(error.to_string()))?,
        from: columns.sender,
        subject: columns.subject,
        text: columns.text,
        html: columns.html,
        sent_at: Timestamp::from_millisecond(columns.sent_at).map_err(|error| corrupt(error.to_string()))?,
    })
}

/// Keeps the mail, drops the oldest beyond [`KEPT`], and answers the new id.
pub(crate) fn insert(transaction: &Transaction<'_>, mail: &Mail, now: Timestamp) -> Result<i64, MailboxError> {
    transaction.execute(
        "INSERT INTO mails (sent_at, sender, recipients, subject, text, html)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![now.as_millisecond(), mail.from, serde_json::json!(mail.to).to_string(), mail.subject, mail.text, mail.html,],
    )?;
    let id = transaction.last_insert_rowid();
    let addresses: BTreeSet<String> = mail.to.iter().map(|to| searchable(to)).collect();
    for address in addresses {
        transaction.execute("INSERT INTO recipients VALUES (?1, ?2)", params![address, id])?;
    }
    transaction.execute("DELETE FROM mails WHERE id <= ?1", [id - KEPT])?;
    Ok(id)
}

/// The newest mails first, all or those to one address.
pub(crate) fn list(transaction: &Transaction<'_>, to: Option<&str>, limit: usize) -> Result<Vec<StoredMail>, MailboxError> {
    let filter = match to {
        Some(_) => "WHERE id IN (SELECT mail_id FROM recipients WHERE address = ?1)",
        None => "WHERE ?1 IS NULL",
    };
    let sql = format!("SELECT {COLUMNS} FROM mails {filter} ORDER BY id DESC LIMIT ?2");
    let mut statement = transaction.prepare_cached(&sql)?;
    let rows = statement.query_map(params![to.map(searchable), limit], columns)?;
    rows.map(|row| stored(row?)).collect()
}

/// The first mail to this address after the mail `after_id`.
pub(crate) fn first_after(transaction: &Transaction<'_>, to: &str, after_id: i64) -> Result<Option<StoredMail>, MailboxError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM mails WHERE id =
         (SELECT MIN(mail_id) FROM recipients WHERE address = ?1 AND mail_id > ?2)"
    );
    transaction.prepare_cached(&sql)?.query_row(params![searchable(to), after_id], columns).optional()?.map(stored).transpose()
}

pub(crate) fn find(transaction: &Transaction<'_>, id: i64) -> Result<Option<StoredMail>, MailboxError> {
    let sql = format!("SELECT {COLUMNS} FROM mails WHERE id = ?1");
    transaction.prepare_cached(&sql)?.query_row([id], columns).optional()?.map(stored).transpose()
}

/// What a mail is found by. Text that is no address is kept as it is, so that it is found too.
fn searchable(to: &str) -> String {
    bare(to).unwrap_or_else(|| to.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use local_kit::Database;

    use super::*;
    use crate::database::SCHEMA;

    #[tokio::test]
    async fn the_latest_five_thousand_are_kept() {
        let database = Database::in_memory(&SCHEMA).unwrap();
        let counts = database
            .write(|transaction| {
                let mail = Mail { to: vec!["ada@acme.example".to_owned(), "Ada <ADA@acme.example>".to_owned()], ..Mail::default() };
                for _ in 0..KEPT + 3 {
                    insert(transaction, &mail, Timestamp::UNIX_EPOCH)?;
                }
                ["mails", "recipients"]
                    .into_iter()
                    .map(|table| {
                        let key = if table == "mails" { "id" } else { "mail_id" };
                        let sql = format!("SELECT COUNT(*), MIN({key}), MAX({key}) FROM {table}");
                        Ok(transaction.query_row(&sql, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?)
                    })
                    .collect::<Result<Vec<[i64; 3]>, MailboxError>>()
            })
            .await
            .unwrap();
        assert_eq!(counts, vec![[KEPT, 4, KEPT + 3]; 2]);
    }
}
