//! The local S3 as the stack uses it.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use local_kit::Interrupted;

use crate::bucket;
use crate::error::{Error, OpenError};
use crate::notices::{self, Notice};
use crate::object::{self, Address};
use crate::operations::Operations;
use crate::options::Options;
use crate::service::Service;
use crate::store::Store;
use crate::tags::Tags;

/// An open store. Clones are cheap and share it; its folder is locked until the last clone and service are dropped.
#[derive(Clone)]
pub struct S3 {
    store: Arc<Store>,
    service: Service,
}

impl S3 {
    /// Opens the store in `folder`, and creates it when there is none. Blocks for as long as that takes.
    ///
    /// # Errors
    /// One readable sentence each: see [`OpenError`].
    pub fn open(folder: &Path, options: &Options) -> Result<Self, OpenError> {
        let store = Arc::new(Store::open(folder)?);
        let service = Service::new(Operations::new(Arc::clone(&store), options.readable.clone()), options)?;
        Ok(Self { store, service })
    }

    /// The HTTP service for the AWS endpoint.
    #[must_use]
    pub fn service(&self) -> Service {
        self.service.clone()
    }

    /// Creates a bucket; one that exists is left as it is.
    ///
    /// # Errors
    /// [`Error::Refused`] for a name against S3's rules.
    pub async fn create_bucket(&self, name: &str) -> Result<(), Error> {
        let name = name.to_owned();
        self.store.change(move |change| bucket::create(change, &name)).await
    }

    /// From now on, records a notice for every object created in `bucket`.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such bucket.
    pub async fn enable_notices(&self, bucket: &str) -> Result<(), Error> {
        let bucket = bucket.to_owned();
        self.store.change(move |change| notices::enable(change, &bucket)).await
    }

    /// Waits until there is a notice, and returns the oldest, at most `max` and at least one. The same notices are
    /// given again until they are forgotten, also after a restart, so there should be one caller at a time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_notices(&self, max: usize) -> Result<Vec<Notice>, Error> {
        let most = max.max(1);
        loop {
            // Before the look into the database, so that no arrival in between is missed.
            let arrival = self.store.arrivals.notified();
            let found = self.store.read(move |connection| notices::oldest(connection, most)).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            arrival.await;
        }
    }

    /// The first bytes of an object, at most `most`; `None` if it is gone or no longer the one with this ETag.
    ///
    /// # Errors
    /// When the database or the file cannot be read.
    pub async fn beginning(&self, bucket: &str, key: &str, etag: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        let (address, etag) = (Address { bucket: bucket.to_owned(), key: key.to_owned() }, etag.to_owned());
        let blobs = self.store.blobs.clone();
        let file = self.store.read(move |connection| {
            let found = object::find(connection, &address)?.filter(|object| object.etag == etag);
            Ok(found.map(|object| blobs.read(&object.blob)).transpose()?)
        });
        let Some(file) = file.await? else { return Ok(None) };
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            file.take(most).read_to_end(&mut bytes)?;
            Ok::<_, std::io::Error>(bytes)
        });
        Ok(Some(read.await.map_err(|_| Interrupted)??))
    }

    /// The file of an object, which never changes, and the object's content type; `None` if there is no such object.
    ///
    /// # Errors
    /// When the database cannot be read, or there is no such bucket.
    pub async fn blob(&self, bucket: &str, key: &str) -> Result<Option<(PathBuf, Option<String>)>, Error> {
        let address = Address { bucket: bucket.to_owned(), key: key.to_owned() };
        let blobs = self.store.blobs.clone();
        self.store
            .read(move |connection| {
                let found = object::find(connection, &address)?;
                Ok(found.map(|object| (blobs.path(&object.blob), object.content.content_type)))
            })
            .await
    }

    /// Tags an object, if it is still the one with this ETag; says whether it was.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such object.
    pub async fn tag(&self, bucket: &str, key: &str, etag: &str, tags: Tags) -> Result<bool, Error> {
        let (address, etag) = (Address { bucket: bucket.to_owned(), key: key.to_owned() }, etag.to_owned());
        self.store.change(move |change| object::set_tags(change, &address, &etag, &tags)).await
    }

    /// Forgets notices that have been dealt with; unknown ids are ignored.
    ///
    /// # Errors
    /// When the database fails; then all of them are given again.
    pub async fn forget_notices(&self, ids: &[i64]) -> Result<(), Error> {
        let ids = ids.to_vec();
        self.store.change(move |change| notices::forget(change, &ids)).await
    }
}
