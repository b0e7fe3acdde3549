//! The naming rules of each resource type.

/// How a resource without a name of its own is called.
pub(crate) enum DefaultName {
    /// `trellis-Data-Table`.
    Dashed,
    /// `trellis-data-bucket`: buckets know no capitals.
    Lowercase,
    /// `trellisdataclient`, as ids that AWS makes.
    Alphanumeric,
    /// `eu-central-1_trellisDataUserPool`.
    RegionPrefixed,
}

/// The rules of one type. Texts may hold `{name}`, `{arn}`, `{region}`, `{account}` and `{endpoint}`.
pub(crate) struct Kind {
    pub(crate) kind: &'static str,
    pub(crate) name_property: Option<&'static str>,
    pub(crate) default_name: DefaultName,
    pub(crate) reference: &'static str,
    pub(crate) arn: &'static str,
    pub(crate) attributes: &'static [(&'static str, &'static str)],
}

const fn named(
    kind: &'static str,
    name_property: &'static str,
    arn: &'static str,
    attributes: &'static [(&'static str, &'static str)],
) -> Kind {
    Kind { kind, name_property: Some(name_property), default_name: DefaultName::Dashed, reference: "{name}", arn, attributes }
}

const fn numbered(kind: &'static str, arn: &'static str, attributes: &'static [(&'static str, &'static str)]) -> Kind {
    Kind { kind, name_property: None, default_name: DefaultName::Alphanumeric, reference: "{name}", arn, attributes }
}

const TABLE: &str = "arn:aws:dynamodb:{region}:{account}:table/{name}";
const FUNCTION: &str = "arn:aws:lambda:{region}:{account}:function:{name}";
const REST_API: &str = "arn:aws:apigateway:{region}::/restapis/{name}";
const STACK: &str = "arn:aws:cloudformation:{region}:{account}:stack/{name}/local";
const TABLE_ATTRIBUTES: &[(&str, &str)] = &[("Arn", "{arn}"), ("StreamArn", "{arn}/stream/local")];
const ARN: &[(&str, &str)] = &[("Arn", "{arn}")];

static KINDS: &[Kind] = &[
    named("AWS::DynamoDB::Table", "TableName", TABLE, TABLE_ATTRIBUTES),
    named("AWS::DynamoDB::GlobalTable", "TableName", TABLE, TABLE_ATTRIBUTES),
    named("AWS::Serverless::SimpleTable", "TableName", TABLE, ARN),
    named("AWS::Serverless::Function", "FunctionName", FUNCTION, ARN),
    named("AWS::Lambda::Function", "FunctionName", FUNCTION, ARN),
    Kind {
        reference: "{endpoint}/{account}/{name}",
        ..named(
            "AWS::SQS::Queue",
            "QueueName",
            "arn:aws:sqs:{region}:{account}:{name}",
            &[("Arn", "{arn}"), ("QueueName", "{name}"), ("QueueUrl", "{endpoint}/{account}/{name}")],
        )
    },
    Kind {
        default_name: DefaultName::Lowercase,
        ..named(
            "AWS::S3::Bucket",
            "BucketName",
            "arn:aws:s3:::{name}",
            &[("Arn", "{arn}"), ("DomainName", "{name}.s3.amazonaws.com"), ("RegionalDomainName", "{name}.s3.{region}.amazonaws.com")],
        )
    },
    numbered("AWS::Serverless::Api", REST_API, &[]),
    numbered("AWS::ApiGateway::RestApi", REST_API, &[("RestApiId", "{name}")]),
    numbered("AWS::ApiGateway::UsagePlan", "arn:aws:apigateway:{region}::/usageplans/{name}", &[("Id", "{name}")]),
    numbered("AWS::ApiGateway::ApiKey", "arn:aws:apigateway:{region}::/apikeys/{name}", &[("APIKeyId", "{name}")]),
    Kind {
        default_name: DefaultName::RegionPrefixed,
        ..numbered(
            "AWS::Cognito::UserPool",
            "arn:aws:cognito-idp:{region}:{account}:userpool/{name}",
            &[
                ("Arn", "{arn}"),
                ("UserPoolId", "{name}"),
                ("ProviderName", "cognito-idp.{region}.amazonaws.com/{name}"),
                // The issuer of the local identity provider, where its keys are found too.
                ("ProviderURL", "{endpoint}/{name}"),
            ],
        )
    },
    numbered("AWS::Cognito::UserPoolClient", "", &[("ClientId", "{name}"), ("Name", "{name}")]),
    named("AWS::Cognito::UserPoolDomain", "Domain", "", &[]),
    named("AWS::Cognito::UserPoolGroup", "GroupName", "", &[]),
    named("AWS::Cognito::UserPoolResourceServer", "Identifier", "", &[]),
    named("AWS::Cognito::UserPoolIdentityProvider", "ProviderName", "", &[]),
    Kind {
        reference: "{arn}",
        ..named("AWS::SecretsManager::Secret", "Name", "arn:aws:secretsmanager:{region}:{account}:secret:{name}", &[("Id", "{arn}")])
    },
    Kind {
        reference: "{arn}",
        ..named("AWS::SNS::Topic", "TopicName", "arn:aws:sns:{region}:{account}:{name}", &[("TopicArn", "{arn}"), ("TopicName", "{name}")])
    },
    named("AWS::Scheduler::ScheduleGroup", "Name", "arn:aws:scheduler:{region}:{account}:schedule-group/{name}", ARN),
    named("AWS::Scheduler::Schedule", "Name", "arn:aws:scheduler:{region}:{account}:schedule/default/{name}", ARN),
    named("AWS::IAM::Role", "RoleName", "arn:aws:iam::{account}:role/{name}", ARN),
    Kind {
        reference: "{arn}",
        ..named("AWS::IAM::ManagedPolicy", "ManagedPolicyName", "arn:aws:iam::{account}:policy/{name}", &[("PolicyArn", "{arn}")])
    },
    numbered("AWS::KMS::Key", "arn:aws:kms:{region}:{account}:key/{name}", &[("Arn", "{arn}"), ("KeyId", "{name}")]),
    named("AWS::KMS::Alias", "AliasName", "arn:aws:kms:{region}:{account}:{name}", &[]),
    named("AWS::Logs::LogGroup", "LogGroupName", "arn:aws:logs:{region}:{account}:log-group:{name}:*", ARN),
    named("AWS::CloudWatch::Alarm", "AlarmName", "arn:aws:cloudwatch:{region}:{account}:alarm:{name}", ARN),
    numbered(
        "AWS::CloudFront::Distribution",
        "arn:aws:cloudfront::{account}:distribution/{name}",
        &[("Id", "{name}"), ("DomainName", "{name}.cloudfront.net")],
    ),
    numbered("AWS::CloudFront::OriginAccessControl", "", &[("Id", "{name}")]),
    named("AWS::SSM::Parameter", "Name", "arn:aws:ssm:{region}:{account}:parameter/{name}", &[]),
    named("AWS::SES::ConfigurationSet", "Name", "arn:aws:ses:{region}:{account}:configuration-set/{name}", &[]),
    named("AWS::SES::EmailIdentity", "EmailIdentity", "arn:aws:ses:{region}:{account}:identity/{name}", &[]),
    named("AWS::WAFv2::WebACL", "Name", "arn:aws:wafv2:{region}:{account}:regional/webacl/{name}/{name}", ARN),
    Kind {
        reference: "{arn}",
        ..numbered("AWS::CertificateManager::Certificate", "arn:aws:acm:{region}:{account}:certificate/{name}", &[])
    },
    named(
        "AWS::Backup::BackupVault",
        "BackupVaultName",
        "arn:aws:backup:{region}:{account}:backup-vault:{name}",
        &[("BackupVaultArn", "{arn}"), ("BackupVaultName", "{name}")],
    ),
    numbered(
        "AWS::GuardDuty::MalwareProtectionPlan",
        "arn:aws:guardduty:{region}:{account}:malware-protection-plan/{name}",
        &[("Arn", "{arn}"), ("MalwareProtectionPlanId", "{name}")],
    ),
    named("AWS::Events::Rule", "Name", "arn:aws:events:{region}:{account}:rule/{name}", ARN),
    Kind { name_property: None, reference: "{arn}", ..named("AWS::Serverless::Application", "", STACK, &[]) },
    Kind { name_property: None, reference: "{arn}", ..named("AWS::CloudFormation::Stack", "", STACK, &[]) },
];

/// Types this table does not know are only carried along: they have a name, a `Ref` and nothing else.
static OTHER: Kind =
    Kind { kind: "", name_property: None, default_name: DefaultName::Dashed, reference: "{name}", arn: "", attributes: &[] };

/// The rules of a type.
pub(crate) fn rules(kind: &str) -> &'static Kind {
    KINDS.iter().find(|rules| rules.kind == kind).unwrap_or(&OTHER)
}
