//! What a query of the table asks for.

use crate::{StoreError, table::Item};
use aws_sdk_dynamodb::{operation::query::builders::QueryFluentBuilder, types::AttributeValue};

/// Which part of a partition a query reads.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub(crate) index: Option<&'static str>,
    pub(crate) partition: String,
    pub(crate) prefix: Option<String>,
    pub(crate) start: Option<Item>,
    pub(crate) limit: Option<i32>,
    pub(crate) consistent: bool,
    /// The highest sort key first.
    pub(crate) backwards: bool,
    /// What does not fit is read and left out.
    pub(crate) filter: Vec<Filter>,
}

impl Query {
    /// The request with its conditions; [`StoreError::Refused`] for an index that is not there.
    pub(crate) fn expressed(self, mut request: QueryFluentBuilder) -> Result<QueryFluentBuilder, StoreError> {
        let (pk, sk) = match self.index {
            None => ("pk", "sk"),
            Some("gsi1") => ("gsi1pk", "gsi1sk"),
            Some(other) => return Err(StoreError::Refused(format!("there is no index {other}"))),
        };
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
        Ok(request
            .set_filter_expression((!filter.is_empty()).then(|| filter.join(" AND ")))
            .set_index_name(self.index.map(str::to_owned))
            .key_condition_expression(condition)
            .set_exclusive_start_key(self.start)
            .set_limit(self.limit)
            .consistent_read(self.consistent)
            .scan_index_forward(!self.backwards))
    }
}

/// What an attribute, named by its path, must be like.
#[derive(Debug, Clone)]
pub(crate) enum Filter {
    Equals(&'static str, String),
    /// One of these; there must be some.
    OneOf(&'static str, Vec<String>),
    /// A text with this in it, or a list with this among its elements.
    Contains(&'static str, String),
}

impl Filter {
    /// A text that is somewhere in what an item can be searched for, whatever its letters' case.
    pub(crate) fn words(text: &str) -> Self {
        Self::Contains("words", text.to_lowercase())
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
