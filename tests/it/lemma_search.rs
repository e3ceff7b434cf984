//! Lemmas in a search, on the real Lean: offered, used, put into the proof, kept.

use proofwright::{
    driver::{self, Record, Settings, Sources, Status},
    lemma::{Lemma, LemmaId, Retrieval},
    proposer::builtin::Builtin,
    prover::{
        Certification, Certifier,
        lean::{
            certifier::{CertifyLimits, LeanCertifier},
            pool::{LeanOptions, LeanPool},
            session::LeanSession,
        },
    },
    testing::lemma::{Shelf, written_lemma},
    theorem::{ProverKind, Theorem},
};
use tokio_util::sync::CancellationToken;

use crate::real;

/// A lemma that nobody proved; its certificate is of no worth.
fn unproved(name: &str, header: &str, statement: &str, script: &str) -> Lemma {
    written_lemma(name, header, &theorem(name, header, statement).statement, script)
}

fn theorem(name: &str, header: &str, statement: &str) -> Theorem {
    let text = format!("theorem {name} {statement} := by sorry");
    let hole = text.len() - "by sorry".len()..text.len();
    Theorem::new(name, ProverKind::Lean, header, text, hole)
}

struct Bench {
    session: LeanSession,
    certifier: LeanCertifier,
    shelf: Shelf,
}

impl Bench {
    fn new(real: &real::Real, lemmas: Vec<Lemma>) -> (Self, LeanPool) {
        let pool = LeanPool::new(real.runtime.command(), LeanOptions::default());
        let certifier = LeanCertifier::new(real.runtime.command(), CertifyLimits::default());
        (Bench { session: LeanSession::new(&pool), certifier, shelf: Shelf::new(lemmas) }, pool)
    }

    async fn prove(&mut self, theorem: &Theorem, steps: u64) -> Record {
        let (builtin, stop) = (Builtin::new(), CancellationToken::new());
        let mut settings = Settings { refute: false, ..Settings::default() };
        settings.budget.steps = Some(steps);
        let sources = Sources { proposer: &builtin, index: Some(&self.shelf) };
        let holes = [theorem.clone()];
        driver::prove(&mut self.session, &mut self.certifier, sources, &holes, &settings, &stop, &mut |_| {})
            .await
            .unwrap()
    }
}

const HEADER: &str = "def up : Nat → Nat → Nat\n  | 0, b => b\n  | a + 1, b => up a (b + 1)\n\n";

#[tokio::test]
async fn what_was_proved_serves_the_next_and_is_put_into_its_proof() {
    let real = real::lean().await;
    let (mut bench, pool) = Bench::new(&real, Vec::new());
    let first = theorem("A.up_eq", HEADER, "(a b : Nat) : up a b = a + b");
    let record = bench.prove(&first, 200).await;
    assert_eq!(record.status, Status::Proved, "{record:?}");
    assert_eq!(bench.shelf.all()[0].id, LemmaId::of(&first));
    // Only what the index offers knows what `up` is, as far as one step goes.
    bench.shelf = Shelf::new(vec![Lemma { name: "up_eq".into(), ..bench.shelf.all().remove(0) }]);
    let mut second = theorem("up_comm", &format!("{HEADER}namespace B\n\n"), "(a b : Nat) : up a b = up b a");
    second.name = "B.up_comm".into();
    let record = bench.prove(&second, 200).await;
    assert_eq!(record.status, Status::Proved, "{record:?}");
    let proof = record.proof.clone().unwrap();
    assert!(proof.contains("have lemma_up_eq (a b : Nat) : up a b = a + b := by"), "{proof}");
    assert_eq!((record.premises[0].name.as_str(), record.premises[0].lemma), ("lemma_up_eq", true));
    let kept = bench.shelf.all().into_iter().find(|it| it.id == LemmaId::of(&second)).unwrap();
    assert_eq!(kept.uses, [LemmaId::of(&first)]);
    assert!(!kept.script.contains("have lemma_up_eq"), "{}", kept.script);
    // What is there as it is, is certified again, and not searched for.
    let again = bench.prove(&second, 200).await;
    assert_eq!(
        (again.status, again.spent.steps, again.source.as_deref()),
        (Status::Proved, 0, Some("index"))
    );
    assert_eq!(again.script, record.script);
    bench.certifier.shutdown().await;
    drop(bench);
    pool.shutdown().await;
}

#[tokio::test]
async fn a_lemma_that_is_none_serves_nothing() {
    let real = real::lean().await;
    let down = "def down : Nat → Nat := fun n => n - 1\n\n";
    let cheats = vec![
        unproved("open_one", down, "(n : Nat) : down n = n", "sorry"),
        unproved("wrong", down, "(n : Nat) : down n = n", "omega"),
        unproved("compiled", down, "(n : Nat) : down n = n ∨ 2 ^ 7 = 128", "right\nnative_decide"),
        unproved("elsewhere", down, "(n : Nat) : nowhere n = n", "rfl"),
        unproved("two", down, "(n : Nat) : down n = n", "simp\ntheorem two' : 1 = 2 := by simp"),
        unproved("calls_one", down, "(n : Nat) : down n = n", "exact lemma_open_one n"),
    ];
    let honest = unproved("honest", down, "(n : Nat) : down (n + 1) = n", "simp [down]");
    let goal = theorem("t", down, "(n : Nat) : down n = n");
    let (mut bench, pool) = Bench::new(&real, cheats.into_iter().chain([honest]).collect());
    let record = bench.prove(&goal, 60).await;
    assert_ne!(record.status, Status::Proved, "{record:?}");
    let goal = theorem("u", down, "(n : Nat) : down (n + 1) = n");
    let record = bench.prove(&goal, 60).await;
    assert_eq!(record.status, Status::Proved, "{record:?}");
    // One that is given out for the theorem itself is looked at by the certifier.
    let mut known = unproved("v", down, "(n : Nat) : down n = n", "sorry");
    let goal = known.theorem.clone();
    known.proof = known.theorem.with_script("exact lemma_open_one n");
    bench.shelf.keep(known).unwrap();
    assert_ne!(bench.prove(&goal, 10).await.status, Status::Proved);
    bench.certifier.shutdown().await;
    drop(bench);
    pool.shutdown().await;
}

/// What a search closed on its way is a lemma of its own, without what it did not need.
#[tokio::test]
async fn goals_that_were_closed_on_the_way_are_kept() {
    let real = real::lean().await;
    let (mut bench, pool) = Bench::new(&real, Vec::new());
    let header = format!("{HEADER}def P (n : Nat) : Prop := ∀ b, up n b = n + b\n\n");
    let goal = theorem("t", &header, "(n : Nat) (x : Nat) (h : x = 7) : P n ∧ x + 1 = 8");
    let record = bench.prove(&goal, 400).await;
    assert_eq!(record.status, Status::Proved, "{record:?}");
    for lemma in bench.shelf.all() {
        let candidate = lemma.proof.clone();
        let certified = bench.certifier.certify(&lemma.theorem, &candidate).await.unwrap();
        assert!(matches!(certified, Certification::Certified(_)), "{lemma:?}");
        if lemma.provenance.goal_of.as_deref() == Some("t") {
            assert!(!lemma.theorem.statement.contains("x = 7"), "{}", lemma.theorem.statement);
        }
    }
    bench.certifier.shutdown().await;
    drop(bench);
    pool.shutdown().await;
}
