//! Opening what is there, what is missing, and what cannot be used.

use std::fs;
use std::path::Path;

use super::*;

const FIRST: &str = "CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, name TEXT NOT NULL);";
const SECOND: &str = "ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';";
const SCHEMA: Schema = Schema::new("thing", &[FIRST, SECOND]);

#[derive(Debug, PartialEq, Eq)]
struct Refused(String);

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<Interrupted> for Refused {
    fn from(error: Interrupted) -> Self {
        Self(error.to_string())
    }
}

fn add(database: &Database, name: &str) {
    let name = name.to_owned();
    database.write_blocking(|it| Ok::<_, Refused>(it.execute("INSERT INTO things (name) VALUES (?1)", [name])?)).unwrap();
}

fn things(database: &Database) -> Vec<(String, String)> {
    let read = database.write_blocking(|it| {
        let mut statement = it.prepare("SELECT name, colour FROM things ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok::<_, Refused>(rows.collect::<Result<_, _>>()?)
    });
    read.unwrap()
}

fn refusal(file: &Path, schema: &Schema) -> OpenError {
    let error = Database::open(file, schema).err().unwrap();
    let sentence = error.to_string();
    assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{sentence}");
    assert!(
        sentence.contains("the thing database")
            || sentence.contains("The thing database") && sentence.contains(&file.display().to_string()),
        "{sentence}"
    );
    error
}

#[tokio::test]
async fn what_was_written_is_there_again_and_refused_work_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("things.db");
    let database = Database::open(&file, &SCHEMA).unwrap();
    add(&database, "cup");
    let refused = database
        .write(|it| {
            it.execute("INSERT INTO things (name) VALUES ('plate')", [])?;
            Err::<(), _>(Refused("no".to_owned()))
        })
        .await;
    assert_eq!(refused, Err(Refused("no".to_owned())));
    drop(database);
    assert_eq!(things(&Database::open(&file, &SCHEMA).unwrap()), [("cup".to_owned(), "grey".to_owned())]);
}

#[test]
fn a_database_in_memory_has_the_same_tables() {
    let database = Database::in_memory(&SCHEMA).unwrap();
    add(&database, "cup");
    assert_eq!(things(&database.clone()).len(), 1, "clones share it");
    assert_eq!(things(&Database::in_memory(&SCHEMA).unwrap()), []);
}

#[test]
fn an_older_file_takes_the_steps_that_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("things.db");
    let first = Database::open(&file, &Schema::new("thing", &[FIRST])).unwrap();
    add(&first, "kept");
    drop(first);
    for _ in 0..2 {
        assert_eq!(things(&Database::open(&file, &SCHEMA).unwrap()), [("kept".to_owned(), "grey".to_owned())]);
    }
}

#[test]
fn a_file_from_before_versions_is_known_by_its_table() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("things.db");
    let connection = Connection::open(&file).unwrap();
    connection.execute_batch(FIRST).unwrap();
    connection.execute_batch("INSERT INTO things (name) VALUES ('kept')").unwrap();
    drop(connection);
    assert!(matches!(refusal(&file, &SCHEMA).cause, Cause::Damaged(_)), "another program's, for all we know");
    let known = Schema { uncounted: Some("things"), ..SCHEMA };
    assert_eq!(things(&Database::open(&file, &known).unwrap()), [("kept".to_owned(), "grey".to_owned())]);
    assert_eq!(things(&Database::open(&file, &SCHEMA).unwrap()).len(), 1, "its versions are counted from now on");
}

#[test]
fn what_is_no_database_of_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("things.db");
    let text = "this is certainly no database ".repeat(300);
    fs::write(&file, &text).unwrap();
    let error = refusal(&file, &SCHEMA);
    assert!(matches!(error.cause, Cause::Damaged(_)), "{error:?}");
    assert!(error.to_string().contains(ADVICE), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);

    fs::remove_file(&file).unwrap();
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE other (x)").unwrap();
    let before = fs::read(&file).unwrap();
    assert!(matches!(refusal(&file, &SCHEMA).cause, Cause::Damaged(_)));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn torn_pages_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("things.db");
    drop(Database::open(&file, &SCHEMA).unwrap());
    let healthy = fs::read(&file).unwrap();
    let mut bytes = healthy.clone();
    bytes[4096..].fill(0xA5);
    fs::write(&file, bytes).unwrap();
    assert!(matches!(refusal(&file, &SCHEMA).cause, Cause::Damaged(_)));
    fs::write(&file, &healthy[..healthy.len() / 2]).unwrap();
    assert!(matches!(refusal(&file, &SCHEMA).cause, Cause::Damaged(_)));
}

#[test]
fn a_later_format_is_refused_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("things.db");
    drop(Database::open(&file, &SCHEMA).unwrap());
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = refusal(&file, &SCHEMA);
    assert_eq!(error.cause, Cause::Newer { found: 99, known: 2 });
    assert!(error.to_string().contains("newer version"), "{error}");
}

#[test]
fn what_the_operating_system_refuses_has_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(refusal(folder.path(), &SCHEMA).cause, Cause::Other(_)), "a folder");
    assert!(matches!(refusal(&folder.path().join("none/things.db"), &SCHEMA).cause, Cause::Other(_)), "no folder");
    // The superuser may write everything, so what the system would answer is given.
    let denied = OpenError::from_io("thing", folder.path(), &std::io::Error::from(std::io::ErrorKind::PermissionDenied));
    assert!(denied.to_string().starts_with("No permission"), "{denied}");
    let full = OpenError::from_io("thing", folder.path(), &std::io::Error::from(std::io::ErrorKind::StorageFull));
    assert!(full.to_string().contains("is full; make room"), "{full}");
}

#[test]
fn a_file_that_another_process_holds_is_in_use() {
    let code = |code| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
    let cause = |number| OpenError::from_sqlite("thing", Path::new("things.db"), &code(number)).cause;
    assert_eq!(cause(rusqlite::ffi::SQLITE_BUSY), Cause::InUse);
    assert_eq!(cause(rusqlite::ffi::SQLITE_FULL), Cause::Full);
    assert!(matches!(cause(rusqlite::ffi::SQLITE_READONLY), Cause::Permission(_)));
    assert!(matches!(cause(rusqlite::ffi::SQLITE_IOERR), Cause::Other(_)));
}
