//! What a text that is not understood speaks of, where that is known: another language, or a field that needs a library.

/// Words of a field, and what the field is called.
const FIELDS: [(&str, &[&str]); 6] = [
    (
        "real analysis",
        &[
            "continuous",
            "differentiable",
            "derivative",
            "integral",
            "limit",
            "converges",
            "convergent",
            "supremum",
            "infimum",
            "sin",
            "cos",
            "exp",
            "log",
            "sqrt",
            "pi",
        ],
    ),
    (
        "algebra",
        &[
            "group",
            "groups",
            "abelian",
            "cyclic",
            "ring",
            "rings",
            "ideal",
            "homomorphism",
            "isomorphic",
            "polynomial",
            "polynomials",
            "module",
        ],
    ),
    ("linear algebra", &["matrix", "matrices", "vector", "vectors", "eigenvalue", "determinant", "linear"]),
    ("topology", &["topological", "compact", "connected", "hausdorff", "metric", "homeomorphic"]),
    (
        "geometry",
        &[
            "triangle",
            "circle",
            "angle",
            "parallel",
            "perpendicular",
            "polygon",
            "plane",
            "tangent",
            "square-shaped",
        ],
    ),
    ("complex numbers", &["complex", "holomorphic", "analytic"]),
];

/// Small words that tell a language.
const LANGUAGES: [(&str, &[&str]); 5] = [
    (
        "German",
        &[
            "für", "alle", "und", "ist", "gilt", "jede", "eine", "dass", "der", "die", "zahl", "es", "gibt",
            "sei",
        ],
    ),
    (
        "French",
        &[
            "pour", "tout", "tous", "et", "est", "soit", "entier", "que", "il", "existe", "les", "nombre",
            "sont",
        ],
    ),
    (
        "Spanish",
        &["para", "todo", "sea", "es", "número", "entero", "y", "existe", "los", "cada", "que", "son", "un"],
    ),
    (
        "Italian",
        &["per", "ogni", "sia", "è", "numero", "intero", "che", "esiste", "sono", "allora", "un", "tutti"],
    ),
    (
        "Dutch",
        &["voor", "elk", "alle", "een", "geldt", "getal", "dat", "zij", "het", "er", "bestaat", "en", "is"],
    ),
];

/// What is missing for a text, if its words tell.
pub(super) fn why(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|it: char| !it.is_alphabetic() && it != '-').collect();
    let english = ["the", "for", "every", "if", "then", "and", "there", "that", "of", "all", "is", "let"];
    let count = |them: &[&str]| words.iter().filter(|it| them.contains(it)).count();
    let language =
        LANGUAGES.iter().max_by_key(|it| count(it.1)).filter(|it| count(it.1) > 2.max(count(&english)));
    if let Some((language, _)) = language {
        return Some(format!("it seems to be {language}, and only English is read without a model"));
    }
    FIELDS.iter().find_map(|(field, known)| {
        let word = words.iter().find(|it| known.contains(it))?;
        Some(format!(
            "`{word}` is a word of {field}, which needs a library that is not here (Mathlib): a model can state it \
             with `--formalizer`, in a Lake project that has the library with `--project`"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_fields_are_told() {
        let says = |text: &str, wanted: &str| {
            let said = why(text).unwrap_or_default();
            assert!(said.contains(wanted) && said.is_empty() == wanted.is_empty(), "{text}: {said}");
        };
        says("Für alle natürlichen Zahlen n gilt: n ist gerade und n > 3.", "German");
        says("Pour tout entier n, il existe un entier m plus grand que n.", "French");
        says("Every continuous function on [0, 1] is bounded.", "`continuous` is a word of real analysis");
        says("Every finite group of prime order is cyclic.", "algebra");
        says("The cat sat on the mat.", "");
    }
}
