//! Finite sets given by what their members satisfy: list the members by trying all small numbers.

use super::Steps;
use crate::proposer::builtin::lean::{priors, text::tokens, view::View};

/// The largest number that is tried as a member.
const LARGEST: u64 = 1000;

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    for (h, f) in v.foralls() {
        let Some((member, property)) = f.body.split_once(" ↔ ") else { continue };
        let [x, "∈", set] = tokens(member)[..] else { continue };
        let of_naturals =
            v.vars().any(|s| s.name == set && matches!(s.ty.as_str(), "Finset ℕ" | "Finset Nat"));
        if f.names != [x] || v.mathlib || !of_naturals || !View::occurs(set, v.target()) {
            continue;
        }
        let numerals = tokens(property).into_iter().filter_map(|t| t.parse::<u64>().ok());
        let Some(bound) = numerals.filter(|n| *n < LARGEST).max().map(|n| n + 1) else { continue };
        let listed = format!("(List.range {bound}).filter fun {x} => decide ({property})");
        let (hm, hp, name) = (v.fresh("hm"), v.fresh("hp"), &h.name);
        let finish = if tokens(v.target()).contains(&format!("{set}.card").as_str()) {
            format!("exact {hp}.length_eq.trans (by decide +kernel)")
        } else {
            format!(
                "exact ({hp}.foldl_eq' (f := fun a b => a + b) (by intros; dsimp only; omega) 0).trans (by decide +kernel)"
            )
        };
        out.push((
            format!(
                "have {hm} : ∀ {x}, {x} ∈ {set}.toList ↔ {x} ∈ {listed} := by\n  intro {x}\n  have h := {name} {x}\n  \
                 have hb : {property} → {x} < {bound} := by\n    intro hx\n    \
                 first | omega | grind | (have := Nat.le_of_dvd (by decide) hx; omega)\n  \
                 have hx : {x} ∈ {set} ↔ {x} ∈ {set}.toList := Iff.rfl\n  \
                 simp only [List.mem_filter, List.mem_range, decide_eq_true_eq]\n  grind\n\
                 have {hp} : {set}.toList.Perm ({listed}) := by\n  rw [List.perm_iff_count]\n  intro {x}\n  \
                 rw [List.Nodup.count {set}.nodup, List.Nodup.count (List.Pairwise.filter _ List.nodup_range)]\n  \
                 simp only [{hm}]\n{finish}"
            ),
            priors::TARGETED,
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::proposer::builtin::lean::testing::steps;

    #[test]
    fn members_are_listed_below_the_largest_numeral() {
        let s = steps("S : Finset ℕ; h : ∀ (x : ℕ), x ∈ S ↔ 0 < x ∧ x ^ 2 < 20; ⊢Eq S.card = 4");
        assert!(s.iter().any(|s| s.contains("(List.range 21).filter fun x => decide (0 < x ∧ x ^ 2 < 20)")));
        assert!(!steps("S : Finset ℕ; ⊢Eq S.card = 4").iter().any(|s| s.contains("List.range")));
    }
}
