//! What is put out, in three parts that have nothing in common.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    admit::Dropped,
    item::{Item, Origin},
    pairs::{Pair, Preference},
    split::{Member, Part, Shares, families},
};

/// Which part each theorem that was derived from nothing belongs to, by its key.
#[derive(Clone, Debug, Default)]
pub struct Parts(BTreeMap<String, Part>);

impl Parts {
    /// Finds the families of theorems, and the part of each.
    pub fn of<'a>(roots: &'a [Item], shares: Shares, seed: u64) -> Parts {
        let member = |it: &'a Item| Member {
            key: &it.key,
            name: it.plain_name(),
            statement: it.stated(),
            header: &it.header,
            proof: &it.proof,
        };
        let members: Vec<Member<'_>> = roots.iter().map(member).collect();
        let part = |(key, family): (String, String)| (key, shares.part(&family, seed));
        Parts(families(&members).into_iter().map(part).collect())
    }

    /// The part of what was derived from the theorem with this key.
    pub fn get(&self, root: &str) -> Option<Part> {
        self.0.get(root).copied()
    }
}

/// What a search for a theorem taught.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The key of the theorem.
    pub root: String,
    /// Its name.
    pub theorem: String,
    /// The run.
    pub source: String,
    /// Steps of the proof.
    pub pairs: Vec<Pair>,
    /// What they are preferred to.
    pub preferences: Vec<Preference>,
}

/// A line of `steps.PART.jsonl` or `preferences.PART.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Taught<T> {
    /// The key of the theorem that was proved.
    pub root: String,
    /// Its name.
    pub theorem: String,
    /// The run.
    pub source: String,
    /// What was learned.
    #[serde(flatten)]
    pub lesson: T,
}

/// The lines of one part.
#[derive(Clone, Debug, Default)]
pub struct Lines<'a> {
    /// Theorems with their proofs.
    pub theorems: Vec<&'a Item>,
    /// Steps of searches.
    pub steps: Vec<Taught<Pair>>,
    /// Steps that are preferred to others.
    pub preferences: Vec<Taught<Preference>>,
}

/// All that is put out.
#[derive(Clone, Debug, Default)]
pub struct Data<'a> {
    /// The lines of each part, in the order of [`Part::ALL`].
    pub parts: [Lines<'a>; 3],
    /// What was left out here.
    pub dropped: BTreeMap<Dropped, u64>,
}

impl<'a> Data<'a> {
    /// Puts theorems and lessons where they belong. Of theorems that state the same the first one counts, and of those that
    /// are new no more than `most`.
    pub fn new(items: &'a [Item], lessons: &[Lesson], parts: &Parts, most: usize) -> Data<'a> {
        let mut data = Data::default();
        // Who has a statement, has it alone.
        let mut owner: BTreeMap<String, Part> = BTreeMap::new();
        let mut new = 0;
        for item in items {
            let Some(part) = parts.get(&item.root) else { continue };
            let is_new = matches!(item.origin, Origin::Mutation | Origin::Seed);
            if is_new && new == most {
                continue;
            }
            if owner.contains_key(&item.key) {
                data.drop(Dropped::Duplicate);
                continue;
            }
            owner.insert(item.key.clone(), part);
            new += usize::from(is_new);
            data.parts[part as usize].theorems.push(item);
        }
        // What is met in several parts stays where it is measured.
        for part in [Part::Test, Part::Valid, Part::Train] {
            for lesson in lessons.iter().filter(|it| parts.get(&it.root) == Some(part)) {
                for pair in &lesson.pairs {
                    if owner.get(&pair.key).is_some_and(|it| *it != part) {
                        data.drop(Dropped::Leak);
                        continue;
                    }
                    owner.insert(pair.key.clone(), part);
                    let lines = &mut data.parts[part as usize];
                    put(&mut lines.steps, lesson, pair);
                    for preference in lesson.preferences.iter().filter(|it| it.goal == pair.goal) {
                        put(&mut lines.preferences, lesson, preference);
                    }
                }
            }
            let lines = &mut data.parts[part as usize];
            let mut seen = BTreeSet::new();
            lines.steps.retain(|it| seen.insert((it.lesson.goal.clone(), it.lesson.step.clone())));
            let mut seen = BTreeSet::new();
            lines.preferences.retain(|Taught { lesson: it, .. }| {
                seen.insert((it.goal.clone(), it.chosen.clone(), it.rejected.clone()))
            });
        }
        data
    }

    /// The lines of a part.
    pub fn part(&self, part: Part) -> &Lines<'a> {
        &self.parts[part as usize]
    }

    /// New theorems, by mutation or from concepts.
    pub fn new_theorems(&self) -> usize {
        let all = self.parts.iter().flat_map(|it| &it.theorems);
        all.filter(|it| matches!(it.origin, Origin::Mutation | Origin::Seed)).count()
    }

    fn drop(&mut self, why: Dropped) {
        *self.dropped.entry(why).or_default() += 1;
    }
}

fn put<T: Clone>(lines: &mut Vec<Taught<T>>, lesson: &Lesson, taught: &T) {
    let Lesson { root, theorem, source, .. } = lesson.clone();
    lines.push(Taught { root, theorem, source, lesson: taught.clone() });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        prover::Certificate,
        theorem::{ProverKind, Theorem},
    };

    fn item(name: &str, header: &str) -> Item {
        let before = format!("theorem {name} : {name}_holds := ");
        let text = format!("{before}by sorry");
        let theorem = Theorem::new(name, ProverKind::Lean, header, &text, before.len()..text.len());
        let certificate = Certificate {
            prover: "lean".into(),
            version: "4".into(),
            axioms: Vec::new(),
            statement_hash: String::new(),
            header_hash: String::new(),
            wall_ms: 5,
        };
        let about = (Origin::File, "f", format!("key of {name}"));
        Item::new(&theorem, about, ("simp".into(), theorem.with_script("simp")), certificate)
    }

    fn mutant(of: &Item, name: &str) -> Item {
        let it = item(name, &of.header);
        Item { root: of.root.clone(), origin: Origin::Mutation, ..it }
    }

    fn lesson(of: &Item, goals: &[&str]) -> Lesson {
        let pair = |it: &&str| Pair {
            goal: (*it).to_owned(),
            step: "simp".into(),
            closes: true,
            steps_to_go: 1,
            proposer: "builtin".into(),
            key: format!("key of {it}"),
        };
        let preference = |it: &&str| Preference {
            goal: (*it).to_owned(),
            chosen: "simp".into(),
            rejected: "rfl".into(),
            why: "no".into(),
        };
        Lesson {
            root: of.root.clone(),
            theorem: of.name.clone(),
            source: "run".into(),
            pairs: goals.iter().map(pair).collect(),
            preferences: goals.iter().map(preference).collect(),
        }
    }

    /// Everything that a part shows: keys of what is stated, and all texts.
    fn shown(lines: &Lines<'_>) -> (BTreeSet<String>, String) {
        let mut keys: BTreeSet<String> = lines.theorems.iter().map(|it| it.key.clone()).collect();
        keys.extend(lines.steps.iter().map(|it| it.lesson.key.clone()));
        let texts = lines.theorems.iter().map(|it| format!("{}\n{}\n", it.header, it.proof));
        (keys, texts.collect())
    }

    #[test]
    fn nothing_is_in_two_parts() {
        let plain: Vec<Item> = (0..40).map(|it| item(&format!("t{it}"), "def f := 1\n\n")).collect();
        // Each of these stands behind another one.
        let behind =
            plain.iter().take(15).map(|it| item(&format!("{}_then", it.name), &format!("{}\n\n", it.proof)));
        let mut items: Vec<Item> = plain.iter().cloned().chain(behind).collect();
        let parts = Parts::of(&items, Shares([1, 1, 1]), 3);
        // Each has a mutant, and each pair of neighbours has made the same one, too.
        let mutants = items
            .iter()
            .enumerate()
            .flat_map(|(at, it)| [mutant(it, &format!("m{at}")), mutant(it, &format!("shared{}", at / 2))]);
        let mutants: Vec<Item> = mutants.collect();
        let lessons: Vec<Lesson> = items
            .iter()
            .map(|it| lesson(it, &[&format!("{}_goal", it.name), "common", "t3", "m5"]))
            .collect();
        items.extend(mutants);
        let data = Data::new(&items, &lessons, &parts, usize::MAX);
        assert!(data.parts.iter().all(|it| it.theorems.len() > 20 && it.steps.len() > 5));
        assert!(data.dropped[&Dropped::Duplicate] > 10 && data.dropped[&Dropped::Leak] > 20);
        let shown: Vec<_> = data.parts.iter().map(shown).collect();
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            assert!(shown[a].0.is_disjoint(&shown[b].0));
        }
        for (at, lines) in data.parts.iter().enumerate() {
            for item in &lines.theorems {
                assert_eq!(parts.get(&item.root), Some(Part::ALL[at]));
                for (_, text) in shown.iter().enumerate().filter(|it| it.0 != at).map(|it| it.1) {
                    assert!(
                        !text.contains(&format!("{} :", item.stated().split(':').next().unwrap().trim()))
                    );
                }
            }
        }
    }

    #[test]
    fn of_new_theorems_there_are_as_many_as_are_wanted() {
        let root = item("t", "");
        let mutants = (0..5).map(|it| mutant(&root, &format!("m{it}")));
        let items: Vec<Item> = std::iter::once(root.clone()).chain(mutants).collect();
        let parts = Parts::of(&items[..1], Shares::default(), 0);
        let data = Data::new(&items, &[], &parts, 2);
        let names: Vec<_> =
            data.parts.iter().flat_map(|it| &it.theorems).map(|it| it.name.as_str()).collect();
        assert_eq!((names, data.new_theorems()), (vec!["t", "m0", "m1"], 2));
    }
}
