//! Lemmas that nobody proved, for tests of what keeps and finds them.

use crate::{
    lemma::{Lemma, LemmaId, Provenance},
    prover::Certificate,
    theorem::{ProverKind, Theorem},
};

/// A lemma of Lean with this statement, which ends in `by sorry`, and this script; its certificate fits, and is forged.
pub fn written_lemma(name: &str, header: &str, statement: &str, script: &str) -> Lemma {
    let hole = statement.len() - "by sorry".len()..statement.len();
    let theorem = Theorem::new(name, ProverKind::Lean, header, statement, hole);
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    Lemma {
        id: LemmaId::of(&theorem),
        name: name.to_owned(),
        ty: String::new(),
        key: format!("key of {name}"),
        script: script.to_owned(),
        proof: theorem.with_script(script),
        uses: Vec::new(),
        certificate: Certificate {
            prover: "lean".into(),
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
