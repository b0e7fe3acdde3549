//! A function that runs in this process, in instances that take one call at a time, as Lambda's environments do.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lambda::Area;
use local_kit::Clock;
use serde_json::Value;

use super::calls::{Ended, Failure};
use super::environment::{self, Surroundings};

pub(super) struct Here {
    make_area: fn() -> Area,
    handler: String,
    variables: BTreeMap<String, String>,
    /// What the functions are told of the time.
    clock: lambda::Clock,
    /// Warm instances that wait for a call; the one used last is used next.
    idle: Mutex<Vec<lambda::Function>>,
}

impl Here {
    pub(super) fn new(make_area: fn() -> Area, function: &local_template::Function, surroundings: &Surroundings, clock: &Clock) -> Self {
        let clock = clock.clone();
        Self {
            make_area,
            handler: function.handler.clone(),
            variables: environment::variables(function, surroundings),
            clock: lambda::Clock::new(move || clock.now()),
            idle: Mutex::default(),
        }
    }

    /// Calls the function in a task of its own, so that a panic ends that task and not the stack. An instance that
    /// panicked or ran out of time is not used again.
    pub(super) async fn call(&self, event: Value, request_id: &str, timeout: Duration) -> Ended {
        let instance = match self.instance() {
            Ok(instance) => instance,
            Err(message) => {
                return Ended::failed(Failure::Function { error_type: "Runtime.InitError".to_owned(), message });
            }
        };
        let mut task = tokio::spawn({
            let (instance, request_id) = (instance.clone(), request_id.to_owned());
            async move { instance.invoke(event, &request_id).await }
        });
        match tokio::time::timeout(timeout, &mut task).await {
            Ok(Ok(invocation)) => {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(instance);
                Ended {
                    result: invocation.result.map_err(|error| Failure::Function { error_type: error.error_type, message: error.message }),
                    read_units: invocation.units.read,
                    write_units: invocation.units.write,
                }
            }
            Ok(Err(panic)) => {
                tracing::error!(handler = self.handler, request_id, "the function panicked");
                Ended::failed(Failure::Function {
                    error_type: "Runtime.ExitError".to_owned(),
                    message: format!("RequestId: {request_id} Error: Runtime exited: {panic}"),
                })
            }
            Err(_elapsed) => {
                tracing::error!(handler = self.handler, request_id, ?timeout, "the function ran out of time");
                task.abort();
                Ended::failed(Failure::Timeout)
            }
        }
    }

    /// A warm instance that nobody uses, or a cold start.
    fn instance(&self) -> Result<lambda::Function, String> {
        let warm = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match warm {
            Some(instance) => Ok(instance),
            None => {
                let started = lambda::Function::start_with(&(self.make_area)(), &self.handler, &self.variables, self.clock.clone());
                started.map_err(|error| error.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;

    use super::*;
    use crate::functions::tests::function;

    static AREAS_MADE: AtomicUsize = AtomicUsize::new(0);

    /// One job: waits when told to, panics when told to, else answers how many instances there were.
    fn area() -> Area {
        AREAS_MADE.fetch_add(1, Ordering::SeqCst);
        let job = lambda::Job::handler("job", |_app, event: Value| async move {
            match event["do"].as_str() {
                Some("wait") => std::future::pending().await,
                Some("panic") => panic!("as told"),
                _ => Ok::<_, lambda::FunctionError>(json!(AREAS_MADE.load(Ordering::SeqCst))),
            }
        });
        Area::new("test", "tests", vec![job])
    }

    fn here() -> Arc<Here> {
        let mut declared = function("job", "target/lambda/test/bootstrap.zip");
        declared.environment = BTreeMap::from([("TABLE_NAME".to_owned(), "table".to_owned()), ("SIGNING_KEY".to_owned(), "k".repeat(32))]);
        let surroundings = Surroundings { region: "eu-central-1".to_owned(), aws_endpoint: "http://127.0.0.1:1".to_owned() };
        Arc::new(Here::new(area, &declared, &surroundings, &Clock::system()))
    }

    async fn call(here: &Here, wish: &str) -> Result<Value, Failure> {
        here.call(json!({"do": wish}), "request", Duration::from_millis(50)).await.result
    }

    #[tokio::test]
    async fn instances_take_one_call_at_a_time_and_do_not_outlive_a_crash() {
        let here = here();
        assert_eq!(call(&here, "answer").await.unwrap(), json!(1));
        assert_eq!(call(&here, "answer").await.unwrap(), json!(1), "the warm instance is used again");
        let waiting = tokio::spawn({
            let here = Arc::clone(&here);
            async move { call(&here, "wait").await }
        });
        while !here.idle.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(call(&here, "answer").await.unwrap(), json!(2), "the busy one is left alone");
        assert!(matches!(waiting.await.unwrap(), Err(Failure::Timeout)));
        let crashed = call(&here, "panic").await.unwrap_err();
        assert!(matches!(crashed, Failure::Function { error_type, .. } if error_type == "Runtime.ExitError"));
        assert!(here.idle.lock().unwrap().is_empty());
        assert_eq!(call(&here, "answer").await.unwrap(), json!(3), "a cold start after the crash");
    }
}
