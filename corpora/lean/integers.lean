/-- Two linear equations in two unknowns: x + y = 10 and x − y = 4 give x = 7 and y = 3.
topic: integers; difficulty: 1 -/
theorem two_linear_equations (x y : Int) (h₁ : x + y = 10) (h₂ : x - y = 4) : x = 7 ∧ y = 3 := by sorry

/-- Half of an integer, rounded down, lies within 1 of the half.
topic: integers; difficulty: 1 -/
theorem half_rounded_down (x : Int) : 2 * (x / 2) ≤ x ∧ x < 2 * (x / 2) + 2 := by sorry

/-- An odd integer is never equal to an even one.
topic: integers; difficulty: 1 -/
theorem no_int_between_doubles (x y : Int) : 2 * x + 1 ≠ 2 * y := by sorry

/-- The difference of two squares factors.
topic: integers; difficulty: 1 -/
theorem diff_of_squares (x y : Int) : x ^ 2 - y ^ 2 = (x - y) * (x + y) := by sorry

/-- Twice an integer plus one leaves remainder 1 when divided by 2.
topic: integers; difficulty: 1 -/
theorem odd_form_mod_two (x : Int) : (2 * x + 1) % 2 = 1 := by sorry

/-- The distance from x to y is the distance from y to x.
topic: integers; difficulty: 1 -/
theorem natAbs_sub_symm (x y : Int) : (x - y).natAbs = (y - x).natAbs := by sorry

/-- The distance between integers satisfies the triangle inequality.
topic: integers; difficulty: 1 -/
theorem natAbs_triangle (x y z : Int) : (x - z).natAbs ≤ (x - y).natAbs + (y - z).natAbs := by sorry

/-- Squares of integers are not negative.
topic: integers; difficulty: 2 -/
theorem int_sq_nonneg (x : Int) : 0 ≤ x * x := by sorry

/-- If the squares of two integers add up to zero, both are zero.
topic: integers; difficulty: 4 -/
theorem int_both_zero (x y : Int) (h : x * x + y * y = 0) : x = 0 ∧ y = 0 := by sorry

/-- The equation x² − 5x + 6 = 0 has the solutions 2 and 3 only.
topic: integers; difficulty: 3 -/
theorem quadratic_two_three (x : Int) (h : x * x - 5 * x + 6 = 0) : x = 2 ∨ x = 3 := by sorry

/-- Integers whose product is 1 are both 1 or both −1.
topic: integers; difficulty: 3 -/
theorem product_one (x y : Int) (h : x * y = 1) : x = 1 ∧ y = 1 ∨ x = -1 ∧ y = -1 := by sorry

/-- An integer squared is never 2 more than a multiple of 3.
topic: integers; difficulty: 3 -/
theorem int_sq_mod_three (x : Int) : x * x % 3 ≠ 2 := by sorry

/-- No integer squared is 3 more than a multiple of 4.
topic: integers; difficulty: 3 -/
theorem int_sq_mod_four (x y : Int) : x * x ≠ 4 * y + 3 := by sorry

/-- If one integer divides two others, it divides their difference.
topic: integers; difficulty: 2 -/
theorem dvd_difference (d x y : Int) (h₁ : d ∣ x) (h₂ : d ∣ y) : d ∣ x - y := by sorry

/-- Any integer combination of two multiples of d is a multiple of d.
topic: integers; difficulty: 3 -/
theorem dvd_combination (d x y s t : Int) (h₁ : d ∣ x) (h₂ : d ∣ y) : d ∣ s * x + t * y := by sorry

/-- Three integers in a row add up to three times the middle one.
topic: integers; difficulty: 1 -/
theorem three_in_a_row (x : Int) : (x - 1) + x + (x + 1) = 3 * x := by sorry

/-- Every integer is a sum of two different integers.
topic: integers; difficulty: 2 -/
theorem sum_of_two_different (x : Int) : ∃ y z, y ≠ z ∧ y + z = x := by sorry

/-- Some integers x and y have 7x + 5y = 1.
topic: integers; difficulty: 2 -/
theorem bezout_seven_five : ∃ x y : Int, 7 * x + 5 * y = 1 := by sorry

/-- Every integer is of the form 7x + 5y.
topic: integers; difficulty: 3 -/
theorem all_from_seven_five (n : Int) : ∃ x y : Int, 7 * x + 5 * y = n := by sorry

/-- There is no largest integer.
topic: integers; difficulty: 2 -/
theorem no_largest_int : ¬ ∃ m : Int, ∀ x : Int, x ≤ m := by sorry

/-- An integer whose square is less than 1 is zero.
topic: integers; difficulty: 4 -/
theorem zero_of_sq_lt_one (x : Int) (h : x * x < 1) : x = 0 := by sorry

/-- A product of two integers that is zero has a zero factor.
topic: integers; difficulty: 2 -/
theorem zero_factor (x y : Int) (h : x * y = 0) (hx : x ≠ 0) : y = 0 := by sorry

/-- The sum of the cubes of three integers with sum zero is three times their product.
topic: integers; difficulty: 1 -/
theorem cubes_of_sum_zero (x y z : Int) (h : x + y + z = 0) :
    x ^ 3 + y ^ 3 + z ^ 3 = 3 * x * y * z := by sorry
