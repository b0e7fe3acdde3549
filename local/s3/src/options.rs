//! What a local S3 is opened with.

use std::sync::Arc;

use crate::tags::Tags;

/// Decides whether the holder of a session token (empty if there is none) may do an operation of the API, by its name, with a bucket or
/// with the object of a key in it; otherwise says why not.
pub type Authorize = Arc<dyn Fn(&str, &str, &str, Option<&str>) -> Result<(), String> + Send + Sync>;

/// Whether the policy of a bucket lets the object of a key be read that has these tags; otherwise says why not.
pub type Readable = Arc<dyn Fn(&str, &str, &Tags) -> Result<(), String> + Send + Sync>;

/// Who may sign requests, and which web pages may call.
#[derive(Clone)]
pub struct Options {
    /// The one access key id that is accepted.
    pub access_key_id: String,
    /// The secret that signatures are checked with.
    pub secret_access_key: String,
    /// Origins that a browser may call from, such as `http://127.0.0.1:3000`. `*` allows every origin; none allows none.
    pub allowed_origins: Vec<String>,
    /// Asked once a request's signature is known to be good.
    pub authorize: Authorize,
    /// Asked before an object is read.
    pub readable: Readable,
}
