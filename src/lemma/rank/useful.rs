//! Which declarations of a library are worth offering as premises.

use crate::prover::Declaration;

/// Last parts of names that provers give to what they make themselves, sorted.
const MADE: &[&str] = &[
    "below",
    "binductionOn",
    "brecOn",
    "casesOn",
    "congr_simp",
    "ctorElim",
    "ctorElimType",
    "ctorIdx",
    "eq_def",
    "eq_unfold",
    "ibelow",
    "inj",
    "injEq",
    "noConfusion",
    "noConfusionType",
    "rec",
    "recOn",
    "sizeOf_spec",
];

/// Whether a proof may want to name a declaration: theorems, axioms and definitions that people wrote.
///
/// Left out are recursors, instances, what the prover derives from definitions and data types, and its own parts.
pub fn is_useful(declaration: &Declaration) -> bool {
    let Declaration { name, kind, ty, .. } = declaration;
    let wanted = matches!(kind.as_str(), "theorem" | "axiom" | "def" | "lemma" | "val" | "let");
    let last = name.rsplit('.').next().unwrap_or_default();
    wanted
        && MADE.binary_search(&last).is_err()
        && !name.split('.').any(is_internal)
        && !is_instance(last)
        && !(kind == "def" && is_of_syntax(ty))
}

/// `_aux`, `match_1`, `eq_1`, `proof_2`, ...
fn is_internal(part: &str) -> bool {
    let numbered = |word: &str| {
        part.strip_prefix(word).is_some_and(|it| !it.is_empty() && it.chars().all(|c| c.is_ascii_digit()))
    };
    part.starts_with('_') || ["match_", "eq_", "proof_", "term_"].iter().any(|it| numbered(it))
}

fn is_instance(last: &str) -> bool {
    last.strip_prefix("inst").is_some_and(|it| it.starts_with(char::is_uppercase))
}

/// Parsers, macros and what else the prover is made of.
fn is_of_syntax(ty: &str) -> bool {
    ["Lean.ParserDescr", "Lean.TrailingParserDescr", "Lean.Macro", "Lean.Parser", "Lean.PrettyPrinter"]
        .iter()
        .any(|it| ty.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_prover_makes_itself_is_left_out() {
        assert!(MADE.is_sorted());
        let of = |kind: &str, name: &str, ty: &str| {
            let (name, kind, ty) = (name.into(), kind.into(), ty.into());
            is_useful(&Declaration { name, kind, ty, consts: vec![], module: None, doc: None })
        };
        assert!(
            of("theorem", "Nat.add_comm", "p") && of("def", "List.map", "t") && of("axiom", "propext", "p")
        );
        for name in
            ["Nat.rec", "List.noConfusion", "f.match_1", "f.eq_1", "f._sunfold", "instAddNat", "Nat.instLE"]
        {
            assert!(!of("def", name, "t"), "{name}");
        }
        assert!(!of("recursor", "Nat.rec", "t") && !of("def", "termIf_", "Lean.ParserDescr"));
        assert!(of("theorem", "Nat.eq_two", "p") && of("theorem", "instance_of", "p"));
    }
}
