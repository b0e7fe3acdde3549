//! Making a table as CloudFormation would, and bringing an existing one up to date.

use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::database::DynamoDb;
use crate::error::TableError;

/// Properties that CreateTable knows by the same name and shape as CloudFormation.
const SHARED: [&str; 4] = ["AttributeDefinitions", "KeySchema", "LocalSecondaryIndexes", "ProvisionedThroughput"];

impl DynamoDb {
    /// Makes the table `name` from the resolved properties of an `AWS::DynamoDB::Table` or `GlobalTable`, or brings
    /// the existing one up to date: indexes, stream and TTL attribute. The same call twice changes nothing.
    ///
    /// # Errors
    /// `OtherKey` when the primary key differs; `Refused` with DynamoDB's reason for anything else.
    pub async fn ensure_table(&self, name: &str, properties: &Value) -> Result<(), TableError> {
        let (database, table, properties) = (self.inner.database.clone(), name.to_owned(), properties.clone());
        let ensuring = tokio::task::spawn_blocking(move || Ensure { database: &database, table: &table, properties: &properties }.run());
        ensuring.await.unwrap_or_else(|error| Err(TableError::Refused { table: name.to_owned(), reason: error.to_string() }))
    }
}

struct Ensure<'a> {
    database: &'a Database,
    table: &'a str,
    properties: &'a Value,
}

impl Ensure<'_> {
    fn run(&self) -> Result<(), TableError> {
        match self.describe()? {
            None => self.create()?,
            Some(existing) => self.update(&existing)?,
        }
        self.time_to_live()
    }

    fn describe(&self) -> Result<Option<Value>, TableError> {
        let request = self.request(json!({"TableName": self.table}))?;
        match self.database.describe_table(request) {
            Ok(answer) => Ok(self.shown(&answer)?.get("Table").cloned()),
            Err(DynoxideError::ResourceNotFoundException(_)) => Ok(None),
            Err(error) => Err(self.refused(&error)),
        }
    }

    fn create(&self) -> Result<(), TableError> {
        let mut request = Map::from_iter([("TableName".to_owned(), json!(self.table))]);
        for name in SHARED {
            if let Some(value) = self.properties.get(name) {
                request.insert(name.to_owned(), value.clone());
            }
        }
        // CloudFormation's default is PROVISIONED, but a GlobalTable has no throughput of its own to say.
        let provisioned = self.properties.get("ProvisionedThroughput").is_some();
        let billing = if provisioned { "PROVISIONED" } else { "PAY_PER_REQUEST" };
        request.insert("BillingMode".to_owned(), json!(billing));
        let indexes: Vec<Value> = self.wanted_indexes().iter().map(|index| self.index_request(index)).collect();
        if !indexes.is_empty() {
            request.insert("GlobalSecondaryIndexes".to_owned(), json!(indexes));
        }
        if let Some(stream) = self.wanted_stream() {
            request.insert("StreamSpecification".to_owned(), stream);
        }
        let request = self.request(Value::Object(request))?;
        self.database.create_table(request).map(drop).map_err(|error| self.refused(&error))
    }

    fn update(&self, existing: &Value) -> Result<(), TableError> {
        if !same_key(existing.get("KeySchema"), self.properties.get("KeySchema")) {
            return Err(TableError::OtherKey { table: self.table.to_owned() });
        }
        self.update_indexes(existing)?;
        let enabled = existing.pointer("/StreamSpecification/StreamEnabled") == Some(&json!(true));
        match self.wanted_stream() {
            Some(stream) if !enabled => self.update_table(json!({"StreamSpecification": stream})),
            _ => Ok(()),
        }
    }

    /// DynamoDB changes one index per call, so does this; an index whose key or projection differs is built again.
    fn update_indexes(&self, existing: &Value) -> Result<(), TableError> {
        let present = existing.get("GlobalSecondaryIndexes").and_then(Value::as_array).cloned().unwrap_or_default();
        let wanted = self.wanted_indexes();
        for index in &present {
            let name = index.get("IndexName");
            if wanted.iter().any(|wish| wish.get("IndexName") == name && same_index(wish, index)) {
                continue;
            }
            self.update_table(json!({"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": name}}]}))?;
        }
        for wish in wanted {
            let name = wish.get("IndexName");
            if present.iter().any(|index| index.get("IndexName") == name && same_index(wish, index)) {
                continue;
            }
            self.update_table(json!({
                "AttributeDefinitions": self.properties.get("AttributeDefinitions"),
                "GlobalSecondaryIndexUpdates": [{"Create": self.index_request(wish)}],
            }))?;
        }
        Ok(())
    }

    fn update_table(&self, mut change: Value) -> Result<(), TableError> {
        change["TableName"] = json!(self.table);
        let request = self.request(change)?;
        self.database.update_table(request).map(drop).map_err(|error| self.refused(&error))
    }

    fn time_to_live(&self) -> Result<(), TableError> {
        let request = self.request(json!({"TableName": self.table}))?;
        let answer = self.database.describe_time_to_live(request).map_err(|error| self.refused(&error))?;
        let present = self.shown(&answer)?;
        let present = present.pointer("/TimeToLiveDescription/AttributeName").and_then(Value::as_str);
        let specification = self.properties.get("TimeToLiveSpecification");
        let wanted = specification
            .filter(|specification| specification.get("Enabled").is_none_or(truthy))
            .and_then(|specification| specification.get("AttributeName"))
            .and_then(Value::as_str);
        if present == wanted {
            return Ok(());
        }
        if let Some(attribute) = present {
            self.set_time_to_live(attribute, false)?;
        }
        wanted.map_or(Ok(()), |attribute| self.set_time_to_live(attribute, true))
    }

    fn set_time_to_live(&self, attribute: &str, enabled: bool) -> Result<(), TableError> {
        let request = self.request(json!({
            "TableName": self.table,
            "TimeToLiveSpecification": {"AttributeName": attribute, "Enabled": enabled},
        }))?;
        self.database.update_time_to_live(request).map(drop).map_err(|error| self.refused(&error))
    }

    fn wanted_indexes(&self) -> &[Value] {
        self.properties.get("GlobalSecondaryIndexes").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// CloudFormation names more (warm throughput, insights) than CreateTable takes.
    fn index_request(&self, index: &Value) -> Value {
        let mut request = Map::new();
        for name in ["IndexName", "KeySchema", "Projection", "ProvisionedThroughput"] {
            if let Some(value) = index.get(name) {
                request.insert(name.to_owned(), value.clone());
            }
        }
        Value::Object(request)
    }

    /// CloudFormation says only the view type; a `GlobalTable` with replicas always has a stream.
    fn wanted_stream(&self) -> Option<Value> {
        let view = self.properties.pointer("/StreamSpecification/StreamViewType");
        let replicated = self.properties.get("Replicas").and_then(Value::as_array).is_some_and(|all| all.len() > 1);
        let view = view.cloned().or_else(|| replicated.then(|| json!("NEW_AND_OLD_IMAGES")))?;
        Some(json!({"StreamEnabled": true, "StreamViewType": view}))
    }

    fn request<T: DeserializeOwned>(&self, value: Value) -> Result<T, TableError> {
        serde_json::from_value(value).map_err(|error| {
            // dynoxide's own deserializers mark the errors that are DynamoDB's words.
            let reason = error.to_string().replace("VALIDATION:", "");
            TableError::Refused { table: self.table.to_owned(), reason }
        })
    }

    fn shown(&self, answer: &impl Serialize) -> Result<Value, TableError> {
        serde_json::to_value(answer).map_err(|error| TableError::Refused { table: self.table.to_owned(), reason: error.to_string() })
    }

    fn refused(&self, error: &DynoxideError) -> TableError {
        TableError::Refused { table: self.table.to_owned(), reason: error.to_string() }
    }
}

/// YAML readers and intrinsic functions may give a boolean as text.
fn truthy(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| value == "true")
}

/// Key schemas are equal whatever the order of their elements.
fn same_key(left: Option<&Value>, right: Option<&Value>) -> bool {
    let elements = |schema: Option<&Value>| {
        let mut elements: Vec<(String, String)> = schema
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|element| (text(element, "AttributeName"), text(element, "KeyType")))
            .collect();
        elements.sort();
        elements
    };
    elements(left) == elements(right)
}

fn same_index(left: &Value, right: &Value) -> bool {
    let projection = |index: &Value| {
        let projection = index.get("Projection").cloned().unwrap_or_default();
        let mut attributes: Vec<String> = projection
            .get("NonKeyAttributes")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect();
        attributes.sort();
        (text(&projection, "ProjectionType"), attributes)
    };
    same_key(left.get("KeySchema"), right.get("KeySchema")) && projection(left) == projection(right)
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
