//! Archives as authors upload them: what is made of them, and what is refused.

use super::{course_of, manifest, sample, unpacked, zip};
use crate::{
    admin_files::{digest, said},
    bucket,
    dynamodb::put_attribute,
    outbox::{batch, sealed},
    stack::{invoke, root, run},
    workspace::{Person, Workspace},
};
use serde_json::{Value, json};
use std::path::PathBuf;

fn kinds(package: &Value) -> Vec<String> {
    let mut kinds: Vec<String> =
        package["warnings"].as_array().expect("warnings").iter().filter_map(|warning| warning["kind"].as_str().map(str::to_owned)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[test]
fn real_packages_become_courses_and_broken_ones_are_refused() {
    let data = std::env::var_os("TRELLIS_SHARED_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let folder = data.join("courses");
    if !folder.is_dir() {
        eprintln!("skipped: the packages are neither in TRELLIS_SHARED_DATA nor in shared/data beside the repository");
        return;
    }
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        for (name, standard, lessons) in [
            ("RuntimeMinimumCalls_SCORM12.zip", "scorm_1_2", 18),
            ("singlescobasic.zip", "scorm_1_2", 1),
            ("singlescobasic_missingorg.zip", "scorm_1_2", 1),
            ("RuntimeBasicCalls_SCORM20043rdEdition.zip", "scorm_2004_3", 1),
            ("single_au_basic_responsive.zip", "cmi5", 1),
            ("pre_post_test_framed.zip", "cmi5", 6),
        ] {
            let bytes = std::fs::read(folder.join(name)).expect("a package");
            let package = unpacked(author, &bytes).await;
            assert_eq!((&package["state"], &package["standard"]), (&"ready".into(), &standard.into()), "{name}: {package}");
            assert!(package["done"] == package["total"] && package["total"].as_u64() > Some(10), "{name}");
            let course = course_of(author, &bytes).await;
            let shown = author.get(&format!("/v1/catalog/courses/{course}")).await.expect(200);
            let count = shown["parts"].as_array().expect("parts").iter().flat_map(|part| part["modules"].as_array().expect("modules"));
            assert_eq!(count.map(|module| module["lessons"].as_array().expect("lessons").len()).sum::<usize>(), lessons, "{name}");
            println!("{name}: {standard}, {lessons} lessons, {} files, warnings {:?}", package["total"], kinds(&package));
        }
        for (name, reason) in [("badscorm.zip", "imsmanifest.xml can't be read"), ("invalid.zip", "neither an imsmanifest.xml (SCORM) nor a cmi5.xml")] {
            let package = unpacked(author, &std::fs::read(folder.join(name)).expect("a package")).await;
            assert!(package["state"] == "refused" && package["reason"].as_str().is_some_and(|said| said.contains(reason)), "{name}: {package}");
        }
    });
}

#[test]
fn what_is_hostile_is_refused_or_left_out() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let plain = manifest("A", &[("a", "a.html", "")]);
        let with = |more: &[(&str, &[u8])]| zip(&[&[("imsmanifest.xml", plain.as_bytes()), ("a.html", b"<html>")], more].concat());
        let refused = async |bytes: Vec<u8>| {
            let package = unpacked(author, &bytes).await;
            assert_eq!(package["state"], "refused", "{package}");
            package["reason"].as_str().expect("a reason").to_owned()
        };
        let entities = plain.replace("<manifest ", "<!DOCTYPE manifest [<!ENTITY a \"b\">]><manifest ");
        assert!(refused(zip(&[("imsmanifest.xml", entities.as_bytes()), ("a.html", b"x")])).await.contains("document type definition"));
        let deep = plain.replace("<title>a</title>", &format!("{}{}", "<item>".repeat(80), "</item>".repeat(80)));
        assert!(refused(zip(&[("imsmanifest.xml", deep.as_bytes()), ("a.html", b"x")])).await.contains("more than 64 deep"));
        assert!(refused(zip(&[("imsmanifest.xml", plain.as_bytes())])).await.contains("names nothing that could be opened"));
        assert!(refused(zip(&[("tincan.xml", b"<tincan/>")])).await.contains("Tin Can"));
        assert!(refused(with(&[("zeros.bin", &vec![0; 80 * 1024 * 1024])])).await.contains("times its size"));

        let odd = with(&[("setup.exe", b"MZ\x90\0\x03\0"), ("run.png", b"\x7fELF\x02\x01\x01\0"), ("p.jpg", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), (".DS_Store", b"x")]);
        let package = unpacked(author, &odd).await;
        assert_eq!((&package["state"], kinds(&package)), (&"ready".into(), vec!["executable".to_owned(), "other_content".to_owned()]), "{package}");
        let key = |path: &str| format!("P/{}/{}/{path}", workspace.id, digest(&odd));
        for (path, is_there) in [("a.html", true), ("p.jpg", true), ("setup.exe", false), ("run.png", false), (".DS_Store", false)] {
            assert_eq!(bucket::file(&key(path)).await.is_some(), is_there, "{path}");
        }
    });
}

#[test]
fn a_package_that_is_not_ready_or_not_there_is_told() {
    run(async {
        let workspace = Workspace::open().await;
        let people = workspace.members(&[("author", &["author"]), ("learner", &[])]).await;
        let (author, learner) = (&people["author"], &people["learner"]);
        let broken = zip(&[("x.html", b"x")]);
        unpacked(author, &broken).await;
        let refused = author.post(&format!("/v1/admin/packages/{}/course", digest(&broken)), &json!({})).await;
        assert!(said(&refused).contains("can't be used"), "{}", said(&refused));
        let good = sample("ready");
        unpacked(author, &good).await;
        let path = format!("/v1/admin/packages/{}", digest(&good));
        let unknown = author.post(&format!("{path}/course"), &json!({ "organisation": "gone" })).await;
        assert!(said(&unknown).contains("no such organisation"), "{}", said(&unknown));
        assert_eq!(learner.get(&path).await.status, 403);
        let elsewhere = Workspace::open().await;
        let stranger = &elsewhere.members(&[("author", &["author"])]).await["author"];
        assert_eq!((stranger.get(&path).await.status, author.get(&path).await.status), (404.try_into().expect("a status"), 200.try_into().expect("a status")));
        // The same request twice makes one course.
        let twice = async || {
            let made = author.send("POST", &format!("{path}/course"), &[("idempotency-key", "k1")], Some(&json!({}))).await;
            made.expect(201)["course_id"].clone()
        };
        assert_eq!(twice().await, twice().await);
        // A part that the package does not have.
        let content = json!({ "kind": "package", "file": digest(&good), "item": "gone" });
        let lesson = json!({ "title": "A", "minutes": 1, "content": content });
        let draft = json!({ "title": "A", "parts": [{ "title": "P", "modules": [{ "title": "M", "lessons": [lesson] }] }] });
        let course = crate::workspace::publish(author, &draft).await;
        learner.put(&format!("/v1/me/enrolments/{course}")).await.expect(201);
        let launched = learner.post(&format!("{}/launches", super::base(&course, 0)), &json!({})).await;
        assert!(said(&launched).contains("no longer has this part"), "{}", said(&launched));
    });
}

async fn deliver(workspace: &Workspace, digest: &str, done: u32, receives: u32) {
    let message = sealed(&workspace.id, &ulid::Ulid::generate().to_string(), "package.arrived", &json!({ "digest": digest, "done": done }));
    let mut event = batch(&message, 1);
    event["Records"][0]["attributes"]["ApproximateReceiveCount"] = json!(receives.to_string());
    assert_eq!(invoke("unpack-package", &event).await.expect("handled"), json!({ "batchItemFailures": [] }));
}

async fn state(author: &Person, digest: &str) -> Value {
    author.get(&format!("/v1/admin/packages/{digest}")).await.expect(200)
}

#[test]
fn a_worker_that_dies_is_followed_by_one_that_finishes() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let plain = manifest("Many", &[("a", "a.html", "")]);
        let pages: Vec<String> = (0..900).map(|at| format!("pages/{at:04}.txt")).collect();
        let mut files: Vec<(&str, &[u8])> = vec![("imsmanifest.xml", plain.as_bytes()), ("a.html", b"<html>")];
        files.extend(pages.iter().map(|page| (page.as_str(), page.as_bytes())));
        let bytes = zip(&files);
        let digest = digest(&bytes);
        let whole = unpacked(author, &bytes).await;
        assert_eq!((&whole["state"], &whole["done"]), (&"ready".into(), &902.into()));
        // What has come before changes nothing, in whatever state it comes again.
        for done in [0, 400, 800] {
            deliver(&workspace, &digest, done, 1).await;
        }
        assert_eq!(state(author, &digest).await, whole);
        // Dead after some files of the second message, before they were noted.
        let key = (format!("W#{}#PACKAGE#{digest}", workspace.id), "PACKAGE".to_owned());
        put_attribute(&key, "state", &json!({ "S": "unpacking" })).await;
        put_attribute(&key, "done", &json!({ "N": "400" })).await;
        for page in &pages[500..] {
            bucket::replace(&format!("P/{}/{digest}/{page}", workspace.id), None).await;
        }
        deliver(&workspace, &digest, 400, 2).await;
        let again = crate::stack::until("the rest", || async {
            let package = state(author, &digest).await;
            (package["state"] == "ready").then_some(package)
        })
        .await;
        assert_eq!(again, whole);
        for page in [&pages[0], &pages[500], &pages[899]] {
            assert_eq!(bucket::file(&format!("P/{}/{digest}/{page}", workspace.id)).await.as_deref(), Some(page.as_bytes()));
        }
        // The last delivery cleans up and says so; the author's next try begins anew.
        put_attribute(&key, "state", &json!({ "S": "unpacking" })).await;
        put_attribute(&key, "done", &json!({ "N": "400" })).await;
        deliver(&workspace, &digest, 400, 5).await;
        assert!(state(author, &digest).await["reason"].as_str().is_some_and(|reason| reason.contains("Upload it again")));
        assert_eq!(bucket::file(&format!("P/{}/{digest}/a.html", workspace.id)).await, None);
        let mended = unpacked_again(author, &bytes, &digest).await;
        assert_eq!(mended["state"], "ready");
    });
}

/// Uploads bytes that are there once more, and waits for what becomes of the package.
async fn unpacked_again(author: &Person, bytes: &[u8], digest: &str) -> Value {
    let body = json!({ "file_name": "package.zip", "size": bytes.len(), "kind": "package" });
    author.send("PUT", &format!("/v1/admin/files/{digest}"), &[], Some(&body)).await.expect(200);
    crate::stack::until("the package", || async {
        let package = state(author, digest).await;
        (package["state"] == "ready").then_some(package)
    })
    .await
}
