//! What a local S3 is opened with.

/// Who may sign requests, and which web pages may call.
#[derive(Clone)]
pub struct Options {
    /// The one access key id that is accepted.
    pub access_key_id: String,
    /// The secret that signatures are checked with.
    pub secret_access_key: String,
    /// Origins that a browser may call from, such as `http://127.0.0.1:3000`. `*` allows every origin; none allows none.
    pub allowed_origins: Vec<String>,
}
