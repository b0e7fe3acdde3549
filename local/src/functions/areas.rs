//! The areas that are linked into this process, and which of them a function of the template means.

use std::sync::Arc;

use lambda::Area;

/// A function of the template that has no code.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnknownHandler {
    #[error("the function {function} has the CodeUri {code_uri}, and there is no area of that name; there are {known}")]
    Area { function: String, code_uri: String, known: String },
    #[error("the function {function} has the Handler {handler}, and the area {area} has no such handler; it has {known}")]
    Handler { function: String, handler: String, area: String, known: String },
}

/// An area, and how another instance of it is made.
#[derive(Clone)]
pub(super) struct LinkedArea {
    /// Each environment on Lambda has its own area: what handlers keep between calls is not shared.
    pub(super) make: fn() -> Area,
    area: Arc<Area>,
}

impl LinkedArea {
    pub(super) fn name(&self) -> &'static str {
        self.area.name()
    }
}

/// Every area of the workspace.
pub(super) struct Areas(Vec<LinkedArea>);

impl Areas {
    pub(super) fn all() -> Self {
        Self(areas::ALL.iter().map(|make| LinkedArea { make: *make, area: Arc::new(make()) }).collect())
    }

    /// `CodeUri: target/lambda/<area>/bootstrap.zip` names the area as it names the binary's archive on AWS.
    pub(super) fn of(&self, function: &local_template::Function) -> Result<&LinkedArea, UnknownHandler> {
        let name = function.code_uri.trim_end_matches("/bootstrap.zip").rsplit('/').next().unwrap_or_default();
        let Some(linked) = self.0.iter().find(|linked| linked.name() == name) else {
            return Err(UnknownHandler::Area {
                function: function.logical_id.clone(),
                code_uri: function.code_uri.clone(),
                known: self.0.iter().map(LinkedArea::name).collect::<Vec<_>>().join(", "),
            });
        };
        let handlers = linked.area.handler_names();
        if !handlers.iter().any(|handler| *handler == function.handler) {
            return Err(UnknownHandler::Handler {
                function: function.logical_id.clone(),
                handler: function.handler.clone(),
                area: name.to_owned(),
                known: handlers.join(", "),
            });
        }
        Ok(linked)
    }
}
