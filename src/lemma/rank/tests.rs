//! What each ranker finds and what it does not, and what holds for any index.

use proptest::prelude::*;

use super::*;
use crate::prover::{Declaration, Goal, Hyp, HypKind};

fn declaration(name: &str, ty: &str, consts: &[&str], doc: &str) -> Declaration {
    Declaration {
        name: name.into(),
        kind: "theorem".into(),
        ty: ty.into(),
        consts: consts.iter().map(|it| (*it).to_owned()).collect(),
        module: Some("Init".into()),
        doc: (!doc.is_empty()).then(|| doc.to_owned()),
    }
}

fn library() -> Vec<Declaration> {
    let append = ["Eq", "HAppend.hAppend", "List"];
    let length = ["Eq", "HAdd.hAdd", "HAppend.hAppend", "List", "List.length", "Nat"];
    let add = ["Eq", "HAdd.hAdd", "Nat"];
    let int = ["Eq", "HAdd.hAdd", "Int"];
    let dvd = ["Dvd.dvd", "HMul.hMul", "Nat"];
    vec![
        declaration("Nat.add_comm", "∀ (n m : Nat), n + m = m + n", &add, "Addition is commutative."),
        declaration("Nat.add_assoc", "∀ (n m k : Nat), n + m + k = n + (m + k)", &add, ""),
        declaration("Int.add_comm", "∀ (a b : Int), a + b = b + a", &int, ""),
        declaration("List.append_nil", "∀ {α : Type u} (as : List α), as ++ [] = as", &append, ""),
        declaration(
            "List.length_append",
            "∀ {α : Type u} {as bs : List α}, (as ++ bs).length = as.length + bs.length",
            &length,
            "",
        ),
        declaration("Nat.dvd_mul_right", "∀ (a b : Nat), a ∣ a * b", &dvd, ""),
        declaration("Nat.dvd_trans", "∀ {a b c : Nat}, a ∣ b → b ∣ c → a ∣ c", &dvd[..1], ""),
        declaration("False.elim", "∀ {C : Sort u}, False → C", &["False"], ""),
    ]
}

fn premises() -> Premises {
    Premises::build(library()).unwrap()
}

fn goal(hyps: &[(&str, &str)], target: &str, consts: &[&str]) -> Goal {
    let hyp = |it: &(&str, &str)| Hyp {
        name: it.0.into(),
        ty: it.1.into(),
        kind: HypKind::Var,
        value: None,
        head: None,
    };
    Goal {
        case: None,
        hyps: hyps.iter().map(hyp).collect(),
        target: target.into(),
        head: None,
        consts: consts.iter().map(|it| (*it).to_owned()).collect(),
        definition: None,
    }
}

fn names<'a>(premises: &'a Premises, indices: &[u32]) -> Vec<&'a str> {
    indices.iter().filter_map(|it| Some(premises.get(*it as usize)?.name())).collect()
}

fn found(premises: &Premises, query: &Query) -> Vec<String> {
    let hits = premises.search(query, 10, &|_| true);
    hits.iter().map(|it| premises.get(it.index).unwrap().name().to_owned()).collect()
}

fn ranked<'a>(premises: &'a Premises, ranker: Ranker, query: &Query) -> Vec<&'a str> {
    names(premises, &premises.ranking(ranker, query, 10, &|_| true))
}

fn pattern(text: &str) -> Vec<String> {
    let mut found = found(&premises(), &Query::pattern(text).unwrap());
    found.sort();
    found
}

#[test]
fn declarations_are_given_back_as_they_were() {
    let premises = premises();
    assert_eq!((premises.len(), premises.is_empty()), (8, false));
    for (index, it) in library().iter().enumerate() {
        let found = premises.get(index).unwrap();
        assert_eq!((found.index(), found.name(), found.ty()), (index, it.name.as_str(), it.ty.as_str()));
        assert_eq!((found.kind(), found.module(), found.doc()), ("theorem", Some("Init"), it.doc.as_deref()));
        assert_eq!(premises.find(&it.name), Some(index));
    }
    assert!(premises.get(8).is_none() && premises.find("Nat.add").is_none());
    let empty = Premises::build(Vec::new()).unwrap();
    assert!(empty.is_empty() && empty.find("a").is_none() && found(&empty, &Query::words("add")).is_empty());
    assert_eq!(Premises::from_bytes(empty.to_bytes().to_vec()), Ok(empty));
}

#[test]
fn the_lexical_ranker_finds_words_and_symbols() {
    let premises = premises();
    let words = |text: &str| ranked(&premises, Ranker::Lexical, &Query::words(text));
    assert_eq!(words("commutativity of addition")[0], "Nat.add_comm");
    assert_eq!(words("list append length")[0], "List.length_append");
    assert_eq!(words("transitivity"), ["Nat.dvd_trans"]);
    assert!(words("monad of the").is_empty());
    let goal = Query::of_goal(&goal(&[("x", "Nat")], "x ∣ x * 3", &["Dvd.dvd", "HMul.hMul"]));
    assert_eq!(ranked(&premises, Ranker::Lexical, &goal)[0], "Nat.dvd_mul_right");
}

#[test]
fn the_structural_ranker_finds_rare_constants_and_no_text() {
    let premises = premises();
    let consts = ["Eq", "HAdd.hAdd", "Int"];
    let query = Query::of_goal(&goal(&[("x", "Int")], "x + 1 = 1 + x", &consts));
    assert_eq!(ranked(&premises, Ranker::Structural, &query)[0], "Int.add_comm");
    let query = Query::of_goal(&goal(&[], "List.append_nil", &[]));
    assert!(ranked(&premises, Ranker::Structural, &query).is_empty());
}

#[test]
fn the_shape_ranker_finds_what_applies_and_what_rewrites() {
    let premises = premises();
    let shape = |hyps: &[(&str, &str)], target: &str, consts: &[&str]| {
        ranked(&premises, Ranker::Shape, &Query::of_goal(&goal(hyps, target, consts)))
    };
    let nat = [("x", "Nat"), ("y", "Nat")];
    assert_eq!(shape(&nat, "x ∣ x * y", &[])[0], "Nat.dvd_mul_right");
    assert_eq!(shape(&nat, "x ∣ y", &[]), ["Nat.dvd_trans"]);
    // A variable stands for one thing, not for two.
    assert_eq!(shape(&nat, "x ∣ y * x", &[]), ["Nat.dvd_trans"]);
    let lists = [("xs", "List Nat"), ("f", "Nat → Prop")];
    let rewrites = shape(&lists, "f (xs ++ [1]).length", &["List.length"]);
    assert_eq!(rewrites, ["List.length_append"]);
    // What fits every goal is no help in finding.
    assert!(shape(&nat, "x < y", &[]).is_empty());
}

#[test]
fn patterns_find_types_with_a_part_of_the_form() {
    assert_eq!(pattern("_ + _ = _ + _"), ["Int.add_comm", "Nat.add_assoc", "Nat.add_comm"]);
    assert_eq!(pattern("_ = _ + _").len(), 4);
    assert_eq!(pattern("?a + ?b = ?b + ?a"), ["Int.add_comm", "Nat.add_comm"]);
    assert_eq!(pattern("?a ∣ ?a * _"), ["Nat.dvd_mul_right"]);
    assert_eq!(pattern("List.length (_ ++ _)"), ["List.length_append"]);
    assert_eq!(pattern("length (_ ++ _)"), ["List.length_append"]);
    assert_eq!(pattern("_ ++ [] = _"), ["List.append_nil"]);
    assert_eq!(pattern("?a ∣ ?b → ?b ∣ ?c → ?a ∣ ?c"), ["Nat.dvd_trans"]);
    assert!(pattern("?a ∣ ?b → ?c ∣ ?b → ?a ∣ ?c").is_empty());
    assert!(pattern("_ * _ = _").is_empty());
}

#[test]
fn what_is_no_pattern_is_refused_with_a_reason() {
    let error = |text: &str| Query::pattern(text).unwrap_err().to_string();
    assert!(error("_").contains("needs a symbol"));
    assert!(error("").contains("needs a symbol"));
    assert!(error("(_ + _").contains("not closed"));
    assert!(error("_ + _]").contains("closed that is not open"));
    assert!(Query::parse("of the").unwrap_err().to_string().contains("no word"));
}

#[test]
fn what_is_typed_is_a_goal_a_pattern_or_words() {
    let first = |text: &str| found(&premises(), &Query::parse(text).unwrap())[0].clone();
    assert_eq!(first("x y : Nat\n⊢ x ∣ x * y"), "Nat.dvd_mul_right");
    assert_eq!(first("⊢ (l ++ []).length = l.length"), "List.append_nil");
    assert_eq!(first("_ ++ [] = _"), "List.append_nil");
    assert_eq!(first("addition is commutative"), "Nat.add_comm");
    assert_eq!(first("List.length_append"), "List.length_append");
}

#[test]
fn only_what_is_visible_is_found_and_ties_go_to_what_was_declared_first() {
    let premises = premises();
    let query = Query::pattern("?a + ?b = ?b + ?a").unwrap();
    let hits = premises.search(&query, 10, &|it| it.name() != "Nat.add_comm");
    assert_eq!(hits.iter().map(|it| it.index).collect::<Vec<_>>(), [2]);
    assert_eq!(found(&premises, &query), ["Nat.add_comm", "Int.add_comm"]);
    assert!(premises.search(&query, 0, &|_| true).is_empty());
}

#[test]
fn a_ranking_made_elsewhere_is_fused_with_the_others() {
    let premises = premises();
    let query = Query::words("addition").also_ranked(vec![7, 2, 99, 7]);
    let hits = premises.search(&query, 3, &|_| true);
    assert_eq!(hits[0].index, 2);
    assert_eq!((hits[0].ranks[3], hits[0].ranks[0].is_some()), (Some(2), true));
    assert!(hits.iter().any(|it| it.index == 7 && it.ranks == [None, None, None, Some(1)]));
}

#[test]
fn bytes_of_something_else_are_refused() {
    let bytes = premises().to_bytes().to_vec();
    assert_eq!(Premises::from_bytes(Vec::new()), Err(FormatError::Foreign));
    assert_eq!(Premises::from_bytes(b"SQLite format 3\0".to_vec()), Err(FormatError::Foreign));
    let mut newer = bytes.clone();
    newer[8] = 77;
    assert_eq!(Premises::from_bytes(newer), Err(FormatError::Version { found: 77 }));
    let mut longer = bytes;
    longer.push(0);
    assert!(matches!(Premises::from_bytes(longer), Err(FormatError::Damaged { .. })));
}

proptest! {
    #[test]
    fn bytes_that_were_cut_or_changed_are_refused(at in any::<prop::sample::Index>(), flip in 1u8..) {
        let bytes = premises().to_bytes().to_vec();
        let at = at.index(bytes.len());
        prop_assert!(Premises::from_bytes(bytes[..at].to_vec()).is_err());
        let mut changed = bytes;
        changed[at] ^= flip;
        prop_assert!(Premises::from_bytes(changed).is_err());
    }

    #[test]
    fn any_texts_can_be_indexed_and_asked_for(texts in prop::collection::vec("\\PC{0,40}", 1..8), query in "\\PC{0,40}") {
        let all = |it: &String| declaration(it, it, &[it], it);
        let build = || Premises::build(texts.iter().map(all).collect()).unwrap();
        let (premises, again) = (build(), build());
        prop_assert_eq!(premises.to_bytes(), again.to_bytes());
        let opened = Premises::from_bytes(premises.to_bytes().to_vec()).unwrap();
        prop_assert_eq!(&opened, &premises);
        let goal = Query::of_goal(&goal(&[("h", &query)], &query, &[&texts[0]]));
        let queries = [Some(goal), Query::parse(&query).ok(), Query::pattern(&query).ok()];
        for query in queries.iter().flatten() {
            prop_assert_eq!(premises.search(query, 5, &|_| true), opened.search(query, 5, &|_| true));
        }
    }
}
