//! Creating, finding, listing and deleting buckets.

use s3s::dto::{
    Bucket, BucketLocationConstraint, CreateBucketInput, CreateBucketOutput, GetBucketLocationInput, GetBucketLocationOutput,
    ListBucketsOutput,
};
use s3s::{S3Request, s3_error};

use crate::bucket;
use crate::error::Error;
use crate::object::timestamp;
use crate::store::Store;

/// # Errors
/// `BucketAlreadyOwnedByYou`, as in every region but us-east-1.
pub(super) async fn create(store: &Store, input: CreateBucketInput) -> Result<CreateBucketOutput, Error> {
    let name = input.bucket.clone();
    let is_new = store.change(move |change| bucket::create(change, &name)).await?;
    if !is_new {
        let message = "Your previous request to create the named bucket succeeded and you already own it.";
        return Err(s3_error!(BucketAlreadyOwnedByYou, "{}", message).into());
    }
    Ok(CreateBucketOutput { location: Some(format!("/{}", input.bucket)) })
}

pub(super) async fn require(store: &Store, name: String) -> Result<(), Error> {
    store.read(move |connection| bucket::require(connection, &name)).await
}

/// The region that the request was signed for: this S3 plays every region. S3 leaves out us-east-1.
pub(super) async fn location(store: &Store, request: S3Request<GetBucketLocationInput>) -> Result<GetBucketLocationOutput, Error> {
    require(store, request.input.bucket).await?;
    let region = request.region.map(|region| region.as_str().to_owned());
    Ok(GetBucketLocationOutput { location_constraint: region.filter(|region| region != "us-east-1").map(BucketLocationConstraint::from) })
}

pub(super) async fn delete(store: &Store, name: String) -> Result<(), Error> {
    store.change(move |change| bucket::delete(change, &name)).await
}

pub(super) async fn list(store: &Store) -> Result<ListBucketsOutput, Error> {
    let buckets = store.read(bucket::list).await?;
    let describe = |bucket: bucket::StoredBucket| Bucket {
        name: Some(bucket.name),
        creation_date: Some(timestamp(bucket.created)),
        ..Bucket::default()
    };
    Ok(ListBucketsOutput { buckets: Some(buckets.into_iter().map(describe).collect()), ..ListBucketsOutput::default() })
}
