//! Two statements side by side: what is to be shown for them to say the same, as text.

use super::{
    align::{Alignment, guard, number, rename},
    general::{General, defined, generals, parts, words},
    shape::{Shape, Variable},
};

/// Two statements whose variables are named alike where they are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Variables of both; where both have the same number in two kinds, the wider one.
    pub(super) shared: Vec<Variable>,
    pub(super) sides: [Side; 2],
}

/// What one of them says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Side {
    /// Shared numbers in the narrower kind that this side knows, and which shared one each is.
    narrow: Vec<(Variable, Variable)>,
    /// Variables that the other side does not have.
    pub(super) own: Vec<Variable>,
    pub(super) supposed: Vec<String>,
    pub(super) concluded: String,
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
        let claim = format!("(({}) ↔ ({}))", first.case(), second.case());
        (!is_same).then(|| for_all(&mentioned(&self.shared, &claim)) + &claim)
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
        for_all(&mentioned(&self.shared, &text)) + &text
    }

    /// The same without what is supposed of what both speak of, where that is the same; `None` where there is nothing to be left out.
    pub fn without_suppositions(&self) -> Option<Problem> {
        let mut other = self.clone();
        for side in &mut other.sides {
            side.supposed = side.inner().cloned().collect();
        }
        (other != *self).then_some(other)
    }

    /// The names of the variables that both speak of.
    pub fn names(&self) -> Vec<String> {
        self.shared.iter().map(|it| it.name.clone()).collect()
    }

    /// Whether anything is supposed.
    pub fn has_suppositions(&self) -> bool {
        self.sides.iter().any(|it| !it.supposed.is_empty())
    }

    /// Whether both conclusions can be computed, but for what was left open: then they may be the same by chance.
    pub fn is_computed(&self) -> bool {
        self.shared.iter().all(|it| it.ty.ends_with('_'))
            && self.sides.iter().all(|it| it.own.is_empty() && !it.concluded.contains(['∀', '∃']))
    }

    /// Whether a conclusion has an operation that has its usual meaning for some numbers only, a difference of natural numbers, a
    /// quotient, a remainder by what is no given number; if a name is given, in a term that mentions it.
    pub fn is_guarded(&self, name: Option<&str>) -> bool {
        let all = self.conclusions().map(|it| format!("({it})"));
        let speaks_of = |ty: &str| {
            all.iter().any(|it| words(it).any(|word| word == ty))
                || self.shared.iter().any(|it| words(&it.ty).any(|word| word == ty))
        };
        let (natural, whole) = (speaks_of("Nat"), speaks_of("Nat") || speaks_of("Int"));
        all.iter().flat_map(|it| bracketed(it)).any(|text| {
            let Some(sign) = [" - ", " / ", " % ", "toNat"].into_iter().find(|it| is_outside(text, it))
            else {
                return false;
            };
            let by_given = text.rsplit(sign).next().is_some_and(|it| {
                it.trim_start_matches(['(', ' ']).starts_with(|it: char| it.is_ascii_digit())
            });
            let is_partial = match sign {
                " - " => natural,
                " / " => whole || !by_given,
                " % " => !by_given,
                _ => true,
            };
            is_partial && name.is_none_or(|name| words(text).any(|word| word == name))
        })
    }

    /// The same with a term that both conclusions have left open, for each such term, and that term; also with a name that the header
    /// defines.
    pub fn generals(&self, header: &str) -> Vec<(General, Problem)> {
        let whole = self.absorbed();
        // A conclusion as a whole is a term, too.
        let [first, second] = whole.conclusions().map(|it| format!("({it})"));
        let mut generals = generals(&first, &second);
        generals.extend(defined(header, [&first, &second]));
        generals.into_iter().map(|general| (general.clone(), whole.with(&general))).collect()
    }

    pub(super) fn with(&self, general: &General) -> Problem {
        let mut other = self.clone();
        for side in &mut other.sides {
            side.concluded = general.replaced(&format!("({})", side.concluded));
            for it in &mut side.supposed {
                *it = general.replaced(it);
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
    /// Whether a supposition speaks of this side's own variables.
    fn is_inner(&self, supposed: &str) -> bool {
        let own = || self.own.iter().chain(self.narrow.iter().map(|it| &it.0));
        words(supposed).any(|word| own().any(|it| it.name == word))
    }

    fn inner(&self) -> impl Iterator<Item = &String> {
        self.supposed.iter().filter(|it| self.is_inner(it))
    }

    pub(super) fn outer(&self) -> impl Iterator<Item = &String> {
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

/// What stands in each pair of brackets.
fn bracketed(text: &str) -> impl Iterator<Item = &str> {
    parts(text).into_iter().map(|(from, to)| &text[from + 1..to - 1])
}

/// Whether a sign stands outside of all brackets of the text.
pub(super) fn is_outside(text: &str, sign: &str) -> bool {
    text.match_indices(sign).any(|(at, _)| {
        text[..at].chars().fold(0, |depth, it| match it {
            '(' => depth + 1,
            ')' => depth - 1,
            _ => depth,
        }) == 0
    })
}

/// The variables without those of which a text says nothing, if there are values of their type, or if that only shows where they are used.
fn mentioned(variables: &[Variable], text: &str) -> Vec<Variable> {
    let may_go = |it: &Variable| it.ty.ends_with('_') || number(&it.ty).is_some();
    let stays = |it: &&Variable| !may_go(it) || words(text).any(|word| word == it.name);
    variables.iter().filter(stays).cloned().collect()
}

/// Quantifiers for all of them.
pub(super) fn for_all(variables: &[Variable]) -> String {
    variables.iter().map(|it| format!("∀ {}, ", it.binder())).collect()
}
