//! The S3 operations by their names in the protocol; each does its work in a file below. The protocol crate refuses the others by name.

use std::sync::Arc;

use async_trait::async_trait;
use http::StatusCode;
use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result};

use crate::options::Readable;
use crate::store::Store;

mod complete_upload;
mod delete_objects;
mod list_objects;
mod put_object;
mod read_object;
mod tagging;
mod uploads;

/// The protocol's view of the store.
pub(crate) struct Operations {
    store: Arc<Store>,
    readable: Readable,
}

impl Operations {
    pub(crate) fn new(store: Arc<Store>, readable: Readable) -> Self {
        Self { store, readable }
    }
}

type Answer<T> = S3Result<S3Response<T>>;

#[async_trait]
impl S3 for Operations {
    async fn put_object(&self, request: S3Request<PutObjectInput>) -> Answer<PutObjectOutput> {
        Ok(S3Response::new(put_object::put(&self.store, request).await?))
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
        Ok(S3Response::new(read_object::get(&self.store, &self.readable, request.input).await?))
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
        Ok(S3Response::new(read_object::head(&self.store, &self.readable, request.input).await?))
    }

    async fn delete_objects(&self, request: S3Request<DeleteObjectsInput>) -> Answer<DeleteObjectsOutput> {
        Ok(S3Response::new(delete_objects::delete(&self.store, request.input).await?))
    }

    async fn get_object_tagging(&self, request: S3Request<GetObjectTaggingInput>) -> Answer<GetObjectTaggingOutput> {
        Ok(S3Response::new(tagging::get(&self.store, request.input).await?))
    }

    async fn create_multipart_upload(&self, request: S3Request<CreateMultipartUploadInput>) -> Answer<CreateMultipartUploadOutput> {
        Ok(S3Response::new(uploads::start(&self.store, request.input).await?))
    }

    async fn upload_part(&self, request: S3Request<UploadPartInput>) -> Answer<UploadPartOutput> {
        Ok(S3Response::new(uploads::add_part(&self.store, request).await?))
    }

    async fn list_parts(&self, request: S3Request<ListPartsInput>) -> Answer<ListPartsOutput> {
        Ok(S3Response::new(uploads::list_parts(&self.store, request.input).await?))
    }

    async fn abort_multipart_upload(&self, request: S3Request<AbortMultipartUploadInput>) -> Answer<AbortMultipartUploadOutput> {
        uploads::abort(&self.store, request.input).await?;
        Ok(S3Response::with_status(AbortMultipartUploadOutput::default(), StatusCode::NO_CONTENT))
    }

    async fn complete_multipart_upload(&self, request: S3Request<CompleteMultipartUploadInput>) -> Answer<CompleteMultipartUploadOutput> {
        Ok(S3Response::new(complete_upload::complete(&self.store, request.input).await?))
    }

    async fn list_objects_v2(&self, request: S3Request<ListObjectsV2Input>) -> Answer<ListObjectsV2Output> {
        Ok(S3Response::new(list_objects::list(&self.store, request.input).await?))
    }
}
