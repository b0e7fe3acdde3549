//! A mailbox on a temporary file, with a clock that stands still.

use std::sync::Arc;

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
}

fn open(folder: &TempDir) -> Mailbox {
    let clock = Arc::new(|| NOW.parse().unwrap());
    Mailbox::open(folder.path().join("mailbox.sqlite"), Options { clock }).unwrap()
}

pub(crate) fn mail(to: &str, subject: &str) -> Mail {
    Mail {
        from: "Trellis <no-reply@trellis.example>".to_owned(),
        to: vec![to.to_owned()],
        subject: subject.to_owned(),
        text: Some("Hello".to_owned()),
        ..Mail::default()
    }
}
