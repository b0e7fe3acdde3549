//! What handlers of this area need of the template.

use lambda::{Grant, On, Setting};

/// Usage plans bear the cell's name.
pub(crate) const USAGE_PLANS: Setting = Setting::new("USAGE_PLANS", "!Ref CellName");
pub(crate) const DEAD_LETTER_QUEUES: Setting = Setting::new("DEAD_LETTER_QUEUES", "!Ref DeadLetterUrls");

const KEYS: &str = "!Sub 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/apikeys'";

const fn on(actions: &'static [&'static str], resource: &'static [&'static str]) -> Grant {
    Grant { actions, on: On::These(resource), condition: None }
}

/// Making a workspace's usage key, and putting it in a plan.
pub(crate) const MAKES_USAGE_KEYS: [Grant; 4] = [
    on(&["apigateway:GET", "apigateway:POST"], &[KEYS]),
    on(&["apigateway:GET"], &["!Sub 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/usageplans'"]),
    on(&["apigateway:POST"], &["!Sub 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/usageplans/*/keys'"]),
    on(&["apigateway:DELETE"], &["!Sub 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/usageplans/*/keys/*'"]),
];

/// Deleting it.
pub(crate) const DELETES_USAGE_KEYS: [Grant; 2] =
    [on(&["apigateway:GET"], &[KEYS]), on(&["apigateway:DELETE"], &["!Sub 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/apikeys/*'"])];

/// Change records that could not be fanned out.
pub(crate) const FAN_OUT_DEAD_LETTERS: &str = "!Ref FanOutDeadLettersArn";
