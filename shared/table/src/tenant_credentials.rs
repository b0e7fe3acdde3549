//! The third layer of isolation: calls on credentials that IAM itself limits to one workspace's keys.
//!
//! The cell has a role that may touch only partitions which begin with the workspace of its session's tag (the condition key
//! `dynamodb:LeadingKeys`). Each warm environment keeps one such session per workspace until shortly before it expires.

use crate::TableError;
use aws_credential_types::provider::{error::CredentialsError, future};
use aws_sdk_dynamodb::{
    config::{Builder, Credentials, ProvideCredentials, SharedCredentialsProvider},
    error::DisplayErrorContext,
};
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};
use tenancy::WorkspaceScope;
use trellis_core::ids::WorkspaceId;

/// Seconds of a session: the most that a role gets that was itself assumed.
const DURATION: i32 = 3600;

/// A session is not used in its last minutes: clocks differ, and retries take time.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// Sessions kept in one environment.
const KEPT: usize = 1000;

/// The tag that names the workspace.
const TAG: &str = "WorkspaceId";

#[derive(Debug)]
struct Inner {
    client: aws_sdk_sts::Client,
    role: String,
    sessions: Mutex<HashMap<WorkspaceId, (Credentials, Timestamp)>>,
}

/// Sessions of the cell's role for tenant data, one for each workspace.
#[derive(Debug, Clone)]
pub struct TenantCredentials(Arc<Inner>);

impl TenantCredentials {
    #[must_use]
    pub fn new(client: aws_sdk_sts::Client, role: String) -> Self {
        Self(Arc::new(Inner { client, role, sessions: Mutex::default() }))
    }

    /// What a request on a workspace's data is configured with.
    pub(crate) fn config(&self, scope: &WorkspaceScope) -> Builder {
        let provider = ScopedCredentials { tenants: self.clone(), workspace: scope.workspace().clone() };
        aws_sdk_dynamodb::Config::builder().credentials_provider(SharedCredentialsProvider::new(provider))
    }

    fn kept(&self, workspace: &WorkspaceId, now: Timestamp) -> Option<Credentials> {
        let sessions = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.get(workspace).filter(|(_, until)| *until > now).map(|(credentials, _)| credentials.clone())
    }

    fn keep(&self, workspace: WorkspaceId, credentials: &Credentials, until: Timestamp, now: Timestamp) {
        let mut sessions = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= KEPT {
            sessions.retain(|_, (_, until)| *until > now);
        }
        if sessions.len() >= KEPT {
            sessions.clear();
        }
        sessions.insert(workspace, (credentials.clone(), until));
    }

    /// STS and the SDK judge by the machine's clock when a session is over, so this does, too.
    #[expect(clippy::disallowed_methods, reason = "how long credentials last is no matter of the platform's time")]
    async fn credentials(&self, workspace: &WorkspaceId) -> Result<Credentials, TableError> {
        let now = Timestamp::now();
        if let Some(credentials) = self.kept(workspace, now) {
            return Ok(credentials);
        }
        let failed = |error: String| TableError::Unavailable(format!("no session for the workspace's data: {error}"));
        let tag = aws_sdk_sts::types::Tag::builder().key(TAG).value(workspace.as_str()).build();
        let request = self.0.client.assume_role().role_arn(&self.0.role).role_session_name(workspace.as_str());
        let request = request.duration_seconds(DURATION).tags(tag.map_err(|error| failed(error.to_string()))?);
        let answer = request.send().await.map_err(|error| failed(DisplayErrorContext(error).to_string()))?;
        let given = answer.credentials.ok_or_else(|| failed("an answer without credentials".to_owned()))?;
        let expires = Timestamp::from_second(given.expiration().secs()).map_err(|error| failed(error.to_string()))?;
        let lasts = u64::try_from(expires.duration_since(now).as_secs()).unwrap_or(0);
        let until = SystemTime::now() + Duration::from_secs(lasts);
        let token = Some(given.session_token().to_owned());
        let credentials = Credentials::new(given.access_key_id(), given.secret_access_key(), token, Some(until), "tenant");
        self.keep(workspace.clone(), &credentials, expires - MARGIN, now);
        tracing::info!(workspace = workspace.as_str(), "a session for the workspace's data was opened");
        Ok(credentials)
    }
}

#[derive(Debug)]
struct ScopedCredentials {
    tenants: TenantCredentials,
    workspace: WorkspaceId,
}

impl ProvideCredentials for ScopedCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(
            async move { self.tenants.credentials(&self.workspace).await.map_err(CredentialsError::provider_error) },
        )
    }
}
