//! Checksums of every kind: right ones are kept, wrong ones leave nothing.

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumMode};

use crate::support::{BUCKET, Stack, code};

fn refused<E: ProvideErrorMetadata + std::fmt::Debug, T, R>(result: Result<T, SdkError<E, R>>) -> String {
    result.err().map_or_else(|| "accepted".to_owned(), |error| code(&error))
}

#[tokio::test]
async fn every_algorithm_is_checked_by_header_and_by_trailer() {
    let stack = Stack::start().await;
    let algorithms = [
        ChecksumAlgorithm::Crc32,
        ChecksumAlgorithm::Crc32C,
        ChecksumAlgorithm::Crc64Nvme,
        ChecksumAlgorithm::Sha1,
        ChecksumAlgorithm::Sha256,
    ];
    for algorithm in algorithms {
        let put = stack.client.put_object().bucket(BUCKET).key("a").checksum_algorithm(algorithm.clone());
        put.body(b"123456789".to_vec().into()).send().await.unwrap();
        let get = stack.client.get_object().bucket(BUCKET).key("a").checksum_mode(ChecksumMode::Enabled);
        let got = get.send().await.unwrap();
        let values = [got.checksum_crc32(), got.checksum_crc32_c(), got.checksum_crc64_nvme(), got.checksum_sha1(), got.checksum_sha256()];
        assert_eq!(values.into_iter().flatten().count(), 1, "{algorithm:?}");
        assert_eq!(got.body.collect().await.unwrap().to_vec(), b"123456789");
    }
}

#[tokio::test]
async fn wrong_checksums_leave_nothing() {
    let stack = Stack::start().await;
    let put = || stack.client.put_object().bucket(BUCKET).key("a").body(b"hello".to_vec().into());
    // The SHA-256 and the MD5 of nothing.
    let sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let md5 = "1B2M2Y8AsgTpgAmY7PhCfg==";
    assert_eq!(refused(put().checksum_sha256(sha256).send().await), "BadDigest");
    assert_eq!(refused(put().checksum_crc32("AAAAAA==").send().await), "BadDigest");
    assert_eq!(refused(put().content_md5(md5).send().await), "BadDigest");
    assert_eq!(refused(put().content_md5("not base64").send().await), "InvalidDigest");
    assert_eq!(stack.get("a").await, None);
    assert_eq!(stack.blobs(), 0);

    let right = put().content_md5("XUFAKrxLKna5cZ2REBfFkg==").checksum_crc32("NhCmhg==");
    right.send().await.unwrap();
    assert_eq!(stack.get("a").await.unwrap(), b"hello");
}

#[tokio::test]
async fn metadata_is_bounded() {
    let stack = Stack::start().await;
    let put = || stack.client.put_object().bucket(BUCKET).key("a");
    assert_eq!(refused(put().metadata("m", "x".repeat(2048)).send().await), "MetadataTooLarge");
    assert_eq!(stack.get("a").await, None);
}
