//! Why tokens are made, and for whom.

use super::session::Session;
use crate::clients::Client;
use crate::pools::Pool;
use crate::request::TextMap;
use crate::users::User;

/// Why tokens are made, and for whom.
pub(crate) struct Occasion<'a> {
    pub(crate) pool: &'a Pool,
    pub(crate) client: &'a Client,
    pub(crate) user: &'a User,
    pub(crate) session: &'a Session,
    pub(crate) source: &'static str,
    pub(crate) client_metadata: Option<TextMap>,
}
