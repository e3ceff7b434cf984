//! A statement taken apart by the prover: variables, what is supposed, what is concluded.

use crate::{
    formalize::judge::opened,
    prover::{HypKind, ProverError, Session, StateId, StepLimits, Verdict},
    theorem::{ProverKind, Theorem, lean_statement::form},
};

/// How Lean prints what is to be read again: with the types of numerals and casts, without notation that depends on what is open,
/// and with every pair of parentheses.
const PRINTED: &str = "set_option tactic.hygienic false\nset_option pp.numericTypes true\nset_option pp.coercions.types true\n\
     set_option pp.fieldNotation.generalized false\nset_option pp.deepTerms true\nset_option pp.funBinderTypes true\n\
     set_option pp.maxSteps 100000\nset_option pp.parens true\n";

/// A variable of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: String,
    /// Whether it is an instance.
    pub is_instance: bool,
}

impl Variable {
    /// As a binder.
    pub fn binder(&self) -> String {
        match self.is_instance {
            true => format!("[{} : {}]", self.name, self.ty),
            false => format!("({} : {})", self.name, self.ty),
        }
    }
}

/// `∀ variables, supposed → concluded`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its variables, each behind those that its type mentions.
    pub variables: Vec<Variable>,
    /// What it supposes.
    pub supposed: Vec<String>,
    /// What it concludes.
    pub concluded: String,
    /// For each binder in order, whether it is a variable.
    order: Vec<bool>,
}

impl Shape {
    /// Takes a statement apart, and names its variables so, if names are given; `None` where what the prover prints is not
    /// what it read, or where the statement is not of a form that can be taken apart.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub async fn of<S: Session>(
        session: &mut S,
        theorem: &Theorem,
        names: Option<&[String]>,
    ) -> Result<Option<Shape>, ProverError> {
        let Some(closed) = closed(theorem) else { return Ok(None) };
        let header = format!("{}\n{PRINTED}", theorem.header);
        let Ok(root) = opened(session, &stated("shape", &header, &closed)).await? else { return Ok(None) };
        let limits = StepLimits::default();
        let mut taken = Self::taken(session, root.state, "intros", limits).await?;
        if let Some(shape) = &taken
            && !shape.order.is_empty()
        {
            // Each binder a name of its own.
            let mut own = names.map_or_else(|| distinct(&shape.variables), <[String]>::to_vec).into_iter();
            let mut at = 0;
            let words = shape.order.iter().map(|is_variable| match is_variable {
                true => own.next().unwrap_or_else(|| "_".into()),
                false => {
                    at += 1;
                    format!("supposed_{at}")
                }
            });
            let words: Vec<String> = words.collect();
            // What is implicit is there already, under names that cannot be written.
            let (implicit, others) = words.split_at(root.goals[0].hyps.len().min(words.len()));
            let names = |word: &str, names: &[String]| match names.is_empty() {
                true => "skip".to_owned(),
                false => format!("{word} {}", names.join(" ")),
            };
            let step = format!("{}\n{}", names("rename_i", implicit), names("intro", others));
            taken = Self::taken(session, root.state, &step, limits).await?;
        } else if taken.is_none() {
            // Nothing to be introduced.
            let goal = &root.goals[0];
            taken = goal.hyps.is_empty().then(|| Shape {
                variables: Vec::new(),
                supposed: Vec::new(),
                concluded: readable(&goal.target),
                order: Vec::new(),
            });
        }
        session.forget(&[root.state]);
        let Some(shape) = taken else { return Ok(None) };
        let same = format!("({}) = ({closed})", shape.text());
        let same = stated("same", &theorem.header, &same);
        let Ok(group) = opened(session, &same).await? else { return Ok(None) };
        let step = "first\n| with_reducible rfl\n| rfl";
        let is_same = session.step(group.state, step, limits).await? == Verdict::Closed;
        session.forget(&[group.state]);
        Ok(is_same.then_some(shape))
    }

    async fn taken<S: Session>(
        session: &mut S,
        root: StateId,
        step: &str,
        limits: StepLimits,
    ) -> Result<Option<Shape>, ProverError> {
        let Verdict::Progress { groups } = session.step(root, step, limits).await? else { return Ok(None) };
        for group in &groups {
            session.forget(&[group.state]);
        }
        let goal = &groups[0].goals[0];
        let (mut variables, mut supposed, mut order) = (Vec::new(), Vec::new(), Vec::new());
        for hyp in &goal.hyps {
            order.push(hyp.kind != HypKind::Prop);
            match hyp.kind {
                HypKind::Prop => supposed.push(readable(&hyp.ty)),
                HypKind::Let => return Ok(None),
                HypKind::Var | HypKind::Inst => variables.push(Variable {
                    name: hyp.name.clone(),
                    ty: readable(&hyp.ty),
                    is_instance: hyp.kind == HypKind::Inst,
                }),
            }
        }
        Ok(Some(Shape { variables, supposed, concluded: readable(&goal.target), order }))
    }

    /// The whole statement, in the order of its binders.
    fn text(&self) -> String {
        let (mut variables, mut supposed) = (self.variables.iter(), self.supposed.iter());
        let mut text = String::new();
        for is_variable in &self.order {
            match is_variable {
                true => text.extend(variables.next().map(|it| format!("∀ {}, ", it.binder()))),
                false => text.extend(supposed.next().map(|it| format!("({it}) → "))),
            }
        }
        format!("{text}({})", self.concluded)
    }
}

/// Lean's text in one line, without the brackets that it puts around the names of a function's variables, and does not read.
fn readable(text: &str) -> String {
    let text = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let mut pieces = text.split("fun ((");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(") :") {
            Some((names, rest)) if !names.contains(['(', ')']) => {
                out.push_str(&format!("fun ({names} :{rest}"))
            }
            _ => out.push_str(&format!("fun (({piece}")),
        }
    }
    out
}

/// The statement as a proposition without anything outside.
fn closed(theorem: &Theorem) -> Option<String> {
    let form = form(theorem)?;
    // A universe of its own would have to be declared.
    (form.universes.is_empty() && form.scope.is_empty()).then(|| match form.binders.is_empty() {
        true => form.ty.to_owned(),
        false => format!("∀ {}, {}", form.binders, form.ty),
    })
}

/// A theorem of this proposition.
pub(super) fn stated(name: &str, header: &str, proposition: &str) -> Theorem {
    let before = format!("theorem {name} : {proposition} := ");
    let statement = format!("{before}by sorry");
    let hole = before.len()..statement.len();
    Theorem::new(name, ProverKind::Lean, header, statement, hole)
}

/// The variables' own names, where they can be written and stand for one; else others.
fn distinct(variables: &[Variable]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for Variable { name, .. } in variables {
        let plain = name.trim_end_matches('✝');
        let plain = if plain.is_empty() || plain.contains(['✝', '.', '«']) { "x" } else { plain };
        let mut own = plain.to_owned();
        let mut nth = 1;
        while names.contains(&own) {
            own = format!("{plain}_{nth}");
            nth += 1;
        }
        names.push(own);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn functions_of_several_variables_can_be_read() {
        assert_eq!(readable("(fun ((m x) : Nat) => (m < x)) y"), "(fun (m x : Nat) => (m < x)) y");
        for text in ["(fun (x : Nat) => x)", "fun ((x, y) : Nat × Nat) => x", "a = b"] {
            assert_eq!(readable(text), text.replace("((x, y)", "(x, y").replace("x, y) :", "x, y :"));
        }
    }
}
