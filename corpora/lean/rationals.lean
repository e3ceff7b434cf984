/-- The sum of one half and one third is five sixths.
topic: rationals; difficulty: 1 -/
theorem half_plus_third : (1 / 2 + 1 / 3 : Rat) = 5 / 6 := by sorry

/-- If 3x + 1 = 7 then x = 2.
topic: rationals; difficulty: 1 -/
theorem rat_linear (x : Rat) (h : 3 * x + 1 = 7) : x = 2 := by sorry

/-- Two equations in two unknowns over the rationals.
topic: rationals; difficulty: 1 -/
theorem rat_two_equations (x y : Rat) (h₁ : 2 * x + 3 * y = 1) (h₂ : x - y = 3) :
    x = 2 ∧ y = -1 := by sorry

/-- The mean of two rationals lies strictly between them.
topic: rationals; difficulty: 1 -/
theorem mean_between (x y : Rat) (h : x < y) : x < (x + y) / 2 ∧ (x + y) / 2 < y := by sorry

/-- Between two rationals lie two others.
topic: rationals; difficulty: 3 -/
theorem rat_two_between (x y : Rat) (h : x < y) : ∃ z w, x < z ∧ z < w ∧ w < y := by sorry

/-- Every rational has a half.
topic: rationals; difficulty: 2 -/
theorem rat_half_exists (x : Rat) : ∃ y, y + y = x := by sorry

/-- Every rational but zero has an inverse.
topic: rationals; difficulty: 2 -/
theorem rat_inverse_exists (x : Rat) (h : x ≠ 0) : ∃ y, x * y = 1 := by sorry

/-- A rational that equals its own negative is zero.
topic: rationals; difficulty: 1 -/
theorem rat_eq_neg_self (x : Rat) (h : x = -x) : x = 0 := by sorry

/-- If x / y = 2 and y is not zero, then x = 2y.
topic: rationals; difficulty: 1 -/
theorem rat_of_div_eq_two (x y : Rat) (hy : y ≠ 0) (h : x / y = 2) : x = 2 * y := by sorry

/-- Squares of rationals are not negative.
topic: rationals; difficulty: 3 -/
theorem rat_sq_nonneg (x : Rat) : 0 ≤ x * x := by sorry

/-- There is no smallest positive rational.
topic: rationals; difficulty: 3 -/
theorem no_smallest_positive_rat : ¬ ∃ x : Rat, 0 < x ∧ ∀ y : Rat, 0 < y → x ≤ y := by sorry

/-- A rational at least as small as every positive rational is not positive.
topic: rationals; difficulty: 3 -/
theorem le_zero_of_le_all_pos (x : Rat) (h : ∀ y, 0 < y → x ≤ y) : x ≤ 0 := by sorry

/-- The reciprocal of a positive rational is positive.
topic: rationals; difficulty: 2 -/
theorem rat_inv_pos_of_pos (x : Rat) (h : 0 < x) : 0 < x⁻¹ := by sorry

/-- Adding fractions with denominators x and y.
topic: rationals; difficulty: 1 -/
theorem add_fractions (x y : Rat) (hx : x ≠ 0) (hy : y ≠ 0) :
    1 / x + 1 / y = (x + y) / (x * y) := by sorry

/-- The golden ratio equation: if x² = x + 1 then x³ = 2x + 1.
topic: rationals; difficulty: 1 -/
theorem golden_cube (x : Rat) (h : x ^ 2 = x + 1) : x ^ 3 = 2 * x + 1 := by sorry

/-- If x + 1/x = 3 then x² + 1/x² = 7.
topic: rationals; difficulty: 1 -/
theorem sum_with_reciprocal (x : Rat) (hx : x ≠ 0) (h : x + 1 / x = 3) : x ^ 2 + 1 / x ^ 2 = 7 := by sorry

/-- The equation x² = 4 has the solutions 2 and −2 only.
topic: rationals; difficulty: 1 -/
theorem rat_sq_eq_four (x : Rat) (h : x ^ 2 = 4) : x = 2 ∨ x = -2 := by sorry

/-- A map of the rationals into themselves that halves every value has only one fixed point.
topic: rationals; difficulty: 1 -/
theorem halving_fixed_point (f : Rat → Rat) (h : ∀ x, f x = x / 2) (x : Rat) (hx : f x = x) :
    x = 0 := by sorry

/-- A tank fills in 6 hours by one pipe and in 3 by another; with both it fills in 2.
topic: rationals; difficulty: 1 -/
theorem two_pipes (t : Rat) (h : t * (1 / 6 + 1 / 3) = 1) : t = 2 := by sorry

/-- A price raised by a tenth and then lowered by a tenth ends a hundredth below where it began.
topic: rationals; difficulty: 1 -/
theorem up_and_down_a_tenth (p q : Rat) (h : q = p * (11 / 10) * (9 / 10)) : q = p - p / 100 := by sorry
