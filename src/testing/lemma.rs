//! Lemmas that nobody proved, for tests of what keeps and finds them.

use std::sync::{Mutex, PoisonError};

use crate::{
    lemma::{Lemma, LemmaId, Provenance, Retrieval},
    prover::{Certificate, GoalGroup, Premise},
    theorem::{ProverKind, Theorem, fstar_names::spoken, fstar_statement::stated, fstar_text::body},
};

/// A lemma of Lean with this statement, which ends in `by sorry`, and this script; its certificate fits, and is forged.
pub fn written_lemma(name: &str, header: &str, statement: &str, script: &str) -> Lemma {
    let hole = statement.len() - "by sorry".len()..statement.len();
    of(Theorem::new(name, ProverKind::Lean, header, statement, hole), script, String::new())
}

/// The same of F*: a `val` and the `let` for it, or without a `val` a `let` that says what it states.
pub fn written_fstar_lemma(name: &str, header: &str, val: &str, script: &str) -> Lemma {
    let (statement, hole) = match val.is_empty() {
        true => {
            let given = format!("{} admit ()", body(script).map_or("", |at| &script[..at]));
            let end = given.len();
            (given, 0..end)
        }
        false => (val.to_owned(), val.len()..val.len()),
    };
    let theorem = Theorem::new(name, ProverKind::Fstar, header, statement, hole);
    let ty = stated(&theorem).to_owned();
    Lemma { consts: spoken(&ty), ..of(theorem, script, ty) }
}

fn of(theorem: Theorem, script: &str, ty: String) -> Lemma {
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    Lemma {
        id: LemmaId::of(&theorem),
        name: theorem.name.clone(),
        ty,
        key: format!("key of {}", theorem.name),
        script: script.to_owned(),
        proof: theorem.with_script(script),
        uses: Vec::new(),
        certificate: Certificate {
            prover: theorem.prover.as_str().into(),
            version: "forged".into(),
            axioms: Vec::new(),
            statement_hash: hash(&theorem.statement),
            header_hash: hash(&theorem.header),
            wall_ms: 1,
        },
        consts: Vec::new(),
        provenance: Provenance::default(),
        theorem,
    }
}

/// A lemma of Lean that states `name = name` and rests on `uses`; its certificate fits, and is forged.
pub fn forged_lemma(name: &str, uses: &[&Lemma]) -> Lemma {
    let statement = format!("theorem {name} : \"{name}\" = \"{name}\" := by sorry");
    Lemma {
        ty: format!("\"{name}\" = \"{name}\""),
        uses: uses.iter().map(|it| it.id.clone()).collect(),
        consts: vec!["Eq".into(), "String".into()],
        ..written_lemma(name, "import Init\n", &statement, "rfl")
    }
}

/// An index that offers whatever it has, and believes what it is given.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<Lemma>>);

impl Shelf {
    /// One with these lemmas.
    pub fn new(lemmas: Vec<Lemma>) -> Self {
        Shelf(Mutex::new(lemmas))
    }

    /// What it has.
    pub fn all(&self) -> Vec<Lemma> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Retrieval for Shelf {
    fn known(&self, theorem: &Theorem) -> Option<Lemma> {
        self.all().into_iter().find(|it| it.id == LemmaId::of(theorem))
    }

    fn lemmas(&self, _theorem: &Theorem, _root: &GoalGroup) -> Vec<Lemma> {
        let mut all = self.all();
        all.reverse();
        all
    }

    fn named(&self, names: &[String]) -> Vec<Lemma> {
        let all = self.all();
        names.iter().filter_map(|name| all.iter().find(|it| it.name == *name).cloned()).collect()
    }

    fn premises(&self, _theorem: &Theorem, _goals: &GoalGroup) -> Vec<Premise> {
        Vec::new()
    }

    fn has(&self, _theorem: &Theorem, key: &str) -> bool {
        self.all().iter().any(|it| it.key == key)
    }

    fn keep(&self, lemma: Lemma) -> Result<(), String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(lemma);
        Ok(())
    }
}
