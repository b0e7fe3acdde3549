//! The REST API: routes, authorizers, CORS, gateway responses, usage plans.

use std::time::Duration;

use super::{error_of, evaluate};
use crate::{ApiEvent, ApiKeySource, AuthorizerKind, Event, QuotaPeriod, Stack, Throttle};

const API: &str = "
Globals:
  Api:
    BinaryMediaTypes: [image~1png]
    Cors:
      AllowOrigin: \"'https://app.example.com'\"
      AllowHeaders: \"'Authorization,Content-Type'\"
      MaxAge: \"'600'\"
      AllowCredentials: true
    GatewayResponses:
      THROTTLED:
        StatusCode: 429
        ResponseParameters: {Headers: {Retry-After: \"'1'\"}}
        ResponseTemplates: {application/problem+json: '{\"detail\": $context.error.messageString}'}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      ApiKeySourceType: AUTHORIZER
      Variables: {colour: blue}
      MethodSettings:
        - {ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200}
        - {ResourcePath: /~1v1~1auth, HttpMethod: post, ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: 5}
      Auth:
        DefaultAuthorizer: Members
        AddDefaultAuthorizerToCorsPreflight: false
        ApiKeyRequired: true
        AddApiKeyRequiredToCorsPreflight: false
        Authorizers:
          Members:
            FunctionArn: !GetAtt Check.Arn
            FunctionPayloadType: REQUEST
            Identity: {Headers: [Authorization, Host], ReauthorizeEvery: 60}
          Tokens: {FunctionArn: !GetAtt Check.Arn, Identity: {ValidationExpression: '^Bearer '}}
  Check: {Type: 'AWS::Serverless::Function', Properties: {Handler: check, CodeUri: out/}}
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: standard
      ApiStages: [{ApiId: !Ref Api, Stage: !Ref Api.Stage}]
      Throttle: {RateLimit: 50, BurstLimit: 100}
      Quota: {Limit: 1000, Period: DAY}
";

fn with_route(properties: &str) -> String {
    format!(
        "{API}
  Home:
    Type: AWS::Serverless::Function
    Properties:
      Handler: home
      CodeUri: out/
      Events: {{Get: {{Type: Api, Properties: {properties}}}}}
"
    )
}

fn route(stack: &Stack) -> &ApiEvent {
    match &stack.function("Home").unwrap().events[0] {
        Event::Api(event) => event,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_api_is_read_with_what_it_inherits() {
    let api = evaluate(API).unwrap().api;
    assert_eq!((api.logical_id.as_str(), api.physical_id.as_str(), api.stage.as_str()), ("Api", "trellisapi", "live"));
    assert_eq!(api.stage_variables["colour"], "blue");
    assert_eq!(api.api_key_source, ApiKeySource::Authorizer);
    assert_eq!(api.binary_media_types, ["image/png"]);
    let members = &api.authorizers[0];
    assert_eq!((members.function_logical_id.as_str(), members.kind), ("Check", AuthorizerKind::Request));
    assert_eq!(members.headers, ["Authorization", "Host"]);
    assert_eq!(members.ttl, Duration::from_secs(60));
    let tokens = &api.authorizers[1];
    assert_eq!((tokens.kind, tokens.ttl), (AuthorizerKind::Token, Duration::from_secs(300)));
    assert_eq!(tokens.headers, ["Authorization"]);
    let cors = api.cors.unwrap();
    assert_eq!(cors.allow_origin, "https://app.example.com");
    assert_eq!(cors.allow_headers.unwrap(), "Authorization,Content-Type");
    assert_eq!((cors.max_age.unwrap().as_str(), cors.allow_credentials), ("600", true));
    assert_eq!((cors.authorize_preflight, cors.api_key_for_preflight), (false, false));
    let throttled = &api.gateway_responses["THROTTLED"];
    assert_eq!(throttled.status, Some(429));
    assert_eq!(throttled.parameters["Retry-After"], "'1'");
    let plan = &api.usage_plans[0];
    assert_eq!((plan.physical_id.as_str(), plan.name.as_str()), ("trellisplan", "standard"));
    assert_eq!(plan.throttle, Some(Throttle { rate: 50.0, burst: 100 }));
    assert_eq!(plan.quota.map(|quota| (quota.limit, quota.period)), Some((1000, QuotaPeriod::Day)));
    let limits: Vec<_> = api.throttling.iter().map(|one| (one.path.as_str(), one.method.as_str())).collect();
    assert_eq!(limits, [("/*", "*"), ("/v1/auth", "POST")]);
}

#[test]
fn preflight_is_guarded_unless_the_template_says_otherwise() {
    let template = API
        .replace("        AddDefaultAuthorizerToCorsPreflight: false\n", "")
        .replace("        AddApiKeyRequiredToCorsPreflight: false\n", "");
    let cors = evaluate(&template).unwrap().api.cors.unwrap();
    assert_eq!((cors.authorize_preflight, cors.api_key_for_preflight), (true, true));
}

#[test]
fn routes_take_the_apis_defaults() {
    let stack = evaluate(&with_route("{Path: /v1/me, Method: get, RestApiId: !Ref Api}")).unwrap();
    let event = route(&stack);
    assert_eq!((event.path.as_str(), event.method.as_str()), ("/v1/me", "GET"));
    assert_eq!((event.authorizer.as_deref(), event.api_key_required), (Some("Members"), true));
    let stack = evaluate(&with_route(
        "{Path: /, Method: any, RestApiId: !Ref Api, TimeoutInMillis: 1000, Auth: {Authorizer: NONE, ApiKeyRequired: false}}",
    ))
    .unwrap();
    let event = route(&stack);
    assert_eq!((event.method.as_str(), event.timeout), ("ANY", Some(Duration::from_secs(1))));
    assert_eq!((event.authorizer.as_deref(), event.api_key_required), (None, false));
}

#[test]
fn without_an_api_sam_makes_one() {
    let stack = evaluate(
        "
Globals: {Api: {TracingEnabled: true}}
Resources:
  Home:
    Type: AWS::Serverless::Function
    Properties:
      Handler: home
      CodeUri: out/
      Events: {Get: {Type: Api, Properties: {Path: /, Method: GET}}}
Outputs:
  Id: {Value: !Ref ServerlessRestApi}
",
    )
    .unwrap();
    assert_eq!((stack.api.logical_id.as_str(), stack.api.stage.as_str()), ("ServerlessRestApi", "Prod"));
    assert_eq!(stack.outputs["Id"], stack.api.physical_id);
}

#[test]
fn what_sam_would_refuse_or_misread_is_refused() {
    for (route, reason) in [
        ("{Path: /a, Method: get}", "RestApiId: is required: without it SAM makes a second API"),
        ("{Path: /a, Method: get, RestApiId: other}", "must refer to the API of the same template"),
        ("{Path: a, Method: get, RestApiId: !Ref Api}", "Path: must begin with a slash"),
        ("{Path: /a, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: Nobody}}", "Nobody is no authorizer of Api"),
        ("{Path: /a, Method: get, RestApiId: !Ref Api, Auth: {Authorizer: AWS_IAM}}", "AWS_IAM is no authorizer"),
        ("{Path: /a, Method: get, RestApiId: !Ref Api, RequestParameters: []}", "RequestParameters: is not supported"),
    ] {
        let error = error_of(&with_route(route));
        assert!(error.contains(reason), "{route}: {error}");
    }
    for (from, to, reason) in [
        ("DefaultAuthorizer: Members", "DefaultAuthorizer: None", "Auth.DefaultAuthorizer: None is none of the Authorizers"),
        ("\"'https://app.example.com'\"", "https://app.example.com", "Cors.AllowOrigin: must stand in single quotes"),
        ("THROTTLED:", "THROTTLE:", "GatewayResponses.THROTTLE: is no property"),
        ("ReauthorizeEvery: 60", "ReauthorizeEvery: 3601", "Members.Identity.ReauthorizeEvery: must be a number from 0 to 3600"),
        ("Headers: [Authorization, Host], ", "", "must name an identity source unless ReauthorizeEvery is 0"),
        ("!GetAtt Check.Arn, Identity", "!GetAtt Plan.Id, Identity", "trellisplan is no function here"),
        ("BurstLimit: 100", "Burst: 100", "Throttle.BurstLimit: is required beside RateLimit"),
        ("Period: DAY", "Period: YEAR", "must be DAY, WEEK or MONTH"),
        ("StageName: live", "Stage: live", "Api has no StageName"),
        ("  Check:", "  Second: {Type: 'AWS::Serverless::Api', Properties: {StageName: x}}\n  Check:", "second API beside Api"),
    ] {
        let error = error_of(&API.replace(from, to));
        assert!(error.contains(reason), "{to}: {error}");
    }
}
