//! dynoxide's HTTP server on a thread and runtime of its own.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use dynoxide::Database;
use tokio::sync::oneshot;

/// All requests queue behind one SQLite connection; a second thread parses while the first one writes.
const THREADS: usize = 2;

/// The running server. Dropping it stops it without waiting.
pub(crate) struct Server {
    address: SocketAddr,
    running: Mutex<Option<(oneshot::Sender<()>, JoinHandle<()>)>>,
}

impl Server {
    pub(crate) fn start(database: Database) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).thread_name("dynamodb").enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new().name("dynamodb".to_owned()).spawn(move || {
            runtime.block_on(serve(listener, database, stopped));
        })?;
        Ok(Self { address, running: Mutex::new(Some((stop, thread))) })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Asks the server to stop and waits for its thread. The second call does nothing.
    pub(crate) fn stop(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, thread)) = running {
            // The receiver is gone only when the server has ended already.
            let _ = stop.send(());
            if thread.join().is_err() {
                tracing::warn!("the local DynamoDB's thread panicked");
            }
        }
    }
}

async fn serve(listener: std::net::TcpListener, database: Database, stopped: oneshot::Receiver<()>) {
    let listener = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::error!(%error, "the local DynamoDB cannot listen");
            return;
        }
    };
    let stopping = async move {
        // A dropped sender means stop as well.
        let _ = stopped.await;
    };
    if let Err(error) = dynoxide::server::serve_with_shutdown(listener, database, stopping).await {
        tracing::error!(%error, "the local DynamoDB stopped serving");
    }
}
