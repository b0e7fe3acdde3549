//! The AWS services besides the table that any area may need, and the web. Others are their areas' own.

mod content;
mod files;
mod mail;
mod queues;
mod remote;
mod schedules;
mod uploads;
mod web;

pub use content::{ContentOrigin, PackageAddress};
pub use files::{Derived, Described, FileError, Files, Served, SignedRequest};
pub use mail::{Letter, Mail, MailError};
pub use queues::{Outgoing, QueueError, Queues, Waiting};
pub use remote::{RemoteFile, Trouble};
pub use schedules::{PASS_SCHEDULE_ROLE, ScheduleError, Schedules};
pub use uploads::{Part, Scan, UploadError, UploadKey, Uploads, whole};
pub use web::{Web, WebError};

use aws_smithy_types::error::display::DisplayErrorContext;

/// The whole chain of causes, for the log.
#[must_use]
pub fn cause<E: std::error::Error>(error: E) -> String {
    DisplayErrorContext(error).to_string()
}
