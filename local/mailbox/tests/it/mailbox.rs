//! Delivering, listing, waiting, and what a restart finds.

use std::time::Duration;

use local_mailbox::Mail;

use crate::stage::{NOW, Stage, mail};

#[tokio::test]
async fn everything_of_a_mail_is_there_after_a_restart() {
    let stage = Stage::new();
    let sent = Mail {
        to: vec!["Ada <Ada@acme.example>".to_owned(), "eve@acme.example".to_owned()],
        html: Some("<p>Hello</p>".to_owned()),
        ..mail("", "Grüße")
    };
    let id = stage.mailbox.deliver(sent.clone()).await.unwrap();
    let found = stage.reopened().list(None, 10).await.unwrap();
    let [stored] = found.as_slice() else { panic!("one mail, not {found:?}") };
    assert_eq!((stored.id, stored.sent_at), (id, NOW.parse().unwrap()));
    assert_eq!((&stored.from, &stored.to), (&sent.from, &sent.to));
    assert_eq!((&stored.subject, &stored.text), (&sent.subject, &sent.text));
    assert_eq!(stored.html, sent.html);
}

#[tokio::test]
async fn lists_are_newest_first_and_filtered_by_the_whole_address() {
    let stage = Stage::new();
    for (to, subject) in [
        ("learner@acme.example", "1"),
        ("learner@acme.example.org", "2"),
        ("Learner <LEARNER@ACME.example>", "3"),
        ("another-learner@acme.example", "4"),
    ] {
        stage.mailbox.deliver(mail(to, subject)).await.unwrap();
    }
    let subjects = async |to, limit| -> Vec<String> {
        let mails = stage.mailbox.list(to, limit).await.unwrap();
        mails.into_iter().map(|mail| mail.subject).collect()
    };
    assert_eq!(subjects(None, 3).await, ["4", "3", "2"]);
    assert_eq!(subjects(Some("learner@acme.example"), 10).await, ["3", "1"]);
    assert_eq!(subjects(Some(" Learner@acme.example "), 1).await, ["3"]);
    assert!(subjects(Some("learner@acme"), 10).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_with_the_mail_or_with_the_time() {
    let stage = Stage::new();
    let hour = Duration::from_secs(3_600);
    let first = stage.mailbox.deliver(mail("ada@acme.example", "old")).await.unwrap();
    let old = stage.mailbox.wait_for("ada@acme.example", 0, hour).await.unwrap();
    assert_eq!(old.unwrap().subject, "old");

    let waiting = {
        let mailbox = stage.mailbox.clone();
        tokio::spawn(async move { mailbox.wait_for("Ada@acme.example", first, hour).await })
    };
    let started = tokio::time::Instant::now();
    tokio::time::sleep(Duration::from_secs(60)).await;
    stage.mailbox.deliver(mail("eve@acme.example", "not hers")).await.unwrap();
    stage.mailbox.deliver(mail("ada@acme.example", "new")).await.unwrap();
    stage.mailbox.deliver(mail("ada@acme.example", "newer")).await.unwrap();
    let found = waiting.await.unwrap().unwrap();
    assert_eq!(found.unwrap().subject, "new");
    assert_eq!(started.elapsed().as_secs(), 60, "woken, not timed out");

    let none = stage.mailbox.wait_for("bob@acme.example", 0, hour).await.unwrap();
    assert_eq!(none, None);
    assert_eq!(started.elapsed().as_secs(), 3_660);
}

#[tokio::test]
async fn a_file_of_the_first_version_keeps_its_mails() {
    let stage = Stage::new();
    let file = stage.reopened_as_first_version();
    let found = file.list(Some("ada@acme.example"), 10).await.unwrap();
    assert_eq!((found.len(), found[0].subject.as_str()), (1, "kept"));
}
