theorem half_plus_third : (1 / 2 + 1 / 3 : Rat) = 5 / 6 := by
  grind

theorem rat_linear (x : Rat) (h : 3 * x + 1 = 7) : x = 2 := by
  grind

theorem rat_two_equations (x y : Rat) (h₁ : 2 * x + 3 * y = 1) (h₂ : x - y = 3) :
    x = 2 ∧ y = -1 := by
  grind

theorem mean_between (x y : Rat) (h : x < y) : x < (x + y) / 2 ∧ (x + y) / 2 < y := by
  grind

theorem rat_two_between (x y : Rat) (h : x < y) : ∃ z w, x < z ∧ z < w ∧ w < y := by
  exact ⟨(2 * x + y) / 3, (x + 2 * y) / 3, by grind, by grind, by grind⟩

theorem rat_half_exists (x : Rat) : ∃ y, y + y = x := by
  exact ⟨x / 2, by grind⟩

theorem rat_inverse_exists (x : Rat) (h : x ≠ 0) : ∃ y, x * y = 1 := by
  exact ⟨x⁻¹, by grind⟩

theorem rat_eq_neg_self (x : Rat) (h : x = -x) : x = 0 := by
  grind

theorem rat_of_div_eq_two (x y : Rat) (hy : y ≠ 0) (h : x / y = 2) : x = 2 * y := by
  grind

theorem rat_sq_nonneg (x : Rat) : 0 ≤ x * x := by
  rcases Rat.le_total (a := 0) (b := x) with h | h
  · exact Rat.mul_nonneg h h
  · have h1 : 0 ≤ -x := by grind
    have h2 := Rat.mul_nonneg h1 h1
    grind

theorem no_smallest_positive_rat : ¬ ∃ x : Rat, 0 < x ∧ ∀ y : Rat, 0 < y → x ≤ y := by
  intro ⟨x, hx, h⟩
  have := h (x / 2) (by grind)
  grind

theorem le_zero_of_le_all_pos (x : Rat) (h : ∀ y, 0 < y → x ≤ y) : x ≤ 0 := by
  apply Classical.byContradiction
  intro hx
  have := h (x / 2) (by grind)
  grind

theorem rat_inv_pos_of_pos (x : Rat) (h : 0 < x) : 0 < x⁻¹ := by
  exact Rat.inv_pos.mpr h

theorem add_fractions (x y : Rat) (hx : x ≠ 0) (hy : y ≠ 0) :
    1 / x + 1 / y = (x + y) / (x * y) := by
  grind

theorem golden_cube (x : Rat) (h : x ^ 2 = x + 1) : x ^ 3 = 2 * x + 1 := by
  grind

theorem sum_with_reciprocal (x : Rat) (hx : x ≠ 0) (h : x + 1 / x = 3) : x ^ 2 + 1 / x ^ 2 = 7 := by
  grind

theorem rat_sq_eq_four (x : Rat) (h : x ^ 2 = 4) : x = 2 ∨ x = -2 := by
  have h1 : (x - 2) * (x + 2) = 0 := by grind
  rcases Rat.mul_eq_zero.mp h1 with h2 | h2
  · left; grind
  · right; grind

theorem halving_fixed_point (f : Rat → Rat) (h : ∀ x, f x = x / 2) (x : Rat) (hx : f x = x) :
    x = 0 := by
  grind

theorem two_pipes (t : Rat) (h : t * (1 / 6 + 1 / 3) = 1) : t = 2 := by
  grind

theorem up_and_down_a_tenth (p q : Rat) (h : q = p * (11 / 10) * (9 / 10)) : q = p - p / 100 := by
  grind
