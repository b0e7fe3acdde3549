//! /v1/admin/packages, and packages as they are opened, run and reported from.

mod archives;
mod content;
mod elsewhere;
mod lists;
mod reports;

use crate::{
    admin_files::{digest, upload},
    stack::{site, until},
    workspace::{Answer, Person, Workspace},
};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A zip archive of these files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).expect("an entry");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A manifest of SCORM 1.2 with these parts: identifier, file, and what else stands in the item.
pub(crate) fn manifest(title: &str, parts: &[(&str, &str, &str)]) -> String {
    let items: String = parts
        .iter()
        .map(|(id, _, more)| format!("<item identifier=\"{id}\" identifierref=\"r-{id}\"><title>{id}</title>{more}</item>"))
        .collect();
    let resources: String = parts
        .iter()
        .map(|(id, file, _)| format!("<resource identifier=\"r-{id}\" type=\"webcontent\" adlcp:scormtype=\"sco\" href=\"{file}\"/>"))
        .collect();
    format!(
        "<manifest identifier=\"m\" xmlns=\"http://www.imsproject.org/xsd/imscp_rootv1p1p2\" xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_rootv1p2\">\
         <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\
         <organizations default=\"o\"><organization identifier=\"o\"><title>{title}</title>{items}</organization></organizations>\
         <resources>{resources}</resources></manifest>"
    )
}

/// A small package; each seed makes another one.
pub(crate) fn sample(seed: &str) -> Vec<u8> {
    let mastery = "<adlcp:masteryscore>80</adlcp:masteryscore>";
    let manifest = manifest(seed, &[("intro", "a b/intro.html", ""), ("test", "test.html", mastery)]);
    zip(&[("imsmanifest.xml", manifest.as_bytes()), ("a b/intro.html", b"<html>intro</html>"), ("test.html", b"<html>test</html>")])
}

/// Uploads a package and waits for what becomes of it.
pub(crate) async fn unpacked(author: &Person, bytes: &[u8]) -> Value {
    assert_eq!(upload(author, "package.zip", "package", bytes).await["state"], "ready");
    let path = format!("/v1/admin/packages/{}", digest(bytes));
    until("the package", || async {
        let package = author.get(&path).await.expect(200);
        matches!(package["state"].as_str(), Some("ready" | "refused")).then_some(package)
    })
    .await
}

/// A published course of a package; its id.
pub(crate) async fn course_of(author: &Person, bytes: &[u8]) -> String {
    let made = author.post(&format!("/v1/admin/packages/{}/course", digest(bytes)), &json!({})).await.expect(201);
    let id = made["course_id"].as_str().expect("an id").to_owned();
    let etag = author.get(&format!("/v1/catalog/courses/{id}")).await.etag();
    author.send("POST", &format!("/v1/admin/courses/{id}/publish"), &[("if-match", &etag)], None).await.expect(200);
    id
}

pub(crate) fn base(course: &str, lesson: usize) -> String {
    format!("/v1/me/enrolments/{course}/lessons/l{lesson}")
}

/// One request as the player makes it: a text, without headers of its own.
pub(crate) async fn player(path: &str, body: &Value) -> Answer {
    let sent = reqwest::Client::new().post(format!("{}{path}", site().url)).header("content-type", "text/plain;charset=UTF-8");
    let answer = sent.body(body.to_string()).send().await.expect("the API answers");
    let (status, headers) = (answer.status(), answer.headers().clone());
    assert_eq!(headers["access-control-allow-origin"], "*");
    let text = answer.text().await.expect("a body");
    Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}

/// A part that somebody has opened.
pub(crate) struct Running {
    pub(crate) launch: String,
    pub(crate) begun: Value,
    sequence: u64,
}

impl Running {
    pub(crate) async fn open(learner: &Person, course: &str, lesson: usize, device: &str) -> Self {
        let launched = learner.post(&format!("{}/launches", base(course, lesson)), &json!({})).await.expect(201);
        let launch = launched["launch"].as_str().expect("a ticket").to_owned();
        let session = player("/v1/package-sessions", &json!({ "launch": launch, "device": device, "takes_over": true })).await.expect(201);
        Self { launch, begun: session["begun"].clone(), sequence: 0 }
    }

    pub(crate) fn report(&mut self, cmi: &Value, runtime: &Value, is_final: bool) -> Value {
        self.sequence += 1;
        json!({
            "launch": self.launch, "attempt": self.begun["attempt"], "session": self.begun["session"], "sequence": self.sequence,
            "final": is_final, "cmi": cmi, "runtime": runtime
        })
    }

    pub(crate) async fn commit(&mut self, cmi: &Value, runtime: &Value, is_final: bool) -> Value {
        let report = self.report(cmi, runtime, is_final);
        player("/v1/package-commits", &report).await.expect(200)
    }
}

/// A workspace with a published course of a sample package that a learner takes: author, learner, course.
pub(crate) async fn taking(workspace: &Workspace) -> (Person, Person, String) {
    let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
    let (author, learner) = (people["author"].clone(), people["learner"].clone());
    let package = sample(&workspace.id);
    assert_eq!(unpacked(&author, &package).await["state"], "ready");
    let course = course_of(&author, &package).await;
    learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
    (author, learner, course)
}
