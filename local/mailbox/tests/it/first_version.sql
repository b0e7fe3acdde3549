CREATE TABLE mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sent_at INTEGER NOT NULL, -- milliseconds since 1970
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL, -- a JSON array, as given
    subject TEXT NOT NULL,
    text TEXT,
    html TEXT,
    headers TEXT NOT NULL
) STRICT;
CREATE TABLE recipients (
    address TEXT NOT NULL, -- bare and in lower case
    mail_id INTEGER NOT NULL REFERENCES mails (id) ON DELETE CASCADE,
    PRIMARY KEY (address, mail_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recipients_by_mail ON recipients (mail_id);
CREATE TABLE attachments (
    mail_id INTEGER NOT NULL REFERENCES mails (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (mail_id, position)
) STRICT;
INSERT INTO mails (sent_at, sender, recipients, subject, text, html, headers)
VALUES (0, 'no-reply@trellis.example', '["ada@acme.example"]', 'kept', 'Hello', NULL, '[]');
INSERT INTO recipients VALUES ('ada@acme.example', 1);
INSERT INTO attachments VALUES (1, 0, 'a.txt', 'text/plain', x'61');
PRAGMA user_version = 1;
