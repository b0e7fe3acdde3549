//! Test sign-ins: what a provider has said of somebody, and what would have come of it.

use crate::{
    ids::{IdentityProviderId, SignInId},
    keys,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use table::{Entity, Place, Record, TableError, Tenant};
use trellis_core::{
    ids::MemberId,
    personal::{Account, Contact, Name, Personal},
    role::Role,
};

/// How long an outcome can be looked at.
const KEPT: SignedDuration = SignedDuration::from_mins(30);

/// What the provider said about the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Said {
    /// The provider's permanent identifier for the person.
    #[schema(value_type = String)]
    pub subject: Personal<String, Account>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Personal<String, Contact>>,
    /// Absent if the provider does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub name: Option<Personal<String, Name>>,
    /// The groups that lead to roles here, and others.
    #[schema(value_type = Vec<String>, max_items = 200)]
    pub groups: Vec<Personal<String, Account>>,
}

/// What would come of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// Signs in as the member who has come from this provider before.
    SignsIn,
    /// Signs in as the member with this address, and is linked to them.
    Links,
    /// Becomes a member.
    Joins,
    /// Must first prove, with a code, to be the member with this address.
    Asks,
    Refused,
}

/// Why a sign-in would be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestReason {
    /// The provider gives no address, or does not say that it is verified.
    UnverifiedEmail,
    /// The address is not in one of the provider's domains.
    ForeignDomain,
    /// There is no such member, and the provider does not create members.
    Unknown,
    /// The member is deactivated.
    Deactivated,
    /// The provider refused; `provider_error` has its reason.
    ProviderRefused,
    /// The provider's answer could not be used: its code had expired or was another provider's.
    Unusable,
}

/// Who the person would be here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WouldBe {
    /// The member, if there is one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_id: Option<MemberId>,
    #[schema(value_type = String)]
    pub name: Personal<String, Name>,
    #[schema(max_items = 9)]
    pub roles: BTreeSet<Role>,
}

/// What a test sign-in has shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSignIn {
    pub id: SignInId,
    pub provider_id: IdentityProviderId,
    /// Who has begun it, and alone may see what came of it.
    pub tester: MemberId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
    pub outcome: TestOutcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<TestReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_be: Option<WouldBe>,
    /// The provider's own words, which often name the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_error: Option<Personal<String, Account>>,
    pub valid_until: Timestamp,
}

impl Entity for TestSignIn {
    const NAME: &'static str = "TestSignIn";
}

impl TestSignIn {
    /// The outcome of an attempt that nobody has explained yet.
    #[must_use]
    pub fn refused(id: SignInId, provider_id: IdentityProviderId, tester: MemberId, reason: TestReason, now: Timestamp) -> Self {
        let valid_until = now.checked_add(KEPT).unwrap_or(now);
        let outcome = TestOutcome::Refused;
        let (reason, provider_error) = (Some(reason), None);
        Self { id, provider_id, tester, said: None, outcome, reason, would_be: None, provider_error, valid_until }
    }
}

/// Keeps what came of a test. The attempt was taken once, so this happens once.
///
/// # Errors
/// When the table cannot be written.
pub async fn put_test_sign_in(tenant: &Tenant, test: TestSignIn) -> Result<(), TableError> {
    let place = Place::from(keys::sso_test(tenant.scope(), test.id)).expires(test.valid_until);
    tenant.write(Record::new(test, tenant.now()).write(place, tenant.now())?).await
}

/// What came of a test, as long as it is kept.
///
/// # Errors
/// When the table cannot be read.
pub async fn test_sign_in(tenant: &Tenant, id: SignInId) -> Result<Option<TestSignIn>, TableError> {
    let item = tenant.get(keys::sso_test(tenant.scope(), id), true).await?;
    let test = item.map(Record::<TestSignIn>::read).transpose()?;
    Ok(test.map(|test| test.value).filter(|test| test.valid_until > tenant.now()))
}
