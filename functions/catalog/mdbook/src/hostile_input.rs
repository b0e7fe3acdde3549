//! Whatever the bytes are, an import ends, with a course or with an error, and always with the same.

use super::book::Book;
use super::limits::Limits;
use super::sample::{self, Sample};
use super::targets::resolve_links;
use proptest::prelude::*;
use std::io::Cursor;

fn small() -> Limits {
    Limits {
        entries: 100,
        total_bytes: 2_000_000,
        page_bytes: 50_000,
        text_bytes: 500_000,
        asset_bytes: 100_000,
        pages: 50,
        ..Limits::default()
    }
}

/// Imports twice and compares; looks at what must hold for every course.
fn import(bytes: &[u8]) {
    let run = || Book::open(Cursor::new(bytes), small()).and_then(|mut book| book.course().map(|course| (book, course)));
    match (run(), run()) {
        (Ok((mut book, course)), Ok((_, again))) => {
            assert_eq!(course, again);
            assert!(course.lessons().count() > 0);
            for lesson in course.lessons() {
                let shown = format!("{}{}", lesson.html, lesson.speaker_notes.as_deref().unwrap_or_default());
                for forbidden in ["<script", "<style", "<iframe", "<form", "<input", "<svg", "href=\"javascript", "src=\"data"] {
                    assert!(!shown.contains(forbidden), "{forbidden}: {shown}");
                }
                assert!(!resolve_links(&shown, |_| Some("/x".to_owned())).contains("=\"trellis-"));
            }
            for asset in &course.assets {
                assert_eq!(book.asset(asset).map(|bytes| bytes.len() as u64), Ok(asset.size));
            }
        }
        (Err(error), Err(again)) => {
            assert_eq!(error, again);
            let message = error.to_string();
            assert!(message.len() < 1_500 && !message.contains('\n'), "{message}");
        }
        _ => panic!("two imports of the same bytes differ"),
    }
}

fn book(settings: &[u8], outline: &[u8], page: &[u8]) -> Vec<u8> {
    let pack = Sample::new().file("book.toml", settings).file("src/SUMMARY.md", outline).file("src/a.md", page);
    pack.file("src/b.md", b"{{#include a.md}}").stored("src/p.png", sample::PNG).finish()
}

const OUTLINE: &[u8] = b"# S\n\n[I](b.md)\n\n# One\n- [A](a.md)\n  - [X](x.md)\n- [D]()\n";
const PAGE: &[u8] =
    b"---\nminutes: 3\n---\n# T\n\n[l](b.md#x) ![p](p.png)\n\n```rust\n{{#include b.md:1:2}}\n```\n<details>\n\nn\n\n</details>\n";

/// Words that mean something to one of the readers.
const WORDS: &[&str] = &[
    "---\n",
    "minutes: ",
    "5",
    "\n",
    "\n\n",
    "# ",
    "- ",
    "  ",
    "    ",
    "> ",
    "[",
    "]",
    "(",
    ")",
    "](a.md)",
    "](<",
    "!",
    "](p.png)",
    "](b.md#x)",
    "{{",
    "}}",
    "{{#include b.md",
    "{{#include a.md:x}}",
    "{{#playground b.md}}",
    "{{%x}}",
    "\\",
    "```",
    "```rust\n",
    "~~~",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "[^1]",
    "[^1]: ",
    "| a | b |\n|---|:-:|\n",
    "<",
    ">",
    "</",
    "<details>",
    "</details>",
    "<summary>",
    "<b>",
    "</b>",
    "<a href=",
    "<img src=",
    "'",
    "\"",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<svg>",
    "<table>",
    "<td>",
    "<p>",
    "</p>",
    "<style>",
    "javascript:",
    "https://x/",
    "&amp;",
    "&",
    "&#0;",
    "é",
    "\u{0}",
    "\r",
    "🦀",
    "%20",
    "%",
    "trellis-asset:",
    "id=x",
    " ",
    "ANCHOR: x\n",
    "ANCHOR_END: x\n",
    "x: &a [*a, *a]\n",
    "[x]: a.md\n",
    "{#id}",
    "text ",
];

/// Text of such words.
fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..60).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        import(&bytes);
        import(&[b"PK\x03\x04".as_slice(), &bytes, b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &bytes].concat());
    }

    #[test]
    fn random_files(settings in ".{0,80}", outline in ".{0,200}", page in prop::collection::vec(any::<u8>(), 0..300)) {
        import(&book(settings.as_bytes(), outline.as_bytes(), &page));
        import(&book(b"", OUTLINE, &page));
    }

    #[test]
    fn meaningful_words_in_any_order(outline in words(), page in words()) {
        import(&book(b"", outline.as_bytes(), page.as_bytes()));
        import(&book(b"[output.html]\nsmart-punctuation = true", OUTLINE, page.as_bytes()));
    }

    #[test]
    fn changed_archives(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in any::<prop::sample::Index>()) {
        let mut bytes = book(b"[book]\ntitle = 'T'", OUTLINE, PAGE);
        for (index, byte) in &changes {
            let position = index.index(bytes.len());
            bytes[position] = *byte;
        }
        import(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        import(&bytes);
    }
}

#[test]
fn every_byte_of_the_directory_changed() {
    let sound = book(b"[book]\ntitle = 'T'", OUTLINE, PAGE);
    let directory = sound.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for position in directory..sound.len() {
        for change in [0x01, 0xff] {
            let mut bytes = sound.clone();
            bytes[position] ^= change;
            import(&bytes);
        }
    }
}

/// Texts that make a careless reader slow or its stack overflow; the limits make each of them end soon.
#[test]
fn texts_that_grow() {
    for (piece, tail) in [
        ("{{", ""),
        ("# a\n", ""),
        ("<a ", ""),
        ("<b>\n", ""),
        ("<p>", ""),
        ("[", ""),
        ("![", ""),
        ("> ", "x"),
        ("- ", "x"),
        ("*a **b ", ""),
        ("`", "x"),
        ("<b x=1><p>", ""),
        ("<!--", ""),
        ("&#x", ""),
        ("[a](x.md)\n", ""),
        ("| a ", "\n|-|"),
        ("[^1]", "\n\n[^1]: [^1]"),
        ("<details>", ""),
        ("</details>", ""),
        ("<script>", ""),
        ("<td>", ""),
        ("<table><a>", ""),
        ("a ", "{{#include b.md}}"),
        ("~~~\n", ""),
        ("```\n", ""),
        ("<a href='x'>", ""),
        ("\\", ""),
        ("    - a\n", ""),
    ] {
        let page = format!("{}{tail}", piece.repeat(6_000 / piece.len()));
        import(&book(b"", OUTLINE, page.as_bytes()));
        import(&book(b"", page.as_bytes(), PAGE));
        import(&book(b"", OUTLINE, format!("---\na: {page}\n---\n").as_bytes()));
    }
    for (start, piece, end) in [
        ("a", ".a", "=1"),
        ("a=", "[", ""),
        ("a=", "{a=", ""),
        ("[a", ".a", "]"),
        ("", "[[a]]\n", ""),
        ("[output", ".html", "]"),
        ("book.title", ".a", "=1"),
    ] {
        let settings = format!("{start}{}{end}", piece.repeat(6_000 / piece.len()));
        import(&book(settings.as_bytes(), OUTLINE, PAGE));
    }
    for (start, piece) in [("a: ", "["), ("a: ", "{a: "), ("", "- "), ("", "? "), ("a: ", "!t "), ("a: &a ", "*a ")] {
        let page = format!("---\n{start}{}\n---\nx", piece.repeat(4_000 / piece.len()));
        import(&book(b"", OUTLINE, page.as_bytes()));
    }
}
