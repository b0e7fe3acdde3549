//! A mailbox on a temporary file, with a clock that stands still.

use local_kit::Clock;
use local_mailbox::{Mail, Mailbox, Options};
use tempfile::TempDir;

pub(crate) const NOW: &str = "2026-11-22T10:00:00Z";

pub(crate) struct Stage {
    folder: TempDir,
    pub(crate) mailbox: Mailbox,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mailbox = open(&folder);
        Self { folder, mailbox }
    }

    pub(crate) fn reopened(&self) -> Mailbox {
        open(&self.folder)
    }

    /// A mailbox on a file as the first version wrote it, with one mail to Ada.
    pub(crate) fn reopened_as_first_version(&self) -> Mailbox {
        let file = self.folder.path().join("first.sqlite");
        rusqlite::Connection::open(&file).unwrap().execute_batch(include_str!("first_version.sql")).unwrap();
        Mailbox::open(file, Options { clock: Clock::standing(NOW.parse().unwrap()) }).unwrap()
    }
}

fn open(folder: &TempDir) -> Mailbox {
    let clock = Clock::standing(NOW.parse().unwrap());
    Mailbox::open(folder.path().join("mailbox.sqlite"), Options { clock }).unwrap()
}

pub(crate) fn mail(to: &str, subject: &str) -> Mail {
    Mail {
        from: "Trellis <no-reply@trellis.example>".to_owned(),
        to: vec![to.to_owned()],
        subject: subject.to_owned(),
        text: Some("Hello".to_owned()),
        html: None,
    }
}
