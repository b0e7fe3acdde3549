//! Identifiers of this area.

use trellis_core::ulid_id;

ulid_id!(
    /// A sign-in that has been started and not finished.
    SignInId
);
ulid_id!(
    /// A customer's own identity provider.
    IdentityProviderId
);
ulid_id!(
    /// A link by which a member sets up password and authenticator app; a newer one takes its place.
    EnrolmentId
);
