//! Samples of everything this area stores and announces, read and written again.

use crate::{
    api_clients::ApiClient,
    directory::DirectoryEntry,
    event::IdentityEvent,
    identity_providers::{DomainBinding, Federated, Provider, SsoAttempt, TestSignIn},
    second_factors::SecondFactor,
    sessions::{Companion, Session, SignIn},
};
use serde_json::{Value, json};
use table::samples::{AT, ID, OTHER, all_checked, check, check_events};

#[test]
fn every_entity_is_read_as_it_was_written() {
    let session = json!({ "id": "s-1", "revoked": true, "device": "Firefox on Linux", "signed_in_at": AT, "used_at": AT });
    let sign_in =
        json!({ "id": ID, "username": OTHER, "challenge": "c", "expects": "app_code", "device": ID, "tries": 4, "valid_until": AT });
    let factor = json!({ "progress": "password_set", "enrolment": ID, "valid_until": AT, "token": "t", "tries": 2 });
    let client = json!({
        "id": ID, "name": "HR", "scopes": ["people.read", "audit.read"], "state": "active", "client_id": "c", "secret_made_at": AT,
        "former_secret_ends_at": AT, "last_used_on": "2026-11-28"
    });
    let oidc = json!({ "kind": "oidc", "issuer": "https://idp.example", "client_id": "c", "scopes": ["email"], "pkce": true, "secret_set_at": AT });
    let saml = json!({ "kind": "saml", "entity_id": "e", "metadata_url": "https://idp.example/m", "certificate_expires_at": AT });
    let provider = |protocol: Value| {
        json!({
            "id": ID, "name": "Company", "state": "disabled", "provider_name": "p", "protocol": protocol,
            "attributes": { "email": "email", "name": "name", "groups": "groups" }, "group_roles": { "7": "author", "a": "manager" },
            "domains": ["acme.example"], "enforced": true, "just_in_time": true, "link_by_verified_email": true, "trust_domain_emails": true,
            "second_factor_by_provider": false
        })
    };
    let trying = json!({ "id": ID, "provider_id": OTHER, "verifier": "v", "return_to": "", "tester": OTHER, "valid_until": AT });
    let test = json!({ "id": ID, "provider_id": OTHER, "tester": OTHER, "outcome": "refused", "reason": "provider_refused",
        "provider_error": "access_denied", "valid_until": AT });
    let said =
        json!({ "subject": "ann", "email": "ann@acme.example", "email_verified": true, "name": "Ann", "groups": ["leads", "others"] });
    let mut joins = json!({ "id": ID, "provider_id": OTHER, "tester": OTHER, "said": said, "outcome": "joins", "valid_until": AT });
    joins["would_be"] = json!({ "member_id": ID, "name": "Ann", "roles": ["learner", "manager"] });
    let attempt = json!({ "id": ID, "provider_id": OTHER, "verifier": "v", "return_to": "/", "valid_until": AT });
    all_checked(
        env!("CARGO_MANIFEST_DIR"),
        [
            check::<Session>([json!({ "id": "s-1", "revoked": false }), session]),
            check::<SignIn>([sign_in, json!({ "id": ID, "username": OTHER, "challenge": "c", "tries": 0, "valid_until": AT })]),
            check::<Companion>([json!({ "id": ID })]),
            check::<SecondFactor>([factor]),
            check::<ApiClient>([client]),
            check::<Provider>([provider(oidc), provider(saml)]),
            check::<DomainBinding>([json!({ "provider_id": ID, "enforced": true })]),
            check::<Federated>([json!({ "provider_id": ID, "member_id": OTHER })]),
            check::<SsoAttempt>([attempt, trying]),
            check::<TestSignIn>([test, joins]),
            check::<DirectoryEntry>([json!({ "workspace": "acme", "member_id": ID })]),
        ],
    );
}

#[test]
fn every_event_is_opened_as_it_was_sealed() {
    check_events::<IdentityEvent>(
        env!("CARGO_MANIFEST_DIR"),
        [
            ("api_client.secret_ended", json!({ "api_client_id": ID })),
            ("member.recovery_started", json!({ "member_id": ID, "enrolment": OTHER })),
            ("member.code_wanted", json!({ "member_id": ID })),
            ("member.device_wanted", json!({ "member_id": ID })),
            ("workspaces.wanted", json!({ "address": "x_-0", "at": AT })),
        ],
    );
}

#[test]
fn no_two_prefixes_overlap() {
    let others = [table::keys::PREFIXES, workspaces_model::keys::PREFIXES, people_model::keys::PREFIXES].concat();
    assert_eq!(table::keys::overlaps(&[&others, crate::keys::PREFIXES].concat()), Vec::new());
}
