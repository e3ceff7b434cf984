//! Lemmas as text, for other indexes and for provers.
//!
//! What comes in is believed in nothing: see [`certified_again`].

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Lemma, LemmaId,
    graph::{Circle, LemmaGraph},
};
use crate::{
    prover::{Certification, Certifier, ProverError},
    theorem::{ProverKind, fstar_text},
};

/// The version of the JSONL format that is written, and the newest one that is read.
pub const FORMAT: u32 = 1;

/// The first line of an export.
#[derive(Serialize, Deserialize)]
struct Head {
    proofwright_lemmas: u32,
    count: usize,
}

/// Each line after it.
#[derive(Serialize, Deserialize)]
struct Line {
    /// BLAKE3 (hex) of the lemma as it is written here.
    hash: String,
    lemma: Lemma,
}

/// Why a text is no export of lemmas.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// It does not begin like one.
    #[error("it does not begin with the line that an export of lemmas begins with")]
    NoExport,
    /// A newer version wrote it.
    #[error("it has format {found}, and this proofwright knows formats up to {FORMAT}")]
    Newer {
        /// Its format.
        found: u32,
    },
}

/// A line of an export that holds no lemma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Which one, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// Lemmas as JSONL, each behind those that it rests on.
///
/// # Errors
/// If they rest on each other in a circle.
pub fn to_jsonl(lemmas: &[Lemma]) -> Result<String, Circle> {
    let mut out = json(&Head { proofwright_lemmas: FORMAT, count: lemmas.len() });
    for lemma in in_order(lemmas)? {
        out.push_str(&json(&Line { hash: hash(lemma), lemma: lemma.clone() }));
    }
    Ok(out)
}

/// Reads an export: the lemmas that are as they were written, and the lines that are not.
///
/// # Errors
/// If it is none.
pub fn from_jsonl(text: &str) -> Result<(Vec<Lemma>, Vec<BadLine>), ExchangeError> {
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let first = lines.next().map_or("", |it| it.1);
    let head: Head = serde_json::from_str(first).map_err(|_| ExchangeError::NoExport)?;
    if head.proofwright_lemmas > FORMAT {
        return Err(ExchangeError::Newer { found: head.proofwright_lemmas });
    }
    let (mut lemmas, mut bad) = (Vec::new(), Vec::new());
    let mut last = 1;
    for (at, line) in lines.filter(|it| !it.1.trim().is_empty()) {
        last = at;
        match serde_json::from_str::<Line>(line) {
            Ok(Line { hash: written, lemma }) if written == hash(&lemma) => lemmas.push(lemma),
            Ok(_) => bad.push(BadLine { line: at, what: "its hash is not that of its text".into() }),
            Err(error) => bad.push(BadLine { line: at, what: format!("it is no lemma: {error}") }),
        }
    }
    if lemmas.len() + bad.len() < head.count {
        let missing = head.count - lemmas.len() - bad.len();
        bad.push(BadLine { line: last + 1, what: format!("the file ends here, and {missing} are missing") });
    }
    Ok((lemmas, bad))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

fn hash(lemma: &Lemma) -> String {
    blake3::hash(json(lemma).as_bytes()).to_hex().to_string()
}

fn in_order(lemmas: &[Lemma]) -> Result<Vec<&Lemma>, Circle> {
    let graph = LemmaGraph::new(lemmas)?;
    let by_id: BTreeMap<&LemmaId, &Lemma> = lemmas.iter().map(|it| (&it.id, it)).collect();
    Ok(graph.ordered().into_iter().filter_map(|id| by_id.get(id).copied()).collect())
}

/// A lemma with the certificate that it gets now; or why it gets none.
///
/// # Errors
/// Only if no prover can be had.
pub async fn certified_again(
    lemma: &Lemma,
    certifier: &mut impl Certifier,
) -> Result<Result<Lemma, String>, ProverError> {
    Ok(match certifier.certify(&lemma.theorem, &lemma.proof).await {
        Ok(Certification::Certified(certificate)) => Ok(Lemma { certificate, ..lemma.clone() }),
        Ok(Certification::Refused { reason }) => Err(reason),
        Err(error @ ProverError::Statement { .. }) => Err(error.to_string()),
        Err(error) => return Err(error),
    })
}

/// A file for a prover, with lemmas in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, from the folder that it is to be in.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// The lemmas of a prover as files that it accepts: each as it was certified, behind its header and what it rests on.
///
/// Lemmas of one header share a file, if their declared names are different. A lemma whose header is the beginning of
/// another one, with itself in what follows, as those of one file are, is in the file of that one.
///
/// # Errors
/// If they rest on each other in a circle.
pub fn to_sources(lemmas: &[Lemma], prover: ProverKind) -> Result<Vec<Source>, Circle> {
    let mut lemmas: Vec<&Lemma> =
        in_order(lemmas)?.into_iter().filter(|it| it.theorem.prover == prover).collect();
    lemmas.sort_by_key(|it| std::cmp::Reverse(it.theorem.header.len()));
    let mut files: Vec<(&Lemma, String, BTreeSet<&str>)> = Vec::new();
    for lemma in lemmas {
        let gap =
            if lemma.theorem.header.ends_with('\n') || lemma.theorem.header.is_empty() { "" } else { "\n" };
        let text = format!("{}{gap}{}", lemma.theorem.header, lemma.proof.trim_end());
        let holds = |it: &str| it.strip_prefix(&text).is_some_and(|it| it.starts_with(char::is_whitespace));
        if files.iter().any(|it| holds(&it.1)) {
            continue;
        }
        let name = lemma.theorem.name.as_str();
        let place =
            files.iter_mut().find(|it| it.0.theorem.header == lemma.theorem.header && !it.2.contains(name));
        match place {
            Some((_, text, names)) => {
                text.push_str(&format!("\n{}\n", lemma.proof.trim_end()));
                names.insert(name);
            }
            None => files.push((lemma, text + "\n", BTreeSet::from([name]))),
        }
    }
    let mut taken = BTreeSet::new();
    let sources = files.into_iter().enumerate().map(|(at, (lemma, text, _))| {
        let name = match prover {
            ProverKind::Lean => format!("lemmas_{}.lean", at + 1),
            // F* wants a module in the file of its name.
            ProverKind::Fstar => {
                let module = fstar_text::module(&lemma.theorem.header).unwrap_or_default();
                match taken.insert(module.clone()) {
                    true => format!("{module}.fst"),
                    false => format!("{}/{module}.fst", at + 1),
                }
            }
        };
        Source { name, text }
    });
    Ok(sources.collect())
}

#[cfg(test)]
mod exchange_tests;
