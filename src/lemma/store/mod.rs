//! The store of lemmas: one SQLite file that many processes open at once.
//!
//! What an [`add`](Store::add) has returned is on the disk, whatever happens to the process or to the machine. The file is
//! written ahead (WAL) and every change is one transaction, so that a crash leaves what was before or what came after.
//! Every row is sealed with a hash of its content; one that does not fit is left out, and told by
//! [`damaged`](Store::damaged).

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OptionalExtension as _, Params, params};
use serde::Serialize;

use super::{Lemma, LemmaId};
use crate::theorem::{ProverKind, Theorem};

mod error;
mod name;
mod row;
mod schema;
#[cfg(test)]
mod store_tests;
mod write;

pub use error::StoreError;
pub use row::{Damaged, Kept};
pub use write::{Added, Swept};

/// How long a change waits for other processes.
const PATIENCE: Duration = Duration::from_secs(20);

/// The fewest letters of an id that stand for a lemma.
const SHORTEST_PREFIX: usize = 4;

/// The store of lemmas. Threads share one; processes have one each, on the same file.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    patience: Duration,
    connection: Mutex<Connection>,
}

/// Where a lemma holds beside the place it was certified at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// It was certified there.
    Certified,
    /// It was refused there.
    Refused {
        /// What the certifier said.
        reason: String,
    },
}

/// What is in a store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StoreStats {
    /// Lemmas of Lean.
    pub lean: usize,
    /// Lemmas of F*.
    pub fstar: usize,
    /// Lemmas that were withdrawn.
    pub withdrawn: usize,
    /// Rows that are damaged.
    pub damaged: usize,
    /// How often a lemma's script calls another lemma.
    pub uses: usize,
    /// Where lemmas were certified again.
    pub certified_again: usize,
    /// Where lemmas were refused.
    pub refused: usize,
    /// Size of the file.
    pub bytes: u64,
}

impl Store {
    /// Opens the store at `path`; it and its folder are made if they are not there, and an older one is brought up
    /// to date.
    ///
    /// # Errors
    /// If the file is something else, comes from a newer version, is locked, or cannot be written to.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        Store::open_with(path, true, PATIENCE)
    }

    /// Opens the store at `path` if there is one.
    ///
    /// # Errors
    /// As [`open`](Store::open), and if there is none.
    pub fn open_existing(path: &Path) -> Result<Store, StoreError> {
        Store::open_with(path, false, PATIENCE)
    }

    /// Opens the store at `path`, and waits for other processes no longer than `patience`.
    ///
    /// # Errors
    /// As [`open`](Store::open), and if there is none and none is to be made.
    pub fn open_with(path: &Path, create: bool, patience: Duration) -> Result<Store, StoreError> {
        let connection = schema::open(path, create, patience, schema::MIGRATIONS)?;
        Ok(Store { path: path.to_owned(), patience, connection: Mutex::new(connection) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A number that is another one whenever anything was changed, by whatever process.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn generation(&self) -> Result<u64, StoreError> {
        let number = self.number("SELECT number FROM generation")?;
        Ok(u64::try_from(number).unwrap_or_default())
    }

    /// The lemma with this id, if it is there and not withdrawn.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn get(&self, id: &LemmaId) -> Result<Option<Lemma>, StoreError> {
        Ok(self.offered("id = ?1", [&id.0])?.pop())
    }

    /// The lemma that states what `theorem` states behind the same header.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn statement(&self, theorem: &Theorem) -> Result<Option<Lemma>, StoreError> {
        self.get(&LemmaId::of(theorem))
    }

    /// The lemma of this name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn named(&self, name: &str) -> Result<Option<Lemma>, StoreError> {
        Ok(self.offered("name = ?1", [name])?.pop())
    }

    /// Lemmas with this key, in the order in which they came.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn with_key(&self, prover: ProverKind, key: &str) -> Result<Vec<Lemma>, StoreError> {
        self.offered("prover = ?1 AND key = ?2", [prover.as_str(), key])
    }

    /// All lemmas of a prover, or of all of them, in the order in which they came.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn all(&self, prover: impl Into<Option<ProverKind>>) -> Result<Vec<Lemma>, StoreError> {
        self.offered("coalesce(?1, prover) = prover", [prover.into().map(ProverKind::as_str)])
    }

    /// All lemmas, those that were withdrawn among them, in the order in which they came.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn kept(&self) -> Result<Vec<Kept>, StoreError> {
        Ok(self.rows("TRUE", [])?.into_iter().filter_map(Result::ok).collect())
    }

    /// Rows that are not what was written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn damaged(&self) -> Result<Vec<Damaged>, StoreError> {
        Ok(self.rows("TRUE", [])?.into_iter().filter_map(Result::err).collect())
    }

    /// The lemma that a person means by its name, or by at least four letters of its id; it may be withdrawn.
    ///
    /// # Errors
    /// If none or several could be meant.
    pub fn resolve(&self, word: &str) -> Result<Kept, StoreError> {
        let named = self.rows("name = ?1", [word])?;
        if let Some(kept) = named.into_iter().find_map(Result::ok) {
            return Ok(kept);
        }
        let is_prefix = word.len() >= SHORTEST_PREFIX && word.bytes().all(|it| it.is_ascii_hexdigit());
        if !is_prefix {
            return Err(StoreError::Unknown(word.to_owned()));
        }
        let word = word.to_ascii_lowercase();
        let found = self.rows("id GLOB ?1 || '*'", [&word])?;
        let mut found: Vec<Kept> = found.into_iter().filter_map(Result::ok).collect();
        match found.len() {
            0 => Err(StoreError::Unknown(word)),
            1 => Ok(found.remove(0)),
            _ => Err(StoreError::Ambiguous {
                word,
                names: found.into_iter().map(|it| it.lemma.name).collect(),
            }),
        }
    }

    /// What is known of a lemma behind another header, or with another version of the prover.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn checked(
        &self,
        id: &LemmaId,
        header_hash: &str,
        version: &str,
    ) -> Result<Option<Check>, StoreError> {
        let sql = "SELECT reason, seal FROM checked WHERE lemma = ?1 AND header_hash = ?2 AND version = ?3";
        self.with(|connection| {
            let found = connection.query_row(sql, params![id.0, header_hash, version], |row| {
                Ok((row.get::<_, Option<String>>(0)?, row.get::<_, String>(1)?))
            });
            let Some((reason, seal)) = found.optional()? else { return Ok(None) };
            let whole = seal == seal_of_check(id, header_hash, version, reason.as_deref());
            let check = reason.map_or(Check::Certified, |reason| Check::Refused { reason });
            Ok(whole.then_some(check))
        })
    }

    /// What is in the store.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stats(&self) -> Result<StoreStats, StoreError> {
        let count = |sql: &str| Ok(usize::try_from(self.number(sql)?).unwrap_or_default());
        let mut stats = StoreStats {
            uses: count("SELECT count(*) FROM uses")?,
            certified_again: count("SELECT count(*) FROM checked WHERE reason IS NULL")?,
            refused: count("SELECT count(*) FROM checked WHERE reason IS NOT NULL")?,
            bytes: self.path.metadata().map_or(0, |it| it.len()),
            ..StoreStats::default()
        };
        for row in self.rows("TRUE", [])? {
            let place = match row {
                Err(_) => &mut stats.damaged,
                Ok(Kept { withdrawn: Some(_), .. }) => &mut stats.withdrawn,
                Ok(Kept { lemma, .. }) if lemma.theorem.prover == ProverKind::Lean => &mut stats.lean,
                Ok(_) => &mut stats.fstar,
            };
            *place += 1;
        }
        Ok(stats)
    }

    /// A name made of `wanted` that no lemma has and that can be written as a local name.
    ///
    /// It may be taken by another process until it is used; [`add`](Store::add) chooses anew.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn free_name(&self, wanted: &str) -> Result<String, StoreError> {
        self.with(|connection| name::free(connection, wanted))
    }

    /// Lemmas where `condition` holds, but for those that are withdrawn.
    fn offered(&self, condition: &str, params: impl Params) -> Result<Vec<Lemma>, StoreError> {
        let rows = self.rows(&format!("withdrawn IS NULL AND {condition}"), params)?;
        Ok(rows.into_iter().filter_map(|it| Some(it.ok()?.lemma)).collect())
    }

    fn rows(&self, condition: &str, params: impl Params) -> Result<Vec<Result<Kept, Damaged>>, StoreError> {
        self.with(|connection| rows(connection, condition, params))
    }

    fn number(&self, sql: &str) -> Result<i64, StoreError> {
        self.with(|connection| connection.query_row(sql, [], |row| row.get(0)))
    }

    /// Does something with the connection, on which one thread works at a time.
    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        // A transaction that a panic cut short was rolled back when it was dropped.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut connection).map_err(|it| self.told(&it))
    }

    fn told(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of(error, &self.path, self.patience.as_millis())
    }
}

/// Rows where `condition` holds, in the order in which they came.
fn rows(
    connection: &Connection,
    condition: &str,
    params: impl Params,
) -> rusqlite::Result<Vec<Result<Kept, Damaged>>> {
    let sql = format!("SELECT {} FROM lemma WHERE {condition} ORDER BY seq", row::COLUMNS);
    let mut statement = connection.prepare(&sql)?;
    statement.query_map(params, row::kept)?.collect()
}

fn seal_of_check(id: &LemmaId, header_hash: &str, version: &str, reason: Option<&str>) -> String {
    row::seal(&[Some(&id.0), Some(header_hash), Some(version), reason])
}
