//! Names for what the log holds only ids of. They are looked up when the log is read, so that it never keeps the name of a person.

use std::collections::{BTreeMap, BTreeSet};
use table::{Item, Key, TableError, Tenant, WorkspaceScope};
use trellis_core::personal::{Name, Personal};

/// Keys of one request to the table.
const AT_ONCE: usize = 100;

/// What things are called now, by `<thing>/<id>`. What is gone has no name.
pub(crate) type Names = BTreeMap<String, Personal<String, Name>>;

/// Where a thing is stored that has a name.
fn key_of(scope: &WorkspaceScope, thing: &str) -> Option<Key> {
    let (kind, id) = thing.split_once('/')?;
    let places = [people_model::keys::named, catalog_model::keys::named, identity_model::keys::named];
    places.into_iter().find_map(|place| place(scope, kind, id))
}

fn text<'a>(item: &'a Item, attribute: &str) -> Option<&'a String> {
    item.get(attribute)?.as_s().ok()
}

/// What these things are called now (half a read unit for each).
///
/// # Errors
/// When the table cannot be read.
pub(crate) async fn names(tenant: &Tenant, things: BTreeSet<String>) -> Result<Names, TableError> {
    let places = things.into_iter().filter_map(|thing| Some((key_of(tenant.scope(), &thing)?, thing)));
    let places: BTreeMap<Key, String> = places.collect();
    let keys: Vec<Key> = places.keys().cloned().collect();
    let by_place: BTreeMap<(&str, &str), &String> = places.iter().map(|(key, thing)| ((key.partition(), key.sort()), thing)).collect();
    let mut names = Names::new();
    for keys in keys.chunks(AT_ONCE) {
        for item in tenant.batch_get(keys.to_vec(), false).await? {
            let place = text(&item, "pk").zip(text(&item, "sk"));
            let thing = place.and_then(|(pk, sk)| by_place.get(&(pk.as_str(), sk.as_str())));
            let name = ["name", "title", "file_name"].into_iter().find_map(|attribute| text(&item, attribute));
            names.extend(thing.map(|thing| (*thing).clone()).zip(name.cloned().map(Personal::new)));
        }
    }
    Ok(names)
}
