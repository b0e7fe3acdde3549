//! What handlers of this area need of the template.

use lambda::{QueueResource, Setting};

pub(crate) const BUCKET: &str = "!Ref BucketArn";
/// The search index of members, which is made from the table.
pub(crate) const INDEX: &str = "!Sub '${BucketArn}/D/*/people/*'";

pub(crate) const BUCKET_NAME: Setting = Setting::new("BUCKET_NAME", "!Ref BucketName");

/// Changed members, for the search index. Thousands come at once where people are imported: each call writes the whole index, so it gathers
/// what comes.
pub(crate) const MEMBER_CHANGES: QueueResource =
    QueueResource::standard("MemberChanges").retried_after("ImportRetryDelay").gathered(2).with(1000, 2);
