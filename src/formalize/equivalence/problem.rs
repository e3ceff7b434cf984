//! Two statements side by side: what is to be shown for them to say the same, as text.

use super::{
    align::{Alignment, guard, number, rename},
    general::{Bound, General, generals, words},
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

    /// The same where the numbers that both have in two kinds are of the narrower one, as both suppose that they are.
    #[must_use]
    pub fn narrowed(&self) -> Problem {
        let mut other = self.clone();
        for at in [0, 1] {
            for (narrow, wide) in std::mem::take(&mut other.sides[at].narrow) {
                let cast = format!("(({} : {}) : {})", narrow.name, narrow.ty, wide.ty);
                let name = |word: &str| (word == wide.name).then(|| cast.clone());
                let side = &mut other.sides[1 - at];
                side.concluded = rename(&side.concluded, name);
                for it in &mut side.supposed {
                    *it = rename(it, name);
                }
                for it in other.shared.iter_mut().filter(|it| it.name == wide.name) {
                    *it = narrow.clone();
                }
            }
        }
        other
    }

    /// That both conclude the same from that, once their numbers are [`narrowed`](Problem::narrowed); `None` where that needs no proof.
    pub fn concluded(&self) -> Option<String> {
        let [first, second] = &self.sides;
        let is_same = first.concluded == second.concluded && first.own.is_empty() && second.own.is_empty();
        let claim = format!("(({}) ↔ ({}))", first.claim(), second.claim());
        (!is_same).then(|| self.about(&claim))
    }

    /// That one side's conclusion holds where both suppose what they do.
    pub fn truth(&self, side: usize) -> String {
        self.about(&format!("({})", self.sides[side].claim()))
    }

    /// The same with other conclusions.
    #[must_use]
    pub fn concluding(&self, conclusions: [&str; 2]) -> Problem {
        let mut other = self.clone();
        for (side, concluded) in other.sides.iter_mut().zip(conclusions) {
            concluded.clone_into(&mut side.concluded);
        }
        other
    }

    /// The same with what only one of them speaks of in its conclusion.
    #[must_use]
    pub fn absorbed(&self) -> Problem {
        let mut other = self.clone();
        for (side, whole) in other.sides.iter_mut().zip(&self.sides) {
            side.concluded = whole.claim();
            side.supposed = whole.outer().cloned().collect();
            side.own = Vec::new();
        }
        other
    }

    /// The same about one more variable.
    #[must_use]
    pub fn with_variable(mut self, variable: Variable) -> Problem {
        self.shared.push(variable);
        self
    }

    /// That two terms are equal whatever is supposed; `None` if both are given numbers, which may be equal by chance.
    ///
    /// Each stands in an equation of its own: within one, Lean would look for casts that make both of one type, and change their meaning.
    pub fn equal(&self, one: &str, other: &str) -> Option<String> {
        let speaks_of = |name: &str| words(one).chain(words(other)).any(|word| word == name);
        let [a, b] = ["first_term", "second_term"];
        let may_be = !speaks_of(a) && !speaks_of(b);
        let text = format!("∀ {a} {b}, {a} = ({one}) → {b} = ({other}) → {a} = {b}");
        let is_chance = one != other && !self.shared.iter().any(|it| speaks_of(&it.name));
        (may_be && !is_chance).then(|| for_all(&self.shared) + &text)
    }

    /// A claim about all that is supposed of what both speak of.
    fn about(&self, claim: &str) -> String {
        let mut supposed: Vec<String> = Vec::new();
        for side in &self.sides {
            for it in side.outer() {
                if !supposed.contains(it) {
                    supposed.push(it.clone());
                }
            }
        }
        let text = supposed.iter().map(|it| format!("({it}) → ")).collect::<String>() + claim;
        // What stands for any term is of a type that only its place tells.
        let is_known = |it: &&Variable| !it.ty.ends_with('_') || words(&text).any(|word| word == it.name);
        for_all(&self.shared.iter().filter(is_known).cloned().collect::<Vec<_>>()) + &text
    }

    /// The same without what is supposed of what both speak of, where that is the same; `None` where there is nothing to be left out.
    pub fn without_suppositions(&self) -> Option<Problem> {
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
    /// quotient, a remainder by what is no given number.
    pub fn is_guarded(&self) -> bool {
        let speaks_of = |ty: &str| {
            self.conclusions().iter().any(|it| words(it).any(|word| word == ty))
                || self.shared.iter().any(|it| words(&it.ty).any(|word| word == ty))
        };
        let has = |sign: &str| self.conclusions().iter().any(|it| it.contains(sign));
        let by_unknown = |sign: &str| {
            let behind =
                |it: &str| it.trim_start_matches(['(', ' ']).starts_with(|it: char| it.is_ascii_digit());
            self.conclusions().iter().any(|it| it.split(sign).skip(1).any(|rest| !behind(rest)))
        };
        let whole = speaks_of("Nat") || speaks_of("Int");
        speaks_of("Nat") && has(" - ")
            || whole && has(" / ")
            || by_unknown(" / ")
            || by_unknown(" % ")
            || has("toNat")
    }

    /// The same with a term that both conclusions have left open, for each such term, and that term.
    pub fn generals(&self) -> Vec<(General, Problem)> {
        let bound = self.sides.each_ref().map(Side::bound);
        // A conclusion as a whole is a term, too.
        let [first, second] = self.conclusions().map(|it| format!("({it})"));
        let generals = generals((&first, &bound[0]), (&second, &bound[1]));
        generals.into_iter().map(|general| (general.clone(), self.with(&general, &bound))).collect()
    }

    fn with(&self, general: &General, bound: &[Vec<Bound>; 2]) -> Problem {
        let mut other = self.clone();
        for (side, bound) in other.sides.iter_mut().zip(bound) {
            side.concluded = general.replaced(&format!("({})", side.concluded), bound);
            for it in &mut side.supposed {
                *it = general.replaced(it, bound);
            }
        }
        let (name, ty) = (general.name.clone(), general.ty.clone());
        other.with_variable(Variable { name, ty, is_instance: false })
    }

    /// The two conclusions.
    pub fn conclusions(&self) -> [&str; 2] {
        [&self.sides[0].concluded, &self.sides[1].concluded]
    }
}

impl Side {
    /// The variables that are bound around its conclusion, and not around the other one's.
    fn bound(&self) -> Vec<Bound> {
        let own = self.own.iter().chain(self.narrow.iter().map(|it| &it.0));
        own.map(|it| (it.name.clone(), it.ty.clone())).collect()
    }

    /// Whether a supposition speaks of this side's own variables.
    fn is_inner(&self, supposed: &str) -> bool {
        let bound = self.bound();
        words(supposed).any(|word| bound.iter().any(|it| it.0 == word))
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

    /// What this side says of the shared variables, where what it supposes of these holds.
    ///
    /// What is supposed of its own variables follows each as soon as it can, so that `b = n + 1` says at once which one is meant.
    fn claim(&self) -> String {
        let mut left: Vec<&String> = self.inner().collect();
        let mut text = String::new();
        for nth in 0..=self.own.len() {
            let later = &self.own[nth..];
            left.retain(|it| {
                let waits = words(it).any(|word| later.iter().any(|own| own.name == word));
                if !waits {
                    text.push_str(&format!("({it}) → "));
                }
                waits
            });
            text.extend(later.first().map(|it| format!("∀ {}, ", it.binder())));
        }
        format!("{text}({})", self.concluded)
    }

    /// What this side supposes of the shared variables.
    fn case(&self) -> String {
        let mut parts: Vec<String> = self.guards().collect();
        parts.extend(self.outer().map(|it| format!("({it})")));
        // What makes a number of the wider kind one of the narrower, so that there is no quantifier in the way.
        let narrowed = |word: &str| {
            let (narrow, wide) = self.narrow.iter().find(|it| it.0.name == word)?;
            Some(match (narrow.ty.as_str(), wide.ty.as_str()) {
                ("Nat", "Int") => format!("(Int.toNat {})", wide.name),
                ("Nat", _) => format!("(Int.toNat (Rat.num {}))", wide.name),
                _ => format!("(Rat.num {})", wide.name),
            })
        };
        let inner: Vec<String> = self.inner().map(|it| format!("({})", rename(it, narrowed))).collect();
        if !inner.is_empty() {
            let own: String = self.own.iter().map(|it| format!("∃ {}, ", it.binder())).collect();
            parts.push(format!("({own}{})", inner.join(" ∧ ")));
        }
        if parts.is_empty() { "True".into() } else { parts.join(" ∧ ") }
    }
}

fn for_all(variables: &[Variable]) -> String {
    variables.iter().map(|it| format!("∀ {}, ", it.binder())).collect()
}
