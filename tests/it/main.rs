//! Everything over the real stack: real HTTP, real tokens, the DynamoDB protocol. Modules mirror URLs and concerns; each
//! test makes its own workspace, so they run side by side on one stack.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so by panicking")]

mod admin_activity;
mod admin_api_clients;
mod admin_audit_events;
mod admin_courses;
mod admin_groups;
mod admin_identity_providers;
mod admin_imports;
mod admin_overview;
mod admin_people;
mod auth;
mod auth_enrolment;
mod auth_lockout;
mod auth_password;
mod auth_sso;
mod auth_sso_refusals;
mod auth_sso_tests;
mod auth_workspaces;
mod authenticator;
mod authorizer;
mod boards;
mod bucket;
mod catalog;
mod catalog_search;
mod clock;
mod contract;
mod cursors;
mod dynamodb;
mod gateway;
mod generated;
mod isolation;
mod kill;
mod least_privilege;
mod limits;
mod me;
mod me_awards;
mod me_enrolments;
mod me_sessions;
mod meddler;
mod outbox;
mod personal;
mod platform;
mod platform_workspaces;
mod policies;
mod regions;
mod repository;
mod sso;
mod stack;
mod support;
mod taken_away;
mod team;
mod units;
mod workspace;
mod workspace_settings;
