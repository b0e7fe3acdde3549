//! Nested stacks and what they hand out.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use serde_json::Value;

use crate::TemplateError;
use crate::template::Template;

impl<'e> Template<'e> {
    /// The template nested as `id`.
    pub(crate) fn nested(&self, id: &str) -> Result<Rc<Template<'e>>, TemplateError> {
        if let Some(template) = self.nested.borrow().get(id) {
            return Ok(Rc::clone(template));
        }
        let _entered = self.enter(id.to_owned())?;
        let template = Rc::new(self.open_nested(id).map_err(|error| self.locate(id, error))?);
        self.nested.borrow_mut().insert(id.to_owned(), Rc::clone(&template));
        Ok(template)
    }

    fn open_nested(&self, id: &str) -> Result<Template<'e>, TemplateError> {
        let key = if self.kind(id)? == "AWS::Serverless::Application" { "Location" } else { "TemplateURL" };
        let inside = |error: TemplateError| error.inside(key).inside("Properties");
        let location = self.text(self.property(id, key).unwrap_or(&Value::Null)).map_err(inside)?;
        if location.contains("://") {
            return Err(inside(TemplateError::new(format!("{location} is no local file"))));
        }
        let file = self.file.parent().unwrap_or_else(|| Path::new("")).join(location);
        if self.ancestors.contains(&file) {
            return Err(inside(TemplateError::new(format!("{} nests itself", file.display()))));
        }
        let mut given = BTreeMap::new();
        if let Some(Value::Object(parameters)) = self.property(id, "Parameters") {
            for (name, value) in parameters {
                let text = self.text(value);
                let text = text.map_err(|error| error.inside(name).inside("Parameters").inside("Properties"))?;
                given.insert(name.clone(), text);
            }
        }
        let stack_name = format!("{}-{id}", self.stack_name);
        let path = format!("{}{id}/", self.path);
        Template::open(&file, self.environment, stack_name, &path, &self.ancestors, &given).map_err(|error| error.in_file(&file))
    }

    /// One output, if the template has it and its condition holds.
    pub(crate) fn output(&self, name: &str) -> Result<Option<String>, TemplateError> {
        let Some(output) = self.document.outputs.get(name) else {
            return Ok(None);
        };
        let evaluate = || {
            if let Some(condition) = output.get("Condition").and_then(Value::as_str)
                && !self.condition(condition)?
            {
                return Ok(None);
            }
            let value = output.get("Value").ok_or_else(|| TemplateError::new("must have a Value"))?;
            self.text(value).map(Some)
        };
        evaluate().map_err(|error: TemplateError| error.inside(name).inside("Outputs").in_file(&self.file))
    }
}

/// Whether resources of this type are nested stacks.
pub(crate) fn is_stack(kind: &str) -> bool {
    matches!(kind, "AWS::Serverless::Application" | "AWS::CloudFormation::Stack")
}
