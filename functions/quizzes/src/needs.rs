//! What handlers of this area need of the template.

use lambda::{QueueResource, Setting};

/// Files that people have uploaded: of this workspace, and those of the operators that the global catalogue shows.
pub(crate) const UPLOADS: &str = "!Sub '${BucketArn}/F/*'";

pub(crate) const BUCKET_NAME: Setting = Setting::new("BUCKET_NAME", "!Ref BucketName");

/// Graded attempts, for the statistics: one worker for a workspace at a time.
pub(crate) const ANSWERS: QueueResource = QueueResource::fifo("Answers");

/// Quizzes whose attempts are graded anew, some with each message.
pub(crate) const REGRADINGS: QueueResource = QueueResource::standard("Regradings").with(1, 50).alarm_after(7200);

/// Attempts whose time is limited: when they begin, and, from the scheduler, when it is over.
pub(crate) const DEADLINES: QueueResource = QueueResource::standard("Deadlines");
pub(crate) const SCHEDULE_QUEUE_ARN: Setting = Setting::new("SCHEDULE_QUEUE_ARN", "!Ref DeadlinesArn");
pub(crate) const SCHEDULE_ROLE_ARN: Setting = Setting::new("SCHEDULE_ROLE_ARN", "!Ref ScheduleRoleArn");
