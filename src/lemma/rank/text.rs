//! Words: of names, of documentation, and of what people type.

/// What mathematicians write out, and what names of lemmas make of it.
const NAMED: &[(&str, &[&str])] = &[
    ("absolute", &["abs", "natabs"]),
    ("addition", &["add"]),
    ("antisymmetric", &["antisymm"]),
    ("antisymmetry", &["antisymm"]),
    ("associative", &["assoc"]),
    ("associativity", &["assoc"]),
    ("cancel", &["cancel"]),
    ("cancellation", &["cancel"]),
    ("commutative", &["comm"]),
    ("commutativity", &["comm"]),
    ("commute", &["comm"]),
    ("commutes", &["comm"]),
    ("concatenation", &["append"]),
    ("conjunction", &["and"]),
    ("difference", &["sub"]),
    ("disjunction", &["or"]),
    ("distributive", &["distrib", "add", "mul"]),
    ("distributivity", &["distrib"]),
    ("divides", &["dvd"]),
    ("divisibility", &["dvd"]),
    ("divisible", &["dvd"]),
    ("division", &["div"]),
    ("element", &["mem"]),
    ("empty", &["nil", "empty"]),
    ("equal", &["eq"]),
    ("equality", &["eq"]),
    ("equivalence", &["iff", "equiv"]),
    ("exponent", &["pow"]),
    ("greater", &["gt", "lt"]),
    ("injective", &["inj"]),
    ("injectivity", &["inj"]),
    ("inverse", &["inv"]),
    ("irreflexive", &["irrefl"]),
    ("least", &["le", "min"]),
    ("less", &["lt", "le"]),
    ("maximum", &["max"]),
    ("member", &["mem"]),
    ("membership", &["mem"]),
    ("minimum", &["min"]),
    ("minus", &["sub", "neg"]),
    ("modulo", &["mod"]),
    ("modulus", &["mod"]),
    ("monotone", &["mono"]),
    ("monotonicity", &["mono"]),
    ("multiplication", &["mul"]),
    ("negation", &["neg", "not"]),
    ("negative", &["neg"]),
    ("nonnegative", &["nonneg"]),
    ("plus", &["add"]),
    ("positive", &["pos"]),
    ("power", &["pow"]),
    ("predecessor", &["pred"]),
    ("product", &["mul", "prod"]),
    ("quotient", &["div"]),
    ("reflexive", &["refl"]),
    ("reflexivity", &["refl"]),
    ("remainder", &["mod"]),
    ("size", &["size", "length"]),
    ("square", &["sq", "pow"]),
    ("subset", &["subset"]),
    ("subtraction", &["sub"]),
    ("successor", &["succ"]),
    ("sum", &["add", "sum"]),
    ("symmetric", &["symm"]),
    ("symmetry", &["symm"]),
    ("times", &["mul"]),
    ("transitive", &["trans"]),
    ("transitivity", &["trans"]),
];

/// Words that say nothing, sorted.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "if", "in", "is", "it", "of", "on", "or",
    "that", "the", "then", "this", "to", "which", "with",
];

/// The parts of a name in small letters: split at dots, underscores and where a capital begins a word, without primes.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()) {
        let (mut word, mut was_small) = (String::new(), false);
        let mut rest = part.chars().peekable();
        while let Some(c) = rest.next() {
            let begins = c.is_uppercase() && (was_small || rest.peek().is_some_and(|it| it.is_lowercase()));
            if begins && !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            was_small = !c.is_uppercase();
            word.extend(c.to_lowercase());
        }
        out.push(word);
    }
    // `HAdd.hAdd` is `add`.
    out.retain(|it| it.len() > 1 || it.chars().all(char::is_numeric));
    out
}

/// The words of a text in small letters that say something; names in it are split.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out = parts(text);
    out.retain(|it| EMPTY.binary_search(&it.as_str()).is_err());
    out
}

/// What else lemmas may call what a word says.
pub(super) fn synonyms(word: &str) -> Vec<String> {
    let named = |it: &str| match NAMED.binary_search_by_key(&it, |it| it.0) {
        Ok(at) => NAMED[at].1.iter().map(|it| (*it).to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    let mut out: Vec<String> = named(word);
    if let Some(single) = word.strip_suffix('s').filter(|it| it.len() > 2) {
        out.push(single.to_owned());
        out.extend(named(single));
    }
    out.retain(|it| it != word);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_where_people_split_them() {
        assert_eq!(parts("List.length_append'"), ["list", "length", "append"]);
        assert_eq!(parts("Array.getElem?_toList"), ["array", "get", "elem", "to", "list"]);
        assert_eq!(parts("HAdd.hAdd"), ["add", "add"]);
        assert_eq!(parts("two_mul_2"), ["two", "mul", "2"]);
        assert_eq!(words("The length of a `List.reverse`"), ["length", "list", "reverse"]);
    }

    #[test]
    fn words_of_mathematicians_have_synonyms() {
        assert!(NAMED.is_sorted_by_key(|it| it.0) && EMPTY.is_sorted());
        assert_eq!(synonyms("commutativity"), ["comm"]);
        assert_eq!(synonyms("lists"), ["list"]);
        assert_eq!(synonyms("maximums"), ["maximum", "max"]);
        assert_eq!(synonyms("append"), [""; 0]);
    }
}
