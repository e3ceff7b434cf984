//! Lemmas that nobody proved, for tests of what keeps and finds them.

use crate::{
    lemma::{Lemma, LemmaId, Provenance},
    prover::Certificate,
    theorem::{ProverKind, Theorem},
};

/// A lemma of Lean that states `name = name` and rests on `uses`; its certificate fits, and is forged.
pub fn forged_lemma(name: &str, uses: &[&Lemma]) -> Lemma {
    let before = format!("theorem {name} : \"{name}\" = \"{name}\" := ");
    let statement = format!("{before}by sorry");
    let theorem =
        Theorem::new(name, ProverKind::Lean, "import Init\n", &statement, before.len()..statement.len());
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
    Lemma {
        id: LemmaId::of(&theorem),
        name: name.to_owned(),
        ty: format!("\"{name}\" = \"{name}\""),
        key: format!("key of {name}"),
        script: "rfl".into(),
        proof: format!("{before}by rfl"),
        uses: uses.iter().map(|it| it.id.clone()).collect(),
        certificate: Certificate {
            prover: "lean".into(),
            version: "forged".into(),
            axioms: Vec::new(),
            statement_hash: hash(&theorem.statement),
            header_hash: hash(&theorem.header),
            wall_ms: 1,
        },
        consts: vec!["Eq".into(), "String".into()],
        provenance: Provenance::default(),
        theorem,
    }
}
