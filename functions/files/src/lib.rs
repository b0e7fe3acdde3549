//! Files that people upload: in parts and straight into the bucket, unreadable until they have been looked at.

mod begin_upload;
mod file_view;
mod finish_upload;
mod get_file;
mod judge_file;
mod list_files;
mod needs;
mod settlement;
mod sign_parts;

use files_model::{digest::Digest, event::FileEvent};
use lambda::PathParameter;
use table::outbox::Event;
use utoipa::PartialSchema;

/// What paths name of this area's things.
const PATH_PARAMETERS: &[PathParameter] = &[PathParameter {
    name: "digest",
    meaning: "The file: the SHA-256 of the SHA-256s of its parts, which are 8 MiB each but for the last.",
    schema: Digest::schema,
}];

/// The handlers of this area.
#[must_use]
pub fn area() -> lambda::Area {
    let handlers = vec![
        list_files::handler(),
        get_file::handler(),
        begin_upload::handler(),
        sign_parts::handler(),
        finish_upload::handler(),
        judge_file::handler(),
    ];
    lambda::Area::new("files", "files", handlers).keeping(files_model::keys::PREFIXES).announcing(FileEvent::KINDS).naming(PATH_PARAMETERS)
}
