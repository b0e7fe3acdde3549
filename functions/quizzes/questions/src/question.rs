//! What questions hold, and what is wrong with one.

use crate::decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::collections::BTreeSet;
use trellis_core::bounded::Letters;
use utoipa::openapi::{
    ObjectBuilder, RefOr,
    schema::{OneOfBuilder, Schema, Type},
};

trellis_core::text!(
    /// What is asked, in Markdown.
    pub QuestionText, 1..=10_000, Letters::Any
);
trellis_core::text!(
    /// An answer, an item or one half of a pair, in Markdown.
    pub AnswerText, 1..=2_000, Letters::Any
);
trellis_core::text!(
    /// What is said about an answer once it may be, in Markdown.
    pub Feedback, 1..=2_000, Letters::Any
);
trellis_core::text!(
    /// A word or two by which questions are drawn.
    pub QuestionTag, 1..=60, Letters::Line
);
trellis_core::text!(
    /// An accepted text, in which `*` stands for any letters and `\*` for itself.
    pub Pattern, 1..=500, Letters::Line
);
trellis_core::text!(
    /// A unit as it is written behind a number.
    pub UnitName, 1..=20, Letters::Line
);
trellis_core::text!(
    /// What can be seen in a picture, for those who do not see it. It tells no answer.
    pub PictureDescription, 0..=500, Letters::Line
);
trellis_core::number!(
    /// How much of the points an answer earns, in percent.
    pub Percent(u8), 0..=100
);
trellis_core::number!(
    /// A place in a picture, in ten-thousandths of its width or height.
    pub Coordinate(u16), 0..=10_000
);
trellis_core::list!(
    /// Words by which questions are drawn.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub QuestionTags(Vec<QuestionTag>), 0..=20
);
trellis_core::list!(
    /// The questions of a quiz, in order.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub Questions(Vec<Question>), 1..=200
);
trellis_core::list!(
    /// Answers to choose from.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub Answers(Vec<Answer>), 2..=20
);
trellis_core::list!(
    /// Numbers that are accepted; the first that fits counts.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub AcceptedNumbers(Vec<AcceptedNumber>), 1..=20
);
trellis_core::list!(
    /// Units in which a number can be given.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Units(Vec<Unit>), 0..=20
);
trellis_core::list!(
    /// Texts that are accepted; the first that fits counts.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub AcceptedTexts(Vec<AcceptedText>), 1..=50
);
trellis_core::list!(
    /// Items in the right order.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub OrderedItems(Vec<AnswerText>), 2..=20
);
trellis_core::list!(
    /// Pairs that belong together.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub Pairs(Vec<Pair>), 2..=20
);
trellis_core::list!(
    /// Answers that belong to nothing.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub Distractors(Vec<AnswerText>), 0..=20
);
trellis_core::list!(
    /// Gaps in a text, in the order of their numbers.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub GapList(Vec<Gap>), 1..=20
);
trellis_core::list!(
    /// What can be chosen for a gap; none where a text is to be written.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub GapChoices(Vec<GapChoice>), 0..=20
);
trellis_core::list!(
    /// Texts that are accepted in a gap; none where one is to be chosen.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub GapTexts(Vec<AcceptedText>), 0..=20
);
trellis_core::list!(
    /// Areas of a picture.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub Areas(Vec<Area>), 1..=50
);
trellis_core::list!(
    /// Rectangle: two opposite corners. Circle: middle and radius, or a radius for each direction. Polygon: at least three corners.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub Coordinates(Vec<Coordinate>), 3..=200
);

/// Names a question within its quiz, where it stays the same when the quiz changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QuestionId(String);

/// The text names no question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected 1 to 40 of a-z, 0-9, _ and -")]
pub struct InvalidQuestionId;

impl QuestionId {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the question with this number.
    #[must_use]
    pub fn numbered(number: usize) -> Self {
        Self(format!("q{number}"))
    }
}

impl std::str::FromStr for QuestionId {
    type Err = InvalidQuestionId;
    fn from_str(text: &str) -> Result<Self, InvalidQuestionId> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for QuestionId {
    type Error = InvalidQuestionId;
    fn try_from(text: String) -> Result<Self, InvalidQuestionId> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'));
        if fits { Ok(Self(text)) } else { Err(InvalidQuestionId) }
    }
}

impl From<QuestionId> for String {
    fn from(id: QuestionId) -> Self {
        id.0
    }
}

impl std::fmt::Display for QuestionId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl utoipa::PartialSchema for QuestionId {
    fn schema() -> RefOr<Schema> {
        trellis_core::ids::string_schema("^[a-z0-9_-]{1,40}$", "q1")
    }
}
impl utoipa::ToSchema for QuestionId {}

/// What a question is worth, in tenths of a point: 0.1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points(u16);

impl Points {
    /// # Errors
    /// When it is none of 1 to 1,000 tenths.
    pub fn of_tenths(tenths: u64) -> Result<Self, trellis_core::bounded::OutOfBounds> {
        trellis_core::bounded::check_number(tenths, &(1..=1_000))?;
        Ok(Self(tenths as u16))
    }

    #[must_use]
    pub const fn tenths(self) -> u16 {
        self.0
    }

    #[must_use]
    pub fn is_one(&self) -> bool {
        self.0 == 10
    }
}

impl Default for Points {
    fn default() -> Self {
        Self(10)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(10) { serializer.serialize_u16(self.0 / 10) } else { serializer.serialize_f64(f64::from(self.0) / 10.0) }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tenths = f64::deserialize(deserializer)? * 10.0;
        let whole = tenths.round();
        if (whole - tenths).abs() < 1e-6 && (1.0..=1_000.0).contains(&whole) {
            return Ok(Self(whole as u16));
        }
        Err(D::Error::custom("expected points from 0.1 to 100 in tenths"))
    }
}

impl utoipa::PartialSchema for Points {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Number).description(Some("What a question is worth, in tenths of a point."));
        number.minimum(Some(0.1)).maximum(Some(100)).multiple_of(Some(0.1)).into()
    }
}
impl utoipa::ToSchema for Points {}

/// An answer to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub text: AnswerText,
    #[serde(default)]
    pub right: bool,
    /// What who chose it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
}

/// A number that is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedNumber {
    pub value: Decimal,
    /// How far from it a number may be.
    #[serde(default)]
    pub tolerance: Decimal,
    #[serde(default)]
    pub percent: Percent,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
}

impl Default for Percent {
    fn default() -> Self {
        Self(100)
    }
}

/// A unit in which a number can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub name: UnitName,
    /// What a number in it is multiplied by before it is compared: 0.001 for grams where kilograms are expected.
    pub factor: Decimal,
}

/// A text that is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedText {
    pub pattern: Pattern,
    #[serde(default)]
    pub percent: Percent,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
}

/// Two that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub prompt: AnswerText,
    pub answer: AnswerText,
}

/// A gap: one of its choices is chosen, or a text is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    #[serde(default)]
    pub choices: GapChoices,
    #[serde(default)]
    pub accepted: GapTexts,
    #[serde(default)]
    pub case_sensitive: bool,
}

/// What can be chosen for a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GapChoice {
    pub text: AnswerText,
    #[serde(default)]
    pub right: bool,
}

/// The form of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Rectangle,
    Circle,
    Polygon,
}

/// An area of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    pub shape: Shape,
    pub coordinates: Coordinates,
    #[serde(default)]
    pub right: bool,
}

/// What is wrong with a question that its types do not say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    #[error("exactly one answer must be right")]
    NotOneRight,
    #[error("at least one answer must be right")]
    NoneRight,
    #[error("at least one accepted answer must earn 100 percent")]
    NoFullAnswer,
    #[error("a tolerance is at least 0")]
    NegativeTolerance,
    #[error("a unit's factor is more than 0")]
    BadFactor,
    #[error("the unit {0} stands there twice")]
    RepeatedUnit(String),
    #[error("a unit is required, but none is named")]
    NoUnits,
    #[error("the item “{0}” stands there twice")]
    RepeatedItem(String),
    #[error("the text must hold {{{{1}}}} to {{{{{0}}}}} once each, and no other gap")]
    GapsDiffer(usize),
    #[error("gap {0} has either choices, of which exactly one is right, or accepted texts, of which one earns 100 percent")]
    BadGap(usize),
    #[error("area {0} has not the coordinates that its shape needs")]
    BadArea(usize),
    #[error("the picture is named by the digest of an uploaded file")]
    BadPicture,
}

macro_rules! question_kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident($body:ident) = $name:literal { $($(#[$meta:meta])* $field:ident: $type:ty,)* })+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
            #[serde(deny_unknown_fields)]
            pub struct $body {
                pub id: QuestionId,
                pub text: QuestionText,
                #[serde(default, skip_serializing_if = "Points::is_one")]
                pub points: Points,
                #[serde(default, skip_serializing_if = "QuestionTags::is_empty")]
                pub tags: QuestionTags,
                /// What everybody is told about it.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub feedback: Option<Feedback>,
                $($(#[$meta])* pub $field: $type,)*
            }
        )+

        /// The kind of a question.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum QuestionKind {
            $($(#[doc = $doc])+ $kind,)+
        }

        /// A question, with what is right.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
        pub enum Question {
            $($(#[doc = $doc])+ $kind($body),)+
        }

        impl utoipa::PartialSchema for Question {
            fn schema() -> RefOr<Schema> {
                let kinds = OneOfBuilder::new().description(Some("A question, with what is right."));
                kinds$(.item(of_kind($name, <$body as utoipa::PartialSchema>::schema())))+.into()
            }
        }

        impl utoipa::ToSchema for Question {
            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                $(<$body as utoipa::ToSchema>::schemas(schemas);)+
            }
        }

        impl Question {
            #[must_use]
            pub const fn kind(&self) -> QuestionKind {
                match self {
                    $(Self::$kind(_) => QuestionKind::$kind,)+
                }
            }

            #[must_use]
            pub const fn id(&self) -> &QuestionId {
                match self {
                    $(Self::$kind(question) => &question.id,)+
                }
            }

            pub fn set_id(&mut self, id: QuestionId) {
                match self {
                    $(Self::$kind(question) => question.id = id,)+
                }
            }

            #[must_use]
            pub const fn text(&self) -> &QuestionText {
                match self {
                    $(Self::$kind(question) => &question.text,)+
                }
            }

            #[must_use]
            pub const fn points(&self) -> Points {
                match self {
                    $(Self::$kind(question) => question.points,)+
                }
            }

            #[must_use]
            pub const fn tags(&self) -> &QuestionTags {
                match self {
                    $(Self::$kind(question) => &question.tags,)+
                }
            }

            pub fn set_tags(&mut self, tags: QuestionTags) {
                match self {
                    $(Self::$kind(question) => question.tags = tags,)+
                }
            }

            #[must_use]
            pub const fn feedback(&self) -> Option<&Feedback> {
                match self {
                    $(Self::$kind(question) => question.feedback.as_ref(),)+
                }
            }
        }

        impl QuestionKind {
            /// As it is spelled.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

/// The description of a kind's fields with its tag.
fn of_kind(kind: &'static str, fields: RefOr<Schema>) -> RefOr<Schema> {
    let RefOr::T(Schema::Object(mut object)) = fields else { return fields };
    let tag = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([kind]));
    object.properties.insert("kind".to_owned(), tag.into());
    object.required.push("kind".to_owned());
    object.into()
}

question_kinds! {
    /// One answer of several is right.
    Single(SingleQuestion) = "single" {
        answers: Answers,
    }
    /// Some of several answers are right.
    Multiple(MultipleQuestion) = "multiple" {
        answers: Answers,
    }
    /// True or false.
    TrueFalse(TrueFalseQuestion) = "true_false" {
        /// Whether what the text says is true.
        right: bool,
        /// What who answered “true” is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        feedback_true: Option<Feedback>,
        /// What who answered “false” is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        feedback_false: Option<Feedback>,
    }
    /// A number.
    Numeric(NumericQuestion) = "numeric" {
        accepted: AcceptedNumbers,
        #[serde(default)]
        units: Units,
        /// Whether a number without a unit is wrong; otherwise it is taken as it is.
        #[serde(default)]
        unit_required: bool,
    }
    /// A short text.
    Text(TextQuestion) = "text" {
        accepted: AcceptedTexts,
        /// Whether capitals and accents make a difference.
        #[serde(default)]
        case_sensitive: bool,
    }
    /// Items to be put into order.
    Ordering(OrderingQuestion) = "ordering" {
        items: OrderedItems,
    }
    /// Pairs to be found.
    Matching(MatchingQuestion) = "matching" {
        pairs: Pairs,
        #[serde(default)]
        distractors: Distractors,
    }
    /// Gaps in a text, which are written `{{1}}`, `{{2}}` and so on.
    Gaps(GapsQuestion) = "gaps" {
        gaps: GapList,
    }
    /// Places in a picture.
    Hotspot(HotspotQuestion) = "hotspot" {
        /// The digest of an uploaded picture.
        #[schema(pattern = "^[0-9a-f]{64}$", max_length = 64)]
        picture: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture_description: Option<PictureDescription>,
        areas: Areas,
        /// Whether several places are to be found.
        #[serde(default)]
        several: bool,
    }
}

impl QuestionTags {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn earns_all<'a>(mut percents: impl Iterator<Item = &'a Percent>) -> Result<(), QuestionError> {
    if percents.any(|percent| percent.get() == 100) { Ok(()) } else { Err(QuestionError::NoFullAnswer) }
}

fn repeated<'a>(items: impl Iterator<Item = &'a AnswerText>) -> Result<(), QuestionError> {
    let mut seen = BTreeSet::new();
    let mut items = items.map(AnswerText::as_str);
    items.find(|item| !seen.insert(item.trim())).map_or(Ok(()), |item| Err(QuestionError::RepeatedItem(item.to_owned())))
}

/// The numbers of the gaps that a text holds, in their order. Gaps are found by how they are written: `{{01}}` is none.
#[must_use]
pub fn gap_numbers(text: &str) -> Vec<usize> {
    let number = |rest: &str| {
        let (written, _) = rest.split_once("}}")?;
        written.parse::<usize>().ok().filter(|number| number.to_string() == written)
    };
    text.split("{{").skip(1).filter_map(number).collect()
}

impl Question {
    /// # Errors
    /// What is wrong with it that its types do not say.
    pub fn check(&self) -> Result<(), QuestionError> {
        match self {
            Self::Single(question) => match question.answers.0.iter().filter(|answer| answer.right).count() {
                1 => Ok(()),
                _ => Err(QuestionError::NotOneRight),
            },
            Self::Multiple(question) => match question.answers.0.iter().any(|answer| answer.right) {
                true => Ok(()),
                false => Err(QuestionError::NoneRight),
            },
            Self::TrueFalse(_) => Ok(()),
            Self::Numeric(question) => question.check(),
            Self::Text(question) => earns_all(question.accepted.0.iter().map(|text| &text.percent)),
            Self::Ordering(question) => repeated(question.items.0.iter()),
            Self::Matching(question) => {
                repeated(question.pairs.0.iter().map(|pair| &pair.prompt))?;
                repeated(question.distractors.0.iter())?;
                // Two prompts may have the same answer, which a distractor may not be.
                let answers: BTreeSet<&str> = question.pairs.0.iter().map(|pair| pair.answer.as_str().trim()).collect();
                let same = question.distractors.0.iter().find(|other| answers.contains(other.as_str().trim()));
                same.map_or(Ok(()), |same| Err(QuestionError::RepeatedItem(same.as_str().to_owned())))
            }
            Self::Gaps(question) => question.check(),
            Self::Hotspot(question) => question.check(),
        }
    }

    /// The digest of the picture that it shows besides those in its texts.
    #[must_use]
    pub fn picture(&self) -> Option<&str> {
        if let Self::Hotspot(question) = self { Some(&question.picture) } else { None }
    }
}

impl NumericQuestion {
    fn check(&self) -> Result<(), QuestionError> {
        let zero = Decimal::default().value();
        if self.accepted.0.iter().any(|number| number.tolerance.value() < zero) {
            return Err(QuestionError::NegativeTolerance);
        }
        if self.units.0.iter().any(|unit| unit.factor.value() <= zero) {
            return Err(QuestionError::BadFactor);
        }
        let mut names = BTreeSet::new();
        if let Some(unit) = self.units.0.iter().find(|unit| !names.insert(unit.name.as_str())) {
            return Err(QuestionError::RepeatedUnit(unit.name.as_str().to_owned()));
        }
        if self.unit_required && self.units.0.is_empty() {
            return Err(QuestionError::NoUnits);
        }
        earns_all(self.accepted.0.iter().map(|number| &number.percent))
    }
}

impl GapsQuestion {
    fn check(&self) -> Result<(), QuestionError> {
        let mut numbers = gap_numbers(self.text.as_str());
        numbers.sort_unstable();
        if numbers != (1..=self.gaps.0.len()).collect::<Vec<_>>() {
            return Err(QuestionError::GapsDiffer(self.gaps.0.len()));
        }
        let is_good = |gap: &Gap| {
            let right = gap.choices.0.iter().filter(|choice| choice.right).count();
            let full = gap.accepted.0.iter().any(|text| text.percent.get() == 100);
            match (gap.choices.0.len(), gap.accepted.0.is_empty()) {
                (0, false) => full,
                (2.., true) => right == 1,
                _ => false,
            }
        };
        let bad = self.gaps.0.iter().position(|gap| !is_good(gap));
        bad.map_or(Ok(()), |at| Err(QuestionError::BadGap(at + 1)))
    }
}

impl HotspotQuestion {
    fn check(&self) -> Result<(), QuestionError> {
        if self.picture.len() != 64 || !self.picture.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f')) {
            return Err(QuestionError::BadPicture);
        }
        let is_bad = |area: &Area| match (area.shape, area.coordinates.0.len()) {
            (Shape::Rectangle, 4) | (Shape::Circle, 3 | 4) => false,
            (Shape::Polygon, count) => count < 6 || count % 2 != 0,
            _ => true,
        };
        if let Some(at) = self.areas.0.iter().position(is_bad) {
            return Err(QuestionError::BadArea(at + 1));
        }
        if self.areas.0.iter().any(|area| area.right) { Ok(()) } else { Err(QuestionError::NoneRight) }
    }
}
