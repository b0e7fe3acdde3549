//! What a cold start builds once and every call of the environment shares.

use crate::{
    Problem,
    function::StartError,
    sdk,
    settings::{SettingMissing, Settings},
};
use aws_config::SdkConfig;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    any::{Any, TypeId},
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};
use table::{Clock, Meter, Operation, Origin, Table, Tenant, TenantCredentials, authority::Authority, outbox::Event};
use tenancy::{RawEvent, SigningKey, WorkspaceScope, doors};
use trellis_core::ids::EventId;

/// A client of something outside, made at its first use, so that a function pays for what it uses.
pub trait Service: Sized + Send + Sync + 'static {
    /// # Errors
    /// When the template does not give this function what the client needs.
    fn new(config: &SdkConfig, settings: &Settings) -> Result<Self, SettingMissing>;
}

type Services = Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>;

struct Shared {
    settings: Settings,
    clock: Clock,
    sdk: SdkConfig,
    signing: SigningKey,
    services: Services,
}

/// The platform as a handler sees it. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
    table: Table,
    handler: &'static str,
}

impl fmt::Debug for App {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("App").field("handler", &self.handler).finish_non_exhaustive()
    }
}

impl App {
    /// # Errors
    /// When the environment lacks what every function needs.
    pub(crate) fn new(handler: &'static str, settings: Settings, clock: Clock) -> Result<Self, StartError> {
        let sdk = sdk::config(&settings)?;
        let signing = SigningKey::new(settings.require("SIGNING_KEY")?).map_err(|_| SettingMissing("SIGNING_KEY"))?;
        let name = settings.require("TABLE_NAME")?.to_owned();
        let region = settings.require("AWS_REGION")?.to_owned();
        let tenants = settings.get("TENANT_ROLE_ARN").map(|role| TenantCredentials::new(aws_sdk_sts::Client::new(&sdk), role.to_owned()));
        let table = Table::new(aws_sdk_dynamodb::config::Builder::from(&sdk), name, tenants, signing.clone(), region);
        let shared = Shared { settings, clock, sdk, signing, services: Services::default() };
        Ok(Self { shared: Arc::new(shared), table, handler })
    }

    /// The same app for one invocation, whose request units are counted apart.
    pub(crate) fn metered(&self, meter: Meter) -> Self {
        Self { table: self.table.metered(meter), ..self.clone() }
    }

    /// The same app for a caller who changes access: see [`Tenant::acting_on`].
    pub(crate) fn acting_on(&self, authority: &Authority) -> Self {
        Self { table: self.table.acting_on(Some(Arc::new(authority.clone()))), ..self.clone() }
    }

    /// What is done on the table by somebody.
    pub(crate) fn operation_of(&self, origin: Origin) -> Operation {
        Operation::new(self.table.clone(), origin, self.shared.clock.clone())
    }

    /// What the platform itself does, by this handler.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation_of(Origin::platform(self.handler))
    }

    /// The same in one workspace.
    #[must_use]
    pub fn tenant(&self, scope: &WorkspaceScope) -> Tenant {
        self.operation().within(scope.clone())
    }

    /// A client of something outside.
    ///
    /// # Errors
    /// When the template does not give this function what the client needs.
    pub fn service<S: Service>(&self) -> Result<Arc<S>, SettingMissing> {
        let mut services = self.shared.services.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(made)) = services.get(&TypeId::of::<S>()).cloned().map(Arc::downcast) {
            return Ok(made);
        }
        let made = Arc::new(S::new(&self.shared.sdk, &self.shared.settings)?);
        services.insert(TypeId::of::<S>(), Arc::clone(&made) as Arc<dyn Any + Send + Sync>);
        Ok(made)
    }

    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        &self.shared.signing
    }

    /// A message that consumers accept as this workspace's.
    ///
    /// # Errors
    /// When the event cannot be written as JSON.
    pub fn seal(&self, scope: &WorkspaceScope, envelope: &tenancy::Envelope) -> Result<String, tenancy::BadSeal> {
        envelope.seal(self.signing(), scope)
    }

    /// 256 random bits as text, which nobody can guess.
    ///
    /// # Errors
    /// When the machine gives no random numbers.
    pub fn random_text(&self) -> Result<String, Problem> {
        let mut bytes = [0; 32];
        aws_lc_rs::rand::fill(&mut bytes).map_err(|_| Problem::internal("no random numbers"))?;
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A message that announces an event to a queue by another way than the table: a schedule's.
    ///
    /// # Errors
    /// When the event cannot be written as JSON.
    pub fn seal_event(&self, scope: &WorkspaceScope, event: &impl Event) -> Result<String, tenancy::BadSeal> {
        let event: RawEvent = serde_json::from_value(serde_json::to_value(event)?)?;
        self.seal(scope, &tenancy::Envelope { id: EventId::random(), event })
    }

    /// A public token that names a workspace and carries a value; see [`doors::issue_ticket`].
    ///
    /// # Errors
    /// When the value is not JSON.
    pub fn issue_ticket<T: Serialize>(&self, purpose: &str, scope: &WorkspaceScope, value: T) -> Result<String, serde_json::Error> {
        doors::issue_ticket(self.signing(), purpose, scope, value)
    }

    /// The workspace and value of a ticket; `None` unless this cell issued it for this purpose.
    #[must_use]
    pub fn open_ticket<T: DeserializeOwned>(&self, purpose: &str, ticket: &str) -> Option<(WorkspaceScope, T)> {
        doors::open_ticket(self.signing(), purpose, ticket)
    }
}
