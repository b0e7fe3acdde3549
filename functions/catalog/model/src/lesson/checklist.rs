//! A checklist: things to do, ticked off by who has done them. It is done when everything is ticked.

use super::{ContentError, Kind};
use crate::ids::ItemId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use trellis_core::{bounded::Letters, personal::NotPersonal};

trellis_core::text!(
    /// What is to be done: one line.
    pub ItemText, 1..=500, Letters::Line
);
trellis_core::list!(
    /// Things to do, in order.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub Items(Vec<ChecklistItem>), 1..=100
);

/// A thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// Left out for a new item. By it ticks stay with their item when the list changes.
    #[serde(default = "ItemId::random")]
    pub id: ItemId,
    #[schema(value_type = ItemText)]
    pub text: NotPersonal<ItemText>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    pub items: Items,
}

impl Checklist {
    #[must_use]
    pub fn has(&self, item: ItemId) -> bool {
        self.items.0.iter().any(|other| other.id == item)
    }

    /// Whether everything is ticked.
    #[must_use]
    pub fn is_done(&self, ticked: &BTreeSet<ItemId>) -> bool {
        self.items.0.iter().all(|item| ticked.contains(&item.id))
    }
}

impl Kind for Checklist {
    const IS_PROVEN: bool = true;

    fn lines(&self) -> Vec<String> {
        self.items.0.iter().map(|item| format!("- [ ] {}", item.text.as_str())).collect()
    }

    fn searched(&self) -> Vec<&str> {
        self.items.0.iter().map(|item| item.text.as_str()).collect()
    }

    fn check(&self) -> Result<(), ContentError> {
        let mut seen = BTreeSet::new();
        let repeated = self.items.0.iter().find(|item| !seen.insert(item.id));
        repeated.map_or(Ok(()), |item| Err(ContentError::RepeatedItem(item.id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_ids_and_new_ones_get_one() {
        let read = |text: &str| serde_json::from_str::<Checklist>(text);
        let list = read(r#"{"items": [{"text": "Helmet"}, {"text": "Gloves"}]}"#).unwrap();
        let [helmet, gloves] = list.items.0.as_slice() else { panic!("two items") };
        assert_ne!(helmet.id, gloves.id);
        assert_eq!(serde_json::from_value::<Checklist>(serde_json::to_value(&list).unwrap()).unwrap(), list);
        assert!(!list.is_done(&BTreeSet::from([helmet.id])) && list.is_done(&BTreeSet::from([helmet.id, gloves.id])));
        assert!(read(r#"{"items": []}"#).is_err(), "nothing to do");
        let twice = Checklist { items: Items(vec![helmet.clone(), helmet.clone()]) };
        assert_eq!(twice.check(), Err(ContentError::RepeatedItem(helmet.id)));
    }
}
