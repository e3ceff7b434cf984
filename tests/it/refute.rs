//! Statements that a refutation must not be believed of, on the real Lean and the real F*.

use std::sync::Arc;

use proofwright::{
    driver::{self, Settings, Sources, Status},
    proposer::builtin::Builtin,
    prover::{
        Certification, Certifier as _,
        fstar::certifier::{FstarCertifier, FstarLimits},
        lean::{
            certifier::{CertifyLimits, LeanCertifier},
            pool::{LeanOptions, LeanPool},
            session::LeanSession,
        },
    },
    theorem::{
        ProverKind, Theorem, fstar_text,
        refutation::{Refutation, Ties, refutation},
    },
};

use tokio_util::sync::CancellationToken;

use crate::{fstar::real_fstar, real};

/// Which of the three parts of a refutation are certified: the negation as text, that the statement is false, that the one
/// says the other.
async fn parts(certifier: &mut LeanCertifier, written: &Refutation, script: &str) -> [bool; 3] {
    let Refutation { negation, ties: Some(Ties { behind, tie, tied }) } = written else { panic!("no ties") };
    let candidates =
        [(negation, negation.with_script(script)), (behind, behind.with_script(script)), (tie, tied.clone())];
    let mut out = [false; 3];
    for ((theorem, candidate), out) in candidates.iter().zip(&mut out) {
        let certification = certifier.certify(theorem, candidate).await.unwrap();
        *out = matches!(certification, Certification::Certified(_));
    }
    out
}

fn written(name: &str, header: &str, statement: &str) -> Option<Refutation> {
    let statement = format!("{statement} := by sorry");
    let hole = statement.len() - "by sorry".len()..statement.len();
    refutation(&Theorem::new(name, ProverKind::Lean, header, statement, hole))
}

#[tokio::test]
async fn what_is_false_is_refuted() {
    let real = real::lean().await;
    let mut certifier = LeanCertifier::new(real.runtime.command(), CertifyLimits::default());
    for (name, header, statement, script) in [
        (
            "t",
            "",
            "/-- why : no -/\n@[simp] theorem t (n : Nat) {m : Nat} (h : n ≤ m) : n < m",
            "intro h\nexact absurd (@h 0 0) (by decide)",
        ),
        ("t", "", "open Nat in\ntheorem t : ∀ n, succ n = n", "intro h\nexact absurd (h 0) (by decide)"),
        (
            "t",
            "",
            "theorem t {α : Type u} (x y : α) : x = y",
            "intro h\nexact absurd (@h (ULift Nat) (ULift.up 0) (ULift.up 1)) (by simp)",
        ),
        (
            "t",
            "universe u v\n",
            "theorem t.{w} {α : Type w} : Nonempty α",
            "intro h\nexact (@h PEmpty).elim PEmpty.elim",
        ),
        (
            "t",
            "",
            "theorem t {α : Type} [Add α] (x y : α) : x + y = y + x",
            "intro h\nexact absurd (@h (List Nat) ⟨fun x y => x ++ y⟩ [0] [1]) (by decide)",
        ),
        ("A.t", "namespace A\ndef two := 3\n", "theorem t : two = 2", "decide"),
    ] {
        let written = written(name, header, statement).unwrap();
        assert_eq!(parts(&mut certifier, &written, script).await, [true; 3], "{statement}");
    }
    certifier.shutdown().await;
}

#[tokio::test]
async fn what_only_looks_false_is_not_refuted() {
    let real = real::lean().await;
    let mut certifier = LeanCertifier::new(real.runtime.command(), CertifyLimits::default());
    // In the negation, `t` is the number; behind the statement it is the statement, and the instances make that look right.
    let other_t = "namespace B\ndef A.t : Nat := 0\nopen A\nclass Says (x : Empty) {α : Sort _} (a : α) where\n  says : Prop\n\
        instance (x : Empty) (a : Nat) : Says x a := ⟨True⟩\n\
        instance (x : Empty) (a : ∀ x : Empty, Says.says x A.t) : Says x a := ⟨∀ x : Empty, Says.says x A.t⟩\n\
        variable (x : Empty)\n";
    // What the text of the negation says is proved, but that is not what it seems to be.
    let fooling = [
        ("t", "variable (x : Empty)\n", "theorem t : x = x", "exact x.elim"),
        ("t", "macro_rules | `(¬ $p) => `($p)\n", "theorem t : 1 = 1", "rfl"),
        ("t", "variable (n : Nat)\n", "theorem t : n < n → False", "exact fun h => by omega"),
        ("B.t", other_t, "theorem t : Says.says x t", "exact x.elim"),
    ];
    for (name, header, statement, script) in fooling {
        let written = written(name, header, statement).unwrap();
        let [negation, behind, tie] = parts(&mut certifier, &written, script).await;
        assert!(negation || statement.contains('<'), "no attack: {header}{statement}");
        assert!(!(negation && behind && tie), "{header}{statement}");
        assert!(!behind, "{header}{statement}");
    }
    let plain = [
        ("t", "", "theorem t (x : α) : x = x", "simp"),
        ("t", "", "theorem t {α : Sort u} (x : α) : Nonempty α", "intro h\nexact (@h PEmpty).elim"),
        ("t", "", "theorem t (n : Nat := 0) : n = n", "decide"),
        ("t", "", "theorem «t : 1 = 2» : 1 = 1", "decide"),
        ("t", "", "theorem t : (fun n : Nat => 0 ≤ n) = fun _ => True", "decide"),
        ("t", "notation \"¬\" p => (p : Prop)\n", "theorem t : 1 = 1", "rfl"),
    ];
    for (name, header, statement, script) in plain {
        let Some(written) = written(name, header, statement) else { continue };
        let parts = parts(&mut certifier, &written, script).await;
        assert_ne!(parts, [true; 3], "{statement}");
        assert!(!parts[1], "{statement}");
    }
    certifier.shutdown().await;
}

/// With the rules alone: what is false is disproved, and what says nothing is told of.
#[tokio::test]
async fn a_search_ends_in_a_refutation() {
    let real = real::lean().await;
    let pool = LeanPool::new(real.runtime.command(), LeanOptions::default());
    let mut session = LeanSession::new(&pool);
    let mut certifier = LeanCertifier::new(real.runtime.command(), CertifyLimits::default());
    let settings = Settings::default();
    let stop = CancellationToken::new();
    let mut prove = async |statement: &str| {
        let hole = statement.len() - "by sorry".len()..statement.len();
        let holes = [Theorem::new("t", ProverKind::Lean, "", statement, hole)];
        driver::prove(
            &mut session,
            &mut certifier,
            Sources::new(&Builtin::new()),
            &holes,
            &settings,
            &stop,
            &mut |_| {},
        )
        .await
        .unwrap()
    };
    let record = prove("theorem t (a b : Nat) (h : a ∣ b) : a ≤ b := by sorry").await;
    assert_eq!(record.status, Status::Disproved, "{record:?}");
    let proof = record.proof.unwrap();
    assert!(proof.starts_with("theorem t_is_false : ¬ (∀ (a b : Nat) (h : a ∣ b),"), "{proof}");
    assert!(record.certificate.is_some());

    let record = prove("theorem t (n : Nat) (h : n < 0) : n = 7 := by sorry").await;
    assert_eq!(record.status, Status::Proved, "{record:?}");
    let said = "its hypotheses contradict each other, so that it says nothing";
    assert_eq!(record.message.as_deref(), Some(said));
    let record = prove("theorem t (n : Nat) (h : n < 1) : n = 0 := by sorry").await;
    assert_eq!((record.status, record.message), (Status::Proved, None));
    certifier.shutdown().await;
    pool.shutdown().await;
}

/// What a lemma may not call is not refuted, and what is true is not either.
#[tokio::test]
async fn a_val_is_refuted_if_nothing_can_have_its_type() {
    let Some(fstar) = real_fstar() else { return };
    let mut certifier = FstarCertifier::new(Arc::new(fstar), FstarLimits::default());
    for (val, definition, refuted) in [
        ("n:nat -> Lemma (n > 0)", "claim 0", true),
        ("n:nat -> Tot (m:nat{m < n})", "let it = claim 0 in\n  assert (it < 0)", true),
        ("#a:eqtype -> l:list a -> Lemma (l == [])", "claim [0]", true),
        // A loop has such a type, and so has what fails.
        ("n:nat -> Dv (m:nat{m < n})", "let it = claim 0 in\n  assert (it < 0)", false),
        ("n:nat -> FStar.All.ML (m:nat{m < n})", "let it = claim 0 in\n  assert (it < 0)", false),
        ("n:nat -> Lemma (requires n > 5) (ensures n > 4)", "claim 5", false),
        ("n:nat -> Lemma (n >= 0)", "claim 0", false),
        ("n:nat{n < 0} -> Lemma False", "claim 0", false),
    ] {
        let file = format!("module M\n\nval t : {val}\nlet t n = admit ()\n");
        let (_, theorem) = fstar_text::statements(&file, true).remove(0);
        let negation = refutation(&theorem).unwrap().negation;
        let candidate = negation.with_script(&format!("let t_is_false claim =\n  {definition}"));
        let certification = certifier.certify(&negation, &candidate).await.unwrap();
        assert_eq!(matches!(certification, Certification::Certified(_)), refuted, "{val}: {certification:?}");
    }
}
