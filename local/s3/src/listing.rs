//! ListObjectsV2: pages of keys, with prefixes rolled up at a delimiter.

use rusqlite::{Connection, OptionalExtension};
use s3s::s3_error;

use crate::bucket;
use crate::error::Error;

/// The greatest character: a key after every key that starts with a given prefix.
const LAST_CHARACTER: char = '\u{10FFFF}';

/// What to list.
pub(crate) struct Query {
    pub(crate) bucket: String,
    pub(crate) prefix: String,
    /// Empty for none.
    pub(crate) delimiter: String,
    /// Keys after this one.
    pub(crate) after: String,
    /// Entries and common prefixes together.
    pub(crate) most: usize,
}

/// One page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) entries: Vec<Entry>,
    pub(crate) common_prefixes: Vec<String>,
    /// [`Query::after`] of the next page, when there is one.
    pub(crate) next: Option<String>,
}

/// One object of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Bytes.
    pub(crate) size: u64,
    pub(crate) etag: String,
    /// Milliseconds since 1970.
    pub(crate) modified: i64,
}

/// Reads one page, in the byte order of the keys.
///
/// # Errors
/// `NoSuchBucket`.
pub(crate) fn page(connection: &Connection, query: &Query) -> Result<Page, Error> {
    bucket::require(connection, &query.bucket)?;
    let mut statement = connection.prepare_cached(
        "select key, size, etag, modified from object
         where bucket = ?1 and key > ?2 and key >= ?3 order by key limit 1",
    )?;
    let mut page = Page::default();
    let mut after = query.after.clone();
    let mut rolled_up = query.after.strip_suffix(LAST_CHARACTER).map(str::to_owned);
    if query.most == 0 {
        return Ok(page);
    }
    loop {
        let next = statement.query_row([&query.bucket, &after, &query.prefix], |row| {
            Ok(Entry { key: row.get(0)?, size: row.get(1)?, etag: row.get(2)?, modified: row.get(3)? })
        });
        let Some(entry) = next.optional()? else { break };
        let Some(rest) = entry.key.strip_prefix(&query.prefix) else {
            break;
        };
        let common = common_prefix(query, rest);
        if common.is_some() && common == rolled_up {
            after = entry.key;
            continue;
        }
        if page.entries.len() + page.common_prefixes.len() == query.most {
            page.next = Some(after);
            break;
        }
        if let Some(common) = common {
            after = format!("{common}{LAST_CHARACTER}");
            page.common_prefixes.push(common.clone());
            rolled_up = Some(common);
        } else {
            after.clone_from(&entry.key);
            page.entries.push(entry);
        }
    }
    Ok(page)
}

fn common_prefix(query: &Query, rest: &str) -> Option<String> {
    if query.delimiter.is_empty() {
        return None;
    }
    let (name, _) = rest.split_once(&query.delimiter)?;
    Some(format!("{}{name}{}", query.prefix, query.delimiter))
}

/// Hides a position in a continuation token.
pub(crate) fn token(after: &str) -> String {
    hex::encode(after)
}

/// Reads a continuation token.
///
/// # Errors
/// `InvalidArgument`.
pub(crate) fn position(token: &str) -> Result<String, Error> {
    let text = hex::decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(text.ok_or_else(|| s3_error!(InvalidArgument, "The continuation token provided is incorrect"))?)
}

/// Encodes a key for `encoding-type=url`.
pub(crate) fn encode(key: &str) -> String {
    crate::event::encode_key(key).replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use local_kit::Database;
    use proptest::prelude::*;

    use super::*;
    use crate::database::SCHEMA;

    fn bucket_with(keys: &BTreeSet<String>) -> Database {
        let database = Database::in_memory(&SCHEMA).unwrap();
        let filled = database.write_blocking(|transaction| {
            transaction.execute("insert into bucket(name, created) values('b', 0)", [])?;
            for key in keys {
                let sql =
                    "insert into object(bucket, key, size, etag, blob, modified, content, checksum) values('b', ?, 0, '', '', 0, '', '')";
                transaction.execute(sql, [key])?;
            }
            Ok::<_, Error>(())
        });
        filled.unwrap();
        database
    }

    /// All pages of `most` entries, one after the other.
    fn walk(database: &Database, prefix: &str, delimiter: &str, most: usize) -> (Vec<String>, Vec<String>) {
        let (mut keys, mut prefixes, mut after) = (Vec::new(), Vec::new(), String::new());
        loop {
            let query = Query { bucket: "b".to_owned(), prefix: prefix.to_owned(), delimiter: delimiter.to_owned(), after, most };
            let page = database.write_blocking(|transaction| page(transaction, &query)).unwrap();
            assert!(page.entries.len() + page.common_prefixes.len() <= most);
            keys.extend(page.entries.into_iter().map(|entry| entry.key));
            prefixes.extend(page.common_prefixes);
            match page.next {
                Some(next) => after = position(&token(&next)).unwrap(),
                None => return (keys, prefixes),
            }
        }
    }

    proptest! {
        #[test]
        fn pages_of_any_size_add_up_to_the_rule(
            keys in prop::collection::btree_set("[a-b/\u{10FFFF}]{1,6}", 0..30),
            prefix in "[a-b/]{0,2}",
            delimiter in "/?",
            most in 1_usize..5,
        ) {
            let mut expected_keys = Vec::new();
            let mut expected_prefixes = BTreeSet::new();
            for key in keys.iter().filter(|key| key.starts_with(&prefix)) {
                match key[prefix.len()..].find('/').filter(|_| !delimiter.is_empty()) {
                    Some(at) => { expected_prefixes.insert(key[..=prefix.len() + at].to_owned()); }
                    None => expected_keys.push(key.clone()),
                }
            }
            let (found_keys, found_prefixes) = walk(&bucket_with(&keys), &prefix, &delimiter, most);
            prop_assert_eq!(found_keys, expected_keys);
            prop_assert_eq!(found_prefixes, expected_prefixes.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_foreign_token_is_refused() {
        assert!(position("zz").is_err());
        assert!(position("ff").is_err());
    }
}
