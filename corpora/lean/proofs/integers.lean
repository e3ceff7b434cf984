theorem two_linear_equations (x y : Int) (h₁ : x + y = 10) (h₂ : x - y = 4) : x = 7 ∧ y = 3 := by
  omega

theorem half_rounded_down (x : Int) : 2 * (x / 2) ≤ x ∧ x < 2 * (x / 2) + 2 := by
  omega

theorem no_int_between_doubles (x y : Int) : 2 * x + 1 ≠ 2 * y := by
  omega

theorem diff_of_squares (x y : Int) : x ^ 2 - y ^ 2 = (x - y) * (x + y) := by
  grind

theorem odd_form_mod_two (x : Int) : (2 * x + 1) % 2 = 1 := by
  omega

theorem natAbs_sub_symm (x y : Int) : (x - y).natAbs = (y - x).natAbs := by
  omega

theorem natAbs_triangle (x y z : Int) : (x - z).natAbs ≤ (x - y).natAbs + (y - z).natAbs := by
  omega

theorem int_sq_nonneg (x : Int) : 0 ≤ x * x := by
  rcases Int.le_total 0 x with h | h
  · exact Int.mul_nonneg h h
  · exact Int.mul_nonneg_of_nonpos_of_nonpos h h

theorem int_both_zero (x y : Int) (h : x * x + y * y = 0) : x = 0 ∧ y = 0 := by
  have hx : 0 ≤ x * x := by
    rcases Int.le_total 0 x with k | k
    · exact Int.mul_nonneg k k
    · exact Int.mul_nonneg_of_nonpos_of_nonpos k k
  have hy : 0 ≤ y * y := by
    rcases Int.le_total 0 y with k | k
    · exact Int.mul_nonneg k k
    · exact Int.mul_nonneg_of_nonpos_of_nonpos k k
  have h1 : x * x = 0 := by omega
  have h2 : y * y = 0 := by omega
  rw [Int.mul_eq_zero] at h1 h2
  omega

theorem quadratic_two_three (x : Int) (h : x * x - 5 * x + 6 = 0) : x = 2 ∨ x = 3 := by
  have h1 : (x - 2) * (x - 3) = 0 := by grind
  rw [Int.mul_eq_zero] at h1
  omega

theorem product_one (x y : Int) (h : x * y = 1) : x = 1 ∧ y = 1 ∨ x = -1 ∧ y = -1 := by
  have hn := congrArg Int.natAbs h
  rw [Int.natAbs_mul] at hn
  have hx := Nat.eq_one_of_mul_eq_one_right hn
  have h1 : x = 1 ∨ x = -1 := by omega
  rcases h1 with h1 | h1 <;> subst h1 <;> omega

theorem int_sq_mod_three (x : Int) : x * x % 3 ≠ 2 := by
  have h : x % 3 = 0 ∨ x % 3 = 1 ∨ x % 3 = 2 := by omega
  rcases h with h | h | h <;> simp [Int.mul_emod, h]

theorem int_sq_mod_four (x y : Int) : x * x ≠ 4 * y + 3 := by
  intro h
  have h1 : x % 4 = 0 ∨ x % 4 = 1 ∨ x % 4 = 2 ∨ x % 4 = 3 := by omega
  have h2 : x * x % 4 = 3 := by omega
  rcases h1 with h1 | h1 | h1 | h1 <;> simp [Int.mul_emod, h1] at h2

theorem dvd_difference (d x y : Int) (h₁ : d ∣ x) (h₂ : d ∣ y) : d ∣ x - y := by
  exact Int.dvd_sub h₁ h₂

theorem dvd_combination (d x y s t : Int) (h₁ : d ∣ x) (h₂ : d ∣ y) : d ∣ s * x + t * y := by
  apply Int.dvd_add
  · exact Int.dvd_trans h₁ (Int.dvd_mul_left s x)
  · exact Int.dvd_trans h₂ (Int.dvd_mul_left t y)

theorem three_in_a_row (x : Int) : (x - 1) + x + (x + 1) = 3 * x := by
  omega

theorem sum_of_two_different (x : Int) : ∃ y z, y ≠ z ∧ y + z = x := by
  exact ⟨2 * x + 1, -x - 1, by omega, by omega⟩

theorem bezout_seven_five : ∃ x y : Int, 7 * x + 5 * y = 1 := by
  exact ⟨-2, 3, by decide⟩

theorem all_from_seven_five (n : Int) : ∃ x y : Int, 7 * x + 5 * y = n := by
  exact ⟨-2 * n, 3 * n, by omega⟩

theorem no_largest_int : ¬ ∃ m : Int, ∀ x : Int, x ≤ m := by
  intro ⟨m, h⟩
  have := h (m + 1)
  omega

theorem zero_of_sq_lt_one (x : Int) (h : x * x < 1) : x = 0 := by
  apply Decidable.byContradiction
  intro hx
  rcases Int.lt_or_gt_of_ne hx with k | k
  · have := Int.mul_nonneg (show 0 ≤ -1 - x by omega) (show 0 ≤ 1 - x by omega)
    grind
  · have := Int.mul_nonneg (show 0 ≤ x - 1 by omega) (show 0 ≤ x + 1 by omega)
    grind

theorem zero_factor (x y : Int) (h : x * y = 0) (hx : x ≠ 0) : y = 0 := by
  have := Int.mul_eq_zero.mp h
  omega

theorem cubes_of_sum_zero (x y z : Int) (h : x + y + z = 0) :
    x ^ 3 + y ^ 3 + z ^ 3 = 3 * x * y * z := by
  have hz : z = -x - y := by omega
  subst hz
  grind
