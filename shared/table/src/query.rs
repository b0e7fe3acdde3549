//! What a query of the table asks for.

use crate::{Item, Key, table::attributes};
use aws_sdk_dynamodb::{operation::query::builders::QueryFluentBuilder, types::AttributeValue};
use trellis_core::folding::words;

/// An index: another partition and sort key of the same items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    First,
    Second,
    Third,
}

impl Index {
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "gsi1",
            Self::Second => "gsi2",
            Self::Third => "gsi3",
        }
    }

    pub const fn partition_key(self) -> &'static str {
        match self {
            Self::First => "gsi1pk",
            Self::Second => "gsi2pk",
            Self::Third => "gsi3pk",
        }
    }

    pub const fn sort_key(self) -> &'static str {
        match self {
            Self::First => "gsi1sk",
            Self::Second => "gsi2sk",
            Self::Third => "gsi3sk",
        }
    }
}

/// Which part of a partition a query reads.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub index: Option<Index>,
    pub partition: String,
    pub prefix: Option<String>,
    pub start: Option<Item>,
    pub limit: Option<i32>,
    pub consistent: bool,
    /// The highest sort key first.
    pub backwards: bool,
    /// What does not fit is read and left out.
    pub filter: Vec<Filter>,
}

impl Query {
    /// The same, from after the item with this key.
    #[must_use]
    pub fn after(self, key: Option<Key>) -> Self {
        Self { start: key.map(attributes), ..self }
    }

    /// The request with its conditions.
    pub(crate) fn expressed(self, mut request: QueryFluentBuilder) -> QueryFluentBuilder {
        let (pk, sk) = self.index.map_or(("pk", "sk"), |index| (index.partition_key(), index.sort_key()));
        let mut condition = format!("{pk} = :pk");
        request = request.expression_attribute_values(":pk", AttributeValue::S(self.partition));
        if let Some(prefix) = self.prefix {
            condition.push_str(&format!(" AND begins_with({sk}, :prefix)"));
            request = request.expression_attribute_values(":prefix", AttributeValue::S(prefix));
        }
        let mut filter = Vec::new();
        for (number, wanted) in self.filter.iter().enumerate() {
            let placeholders: Vec<String> = (0..wanted.values().len()).map(|value| format!(":filter{number}_{value}")).collect();
            filter.push(wanted.expression(&placeholders));
            for (placeholder, value) in placeholders.into_iter().zip(wanted.values()) {
                request = request.expression_attribute_values(placeholder, AttributeValue::S(value.clone()));
            }
            for name in wanted.path().split('.') {
                request = request.expression_attribute_names(format!("#{name}"), name);
            }
        }
        request
            .set_filter_expression((!filter.is_empty()).then(|| filter.join(" AND ")))
            .set_index_name(self.index.map(|index| index.name().to_owned()))
            .key_condition_expression(condition)
            .set_exclusive_start_key(self.start)
            .set_limit(self.limit)
            .consistent_read(self.consistent)
            .scan_index_forward(!self.backwards)
    }
}

/// What an attribute, named by its path, must be like.
#[derive(Debug, Clone)]
pub enum Filter {
    Equals(&'static str, String),
    /// One of these; there must be some.
    OneOf(&'static str, Vec<String>),
    /// A text with this in it, or a list with this among its elements.
    Contains(&'static str, String),
}

impl Filter {
    /// Every word of a text is somewhere in what an item can be searched for, as [`folded`](trellis_core::folding::folded) has both.
    pub fn words(text: &str) -> impl Iterator<Item = Self> + use<> {
        words(text).into_iter().map(|word| Self::Contains("words", word))
    }

    const fn path(&self) -> &'static str {
        match self {
            Self::Equals(path, _) | Self::OneOf(path, _) | Self::Contains(path, _) => path,
        }
    }

    fn values(&self) -> &[String] {
        match self {
            Self::Equals(_, value) | Self::Contains(_, value) => std::slice::from_ref(value),
            Self::OneOf(_, values) => values,
        }
    }

    /// The expression, with the values' placeholders.
    fn expression(&self, placeholders: &[String]) -> String {
        let path = format!("#{}", self.path().replace('.', ".#"));
        let values = placeholders.join(", ");
        match self {
            Self::Equals(..) => format!("{path} = {values}"),
            Self::OneOf(..) => format!("{path} IN ({values})"),
            Self::Contains(..) => format!("contains({path}, {values})"),
        }
    }
}
