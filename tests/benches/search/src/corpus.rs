//! Generated courses and people: the same every time, with words as frequent as in texts.

mod words;

use search::{Access, Document};
use std::{fmt, str::FromStr};
use words::{ENGLISH, GERMAN_FIRST, GERMAN_SECOND, HINDI, LEVELS, PLANTED, SYLLABLES};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Corpus {
    Courses,
    People,
}

impl Corpus {
    pub(crate) const ALL: [Self; 2] = [Self::Courses, Self::People];

    pub(crate) const fn documents(self) -> usize {
        match self {
            Self::Courses => 10_000,
            Self::People => 100_000,
        }
    }
}

impl fmt::Display for Corpus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Courses => "courses",
            Self::People => "people",
        })
    }
}

impl FromStr for Corpus {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|corpus| corpus.to_string() == name).ok_or_else(|| format!("no corpus is called {name}"))
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// A rank by Zipf's law: the first is about twice as frequent as the second.
    fn rank(&mut self, end: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (((end as f64 + 1.0).powf(share) - 1.0) as usize).min(end - 1)
    }
}

/// Words of one language by frequency: real ones among invented ones.
struct Language {
    name: &'static str,
    words: Vec<String>,
    topics: Vec<String>,
}

fn languages() -> [Language; 3] {
    let compounds = GERMAN_FIRST.iter().flat_map(|first| GERMAN_SECOND.iter().map(move |second| format!("{first}{second}"))).collect();
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    [("en", own(&ENGLISH)), ("de", compounds), ("hi", own(&HINDI))].map(|(name, topics): (_, Vec<String>)| {
        let mut chance = Chance::new(name.len() as u64 + u64::from(name.as_bytes()[0]));
        let syllables = SYLLABLES[usize::from(name == "hi")];
        let invented = |chance: &mut Chance| (0..2 + chance.below(3)).map(|_| chance.one(syllables)).collect::<String>();
        let mut words: Vec<String> = (0..25_000).map(|_| invented(&mut chance)).collect();
        // Topics are spoken of, though not as often as "the" is.
        for (at, topic) in topics.iter().enumerate() {
            words[20 + at * 7] = topic.to_lowercase();
        }
        Language { name, words, topics }
    })
}

/// Reads all documents of a corpus, one after the other: a corpus need not fit into memory.
pub(crate) fn each(corpus: Corpus, mut each: impl FnMut(Document)) {
    let languages = languages();
    (0..corpus.documents()).for_each(|number| each(document(corpus, number, 1, &languages)));
}

/// Some documents, from all parts of a corpus.
pub(crate) fn some(corpus: Corpus, count: usize) -> Vec<Document> {
    let (languages, stride) = (languages(), corpus.documents() / count);
    (0..count).map(|at| document(corpus, at * stride, 1, &languages)).collect()
}

fn document(corpus: Corpus, number: usize, version: u64, languages: &[Language; 3]) -> Document {
    match corpus {
        Corpus::Courses => course(number, version, languages),
        Corpus::People => person(number, version, languages),
    }
}

/// Newer versions of some documents, which differ in a word or two.
pub(crate) fn changed(corpus: Corpus, round: usize, count: usize) -> Vec<Document> {
    let languages = languages();
    let change = |at: usize| {
        let number = (round * 37 + at * 101) % corpus.documents();
        let mut document = document(corpus, number, 2 + round as u64, &languages);
        document.summary.push_str(&format!(" revised{}", round % 7));
        document
    };
    (0..count).map(change).collect()
}

fn sentence(chance: &mut Chance, words: &[String], length: usize) -> String {
    (0..length).map(|_| words[chance.rank(words.len())].as_str()).collect::<Vec<_>>().join(" ")
}

pub(crate) fn id(number: usize) -> String {
    format!("01JB{number:022}")
}

fn course(number: usize, version: u64, languages: &[Language; 3]) -> Document {
    let mut chance = Chance::new(number as u64 + 1);
    let language = &languages[[0, 0, 1, 1, 2][chance.below(5)]];
    let topics: Vec<&str> = language.topics.iter().map(String::as_str).collect();
    let (first, second) = (chance.one(&topics), chance.one(&topics));
    let level = chance.one(&LEVELS);
    let planted = PLANTED.get(number / 997).filter(|_| number.is_multiple_of(997));
    Document {
        id: id(number),
        version,
        title: planted.map_or_else(|| format!("{first} {} {second}", sentence(&mut chance, &language.words, 2)), |title| (*title).into()),
        tags: vec![second.into(), level.into()],
        summary: sentence(&mut chance, &language.words, 25),
        body: sentence(&mut chance, &language.words, 500),
        facets: facets(&[("language", language.name), ("level", level), ("topic", topics[chance.below(40) % topics.len()])]),
        access: if planted.is_some() { Access::Everybody } else { access(&mut chance) },
        payload: vec![b'x'; 300],
    }
}

fn person(number: usize, version: u64, languages: &[Language; 3]) -> Document {
    let mut chance = Chance::new(number as u64 + 7);
    let language = &languages[[0, 0, 1, 1, 2][chance.below(5)]];
    let mut name = |from: usize, names: usize| language.words[from + chance.rank(names)].clone();
    let (given, family) = (name(500, 2_000), name(3_000, 20_000));
    let (role, region) = (chance.one(&["learner", "learner", "manager", "author"]), format!("region{}", chance.below(12)));
    Document {
        id: id(number),
        version,
        title: format!("{given} {family}"),
        tags: Vec::new(),
        summary: format!("{given}.{family}{}@acme{}.example", number % 10, number % 5),
        body: String::new(),
        facets: facets(&[("role", role), ("region", &region)]),
        access: access(&mut chance),
        payload: vec![b'x'; 120],
    }
}

fn facets(facets: &[(&str, &str)]) -> Vec<(String, String)> {
    facets.iter().map(|(kind, value)| ((*kind).into(), (*value).into())).collect()
}

/// Seven of ten are for everybody, the others for one of two hundred groups.
fn access(chance: &mut Chance) -> Access {
    if chance.below(10) < 7 { Access::Everybody } else { Access::Holders(vec![format!("group{}", chance.below(200))]) }
}
