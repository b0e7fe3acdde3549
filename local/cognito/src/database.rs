//! The tables. Times are milliseconds since 1970; secrets that need not be read back are kept as digests.

use local_kit::Schema;

pub(crate) const SCHEMA: Schema = Schema::new("Cognito", &STEPS);

const STEPS: [&str; 2] = [
    "

CREATE TABLE pools (
    id TEXT PRIMARY KEY, settings TEXT NOT NULL, access_key BLOB NOT NULL, id_key BLOB NOT NULL,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
) STRICT;
CREATE TABLE clients (
    id TEXT PRIMARY KEY, pool TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    settings TEXT NOT NULL, secret TEXT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX clients_of_pool ON clients (pool, id);
CREATE TABLE resource_servers (
    pool TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE, identifier TEXT NOT NULL,
    name TEXT NOT NULL, scopes TEXT NOT NULL, PRIMARY KEY (pool, identifier)
) STRICT;
CREATE TABLE users (
    pool TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE,
    key TEXT NOT NULL, username TEXT NOT NULL, sub TEXT NOT NULL,
    status TEXT NOT NULL, enabled INTEGER NOT NULL,
    password TEXT, temporary_until INTEGER,
    totp_secret BLOB, totp_pending BLOB, totp_step INTEGER NOT NULL,
    mfa_enabled INTEGER NOT NULL, mfa_preferred INTEGER NOT NULL,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    PRIMARY KEY (pool, key)
) STRICT;
CREATE UNIQUE INDEX users_by_sub ON users (pool, sub);
CREATE TABLE user_attributes (
    pool TEXT NOT NULL, user TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (pool, user, name),
    FOREIGN KEY (pool, user) REFERENCES users (pool, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX user_attributes_by_value ON user_attributes (pool, name, value, user);
CREATE TABLE challenges (
    session BLOB PRIMARY KEY, pool TEXT NOT NULL, user TEXT, attempt TEXT NOT NULL,
    wrong INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    FOREIGN KEY (pool, user) REFERENCES users (pool, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX challenges_by_expiry ON challenges (expires_at);
CREATE INDEX challenges_of_user ON challenges (pool, user);
CREATE TABLE families (
    id TEXT PRIMARY KEY, pool TEXT NOT NULL, user TEXT NOT NULL,
    client TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    session TEXT NOT NULL, expires_at INTEGER NOT NULL, revoked INTEGER NOT NULL,
    FOREIGN KEY (pool, user) REFERENCES users (pool, key) ON DELETE CASCADE
) STRICT;
CREATE INDEX families_of_user ON families (pool, user);
CREATE INDEX families_of_client ON families (client);
CREATE INDEX families_by_expiry ON families (expires_at);
CREATE TABLE refresh_tokens (
    digest BLOB PRIMARY KEY, family TEXT NOT NULL REFERENCES families (id) ON DELETE CASCADE,
    rotated_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_of_family ON refresh_tokens (family);
",
    "
CREATE TABLE client_secrets (
    id TEXT PRIMARY KEY, client TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    secret TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX client_secrets_of_client ON client_secrets (client, created_at);
CREATE TABLE identity_providers (
    pool TEXT NOT NULL REFERENCES pools (id) ON DELETE CASCADE, name TEXT NOT NULL, settings TEXT NOT NULL,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, PRIMARY KEY (pool, name)
) STRICT;
CREATE TABLE federations (
    state BLOB PRIMARY KEY, pool TEXT NOT NULL, provider TEXT NOT NULL, request TEXT NOT NULL, expires_at INTEGER NOT NULL,
    FOREIGN KEY (pool, provider) REFERENCES identity_providers (pool, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE codes (
    digest BLOB PRIMARY KEY, pool TEXT NOT NULL, user TEXT NOT NULL, request TEXT NOT NULL, expires_at INTEGER NOT NULL,
    FOREIGN KEY (pool, user) REFERENCES users (pool, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
",
];

#[cfg(test)]
mod tests {
    use local_kit::Database;

    use super::*;
    use crate::refusal::Refusal;

    #[test]
    fn a_file_of_the_first_version_is_brought_up_to_date_with_what_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cognito.db");
        let first = Database::open(&file, &Schema::new("Cognito", &[STEPS[0]])).unwrap();
        first.write_blocking(|it| it.execute_batch("INSERT INTO pools VALUES ('kept', '{}', x'', x'', 0, 0)")).unwrap();
        drop(first);
        let database = Database::open(&file, &SCHEMA).unwrap();
        let pool: Result<String, Refusal> = database.write_blocking(|it| {
            it.execute_batch("INSERT INTO identity_providers VALUES ('kept', 'google', '{}', 0, 0)")?;
            Ok(it.query_row("SELECT id FROM pools", [], |row| row.get(0))?)
        });
        assert_eq!(pool, Ok("kept".to_owned()));
    }
}
