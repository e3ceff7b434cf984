//! New theorems from a known one: a lemma is invoked on its conclusion or on a hypothesis, in the prover.
//!
//! After Alchemy (Wu et al. 2024, arXiv 2410.15748). A conclusion is weakened: what the lemma makes of it is the new one. A
//! hypothesis is strengthened: what is enough for it by the lemma is the new one. The proof follows from how it was made.

use std::{collections::BTreeSet, time::Duration};

use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{
    admit::{self, Dropped},
    item::{Item, Origin, Yield},
    statement,
};
use crate::{
    prover::{Certifier, Goal, Hyp, HypKind, ProverError, Session, StateId, StepLimits, Verdict},
    theorem::{Theorem, lean_statement::form},
};

/// How a lemma is invoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Its left side is replaced by its right side.
    Rewrite,
    /// Its right side is replaced by its left side.
    RewriteBack,
    /// All that it fits is simplified by it, under binders as well.
    Simp,
    /// It is an implication, and what it supposes or concludes is there.
    Apply,
}

/// How a theorem was derived from another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mutation {
    /// The name of the theorem that was mutated.
    pub of: String,
    /// The lemma.
    pub lemma: String,
    /// How it was invoked.
    pub way: Way,
    /// The hypothesis that it was invoked on; `None` for the conclusion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hypothesis: Option<String>,
}

/// A lemma that may be invoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocable {
    /// Its name, as it can be written.
    pub name: String,
    /// Its type, as the prover prints it; empty if it is not known.
    pub ty: String,
    /// The header that a theorem stands behind which is derived with it, with the mutated theorem in it.
    pub header: String,
}

impl Invocable {
    fn ways(&self) -> Vec<Way> {
        let unknown = self.ty.is_empty();
        let mut ways = Vec::new();
        if unknown || self.ty.contains(['=', '↔']) {
            ways.extend([Way::Rewrite, Way::RewriteBack, Way::Simp]);
        }
        if unknown || self.ty.contains('→') {
            ways.push(Way::Apply);
        }
        ways
    }
}

/// The theorem to be mutated, and what with.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The theorem.
    pub item: &'a Item,
    /// A header with the theorem and all invocable lemmas in it.
    pub header: &'a str,
    /// The lemmas, the best first.
    pub lemmas: &'a [Invocable],
    /// Keys of what is known already.
    pub known: &'a BTreeSet<String>,
}

/// What mutating one theorem may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// New theorems.
    pub most: usize,
    /// Wall time; what is not tried by then is left out.
    pub time: Duration,
    /// What one step may use.
    pub step: StepLimits,
    /// Seed of the order in which mutations are tried.
    pub seed: u64,
}

/// The theorem as a state: its hypotheses with names that can be written, and what it is called there.
struct Stage {
    /// The state with all hypotheses introduced.
    goal: Goal,
    /// What its proof can be called by.
    fact: String,
    /// The theorem's full name.
    name: String,
    /// The state in which the theorem's conclusion is known as `fact`, and what that says.
    conclusion: (StateId, String),
    /// For each hypothesis by its place, a state whose goal is that hypothesis.
    hypotheses: Vec<(usize, StateId)>,
}

impl Stage {
    /// `@NAME a b ?_ c`, with something else in the place of one hypothesis.
    fn applied(&self, hole: Option<(usize, &str)>) -> String {
        let argument = |(at, hyp): (usize, &Hyp)| match hole {
            Some((place, text)) if place == at => text.to_owned(),
            _ => hyp.name.clone(),
        };
        let arguments: Vec<String> = self.goal.hyps.iter().enumerate().map(argument).collect();
        format!("@{} {}", self.name, arguments.join(" ")).trim_end().to_owned()
    }
}

/// A lemma to be invoked in one way, on the conclusion or on a hypothesis.
struct Try<'a> {
    lemma: &'a Invocable,
    way: Way,
    place: Option<(usize, StateId)>,
}

/// A mutation that worked on a state: what is stated now, and how it is proved.
struct Draft {
    hyps: Vec<Hyp>,
    target: String,
    script: String,
}

/// Derives theorems from one, each certified behind its own header.
///
/// # Errors
/// If no prover can be had.
pub async fn mutate<S: Session, C: Certifier>(
    session: &mut S,
    certifier: &mut C,
    subject: Subject<'_>,
    limits: Limits,
) -> Result<Yield, ProverError> {
    let Subject { item, lemmas, .. } = subject;
    let mut yielded = Yield::default();
    let begun = Instant::now();
    let Some(stage) = stage(session, subject, limits.step).await? else {
        yielded.drop(Dropped::Form);
        return Ok(yielded);
    };
    // The conclusion and each hypothesis, with each lemma in each way, in an order of the seed's.
    let places = || std::iter::once(None).chain(stage.hypotheses.iter().copied().map(Some));
    let mut tries: Vec<Try<'_>> = Vec::new();
    for lemma in lemmas {
        for way in lemma.ways() {
            tries.extend(places().map(|place| Try { lemma, way, place }));
        }
    }
    let seed = blake3::hash(format!("{}\0{}", limits.seed, item.key).as_bytes());
    tries.shuffle(&mut StdRng::from_seed(*seed.as_bytes()));
    let mut known = subject.known.clone();
    for Try { lemma, way, place } in tries {
        if yielded.items.len() >= limits.most {
            break;
        }
        if begun.elapsed() >= limits.time {
            yielded.drop(Dropped::Timeout);
            break;
        }
        let draft = match place {
            None => on_conclusion(session, &stage, lemma, way, limits.step).await?,
            Some(place) => on_hypothesis(session, &stage, place, lemma, way, limits.step).await?,
        };
        let Some(draft) = draft else { continue };
        let mutation = Mutation {
            of: item.name.clone(),
            lemma: lemma.name.clone(),
            way,
            hypothesis: place.map(|it| stage.goal.hyps[it.0].name.clone()),
        };
        let nth = yielded.items.len() + 1;
        match derive(session, certifier, &subject, &stage, (lemma, &draft, nth), &known, limits.step).await? {
            Ok((mut derived, key)) => {
                known.insert(key);
                derived.mutation = Some(mutation);
                yielded.items.push(derived);
            }
            Err(why) => yielded.drop(why),
        }
    }
    Ok(yielded)
}

/// States what a draft says, and has it certified.
async fn derive<S: Session, C: Certifier>(
    session: &mut S,
    certifier: &mut C,
    subject: &Subject<'_>,
    stage: &Stage,
    (lemma, draft, nth): (&Invocable, &Draft, usize),
    known: &BTreeSet<String>,
    limits: StepLimits,
) -> Result<Result<(Item, String), Dropped>, ProverError> {
    let item = subject.item;
    // The namespace that is open there goes before the name by itself.
    let plain = item.plain_name();
    let (name, full) = (format!("{plain}_mutant_{nth}"), format!("{}_mutant_{nth}", item.name));
    let Some(theorem) = statement::theorem(&name, &full, &lemma.header, &draft.hyps, &draft.target) else {
        return Ok(Err(Dropped::Form));
    };
    let opened = match admit::open(session, &theorem).await? {
        Ok(opened) => opened,
        Err((why, _)) => return Ok(Err(why)),
    };
    let same = format!("exact {}", stage.applied(None));
    let steps = [(Dropped::Trivial, admit::TRIVIAL), (Dropped::Same, same.as_str())];
    let verdict = admit::judge(session, &theorem, &opened, known, &steps, limits).await?;
    session.forget(&[opened.group.state]);
    if let Some(why) = verdict {
        return Ok(Err(why));
    }
    let proof = theorem.with_script(&draft.script);
    Ok(match admit::certify(certifier, &theorem, &proof).await? {
        Ok(certificate) => {
            let about = (Origin::Mutation, item.source.as_str(), opened.key.clone());
            let derived = Item::new(&theorem, about, (draft.script.clone(), proof), certificate);
            Ok((Item { root: item.root.clone(), ..derived }, opened.key))
        }
        Err((why, _)) => Err(why),
    })
}

/// Opens the theorem's statement behind the theorem itself, and makes the states that lemmas are invoked on.
async fn stage<S: Session>(
    session: &mut S,
    subject: Subject<'_>,
    limits: StepLimits,
) -> Result<Option<Stage>, ProverError> {
    let item = subject.item;
    let stated = item.theorem();
    let Some(form) = form(&stated) else { return Ok(None) };
    let scope = if form.scope.is_empty() { String::new() } else { format!("{} ", form.scope) };
    let before = format!(
        "{scope}theorem {}_to_mutate{} {} : {} := ",
        form.name, form.universes, form.binders, form.ty
    );
    let text = format!("{before}by sorry");
    let name = format!("{}_to_mutate", item.name);
    let probe = Theorem::new(name, item.prover, subject.header, &text, before.len()..text.len());
    let Ok(opened) = admit::open(session, &probe).await? else { return Ok(None) };
    let Some((mut state, mut goal)) = only(session, opened.group.state, "intros", limits).await? else {
        return Ok(None);
    };
    let names = statement::spellings(&goal);
    if !names.is_empty() {
        let step = format!("rename_i {}", names.join(" "));
        let Some(renamed) = only(session, state, &step, limits).await? else { return Ok(None) };
        (state, goal) = renamed;
    }
    let fact = statement::fresh("fact", &goal.hyps);
    let mut stage = Stage {
        goal,
        fact,
        name: item.name.clone(),
        conclusion: (state, String::new()),
        hypotheses: Vec::new(),
    };
    // The goal is out of the way, so that what is left of it tells what a step left besides.
    let step = format!("have {} := {}\nexfalso", stage.fact, stage.applied(None));
    let Some((known, goal)) = only(session, state, &step, limits).await? else { return Ok(None) };
    let Some(fact) = goal.hyps.into_iter().rfind(|it| it.name == stage.fact) else { return Ok(None) };
    stage.conclusion = (known, fact.ty);
    for (at, hyp) in stage.goal.hyps.iter().enumerate().filter(|it| it.1.kind == HypKind::Prop) {
        let step = format!("refine {}\nclear {}", stage.applied(Some((at, "?_"))), hyp.name);
        if let Some((state, _)) = only(session, state, &step, limits).await? {
            stage.hypotheses.push((at, state));
        }
    }
    Ok(Some(stage))
}

/// Tries a step; the state and the goal that it leaves, if it leaves just one.
async fn only<S: Session>(
    session: &mut S,
    state: StateId,
    step: &str,
    limits: StepLimits,
) -> Result<Option<(StateId, Goal)>, ProverError> {
    let Verdict::Progress { mut groups } = session.step(state, step, limits).await? else { return Ok(None) };
    if let [group] = &mut groups[..]
        && group.goals.len() == 1
    {
        return Ok(group.goals.pop().map(|goal| (group.state, goal)));
    }
    session.forget(&groups.iter().map(|it| it.state).collect::<Vec<_>>());
    Ok(None)
}

/// Invokes a lemma on what the theorem concludes.
async fn on_conclusion<S: Session>(
    session: &mut S,
    stage: &Stage,
    lemma: &Invocable,
    way: Way,
    limits: StepLimits,
) -> Result<Option<Draft>, ProverError> {
    let ((state, before), fact, name) = (&stage.conclusion, &stage.fact, &lemma.name);
    let steps: Vec<String> = match way {
        Way::Rewrite => vec![format!("rw [{name}] at {fact}")],
        Way::RewriteBack => vec![format!("rw [← {name}] at {fact}")],
        Way::Simp => vec![format!("simp only [{name}] at {fact}")],
        // How many of its arguments are to be found from what it is applied to is not known.
        Way::Apply => {
            (0..=3).map(|it| format!("replace {fact} := {name}{} {fact}", " _".repeat(it))).collect()
        }
    };
    for step in steps {
        let Some((left, goal)) = only(session, *state, &step, limits).await? else { continue };
        session.forget(&[left]);
        let made = goal.hyps.iter().rfind(|it| it.name == *fact && it.ty != *before);
        let made = made.filter(|_| goal.target == "False");
        return Ok(made.map(|it| Draft {
            hyps: stage.goal.hyps.clone(),
            target: it.ty.clone(),
            script: format!("have {fact} := {}\n{step}\nexact {fact}", stage.applied(None)),
        }));
    }
    Ok(None)
}

/// Invokes a lemma on a hypothesis, as on a goal: what is left is enough for it.
async fn on_hypothesis<S: Session>(
    session: &mut S,
    stage: &Stage,
    (at, state): (usize, StateId),
    lemma: &Invocable,
    way: Way,
    limits: StepLimits,
) -> Result<Option<Draft>, ProverError> {
    let name = &lemma.name;
    let step = match way {
        Way::Rewrite => format!("rw [{name}]"),
        Way::RewriteBack => format!("rw [← {name}]"),
        Way::Simp => format!("simp only [{name}]"),
        Way::Apply => format!("apply {name}"),
    };
    let Some((left, goal)) = only(session, state, &step, limits).await? else { return Ok(None) };
    session.forget(&[left]);
    let mut hyps = stage.goal.hyps.clone();
    let hyp = &mut hyps[at];
    if hyp.ty == goal.target {
        return Ok(None);
    }
    hyp.ty = goal.target;
    let script = format!("refine {}\n{step}\nexact {}", stage.applied(Some((at, "?_"))), hyp.name);
    Ok(Some(Draft { target: stage.goal.target.clone(), hyps, script }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        prover::{Certificate, Certification, GoalGroup},
        theorem::ProverKind,
    };

    /// A prover that knows `theorem t (n : Nat) (h : 0 < n) : f n = n`, and lemmas to rewrite it by.
    #[derive(Default)]
    struct Fake(Vec<Goal>);

    impl Fake {
        fn state(&mut self, target: &str, hyps: &[(&str, &str)]) -> GoalGroup {
            let hyp = |(name, ty): &(&str, &str)| Hyp {
                name: (*name).into(),
                ty: (*ty).into(),
                kind: if ty.contains(' ') { HypKind::Prop } else { HypKind::Var },
                value: None,
                head: None,
            };
            let goal = Goal {
                case: None,
                hyps: hyps.iter().map(hyp).collect(),
                target: target.into(),
                head: None,
                consts: Vec::new(),
                definition: None,
            };
            self.0.push(goal.clone());
            let state = StateId(self.0.len() as u32 - 1);
            GoalGroup { state, goals: vec![goal], fingerprint: String::new(), positions: vec![0] }
        }
    }

    impl Session for Fake {
        async fn open(&mut self, theorem: &Theorem) -> Result<GoalGroup, ProverError> {
            let target = theorem.statement.split(" : ").last().unwrap().trim_end_matches(" := by sorry");
            Ok(self.state(target, &[("n", "Nat"), ("h", "0 < n")]))
        }

        async fn step(&mut self, state: StateId, step: &str, _: StepLimits) -> Result<Verdict, ProverError> {
            let hyps = [("n", "Nat"), ("h", "0 < n")];
            let with_fact = |fact| [hyps[0], hyps[1], ("fact", fact)];
            let target = self.0[state.0 as usize].target.clone();
            let group = match (step, target.as_str()) {
                ("intros", target) => self.state(target, &hyps),
                ("have fact := @t n h\nexfalso", _) => self.state("False", &with_fact("f n = n")),
                ("refine @t n ?_\nclear h", _) => self.state("0 < n", &hyps[..1]),
                ("rw [sound] at fact", "False") => self.state("False", &with_fact("g n = n")),
                ("rw [unsound] at fact", "False") => self.state("False", &with_fact("f n = 0")),
                ("rw [idle] at fact", "False") => self.state("False", &with_fact("f n = n")),
                ("rw [← sound]", "0 < n") => self.state("1 ≤ n", &hyps[..1]),
                _ => return Ok(Verdict::Rejected { reason: "no".into() }),
            };
            Ok(Verdict::Progress { groups: vec![group] })
        }

        fn forget(&mut self, _: &[StateId]) {}

        fn restarts(&self) -> u32 {
            0
        }
    }

    /// Certifies what was made with the sound lemma.
    struct Honest;

    impl Certifier for Honest {
        async fn certify(&mut self, theorem: &Theorem, proof: &str) -> Result<Certification, ProverError> {
            if proof.contains("unsound") {
                return Ok(Certification::Refused { reason: "it is no proof".into() });
            }
            let hash = blake3::hash(theorem.statement.as_bytes()).to_hex().to_string();
            Ok(Certification::Certified(Certificate {
                prover: "lean".into(),
                version: "4".into(),
                axioms: Vec::new(),
                statement_hash: hash,
                header_hash: String::new(),
                wall_ms: 1,
            }))
        }
    }

    #[tokio::test]
    async fn what_is_not_certified_never_gets_out() {
        let text = "theorem t (n : Nat) (h : 0 < n) : f n = n := by sorry";
        let theorem = Theorem::new("t", ProverKind::Lean, "", text, text.len() - 8..text.len());
        let Certification::Certified(certificate) = Honest.certify(&theorem, "").await.unwrap() else {
            panic!()
        };
        let texts = ("simp".to_owned(), theorem.with_script("simp"));
        let item = Item::new(&theorem, (Origin::File, "T.lean", "key".into()), texts, certificate);
        let lemma = |name: &str| Invocable {
            name: name.into(),
            ty: "∀ (n : Nat), f n = g n".into(),
            header: format!("theorem {name} : p := q\n\n{}\n\n", item.proof),
        };
        let lemmas = [lemma("sound"), lemma("unsound"), lemma("idle")];
        let (header, known) = (format!("{}\n\n", item.proof), BTreeSet::new());
        let subject = Subject { item: &item, header: &header, lemmas: &lemmas, known: &known };
        let limits = |most, seed| Limits { most, time: Duration::MAX, step: StepLimits::default(), seed };
        let yielded = mutate(&mut Fake::default(), &mut Honest, subject, limits(9, 0)).await.unwrap();
        let mut proofs: Vec<&str> =
            yielded.items.iter().map(|it| it.proof.split_once(" (n").unwrap().1).collect();
        proofs.sort_unstable();
        assert_eq!(
            proofs,
            [
                " : Nat) (h : 0 < n) : g n = n := by\n  have fact := @t n h\n  rw [sound] at fact\n  exact fact",
                " : Nat) (h : 1 ≤ n) : f n = n := by\n  refine @t n ?_\n  rw [← sound]\n  exact h",
            ]
        );
        assert_eq!(yielded.dropped, [(Dropped::NotCertified, 1)].into());
        for it in &yielded.items {
            let hash = blake3::hash(it.statement.as_bytes()).to_hex().to_string();
            assert_eq!(
                (&it.certificate.statement_hash, &it.root, &it.header),
                (&hash, &item.key, &lemmas[0].header)
            );
            assert_eq!(it.mutation.as_ref().unwrap().of, "t");
        }
        // The seed says in which order they are tried, and so which are kept of many.
        let mut first = BTreeSet::new();
        for seed in 0..12 {
            let one = mutate(&mut Fake::default(), &mut Honest, subject, limits(1, seed)).await.unwrap();
            let again = mutate(&mut Fake::default(), &mut Honest, subject, limits(1, seed)).await.unwrap();
            assert_eq!((one.items.len(), &one), (1, &again));
            first.insert(one.items[0].statement.clone());
        }
        assert_eq!(first.len(), 2);
    }
}
