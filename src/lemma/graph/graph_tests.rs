use proptest::prelude::*;

use super::*;
use crate::testing::lemma::forged_lemma;

#[test]
fn what_rests_on_what_is_told_in_order() {
    let a = forged_lemma("a", &[]);
    let b = forged_lemma("b", &[&a]);
    let c = forged_lemma("c", &[&b, &a]);
    let d = forged_lemma("d", &[]);
    let e = forged_lemma("e", &[&d, &forged_lemma("gone", &[])]);
    let graph = LemmaGraph::new([&c, &e, &b, &d, &a]).unwrap();
    assert_eq!(graph.ordered(), [&a.id, &b.id, &c.id, &d.id, &e.id]);
    assert_eq!(graph.dependencies(&c.id), [&a.id, &b.id]);
    assert_eq!(graph.dependencies(&a.id), [&a.id; 0]);
    assert_eq!(graph.dependents(&a.id), [&b.id, &c.id]);
    assert_eq!(graph.dependents(&LemmaId("none".into())), [&a.id; 0]);
    insta::assert_snapshot!(graph.dot(), @r#"
    digraph {
        0 [ label = "c" shape=box]
        1 [ label = "e" shape=box]
        2 [ label = "b" shape=box]
        3 [ label = "d" shape=box]
        4 [ label = "a" shape=box]
        0 -> 2 [ ]
        0 -> 4 [ ]
        1 -> 3 [ ]
        2 -> 4 [ ]
    }
    "#);
}

#[test]
fn a_circle_is_refused() {
    let a = forged_lemma("a", &[]);
    let b = forged_lemma("b", &[&a]);
    let a = Lemma { uses: vec![b.id.clone()], ..a };
    let error = LemmaGraph::new([&a, &b]).unwrap_err();
    assert!(error.to_string().contains("rests on itself"), "{error}");
}

proptest! {
    #[test]
    fn the_order_puts_what_is_used_first(uses in prop::collection::vec(prop::collection::vec(0..20_usize, 0..4), 20)) {
        let mut lemmas: Vec<Lemma> = Vec::new();
        for (at, uses) in uses.iter().enumerate() {
            let used: Vec<&Lemma> = uses.iter().filter_map(|it| lemmas.get(*it)).collect();
            lemmas.push(forged_lemma(&format!("l{at}"), &used));
        }
        let graph = LemmaGraph::new(lemmas.iter().rev()).unwrap();
        let order = graph.ordered();
        let place = |id: &LemmaId| order.iter().position(|it| *it == id).unwrap();
        prop_assert_eq!(order.len(), lemmas.len());
        for lemma in &lemmas {
            for used in &lemma.uses {
                prop_assert!(place(used) < place(&lemma.id));
                prop_assert!(graph.dependencies(&lemma.id).contains(&used));
                prop_assert!(graph.dependents(used).contains(&&lemma.id));
            }
            for below in graph.dependencies(&lemma.id) {
                prop_assert!(graph.dependents(below).contains(&&lemma.id));
            }
        }
    }
}
