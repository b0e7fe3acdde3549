//! Generated secrets (`AWS::SecretsManager::Secret`), kept so that what they signed stays valid after a restart.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use local_kit::ADVICE;

use crate::start_error::StartError;

/// Secret strings by name.
pub(crate) struct Secrets {
    path: PathBuf,
    values: BTreeMap<String, String>,
}

impl Secrets {
    pub(crate) fn open(path: PathBuf) -> Result<Self, StartError> {
        let values = match std::fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text)
                .map_err(|error| StartError::Data(format!("The secrets in {} are damaged ({error}); {ADVICE}.", path.display())))?,
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(failed(&path, &error)),
        };
        Ok(Self { path, values })
    }

    pub(crate) fn values(&self) -> &BTreeMap<String, String> {
        &self.values
    }

    /// Gives the secret a random value, unless it has one.
    pub(crate) fn ensure(&mut self, name: &str) -> Result<(), StartError> {
        if self.values.contains_key(name) {
            return Ok(());
        }
        let mut bytes = [0_u8; 32];
        aws_lc_rs::rand::fill(&mut bytes).map_err(|_| StartError::Data("The system gives no random numbers.".to_owned()))?;
        let value = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.values.insert(name.to_owned(), value);
        self.write().map_err(|error| failed(&self.path, &error))
    }

    /// Beside and then in place, so that a crash leaves the old file or the new one.
    fn write(&self) -> std::io::Result<()> {
        let beside = self.path.with_extension("new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(&serde_json::to_vec_pretty(&self.values)?)?;
        file.sync_all()?;
        std::fs::rename(&beside, &self.path)
    }
}

fn failed(path: &std::path::Path, error: &std::io::Error) -> StartError {
    StartError::Data(format!("The secrets in {} cannot be read or written: {error}.", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_secret_is_made_once_and_for_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        let mut secrets = Secrets::open(path.clone()).unwrap();
        secrets.ensure("trellis-key").unwrap();
        let value = secrets.values()["trellis-key"].clone();
        assert_eq!(value.len(), 64);
        let mut again = Secrets::open(path.clone()).unwrap();
        again.ensure("trellis-key").unwrap();
        assert_eq!(again.values()["trellis-key"], value);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, "{").unwrap();
        let error = Secrets::open(path).err().unwrap().to_string();
        assert!(error.contains("secrets.json are damaged"), "{error}");
    }
}
