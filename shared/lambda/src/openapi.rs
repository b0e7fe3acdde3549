//! The API's description (OpenAPI 3.1), from the handlers' own types.

use crate::{
    Area, Audience, Handler, Kind, Method,
    parameters::{PathParameter, pattern},
    problem::{FieldError, ProblemBody},
    route::{Parameter, RouteDescription},
};
use http::StatusCode;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, Content, HttpMethod, Info, OpenApi, OpenApiBuilder, Paths, PathsBuilder, Ref, RefOr, Required, ResponseBuilder, Schema,
        path::{OperationBuilder, ParameterBuilder, ParameterIn, PathItem},
        request_body::RequestBodyBuilder,
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

type Schemas = Vec<(String, RefOr<Schema>)>;

fn parameter(name: &str, place: ParameterIn, meaning: &str, required: bool, schema: RefOr<Schema>) -> ParameterBuilder {
    let required = if required { Required::True } else { Required::False };
    ParameterBuilder::new().name(name).parameter_in(place).description(Some(meaning)).required(required).schema(Some(schema))
}

const MALFORMED: (&str, &str) = ("400", "Malformed: `errors` names the field.");
const UNAUTHENTICATED: (&str, &str) = ("401", "Not signed in, or the sign-in has expired.");
const FORBIDDEN: (&str, &str) = ("403", "Not allowed.");
const NOT_FOUND: (&str, &str) = ("404", "Not found.");
const CONFLICT: (&str, &str) = ("409", "Conflicts with the current state.");
const CHANGED: (&str, &str) = ("412", "Changed since it was read.");
const TOO_LARGE: (&str, &str) = ("413", "The body is too large.");
const UNSUPPORTED: (&str, &str) = ("415", "The body isn't JSON.");
const RULE: (&str, &str) = ("422", "Breaks a rule: `errors` names the field.");
const TOO_MANY: (&str, &str) = ("429", "Too many requests: `Retry-After` says how many seconds to wait.");
const FAILED: (&str, &str) = ("5XX", "Something went wrong, or the platform is busy.");
const REFUSALS: [(&str, &str); 11] =
    [MALFORMED, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT, CHANGED, TOO_LARGE, UNSUPPORTED, RULE, TOO_MANY, FAILED];

/// The problems that a route can answer, by status.
fn refusals(route: &RouteDescription) -> Vec<(String, &'static str)> {
    let (guarded, body) = (route.audience != Audience::Anyone, route.body.is_some());
    let has = |name: &str| route.headers.iter().any(|header| header.name == name);
    let applies = |status: &str| match status {
        "400" => body || !route.query.is_empty() || !route.headers.is_empty(),
        // Whoever isn't signed in shows something that may be wrong: a code, a password, a cookie.
        "401" => guarded || route.method != Method::Get,
        "403" => guarded,
        "404" => route.path.contains('{'),
        // What is there may not allow the change, and two requests at once may want to change the same thing.
        "409" | "422" => route.method != Method::Get,
        "412" => has("If-Match"),
        "413" | "415" => body,
        _ => true,
    };
    let declared = |status: &str| route.refusals.iter().any(|declared| declared.to_string() == status);
    let refusals = REFUSALS.iter().filter(|(status, _)| applies(status) || declared(status));
    refusals.map(|(status, meaning)| ((*status).to_owned(), *meaning)).collect()
}

fn responses(route: &RouteDescription, schemas: &mut Schemas) -> Vec<(String, RefOr<utoipa::openapi::Response>)> {
    let mut responses = Vec::new();
    for status in &route.statuses {
        let meaning = StatusCode::from_u16(*status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Success");
        let mut response = ResponseBuilder::new().description(meaning);
        if let Some(schema) = route.reply {
            response = response.content("application/json", Content::new(Some(schema(schemas))));
        }
        responses.push((status.to_string(), response.build().into()));
    }
    for (status, meaning) in refusals(route) {
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        let refusal = ResponseBuilder::new().description(meaning).content("application/problem+json", problem);
        responses.push((status, refusal.build().into()));
    }
    responses
}

fn audience(route: &RouteDescription) -> String {
    let people = route.audience.description();
    match route.scope {
        Some(scope) => format!("For: {people} API clients need the scope `{}`.", scope.name()),
        None => format!("For: {people}"),
    }
}

fn operation(handler: &Handler, route: &RouteDescription, known: &[PathParameter], schemas: &mut Schemas) -> OperationBuilder {
    let tag = route.path.split('/').nth(2).unwrap_or("v1").to_owned();
    let mut operation =
        OperationBuilder::new().operation_id(Some(handler.name())).summary(Some(route.summary)).description(Some(audience(route))).tag(tag);
    for segment in route.path.split('/') {
        if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            let found = known.iter().find(|parameter| parameter.name == name);
            let (meaning, schema) = found.map_or(("", pattern("^.*$", 256)), |found| (found.meaning, (found.schema)()));
            operation = operation.parameter(parameter(name, ParameterIn::Path, meaning, true, schema));
        }
    }
    let query = route.query.iter().map(|parameter| (ParameterIn::Query, parameter));
    for (place, Parameter { name, meaning, required, schema }) in
        query.chain(route.headers.iter().map(|parameter| (ParameterIn::Header, parameter)))
    {
        operation = operation.parameter(parameter(name, place, meaning, *required, schema(schemas)));
    }
    if let Some(schema) = route.body {
        let mut content = Content::new(Some(schema(schemas)));
        content.example = handler.sample().body.and_then(|body| serde_json::from_str(body).ok());
        let required = if route.body_optional { Required::False } else { Required::True };
        // OpenAPI has no way to say that JSON may be called a text: a text would have no shape.
        let also = route.is_cross_origin.then_some("JSON, which may also be sent as `text/plain`.");
        let body = RequestBodyBuilder::new().content("application/json", content).required(Some(required)).description(also);
        operation = operation.request_body(Some(body.build()));
    }
    for (status, response) in responses(route, schemas) {
        operation = operation.response(status, response);
    }
    if route.audience != Audience::Anyone {
        operation = operation.security(SecurityRequirement::new("access_token", Vec::<String>::new()));
    }
    operation
}

/// The description of all routes of these areas. The same areas give the same text.
#[must_use]
pub fn openapi(areas: &[Area]) -> OpenApi {
    let mut schemas: Schemas = Vec::new();
    ProblemBody::schemas(&mut schemas);
    schemas.push(("Problem".to_owned(), ProblemBody::schema()));
    schemas.push((FieldError::name().into_owned(), FieldError::schema()));
    let known: Vec<PathParameter> = areas.iter().flat_map(Area::path_parameters).copied().collect();
    let mut paths: PathsBuilder = Paths::builder();
    for handler in areas.iter().flat_map(Area::handlers) {
        let Kind::Route(route) = handler.kind() else {
            continue;
        };
        let method: HttpMethod = match route.method {
            crate::Method::Get => HttpMethod::Get,
            crate::Method::Post => HttpMethod::Post,
            crate::Method::Put => HttpMethod::Put,
            crate::Method::Patch => HttpMethod::Patch,
            crate::Method::Delete => HttpMethod::Delete,
        };
        paths = paths.path(route.path, PathItem::new(method, operation(handler, route, &known, &mut schemas)));
    }
    let mut components = Components::new();
    for (name, schema) in schemas {
        if let Some(other) = components.schemas.get(&name) {
            assert!(*other == schema, "two types are called {name} in the API's description");
        }
        components.schemas.insert(name, schema);
    }
    let bearer = Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme("access_token", SecurityScheme::Http(bearer));
    let mut info = Info::new("Trellis", env!("CARGO_PKG_VERSION"));
    info.description = Some("Workplace learning: courses, enrolments, progress, points and boards of one workspace.".to_owned());
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components)).build()
}
