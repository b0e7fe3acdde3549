//! What lessons are made of. Each kind is a file below this one and a line in [`kinds!`]; everything else asks a lesson's [`Content`].

mod checklist;
mod document;
mod link;
mod media;
mod package;
mod page;
mod quiz;

pub use checklist::{Checklist, ChecklistItem, ItemText, Items};
pub use document::Document;
pub use link::{Link, LinkAddress};
pub use media::{Audio, CaptionTrack, CaptionTracks, Media, Seconds, Video, WatchedPercent};
pub use package::{MasteryPercent, Package, PackageAttempts, PackageCompletion, PackageItem, PackageScoring};
pub use page::Page;
pub(crate) use quiz::check_questions;
pub use quiz::{
    AttemptLimit, CoolingOff, Grace, PassPercent, Quiz, QuizScoring, ReviewPolicy, ScoreFeedback, ScoreFeedbacks, ScoreText, TimeLimit,
};

use files_model::{digest::Digest, file::FileKind};
use questions::{
    draw::{self, DrawError},
    question::{Question, QuestionError, Questions},
};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{
    ObjectBuilder, RefOr,
    schema::{OneOfBuilder, Schema, Type},
};

/// A file, and what it is used as.
pub type Uses = (Digest, FileKind);

/// What a kind of lesson says of itself. A text may stand beside every kind.
trait Kind: Sized {
    /// Whether a new lesson of this kind is nothing without a text.
    const NEEDS_TEXT: bool = false;
    /// Whether the member's work in it decides if it can be completed, and not the member's word alone.
    const IS_PROVEN: bool = false;
    /// Whether the member's work in it has a score.
    const IS_SCORED: bool = false;

    /// What of it an author reads line by line, in Markdown.
    fn lines(&self) -> Vec<String> {
        Vec::new()
    }

    /// The files that it shows.
    fn files(&self) -> Vec<Uses> {
        Vec::new()
    }

    /// Its texts in Markdown, which may show files too.
    fn texts(&self) -> Vec<&str> {
        Vec::new()
    }

    /// What of it is searched besides its titles and its text.
    fn searched(&self) -> Vec<&str> {
        Vec::new()
    }

    /// What of it learners are given.
    fn shown(self) -> Self {
        self
    }

    /// # Errors
    /// What is wrong with it that its types do not say.
    fn check(&self) -> Result<(), ContentError> {
        Ok(())
    }
}

/// The content breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    #[error("item {0} stands in the checklist twice")]
    RepeatedItem(crate::ids::ItemId),
    #[error("there are captions for {0} twice")]
    RepeatedLanguage(String),
    #[error("a quiz needs questions")]
    NoQuestions,
    #[error("there are two questions with the id {0}")]
    RepeatedQuestion(String),
    #[error("question {0}: {1}")]
    Question(String, QuestionError),
    #[error(transparent)]
    Draw(#[from] DrawError),
    #[error("a quiz closes after it opens")]
    ClosesBefore,
    #[error("answers are shown after the quiz has closed, but it never closes")]
    NeverCloses,
}

/// The description of a kind's content with its tag: what refuses other fields must name it itself.
fn of_kind(kind: &'static str, content: RefOr<Schema>) -> RefOr<Schema> {
    let RefOr::T(Schema::Object(mut object)) = content else { return content };
    let tag = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([kind]));
    object.properties.insert("kind".to_owned(), tag.into());
    object.required.push("kind".to_owned());
    object.into()
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident = $name:literal,)+) => {
        /// The kind of a lesson.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum LessonKind {
            $($(#[doc = $doc])+ $kind,)+
        }

        /// What a lesson has besides its text, by its kind.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
        pub enum Content {
            $($(#[doc = $doc])+ $kind($kind),)+
        }

        impl LessonKind {
            /// As it is spelled, which a test holds.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }

            /// Whether a new lesson of this kind is nothing without a text.
            #[must_use]
            pub const fn needs_text(self) -> bool {
                match self {
                    $(Self::$kind => <$kind as Kind>::NEEDS_TEXT,)+
                }
            }

            /// Whether the member's work decides if a lesson of this kind can be completed, and not the member's word alone.
            #[must_use]
            pub const fn is_proven(self) -> bool {
                match self {
                    $(Self::$kind => <$kind as Kind>::IS_PROVEN,)+
                }
            }

            /// Whether the member's work in a lesson of this kind has a score.
            #[must_use]
            pub const fn is_scored(self) -> bool {
                match self {
                    $(Self::$kind => <$kind as Kind>::IS_SCORED,)+
                }
            }
        }

        impl utoipa::PartialSchema for Content {
            fn schema() -> RefOr<Schema> {
                let kinds = OneOfBuilder::new().description(Some("What a lesson has besides its text, by its kind."));
                kinds$(.item(of_kind($name, <$kind as utoipa::PartialSchema>::schema())))+.into()
            }
        }

        impl utoipa::ToSchema for Content {
            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                $(<$kind as utoipa::ToSchema>::schemas(schemas);)+
            }
        }

        impl Content {
            #[must_use]
            pub const fn kind(&self) -> LessonKind {
                match self {
                    $(Self::$kind(_) => LessonKind::$kind,)+
                }
            }

            /// # Errors
            /// What is wrong with it.
            pub fn check(&self) -> Result<(), ContentError> {
                match self {
                    $(Self::$kind(content) => content.check(),)+
                }
            }

            /// The files that it shows.
            #[must_use]
            pub fn files(&self) -> Vec<Uses> {
                match self {
                    $(Self::$kind(content) => content.files(),)+
                }
            }

            /// What of it an author reads line by line, in Markdown.
            #[must_use]
            pub fn lines(&self) -> Vec<String> {
                match self {
                    $(Self::$kind(content) => content.lines(),)+
                }
            }

            /// Its texts in Markdown, which may show files too.
            #[must_use]
            pub fn texts(&self) -> Vec<&str> {
                match self {
                    $(Self::$kind(content) => content.texts(),)+
                }
            }

            /// What of it is searched besides its titles and its text.
            #[must_use]
            pub fn searched(&self) -> Vec<&str> {
                match self {
                    $(Self::$kind(content) => content.searched(),)+
                }
            }

            /// What of it learners are given: of a quiz its rules alone.
            #[must_use]
            pub fn shown(self) -> Self {
                match self {
                    $(Self::$kind(content) => Self::$kind(content.shown()),)+
                }
            }
        }
    };
}

kinds! {
    /// A text to read.
    Page = "page",
    /// A page elsewhere.
    Link = "link",
    /// Things to do, ticked off by who has done them.
    Checklist = "checklist",
    /// A file to read or to save.
    Document = "document",
    /// A film to watch.
    Video = "video",
    /// A sound to listen to.
    Audio = "audio",
    /// A part of a package of another tool, which says by itself how far its learner is.
    Package = "package",
    /// Questions, graded by the server.
    Quiz = "quiz",
}

/// A page: what a lesson was when there was nothing else, and is unless its author says more.
impl Default for LessonKind {
    fn default() -> Self {
        Content::default().kind()
    }
}

impl Content {
    /// Takes a quiz's questions out, which are stored apart: reading a lesson costs by its size. Those from banks follow its own.
    pub(crate) fn take_questions(&mut self) -> Option<Questions> {
        let Self::Quiz(quiz) = self else { return None };
        let mut all = quiz.questions.take().map_or_else(Vec::new, |own| own.0);
        all.append(&mut quiz.taken);
        (!all.is_empty()).then_some(Questions(all))
    }

    pub(crate) fn give_questions(&mut self, Questions(mut all): Questions) {
        if let Self::Quiz(quiz) = self {
            quiz.taken = all.split_off(draw::own_count(all.len(), &quiz.draws.0));
            quiz.questions = (!all.is_empty()).then_some(Questions(all));
        }
    }

    /// What a quiz has taken from banks, which is not sent with it.
    #[must_use]
    pub fn taken(&self) -> &[Question] {
        if let Self::Quiz(quiz) = self { &quiz.taken } else { &[] }
    }

    /// Whether it is a quiz that draws from banks, or says that it has.
    #[must_use]
    pub fn draws_from_banks(&self) -> bool {
        matches!(self, Self::Quiz(quiz) if quiz.draws.0.iter().any(|draw| draw.bank_id.is_some() || draw.taken.is_some()))
    }

    /// As it is outside its workspace: what a quiz has taken from banks becomes its own, drawn by tag.
    #[must_use]
    pub fn without_banks(self) -> Self {
        match self {
            Self::Quiz(quiz) => Self::Quiz(quiz.without_banks()),
            other => other,
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Page(Page {})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(kind: &str, more: &str) -> String {
        format!(r#"{{"kind": "{kind}", "file": "{}"{more}}}"#, "ab".repeat(32))
    }

    #[test]
    fn a_kind_is_named_as_it_is_spelled() {
        for (content, kind) in [
            (Content::default(), LessonKind::Page),
            (serde_json::from_str(r#"{"kind": "link", "address": "https://a.example"}"#).unwrap(), LessonKind::Link),
            (serde_json::from_str(r#"{"kind": "checklist", "items": [{"text": "Helmet"}]}"#).unwrap(), LessonKind::Checklist),
            (serde_json::from_str(&with_file("document", "")).unwrap(), LessonKind::Document),
            (serde_json::from_str(&with_file("video", r#", "seconds": 9"#)).unwrap(), LessonKind::Video),
            (serde_json::from_str(&with_file("audio", r#", "seconds": 9"#)).unwrap(), LessonKind::Audio),
            (serde_json::from_str(&with_file("package", r#", "item": "a""#)).unwrap(), LessonKind::Package),
            (serde_json::from_str(r#"{"kind": "quiz"}"#).unwrap(), LessonKind::Quiz),
        ] {
            assert_eq!((content.kind(), serde_json::to_value(kind).unwrap()), (kind, kind.name().into()));
            assert_eq!(serde_json::to_value(content).unwrap()["kind"], kind.name());
        }
    }

    #[test]
    fn content_is_read_by_its_kind_alone() {
        let read = |text: &str| serde_json::from_str::<Content>(text);
        assert_eq!(read(r#"{"kind": "page"}"#).unwrap(), Content::default());
        assert_eq!(read(r#"{"kind": "link", "address": "https://intranet.example/a"}"#).unwrap().kind(), LessonKind::Link);
        assert!(read(r#"{"kind": "page", "address": "https://intranet.example/a"}"#).is_err());
        assert!(read(&with_file("video", r#", "seconds": 9, "downloadable": true"#)).is_err());
        assert!(read(&with_file("video", "")).is_err() && read(&with_file("video", r#", "seconds": 0"#)).is_err());
        assert!(read(r#"{"kind": "link"}"#).is_err());
        assert!(read(r#"{"address": "https://intranet.example/a"}"#).is_err());
    }
}
