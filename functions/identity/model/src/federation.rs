//! People who come from a customer's own identity provider: who is let in as whom, and with which roles.

use people_model::member::MemberState;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use trellis_core::{email::EmailAddress, host::HostName, role::Role};

/// Whom a provider may let in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admittance {
    /// The domains whose people come from this provider; with none, any address is taken.
    #[serde(default)]
    pub domains: BTreeSet<HostName>,
    /// Whether people of these domains may sign in in no other way.
    #[serde(default)]
    pub enforced: bool,
    /// Whether somebody who is no member becomes one.
    #[serde(default)]
    pub just_in_time: bool,
    /// Whether a member with the same verified address is taken for the same person without being asked.
    #[serde(default)]
    pub link_by_verified_email: bool,
    /// Whether an address of one of the domains counts as verified where the provider says nothing about that.
    #[serde(default)]
    pub trust_domain_emails: bool,
}

/// Hosts whose issuers let in anybody who has an account there, whoever runs the domain of the address.
const EVERYBODYS: [&str; 5] = ["accounts.google.com", "appleid.apple.com", "gitlab.com", "www.facebook.com", "www.linkedin.com"];

/// What stands in Microsoft's issuers instead of one company's tenant; the last is the tenant of personal accounts.
const NO_TENANT: [&str; 5] = ["common", "organizations", "consumers", "{tenantid}", "9188040d-6c67-4c5b-b112-36a304b66dad"];

/// Whether an issuer is that of one organization, which can speak for its own domains.
#[must_use]
pub fn is_one_organization(issuer: &str) -> bool {
    let address = issuer.split_once("://").map_or(issuer, |(_, address)| address).to_ascii_lowercase();
    let mut parts = address.split('/');
    let host = parts.next().unwrap_or_default();
    !EVERYBODYS.contains(&host) && !parts.any(|part| NO_TENANT.contains(&part))
}

/// A rule about a provider is broken: the field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRule(pub &'static str, pub &'static str);

impl Admittance {
    /// Whether an address is of one of the domains.
    #[must_use]
    pub fn covers(&self, email: &EmailAddress) -> bool {
        self.domains.iter().any(|domain| domain.as_str() == email.domain())
    }

    /// # Errors
    /// What would let the wrong people in, or lock the right ones out.
    pub fn check(&self) -> Result<(), BrokenRule> {
        if self.domains.is_empty() && self.enforced {
            return Err(BrokenRule("enforced", "name the domains whose members must use this provider"));
        }
        if self.domains.is_empty() && self.link_by_verified_email {
            return Err(BrokenRule("link_by_verified_email", "name the domains for which the provider's word counts"));
        }
        if self.domains.is_empty() && self.trust_domain_emails {
            return Err(BrokenRule("trust_domain_emails", "name the domains for which the provider's word counts"));
        }
        if self.enforced && !self.link_by_verified_email {
            return Err(BrokenRule(
                "enforced",
                "members who are there already could not sign in any more: allow link_by_verified_email as well",
            ));
        }
        Ok(())
    }
}

/// What a provider says of somebody whom it has not sent before.
#[derive(Debug, Clone)]
pub struct Asserted {
    pub email: Option<EmailAddress>,
    /// Nothing where the provider does not say.
    pub email_verified: Option<bool>,
}

/// Whether an address may be taken for the person's own: the provider says so, or is trusted with its domains and does not deny it.
fn is_verified(rules: &Admittance, asserted: &Asserted, email: &EmailAddress) -> bool {
    asserted.email_verified.unwrap_or_else(|| rules.trust_domain_emails && rules.covers(email))
}

/// What is done with somebody who is not linked yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// They become a member.
    Join,
    /// They are the member with this address.
    Link,
    /// They may be the member with this address, who has to say so.
    Ask,
    Refuse(Refusal),
}

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The provider names no address, or has not verified it.
    UnverifiedEmail,
    /// The address is not of a domain that belongs to the provider.
    ForeignDomain,
    /// There is no such member, and the provider makes none.
    Unknown,
    Deactivated,
}

/// Decides about somebody who comes for the first time. `member` is the member with the asserted address.
#[must_use]
pub fn arrival(rules: &Admittance, asserted: &Asserted, member: Option<MemberState>) -> Arrival {
    let Some(email) = asserted.email.as_ref().filter(|email| is_verified(rules, asserted, email)) else {
        return Arrival::Refuse(Refusal::UnverifiedEmail);
    };
    let bound = rules.covers(email);
    if !bound && !rules.domains.is_empty() {
        return Arrival::Refuse(Refusal::ForeignDomain);
    }
    match member {
        Some(MemberState::Deactivated) => Arrival::Refuse(Refusal::Deactivated),
        Some(MemberState::Active) if rules.link_by_verified_email && bound => Arrival::Link,
        Some(MemberState::Active) => Arrival::Ask,
        None if rules.just_in_time => Arrival::Join,
        None => Arrival::Refuse(Refusal::Unknown),
    }
}

/// Whether a provider's groups may lead to a role: never to one that needs a second factor.
#[must_use]
pub const fn grantable(role: Role) -> bool {
    role.assignable() && !role.needs_second_factor()
}

/// The groups in the text that the identity provider keeps for a claim with one or several values: `a`, `a, b`, `["a", "b"]`. A name
/// with a comma in it is several.
#[must_use]
pub fn groups(text: &str) -> BTreeSet<String> {
    let bare = text.trim().trim_start_matches('[').trim_end_matches(']');
    bare.split(',').map(|group| group.trim().trim_matches('"').to_owned()).filter(|group| !group.is_empty()).collect()
}

/// A member's roles after a sign-in in which the provider has named these groups. What only people can give stays as it is.
#[must_use]
pub fn roles(present: &BTreeSet<Role>, groups: &BTreeSet<String>, mapping: &BTreeMap<String, Role>) -> BTreeSet<Role> {
    let kept = present.iter().copied().filter(|role| !grantable(*role));
    let named = mapping.iter().filter(|(group, role)| groups.contains(*group) && grantable(**role)).map(|(_, role)| *role);
    kept.chain(named).chain([Role::Learner]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules(domains: &[&str]) -> Admittance {
        Admittance { domains: domains.iter().map(|domain| domain.parse().unwrap()).collect(), ..Admittance::default() }
    }

    fn asserted(email: &str, email_verified: bool) -> Asserted {
        Asserted { email: email.parse().ok(), email_verified: Some(email_verified) }
    }

    #[test]
    fn an_address_alone_makes_nobody_somebody_else() {
        let (verified, active) = (asserted("ann@acme.example", true), Some(MemberState::Active));
        let bound = rules(&["acme.example"]);
        assert_eq!(arrival(&bound, &verified, active), Arrival::Ask);
        assert_eq!(arrival(&rules(&[]), &verified, active), Arrival::Ask);
        let linking = Admittance { link_by_verified_email: true, ..bound.clone() };
        assert_eq!(arrival(&linking, &verified, active), Arrival::Link);
        // Without a bound domain the provider's word about addresses is worth nothing.
        assert_eq!(arrival(&Admittance { link_by_verified_email: true, ..rules(&[]) }, &verified, active), Arrival::Ask);
        for doubtful in [asserted("ann@acme.example", false), asserted("", true)] {
            assert_eq!(arrival(&linking, &doubtful, active), Arrival::Refuse(Refusal::UnverifiedEmail));
        }
        let foreign = asserted("ann@acme.example.evil.example", true);
        assert_eq!(arrival(&linking, &foreign, None), Arrival::Refuse(Refusal::ForeignDomain));
        assert_eq!(arrival(&linking, &verified, Some(MemberState::Deactivated)), Arrival::Refuse(Refusal::Deactivated));
        assert_eq!(arrival(&linking, &verified, None), Arrival::Refuse(Refusal::Unknown));
        assert_eq!(arrival(&Admittance { just_in_time: true, ..bound }, &verified, None), Arrival::Join);
    }

    #[test]
    fn silence_about_an_address_counts_by_agreement_and_for_own_domains_only() {
        let silent = |email: &str| Asserted { email: email.parse().ok(), email_verified: None };
        let joining = Admittance { just_in_time: true, ..rules(&["acme.example"]) };
        let trusting = Admittance { trust_domain_emails: true, ..joining.clone() };
        assert_eq!(arrival(&trusting, &silent("ann@acme.example"), None), Arrival::Join);
        for (rules, asserted) in [
            (&joining, silent("ann@acme.example")),
            (&trusting, silent("ann@elsewhere.example")),
            (&trusting, silent("ann@sub.acme.example")),
            (&trusting, asserted("ann@acme.example", false)),
            (&trusting, silent("")),
        ] {
            assert_eq!(arrival(rules, &asserted, None), Arrival::Refuse(Refusal::UnverifiedEmail), "{asserted:?}");
        }
        assert!(Admittance { trust_domain_emails: true, ..rules(&[]) }.check().is_err());
    }

    #[test]
    fn everybodys_issuers_speak_for_no_domain() {
        for shared in [
            "https://login.microsoftonline.com/common/v2.0",
            "https://login.microsoftonline.com/Organizations/v2.0",
            "https://login.microsoftonline.com/consumers/v2.0",
            "https://login.microsoftonline.us/{tenantid}/v2.0",
            "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
            "https://sts.windows.net/common/",
            "https://accounts.google.com",
            "https://Accounts.Google.com/",
        ] {
            assert!(!is_one_organization(shared), "{shared}");
        }
        for own in [
            "https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0",
            "https://acme.okta.com",
            "https://idp.example/realms/acme",
        ] {
            assert!(is_one_organization(own), "{own}");
        }
    }

    #[test]
    fn rules_that_would_lock_people_out_are_broken() {
        let enforced = Admittance { enforced: true, ..rules(&["acme.example"]) };
        assert_eq!(enforced.check().map_err(|broken| broken.0), Err("enforced"));
        assert_eq!(Admittance { link_by_verified_email: true, ..enforced.clone() }.check(), Ok(()));
        assert_eq!(Admittance { enforced: true, ..rules(&[]) }.check().map_err(|broken| broken.0), Err("enforced"));
        assert!(Admittance { link_by_verified_email: true, ..rules(&[]) }.check().is_err());
    }

    #[test]
    fn groups_are_read_in_every_form() {
        let both: BTreeSet<String> = ["authors", "team leads"].map(str::to_owned).into();
        for text in ["authors,team leads", "[authors, team leads]", "[\"authors\",\"team leads\"]", "[\"authors\", \"team leads\"]"] {
            assert_eq!(groups(text), both, "{text}");
        }
        assert_eq!(groups(""), BTreeSet::new());
        assert_eq!(groups("[]"), BTreeSet::new());
    }

    proptest! {
        #[test]
        fn no_groups_give_or_take_an_administrative_role(
            present in proptest::collection::btree_set(proptest::sample::select(Role::ALL.to_vec()), 0..8),
            mapping in proptest::collection::btree_map("[a-d]", proptest::sample::select(Role::ALL.to_vec()), 0..4),
            named in proptest::collection::btree_set("[a-d]", 0..4),
        ) {
            let after = roles(&present, &named, &mapping);
            for role in Role::ALL {
                if !grantable(role) {
                    prop_assert_eq!(after.contains(&role), present.contains(&role));
                }
            }
            prop_assert!(after.contains(&Role::Learner));
        }
    }
}
