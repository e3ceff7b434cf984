//! Where a statement is false, from the script of its refutation.

use crate::{
    prover::{HypKind, ProverError, Session, StepLimits, Verdict},
    theorem::{
        Theorem,
        lean_term::{binders, implication},
        refutation::refutation,
    },
};

/// `n = 3, m = -1`, if the script tries values and one of its attempts is enough: most scripts of refutations do.
///
/// # Errors
/// If the prover cannot be had.
pub(super) async fn instance<S: Session>(
    session: &mut S,
    theorem: &Theorem,
    script: &str,
    limits: StepLimits,
) -> Result<Option<String>, ProverError> {
    let (before, tried) = attempts(script);
    let negation = refutation(theorem).map(|it| it.negation);
    let (Some(negation), false) = (negation, tried.is_empty()) else { return Ok(None) };
    let root = session.open(&negation).await?.state;
    let (mut names, mut found) = (Vec::new(), None);
    if let Verdict::Progress { groups } = session.step(root, "intro h", limits).await? {
        let mut hyps = groups.iter().flat_map(|it| &it.goals).flat_map(|it| it.hyps.iter().rev());
        let claim = hyps.find(|it| it.kind == HypKind::Prop).map(|it| it.ty.as_str());
        names = claim.map(variables).unwrap_or_default();
        session.forget(&groups.iter().map(|it| it.state).collect::<Vec<_>>());
    }
    for (line, values) in tried {
        let step = format!("{before}{line}");
        if session.step(root, &step, limits).await? == Verdict::Closed {
            let values = arguments(values).into_iter().filter(|it| !is_proof(it));
            let pairs: Vec<String> =
                names.iter().zip(values).map(|it| format!("{} = {}", it.0, it.1)).collect();
            found = (!pairs.is_empty()).then(|| pairs.join(", "));
            break;
        }
    }
    session.forget(&[root]);
    Ok(found)
}

/// What a script does before it tries values, and each line that tries some, with them: `0 1` of `exact absurd (h 0 1) (by decide)`.
fn attempts(script: &str) -> (String, Vec<(&str, &str)>) {
    let mut before = String::new();
    let mut tried = Vec::new();
    for line in script.lines() {
        let values = [" absurd (h ", " absurd (@h "]
            .iter()
            .find_map(|it| line.split_once(it))
            .and_then(|it| it.1.split_once(") (by ").or_else(|| it.1.split_once(") ?_ <;> ")));
        match values {
            Some((values, _)) => tried.push((line.trim_start_matches(['|', ' ']), values)),
            None if tried.is_empty() && line.trim() != "first" => before = format!("{before}{line}\n"),
            None => {}
        }
    }
    (before, tried)
}

/// The names that a universal statement binds, as Lean prints it; not those of instances.
fn variables(claim: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = claim.trim();
    loop {
        if let Some((groups, body)) = binders(rest) {
            let named = groups.into_iter().filter(|it| it.0 != Some('['));
            let named = named.filter_map(|it| it.1.split_once(" : "));
            names.extend(named.flat_map(|it| it.0.split_whitespace()).map(str::to_owned));
            rest = body;
        } else if let Some((_, body)) = implication(rest) {
            rest = body;
        } else {
            break;
        }
    }
    names
}

/// The arguments of an application, each without its parentheses.
fn arguments(text: &str) -> Vec<&str> {
    let (mut out, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, it) in text.char_indices().chain([(text.len(), ' ')]) {
        match it {
            '(' | '[' | '⟨' => depth += 1,
            ')' | ']' | '⟩' => depth -= 1,
            ' ' if depth == 0 => {
                let one = &text[from..at];
                out.push(one.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(one));
                from = at + 1;
            }
            _ => {}
        }
    }
    out
}

fn is_proof(argument: &str) -> bool {
    matches!(argument, "?_" | "inferInstance") || argument.starts_with("by ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_are_read_from_a_script() {
        let script =
            "intro h\nfirst\n| exact absurd (h 0 0) (by decide)\n| exact absurd (h 3 (-1)) (by decide)";
        let (before, tried) = attempts(script);
        assert_eq!(before, "intro h\n");
        assert_eq!(tried[1], ("exact absurd (h 3 (-1)) (by decide)", "3 (-1)"));
        assert_eq!(attempts("intro h\n(refine absurd (h 7) ?_ <;> (simp; done))").1[0].1, "7");
        assert_eq!(attempts("intro h\n(refine absurd (@h Nat [0]) ?_ <;> (simp; done))").1[0].1, "Nat [0]");
        assert!(attempts("intro h\nomega").1.is_empty());
    }

    #[test]
    fn values_are_told_from_proofs() {
        assert_eq!(arguments("(fun x => x + (1)) 0 (by decide)"), ["fun x => x + (1)", "0", "by decide"]);
        assert!(is_proof("by decide") && is_proof("?_") && !is_proof("0"));
    }

    #[test]
    fn variables_are_read_in_order() {
        let of = |text| variables(text).join(" ");
        assert_eq!(of("∀ (n : Nat) (m : Int), n < m"), "n m");
        assert_eq!(of("∀ (n m : Nat), 0 < n → ∀ (f : Nat → (Nat → Nat)), f n = f m"), "n m f");
        assert_eq!(of("∀ {α : Type} [inst : DecidableEq α] (xs : List α), xs = []"), "α xs");
        assert_eq!(of("(∀ (x : Nat), p x) → ∀ (y : Nat), p y"), "y");
        assert_eq!(of("1 < 0"), "");
    }
}
