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
use std::{io::Cursor, path::PathBuf};
use zip::{ZipWriter, write::SimpleFileOptions};

fn kinds(package: &Value) -> Vec<String> {
    let mut kinds: Vec<String> = package["warnings"]
        .as_array()
        .expect("warnings")
        .iter()
        .filter_map(|warning| warning["kind"].as_str().map(str::to_owned))
        .collect();
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
        for (name, reason) in
            [("badscorm.zip", "imsmanifest.xml can't be read"), ("invalid.zip", "neither an imsmanifest.xml (SCORM) nor a cmi5.xml")]
        {
            let package = unpacked(author, &std::fs::read(folder.join(name)).expect("a package")).await;
            assert!(
                package["state"] == "refused" && package["reason"].as_str().is_some_and(|said| said.contains(reason)),
                "{name}: {package}"
            );
        }
    });
}

/// An archive of these files, and of a symbolic link that leads out of it.
fn linked(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new_append(Cursor::new(zip(files))).expect("an archive");
    writer.add_symlink("link.html", "/etc/hostname", SimpleFileOptions::default()).expect("an entry");
    writer.finish().expect("an archive").into_inner()
}

/// The same bytes with another text of the same length, wherever it stands.
fn renamed(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let found: Vec<usize> = (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!found.is_empty());
    for at in found {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// What is refused, or left out of what is made of the archive. Prints a table of case and answer.
#[test]
fn what_is_hostile_is_refused_or_left_out() {
    run(async {
        let workspace = Workspace::open().await;
        let author = &workspace.members(&[("author", &["author"])]).await["author"];
        let plain = manifest("A", &[("a", "a.html", "")]);
        let with = |more: &[(&str, &[u8])]| zip(&[&[("imsmanifest.xml", plain.as_bytes()), ("a.html", b"<html>")], more].concat());
        let deep = plain.replace("<title>a</title>", &format!("{}{}", "<item>".repeat(80), "</item>".repeat(80)));
        let many = plain.replace("<title>a</title>", &"<item/>".repeat(5_001));
        let entities = plain.replace("<manifest ", "<!DOCTYPE manifest [<!ENTITY a \"b\">]><manifest ");
        let climbing = manifest("A", &[("a", "../../../a.html", "")]);
        let of = |manifest: &str| zip(&[("imsmanifest.xml", manifest.as_bytes()), ("a.html", b"<html>")]);
        let names: Vec<String> = (0..20_001).map(|number| format!("{number}.html")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
        for (case, bytes, reason) in [
            ("a manifest that defines entities", of(&entities), "document type definition"),
            ("a manifest of 80 levels", of(&deep), "more than 64 deep"),
            ("a manifest of 5,001 parts", of(&many), "5000 parts"),
            ("a manifest cut in half", of(&plain[..plain.len() / 2]), "can't be read"),
            ("a part above the archive", of(&climbing), "names nothing that could be opened"),
            ("a manifest and no files", zip(&[("imsmanifest.xml", plain.as_bytes())]), "names nothing that could be opened"),
            ("another kind of package", zip(&[("tincan.xml", b"<tincan/>")]), "Tin Can"),
            ("a file that packs a thousandfold", with(&[("zeros.bin", &vec![0; 80 * 1024 * 1024])]), "times its size"),
            ("20,003 files", with(&files), "20000 entries"),
        ] {
            let package = unpacked(author, &bytes).await;
            let said = package["reason"].as_str().unwrap_or_default();
            println!("{case} | {}: {said}", package["state"].as_str().expect("a state"));
            assert!(package["state"] == "refused" && said.contains(reason), "{case}: {package}");
        }

        // Names that no writer of archives lets pass are put in afterwards, over others of the same length.
        let odd = [("qq/above.html", "../above.html"), ("qroot.html", "/root.html"), ("Cq/drive.html", "C:/drive.html")].iter().fold(
            linked(&[
                ("imsmanifest.xml", plain.as_bytes()),
                ("a.html", b"<html>"),
                ("setup.exe", b"MZ\x90\0\x03\0"),
                ("run.png", b"\x7fELF\x02\x01\x01\0"),
                ("p.jpg", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
                (".DS_Store", b"x"),
                ("qq/above.html", b"x"),
                ("qroot.html", b"x"),
                ("Cq/drive.html", b"x"),
            ]),
            |bytes, (stand_in, name)| renamed(bytes, stand_in.as_bytes(), name.as_bytes()),
        );
        let package = unpacked(author, &odd).await;
        for warning in package["warnings"].as_array().expect("warnings") {
            println!("left out | {warning}");
        }
        assert_eq!(
            (&package["state"], kinds(&package)),
            (&"ready".into(), ["executable", "left_out_file", "other_content"].map(str::to_owned).to_vec()),
            "{package}"
        );
        let key = |path: &str| format!("P/{}/{}/{path}", workspace.id, digest(&odd));
        for (path, is_there) in
            [("a.html", true), ("p.jpg", true), ("setup.exe", false), ("run.png", false), (".DS_Store", false)].into_iter().chain(
                ["../above.html", "above.html", "root.html", "/root.html", "C:/drive.html", "drive.html", "link.html"]
                    .map(|path| (path, false)),
            )
        {
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
        assert_eq!(
            (stranger.get(&path).await.status, author.get(&path).await.status),
            (404.try_into().expect("a status"), 200.try_into().expect("a status"))
        );
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
