//! From a template's file to a stack.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::read_api::read_api;
use crate::read_definition::read_definition;
use crate::read_function::read_function;
use crate::template::{Declared, Template};
use crate::{Api, ApiEvent, Environment, Event, Stack, TemplateError};

/// Evaluates the template at `path` for `environment`.
///
/// # Errors
/// A file that cannot be read or parsed, and everything CloudFormation or SAM would refuse or this
/// crate does not know: the error names the file, the place inside it and what is wrong.
pub fn load(path: &Path, environment: &Environment) -> Result<Stack, TemplateError> {
    let template = Template::root(path, environment)?;
    let declared = template.resources()?;
    let (api, mut routes) = the_api(&template, &declared)?;
    let mut functions = Vec::new();
    for declaration in &declared {
        if declaration.resource.kind == "AWS::Serverless::Function" {
            let function = read_function(&declaration.resource, &api);
            let mut function = function.map_err(|error| declaration.locate(error))?;
            function.events.extend(routes.remove(&function.logical_id).unwrap_or_default().into_iter().map(Event::Api));
            functions.push(function);
        }
    }
    let mut outputs = BTreeMap::new();
    for name in template.document.outputs.keys() {
        if let Some(value) = template.output(name)? {
            outputs.insert(name.clone(), value);
        }
    }
    let resources = declared.into_iter().map(|declaration| declaration.resource).collect();
    Ok(Stack { resources, functions, api, outputs })
}

type Routes = BTreeMap<String, Vec<ApiEvent>>;

/// The stack's one API, with the routes that its own definition gives to functions; the gateway serves no second one.
fn the_api(template: &Template<'_>, declared: &[Declared]) -> Result<(Api, Routes), TemplateError> {
    let mut apis = declared.iter().filter(|one| one.resource.kind == "AWS::Serverless::Api");
    let Some(declaration) = apis.next() else {
        let api = read_api(&template.implicit_api()?, declared);
        return api.map(|api| (api, Routes::new())).map_err(|error| error.inside("Api").inside("Globals").in_file(&template.file));
    };
    if let Some(second) = apis.next() {
        return Err(
            second.locate(TemplateError::new(format!("is a second API beside {}; the local stack serves one", declaration.resource.path)))
        );
    }
    let read = || {
        let api = read_api(&declaration.resource, declared)?;
        let body = declaration.resource.properties.get("DefinitionBody").unwrap_or(&Value::Null);
        let routes = read_definition(body, &api, declared).map_err(|error| error.inside("DefinitionBody"))?;
        Ok((api, routes))
    };
    read().map_err(|error| declaration.locate(error))
}
