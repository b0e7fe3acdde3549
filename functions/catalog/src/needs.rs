//! What handlers of this area need of the template.

use lambda::{QueueResource, Setting};

pub(crate) const BUCKET: &str = "!Ref BucketArn";
/// Files of courses.
pub(crate) const FILES: &str = "!Sub '${BucketArn}/W/*/courses/*'";
/// The same in the global catalogue, and of the operators' own workspace.
pub(crate) const GLOBAL_FILES: &str = "!Sub '${BucketArn}/G/courses/*'";
pub(crate) const OPERATORS_FILES: &str = "!Sub '${BucketArn}/W/platform/courses/*'";
/// Archives to import.
pub(crate) const ARCHIVES: &str = "!Sub '${BucketArn}/W/*/imports/*'";

/// Files that people have uploaded.
pub(crate) const UPLOADS: &str = "!Sub '${BucketArn}/F/*'";

/// Archives that are made of courses.
pub(crate) const EXPORTS: &str = "!Sub '${BucketArn}/E/*'";

/// Search indexes, which are made from the table.
pub(crate) const INDEXES: &str = "!Sub '${BucketArn}/D/*/catalog/*'";

pub(crate) const BUCKET_NAME: Setting = Setting::new("BUCKET_NAME", "!Ref BucketName");

/// The bucket's notices of archives. S3 fills no FIFO queue and names no group.
pub(crate) const ARRIVALS: QueueResource = QueueResource::standard("Arrivals").filled_by("s3.amazonaws.com").with(10, 20);

/// Changed courses, for the search index: one worker for a workspace at a time, which takes all that have come.
pub(crate) const CHANGES: QueueResource = QueueResource::fifo("Changes").retried_after("SearchRetryDelay").with(10, 50);

/// Courses that operators offer to all workspaces, some lessons with each message.
pub(crate) const OFFERS: QueueResource = QueueResource::standard("Offers").retried_after("ImportRetryDelay").with(1, 50);

/// Changed courses and collections of the global catalogue, for the workspaces that subscribe: 25 workspaces with each message.
pub(crate) const FOLLOWERS: QueueResource =
    QueueResource::standard("Followers").retried_after("ImportRetryDelay").with(1, 50).alarm_after(7200);

/// Collections whose courses a workspace takes, all with one message.
pub(crate) const COLLECTIONS: QueueResource = QueueResource::standard("Collections").retried_after("ImportRetryDelay").with(1, 50);

/// Deleted courses, whose lessons and files go.
pub(crate) const DELETIONS: QueueResource = QueueResource::standard("Deletions").retried_after("ImportRetryDelay").with(1, 50);

/// Archives to be made of courses: one worker for a workspace at a time.
pub(crate) const EXPORT_REQUESTS: QueueResource =
    QueueResource::fifo("Exports").retried_after("ImportRetryDelay").with(1, 5).alarm_after(7200);

/// Imports whose archives have arrived. One worker for a workspace at a time; each writes thousands of lessons, and authors can wait in
/// line.
pub(crate) const IMPORTS: QueueResource = QueueResource::fifo("Imports").retried_after("ImportRetryDelay").with(1, 5).alarm_after(7200);
