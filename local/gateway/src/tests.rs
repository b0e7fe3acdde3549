//! A gateway with a small template, a clock that tests move and functions that answer as told.

mod authorization;
mod control_plane;
mod events;
mod failures;
mod keys_file;
mod preflights;
mod usage;

use std::collections::BTreeMap;
use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::{Request, Response};
use jiff::SignedDuration;
use local_kit::Clock;
use local_template::{Environment, Stack};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{ApiKeys, Gateway, GatewayError, GatewayOptions, Invoke, InvokeError};

const TEMPLATE: &str = "
Globals:
  Function: {Handler: it, CodeUri: out/}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      ApiKeySourceType: AUTHORIZER
      BinaryMediaTypes: [image~1png]
      Variables: {colour: blue}
      Cors:
        AllowOrigin: \"'https://app.example.com'\"
        AllowHeaders: \"'Authorization'\"
        MaxAge: \"'600'\"
      MethodSettings:
        - {ResourcePath: /~1limited, HttpMethod: GET, ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2}
      GatewayResponses:
        UNAUTHORIZED:
          StatusCode: 401
          ResponseParameters:
            Headers:
              WWW-Authenticate: \"'Bearer'\"
              X-Request: context.requestId
              X-Origin: method.request.header.Origin
              Access-Control-Allow-Origin: \"'https://app.example.com'\"
          ResponseTemplates:
            application/problem+json: >-
              {\"detail\": $context.error.messageString, \"type\": \"$context.error.responseType\",
              \"plain\": \"$context.error.message.\", \"id\": \"$context.requestId\",
              \"colour\": \"$stageVariables.colour\", \"cost\": \"$5\", \"none\": \"$context.nothing\"}
        DEFAULT_5XX: {StatusCode: 503}
      Auth:
        DefaultAuthorizer: Members
        AddDefaultAuthorizerToCorsPreflight: false
        Authorizers:
          Members:
            FunctionArn: !GetAtt Check.Arn
            FunctionPayloadType: REQUEST
            Identity: {Headers: [Authorization, Host], ReauthorizeEvery: 60}
          Tokens:
            FunctionArn: !GetAtt Check.Arn
            Identity: {ValidationExpression: 'Bearer .+'}
          Everything:
            FunctionArn: !GetAtt Check.Arn
            FunctionPayloadType: REQUEST
            Identity: {QueryStrings: [key], StageVariables: [colour], Context: [identity.sourceIp]}
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: standard
      ApiStages: [{ApiId: !Ref Api, Stage: !Ref Api.Stage}]
      Throttle: {RateLimit: 2, BurstLimit: 3}
      Quota: {Limit: 5, Period: DAY}
  OpenPlan: {Type: 'AWS::ApiGateway::UsagePlan'}
  Check: {Type: 'AWS::Serverless::Function'}
  Public:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Root: {Type: Api, Properties: {Path: /, Method: GET, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}}
        Open: {Type: Api, Properties: {Path: /open, Method: ANY, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}}
        Quick: {Type: Api, Properties: {Path: /quick, Method: GET, RestApiId: !Ref Api, TimeoutInMillis: 100, Auth: {Authorizer: NONE}}}
        Limited: {Type: Api, Properties: {Path: /limited, Method: GET, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}}
        Options: {Type: Api, Properties: {Path: /options, Method: OPTIONS, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}}
  Course:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: {Type: Api, Properties: {Path: '/v1/courses/{course_id}', Method: GET, RestApiId: !Ref Api}}
        Put: {Type: Api, Properties: {Path: '/v1/courses/{course_id}', Method: PUT, RestApiId: !Ref Api}}
        Keyed: {Type: Api, Properties: {Path: /v1/keyed, Method: GET, RestApiId: !Ref Api, Auth: {ApiKeyRequired: true}}}
        Token: {Type: Api, Properties: {Path: /token, Method: GET, RestApiId: !Ref Api, Auth: {Authorizer: Tokens}}}
        Every: {Type: Api, Properties: {Path: /every, Method: GET, RestApiId: !Ref Api, Auth: {Authorizer: Everything}}}
";

/// What a function does when it is called.
#[derive(Clone)]
enum Behaviour {
    Returns(Value),
    Fails(InvokeError),
    Hangs,
    Panics,
}

struct Fixture {
    gateway: Gateway,
    keys: ApiKeys,
    clock: Clock,
    calls: Arc<Mutex<Vec<(String, Value)>>>,
    behaviours: Arc<Mutex<BTreeMap<String, Behaviour>>>,
    _folder: TempDir,
}

fn stack(template: &str) -> Stack {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("template.yaml");
    fs::write(&file, template).unwrap();
    let environment = Environment {
        defaults: BTreeMap::new(),
        region: "eu-central-1".to_owned(),
        account: "123456789012".to_owned(),
        stack_name: "trellis".to_owned(),
        ..Environment::default()
    };
    local_template::load(&file, &environment).unwrap()
}

impl Fixture {
    fn new() -> Self {
        Self::with(TEMPLATE, |_| {}).unwrap()
    }

    fn with(template: &str, change: impl FnOnce(&mut GatewayOptions)) -> Result<Self, GatewayError> {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::standing("2026-11-21T10:00:00Z".parse().unwrap());
        let keys = ApiKeys::open(&folder.path().join("keys.sqlite"), clock.clone()).unwrap();
        let mut options = GatewayOptions::new("eu-central-1", "123456789012");
        options.clock = clock.clone();
        change(&mut options);
        let calls: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
        let behaviours: Arc<Mutex<BTreeMap<String, Behaviour>>> = Arc::default();
        let invoke = invoke(Arc::clone(&calls), Arc::clone(&behaviours));
        let gateway = Gateway::new(&stack(template), invoke, keys.clone(), options)?;
        let fixture = Self { gateway, keys, clock, calls, behaviours, _folder: folder };
        fixture.on("Check", Behaviour::Returns(allow("*")));
        Ok(fixture)
    }

    fn on(&self, function: &str, behaviour: Behaviour) {
        self.behaviours.lock().unwrap().insert(function.to_owned(), behaviour);
    }

    fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// The events that a function has received.
    fn events(&self, function: &str) -> Vec<Value> {
        let calls = self.calls.lock().unwrap();
        calls.iter().filter(|(name, _)| name == function).map(|(_, event)| event.clone()).collect()
    }

    async fn send(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.gateway.handle(request, IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7))).await
    }

    async fn get(&self, path: &str) -> Response<Bytes> {
        self.send(request("GET", path)).await
    }

    /// The status of a request with a token.
    async fn status_as(&self, token: &str, path: &str) -> u16 {
        self.send(authorized("GET", path, token)).await.status().as_u16()
    }
}

fn invoke(calls: Arc<Mutex<Vec<(String, Value)>>>, behaviours: Arc<Mutex<BTreeMap<String, Behaviour>>>) -> Invoke {
    Arc::new(move |function, event| {
        calls.lock().unwrap().push((function.to_owned(), event));
        let behaviour = behaviours.lock().unwrap().get(function).cloned();
        async move {
            match behaviour {
                None => Ok(json!({"statusCode": 200, "body": "ok"})),
                Some(Behaviour::Returns(value)) => Ok(value),
                Some(Behaviour::Fails(error)) => Err(error),
                Some(Behaviour::Hangs) => {
                    tokio::time::sleep(Duration::from_secs(3600)).await;
                    Ok(Value::Null)
                }
                Some(Behaviour::Panics) => panic!("on purpose"),
            }
        }
        .boxed()
    })
}

fn request(method: &str, path: &str) -> Request<Bytes> {
    Request::builder().method(method).uri(path).header("host", "api.example.com:3000").body(Bytes::new()).unwrap()
}

fn authorized(method: &str, path: &str, token: &str) -> Request<Bytes> {
    let mut request = request(method, path);
    request.headers_mut().insert("authorization", token.parse().unwrap());
    request
}

fn policy(effect: &str, resource: &str) -> Value {
    json!({
        "principalId": "member-1",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource}],
        },
        "context": {"workspace": "acme", "level": 4, "staff": true},
    })
}

fn allow(resource: &str) -> Value {
    policy("Allow", resource)
}

fn body(response: &Response<Bytes>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}
