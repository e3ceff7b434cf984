theorem int_gap (x y : Int) (h : x ≠ y) : x + 1 ≤ y ∨ y + 1 ≤ x := by
  omega

theorem rat_chain (x y z : Rat) (h₁ : y ≤ z) (h₂ : z < x + 1) : y - x < 1 := by
  grind

theorem pinned_natural (x : Nat) (h₁ : 2 * x + 3 < 11) (h₂ : 2 < x) : x = 3 := by
  omega

theorem mean_le_larger (x y : Rat) (h : x ≤ y) : (x + y) / 2 ≤ y := by
  grind

theorem two_mul_le_sq_add_sq (x y : Int) : 2 * (x * y) ≤ x * x + y * y := by
  have h : 0 ≤ (x - y) * (x - y) := by
    rcases Int.le_total 0 (x - y) with k | k
    · exact Int.mul_nonneg k k
    · exact Int.mul_nonneg_of_nonpos_of_nonpos k k
  grind

theorem nat_two_mul_le_sq_add_sq (a b : Nat) : 2 * (a * b) ≤ a * a + b * b := by
  rcases Nat.le_total a b with h | h
  · obtain ⟨k, rfl⟩ := Nat.le.dest h
    grind
  · obtain ⟨k, rfl⟩ := Nat.le.dest h
    grind

theorem add_le_mul_add_one (a b : Nat) (ha : 0 < a) (hb : 0 < b) : a + b ≤ a * b + 1 := by
  cases a with
  | zero => omega
  | succ a =>
    cases b with
    | zero => omega
    | succ b => grind

theorem mul_le_mul_both (a b c d : Nat) (h₁ : a ≤ b) (h₂ : c ≤ d) : a * c ≤ b * d := by
  exact Nat.mul_le_mul h₁ h₂

theorem bernoulli_nat (x n : Nat) : 1 + n * x ≤ (1 + x) ^ n := by
  induction n with
  | zero => simp
  | succ n ih =>
    have h := Nat.mul_le_mul_right (1 + x) ih
    have h2 : 0 ≤ n * x * x := Nat.zero_le _
    grind

theorem four_mul_le_cube (n : Nat) : 4 * (n + 2) ≤ (n + 2) ^ 3 := by
  grind

theorem linear_le_square (n : Nat) (h : 3 ≤ n) : 2 * n + 1 ≤ n * n := by
  have := Nat.mul_le_mul_right n h
  omega

theorem two_pow_le_three_pow (n : Nat) : 2 ^ n ≤ 3 ^ n := by
  exact Nat.pow_le_pow_left (by decide) n

theorem linear_le_three_pow (n : Nat) : 2 * n + 1 ≤ 3 ^ n := by
  induction n with
  | zero => decide
  | succ n ih => omega

theorem product_with_sum_ten (a b : Nat) (h : a + b = 10) : a * b ≤ 25 := by
  have hb : b = 10 - a := by omega
  subst hb
  have key : ∀ a, a ≤ 10 → a * (10 - a) ≤ 25 := by decide
  exact key a (by omega)

theorem int_mul_one_sub (x : Int) : x * (1 - x) ≤ 0 := by
  rcases Int.le_total x 0 with h | h
  · exact Int.mul_nonpos_of_nonpos_of_nonneg h (by omega)
  · by_cases k : x = 0
    · subst k; decide
    · exact Int.mul_nonpos_of_nonneg_of_nonpos h (by omega)

theorem natAbs_le_mul (x y : Int) (h : y ≠ 0) : x.natAbs ≤ (x * y).natAbs := by
  rw [Int.natAbs_mul]
  exact Nat.le_mul_of_pos_right _ (Int.natAbs_pos.mpr h)

theorem rat_sq_lt_sq (x y : Rat) (hx : 0 ≤ x) (h : x < y) : x * x < y * y := by
  have h1 : 0 < y := by grind
  have h2 : 0 < y - x := by grind
  have h3 : 0 < (y - x) * (y + x) := Rat.mul_pos h2 (by grind)
  grind

theorem rat_sq_lt_self (x : Rat) (h₀ : 0 < x) (h₁ : x < 1) : x * x < x := by
  have h : 0 < x * (1 - x) := Rat.mul_pos h₀ (by grind)
  grind

theorem rat_four_mul_le_sq (x y : Rat) : 4 * (x * y) ≤ (x + y) * (x + y) := by
  rcases Rat.le_total (a := x) (b := y) with h | h
  · have h1 := Rat.mul_nonneg (show 0 ≤ y - x by grind) (show 0 ≤ y - x by grind)
    grind
  · have h1 := Rat.mul_nonneg (show 0 ≤ x - y by grind) (show 0 ≤ x - y by grind)
    grind
