//! What models are shown beside a text: declarations that share its words, and examples.

use serde::Deserialize;

use crate::{
    lemma::{
        Index,
        rank::{Premises, Query},
    },
    proposer::model::prompt::cut,
    prover::Declaration,
    theorem::ProverKind,
};

/// Declarations that are shown.
const PREMISES: usize = 16;
/// Bytes of the type of one.
const TYPE: usize = 300;
/// Examples that are shown.
const EXAMPLES: usize = 4;

/// The lemmas and declarations of an index whose names and documentation share most words with a text, one a line.
pub fn premises(index: &Index, informal: &str) -> String {
    let found = index.search(&Query::words(informal), PREMISES, &|_| Vec::new());
    let line = |name: &str, ty: &str| {
        let ty = ty.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{name} : {}", cut(&ty, TYPE).replace('\n', " "))
    };
    found.iter().map(|it| line(&it.name, &it.ty)).collect::<Vec<_>>().join("\n")
}

/// An informal statement with a formal one that says the same.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Example {
    informal: String,
    #[serde(alias = "reference")]
    statement: String,
    /// What the formal one stands behind.
    #[serde(default)]
    header: String,
}

/// Examples, found by their words.
#[derive(Default)]
pub struct Examples {
    prover: ProverKind,
    pairs: Vec<Example>,
    /// The informal statements, in the order of the pairs.
    index: Option<Premises>,
}

impl Examples {
    /// Reads JSON objects, one a line, with `informal` and `statement` (or `reference`); those for another prover are left out.
    ///
    /// # Errors
    /// The line, counted from 1, that is none.
    pub fn parse(text: &str, prover: ProverKind) -> Result<Self, usize> {
        let lines = text.lines().enumerate().filter(|it| !it.1.trim().is_empty());
        let pair = |(nth, line): (usize, &str)| serde_json::from_str(line).map_err(|_| nth + 1);
        let mut pairs: Vec<Example> = lines.map(pair).collect::<Result<_, _>>()?;
        pairs.retain(|it| it.statement.trim_start().starts_with("val ") == (prover == ProverKind::Fstar));
        let declaration = |it: &Example| Declaration {
            name: String::new(),
            kind: "theorem".into(),
            ty: String::new(),
            consts: Vec::new(),
            module: None,
            doc: Some(it.informal.clone()),
        };
        let index = Premises::build(pairs.iter().map(declaration).collect()).ok();
        Ok(Examples { prover, pairs, index })
    }

    /// Those that share most words with a text, as a prompt shows them.
    pub fn nearest(&self, informal: &str) -> String {
        let Some(index) = &self.index else { return String::new() };
        let hits = index.search(&Query::words(informal), EXAMPLES, &|_| true);
        let shown = |it: &Example| {
            let gap = if it.header.is_empty() { "" } else { "\n\n" };
            let (prover, header) = (self.prover.as_str(), it.header.trim());
            format!("{}\n```{prover}\n{header}{gap}{}\n```", it.informal.trim(), it.statement.trim())
        };
        let pairs = hits.iter().filter_map(|it| self.pairs.get(it.index)).map(shown);
        pairs.collect::<Vec<_>>().join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_that_share_most_words_are_shown() {
        let pair = |informal: &str, n: usize| {
            format!("{{\"informal\": \"{informal}\", \"statement\": \"theorem e{n} : P := by sorry\"}}")
        };
        let lines = [
            pair("Every finite group of prime order is cyclic.", 0),
            pair("The sum of two odd integers is even.", 1),
            "".into(),
            pair("The length of a reversed list is its length.", 2),
            pair("There are infinitely many primes.", 3),
            pair("A square of an odd integer is odd.", 4),
            pair("Each list has a head or is empty.", 5),
        ];
        let examples = Examples::parse(&lines.join("\n"), ProverKind::Lean).unwrap();
        let shown = examples.nearest("If a and b are odd integers, their sum is even.");
        let at = |n: usize| shown.find(&format!("theorem e{n} "));
        assert!(at(1) < at(4) && at(1) == Some("The sum of two odd integers is even.\n```lean\n".len()));
        assert_eq!(at(5), None, "{shown}");
        assert_eq!(examples.nearest("Blub."), "");
        assert_eq!(Examples::default().nearest("sum"), "");
        let reference =
            r#"{"informal": "1 = 1", "reference": "theorem a : f = f := by sorry", "header": "def f := 1"}"#;
        let examples = Examples::parse(reference, ProverKind::Lean).unwrap();
        assert_eq!(
            examples.nearest("is 1 = 1"),
            "1 = 1\n```lean\ndef f := 1\n\ntheorem a : f = f := by sorry\n```"
        );
        let both = "{\"informal\": \"1 = 1\", \"statement\": \"val t : unit -> Lemma (1 == 1)\"}";
        assert_eq!(Examples::parse(both, ProverKind::Lean).unwrap().nearest("is 1 = 1"), "");
        let shown = Examples::parse(both, ProverKind::Fstar).unwrap().nearest("is 1 = 1");
        assert_eq!(shown, "1 = 1\n```fstar\nval t : unit -> Lemma (1 == 1)\n```");
        assert_eq!(Examples::parse("\n{\"informal\": \"1 = 1\"}", ProverKind::Lean).err(), Some(2));
    }
}
