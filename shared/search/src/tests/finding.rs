//! What is found, in which order.

use super::{document, ids, index_of, query};
use crate::{Document, Index};

/// Courses by id, title, tags, summary and body.
const COURSES: [(&str, &str, &str, &str, &str); 16] = [
    ("fire", "Brandschutzunterweisung für alle", "Sicherheit", "Verhalten im Brandfall", "Feuerlöscher, Fluchtwege und Sammelplätze"),
    ("privacy", "Datenschutz-Grundverordnung", "Recht", "Personenbezogene Daten", "Auskunft, Löschung und Einwilligung"),
    ("leading", "Überzeugend präsentieren", "Kommunikation", "Auftreten vor Gruppen", "Aufbau, Stimme und Körpersprache"),
    ("ladder", "Leitern und Tritte", "Sicherheit", "Straßenbau und Gerüste", "Prüfung durch befähigte Personen"),
    ("project", "Project management essentials", "Planning", "Scope, time and budget", "Milestones, stakeholders and risk registers"),
    ("security", "Information security awareness", "Compliance", "Phishing and passwords", "Report suspicious messages"),
    ("excel", "Excel for beginners", "Spreadsheets", "Formulas and pivot tables", "Sorting, filtering and charts"),
    ("firstaid", "First aid at work", "Health", "What to do in an emergency", "Recovery position, bleeding and shock"),
    ("harass", "Preventing harassment", "Compliance", "Respect at the workplace", "Examples and how to report them"),
    ("cpp", "Modern C++", "Programming", "Templates and lifetimes", "From C to C++23"),
    ("csharp", "C# for the web", "Programming", "Services in ASP.NET", "Routing and tests"),
    ("safety-hi", "कार्यस्थल सुरक्षा", "स्वास्थ्य", "दुर्घटना से बचाव", "सुरक्षा उपकरण और आपातकालीन निकास"),
    ("training-hi", "नए कर्मचारियों का प्रशिक्षण", "परिचय", "पहला सप्ताह", "कंपनी के नियम और क़ानून २०२४"),
    ("data-hi", "डेटा संरक्षण के नियम", "क़ानून", "निजी जानकारी", "पासवर्ड और गोपनीयता"),
    ("safety-ja", "安全教育の基礎", "安全", "職場の安全", "避難訓練と消火器"),
    ("elearning", "Designing eLearning", "Authors", "Storyboards and quizzes", "Anne-Marie O’Brien explains"),
];

fn courses() -> Vec<Document> {
    let course = |(id, title, tag, summary, body): (&str, &str, &str, &str, &str)| Document {
        tags: vec![tag.into()],
        summary: summary.into(),
        body: body.into(),
        ..document(id, title)
    };
    COURSES.map(course).into()
}

fn first(index: &Index, text: &str) -> String {
    let found = index.search(&query(text)).unwrap();
    found.hits.first().map(|hit| hit.id.clone()).unwrap_or_default()
}

#[test]
fn words_are_found_however_they_are_spelt() {
    let (_file, index) = index_of(&courses());
    for (text, id) in [
        ("überzeugend", "leading"),
        ("UBERZEUGEND", "leading"),
        ("ueberzeugend", "leading"),
        ("U\u{308}berzeugend", "leading"),
        ("strassenbau", "ladder"),
        ("Straßenbau", "ladder"),
        ("GERUESTE", "ladder"),
        ("क़ानून २०२४", "training-hi"),
        ("क\u{93c}ानून 2024", "training-hi"),
        ("कानून 2024", "training-hi"),
        ("c++", "cpp"),
        ("C#", "csharp"),
        ("e-learning", "elearning"),
        ("anne marie obrien", "elearning"),
        ("安全教育", "safety-ja"),
        ("消", "safety-ja"),
        ("first first aid", "firstaid"),
    ] {
        assert_eq!(first(&index, text), id, "{text}");
    }
    for text in ["excel sicherheit", "सुर गोपनीयता प", "全安", "zzzz"] {
        assert_eq!(first(&index, text), "", "{text}");
    }
}

#[test]
fn words_are_found_while_they_are_typed() {
    let (_file, index) = index_of(&courses());
    for word in ["Brandschutzunterweisung", "überzeugend", "project", "प्रशिक्षण"] {
        let whole = first(&index, word);
        for end in word.char_indices().map(|(end, _)| end).skip(1) {
            let found = index.search(&query(&word[..end])).unwrap();
            assert!(ids(&found).contains(&whole.as_str()), "{}: {:?}", &word[..end], ids(&found));
        }
    }
    assert_eq!(ids(&index.search(&query("proj")).unwrap()), ["project"]);
    assert_eq!(first(&index, "proj essen"), "project");
    // One letter begins too many words: those of titles and tags.
    assert_eq!(ids(&index.search(&query("x")).unwrap()), Vec::<&str>::new());
    assert_eq!(first(&index, "ex"), "excel");
}

#[test]
fn parts_of_compounds_are_found() {
    let (_file, index) = index_of(&courses());
    for text in ["Brandschutz", "Unterweisung", "schutz unterweisung", "brand-schutz", "Brandschutz Sammelplätze"] {
        assert_eq!(first(&index, text), "fire", "{text}");
    }
    assert_eq!(first(&index, "verordnung"), "privacy");
    assert_eq!(first(&index, "datenschutzgrundverordnung"), "privacy");
}

#[test]
fn ten_misspelt_queries_find_their_course() {
    let (_file, index) = index_of(&courses());
    for (text, id) in [
        ("Brandshutzunterweisung", "fire"),
        ("brandschuz", "fire"),
        ("unterwiesung", "fire"),
        ("präsentiren", "leading"),
        ("projcet managment", "project"),
        ("informaton securty", "security"),
        ("exel beginers", "excel"),
        ("harrasment", "harass"),
        ("परशिक्षण", "training-hi"),
        ("सुरक्शा कार्यस्थल", "safety-hi"),
    ] {
        let found = index.search(&query(text)).unwrap();
        assert!(ids(&found).iter().take(3).any(|found| *found == id), "{text}: {:?}", ids(&found));
    }
    // A number is meant as it stands, a short word too.
    assert_eq!(first(&index, "2025"), "");
    assert_eq!(first(&index, "aod"), "");
}

#[test]
fn titles_come_before_tags_summaries_and_bodies() {
    let filler = "something else entirely ".repeat(5);
    let (_file, index) = index_of(&[
        Document { body: format!("{filler} safety {filler}"), ..document("body", "One") },
        Document { summary: "About safety".into(), ..document("summary", "Two") },
        Document { tags: vec!["Safety".into()], ..document("tag", "Three") },
        document("title", "Safety at work"),
        document("longer", "Safety at work for everyone who has just begun"),
        document("compound", "Worksafety"),
    ]);
    let found = index.search(&query("safety")).unwrap();
    assert_eq!(ids(&found), ["title", "longer", "tag", "summary", "compound", "body"]);
    assert_eq!((found.total, found.next), (6, None));
    assert_eq!(found.hits[0].payload, b"title");
    let misspelt = index.search(&query("safty")).unwrap();
    assert_eq!(ids(&misspelt)[..2], ["title", "longer"]);
}

#[test]
fn queries_that_make_no_sense_have_an_answer() {
    let (_file, index) = index_of(&courses());
    for text in ["", " \t\n\u{3000}", "\0\0\0", "\"*\" ~ ( )", "\u{301}\u{200d}", "&&||!"] {
        assert_eq!(index.search(&query(text)).unwrap().total, COURSES.len(), "{text:?}");
    }
    let long = ["a", "*", "अ", "安", "\u{301}", "ﷺ", "word ", "ab-", "brandschutzunterweisung"];
    for text in long.map(|text| text.repeat(10_000 / text.chars().count())) {
        let found = index.search(&query(&text)).unwrap();
        assert!(found.total <= COURSES.len(), "{}", text.len());
    }
    for text in ["\"*\" AND OR NOT ~ ( )", "title:excel", "excel*", "NEAR(excel, 3)", "excel~1", "-excel", "%", "'; DROP TABLE known; --"] {
        index.search(&query(text)).unwrap();
    }
    assert_eq!(first(&index, "excel*"), "excel");
    assert_eq!(first(&index, "\"excel\" beginners\0"), "excel");
}
