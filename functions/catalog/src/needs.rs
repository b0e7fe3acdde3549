//! What handlers of this area need of the template.

use lambda::{QueueResource, Setting};

pub(crate) const BUCKET: &str = "!Ref BucketArn";
/// Files of courses.
pub(crate) const FILES: &str = "!Sub '${BucketArn}/W/*/courses/*'";
/// Archives to import.
pub(crate) const ARCHIVES: &str = "!Sub '${BucketArn}/W/*/imports/*'";

pub(crate) const BUCKET_NAME: Setting = Setting::new("BUCKET_NAME", "!Ref BucketName");

/// The bucket's notices of archives. S3 fills no FIFO queue and names no group.
pub(crate) const ARRIVALS: QueueResource = QueueResource::standard("Arrivals").filled_by("s3.amazonaws.com").with(10, 20);

/// Imports whose archives have arrived. One worker for a workspace at a time; each writes thousands of lessons, and authors can wait in
/// line.
pub(crate) const IMPORTS: QueueResource = QueueResource::fifo("Imports").retried_after("ImportRetryDelay").with(1, 5).alarm_after(7200);
