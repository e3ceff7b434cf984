//! Lemmas of the index in searches on F*: from a recording of a real one, and on a real one where there is one.

use std::{env, sync::Arc};

use proofwright::{
    driver::{self, Record, Settings, Sources, Status},
    lemma::{Lemma, LemmaId},
    proposer::builtin::Builtin,
    prover::fstar::{
        Fstar,
        certifier::{FstarCertifier, FstarLimits},
        session::FstarSession,
    },
    search::Budget,
    testing::lemma::{Shelf, written_fstar_lemma},
    theorem::{ProverKind, Theorem},
};
use tokio_util::sync::CancellationToken;

use crate::{
    fstar::real_fstar,
    fstar_search::{folder, played},
};

const HEADER: &str = "module Demo\n\ntype seq = | Nil : seq | Cons : hd:int -> tl:seq -> seq\n\n\
    let rec app (x y:seq) : Tot seq = match x with | Nil -> y | Cons h t -> Cons h (app t y)\n\n\
    let rec rev (x:seq) : Tot seq = match x with | Nil -> Nil | Cons h t -> app (rev t) (Cons h Nil)\n\n";

fn theorem(name: &str, ty: &str) -> Theorem {
    let statement = format!("val {name} : {ty}");
    let end = statement.len();
    Theorem::new(name, ProverKind::Fstar, HEADER, statement, end..end)
}

fn lemma(name: &str, ty: &str, script: &str) -> Lemma {
    written_fstar_lemma(name, HEADER, &format!("val {name} : {ty}"), script)
}

async fn prove(fstar: &Arc<Fstar>, shelf: &Shelf, theorem: Theorem, steps: u64) -> Record {
    let mut session = FstarSession::new(Arc::clone(fstar));
    let mut certifier = FstarCertifier::new(Arc::clone(fstar), FstarLimits::default());
    let budget = Budget { steps: Some(steps), ..Budget::default() };
    let settings = Settings { budget, refute: false, ..Settings::default() };
    let (builtin, stop) = (Builtin::new(), CancellationToken::new());
    let sources = Sources { proposer: &builtin, index: Some(shelf) };
    driver::prove(&mut session, &mut certifier, sources, &[theorem], &settings, &stop, &mut |_| {})
        .await
        .unwrap()
}

/// A lemma is called, and its proof put into that of the theorem; one that is none serves nothing.
async fn check(fstar: Fstar) {
    let fstar = Arc::new(fstar);
    let assoc = lemma(
        "app_assoc",
        "x:seq -> y:seq -> z:seq -> Lemma (app (app x y) z == app x (app y z))",
        "let rec app_assoc x y z =\n  match x with\n  | Nil -> ()\n  | Cons _ t -> app_assoc t y z",
    );
    // With its pattern the solver would use it where nothing calls it.
    let nil = lemma(
        "app_nil",
        "x:seq -> Lemma (app x Nil == x) [SMTPat (app x Nil)]",
        "let rec app_nil x = match x with | Nil -> () | Cons _ t -> app_nil t",
    );
    let shelf = Shelf::new(vec![assoc.clone(), nil.clone()]);
    let goal = theorem("rev_app", "x:seq -> y:seq -> Lemma (rev (app x y) == app (rev y) (rev x))");
    let record = prove(&fstar, &shelf, goal.clone(), 20).await;
    assert_eq!(record.status, Status::Proved, "{record:?}");
    let proof = record.proof.unwrap();
    assert!(
        proof.contains("  let rec lemma_app_nil : x:seq -> Lemma (app x Nil == x) = fun x -> match x with"),
        "{proof}"
    );
    let names: Vec<(&str, bool)> = record.premises.iter().map(|it| (it.name.as_str(), it.lemma)).collect();
    assert_eq!(names, [("lemma_app_assoc", true), ("lemma_app_nil", true)]);
    let kept = shelf.all().into_iter().find(|it| it.id == LemmaId::of(&goal)).unwrap();
    assert_eq!(kept.uses, [nil.id, assoc.id]);
    assert!(!kept.script.contains("let rec lemma_"), "{}", kept.script);
    assert!(
        ["app", "rev", "seq"].iter().all(|it| kept.consts.contains(&(*it).to_owned())),
        "{:?}",
        kept.consts
    );

    let ty = "x:seq -> Lemma (rev x == x)";
    let cheats = [
        ("open_one", "let open_one x = admit ()"),
        ("wrong", "let wrong x = ()"),
        ("assumed", "let assumed x = assume (rev x == x)"),
        ("magical", "let magical x = FStar.Pervasives.false_elim (magic ())"),
        ("two", "let two x = ()\nassume val more : x:seq -> Lemma (rev x == x)"),
        ("elsewhere", "let elsewhere x = nowhere x"),
    ];
    let cheats = cheats.map(|(name, script)| lemma(name, ty, script));
    let shelf = Shelf::new(cheats.into());
    let record = prove(&fstar, &shelf, theorem("rev_same", ty), 8).await;
    assert_eq!((record.status, record.premises.len()), (Status::Unproved, 0), "{record:?}");
    assert_eq!(record.spent.restarts, 0);
}

#[tokio::test]
async fn recorded_lemmas_serve_the_next_proof() {
    let place = tempfile::tempdir().unwrap();
    let recorded = folder().join("lemmas");
    check(played(place.path(), &format!("FOLDER='{}'", recorded.display()))).await;
}

#[tokio::test]
async fn real_lemmas_serve_the_next_proof() {
    let Some(fstar) = real_fstar() else { return };
    if env::var_os("PROOFWRIGHT_RECORDING").is_some() {
        let place = tempfile::tempdir().unwrap();
        let recorded = folder().join("lemmas");
        let settings = format!("FOLDER='{}'\nREAL='{}'", recorded.display(), fstar.program.display());
        check(played(place.path(), &settings)).await;
        return;
    }
    check(fstar).await;
}
