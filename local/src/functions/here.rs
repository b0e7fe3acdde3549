//! A function that runs in this process: one warm instance, which concurrent calls share.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use lambda::Area;
use serde_json::Value;
use tokio::sync::Mutex;

use super::calls::{Ended, Failure};
use super::environment::{self, Surroundings};

pub(super) struct Here {
    area: Arc<Area>,
    handler: String,
    variables: BTreeMap<String, String>,
    warm: Mutex<Option<Arc<lambda::Function>>>,
}

impl Here {
    pub(super) fn new(area: Arc<Area>, function: &local_template::Function, surroundings: &Surroundings) -> Self {
        Self {
            area,
            handler: function.handler.clone(),
            variables: environment::variables(function, surroundings),
            warm: Mutex::default(),
        }
    }

    /// Calls the function in a task of its own, so that a panic ends that task and not the stack.
    pub(super) async fn call(&self, event: Value, request_id: &str, timeout: Duration) -> Ended {
        let function = match self.warm().await {
            Ok(function) => function,
            Err(message) => {
                return Ended::failed(Failure::Function { error_type: "Runtime.InitError".to_owned(), message });
            }
        };
        let mut task = tokio::spawn({
            let request_id = request_id.to_owned();
            async move { function.invoke(event, &request_id).await }
        });
        match tokio::time::timeout(timeout, &mut task).await {
            Ok(Ok(invocation)) => Ended {
                result: invocation
                    .result
                    .map_err(|error| Failure::Function { error_type: error.error_type, message: error.message }),
                read_units: invocation.units.read,
                write_units: invocation.units.write,
            },
            Ok(Err(panic)) => {
                self.cool_down().await;
                Ended::failed(Failure::Function {
                    error_type: "Runtime.ExitError".to_owned(),
                    message: format!("RequestId: {request_id} Error: Runtime exited: {panic}"),
                })
            }
            Err(_elapsed) => {
                task.abort();
                self.cool_down().await;
                Ended::failed(Failure::Timeout)
            }
        }
    }

    async fn warm(&self) -> Result<Arc<lambda::Function>, String> {
        let mut warm = self.warm.lock().await;
        if let Some(function) = &*warm {
            return Ok(Arc::clone(function));
        }
        let function = lambda::Function::start(&self.area, &self.handler, &self.variables)
            .map_err(|error| error.to_string())?;
        Ok(Arc::clone(warm.insert(Arc::new(function))))
    }

    /// Lambda ends the instance after a crash or a timeout: the next call is a cold start.
    async fn cool_down(&self) {
        *self.warm.lock().await = None;
    }
}
