//! What ends a refutation once an instance is chosen: tactics for the goal `¬ P` with values in it, and for what `P` supposes.

/// An inner `by` that leaves something would be an error of a whole bundle of instances, and `simp` may leave something.
pub(super) const SIMP: &str = "(simp; done)";

/// What holds of all divisors of a number is computed up to that number.
pub(super) const DIVISORS: &str = "have divisors : ∀ (n : Nat) (p : Nat → Prop), (∀ d, d ∣ n + 1 → p d) ↔ ∀ d < n + 2, d ∣ n + 1 → p d :=\n  \
     fun n p => ⟨fun h d _ => h d, fun h d hd => h d (Nat.lt_succ_of_le (Nat.le_of_dvd (Nat.succ_pos n) hd)) hd⟩\n";

/// Points at which a statement about a few numbers is tried.
const POINTS: [&str; 6] = ["0 1 2", "1 0 2", "0 0 0", "1 1 1", "1 2 3", "2 1 0"];

/// For an instance that mentions definitions and can be computed, behind [`DIVISORS`].
pub(super) fn computing(defined: &[&str]) -> String {
    format!(
        "first | decide | (simp only [{}, divisors, Nat.reducePow, Nat.reduceMul, Nat.reduceAdd, Nat.reduceSub] <;> decide +kernel)",
        defined.join(", ")
    )
}

/// For one with quantifiers: what is left by `simp` may ask for a number. (`nomatch` would log what it misses, as an inner `by` does.)
pub(super) fn witness(defined: &[&str]) -> String {
    let defined = if defined.is_empty() { String::new() } else { format!(" [{}]", defined.join(", ")) };
    let one: String = (0..5).map(|it| format!("exact ⟨{it}, by decide⟩ | ")).collect();
    let two: String = ["0, 0", "0, 1", "1, 0"].map(|it| format!("exact ⟨{it}, by decide⟩ | ")).concat();
    format!(
        "(first | decide | (simp{defined} <;> first | omega | {one}{two}exact fun n => ⟨n + 1, by omega⟩ | \
         exact fun n => ⟨n - 1, by omega⟩ | (intro ⟨nothing, _⟩; cases nothing; done) | (intro nothing; cases nothing; done) | (intro h; have := h 0; have := h 1; omega)))"
    )
}

/// For `A ↔ B` and `A → B`: where one side is shown, the other is false. Each part is a goal of its own, and none an inner `by`.
pub(super) fn sides(body: &str) -> String {
    const HOLDS: &str = "((repeat' apply And.intro) <;> intros <;> first | rfl | decide | omega | (simp <;> omega) | exact ⟨0, rfl⟩ | exact ⟨1, rfl⟩)";
    const FALSE: &str = "(simp at k <;> omega) | (refine absurd k.1 ?_ <;> decide) | (refine absurd (k.2 0) ?_ <;> decide) | \
                         (refine absurd (k 0) ?_ <;> decide) | (refine absurd (k 0 1) ?_ <;> decide) | (have := k 0; have := k 1; omega)";
    const NUMBER: &str = " | (obtain ⟨n, k⟩ := k; first | omega | (have := k.2 1; have := k.2 2; omega) | (have := k (n + 1); simp at this; omega) | \
                          (have := k 0; have := k 1; omega)) | grind";
    let (mut shown, mut is_false) = (vec![HOLDS], FALSE.to_owned());
    // Seldom of use without, and slow.
    if body.contains('∃') {
        shown.extend(["(simp <;> omega)", "(refine ⟨0, ?_⟩ <;> decide)", "(refine ⟨1, ?_⟩ <;> decide)"]);
        is_false.push_str(NUMBER);
    }
    let ways: &[&str] = if body.contains('↔') { &[".mp", ".mpr"] } else { &[""] };
    let way = |(way, it): (&str, &str)| {
        format!("(refine absurd (side{way} ?_) ?_; (focus {it}); intro k; first | {is_false})")
    };
    let all: Vec<String> = ways.iter().flat_map(|it| shown.iter().map(|by| way((it, by)))).collect();
    format!("(intro side; first | {})", all.join(" | "))
}

/// For a statement about so many numbers behind functions that are chosen, and for what is supposed of these; also where they
/// are lists of which the numbers are indices.
pub(super) fn numbered(count: usize, indexed: bool) -> String {
    let values = |it: &str| it.split(' ').take(count).map(|it| format!("{it}, ")).collect::<String>();
    let mut points = POINTS.map(|it| format!("exact ⟨{}by decide⟩", values(it))).to_vec();
    points.sort();
    points.dedup();
    format!(
        "first | (simp only [Classical.not_forall]; first | {}) | decide | (intros; rfl) | (intros; simp_all; done) | \
         (intros; dsimp only at *; omega){}",
        points.join(" | "),
        if indexed { " | grind" } else { "" }
    )
}
