//! /v1/admin/files: files arrive in parts, and nobody reads them before they have been looked at.

use crate::{
    dynamodb::put_attribute,
    stack::{invoke, run, until},
    workspace::{Answer, Person, Workspace},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const PART: usize = 8 * 1024 * 1024;
/// The test file of virus scanners, in two halves.
const TEST_FILE: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*"];
pub(crate) const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// What a file is named by.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(sha256(&bytes.chunks(PART).flat_map(sha256).collect::<Vec<u8>>()))
}

/// What a refusal tells.
pub(crate) fn said(answer: &Answer) -> &str {
    answer.body["detail"].as_str().expect("a problem")
}

fn path(bytes: &[u8]) -> String {
    format!("/v1/admin/files/{}", digest(bytes))
}

async fn begin(author: &Person, name: &str, kind: &str, bytes: &[u8]) -> Answer {
    author.send("PUT", &path(bytes), &[], Some(&json!({ "file_name": name, "size": bytes.len(), "kind": kind }))).await
}

/// Asks for the address of a part, which is to have these bytes, and sends others there.
async fn send_part(author: &Person, file: &[u8], number: usize, announced: &[u8], sent: &[u8]) -> reqwest::StatusCode {
    let body = json!({ "parts": [{ "number": number, "sha256": hex::encode(sha256(announced)) }] });
    let signed = author.post(&format!("{}/parts", path(file)), &body).await.expect(200);
    put_part(&signed["requests"][0], sent).await
}

/// Sends bytes to where a signed request says.
async fn put_part(request: &Value, sent: &[u8]) -> reqwest::StatusCode {
    let mut put = reqwest::Client::new().put(request["url"].as_str().expect("an address"));
    for (name, value) in request["headers"].as_object().expect("headers").iter().filter(|(name, _)| *name != "content-length") {
        put = put.header(name, value.as_str().expect("text"));
    }
    put.body(sent.to_vec()).send().await.expect("the bucket answers").status()
}

pub(crate) async fn send_all(author: &Person, bytes: &[u8]) {
    for (at, part) in bytes.chunks(PART).enumerate() {
        assert_eq!(send_part(author, bytes, at + 1, part, part).await, 200);
    }
}

async fn finish(author: &Person, bytes: &[u8]) -> Answer {
    author.send("POST", &format!("{}/completion", path(bytes)), &[], None).await
}

async fn settled(author: &Person, bytes: &[u8]) -> Value {
    until("the verdict", || async {
        let file = author.get(&path(bytes)).await.expect(200);
        matches!(file["state"].as_str(), Some("ready" | "refused")).then_some(file)
    })
    .await
}

/// Uploads a file and waits for what becomes of it.
pub(crate) async fn upload(author: &Person, name: &str, kind: &str, bytes: &[u8]) -> Value {
    begin(author, name, kind, bytes).await.expect(200);
    send_all(author, bytes).await;
    finish(author, bytes).await.expect(200);
    settled(author, bytes).await
}

/// A film, as far as its first bytes go; each seed makes another one.
pub(crate) fn film(seed: u8, size: usize) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2".to_vec();
    bytes.resize(size.max(bytes.len()), seed);
    bytes
}

#[test]
fn a_file_arrives_in_parts_and_is_read_by_ranges() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let film = film(1, PART + 100);
        let begun = begin(author, "site.mp4", "video", &film).await.expect(200);
        assert_eq!((&begun["state"], &begun["parts"], &begun["part_size"]), (&"uploading".into(), &json!([]), &PART.into()));
        // The second part comes first; then the page is closed, and the upload goes on where it was.
        assert_eq!(send_part(author, &film, 2, &film[PART..], &film[PART..]).await, 200);
        assert_eq!(begin(author, "site.mp4", "video", &film).await.expect(200)["parts"], json!([2]));
        let missing = finish(author, &film).await;
        assert!(said(&missing).contains("1 of 2 parts are missing: 1"), "{}", said(&missing));
        assert_eq!(send_part(author, &film, 1, &film[..PART], &film[..PART]).await, 200);
        finish(author, &film).await.expect(200);
        let file = settled(author, &film).await;
        assert_eq!((&file["state"], &file["content_type"], &file["file_name"]), (&"ready".into(), &"video/mp4".into(), &"site.mp4".into()));
        assert!(file["parts"].is_null());

        let address = file["address"].as_str().expect("an address");
        let part = reqwest::Client::new().get(address).header("range", "bytes=4-11").send().await.expect("an answer");
        assert_eq!((part.status().as_u16(), &part.headers()["content-type"]), (206, &"video/mp4".parse().expect("a header")));
        assert!(part.headers()["content-security-policy"].to_str().expect("text").contains("sandbox"));
        assert_eq!(part.bytes().await.expect("bytes"), &b"ftypisom"[..]);
        // The same bytes are there already, whoever sends them; and finishing again changes nothing.
        assert_eq!(begin(author, "copy.mp4", "video", &film).await.expect(200)["state"], "ready");
        assert_eq!(finish(author, &film).await.expect(200)["state"], "ready");
        let listed = author.get("/v1/admin/files?kind=video").await.expect(200);
        assert_eq!((listed["items"].as_array().expect("items").len(), &listed["items"][0]["digest"]), (1, &digest(&film).into()));
        assert_eq!(author.get("/v1/admin/files?kind=picture").await.expect(200)["items"], json!([]));
        let log = workspace.admin().await.get("/v1/admin/audit-events?action=file.uploaded").await.expect(200);
        assert_eq!(log["items"].as_array().expect("items").len(), 1, "{log}");
    });
}

#[test]
fn what_is_not_what_it_says_is_refused() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let refused = async |name: &str, kind: &str, bytes: &[u8]| {
            let file = upload(author, name, kind, bytes).await;
            assert_eq!((&file["state"], &file["address"]), (&"refused".into(), &Value::Null), "{name}: {file}");
            file["reason"].as_str().expect("a reason").to_owned()
        };
        assert!(refused("invoice.pdf", "document", TEST_FILE.concat().as_bytes()).await.starts_with("The file holds malware."));
        assert!(refused("photo.png", "picture", b"<script>alert(1)</script>").await.starts_with("This is a web page, not a picture"));
        assert!(refused("film.mp4", "video", PDF).await.starts_with("This is a PDF document, not a video"));
        assert!(refused("setup.pdf", "document", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0").await.contains("neither of a type"));
        let many = format!("WEBVTT\n\n{}", "00:01.000 --> 00:02.000\nx\n\n".repeat(20_001));
        assert!(refused("many.vtt", "captions", many.as_bytes()).await.contains("more than 20,000 cues"));
        assert!(refused("none.srt", "captions", b"no cues here").await.contains("no cue with a time"));
        // What was refused is gone, and can be uploaded as what it is.
        assert_eq!(upload(author, "real.pdf", "document", PDF).await["state"], "ready");
        let wrong = begin(author, "real.png", "picture", PDF).await;
        assert!(said(&wrong).contains("this file is a PDF document, not a picture"), "{}", said(&wrong));
        let log = workspace.admin().await.get("/v1/admin/audit-events?action=file.refused").await.expect(200);
        assert_eq!(log["items"].as_array().expect("items").len(), 6, "{log}");
    });
}

#[test]
fn bad_uploads_are_refused_and_leave_nothing() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let begin_with = async |size: u64, kind: &str| {
            let body = json!({ "file_name": "a", "size": size, "kind": kind });
            author.send("PUT", &path(b"x"), &[], Some(&body)).await
        };
        begin_with(0, "document").await.expect(422);
        let large = begin_with(11 * 1024 * 1024, "picture").await;
        assert!(said(&large).contains("may have at most 10 MiB"), "{}", said(&large));
        begin_with(5 * 1024 * 1024 * 1024 + 1, "video").await.expect(422);
        begin_with(1, "program").await.expect(422);
        author.get("/v1/admin/files/ABC").await.expect(404);
        author.get(&path(b"never seen")).await.expect(404);
        finish(author, b"never seen").await.expect(404);

        begin(author, "a.pdf", "document", PDF).await.expect(200);
        // Bytes with another digest than was signed, and a part that the file does not have.
        assert_eq!(send_part(author, PDF, 1, PDF, &[0; PDF.len()]).await, 400);
        let asked = |number: u64| json!({ "parts": [{ "number": number, "sha256": hex::encode(sha256(PDF)) }] });
        author.post(&format!("{}/parts", path(PDF)), &asked(2)).await.expect(422);
        for wrong in [0, 641, 10_001] {
            author.post(&format!("{}/parts", path(PDF)), &asked(wrong)).await.expect(422);
        }
        finish(author, PDF).await.expect(422);
        // Other bytes of the same length, honestly announced: then the whole is another file than it is named.
        let other = vec![b'x'; PDF.len()];
        assert_eq!(send_part(author, PDF, 1, &other, &other).await, 200);
        let wrong = finish(author, PDF).await;
        assert!(said(&wrong).contains("those of another file"), "{}", said(&wrong));
        // Sent right, it is taken.
        send_all(author, PDF).await;
        finish(author, PDF).await.expect(200);
        assert_eq!(settled(author, PDF).await["state"], "ready");
        let learner = &workspace.members(&[("learner", &[])]).await["learner"];
        learner.get(&path(PDF)).await.expect(403);
    });
}

#[test]
fn nobody_reads_a_file_before_the_verdict() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let film = film(2, 1000);
        let ready = upload(author, "a.mp4", "video", &film).await;
        let address = ready["address"].as_str().expect("an address");
        assert_eq!(reqwest::get(address).await.expect("an answer").status(), 200);
        // The address of one workspace's file opens no other's, and an address that was altered opens nothing.
        let other = address.replace(&digest(&film), &digest(PDF));
        assert_eq!(reqwest::get(other).await.expect("an answer").status(), 403);
        let shown = address.replace("video%2Fmp4", "text%2Fhtml");
        assert_ne!(shown, address);
        assert_eq!(reqwest::get(shown).await.expect("an answer").status(), 403);

        // A verdict that is delivered again, one for a file that nobody has begun, and one for no file of ours.
        let verdict = |key: &str, status: &str| {
            let detail = json!({
                "s3ObjectDetails": { "objectKey": key }, "scanResultDetails": { "scanResultStatus": status }
            });
            json!({ "Records": [{ "messageId": "1", "body": json!({ "detail": detail }).to_string() }] })
        };
        let key = format!("F/{}/{}", workspace.id, digest(&film));
        let unknown = format!("F/{}/{}", workspace.id, digest(b"unknown"));
        for (key, status) in
            [(&key, "NO_THREATS_FOUND"), (&key, "THREATS_FOUND"), (&unknown, "THREATS_FOUND"), (&"W/x".to_owned(), "FAILED")]
        {
            let answer = invoke("judge-file", &verdict(key, status)).await.expect("an answer");
            assert_eq!(answer["batchItemFailures"], json!([]), "{key} {status}: {answer}");
        }
        assert_eq!(author.get(&path(&film)).await.expect(200)["state"], "ready", "what is settled stays so");
        // A late verdict on what was refused does not end an upload that has begun anew.
        let test_file = TEST_FILE.concat().into_bytes();
        assert_eq!(upload(author, "a.pdf", "document", &test_file).await["state"], "refused");
        assert_eq!(begin(author, "a.pdf", "document", &test_file).await.expect(200)["state"], "uploading");
        let key = format!("F/{}/{}", workspace.id, digest(&test_file));
        invoke("judge-file", &verdict(&key, "THREATS_FOUND")).await.expect("an answer");
        assert_eq!(author.get(&path(&test_file)).await.expect(200)["state"], "uploading");
    });
}

#[test]
fn several_who_upload_the_same_file_at_the_same_time_all_come_to_it() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let film = &film(7, 700);
        let uploads = (0..6).map(|_| async {
            // As the panel does it: what was ended under it is begun anew.
            while begin(author, "a.mp4", "video", film).await.expect(200)["state"] == "uploading" {
                let body = json!({ "parts": [{ "number": 1, "sha256": hex::encode(sha256(film)) }] });
                let signed = author.post(&format!("{}/parts", path(film)), &body).await;
                if signed.status == 422 {
                    assert_eq!(signed.body["errors"][0]["field"], "parts", "{}", signed.body);
                    continue;
                }
                let sent = put_part(&signed.expect(200)["requests"][0], film).await;
                assert!([200, 404].contains(&sent.as_u16()), "{sent}");
                let finished = finish(author, film).await;
                if finished.status == 422 {
                    assert_eq!(finished.body["errors"][0]["field"], "parts", "{}", finished.body);
                    continue;
                }
                finished.expect(200);
            }
            settled(author, film).await["state"].clone()
        });
        assert_eq!(futures_util::future::join_all(uploads).await, vec![Value::from("ready"); 6]);
    });
}

#[test]
fn what_was_lost_on_the_way_is_made_up_for() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let film = film(4, 500);
        // What was said of it was wrong: then it begins anew.
        begin(author, "a.mp4", "document", &film).await.expect(200);
        send_all(author, &film).await;
        assert_eq!(begin(author, "a.mp4", "video", &film).await.expect(200)["parts"], json!([]));
        send_all(author, &film).await;
        finish(author, &film).await.expect(200);
        assert_eq!(settled(author, &film).await["state"], "ready");
        let finished = finish(author, &film).await.expect(200);
        let begun = begin(author, "a.mp4", "video", &film).await.expect(200);
        for answer in [&finished, &begun] {
            let address = answer["address"].as_str().expect("an address");
            assert_eq!(reqwest::get(address).await.expect("an answer").status(), 200);
        }

        let key = (format!("W#{}#FILE#{}", workspace.id, digest(&film)), "FILE".to_owned());
        let state = |state: &str| json!({ "M": { "state": { "S": state }, "upload": { "S": "gone" } } });
        // A worker that died after S3 had put the parts together, and a verdict that never came.
        put_attribute(&key, "progress", &state("uploading")).await;
        assert_eq!(finish(author, &film).await.expect(200)["state"], "checking");
        assert_eq!(begin(author, "a.mp4", "video", &film).await.expect(200)["state"], "ready");
        put_attribute(&key, "progress", &state("uploading")).await;
        assert_eq!(begin(author, "a.mp4", "video", &film).await.expect(200)["state"], "ready");
        // The same where the file is not what it was said to be: it is gone, and can be begun anew.
        put_attribute(&key, "progress", &state("checking")).await;
        put_attribute(&key, "kind", &json!({ "S": "picture" })).await;
        let refused = begin(author, "a.mp4", "video", &film).await.expect(200);
        assert!(refused["reason"].as_str().expect("a reason").starts_with("This is an MP4 video, not a picture"), "{refused}");
        assert_eq!(finish(author, &film).await.expect(200)["state"], "refused");
        assert_eq!(begin(author, "a.mp4", "video", &film).await.expect(200)["state"], "uploading");
        // An upload that the bucket has ended.
        put_attribute(&key, "progress", &state("uploading")).await;
        let ended = finish(author, &film).await;
        assert!(said(&ended).contains("this upload has ended"), "{}", said(&ended));
        assert_eq!(begin(author, "a.mp4", "video", &film).await.expect(200)["parts"], json!([]));
    });
}
