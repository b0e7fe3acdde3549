//! What handlers of this area need of the template.

use lambda::Setting;

pub(crate) const USER_POOL: &str = "!Ref UserPoolArn";

pub(crate) const USER_POOL_ID: Setting = Setting::new("USER_POOL_ID", "!Ref UserPoolId");
pub(crate) const CLIENT_ID: Setting = Setting::new("CLIENT_ID", "!Ref ClientId");
/// Whether a member's e-mail is being written meanwhile must not show. The local identity provider writes after it has answered.
pub(crate) const ANSWER_AFTER_MS: Setting = Setting::new("ANSWER_AFTER_MS", "!If [HasIssuerBase, '0', '1500']");
/// Where Cognito's own pages are.
pub(crate) const HOSTED_URL: Setting =
    Setting::new("HOSTED_URL", "!If [HasIssuerBase, !Ref IssuerBase, !Sub 'https://${Domain}.auth.${AWS::Region}.amazoncognito.com']");
/// Providers on this machine, for the local stack only.
pub(crate) const PRIVATE_ADDRESSES: Setting = Setting::new("PRIVATE_ADDRESSES", "!If [HasIssuerBase, allowed, '']");
pub(crate) const SSO_CALLBACK_URL: Setting = Setting::new("SSO_CALLBACK_URL", "!Sub '${PortalUrl}/v1/auth/sso/callback'");
pub(crate) const PORTAL_URL: Setting = Setting::new("PORTAL_URL", "!Ref PortalUrl");
pub(crate) const MAIL_FROM: Setting = Setting::new("MAIL_FROM", "!Ref MailFrom");
pub(crate) const MAIL_CAPTURE: Setting = Setting::new("MAIL_CAPTURE", "!Ref MailCapture");
pub(crate) const SCHEDULE_QUEUE_ARN: Setting = Setting::new("SCHEDULE_QUEUE_ARN", "!Ref IdentityChangesArn");
pub(crate) const SCHEDULE_ROLE_ARN: Setting = Setting::new("SCHEDULE_ROLE_ARN", "!Ref ScheduleRoleArn");
