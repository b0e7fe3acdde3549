//! What handlers of this area need of the template.

use lambda::{QueueResource, Setting};

/// Whoever may list it is told of a missing file that it is missing; others get 403.
pub(crate) const BUCKET: &str = "!Ref BucketArn";
/// Files that people have uploaded.
pub(crate) const UPLOADS: &str = "!Sub '${BucketArn}/F/*'";
/// Packages as they are unpacked.
pub(crate) const UNPACKED: &str = "!Sub '${BucketArn}/P/*'";

pub(crate) const BUCKET_NAME: Setting = Setting::new("BUCKET_NAME", "!Ref BucketName");
/// Where packages run.
pub(crate) const CONTENT_ORIGIN: Setting = Setting::new("CONTENT_ORIGIN", "!Ref ContentOrigin");
/// What addresses of their files are signed with.
pub(crate) const CONTENT_KEY: Setting = Setting::new("CONTENT_KEY", "!Sub '{{resolve:secretsmanager:${ContentSecretArn}}}'");
pub(crate) const PORTAL_URL: Setting = Setting::new("PORTAL_URL", "!Ref PortalUrl");

/// Packages that have arrived, some files of each with a message.
pub(crate) const PACKAGES: QueueResource =
    QueueResource::standard("Packages").retried_after("ImportRetryDelay").with(1, 50).alarm_after(7200);
