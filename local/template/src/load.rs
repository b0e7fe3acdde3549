//! From a template's file to a stack.

use std::collections::BTreeMap;
use std::path::Path;

use crate::read_api::read_api;
use crate::read_function::read_function;
use crate::template::{Declared, Template};
use crate::{Api, Environment, Stack, TemplateError};

/// Evaluates the template at `path` for `environment`.
///
/// # Errors
/// A file that cannot be read or parsed, and everything CloudFormation or SAM would refuse or this
/// crate does not know: the error names the file, the place inside it and what is wrong.
pub fn load(path: &Path, environment: &Environment) -> Result<Stack, TemplateError> {
    let template = Template::root(path, environment)?;
    let declared = template.resources()?;
    let api = the_api(&template, &declared)?;
    let mut functions = Vec::new();
    for declaration in &declared {
        if declaration.resource.kind == "AWS::Serverless::Function" {
            let function = read_function(&declaration.resource, &api);
            functions.push(function.map_err(|error| declaration.locate(error))?);
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

/// The stack's one API; the gateway serves no second one.
fn the_api(template: &Template<'_>, declared: &[Declared]) -> Result<Api, TemplateError> {
    let mut apis = declared.iter().filter(|one| one.resource.kind == "AWS::Serverless::Api");
    let Some(declaration) = apis.next() else {
        return read_api(&template.implicit_api()?, declared)
            .map_err(|error| error.inside("Api").inside("Globals").in_file(&template.file));
    };
    if let Some(second) = apis.next() {
        return Err(
            second.locate(TemplateError::new(format!("is a second API beside {}; the local stack serves one", declaration.resource.path)))
        );
    }
    read_api(&declaration.resource, declared).map_err(|error| declaration.locate(error))
}
