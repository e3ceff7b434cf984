//! What is said of numbers: comparisons, `is even`, `leaves remainder 1`, and how such statements are put together.

use super::{
    Expr, Op, Prop, Rel,
    parse::{Parser, implies},
    words::Token,
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
                    return Some(Prop::all(parts));
                }
            }
        }
    }

    pub(super) fn atom(&mut self) -> Option<Prop> {
        let start = self.mark();
        if self.word("there") {
            return self.existing();
        }
        if self.word("no") {
            return self.none_such();
        }
        if let Some(prop) = self.several() {
            return Some(prop);
        }
        self.reset(start);
        let subject = self.sum()?;
        if let Some(prop) = self.compared(&subject) {
            return Some(prop);
        }
        // `a beats b`, where the text has said what that is.
        if let Some(what) = self.defined(|it| it.value.is_none() && it.parameters.len() == 2) {
            let other = self.sum()?;
            return Some(Prop::Is(what, vec![subject, other]));
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
                return Some(Prop::all(parts));
            }
            let Some(rel) = self.rel() else {
                self.reset(start);
                break;
            };
            let right = self.sum()?;
            parts.push(Prop::Compare(rel, left, right.clone()));
            left = right;
        }
        (!parts.is_empty()).then(|| Prop::all(parts))
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
        let each = |said: &dyn Fn(&Expr) -> Prop| Prop::all(subjects.iter().map(said).collect());
        if self.any(&["leaves", "leave", "has"]) {
            self.article();
            self.words(&["the"]);
            if !self.word("remainder") {
                return self.fail();
            }
            let rest = self.sum_without_mod()?;
            if !self.divided_by() {
                return self.fail();
            }
            let mut rests = vec![(rest, self.product()?)];
            // `the remainder 1 on division by 3 and the remainder 2 on division by 5`
            loop {
                let start = self.mark();
                let mut more = || {
                    let more = self.word("and") | self.any(&["leaves", "leave", "has"]) | self.word("the");
                    let rest = (more && self.word("remainder")).then(|| self.sum_without_mod())??;
                    if self.divided_by() { Some((rest, self.product()?)) } else { None }
                };
                match more() {
                    Some(it) => rests.push(it),
                    None => {
                        self.reset(start);
                        break;
                    }
                }
            }
            let rest = |it: &Expr, by: &Expr| Expr::Of(Op::Mod, Box::new(it.clone()), Box::new(by.clone()));
            let of = |it: &Expr| {
                rests.iter().map(|(r, by)| Prop::Compare(Rel::Eq, rest(it, by), r.clone())).collect()
            };
            return Some(each(&|it| Prop::all(of(it))));
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
        Some(Prop::all(parts))
    }

    /// `divisible by 6 and by 4`
    fn divisible(&mut self, subjects: &[Expr]) -> Option<Prop> {
        self.word("both");
        let mut all_by = vec![self.sum()?];
        let mut word = "and";
        loop {
            let start = self.mark();
            let joined = match all_by.len() {
                1 => ["and", "or"].into_iter().find(|it| self.word(it)),
                _ => self.word(word).then_some(word),
            };
            let is_by = self.word("by");
            let is_number = matches!(self.tokens.get(self.at), Some(Token::Number(_)));
            let by = if joined.is_some() && (is_by || is_number) { self.sum() } else { None };
            match (joined, by) {
                (Some(joined), Some(by)) if !self.is_subject() => {
                    word = joined;
                    all_by.push(by);
                }
                _ => {
                    self.reset(start);
                    break;
                }
            }
        }
        let of = |it: &Expr| {
            let parts = all_by.iter().map(|by| Prop::Compare(Rel::Divides, by.clone(), it.clone())).collect();
            if word == "or" { Prop::Or(parts) } else { Prop::all(parts) }
        };
        Some(Prop::all(subjects.iter().map(of).collect()))
    }

    /// Whether something is said of what was read last: the 3 in `divisible by 2 and 3 divides m`.
    fn is_subject(&self) -> bool {
        match self.tokens.get(self.at) {
            Some(Token::Sign(it)) => !matches!(it, ',' | '.' | ';' | '?' | ':' | ')' | '⇒' | '⇔'),
            Some(Token::Word(it)) => {
                matches!(it.as_str(), "is" | "are" | "does" | "do" | "leaves" | "leave" | "has" | "divide")
            }
            _ => false,
        }
    }

    /// `twice an integer`, `the sum of two squares`, `1`: what is a number like that is equal to one.
    fn is_some(&mut self, subjects: &[Expr]) -> Option<Prop> {
        let [subject] = subjects else { return None };
        let (declared, supposed) = (self.declared.len(), self.supposed.len());
        self.word("either");
        let equal = |other: Expr| Prop::Compare(Rel::Eq, subject.clone(), other);
        let mut others = vec![equal(self.sum()?)];
        loop {
            let start = self.mark();
            match if self.word("or") { self.sum() } else { None } {
                Some(other) if !self.is_subject() => others.push(equal(other)),
                _ => {
                    self.reset(start);
                    break;
                }
            }
        }
        let variables = self.declared.split_off(declared);
        let mut said = self.supposed.split_off(supposed);
        said.push(if others.len() == 1 { others.remove(0) } else { Prop::Or(others) });
        Some(match variables.is_empty() {
            true => Prop::all(said),
            false => Prop::Exists(variables, Box::new(Prop::all(said))),
        })
    }

    /// What comes after `no`: `integer n satisfies n² = 2`, `natural number except 1 and p divides p`.
    fn none_such(&mut self) -> Option<Prop> {
        let noun = self.noun()?;
        let names = match self.names() {
            Some(names) if names.len() == 1 => names,
            Some(_) => return self.fail(),
            None => vec![self.new_name("n")],
        };
        let (variables, subject) = (noun.variables(&names), Expr::Var(names[0].clone()));
        let mut but = Vec::new();
        if self.any(&["except", "besides"])
            || self.words(&["other", "than"])
            || self.words(&["different", "from"])
        {
            but.push(self.sum()?);
            while self.word("and") || self.word("or") {
                but.push(self.sum()?);
            }
        }
        let local = self.local.len();
        self.local.extend(variables.clone());
        let mut said = noun.suppositions(&names);
        said.extend(self.compared_to(&names)?);
        let mut so = || {
            while self.such_that() {
                said.push(self.props()?);
            }
            let prop = self.verb(&subject)?;
            said.push(prop);
            Some(())
        };
        let is = so();
        self.local.truncate(local);
        is?;
        let equal = |it: &Expr| Prop::Compare(Rel::Eq, subject.clone(), it.clone());
        let mut but: Vec<Prop> = but.iter().map(equal).collect();
        Some(match but.len() {
            0 => Prop::Not(Box::new(Prop::Exists(variables, Box::new(Prop::all(said))))),
            1 => super::parse::forall(variables, implies(said, but.remove(0))),
            _ => super::parse::forall(variables, implies(said, Prop::Or(but))),
        })
    }

    pub(super) fn predicate(&mut self, subjects: &[Expr]) -> Option<Prop> {
        let each = |said: &dyn Fn(&Expr) -> Prop| Prop::all(subjects.iter().map(said).collect());
        let compare = |rel: Rel, other: &Expr| each(&|it| Prop::Compare(rel, it.clone(), other.clone()));
        if let Some(what) = self.defined(|it| it.value.is_none() && it.parameters.len() == 2) {
            let other = self.sum()?;
            return Some(each(&|it| Prop::Is(what.clone(), vec![it.clone(), other.clone()])));
        }
        if self.words(&["divisible", "by"]) {
            return self.divisible(subjects);
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
            return Some(Prop::all(pairs.collect()));
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
        if let Some(prop) = self.is_some(subjects) {
            return Some(prop);
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
        Some(each(&|it| Prop::all(adjectives.iter().map(|adjective| adjective.says(it)).collect())))
    }
}
