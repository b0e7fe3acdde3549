//! Everything over the real stack: real HTTP, real tokens, the DynamoDB protocol. Modules mirror URLs and concerns; each
//! test makes its own workspace, so they run side by side on one stack.

#![expect(clippy::expect_used, reason = "a test that cannot go on says so by panicking")]

mod admin_api_clients;
mod admin_audit_events;
mod admin_courses;
mod admin_groups;
mod admin_identity_providers;
mod admin_imports;
mod admin_people;
mod auth;
mod auth_enrolment;
mod auth_password;
mod auth_sso;
mod auth_sso_refusals;
mod authenticator;
mod authorizer;
mod boards;
mod catalog;
mod gateway;
mod isolation;
mod kill;
mod me;
mod me_sessions;
mod outbox;
mod platform;
mod platform_workspaces;
mod regions;
mod repository;
mod sso;
mod stack;
mod support;
mod team;
mod units;
mod workspace;
mod workspace_settings;
