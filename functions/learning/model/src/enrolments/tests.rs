//! Enrolments follow their course, and a lesson counts once.

use super::*;
use catalog_model::{
    course::{Module, Outline, OutlineLesson, Part},
    courses::versions::Publication,
    lesson::LessonKind,
    terms::EnrolmentTerms,
};
use table::outbox::Event;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_795_305_600 + minute * 60).unwrap()
}

fn lesson(number: u16) -> LessonId {
    LessonId::new(number).unwrap()
}

fn title(text: &str) -> Title {
    text.parse().unwrap()
}

fn outline(lessons: &[u16]) -> Outline {
    let lesson = |number: &u16| OutlineLesson {
        id: lesson(*number),
        title: title("Lesson"),
        kind: LessonKind::Page,
        minutes: 2,
        optional: false,
        after: None,
        since: VersionNumber::FIRST,
    };
    let lessons = lessons.iter().map(lesson).collect();
    let modules = vec![Module { title: title("Module"), lessons }];
    Outline { parts: vec![Part { title: title("Part"), modules }], next_lesson: 10 }
}

fn course(lessons: &[u16]) -> Course {
    let mut course = Course::draft(CourseId::from_bytes([7; 16]), title("Fire"), String::new(), &outline(lessons), BTreeSet::new());
    course.publish(Publication::default(), at(0));
    course
}

/// The next version.
fn published(course: &Course, lessons: &[u16], recalls: bool, minute: i64) -> Course {
    let mut course = Course { is_changed: true, ..course.clone() };
    course.draft.follow(&outline(lessons));
    course.publish(Publication { recalls, ..Publication::default() }, at(minute));
    course
}

/// The next version, to which everybody is moved.
fn recalled(course: &Course, lessons: &[u16], minute: i64) -> Course {
    let course = published(course, lessons, true, minute);
    Course { revision: course.revision + 1, revised_at: Some(at(minute)), ..course }
}

fn enrolled(course: &Course) -> Record<Enrolment> {
    Record { version: 1, ..Record::new(Enrolment::of(course), at(0)) }
}

/// What is left of the record after a deed, and the kinds of what is announced.
fn after(record: &Record<Enrolment>, deed: Deed, course: &Course, minute: i64) -> (Record<Enrolment>, Vec<LearningEvent>) {
    in_course(record, Some(deed), course, minute)
}

/// The same by anybody, in the newest version.
fn in_course(record: &Record<Enrolment>, deed: Option<Deed>, course: &Course, minute: i64) -> (Record<Enrolment>, Vec<LearningEvent>) {
    super::after(record, deed, (course, Some(course.shown())), MemberId::from_bytes([1; 16]), at(minute))
}

fn kinds(events: &[LearningEvent]) -> Vec<&'static str> {
    let kind = |event| {
        let stored = serde_json::to_value(event).unwrap();
        LearningEvent::KINDS.iter().copied().find(|kind| stored["kind"] == **kind).unwrap()
    };
    events.iter().map(kind).collect()
}

#[test]
fn a_lesson_counts_once_whichever_comes_second() {
    let course = course(&[0, 1]);
    let enrolment = enrolled(&course);
    for (first, second) in
        [(Deed::Opened(lesson(0)), Deed::Completed(lesson(0), None)), (Deed::Completed(lesson(0), None), Deed::Opened(lesson(0)))]
    {
        let (next, events) = after(&enrolment, first, &course, 1);
        assert_eq!(events, []);
        let (next, events) = after(&next, second, &course, 2);
        let [LearningEvent::LessonCompleted { lesson_id, at: counted, .. }] = events[..] else { panic!("{events:?}") };
        assert_eq!((lesson_id, counted), (lesson(0), at(2)));
        assert_eq!((next.value.progress.completed, next.value.last_lesson), (1, Some(lesson(0))));
        for again in [first, second] {
            assert_eq!(after(&next, again, &course, 3), (next.clone(), Vec::new()));
        }
    }
}

#[test]
fn what_was_completed_before_openings_were_noted_has_counted() {
    let course = course(&[0, 1]);
    let mut enrolment = enrolled(&course);
    enrolment.value.completed.insert(lesson(0));
    enrolment.value.opened = None;
    let (next, events) = after(&enrolment, Deed::Opened(lesson(0)), &course, 1);
    assert_eq!((next.value.opened.as_ref().map(LessonSet::len), kinds(&events)), (Some(1), Vec::new()));
    let (_, events) = after(&enrolment, Deed::Completed(lesson(1), None), &course, 1);
    assert_eq!(kinds(&events), ["course.completed"]);
}

#[test]
fn a_device_names_a_time_within_the_enrolment() {
    let course = course(&[0]);
    let (opened, _) = after(&enrolled(&course), Deed::Opened(lesson(0)), &course, 1);
    for (named, counted) in [(None, 60), (Some(-5), 0), (Some(30), 30), (Some(90), 60)] {
        let (next, events) = after(&opened, Deed::Completed(lesson(0), named.map(at)), &course, 60);
        assert!(matches!(events[0], LearningEvent::LessonCompleted { at: time, .. } if time == at(counted)), "{events:?}");
        assert_eq!((kinds(&events), next.value.completed_at), (vec!["lesson.completed", "course.completed"], Some(at(counted))));
    }
}

#[test]
fn who_has_done_all_that_is_left_is_done() {
    let first = course(&[0, 1, 2]);
    let (mut enrolment, mut announced) = (enrolled(&first), Vec::new());
    for number in [0, 2] {
        (enrolment, announced) = after(&enrolment, Deed::Completed(lesson(number), None), &first, 1);
    }
    assert_eq!((enrolment.value.progress.percent, announced.len()), (66, 0));

    let second = Course { title: title("Water"), ..recalled(&first, &[0], 5) };
    let shown = within(enrolment.clone(), &second).value;
    assert_eq!((shown.progress, shown.completed_at), (Progress::of(1, 1), Some(at(5))));
    assert_eq!((shown.title, shown.last_lesson, shown.minutes), (title("Water"), None, 2));
    // The next write, by whomever, says the same and announces it once; so does completing again what was completed.
    for deed in [None, Some(Deed::Completed(lesson(0), None)), Some(Deed::Opened(lesson(0)))] {
        let (next, events) = in_course(&enrolment, deed, &second, 9);
        assert_eq!((next.value.completed_at, next.value.revision), (Some(at(5)), 1));
        assert_eq!((next.value.course_version, next.value.recalled_from), (number(2), Some(number(1))));
        assert_eq!(kinds(&events).into_iter().filter(|kind| *kind == "course.completed").count(), 1);
        assert_eq!(in_course(&next, None, &second, 10).1, []);
    }

    // A lesson that is added makes it unfinished again; that it was completed remains.
    let (done, _) = in_course(&enrolment, None, &second, 6);
    let third = recalled(&second, &[0, 3], 8);
    let more = within(done, &third);
    assert_eq!((more.value.progress, more.value.completed_at), (Progress::of(1, 2), Some(at(5))));
    assert_eq!(more.value.recalled_from, Some(number(1)), "what was not noted yet stays to be noted");
    let (again, events) = after(&more, Deed::Completed(lesson(3), None), &third, 9);
    assert_eq!((again.value.progress.percent, again.value.completed_at, events.len()), (100, Some(at(5)), 0));
    let (noted, _) = after(&again, Deed::Moved(number(3)), &third, 10);
    assert_eq!((noted.value.recalled_from, noted.value.course_version), (None, number(3)));
}

fn number(number: u64) -> VersionNumber {
    VersionNumber::try_from(number).unwrap()
}

#[test]
fn who_learns_with_a_version_keeps_it_until_they_take_the_next() {
    let first = course(&[0, 1, 2]);
    let (enrolment, _) = after(&enrolled(&first), Deed::Completed(lesson(0), None), &first, 1);
    let second = Course { title: title("Water"), ..published(&first, &[0, 5], false, 5) };
    let kept = within(enrolment.clone(), &second).value;
    assert_eq!((kept.course_version, kept.newest, kept.recalled_from), (number(1), Some(number(2)), None));
    assert_eq!((kept.progress, kept.minutes, kept.title), (Progress::of(1, 3), 6, title("Water")));

    let (taken, events) = after(&enrolment, Deed::Moved(number(2)), &second, 6);
    assert_eq!((taken.value.course_version, taken.value.progress, events), (number(2), Progress::of(1, 2), Vec::new()));
    assert_eq!(after(&taken, Deed::Moved(number(2)), &second, 7), (taken.clone(), Vec::new()), "again changes nothing");

    // A version that asks for less is completed by who takes it.
    let third = published(&second, &[0], false, 8);
    let (done, events) = after(&taken, Deed::Moved(number(3)), &third, 9);
    assert_eq!((done.value.completed_at, kinds(&events)), (Some(at(9)), vec!["course.completed"]));
}

#[test]
fn a_seat_is_held_by_who_takes_a_limited_course_and_has_not_completed_it() {
    let open = course(&[0]);
    let limited = Course { enrolment: EnrolmentTerms { seats: Some(5), ..EnrolmentTerms::default() }, ..open.clone() };
    assert!(enrolled(&limited).value.seated && !enrolled(&open).value.seated);
    // Who took it before there was a limit gets one with whatever is written next.
    let seated = |record: &Record<Enrolment>, deed, course: &Course| in_course(record, deed, course, 1).0.value.seated;
    assert!(seated(&enrolled(&open), None, &limited) && seated(&enrolled(&open), Some(Deed::Opened(lesson(0))), &limited));
    // It is given back by leaving, also where the limit is gone, and by completing; who has completed the course wants none again.
    let held = enrolled(&limited);
    assert!(seated(&held, None, &open) && !seated(&held, Some(Deed::Left), &open));
    let (left, _) = after(&held, Deed::Left, &limited, 1);
    assert!(!seated(&left, None, &limited) && seated(&left, Some(Deed::Returned), &limited));
    let (done, _) = after(&held, Deed::Completed(lesson(0), None), &limited, 1);
    let (left, _) = after(&done, Deed::Left, &limited, 2);
    assert!(!done.value.seated && !seated(&left, Some(Deed::Returned), &limited));
}

#[test]
fn a_course_that_asks_for_a_score_waits_for_it() {
    let mut course = course(&[1, 2]);
    let syllabus = &mut course.published.as_mut().unwrap().syllabus;
    (syllabus.scored, syllabus.asked_score) = ([lesson(2)].into_iter().collect(), 80.try_into().unwrap());
    let scored =
        |percent: u64, completes| Deed::Scored(lesson(2), Outcome { score: Some(percent.try_into().unwrap()), completes, at: None });
    let record = enrolled(&course);
    let (record, _) = after(&record, Deed::Opened(lesson(2)), &course, 1);
    let (record, events) = after(&record, scored(40, false), &course, 2);
    assert_eq!((record.value.progress.completed, kinds(&events)), (0, vec![]), "it was not passed");
    let (record, events) = after(&record, scored(70, true), &course, 3);
    assert_eq!((record.value.progress.completed, kinds(&events)), (1, vec!["lesson.completed"]));
    let (record, _) = after(&record, Deed::Completed(lesson(1), None), &course, 4);
    assert!(record.value.progress.is_complete() && record.value.completed_at.is_none(), "70 is not 80");
    let (record, events) = after(&record, scored(90, true), &course, 5);
    assert_eq!((record.value.completed_at, kinds(&events)), (Some(at(5)), vec!["course.completed"]));
    // What was completed stays so when a score is corrected.
    let (record, events) = after(&record, scored(10, false), &course, 6);
    assert_eq!((record.value.completed_at, record.value.score.map(|score| score.percent), kinds(&events)), (Some(at(5)), Some(10), vec![]));
}
