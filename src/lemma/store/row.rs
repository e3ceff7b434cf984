//! A row of the index: a lemma, sealed with a hash of what it holds.

use rusqlite::{Row, types::ValueRef};

use crate::lemma::{Lemma, LemmaId};

/// The columns that [`kept`] reads, in its order.
pub(super) const COLUMNS: &str = "id, name, prover, key, content, withdrawn, seal, seq";

/// A lemma with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The lemma.
    pub lemma: Lemma,
    /// Why it is not offered any more, if it was withdrawn.
    pub withdrawn: Option<String>,
}

/// A row that is not what was written; it is left out of every answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Its number in the file.
    pub seq: i64,
    /// Its id, as far as it can be read.
    pub id: String,
    /// Its name, as far as it can be read.
    pub name: String,
    /// What does not fit.
    pub what: String,
}

/// BLAKE3 (hex) of texts that may be missing; no two lists of them are hashed alike.
pub(super) fn seal(parts: &[Option<&str>]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        let length = part.map_or(u64::MAX, |it| it.len() as u64);
        hasher.update(&length.to_le_bytes()).update(part.unwrap_or_default().as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Reads a row of [`COLUMNS`], if it is what was written.
pub(super) fn kept(row: &Row<'_>) -> rusqlite::Result<Result<Kept, Damaged>> {
    let text = |column: usize| {
        Ok::<_, rusqlite::Error>(match row.get_ref(column)? {
            ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        })
    };
    let (id, name) = (text(0)?.unwrap_or_default(), text(1)?.unwrap_or_default());
    let (prover, key) = (text(2)?.unwrap_or_default(), text(3)?.unwrap_or_default());
    let (content, withdrawn) = (text(4)?.unwrap_or_default(), text(5)?);
    let seq = row.get(7)?;
    let damaged =
        |what: &str| Ok(Err(Damaged { seq, id: id.clone(), name: name.clone(), what: what.into() }));
    if text(6)?.as_deref() != Some(&seal(&[Some(&content), withdrawn.as_deref()])) {
        return damaged("its hash is not that of its content");
    }
    let Ok(lemma) = serde_json::from_str::<Lemma>(&content) else {
        return damaged("its content is no lemma");
    };
    let copies = [
        (&lemma.id.0, &id),
        (&lemma.name, &name),
        (&lemma.theorem.prover.as_str().to_owned(), &prover),
        (&lemma.key, &key),
    ];
    if copies.iter().any(|(own, copy)| own != copy) || lemma.id != LemmaId::of(&lemma.theorem) {
        return damaged("its columns are not those of its content");
    }
    Ok(Ok(Kept { lemma, withdrawn }))
}
