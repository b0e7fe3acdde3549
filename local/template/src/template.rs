//! One template of the stack, being evaluated.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

use crate::document::Document;
use crate::fields::Fields;
use crate::kinds::{self, Identity};
use crate::nested::is_stack;
use crate::references::IMPLICIT_API;
use crate::{Environment, Resource, TemplateError, dynamic_reference, globals, parameters};

const RESOURCE_KEYS: &[&str] = &[
    "Condition",
    "Connectors",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];

/// One template: the root, or a nested one. Values are computed when something asks for them.
pub(crate) struct Template<'e> {
    pub(crate) environment: &'e Environment,
    pub(crate) file: PathBuf,
    pub(crate) document: Document,
    pub(crate) parameters: BTreeMap<String, Value>,
    /// `trellis`, or `trellis-Data` in the stack nested as `Data`.
    pub(crate) stack_name: String,
    /// Logical ids of the nested stacks on the way here, each with a slash behind it.
    pub(crate) path: String,
    /// The files on the way here, to notice a template that nests itself.
    pub(crate) ancestors: Vec<PathBuf>,
    pub(crate) nested: RefCell<BTreeMap<String, Rc<Template<'e>>>>,
    in_progress: RefCell<Vec<String>>,
}

/// A resource with the file that declares it, for errors found later.
pub(crate) struct Declared {
    pub(crate) resource: Resource,
    pub(crate) file: PathBuf,
}

impl Declared {
    /// Adds this resource and its file to an error about its properties.
    pub(crate) fn locate(&self, error: TemplateError) -> TemplateError {
        let id = self.resource.path.rsplit('/').next().unwrap_or_default();
        error.inside("Properties").inside(id).inside("Resources").in_file(&self.file)
    }
}

/// Marks something as being evaluated until dropped.
pub(crate) struct Entered<'t> {
    in_progress: &'t RefCell<Vec<String>>,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.in_progress.borrow_mut().pop();
    }
}

impl<'e> Template<'e> {
    /// Opens the root template.
    pub(crate) fn root(file: &Path, environment: &'e Environment) -> Result<Self, TemplateError> {
        Self::open(file, environment, environment.stack_name.clone(), "", &[], &environment.parameters).map_err(|error| error.in_file(file))
    }

    pub(crate) fn open(
        file: &Path,
        environment: &'e Environment,
        stack_name: String,
        path: &str,
        ancestors: &[PathBuf],
        given: &BTreeMap<String, String>,
    ) -> Result<Self, TemplateError> {
        let document = Document::read(file)?;
        globals::check(&document.globals)?;
        let mut chosen = given.clone();
        for (name, value) in environment.defaults.iter().filter(|(name, _)| document.parameters.contains_key(*name)) {
            chosen.entry(name.clone()).or_insert_with(|| value.clone());
        }
        let parameters = parameters::resolve(&document.parameters, &chosen)?;
        let mut ancestors = ancestors.to_vec();
        ancestors.push(file.to_path_buf());
        Ok(Self {
            environment,
            file: file.to_path_buf(),
            document,
            parameters,
            stack_name,
            path: path.to_owned(),
            ancestors,
            nested: RefCell::default(),
            in_progress: RefCell::default(),
        })
    }

    /// Notes that `what` is being evaluated; a second time before the first has ended is a cycle.
    pub(crate) fn enter(&self, what: String) -> Result<Entered<'_>, TemplateError> {
        let mut in_progress = self.in_progress.borrow_mut();
        if let Some(start) = in_progress.iter().position(|entry| *entry == what) {
            let mut cycle = in_progress[start..].to_vec();
            cycle.push(what);
            return Err(TemplateError::new(format!("is a circular dependency: {}", cycle.join(" → "))));
        }
        in_progress.push(what);
        Ok(Entered { in_progress: &self.in_progress })
    }

    /// The resource type of `id`; an error when there is no such resource or its condition is false.
    pub(crate) fn kind(&self, id: &str) -> Result<&str, TemplateError> {
        let Some(resource) = self.document.resources.get(id) else {
            return Err(TemplateError::new(format!("there is no parameter or resource {id}")));
        };
        if let Some(condition) = resource.get("Condition").and_then(Value::as_str)
            && !self.condition(condition)?
        {
            return Err(TemplateError::new(format!("refers to {id}, which condition {condition} leaves out")));
        }
        resource.get("Type").and_then(Value::as_str).ok_or_else(|| self.locate(id, TemplateError::new("is required").inside("Type")))
    }

    /// The names of the resource `id`.
    pub(crate) fn identity(&self, id: &str) -> Result<Identity, TemplateError> {
        let kind = self.kind(id)?;
        let _entered = self.enter(format!("name of {id}"))?;
        let explicit = match kinds::name_property(kind) {
            Some(key) => self.explicit_name(id, key).map_err(|error| self.locate(id, error))?,
            None => None,
        };
        let is_default = explicit.is_none();
        let mut identity = kinds::identity(kind, explicit, (&self.stack_name, id), self.environment);
        if is_default && kind == "AWS::SQS::Queue" && self.is_fifo(id)? {
            let name = Some(format!("{}.fifo", identity.name));
            identity = kinds::identity(kind, name, (&self.stack_name, id), self.environment);
        }
        Ok(identity)
    }

    fn explicit_name(&self, id: &str, key: &str) -> Result<Option<String>, TemplateError> {
        let Some(name) = self.property(id, key) else {
            return Ok(None);
        };
        let inside = |error: TemplateError| error.inside(key).inside("Properties");
        match self.evaluate(name).map_err(inside)? {
            Some(name) => crate::fields::text_of(&name).map(Some).map_err(inside),
            None => Ok(None),
        }
    }

    fn is_fifo(&self, id: &str) -> Result<bool, TemplateError> {
        match self.property(id, "FifoQueue") {
            Some(value) => Ok(self.text(value).map_err(|error| self.locate(id, error))? == "true"),
            None => Ok(false),
        }
    }

    /// A property of `id` as written.
    pub(crate) fn property(&self, id: &str, key: &str) -> Option<&Value> {
        self.document.resources.get(id)?.get("Properties")?.get(key)
    }

    pub(crate) fn locate(&self, id: &str, error: TemplateError) -> TemplateError {
        error.inside(id).inside("Resources").in_file(&self.file)
    }

    /// The resources whose conditions hold, those of nested stacks included.
    pub(crate) fn resources(&self) -> Result<Vec<Declared>, TemplateError> {
        let mut all = Vec::new();
        for (id, declaration) in &self.document.resources {
            if let Some(declared) = self.resource(id, declaration).map_err(|error| self.locate(id, error))? {
                let is_nested = is_stack(&declared.resource.kind);
                all.push(declared);
                if is_nested {
                    all.extend(self.nested(id)?.resources()?);
                }
            }
        }
        Ok(all)
    }

    fn resource(&self, id: &str, declaration: &Value) -> Result<Option<Declared>, TemplateError> {
        let fields = Fields::of(declaration)?;
        fields.only(RESOURCE_KEYS)?;
        fields.none_of(&["Connectors"])?;
        if let Some(condition) = fields.optional_text("Condition")?
            && !self.condition(&condition).map_err(|error| error.inside("Condition"))?
        {
            return Ok(None);
        }
        let identity = self.identity(id)?;
        let kind = self.kind(id)?;
        let inside = |error: TemplateError| error.inside("Properties");
        let written = globals::inherit(&self.document.globals, kind, fields.get("Properties").clone());
        let mut properties = self.evaluate(&written).map_err(inside)?.unwrap_or_default();
        dynamic_reference::resolve(&mut properties, &self.environment.secrets).map_err(inside)?;
        let resource = Resource {
            path: format!("{}{id}", self.path),
            kind: kind.to_owned(),
            name: identity.name,
            physical_id: identity.reference,
            arn: identity.arn,
            properties,
        };
        Ok(Some(Declared { resource, file: self.file.clone() }))
    }

    /// The API that SAM makes when the template declares none, with what it inherits.
    pub(crate) fn implicit_api(&self) -> Result<Resource, TemplateError> {
        let kind = "AWS::Serverless::Api";
        let written = globals::inherit(&self.document.globals, kind, Value::Null);
        let located = |error: TemplateError| error.inside("Api").inside("Globals").in_file(&self.file);
        let mut properties = self.evaluate(&written).map_err(located)?.unwrap_or_default();
        if properties.is_null() {
            properties = Value::Object(serde_json::Map::new());
        }
        if let Value::Object(properties) = &mut properties {
            properties.insert("StageName".to_owned(), Value::from("Prod"));
        }
        let identity = self.implicit_api_identity();
        Ok(Resource {
            path: IMPLICIT_API.to_owned(),
            kind: kind.to_owned(),
            name: identity.name,
            physical_id: identity.reference,
            arn: identity.arn,
            properties,
        })
    }
}
