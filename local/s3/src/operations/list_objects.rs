//! ListObjectsV2.

use s3s::dto::{CommonPrefix, ETag, EncodingType, ListObjectsV2Input, ListObjectsV2Output, Object};
use s3s::s3_error;

use crate::error::Error;
use crate::listing::{self, Entry, Query};
use crate::store::Store;
use crate::time::timestamp;

/// The most that S3 gives in one page.
const LARGEST_PAGE: i32 = 1000;

pub(super) async fn list(store: &Store, input: ListObjectsV2Input) -> Result<ListObjectsV2Output, Error> {
    let max_keys = input.max_keys.unwrap_or(LARGEST_PAGE).min(LARGEST_PAGE);
    let most = usize::try_from(max_keys)
        .map_err(|_| s3_error!(InvalidArgument, "Argument maxKeys must be an integer between 0 and 2147483647"))?;
    let after = match &input.continuation_token {
        Some(token) => listing::position(token)?,
        None => input.start_after.clone().unwrap_or_default(),
    };
    let query = Query {
        bucket: input.bucket.clone(),
        prefix: input.prefix.clone().unwrap_or_default(),
        delimiter: input.delimiter.clone().unwrap_or_default(),
        after,
        most,
    };
    let page = store.read(move |connection| listing::page(connection, &query)).await?;

    let is_encoded = input.encoding_type.as_ref().map(EncodingType::as_str) == Some(EncodingType::URL);
    let encode = |text: String| {
        if is_encoded { listing::encode(&text) } else { text }
    };
    let describe = |entry: Entry| Object {
        key: Some(encode(entry.key)),
        size: i64::try_from(entry.size).ok(),
        e_tag: Some(ETag::Strong(entry.etag)),
        last_modified: Some(timestamp(entry.modified)),
        ..Object::default()
    };
    let common = |prefix: String| CommonPrefix { prefix: Some(encode(prefix)) };
    Ok(ListObjectsV2Output {
        name: Some(input.bucket),
        prefix: input.prefix.map(encode),
        delimiter: input.delimiter.map(encode),
        start_after: input.start_after.map(encode),
        max_keys: Some(max_keys),
        key_count: i32::try_from(page.entries.len() + page.common_prefixes.len()).ok(),
        is_truncated: Some(page.next.is_some()),
        next_continuation_token: page.next.as_deref().map(listing::token),
        continuation_token: input.continuation_token,
        encoding_type: input.encoding_type,
        contents: Some(page.entries.into_iter().map(describe).collect()),
        common_prefixes: Some(page.common_prefixes.into_iter().map(common).collect()),
        ..ListObjectsV2Output::default()
    })
}
