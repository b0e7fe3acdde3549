//! The bucket's notice of a new file.

use catalog_model::ids::ImportId;
use lambda::{FunctionError, services::Files};
use serde::Deserialize;
use trellis_core::ids::WorkspaceId;

#[derive(Deserialize)]
struct Notice {
    /// Missing in the test event that S3 sends when a notification is set up.
    #[serde(rename = "Records", default)]
    records: Vec<NoticeRecord>,
}

#[derive(Deserialize)]
struct NoticeRecord {
    s3: Entity,
}

#[derive(Deserialize)]
struct Entity {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    key: String,
}

/// An archive of an import.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) workspace: WorkspaceId,
    pub(super) import_id: ImportId,
}

/// The archives that a notice names; other files are none of ours.
pub(super) fn read(body: &str) -> Result<Vec<Arrival>, FunctionError> {
    let notice: Notice = serde_json::from_str(body).map_err(FunctionError::failed)?;
    Ok(notice.records.iter().filter_map(|record| of_key(&record.s3.object.key)).collect())
}

/// Keys of ours hold no character that S3 would encode in a notice.
fn of_key(key: &str) -> Option<Arrival> {
    let (workspace, path) = Files::parse_key(key)?;
    let import = path.strip_prefix("imports/")?.strip_suffix("/archive.zip")?;
    Some(Arrival { workspace, import_id: import.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_archives_of_imports_arrive() {
        let id = ImportId::random();
        let notice = |key: &str| format!(r#"{{"Records":[{{"s3":{{"object":{{"key":"{key}"}}}}}}]}}"#);
        let arrival = Arrival { workspace: "acme".parse().unwrap(), import_id: id };
        assert_eq!(read(&notice(&format!("W/acme/imports/{id}/archive.zip"))).unwrap(), [arrival]);
        for other in
            ["W/acme/courses/x/assets/0.png", "imports/x/archive.zip", "W/acme/imports/../archive.zip", "W/a%2Fb/imports/x/archive.zip"]
        {
            assert_eq!(read(&notice(other)).unwrap(), [], "{other}");
        }
        assert_eq!(read(r#"{"Service":"Amazon S3","Event":"s3:TestEvent"}"#).unwrap(), []);
        assert!(read("nonsense").is_err());
    }
}
