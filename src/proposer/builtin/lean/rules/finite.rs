//! Finite sets and lists given by what their members satisfy: list the members by trying all small numbers.

use super::Steps;
use crate::proposer::builtin::lean::{priors, text::tokens, view::View};

/// The largest number that is tried as a member.
const LARGEST: u64 = 1000;

pub(super) fn rule(v: &View<'_>) -> Steps {
    let mut out = Steps::new();
    for (h, f) in v.foralls() {
        let Some((member, property)) = f.body.split_once(" ↔ ") else { continue };
        let [x, "∈", set] = tokens(member)[..] else { continue };
        if f.names != [x] || v.mathlib {
            continue;
        }
        let numerals = tokens(property).into_iter().filter_map(|t| t.parse::<u64>().ok());
        let Some(bound) = numerals.filter(|n| *n < LARGEST).max().map(|n| n + 1) else { continue };
        let of = |types: &[&str]| v.vars().any(|s| s.name == set && types.contains(&s.ty.as_str()));
        let members = Members { v, x, property, bound, said: &h.name };
        if of(&["Finset ℕ", "Finset Nat"]) && View::occurs(set, v.target()) {
            out.push((members.of_set(set), priors::TARGETED));
        } else if of(&["List ℕ", "List Nat"]) && v.head() == "False" {
            let named = |ty: String| v.goal.hyps.iter().find(|it| it.ty.starts_with(&ty));
            let (nodup, length) = (named(format!("{set}.Nodup")), named(format!("{set}.length = ")));
            if let (Some(nodup), Some(length)) = (nodup, length) {
                out.push((members.of_list(set, &nodup.name, &length.name), priors::DECISION));
            }
        }
    }
    out
}

/// All numbers `x` below a bound with a property, as `said` has it.
struct Members<'a> {
    v: &'a View<'a>,
    x: &'a str,
    property: &'a str,
    bound: u64,
    said: &'a str,
}

impl Members<'_> {
    fn listed(&self) -> String {
        format!("(List.range {}).filter fun {} => decide ({})", self.bound, self.x, self.property)
    }

    /// `hm`: the members of `list` are those listed; and `hp`: it is a rearrangement of these.
    fn permuted(&self, list: &str, nodup: &str, see: &str, hm: &str, hp: &str) -> String {
        let Members { x, property, bound, said, .. } = self;
        let listed = self.listed();
        format!(
            "have {hm} : ∀ {x}, {x} ∈ {list} ↔ {x} ∈ {listed} := by\n  intro {x}\n  \
             have h := {said} {x}\n  \
             have hb : {property} → {x} < {bound} := by\n    intro hx\n    \
             first | omega | grind | (have := Nat.le_of_dvd (by decide) hx; omega)\n  {see}\
             simp only [List.mem_filter, List.mem_range, decide_eq_true_eq]\n  grind\n\
             have {hp} : {list}.Perm ({listed}) := by\n  rw [List.perm_iff_count]\n  intro {x}\n  \
             rw [List.Nodup.count {nodup}, List.Nodup.count (List.Pairwise.filter _ List.nodup_range)]\n  \
             simp only [{hm}]\n"
        )
    }

    fn of_set(&self, set: &str) -> String {
        let (hm, hp, x) = (self.v.fresh("hm"), self.v.fresh("hp"), self.x);
        let see = format!("have hx : {x} ∈ {set} ↔ {x} ∈ {set}.toList := Iff.rfl\n  ");
        let finish = if tokens(self.v.target()).contains(&format!("{set}.card").as_str()) {
            format!("exact {hp}.length_eq.trans (by decide +kernel)")
        } else {
            format!(
                "exact ({hp}.foldl_eq' (f := fun a b => a + b) (by intros; dsimp only; omega) 0).trans (by decide +kernel)"
            )
        };
        self.permuted(&format!("{set}.toList"), &format!("{set}.nodup"), &see, &hm, &hp) + &finish
    }

    /// That it has another length is false.
    fn of_list(&self, list: &str, nodup: &str, length: &str) -> String {
        let (hm, hp) = (self.v.fresh("hm"), self.v.fresh("hp"));
        let finish = format!("exact absurd ({length}.symm.trans {hp}.length_eq) (by decide +kernel)");
        self.permuted(list, nodup, "", &hm, &hp) + &finish
    }
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

    #[test]
    fn a_wrong_count_is_refuted() {
        let all = "ns : List Nat; h : ns.Nodup; k : ns.length = 6; l : ∀ (n : Nat), n ∈ ns ↔ 3 * n < 20";
        let all = steps(&format!("{all}; ⊢False False"));
        let step = all.iter().find(|it| it.contains("(List.range 21).filter fun n => decide (3 * n < 20)"));
        assert!(step.unwrap().ends_with("exact absurd (k.symm.trans hp.length_eq) (by decide +kernel)"));
    }
}
