//! Reading a function's properties.

use std::time::Duration;

use crate::fields::Fields;
use crate::read_events::read_event;
use crate::{Api, Function, Resource, TemplateError};

/// What SAM knows (aws-sam-translator 1.115.0). Most of it means nothing to a local process.
const KNOWN: &[&str] = &[
    "Architectures",
    "AssumeRolePolicyDocument",
    "AutoPublishAlias",
    "AutoPublishAliasAllProperties",
    "AutoPublishCodeSha256",
    "CapacityProviderConfig",
    "CodeSigningConfigArn",
    "CodeUri",
    "DeadLetterQueue",
    "DeploymentPreference",
    "Description",
    "DurableConfig",
    "Environment",
    "EphemeralStorage",
    "EventInvokeConfig",
    "Events",
    "FileSystemConfigs",
    "FunctionName",
    "FunctionScalingConfig",
    "FunctionUrlConfig",
    "Handler",
    "ImageConfig",
    "ImageUri",
    "InlineCode",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "PermissionsBoundary",
    "Policies",
    "PropagateTags",
    "ProvisionedConcurrencyConfig",
    "PublishToLatestPublished",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "Role",
    "RolePath",
    "Runtime",
    "RuntimeManagementConfig",
    "SnapStart",
    "SourceKMSKeyArn",
    "Tags",
    "TenancyConfig",
    "Timeout",
    "Tracing",
    "VersionDeletionPolicy",
    "VersionDescription",
    "VpcConfig",
];

/// Reads one `AWS::Serverless::Function`.
pub(crate) fn read_function(resource: &Resource, api: &Api) -> Result<Function, TemplateError> {
    let fields = Fields::of(&resource.properties)?;
    fields.only(KNOWN)?;
    fields.none_of(&["FunctionUrlConfig", "ImageUri", "InlineCode"])?;
    let timeout: u64 = fields.number("Timeout", 3, 1..=900)?;
    let variables = fields.fields("Environment")?;
    variables.only(&["Variables"]).map_err(|error| error.inside("Environment"))?;
    let variables = variables.text_map("Variables").map_err(|error| error.inside("Environment"))?;
    let mut events = Vec::new();
    for (id, event) in fields.fields("Events")?.entries() {
        let event = read_event(event, resource, api);
        events.push(event.map_err(|error| error.inside(id).inside("Events"))?);
    }
    Ok(Function {
        logical_id: resource.path.clone(),
        physical_name: resource.name.clone(),
        arn: resource.arn.clone(),
        handler: fields.text("Handler")?,
        code_uri: fields.text("CodeUri")?,
        timeout: Duration::from_secs(timeout),
        memory_mb: fields.number("MemorySize", 128, 128..=10_240)?,
        environment: variables,
        policies: fields.get("Policies").clone(),
        events,
    })
}
