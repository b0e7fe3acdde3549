//! How run times and packages depart from what one expects, each a case: what is kept of their reports, and what is not.

use crate::{
    attempts::{Attempt, AttemptState, Flag},
    cmi::{self, Entry, Learner},
    commit::{Applied, Commit, CommitError, apply},
    launch::{Launch, Rule},
    packages::Unit,
    report::Runtime,
};
use catalog_model::{
    ids::VersionNumber,
    lesson::{PackageCompletion, PackageScoring},
};
use jiff::{SignedDuration, Timestamp};
use package_manifest::Standard;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const RULE: Rule =
    Rule { completion: PackageCompletion::Reported, mastery_percent: None, attempts: None, scoring: PackageScoring::Highest };

fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

fn launch(standard: Standard, rule: Rule) -> Launch {
    let id = "01JZ8Q4N7E5T9V3W2XKBYMCD6G";
    Launch {
        member: id.parse().unwrap(),
        course: id.parse().unwrap(),
        lesson: "l0".parse().unwrap(),
        version: VersionNumber::FIRST,
        digest: "ab".repeat(32).parse().unwrap(),
        item: "SCO".to_owned(),
        standard,
        is_global: false,
        rule,
        review: false,
        at: at(0),
        page: None,
    }
}

fn begun(standard: Standard) -> Attempt {
    Attempt::first(&launch(standard, RULE), None, at(0))
}

fn commit(session: u32, sequence: u64, cmi: &Value, runtime: &Value) -> Commit {
    let elements = serde_json::from_value(cmi.clone()).unwrap();
    Commit { session, sequence, is_final: false, cmi: elements, runtime: serde_json::from_value::<Runtime>(runtime.clone()).unwrap() }
}

fn last(commit: Commit) -> Commit {
    Commit { is_final: true, ..commit }
}

fn old(attempt: &Attempt, commit: Commit) -> Attempt {
    apply(attempt, commit, (Standard::Scorm12, &RULE), at(60)).unwrap().attempt
}

fn new(attempt: &Attempt, commit: Commit) -> Attempt {
    apply(attempt, commit, (Standard::Scorm2004Third, &RULE), at(60)).unwrap().attempt
}

fn stored(attempt: &Attempt) -> BTreeMap<String, String> {
    attempt.cmi.0.elements().unwrap()
}

#[test]
fn mastery_is_decided_here_whatever_the_run_time_makes_of_it() {
    let passed = json!({ "cmi.core.lesson_status": "passed", "cmi.core.score.raw": "70" });
    let failed = json!({ "cmi.core.lesson_status": "failed", "cmi.core.score.raw": "90" });
    let strict = Rule { mastery_percent: Some(80), ..RULE };
    let below =
        apply(&begun(Standard::Scorm12), last(commit(1, 1, &passed, &json!({}))), (Standard::Scorm12, &strict), at(5)).unwrap().attempt;
    assert_eq!((below.is_passed, below.state, below.completes(&strict)), (Some(false), AttemptState::Failed, false));
    assert!(below.flags.contains(&Flag::PassedBelowMastery), "it is kept and flagged");
    let above =
        apply(&begun(Standard::Scorm12), last(commit(1, 1, &failed, &json!({}))), (Standard::Scorm12, &strict), at(5)).unwrap().attempt;
    assert_eq!((above.is_passed, above.state, above.completes(&strict)), (Some(true), AttemptState::Passed, true));
    let lenient = old(&begun(Standard::Scorm12), last(commit(1, 1, &passed, &json!({}))));
    assert_eq!((lenient.is_passed, lenient.completes(&RULE)), (Some(true), true), "without mastery the package's word counts");
}

#[test]
fn a_module_that_never_sets_a_status_is_completed_by_ending_not_by_a_closed_tab() {
    let silent = json!({ "cmi.core.lesson_status": "not attempted" });
    let closed = old(&begun(Standard::Scorm12), last(commit(1, 1, &silent, &json!({}))));
    assert_eq!((closed.state, closed.completes(&RULE)), (AttemptState::Open, false));
    let ended = old(&begun(Standard::Scorm12), last(commit(1, 1, &silent, &json!({ "terminated": true }))));
    assert_eq!((ended.state, ended.completes(&RULE)), (AttemptState::Completed, true));
    let going_on = json!({ "cmi.core.lesson_status": "incomplete" });
    let left = old(&begun(Standard::Scorm12), last(commit(1, 1, &going_on, &json!({ "terminated": true }))));
    assert!(!left.completes(&RULE), "what says that it is incomplete is");
    let new_one = new(&begun(Standard::Scorm2004Third), last(commit(1, 1, &json!({}), &json!({ "terminated": true }))));
    assert!(!new_one.completes(&RULE), "SCORM 2004 knows no such rule");
}

#[test]
fn time_is_the_sum_of_what_sessions_say_last_and_never_overwritten_by_nothing() {
    let time = |text: &str| json!({ "cmi.core.session_time": text, "cmi.core.total_time": "99:00:00" });
    let first = old(&begun(Standard::Scorm12), commit(1, 1, &time("00:10:00"), &json!({})));
    let nothing = old(&first, commit(1, 2, &time("00:00:00"), &json!({})));
    let missing = old(&nothing, last(commit(1, 3, &json!({}), &json!({ "seconds": 0 }))));
    assert_eq!(missing.seconds(), 600);
    let resumed = missing.resumed(&launch(Standard::Scorm12, RULE), None, at(60));
    let second = old(&resumed, commit(2, 1, &time("00:05:00"), &json!({})));
    assert_eq!(old(&second, last(commit(2, 2, &time("00:05:30"), &json!({})))).seconds(), 930, "neither counted twice");
    let measured = old(&begun(Standard::Scorm12), commit(1, 1, &json!({}), &json!({ "seconds": 42 })));
    assert_eq!(measured.seconds(), 42, "the run time measures where the package does not");
}

#[test]
fn a_session_that_goes_on_is_told_to_resume_without_what_was_the_last_ones() {
    for (standard, core) in [(Standard::Scorm12, "cmi.core."), (Standard::Scorm2004Third, "cmi.")] {
        let unit = Unit {
            id: "SCO".to_owned(),
            standard,
            title: "A".to_owned(),
            address: "a.html".to_owned(),
            is_asset: false,
            mastery_percent: None,
            max_time: None,
            time_limit_action: None,
            launch_data: Some("x=1".to_owned()),
            completion_threshold: None,
        };
        let kept = [("session_time", "PT5S"), ("exit", "suspend"), ("total_time", "PT9H"), ("entry", "ab-initio")];
        let mut elements: BTreeMap<String, String> =
            kept.iter().map(|(name, value)| (format!("{core}{name}"), (*value).to_owned())).collect();
        elements.insert("cmi.suspend_data".to_owned(), "page=3".to_owned());
        elements.insert("cmi.interactions._count".to_owned(), "2".to_owned());
        let rule = Rule { mastery_percent: Some(8), ..RULE };
        let launch = launch(standard, rule);
        let learner = Learner { id: launch.member, name: "Ann" };
        let found = cmi::at_start(elements, (&launch, &unit), learner, (Entry::Resume, 3_723));
        let of = |name: &str| found.get(&format!("{core}{name}")).map(String::as_str);
        assert_eq!((of("session_time"), of("exit"), of("entry"), of("credit")), (None, None, Some("resume"), Some("credit")));
        assert_eq!(found.get("cmi.suspend_data").map(String::as_str), Some("page=3"));
        assert!(!found.contains_key("cmi.interactions._count") && found["cmi.launch_data"] == "x=1");
        let (total, mode) = if standard == Standard::Scorm12 { ("0001:02:03", "lesson_mode") } else { ("PT1H2M3S", "mode") };
        assert_eq!((of("total_time"), of(mode)), (Some(total), Some("normal")));
        if standard != Standard::Scorm12 {
            assert_eq!(of("scaled_passing_score"), Some("0.08"));
        }
        let shown = cmi::at_start(BTreeMap::new(), (&launch, &unit), learner, (Entry::Review, 0));
        assert_eq!((shown[&format!("{core}credit")].as_str(), shown[&format!("{core}{mode}")].as_str()), ("no-credit", "review"));
    }
}

#[test]
fn the_run_time_knows_better_than_elements_that_say_unknown() {
    let unknown = json!({ "cmi.completion_status": "unknown", "cmi.success_status": "unknown" });
    let said = json!({ "completion": "completed", "success": "passed", "score": { "scaled": 0.9 } });
    let done = new(&begun(Standard::Scorm2004Third), last(commit(1, 1, &unknown, &said)));
    assert_eq!((done.state, done.said.percent, done.completes(&RULE)), (AttemptState::Passed, Some(90), true));
    let failed =
        new(&begun(Standard::Scorm2004Third), last(commit(1, 1, &unknown, &json!({ "completion": "completed", "success": "failed" }))));
    assert_eq!(
        (failed.state, failed.completes(&RULE)),
        (AttemptState::Failed, true),
        "completed or passed, as long as nothing must be mastered"
    );
}

#[test]
fn suspend_data_of_64_000_characters_is_kept() {
    for data in [
        "x".repeat(64_000),
        (0..64_000_u32).map(|at| char::from(b'!' + u8::try_from(at * at % 89).unwrap())).collect(),
        "練".repeat(64_000),
    ] {
        let kept = old(&begun(Standard::Scorm12), commit(1, 1, &json!({ "cmi.suspend_data": data }), &json!({})));
        assert_eq!(stored(&kept)["cmi.suspend_data"], data);
    }
}

#[test]
fn scores_that_cannot_be_are_kept_and_not_counted() {
    let odd = json!({ "cmi.core.score.raw": "180", "cmi.core.lesson_status": "completed" });
    let kept = old(&begun(Standard::Scorm12), commit(1, 1, &odd, &json!({})));
    assert_eq!((kept.said.percent, stored(&kept)["cmi.core.score.raw"].as_str()), (None, "180"));
    assert!(kept.flags.contains(&Flag::ScoreOutOfRange));
}

#[test]
fn what_happened_before_the_launch_is_flagged() {
    let flagged = |attempt: Attempt| attempt.flags.contains(&Flag::TimeBeforeLaunch);
    let times = |time: &str| json!({ "cmi.interactions.0.timestamp": time });
    let begun = begun(Standard::Scorm2004Third);
    assert!(flagged(new(&begun, commit(1, 1, &times("1969-12-31T20:00:00.0Z"), &json!({})))));
    assert!(!flagged(new(&begun, commit(1, 1, &times("1970-01-01T00:10:00.0Z"), &json!({})))));
    assert!(!flagged(new(&begun, commit(1, 1, &times("1969-12-31T14:00:00"), &json!({})))), "it may be local");
    assert!(flagged(new(&begun, commit(1, 1, &times("1969-12-30T14:00:00"), &json!({})))));
    assert!(flagged(new(&begun, commit(1, 1, &json!({ "cmi.session_time": "PT3H" }), &json!({})))), "three hours in one");
    assert!(!flagged(new(&begun, commit(1, 1, &json!({ "cmi.session_time": "PT61M" }), &json!({})))));
}

#[test]
fn a_late_session_changes_no_places_but_what_it_completed_counts() {
    let first = old(&begun(Standard::Scorm12), commit(1, 1, &json!({ "cmi.core.lesson_location": "p1" }), &json!({})));
    let resumed = first.resumed(&launch(Standard::Scorm12, RULE), None, at(30));
    let second =
        old(&resumed, commit(2, 1, &json!({ "cmi.core.lesson_location": "p7", "cmi.core.lesson_status": "incomplete" }), &json!({})));
    let done = json!({ "cmi.core.lesson_location": "p2", "cmi.core.lesson_status": "completed", "cmi.core.session_time": "00:20:00" });
    let Applied { attempt, is_superseded } =
        apply(&second, last(commit(1, 2, &done, &json!({}))), (Standard::Scorm12, &RULE), at(60)).unwrap();
    assert!(is_superseded && attempt.flags.contains(&Flag::LateReport) && attempt.completes(&RULE));
    assert_eq!((stored(&attempt)["cmi.core.lesson_location"].as_str(), attempt.seconds()), ("p7", 1_200));
    assert_eq!(attempt.state, AttemptState::Open, "the session that counts goes on");
    let again = apply(&attempt, last(commit(1, 2, &done, &json!({}))), (Standard::Scorm12, &RULE), at(61)).unwrap();
    assert_eq!(again.attempt, attempt, "what comes again changes nothing");
    let unknown = apply(&attempt, commit(3, 1, &done, &json!({})), (Standard::Scorm12, &RULE), at(61));
    assert!(matches!(unknown, Err(CommitError::NoSession)));
}

#[test]
fn sessions_that_are_forgotten_keep_their_time() {
    let launch = launch(Standard::Scorm12, RULE);
    let mut attempt = begun(Standard::Scorm12);
    for session in 1..=30_u32 {
        attempt = old(&attempt, commit(session, 1, &json!({ "cmi.core.session_time": "00:01:00" }), &json!({})));
        attempt = attempt.resumed(&launch, None, at(60));
    }
    assert_eq!(attempt.seconds(), 30 * 60);
    let late =
        old(&attempt, commit(1, 2, &json!({ "cmi.core.session_time": "00:01:00", "cmi.core.lesson_status": "completed" }), &json!({})));
    assert_eq!(late.seconds(), 30 * 60, "it is not counted twice");
}

#[derive(Debug, Clone)]
struct Sent {
    sequence: u64,
    location: u8,
    is_final: bool,
}

fn sent() -> impl Strategy<Value = Vec<Sent>> {
    proptest::collection::vec((1_u64..12, any::<u8>()), 1..12).prop_map(|all| {
        let all: BTreeMap<u64, u8> = all.into_iter().collect();
        let last = all.keys().last().copied().unwrap_or_default();
        all.into_iter().map(|(sequence, location)| Sent { sequence, location, is_final: sequence == last }).collect()
    })
}

proptest! {
    /// In whatever order reports of a session come, and however often: the last one counts, once, and nothing that was acknowledged is lost.
    #[test]
    fn order_and_repetition_change_nothing(all in sent(), order in proptest::collection::vec(any::<prop::sample::Index>(), 0..40)) {
        let report = |sent: &Sent| {
            let done = if sent.is_final { "completed" } else { "incomplete" };
            let time = format!("00:00:{:02}", sent.sequence);
            let cmi = json!({ "cmi.core.lesson_location": sent.location.to_string(), "cmi.core.lesson_status": done, "cmi.core.session_time": time });
            Commit { is_final: sent.is_final, ..commit(1, sent.sequence, &cmi, &json!({})) }
        };
        let in_order = all.iter().fold(begun(Standard::Scorm12), |attempt, sent| old(&attempt, report(sent)));
        let mut shuffled = begun(Standard::Scorm12);
        for pick in order.iter().map(|index| index.get(&all)).chain(&all).chain(all.iter().rev()) {
            shuffled = old(&shuffled, report(pick));
        }
        prop_assert_eq!(stored(&shuffled), stored(&in_order));
        prop_assert_eq!((shuffled.seconds(), shuffled.state, shuffled.said), (in_order.seconds(), in_order.state, in_order.said));
        prop_assert_eq!(in_order.state, AttemptState::Completed);
    }
}
