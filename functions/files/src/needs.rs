//! What handlers of this area need of the template.

use lambda::{QueueResource, Setting};

/// Whoever may list it is told of a missing file that it is missing; others get 403.
pub(crate) const BUCKET: &str = "!Ref BucketArn";
/// Files that people have uploaded.
pub(crate) const UPLOADS: &str = "!Sub '${BucketArn}/F/*'";

pub(crate) const BUCKET_NAME: Setting = Setting::new("BUCKET_NAME", "!Ref BucketName");

/// What the scanner has found in files.
pub(crate) const VERDICTS: QueueResource = QueueResource::standard("Verdicts").filled_by("events.amazonaws.com").with(10, 20);
