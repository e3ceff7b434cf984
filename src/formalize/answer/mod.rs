//! Problems that ask for an answer: small cases are looked at, an answer is conjectured, and the statement that it is right is
//! judged and proved as any other (enumerate, conjecture, prove: arXiv 2505.18492).

use serde::Serialize;

mod cases;
pub mod conjecture;
mod fill;
pub(crate) mod proof;

use std::collections::BTreeSet;

use cases::{Cases, window};
use conjecture::{Case, Is};
use fill::Filled;

use super::{
    Draft, TEMPLATES,
    pipeline::{Candidate, Formalized, Pipeline},
    reading::{Asked, Domain, Number, Prop, Question},
};
use crate::{
    driver::Status,
    prover::{Certifier, ProverError, Session},
};

/// An answer, and what it was found from. Whether it is right is what its statement says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// As people write it: `{2, 3}`, `7`.
    pub text: String,
    /// As Lean has it: `fun n : Nat => n = 2 ∨ n = 3`, `7`.
    pub lean: String,
    /// The cases that were looked at.
    pub cases: Looked,
    /// Answers that fitted fewer cases, and were refuted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Dropped>,
    /// Proofs that are worth a try.
    #[serde(skip)]
    pub scripts: Vec<String>,
}

/// Cases that the prover decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Looked {
    /// Where it holds, or what it comes to.
    pub holds: Vec<String>,
    /// Where it does not.
    pub fails: Vec<String>,
    /// Where the prover could not tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

impl Looked {
    fn new(cases: &[Case]) -> Looked {
        let of = |wanted: Is| cases.iter().filter(|it| it.is == wanted).map(|it| shown(&it.values)).collect();
        Looked { holds: of(Is::Known(true)), fails: of(Is::Known(false)), unknown: of(Is::Unknown) }
    }

    /// How many the prover decided.
    pub fn decided(&self) -> usize {
        self.holds.len() + self.fails.len()
    }
}

/// An answer that was refuted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// The answer.
    pub text: String,
    /// A case that it is wrong about, if the refutation names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<String>,
}

/// Answers that are put forward for one reading until one stands.
const ANSWERS: usize = 3;
/// The last natural number that is looked at for an extremum or a count.
const FARTHEST: i64 = 320;
/// More numbers than that are not looked for one by one where all are asked for.
const FEW: usize = 12;

fn shown(values: &[Number]) -> String {
    let all = values.iter().map(Number::to_string).collect::<Vec<_>>().join(", ");
    if values.len() == 1 { all } else { format!("({all})") }
}

/// Answers a question, in each of its readings.
///
/// # Errors
/// If the prover cannot be had.
pub async fn answered<S: Session, C: Certifier>(
    pipeline: &mut Pipeline<'_, S, C>,
    informal: &str,
    name: &str,
    header: &str,
    questions: &[Question],
) -> Result<Formalized, ProverError> {
    let (mut candidates, mut complaint) = (Vec::new(), None);
    for question in questions {
        match one(pipeline, informal, name, header, question).await? {
            Ok(found) => candidates.extend(found),
            Err(reason) => complaint = complaint.or(Some(reason)),
        }
    }
    let error = complaint.filter(|_| candidates.is_empty());
    let mut formalized = Formalized { error, candidates, ..Formalized::none(informal, String::new()) };
    formalized.rank();
    Ok(formalized)
}

/// The candidates for one reading, the one that stands last; or why there is none.
async fn one<S: Session, C: Certifier>(
    pipeline: &mut Pipeline<'_, S, C>,
    informal: &str,
    name: &str,
    header: &str,
    question: &Question,
) -> Result<Result<Option<Candidate>, String>, ProverError> {
    let (mut dropped, mut last): (Vec<Dropped>, Option<Candidate>) = (Vec::new(), None);
    let mut known: Vec<Case> = Vec::new();
    for _ in 0..ANSWERS {
        let mut cases = Cases::new(pipeline.session, header, question, pipeline.settings).await?;
        if known.is_empty() {
            known = enumerate(&mut cases, question).await?;
        }
        let filled = match &question.asked {
            Asked::Value(value) => fill::value(&mut cases, question, value).await?,
            _ => fill::all(question, &known),
        };
        let fresh = |it: &Filled| dropped.iter().all(|old| old.text != it.text);
        let Some(filled) = filled.into_iter().find(fresh) else { break };
        let statement = match filled.statement(question, name) {
            Ok(statement) => statement,
            Err(reason) => return Ok(Err(reason)),
        };
        let looked = if filled.cases.decided() > 0 { filled.cases.clone() } else { Looked::new(&known) };
        let draft = Draft {
            header: header.into(),
            statement,
            reading: filled.reading.clone(),
            taken: question.taken.clone(),
            missing: question.missing.clone(),
            source: TEMPLATES.into(),
            votes: 1,
            answer: Some(Answer {
                text: filled.text.clone(),
                lean: filled.lean.clone(),
                cases: looked,
                dropped: dropped.clone(),
                scripts: filled.scripts.clone(),
            }),
            ..Draft::default()
        };
        let judged = pipeline.judged(informal, name, vec![draft]).await?;
        let Some(candidate) = judged.candidates.into_iter().next() else { break };
        let stands = candidate.judgement.stands;
        let refutation = candidate.judgement.refutation.as_ref().filter(|it| it.status == Status::Disproved);
        let script = refutation.and_then(|it| it.script.clone());
        last = Some(candidate);
        let (false, Some(script)) = (stands, script) else { break };
        // What the refutation is about becomes a case.
        let mut cases = Cases::new(pipeline.session, header, question, pipeline.settings).await?;
        let counterexample = learn(&mut cases, question, &filled, &script, &mut known).await?;
        dropped.push(Dropped { text: filled.text, counterexample });
    }
    if last.is_some() {
        return Ok(Ok(last));
    }
    let looked = Looked::new(&known);
    let holds = match looked.holds.as_slice() {
        [] => "none of them".to_owned(),
        few => few.iter().take(12).cloned().collect::<Vec<_>>().join(", "),
    };
    Ok(Err(match &question.asked {
        Asked::Value(_) => {
            "its value was not found: it has none, depends on what is not given, or is too large".into()
        }
        _ => format!(
            "no rule was found in the {} cases that were looked at; it holds for {holds}",
            looked.decided()
        ),
    }))
}

/// What is asked of the quantities, together with what is supposed of them.
fn wanted(question: &Question) -> Option<&Prop> {
    match &question.asked {
        Asked::All(prop) | Asked::Least(prop) | Asked::Greatest(prop) | Asked::Count(prop) => Some(prop),
        Asked::Value(_) => None,
    }
}

/// Looks at as many cases as it takes.
async fn enumerate<S: Session>(
    cases: &mut Cases<'_, S>,
    question: &Question,
) -> Result<Vec<Case>, ProverError> {
    let Some(prop) = wanted(question) else { return Ok(Vec::new()) };
    let mut known = Vec::new();
    let natural = matches!(&question.variables[..], [one] if one.domain == Domain::Nat);
    if let (Asked::Least(_), true) = (&question.asked, natural) {
        // The first one is all that is asked for.
        for at in 0..=FARTHEST {
            look(cases, prop, &[Number::whole(at)], &mut known).await?;
            if cases.is_over() || known.last().is_some_and(|it| it.holds() == Some(true)) {
                break;
            }
        }
        return Ok(known);
    }
    for values in window(&question.variables, &prop.numerals()) {
        if cases.is_over() {
            break;
        }
        look(cases, prop, &values, &mut known).await?;
    }
    if let [variable] = question.variables.as_slice()
        && variable.domain != Domain::Rat
    {
        farther(cases, question, prop, &mut known).await?;
    }
    Ok(known)
}

/// Looks at what is missing up to twice as far as it holds, where only few numbers are expected.
async fn farther<S: Session>(
    cases: &mut Cases<'_, S>,
    question: &Question,
    prop: &Prop,
    known: &mut Vec<Case>,
) -> Result<(), ProverError> {
    let is_least = matches!(question.asked, Asked::Least(_));
    let sign = if is_least { -1 } else { 1 };
    let seen: BTreeSet<Number> = known.iter().map(|it| it.values[0]).collect();
    let both = question.variables[0].domain == Domain::Int
        && matches!(question.asked, Asked::All(_) | Asked::Count(_));
    let mut at = 0;
    while !cases.is_over() {
        let holds: Vec<i64> = known
            .iter()
            .filter(|it| it.holds() == Some(true))
            .filter_map(|it| it.values[0].as_whole())
            .collect();
        // Of a rule for all there are enough cases.
        if matches!(question.asked, Asked::All(_)) && holds.len() > FEW {
            break;
        }
        let end = holds.iter().map(|it| it.abs()).max().unwrap_or(0);
        if at >= (2 * end + 20).min(FARTHEST) {
            break;
        }
        at += 1;
        for number in [sign * at, -sign * at].into_iter().take(if both { 2 } else { 1 }) {
            if !seen.contains(&Number::whole(number)) {
                look(cases, prop, &[Number::whole(number)], known).await?;
            }
        }
    }
    known.sort_by(|a, b| a.values.cmp(&b.values));
    Ok(())
}

async fn look<S: Session>(
    cases: &mut Cases<'_, S>,
    prop: &Prop,
    values: &[Number],
    known: &mut Vec<Case>,
) -> Result<(), ProverError> {
    known.push(cases.case(prop, values).await?);
    Ok(())
}

/// Looks at the numbers that a refutation speaks of; says about which of them the answer was wrong.
async fn learn<S: Session>(
    cases: &mut Cases<'_, S>,
    question: &Question,
    filled: &Filled,
    script: &str,
    known: &mut Vec<Case>,
) -> Result<Option<String>, ProverError> {
    let (Some(prop), [_]) = (wanted(question), &question.variables[..]) else { return Ok(None) };
    let digits = script.split(|it: char| !it.is_ascii_digit());
    let spoken: BTreeSet<i64> = digits.filter_map(|it| it.parse().ok()).collect();
    let mut counterexample = None;
    for number in spoken
        .into_iter()
        .flat_map(|it| [it, -it])
        .filter(|it| *it >= 0 || question.variables[0].domain != Domain::Nat)
    {
        let values = vec![Number::whole(number)];
        if known.iter().any(|it| it.values == values) {
            continue;
        }
        let before = known.len();
        look(cases, prop, &values, known).await?;
        let Some(case) = known.get(before) else { continue };
        if case.holds().is_some_and(|it| filled.expects(&values) == Some(!it)) {
            counterexample = Some(shown(&values));
        }
    }
    known.sort_by(|a, b| a.values.cmp(&b.values));
    Ok(counterexample)
}
