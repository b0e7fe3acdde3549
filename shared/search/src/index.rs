//! Reading an index.

use crate::{
    Error, Found, Hit, Holds, Position, Query,
    asked::asked,
    bytes::Bytes,
    columns::{Columns, EVERYBODY},
    expansions::may_be_misspelt,
    facets::{Facets, Verdict},
    file,
    lexicon::Lexicon,
    limits,
    matching::{Match, matches},
    query::Order,
};
use rusqlite::Connection;
use std::{
    cell::OnceCell,
    cmp::Ordering,
    collections::{HashMap, HashSet},
    path::Path,
};

/// With fewer hits, a query is also read as if it were misspelt.
const FEW: usize = 5;

/// An open index. It belongs to one thread at a time.
pub struct Index {
    pub(crate) connection: Connection,
    pub(crate) lexicon: Lexicon,
    pub(crate) columns: Columns,
    facets: Facets,
    /// The holders of each access but the first, which is everybody's.
    accesses: Vec<Vec<String>>,
    /// Documents in the order of titles, once it was needed.
    titles: OnceCell<Vec<u32>>,
}

impl Index {
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Format`] if it must be rebuilt, [`Error::Unavailable`] if the file cannot be read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let connection = file::open_for_reading(path)?;
        let (accesses, access_numbers) = read_accesses(&connection)?;
        let (pairs, facet_numbers) = read_facets(&connection)?;
        let mut columns = Columns::default();
        let access = |stored| if stored == EVERYBODY { Some(EVERYBODY) } else { access_numbers.get(&stored).copied() };
        each_row(&connection, "SELECT documents FROM columns ORDER BY part", |row| {
            columns.read(row, access, |stored| facet_numbers.get(&stored).copied())
        })?;
        let mut lexicon = Lexicon::default();
        each_row(&connection, "SELECT words FROM lexicon ORDER BY part", |row| lexicon.read(row))?;
        let lexicon = lexicon.complete();
        Ok(Self { connection, lexicon, columns, facets: Facets::new(pairs), accesses, titles: OnceCell::new() })
    }

    /// How many documents there are, whoever may find them.
    #[must_use]
    pub const fn documents(&self) -> u32 {
        self.columns.documents()
    }

    /// Answers a query for a caller, of whom nothing else depends on: neither hits nor counts know what they may not see.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the index must be rebuilt, [`Error::Position`] if `after` belongs to a query of the other kind.
    pub fn search(&self, query: &Query) -> Result<Found, Error> {
        let allowed = self.allowed(&query.holds);
        let asked = asked(&query.text);
        if asked.is_empty() {
            return self.list(query, &allowed);
        }
        let mut found = matches(self, &asked, &allowed, false)?;
        // Before filters: choosing one must not bring in what was not there before.
        if found.len() < FEW && asked.iter().any(may_be_misspelt) {
            found = matches(self, &asked, &allowed, true)?;
        }
        let (mut found, facets) = self.filtered(query, found, |found| found.document);
        let total = found.len();
        if let Some(after) = &query.after {
            let Order::Score(bits) = after.order else { return Err(Error::Position) };
            // Scores follow the number of all documents: that of the last hit may be another by now.
            let now = found.iter().find(|found| self.columns.id(found.document) == after.id).map(|found| found.score);
            let last = (now.unwrap_or(f32::from_bits(bits)), after.id.as_str());
            found.retain(|found| by_score((found.score, self.columns.id(found.document)), last) == Ordering::Greater);
        }
        let limit = query.limit.min(limits::PAGE);
        let more = found.len() > limit;
        let order = |left: &Match, right: &Match| {
            by_score((left.score, self.columns.id(left.document)), (right.score, self.columns.id(right.document)))
        };
        if more {
            found.select_nth_unstable_by(limit, order);
            found.truncate(limit);
        }
        found.sort_unstable_by(order);
        let hits = found.iter().map(|found| self.hit(found.document, found.score)).collect::<Result<Vec<_>, _>>()?;
        let position = |hit: &Hit| Position { order: Order::Score(hit.score.to_bits()), id: hit.id.clone() };
        Ok(Found { next: hits.last().filter(|_| more).map(position), hits, total, facets })
    }

    /// Everything, by title.
    fn list(&self, query: &Query, allowed: &[bool]) -> Result<Found, Error> {
        let titles = self.titles()?;
        let start = match &query.after {
            None => 0,
            Some(Position { order: Order::Title(title), id }) => self.place_after(titles, title, id)?,
            Some(_) => return Err(Error::Position),
        };
        let visible = titles.iter().zip(0..).filter(|(document, _)| self.columns.is_visible(**document, allowed));
        let (found, facets) = self.filtered(query, visible.collect(), |(document, _): &(&u32, usize)| **document);
        let limit = query.limit.min(limits::PAGE);
        let mut rest = found.iter().filter(|(_, place)| *place >= start);
        let hits = rest.by_ref().take(limit).map(|(document, _)| self.hit(**document, 0.0)).collect::<Result<Vec<_>, _>>()?;
        let next = match (hits.last(), rest.next()) {
            (Some(last), Some(_)) => Some(self.title_position(last)?),
            _ => None,
        };
        Ok(Found { next, hits, total: found.len(), facets })
    }

    /// What passes the query's filters, with the counts that it asked for.
    fn filtered<T>(&self, query: &Query, mut found: Vec<T>, document: impl Fn(&T) -> u32) -> (Vec<T>, Vec<crate::FacetCount>) {
        let filter = self.facets.filter(&query.filters);
        let judged = |found: &T| {
            let facets = self.columns.facets(document(found));
            (facets, filter.judge(facets))
        };
        let counts = if query.facets { self.facets.counts(found.iter().map(judged)) } else { Vec::new() };
        if !query.filters.is_empty() {
            found.retain(|found| judged(found).1 == Verdict::Passes);
        }
        (found, counts)
    }

    /// Which accesses a caller has, by number.
    fn allowed(&self, holds: &Holds) -> Vec<bool> {
        let held: Option<HashSet<&str>> = match holds {
            Holds::Everything => None,
            Holds::These(held) => Some(held.iter().map(String::as_str).collect()),
        };
        let has = |holders: &Vec<String>| held.as_ref().is_none_or(|held| holders.iter().any(|holder| held.contains(holder.as_str())));
        std::iter::once(true).chain(self.accesses.iter().map(has)).collect()
    }

    fn titles(&self) -> Result<&[u32], Error> {
        if let Some(titles) = self.titles.get() {
            return Ok(titles);
        }
        let mut statement = self.connection.prepare("SELECT number FROM documents ORDER BY title, id")?;
        let numbers = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<u32>, _>>()?;
        Ok(self.titles.get_or_init(|| numbers))
    }

    /// The place of the first document after this title and id.
    fn place_after(&self, titles: &[u32], title: &str, id: &str) -> Result<usize, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT number FROM documents WHERE (title, id) > (?1, ?2) ORDER BY title, id LIMIT 1")?;
        let mut rows = statement.query([title, id])?;
        let Some(row) = rows.next()? else { return Ok(titles.len()) };
        let next: u32 = row.get(0)?;
        Ok(titles.iter().position(|document| *document == next).unwrap_or(titles.len()))
    }

    fn title_position(&self, hit: &Hit) -> Result<Position, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT title FROM documents WHERE number = (SELECT number FROM known WHERE id = ?1)")?;
        let title = statement.query_row([&hit.id], |row| row.get(0))?;
        Ok(Position { order: Order::Title(title), id: hit.id.clone() })
    }

    fn hit(&self, document: u32, score: f32) -> Result<Hit, Error> {
        let mut statement = self.connection.prepare_cached("SELECT id, payload FROM documents WHERE number = ?1")?;
        Ok(statement.query_row([document], |row| Ok(Hit { id: row.get(0)?, score, payload: row.get(1)? }))?)
    }
}

/// The higher score first; of equals, the lower id.
fn by_score(left: (f32, &str), right: (f32, &str)) -> Ordering {
    right.0.total_cmp(&left.0).then_with(|| left.1.cmp(right.1))
}

fn each_row(connection: &Connection, query: &str, mut each: impl FnMut(&[u8]) -> Result<(), Error>) -> Result<(), Error> {
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
    }
    Ok(())
}

/// What documents store is a row's number; in memory things are numbered without gaps.
type Numbers = HashMap<u32, u32>;

fn read_accesses(connection: &Connection) -> Result<(Vec<Vec<String>>, Numbers), Error> {
    let (mut accesses, mut numbers) = (Vec::new(), HashMap::new());
    let mut statement = connection.prepare("SELECT number, holders FROM accesses")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut bytes = Bytes(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?);
        let mut holders = Vec::new();
        while !bytes.is_empty() {
            holders.push(bytes.text()?.to_owned());
        }
        accesses.push(holders);
        numbers.insert(row.get(0)?, accesses.len() as u32);
    }
    Ok((accesses, numbers))
}

fn read_facets(connection: &Connection) -> Result<(Vec<(String, String)>, Numbers), Error> {
    let (mut facets, mut numbers) = (Vec::new(), HashMap::new());
    let mut statement = connection.prepare("SELECT number, kind, value FROM facets")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        numbers.insert(row.get(0)?, facets.len() as u32);
        facets.push((row.get(1)?, row.get(2)?));
    }
    Ok((facets, numbers))
}
