//! The AWS services besides the table, as the handlers need them.

mod federation;
mod files;
mod identity_provider;
mod key_set;
mod machine_clients;
mod mail;
mod queues;
mod schedules;
mod second_factor;
mod usage_keys;
mod web;

pub use federation::{Arrived, Connected, Connection, Mapping, authorize_scopes};
pub use files::{FileError, Files, SignedRequest};
pub use identity_provider::{CodeAnswer, IdentityProvider, NewUser, ProviderError, Refresh, Tokens};
pub use key_set::{KeySet, KeySetError};
pub use machine_clients::MachineCredentials;
pub use mail::{Letter, Mail, MailError};
pub use queues::{Outgoing, QueueError, Queues, Waiting};
pub use schedules::{ScheduleError, Schedules};
pub use second_factor::{AppCheck, PasswordAnswer};
pub use usage_keys::{UsageKeyError, UsageKeys};
pub use web::{Web, WebError};

use aws_smithy_types::error::display::DisplayErrorContext;

/// The whole chain of causes, for the log.
fn cause<E: std::error::Error>(error: E) -> String {
    DisplayErrorContext(error).to_string()
}
