//! Question banks: questions that a workspace keeps once, and from which many quizzes draw. A quiz takes what it draws from when it is saved,
//! so neither a changed nor a deleted bank changes any quiz.
//!
//! | access | how |
//! |---|---|
//! | a bank without its questions | get `W#<ws>#BANK#<id>` / `BANK` |
//! | its questions | get `W#<ws>#BANK#<id>` / `QUESTIONS`, packed |
//! | banks by title | query index 1, `W#<ws>#BANKS` / `<title>#<id>` |

use crate::{
    courses::questions::{QuestionsDigest, StoredQuestions},
    keys,
    lesson::{ContentError, Quiz, check_questions},
};
use questions::{
    draw::{BankDigest, BankId, Draw, DrawError, Taken},
    question::{Question, Questions},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};
use table::{
    Condition, Entity, Filter, List, Listed, Page, Place, Record, TableError, Tenant, Write,
    audit::Act,
    idempotency::{Attempt, Created},
};
use tenancy::WorkspaceScope;
use trellis_core::{folding::order_key, personal::NotPersonal, title::Title};

/// Different tags of one bank: lists of banks show them.
const MOST_TAGS: usize = 100;
/// Questions of a quiz, with those that it takes.
const MOST_QUESTIONS: usize = 200;
/// Letters of the digest by which a quiz calls a question of a bank.
const ID_LETTERS: usize = 30;

/// A bank without its questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    pub id: BankId,
    pub title: NotPersonal<Title>,
    /// What names its questions: it changes with them.
    pub digest: QuestionsDigest,
    pub question_count: u16,
    /// How many questions bear each tag.
    pub tags: NotPersonal<BTreeMap<String, u16>>,
}

impl Entity for Bank {
    const NAME: &'static str = "Bank";
}

/// The bank breaks a rule.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    #[error(transparent)]
    Content(#[from] ContentError),
    #[error("a bank may have at most {MOST_TAGS} different tags")]
    TooManyTags,
    #[error(transparent)]
    Table(#[from] TableError),
}

/// A quiz cannot take what it draws from.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    #[error("there is no question bank {0}")]
    Gone(BankId),
    #[error("a quiz may have at most {MOST_QUESTIONS} questions with those that it takes from banks; there would be {0}")]
    TooMany(usize),
    #[error("a question of a bank has the id {0}, as one of the quiz's own has; give that another id")]
    RepeatedQuestion(String),
    #[error(transparent)]
    Draw(#[from] DrawError),
    #[error(transparent)]
    Table(#[from] TableError),
}

impl Bank {
    /// A bank of these questions.
    ///
    /// # Errors
    /// What is wrong with the questions.
    pub fn holding(id: BankId, title: Title, questions: &Questions) -> Result<Self, BankError> {
        check_questions(&questions.0)?;
        let mut tags = BTreeMap::new();
        for question in &questions.0 {
            for tag in question.tags().0.iter().map(|tag| tag.as_str()).collect::<BTreeSet<_>>() {
                *tags.entry(tag.to_owned()).or_default() += 1;
            }
        }
        if tags.len() > MOST_TAGS {
            return Err(BankError::TooManyTags);
        }
        let digest = StoredQuestions::digest(questions)?;
        let question_count = u16::try_from(questions.0.len()).unwrap_or(u16::MAX);
        Ok(Self { id, title, digest, question_count, tags })
    }
}

fn place(scope: &WorkspaceScope, bank: &Bank) -> Place {
    let sort = format!("{}#{}", order_key(bank.title.as_str()), bank.id);
    Place::from(keys::bank(scope, bank.id)).listed(keys::banks(scope), sort).searched(bank.title.as_str())
}

fn write_questions(tenant: &Tenant, id: BankId, questions: &Questions) -> Result<Write, TableError> {
    let (_, stored) = StoredQuestions::of(questions)?;
    Record::new(stored, tenant.now()).overwrite(keys::bank_questions(tenant.scope(), id), tenant.now())
}

/// Adds a bank with its questions, once per attempt.
///
/// # Errors
/// [`TableError::KeyReused`], or when the table cannot be written.
pub async fn create_bank(
    tenant: &Tenant,
    (bank, questions): (Bank, &Questions),
    attempt: Option<&Attempt>,
    act: &Act,
) -> Result<(BankId, Created), TableError> {
    let (id, place) = (bank.id, place(tenant.scope(), &bank));
    let stored = Record::new(bank, tenant.now()).write(place, tenant.now())?;
    let writes = vec![stored, write_questions(tenant, id, questions)?, tenant.recorded(act)?];
    Ok(tenant.create_once(attempt, id, writes).await?)
}

/// A bank as it is now, without its questions.
///
/// # Errors
/// When the table cannot be read.
pub async fn bank(tenant: &Tenant, id: BankId) -> Result<Option<Record<Bank>>, TableError> {
    tenant.get(keys::bank(tenant.scope(), id), true).await?.map(Record::read).transpose()
}

/// The questions of a bank as they are now, with the digest that names them; `None` where the bank is gone.
///
/// # Errors
/// When the table cannot be read.
pub async fn bank_questions(tenant: &Tenant, id: BankId) -> Result<Option<(QuestionsDigest, Questions)>, TableError> {
    let item = tenant.get(keys::bank_questions(tenant.scope(), id), true).await?;
    item.map(|item| Record::<StoredQuestions>::read(item)?.value.named()).transpose()
}

/// Stores a changed bank, with its questions if they change too, and answers it as it is now stored.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn update_bank(
    tenant: &Tenant,
    bank: Record<Bank>,
    questions: Option<&Questions>,
    act: &Act,
) -> Result<Record<Bank>, TableError> {
    let mut writes = vec![bank.write(place(tenant.scope(), &bank.value), tenant.now())?, tenant.recorded(act)?];
    if let Some(questions) = questions {
        writes.push(write_questions(tenant, bank.value.id, questions)?);
    }
    tenant.transact(writes).await?;
    Ok(bank.stored(tenant.now()))
}

/// Removes a bank. Quizzes keep what they have taken.
///
/// # Errors
/// [`TableError::Conflict`] if it was changed since it was read.
pub async fn delete_bank(tenant: &Tenant, bank: &Record<Bank>, act: &Act) -> Result<(), TableError> {
    let id = bank.value.id;
    let header = Write::Delete(keys::bank(tenant.scope(), id), Condition::Version(bank.version));
    let questions = Write::Delete(keys::bank_questions(tenant.scope(), id), Condition::Any);
    Ok(tenant.transact(vec![header, questions, tenant.recorded(act)?]).await?)
}

/// Banks by title; with a text, only those that have it in their title.
///
/// # Errors
/// [`TableError::BadCursor`], or when the table cannot be read.
pub async fn list_banks(tenant: &Tenant, text: Option<&str>, page: &Page) -> Result<Listed<Record<Bank>>, TableError> {
    let key_of = |scope: &WorkspaceScope, sort: &str| Some(keys::bank(scope, sort.rsplit('#').next()?.parse().ok()?));
    let list = List {
        filter: text.into_iter().flat_map(Filter::words).collect(),
        ..List::indexed("question-banks", keys::banks(tenant.scope()), key_of)
    };
    tenant.listed(list, page).await
}

/// A bank's questions, as far as no draw has taken them yet: one that several draws could take belongs to the first.
type Left = Option<(BankDigest, Vec<Question>)>;

/// Banks that several quizzes draw from, read once each.
#[derive(Debug, Default)]
pub struct Banks(BTreeMap<BankId, Left>);

impl Banks {
    async fn get(&mut self, tenant: &Tenant, bank: BankId) -> Result<Left, TableError> {
        Ok(match self.0.entry(bank) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(unknown) => unknown.insert(opened(tenant, bank).await?).clone(),
        })
    }
}

/// Takes what a quiz draws from banks into it, as it is now. What it took before from a bank that is gone stays.
///
/// # Errors
/// When a bank is not there, or the quiz cannot draw from what there is.
pub async fn take(tenant: &Tenant, banks: &mut Banks, quiz: &mut Quiz, before: Option<&Quiz>) -> Result<(), TakeError> {
    let (mut left, mut taken) = (BTreeMap::<BankId, Left>::new(), Vec::new());
    for draw in &mut quiz.draws.0 {
        draw.taken = None;
        let Some(bank) = draw.bank_id else { continue };
        let there = match left.entry(bank) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => free.insert(banks.get(tenant, bank).await?),
        };
        let (digest, questions) = match there {
            Some((digest, questions)) => {
                (digest.clone(), questions.extract_if(.., |question| draw.draws_from(question)).collect::<Vec<_>>())
            }
            None => before.and_then(|before| kept(before, draw)).ok_or(TakeError::Gone(bank))?,
        };
        draw.check_count(questions.len())?;
        let there = questions.len();
        let count = u64::try_from(there).ok().and_then(|count| count.try_into().ok()).ok_or(TakeError::TooMany(there))?;
        draw.taken = Some(Taken { digest, count });
        taken.extend(questions);
    }
    let mut ids: BTreeSet<&str> = quiz.questions.iter().flat_map(|own| &own.0).map(|question| question.id().as_str()).collect();
    if let Some(repeated) = taken.iter().find(|question| !ids.insert(question.id().as_str())) {
        return Err(TakeError::RepeatedQuestion(repeated.id().to_string()));
    }
    match ids.len() {
        all if all > MOST_QUESTIONS => Err(TakeError::TooMany(all)),
        _ => {
            quiz.taken = taken;
            Ok(())
        }
    }
}

/// A bank's questions under the ids that they have in quizzes: the same each time, so that attempts and statistics find them again.
async fn opened(tenant: &Tenant, bank: BankId) -> Result<Left, TableError> {
    let Some((digest, Questions(mut questions))) = bank_questions(tenant, bank).await? else { return Ok(None) };
    let corrupt = |reason: String| TableError::Corrupt { entity: Bank::NAME, reason };
    for question in &mut questions {
        let name: String = table::digest(&format!("{bank}/{}", question.id())).chars().take(ID_LETTERS).collect();
        question.set_id(format!("b-{name}").parse().map_err(|error| corrupt(format!("{error}")))?);
    }
    let digest = digest.parse().map_err(|error| corrupt(format!("{error}")))?;
    Ok(Some((digest, questions)))
}

/// What a quiz had taken for the same draw before.
fn kept(before: &Quiz, draw: &Draw) -> Option<(BankDigest, Vec<Question>)> {
    let mut start = 0;
    for other in &before.draws.0 {
        let Some(taken) = &other.taken else { continue };
        let end = start + usize::from(taken.count.get());
        if (other.bank_id, &other.tag) == (draw.bank_id, &draw.tag) {
            return Some((taken.digest.clone(), before.taken.get(start..end)?.to_vec()));
        }
        start = end;
    }
    None
}
