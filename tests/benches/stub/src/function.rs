//! One execution environment: a function's process from its cold start to its end.

use crate::{
    Failure,
    plan::{Expected, Variant},
    runtime_api::RuntimeApi,
};
use nix::{
    sys::signal::{Signal, kill},
    time::{ClockId, clock_getcpuclockid},
    unistd::Pid,
};
use std::{fs::File, path::Path, process::Stdio, time::Duration};
use tokio::process::{Child, Command};

pub(crate) struct Function<'a> {
    api: RuntimeApi,
    process: Child,
    id: Pid,
    clock: ClockId,
    expected: &'a Expected,
}

impl<'a> Function<'a> {
    /// Starts the process. Its output goes to a file, so that what logging costs counts.
    pub(crate) async fn start(variant: &'a Variant, endpoint: &str, logs: &Path) -> Result<Self, Failure> {
        let api = RuntimeApi::start().await?;
        let (program, arguments) = variant.command.split_first().ok_or("a command is empty")?;
        let log = File::create(logs.join(format!("{}.log", variant.name.replace('/', "-"))))?;
        let environment = variant.environment.iter().map(|(name, value)| (name, value.replace("${ENDPOINT}", endpoint)));
        let process = Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(environment)
            .env("AWS_LAMBDA_RUNTIME_API", &api.address)
            .stdin(Stdio::null())
            .stderr(log.try_clone()?)
            .stdout(log)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let id = Pid::from_raw(i32::try_from(process.id().ok_or("the process has ended")?)?);
        // Counts all threads, those that have ended as well, in nanoseconds.
        let clock = clock_getcpuclockid(id)?;
        Ok(Self { api, process, id, clock, expected: &variant.expected })
    }

    /// One invocation; fails unless the answer is the expected one.
    pub(crate) async fn invoke(&mut self, event: &str) -> Result<(), Failure> {
        let answer = tokio::select! {
            answer = self.api.invoke(event.to_owned()) => answer?,
            status = self.process.wait() => return Err(format!("the process ended: {}", status?).into()),
        };
        if answer.error != self.expected.error || !answer.text.contains(&self.expected.text) {
            return Err(format!("unexpected answer: {}", answer.text).into());
        }
        Ok(())
    }

    /// User and system time that the process has used so far.
    pub(crate) fn cpu(&self) -> Result<Duration, Failure> {
        Ok(self.clock.now()?.into())
    }

    /// Ends the process. A tool that counts in it gets a second to write what it has counted.
    pub(crate) async fn stop(mut self) -> Result<(), Failure> {
        kill(self.id, Signal::SIGTERM)?;
        match tokio::time::timeout(Duration::from_secs(1), self.process.wait()).await {
            Ok(ended) => ended.map(drop)?,
            Err(_) => self.process.kill().await?,
        }
        Ok(())
    }
}
