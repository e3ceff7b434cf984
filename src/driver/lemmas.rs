//! Lemmas of the index in a search: offered before it, put into the script that it finds, and kept after it.

use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::{Found, closes};
use crate::{
    lemma::{
        Lemma, LemmaId, Prepared, Provenance, Retrieval,
        normal::{key_of_goal, key_of_type},
        offer::{Offer, haves, inline, mentions, unqualified, without},
    },
    prover::{Certificate, Goal, GoalGroup, HypKind, Premise, ProverError, Session, StateId, StepLimits},
    search::{GroupId, Search, Style},
    theorem::{ProverKind, Theorem, fstar_statement::stated},
};

/// A premise that a proof uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Used {
    /// Its name, as the script has it.
    pub name: String,
    /// Its place among what was offered where it is used, from 1; the best one, if that is at several places.
    pub rank: usize,
    /// Whether it is a lemma of the index, and not one of the library.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lemma: bool,
}

/// What the index has for one search.
pub(super) struct Drawn<'a> {
    index: Option<&'a dyn Retrieval>,
    /// The theorem behind the lemmas.
    pub(super) theorem: Theorem,
    /// The lemmas, each behind those that it calls.
    pub(super) offers: Vec<Offer>,
    /// Their names in the index, the best first.
    pub(super) names: Vec<String>,
    /// The same as premises.
    ranked: Vec<Premise>,
    /// What the session itself found.
    found: Vec<Premise>,
}

impl<'a> Drawn<'a> {
    /// Lemmas for a theorem that was opened with `root`, as far as the prover accepts them there; those in `past`, if an
    /// earlier search had some.
    pub(super) async fn new<S: Session>(
        session: &mut S,
        index: Option<&'a dyn Retrieval>,
        theorem: &Theorem,
        root: &GoalGroup,
        past: Option<&[String]>,
    ) -> Result<Self, ProverError> {
        let found = session.premises().to_vec();
        let theorem_behind = theorem.clone();
        let (offers, names, ranked) = (Vec::new(), Vec::new(), Vec::new());
        let mut drawn = Drawn { index, theorem: theorem_behind, offers, names, ranked, found };
        let mut lemmas = match (index, past) {
            (Some(index), Some(names)) => index.named(names),
            (Some(index), None) => index.lemmas(theorem, root),
            (None, _) => Vec::new(),
        };
        lemmas.retain(|it| !Offer::is_in(it, &theorem.header));
        let offers: Vec<Offer> =
            in_order(&lemmas).into_iter().filter_map(|(lemma, calls)| Offer::new(lemma, &calls)).collect();
        if offers.is_empty() {
            return Ok(drawn);
        }
        // Both as a theorem of its own, and as a `have` within a proof: that is what the script will have.
        let mut declarations: Vec<String> = offers.iter().map(|it| it.declaration.clone()).collect();
        declarations.extend(offers.iter().map(|it| it.within.clone()));
        let accepted = session.accepts(&theorem.header, &declarations).await?;
        let (mut header, count) = (theorem.header.trim_end().to_owned(), offers.len());
        for (at, offer) in offers.into_iter().enumerate() {
            let both = [at, at + count].iter().all(|it| accepted.get(*it) == Some(&true));
            if both && offer.calls.iter().all(|it| drawn.offers.iter().any(|other| other.local == *it)) {
                header = format!("{header}\n\n{}", offer.declaration);
                drawn.offers.push(offer);
            }
        }
        if !drawn.offers.is_empty() {
            drawn.theorem.header = format!("{header}\n\n");
        }
        for lemma in &lemmas {
            if let Some(offer) = drawn.offers.iter().find(|it| it.id == lemma.id) {
                drawn.names.push(lemma.name.clone());
                drawn.ranked.push(offer.premise());
            }
        }
        Ok(drawn)
    }

    /// Gets ready for these goals.
    pub(super) async fn prepare(&self, goals: &GoalGroup) -> Prepared {
        match self.index {
            Some(index) => index.prepare(goals).await,
            None => Prepared::default(),
        }
    }

    /// Facts that may serve at these goals: lemmas, what the session found, and what else the library has.
    pub(super) fn premises(&self, goals: &GoalGroup) -> Vec<Premise> {
        let library = self.index.map(|it| it.premises(&self.theorem, goals)).unwrap_or_default();
        self.ranked.iter().chain(&self.found).cloned().chain(library).collect()
    }

    /// The premises that the steps of a proof use, sorted.
    pub(super) fn used(&self, search: &Search) -> Vec<Used> {
        let Some(proof) = search.proof() else { return Vec::new() };
        let mut used: Vec<Used> = Vec::new();
        for id in proof.steps() {
            let step = search.tree().step(id);
            let text = unqualified(&step.proposal.step, &self.offers);
            for (at, premise) in self.premises(search.goal(step.group)).into_iter().enumerate() {
                if !mentions(&text, &premise.name) {
                    continue;
                }
                match used.iter_mut().find(|it| it.name == premise.name) {
                    Some(known) => known.rank = known.rank.min(at + 1),
                    None => used.push(Used { name: premise.name, rank: at + 1, lemma: premise.is_lemma }),
                }
            }
        }
        used.sort();
        used
    }

    /// A script that works, without the lemmas that it is given and does not need.
    pub(super) async fn with_fewer<S: Session>(
        &self,
        session: &mut S,
        root: StateId,
        mut script: String,
        limits: StepLimits,
        cancel: &CancellationToken,
    ) -> Result<String, ProverError> {
        for offer in &self.offers {
            if cancel.is_cancelled() {
                break;
            }
            if let Some(fewer) = without(&script, &offer.local).filter(|it| *it != script)
                && closes(session, root, &fewer, limits).await?
            {
                script = fewer;
            }
        }
        Ok(script)
    }

    /// A script with the lemmas that it calls.
    pub(super) fn found(&self, script: &str) -> Found {
        let short = unqualified(script, &self.offers);
        let called = self.offers.iter().filter(|it| mentions(&short, &it.local));
        let uses = called.map(|it| it.id.clone()).collect();
        let haves = haves(&short, &self.offers);
        Found { script: inline(&short, &self.offers), short, uses, haves }
    }
}

/// Each lemma behind those that it calls, with the names of these; what calls a lemma that is not there is left out.
fn in_order(lemmas: &[Lemma]) -> Vec<(&Lemma, Vec<&str>)> {
    let mut placed: Vec<(&Lemma, Vec<&str>)> = Vec::new();
    let mut left: Vec<&Lemma> = lemmas.iter().collect();
    loop {
        let before = placed.len();
        left.retain(|lemma| {
            let named = |id: &LemmaId| placed.iter().find(|it| it.0.id == *id).map(|it| it.0.name.as_str());
            let calls: Option<Vec<&str>> = lemma.uses.iter().map(named).collect();
            calls.map(|it| placed.push((lemma, it))).is_none()
        });
        if placed.len() == before {
            return placed;
        }
    }
}

/// A goal that was closed on the way, stated by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subgoal {
    /// The statements to try, those with fewer hypotheses first, each with the goal that it states.
    pub statements: Vec<(Theorem, Goal)>,
    /// What proves it.
    pub found: Found,
}

/// How many goals of one proof become lemmas of their own.
const SUBGOALS: usize = 3;

/// The goals of a proof that took most steps to close, and that are worth a lemma.
pub(super) fn subgoals(search: &Search, drawn: &Drawn<'_>, theorem: &Theorem) -> Vec<Subgoal> {
    let Some(proof) = search.proof() else { return Vec::new() };
    if theorem.prover != ProverKind::Lean || drawn.index.is_none() {
        return Vec::new();
    }
    let mut worth: Vec<(usize, GroupId)> = Vec::new();
    for id in proof.steps() {
        let group = search.tree().step(id).group;
        let steps = proof.steps_below(group);
        // What one step closes, is found again as fast as it is looked up.
        if group != crate::search::Tree::ROOT && steps > 1 && !worth.contains(&(steps, group)) {
            worth.push((steps, group));
        }
    }
    worth.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let stated = worth.into_iter().enumerate().filter_map(|(nth, (_, group))| {
        let goals = search.goal(group);
        let [goal] = goals.goals.as_slice() else { return None };
        let script = proof.script_of(group, Style::Readable).to_string();
        let statements = statements(theorem, goal, &script, nth + 1);
        let found = drawn.found(&script);
        (!statements.is_empty()).then_some(Subgoal { statements, found })
    });
    stated.take(SUBGOALS).collect()
}

/// A goal as statements of their own: with the hypotheses that it needs as far as the text tells, and with all.
fn statements(theorem: &Theorem, goal: &Goal, script: &str, nth: usize) -> Vec<(Theorem, Goal)> {
    let plain = |name: &str| !name.is_empty() && !name.contains(['✝', '«', '.', ' ']);
    if goal.target.contains("?") || goal.hyps.iter().any(|it| it.value.is_some() || it.ty.contains('?')) {
        return Vec::new();
    }
    // What cannot be named cannot be stated by that name, except for an instance.
    if goal.hyps.iter().any(|it| it.kind != HypKind::Inst && !plain(&it.name)) {
        return Vec::new();
    }
    let mut needed: Vec<bool> =
        goal.hyps.iter().map(|it| it.kind == HypKind::Inst || mentions(script, &it.name)).collect();
    for at in (0..goal.hyps.len()).rev() {
        let later = goal.hyps.iter().zip(&needed).skip(at + 1).filter(|it| *it.1);
        let name = &goal.hyps[at].name;
        needed[at] |= mentions(&goal.target, name) || later.into_iter().any(|it| mentions(&it.0.ty, name));
    }
    let all = vec![true; needed.len()];
    let one_line = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = format!("{}_goal_{nth}", theorem.name.replace(['.', '«', '»'], "_"));
    let state = |kept: &[bool]| {
        let binders = goal.hyps.iter().zip(kept).filter(|it| *it.1).map(|(hyp, _)| match hyp.kind {
            HypKind::Inst => format!("[{}] ", one_line(&hyp.ty)),
            _ => format!("({} : {}) ", hyp.name, one_line(&hyp.ty)),
        });
        let head = format!("theorem {name} {}: {} := ", binders.collect::<String>(), one_line(&goal.target));
        let hole = head.len()..head.len() + "by sorry".len();
        let stated = Theorem::new(&name, ProverKind::Lean, &theorem.header, head + "by sorry", hole);
        let hyps = goal.hyps.iter().zip(kept).filter(|it| *it.1).map(|it| it.0.clone()).collect();
        (stated, Goal { case: None, hyps, ..goal.clone() })
    };
    let mut statements = vec![state(&needed)];
    if needed != all {
        statements.push(state(&all));
    }
    statements
}

/// The theorem with the proofs of lemmas in its own proof, and a hole for the rest.
///
/// What works behind a lemma need not work with it as a hypothesis: `grind` uses hypotheses in another way.
pub(super) fn with_haves(theorem: &Theorem, haves: &str) -> Theorem {
    const MARK: &str = "sorry";
    let statement = theorem.with_script(&format!("{haves}\n{MARK}"));
    let end = statement.len() - (theorem.statement.len() - theorem.hole.end);
    let start = statement[..end].rfind(MARK).unwrap_or(end);
    Theorem { hole: start..start + MARK.len(), in_tactics: true, statement, ..theorem.clone() }
}

/// A certified theorem as a lemma.
pub(super) fn lemma(
    theorem: &Theorem,
    goal: &Goal,
    found: &Found,
    proof: String,
    certificate: Certificate,
    provenance: Provenance,
) -> Lemma {
    let ty = match theorem.prover {
        ProverKind::Lean => type_of(goal),
        ProverKind::Fstar => stated(theorem).to_owned(),
    };
    let key = match theorem.prover {
        ProverKind::Lean => key_of_goal(goal).unwrap_or_else(|| key_of_type(theorem.prover, &ty)),
        ProverKind::Fstar => key_of_type(theorem.prover, &ty),
    };
    let mut consts = goal.consts.clone();
    consts.sort();
    consts.dedup();
    Lemma {
        id: LemmaId::of(theorem),
        name: theorem.name.clone(),
        theorem: theorem.clone(),
        ty,
        key,
        script: found.short.clone(),
        proof,
        uses: found.uses.clone(),
        certificate,
        consts,
        provenance,
    }
}

/// The type that a lemma for this goal has, about as Lean prints it.
fn type_of(goal: &Goal) -> String {
    let binders = goal.hyps.iter().map(|it| match it.kind {
        HypKind::Inst => format!("[{}]", it.ty),
        _ => format!("({} : {})", it.name, it.ty),
    });
    let binders: Vec<String> = binders.collect();
    if binders.is_empty() {
        goal.target.clone()
    } else {
        format!("∀ {}, {}", binders.join(" "), goal.target)
    }
}
