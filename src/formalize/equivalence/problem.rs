//! Two statements side by side: what is to be shown for them to say the same, as text.

use super::{
    align::{Alignment, guard, number},
    general::{General, words},
    shape::{Shape, Variable},
};

/// Two statements whose variables are named alike where they are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Variables of both; where both have the same number in two kinds, the wider one.
    shared: Vec<Variable>,
    sides: [Side; 2],
}

/// What one of them says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Side {
    /// Shared numbers in the narrower kind that this side knows, and which shared one each is.
    narrow: Vec<(Variable, Variable)>,
    /// Variables that the other side does not have.
    own: Vec<Variable>,
    supposed: Vec<String>,
    concluded: String,
}

/// The names that the second statement's variables are to have under an alignment.
pub fn names(first: &Shape, second: &Shape, way: &Alignment) -> Vec<String> {
    let mut taken: Vec<String> = first.variables.iter().map(|it| it.name.clone()).collect();
    let mut names = Vec::new();
    for (variable, partner) in second.variables.iter().zip(way) {
        let same = partner.map(|at| &first.variables[at]).filter(|it| {
            let numbers = (number(&it.ty), number(&variable.ty));
            numbers.0 == numbers.1
        });
        let name = match same {
            Some(same) => same.name.clone(),
            None => {
                let mut name = variable.name.clone();
                while taken.contains(&name) {
                    name.push('\'');
                }
                taken.push(name.clone());
                name
            }
        };
        names.push(name);
    }
    names
}

impl Problem {
    /// Of two statements, the second with the names that [`names`] gave its variables.
    pub fn new(first: &Shape, second: &Shape, way: &Alignment) -> Problem {
        let side = |shape: &Shape| Side {
            narrow: Vec::new(),
            own: Vec::new(),
            supposed: shape.supposed.clone(),
            concluded: shape.concluded.clone(),
        };
        let mut sides = [side(first), side(second)];
        let mut shared = Vec::new();
        for (at, variable) in first.variables.iter().enumerate() {
            let Some(other) = way.iter().position(|it| *it == Some(at)).map(|it| &second.variables[it])
            else {
                sides[0].own.push(variable.clone());
                continue;
            };
            match number(&variable.ty).cmp(&number(&other.ty)) {
                std::cmp::Ordering::Equal => shared.push(variable.clone()),
                std::cmp::Ordering::Greater => {
                    shared.push(variable.clone());
                    sides[1].narrow.push((other.clone(), variable.clone()));
                }
                std::cmp::Ordering::Less => {
                    shared.push(other.clone());
                    sides[0].narrow.push((variable.clone(), other.clone()));
                }
            }
        }
        let own = second.variables.iter().zip(way).filter(|it| it.1.is_none());
        sides[1].own = own.map(|it| it.0.clone()).collect();
        Problem { shared, sides }
    }

    /// That both suppose the same of what they both speak of; `None` where that needs no proof.
    pub fn supposed(&self) -> Option<String> {
        let [first, second] = &self.sides;
        let is_same = first.case() == second.case();
        (!is_same).then(|| format!("{}(({}) ↔ ({}))", for_all(&self.shared), first.case(), second.case()))
    }

    /// That both conclude the same from that; `None` where that needs no proof.
    pub fn concluded(&self) -> Option<String> {
        let [first, second] = &self.sides;
        let is_same = first.concluded == second.concluded && first.is_plain() && second.is_plain();
        let claim = format!("(({}) ↔ ({}))", first.claim(), second.claim());
        (!is_same).then(|| self.about(&claim))
    }

    /// That one side's conclusion holds where both suppose what they do.
    pub fn truth(&self, side: usize) -> String {
        self.about(&format!("({})", self.sides[side].claim()))
    }

    /// A claim about all that is supposed of what both speak of.
    fn about(&self, claim: &str) -> String {
        let mut supposed: Vec<String> = Vec::new();
        for side in &self.sides {
            for it in side.guards().chain(side.outer().cloned()) {
                if !supposed.contains(&it) {
                    supposed.push(it);
                }
            }
        }
        let supposed: String = supposed.iter().map(|it| format!("({it}) → ")).collect();
        for_all(&self.shared) + &supposed + claim
    }

    /// The same without what is supposed of what both speak of.
    ///
    /// None where there is nothing to be left out, or where they differ in it.
    pub fn without_suppositions(&self) -> Option<Problem> {
        if self.supposed().is_some() {
            return None;
        }
        let mut other = self.clone();
        for side in &mut other.sides {
            side.supposed = side.inner().cloned().collect();
        }
        (other != *self).then_some(other)
    }

    /// Whether what one concludes is what the other supposes, and the other way round: then each is the other's converse, also
    /// where both are the same at each point.
    pub fn is_converse(&self) -> bool {
        let [first, second] = &self.sides;
        first.supposed != second.supposed
            && first.supposed.contains(&second.concluded)
            && second.supposed.contains(&first.concluded)
    }

    /// Whether just one of them supposes what it concludes, which makes it say nothing.
    pub fn is_one_begged(&self) -> bool {
        let [first, second] = self.sides.each_ref().map(|it| it.supposed.contains(&it.concluded));
        first != second
    }

    /// Whether a conclusion has an operation that has its usual meaning for some numbers only: a difference of natural numbers, a
    /// quotient, a remainder.
    pub fn is_guarded(&self) -> bool {
        self.conclusions()
            .iter()
            .any(|it| [" - ", " / ", " % ", "toNat"].iter().any(|part| it.contains(part)))
    }

    /// The same with a term that both conclusions have replaced by a variable of its own.
    pub fn with(&self, general: &General) -> Problem {
        let mut other = self.clone();
        for side in &mut other.sides {
            side.concluded = general.replaced(&side.concluded);
            for it in &mut side.supposed {
                *it = general.replaced(it);
            }
        }
        other.shared.push(Variable { name: general.name.clone(), ty: "_".into(), is_instance: false });
        other
    }

    /// The two conclusions.
    pub fn conclusions(&self) -> [&str; 2] {
        [&self.sides[0].concluded, &self.sides[1].concluded]
    }
}

impl Side {
    fn is_plain(&self) -> bool {
        self.narrow.is_empty() && self.own.is_empty()
    }

    /// Whether a supposition speaks of this side's own variables.
    fn is_inner(&self, supposed: &str) -> bool {
        let own = || self.own.iter().chain(self.narrow.iter().map(|it| &it.0));
        words(supposed).any(|word| own().any(|it| it.name == word))
    }

    fn inner(&self) -> impl Iterator<Item = &String> {
        self.supposed.iter().filter(|it| self.is_inner(it))
    }

    fn outer(&self) -> impl Iterator<Item = &String> {
        self.supposed.iter().filter(|it| !self.is_inner(it))
    }

    /// What makes the shared numbers some of this side's.
    fn guards(&self) -> impl Iterator<Item = String> {
        self.narrow.iter().map(|(narrow, wide)| guard(&wide.name, &narrow.ty, &wide.ty))
    }

    /// Which shared numbers this side's are.
    fn links(&self) -> String {
        let narrow = for_all(&self.narrow.iter().map(|it| it.0.clone()).collect::<Vec<_>>());
        let links = self
            .narrow
            .iter()
            .map(|(narrow, wide)| format!("{} = ({} : {}) → ", wide.name, narrow.name, wide.ty));
        narrow + &links.collect::<String>()
    }

    /// What this side says of the shared variables, where what it supposes of these holds.
    fn claim(&self) -> String {
        let inner: String = self.inner().map(|it| format!("({it}) → ")).collect();
        format!("{}{}{inner}({})", self.links(), for_all(&self.own), self.concluded)
    }

    /// What this side supposes of the shared variables.
    fn case(&self) -> String {
        let mut parts: Vec<String> = self.guards().collect();
        parts.extend(self.outer().map(|it| format!("({it})")));
        let inner: Vec<String> = self.inner().map(|it| format!("({it})")).collect();
        if !inner.is_empty() {
            let own: String = self.own.iter().map(|it| format!("∃ {}, ", it.binder())).collect();
            parts.push(format!("({}{own}{})", self.links(), inner.join(" ∧ ")));
        }
        if parts.is_empty() { "True".into() } else { parts.join(" ∧ ") }
    }
}

fn for_all(variables: &[Variable]) -> String {
    variables.iter().map(|it| format!("∀ {}, ", it.binder())).collect()
}
