//! What the scanner tells: the event of GuardDuty Malware Protection for S3 (user guide, "Monitoring S3 object scans with EventBridge").

use files_model::digest::Digest;
use lambda::{FunctionError, services::Files};
use serde::Deserialize;
use trellis_core::ids::WorkspaceId;

#[derive(Deserialize)]
struct Event {
    detail: Detail,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    s3_object_details: Object,
    scan_result_details: Option<Findings>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    object_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Findings {
    scan_result_status: Option<String>,
}

/// What was found in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) workspace: WorkspaceId,
    pub(super) digest: Digest,
    /// As in the tag: `NO_THREATS_FOUND` and others. A scan that has come to nothing has none.
    pub(super) status: String,
}

/// The verdict on a file of ours; other objects are none of this function's.
pub(super) fn read(body: &str) -> Result<Option<Verdict>, FunctionError> {
    let Event { detail } = serde_json::from_str(body).map_err(FunctionError::failed)?;
    let status = detail.scan_result_details.and_then(|findings| findings.scan_result_status).unwrap_or_default();
    let named = Files::parse_uploaded(&detail.s3_object_details.object_key);
    Ok(named.and_then(|(workspace, digest)| Some(Verdict { workspace, digest: digest.parse().ok()?, status })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_workspaces_are_judged() {
        let digest = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";
        let event =
            |key: &str, found: &str| format!(r#"{{"detail":{{"s3ObjectDetails":{{"objectKey":"{key}"}},"scanResultDetails":{found}}}}}"#);
        let clean = r#"{"scanResultStatus":"NO_THREATS_FOUND","threats":null}"#;
        let expected =
            |status: &str| Verdict { workspace: "acme".parse().unwrap(), digest: digest.parse().unwrap(), status: status.to_owned() };
        assert_eq!(read(&event(&format!("F/acme/{digest}"), clean)).unwrap(), Some(expected("NO_THREATS_FOUND")));
        assert_eq!(
            read(&event(&format!("F/acme/{digest}"), "null")).unwrap(),
            Some(expected("")),
            "a scan that failed finds nothing clean"
        );
        for other in ["W/acme/x", "F/acme/x", "F/acme/../x", &format!("F/acme/{digest}/x"), "malware-protection-resource-validation-object"]
        {
            assert_eq!(read(&event(other, clean)).unwrap(), None, "{other}");
        }
        assert!(read("nonsense").is_err());
    }
}
