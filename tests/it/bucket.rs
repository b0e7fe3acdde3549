//! The bucket itself, past the API.

use crate::{dynamodb::environment, stack::site};
use aws_sdk_s3::{
    Client,
    config::{BehaviorVersion, Credentials, Region},
    primitives::ByteStream,
    types::{Delete, ObjectIdentifier},
};

/// A client of the stack's bucket, and the bucket's name.
async fn bucket() -> (Client, String) {
    let mut environment = environment("catalog").await;
    let mut setting = |name: &str| environment.remove(name).unwrap_or_else(|| panic!("{name} is not set"));
    let credentials = Credentials::new(setting("AWS_ACCESS_KEY_ID"), setting("AWS_SECRET_ACCESS_KEY"), None, None, "test");
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(setting("AWS_REGION")))
        .endpoint_url(site().aws_url)
        .force_path_style(true)
        .credentials_provider(credentials)
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    (Client::from_conf(config.build()), setting("BUCKET_NAME"))
}

/// A file as it is now; `None` if there is none.
pub(crate) async fn file(key: &str) -> Option<Vec<u8>> {
    let (client, bucket) = bucket().await;
    match client.get_object().bucket(bucket).key(key).send().await {
        Ok(answer) => Some(answer.body.collect().await.expect("a body").to_vec()),
        Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => None,
        Err(error) => panic!("{key}: {error:?}"),
    }
}

/// Puts something else in the place of a file, or takes it away.
pub(crate) async fn replace(key: &str, bytes: Option<Vec<u8>>) {
    let (client, bucket) = bucket().await;
    match bytes {
        Some(bytes) => drop(client.put_object().bucket(bucket).key(key).body(ByteStream::from(bytes)).send().await.expect("put")),
        None => {
            let object = ObjectIdentifier::builder().key(key).build().expect("an object");
            let delete = Delete::builder().objects(object).build().expect("a list");
            client.delete_objects().bucket(bucket).delete(delete).send().await.expect("deleted");
        }
    }
}
