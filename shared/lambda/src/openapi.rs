//! The API's description (OpenAPI 3.1), from the handlers' own types.

use crate::{
    Area, Audience, Kind,
    problem::{FieldError, ProblemBody},
    route::RouteDescription,
};
use http::StatusCode;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, Content, HttpMethod, Info, ObjectBuilder, OpenApi, OpenApiBuilder, Paths, PathsBuilder, Ref, RefOr, Required,
        ResponseBuilder, Schema,
        path::{OperationBuilder, ParameterBuilder, ParameterIn, PathItem},
        request_body::RequestBodyBuilder,
        schema::Type,
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

type Schemas = Vec<(String, RefOr<Schema>)>;

fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).build().into()
}

fn parameter(name: &str, place: ParameterIn, meaning: &str, required: bool, schema: RefOr<Schema>) -> ParameterBuilder {
    let required = if required { Required::True } else { Required::False };
    ParameterBuilder::new().name(name).parameter_in(place).description(Some(meaning)).required(required).schema(Some(schema))
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
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    let failure = ResponseBuilder::new().description("The request was not carried out.").content("application/problem+json", problem);
    responses.push(("default".to_owned(), failure.build().into()));
    responses
}

fn audience(route: &RouteDescription) -> String {
    let people = route.audience.description();
    match route.scope {
        Some(scope) => format!("For: {people} Programs need the scope `{}`.", scope.name()),
        None => format!("For: {people}"),
    }
}

fn operation(name: &str, route: &RouteDescription, schemas: &mut Schemas) -> OperationBuilder {
    let tag = route.path.split('/').nth(2).unwrap_or("v1").to_owned();
    let mut operation =
        OperationBuilder::new().operation_id(Some(name)).summary(Some(route.summary)).description(Some(audience(route))).tag(tag);
    for segment in route.path.split('/') {
        if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            operation = operation.parameter(parameter(name, ParameterIn::Path, "The id.", true, text()));
        }
    }
    for (name, meaning, schema) in &route.query {
        operation = operation.parameter(parameter(name, ParameterIn::Query, meaning, false, schema(schemas)));
    }
    for (name, meaning, required) in &route.headers {
        operation = operation.parameter(parameter(name, ParameterIn::Header, meaning, *required, text()));
    }
    if let Some(schema) = route.body {
        let content = Content::new(Some(schema(schemas)));
        operation = operation
            .request_body(Some(RequestBodyBuilder::new().content("application/json", content).required(Some(Required::True)).build()));
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
        paths = paths.path(route.path, PathItem::new(method, operation(handler.name(), route, &mut schemas)));
    }
    let mut components = Components::new();
    components.schemas.extend(schemas);
    let bearer = Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme("access_token", SecurityScheme::Http(bearer));
    let mut info = Info::new("Trellis", env!("CARGO_PKG_VERSION"));
    info.description = Some("Workplace learning: courses, enrolments, progress, points and boards of one workspace.".to_owned());
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components)).build()
}
