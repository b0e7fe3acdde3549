//! The way of a request through the gateway.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use local_template::{Api, ApiKeySource, Stack};

use crate::authorizer::LambdaAuthorizer;
use crate::call::{ApiFacts, Call};
use crate::failure::Failure;
use crate::gateway_response::GatewayResponses;
use crate::invoke::call as call_function;
use crate::media_types::is_binary;
use crate::method_routes::{ApiResource, MethodRoute, Routes};
use crate::preflight::{allow_origin, preflight};
use crate::proxy_event::proxy_event;
use crate::proxy_response::proxy_response;
use crate::usage::Usage;
use crate::{ApiKeys, GatewayError, GatewayOptions, Invoke, InvokeError};

/// "Payload size" of the REST API's quotas.
const MAX_BODY: usize = 10 * 1024 * 1024;
/// "Total combined size of all header values" of the REST API's quotas.
const MAX_HEADERS: usize = 10_240;

/// API Gateway with the REST API of one stack. Clones share caches and limits.
#[derive(Clone)]
pub struct Gateway {
    inner: Arc<Inner>,
}

struct Inner {
    api: Api,
    facts: ApiFacts,
    routes: Routes,
    authorizers: BTreeMap<String, LambdaAuthorizer>,
    responses: GatewayResponses,
    keys: ApiKeys,
    usage: Usage,
    invoke: Invoke,
    options: GatewayOptions,
}

impl Gateway {
    /// Makes a gateway of the stack's API, whose usage plans become known to `keys`.
    ///
    /// # Errors
    /// [`GatewayError::Template`] for what API Gateway would refuse to create, and for API keys of the template itself: keys belong to
    /// workspaces, and the platform makes them.
    pub fn new(stack: &Stack, invoke: Invoke, keys: ApiKeys, options: GatewayOptions) -> Result<Self, GatewayError> {
        let api = stack.api.clone();
        let mut authorizers = BTreeMap::new();
        for settings in &api.authorizers {
            let authorizer = LambdaAuthorizer::new(settings, options.authorizer_ttl)?;
            authorizers.insert(settings.name.clone(), authorizer);
        }
        for kind in ["AWS::ApiGateway::ApiKey", "AWS::ApiGateway::UsagePlanKey"] {
            if let Some(resource) = stack.resources_of(kind).next() {
                return Err(GatewayError::Template(format!("{}: the local gateway makes no {kind} of a template", resource.path)));
            }
        }
        keys.declare(&api);
        let facts = ApiFacts {
            region: options.region.clone(),
            account: options.account.clone(),
            api_id: api.physical_id.clone(),
            stage: api.stage.clone(),
            stage_variables: api.stage_variables.clone(),
        };
        let inner = Inner {
            routes: Routes::of(stack)?,
            responses: GatewayResponses::new(&api.gateway_responses)?,
            facts,
            authorizers,
            keys,
            usage: Usage::default(),
            invoke,
            options,
            api,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Answers one request of a client at `source_ip`. Whatever happens, there is an answer.
    pub async fn handle(&self, request: Request<Bytes>, source_ip: IpAddr) -> Response<Bytes> {
        let inner = &self.inner;
        let mut call = Call::new(request, source_ip, inner.options.clock.now());
        let mut response = match inner.answer(&mut call).await {
            Ok(response) => response,
            Err(failure) => {
                tracing::debug!(method = call.method, path = call.path, ?failure, "answered by the gateway");
                let mut response = inner.responses.render(&failure, &call, &inner.facts);
                let origin = call.header("origin");
                allow_origin(response.headers_mut(), origin, &inner.options.cors_origins);
                response
            }
        };
        for (name, value) in
            [("x-amzn-requestid", &call.request_id), ("x-amz-apigw-id", &call.extended_request_id), ("x-amzn-trace-id", &call.trace_id)]
        {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

impl Inner {
    async fn answer(&self, call: &mut Call) -> Result<Response<Bytes>, Failure> {
        check_size(call)?;
        let found = self.routes.find(&call.path)?;
        call.resource = Some((found.resource.id.clone(), found.resource.path.clone()));
        call.path_parameters = found.parameters;
        if let Some(cors) = &self.api.cors
            && call.method == "OPTIONS"
            && !found.resource.routes_options()
        {
            if cors.authorize_preflight {
                self.authorize(call, self.api.default_authorizer.as_deref()).await?;
            }
            if cors.api_key_for_preflight {
                self.use_api_key(call).await?;
            }
            let mut response = preflight(cors, found.resource, &self.api.binary_media_types)?;
            allow_origin(response.headers_mut(), call.header("origin"), &self.options.cors_origins);
            return Ok(response);
        }
        let route = found.resource.route(&call.method).ok_or(Failure::MissingAuthenticationToken)?;
        self.authorize(call, route.authorizer.as_deref()).await?;
        if route.api_key_required {
            self.use_api_key(call).await?;
        }
        self.use_method(call, found.resource, route)?;
        self.integrate(call, route).await
    }

    async fn authorize(&self, call: &mut Call, authorizer: Option<&str>) -> Result<(), Failure> {
        let Some(name) = authorizer else {
            return Ok(());
        };
        let authorizer = self.authorizers.get(name).ok_or(Failure::AuthorizerConfiguration)?;
        authorizer.authorize(call, &self.facts, (&self.invoke, &self.options.clock)).await
    }

    /// Counts the request against the caller's usage plan.
    async fn use_api_key(&self, call: &mut Call) -> Result<(), Failure> {
        let value = match self.api.api_key_source {
            ApiKeySource::Header => call.header("x-api-key").map(str::to_owned),
            ApiKeySource::Authorizer => call.usage_identifier_key.clone(),
        };
        let value = value.ok_or(Failure::InvalidApiKey)?;
        let key = self.keys.usable(value.clone()).await.map_err(|error| {
            tracing::error!(%error, "the API keys cannot be read");
            Failure::Internal
        })?;
        let (key_id, plan) = key.ok_or(Failure::InvalidApiKey)?;
        call.api_key = Some((key_id.clone(), value));
        self.usage.take_key(&key_id, &plan, self.options.clock.now())
    }

    fn use_method(&self, call: &Call, resource: &ApiResource, route: &MethodRoute) -> Result<(), Failure> {
        match route.throttle {
            Some(throttle) => {
                let method = format!("{} {}", call.method, resource.path);
                self.usage.take_method(method, throttle, self.options.clock.now())
            }
            None => Ok(()),
        }
    }

    async fn integrate(&self, call: &Call, route: &MethodRoute) -> Result<Response<Bytes>, Failure> {
        let event = proxy_event(call, &self.facts, &self.api.binary_media_types);
        let answer = call_function(&self.invoke, &route.function, event, route.timeout).await;
        let answer = answer.map_err(|error| match error {
            InvokeError::Timeout => Failure::IntegrationTimeout,
            InvokeError::Unreachable(_) => Failure::IntegrationFailed,
            InvokeError::FunctionError { .. } => Failure::BadGateway,
        });
        proxy_response(&answer?, is_binary(&self.api.binary_media_types, call.header("accept")))
    }
}

fn check_size(call: &Call) -> Result<(), Failure> {
    let headers: usize = call.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers > MAX_HEADERS {
        return Err(Failure::HeadersTooLarge);
    }
    if call.body.len() > MAX_BODY {
        return Err(Failure::RequestTooLarge);
    }
    Ok(())
}
