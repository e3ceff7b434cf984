//! Questions: `find all integers x with …`, `how many …`, `what is the least …`, `compute …`.

use std::sync::Arc;

use super::{
    Defined, Domain, Expr, Number, Prop, Rel, Sense, Variable,
    ask::Parts,
    english, in_each_sense, lean,
    parse::{Parser, Said, bound_all, forall, implies, prepared},
    value,
    words::Token,
};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All quantities of which this is so.
    All(Prop),
    /// The least one.
    Least(Prop),
    /// The greatest one.
    Greatest(Prop),
    /// How many there are.
    Count(Prop),
    /// What it is.
    Value(Expr),
}

/// One way to read a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The quantities that are looked for; where a value is asked for, those that it must not depend on.
    pub variables: Vec<Variable>,
    /// What is supposed of them.
    pub supposed: Vec<Prop>,
    /// What is asked.
    pub asked: Asked,
    sense: Sense,
    /// The points on which another reading differs, and how they are taken here.
    pub taken: Vec<String>,
    /// What the text speaks of that is not there, and what stands for it here.
    pub missing: Vec<String>,
}

impl Question {
    /// A statement as a theorem of Lean, with a hole for its proof.
    ///
    /// # Errors
    /// What Lean has no words for.
    pub fn theorem(&self, prop: &Prop, name: &str) -> Result<String, String> {
        lean::theorem(prop, self.sense, name)
    }

    /// A statement within a text of Lean, where these quantities are known.
    ///
    /// # Errors
    /// What Lean has no words for.
    pub fn lean(&self, prop: &Prop, scope: &[Variable]) -> Result<String, String> {
        lean::prop(prop, scope, self.sense)
    }

    /// What a number without quantities comes to, and which kind it is of.
    pub fn value(&self, expr: &Expr) -> Option<(Number, Domain)> {
        let (_, own) = lean::number(expr, &[], self.sense).ok()?;
        Some((value::value(expr, own, self.sense)?, own))
    }

    /// What it says in words that the text has defined, by their names in Lean.
    pub fn defined(&self) -> Vec<String> {
        self.whole().defined().into_iter().collect()
    }

    /// What Lean calls such numbers.
    pub fn domain(domain: Domain) -> &'static str {
        lean::domain(domain)
    }

    /// A statement in words that leave nothing open.
    pub fn english(prop: &Prop) -> String {
        english::sentence(prop)
    }
}

/// Whether a text asks for something, and does not state it.
pub fn asks(text: &str) -> bool {
    let tokens = super::words::tokens(text);
    let mut begins = true;
    tokens.iter().any(|it| {
        let asks = begins && matches!(it, Token::Word(word) if QUESTIONS.contains(&word.as_str()));
        begins = matches!(it, Token::Sign('.' | ';'))
            || begins && matches!(it, Token::Word(word) if word == "please");
        asks
    }) || tokens.last() == Some(&Token::Sign('?'))
}

/// What a question begins with.
const QUESTIONS: [&str; 12] = [
    "find",
    "determine",
    "compute",
    "evaluate",
    "calculate",
    "solve",
    "what",
    "which",
    "how",
    "list",
    "name",
    "give",
];

/// The ways to read a question, the likeliest first.
///
/// # Errors
/// Where it is not understood, with what was, and what would be.
pub fn questions(text: &str, defined: &[Arc<Defined>]) -> Result<Vec<Question>, String> {
    let all = in_each_sense(text, |tokens, sense| read(tokens, sense, defined), |said| &said.prop)?;
    let mut out: Vec<Question> = Vec::new();
    for (Said { what: (variables, supposed, asked), missing, prop, .. }, sense, taken) in all {
        let new = Question { variables, supposed, asked, sense, taken, missing };
        let text = new.theorem(&prop, "t");
        if !out.iter().any(|it| it.theorem(&it.whole(), "t") == text) {
            out.push(new);
        }
    }
    Ok(out)
}

impl Question {
    fn whole(&self) -> Prop {
        whole(&self.variables, &self.supposed, &self.asked)
    }
}

/// A statement that speaks of all that the question speaks of.
fn whole(variables: &[Variable], supposed: &[Prop], asked: &Asked) -> Prop {
    let claim = match asked {
        Asked::All(prop) | Asked::Least(prop) | Asked::Greatest(prop) | Asked::Count(prop) => prop.clone(),
        Asked::Value(expr) => Prop::Compare(Rel::Eq, expr.clone(), Expr::Number(0)),
    };
    forall(variables.to_vec(), implies(supposed.to_vec(), claim))
}

fn read(tokens: &[Token], sense: Sense, words: &[Arc<Defined>]) -> Result<Said<Parts>, String> {
    let (tokens, zero) = prepared(tokens)?;
    let mut parser = Parser { tokens: &tokens, sense, zero, words, ..Parser::default() };
    let Some((variables, supposed, asked)) = parser.question() else { return Err(parser.complaint()) };
    if let Some(given) = parser.declared.first() {
        return Err(format!("the answer may depend on `{}`: such questions are not read yet", given.name));
    }
    let prop = whole(&variables, &supposed, &asked);
    bound_all(&prop)?;
    let (asks, missing) = (parser.asks, parser.missing);
    Ok(Said { prop, what: (variables, supposed, asked), asks, missing })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is asked in the first reading: the kind, and all that is said as a theorem.
    fn read(text: &str) -> String {
        assert!(asks(text), "{text}");
        match questions(text, &[]) {
            Ok(all) => {
                let question = &all[0];
                let kind = match &question.asked {
                    Asked::All(_) => "all",
                    Asked::Least(_) => "least",
                    Asked::Greatest(_) => "greatest",
                    Asked::Count(_) => "count",
                    Asked::Value(_) => "value",
                };
                let said = question.theorem(&question.whole(), "t").unwrap_or_else(|it| it);
                format!("{kind}{}", said.trim_start_matches("theorem t").trim_end_matches(" := by sorry"))
            }
            Err(error) => format!("not understood: {error}"),
        }
    }

    #[test]
    fn questions_of_each_kind_are_read() {
        for (text, wanted) in [
            ("Find all natural numbers n such that n² + 6 = 5n.", "all (n : Nat) : n ^ 2 + 6 = 5 * n"),
            ("Determine all integers $x$ for which $x^2 = 9$.", "all (x : Int) : x ^ 2 = 9"),
            ("Let n be an integer. Find all n such that n is even.", "all (n : Int) : 2 ∣ n"),
            ("For which natural numbers n is n² + 1 divisible by 5?", "all (n : Nat) : 5 ∣ n ^ 2 + 1"),
            ("Which positive integers n divide 12?", "all (n : Nat) (h : 0 < n) : n ∣ 12"),
            ("Which integers n satisfy 2n > 7 and n < 9?", "all (n : Int) : 2 * n > 7 ∧ n < 9"),
            ("Solve x² = 9 over the integers.", "all (x : Int) : x ^ 2 = 9"),
            ("Find all integer solutions of x² = 9.", "all (x : Int) : x ^ 2 = 9"),
            (
                "Find all pairs (x, y) of natural numbers with xy = 6 and x < y.",
                "all (x y : Nat) : x * y = 6 ∧ x < y",
            ),
            (
                "Determine the largest natural number whose square is less than 50.",
                "greatest (n : Nat) : n ^ 2 < 50",
            ),
            (
                "Find the smallest natural number that leaves the remainder 1 on division by 3 and the remainder 2 on \
                 division by 5.",
                "least (n : Nat) : n % 3 = 1 ∧ n % 5 = 2",
            ),
            (
                "What is the least positive integer that is divisible by 4 and by 6?",
                "least (n : Nat) (h : 0 < n) : 4 ∣ n ∧ 6 ∣ n",
            ),
            ("How many natural numbers n are there with 3n < 20?", "count (n : Nat) : 3 * n < 20"),
            (
                "How many of the numbers 1, 2, …, 100 are divisible by 7?",
                "count (n : Nat) : 1 ≤ n ∧ n ≤ 100 ∧ 7 ∣ n",
            ),
            (
                "How many integers from 1 to 60 are divisible by 4 or 6?",
                "count (n : Int) : 1 ≤ n ∧ n ≤ 60 ∧ (4 ∣ n ∨ 6 ∣ n)",
            ),
            ("How many positive divisors does 12 have?", "count (d : Nat) (h : 0 < d) : d ∣ 12"),
            ("What is the remainder when 3^100 is divided by 7?", "value : 3 ^ 100 % 7 = 0"),
            ("Compute 2^10 + 3 · 41.", "value : 2 ^ 10 + 3 * 41 = 0"),
            (
                "What is the last decimal digit of $3^{4k+2}$, where $k$ is any natural number?",
                "value (k : Nat) : 3 ^ (4 * k + 2) % 10 = 0",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_a_question_leaves_out_is_not_made_up() {
        for text in [
            "Find all n such that n² = 4.",
            "Find all natural numbers.",
            "Solve x² = 9.",
            "Let a be an integer. Find all integers x with x² = a².",
            "How many integers are between 1 and 10?",
            "How many of the numbers 1, 3, …, 99 are divisible by 7?",
            "What is the meaning of life?",
            "Find all functions f with f(x) = x.",
        ] {
            assert!(questions(text, &[]).is_err(), "{text}: {}", read(text));
        }
    }

    #[test]
    fn what_nobody_says_of_a_quantity_is_told() {
        for text in ["Solve x² = 9.", "Solve x² = 9"] {
            assert!(read(text).contains("nothing says what `x` is"), "{}", read(text));
        }
    }

    #[test]
    fn statements_are_no_questions() {
        for text in
            ["For all n, n = n.", "Prove that 1 < 2.", "Let n be even. Then n = 2.", "What, then, is that"]
        {
            assert_eq!(asks(text), text.starts_with("What"), "{text}");
        }
        assert!(asks("Let n be an integer. Find all n with n = 1."));
        let natural = questions("How many natural numbers n (0 among them) satisfy n < 3?", &[]).unwrap();
        assert_eq!((natural.len(), natural[0].taken.len()), (1, 0));
    }
}
