//! What an answer of some form is proved by, to be tried before anything is searched for.

use std::sync::Arc;

use futures::{FutureExt, future::BoxFuture};

use super::conjecture::Conjecture;
use crate::{
    formalize::reading::{Domain, Expr, Number, Op, Prop, Question, Rel, Variable},
    proposer::{Ask, Proposal, Proposals, Proposer, ProposerError, Wanted},
};

/// Names that no text has.
const INNER: &str = "m₁";
const SHIFTED: &str = "k₁";

/// Settles what is so of all numbers from one on.
const TAIL: [&str; 5] = [
    "omega",
    "grind",
    "(intro h₁; have := Nat.le_of_dvd (by decide) h₁; omega)",
    "(intro h₁; have := Nat.le_of_dvd (by decide) h₁.2; omega)",
    "(induction k₁ with\n  | zero => decide\n  | succ k₁ ih => first | omega | grind [Nat.pow_succ])",
];

/// A statement about all values of one quantity that is decided up to a number and the same from there on.
struct Split<'a> {
    question: &'a Question,
    variable: &'a Variable,
    /// What is shown of each.
    claim: &'a Prop,
    /// What is asked, and whether it holds from `from` on.
    asked: &'a Prop,
    tail: bool,
    from: u64,
}

impl Split<'_> {
    fn natural(name: &str) -> Variable {
        Variable { name: name.into(), domain: Domain::Nat }
    }

    /// The number in the place of the quantity, of which `of` is the size.
    fn value(&self, of: Expr, negative: bool) -> Expr {
        match self.variable.domain {
            Domain::Nat => of,
            domain => {
                let of = Expr::As(domain, Box::new(of));
                if negative { Expr::Neg(Box::new(of)) } else { of }
            }
        }
    }

    fn says(&self, prop: &Prop, of: Expr, negative: bool, names: &[&str]) -> Option<String> {
        let put = prop.put(&self.variable.name, &self.value(of, negative));
        let scope: Vec<Variable> = names.iter().map(|it| Self::natural(it)).collect();
        self.question.lean(&put, &scope).ok()
    }

    /// The proof for numbers of one sign, of which `name` is the size; `behind` is what the cases are given beside it.
    fn script(&self, name: &str, negative: bool, behind: &str) -> Option<String> {
        let from = self.from;
        let each = self.says(self.claim, Expr::Var(INNER.into()), negative, &[INNER])?;
        let shifted = Expr::Of(Op::Add, Box::new(Expr::Var(SHIFTED.into())), Box::new(Expr::Number(from)));
        let tail = self.says(self.asked, shifted, negative, &[SHIFTED])?;
        let tail = if self.tail { tail } else { format!("¬ ({tail})") };
        let ways: String = TAIL.iter().map(|it| format!("\n    | {}", it.replace('\n', "\n    "))).collect();
        Some(format!(
            "by_cases near : {name} < {from}\n\
             · exact (by first | decide | decide +kernel : ∀ {INNER} : Nat, {INNER} < {from} → ({each})) {name} near{behind}\n\
             · obtain ⟨{SHIFTED}, rfl⟩ : ∃ {SHIFTED}, {name} = {SHIFTED} + {from} := ⟨{name} - {from}, by omega⟩\n  \
             have far : {tail} := by\n    first{ways}\n  \
             first\n  | grind\n  | (simp [far]; omega)\n  | (simp_all; done)"
        ))
    }

    /// The proof for the quantity itself.
    fn whole(&self, behind: &str) -> Option<String> {
        let name = &self.variable.name;
        match self.variable.domain {
            Domain::Nat => self.script(name, false, behind),
            Domain::Int => {
                let bullet = |it: String| format!("· {}", it.replace('\n', "\n  "));
                let positive = bullet(self.script(INNER, false, behind)?);
                let negative = bullet(self.script(INNER, true, behind)?);
                Some(format!(
                    "rcases Int.eq_nat_or_neg {name} with ⟨{INNER}, rfl | rfl⟩\n{positive}\n{negative}"
                ))
            }
            Domain::Rat => None,
        }
    }
}

/// Proofs that may do for `∀ …, asked ↔ answer`.
pub(super) fn of_all(question: &Question, asked: &Prop, conjecture: &Conjecture) -> Vec<String> {
    let [variable] = question.variables.as_slice() else { return Vec::new() };
    let answer = conjecture.prop(&question.variables);
    let claim = match (&answer, conjecture) {
        (Some(answer), _) => Prop::Iff(Box::new(asked.clone()), Box::new(answer.clone())),
        (None, Conjecture::Nothing) => Prop::Not(Box::new(asked.clone())),
        (None, _) => asked.clone(),
    };
    let mut scripts = vec!["grind".to_owned()];
    if let Conjecture::Only(them) = conjecture {
        scripts.extend(product(variable, them));
    }
    let supposed = question.supposed.iter().rev();
    let suppose = |claim: Prop| {
        supposed.clone().fold(claim, |it, of| Prop::Implies(Box::new(of.clone()), Box::new(it)))
    };
    let behind = " (by assumption)".repeat(question.supposed.len());
    if let Some((end, tail)) = conjecture.tail() {
        for from in [end, end + 4, end + 20] {
            let claim = suppose(claim.clone());
            let split = Split { question, variable, claim: &claim, asked, tail, from: from.max(2) };
            scripts.extend(split.whole(&behind));
        }
    }
    if let Conjecture::Classes { modulus, .. } = conjecture {
        scripts.extend(classes(question, variable, &claim, *modulus));
    }
    scripts
}

/// The quantity is one of these, as the product of the differences is 0.
fn product(variable: &Variable, them: &[Vec<Number>]) -> Option<String> {
    let zero = match variable.domain {
        Domain::Nat => return None,
        Domain::Int => "Int.mul_eq_zero",
        Domain::Rat => "Rat.mul_eq_zero",
    };
    let name = &variable.name;
    let factors: Vec<String> = them.iter().map(|it| format!("({name} - ({}))", it[0])).collect();
    (2..=4).contains(&factors.len()).then(|| {
        let factors = factors.join(" * ");
        format!(
            "constructor\n· intro h₁\n  have zero : {factors} = 0 := by grind\n  simp only [{zero}] at zero\n  grind\n· grind"
        )
    })
}

/// By cases of what remains, and by induction with steps of the modulus.
fn classes(question: &Question, variable: &Variable, claim: &Prop, modulus: u64) -> Vec<String> {
    let name = &variable.name;
    let rests: Vec<String> = (0..modulus).map(|it| format!("{name} % {modulus} = {it}")).collect();
    let each = vec!["rest"; modulus as usize].join(" | ");
    let lemmas =
        "Nat.pow_succ, Nat.mul_mod, Nat.add_mod, Int.pow_succ, Int.mul_emod, Int.add_emod, Int.sub_emod";
    let mut scripts = vec![format!(
        "have rests : {} := by omega\nrcases rests with {each} <;> simp [{lemmas}, rest]",
        rests.join(" ∨ ")
    )];
    if variable.domain == Domain::Nat && question.supposed.is_empty() {
        let of = |a: Op, x: Expr, y: Expr| Expr::Of(a, Box::new(x), Box::new(y));
        let (q, r) = ("q₁", "r₁");
        let value = of(Op::Add, of(Op::Mul, Expr::Number(modulus), Expr::Var(q.into())), Expr::Var(r.into()));
        let scope = [Split::natural(q), Split::natural(r)];
        if let Ok(said) = question.lean(&claim.put(name, &value), &scope) {
            scripts.push(format!(
                "have key : ∀ {q} : Nat, ∀ {r} : Nat, {r} < {modulus} → ({said}) := by\n  \
                 intro {q}\n  induction {q} with\n  | zero => decide\n  | succ {q} ih =>\n    \
                 intro {r} below\n    have := ih {r} below\n    grind\n\
                 have := key ({name} / {modulus}) ({name} % {modulus}) (by omega)\n\
                 rwa [Nat.div_add_mod] at this"
            ));
        }
    }
    scripts
}

/// Proofs that may do for `P(v) ∧ ∀ n, P(n) → v ≤ n`, or with `≥`.
pub(super) fn of_extremum(question: &Question, prop: &Prop, value: Number, least: bool) -> Vec<String> {
    let mut scripts = vec!["grind".to_owned()];
    let ([variable], Some(value)) = (question.variables.as_slice(), value.as_whole()) else { return scripts };
    let Ok(from) = u64::try_from(value) else { return scripts };
    let decided = "by first | decide | decide +kernel | omega | grind";
    let (name, inner) = (&variable.name, Expr::Var(INNER.into()));
    if variable.domain != Domain::Nat {
        return scripts;
    }
    let scope = [Split::natural(INNER)];
    if least {
        let not = Prop::Not(Box::new(prop.put(name, &inner)));
        if let Ok(not) = question.lean(&not, &scope) {
            scripts.push(format!(
                "refine ⟨{decided}, fun {name} found => Nat.le_of_not_lt fun below => ?_⟩\n\
                 exact (by first | decide | decide +kernel : ∀ {INNER} : Nat, {INNER} < {from} → {not}) {name} below found"
            ));
        }
        return scripts;
    }
    let split = Split { question, variable, claim: prop, asked: prop, tail: false, from: from + 1 };
    let shifted = Expr::Of(Op::Add, Box::new(Expr::Var(SHIFTED.into())), Box::new(Expr::Number(from + 1)));
    if let Some(far) = split.says(prop, shifted, false, &[SHIFTED]) {
        let ways: String = TAIL.iter().map(|it| format!("\n  | {}", it.replace('\n', "\n  "))).collect();
        let from = from + 1;
        scripts.push(format!(
            "refine ⟨{decided}, fun {name} found => Nat.le_of_not_lt fun above => ?_⟩\n\
             obtain ⟨{SHIFTED}, rfl⟩ : ∃ {SHIFTED}, {name} = {SHIFTED} + {from} := ⟨{name} - {from}, by omega⟩\n\
             have far : ¬ ({far}) := by\n  first{ways}\n\
             exact far found"
        ));
    }
    scripts
}

/// Proofs that may do for a list that has just these members.
pub(super) fn of_count(question: &Question, prop: &Prop, members: &[i64]) -> Vec<String> {
    let [variable] = question.variables.as_slice() else { return Vec::new() };
    let listed = members.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let name = &variable.name;
    let decided = "by first | decide | decide +kernel | simp";
    let begin = format!("refine ⟨[{listed}], {decided}, {decided}, fun {name} => ?_⟩");
    let mut scripts = vec![format!("{begin}\nsimp\nomega"), format!("{begin}\nsimp\ngrind")];
    let end = members.iter().map(|it| it.unsigned_abs() + 1).max().unwrap_or(1);
    let equal = |it: &i64| Prop::Compare(Rel::Eq, Expr::Var(name.clone()), Number::whole(*it).expr());
    let one_of = match members {
        [] => return scripts,
        [one] => equal(one),
        _ => Prop::Or(members.iter().map(equal).collect()),
    };
    let claim = Prop::Iff(Box::new(one_of), Box::new(prop.clone()));
    for from in [end, end + 20] {
        let split = Split { question, variable, claim: &claim, asked: prop, tail: false, from: from.max(2) };
        if let Some(script) = split.whole("") {
            scripts.push(format!("{begin}\nsimp only [List.mem_cons, List.not_mem_nil, or_false]\n{script}"));
        }
    }
    scripts
}

/// Proofs that may do for a value, whatever it depends on.
pub(super) fn of_value(variables: &[Variable]) -> Vec<String> {
    let mut scripts = ["decide", "decide +kernel", "rfl", "simp", "grind"].map(str::to_owned).to_vec();
    if let [variable] = variables {
        let name = &variable.name;
        scripts.extend(["simp", "grind", "grind [Nat.pow_succ]", "grind [List.range_succ]"].map(|it| {
            format!("induction {name} with\n| zero => first | decide | simp\n| succ {name} ih => {it}")
        }));
    }
    scripts
}

/// A proposer that begins with whole proofs for one theorem.
pub(crate) struct Scripts<'a> {
    /// Who proposes all else.
    pub(crate) inner: &'a dyn Proposer,
    /// What they are for.
    pub(crate) theorem: &'a str,
    /// The proofs, the likeliest first.
    pub(crate) scripts: &'a [String],
}

impl Proposer for Scripts<'_> {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn id(&self) -> &str {
        self.inner.id()
    }

    fn owns(&self, source: &str) -> bool {
        source == SOURCE || self.inner.owns(source)
    }

    fn is_paid(&self) -> bool {
        self.inner.is_paid()
    }

    fn is_split(&self) -> bool {
        self.inner.is_split()
    }

    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        let begins = ask.path.is_empty() && ask.round == 0 && ask.theorem.name == self.theorem;
        async move {
            let mut answer = self.inner.propose(ask).await?;
            if begins && matches!(ask.wanted, Wanted::Steps) {
                let scripts = self.scripts.iter().enumerate().map(|(nth, script)| Proposal {
                    step: script.clone(),
                    log_prob: -0.01 * (nth as f64 + 1.0),
                    source: Arc::from(SOURCE),
                });
                answer.proposals = scripts.chain(answer.proposals).collect();
            }
            Ok(answer)
        }
        .boxed()
    }
}

/// What such proofs carry as their source.
const SOURCE: &str = "answer";
