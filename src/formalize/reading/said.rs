//! What is said of numbers: comparisons, `is even`, `leaves remainder 1`, and how such statements are put together.

use super::{
    Expr, Op, Prop, Rel,
    parse::{Parser, all, implies},
};

impl Parser<'_> {
    /// Several statements that are put together.
    pub(super) fn props(&mut self) -> Option<Prop> {
        let left = self.or()?;
        if self.iff() {
            return Some(Prop::Iff(Box::new(left), Box::new(self.or()?)));
        }
        if self.sign('⇒') {
            return Some(implies(vec![left], self.props()?));
        }
        Some(left)
    }

    pub(super) fn or(&mut self) -> Option<Prop> {
        self.word("either");
        let mut parts = vec![self.and()?];
        while self.word("or") {
            parts.push(self.and()?);
        }
        Some(if parts.len() == 1 { parts.remove(0) } else { Prop::Or(parts) })
    }

    pub(super) fn and(&mut self) -> Option<Prop> {
        let mut parts = vec![self.atom()?];
        loop {
            let start = self.mark();
            let more = self.word("and")
                || self.sign(',') && (self.word("and") || !self.here("then") && !self.here("if"));
            match if more { self.atom() } else { None } {
                Some(prop) => parts.push(prop),
                None => {
                    self.reset(start);
                    return Some(all(parts));
                }
            }
        }
    }

    pub(super) fn atom(&mut self) -> Option<Prop> {
        let start = self.mark();
        if self.word("there") {
            return self.existing();
        }
        if let Some(prop) = self.several() {
            return Some(prop);
        }
        self.reset(start);
        let subject = self.sum()?;
        if let Some(prop) = self.compared(&subject) {
            return Some(prop);
        }
        self.said_of(&[subject])
    }

    /// `a, b and c are odd`.
    pub(super) fn several(&mut self) -> Option<Prop> {
        self.word("both");
        let mut subjects = vec![self.sum()?];
        loop {
            let start = self.mark();
            if !(self.sign(',') || self.word("and")) {
                break;
            }
            self.word("and");
            match self.sum() {
                Some(expr) => subjects.push(expr),
                None => {
                    self.reset(start);
                    break;
                }
            }
        }
        if subjects.len() < 2 || !self.here("are") {
            return self.fail();
        }
        self.said_of(&subjects)
    }

    /// A comparison by signs, or several in a row.
    pub(super) fn compared(&mut self, first: &Expr) -> Option<Prop> {
        let mut parts = Vec::new();
        let mut left = first.clone();
        loop {
            let start = self.mark();
            if self.sign('≡') {
                let right = self.sum_without_mod()?;
                let in_parentheses = self.sign('(');
                if !self.any(&["mod", "modulo"]) {
                    return self.fail();
                }
                let by = self.sum()?;
                if in_parentheses && !self.sign(')') {
                    return self.fail();
                }
                let remainder = |it: Expr| Expr::Of(Op::Mod, Box::new(it), Box::new(by.clone()));
                parts.push(Prop::Compare(Rel::Eq, remainder(left), remainder(right)));
                return Some(all(parts));
            }
            let Some(rel) = self.rel() else {
                self.reset(start);
                break;
            };
            let right = self.sum()?;
            parts.push(Prop::Compare(rel, left, right.clone()));
            left = right;
        }
        (!parts.is_empty()).then(|| all(parts))
    }

    pub(super) fn rel(&mut self) -> Option<Rel> {
        let signs = [
            ('=', Rel::Eq),
            ('≠', Rel::Ne),
            ('<', Rel::Lt),
            ('≤', Rel::Le),
            ('>', Rel::Gt),
            ('≥', Rel::Ge),
            ('∣', Rel::Divides),
            ('∤', Rel::DividesNot),
        ];
        if self.words(&["does", "not", "divide"]) {
            return Some(Rel::DividesNot);
        }
        self.any(&["always", "also"]);
        signs.into_iter().find(|it| self.sign(it.0)).map(|it| it.1)
    }

    /// What is said of numbers by `is` or `are`, and by `leaves remainder`.
    pub(super) fn said_of(&mut self, subjects: &[Expr]) -> Option<Prop> {
        let each = |said: &dyn Fn(&Expr) -> Prop| all(subjects.iter().map(said).collect());
        if self.any(&["leaves", "leave", "has"]) {
            self.article();
            self.words(&["the"]);
            if !self.word("remainder") {
                return self.fail();
            }
            let rest = self.sum()?;
            if !(self.words(&["when", "divided", "by"])
                || self.words(&["on", "division", "by"])
                || self.any(&["modulo", "mod"]))
            {
                return self.fail();
            }
            let by = self.sum()?;
            let remainder = |it: &Expr| Expr::Of(Op::Mod, Box::new(it.clone()), Box::new(by.clone()));
            return Some(each(&|it| Prop::Compare(Rel::Eq, remainder(it), rest.clone())));
        }
        if !self.any(&["is", "are", "be"]) {
            return self.fail();
        }
        self.any(&["both", "all", "always", "also", "then"]);
        let not = self.any(&["not", "never"]);
        let together = self.any(&["both", "all"]) || self.here("distinct") || self.here("different");
        if !not {
            return self.predicate(subjects);
        }
        if together {
            return Some(Prop::Not(Box::new(self.predicate(subjects)?)));
        }
        // `a and b are not even`: neither of them is.
        let start = self.mark();
        let mut parts = Vec::new();
        for subject in subjects {
            self.reset(start);
            parts.push(Prop::Not(Box::new(self.predicate(std::slice::from_ref(subject))?)));
        }
        Some(all(parts))
    }

    pub(super) fn predicate(&mut self, subjects: &[Expr]) -> Option<Prop> {
        let each = |said: &dyn Fn(&Expr) -> Prop| all(subjects.iter().map(said).collect());
        let compare = |rel: Rel, other: &Expr| each(&|it| Prop::Compare(rel, it.clone(), other.clone()));
        if self.words(&["divisible", "by"]) {
            let by = self.sum()?;
            return Some(each(&|it| Prop::Compare(Rel::Divides, by.clone(), it.clone())));
        }
        let rels: [(&[&str], Rel); 13] = [
            (&["equal", "to"], Rel::Eq),
            (&["different", "from"], Rel::Ne),
            (&["greater", "than", "or", "equal", "to"], Rel::Ge),
            (&["larger", "than", "or", "equal", "to"], Rel::Ge),
            (&["less", "than", "or", "equal", "to"], Rel::Le),
            (&["smaller", "than", "or", "equal", "to"], Rel::Le),
            (&["strictly", "greater", "than"], Rel::Gt),
            (&["greater", "than"], Rel::Gt),
            (&["larger", "than"], Rel::Gt),
            (&["less", "than"], Rel::Lt),
            (&["smaller", "than"], Rel::Lt),
            (&["at", "least"], Rel::Ge),
            (&["at", "most"], Rel::Le),
        ];
        for (words, rel) in rels {
            if self.words(words) {
                return Some(compare(rel, &self.sum()?));
            }
        }
        if self.words(&["distinct"]) || self.words(&["different"]) {
            let pairs = subjects.iter().enumerate().flat_map(|(at, a)| {
                subjects[at + 1..].iter().map(move |b| Prop::Compare(Rel::Ne, a.clone(), b.clone()))
            });
            return Some(all(pairs.collect()));
        }
        let start = self.mark();
        let article = self.article();
        if self.words(&["multiple", "of"]) || self.words(&["multiples", "of"]) {
            let of = self.sum()?;
            return Some(each(&|it| Prop::Compare(Rel::Divides, of.clone(), it.clone())));
        }
        if self.words(&["divisor", "of"]) || self.words(&["factor", "of"]) {
            let of = self.sum()?;
            return Some(each(&|it| Prop::Compare(Rel::Divides, it.clone(), of.clone())));
        }
        if self.words(&["perfect", "square"])
            || self.words(&["square"])
            || self.words(&["perfect", "squares"])
        {
            return Some(each(&|it| Prop::Square(it.clone())));
        }
        // `an even integer`: says what kind of number it is, and something of it.
        if let Some(noun) = self.noun() {
            let names: Option<Vec<String>> = subjects
                .iter()
                .map(|it| if let Expr::Var(it) = it { Some(it.clone()) } else { None })
                .collect();
            if let Some(names) = names {
                let new: Vec<String> = names.into_iter().filter(|it| !self.knows(it)).collect();
                self.declared.extend(noun.variables(&new));
            }
            return Some(each(&|it| noun.says(it)));
        }
        self.reset(start);
        if article {
            return self.fail();
        }
        let first = self.adjective()?;
        let start = self.mark();
        if self.word("or")
            && let Some(other) = self.adjective()
        {
            return Some(each(&|it| Prop::Or(vec![first.says(it), other.says(it)])));
        }
        self.reset(start);
        let mut adjectives = vec![first];
        loop {
            let start = self.mark();
            if self.word("and")
                && let Some(more) = self.adjective()
            {
                adjectives.push(more);
            } else {
                self.reset(start);
                break;
            }
        }
        if self.words(&["number"]) || self.words(&["numbers"]) {
            return self.fail();
        }
        Some(each(&|it| all(adjectives.iter().map(|adjective| adjective.says(it)).collect())))
    }
}
