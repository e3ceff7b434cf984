//! Statements with the answer filled in.

use super::{
    Looked,
    cases::Cases,
    conjecture::{Case, Conjecture, conjectures},
    proof, shown,
};
use crate::{
    formalize::reading::{Asked, Domain, Expr, Number, Op, Prop, Question, Rel, Variable},
    prover::{ProverError, Session},
};

/// An answer with the statement that it is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) text: String,
    pub(super) lean: String,
    claim: Claim,
    pub(super) reading: String,
    pub(super) scripts: Vec<String>,
    /// What it was found from, where that is not what the question looked at.
    pub(super) cases: Looked,
    conjecture: Option<Conjecture>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Claim {
    /// As it is read.
    Said(Prop),
    /// What Lean says where the reader has no words for it.
    Lean(String),
}

impl Filled {
    fn said(text: String, lean: String, prop: Prop, scripts: Vec<String>) -> Filled {
        let reading = Question::english(&prop);
        Filled {
            text,
            lean,
            claim: Claim::Said(prop),
            reading,
            scripts,
            cases: Looked::default(),
            conjecture: None,
        }
    }

    /// The theorem with a hole for its proof.
    pub(super) fn statement(&self, question: &Question, name: &str) -> Result<String, String> {
        match &self.claim {
            Claim::Said(prop) => question.theorem(prop, name),
            Claim::Lean(text) => Ok(format!("theorem {name} : {text} := by sorry")),
        }
    }

    /// Whether the answer says that it holds of these, if that is what it is about.
    pub(super) fn expects(&self, values: &[Number]) -> Option<bool> {
        self.conjecture.as_ref().map(|it| it.holds(values))
    }
}

fn implies(conditions: &[Prop], claim: Prop) -> Prop {
    conditions.iter().rev().fold(claim, |claim, it| Prop::Implies(Box::new(it.clone()), Box::new(claim)))
}

/// The answers that fit the cases, the likeliest first.
pub(super) fn all(question: &Question, cases: &[Case]) -> Vec<Filled> {
    match &question.asked {
        Asked::All(prop) => {
            conjectures(cases).into_iter().filter_map(|it| every(question, prop, it)).collect()
        }
        Asked::Least(prop) => extremum(question, prop, cases, true).into_iter().collect(),
        Asked::Greatest(prop) => extremum(question, prop, cases, false).into_iter().collect(),
        Asked::Count(prop) => count(question, prop, cases).into_iter().collect(),
        Asked::Value(_) => Vec::new(),
    }
}

/// `n ^ 2 + 6 = 5 * n ↔ n = 2 ∨ n = 3`
fn every(question: &Question, prop: &Prop, conjecture: Conjecture) -> Option<Filled> {
    let variables = &question.variables;
    let answer = conjecture.prop(variables);
    let claim = match (&answer, &conjecture) {
        (Some(answer), _) => Prop::Iff(Box::new(prop.clone()), Box::new(answer.clone())),
        (None, Conjecture::Nothing) => Prop::Not(Box::new(prop.clone())),
        (None, _) => prop.clone(),
    };
    let says = match (&answer, &conjecture) {
        (Some(answer), _) => question.lean(answer, variables).ok()?,
        (None, Conjecture::Nothing) => "False".into(),
        (None, _) => "True".into(),
    };
    let groups = variables.chunk_by(|a, b| a.domain == b.domain).map(|group| {
        let names: Vec<&str> = group.iter().map(|it| it.name.as_str()).collect();
        format!("({} : {})", names.join(" "), Question::domain(group[0].domain))
    });
    let groups: Vec<String> = groups.collect();
    let bound = match groups.as_slice() {
        [one] => one.trim_matches(['(', ')']).to_owned(),
        several => several.join(" "),
    };
    let whole = Prop::Forall(variables.clone(), Box::new(implies(&question.supposed, claim)));
    let scripts = proof::of_all(question, prop, &conjecture);
    let filled = Filled::said(conjecture.text(variables), format!("fun {bound} => {says}"), whole, scripts);
    Some(Filled { conjecture: Some(conjecture), ..filled })
}

/// `7 ^ 2 < 50 ∧ ∀ n : Nat, n ^ 2 < 50 → n ≤ 7`
fn extremum(question: &Question, prop: &Prop, cases: &[Case], least: bool) -> Option<Filled> {
    const BEYOND: usize = 8;
    let [variable] = question.variables.as_slice() else { return None };
    let mut known: Vec<(Number, bool)> =
        cases.iter().filter_map(|it| Some((it.values[0], it.holds()?))).collect();
    known.sort();
    let holds = known.iter().filter(|it| it.1).map(|it| it.0);
    let value = if least { holds.min()? } else { holds.max()? };
    let beyond = known.iter().filter(|it| if least { it.0 < value } else { it.0 > value }).count();
    // Below 0 there are no natural numbers.
    if beyond < BEYOND && !(least && variable.domain == Domain::Nat) || variable.domain == Domain::Rat {
        return None;
    }
    let whole = Prop::all(question.supposed.iter().cloned().chain([prop.clone()]).collect());
    let (given, name) = (value.expr_of(variable.domain), Expr::Var(variable.name.clone()));
    let bound = match least {
        true => Prop::Compare(Rel::Le, given.clone(), name),
        false => Prop::Compare(Rel::Le, name, given.clone()),
    };
    let bounds = Prop::Implies(Box::new(whole.clone()), Box::new(bound));
    let bounds = Prop::Forall(vec![variable.clone()], Box::new(bounds));
    let claim = Prop::And(vec![whole.put(&variable.name, &given), bounds]);
    let scripts = proof::of_extremum(question, &whole, value, least);
    Some(Filled::said(value.to_string(), value.to_string(), claim, scripts))
}

/// `∃ ns : List Nat, ns.Nodup ∧ ns.length = 7 ∧ ∀ n, n ∈ ns ↔ 3 * n < 20`
fn count(question: &Question, prop: &Prop, cases: &[Case]) -> Option<Filled> {
    let [variable] = question.variables.as_slice() else { return None };
    let conjectured = conjectures(cases).into_iter().next()?;
    let members: Vec<i64> = match &conjectured {
        Conjecture::Nothing => Vec::new(),
        Conjecture::Only(them) => them.iter().map(|it| it[0].as_whole()).collect::<Option<_>>()?,
        _ => return None,
    };
    let whole = Prop::all(question.supposed.iter().cloned().chain([prop.clone()]).collect());
    let said = question.lean(&whole, std::slice::from_ref(variable)).ok()?;
    let (name, domain) = (&variable.name, Question::domain(variable.domain));
    let (list, count) = (format!("{name}s"), members.len());
    let text = format!(
        "∃ {list} : List {domain}, {list}.Nodup ∧ {list}.length = {count} ∧ ∀ {name} : {domain}, {name} ∈ {list} ↔ {}",
        if matches!(whole, Prop::Iff(..)) { format!("({said})") } else { said }
    );
    let one = Question::english(&Prop::Exists(vec![variable.clone()], Box::new(whole.clone())));
    let reading = one.replacen("There is one among the", &format!("There are exactly {count} among the"), 1);
    let scripts = proof::of_count(question, &whole, &members);
    let filled = Filled::said(count.to_string(), count.to_string(), whole, scripts);
    Some(Filled { claim: Claim::Lean(text), reading, conjecture: Some(conjectured), ..filled })
}

/// `3 ^ 100 % 7 = 4`: what an expression comes to, whatever it depends on.
///
/// # Errors
/// If the prover cannot be had.
pub(super) async fn value<S: Session>(
    cases: &mut Cases<'_, S>,
    question: &Question,
    expr: &Expr,
) -> Result<Vec<Filled>, ProverError> {
    let variables = &question.variables;
    let (mut found, mut looked) = (Vec::new(), Looked::default());
    let many = if variables.len() > 1 { 4 } else { 9 };
    let mut all = vec![Vec::new()];
    for _ in variables {
        let longer =
            |it: Vec<Number>| (0..many).map(move |at| [it.as_slice(), &[Number::whole(at)]].concat());
        all = all.into_iter().flat_map(longer).collect();
    }
    for values in all {
        if cases.is_over() || cases.is_meant(&values).await? != Some(true) {
            continue;
        }
        match cases.value(expr, &values).await? {
            Some((value, own)) => {
                looked.holds.push(if values.is_empty() {
                    value.to_string()
                } else {
                    format!("{value} for {}", shown(&values))
                });
                found.push((values, value, own));
            }
            None => looked.unknown.push(shown(&values)),
        }
    }
    let Some(&(_, first, own)) = found.first() else { return Ok(Vec::new()) };
    let alike = found.iter().all(|it| it.1 == first);
    let (text, lean, equal) = match variables.as_slice() {
        _ if alike => {
            let given = if expr_is_closed(expr) { first.expr_of(own) } else { first.expr() };
            (first.to_string(), first.to_string(), Prop::Compare(Rel::Eq, expr.clone(), given))
        }
        [variable] if variable.domain == Domain::Nat => {
            let Some((times, polynomial)) = polynomial(&found, variable) else { return Ok(Vec::new()) };
            let left = match times {
                1 => expr.clone(),
                _ => Expr::Of(Op::Mul, Box::new(Expr::Number(times)), Box::new(expr.clone())),
            };
            let shown =
                question.lean(&Prop::Compare(Rel::Eq, polynomial.clone(), Expr::Number(0)), variables);
            let Ok(shown) = shown else { return Ok(Vec::new()) };
            let shown = shown.trim_end_matches(" = 0").to_owned();
            let text = if times == 1 { shown.clone() } else { format!("({shown}) / {times}") };
            (
                text.clone(),
                format!("fun {} => {text}", variable.name),
                Prop::Compare(Rel::Eq, left, polynomial),
            )
        }
        _ => return Ok(Vec::new()),
    };
    let whole = match variables.as_slice() {
        [] => implies(&question.supposed, equal),
        _ => Prop::Forall(variables.clone(), Box::new(implies(&question.supposed, equal))),
    };
    let filled = Filled::said(text, lean, whole, proof::of_value(variables));
    Ok(vec![Filled { cases: looked, ..filled }])
}

fn expr_is_closed(expr: &Expr) -> bool {
    let compared = Prop::Compare(Rel::Eq, expr.clone(), Expr::Number(0));
    compared.free().is_empty()
}

/// The polynomial of degree 3 at most that has these values at 0, 1, 2, …, times what makes its coefficients whole.
fn polynomial(found: &[(Vec<Number>, Number, Domain)], variable: &Variable) -> Option<(u64, Expr)> {
    const DEGREE: usize = 3;
    let values: Option<Vec<i64>> = found
        .iter()
        .enumerate()
        .map(|(at, (values, value, _))| (values[0] == Number::whole(at as i64)).then(|| value.as_whole())?)
        .collect();
    let mut differences = values?;
    // Enough values beyond those that any polynomial fits.
    if differences.len() < DEGREE + 4 {
        return None;
    }
    let mut newton = Vec::new();
    for _ in 0..=DEGREE {
        newton.push(*differences.first()?);
        differences = differences.windows(2).map(|it| it[1].checked_sub(it[0])).collect::<Option<_>>()?;
    }
    if differences.iter().any(|it| *it != 0) {
        return None;
    }
    let [c0, c1, c2, c3] = newton[..] else { return None };
    // Six times c0 + c1 n + c2 n(n − 1)/2 + c3 n(n − 1)(n − 2)/6.
    let six = [6 * c0, 6 * c1 - 3 * c2 + 2 * c3, 3 * c2 - 3 * c3, c3];
    let by = six.iter().fold(6, |by, it| gcd(by, *it));
    let term = |power: usize, factor: u64| {
        let name = || Expr::Var(variable.name.clone());
        let base = match power {
            0 => return Expr::Number(factor),
            1 => name(),
            _ => Expr::Of(Op::Pow, Box::new(name()), Box::new(Expr::Number(power as u64))),
        };
        if factor == 1 { base } else { Expr::Of(Op::Mul, Box::new(Expr::Number(factor)), Box::new(base)) }
    };
    let mut sum: Option<Expr> = None;
    let mut terms: Vec<(usize, i64)> =
        six.iter().enumerate().map(|(power, it)| (power, it / by)).filter(|it| it.1 != 0).collect();
    // What is added first, so that nothing is below 0 on the way if that can be.
    terms.sort_by_key(|it| (it.1 < 0, std::cmp::Reverse(it.0)));
    for (power, factor) in terms {
        let term = term(power, factor.unsigned_abs());
        sum = Some(match (sum, factor < 0) {
            (None, false) => term,
            (None, true) => Expr::Neg(Box::new(term)),
            (Some(sum), negative) => {
                Expr::Of(if negative { Op::Sub } else { Op::Add }, Box::new(sum), Box::new(term))
            }
        });
    }
    Some(((6 / by).unsigned_abs(), sum?))
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}
