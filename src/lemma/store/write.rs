//! What changes the store; each change is one transaction.

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::Serialize;

use super::{Check, Kept, Store, StoreError, name, row, rows, seal_of_check};
use crate::{
    lemma::{Lemma, LemmaId},
    prover::Certificate,
    theorem::ProverKind,
};

/// What became of a lemma that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new. This is how it is kept: its name may be another one than was wanted.
    New(Lemma),
    /// The index had this lemma already, and keeps it as it is.
    Known(Lemma),
    /// It was withdrawn before, and stays so; see [`Store::reinstate`].
    Withdrawn {
        /// Why it was withdrawn.
        why: String,
    },
}

/// What [`Store::gc`] removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Lemmas that had been withdrawn.
    pub withdrawn: usize,
    /// Rows that were damaged.
    pub damaged: usize,
    /// Notes of other places that lemmas were checked at.
    pub checks: usize,
    /// By how much the file is smaller now.
    pub bytes: u64,
}

/// Why a change is not made.
enum Refusal {
    Ours(StoreError),
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Refusal::Sqlite(error)
    }
}

impl Store {
    /// Adds a lemma, if its hashes are those of its texts and what it rests on is there.
    ///
    /// When this returns the lemma is on the disk. Its name is changed if another lemma has it already.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] or [`StoreError::Rests`] for a lemma that is refused, others if the file cannot be written.
    pub fn add(&self, lemma: &Lemma) -> Result<Added, StoreError> {
        fits(lemma)?;
        self.change(|transaction| {
            match rows(transaction, "id = ?1", [&lemma.id.0])?.pop() {
                Some(Ok(Kept { withdrawn: Some(why), .. })) => return Ok((Added::Withdrawn { why }, false)),
                Some(Ok(Kept { lemma, .. })) => return Ok((Added::Known(lemma), false)),
                Some(Err(damaged)) => {
                    transaction.execute("DELETE FROM lemma WHERE seq = ?1", [damaged.seq])?;
                }
                None => {}
            }
            rests(transaction, lemma)?;
            let lemma = Lemma { name: name::free(transaction, &lemma.name)?, ..lemma.clone() };
            insert(transaction, &lemma)?;
            Ok((Added::New(lemma), true))
        })
    }

    /// Offers a withdrawn lemma again, as it was certified anew.
    ///
    /// Nothing happens to one that is not withdrawn.
    ///
    /// # Errors
    /// If there is no such lemma, the certificate is for something else, or what the lemma rests on is withdrawn.
    pub fn reinstate(&self, id: &LemmaId, certificate: &Certificate) -> Result<(), StoreError> {
        self.change(|transaction| {
            let Some(Ok(kept)) = rows(transaction, "id = ?1", [&id.0])?.pop() else {
                return Err(Refusal::Ours(StoreError::Unknown(id.0.clone())));
            };
            if kept.withdrawn.is_none() {
                return Ok(((), false));
            }
            let lemma = Lemma { certificate: certificate.clone(), ..kept.lemma };
            fits(&lemma).map_err(Refusal::Ours)?;
            rests(transaction, &lemma)?;
            update(transaction, &lemma, None)?;
            Ok(((), true))
        })
    }

    /// Withdraws a lemma and all that rest on it: they are kept with the reason, and never offered again.
    ///
    /// The answer is which were withdrawn by this, the lemma first.
    ///
    /// # Errors
    /// If there is no such lemma, or the file cannot be written.
    pub fn withdraw(&self, id: &LemmaId, why: &str) -> Result<Vec<LemmaId>, StoreError> {
        self.change(|transaction| {
            let Some(Ok(first)) = rows(transaction, "id = ?1", [&id.0])?.pop() else {
                return Err(Refusal::Ours(StoreError::Unknown(id.0.clone())));
            };
            let above = "id IN (WITH RECURSIVE above(id) AS (
                    SELECT ?1 UNION SELECT uses.lemma FROM uses JOIN above ON uses.used = above.id
                ) SELECT id FROM above)";
            let all = rows(transaction, above, [&id.0])?;
            let mut withdrawn = Vec::new();
            let rest = format!("it rests on {}, which was withdrawn: {why}", first.lemma.name);
            for Kept { lemma, .. } in all.into_iter().flatten().filter(|it| it.withdrawn.is_none()) {
                let is_first = lemma.id == *id;
                update(transaction, &lemma, Some(if is_first { why } else { &rest }))?;
                withdrawn.insert(if is_first { 0 } else { withdrawn.len() }, lemma.id);
            }
            let changed = !withdrawn.is_empty();
            Ok((withdrawn, changed))
        })
    }

    /// Notes what came of checking a lemma behind another header, or with another version of the prover.
    ///
    /// # Errors
    /// If there is no such lemma, or the file cannot be written.
    pub fn note_checked(
        &self,
        id: &LemmaId,
        header_hash: &str,
        version: &str,
        check: &Check,
    ) -> Result<(), StoreError> {
        let reason = match check {
            Check::Certified => None,
            Check::Refused { reason } => Some(reason.as_str()),
        };
        self.change(|transaction| {
            let there = transaction.query_row("SELECT 1 FROM lemma WHERE id = ?1", [&id.0], |_| Ok(()));
            if there.optional()?.is_none() {
                return Err(Refusal::Ours(StoreError::Unknown(id.0.clone())));
            }
            let seal = seal_of_check(id, header_hash, version, reason);
            transaction.execute(
                "INSERT OR REPLACE INTO checked (lemma, header_hash, version, reason, seal) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id.0, header_hash, version, reason, seal],
            )?;
            Ok(((), true))
        })
    }

    /// Removes for good what is withdrawn or damaged, with what was noted of it, and makes the file small.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn gc(&self) -> Result<Swept, StoreError> {
        let size = || self.path.metadata().map_or(0, |it| it.len());
        self.with(|it| it.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))?;
        let before = size();
        let mut swept = self.change(|transaction| {
            let count =
                || transaction.query_row("SELECT count(*) FROM checked", [], |row| row.get::<_, u32>(0));
            let checks = count()?;
            let mut swept = Swept::default();
            for row in rows(transaction, "TRUE", [])? {
                match row {
                    Ok(Kept { withdrawn: None, .. }) => {}
                    Ok(Kept { lemma, .. }) => {
                        swept.withdrawn += 1;
                        transaction.execute("DELETE FROM lemma WHERE id = ?1", [lemma.id.0])?;
                    }
                    Err(damaged) => {
                        swept.damaged += 1;
                        transaction.execute("DELETE FROM lemma WHERE seq = ?1", [damaged.seq])?;
                    }
                }
            }
            swept.checks = (checks - count()?) as usize;
            let changed = swept != Swept::default();
            Ok((swept, changed))
        })?;
        self.with(|it| it.execute_batch("VACUUM"))?;
        self.with(|it| it.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))?;
        swept.bytes = before.saturating_sub(size());
        Ok(swept)
    }

    /// Makes a change, all or nothing; `work` says whether anything is different after it.
    fn change<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<(T, bool), Refusal>,
    ) -> Result<T, StoreError> {
        let done = self.with(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            match work(&transaction) {
                Ok((value, changed)) => {
                    if changed {
                        transaction.execute("UPDATE generation SET number = number + 1", [])?;
                    }
                    transaction.commit()?;
                    Ok(Ok(value))
                }
                Err(Refusal::Ours(error)) => Ok(Err(error)),
                Err(Refusal::Sqlite(error)) => Err(error),
            }
        });
        done?
    }
}

/// Whether a lemma is what its hashes say.
fn fits(lemma: &Lemma) -> Result<(), StoreError> {
    let Lemma { theorem, certificate, .. } = lemma;
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|it| it.is_ascii_hexdigit());
    let hole = theorem.statement.get(theorem.hole.clone());
    let wrong = if lemma.id != LemmaId::of(theorem) {
        "its id is not the hash of its prover, header and statement"
    } else if certificate.prover != theorem.prover.as_str() {
        "its certificate comes from another prover"
    } else if certificate.statement_hash != hash(&theorem.statement) {
        "its certificate is for another statement"
    } else if theorem.prover == ProverKind::Lean && certificate.header_hash != hash(&theorem.header) {
        "its certificate is for another header"
    } else if !is_hash(&certificate.header_hash) {
        // In F* the modules that the header uses are hashed with it.
        "its certificate names no header"
    } else if hole.is_none() {
        "its hole is not in its statement"
    } else if lemma.uses.contains(&lemma.id) {
        "it rests on itself"
    } else {
        return Ok(());
    };
    Err(StoreError::Unfit { name: lemma.name.clone(), message: wrong.into() })
}

/// Whether all is there that a lemma rests on.
fn rests(transaction: &Transaction<'_>, lemma: &Lemma) -> Result<(), Refusal> {
    for used in &lemma.uses {
        let (on, why) = match rows(transaction, "id = ?1", [&used.0])?.pop() {
            Some(Ok(Kept { lemma: other, .. })) if other.theorem.prover != lemma.theorem.prover => {
                (other.name, "is for another prover")
            }
            Some(Ok(Kept { withdrawn: None, .. })) => continue,
            Some(Ok(Kept { lemma, .. })) => (lemma.name, "was withdrawn"),
            Some(Err(damaged)) => (damaged.name, "is damaged"),
            None => (used.0.clone(), "is not there"),
        };
        return Err(Refusal::Ours(StoreError::Rests { name: lemma.name.clone(), on, why }));
    }
    Ok(())
}

fn insert(transaction: &Transaction<'_>, lemma: &Lemma) -> rusqlite::Result<()> {
    let (content, seal) = sealed(lemma, None)?;
    transaction.execute(
        "INSERT INTO lemma (id, name, prover, key, content, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![lemma.id.0, lemma.name, lemma.theorem.prover.as_str(), lemma.key, content, seal],
    )?;
    for used in &lemma.uses {
        transaction.execute("INSERT OR IGNORE INTO uses VALUES (?1, ?2)", [&lemma.id.0, &used.0])?;
    }
    Ok(())
}

/// Writes anew what may change of a lemma's row.
fn update(transaction: &Transaction<'_>, lemma: &Lemma, withdrawn: Option<&str>) -> rusqlite::Result<()> {
    let (content, seal) = sealed(lemma, withdrawn)?;
    let sql = "UPDATE lemma SET content = ?2, withdrawn = ?3, seal = ?4 WHERE id = ?1";
    transaction.execute(sql, params![lemma.id.0, content, withdrawn, seal]).map(drop)
}

fn sealed(lemma: &Lemma, withdrawn: Option<&str>) -> rusqlite::Result<(String, String)> {
    let content = serde_json::to_string(lemma)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    let seal = row::seal(&[Some(&content), withdrawn]);
    Ok((content, seal))
}
