use std::{collections::BTreeMap, time::Duration};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::{prover::Certificate, testing::lemma::forged_lemma};

fn fresh() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("deep/lemmas.db")).unwrap();
    (folder, store)
}

fn names(lemmas: &[Lemma]) -> Vec<&str> {
    lemmas.iter().map(|it| it.name.as_str()).collect()
}

fn add(store: &Store, lemma: &Lemma) -> Lemma {
    match store.add(lemma).unwrap() {
        Added::New(lemma) => lemma,
        other => panic!("not new: {other:?}"),
    }
}

#[test]
fn a_lemma_is_found_by_all_that_it_is_looked_for() {
    let (_folder, store) = fresh();
    let a = add(&store, &forged_lemma("a", &[]));
    let b = add(&store, &forged_lemma("N.b", &[&a]));
    assert_eq!(b.name, "N_b");
    assert_eq!(store.get(&a.id).unwrap(), Some(a.clone()));
    assert_eq!(store.named("N_b").unwrap(), Some(b.clone()));
    assert_eq!(store.statement(&a.theorem).unwrap(), Some(a.clone()));
    assert_eq!(store.with_key(ProverKind::Lean, &b.key).unwrap(), std::slice::from_ref(&b));
    assert_eq!(store.with_key(ProverKind::Fstar, &b.key).unwrap(), []);
    assert_eq!(names(&store.all(ProverKind::Lean).unwrap()), ["a", "N_b"]);
    assert_eq!(names(&store.all(None).unwrap()), ["a", "N_b"]);
    assert_eq!(store.all(ProverKind::Fstar).unwrap(), []);
    assert_eq!(store.resolve("a").unwrap().lemma, a);
    assert_eq!(store.resolve(&b.id.0[..8].to_uppercase()).unwrap().lemma, b);
    assert!(matches!(store.resolve("ffff"), Err(StoreError::Unknown(_))));
    assert!(matches!(store.resolve(&b.id.0[..3]), Err(StoreError::Unknown(_))));
    assert_eq!(store.add(&forged_lemma("a", &[])).unwrap(), Added::Known(a));
}

#[test]
fn an_id_that_could_be_several_is_told() {
    let (_folder, store) = fresh();
    // Among so many, two ids begin with the same four letters.
    let lemmas: Vec<Lemma> = (0..2000).map(|it| forged_lemma(&format!("l{it}"), &[])).collect();
    let mut first: BTreeMap<&str, &Lemma> = BTreeMap::new();
    let (a, b) =
        lemmas.iter().find_map(|it| first.insert(&it.id.0[..4], it).map(|other| (other, it))).unwrap();
    add(&store, a);
    add(&store, b);
    let Err(StoreError::Ambiguous { names, .. }) = store.resolve(&a.id.0[..4]) else { panic!("not told") };
    assert_eq!(names, [a.name.as_str(), &b.name]);
}

#[test]
fn a_taken_name_is_made_unique() {
    let (_folder, store) = fresh();
    for expected in ["a_b", "a_b_2", "a_b_3", "a_b_4", "a_b_5"] {
        assert_eq!(store.free_name("a.b").unwrap(), expected);
        let statement = forged_lemma(&format!("own{expected}"), &[]);
        assert_eq!(add(&store, &Lemma { name: "a.b".into(), ..statement }).name, expected);
    }
}

#[test]
fn what_does_not_fit_its_hashes_is_refused() {
    let (_folder, store) = fresh();
    let good = forged_lemma("a", &[]);
    let refused = |change: &dyn Fn(&mut Lemma)| {
        let mut lemma = good.clone();
        change(&mut lemma);
        let error = store.add(&lemma).unwrap_err();
        assert_eq!(store.all(None).unwrap(), []);
        error.to_string()
    };
    let other = "0".repeat(64);
    for (message, change) in [
        ("its id", &(|it: &mut Lemma| it.id.0.insert(0, 'f')) as &dyn Fn(&mut Lemma)),
        ("its id", &|it| it.theorem.statement.push(' ')),
        ("another prover", &|it| it.certificate.prover = "fstar".into()),
        ("another statement", &|it| it.certificate.statement_hash = other.clone()),
        ("another header", &|it| it.certificate.header_hash = other.clone()),
        ("hole", &|it| it.theorem.hole = 5..1000),
        ("rests on itself", &|it| it.uses = vec![it.id.clone()]),
        ("it rests on dead, which is not there", &|it| it.uses = vec![LemmaId("dead".into())]),
    ] {
        let error = refused(change);
        assert!(error.contains(message), "{message}: {error}");
    }
}

#[test]
fn a_withdrawn_lemma_takes_what_rests_on_it_along() {
    let (_folder, store) = fresh();
    let a = add(&store, &forged_lemma("a", &[]));
    let b = add(&store, &forged_lemma("b", &[&a]));
    let c = add(&store, &forged_lemma("c", &[&a, &b]));
    let d = add(&store, &forged_lemma("d", &[]));
    let before = store.generation().unwrap();
    assert_eq!(store.withdraw(&b.id, "it is wrong").unwrap(), [b.id.clone(), c.id.clone()]);
    assert!(store.generation().unwrap() > before);
    assert_eq!(names(&store.all(None).unwrap()), ["a", "d"]);
    assert_eq!(store.get(&b.id).unwrap(), None);
    assert_eq!(store.with_key(ProverKind::Lean, &c.key).unwrap(), []);
    let why = store.resolve("c").unwrap().withdrawn.unwrap();
    assert_eq!(why, "it rests on b, which was withdrawn: it is wrong");
    assert_eq!(store.add(&b).unwrap(), Added::Withdrawn { why: "it is wrong".into() });
    let error = store.add(&forged_lemma("e", &[&d, &b])).unwrap_err();
    assert!(error.to_string().ends_with("it rests on b, which was withdrawn"), "{error}");
    assert_eq!(store.withdraw(&b.id, "again").unwrap(), []);

    let error = store.reinstate(&c.id, &c.certificate).unwrap_err();
    assert!(matches!(error, StoreError::Rests { .. }), "{error}");
    assert!(store.reinstate(&b.id, &a.certificate).is_err());
    store.reinstate(&b.id, &Certificate { version: "newer".into(), ..b.certificate.clone() }).unwrap();
    store.reinstate(&c.id, &c.certificate).unwrap();
    assert_eq!(store.get(&b.id).unwrap().unwrap().certificate.version, "newer");
    assert_eq!(names(&store.all(None).unwrap()), ["a", "b", "c", "d"]);

    store.withdraw(&b.id, "it is wrong").unwrap();
    store.note_checked(&b.id, "h", "v", &Check::Certified).unwrap();
    let swept = store.gc().unwrap();
    assert_eq!((swept.withdrawn, swept.damaged, swept.checks), (2, 0, 1));
    assert!(matches!(store.resolve("b"), Err(StoreError::Unknown(_))));
    add(&store, &b);
}

#[test]
fn checks_in_other_places_are_kept_apart() {
    let (_folder, store) = fresh();
    let a = add(&store, &forged_lemma("a", &[]));
    let refused = Check::Refused { reason: "no".into() };
    assert_eq!(store.checked(&a.id, "h", "v").unwrap(), None);
    store.note_checked(&a.id, "h", "v", &Check::Certified).unwrap();
    store.note_checked(&a.id, "h", "w", &Check::Certified).unwrap();
    store.note_checked(&a.id, "h", "w", &refused).unwrap();
    assert_eq!(store.checked(&a.id, "h", "v").unwrap(), Some(Check::Certified));
    assert_eq!(store.checked(&a.id, "h", "w").unwrap(), Some(refused.clone()));
    assert_eq!(store.checked(&a.id, "i", "v").unwrap(), None);
    assert!(store.note_checked(&LemmaId("none".into()), "h", "v", &refused).is_err());
    let stats = store.stats().unwrap();
    assert_eq!((stats.lean, stats.certified_again, stats.refused), (1, 1, 1));
    // A refusal that was made a yes from outside is not believed.
    store.with(|it| it.execute("UPDATE checked SET reason = NULL", [])).unwrap();
    assert_eq!(store.checked(&a.id, "h", "w").unwrap(), None);
}

#[test]
fn a_damaged_row_is_told_and_left_out_and_can_be_healed() {
    let (_folder, store) = fresh();
    let a = add(&store, &forged_lemma("a", &[]));
    add(&store, &forged_lemma("b", &[&a]));
    let whole = names(&store.all(None).unwrap()).len();
    let damages = [
        "content = replace(content, 'rfl', 'sorry')",
        "content = 'no JSON'",
        "withdrawn = 'not true'",
        "key = 'another key'",
        "prover = 'fstar'",
        "name = 'c'",
        "seal = upper(seal)",
        "content = CAST(x'ff' || content AS TEXT)",
    ];
    for damage in damages {
        store.with(|it| it.execute(&format!("UPDATE lemma SET {damage} WHERE id = ?1"), [&a.id.0])).unwrap();
        assert_eq!(names(&store.all(None).unwrap()), ["b"], "{damage}");
        assert_eq!(store.get(&a.id).unwrap(), None, "{damage}");
        assert_eq!(store.damaged().unwrap().len(), 1, "{damage}");
        assert_eq!(store.stats().unwrap().damaged, 1, "{damage}");
        let error = store.add(&forged_lemma("e", &[&a])).unwrap_err();
        assert!(error.to_string().ends_with("is damaged"), "{error}");
        assert_eq!(add(&store, &a), a, "{damage}");
        assert_eq!(store.damaged().unwrap(), [], "{damage}");
        assert_eq!(store.all(None).unwrap().len(), whole, "{damage}");
    }
    store.with(|it| it.execute("UPDATE lemma SET id = 'x' WHERE id = ?1", [&a.id.0])).unwrap();
    assert_eq!(store.gc().unwrap().damaged, 1);
    assert_eq!(names(&store.all(None).unwrap()), ["b"]);
}

#[test]
fn a_full_disk_is_told_and_costs_nothing_that_was_there() {
    let (_folder, store) = fresh();
    let pages: i64 = store.number("PRAGMA page_count").unwrap();
    store.with(|it| it.query_row(&format!("PRAGMA max_page_count = {}", pages + 4), [], |_| Ok(()))).unwrap();
    let mut kept = Vec::new();
    let error = (0..1000)
        .find_map(|it| match store.add(&forged_lemma(&format!("l{it}"), &[])) {
            Ok(_) => {
                kept.push(format!("l{it}"));
                None
            }
            Err(error) => Some(error),
        })
        .unwrap();
    assert!(matches!(error, StoreError::Full(_)) && error.hint().contains("free some space"), "{error}");
    assert!(!kept.is_empty());
    assert_eq!(names(&store.all(None).unwrap()), kept);
    assert_eq!(names(&Store::open(store.path()).unwrap().all(None).unwrap()), kept);
}

#[test]
fn an_older_file_is_brought_up_to_date_all_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    let store = Store::open(&path).unwrap();
    let a = add(&store, &forged_lemma("a", &[]));
    drop(store);
    let [first] = schema::MIGRATIONS else { panic!("there are older files now: open one here") };
    let second = "ALTER TABLE lemma ADD COLUMN rank INTEGER NOT NULL DEFAULT 7";
    let open = |migrations: &[&str]| schema::open(&path, false, Duration::from_secs(1), migrations);
    let column = |it: &Connection| it.query_row("SELECT sum(rank) FROM lemma", [], |it| it.get::<_, i64>(0));

    let error = open(&[first, second, "SELECT nonsense"]).unwrap_err();
    assert!(error.to_string().contains("nonsense"), "{error}");
    assert!(column(&open(&[first]).unwrap()).is_err());
    for _ in 0..2 {
        assert_eq!(column(&open(&[first, second]).unwrap()).unwrap(), 7);
    }
    let error = Store::open(&path).unwrap_err();
    let StoreError::Newer { found: 2, known: 1, .. } = error else { panic!("{error}") };
    // What was there is there.
    let again = open(&[first, second]).unwrap();
    let store = Store { path: path.clone(), patience: Duration::from_secs(1), connection: Mutex::new(again) };
    assert_eq!(store.all(None).unwrap(), [a]);
}

#[test]
fn a_file_of_the_first_version_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lemmas.db");
    let golden = Connection::open(&path).unwrap();
    golden.execute_batch(include_str!("golden-1.sql")).unwrap();
    drop(golden);
    let store = Store::open_existing(&path).unwrap();
    let [a, b] = &store.all(None).unwrap()[..] else { panic!("{:?}", store.kept()) };
    assert_eq!((a, b), (&forged_lemma("a", &[]), &forged_lemma("b", &[a])));
    assert_eq!(store.resolve("c").unwrap().withdrawn.as_deref(), Some("for a test"));
    assert_eq!(store.checked(&a.id, "h", "v").unwrap(), Some(Check::Certified));
    assert_eq!(store.damaged().unwrap(), []);
    let tables = |store: &Store| {
        let sql = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
        store.with(|it| it.query_row(sql, [], |it| it.get::<_, String>(0))).unwrap()
    };
    assert_eq!(tables(&store), tables(&fresh().1));
}

#[test]
fn threads_share_a_store_or_have_their_own() {
    fn shared<T: Send + Sync>() {}
    shared::<Store>();
    let (_folder, store) = fresh();
    let (store, path) = (&store, store.path());
    std::thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                // Half of them have a connection of their own.
                let own = Store::open(path).unwrap();
                let store = if thread % 2 == 0 { store } else { &own };
                for it in 0..12 {
                    let lemma = forged_lemma(&format!("l{}_{it}", thread / 2), &[]);
                    store.add(&Lemma { name: "same".into(), ..lemma.clone() }).unwrap();
                    assert!(store.get(&lemma.id).unwrap().is_some());
                }
            });
        }
    });
    let all = store.all(None).unwrap();
    let mut names = names(&all);
    names.sort_unstable();
    names.dedup();
    assert_eq!((all.len(), names.len()), (48, 48));
    assert_eq!(store.generation().unwrap(), 48);
}

/// What is done to a store and to a plain model of it; lemmas are numbers.
#[derive(Clone, Debug)]
enum Op {
    Add { lemma: usize, uses: Vec<usize> },
    Withdraw(usize),
    Reinstate(usize),
    Gc,
    Reopen,
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => (0..12_usize, prop::collection::vec(0..12_usize, 0..3))
            .prop_map(|(lemma, uses)| Op::Add { lemma, uses }),
        2 => (0..12_usize).prop_map(Op::Withdraw),
        2 => (0..12_usize).prop_map(Op::Reinstate),
        1 => Just(Op::Gc),
        1 => Just(Op::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn it_does_what_a_plain_model_does(ops in prop::collection::vec(op(), 1..40)) {
        let (_folder, mut store) = fresh();
        let bare: Vec<Lemma> = (0..12).map(|it| forged_lemma(&format!("l{it}"), &[])).collect();
        // What each lemma rests on, and whether it is offered.
        let mut model: BTreeMap<usize, (Vec<usize>, bool)> = BTreeMap::new();
        for op in ops {
            let offered = |model: &BTreeMap<usize, (Vec<usize>, bool)>, uses: &[usize]| {
                uses.iter().all(|it| model.get(it).is_some_and(|it| it.1))
            };
            match op {
                Op::Add { lemma, uses } => {
                    let with = uses.iter().map(|it| bare[*it].id.clone()).collect();
                    let added = store.add(&Lemma { uses: with, ..bare[lemma].clone() });
                    let fits = !uses.contains(&lemma);
                    match model.get(&lemma) {
                        _ if !fits => prop_assert!(matches!(added, Err(StoreError::Unfit { .. })), "unfit"),
                        Some((_, true)) => prop_assert!(matches!(added, Ok(Added::Known(_)))),
                        Some((_, false)) => prop_assert!(matches!(added, Ok(Added::Withdrawn { .. })), "withdrawn"),
                        None if offered(&model, &uses) => {
                            prop_assert!(matches!(added, Ok(Added::New(_))));
                            model.insert(lemma, (uses, true));
                        }
                        None => prop_assert!(matches!(added, Err(StoreError::Rests { .. })), "rests"),
                    }
                }
                Op::Withdraw(lemma) => {
                    let gone = store.withdraw(&bare[lemma].id, "no");
                    if !model.contains_key(&lemma) {
                        prop_assert!(gone.is_err());
                        continue;
                    }
                    let mut above = vec![lemma];
                    let mut at = 0;
                    while at < above.len() {
                        let below = above[at];
                        let more: Vec<usize> = model.iter()
                            .filter(|(it, (uses, _))| uses.contains(&below) && !above.contains(it))
                            .map(|it| *it.0)
                            .collect();
                        above.extend(more);
                        at += 1;
                    }
                    above.retain(|it| std::mem::replace(&mut model.get_mut(it).unwrap().1, false));
                    let mut above: Vec<LemmaId> = above.into_iter().map(|it| bare[it].id.clone()).collect();
                    let mut gone = gone.unwrap();
                    above.sort();
                    gone.sort();
                    prop_assert_eq!(gone, above);
                }
                Op::Reinstate(lemma) => {
                    let done = store.reinstate(&bare[lemma].id, &bare[lemma].certificate);
                    let Some((uses, is_offered)) = model.get(&lemma).cloned() else {
                        prop_assert!(done.is_err());
                        continue;
                    };
                    let may = is_offered || offered(&model, &uses);
                    prop_assert_eq!(done.is_ok(), may);
                    model.get_mut(&lemma).unwrap().1 = may;
                }
                Op::Gc => {
                    let before = model.len();
                    model.retain(|_, it| it.1);
                    prop_assert_eq!(store.gc().unwrap().withdrawn, before - model.len());
                }
                Op::Reopen => store = Store::open(store.path()).unwrap(),
            }
            let mut kept: Vec<(String, bool)> =
                store.kept().unwrap().into_iter().map(|it| (it.lemma.name, it.withdrawn.is_none())).collect();
            kept.sort();
            let mut expected: Vec<(String, bool)> =
                model.iter().map(|(it, (_, offered))| (format!("l{it}"), *offered)).collect();
            expected.sort();
            prop_assert_eq!(kept, expected);
            for (lemma, (_, offered)) in &model {
                prop_assert_eq!(store.get(&bare[*lemma].id).unwrap().is_some(), *offered);
            }
        }
    }
}
