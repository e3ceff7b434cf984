//! Divisibility by its lemmas: sums, differences, products and chains of what is known to be divided.

use super::Steps;
use crate::proposer::builtin::{priors, view::View};

/// Lemmas that end in `k ∣ …`, each with its premises left open.
const LEMMAS: [&str; 5] = [
    "dvd_add ?_ ?_",
    "dvd_sub ?_ ?_",
    "dvd_mul_right_of_dvd ?_ _",
    "dvd_mul_left_of_dvd ?_ _",
    "dvd_trans ?_ ?_",
];

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    if v.head() != "Dvd.dvd" {
        return out;
    }
    let target = v.target();
    // The order of the premises of a chain is only found with a premise at hand.
    let usable = |lemma: &&&str| match &lemma[..7] {
        "dvd_add" => target.contains(" + "),
        "dvd_sub" => target.contains(" - "),
        "dvd_mul" => target.contains(" * "),
        _ => true,
    };
    let mut closed = Vec::new();
    for lemma in LEMMAS.iter().filter(&usable) {
        for kind in ["Nat", "Int"] {
            closed.push(format!("exact {kind}.{}", lemma.replace("?_", "(by assumption)")));
        }
    }
    out.push((format!("first\n| {}", closed.join("\n| ")), priors::SIMP));
    for (n, lemma) in LEMMAS.iter().filter(&usable).filter(|it| !it.starts_with("dvd_trans")).enumerate() {
        let step = format!("first\n| refine Nat.{lemma}\n| refine Int.{lemma}");
        out.push((step, priors::nth(priors::TARGETED, n)));
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::testing::steps;

    #[test]
    fn a_sum_is_divided_where_its_parts_are() {
        let s = steps("d : ℕ; a : ℕ; b : ℕ; ha : d ∣ a; hb : d ∣ b; ⊢Dvd.dvd d ∣ a + b");
        let finisher = s.iter().find(|it| it.contains("exact Nat.dvd_add (by assumption) (by assumption)"));
        assert!(finisher.is_some());
        assert!(s.contains(&"first\n| refine Nat.dvd_add ?_ ?_\n| refine Int.dvd_add ?_ ?_".to_owned()));
        assert!(!s.iter().any(|it| it.contains("dvd_sub (by assumption)")));
    }
}
