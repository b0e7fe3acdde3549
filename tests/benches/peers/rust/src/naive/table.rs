//! The table, by default configuration.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::{Client, types::AttributeValue};
use lambda_runtime::Error;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

pub(crate) type Item = HashMap<String, AttributeValue>;

pub(crate) struct Table {
    pub(crate) client: Client,
    pub(crate) name: String,
}

pub(crate) fn key(pk: impl Into<String>, sk: impl Into<String>) -> Item {
    HashMap::from([("pk".to_owned(), AttributeValue::S(pk.into())), ("sk".to_owned(), AttributeValue::S(sk.into()))])
}

impl Table {
    pub(crate) async fn connect() -> Result<Self, Error> {
        let configuration = aws_config::load_defaults(BehaviorVersion::latest()).await;
        Ok(Self { client: Client::new(&configuration), name: std::env::var("TABLE_NAME")? })
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, key: Item) -> Result<T, Error> {
        let answer = self.client.get_item().table_name(&self.name).set_key(Some(key)).consistent_read(true).send().await?;
        Ok(serde_dynamo::from_item(answer.item.ok_or("not found")?)?)
    }
}
