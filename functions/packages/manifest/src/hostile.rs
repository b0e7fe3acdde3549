//! Archives and manifests that nobody has meant well: whatever they hold, reading them ends with a package or a sentence.

use crate::{Organisation, PackageError, WarningKind, admit, read};
use archive::{
    Archive, Limits,
    sample::{self, Sample},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{
    io::Cursor,
    time::{Duration, Instant},
};

const LIMITS: Limits = Limits { entries: 1_000, total_bytes: 64 * 1024 * 1024 };

const PLAIN: &str = r#"<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" xml:base="c/">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o2">
    <organization identifier="o1"><title>One</title><item identifier="x" identifierref="r1"><title>X</title></item></organization>
    <organization identifier="o2"><title>Two</title>
      <item identifier="h"><title>Heading</title>
        <item identifier="x" identifierref="r1" parameters="?a=b"><title>Again</title><adlcp:masteryscore>79.5</adlcp:masteryscore></item>
        <item identifier="y" identifierref="r2"><title> Y
          y </title></item>
        <item identifier="z" identifierref="r9"><title>Z</title></item>
      </item>
    </organization>
  </organizations>
  <resources xml:base="d/">
    <resource identifier="r1" adlcp:scormtype="sco" href="My%20Page.HTML"><file href="My%20Page.HTML"/><file href="gone.png"/></resource>
    <resource identifier="r2" adlcp:scormtype="asset" href="https://elsewhere.example/x.html"/>
  </resources>
</manifest>"#;

const CMI5: &str = r#"<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="https://a.example/c"><title><langstring lang="de">Kurs</langstring><langstring lang="en-GB">Course</langstring></title></course>
  <block id="b"><title><langstring>Block</langstring></title>
    <au id="u1" masteryScore="0.805"><title><langstring>Unit</langstring></title><url>a.html?x=1</url><launchParameters>p</launchParameters></au>
  </block>
  <au id="u1"><title><langstring>Twice</langstring></title><url>a.html</url></au>
  <au id="u2"><title><langstring>Far</langstring></title><url>https://elsewhere.example/</url></au>
</courseStructure>"#;

fn package(bytes: &[u8]) -> Result<crate::Package, PackageError> {
    let mut archive = Archive::open(Cursor::new(bytes), LIMITS)?;
    read(&mut archive, bytes.len() as u64)
}

fn with(manifest: &str) -> Vec<u8> {
    sample::zip(&[("imsmanifest.xml", manifest.as_bytes()), ("c/d/my page.html", b"<html>")])
}

fn kinds(package: &crate::Package) -> Vec<WarningKind> {
    let mut kinds: Vec<WarningKind> = package.warnings.iter().map(|warning| warning.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[test]
fn odd_manifests_are_read_as_players_read_them() {
    let package = package(&with(PLAIN)).unwrap();
    let ids: Vec<&str> = package.organisations.iter().map(|organisation| organisation.id.as_str()).collect();
    assert_eq!((package.title.as_str(), ids), ("Two", vec!["o2", "o1"]), "the default one first");
    let items: Vec<_> = package.organisations[0].all().collect();
    let launch = items[1].launch.as_ref().unwrap();
    assert_eq!((launch.address.as_str(), launch.mastery_percent, launch.is_asset), ("c/d/my%20page.html?a=b", Some(80), false));
    assert_eq!((items[1].id.as_str(), items[2].title.as_str()), ("x-2", "Y y"));
    assert!(items[2].launch.is_none() && items[3].launch.is_none());
    let expected = [
        WarningKind::RepeatedIdentifier,
        WarningKind::MissingResource,
        WarningKind::MissingFile,
        WarningKind::RemotePart,
        WarningKind::OtherSpelling,
    ];
    assert_eq!(kinds(&package), expected);
    assert!(package.warnings.iter().all(|warning| warning.line.is_some_and(|line| line > 1)), "each with its line");
}

#[test]
fn manifests_in_folders_and_other_encodings_are_read() {
    let manifest = PLAIN.replace("xml:base=\"c/\"", "").replace("Two", "Zw\u{f6}lf");
    let latin: Vec<u8> = manifest.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let read = package(&sample::zip(&[("f/IMSMANIFEST.XML", &latin), ("f/d/My Page.HTML", b"<html>")])).unwrap();
    assert_eq!((read.title.as_str(), kinds(&read).first()), ("Zw\u{f6}lf", Some(&WarningKind::ManifestPlace)));
    assert!(kinds(&read).contains(&WarningKind::Encoding));
    assert_eq!(read.organisations[1].items[0].launch.as_ref().unwrap().address, "f/d/My%20Page.HTML");
}

#[test]
fn cmi5_is_read() {
    let read = package(&sample::zip(&[("cmi5.xml", CMI5.as_bytes()), ("a.html", b"<html>")])).unwrap();
    assert_eq!(read.title, "Course");
    let unit = read.organisations[0].all().nth(1).unwrap().launch.clone().unwrap();
    assert_eq!((unit.address.as_str(), unit.mastery_percent, unit.launch_data.as_deref()), ("a.html?x=1", Some(81), Some("p")));
    assert_eq!(kinds(&read), [WarningKind::RepeatedIdentifier, WarningKind::RemotePart]);
}

#[test]
fn what_is_hostile_is_refused_or_left_out() {
    let refusal = |bytes: Vec<u8>| package(&bytes).unwrap_err();
    let deep = PLAIN.replace("<title>X</title>", &format!("{}{}", "<item>".repeat(70), "</item>".repeat(70)));
    assert!(matches!(refusal(with(&deep)), PackageError::TooDeep { .. }));
    let many = PLAIN.replace("<title>X</title>", &"<item/>".repeat(5_001));
    assert!(matches!(refusal(with(&many)), PackageError::TooManyParts { limit: 5_000, .. }));
    let defined = PLAIN.replace("<manifest", "<!DOCTYPE manifest [<!ENTITY a 'b'>]><manifest");
    assert!(matches!(refusal(with(&defined)), PackageError::Definitions { .. }));
    assert!(matches!(refusal(with("<html/>")), PackageError::Manifest { .. }));
    assert!(matches!(refusal(with("")), PackageError::Manifest { .. }));
    assert_eq!(refusal(sample::zip(&[("tincan.xml", b"<tincan/>")])), PackageError::OtherKind { found: "Tin Can (xAPI)" });
    assert!(matches!(refusal(sample::zip(&[("imsmanifest.xml", PLAIN.as_bytes())])), PackageError::NothingToOpen { .. }));
    let climbing = PLAIN.replace("My%20Page.HTML", "../../../x.html");
    assert!(matches!(refusal(with(&climbing)), PackageError::NothingToOpen { .. }));
    let linked = Sample::new().file("imsmanifest.xml", PLAIN.as_bytes()).file("c/d/my page.html", b"x").link("c/d/gone.png", "/etc/passwd");
    let read = package(&linked.finish()).unwrap();
    assert!(kinds(&read).contains(&WarningKind::LeftOutFile));
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "<manifest>",
        "</manifest>",
        "<organizations default='a'>",
        "</organizations>",
        "<organization identifier='a'>",
        "</organization>",
        "<item identifier='a' identifierref='r' parameters='#?&'>",
        "</item>",
        "<title>",
        "</title>",
        "<resources xml:base='../'>",
        "</resources>",
        "<resource identifier='r' href='a.html' adlcp:scormtype='sco' xmlns:adlcp='x'/>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#0;",
        "&x;",
        "<metadata><schemaversion>",
        "</schemaversion></metadata>",
        "masteryscore",
        "é",
        "\u{0}",
        "'",
        "\"",
        ">",
        "<",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

/// Whatever was read can be opened: each address is in the archive, and stays within it.
fn check(result: &Result<crate::Package, PackageError>) {
    let Ok(package) = result else { return };
    let items: Vec<&crate::Item> = package.organisations.iter().flat_map(Organisation::all).collect();
    let mut ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "identifiers are unlike each other");
    for launch in items.iter().filter_map(|item| item.launch.as_ref()) {
        let path = launch.address.split(['?', '#']).next().unwrap_or_default();
        assert!(!path.is_empty() && !path.starts_with('/') && path.split('/').all(|part| !["..", "."].contains(&part)), "{path}");
        assert!(launch.address.bytes().all(|byte| byte.is_ascii_graphic()), "{}", launch.address);
    }
}

fn one(manifest: &str, changes: &[(prop::sample::Index, u8)], cut: Option<prop::sample::Index>) {
    check(&package(&with(manifest)));
    for source in [PLAIN, CMI5] {
        let mut bytes = source.as_bytes().to_vec();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = *byte;
        }
        let name = if source == PLAIN { "imsmanifest.xml" } else { "cmi5.xml" };
        let mut archive = sample::zip(&[(name, &bytes), ("c/d/my page.html", b"x"), ("a.html", b"x")]);
        check(&package(&archive));
        for (index, byte) in changes {
            let at = index.index(archive.len());
            archive[at] = *byte;
        }
        if let Some(cut) = cut {
            archive.truncate(cut.index(archive.len()));
        }
        check(&package(&archive));
    }
}

type Input = (String, Vec<(prop::sample::Index, u8)>, Option<prop::sample::Index>, String, Vec<u8>);

fn input() -> impl Strategy<Value = Input> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12);
    (words(), changes, prop::option::of(any::<prop::sample::Index>()), ".{0,40}", prop::collection::vec(any::<u8>(), 0..80))
}

proptest! {
    #[test]
    fn any_archive_is_read_or_refused((manifest, changes, cut, name, head) in input()) {
        one(&manifest, &changes, cut);
        let _ = admit(&name, &head);
    }
}

/// The same for as many seconds as `TRELLIS_FUZZ_SECONDS` says, each time with other archives.
#[test]
#[ignore = "takes as long as it is told to: TRELLIS_FUZZ_SECONDS=600 cargo test -p package-manifest -- --ignored --nocapture"]
fn any_archive_is_read_or_refused_for_long() {
    let seconds = std::env::var("TRELLIS_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let (until, mut runs) = (Instant::now() + Duration::from_secs(seconds), 0_u64);
    while Instant::now() < until {
        let mut runner = TestRunner::new_with_rng(
            Config { cases: 2_000, failure_persistence: None, ..Config::default() },
            TestRng::from_seed(RngAlgorithm::ChaCha, &seed(runs)),
        );
        let outcome = runner.run(&input(), |(manifest, changes, cut, name, head)| {
            one(&manifest, &changes, cut);
            let _ = admit(&name, &head);
            Ok(())
        });
        outcome.unwrap();
        runs += 2_000;
    }
    println!("{runs} inputs in {seconds} s, 0 failures");
}

fn seed(runs: u64) -> [u8; 32] {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&runs.to_le_bytes());
    seed
}
