//! What a cold start builds once and every call of the environment shares.

use crate::{
    Problem,
    function::StartError,
    sdk::{self, Sdk},
    services::{Files, IdentityProvider, KeySet, Mail, Queues, Schedules, UsageKeys, Web},
    settings::{SettingMissing, Settings},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{event::Event, ids::EventId};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::{Arc, OnceLock};
use store::{Meter, Store, TenantCredentials};
use tenancy::{SigningKey, WorkspaceScope, doors};

#[derive(Debug)]
struct Shared {
    settings: Settings,
    sdk: Sdk,
    signing: SigningKey,
    files: OnceLock<Files>,
    identity_provider: OnceLock<IdentityProvider>,
    key_set: OnceLock<KeySet>,
    mail: OnceLock<Mail>,
    queues: OnceLock<Queues>,
    schedules: OnceLock<Schedules>,
    usage_keys: OnceLock<UsageKeys>,
    web: OnceLock<Web>,
}

/// The platform as a handler sees it. Cheap to clone. Clients are made at first use, so that a function pays for what it uses.
#[derive(Debug, Clone)]
pub struct App {
    shared: Arc<Shared>,
    store: Store,
}

/// A client that is made once, from settings that only its users need.
fn once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> Result<T, SettingMissing>) -> Result<&T, SettingMissing> {
    match cell.get() {
        Some(value) => Ok(value),
        None => {
            let value = make()?;
            Ok(cell.get_or_init(|| value))
        }
    }
}

impl App {
    /// # Errors
    /// When the environment lacks what every function needs.
    pub(crate) fn new(settings: Settings) -> Result<Self, StartError> {
        let sdk = Sdk::new(&settings)?;
        let signing = SigningKey::new(settings.require("SIGNING_KEY")?).map_err(|_| SettingMissing("SIGNING_KEY"))?;
        let table = settings.require("TABLE_NAME")?.to_owned();
        let region = settings.require("AWS_REGION")?.to_owned();
        let sts = || aws_sdk_sts::Client::from_conf(sdk::config!(aws_sdk_sts, &sdk).build());
        let tenants = settings.get("TENANT_ROLE_ARN").map(|role| TenantCredentials::new(sts(), role.to_owned()));
        let store = Store::new(sdk::config!(aws_sdk_dynamodb, &sdk), table, tenants, signing.clone(), region);
        let shared = Shared {
            settings,
            sdk,
            signing,
            files: OnceLock::new(),
            identity_provider: OnceLock::new(),
            key_set: OnceLock::new(),
            mail: OnceLock::new(),
            queues: OnceLock::new(),
            schedules: OnceLock::new(),
            usage_keys: OnceLock::new(),
            web: OnceLock::new(),
        };
        Ok(Self { shared: Arc::new(shared), store })
    }

    /// The same app for one invocation, whose request units are counted apart.
    pub(crate) fn metered(&self, meter: Meter) -> Self {
        Self { shared: Arc::clone(&self.shared), store: self.store.metered(meter) }
    }

    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::now()
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
    pub fn seal_event(&self, scope: &WorkspaceScope, event: Event) -> Result<String, tenancy::BadSeal> {
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

    /// # Errors
    /// When the template does not give this function files.
    pub fn files(&self) -> Result<&Files, SettingMissing> {
        once(&self.shared.files, || Files::new(&self.shared.sdk, &self.shared.settings))
    }

    /// # Errors
    /// When the template does not give this function the user pool.
    pub fn identity_provider(&self) -> Result<&IdentityProvider, SettingMissing> {
        once(&self.shared.identity_provider, || IdentityProvider::new(&self.shared.sdk, &self.shared.settings))
    }

    /// # Errors
    /// When the template does not give this function the issuer.
    pub fn key_set(&self) -> Result<&KeySet, SettingMissing> {
        once(&self.shared.key_set, || KeySet::new(&self.shared.settings))
    }

    /// # Errors
    /// When the template does not give this function a sender.
    pub fn mail(&self) -> Result<&Mail, SettingMissing> {
        once(&self.shared.mail, || Mail::new(&self.shared.sdk, &self.shared.settings))
    }

    #[must_use]
    pub fn queues(&self) -> &Queues {
        self.shared.queues.get_or_init(|| Queues::new(&self.shared.sdk))
    }

    /// # Errors
    /// When the template does not let this function make schedules.
    pub fn schedules(&self) -> Result<&Schedules, SettingMissing> {
        once(&self.shared.schedules, || Schedules::new(&self.shared.sdk, &self.shared.settings))
    }

    /// # Errors
    /// When the machine's root certificates cannot be read.
    pub fn web(&self) -> Result<&Web, SettingMissing> {
        once(&self.shared.web, || Web::new(&self.shared.settings))
    }

    /// # Errors
    /// When the template does not give this function the usage plans.
    pub fn usage_keys(&self) -> Result<&UsageKeys, SettingMissing> {
        once(&self.shared.usage_keys, || UsageKeys::new(&self.shared.sdk, &self.shared.settings))
    }
}
