//! How questions are put: `find all integers x with …`, `how many …`, `what is the least …`, `compute …`.

use super::{
    Asked, Domain, Expr, Op, Prop, Rel, Variable,
    noun::{Adjective, Noun},
    parse::Parser,
    words::Token,
};

/// What is looked for, what is supposed of that, and what is asked.
pub(super) type Parts = (Vec<Variable>, Vec<Prop>, Asked);

/// What every question about quantities has.
struct Sought {
    variables: Vec<Variable>,
    supposed: Vec<Prop>,
    conditions: Vec<Prop>,
}

impl Parser<'_> {
    /// A whole question.
    pub(super) fn question(&mut self) -> Option<Parts> {
        loop {
            while self.sign('.') || self.sign(';') || self.sign(',') {}
            if !self.supposing()? {
                break;
            }
        }
        self.word("please");
        let (mut variables, mut supposed, asked) = self.asked()?;
        while self.sign('.') || self.sign('?') {}
        if self.at < self.tokens.len() {
            return self.fail();
        }
        // What was said before of a quantity that is looked for goes with it.
        self.declared.retain(|it| !variables.iter().any(|new| new.name == it.name));
        if matches!(asked, Asked::Value(_)) {
            variables = std::mem::take(&mut self.declared);
        }
        let mut before = std::mem::take(&mut self.supposed);
        before.append(&mut supposed);
        Some((variables, before, asked))
    }

    fn asked(&mut self) -> Option<Parts> {
        if self.words(&["how", "many"]) {
            return self.how_many();
        }
        if self.word("solve") {
            return self.solve();
        }
        let which = self.words(&["for", "which"]) || self.words(&["for", "what"]);
        if which || self.word("which") {
            let sought = self.sought(Condition::Verb)?;
            return Some((sought.variables, sought.supposed, Asked::All(Prop::all(sought.conditions))));
        }
        let asks = self.words(&["what", "is"])
            || self.words(&["what", "are"])
            || self.any(&["find", "determine", "give", "list", "name", "compute", "evaluate", "calculate"]);
        if !asks {
            return self.fail();
        }
        let start = self.mark();
        if let Some(found) = self.extremum() {
            return Some(found);
        }
        self.reset(start);
        if self.any(&["all", "every", "each"])
            || self.words(&["the", "set", "of", "all"])
            || self.words(&["the", "set", "of"])
        {
            let sought = self.sought(Condition::Clause)?;
            return Some((sought.variables, sought.supposed, Asked::All(Prop::all(sought.conditions))));
        }
        self.reset(start);
        self.words(&["the", "value", "of"]);
        let value = self.sum()?;
        self.parameters()?;
        Some((Vec::new(), Vec::new(), Asked::Value(value)))
    }

    /// `, where k is any natural number`, `for all integers n`.
    fn parameters(&mut self) -> Option<()> {
        let start = self.mark();
        self.sign(',');
        if self.for_all() || self.words(&["for", "a"]) {
            let (variables, conditions) = self.bound()?;
            self.declared.extend(variables);
            self.supposed.extend(conditions);
        } else if self.any(&["where", "if"]) {
            let names = self.names()?;
            if !(self.any(&["is", "are"])) {
                return self.fail();
            }
            let _ = self.any(&["any", "some", "all"]) || self.article();
            let noun = self.noun()?;
            self.declare(&names, &noun);
        } else {
            self.reset(start);
        }
        Some(())
    }

    fn extremum(&mut self) -> Option<Parts> {
        self.word("the");
        let least = self.any(&["least", "smallest", "minimal", "lowest"]);
        if !least && !self.any(&["largest", "greatest", "biggest", "maximal", "highest"]) {
            return self.fail();
        }
        let Sought { variables, supposed, conditions } = self.sought(Condition::Clause)?;
        if variables.len() != 1 {
            return self.fail();
        }
        let prop = Prop::all(conditions);
        Some((variables, supposed, if least { Asked::Least(prop) } else { Asked::Greatest(prop) }))
    }

    fn how_many(&mut self) -> Option<Parts> {
        let count = |it: Sought| (it.variables, it.supposed, Asked::Count(Prop::all(it.conditions)));
        if self.words(&["of", "the", "numbers"]) || self.words(&["of", "the", "integers"]) {
            let (first, last) = self.run()?;
            let variable = Variable { name: self.new_name("n"), domain: Domain::Nat };
            let subject = Expr::Var(variable.name.clone());
            self.local.push(variable.clone());
            let mut conditions = within(&subject, first, last);
            conditions.push(self.verb(&subject)?);
            return Some(count(Sought { variables: vec![variable], supposed: Vec::new(), conditions }));
        }
        let start = self.mark();
        if self.words(&["positive", "divisors", "does"]) || self.words(&["positive", "factors", "does"]) {
            let of = self.sum()?;
            let name = self.new_name("d");
            let noun = Noun::of(Domain::Int).with(Adjective::Positive);
            let names = [name.clone()];
            let divides = Prop::Compare(Rel::Divides, Expr::Var(name), of);
            let supposed = noun.suppositions(&names);
            let sought = Sought { variables: noun.variables(&names), supposed, conditions: vec![divides] };
            return if self.word("have") { Some(count(sought)) } else { self.fail() };
        }
        self.reset(start);
        self.sought(Condition::Verb).map(count)
    }

    /// `1, 2, …, 100`: from where to where.
    fn run(&mut self) -> Option<(u64, u64)> {
        let mut before = vec![self.given()?];
        loop {
            if !self.sign(',') {
                return self.fail();
            }
            if self.dots() {
                break;
            }
            before.push(self.given()?);
        }
        self.sign(',');
        let last = self.given()?;
        let in_turn = before.windows(2).all(|it| it[1] == it[0] + 1) && before.last()? < &last;
        if in_turn && before.len() > 1 { Some((before[0], last)) } else { self.fail() }
    }

    fn given(&mut self) -> Option<u64> {
        match self.tokens.get(self.at) {
            Some(Token::Number(it)) => {
                self.at += 1;
                Some(*it)
            }
            _ => self.fail(),
        }
    }

    /// `solve x² = 3x + 10 over the integers`.
    fn solve(&mut self) -> Option<Parts> {
        self.word("the");
        self.any(&["equation", "inequality", "congruence"]);
        let prop = self.props()?;
        if self.at == self.tokens.len() || matches!(self.tokens[self.at], Token::Sign('.')) {
            // Nothing says which numbers are looked for, and that is what is told.
            return Some((Vec::new(), Vec::new(), Asked::All(prop)));
        }
        self.sign(',');
        if !(self.any(&["in", "over", "for", "where", "among"])) {
            return self.fail();
        }
        self.word("the");
        let (names, noun) = match self.names() {
            Some(names) => {
                let _ = self.any(&["is", "are"]) && self.article();
                let noun = self.sign_domain().or_else(|| self.noun())?;
                (names, noun)
            }
            None => {
                let noun = self.noun()?;
                let free = prop.free().into_iter().filter(|it| !self.knows(it)).collect();
                (self.names().unwrap_or(free), noun)
            }
        };
        Some((noun.variables(&names), noun.suppositions(&names), Asked::All(prop)))
    }

    /// `natural numbers n such that …`, `pairs (x, y) of integers with …`, `n for which …`.
    fn sought(&mut self, how: Condition) -> Option<Sought> {
        let _ = self.words(&["of", "the"]) || self.word("the");
        let mut from_to = None;
        let (names, noun) = if self.word("pairs") || self.words(&["ordered", "pairs"]) {
            self.pairs()?
        } else {
            self.words(&["values", "of"]);
            let start = self.mark();
            match self.noun() {
                Some(noun) if self.any(&["solutions", "solution", "roots"]) => return self.solutions(&noun),
                Some(noun) => {
                    let names = self.names().unwrap_or_else(|| vec![self.new_name("n")]);
                    if self.word("from") {
                        let first = self.given()?;
                        from_to =
                            Some((first, if self.word("to") { self.given()? } else { return self.fail() }));
                    }
                    (names, Some(noun))
                }
                None => {
                    self.reset(start);
                    (self.names()?, None)
                }
            }
        };
        let (variables, supposed) = match &noun {
            Some(noun) => (noun.variables(&names), noun.suppositions(&names)),
            // `let n be a natural number. Find all n with …`
            None => {
                let known: Vec<Variable> =
                    self.declared.iter().filter(|it| names.contains(&it.name)).cloned().collect();
                if known.len() < names.len() {
                    return self.fail();
                }
                (known, Vec::new())
            }
        };
        self.local.extend(variables.clone());
        let subjects: Vec<Expr> = names.iter().cloned().map(Expr::Var).collect();
        let mut conditions = Vec::new();
        if let Some((first, last)) = from_to {
            subjects.iter().for_each(|it| conditions.extend(within(it, first, last)));
        }
        conditions.extend(self.compared_to(&names)?);
        // `how many n are there with …`
        let start = self.mark();
        if !(self.words(&["are", "there"]) || self.words(&["do", "there", "exist"])) {
            self.reset(start);
        }
        let before = conditions.len();
        loop {
            if self.such_that() {
                conditions.push(self.props()?);
            } else if let [subject] = subjects.as_slice()
                && let Some(prop) = self.relative(subject)
            {
                conditions.push(prop);
            } else {
                break;
            }
        }
        if conditions.len() == before && how == Condition::Verb {
            conditions.push(self.inverted(&subjects)?);
        }
        // What all numbers are is no question.
        if conditions.is_empty() { self.fail() } else { Some(Sought { variables, supposed, conditions }) }
    }

    /// `(x, y) of natural numbers`
    fn pairs(&mut self) -> Option<(Vec<String>, Option<Noun>)> {
        let start = self.mark();
        let named = |it: &mut Self| {
            let names = if it.sign('(') { it.names()? } else { return None };
            (it.sign(')') && names.len() == 2).then_some(names)
        };
        if let Some(names) = named(self) {
            return if self.word("of") { Some((names, Some(self.noun()?))) } else { self.fail() };
        }
        self.reset(start);
        if !self.word("of") {
            return self.fail();
        }
        let noun = self.noun()?;
        let names = named(self)?;
        Some((names, Some(noun)))
    }

    /// `integer solutions of x² = 4`
    fn solutions(&mut self, noun: &Noun) -> Option<Sought> {
        if !self.any(&["of", "to"]) {
            return self.fail();
        }
        self.word("the");
        self.any(&["equation", "inequality"]);
        let prop = self.props()?;
        let names: Vec<String> = prop.free().into_iter().filter(|it| !self.knows(it)).collect();
        let (variables, supposed) = (noun.variables(&names), noun.suppositions(&names));
        Some(Sought { variables, supposed, conditions: vec![prop] })
    }

    /// `that leaves the remainder 1 on division by 3`, `whose square is less than 50`.
    fn relative(&mut self, subject: &Expr) -> Option<Prop> {
        let start = self.mark();
        self.sign(',');
        if self.word("whose") {
            let exponent = match () {
                () if self.word("square") => 2,
                () if self.word("cube") => 3,
                () => return self.fail(),
            };
            let power = Expr::Of(Op::Pow, Box::new(subject.clone()), Box::new(Expr::Number(exponent)));
            return self.verbs(&power);
        }
        if self.any(&["that", "which"]) {
            return self.verbs(subject);
        }
        self.reset(start);
        None
    }

    /// `is even and leaves the remainder 1 …`
    fn verbs(&mut self, subject: &Expr) -> Option<Prop> {
        let mut parts = vec![self.verb(subject)?];
        loop {
            let start = self.mark();
            self.sign(',');
            let more = self.word("and");
            self.any(&["that", "which"]);
            match if more { self.verb(subject) } else { None } {
                Some(prop) => parts.push(prop),
                None => {
                    self.reset(start);
                    return Some(Prop::all(parts));
                }
            }
        }
    }

    /// What a verb says of a number: `divides 12`, `satisfies n² = 2`, `is even`.
    pub(super) fn verb(&mut self, subject: &Expr) -> Option<Prop> {
        if self.any(&["satisfy", "satisfies"]) {
            return self.props();
        }
        if self.sign('∣') || self.word("divide") {
            return Some(Prop::Compare(Rel::Divides, subject.clone(), self.sum()?));
        }
        self.said_of(std::slice::from_ref(subject))
    }

    /// What a question says of its quantities: `satisfy x² < 10`, `are divisible by 7`, `is n² + 1 even`, `does n divide 12`.
    fn inverted(&mut self, subjects: &[Expr]) -> Option<Prop> {
        let start = self.mark();
        if self.words(&["is", "it", "true", "that"]) || self.words(&["do", "we", "have"]) {
            return self.props();
        }
        if self.any(&["is", "are"])
            && let Some(subject) = self.sum()
        {
            return match self.compared(&subject) {
                Some(prop) => Some(prop),
                None => self.predicate(&[subject]),
            };
        }
        self.reset(start);
        if self.any(&["does", "do"]) {
            let subject = self.sum()?;
            return self.verb(&subject);
        }
        match subjects {
            [subject] => self.verbs(subject),
            _ if self.any(&["satisfy", "satisfies"]) => self.props(),
            _ => self.fail(),
        }
    }
}

/// How the condition of what is looked for may be put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Condition {
    /// As `such that …`, `with …`, `that is …`.
    Clause,
    /// Or as what the question says of it: `… satisfy x² < 10?`
    Verb,
}

/// That a number is none but from the first to the last one.
fn within(subject: &Expr, first: u64, last: u64) -> Vec<Prop> {
    vec![
        Prop::Compare(Rel::Le, Expr::Number(first), subject.clone()),
        Prop::Compare(Rel::Le, subject.clone(), Expr::Number(last)),
    ]
}
