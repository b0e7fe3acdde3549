//! Nothing personal is stored unmarked. This reads the declarations of all entities and events, down to their texts: each is either
//! `Personal` or `NotPersonal`, at the field or inside the field's own type. Events hold nothing personal.

use crate::stack::root;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use syn::{
    Attribute, Fields, GenericArgument, GenericParam, Generics, Ident, Item, ItemMacro, LitStr, PathArguments, Token, Type, Visibility,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
};

/// Types that only hold others.
const CONTAINERS: [&str; 9] = ["Arc", "BTreeMap", "BTreeSet", "Box", "Cow", "HashMap", "HashSet", "Option", "Vec"];
/// Types that hold any text.
const TEXTS: [&str; 4] = ["RawValue", "String", "Value", "str"];
/// Types that hold no text. All others are declared in this repository.
const NO_TEXTS: [&str; 17] =
    ["Date", "Timestamp", "Ulid", "bool", "char", "f32", "f64", "i16", "i32", "i64", "i8", "u128", "u16", "u32", "u64", "u8", "usize"];

/// A type as it is declared.
struct Declared {
    file: PathBuf,
    /// Its fields by name.
    holds: Vec<(String, Type)>,
    parameters: BTreeSet<String>,
}

#[derive(Default)]
struct Source {
    types: BTreeMap<String, Vec<Declared>>,
    entities: Vec<(PathBuf, String)>,
    events: Vec<(PathBuf, String)>,
}

fn name_of(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        Type::Reference(reference) => name_of(&reference.elem),
        _ => None,
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg") && attribute.parse_args::<Ident>().is_ok_and(|word| word == "test"))
}

fn fields(prefix: &str, fields: &Fields) -> Vec<(String, Type)> {
    let name = |(position, field): (usize, &syn::Field)| {
        let name = field.ident.as_ref().map_or_else(|| position.to_string(), ToString::to_string);
        (format!("{prefix}{name}"), field.ty.clone())
    };
    fields.iter().enumerate().map(name).collect()
}

/// Kinds of lessons: each name is a type, and a variant of `Content`.
fn kinds(input: ParseStream<'_>) -> syn::Result<Vec<(String, Type)>> {
    let mut kinds = Vec::new();
    while !input.is_empty() {
        input.call(Attribute::parse_outer)?;
        let name: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        input.parse::<LitStr>()?;
        input.parse::<Token![,]>()?;
        kinds.push((name.to_string(), syn::parse_str(&name.to_string())?));
    }
    Ok(kinds)
}

/// The type that one of our macros declares: `text!(/// … pub Name, …)`, `ulid_id!(/// … Name)`, `list!(/// … Names(Vec<Name>), …)`.
fn declared_by(of: &ItemMacro) -> Option<(String, Vec<(String, Type)>)> {
    let kind = of.mac.path.segments.last()?.ident.to_string();
    if kind == "kinds" {
        return Some(("Content".to_owned(), kinds.parse2(of.mac.tokens.clone()).expect("kinds of lessons")));
    }
    if !["text", "list", "number", "ulid_id"].contains(&kind.as_str()) {
        return None;
    }
    let parse = |input: ParseStream<'_>| {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let name: Ident = input.parse()?;
        let mut holds = Vec::new();
        if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            holds.extend(Punctuated::<Type, Token![,]>::parse_terminated(&content)?);
        }
        input.step(|cursor| {
            let mut rest = *cursor;
            while let Some((_, next)) = rest.token_tree() {
                rest = next;
            }
            Ok(((), rest))
        })?;
        Ok((name.to_string(), holds))
    };
    let (name, mut holds) = parse.parse2(of.mac.tokens.clone()).expect("a declaration");
    if kind == "text" {
        holds.push(syn::parse_str("String").expect("a type"));
    }
    Some((name, holds.into_iter().enumerate().map(|(position, holds)| (position.to_string(), holds)).collect()))
}

impl Source {
    fn read(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let mut source = Self::default();
        for folder in folders {
            source.folder(&folder);
        }
        source
    }

    fn folder(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                self.folder(&path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = syn::parse_file(&fs::read_to_string(&path).expect("text")).expect("Rust");
                self.items(&path, file.items);
            }
        }
    }

    fn items(&mut self, file: &Path, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Struct(item) => self.declare(file, &item.ident.to_string(), fields("", &item.fields), &item.generics),
                Item::Enum(item) => {
                    let variants = item.variants.iter().flat_map(|variant| fields(&format!("{}.", variant.ident), &variant.fields));
                    self.declare(file, &item.ident.to_string(), variants.collect(), &item.generics);
                }
                Item::Type(item) => self.declare(file, &item.ident.to_string(), vec![(String::new(), *item.ty)], &item.generics),
                Item::Macro(item) => {
                    if let Some((name, holds)) = declared_by(&item) {
                        self.declare(file, &name, holds, &Generics::default());
                    }
                }
                Item::Impl(item) => {
                    let of = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last()).map(|last| last.ident.to_string());
                    match (of.as_deref(), name_of(&item.self_ty)) {
                        (Some("Entity"), Some(name)) => self.entities.push((file.to_owned(), name)),
                        (Some("Event"), Some(name)) => self.events.push((file.to_owned(), name)),
                        _ => {}
                    }
                }
                Item::Mod(item) if !is_test(&item.attrs) => self.items(file, item.content.map(|(_, items)| items).unwrap_or_default()),
                _ => {}
            }
        }
    }

    fn declare(&mut self, file: &Path, name: &str, holds: Vec<(String, Type)>, generics: &Generics) {
        let types = generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.to_string()),
            _ => None,
        });
        self.types.entry(name.to_owned()).or_default().push(Declared { file: file.to_owned(), holds, parameters: types.collect() });
    }

    /// The types that a name can mean in a file: those of the file itself, else of its crate, else of any.
    fn meant(&self, file: &Path, name: &str) -> Vec<&Declared> {
        let known: Vec<&Declared> = self.types.get(name).into_iter().flatten().collect();
        let of_crate = |path: &Path| path.iter().take_while(|part| *part != "src").collect::<PathBuf>();
        let nearest: [&dyn Fn(&Declared) -> bool; 2] =
            [&|declared| declared.file == file, &|declared| of_crate(&declared.file) == of_crate(file)];
        let near = nearest.into_iter().map(|is_near| known.iter().copied().filter(|declared| is_near(declared)).collect::<Vec<_>>());
        near.into_iter().find(|found| !found.is_empty()).unwrap_or(known)
    }

    /// The texts below a type that are not marked, each with the way to it. Where nothing personal may be, marked ones too.
    fn unmarked(&self, (file, of): (&Path, &Type), way: &str, own: &BTreeSet<String>, personal: bool, into: &mut BTreeSet<String>) {
        match of {
            Type::Array(array) => self.unmarked((file, &array.elem), way, own, personal, into),
            Type::Slice(slice) => self.unmarked((file, &slice.elem), way, own, personal, into),
            Type::Reference(reference) => self.unmarked((file, &reference.elem), way, own, personal, into),
            Type::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.unmarked((file, elem), way, own, personal, into)),
            Type::Path(path) => {
                let last = path.path.segments.last().expect("a name");
                let name = last.ident.to_string();
                if name == "NotPersonal" || name == "Personal" && personal || own.contains(&name) || NO_TEXTS.contains(&name.as_str()) {
                    return;
                }
                if TEXTS.contains(&name.as_str()) || name == "Personal" {
                    into.insert(format!("{way}: {name}"));
                } else if CONTAINERS.contains(&name.as_str()) {
                    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return };
                    for argument in &arguments.args {
                        if let GenericArgument::Type(held) = argument {
                            self.unmarked((file, held), way, own, personal, into);
                        }
                    }
                } else {
                    self.unmarked_in(file, &name, way, personal, into);
                }
            }
            _ => {
                into.insert(format!("{way}: a type that this test can't read"));
            }
        }
    }

    fn unmarked_in(&self, file: &Path, name: &str, way: &str, personal: bool, into: &mut BTreeSet<String>) {
        let meant = self.meant(file, name);
        if meant.is_empty() {
            into.insert(format!("{way}: {name}, whose declaration this test can't find"));
        }
        let step = format!("{name}.");
        // A recursive type has been read already.
        if way.contains(&format!("→ {step}")) || way.starts_with(&step) {
            return;
        }
        for declared in meant {
            for (field, held) in &declared.holds {
                let way = if way.is_empty() { format!("{step}{field}") } else { format!("{way} → {step}{field}") };
                self.unmarked((&declared.file, held), &way, &declared.parameters, personal, into);
            }
        }
    }

    fn findings(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (file, name) in &self.entities {
            self.unmarked_in(file, name, "", true, &mut found);
        }
        // Events are copied to queues and dead letters, which neither an export nor an erasure reaches.
        for (file, name) in self.events.iter().filter(|(_, name)| name != "RawEvent") {
            self.unmarked_in(file, name, "", false, &mut found);
        }
        found
    }
}

#[test]
fn every_text_in_the_table_says_whether_it_is_personal() {
    let models = fs::read_dir(root().join("functions")).expect("functions/").map(|entry| entry.expect("an entry").path().join("model/src"));
    // What packages are made of lies below the models.
    let models = models.chain(["packages/manifest", "quizzes/questions"].map(|name| root().join("functions").join(name).join("src")));
    let shared = ["core", "tenancy", "table"].map(|name| root().join("shared").join(name).join("src"));
    let source = Source::read(models.filter(|folder| folder.is_dir()).chain(shared));
    println!("{} entities, {} kinds of events", source.entities.len(), source.events.len());
    assert!(source.entities.len() >= 40 && source.events.len() >= 5, "{:?}", source.entities);
    let found = source.findings();
    assert!(found.is_empty(), "neither Personal nor NotPersonal:\n{}", found.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_unmarked_text_is_found_wherever_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = r#"
        struct Person { name: Personal<Title, Name>, nick: Option<Title>, told: Vec<Told>, key: NotPersonal<String>, born: Date }
        struct Title(String);
        enum Told { Of { id: Id, by: BTreeMap<Id, (u8, String)> }, Nothing }
        ulid_id!(/// An id.
            Id);
        text!(/// A note.
            pub(crate) Note, 1..=9, Letters::Any);
        impl Entity for Person {}
        enum Heard { Of { id: Id, name: Personal<Title, Name>, note: Note } }
        impl Event for Heard {}
        #[cfg(test)]
        mod tests { struct Fake { name: String } impl Entity for Fake {} }
    "#;
    fs::write(folder.path().join("lib.rs"), text).expect("written");
    let found: Vec<String> = Source::read([folder.path().to_owned()]).findings().into_iter().collect();
    let expected =
        ["Heard.Of.name: Personal", "Heard.Of.note → Note.0: String", "Person.nick → Title.0: String", "Person.told → Told.Of.by: String"];
    assert_eq!(found, expected);
}
